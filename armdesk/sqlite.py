"""Everything that only SQLite (through SQLCipher) can do: opening, keys, checks, online copies."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from armdesk import atomic
from armdesk.errors import Cancelled
from armdesk.i18n import _

APPLICATION_ID = 0x41524D44
"""Marks our files among all SQLite files: "ARMD"."""

# Bound values and keys must never reach a log file.
logging.getLogger("peewee").setLevel(logging.WARNING)

LEAST_FREE = 1_000_000
"""Units: bytes.  Below it nothing is called damage: the disk is full."""
_MANY = 20_000
"""Rows from which on it pays to make indexes anew."""

_ROOM, _BULK_ROOM, _SPARING_ROOM, _LITTLE_ROOM = -16_000, -256_000, -96_000, -4_000
"""Pages held in memory, at most: always; while many rows are written; the same sparingly; while rows are read once.

Units: KiB, as SQLite wants.
"""

_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "busy_timeout": 10_000,
    "temp_store": "memory",
    "trusted_schema": 0,
    "cell_size_check": 1,
    "cache_size": _ROOM,
}
DatabaseError = dbapi2.DatabaseError


def database(path: Path, key: bytes, *, read_only: bool = False, new: bool = False,
             before: Callable[[], None] | None = None) -> Any:
    """A peewee database over an encrypted file; not connected yet.

    Shape: key has 32 bytes; a file that is not new is never made, so that one that was moved away does not come back
    empty at its old place; before is called before each connection.
    """
    from playhouse.sqlcipher_ext import SqlCipherDatabase

    class Database(SqlCipherDatabase):  # type: ignore[misc]  # peewee brings no types
        """The database of a workspace."""

        def _connect(self) -> Any:
            if before is not None:
                before()
            try:
                return super()._connect()
            except dbapi2.DatabaseError as error:
                # SQLite reports a disk error where it finds no room for its index of the log.
                if shutil.disk_usage(path.parent).free < LEAST_FREE:
                    raise atomic.disk_full(path.parent) from error
                raise

    passphrase = f"x'{key.hex()}'"
    if not read_only:
        return Database(_uri(path, "rwc" if new else "rw"), uri=True, pragmas=_PRAGMAS, passphrase=passphrase)
    pragmas = {name: value for name, value in _PRAGMAS.items() if name not in ("journal_mode", "synchronous")}
    return Database(_read_only_uri(path), uri=True, pragmas={**pragmas, "query_only": 1}, passphrase=passphrase)


def reading(path: Path, key: bytes, *, alone: bool) -> Any:
    """A bare connection that changes nothing, not even the way a file is kept; the caller closes it.

    Shape: alone says that nobody else writes the file now.
    """
    connection = dbapi2.connect(_read_only_uri(path, alone=alone), uri=True, isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA trusted_schema = 0")
    return connection


def _read_only_uri(path: Path, *, alone: bool = False) -> str:
    # Without the right to make the -shm file beside it, a file can only be read as one that nobody changes.
    waiting = path.with_name(path.name + "-wal")
    quiet = not waiting.exists() or waiting.stat().st_size == 0
    return _uri(path, "ro") + ("&immutable=1" if quiet and (alone or not os.access(path.parent, os.W_OK)) else "")


def _uri(path: Path, mode: str) -> str:
    return f"{path.resolve().as_uri()}?mode={mode}"


def connect(path: Path, key: bytes) -> Any:
    """A bare connection for copying and checking; the caller closes it."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA trusted_schema = 0")
    return connection


