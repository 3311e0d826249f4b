"""What tables of counted rows share: their head, their columns and the line of totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from armdesk.exports.pack_table import PackTable, Row
from armdesk.i18n import N_, _
from armdesk.reports.document import Column

UNKNOWN = N_("Not stated")


class Head(NamedTuple):
    """What a table is called and where it belongs."""

    code: str
    name: str
    title: str
    purpose: str
    place: str


def counted_table(
    head: Head,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    summed: Iterable[str] = (),
    choices: dict[str, dict[str, str]] | None = None,
) -> PackTable:
    """A table of ready rows.  Shape: choices leads from a column's key to its codes and their words."""
    words = {key: {code: _(label) for code, label in options.items()} for key, options in (choices or {}).items()}

    def make(coded: bool) -> Iterable[Row]:
        if coded or not words:
            return rows
        return [
            tuple(
                words[column.key].get(value, value) if column.key in words and isinstance(value, str) else value
                for column, value in zip(columns, row, strict=True)
            )
            for row in rows
        ]

    totals = _sums(columns, rows, set(summed)) if summed and rows else None
    return PackTable(head.code, head.name, head.title, head.purpose, tuple(columns), make, head.place, words, totals)


def _sums(columns: Sequence[Column], rows: Sequence[Row], summed: set[str]) -> Row:
    sums: list[Decimal | str | None] = []
    for place, column in enumerate(columns):
        numbers = [Decimal(value) for row in rows if isinstance(value := row[place], int | Decimal)]
        sums.append(sum(numbers, Decimal(0)) if column.key in summed else None)
    sums[0] = _("Total")
    return tuple(sums)


def grams_column(key: str, title: str, meaning: str = "") -> Column:
    """A weight in g."""
    return Column(key, title, "number", "g", 3, help=meaning)


def count_column(key: str, title: str, meaning: str = "") -> Column:
    """A number of things."""
    return Column(key, title, "number", places=0, help=meaning)


def month_column() -> Column:
    """The month a row speaks of."""
    return Column("month", _("Month"), "code")
