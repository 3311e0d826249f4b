"""Paints list entries of two texts: what it is in ink, and beside or below it, quieter, what kind it is."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.theme import Theme, font

SECOND = int(Qt.ItemDataRole.UserRole) + 1
"""Role of the second text of an entry."""
_PAD = 10
Index = QModelIndex | QPersistentModelIndex


class TwoTone(QStyledItemDelegate):
    """below: the second text stands under the first; otherwise at the right end of the line."""

    def __init__(self, theme: Theme, parent: QWidget, *, below: bool = False) -> None:
        super().__init__(parent)
        self._theme, self._below = theme, below

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one entry."""
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(self._theme.tint))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(self._theme.hover))
        inner, second = rect.adjusted(_PAD, 0, -_PAD, 0), str(index.data(SECOND) or "")
        painter.setFont(font("small"))
        small = painter.fontMetrics()
        painter.setPen(QColor(self._theme.colours.quiet))
        if self._below:
            lower = inner.adjusted(0, inner.height() // 2, 0, -4)
            painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter, small.elidedText(
                second, Qt.TextElideMode.ElideRight, lower.width()))
            inner = inner.adjusted(0, 4, 0, -(inner.height() // 2))
        else:
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, second)
            inner = inner.adjusted(0, 0, -small.horizontalAdvance(second) - _PAD, 0)
        painter.setFont(font())
        painter.setPen(QColor(self._theme.colours.ink))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, painter.fontMetrics().elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, inner.width()))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for one or two lines."""
        return QSize(120, 46 if self._below else self._theme.row_height)
