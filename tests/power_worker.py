"""Saves records as any screen does, telling each only after it is kept; recorded by test_power_cut.py.

Arguments: folder of a workspace, number of operations, value of "synchronous" (full is what armdesk does).
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from armdesk import workspace
from armdesk.models import Stakeholder

GROUP_SIZE = 3


def main(folder: Path, operations: int, synchronous: str) -> None:
    """Keep single records and groups in turn; told by one write each, so that the recording has them in their order."""
    with workspace.open_workspace(folder, author="worker") as opened:
        opened.db.pragma("synchronous", synchronous)
        # A small log is copied into the database often: cuts shall fall into that too.
        opened.db.pragma("wal_autocheckpoint", 12)
        for number in range(operations):
            if number % 2:
                opened.store.save(Stakeholder(name=f"single {number}", note="x" * 300))
            else:
                with opened.store.operation("group") as writer:
                    for part in range(GROUP_SIZE):
                        writer.save(Stakeholder(name=f"group {number}", note=str(part) * 300))
            sys.stdout.write(f"TOLD {number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
