"""Rebuilds every record from the history and finds the rows that are not as the history left them.

The chain of hashes shows whether the history was touched; this shows whether the registers were: a row that was
changed, added or removed with another program leaves no entry.  Search texts follow from others and are not compared.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush, heapreplace, merge
from itertools import groupby
from operator import itemgetter
from typing import Any

from armdesk import hands, history, sql
from armdesk.fields import Declared
from armdesk.history import NOT_REMEMBERED
from armdesk.history_blocks import MANY, Block
from armdesk.i18n import _
from armdesk.models import RECORDS
from armdesk.progress import SILENT, Progress
from armdesk.record import Record
from armdesk.replay_blocks import Alike, Stretch, alike

CHANGED, ADDED, GONE = "changed", "added", "gone"
_SINGLE = "SELECT record, type, verb, body, seq FROM entry WHERE type <> 'operation' AND verb <> ? ORDER BY record, seq"
_BLOCKS = "SELECT record, type, seq FROM entry WHERE verb = ? ORDER BY record, seq"
_BODY = "SELECT body FROM entry WHERE seq = ?"
_OF_ONE = "SELECT seq, verb, body FROM entry WHERE record = ? AND type = ? AND verb <> ?"
_HOLDING = "SELECT seq FROM entry WHERE last_record >= ? AND record <= ? AND last_record IS NOT NULL AND type = ?"
_FLAGS = ("version", "trashed")
_STEP = 5_000


@dataclass(frozen=True)
class Deviation:
    """A record that is not as the history left it.

    Shape: kind CHANGED, ADDED (the history does not know it) or GONE (no row is left of it); name is the one the
    history knows it by; fields are those that differ, now or before a later change, "version" and "trashed" among them.
    """

    type: type[Record]
    record: str
    kind: str
    name: str
    fields: tuple[str, ...] = ()


def deviations(db: Any, progress: Progress = SILENT, first: Callable[[], object] = hands.idle) -> Iterator[Deviation]:
    """All records that are not as the history left them, in the order of their ids; one of them in memory at a time.

    Shape: first is done before all else, in the same state of the file, while blocks are compared beside it.
    Errors: DamagedWorkspace where the history itself cannot be read.
    """
    registers = {type_.type_name(): _Register(type_) for type_ in RECORDS}
    alone = not hands.are_free(db)
    with db.atomic():  # one state of the file, whatever others save meanwhile
        total = history.head(db).seq
        known = alike(db, {type_.type_name(): type_ for type_ in RECORDS}, lambda done, of: progress.step(
            done, of, _("Comparing the registers with the history")), first, alone=alone)
        single = ((bytes(record), *entry) for record, *entry in sql.run(db, _SINGLE, (MANY,)))
        told = merge(single, _in_blocks(db, known), key=itemgetter(0, 4))
        kept = merge(*(register.rows(db, known.stretches.get(name, ())) for name, register in registers.items()),
                     key=itemgetter(0))
        for number, (id_, lines) in enumerate(groupby(merge(told, kept, key=itemgetter(0)), key=itemgetter(0))):
            if number % _STEP == 0:
                progress.step(number, total, _("Comparing the registers with the history"))
            for name, (story, row) in _sorted_out(lines).items():
                if name in registers:
                    yield from registers[name].compared(id_.hex(), story, row)


def of_records(db: Any, wanted: Iterable[tuple[bytes, str]]) -> Iterator[Deviation]:
    """The same of some records alone.  Shape: (id, type name) each, in the order of the ids."""
    registers = {type_.type_name(): _Register(type_) for type_ in RECORDS}
    block: tuple[int, Block] | None = None
    for id_, name in wanted:
        if name not in registers:
            continue
        entries = [(seq, verb, body) for seq, verb, body in sql.run(db, _OF_ONE, (id_, name, MANY))]
        for (seq,) in sql.run(db, _HOLDING, (id_, id_, name)).fetchall():
            if block is None or block[0] != seq:
                block = seq, history.block_of(seq, sql.run(db, _BODY, (seq,)).fetchone()[0])
            if (values := block[1].of(id_.hex())) is not None:
                entries.append((seq, "create", values))
        story = _Story() if entries else None
        for seq, verb, body in sorted(entries, key=itemgetter(0)):
            if story is not None:
                story.hear(verb, body, seq)
        yield from registers[name].compared(id_.hex(), story, registers[name].row(db, id_))


def _in_blocks(db: Any, known: Alike) -> Iterator[tuple[Any, ...]]:
    """What blocks tell, in the order of the ids, as if each record had an entry of its own; not what is proved already.

    Blocks are made one after the other of ids that grow: seldom more than one at a time is open.
    """
    open_: list[tuple[Any, ...]] = []

    def told_below(limit: bytes | None) -> Iterator[tuple[Any, ...]]:
        while open_ and (limit is None or open_[0][0] < limit):
            (id_, seq, name, values, rows) = open_[0]
            yield id_, name, "create", values, seq
            following = next(rows, None)
            if following is None:
                heappop(open_)
            else:
                heapreplace(open_, (bytes.fromhex(following[0]), seq, name, following[1], rows))

    for record, name, seq in sql.run(db, _BLOCKS, (MANY,)):
        left = known.left.get(seq)
        if left is not None and not left:
            continue
        yield from told_below(bytes(record))
        block = history.block_of(seq, sql.run(db, _BODY, (seq,)).fetchone()[0])
        rows = block.rows(left)
        id_, values = next(rows)
        heappush(open_, (bytes.fromhex(id_), seq, name, values, rows))
    yield from told_below(None)


class _Story:
    """What the history tells of one record, entry by entry."""

    def __init__(self) -> None:
        self.version, self.trashed = 0, False
        self.values: dict[str, Any] = {}
        self.odd: set[str] = set()
        """Fields that were not, when they were changed, what the entries before had left."""

    def hear(self, verb: str, body: str | dict[str, Any], seq: int) -> None:
        """Take in the next entry.  Shape: body as text or, from a block, as what it says."""
        self.version += 1
        try:
            told = json.loads(body) if isinstance(body, str) else body
            if verb == "change":
                self.odd |= {name for name, (old, _new) in told.items() if self.values.get(name) != old}
                told = {name: new for name, (_old, new) in told.items()}
            self.values.update(told)
        except (ValueError, TypeError, AttributeError) as error:
            raise history.does_not_fit(seq) from error
        if verb in ("trash", "restore"):
            self.trashed = verb == "trash"


class _Register:
    """One record type, made ready for many rows."""

    def __init__(self, type_: type[Record]) -> None:
        self._type, self._name = type_, type_.type_name()
        self._fields = [field for field in type_.all_fields() if field.name not in NOT_REMEMBERED]
        self._columns = ", ".join(f'"{name}"' for name in (*_FLAGS, *(field.column_name for field in self._fields)))

    def row(self, db: Any, id_: bytes) -> list[Any] | None:
        """What the register holds under one id."""
        found = sql.run(db, f'SELECT {self._columns} FROM "{self._name}" WHERE id = ?', (id_,)).fetchone()
        return list(found) if found is not None else None

    def rows(self, db: Any, but: Iterable[Stretch] = ()) -> Iterator[tuple[Any, ...]]:
        """All rows but those of some stretches, those in the trash too, in the order of their ids.

        Shape: (id, type name, "", values) each.
        """
        above: list[bytes] = []
        for stretch in (*but, None):
            bounds = [*(["id > ?"] if above else []), *(["id < ?"] if stretch else [])]
            asked = f'SELECT id, {self._columns} FROM "{self._name}"{" WHERE " if bounds else ""}{" AND ".join(bounds)}'
            yield from self._valued_rows(sql.run(db, f"{asked} ORDER BY id", (*above, *(stretch or ())[:1])))
            above = [*(stretch or ())[1:]]

    def _valued_rows(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        return ((bytes(id_), self._name, "", values) for id_, *values in rows)

    def compared(self, id_: str, story: _Story | None, row: list[Any] | None) -> Iterator[Deviation]:
        """How a row differs from its story, if it does."""
        if row is None:
            if story is not None:
                yield Deviation(self._type, id_, GONE, self._told_name(story))
        elif story is None:
            yield Deviation(self._type, id_, ADDED, self._label(
                _sound(field, field.python_value, value) for field, value in self._valued(row)))
        elif differing := self._differing(story, row):
            yield Deviation(self._type, id_, CHANGED, self._told_name(story), differing)

    def _differing(self, story: _Story, row: list[Any]) -> tuple[str, ...]:
        told, left = story.values.get, (story.version, story.trashed)
        found = [name for name, value, told_value in zip(_FLAGS, row, left, strict=False) if value != told_value]
        found += [field.name for field, value in self._valued(row)
                  if value != (kept := told(field.name)) and not _is(field, value, kept)
                  and not self._follows_from(field, value, story)]
        return (*found, *sorted(story.odd.difference(found, self._type.follows)))

    def _follows_from(self, field: Declared, value: Any, story: _Story) -> bool:
        """Whether a value the history never told follows from what it told: such a field is younger than the row."""
        if field.name not in self._type.follows or story.values.get(field.name) is not None:
            return False
        make, of = self._type.follows[field.name]
        given = [_sound(self._type.field(name), self._type.field(name).recall, story.values.get(name)) for name in of]
        return bool(field.python_value(value) == make(*given))

    def _valued(self, row: list[Any]) -> Iterable[tuple[Declared, Any]]:
        return zip(self._fields, row[len(_FLAGS):], strict=True)

    def _told_name(self, story: _Story) -> str:
        return self._label(_sound(field, field.recall, story.values.get(field.name)) for field in self._fields)

    def _label(self, values: Iterable[Any]) -> str:
        return self._type(**{field.name: value for field, value in zip(self._fields, values, strict=True)}).label()


def _is(field: Declared, raw: Any, kept: Any) -> bool:
    """Whether what a column holds is what the history keeps of it; a link is kept in another spelling."""
    try:
        return bool(field.remember(field.python_value(raw)) == kept)
    except (ValueError, TypeError):
        return False


def _sound(field: Declared, read: Callable[[Any], Any], kept: Any) -> Any:
    """A value that can be shown; None for what no field of this type can hold."""
    try:
        value = read(kept)
    except (ValueError, TypeError):
        return None
    return None if field.check(value) else value


def _sorted_out(lines: Iterable[tuple[Any, ...]]) -> dict[str, tuple[_Story | None, list[Any] | None]]:
    """What is told and kept under one id, by record type: a foreign row may bear the id of another register's."""
    found: dict[str, tuple[_Story | None, list[Any] | None]] = {}
    for _id, name, verb, *content in lines:
        story, row = found.get(name, (None, None))
        if verb:
            story = story or _Story()
            story.hear(verb, *content)
        else:
            [row] = content
        found[name] = story, row
    return found
