"""Makes a table of a pack from a register: columns from its declaration, people as codes, texts without names."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from armdesk.exports.pack_table import OneReading, PackTable, Row
from armdesk.fields import (
    Choice,
    Choices,
    Code,
    Date,
    Declared,
    Flag,
    Json,
    Link,
    LongText,
    Money,
    Reference,
    Scaled,
    Text,
    Whole,
)
from armdesk.i18n import N_, _
from armdesk.query import Query
from armdesk.record import Record
from armdesk.reports.document import CellValue, Column
from armdesk.services.basis.figure import ask
from armdesk.services.packs.scope import Scope

Cells = Sequence[CellValue]
Shown = Callable[[Sequence[Any], Mapping[str, Sequence[Any]]], tuple[Cells, Cells]]
"""What a field's values of a block of rows look like, as codes and as words; beside them the block's other values."""
_TYPED = ("as_entered", N_("As entered"), N_("What the person typed where it was in another unit."))


def register(
    scope: Scope,
    code: str,
    rows: Query,
    *,
    drop: Sequence[str] = (),
    keep: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
) -> PackTable:
    """The table of a register.

    Shape: rows chooses its records; drop names fields that stay in the office beside all personal ones; keep may blank
    values of one row, given by field name.
    """
    type_ = rows.type
    fields = [field for field in type_.declared() if field.name not in drop and _goes_along(field, scope)]
    columns = [column_of(field) for field in fields]
    entered = _has_typed(scope, type_) and any(isinstance(field, Scaled) for field in fields)
    if entered:
        columns.append(Column(_TYPED[0], _(_TYPED[1]), "note", help=_(_TYPED[2]), width=1.5))

    asked = [*fields, *([type_.field("typed")] if entered else [])]
    names = [field.name for field in asked]

    def read() -> Iterator[tuple[Row, Row]]:
        shows = [_shown(scope, field) for field in fields]
        for columns in scope.store.columns(rows, asked):
            kept = columns if keep is None else _kept(names, columns, keep)
            values = dict(zip(names, kept, strict=True))
            cells = [show(values[field.name], values) for field, show in zip(fields, shows, strict=True)]
            if entered:
                typed = [_as_entered(each, fields) for each in values["typed"]]
                cells.append((typed, typed))
            coded = zip(*(each[0] for each in cells), strict=True)
            yield from zip(coded, zip(*(each[1] for each in cells), strict=True), strict=True)

    options = {
        field.key: {key: _(label) for key, label in field.options.items()}
        for field in fields
        if isinstance(field, Choice)
    }
    return PackTable(
        code,
        type_.type_name(),
        _(type_.about.many),
        _(type_.about.purpose),
        tuple(columns),
        OneReading(read),
        type_.about.place,
        options,
    )


def column_of(field: Declared) -> Column:
    """Column of a field: its documented key, its label and unit in the language in force."""
    kinds: tuple[tuple[type[Declared], str], ...] = (
        (Flag, "yesno"),
        (Whole, "number"),
        (Date, "date"),
        (Code, "code"),
        (LongText, "note"),
    )
    kind = next((kind for type_, kind in kinds if isinstance(field, type_)), "text")
    places = field.places if isinstance(field, Scaled) else None if isinstance(field, Money) else 0
    return Column(
        field.key,
        field.title(unit=False),
        kind,
        field.unit_of(),
        places if kind == "number" else None,
        {"note": 2.5, "text": 1.3}.get(kind, 1.0),
        _(field.help),
    )


def _goes_along(field: Declared, scope: Scope) -> bool:
    if isinstance(field, Json):
        return False
    if isinstance(field, Link) and field.target == "person" and scope.edition.hides_codes:
        return False
    return not field.personal or (field.personal == "place" and scope.coordinates)


def _kept(names: Sequence[str], columns: Sequence[Sequence[Any]],
          keep: Callable[[dict[str, Any]], dict[str, Any]]) -> list[Sequence[Any]]:
    """A block of rows after each was looked at by itself."""
    rows = [keep(dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)]
    return [[row[name] for row in rows] for name in names]


def _shown(scope: Scope, field: Declared) -> Shown:
    """How the values of a field stand in their cells; where none is told there is nothing to do."""
    both = _in_both(scope, field)

    def shown(values: Sequence[Any], beside: Mapping[str, Sequence[Any]]) -> tuple[Cells, Cells]:
        return (values, values) if values.count(None) == len(values) else both(values, beside)

    return shown


def _in_both(scope: Scope, field: Declared) -> Shown:
    if isinstance(field, Choice | Choices):
        words: dict[Any, CellValue] = {}
        return lambda values, _beside: (values, [_word(field, value, words) for value in values])
    cells = _alike(scope, field)

    def both(values: Sequence[Any], beside: Mapping[str, Sequence[Any]]) -> tuple[Cells, Cells]:
        found = cells(values, beside)
        return found, found

    return both


def _word(field: Declared, code: Any, words: dict[Any, CellValue]) -> CellValue:
    if code not in words:
        words[code] = field.format(code) or None
    return words[code]


def _alike(scope: Scope, field: Declared) -> Callable[[Sequence[Any], Mapping[str, Sequence[Any]]], Cells]:
    """Cells of a field that says the same in data files and to readers."""
    if isinstance(field, Link):
        return lambda values, _beside: [name or None for name in scope.names_of(field.target, values)]
    if isinstance(field, Reference):
        return lambda values, _beside: [scope.reference(value) or None for value in values]
    if isinstance(field, Text):
        return lambda values, _beside: _plain(scope, values)
    if isinstance(field, Money):
        return lambda values, beside: _amounts(field, values, beside.get(field.currency))
    if type(field).exchange is Declared.exchange:
        return lambda values, _beside: values
    return lambda values, _beside: [field.exchange(value) for value in values]


def _amounts(field: Money, values: Sequence[Any], currencies: Sequence[Any] | None) -> Cells:
    """Amounts, each in the currency beside it."""
    beside = currencies if currencies is not None else [None] * len(values)
    return [field.exchange(value, {field.currency: currency}) for value, currency in zip(values, beside, strict=True)]


def _plain(scope: Scope, values: Sequence[str | None]) -> Cells:
    """Texts without people."""
    found = iter(scope.hide.texts([value for value in values if value]))
    return [next(found) if value else None for value in values]


def _as_entered(typed: str | None, fields: Sequence[Declared]) -> str | None:
    """What was typed into the quantities that go along; texts may hold names and do not."""
    texts = json.loads(typed) if typed else {}
    shown = [
        f"{field.key}: {texts[field.name]}" for field in fields if isinstance(field, Scaled) and field.name in texts
    ]
    return "; ".join(shown) or None


def _has_typed(scope: Scope, type_: type[Record]) -> bool:
    sql = f'SELECT 1 FROM "{type_.type_name()}" WHERE trashed = 0 AND typed IS NOT NULL LIMIT 1'  # noqa: S608 - declared
    return bool(ask(scope.store, sql))
