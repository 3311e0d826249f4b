"""Sheets of any table file as rows of typed cells: new and old Excel, LibreOffice and text tables alike."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from armdesk.errors import RefusedFile
from armdesk.i18n import _
from armdesk.importers.caution import Caution, SheetScan
from armdesk.importers.scan_binary import check_binary
from armdesk.importers.scan_ods import scan_ods
from armdesk.importers.scan_xlsx import scan_xlsx
from armdesk.importers.sniff import Kind, sniff
from armdesk.importers.text_rows import TextShape, TextTable, read_text


def damaged(path: Path) -> RefusedFile:
    """The refusal of a file that is not whole."""
    return RefusedFile(
        _("“{file}” is damaged or cut short; get it again from where it came from.").format(file=path.name)
    )


class _Guarded:
    """Turns what the fast reader raises on damaged files, panics of its own included, into a refusal."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        # Its panics derive from BaseException and their class cannot be imported: told by name, python-calamine 0.9.
        names = {each.__name__ for each in kind.__mro__} if kind is not None else set()
        if "PasswordError" in names:
            sentence = _(
                "“{file}” is protected by a password; remove the password in the spreadsheet program and save it."
            )
            raise RefusedFile(sentence.format(file=self._path.name)) from None
        if names & {"CalamineError", "PanicException", "ValueError"}:
            raise damaged(self._path) from None


Cell = Any
"""str ("" when empty), float or int, bool, date, datetime, time or timedelta."""


@dataclass
class Book:
    """An opened table file.

    Shape: cautions are sentences for the person; shape tells how a text table was understood, None for workbooks.
    """

    path: Path
    kind: Kind
    sheets: list[str]
    cautions: list[Caution] = field(default_factory=list)
    shape: TextShape | None = None
    _scans: dict[str, SheetScan] = field(default_factory=dict)
    _workbook: Any = None
    _text: TextTable | None = None

    def rows(self, sheet: str) -> Iterator[list[Cell]]:
        """All rows of a sheet, blank ones too: the n-th is row n of the spreadsheet, its first cell column A."""
        if self._text is not None:
            yield from self._text.rows()
            return
        with _Guarded(self.path):
            opened = self._workbook.get_sheet_by_name(sheet)
            if opened.start is None:
                return
            indent = [""] * opened.start[1]
            cells = opened.iter_rows()
        for row in cells:
            yield indent + row if indent else row

    def faults(self, sheet: str) -> dict[tuple[int, int], str]:
        """Cells without usable value: (row, column), both from 1 -> what they show."""
        scan = self._scans.get(sheet)
        return scan.faults if scan else {}


def open_book(path: Path, shape: TextShape | None = None) -> Book:
    """Open a table file; shape settles how a text table is written where the first look would be wrong.

    Errors: RefusedFile with what the file is instead, or why it is not opened.
    """
    kind = sniff(path)
    if kind is Kind.TEXT:
        text = read_text(path, shape)
        book = Book(path, kind, [""], [Caution("", sentence) for sentence in text.oddities], text.shape)
        book._text = text  # noqa: SLF001 - made here
        return book
    return _open_workbook(path, kind)


def _open_workbook(path: Path, kind: Kind) -> Book:
    """Look into a workbook, then hand it to the fast reader."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    scans: dict[str, SheetScan] = {}
    cautions: list[Caution] = []
    copy: io.BytesIO | None = None
    if kind is Kind.XLSX:
        scans, cautions, copy = scan_xlsx(path)
    elif kind is Kind.ODS:
        scans = scan_ods(path)
    else:
        check_binary(path, kind is Kind.XLS)
    with _Guarded(path):
        workbook = CalamineWorkbook.from_filelike(copy or io.BytesIO(path.read_bytes()))
    sheets = []
    for sheet in workbook.sheets_metadata:
        if sheet.typ is not SheetTypeEnum.WorkSheet:
            continue
        if kind is Kind.XLSX and sheet.name not in scans:
            raise damaged(path)  # what was not looked at is not read
        sheets.append(sheet.name)
        if sheet.visible is not SheetVisibleEnum.Visible:
            cautions.append(Caution(sheet.name, _("Sheet “{sheet}” is hidden.").format(sheet=sheet.name)))
        known = scans.get(sheet.name)
        cautions += [Caution(sheet.name, sentence) for sentence in known.sentences] if known else []
    return Book(path, kind, sheets, cautions, None, scans, workbook)
