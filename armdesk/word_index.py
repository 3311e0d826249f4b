"""The index behind the searches of long registers: where every three letters in a row stand.

It only says which rows may hold a word; their own search texts decide.  So nothing is ever taken out of it: a text that
was changed is put in again.  For each register in it, every row is either in with its text or stands in search_waiting,
as one of a range of ids; rows wait until the window has a quiet moment (fill), so that no import is slower for it.
Nothing of it is a record: it has no history, is in no pack, and is made again when it does not agree (mend).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

import peewee as pw

from armdesk import sql
from armdesk.models import RECORDS
from armdesk.record import Record

LETTERS = 3
"""Letters of the shortest word that the index knows."""
LONG = 20_000
"""Rows with a text of their own from which a register is worth its index."""
_CHUNK = 2_000
_FEW = 200
_MOST_WAITING = 2_000
_SAMPLE = 100
_PARTS = 40
_FIRST, _LAST = b"", b"\xff" * 17


def is_kept(db: Any) -> bool:
    """Whether the file has the index at all: one that is older and open for reading only has not."""
    return hasattr(db, "pragma") and _one(db, "SELECT count(*) FROM sqlite_master WHERE name = 'search_register'") == 1


def registers(db: Any) -> frozenset[str]:
    """Names of the record types in the index."""
    return frozenset(row[0] for row in sql.run(db, "SELECT type FROM search_register")) if is_kept(db) else frozenset()


def covers(db: Any, type_: type[Record]) -> bool:
    """Whether searches of a register may go through the index: it is in, and few of its rows wait."""
    name = type_.type_name()
    waiting = (f'SELECT count(*) FROM (SELECT 1 FROM search_waiting JOIN "{name}" ON id BETWEEN first AND last '
               "WHERE type = ? LIMIT ?)")
    return name in registers(db) and _one(db, waiting, name, _MOST_WAITING) < _MOST_WAITING


def hits(db: Any, word: str, most: int) -> int:
    """How many rows may hold a word, counted up to so many."""
    return _one(db, "SELECT count(*) FROM (SELECT 1 FROM search_words WHERE search_words MATCH ? LIMIT ?)",
                _match(word), most)


def rows_with(type_: type[Record], word: str) -> Any:
    """The ids of all rows of a register that may hold a word, as a part of a question."""
    name = type_.type_name()
    return pw.SQL("(SELECT id FROM search_row WHERE number IN "
                  "(SELECT rowid FROM search_words WHERE search_words MATCH ?) "
                  f'UNION SELECT id FROM search_waiting JOIN "{name}" ON id BETWEEN first AND last WHERE type = ?)',
                  (_match(word), name))


def _match(word: str) -> str:
    """The question for a word: all its threes must stand in a row; of a very long one the first say enough."""
    parts = dict.fromkeys(word[place : place + LETTERS] for place in range(len(word) - LETTERS + 1))
    return " AND ".join('"{}"'.format(part.replace('"', '""')) for part in islice(parts, _PARTS))


# writing


def wait(db: Any, type_name: str, first: str, last: str) -> None:
    """Note that the texts of rows from one id to another are not in the index; inside the operation that wrote them."""
    sql.run(db, "INSERT INTO search_waiting (type, first, last) VALUES (?, ?, ?)",
            (type_name, bytes.fromhex(first), bytes.fromhex(last)))


def is_due(db: Any) -> bool:
    """Whether filling is worth the while: many rows wait, or a register has become long."""
    if not is_kept(db):
        return False
    waiting = "SELECT count(*) >= ? OR coalesce(max(first <> last), 0) FROM search_waiting"
    return bool(_one(db, waiting, _FEW)) or bool(_newly_long(db))


def fill(db: Any) -> bool:
    """Put some thousand waiting rows into the index, as one short transaction; whether more is left to do."""
    if not is_kept(db):
        return False
    with db.atomic("IMMEDIATE"):
        for name in _newly_long(db):
            sql.run(db, "INSERT INTO search_register (type) VALUES (?)", (name,))
            sql.run(db, "INSERT INTO search_waiting (type, first, last) VALUES (?, ?, ?)", (name, _FIRST, _LAST))
        room = _CHUNK
        waiting = sql.run(db, "SELECT number, type, first, last FROM search_waiting ORDER BY number LIMIT ?", (_CHUNK,))
        for number, name, first, last in waiting.fetchall():
            found = sql.run(db, f'SELECT id, search FROM "{name}" WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?',
                            (first, last, room)).fetchall()
            _put_in(db, found)
            room -= len(found)
            if room <= 0:
                # What follows the last id and comes before every other.
                sql.run(db, "UPDATE search_waiting SET first = ? WHERE number = ?",
                        (bytes(found[-1][0]) + b"\x00", number))
                break
            sql.run(db, "DELETE FROM search_waiting WHERE number = ?", (number,))
    return is_due(db)


def _put_in(db: Any, rows: Iterable[tuple[bytes, str]]) -> None:
    filled = [(id_, text) for id_, text in rows if text]
    numbers = range(_one(db, "SELECT coalesce(max(number), 0) + 1 FROM search_row"), 2**63 - 1)
    ids, texts = [id_ for id_, _text in filled], [text for _id, text in filled]
    sql.run_many(db, "INSERT INTO search_row (number, id) VALUES (?, ?)", zip(numbers, ids, strict=False))
    sql.run_many(db, "INSERT INTO search_words (rowid, search) VALUES (?, ?)", zip(numbers, texts, strict=False))


def _newly_long(db: Any) -> list[str]:
    """Registers that have grown so long that searches should go through the index."""
    known = registers(db)
    return [name for name in (type_.type_name() for type_ in RECORDS if type_.about.search) if name not in known
            and _one(db, f'SELECT count(*) FROM (SELECT 1 FROM "{name}" WHERE trashed = 0 AND search <> \'\' LIMIT ?)',
                     LONG) >= LONG]


# proving


def agrees(db: Any) -> bool:
    """Whether rows drawn from all over each register are found through the index by all the letters of their texts."""
    for type_ in (type_ for type_ in RECORDS if type_.type_name() in registers(db)):
        question = f'SELECT id, search FROM "{type_.type_name()}" WHERE id >= ? ORDER BY id '
        ends = [sql.run(db, question + way, (_FIRST,)).fetchone() for way in ("LIMIT 1", "DESC LIMIT 1")]
        low, high = (int.from_bytes(bytes(id_), "big") for id_, _text in ends)
        for part in range(_SAMPLE):
            near = (low + (high - low) * part // _SAMPLE).to_bytes(16, "big")
            id_, text = sql.run(db, question + "LIMIT 1", (near,)).fetchone()
            if len(text) >= LETTERS and not _found(db, type_, bytes(id_), text):
                return False
    return True


def _found(db: Any, type_: type[Record], id_: bytes, text: str) -> bool:
    question = type_.select(type_.id).where((type_.id == id_.hex()) & type_.id.in_(rows_with(type_, text)))
    return question.bind(db).exists()


def mend(db: Any) -> None:
    """Empty the index; searches go without it until it is filled again."""
    with db.atomic("IMMEDIATE"):
        sql.run(db, "INSERT INTO search_words (search_words) VALUES ('delete-all')")
        for table in ("search_row", "search_register", "search_waiting"):
            sql.run(db, f"DELETE FROM {table}")


def _one(db: Any, question: str, *values: Any) -> int:
    return int(sql.run(db, question, values).fetchone()[0])
