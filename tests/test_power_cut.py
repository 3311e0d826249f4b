"""Power cuts, tried on the disk's side: what was not flushed is lost, torn or reordered; what was told must be there.

The real save path runs under strace; its writes and flushes are played back up to a moment drawn by chance.  All that
a file held at its last flush is on the disk; each later write is there or not, by the toss of a coin, some torn at a
sector.  What the program writes with full flushing must survive all of it, and the same trial must show losses where
the flushes are left out, else it would prove nothing.  Not modelled: lost names of new files, disks that lie.

A hundred cuts in every run; `pytest tests/test_power_cut.py --cuts 2000` for the long proof.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from power_worker import GROUP_SIZE

from armdesk import history, keys, sqlite, workspace
from armdesk.errors import DamagedWorkspace

WORKER = Path(__file__).with_name("power_worker.py")
OPERATIONS, SECTOR = 40, 512
_CALL = re.compile(r"^\d+\s+(\w+)\((.*)\)\s+= (-?\d+)")
_PATH = re.compile(r"^(\d+)<((?:\\x[0-9a-f]{2})*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass
class Step:
    """One thing done to a file: write, cut or flush; told has the numbers the worker had told by then."""

    kind: str
    file: str
    at: int = 0
    content: bytes = b""


@dataclass
class Recording:
    """All steps in order; TOLD steps have the number in `at`.  before: the files as they were."""

    before: dict[str, bytes]
    steps: list[Step] = field(default_factory=list)


def _unescaped(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _record(folder: Path, synchronous: str) -> Recording:
    """Run the worker on a workspace and note what reaches the files of its database."""
    with workspace.create(folder, author="tester"):
        pass
    recording = Recording({path.name: path.read_bytes() for path in folder.glob("armdesk.db*")})
    log = folder.parent / f"{folder.name}.strace"
    command = ["strace", "-f", "-y", "-xx", "-s", "1000000", "-o", str(log), "-e",
               "trace=pwrite64,write,ftruncate,fsync,fdatasync,unlink", sys.executable, str(WORKER), str(folder),
               str(OPERATIONS), synchronous]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500, check=False)
    if "ptrace" in done.stderr and done.returncode:
        pytest.skip("this system does not allow strace to look at programs")
    assert done.returncode == 0, done.stderr
    with log.open(encoding="ascii") as lines:
        for line in lines:
            found = _CALL.match(line)
            if found and not found[3].startswith("-"):
                _note(recording, folder, found[1], found[2])
    assert sum(step.kind == "told" for step in recording.steps) == OPERATIONS
    return recording


def _note(recording: Recording, folder: Path, call: str, inside: str) -> None:
    if call == "unlink":
        path = Path(_unescaped(_TEXT.findall(inside)[0]).decode())
        if path.parent == folder and path.name.startswith("armdesk.db"):
            recording.steps.append(Step("unlink", path.name))
        return
    found = _PATH.match(inside)
    path = Path(_unescaped(found[2]).decode()) if found else Path()
    if call == "write":
        told = re.match(rb"TOLD (\d+)\n", _unescaped(_TEXT.findall(inside)[0])) if inside.startswith("1<") else None
        if told:
            recording.steps.append(Step("told", "", int(told[1])))
    elif path.parent == folder and path.name in ("armdesk.db", "armdesk.db-wal"):
        if call == "pwrite64":
            at = int(inside.rsplit(", ", 1)[1])
            recording.steps.append(Step("write", path.name, at, _unescaped(_TEXT.findall(inside)[0])))
        elif call == "ftruncate":
            recording.steps.append(Step("cut", path.name, int(inside.rsplit(", ", 1)[1])))
        else:
            recording.steps.append(Step("flush", path.name))


def _played(content: bytearray, step: Step) -> None:
    if step.kind == "cut":
        del content[step.at:]
        content.extend(bytes(step.at - len(content)))
    else:
        content.extend(bytes(max(step.at - len(content), 0)))
        content[step.at : step.at + len(step.content)] = step.content


def _after_cut(recording: Recording, moment: int, chance: random.Random) -> tuple[dict[str, bytes], set[int]]:
    """The files as a power cut before the step `moment` may leave them, and what had been told by then."""
    files = {name: bytearray(content) for name, content in recording.before.items()}
    waiting: dict[str, list[Step]] = {}
    told: set[int] = set()
    for step in recording.steps[:moment]:
        if step.kind == "told":
            told.add(step.at)
        elif step.kind == "unlink":
            files.pop(step.file, None)
            waiting.pop(step.file, None)
        elif step.kind == "flush":
            for each in waiting.pop(step.file, []):
                _played(files.setdefault(step.file, bytearray()), each)
        else:
            waiting.setdefault(step.file, []).append(step)
    for name, steps in waiting.items():
        for each in steps:
            if chance.random() < 0.5:
                continue
            torn = each
            if each.kind == "write" and len(each.content) > SECTOR and chance.random() < 0.3:
                kept = chance.randrange(1, len(each.content) // SECTOR + 1) * SECTOR
                torn = Step("write", name, each.at, each.content[:kept])
            _played(files.setdefault(name, bytearray()), torn)
    return {name: bytes(content) for name, content in files.items()}, told


def _judged(files: dict[str, bytes], told: set[int], folder: Path, key: bytes) -> Counter[str]:
    """What is wrong with the workspace after a cut: lost, half or damaged things."""
    for path in folder.glob("armdesk.db*"):
        path.unlink()
    for name, content in files.items():
        if not name.endswith("-shm"):
            (folder / name).write_bytes(content)
    try:
        with workspace.open_workspace(folder, key=key) as opened:
            # A page torn while the log was copied into the database is whole in the log; the check of pages reads the
            # database alone, so the copying is finished first, as closing does.
            opened.db.pragma("wal_checkpoint", "truncate")
            if sqlite.damage(opened.db.connection()):
                return Counter(damaged=1)
            history.verify(opened.db)
            found = Counter(str(row[0]) for row in opened.db.execute_sql("SELECT name FROM stakeholder").fetchall())
    except DamagedWorkspace:
        return Counter(damaged=1)
    wrong = Counter(half=sum(count != (GROUP_SIZE if name.startswith("group") else 1) for name, count in found.items()))
    wrong["lost"] = sum(f"{'single' if number % 2 else 'group'} {number}" not in found for number in told)
    return wrong


def _trial(folder: Path, synchronous: str, images: int) -> Counter[str]:
    recording = _record(folder, synchronous)
    key, chance, wrong = keys.unlock(folder, None), random.Random(f"power {synchronous}"), Counter[str]()
    for _image in range(images):
        files, told = _after_cut(recording, chance.randrange(1, len(recording.steps) + 1), chance)
        wrong += _judged(files, told, folder, key)
    return wrong


pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace, which records the writes, is not here")


def test_a_power_cut_loses_nothing_that_was_told(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    assert _trial(tmp_path / "office", "full", request.config.getoption("--cuts")) == Counter()


@pytest.mark.parametrize("synchronous", ["normal", "off"])
def test_without_full_flushing_the_same_trial_shows_losses(tmp_path: Path, synchronous: str) -> None:
    wrong = _trial(tmp_path / "office", synchronous, 40)
    assert wrong["lost"] + wrong["damaged"] > 0
