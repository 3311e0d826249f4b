"""Photos that are one, kept beside the registers: each picture is held against all others once, in a quiet moment.

What is kept follows from the files alone: it has no history, is in no pack, and is made again where it is missing.
"""

from __future__ import annotations

from contextlib import suppress
from time import monotonic
from typing import Any

from armdesk import sql
from armdesk.errors import DamagedWorkspace, RefusedFile
from armdesk.evidence import alike, pictures, prints
from armdesk.evidence.files import FileStore
from armdesk.progress import SILENT, Progress

_AT_ONCE, _LONGEST = 50, 0.12
"""Pictures of one turn; seconds after which a turn ends."""
_WAITING = ("SELECT DISTINCT r.sha256 FROM revision r WHERE r.trashed = 0 AND r.media_type LIKE 'image/%' "
            "AND NOT EXISTS (SELECT 1 FROM picture_print p WHERE p.sha256 = r.sha256) LIMIT ?")
_MOST_COMPARED, _SIDE = 40, 320
"""Pictures that one is laid over, the nearest ones; pixels of the longer side then."""


def is_kept(db: Any) -> bool:
    """Whether the file can hold prints: an older one open for reading only cannot."""
    return "picture_print" in db.get_tables()


class TwinFinder:
    """Holds new pictures of one workspace against all that are known, some at a time.

    found: pictures were compared since somebody took note of it.
    """

    def __init__(self, db: Any, files: FileStore) -> None:
        self._db, self._files = db, files
        self._known: prints.Near | None = None
        self.found = False

    def get_ready(self) -> None:
        """Read the known prints once, if pictures wait: with ten thousand it takes a second or two."""
        if self._known is None and is_kept(self._db) and sql.run(self._db, _WAITING, (1,)).fetchone():
            rows = sql.run(self._db, "SELECT sha256, print FROM picture_print").fetchall()
            self._known = prints.Near((str(sha), str(told)) for sha, told in rows)

    def turn(self) -> bool:
        """A moment's work; answers whether more pictures wait.

        One that cannot be read gets an empty print, so that it is not tried again and again.
        """
        if not is_kept(self._db):
            return False
        waiting = sql.run(self._db, _WAITING, (_AT_ONCE,)).fetchall()
        self.get_ready()
        began = monotonic()
        for done, (sha,) in enumerate(waiting, 1):
            self._take(str(sha))
            if monotonic() - began > _LONGEST and done < len(waiting):
                return True
        return len(waiting) == _AT_ONCE

    def _take(self, sha: str) -> None:
        told, twins = self._looked_at(sha)
        with self._db.atomic():
            sql.run(self._db, "INSERT INTO picture_print (sha256, print) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    (sha, told))
            sql.run_many(self._db, "INSERT INTO picture_twin (one, other) VALUES (?, ?) ON CONFLICT DO NOTHING",
                         [pair for twin in twins for pair in ((sha, twin), (twin, sha))])
        self.found = True
        if self._known is not None:
            self._known.add(sha, told)

    def _looked_at(self, sha: str) -> tuple[str, list[str]]:
        """Print of a kept picture, and the pictures it is one with."""
        try:
            told = prints.of(self._files.path(sha))
            grey = pictures.small_grey(self._files.path(sha), _SIDE)
        except (RefusedFile, DamagedWorkspace):
            return "", []
        twins = []
        for other in (self._known.to(told) if told and self._known is not None else [])[:_MOST_COMPARED]:
            with suppress(RefusedFile, DamagedWorkspace):
                if alike.is_one(grey, pictures.small_grey(self._files.path(other), _SIDE)):
                    twins.append(other)
        return told, twins


def compare_all(db: Any, files: FileStore, progress: Progress = SILENT) -> None:
    """Hold all new pictures against the others at once, as before a pack.  Errors: Cancelled."""
    finder = TwinFinder(db, files)
    while finder.turn():
        progress.step(0, 0)


def compare_aside(db: Any, files: FileStore, progress: Progress = SILENT) -> None:
    """The same where the file is only read, as by the command `check`: what is found ends with the connection.

    Temporary tables stand before those of the file, which is not touched.  Errors: Cancelled.
    """
    if not is_kept(db):
        return
    sql.run(db, "PRAGMA query_only = 0")
    try:
        for table, columns in (("picture_print", "sha256 TEXT PRIMARY KEY NOT NULL, print TEXT NOT NULL"),
                               ("picture_twin", "one TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (one, other)")):
            sql.run(db, f"CREATE TEMP TABLE IF NOT EXISTS {table} ({columns})")
            sql.run(db, f"INSERT INTO temp.{table} SELECT * FROM main.{table} WHERE true "  # noqa: S608 - ours
                        "ON CONFLICT DO NOTHING")
        compare_all(db, files, progress)
    finally:
        sql.run(db, "PRAGMA query_only = 1")
