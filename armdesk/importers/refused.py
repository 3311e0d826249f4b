"""The refused rows of an import: their cells fetched, and written as a workbook with the reason in a last column."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

from armdesk.atomic import replacing
from armdesk.fields import clean_text
from armdesk.i18n import _
from armdesk.importers.caution import column_letters
from armdesk.importers.outcome import ReadRow
from armdesk.importers.planned import ImportPlan

_WIDEST = 32_000


def write_refused(plan: ImportPlan, target: Path) -> int:
    """Write the refused rows to an .xlsx file; returns their number, 0 when no file was written.

    Errors: DiskFull; ExportError when the file cannot be written.
    """
    if not plan.refused:
        return 0
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one sheet
    sheet.title = _("Refused rows")
    width = max(len(row.cells) for row, _problems in plan.refused)
    _write(sheet, 1, [_("Sheet"), _("Row"), *[""] * width, _("Reason")])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, (row, problems) in enumerate(plan.refused, 2):
        cells = [*row.cells, *[""] * (width - len(row.cells))]
        reason = "\n".join(_reason(problem.column, problem.sentence) for problem in problems)
        _write(sheet, number, [row.sheet, row.number, *cells, reason])
    sheet.freeze_panes = "A2"
    sheet.column_dimensions[column_letters(width + 3)].width = 80
    with replacing(target) as scratch:
        book.save(scratch)
    return len(plan.refused)


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
