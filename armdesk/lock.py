"""One program at a time on a workspace: a lock that names its holder and dies with him."""

from __future__ import annotations

import getpass
import json
import os
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from armdesk.errors import WorkspaceError, WorkspaceInUse
from armdesk.i18n import _

LOCK_NAME = "armdesk.lock"
_HOLDER_NAME = "armdesk.lock.json"


class WorkspaceLock:
    """Held while a workspace is open for writing; the operating system frees it when the program dies.

    Its note names the holder, and says whether a log with newer entries lies beside the database: a note left by a
    program that died tells the next one what it must find.
    """

    def __init__(self, folder: Path) -> None:
        self._holder = folder / _HOLDER_NAME
        self._path = folder / LOCK_NAME
        self._file: int | None = None
        self._note: dict[str, Any] = {}

    def take(self, now: datetime) -> None:
        """Take the lock.

        Errors: WorkspaceInUse saying who holds it, on which computer and since when; WorkspaceError on a disk without
        locks.
        """
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _hold(file)
        except BlockingIOError as error:
            os.close(file)
            raise WorkspaceInUse(self._who()) from error
        except OSError as error:
            os.close(file)
            raise WorkspaceError(_("This disk cannot keep a workspace for one program alone ({problem}). Copy the "
                                   "folder to a disk of this computer and open it there.").format(
                problem=error.strerror)) from error
        self._file = file
        self._note = {"person": person(), "computer": _computer(), "process": os.getpid(),
                      "since": now.isoformat(timespec="minutes"), "log": promises_log(self._holder.parent)}
        self._write()

    def tell_log(self, *, lies_there: bool) -> None:
        """Note that newer entries are in the log from now on, or that all of them are in the database."""
        if self._note.get("log") != lies_there:
            self._note["log"] = lies_there
            self._write()

    def free(self) -> None:
        """Give the lock back; a note that promises a log stays for the next program."""
        if self._file is not None:
            if not self._note.get("log"):
                with suppress(OSError):  # the folder may be gone by now, with the note in it
                    self._holder.unlink(missing_ok=True)
            os.close(self._file)
            self._file = None

    def _write(self) -> None:
        # The lock protects; the note only names the holder.  A full disk must not keep anybody from their data.
        with suppress(OSError):
            self._holder.write_text(json.dumps(self._note), encoding="utf-8")

    def _who(self) -> str:
        try:
            holder: dict[str, Any] = json.loads(self._holder.read_text(encoding="utf-8"))
            return _("This workspace is already open: {person} on {computer}, since {since}. "
                     "Close it there first, or open it for reading only.").format(
                person=holder["person"], computer=holder["computer"], since=str(holder["since"])[:16].replace("T", " "))
        except (OSError, ValueError, KeyError, TypeError):
            return _("This workspace is already open in another armdesk. "
                     "Close it there first, or open it for reading only.")


def promises_log(folder: Path) -> bool:
    """Whether whoever had the workspace open last wrote into a log and never said that it was carried over."""
    try:
        note: Any = json.loads((folder / _HOLDER_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(note, dict) and note.get("log") is True


if sys.platform == "win32":
    import msvcrt

    def _hold(file: int) -> None:
        """Lock the file, or say at once that somebody else has.  Errors: BlockingIOError."""
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:  # so Windows says it
            raise BlockingIOError(error.errno, error.strerror) from error
else:
    import fcntl

    def _hold(file: int) -> None:
        """Lock the file, or say at once that somebody else has.  Errors: BlockingIOError."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _computer() -> str:
    return os.environ.get("COMPUTERNAME", "?") if sys.platform == "win32" else os.uname().nodename


def person() -> str:
    """Name of the account at work, "?" where the system knows none; ImportError is what Windows says of that."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"
