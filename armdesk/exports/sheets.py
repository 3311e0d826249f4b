"""What a workbook is made of: sheets, cells that lead to other sheets, and what the file says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from armdesk.exports.text import one_line
from armdesk.reports.document import CellValue, Column


@dataclass(frozen=True)
class Jump:
    """A cell that leads to another sheet of the same workbook, named by its title."""

    value: CellValue
    sheet: str


SheetValue = CellValue | Jump


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: columns, and rows that may come one by one from the database.

    Shape: rows are tuples as long as columns.  totals: a row like the others, printed last, or None.
    name: what the totals are called in formulas, total_<name>_<column key>; "" takes the title.
    tab: a place of the program, key of look.TAB_COLOURS.
    page: a sheet to read ("Read me"), with title and description above its rows and no filter.
    first: its first rows, by which the widths are chosen, where rows are to be begun only when the sheet is written;
    as many as xlsx_book.SAMPLE, or all.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[SheetValue]]
    description: str = ""
    tab: str = "other"
    totals: Sequence[CellValue] | None = None
    name: str = ""
    page: bool = False
    first: Sequence[Sequence[SheetValue]] | None = None


@dataclass(frozen=True)
class Properties:
    """What a workbook says of itself.  paper: "A4" or "Letter"; made_on is fixed so that bytes repeat."""

    title: str = ""
    author: str = ""
    language: str = "en"
    made_on: date = date(2000, 1, 1)
    paper: str = "A4"


_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Titles as Excel accepts them for sheets: no special signs, at most 31 letters, no two alike."""
    names: list[str] = []
    taken = {"history"}  # Excel keeps this name for itself
    for title in titles:
        base = _NOT_IN_NAMES.sub(" ", one_line(title)).strip("' ") or "Sheet"
        name, count = base[:_LONGEST_NAME].strip("' "), 2
        while name.casefold() in taken:
            ending = f" ({count})"
            name, count = base[: _LONGEST_NAME - len(ending)].rstrip("' ") + ending, count + 1
        taken.add(name.casefold())
        names.append(name)
    return names
