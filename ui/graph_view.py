"""The genealogy on the screen: boxes and ribbons to look over, zoom, walk through by keys, open and print."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsScene, QGraphicsView, QWidget

from armdesk.i18n import _
from armdesk.reports.trace_report import words_of
from armdesk.services.gold.genealogy import BOX, Box, Drawing, Ribbon
from armdesk.services.gold.trace_rows import SALE
from ui import texts
from ui.style_sheet import mix
from ui.theme import Theme, font

_MARGIN, _CLOSER, _NEAREST, _FARTHEST = 24.0, 1.2, 4.0, 0.02
_LEGIBLE = 0.45
"""Below this size words are not painted: nobody could read them."""


class _BoxItem(QGraphicsItem):
    """One box; painted by itself so that five hundred of them stay fluid."""

    def __init__(self, theme: Theme, box: Box) -> None:
        super().__init__()
        self.theme, self.box = theme, box
        self.gold = self.marked = False
        self.setPos(box.x, box.y)
        self.setToolTip(texts.tip(" · ".join(words_of(box))))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def boundingRect(self) -> QRectF:
        """The box with its mark and its loss."""
        return QRectF(-3, -3, BOX + 6, self.box.height + self.box.loss + 6)

    def paint(self, painter: QPainter, _option: object, _widget: QWidget | None = None) -> None:
        """Paint ground, edge, loss and words."""
        colours, box = self.theme.colours, self.box
        edge = colours.gold if self.gold or self.marked else self.theme.line_of_field
        painter.setPen(QPen(QColor(edge), 2.4 if self.marked else 1.6 if self.gold else 1.0))
        painter.setBrush(QColor(self.theme.tint if self.marked else colours.surface))
        painter.drawRoundedRect(QRectF(0, 0, BOX, box.height), 5, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(_tone(self.theme, box)))
        painter.drawRoundedRect(QRectF(0, 0, 4, box.height), 2, 2)
        if box.loss:
            painter.setBrush(QColor(colours.alarm))
            painter.drawRect(QRectF(8, box.height, 40, box.loss))
        if painter.worldTransform().m11() >= _LEGIBLE:
            self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        lines = words_of(self.box)[: max(1, int(self.box.height // 13.5))]
        top = (self.box.height - 13.5 * len(lines)) / 2
        for number, line in enumerate(lines):
            painter.setFont(_letter(bold=number == 0))
            painter.setPen(QColor(self.theme.colours.ink if number == 0 else self.theme.colours.quiet))
            painter.drawText(QRectF(10, top + number * 13.5, BOX - 14, 13.5), Qt.AlignmentFlag.AlignVCenter,
                             painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, int(BOX - 14)))


def _letter(*, bold: bool) -> QFont:
    made = font("small", bold=bold)
    made.setPixelSize(11)
    return made


def _tone(theme: Theme, box: Box) -> str:
    """Colour of the bar at a box's left: what kind it is."""
    if box.status in ("hold", "frozen"):
        return theme.colours.alarm
    series = theme.series()
    return {"production": series[5], "party": series[2], "batch": series[1], "lot": series[0],
            "sale": series[4]}[box.kind]


