"""The refused rows of an import: their cells fetched, and written as a workbook with the reason in a last column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

from armdesk.atomic import replacing
from armdesk.errors import RecipeError, RefusedFile
from armdesk.fields import clean_text
from armdesk.i18n import _
from armdesk.importers.caution import column_letters
from armdesk.importers.layout import find_layout
from armdesk.importers.outcome import Problem, ReadRow
from armdesk.importers.planned import ImportPlan

_WIDEST = 32_000
_UNNAMEABLE = re.compile(r"[\[\]:*?/\\]")
"""Signs that no sheet of a workbook may have in its name."""


def write_refused(plan: ImportPlan, target: Path) -> int:
    """Write the refused rows to an .xlsx file; returns their number, 0 when no file was written.

    Shape: a sheet for each table of the book, its columns under their own headings, so that the file can be corrected
    and imported itself; then sheet and row, and why it was refused.  Errors: DiskFull; ExportError when the file cannot
    be written.
    """
    if not plan.refused:
        return 0
    from openpyxl import Workbook

    tables: dict[tuple[str, int], list[tuple[ReadRow, list[Problem]]]] = {}
    for row, problems in plan.refused:
        tables.setdefault((row.sheet, row.table), []).append((row, problems))
    book = Workbook()
    for place, ((sheet, table), rows) in enumerate(tables.items()):
        page: Any = book.active if place == 0 else book.create_sheet()
        page.title = _UNNAMEABLE.sub(" ", sheet).strip("' ")[:28] or _("Refused rows")
        _write_table(page, headings_of(plan, sheet, table), rows)
    with replacing(target) as scratch:
        book.save(scratch)
    return len(plan.refused)


def headings_of(plan: ImportPlan, sheet: str, table: int) -> list[str]:
    """What stands above the columns of one table of the book; nothing where the book cannot be read any more."""
    try:
        return find_layout(plan.recipe.tables[table], sheet, iter(enumerate(plan.book.rows(sheet), 1))).headings
    except (RefusedFile, RecipeError):
        return []


def _write_table(page: Any, headings: Sequence[str], rows: Sequence[tuple[ReadRow, list[Problem]]]) -> None:
    from openpyxl.styles import Font

    width = max(len(headings), *(len(row.cells) for row, _problems in rows))
    _write(page, 1, [*headings, *[""] * (width - len(headings)), _("Sheet"), _("Row"), _("Reason")])
    for cell in page[1]:
        cell.font = Font(bold=True)
    for number, (row, problems) in enumerate(rows, 2):
        cells = [*row.cells, *[""] * (width - len(row.cells))]
        reason = "\n".join(_reason(problem.column, problem.sentence) for problem in problems)
        _write(page, number, [*cells, row.sheet, row.number, reason])
    page.freeze_panes = "A2"
    page.column_dimensions[column_letters(width + 3)].width = 80


def _reason(column: str, sentence: str) -> str:
    return f"{column}: {sentence}" if column else sentence


def _write(sheet: Any, number: int, values: Sequence[Any]) -> None:
    """One row; what a person typed is text, never a formula."""
    for place, value in enumerate(values, 1):
        if value == "":
            continue
        cell = sheet.cell(number, place)
        if isinstance(value, int | float | datetime | date | time):
            cell.value = value
            continue
        cell.value = clean_text(str(value), lines=True)[:_WIDEST]
        cell.data_type = "s"
        cell.quotePrefix = True


def fetch_cells(plan: ImportPlan) -> None:
    """Read the cells of rows again that were refused after all were read; those of good rows are not kept."""
    lacking: dict[str, dict[int, list[ReadRow]]] = {}
    for row, _problems in plan.refused:
        if not row.cells:
            lacking.setdefault(row.sheet, {}).setdefault(row.number, []).append(row)
    for sheet, wanted in lacking.items():
        for number, cells in enumerate(islice(plan.book.rows(sheet), max(wanted)), 1):
            for row in wanted.get(number, ()):
                row.cells = cells
