"""Prepares many new records of one type for one statement: defaults, derived fields, search text, what history keeps.

The work per row is what an import of a hundred thousand rows costs.  So everything that is the same for all rows of a
type is settled once, a block of rows is turned into columns, each different value of a column is changed once, and
only columns that some row fills are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import Any

from armdesk.fields import Declared, fold_all
from armdesk.history import NOT_REMEMBERED, canonical
from armdesk.history_blocks import MOST, ascending, repeated
from armdesk.record import Record, new_ids

_AT_ONCE = 10
"""Rows of one INSERT: fewer calls, and far from what a database allows to be bound at once."""

Change = Callable[[Any], Any]
Column = Sequence[Any]


class Bulk:
    """Rows of one type on their way into the database.

    Shape of a row: field name -> value as the field keeps it; "id" may be given, everything else may be missing.
    """

    def __init__(self, type_: type[Record]) -> None:
        self._type, self._probe = type_, type_()
        self._defaults = {name: value for name, value in type_().values().items() if value is not None}
        self._defaults.update(version=1, trashed=False)
        fields = {field.name: field for field in type_.all_fields()}
        self._to_file = {name: _unless_same(field, "db_value") for name, field in fields.items()}
        self._to_history = {name: _unless_same(field, "remember") for name, field in fields.items()}

    def blocks(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Block]:
        """The rows completed, as many at a time as the history takes for one entry."""
        waiting = iter(rows)
        while given := list(islice(waiting, MOST)):
            columns = self._completed(given)
            filled = {name: column for name, column in columns.items() if any(value is not None for value in column)}
            yield Block(self._type.type_name(), filled, self._to_file, self._to_history)

    def _completed(self, given: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
        """All columns of some rows, with their identity, defaults, derived fields and search text."""
        named: set[str] = set().union(*given)
        columns = {name: [value] * len(given) for name, value in self._defaults.items() if name not in named}
        columns.update((name, _column(given, name, self._defaults.get(name))) for name in sorted(named))
        ids = columns.setdefault("id", [None] * len(given))
        if lacking := [place for place, value in enumerate(ids) if not value]:
            for place, fresh in zip(lacking, new_ids(len(lacking)), strict=True):
                ids[place] = fresh
        nothing = [None] * len(given)
        for name, (make, of) in self._type.follows.items():
            columns[name] = list(map(make, *(columns.get(each, nothing) for each in of)))
        columns["search"] = self._search_texts(columns) or [""] * len(given)
        return columns

    def _search_texts(self, columns: Mapping[str, list[Any]]) -> list[str]:
        """What the search box finds each row by; folded word by word, for a space parts them."""
        words = [_folded(columns[name]) for name in self._type.about.search if name in columns]
        if all(map(all, words)):
            return list(map(" ".join, zip(*words, strict=True)))
        return [" ".join(filter(None, parts)) for parts in zip(*words, strict=True)]

    def as_record(self, values: dict[str, Any]) -> Record:
        """The row as a record, to be checked; the same object is used for every row."""
        self._probe.__data__ = values
        return self._probe


class Block:
    """Some completed rows of one type.  Shape: columns hold a value per row, None where a row leaves it empty."""

    def __init__(self, name: str, columns: Mapping[str, list[Any]], to_file: Mapping[str, Change | None],
                 to_history: Mapping[str, Change | None]) -> None:
        self._name, self._columns, self._to_file, self._to_history = name, columns, to_file, to_history
        self.ids: list[str] = columns["id"]

    def column(self, name: str) -> Column:
        """The values of one field, [] where no row fills it."""
        return self._columns.get(name, [])

    def rows(self) -> Iterator[dict[str, Any]]:
        """The rows as values by field name."""
        return (dict(zip(self._columns, values, strict=True)) for values in zip(*self._columns.values(), strict=True))

    def statements(self) -> Iterator[tuple[str, Iterable[Sequence[Any]]]]:
        """INSERTs for the rows, some rows in each, and the values bound to them."""
        names = [name for name in self._to_file if name in self._columns]
        columns = [_changed(self._columns[name], self._to_file[name]) for name in names]
        quoted = ", ".join(f'"{name}"' for name in names)
        marks = f"({', '.join('?' * len(names))})"
        rows, left = zip(*columns, strict=True), len(self.ids) % _AT_ONCE
        for together, count in ((_AT_ONCE, len(self.ids) // _AT_ONCE), (1, left)):
            if count:
                bound = (tuple(chain.from_iterable(islice(rows, together))) for _time in range(count))
                yield f'INSERT INTO "{self._name}" ({quoted}) VALUES {", ".join([marks] * together)}', bound

    @property
    def told_as_one(self) -> bool:
        """Whether the history tells the rows in one entry."""
        return len(self.ids) > 1 and ascending(self.ids)

    def body(self) -> str:
        """What the history keeps of all rows, as history_blocks.py describes it."""
        told: dict[str, dict[str, Any]] = {"repeated": {}, "values": {}}
        for name in self._columns.keys() - NOT_REMEMBERED:
            column, change = self._columns[name], self._to_history[name]
            if coded := repeated(column):
                different, places = coded
                told["repeated"][name] = [_changed(different, change), places]
            else:
                told["values"][name] = _changed(column, change)
        return canonical({"ids": self.ids, **told})

    def bodies(self) -> Iterator[tuple[str, str, str]]:
        """What the history keeps of each row in an entry of its own: (record id, "create", canonical body)."""
        kept = {name: _changed(self._columns[name], self._to_history[name])
                for name in self._columns.keys() - NOT_REMEMBERED}
        for place, id_ in enumerate(self.ids):
            told = {name: column[place] for name, column in kept.items() if column[place] is not None}
            yield id_, "create", canonical(told)


def _changed(column: Column, change: Change | None) -> Column:
    """A column with each different value changed once; None stays None."""
    if change is None:
        return column
    different = set(column)
    if len(different) == len(column) and None not in different:
        return list(map(change, column))
    known = {value: change(value) for value in different if value is not None}
    return list(map(known.get, column))


def _column(given: Sequence[Mapping[str, Any]], name: str, default: Any) -> list[Any]:
    try:
        return list(map(itemgetter(name), given))
    except KeyError:
        return [row.get(name, default) for row in given]


def _folded(column: Column) -> Column:
    """A column as searches compare it, each different value folded once."""
    different = list(dict.fromkeys(column))
    texts = fold_all([str(value) if value else "" for value in different])
    if len(different) == len(column):
        return texts
    return list(map(dict(zip(different, texts, strict=True)).__getitem__, column))


def _unless_same(field: Declared, act: str) -> Change | None:
    """A field's way of changing a value, None where it hands values on as they are."""
    own: Change = getattr(field, act)
    return None if getattr(type(field), act) is getattr(Declared, act) else own


def created_body(record: Record) -> str:
    """What the history keeps of one new record."""
    kept = {field.name: field.remember(value) for field in record.all_fields()
            if field.name not in NOT_REMEMBERED and (value := getattr(record, field.name)) is not None}
    return canonical(kept)
