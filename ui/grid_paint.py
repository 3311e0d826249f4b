"""Paints the cells of a grid and the totals below it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from armdesk.i18n import _
from armdesk.services.basis.cell_grid import CellGrid
from ui.style_sheet import mix
from ui.theme import Theme, figures

ROW = 24
"""Height of a row in pixels: a sheet is read as a whole, so it is always dense."""
_PAD, _DOT = 7, 3
_LEFT = (Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine).value
_RIGHT = (Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine).value
_IS_SELECTED = QStyle.StateFlag.State_Selected.value
Index = QModelIndex | QPersistentModelIndex


class GridPainter(QStyledItemDelegate):
    """Ground, lines, text and mark of a cell; the one the keyboard is in has a gold frame."""

    def __init__(self, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        colours = theme.colours
        self._view = view
        self._selected, self._line = QColor(theme.tint), QPen(QColor(colours.line))
        self._gold = QPen(QColor(colours.gold), 2)
        strong = 0.22 if theme.dark else 0.12
        self._grounds = {"problem": QColor(mix(colours.surface, colours.alarm, strong)),
                         "idle": QColor(mix(colours.surface, colours.ink, 0.06)),
                         "soon": QColor(mix(colours.surface, colours.warn, strong)),
                         "gap": QColor(mix(colours.surface, colours.warn, strong * 0.6))}
        self._pens = {"": QPen(QColor(colours.ink)), "quiet": QPen(QColor(colours.quiet)),
                      "problem": QPen(QColor(colours.alarm)), "idle": QPen(QColor(colours.quiet)),
                      "unknown": QPen(QColor(colours.warn)), "several": QPen(QColor(colours.note)),
                      "gap": QPen(QColor(colours.quiet)), "good": QPen(QColor(colours.good)),
                      "soon": QPen(QColor(colours.warn))}
        self._warn = QColor(colours.warn)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        rect: QRect = option.rect
        model: Any = index.model()
        text, right, tone, dot = model.grid.cell(index.row(), index.column())
        if tone in self._grounds:
            painter.fillRect(rect, self._grounds[tone])
        if option.state.value & _IS_SELECTED:
            painter.fillRect(rect, self._selected)
        painter.setPen(self._line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if text:
            room = rect.width() - 2 * _PAD
            metrics: QFontMetrics = option.fontMetrics
            if metrics.horizontalAdvance(text) > room:
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.setPen(self._pens[tone])
            painter.drawText(rect.x() + _PAD, rect.y(), room, rect.height(), _RIGHT if right else _LEFT, text)
        if dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._warn)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawEllipse(QPoint(rect.left() + 5, rect.top() + 6), _DOT, _DOT)
        if index == self._view.currentIndex():
            painter.setPen(self._gold)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as the others."""
        return QSize(60, ROW)


class TotalsBar(QWidget):
    """The totals of the columns, each below its own."""

    def __init__(self, theme: Theme, view: QTableView) -> None:
        super().__init__()
        self._view, self._theme = view, theme
        self._grid: CellGrid | None = None
        self.setAccessibleName(_("Totals"))
        self.setFixedHeight(ROW + 2)
        self.setFont(figures(view.font()))
        view.horizontalHeader().sectionResized.connect(lambda *_where: self.update())
        view.horizontalScrollBar().valueChanged.connect(lambda _value: self.update())

    def put(self, grid: CellGrid) -> None:
        """Show the totals of a grid."""
        self._grid = grid
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint them."""
        if self._grid is None:
            return
        painter, head = QPainter(self), self._view.horizontalHeader()
        colours, left = self._theme.colours, self._view.verticalHeader().width() + 1
        painter.fillRect(self.rect(), QColor(mix(colours.surface, colours.gold, 0.08)))
        bold = self.font()
        bold.setBold(True)
        painter.setFont(bold)
        metrics = painter.fontMetrics()
        painter.setPen(QColor(colours.ink))
        painter.drawText(_PAD, 0, left, self.height(), _LEFT, "Σ")
        painter.setClipRect(left, 0, self._view.viewport().width(), self.height())
        for column in range(self._grid.columns()):
            text = self._grid.total(column)
            x, width = left + head.sectionViewportPosition(column), head.sectionSize(column)
            if text and x + width > left and x < self.width():
                pad = min(_PAD, max(0, (width - metrics.horizontalAdvance(text)) // 2))
                painter.drawText(x + pad, 0, width - 2 * pad, self.height(), _RIGHT, text)
        painter.end()
