"""Draws tables of any length: headings on each page, numbers on their decimal mark, long cells in lines."""

from __future__ import annotations

from collections.abc import Sequence

from armdesk import look
from armdesk.exports.pdf_columns import PADDING, Plan, fraction, plan_table
from armdesk.exports.pdf_fonts import BOLD, SMALL, SMALL_ITALIC, Style, plain
from armdesk.exports.pdf_page import MARGIN, Pen
from armdesk.exports.pdf_text import wrap
from armdesk.exports.shown import NOT_STATED
from armdesk.i18n import _
from armdesk.progress import Progress
from armdesk.reports.document import CellValue, Column, Table

_LEADING = 1.3
_ABOVE = 2.6
_STEP_ROWS = 500
_CAPTION = BOLD._replace(size=9)

Cells = list[list[str]]


def draw_table(pen: Pen, table: Table, progress: Progress) -> None:
    """Draw a table from the current place on; a wide one gets pages on their side."""
    if not table.rows:
        _draw_empty(pen, table)
        return
    plan = plan_for(pen, table)
    if plan.landscape != pen.is_landscape:
        pen.begin_page(landscape=plan.landscape)
    _TablePen(pen, table, plan).draw(progress)
    _draw_source(pen, table.source)
    if plan.landscape:
        pen.new_page()


def plan_for(pen: Pen, table: Table) -> Plan:
    """How a table will be drawn on this paper."""
    return plan_table(pen.fonts, table, pen.language, pen.paper[0] - 2 * MARGIN, pen.paper[1] - 2 * MARGIN)


def _draw_empty(pen: Pen, table: Table) -> None:
    pen.need(50)
    pen.anchor(table.anchor)
    if table.caption:
        pen.lines(wrap(pen.fonts, table.caption, _CAPTION, pen.width), _CAPTION)
    pen.lines(wrap(pen.fonts, table.empty_text or _("Nothing to show."), SMALL_ITALIC, pen.width), SMALL_ITALIC)
    _draw_source(pen, table.source)


def _draw_source(pen: Pen, source: str) -> None:
    if source:
        pen.y -= 2
        pen.lines(wrap(pen.fonts, _("Source: {source}").format(source=source), SMALL, pen.width), SMALL)
    pen.y -= 12


