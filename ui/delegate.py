"""Paints the cells of a list: one line of text each, quick enough for a jump to anywhere in a million rows."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.theme import Theme

_PAD = 8
_LEFT = (Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine).value
_RIGHT = (Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine).value
_IS_SELECTED, _HAS_FOCUS = QStyle.StateFlag.State_Selected.value, QStyle.StateFlag.State_HasFocus.value
Index = QModelIndex | QPersistentModelIndex


class CellPainter(QStyledItemDelegate):
    """Ground, hairline and text of a cell, from the model's texts without the detour over Qt's roles."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._selected, self._hover = QColor(theme.tint), QColor(theme.hover)
        self._line, self._gold = QPen(QColor(theme.colours.line)), QPen(QColor(theme.colours.gold))
        self._ink = QPen(QColor(theme.colours.ink))
        self._height = theme.row_height
        self.measure(parent.font())
        self.hovered = -1

    def measure(self, letter: QFont) -> None:
        """Texts are written in this letter."""
        self._metrics = QFontMetrics(letter)
        self._widest = self._metrics.horizontalAdvance("W")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        rect: QRect = option.rect
        # Compared as plain numbers: two enum operations per cell would cost a tenth of a jump.
        state, row = option.state.value, index.row()
        if state & _IS_SELECTED:
            painter.fillRect(rect, self._selected)
        elif row == self.hovered:
            painter.fillRect(rect, self._hover)
        left, top, width, height = rect.x(), rect.y(), rect.width(), rect.height()
        painter.setPen(self._line)
        painter.drawLine(left, top + height - 1, left + width, top + height - 1)
        model: Any = index.model()
        text, right = model.cell(row, index.column())
        if text:
            room = width - 2 * _PAD
            # No plain letter is wider than W: short texts need no measuring.
            fits = len(text) * self._widest <= room and text.isascii()
            if not fits and self._metrics.horizontalAdvance(text) > room:
                text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.setPen(self._ink)
            painter.drawText(left + _PAD, top, room, height, _RIGHT if right else _LEFT, text)
        if state & _HAS_FOCUS:
            painter.setPen(self._gold)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as the chosen density says."""
        return QSize(80, self._height)
