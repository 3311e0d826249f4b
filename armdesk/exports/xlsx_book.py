"""The frame of a workbook, made by openpyxl: styles, headings, widths, filters, print set-up, names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from armdesk import look
from armdesk.exports.sheets import Jump, Properties, Sheet, SheetValue, sheet_names
from armdesk.exports.shown import formatter, heading
from armdesk.exports.text import for_cell, one_line
from armdesk.reports.document import Column

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.styles import Font
    from openpyxl.worksheet.worksheet import Worksheet

SAMPLE = 300
"""Rows looked at to choose the widths of the columns."""
_WIDEST = {"note": 60, "text": 44, "code": 44}
_LONGEST_PROMPT = 255


@dataclass(frozen=True)
class Manner:
    """What sets a cell apart: text that looks like a formula, a total, words that follow a number too closely."""

    quoted: bool = False
    total: bool = False
    indented: bool = False


class Book:
    """A workbook whose sheets have all but their rows."""

    def __init__(self, sheets: Sequence[Sheet], properties: Properties) -> None:
        from openpyxl import Workbook

        self.book: Workbook = Workbook()
        self.book.remove(self.book.worksheets[0])
        self._language = properties.language
        self._styles: dict[tuple[str, int | None, Manner], int] = {}
        self.widths: dict[tuple[int, int], float] = {}
        self._describe(properties)
        self.titles = [sheet.title for sheet in sheets]
        self.names = sheet_names(self.titles)
        for name, sheet in zip(self.names, sheets, strict=True):
            self._prepare(self.book.create_sheet(name), sheet, properties)

    def first_row(self, sheet: Sheet) -> int:
        """Number of the first row under titles and headings."""
        if not sheet.page:
            return 2
        return 5 if any(column.title for column in sheet.columns) else 4

    def set_widths(self, place: int, sheet: Sheet, sample: Sequence[Sequence[SheetValue]]) -> None:
        """Choose column widths by headings and the first rows."""
        from openpyxl.utils import get_column_letter

        for position, column in enumerate(sheet.columns):
            show = formatter(column, self._language)
            values = [row[position] for row in sample]
            texts = [show(value.value if isinstance(value, Jump) else value) for value in values]
            if sheet.totals is not None:
                texts.append(show(sheet.totals[position]) + " ")
            longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
            wanted = max(longest + 2, min(len(heading(column)) + 4, 26))
            widest = _WIDEST.get(column.kind, 30)
            worksheet = self.book.worksheets[place]
            width = 90 if sheet.page and len(sheet.columns) == 1 else min(max(wanted, 7), widest)
            worksheet.column_dimensions[get_column_letter(position + 1)].width = width
            self.widths[place, position] = width

    def style(self, kind: str, places: int | None = None, manner: Manner | None = None) -> int:
        """Number of the cell style for a kind of value.

        Shape: kind is text, note, code, number, date, yesno, link.
        """
        key = (kind, places, manner or Manner())
        if key not in self._styles:
            from openpyxl.cell import WriteOnlyCell

            self._styles[key] = _styled(WriteOnlyCell(self.book.worksheets[0]), *key).style_id
        return self._styles[key]

    def finish(self, place: int, sheet: Sheet, last_row: int, total_row: int | None) -> str:
        """Set what depends on the number of rows; gives the range of the filter."""
        worksheet = self.book.worksheets[place]
        first = self.first_row(sheet) - 1
        area = f"A{first}:{_letter(len(sheet.columns))}{max(last_row, first)}"
        if not sheet.page:
            worksheet.auto_filter.ref = area
        if total_row is not None and sheet.totals is not None:
            self._name_totals(worksheet.title, sheet, total_row)
        return area

    def _name_totals(self, title: str, sheet: Sheet, row: int) -> None:
        from openpyxl.utils import quote_sheetname
        from openpyxl.workbook.defined_name import DefinedName

        for position, (column, value) in enumerate(zip(sheet.columns, sheet.totals or (), strict=True)):
            if value is None or column.kind != "number":
                continue
            name = _formula_name(f"total_{sheet.name or sheet.title}_{column.key}")
            cell = f"{quote_sheetname(title)}!${_letter(position + 1)}${row}"
            self.book.defined_names[name] = DefinedName(name, attr_text=cell)

    def _describe(self, properties: Properties) -> None:
        made = datetime.combine(properties.made_on, time())
        known = self.book.properties
        known.title, known.language = one_line(properties.title), properties.language
        known.creator = known.lastModifiedBy = one_line(properties.author)
        known.created = known.modified = made

    def _prepare(self, worksheet: Worksheet, sheet: Sheet, properties: Properties) -> None:
        worksheet.sheet_properties.tabColor = look.TAB_COLOURS.get(sheet.tab, look.TAB_COLOURS["other"])[1:]
        header = self.first_row(sheet) - 1
        if sheet.page:
            worksheet.sheet_view.showGridLines = False
            _title(worksheet, sheet)
        if any(column.title for column in sheet.columns) or not sheet.page:
            for position, column in enumerate(sheet.columns, start=1):
                _head(worksheet.cell(header, position), column, indented=follows_number(sheet.columns, position - 1))
                _explain(worksheet, header, position, column)
        if not sheet.page:
            worksheet.freeze_panes = f"A{header + 1}"
            worksheet.auto_filter.ref = f"A{header}:{_letter(len(sheet.columns))}{header}"
            worksheet.print_title_rows = f"{header}:{header}"
        _set_up_printing(worksheet, sheet, properties)


def _letter(position: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(position)


def _formula_name(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"\W+", "_", plain).strip("_")[:250]


def _put(cell: Cell | MergedCell, text: str) -> None:
    cell.value = for_cell(text)
    cell.data_type = "s"  # openpyxl would take a leading "=" for a formula


def _title(worksheet: Worksheet, sheet: Sheet) -> None:
    _put(worksheet.cell(1, 1), sheet.title)
    worksheet.cell(1, 1).font = _font(size=look.TEXT_SIZES["title"], bold=True, color=look.LIGHT.gold[1:])
    _put(worksheet.cell(2, 1), sheet.description)
    worksheet.cell(2, 1).font = _font(color=look.LIGHT.quiet[1:])


def follows_number(columns: Sequence[Column], position: int) -> bool:
    """Whether a column of words stands right behind a column of numbers, which end at its edge."""
    return position > 0 and columns[position].kind != "number" and columns[position - 1].kind == "number"


def _head(cell: Cell | MergedCell, column: Column, *, indented: bool) -> None:
    from openpyxl.styles import Alignment, Border, PatternFill, Side

    _put(cell, heading(column))
    cell.font = _font(bold=True, color=look.LIGHT.gold[1:])
    cell.fill = PatternFill("solid", fgColor=look.LIGHT.paper[1:])
    cell.border = Border(bottom=Side("medium", look.LIGHT.gold[1:]))
    side = "right" if column.kind == "number" else "left"
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True, indent=int(indented))


def _explain(worksheet: Worksheet, row: int, position: int, column: Column) -> None:
    """What a column means, shown by Excel when its heading is chosen."""
    if not column.help:
        return
    from openpyxl.worksheet.datavalidation import DataValidation

    prompt = DataValidation(showInputMessage=True, showErrorMessage=False)
    prompt.promptTitle, prompt.prompt = one_line(column.title)[:32], one_line(column.help)[:_LONGEST_PROMPT]
    prompt.add(f"{_letter(position)}{row}")
    worksheet.add_data_validation(prompt)


def _set_up_printing(worksheet: Worksheet, sheet: Sheet, properties: Properties) -> None:
    from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem
    from openpyxl.worksheet.properties import PageSetupProperties

    setup = worksheet.page_setup
    setup.paperSize = worksheet.PAPERSIZE_LETTER if properties.paper == "Letter" else worksheet.PAPERSIZE_A4
    setup.orientation = "portrait" if sheet.page or len(sheet.columns) <= 5 else "landscape"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = worksheet.page_margins
    margins.left = margins.right = 0.5
    head, foot = HeaderFooterItem(), HeaderFooterItem()
    head.left.text, foot.left.text = _literal(sheet.title) or None, _literal(properties.title) or None
    foot.right.text = "&P / &N"
    worksheet.HeaderFooter = HeaderFooter(oddHeader=head, oddFooter=foot)


def _literal(text: str) -> str:
    """Text for head and foot, where "&" begins a command."""
    return one_line(text).replace("&", "&&")[:100]


def _font(**wishes: Any) -> Font:
    """The font openpyxl gives to all other cells; without its name a program would choose one of its own."""
    from openpyxl.styles import Font

    return Font(**{"name": "Calibri", "family": 2, "size": 11, **wishes})


def _styled(cell: Any, kind: str, places: int | None, manner: Manner) -> Any:
    from openpyxl.styles import Alignment, Border, Side

    if kind == "number":
        cell.number_format = "General" if places is None else "#,##0" + ("." + "0" * places if places else "")
    elif kind == "date":
        cell.number_format = "yyyy-mm-dd"
    elif kind == "code":
        cell.number_format = "@"  # stays text when edited; not for long texts, which Excel then shows as ####
    left = manner.indented or kind in {"date", "yesno"}
    side = "left" if left else None
    wrap = kind == "note" or None
    cell.alignment = Alignment(vertical="top", wrap_text=wrap, horizontal=side, indent=int(manner.indented))
    if kind == "link":
        cell.font = _font(color=look.LIGHT.note[1:], underline="single")
    if manner.total:
        cell.font = _font(bold=True)
        cell.border = Border(top=Side("thin", look.LIGHT.gold[1:]))
    if manner.quoted:
        cell.quotePrefix = True
    return cell
