"""Writes registers as one Excel workbook: real numbers and dates, headings in gold, filters, totals with names."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from armdesk import atomic
from armdesk.exports.sheets import Jump, Properties, Sheet, SheetValue
from armdesk.i18n import speaking
from armdesk.progress import SILENT, Progress

__all__ = ["Jump", "Properties", "Sheet", "SheetValue", "write_workbook"]

_LEVEL = 3
"""Deflate level: 1 is quickest, 6 takes twice the time; 3 is nearly as small."""


def write_workbook(
    sheets: Sequence[Sheet], target: Path, progress: Progress = SILENT, properties: Properties | None = None
) -> None:
    """Write all sheets to an Excel file; the same sheets give the same bytes.

    Errors: ExportError (target not writable, more rows than a sheet holds), DiskFull, Cancelled; a file that stood
    at the target then stays as it was.
    """
    from armdesk.exports.xlsx_stream import stream_workbook

    properties = properties or Properties()
    with (
        speaking(properties.language),
        atomic.replacing(target) as scratch,
        zipfile.ZipFile(scratch, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive,
    ):
        stream_workbook(sheets, archive, progress, properties)
