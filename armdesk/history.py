"""The history: who changed what, when and from which value; each entry chained to the one before by SHA-256.

entry.hash = SHA-256 of: hash of the entry before (hex), seq, operation, type, record, verb, body - joined by line
feeds.  Each operation begins with an entry of type "operation" whose body holds its time, author and title, so that
these are part of the chain too.  The first entry follows 64 zeros.

Many new records of one type are one entry: its verb is "create_many", its record the first of them, and its body says
them all as history_blocks.py describes.  The column last_record names the last of them, so that the entries of one
record are found without reading every body; it is compared with the body when the chain is recounted.  Whoever asks for
entries here is told of each such record as if it had an entry of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from armdesk import sql
from armdesk.errors import DamagedWorkspace
from armdesk.history_blocks import MANY, Block, ends
from armdesk.i18n import _
from armdesk.progress import SILENT, Progress

START = bytes(32)
NOT_REMEMBERED = frozenset(("version", "search", "trashed", "id"))
"""Fields whose changes the history tells in its own way: a version counts, a search text follows from others."""
_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class Head:
    """End of the chain: number of entries and the hash of the last one, as printed in minutes and on packs."""

    seq: int
    hash: str

    def short(self) -> str:
        """The first eight digits in two groups, for status line and page foot."""
        return f"{self.hash[:4]}-{self.hash[4:8]}"


@dataclass(frozen=True)
class Operation:
    """One thing a person did: an edit, an import, an undo.  Shape: at is UTC, ISO 8601; undoes is a seq or None."""

    seq: int
    at: str
    utc_offset: int
    author: str
    title: str
    kind: str
    undoes: int | None
    first_entry: int
    last_entry: int


@dataclass(frozen=True)
class Entry:
    """One record changed in one operation; those of a block share its seq.

    Shape: verb create, change, trash or restore; body {field: value} for create, {field: [old, new]} for change.
    """

    seq: int
    operation: int
    type: str
    record: str
    verb: str
    body: dict[str, Any]


def canonical(body: Any) -> str:
    """JSON that is always written alike: sorted keys, no spaces."""
    return _encode(body)


def entry_hash(before: bytes, seq: int, operation: int, type_: str, record: str, verb: str, body: str) -> bytes:
    """Hash of one entry, 32 bytes; see the module's text."""
    text = f"{before.hex()}\n{seq}\n{operation}\n{type_}\n{record}\n{verb}\n{body}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def head(db: Any) -> Head:
    """The end of the chain as the file holds it."""
    row = sql.run(db, "SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(int(row[0]), bytes(row[1]).hex()) if row else Head(0, START.hex())


class Chain:
    """Adds the entries of one operation; used inside its transaction only."""

    _ENTRY = "INSERT INTO entry (seq, operation, type, record, verb, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?)"
    _BLOCK = ("INSERT INTO entry (seq, operation, type, record, verb, body, hash, last_record) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?)")

    def __init__(self, db: Any) -> None:
        self._db = db
        last = head(db)
        self._seq, self._hash = last.seq, bytes.fromhex(last.hash)
        row = sql.run(db, "SELECT max(seq) FROM operation").fetchone()
        self.operation = int(row[0] or 0) + 1
        self.first = self._seq + 1

    @property
    def last(self) -> int:
        """Seq of the newest entry."""
        return self._seq

    def add(self, entries: Iterable[tuple[str, str, str, str]]) -> None:
        """Append entries.  Shape: (type, record id, verb, canonical body) each."""
        sql.run_many(self._db, self._ENTRY, self._chained(entries))

    def add_block(self, type_: str, first: str, last: str, body: str) -> None:
        """Append many new records as one entry.  Shape: ids of the first and the last, body of a block."""
        [entry] = self._chained([(type_, first, MANY, body)])
        sql.run(self._db, self._BLOCK, (*entry, bytes.fromhex(last)))

    def _chained(self, entries: Iterable[tuple[str, str, str, str]]) -> Iterator[tuple[Any, ...]]:
        for type_, record, verb, body in entries:
            self._seq += 1
            self._hash = entry_hash(self._hash, self._seq, self.operation, type_, record, verb, body)
            yield self._seq, self.operation, type_, bytes.fromhex(record), verb, body, self._hash

    def finish(self, operation_id: str, header: dict[str, Any]) -> None:
        """Write the operation's own line, after its entries."""
        sql.run(
            self._db,
            "INSERT INTO operation (seq, id, at, utc_offset, author, title, kind, undoes, first_entry, last_entry) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self.operation, bytes.fromhex(operation_id), header["at"], header["utc_offset"], header["author"],
             header["title"], header["kind"], header["undoes"], self.first, self._seq))


