"""Paints the cells of a list: one line of text each, quick enough for a jump to anywhere in a million rows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.theme import Theme

_PAD = 8
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
Index = QModelIndex | QPersistentModelIndex


class CellPainter(QStyledItemDelegate):
    """Ground, hairline and text of a cell, from the model's texts without the detour over Qt's roles."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._selected, self._hover = QColor(theme.tint), QColor(theme.hover)
        self._line, self._gold = QPen(QColor(theme.colours.line)), QPen(QColor(theme.colours.gold))
        self._ink = QPen(QColor(theme.colours.ink))
        self._height = theme.row_height
        self.hovered = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        row = index.row()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._selected)
        elif row == self.hovered:
            painter.fillRect(rect, self._hover)
        painter.setPen(self._line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        model = index.model()
        text, right = model.cell(row, index.column())  # type: ignore[attr-defined]  # RecordModel's own
        if text:
            inner = rect.adjusted(_PAD, 0, -_PAD, 0)
            metrics = painter.fontMetrics()
            if metrics.horizontalAdvance(text) > inner.width():
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            painter.setPen(self._ink)
            painter.drawText(inner, _RIGHT if right else _LEFT, text)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._gold)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as the chosen density says."""
        return QSize(80, self._height)
