"""Killed hard at random moments: everything that was told is there, nothing is half, the history is whole.

Thirty kills in every run; `pytest tests/test_kill.py --kills 1000` for the long proof.
"""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest
from kill_worker import GROUP_SIZE, IMPORT_SIZE

from armdesk import backup, history, sqlite, workspace
from armdesk.models import Production, Site, Stakeholder
from armdesk.query import Query

WORKER = Path(__file__).with_name("kill_worker.py")
JOBS = ("edit,group", "import", "edit,group,import,backup")


@pytest.fixture
def office(tmp_path):
    with workspace.create(tmp_path / "office", author="tester") as opened:
        opened.store.save(Site(name="La Cumbre", code="LC"))
    return tmp_path / "office"


def _told_until_killed(folder: Path, seed: int, jobs: str, wait: float) -> list[list[str]]:
    """What the worker told before it was killed, some time after it was ready."""
    with subprocess.Popen([sys.executable, str(WORKER), str(folder), str(seed), jobs], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "READY\n", worker.stderr.read() if worker.stderr else ""
        killer = threading.Timer(wait, worker.kill)
        killer.start()
        # A line cut short by the kill was never told.
        told = [line.split() for line in worker.stdout if line.endswith("\n")]
        killer.join()
        assert worker.stderr is None or "Traceback" not in worker.stderr.read()
    return told


def _judge(folder: Path, told: list[list[str]]) -> None:
    with workspace.open_workspace(folder) as opened:
        store = opened.store
        connection = opened.db.connection()
        assert sqlite.damage(connection) == []
        history.verify(opened.db)
        edits = [int(words[2]) for words in told if words[0] == "EDIT"]
        kept = store.all(Site)[0].capacity_mg_month or 0
        # One edit may have been kept without being told; none that was told may be missing.
        assert kept >= max(edits, default=0)
        groups = Counter(each.name for each in store.find(Query(Stakeholder)))
        assert all(count == GROUP_SIZE for count in groups.values())
        assert all(f"group {words[1]}" in groups for words in told if words[0] == "GROUP")
        counted = "SELECT receipt_no, count(*) FROM production GROUP BY receipt_no"
        imports = dict(opened.db.execute_sql(counted).fetchall())
        assert all(count == IMPORT_SIZE for count in imports.values())
        assert all(words[1] in imports for words in told if words[0] == "IMPORT")
        rows = store.count(Query(Production)) + sum(groups.values())
        created = "SELECT count(*) FROM entry WHERE verb = 'create' AND type <> 'site'"
        assert rows == opened.db.execute_sql(created).fetchone()[0]
        names = {each.name for each in backup.listed(opened.backups)}
        # Thinning out may have removed nothing yet: all are of the last day.
        assert all(words[1] in names for words in told if words[0] == "BACKUP")
        for each in backup.listed(opened.backups)[:2]:
            backup.verify(opened.backups / f"{each.name}.db")


@pytest.mark.timeout(3600)
def test_killed_at_random_moments_nothing_told_is_lost(office, request):
    kills = request.config.getoption("--kills")
    chance = random.Random(20260131)
    seen: Counter[str] = Counter()
    for number in range(kills):
        told = _told_until_killed(office, number, JOBS[number % len(JOBS)], chance.uniform(0.0, 0.25))
        seen.update(words[0] for words in told)
        _judge(office, told)
    # The proof proves nothing if the workers were killed before they did anything.
    assert {"EDIT", "GROUP", "IMPORT"} <= set(seen), seen
