"""Stands between an open workspace and its data file: is it still where it was, and what is typed when it is not."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from armdesk import atomic, paths
from armdesk.errors import LostDataFile
from armdesk.i18n import _
from armdesk.lock import WorkspaceLock

_PURPOSE = "armdesk drafts"

Draft = tuple[str, str, str | None, str, dict[str, Any]]
"""An unfinished form: (key, record type, record id, when, texts by field)."""


class Guard:
    """Watches the data file of one open workspace.

    Unfinished forms of a lost file are kept in the person's own settings folder, which is there when a stick is pulled
    out or a folder is moved; sealed with the key of the workspace, because they may name people.
    """

    def __init__(self, path: Path, key: bytes, lock: WorkspaceLock | None) -> None:
        self.path, self._key, self._lock = path, key, lock
        self._file = _identity(path)
        self._wrote = False

    def still_there(self) -> bool:
        """Whether the file we write to still lies at its place; False when it was moved or replaced while open."""
        return _identity(self.path) == self._file

    def before_use(self) -> None:
        """Called before each connection and each operation.  Errors: LostDataFile; nothing was read or written."""
        if not self.still_there():
            raise LostDataFile(_("The data file “{path}” was moved, renamed, deleted or replaced while it was open. "
                                 "Nothing was written. Put it back there, or open the workspace again; what you typed "
                                 "stays here.").format(path=self.path))

    def written(self) -> None:
        """Called after each operation: from the first on, the newest entries may be in the log alone."""
        if not self._wrote and self._lock is not None:
            self._wrote = True
            self._lock.tell_log(lies_there=True)

    # unfinished forms of a lost file

    def keep_aside(self, draft: Draft) -> None:
        """Keep an unfinished form away from the lost file."""
        from armdesk.sealing import seal

        others = [each for each in self.kept_aside() if each[0] != draft[0]]
        place = self._place()
        place.parent.mkdir(parents=True, exist_ok=True)
        content = json.dumps([*others, draft], ensure_ascii=False).encode("utf-8", "surrogatepass")
        atomic.write_bytes(place, seal(self._key, content, _PURPOSE), private=True)

    def kept_aside(self) -> list[Draft]:
        """Unfinished forms that were kept when the file was lost."""
        place = self._place()
        if not place.is_file():
            return []
        from armdesk.sealing import Unsealable, unseal

        with suppress(OSError, ValueError, Unsealable):
            return [(each[0], each[1], each[2], each[3], each[4])
                    for each in json.loads(unseal(self._key, place.read_bytes(), _PURPOSE))]
        return []

    def forget_kept(self) -> None:
        """They are in the data file again."""
        self._place().unlink(missing_ok=True)

    def _place(self) -> Path:
        from armdesk.keyslots import check_of

        return paths.config_folder() / "drafts" / f"{check_of(self._key)}.sealed"


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