_OPERATION = "SELECT seq, at, utc_offset, author, title, kind, undoes, first_entry, last_entry FROM operation "
_AT_ONCE, _TOLD_EVERY = 50, 1_000_000
_ENTRY_COLUMNS = "SELECT seq, operation, type, record, verb, body FROM entry "


def operations(db: Any, *, limit: int = 200, before: int | None = None) -> list[Operation]:
    """Operations, newest first."""
    cursor = sql.run(db, _OPERATION + "WHERE seq < ? ORDER BY seq DESC LIMIT ?", (before or 2**62, limit))
    return [Operation(*row) for row in cursor.fetchall()]


def operation(db: Any, seq: int) -> Operation | None:
    """One operation by its number."""
    row = sql.run(db, _OPERATION + "WHERE seq = ?", (seq,)).fetchone()
    return Operation(*row) if row else None


def _entry(row: Sequence[Any]) -> Entry:
    return Entry(row[0], row[1], row[2], bytes(row[3]).hex(), row[4], json.loads(row[5]))


def does_not_fit(seq: int) -> DamagedWorkspace:
    """The refusal of a history that cannot be read, or does not fit, from an entry on."""
    return DamagedWorkspace(_("The history does not fit from entry {seq} on: it was changed outside armdesk. "
                              "Restore a backup made before.").format(seq=seq))


def block_of(seq: int, body: str) -> Block:
    """What a block tells.  Errors: DamagedWorkspace naming the entry."""
    try:
        return Block(body)
    except ValueError as error:
        raise does_not_fit(seq) from error


def _told(row: Sequence[Any], *, backwards: bool = False) -> Iterator[Entry]:
    """The entries that one row of the table stands for: a block is told record by record."""
    seq, operation_seq, type_, _record, verb, body = row
    if verb != MANY:
        yield _entry(row)
        return
    for record, values in block_of(seq, body).rows(backwards=backwards):
        yield Entry(seq, operation_seq, type_, record, "create", values)


def entries_of(db: Any, of: Operation) -> Iterator[Entry]:
    """Entries of an operation in order, its own header left out; a block's records one by one."""
    cursor = sql.run(db, _ENTRY_COLUMNS + "WHERE seq BETWEEN ? AND ? AND type <> 'operation' ORDER BY seq",
                            (of.first_entry, of.last_entry))
    return (entry for row in cursor for entry in _told(row))


def entries_backwards(db: Any, of: Operation) -> Iterator[Entry]:
    """The same from the last to the first, few in memory at a time; others may be added while they are read."""
    before = of.last_entry + 1
    while rows := sql.run(db, _ENTRY_COLUMNS + "WHERE seq >= ? AND seq < ? AND type <> 'operation' "
                          "ORDER BY seq DESC LIMIT ?", (of.first_entry, before, _AT_ONCE)).fetchall():
        for row in rows:
            yield from _told(row, backwards=True)
        before = rows[-1][0]


def corrections_of(db: Any, of: Operation) -> Iterator[Entry]:
    """Entries of an operation that changed, trashed or restored what was there before, in order."""
    cursor = sql.run(db, _ENTRY_COLUMNS + "WHERE seq BETWEEN ? AND ? AND verb IN ('change', 'trash', 'restore') "
                     "ORDER BY seq", (of.first_entry, of.last_entry))
    return (_entry(row) for row in cursor)


def entries_of_record(db: Any, record: str) -> list[Entry]:
    """All entries of one record, oldest first."""
    raw = bytes.fromhex(record)
    found = [_entry(row) for row in sql.run(db, _ENTRY_COLUMNS + "WHERE record = ? AND verb <> ?", (raw, MANY))]
    holding = sql.run(db, _ENTRY_COLUMNS + "WHERE last_record >= ? AND record <= ? AND verb = ?", (raw, raw, MANY))
    for seq, operation_seq, type_, _first, _verb, body in holding:
        if (values := block_of(seq, body).of(record)) is not None:
            found.append(Entry(seq, operation_seq, type_, record, "create", values))
    return sorted(found, key=lambda entry: entry.seq)


