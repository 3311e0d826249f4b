"""Paints the rows of a list, one line of text in each cell: quick enough to jump anywhere in a million of them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QTableView

from ui.rows import Rows
from ui.theme import Theme

_PAD = 8
_LEFT = (Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine).value
_RIGHT = (Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine).value
_REMEMBERED = 5_000
"""Texts whose fit into a width is remembered: names, days and words come again and again."""


class RowPainter:
    """Grounds, hairlines and texts of the rows in view, all at once.

    Qt's way, a delegate asked cell by cell, would cost more than reading the rows: what is the same for a row or for
    the whole list is settled once here.  hovered is the row under the pointer, -1 for none.
    """

    def __init__(self, theme: Theme, rows: Rows, letter: QFont) -> None:
        self._rows = rows
        self._selected, self._hover = QColor(theme.tint), QColor(theme.hover)
        self._line, self._gold = QPen(QColor(theme.colours.line)), QPen(QColor(theme.colours.gold))
        self._ink = QPen(QColor(theme.colours.ink))
        self._metrics = QFontMetrics(letter)
        self._widest = self._metrics.horizontalAdvance("W")
        self._fits: dict[tuple[str, int], str] = {}
        self.hovered = -1

    def paint(self, view: QTableView, area: QRect, *, focused: bool) -> None:
        """Paint the part of a view that lies in an area; focused says whether the cell in view has the keyboard."""
        first = view.rowAt(area.top())
        if first < 0:
            return
        last = view.rowAt(area.bottom())
        last = last if last >= 0 else len(self._rows) - 1
        # While the list is read anew the view may ask for rows that are gone.
        last = min(last, len(self._rows) - 1)
        self._rows.ready(first, last)
        columns = [(column, left, width) for column in range(len(self._rows.fields))
                   if (width := view.columnWidth(column)) and (left := view.columnViewportPosition(column))
                   <= area.right() and left + width > area.left()]
        if not columns:
            return
        painter = QPainter(view.viewport())
        top, height = view.rowViewportPosition(first), view.verticalHeader().defaultSectionSize()
        places = [(row, top + (row - first) * height) for row in range(first, last + 1)]
        self._paint_grounds(painter, view, places, height, columns[-1][1] + columns[-1][2])
        painter.setPen(self._ink)
        for column, left, width in columns:
            self._paint_column(painter, places, height, column, left + _PAD, width - 2 * _PAD)
        now = view.currentIndex()
        if focused and now.isValid() and not view.isColumnHidden(now.column()):
            painter.setPen(self._gold)
            painter.drawRect(view.visualRect(now).adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_grounds(self, painter: QPainter, view: QTableView, places: list[tuple[int, int]], height: int,
                       right: int) -> None:
        marked, model, nowhere = view.selectionModel(), view.model(), QModelIndex()
        left = view.columnViewportPosition(0)
        any_marked = marked.hasSelection()
        for row, top in places:
            if any_marked and marked.isSelected(model.index(row, 0, nowhere)):
                painter.fillRect(left, top, right - left, height, self._selected)
            elif row == self.hovered:
                painter.fillRect(left, top, right - left, height, self._hover)
        painter.setPen(self._line)
        for _row, top in places:
            painter.drawLine(left, top + height - 1, right - 1, top + height - 1)

    def _paint_column(self, painter: QPainter, places: list[tuple[int, int]], height: int, column: int, left: int,
                      room: int) -> None:
        texts, draw, flags = self._rows.texts, painter.drawText, _RIGHT if self._rows.right[column] else _LEFT
        for row, top in places:
            if text := texts(row)[column]:
                draw(left, top, room, height, flags, self._fitted(text, room))

    def _fitted(self, text: str, room: int) -> str:
        """The text, cut where there is no room for it."""
        # No plain letter is wider than W: short texts need no measuring.
        if len(text) * self._widest <= room and text.isascii():
            return text
        shown = self._fits.get((text, room))
        if shown is None:
            if len(self._fits) >= _REMEMBERED:
                self._fits.clear()
            shown = self._fits[text, room] = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        return shown
