"""Works on a workspace without end, telling each thing only after it is kept; killed by test_kill.py.

Lines told: EDIT id value · GROUP number · IMPORT number · BACKUP name · PACK name.
"""

from __future__ import annotations

import random
import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from armdesk import backup, workspace
from armdesk.models import Production, Site, Stakeholder
from armdesk.services.basis.period import Period
from armdesk.workspace import Workspace

GROUP_SIZE, IMPORT_SIZE = 3, 400


def tell(*words: object) -> None:
    """Say what is surely kept."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main(folder: Path, seed: int, jobs: str) -> None:
    """Do what `jobs` names, in an order drawn by `seed`, until killed."""
    chance = random.Random(seed)
    opened = workspace.open_workspace(folder, author="worker")
    store = opened.store
    site = store.all(Site)[0]
    # The first pack loads what packs need; the kill shall fall into a later one.
    first = _pack(opened, folder) if "pack" in jobs else ""
    tell("READY")
    if first:
        tell("PACK", first)
    for number in range(1, 100_000):
        job, name = chance.choice(jobs.split(",")), f"{seed}.{number}"
        if job == "edit":
            site.capacity_mg_month = (site.capacity_mg_month or 0) + 1
            store.save(site)
            tell("EDIT", site.id, site.capacity_mg_month)
        elif job == "group":
            with store.operation("group") as writer:
                for part in range(GROUP_SIZE):
                    writer.save(Stakeholder(name=f"group {name}", note=str(part)))
            tell("GROUP", name)
        elif job == "import":
            rows = [{"date": date(2025, 1, 1), "site": site.id, "gross_mg": part + 1, "receipt_no": name}
                    for part in range(IMPORT_SIZE)]
            with store.operation("import", "import") as writer:
                writer.save_many(Production, rows)
            tell("IMPORT", name)
        elif job == "backup":
            tell("BACKUP", backup.make(opened, "asked").stem)
        elif job == "pack":
            tell("PACK", _pack(opened, folder))


def _pack(opened: Workspace, folder: Path) -> str:
    from armdesk.exports.pack import PackOptions, build_pack  # most workers need none of it, and are started often

    options = PackOptions(Period.of_year(2025), folder.parent / f"{folder.name}-packs", language="en")
    made = build_pack(opened, options)
    return made.zip.name if made.zip else ""


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