class GenealogyView(QGraphicsView):
    """A genealogy.

    opened carries the references of the box that was clicked, or on which Enter was pressed.
    """

    opened = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawing = Drawing((), (), 0.0, 0.0)
        self._items: dict[str, _BoxItem] = {}
        self._ribbons: dict[tuple[str, str], QGraphicsPathItem] = {}
        self._marked = ""
        self._fitted = True
        self._pressed = QPointF()
        self.setScene(QGraphicsScene(self))
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setBackgroundBrush(QColor(theme.colours.paper))
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setAccessibleName(_("Genealogy"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(160)

    def show_drawing(self, drawing: Drawing, path_of: str = "", mark: str = "") -> None:
        """Show another genealogy; the ways that lead to path_of are gold, mark is the box under the keys."""
        self._drawing = drawing
        scene = self.scene()
        scene.clear()
        self._items, self._ribbons = {}, {}
        for ribbon in drawing.ribbons:
            self._ribbons[ribbon.source, ribbon.target] = self._add_ribbon(ribbon)
        for box in drawing.boxes:
            item = _BoxItem(self._theme, box)
            item.setZValue(1)
            scene.addItem(item)
            self._items[box.key] = item
        self.gild(path_of)
        scene.setSceneRect(QRectF(-_MARGIN, -_MARGIN, drawing.width + 2 * _MARGIN, drawing.height + 2 * _MARGIN))
        marked = drawing.box_of(mark or path_of)
        self.mark(marked.key if marked else next(iter(self._items), ""))
        self.setAccessibleDescription(self._spoken())
        self.fit()

    def gild(self, reference: str) -> None:
        """Draw the ways that lead to a record in gold, all others in grey."""
        keys, pairs = self._drawing.way_back(reference)
        colours = self._theme.colours
        for pair, ribbon in self._ribbons.items():
            gold, pen = pair in pairs, ribbon.pen()
            pen.setColor(QColor(mix(colours.paper, colours.gold, 0.55) if gold else
                                mix(colours.paper, colours.ink, 0.16)))
            ribbon.setPen(pen)
            ribbon.setZValue(0.5 if gold else 0.0)
        for key, item in self._items.items():
            item.gold = key in keys
            item.update()

    def _add_ribbon(self, ribbon: Ribbon) -> QGraphicsPathItem:
        path = QPainterPath(QPointF(*ribbon.points[0]))
        for (x1, y1), (x2, y2) in pairwise(ribbon.points):
            middle = (x1 + x2) / 2
            path.cubicTo(QPointF(middle, y1), QPointF(middle, y2), QPointF(x2, y2))
        item = QGraphicsPathItem(path)
        pen = QPen(QColor(self._theme.colours.line), max(ribbon.width, 1.2))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if ribbon.proposed:
            pen.setDashPattern([max(0.4, 6 / pen.widthF()), max(0.3, 4 / pen.widthF())])
        item.setPen(pen)
        self.scene().addItem(item)
        return item

    def _spoken(self) -> str:
        """The way of the gold in words, for those who do not see it."""
        names = {box.key: box.label for box in self._drawing.boxes}
        return "; ".join(f"{names[each.source]} → {names[each.target]}" for each in self._drawing.ribbons[:60])

    # walking

    def mark(self, key: str) -> None:
        """Put the keys on a box; on a sale, its whole way becomes gold."""
        for each in (self._items.get(self._marked), self._items.get(key)):
            if each is not None:
                each.marked = each.box.key == key
                each.update()
        self._marked = key
        if key in self._items:
            if self._items[key].box.kind == SALE:
                self.gild(self._items[key].box.references[0])
            self.ensureVisible(self._items[key], 20, 20)

    def marked(self) -> Box | None:
        """The box under the keys."""
        item = self._items.get(self._marked)
        return item.box if item else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Enter opens, plus and minus zoom, 0 or F shows all."""
        keys, key = Qt.Key, event.key()
        ways = {keys.Key_Left: (-1, 0), keys.Key_Right: (1, 0), keys.Key_Up: (0, -1), keys.Key_Down: (0, 1)}
        if key in ways:
            self._walk(*ways[keys(key)])
        elif key in (keys.Key_Return, keys.Key_Enter):
            self._open()
        elif key in (keys.Key_Plus, keys.Key_Equal):
            self.zoom(_CLOSER)
        elif key == keys.Key_Minus:
            self.zoom(1 / _CLOSER)
        elif key in (keys.Key_0, keys.Key_F) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.fit()
        else:
            super().keyPressEvent(event)

    def _walk(self, across: int, down: int) -> None:
        """To the nearest box along a ribbon, or above and below in the same column."""
        now = self.marked()
        if now is None:
            return
        beside: dict[int, set[str]] = defaultdict(set)
        for ribbon in self._drawing.ribbons:
            if ribbon.source == now.key:
                beside[1].add(ribbon.target)
            if ribbon.target == now.key:
                beside[-1].add(ribbon.source)
        middle = now.y + now.height / 2
        if across:
            found = [self._items[key].box for key in beside[across]]
        else:
            found = [box for box in self._drawing.boxes if box.x == now.x and (box.y - now.y) * down > 0]
        if found:
            self.mark(min(found, key=lambda box: (abs(box.y + box.height / 2 - middle), box.key)).key)

    def _open(self) -> None:
        box = self.marked()
        if box is not None:
            self.opened.emit(list(box.references))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where, to tell a click from a pull."""
        self._pressed = event.position()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a box opens it."""
        super().mouseReleaseEvent(event)
        item = self.itemAt(event.position().toPoint())
        if isinstance(item, _BoxItem) and (event.position() - self._pressed).manhattanLength() < 4:
            self.mark(item.box.key)
            self._open()

    # looking

    def zoom(self, factor: float) -> None:
        """Closer or farther."""
        wanted = self.transform().m11() * factor
        if _FARTHEST <= wanted <= _NEAREST:
            self._fitted = False
            self.scale(factor, factor)

    def fit(self) -> None:
        """All of it, never larger than it is drawn."""
        self._fitted = True
        box = self.scene().sceneRect()
        room = self.viewport().rect()
        if box.isEmpty() or room.width() < 10:
            return
        size = min(1.15, room.width() / box.width(), room.height() / box.height())
        self.resetTransform()
        self.scale(size, size)
        self.centerOn(box.center())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A whole genealogy stays whole."""
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms; with Shift it goes sideways."""
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            super().wheelEvent(event)
            return
        self.zoom(_CLOSER if event.angleDelta().y() > 0 else 1 / _CLOSER)

    def write_pdf(self, target: Path, title: str) -> None:
        """Draw it on one page of A3 on its side, in vectors."""
        writer = QPdfWriter(str(target))
        writer.setTitle(title)
        writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A3), QPageLayout.Orientation.Landscape,
                                         QMarginsF(12, 12, 12, 12), QPageLayout.Unit.Millimeter))
        writer.setResolution(144)
        painter = QPainter(writer)
        painter.setFont(font("heading"))
        painter.setPen(QColor("#1E1C19"))
        room = QRectF(0, 0, writer.width(), writer.height())
        painter.drawText(QRectF(0, 0, room.width(), 40), Qt.AlignmentFlag.AlignVCenter, title)
        self.scene().render(painter, room.adjusted(0, 48, 0, 0), self.scene().sceneRect(),
                            Qt.AspectRatioMode.KeepAspectRatio)
        painter.end()
