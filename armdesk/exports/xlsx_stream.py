"""Streams the rows of sheets into a workbook whose frame openpyxl made: fast, and in little memory.

A cell made by openpyxl costs an object; here a row is text from the start.  Styles, widths and names still come from
openpyxl, so nothing of the format is written twice.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO
from xml.sax.saxutils import escape

from armdesk.errors import ExportError
from armdesk.exports.sheets import Jump, Properties, Sheet, SheetValue
from armdesk.exports.text import for_cell, looks_like_formula
from armdesk.exports.xlsx_book import SAMPLE, Book, Manner, follows_number
from armdesk.i18n import _
from armdesk.progress import Progress
from armdesk.reports.document import Column

_LAST_ROW = 1_048_576
_CHUNK = 500
_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_TRUE_DAY = date(1900, 3, 1)  # before it Excel counts a 29 February 1900 that never was
_DIGITS = 15  # a cell holds no more; longer numbers are kept as text, digit by digit
_REMEMBERED = 5000
_LINE, _HIGHEST = 15.0, 409.0  # points; no row of Excel is higher
_NEEDS_CARE = re.compile(r"[&<>\s]|_x[0-9A-Fa-f]{4}_")
_ESCAPED_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MODIFIED = re.compile(r"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def stream_workbook(
    sheets: Sequence[Sheet], archive: zipfile.ZipFile, progress: Progress, properties: Properties
) -> None:
    """Write frame and rows of all sheets into an open archive.

    Errors: ExportError where a sheet has more rows than Excel holds.
    """
    book = Book(sheets, properties)
    heads = [_begun(book, place, sheet) for place, sheet in enumerate(sheets)]
    for sheet in sheets:
        _register_styles(book, sheet.columns)
    frame = _saved(book)
    known = _sheet_parts(len(sheets))
    for name in ("[Content_Types].xml", "_rels/.rels"):
        _put(archive, name, frame.read(name))
    total = sum(len(sheet.rows) for sheet in sheets if isinstance(sheet.rows, Sequence))
    done = 0
    for place, (sheet, rows, part) in enumerate(zip(sheets, heads, known, strict=True)):
        pen = _SheetPen(book, place, sheet, frame.read(part).decode())
        with archive.open(part, "w") as stream:
            for count in pen.write(rows, stream):
                done += count
                progress.step(done, total, sheet.title)
    frame = _saved(book)  # again, now that filters and names know their rows
    for name in sorted(frame.namelist()):
        if name not in known and name not in {"[Content_Types].xml", "_rels/.rels"}:
            content = frame.read(name)
            if name == "docProps/core.xml":  # openpyxl writes the clock here
                stamp = f"{properties.made_on.isoformat()}T00:00:00Z"
                content = _MODIFIED.sub(rf"\g<1>{stamp}\g<2>", content.decode()).encode()
            _put(archive, name, content)
    for entry in archive.infolist():
        entry.create_system = 3  # else the bytes would tell Windows from Linux


def _begun(book: Book, place: int, sheet: Sheet) -> Iterable[Sequence[SheetValue]]:
    """The rows of a sheet, after the first of them have chosen its widths."""
    if sheet.first is not None:
        book.set_widths(place, sheet, sheet.first)
        return sheet.rows
    rows = iter(sheet.rows)
    sample = list(islice(rows, SAMPLE))
    book.set_widths(place, sheet, sample)
    return chain(sample, rows)


def _register_styles(book: Book, columns: Sequence[Column]) -> None:
    """Make every style before the frame is saved; later ones would be missing from it."""
    for position in range(len(columns)):
        _ColumnStyles(book, columns, position, total=False)
        _ColumnStyles(book, columns, position, total=True)


def _saved(book: Book) -> zipfile.ZipFile:
    content = io.BytesIO()
    book.book.save(content)
    return zipfile.ZipFile(content)


def _sheet_parts(count: int) -> list[str]:
    return [f"xl/worksheets/sheet{number}.xml" for number in range(1, count + 1)]


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    with archive.open(name, "w") as stream:
        stream.write(content)


class _ColumnStyles:
    """Style numbers of one column for each type of value that may stand in it."""

    def __init__(self, book: Book, columns: Sequence[Column], position: int, *, total: bool) -> None:
        column = columns[position]
        manner = Manner(total=total, indented=follows_number(columns, position))
        words = column.kind if column.kind in {"note", "code"} else "text"
        self.text = book.style(words, None, manner)
        self.quoted = book.style(words, None, replace(manner, quoted=True))
        self.number = book.style("number", column.places if column.kind == "number" else None, Manner(total=total))
        self.date = book.style("date", None, manner)
        self.yesno = book.style("yesno", None, manner)
        self.link = book.style("link", None, replace(manner, total=False))
        self.coded = column.kind == "code"
        self.remembered: dict[object, str] = {}

    def ending(self, value: SheetValue) -> str:
        """All of a cell behind its address, for any value; the same value is asked for often."""
        if isinstance(value, Jump):
            return self._plain(value.value, self.link)
        return self._plain(value, None)

    def _plain(self, value: SheetValue, style: int | None) -> str:
        if isinstance(value, bool):
            return f'" s="{style or self.yesno}" t="b"><v>{int(value)}</v></c>'
        if isinstance(value, int | Decimal) and not self.coded:
            shown = str(value)
            if shown[-1].isdigit() and _fits(shown):
                return f'" s="{style or self.number}"><v>{shown}</v></c>'
        if isinstance(value, date) and not isinstance(value, datetime) and value >= _FIRST_TRUE_DAY:
            return f'" s="{style or self.date}"><v>{value.toordinal() - _EPOCH}</v></c>'
        text = for_cell(value if isinstance(value, str) else str(value))
        kind = style or (self.quoted if looks_like_formula(text) else self.text)
        if _NEEDS_CARE.search(text):
            text = _ESCAPED_CODE.sub("_x005F_", escape(text))
            return f'" s="{kind}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        return f'" s="{kind}" t="inlineStr"><is><t>{text}</t></is></c>'


def _fits(shown: str) -> bool:
    """Whether a cell keeps every digit of a number."""
    return len(shown.partition("E")[0].replace(".", "").lstrip("-0")) <= _DIGITS


class _SheetPen:
    """Writes one sheet: the frame before the rows, the rows, the totals, the frame behind."""

    def __init__(self, book: Book, place: int, sheet: Sheet, frame: str) -> None:
        self._book, self._place, self._sheet = book, place, sheet
        # The frame's size is wrong as soon as rows follow, and programs believe it.
        frame = re.sub(r"<dimension [^>]*/>", "", frame)
        self._before, mark, behind = frame.partition("</sheetData>")
        self._behind = mark + behind
        self._letters = [_letters(position) for position in range(len(sheet.columns))]
        self._jumps: list[tuple[str, str]] = []
        columns = enumerate(sheet.columns)
        self._notes = [(n, book.widths[place, n]) for n, column in columns if column.kind == "note"]

    def write(self, rows: Iterable[Sequence[SheetValue]], stream: IO[bytes]) -> Iterator[int]:
        """Write the sheet; gives the number of rows of each piece written.  Errors: ExportError (too many rows)."""
        stream.write(self._before.encode())
        first = number = self._book.first_row(self._sheet)
        source = iter(rows)
        styles = self._styles(total=False)
        while chunk := list(islice(source, _CHUNK)):
            if number + len(chunk) - 1 + (self._sheet.totals is not None) > _LAST_ROW:
                raise ExportError(
                    _("{sheet} has more rows than an Excel sheet can hold. Choose a shorter period and export again.")
                    .format(sheet=self._sheet.title)
                )
            stream.write(self._rows(chunk, number, styles).encode())
            number += len(chunk)
            yield len(chunk)
        total_row = None
        if self._sheet.totals is not None:
            total_row = number
            stream.write(self._total(number, self._styles(total=True)).encode())
        area = self._book.finish(self._place, self._sheet, number - 1, total_row)
        header = f'<autoFilter ref="A{first - 1}:{self._letters[-1]}{first - 1}"'
        behind = self._behind.replace(header, f'<autoFilter ref="{area}"')
        stream.write(self._with_jumps(behind).encode())

    def _styles(self, *, total: bool) -> list[_ColumnStyles]:
        columns = self._sheet.columns
        return [_ColumnStyles(self._book, columns, position, total=total) for position in range(len(columns))]

    def _start_of(self, number: int, row: Sequence[SheetValue]) -> str:
        """The opening of a row, high enough for its notes: not every program works that out by itself."""
        height = 1
        for position, width in self._notes:
            value = row[position]
            if isinstance(value, str) and (len(value) > width or "\n" in value):
                height = max(height, sum(1 + int(len(line) / width) for line in value.split("\n")))
        return f'<row r="{number}" ht="{min(_HIGHEST, height * _LINE):g}">' if height > 1 else f'<row r="{number}">'

    def _rows(self, chunk: Sequence[Sequence[SheetValue]], number: int, styles: Sequence[_ColumnStyles]) -> str:
        columns = [(f'<c r="{letter}', s, s.remembered) for letter, s in zip(self._letters, styles, strict=True)]
        lines: list[str] = []
        write = lines.append
        for row in chunk:
            write(self._start_of(number, row) if self._notes else f'<row r="{number}">')
            for value, (start, style, remembered) in zip(row, columns, strict=True):
                if value is None:
                    continue
                # True equals 1 and Decimal("1.0") equals 1: only texts and dates are safe as keys.
                kind = type(value)
                if kind is str or kind is date:
                    ending = remembered.get(value)
                    if ending is None:
                        ending = style.ending(value)
                        if len(remembered) < _REMEMBERED and (kind is date or len(value) < 100):  # type: ignore[arg-type]  # kind says it is a str
                            remembered[value] = ending
                elif kind is Decimal and not style.coded and len(shown := str(value)) <= _DIGITS and shown[-1] <= "9":
                    ending = f'" s="{style.number}"><v>{shown}</v></c>'
                else:
                    ending = style.ending(value)
                    if kind is Jump:
                        self._jumps.append((f"{start[6:]}{number}", value.sheet))  # type: ignore[union-attr]  # kind says it is a Jump
                write(f"{start}{number}{ending}")
            write("</row>")
            number += 1
        return "".join(lines)

    def _total(self, number: int, styles: Sequence[_ColumnStyles]) -> str:
        cells = [
            f'<c r="{letter}{number}' + (f'" s="{style.text}"/>' if value is None else style.ending(value))
            for letter, style, value in zip(self._letters, styles, self._sheet.totals or (), strict=True)
        ]
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _with_jumps(self, behind: str) -> str:
        names = dict(zip((sheet for sheet in self._book.titles), self._book.names, strict=True))
        links = [
            f'<hyperlink ref="{cell}" location="{_target(names[title])}" display="{_target(names[title])}"/>'
            for cell, title in self._jumps
            if title in names
        ]
        if not links:
            return behind
        before, mark, after = behind.partition("<pageMargins")
        return f"{before}<hyperlinks>{''.join(links)}</hyperlinks>{mark}{after}"


def _target(name: str) -> str:
    return escape("'" + name.replace("'", "''") + "'!A1", {'"': "&quot;"})


def _letters(position: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(position + 1)
