"""What a cell of a table looks like to a reader: numbers in the manner of the language, dates always as 2025-03-04."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from armdesk.i18n import _, speaking
from armdesk.i18n_formats import decimal_text
from armdesk.reports.document import CellValue, Column

NOT_STATED = "–"
"""Printed where nothing is stated, so that an empty cell is never taken for a forgotten one."""

Formatter = Callable[[CellValue], str]


def shown(value: CellValue, column: Column, language: str) -> str:
    """The text of one cell, for a reader of this language; "" where nothing is stated."""
    return formatter(column, language)(value)


def formatter(column: Column, language: str) -> Formatter:
    """The way to show every value of a column: made once, used for each row.

    Shape: only a column of kind number groups its digits, so a code or a year keeps the digits as they are.
    """
    with speaking(language):
        yes, no = _("yes"), _("no")
    is_number = column.kind == "number"
    places = column.places if is_number else None
    seen: dict[str, str] = {}

    def number(value: Decimal | int) -> str:
        key = str(value)
        if not key[-1].isdigit():
            return key  # NaN and Infinity are no numbers to a reader
        if key not in seen:
            if len(seen) > 5000:
                seen.clear()
            seen[key] = decimal_text(value, places, language, grouped=is_number)
        return seen[key]

    def show(value: CellValue) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return yes if value else no
        if isinstance(value, date):
            return value.isoformat()
        return number(value)

    return show


def heading(column: Column) -> str:
    """The heading of a column with its unit: "Gold (g)"."""
    return f"{column.title} ({column.unit})" if column.unit else column.title