class _TablePen:
    """One table on its way down the pages."""

    def __init__(self, pen: Pen, table: Table, plan: Plan) -> None:
        self._pen, self._table, self._plan = pen, table, plan
        self._style = Style("regular", plan.size, look.LIGHT.ink)
        self._bold = Style("bold", plan.size, look.LIGHT.ink)
        self._faint = Style("regular", plan.size, look.LIGHT.quiet)
        self._step = plan.size * _LEADING
        self._lefts = [pen.left + sum(plan.widths[:n]) for n in range(len(plan.widths))]
        self._rooms = [width - 2 * PADDING + 0.01 for width in plan.widths]
        self._is_number = [column.kind == "number" for column in table.columns]
        self._heads = [self._head(column, room) for column, room in zip(table.columns, self._rooms, strict=True)]
        self._head_height = max(map(len, self._heads)) * self._step + 2 * _ABOVE
        self._begun = False

    def _head(self, column: Column, room: float) -> list[tuple[str, Style]]:
        """Lines of a heading: the title in gold, its unit quiet below or beside it."""
        gold = Style("bold", self._plan.size, look.LIGHT.gold)
        lines = [(line, gold) for line in wrap(self._pen.fonts, column.title, gold, room)]
        if column.unit:
            lines += [(line, self._faint) for line in wrap(self._pen.fonts, f"({column.unit})", self._faint, room)]
        return lines

    def draw(self, progress: Progress) -> None:
        """Draw caption, headings, rows and totals."""
        pen, table, rows = self._pen, self._table, self._table.rows
        total = len(rows)
        anchors = table.row_anchors
        pen.need(self._head_height + 4 * self._step + 30)
        pen.anchor(table.anchor)
        self._start()
        for number, row in enumerate(rows):
            if number % _STEP_ROWS == 0:
                progress.step(number, total)
            last = number == total - 1
            self._row(self._cells(row), anchors[number] if anchors else "", keep=self._step * 2 if last else 0)
        if table.totals is not None:
            cells = self._cells(table.totals, self._bold, empty="")
            self._row(cells, "", style=self._bold)
            self._rule(look.LIGHT.gold, pen.y + max(map(len, cells)) * self._step + 2 * _ABOVE, 0.9)

    def _start(self) -> None:
        """Caption and headings, at the beginning and on each further page."""
        pen = self._pen
        if self._table.caption:
            caption = self._table.caption
            if self._begun:
                caption = _("{caption} (continued)").format(caption=caption)
            pen.lines(wrap(pen.fonts, caption, _CAPTION, pen.width), _CAPTION)
            pen.y -= 3
        self._begun = True
        height = self._head_height
        pen.fill(pen.left, pen.y - height, sum(self._plan.widths), height, look.LIGHT.paper)
        for position, head in enumerate(self._heads):
            base = pen.y - height + _ABOVE + (len(head) - 1) * self._step + self._step * 0.27
            for line, style in head:
                self._place(position, base, line, style, 0.0)
                base -= self._step
        pen.y -= height
        self._rule(look.LIGHT.gold, pen.y, 0.9)

    def _cells(self, row: Sequence[CellValue], style: Style | None = None, empty: str = NOT_STATED) -> Cells:
        style = style or self._style
        fonts, cells = self._pen.fonts, []
        for value, show, room in zip(row, self._plan.formatters, self._rooms, strict=True):
            text = show(value) or empty
            if not (text.isascii() and text.isprintable()):
                text = plain(text)
            if "\n" not in text and fonts.width(text, style) <= room:
                cells.append([text])
            else:
                cells.append(wrap(fonts, text, style, room))
        return cells

    def _row(self, cells: Cells, anchor: str, *, style: Style | None = None, keep: float = 0) -> None:
        """Draw a row, on the next page if it fits there whole, else in parts."""
        pen, step = self._pen, self._step
        depth = max(map(len, cells))
        height = depth * step + 2 * _ABOVE
        if pen.y - height - keep < pen.bottom:
            page = pen.top - pen.bottom - self._head_height - 40
            if height <= page or pen.y - 3 * step < pen.bottom:
                self._next_page()
        if anchor:
            pen.anchor(anchor, above=0)
        start = 0
        while start < depth:
            fits = max(1, int((pen.y - pen.bottom - 2 * _ABOVE) / step))
            self._part(cells, start, min(depth, start + fits), style or self._style)
            start += fits
            if start < depth:
                self._next_page()

    def _part(self, cells: Cells, start: int, end: int, style: Style) -> None:
        pen, step = self._pen, self._step
        first = pen.y - _ABOVE - step * 0.73
        for position, lines in enumerate(cells):
            base = first
            for line in lines[start:end]:
                if line:
                    faint = line == NOT_STATED
                    self._place(position, base, line, self._faint if faint else style, self._plan.fractions[position])
                base -= step
        pen.y -= (end - start) * step + 2 * _ABOVE
        self._rule(look.LIGHT.line, pen.y, 0.4)

    def _place(self, position: int, base: float, line: str, style: Style, reserve: float) -> None:
        x = self._lefts[position] + PADDING
        if self._is_number[position]:
            fonts = self._pen.fonts
            if reserve:
                reserve -= fonts.width(fraction(line, self._plan.mark), style)
            x = max(x, x + self._rooms[position] - max(reserve, 0.0) - fonts.width(line, style))
        self._pen.text(x, base, line, style)

    def _rule(self, colour: str, y: float, width: float) -> None:
        self._pen.line(self._pen.left, y, self._pen.left + sum(self._plan.widths), y, colour, width)

    def _next_page(self) -> None:
        self._pen.new_page(landscape=self._plan.landscape)
        self._start()
