"""Charts painted by ourselves: grouped bars by month, named directly; a ring for a share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme, font

_GAP, _TOP, _FOOT = 6, 24, 20
_ROUND = 2.0
_APART = 70
"""Units: points between the middles of two numbers that would stand over each other."""
_HEIGHT, _RING, _STROKE = 130, 40, 6


@dataclass(frozen=True)
class Series:
    """One row of bars.  Shape: values are whole numbers of one step; shown gives the text of each."""

    name: str
    values: Sequence[int]
    shown: Sequence[str]


class Bars(QWidget):
    """Bars side by side for each group, named directly; no legend to look up."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._groups: Sequence[str] = ()
        self._series: Sequence[Series] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)

    def show_series(self, groups: Sequence[str], series: Sequence[Series], name: str) -> None:
        """Show other figures; name is what a screen reader says."""
        self._groups, self._series = groups, series
        rows = "; ".join(f"{group}: " + ", ".join(f"{each.name} {each.shown[place]}" for each in series)
                         for place, group in enumerate(groups))
        self.setAccessibleName(name)
        self.setAccessibleDescription(rows)
        self.update()

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(420, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars."""
        top = max((value for each in self._series for value in each.values), default=0)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font("small"))
        if top <= 0 or not self._groups:
            painter.end()
            return
        self._paint_names(painter)
        self._paint_groups(painter, top)
        painter.end()

    def _paint_names(self, painter: QPainter) -> None:
        across = 0.0
        for each, colour in zip(self._series, self._theme.series(), strict=False):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(across, 4, 10, 10), _ROUND, _ROUND)
            painter.setPen(QPen(QColor(self._theme.colours.ink)))
            width = painter.fontMetrics().horizontalAdvance(each.name)
            painter.drawText(QRectF(across + 14, 0, width + 4, 18), Qt.AlignmentFlag.AlignVCenter, each.name)
            across += width + 34

    def _paint_label(self, painter: QPainter, box: QRectF, text: str) -> None:
        """A number on its own ground, so that it stays legible over a neighbour's bar."""
        width = painter.fontMetrics().horizontalAdvance(text) + 6
        ground = QRectF(box.center().x() - width / 2, box.top(), width, box.height())
        painter.fillRect(ground, QColor(self._theme.colours.surface))
        painter.setPen(QPen(QColor(self._theme.colours.ink)))
        painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_groups(self, painter: QPainter, top: int) -> None:
        floor, room = self.height() - _FOOT, self.height() - _FOOT - _TOP - 16
        wide = self.width() / len(self._groups)
        bar = max(3.0, min(22.0, (wide - _GAP) / max(len(self._series), 1)))
        highest = [list(each.values).index(max(each.values)) for each in self._series]
        colours, quiet = self._theme.series(), QPen(QColor(self._theme.colours.quiet))
        labels: list[tuple[QRectF, str]] = []
        for place, group in enumerate(self._groups):
            left = place * wide + (wide - bar * len(self._series)) / 2
            for number, each in enumerate(self._series):
                height = room * each.values[place] / top
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colours[number % len(colours)]))
                painter.drawRoundedRect(QRectF(left + number * bar, floor - height, bar - 1, height), _ROUND, _ROUND)
                if highest[number] == place and each.values[place]:
                    box = QRectF(left + number * bar - 60, floor - height - 16, bar + 120, 14)
                    box.moveLeft(max(0.0, min(box.left(), self.width() - box.width())))
                    if any(abs(other.center().x() - box.center().x()) < _APART and other.intersects(box)
                           for other, _text in labels):
                        box.moveBottom(min(other.top() for other, _text in labels))
                    labels.append((box, each.shown[place]))
            painter.setPen(quiet)
            painter.drawText(QRectF(place * wide, floor + 2, wide, _FOOT - 2), Qt.AlignmentFlag.AlignCenter, group)
        painter.setPen(QPen(QColor(self._theme.colours.line)))
        painter.drawLine(0, floor, self.width(), floor)
        for box, text in labels:
            self._paint_label(painter, box, text)


class Ring(QWidget):
    """How much of a whole is done, as a ring; the figures stand beside it in words."""

    def __init__(self, theme: Theme, done: int, total: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._done, self._total = theme, done, total
        self.setFixedSize(_RING, _RING)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring: the whole as a line, what is done in gold, from the top."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(_STROKE / 2, _STROKE / 2, _RING - _STROKE, _RING - _STROKE)
        colours = self._theme.colours
        painter.setPen(QPen(QColor(colours.line), _STROKE))
        painter.drawEllipse(box)
        if self._done and self._total:
            painter.setPen(QPen(QColor(colours.gold), _STROKE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawArc(box, 90 * 16, -round(360 * 16 * self._done / self._total))
        painter.end()
