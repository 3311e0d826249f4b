"""Writes a register as CSV for other programs, with a second file that says what each column means.

The form is fixed: UTF-8 with a byte-order mark (without it Excel spoils accents), commas, CRLF, texts quoted only where
needed (RFC 4180); dates as 2025-03-04, numbers with a point and no groups, true and false, nothing for "not stated".
Text that a spreadsheet could run as a formula gets a "'" before it (CWE-1236).  A spreadsheet that opens a CSV still
turns 0123 into 123: the workbook is the faithful form, and the second file says so.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import cast

from armdesk import atomic
from armdesk.exports.text import all_plain, clean, looks_like_formula
from armdesk.i18n import _
from armdesk.progress import SILENT, Progress
from armdesk.reports.document import CellValue, Column

_ENCODING = "utf-8-sig"
_STEP_ROWS = 2000
COLUMNS_ENDING = ".columns.csv"


def write_csv(
    columns: Sequence[Column], rows: Iterable[Sequence[CellValue]], target: Path, progress: Progress = SILENT
) -> tuple[Path, Path]:
    """Write a register to target and the meaning of its columns beside it; gives both paths.

    Shape: the first row holds the documented column keys, not the titles, so that programs in any language find them.
    Errors: ExportError, DiskFull, Cancelled; a file that stood at the target then stays as it was.
    """
    meaning = target.with_name(target.stem + COLUMNS_ENDING)
    write_rows([column.key for column in columns], rows, target, progress)
    write_rows(("column", "title", "unit", "kind", "places", "meaning"), _described(columns), meaning)
    return target, meaning


def write_rows(
    keys: Sequence[str], rows: Iterable[Sequence[CellValue]], target: Path, progress: Progress = SILENT
) -> None:
    """Write rows under their column keys, where another file already says what the columns mean."""
    total = len(rows) if isinstance(rows, Sequence) else 0
    source, done = iter(rows), 0
    with row_file(keys, target) as write:
        while block := list(islice(source, _STEP_ROWS)):
            progress.step(done, total)
            write(block)
            done += len(block)


@contextmanager
def row_file(keys: Sequence[str], target: Path) -> Iterator[Callable[[Sequence[Sequence[CellValue]]], None]]:
    """A file of rows under way, in its place when all are written.  Shape: what is given writes a block of rows."""
    with atomic.replacing(target) as scratch, scratch.open("w", encoding=_ENCODING, newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(keys)
        yield lambda rows: writer.writerows(_texts(rows))


def field_text(value: CellValue) -> str:
    """One value as it stands in the file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int):
        return str(value)
    text = clean(value)
    return "'" + text if looks_like_formula(value) or looks_like_formula(text) else text


def _texts(rows: Sequence[Sequence[CellValue]]) -> Iterable[Sequence[str]]:
    """A block of rows as texts, column by column: most columns hold values of one kind."""
    if len(set(map(len, rows))) != 1:
        return [[field_text(value) for value in row] for row in rows]
    return zip(*map(_column_texts, zip(*rows, strict=True)), strict=True)


def _column_texts(values: Sequence[CellValue]) -> Sequence[str]:
    if values.count(None) == len(values):
        return [""] * len(values)
    if set(map(type, values)) == {str} and all_plain(texts := cast("Sequence[str]", values)):
        return texts
    return [field_text(value) for value in values]


def _described(columns: Sequence[Column]) -> list[tuple[CellValue, ...]]:
    notice = _("Identity numbers and codes lose leading zeros when a spreadsheet opens a CSV; the workbook keeps them.")
    described: list[tuple[CellValue, ...]] = [
        (column.key, column.title, column.unit, column.kind, column.places, column.help) for column in columns
    ]
    return [*described, ("", notice, "", "", None, "")]
