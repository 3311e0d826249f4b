"""Prepares many new records of one type for one statement: defaults, derived fields, search text, history bodies.

The work per row is what an import of a hundred thousand rows costs, so everything that is the same for all rows of
a type is settled once, and only the columns that some row fills are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from armdesk.fields import Declared, fold
from armdesk.history import NOT_REMEMBERED, canonical
from armdesk.record import Record, new_ids

BLOCK = 5_000
_ALWAYS = ("id", "version", "search")

Change = Callable[[Any], Any]


class Bulk:
    """Rows of one type on their way into the database.

    Shape of a row: field name -> value as the field keeps it; "id" may be given, everything else may be missing.
    """

    def __init__(self, type_: type[Record]) -> None:
        self._type = type_
        self._probe = type_()
        self._defaults = {name: value for name, value in type_().values().items() if value is not None}
        self._defaults.update(version=1, trashed=False, search="")
        self._fills = type_.fill is not Record.fill
        self._searched = type_.about.search
        fields = {field.name: field for field in type_.all_fields()}
        self._to_file = {name: _unless_same(field, "db_value") for name, field in fields.items()}
        self._to_history = {name: _unless_same(field, "remember") for name, field in fields.items()}

    def blocks(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[list[dict[str, Any]]]:
        """The rows completed, some thousands at a time."""
        waiting = iter(rows)
        while block := list(islice(waiting, BLOCK)):
            ids = new_ids(len(block))
            yield [self.completed(row, fresh) for row, fresh in zip(block, ids, strict=True)]

    def completed(self, row: Mapping[str, Any], fresh: str) -> dict[str, Any]:
        """One row with its defaults, derived fields and search text."""
        values = {**self._defaults, **row}
        if not values.get("id"):
            values["id"] = fresh
        if self._fills:
            self._probe.__data__ = values
            self._probe.fill()
        words = [str(value) for name in self._searched if (value := values.get(name))]
        if words:
            values["search"] = fold(" ".join(words))
        return values

    def as_record(self, values: dict[str, Any]) -> Record:
        """The row as a record, to be checked; the same object is used for every row."""
        self._probe.__data__ = values
        return self._probe

    def statement(self, block: Sequence[Mapping[str, Any]]) -> tuple[str, Iterator[tuple[Any, ...]]]:
        """One INSERT for the block and the values bound to it."""
        filled = self._filled(block)
        names = [name for name in self._to_file if name in filled or name in _ALWAYS]
        columns = [_column(block, name, self._to_file[name]) for name in names]
        quoted = ", ".join(f'"{name}"' for name in names)
        sql = f'INSERT INTO "{self._type.type_name()}" ({quoted}) VALUES ({", ".join("?" * len(names))})'
        return sql, zip(*columns, strict=True)

    def entries(self, block: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
        """What the history keeps of the block: (record id, "create", canonical body) each.

        The bodies are written column by column: a site or a day that stands in a thousand rows is spelt once.
        """
        names = sorted(self._filled(block) - NOT_REMEMBERED)
        columns = [_column(block, name, self._member(name)) for name in names]
        for values, parts in zip(block, zip(*columns, strict=True), strict=True):
            yield values["id"], "create", "{" + ",".join(filter(None, parts)) + "}"

    def _filled(self, block: Sequence[Mapping[str, Any]]) -> set[str]:
        """Columns that some row of the block fills."""
        named = set().union(*block)
        return {name for name in named if any(values.get(name) is not None for values in block)}

    def _member(self, name: str) -> Change:
        """How one value is spelt in a body: "date":"2025-03-04"."""
        change, head = self._to_history[name], f"{canonical(name)}:"
        if change is None:
            return lambda value: head + (str(value) if value.__class__ is int else canonical(value))
        return lambda value: head + canonical(change(value))


def _column(block: Sequence[Mapping[str, Any]], name: str, change: Change | None) -> list[Any]:
    """One column of the block, each different value changed once; None stays None."""
    values = [row.get(name) for row in block]
    if change is None:
        return values
    known = {value: change(value) for value in set(values) if value is not None}
    return list(map(known.get, values))


def _unless_same(field: Declared, act: str) -> Change | None:
    """A field's way of changing a value, None where it hands values on as they are."""
    own: Change = getattr(field, act)
    return None if getattr(type(field), act) is getattr(Declared, act) else own


def created_body(record: Record) -> str:
    """What the history keeps of one new record."""
    kept = {field.name: field.remember(value) for field in record.all_fields()
            if field.name not in NOT_REMEMBERED and (value := getattr(record, field.name)) is not None}
    return canonical(kept)
