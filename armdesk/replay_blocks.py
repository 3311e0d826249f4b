"""Proves whole blocks of the history against their rows inside the database, without taking either apart.

The database itself writes the rows of a block as JSON, column by column, and says whether that is, letter by letter,
what the chained body says.  What is alike needs no other look; what is not, or was touched by a later entry, is left
to replay.py, row by row.  So this can only save time: it never finds anything, and nothing is passed over by it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from json.encoder import encode_basestring
from typing import Any

from armdesk import hands, history, sql, sqlite
from armdesk.fields import Declared, Id
from armdesk.history import NOT_REMEMBERED
from armdesk.history_blocks import MANY, ascending
from armdesk.record import Record

_HEADS = "SELECT seq, type FROM entry WHERE verb = ? AND seq > ?"
_TOUCHED = "SELECT DISTINCT record FROM entry WHERE record BETWEEN ? AND ? AND verb <> ? AND type = ? LIMIT ?"
_MOST_TOUCHED, _AT_ONCE = 40, 4
"""Rows of a block changed later, beyond which it is looked at row by row; blocks that one hand takes at once."""
_BETWEEN = '","'
_CUT = re.compile(r'\{"ids":(\["[0-9a-f",]*"\]),"repeated":(\{.*\}),"values":\{(.*)\}\}', re.DOTALL)
Stretch = tuple[bytes, bytes]


@dataclass
class Alike:
    """What was proved: nothing in it needs another look.

    Shape: stretches of ids by record type, both ends in them, ascending; of each block by its seq the ids that are in
    no stretch.
    """

    stretches: dict[str, list[Stretch]] = field(default_factory=dict)
    left: dict[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Head:
    seq: int
    type: str
    first: bytes
    last: bytes


def alike(db: Any, types: Mapping[str, type[Record]], told: hands.Told = hands.untold,
          first: Callable[[], object] = hands.idle, *, alone: bool = False, since: int = 0) -> Alike:
    """Stretches in which registers and history agree; with two hands where there are.

    Shape: told, first and alone as hands.together takes them; since leaves out the entries up to one.
    Errors: DamagedWorkspace for a body that is no block.
    """
    ends = history.ends_of_blocks(db)
    heads = [_Head(seq, name, *ends.get(seq, (b"", b""))) for seq, name in sql.run(db, _HEADS, (MANY, since))
             if name in types]
    chosen = _apart(heads)
    tasks = [partial(_proved, db, types, chosen[start:start + _AT_ONCE]) for start in range(0, len(chosen), _AT_ONCE)]
    found = Alike()
    for outcome in hands.together(db, tasks, told, first, alone=alone):
        for head, left, stretches in outcome:
            found.left[head.seq] = left
            found.stretches.setdefault(head.type, []).extend(stretches)
    if any(head.seq not in found.left for head in heads):
        # A block that is told row by row could tell of rows in a stretch: then none of its type is passed over.
        odd = {head.type for head in heads if head.seq not in found.left}
        found.left = {head.seq: found.left[head.seq] for head in heads if head.type not in odd}
        found.stretches = {name: each for name, each in found.stretches.items() if name not in odd}
    for each in found.stretches.values():
        each.sort()
    return found


def _apart(heads: Sequence[_Head]) -> list[_Head]:
    """All blocks in the order of their ids; none of a type in which one reaches into another."""
    ordered = sorted(heads, key=lambda head: (head.type, head.first))
    mixed = {one.type for one, other in pairwise(ordered) if one.type == other.type and one.last >= other.first}
    return [head for head in ordered if head.type not in mixed]


def _proved(db: Any, types: Mapping[str, type[Record]],
            heads: Sequence[_Head]) -> list[tuple[_Head, frozenset[str], list[Stretch]]]:
    """Of each block what is left to be looked at and what is alike; nothing of one not found by the ids it tells."""
    found = []
    for head in heads:
        body = sql.run(db, "SELECT body FROM entry WHERE seq = ?", (head.seq,)).fetchone()[0]
        parts = _taken_apart(head, body)
        if parts is None:
            ids = history.block_of(head.seq, body).ids
            if (bytes.fromhex(ids[0]), bytes.fromhex(ids[-1])) == (head.first, head.last):
                found.append((head, frozenset(ids), list[Stretch]()))
            continue
        found.append(_compared(db, types[head.type], head, parts))
    return found


@dataclass(frozen=True)
class _Parts:
    """A body taken apart as far as it must be.  Shape: repeated name -> (texts, places); values as they are spelt."""

    ids: list[str]
    repeated: dict[str, tuple[list[str], list[int]]]
    names: tuple[str, ...]
    values: str

    def pieces(self, touched: frozenset[str]) -> Iterator[tuple[str, str, list[str]]]:
        """Runs of rows that no later entry touched.  Shape: (first id, last id, texts to be compared)."""
        columns: dict[str, list[Any]] = json.loads(f"{{{self.values}}}") if touched else {}
        bounds = [-1, *(place for place, id_ in enumerate(self.ids) if id_ in touched), len(self.ids)]
        for begins, ends in ((one + 1, other) for one, other in pairwise(bounds) if other - one > 1):
            told = history.canonical({name: column[begins:ends] for name, column in columns.items()})[1:-1]
            yield self.ids[begins], self.ids[ends - 1], [
                f'["{_BETWEEN.join(self.ids[begins:ends])}"]',
                told if touched else self.values,
                *(f"[{','.join(map(texts.__getitem__, places[begins:ends]))}]" for texts, places in
                  self.repeated.values())]


def _taken_apart(head: _Head, body: Any) -> _Parts | None:
    """A body that is spelt as armdesk spells it; None for any other."""
    found = _CUT.fullmatch(body) if isinstance(body, str) else None
    if found is None:
        return None
    ids = found[1][2:-2].split(_BETWEEN)
    names = tuple(column.partition('":[')[0].removeprefix('"') for column in found[3].split('],"'))
    try:
        repeated = {name: ([_spelt(value) for value in different], places)
                    for name, (different, places) in json.loads(found[2]).items()}
        fits = (bytes.fromhex(ids[0]), bytes.fromhex(ids[-1])) == (head.first, head.last) and ascending(ids)
        if not fits or any(len(places) != len(ids) for _texts, places in repeated.values()):
            return None
    except (ValueError, TypeError, AttributeError):
        return None
    return _Parts(ids, repeated, names, found[3])


def _spelt(value: Any) -> str:
    """A value as the database spells it: yes and no are numbers there."""
    if isinstance(value, str):
        return encode_basestring(value)
    return "null" if value is None else str(int(value)) if isinstance(value, int) else history.canonical(value)


def _compared(db: Any, type_: type[Record], head: _Head, parts: _Parts) -> tuple[_Head, frozenset[str], list[Stretch]]:
    rows = sql.run(db, _TOUCHED, (head.first, head.last, MANY, head.type, _MOST_TOUCHED + 1)).fetchall()
    touched, alike_ = frozenset(bytes(row[0]).hex() for row in rows), list[Stretch]()
    left = set(touched)
    statement = _statement(type_, tuple(parts.repeated), parts.names)
    if statement is None or len(touched) > _MOST_TOUCHED:
        return head, frozenset(parts.ids), alike_
    try:
        for first, last, texts in parts.pieces(touched):
            stretch = bytes.fromhex(first), bytes.fromhex(last)
            if _is_so(db, statement, (*texts, *stretch)):
                alike_.append(stretch)
            else:
                left.update(id_ for id_ in parts.ids if first <= id_ <= last)
    except (LookupError, TypeError):
        raise history.does_not_fit(head.seq) from None  # a place that is none
    return head, frozenset(left), alike_


def _is_so(db: Any, statement: str, values: Sequence[Any]) -> bool:
    import peewee as pw

    try:
        return bool(sql.run(db, statement, values).fetchone()[0])
    except (pw.DatabaseError, sqlite.DatabaseError, UnicodeError):
        return False  # as of a value that cannot be written as JSON: it is looked at by itself


def _statement(type_: type[Record], repeated: tuple[str, ...], names: tuple[str, ...]) -> str | None:
    """The question whether a run of rows is as texts say; None where a field is none of this type."""
    fields = {each.name: each for each in type_.all_fields() if each.name not in NOT_REMEMBERED}
    if not fields.keys() >= {*repeated, *names}:
        return None
    values = " || ".join(f"'{',' if place else ''}\"{name}\":' || {_as_json(fields[name])}"
                         for place, name in enumerate(names))
    links = [each.column_name for name, each in fields.items() if isinstance(each, Id) and name in (*repeated, *names)]
    empty = [f'"{each.column_name}"' for name, each in fields.items() if name not in (*repeated, *names)]
    told = ["lower(json_group_array(hex(id))) = ?", f"{values or chr(39) * 2} = ?",
            *(f"{_as_json(fields[name])} = ?" for name in repeated), "min(version) = 1", "max(version) = 1",
            "min(trashed) = 0", "max(trashed) = 0",
            # Texts come before bytes in the order of the database: a text in the place of a link is no link.
            *(f'coalesce(min("{column}") >= x\'\', 1)' for column in links)]
    told += [f"count(coalesce({', '.join(empty)}, NULL)) = 0"] if empty else []
    return f'SELECT {" AND ".join(told)} FROM "{type_.type_name()}" WHERE id BETWEEN ? AND ?'  # noqa: S608 - our names


def _as_json(field_: Declared) -> str:
    """The values of a column as the history spells them: links by their digits."""
    column = f'"{field_.column_name}"'
    if isinstance(field_, Id):
        return f"lower(json_group_array(CASE WHEN {column} IS NULL THEN NULL ELSE hex({column}) END))"
    return f"json_group_array({column})"
