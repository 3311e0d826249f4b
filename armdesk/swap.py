"""Puts a restored database in the place of another so that a power cut leaves the old one or the new one whole.

The new files are written and flushed first, then a mark is set; from the mark on the change is finished, now or at
the next start.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from armdesk import atomic, keys

DATABASE_NAME = "armdesk.db"
STAGED = "restoring.db"
_STAGED_KEYS, _MARK = "restoring.keys.json", "restoring.ready"


def begin(folder: Path, slots: bytes, kept_name: str) -> Path | None:
    """Set the mark for the staged database and finish; returns where the replaced database is kept, if there was one.

    Shape: the new database lies flushed under STAGED in the folder; slots is its key file; kept_name names the copy
    of the replaced one in the folder of backups.
    """
    atomic.write_bytes(folder / _STAGED_KEYS, slots, private=True)
    atomic.write_bytes(folder / _MARK, kept_name.encode("utf-8"))
    return finish(folder)


def finish(folder: Path) -> Path | None:
    """Carry out a change whose mark is set; nothing to do without one.  Safe to repeat at any point."""
    mark = folder / _MARK
    if not mark.is_file():
        return None
    kept = folder / "backups" / f"{mark.read_text(encoding='utf-8')}.db"
    if (folder / STAGED).is_file():
        _set_aside(folder, kept)
        for suffix in ("-wal", "-shm"):
            (folder / f"{DATABASE_NAME}{suffix}").unlink(missing_ok=True)
        atomic.move(folder / STAGED, folder / DATABASE_NAME)
    if (folder / _STAGED_KEYS).is_file():
        atomic.move(folder / _STAGED_KEYS, folder / keys.FILE)
    atomic.flush_folder(folder)
    mark.unlink()
    return kept if kept.is_file() else None


def waits(folder: Path) -> bool:
    """Whether a change has its mark and must be finished."""
    return (folder / _MARK).is_file()


def clean(folder: Path) -> None:
    """Remove what a change left that never got its mark."""
    if not (folder / _MARK).is_file():
        for name in (STAGED, _STAGED_KEYS):
            (folder / name).unlink(missing_ok=True)


def _set_aside(folder: Path, kept: Path) -> None:
    """Keep the data that are replaced, with what the write-ahead log still holds and the keys that open them."""
    kept.parent.mkdir(exist_ok=True)
    for suffix in ("", "-wal"):
        part = folder / f"{DATABASE_NAME}{suffix}"
        if part.is_file():
            _copy(part, kept.with_name(kept.name + suffix))
    if (folder / keys.FILE).is_file():
        _copy(folder / keys.FILE, kept.with_suffix(".keys.json"))
    atomic.flush_folder(kept.parent)


def _copy(source: Path, target: Path) -> None:
    """A copy that is on the disk before its source is replaced."""
    shutil.copyfile(source, target)
    atomic.flush(target)
