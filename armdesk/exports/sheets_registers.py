"""Makes a table of a pack from a register: columns from its declaration, people as codes, texts without names."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from armdesk.exports.pack_table import PackTable, Row
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
from armdesk.services.figure import ask
from armdesk.services.scope import Scope

Show = Callable[[Any, dict[str, Any]], CellValue]
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

    def make(coded: bool) -> Iterator[Row]:
        shows = [_show(scope, field, coded) for field in fields]
        for values in scope.store.values(rows, [*fields, *([type_.field("typed")] if entered else [])]):
            kept = keep(values) if keep else values
            cells = [show(kept[field.name], kept) for field, show in zip(fields, shows, strict=True)]
            yield (*cells, _as_entered(kept["typed"], fields)) if entered else tuple(cells)

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
        make,
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


def _show(scope: Scope, field: Declared, coded: bool) -> Show:
    """How a value of a field stands in a cell."""
    if isinstance(field, Link):
        return lambda value, _row: scope.name_of(field.target, value) or None
    if isinstance(field, Reference):
        return lambda value, _row: scope.reference(value) or None
    if isinstance(field, Choice | Choices):
        return (lambda value, _row: value) if coded else (lambda value, row: field.format(value, row) or None)
    if isinstance(field, Text):
        return lambda value, _row: scope.hide.text(value) if value else None
    return field.exchange


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