def is_undone(db: Any, seq: int) -> bool:
    """Whether this operation was undone, and the undoing not itself taken back."""
    cursor = sql.run(db, "SELECT seq FROM operation WHERE undoes = ? ORDER BY seq DESC LIMIT 1", (seq,))
    row = cursor.fetchone()
    return bool(row) and not is_undone(db, int(row[0]))


def verify(db: Any, anchor: Head | None = None, progress: Progress = SILENT, *, since: Head | None = None,
           bodies: bool = True) -> Head:
    """Recount the whole chain and compare it with an anchor printed or packed earlier.

    Shape: since is an end that was proved before, from which on it is recounted; bodies says that
    nobody else reads what the blocks tell.
    Errors: DamagedWorkspace naming the first entry that does not fit, or saying that the end was cut off.
    """
    total, since = head(db).seq, since or Head(0, START.hex())
    before, seq, anchored, letters = bytes.fromhex(since.hash), since.seq, anchor is None or anchor.seq == 0, 0
    blocks: list[tuple[int, str, str]] = []
    cursor = sql.run(db, "SELECT seq, operation, type, record, verb, body, hash FROM entry WHERE seq > ? ORDER BY seq",
                     (since.seq,))
    for number, operation_seq, type_, record, verb, body, kept in cursor:
        seq += 1
        first = bytes(record).hex()
        before = entry_hash(before, seq, operation_seq, type_, first, verb, body)
        if number != seq or before != bytes(kept):
            raise does_not_fit(seq)
        if anchor is not None and seq == anchor.seq:
            anchored = before.hex() == anchor.hash
        if verb == MANY:
            ids = (None if bodies else ends(body)) or block_of(seq, body).ids
            blocks.append((seq, ids[0], ids[-1]))
        letters += len(body)
        if letters > _TOLD_EVERY:
            letters = 0
            progress.step(seq, total, _("Checking the history"))
    if not anchored:
        raise DamagedWorkspace(_("The history is shorter than, or differs from, the code noted on {seq} entries. "
                                 "Restore a newer backup.").format(seq=anchor.seq if anchor else 0))
    _verify_blocks(db, blocks)
    _verify_headers(db, since.seq)
    return Head(seq, before.hex())


def _verify_blocks(db: Any, told: Sequence[tuple[int, str, str]]) -> None:
    """The ids by which a block is found must be the first and the last that its chained body tells."""
    if not told:
        return  # as in copies of files that are older than blocks
    found = ends_of_blocks(db)
    for seq, first, last in told:
        if found.get(seq) != (bytes.fromhex(first), bytes.fromhex(last)):
            raise does_not_fit(seq)


def ends_of_blocks(db: Any) -> dict[int, tuple[bytes, bytes]]:
    """First and last id by which each block is found, by its seq; out of their index: they stand behind long bodies."""
    rows = sql.run(db, "SELECT seq, record, last_record FROM entry WHERE last_record IS NOT NULL")
    return {seq: (bytes(first), bytes(last)) for seq, first, last in rows}


def _verify_headers(db: Any, since: int) -> None:
    """Each operation's line must say what its chained header says and span the entries up to the next header."""
    lines = sql.run(db, "SELECT at, utc_offset, author, title, kind, undoes, seq, first_entry, last_entry "
                        "FROM operation WHERE first_entry > ? ORDER BY seq", (since,)).fetchall()
    headers = sql.run(db, "SELECT body, operation, seq FROM entry WHERE type = 'operation' AND seq > ? ORDER BY seq",
                      (since,)).fetchall()
    before = sql.run(db, "SELECT count(*) FROM operation WHERE first_entry <= ?", (since,)).fetchone()[0]
    lasts = [*(first - 1 for _body, _owner, first in headers[1:]), head(db).seq]
    for place, (line, header, last) in enumerate(zip_longest(lines, headers, lasts[:len(headers)]),
                                                        start=before + 1):
        said = dict(zip(("at", "utc_offset", "author", "title", "kind", "undoes"), line or (), strict=False))
        if (not line or not header or json.loads(header[0]) != said or tuple(line[6:]) != (place, header[2], last)
                or header[1] != place):
            raise DamagedWorkspace(_("Operation {seq} of the history was changed outside armdesk. "
                                     "Restore a backup made before.").format(seq=place))
