"""Writes registers as one Excel workbook: real numbers and dates, headings in gold, filters, totals with names."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from armdesk import atomic
from armdesk.exports.text import one_line
from armdesk.progress import SILENT, Progress
from armdesk.reports.document import CellValue, Column


_LEVEL = 3
"""Deflate level: 1 is quickest, 6 takes twice the time."""


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
    """

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[SheetValue]]
    description: str = ""
    tab: str = "other"
    totals: Sequence[CellValue] | None = None
    name: str = ""
    page: bool = False


@dataclass(frozen=True)
class Properties:
    """What a workbook says of itself.  paper: "A4" or "Letter"; made_on is fixed so that bytes repeat."""

    title: str = ""
    author: str = ""
    language: str = "en"
    made_on: date = date(2000, 1, 1)
    paper: str = "A4"


def write_workbook(
    sheets: Sequence[Sheet], target: Path, progress: Progress = SILENT, properties: Properties | None = None
) -> None:
    """Write all sheets to an Excel file; the same sheets give the same bytes.

    Errors: ExportError (target not writable, more rows than a sheet holds), DiskFull, Cancelled; a file that stood
    at the target then stays as it was.
    """
    from armdesk.exports.xlsx_stream import stream_workbook

    with (
        atomic.replacing(target) as scratch,
        zipfile.ZipFile(scratch, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive,
    ):
        stream_workbook(sheets, archive, progress, properties or Properties())


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
