"""The way back from a backup: verified in a scratch place, then put in the place of the data."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path

from armdesk import atomic, backup, belongings, settings, swap
from armdesk.backup import FILES
from armdesk.db_errors import explained
from armdesk.lock import WorkspaceLock
from armdesk.progress import SILENT, Part, Progress


def restore(path: Path, folder: Path, *, now: datetime, password: str | None = None,
            progress: Progress = SILENT) -> Path | None:
    """Put a backup in the place of a workspace's database; returns where the replaced data lie, if there were any.

    Settings, catalogues and recipes come back where there are none.  The replaced data are kept, and backups are no
    longer thinned out until somebody confirms the restored state.
    Errors: BackupError, WrongPassword, WorkspaceInUse, DiskFull, Cancelled; then nothing has changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = WorkspaceLock(folder)
    lock.take(now)
    try:
        with explained():
            kept = _restore(path, folder, now, password, progress)
            lock.tell_log(lies_there=False)
            return kept
    finally:
        swap.clean(folder)
        lock.free()


def _restore(path: Path, folder: Path, now: datetime, password: str | None, progress: Progress) -> Path | None:
    key = backup.keys_of(path, password)
    backup.verify(path, key, progress=Part(progress, 0, 45))
    staged = folder / swap.STAGED
    staged.unlink(missing_ok=True)
    shutil.copyfile(path, staged)
    atomic.flush(staged)
    backup.prove(staged, key, Part(progress, 45, 90))
    beside = path.parent / FILES
    if beside.is_dir() and path.parent.resolve() != (folder / "backups").resolve():
        backup.copy_files(beside, folder / FILES, Part(progress, 90, 100))
    note = backup.note_of(path)
    slots = json.dumps(note["keys"], indent=1).encode("utf-8")
    belongings.put_back(folder, note.get("belongings"))
    _freeze(folder, note["workspace"])
    kept = swap.begin(folder, slots, f"{now:%Y%m%d-%H%M%S}-replaced")
    for name in (FILES, "backups"):
        (folder / name).mkdir(exist_ok=True)
    return kept


def _freeze(folder: Path, name: str) -> None:
    path = folder / "settings.json"
    kept = settings.read(path, settings.WorkspaceSettings)
    kept.frozen_backups, kept.name = True, kept.name or name
    settings.write(path, kept)
