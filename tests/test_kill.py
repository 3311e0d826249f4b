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
from armdesk.exports.verify import verify_pack
from armdesk.models import Production, Site, Stakeholder
from armdesk.query import Query

WORKER = Path(__file__).with_name("kill_worker.py")
JOBS = ("edit,group", "import", "edit,group,import,backup", "edit,pack")


ROUND = 30
"""Kills per workspace: what is judged after each kill grows with what is in it."""


def _office(folder: Path) -> Path:
    with workspace.create(folder, author="tester") as opened:
        opened.store.save(Site(name="La Cumbre", code="LC"))
    return folder


def _told_until_killed(folder: Path, seed: int, jobs: str, wait: float, *, all_once: bool) -> list[list[str]]:
    """What the worker told before it was killed, some time after it was ready, or after it told of each job once."""
    missing, told = {job.upper() for job in jobs.split(",") if all_once}, []
    with subprocess.Popen([sys.executable, str(WORKER), str(folder), str(seed), jobs], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "READY\n", worker.stderr.read() if worker.stderr else ""
        while missing:
            line = worker.stdout.readline()
            assert line, worker.stderr.read() if worker.stderr else ""
            told.append(line.split())
            missing.discard(told[-1][0])
        killer = threading.Timer(wait, worker.kill)
        killer.start()
        # A line cut short by the kill was never told.
        told += [line.split() for line in worker.stdout if line.endswith("\n")]
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
        created = [each for operation in store.operations(limit=100_000) for each in
                   history.entries_of(opened.db, operation)
                   if each.verb == "create" and each.type in ("production", "stakeholder")]
        assert rows == len(created) == len({each.record for each in created})
        names = {each.name for each in backup.listed(opened.backups)}
        # Thinning out may have removed nothing yet: all are of the last day.
        assert all(words[1] in names for words in told if words[0] == "BACKUP")
        for each in backup.listed(opened.backups)[:2]:
            backup.verify(opened.backups / f"{each.name}.db")
    packs = folder.parent / f"{folder.name}-packs"
    names = {words[1] for words in told if words[0] == "PACK"}
    # Whatever stands under a good name is whole, told or not; what was told is there.
    kept = {path.name for path in packs.glob("*.zip")}
    assert names <= kept
    for name in kept:
        assert verify_pack(packs / name).ok
        (packs / name).unlink()


@pytest.mark.timeout(3600)
def test_killed_at_random_moments_nothing_told_is_lost(tmp_path, request):
    kills = request.config.getoption("--kills")
    chance = random.Random(20260131)
    seen: Counter[str] = Counter()
    office = tmp_path
    for number in range(kills):
        if number % ROUND == 0:
            office = _office(tmp_path / f"office{number}")
        job = number % len(JOBS)
        # A pack takes longer than an edit: the kill must be able to fall behind its end.
        wait = chance.uniform(0.0, 1.2 if "pack" in JOBS[job] else 0.25)
        # However slow the computer, each kind of work was done at least once.
        told = _told_until_killed(office, number, JOBS[job], wait, all_once=number < len(JOBS))
        seen.update(words[0] for words in told)
        _judge(office, told)
    # The proof proves nothing if the workers were killed before they did anything.
    assert {"EDIT", "GROUP", "IMPORT", "PACK"} <= set(seen), seen
