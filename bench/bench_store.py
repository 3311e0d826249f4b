"""Claims: one edit with its history takes <= 10 ms or 3 bare commits, a proved backup <= 6 bare copies of its pages.

    python bench/bench_store.py [FOLDER]

FOLDER holds the large workspace of large.py and is made if needed (--share for a smaller one).  Reference of an edit: a
bare encrypted row and COMMIT under the same durability; of a backup: SQLite's own online copy of the same file without
any proof.  Both in turn, several rounds; the medians are compared.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from large import large_workspace

from armdesk import backup, sqlite, workspace
from armdesk.models import Site
from armdesk.workspace import Workspace

EDITS, ROUNDS = 40, 5
GOAL_EDIT_MS, GOAL_EDIT, GOAL_BACKUP = 10.0, 3.0, 6.0


def seconds(work: Callable[[], object]) -> float:
    """How long one piece of work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def edits(opened: Workspace, scratch: Path) -> tuple[float, float]:
    """Median of one edit through the store and of one bare commit, in ms, taken in turn."""
    site = opened.store.all(Site)[0]
    bare = sqlite.database(scratch / "bare.db", opened.key, new=True)
    bare.connect()
    bare.execute_sql("CREATE TABLE site (id INTEGER PRIMARY KEY, capacity INTEGER)")
    ours, theirs = [], []
    for number in range(EDITS):
        site.capacity_mg_month = number + 1
        ours.append(seconds(lambda: opened.store.save(site)))

        def commit(value: int = number) -> None:
            with bare.atomic("IMMEDIATE"):
                bare.execute_sql("INSERT INTO site (capacity) VALUES (?)", (value,))

        theirs.append(seconds(commit))
    bare.close()
    return statistics.median(ours) * 1000, statistics.median(theirs) * 1000


def backups(opened: Workspace, scratch: Path) -> tuple[float, float]:
    """Median of a proved backup and of a bare online copy, in seconds, taken in turn."""
    ours, theirs = [], []
    for number in range(ROUNDS):
        ours.append(seconds(lambda: backup.make(opened, "asked", target=scratch / "backups")))
        target = scratch / f"copy{number}.db"

        def copy(path: Path = target) -> None:
            source, other = sqlite.connect(opened.path, opened.key), sqlite.connect(path, opened.key)
            sqlite.copy_online(source, other, lambda _left, _total: None)
            other.close()
            source.close()

        theirs.append(seconds(copy))
        target.unlink()
        shutil.rmtree(scratch / "backups")
    return statistics.median(ours), statistics.median(theirs)


def main() -> int:
    """Measure, print the ratios, return 1 if a claim does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(tempfile.gettempdir()) / "armdesk-bench")
    parser.add_argument("--share", type=float, default=1.0)
    given = parser.parse_args()
    folder = large_workspace(given.folder, given.share)
    with workspace.open_workspace(folder) as opened, tempfile.TemporaryDirectory(dir=given.folder) as scratch:
        edit, commit = edits(opened, Path(scratch))
        whole, copy = backups(opened, Path(scratch))
        size = opened.path.stat().st_size / 1e6
    edit_holds = edit <= GOAL_EDIT_MS or edit <= GOAL_EDIT * commit
    print(f"one edit {edit:.1f} ms, a bare commit {commit:.1f} ms: {edit / commit:.1f} x"
          f"  (claim <= {GOAL_EDIT_MS:.0f} ms or {GOAL_EDIT} x: {'holds' if edit_holds else 'FAILS'})")
    ratio = whole / copy
    print(f"proved backup of {size:.0f} MB {whole:.1f} s, bare copy {copy:.1f} s: {ratio:.1f} x"
          f"  (claim <= {GOAL_BACKUP} x: {'holds' if ratio <= GOAL_BACKUP else 'FAILS'})")
    return 0 if edit_holds and ratio <= GOAL_BACKUP else 1


if __name__ == "__main__":
    sys.exit(main())
