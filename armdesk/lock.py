"""One program at a time on a workspace: a lock that names its holder and dies with him."""

from __future__ import annotations

import getpass
import json
import os
import socket
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from armdesk.errors import WorkspaceInUse
from armdesk.i18n import _

LOCK_NAME = "armdesk.lock"
_HOLDER_NAME = "armdesk.lock.json"


class WorkspaceLock:
    """Held while a workspace is open for writing; the operating system frees it when the program dies."""

    def __init__(self, folder: Path) -> None:
        self._holder = folder / _HOLDER_NAME
        self._lock = FileLock(folder / LOCK_NAME, timeout=0)

    def take(self, now: datetime) -> None:
        """Take the lock.  Errors: WorkspaceInUse saying who holds it, on which computer and since when."""
        try:
            self._lock.acquire()
        except Timeout as error:
            raise WorkspaceInUse(self._who()) from error
        holder = {"person": _person(), "computer": socket.gethostname(), "process": os.getpid(),
                  "since": now.isoformat(timespec="minutes")}
        # The lock protects; the note only names the holder.  A full disk must not keep anybody from their data.
        with suppress(OSError):
            self._holder.write_text(json.dumps(holder), encoding="utf-8")

    def free(self) -> None:
        """Give the lock back."""
        if self._lock.is_locked:
            self._holder.unlink(missing_ok=True)
            self._lock.release()

    def _who(self) -> str:
        try:
            holder: dict[str, Any] = json.loads(self._holder.read_text(encoding="utf-8"))
            return _("This workspace is already open: {person} on {computer}, since {since}. "
                     "Close it there first, or open it for reading only.").format(
                person=holder["person"], computer=holder["computer"], since=str(holder["since"])[:16].replace("T", " "))
        except (OSError, ValueError, KeyError, TypeError):
            return _("This workspace is already open in another armdesk. "
                     "Close it there first, or open it for reading only.")


def _person() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"
