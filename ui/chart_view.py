"""ChartView: a chart of a report drawn on the screen, by the same layout as on paper."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from armdesk import look
from armdesk.exports.chart_shapes import draw_chart
from armdesk.exports.shapes import Box, Drawing, Label, Mark, Path
from armdesk.i18n import current
from armdesk.i18n_formats import decimal_text
from armdesk.reports.document import Chart
from ui.theme import FONTS, Theme

_POINTS = 96 / 72
"""Units: pixels a point, so that words are as large as elsewhere on the screen."""
_HATCHES = {"rising": Qt.BrushStyle.BDiagPattern, "falling": Qt.BrushStyle.FDiagPattern,
            "level": Qt.BrushStyle.HorPattern, "grid": Qt.BrushStyle.DiagCrossPattern,
            "upright": Qt.BrushStyle.VerPattern}
_RADIUS = 2.6


class ChartView(QWidget):
    """One chart, as wide as its place.  Units: height in points, without names that need more room."""

    def __init__(self, theme: Theme, height: float = 128.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._height = theme, height
        self._chart: Chart | None = None
        self._drawing = Drawing(0, 0)
        names = ("paper", "surface", "line", "ink", "quiet", "gold", "good", "note", "warn", "alarm")
        self._colours = {str(getattr(look.LIGHT, name)): QColor(str(getattr(theme.colours, name))) for name in names}
        self._colours |= {paper: QColor(screen) for paper, screen in zip(look.SERIES, theme.series(), strict=True)}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_chart(self, chart: Chart | None) -> None:
        """Draw another chart, None for none."""
        self._chart = chart
        self.setVisible(chart is not None)
        if chart is not None:
            self.setAccessibleName(chart.title)
            self.setAccessibleDescription(_in_words(chart))
        self._lay_out()

    def sizeHint(self) -> QSize:
        """As high as the drawing."""
        return QSize(420, round(self._drawing.height * _POINTS))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay it out anew for the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def _lay_out(self) -> None:
        if self._chart is not None and self.width() > 0:
            self._drawing = draw_chart(self._chart, self.width() / _POINTS, current(), _measure, self._height)
            self.setFixedHeight(round(self._drawing.height * _POINTS))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint its shapes in the colours of the screen."""
        if self._chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(_POINTS, _POINTS)
        for shape in self._drawing.shapes:
            if isinstance(shape, Box):
                self._box(painter, shape)
            elif isinstance(shape, Path):
                pen = QPen(self._colour(shape.colour), shape.width)
                if shape.dash:
                    pen.setDashPattern([length / max(shape.width, 0.1) for length in shape.dash])
                painter.setPen(pen)
                painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in shape.points]))
            elif isinstance(shape, Mark):
                self._mark(painter, shape)
            else:
                self._label(painter, shape)
        painter.end()

    def _colour(self, paper: str) -> QColor:
        return self._colours.get(paper, QColor(paper))

    def _box(self, painter: QPainter, box: Box) -> None:
        rect = QRectF(box.x, box.y, box.width, box.height)
        painter.fillRect(rect, self._colour(box.colour))
        if box.hatch in _HATCHES:
            ground = QColor(self._theme.colours.surface)
            ground.setAlpha(150)
            painter.fillRect(rect, QBrush(ground, _HATCHES[box.hatch]))

    def _label(self, painter: QPainter, label: Label) -> None:
        painter.save()
        letter = _font(label.size, bold=label.bold)
        painter.setFont(letter)
        painter.setPen(self._colour(label.colour))
        width = QFontMetricsF(letter).horizontalAdvance(label.text)
        painter.translate(label.x, label.y)
        painter.rotate(-label.slope)
        painter.drawText(QPointF(-{"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor] * width, 0), label.text)
        painter.restore()

    def _mark(self, painter: QPainter, mark: Mark) -> None:
        colour, x, y, r = self._colour(mark.colour), mark.x, mark.y, _RADIUS
        painter.setPen(QPen(colour, 1))
        painter.setBrush(QColor(self._theme.colours.surface) if mark.kind == "ring" else colour)
        corners = {"square": ((-r, -r), (r, -r), (r, r), (-r, r)), "triangle": ((-r, r), (r, r), (0, -r * 1.2)),
                   "diamond": ((0, -r * 1.3), (r * 1.3, 0), (0, r * 1.3), (-r * 1.3, 0))}
        if mark.kind in corners:
            painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in corners[mark.kind]]))
        elif mark.kind == "cross":
            painter.drawLine(QPointF(x - r, y - r), QPointF(x + r, y + r))
            painter.drawLine(QPointF(x - r, y + r), QPointF(x + r, y - r))
        else:
            painter.drawEllipse(QPointF(x, y), r, r)


def _font(size: float, *, bold: bool = False) -> QFont:
    made = QFont(FONTS)
    # The painter is scaled from points to pixels already.
    made.setPixelSize(max(round(size), 1))
    made.setBold(bold)
    return made


def _measure(text: str, size: float) -> float:
    return QFontMetricsF(_font(size, bold=True)).horizontalAdvance(text)


def _in_words(chart: Chart) -> str:
    """The figures of a chart, for a screen reader."""
    return "; ".join(f"{series.name}: " + ", ".join(
        f"{name} {decimal_text(value, 1, current())}"
        for name, value in zip(chart.categories, series.values, strict=True) if value is not None)
        for series in chart.series)
