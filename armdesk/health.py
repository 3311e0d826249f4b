"""Health of the data file: every page is read against the sum it carries, in slices, and the day of it remembered.

A page of a SQLCipher file ends in an HMAC-SHA-512 over what stands in it and over its number, so that a bit lost by
the disk, a page of zeros or a page in a wrong place is noticed.  Source: SQLCipher 4, design, "per-page HMAC".
"""

from __future__ import annotations

import hashlib
import hmac
import json
import math
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from armdesk import atomic, sqlite
from armdesk.errors import DamagedWorkspace
from armdesk.i18n import _
from armdesk.progress import SILENT, Progress

SMALL = 4_000_000
"""Units: bytes.  An office PC reads and sums so much in less than a quarter of a second: checked before it opens."""
EVERY = timedelta(days=7)
"""A larger file is read whole again after so long."""
_PAGE, _SUM, _SALT = 4096, 64, 16
_AGAIN, _PAUSE = 3, 0.05
_NOTE = "checked.json"


class PageCheck:
    """One reading of a data file, a slice at a time; it changes nothing and holds nothing open in between.

    Shape: broken are the numbers of pages that do not carry their sum, from 1.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self.total = math.ceil(path.stat().st_size / _PAGE)
        self.done = 0
        self.broken: list[int] = []
        with path.open("rb") as file:
            salt = file.read(_SALT)
        self._key = hashlib.pbkdf2_hmac("sha512", key, bytes(each ^ 0x3A for each in salt), 2, 32)

    def slice(self, pages: int = 64) -> bool:
        """Read the next pages; False once all are read."""
        if self.done >= self.total:
            return False
        with self.path.open("rb") as file:
            file.seek(self.done * _PAGE)
            block = file.read(min(pages, self.total - self.done) * _PAGE)
        if not block:  # the file became shorter: what is gone is told by SQLite itself
            self.done = self.total
            return False
        for start in range(0, len(block), _PAGE):
            self.done += 1
            if not self._holds(self.done, block[start : start + _PAGE]):
                self.broken.append(self.done)
        return self.done < self.total

    def still_broken(self) -> list[int]:
        """Those of the broken pages that stay so; one that was just being written is whole a moment later."""
        left = self.broken
        for again in range(_AGAIN):
            if not left:
                break
            time.sleep(_PAUSE if again else 0)
            with self.path.open("rb") as file:
                left = [number for number in left if not self._reads(file, number)]
        return left

    def _reads(self, file: Any, number: int) -> bool:
        file.seek((number - 1) * _PAGE)
        return self._holds(number, file.read(_PAGE))

    def _holds(self, number: int, page: bytes) -> bool:
        content = page[_SALT if number == 1 else 0 : _PAGE - _SUM] + number.to_bytes(4, "little")
        return len(page) == _PAGE and hmac.digest(self._key, content, "sha512") == page[_PAGE - _SUM :]


def waiting_log(path: Path) -> bool:
    """Whether a write-ahead log lies beside the file that holds newer pages than it."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def refuse_damaged(path: Path, key: bytes, progress: Progress = SILENT) -> None:
    """Read all pages of a file that nobody has open for writing.  Errors: DamagedWorkspace, Cancelled."""
    check = PageCheck(path, key)
    while check.slice():
        progress.step(check.done, check.total)
    judge(check, path, key, alone=True)


def judge(check: PageCheck, path: Path, key: bytes, *, alone: bool) -> None:
    """Say what a reading found, after a second look.  Errors: DamagedWorkspace.

    Shape: alone says that nobody writes the file now.
    """
    broken = check.still_broken()
    if broken and waiting_log(path):
        broken = _behind_log(check, path, key, alone=alone)
    if broken:
        raise DamagedWorkspace(_("The data file “{name}” is damaged (pages that do not read back as written: {count} "
                                 "of {total}). Restore the newest backup.").format(
            name=path.name, count=len(broken), total=check.total))


def _behind_log(check: PageCheck, path: Path, key: bytes, *, alone: bool) -> list[int]:
    """Broken pages that the log does not replace: a page torn by a power cut is whole in the log."""
    connection = sqlite.reading(path, key, alone=True) if alone else sqlite.connect(path, key)
    try:
        # While the workspace is open, its log can be carried over; then the pages themselves must be whole.
        if not alone and sqlite.carry_over(connection):
            return check.still_broken()
        return check.broken if sqlite.damage(connection, log_waits=True) else []
    finally:
        connection.close()


# when all was read last


def remember(folder: Path, path: Path, moment: datetime) -> None:
    """Note that all pages were read and whole.  A copy on another disk is another file: it is read again."""
    atomic.write_bytes(folder / _NOTE, json.dumps({"at": moment.isoformat(timespec="seconds"), **_mark(path)}).encode())


def last_read(folder: Path, path: Path) -> datetime | None:
    """When all pages of this very file were read and whole; None if never."""
    try:
        note = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
        same = all(note[name] == value for name, value in _mark(path).items())
        return datetime.fromisoformat(note["at"]) if same else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_due(folder: Path, path: Path, now: datetime) -> bool:
    """Whether a file should be read whole again."""
    last = last_read(folder, path)
    # Naive times and a clock set back count as never.
    return last is None or last.tzinfo is None or not timedelta(0) <= now - last < EVERY


def _mark(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        salt = file.read(_SALT).hex()
    stat = path.stat()
    return {"device": stat.st_dev, "inode": stat.st_ino, "salt": salt}
