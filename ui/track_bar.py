"""A bar that says how far things are on one track, each part as wide as its number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.session import Session


class TrackBar(QWidget):
    """How far requests are on one track: a bar of parts, with its words beside it."""

    _HEIGHT = 22

    def __init__(self, session: Session, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours, self._name = session.theme.colours, name
        self._parts: list[tuple[str, int, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: Sequence[tuple[str, int, str]]) -> None:
        """Shape: (word, count, name of a colour) each; parts without a count are left out."""
        self._parts = [each for each in parts if each[1]]
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(self.words())
        self.setToolTip(self.words())
        self.update()

    def words(self) -> str:
        """The parts in words."""
        return f"{self._name}: " + (", ".join(f"{word} {count}" for word, count, _colour in self._parts) or "–")

    def sizeHint(self) -> QSize:
        """One line high."""
        return QSize(360, self._HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint name, parts and their numbers."""
        painter = QPainter(self)
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance(self._name) + 12
        painter.setPen(QColor(self._colours.quiet))
        painter.drawText(QRect(0, 0, left, self._HEIGHT), Qt.AlignmentFlag.AlignVCenter, self._name)
        total, x = sum(count for _word, count, _colour in self._parts), left
        room = max(self.width() - left, 1)
        for place, (word, count, colour) in enumerate(self._parts):
            last = place == len(self._parts) - 1
            width = self.width() - x if last else round(room * count / total)
            box = QRect(x, 2, max(width - 2, 2), self._HEIGHT - 4)
            painter.fillRect(box, QColor(getattr(self._colours, colour)))
            text = f"{word} {count}" if metrics.horizontalAdvance(f"{word} {count}") + 10 < box.width() else str(count)
            painter.setPen(QColor(self._colours.surface if colour != "line" else self._colours.ink))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            x += width
        if not self._parts:
            painter.fillRect(QRect(left, 2, room, self._HEIGHT - 4), QColor(self._colours.line))
        painter.end()