def hold(path: Path, key: bytes) -> Any:
    """A bare connection that only keeps the log from being carried over and removed while the workspace is open.

    The threads that work connect and leave; the caller closes this one last, in any thread.
    """
    connection = dbapi2.connect(_uri(path, "rw"), uri=True, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return connection


def key_opens(connection: Any) -> bool:
    """Whether the key fits and it is a database at all."""
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi2.DatabaseError:
        return False
    return True


def damage(connection: Any, *, log_waits: bool = False) -> list[str]:
    """What is wrong with the pages and the structure, as SQLite says it; empty = whole.

    Shape: log_waits says that a log still holds newer pages: those in the database itself may then be torn for good
    reason, so only pages in use are read, through the log.
    """
    try:
        pages = () if log_waits else connection.execute("PRAGMA cipher_integrity_check").fetchall()
        broken = [str(row[0]) for row in pages]
        if not broken:
            rows = connection.execute("PRAGMA quick_check(20)").fetchall()
            broken = [str(row[0]) for row in rows if row[0] != "ok"]
        if not broken:
            rows = connection.execute("PRAGMA foreign_key_check").fetchall()
            broken = [f"{row[0]} -> {row[2]}" for row in rows[:20]]
    except dbapi2.DatabaseError as error:
        return [str(error)]
    return broken


def carry_over(connection: Any) -> bool:
    """Bring what the log holds into the database itself; False if another connection still needs the log."""
    _busy, log, carried = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return bool(log == carried)


def pages(db: Any) -> int:
    """How many pages a file has; 0 where it has none."""
    return int(db.pragma("page_count")) if hasattr(db, "pragma") else 0


def make_room(db: Any, *, bulk: bool, sparing: bool = False) -> None:
    """Hold more pages in memory while many rows are written: for each of their indexes all are read again.

    Shape: sparing says that whoever writes holds much in memory already.
    """
    if hasattr(db, "pragma"):
        room = _SPARING_ROOM if sparing else _BULK_ROOM
        db.pragma("cache_size", room if bulk else _ROOM)


@contextmanager
def little_room(db: Any) -> Iterator[None]:
    """Hold few pages in memory while registers are read through once, and let go of those held: none is asked again."""
    if not hasattr(db, "pragma"):
        yield
        return
    db.execute_sql("PRAGMA shrink_memory")
    db.pragma("cache_size", _LITTLE_ROOM)
    try:
        yield
    finally:
        db.pragma("cache_size", _ROOM)
        db.execute_sql("PRAGMA shrink_memory")


@contextmanager
def late_indexes(db: Any, table: str) -> Iterator[Callable[[int], None]]:
    """Make the indexes of a register anew at the end, where more rows come than there were; in one transaction.

    Made of sorted rows they cost a fraction of what a million single entries cost.  Those that allow a value once stay,
    for they refuse.  Shape: what is yielded is told, again and again, how many rows came.
    """
    there: int | None = None
    later: list[str] | None = None

    def tell(came: int) -> None:
        nonlocal there, later
        if later is None and came >= _MANY and hasattr(db, "pragma"):
            if there is None:
                there = int(db.execute_sql(f'SELECT count(*) FROM "{table}"').fetchone()[0]) - came
            if came > there:
                later = _set_aside(db, table)

    yield tell
    for statement in later or ():
        db.execute_sql(statement)


def _set_aside(db: Any, table: str) -> list[str]:
    """Drop the indexes of a register; returns the statements that make them again."""
    found = db.execute_sql("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? "
                           "AND sql LIKE 'CREATE INDEX %'", (table,)).fetchall()
    for name, _statement in found:
        db.execute_sql(f'DROP INDEX "{name}"')
    return [str(statement) for _name, statement in found]


@contextmanager
def at_once(db: Any) -> Iterator[None]:
    """Do not wait for another writer: what is written here can as well be written later."""
    if not hasattr(db, "pragma"):
        yield
        return
    db.pragma("busy_timeout", 0)
    try:
        yield
    finally:
        db.pragma("busy_timeout", _PRAGMAS["busy_timeout"])


def tidy(db: Any) -> None:
    """Let SQLite look at a sample of what has changed, so that it chooses the right index; cheap if little has.

    What it writes is for speed alone: on a full disk or beside another writer it is left for the next time.
    """
    if hasattr(db, "pragma"):
        from peewee import DatabaseError as Refused

        with suppress(Refused):
            db.pragma("analysis_limit", 400)
            db.execute_sql("PRAGMA optimize(0x10002)")


_STEPS_BETWEEN = 20_000
"""Steps of SQLite's own machine between two looks at whether anybody still waits: some milliseconds."""


@contextmanager
def stoppable(db: Any, wanted: Callable[[], bool]) -> Iterator[None]:
    """Break off what is read inside as soon as nobody wants it any more.  Errors: Cancelled."""
    if not hasattr(db, "pragma"):
        yield
        return
    connection = db.connection()
    connection.set_progress_handler(lambda: not wanted(), _STEPS_BETWEEN)
    import peewee as pw

    try:
        yield
    except (pw.OperationalError, dbapi2.OperationalError) as error:
        if wanted():
            raise
        raise Cancelled(_("Stopped; nothing was changed.")) from error
    finally:
        connection.set_progress_handler(None, _STEPS_BETWEEN)


def copy_online(source: Any, target: Any, step: Any) -> None:
    """Copy a database that may be in use, page by page; step(left, total) is called and may raise."""
    source.backup(target, pages=2_000, progress=lambda _status, left, total: step(left, total))


def strangers(connection: Any) -> list[str]:
    """Views and triggers that armdesk does not make: a sign of a foreign or manipulated file."""
    ours = {"entry_stays", "entry_remains", "operation_stays", "operation_remains"}
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchall()
    return sorted(str(row[0]) for row in rows if row[0] not in ours)


def tables(connection: Any) -> list[str]:
    """Names of the tables whose rows count; the index behind searches follows from them and has no rows to read."""
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return [str(row[0]) for row in rows if not row[0].startswith("search_")]


def application_id(connection: Any) -> int:
    """Mark of the program that made the file."""
    return int(connection.execute("PRAGMA application_id").fetchone()[0])


def newest_entry(connection: Any) -> str:
    """When the newest operation was done, ISO 8601; "" in a new file."""
    row = connection.execute("SELECT at FROM operation ORDER BY seq DESC LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def schema_number(connection: Any) -> int:
    """Number of the newest migration in the file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def mark(connection: Any, schema: int) -> None:
    """Write application id and schema number into the file."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {int(schema)}")

