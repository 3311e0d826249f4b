"""Writes a file whole or not at all: beside its target, flushed to the disk, then put in its place."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from armdesk.errors import DiskFull, ExportError
from armdesk.i18n import _

_WINDOWS = os.name == "nt"
# An antivirus or indexer on Windows holds a fresh file for a moment; longer than this it is a program of the person.
_WAITS = (0.05, 0.1, 0.2, 0.5)
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_SQLITE_FULL = "database or disk is full"


@contextmanager
def replacing(target: Path, private: bool = False) -> Iterator[Path]:
    """Give an empty file in the target's folder to write; afterwards it takes the target's place in one step.

    Leaving by an error or Cancelled removes it and leaves what stood at the target.
    private: only this account reads it.  Errors: DiskFull; ExportError where the folder or target cannot be written.
    """
    with scratch_in(target.parent, private) as scratch:
        yield scratch
        put(scratch, target)


@contextmanager
def scratch_in(folder: Path, private: bool = False) -> Iterator[Path]:
    """Give an empty file for work whose name is known only at the end; what is not put in place is removed.

    Errors: DiskFull; ExportError where the folder cannot be written.
    """
    scratch = _scratch(folder, private)
    try:
        yield scratch
    except BaseException as error:
        if is_disk_full(error):
            raise disk_full(folder) from error
        raise
    finally:
        for beside in ("", "-journal", "-wal", "-shm"):  # a database leaves these where its disk is full
            with suppress(OSError):
                scratch.with_name(f"{scratch.name}{beside}").unlink(missing_ok=True)


def put(scratch: Path, target: Path) -> None:
    """Flush a written file to the disk and put it in its place in the same folder or disk, in one step."""
    flush(scratch)
    _replace(scratch, target)
    flush_folder(target.parent)


def write_bytes(target: Path, content: bytes, private: bool = False) -> None:
    """Write a small file whole or not at all."""
    with replacing(target, private) as scratch:
        scratch.write_bytes(content)


def is_disk_full(error: BaseException) -> bool:
    """Whether an error was caused by a full disk; libraries often bury the cause behind errors of their own."""
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        if (isinstance(link, OSError) and link.errno in _FULL) or _SQLITE_FULL in str(link):
            return True
        link = link.__cause__ or link.__context__
    return False


def disk_full(folder: Path) -> DiskFull:
    """The error that tells the person which disk is full."""
    return DiskFull(
        _("The disk of the folder {folder} is full. Free some space and try again; nothing saved before was lost.")
        .format(folder=folder)
    )


def flush_folder(folder: Path) -> None:
    """Make new names in a folder survive a power cut; Windows has no such call and needs none."""
    if _WINDOWS:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        # Some network and FUSE file systems refuse to flush a folder; the file itself is already safe.
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def _scratch(folder: Path, private: bool) -> Path:
    """Make the empty file; its name does not grow with the target's, which may already be as long as names can be."""
    scratch = folder / f".armdesk-{os.urandom(8).hex()}.part"
    try:
        os.close(os.open(scratch, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600 if private else 0o666))
    except OSError as error:
        if is_disk_full(error):
            raise disk_full(folder) from error
        raise ExportError(
            _("Nothing can be written in the folder {folder}. Choose a folder that exists and is not read-only.")
            .format(folder=folder)
        ) from error
    return scratch


def flush(path: Path) -> None:
    """Wait until the disk has the content of a file."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def move(source: Path, target: Path) -> None:
    """Give a file or folder its name on the same disk; on Windows a virus scanner may hold what was written just now.

    Errors: OSError.
    """
    patiently(lambda: source.replace(target))


def patiently(work: Callable[[], object]) -> None:
    """Do something with a file; on Windows again after a moment where another program holds it.  Errors: OSError."""
    for wait in (*_WAITS, None):
        try:
            work()
            return
        except PermissionError:
            if wait is None or not _WINDOWS:
                raise
            time.sleep(wait)


def _replace(scratch: Path, target: Path) -> None:
    for wait in (*_WAITS, None):
        try:
            scratch.replace(target)
            return
        except (PermissionError, IsADirectoryError) as error:
            if wait is None or target.is_dir() or not _WINDOWS:
                raise ExportError(
                    _("{name} cannot be replaced. Close it elsewhere or choose another name; it was kept as it is.")
                    .format(name=target)
                ) from error
            time.sleep(wait)
