"""The body map: a figure seen from the front and from behind; regions are marked by mouse or keyboard."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from armdesk.i18n import _
from armdesk.models.incident_choices import INSIDE, REGION
from ui.style_sheet import mix
from ui.theme import Theme, font

_WIDE, _HIGH, _GAP, _FOOT = 150.0, 330.0, 40.0, 58.0
"""Units: points of the drawing; each figure stands in a box of this size, the words of what no drawing shows below."""
_Box = tuple[float, float, float, float]
# Of one figure: x, y, width, height; the right hand of a person seen from the front is at the left.
_FRONT: dict[str, _Box] = {
    "face": (59, 23, 32, 18), "eyes": (60, 11, 30, 10), "neck": (65, 42, 20, 12), "chest": (50, 56, 50, 42),
    "belly": (52, 100, 46, 36), "groin": (54, 138, 42, 18),
    "shoulder_r": (34, 56, 16, 20), "shoulder_l": (100, 56, 16, 20), "arm_r": (29, 78, 16, 34),
    "arm_l": (105, 78, 16, 34),
    "forearm_r": (23, 114, 15, 34), "forearm_l": (112, 114, 15, 34), "hand_r": (17, 150, 17, 20),
    "hand_l": (116, 150, 17, 20), "thigh_r": (52, 158, 21, 52), "thigh_l": (77, 158, 21, 52),
    "knee_r": (53, 212, 19, 20), "knee_l": (78, 212, 19, 20), "shin_r": (54, 234, 17, 56), "shin_l": (79, 234, 17, 56),
    "foot_r": (48, 292, 23, 18), "foot_l": (79, 292, 23, 18),
}
_BACK: dict[str, _Box] = {
    "head": (57, 4, 36, 36), "nape": (65, 42, 20, 12), "back_upper": (58, 56, 34, 42), "back_lower": (54, 100, 42, 34),
    "buttocks": (52, 136, 46, 24), "blade_l": (36, 56, 20, 40), "blade_r": (94, 56, 20, 40),
    "elbow_l": (26, 102, 16, 24), "elbow_r": (108, 102, 16, 24), "hand_back_l": (17, 150, 17, 20),
    "hand_back_r": (116, 150, 17, 20), "thigh_back_l": (52, 162, 21, 52), "thigh_back_r": (77, 162, 21, 52),
    "calf_l": (53, 228, 18, 52), "calf_r": (79, 228, 18, 52), "heel_l": (53, 292, 17, 16), "heel_r": (80, 292, 17, 16),
}
_LIMBS: tuple[_Box, ...] = (
    (55, 2, 40, 42), (65, 40, 20, 18), (34, 54, 82, 50), (50, 96, 50, 64), (27, 70, 18, 46), (105, 70, 18, 46),
    (22, 108, 17, 44), (111, 108, 17, 44), (16, 148, 19, 24), (115, 148, 19, 24), (50, 152, 24, 64), (76, 152, 24, 64),
    (52, 208, 21, 86), (77, 208, 21, 86), (46, 288, 27, 24), (77, 288, 27, 24))
"""The silhouette: rounded pieces that overlap, so that no hand draws a body that looks like somebody."""


class BodyMap(QWidget):
    """Regions of a body; changed says that somebody marked one.

    Arrows go to the next region in that direction, Space marks it, the tool tip and the screen reader say its name.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.marked: set[str] = set()
        self.current = "chest"
        self._locked = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName(_("Body map"))
        self._tell()

    def sizeHint(self) -> QSize:
        """Both figures side by side with the line of what no drawing shows."""
        return QSize(int(2 * _WIDE + _GAP), int(_HIGH + _FOOT))

    # values

    def put(self, codes: Iterable[str]) -> None:
        """Show marks."""
        self.marked = {code for code in codes if code in REGION}
        self._tell()
        self.update()

    def codes(self) -> list[str]:
        """What is marked, in the order of the list."""
        return [code for code in REGION if code in self.marked]

    def lock(self, locked: bool = True) -> None:
        """Only for reading."""
        self._locked = locked

    def mark(self, code: str) -> None:
        """Mark a region, or take its mark away."""
        if self._locked:
            return
        self.marked ^= {code}
        self.current = code
        self._tell()
        self.update()
        self.changed.emit()

    def _tell(self) -> None:
        names = ", ".join(_(REGION[code]) for code in self.codes()) or _("nothing marked")
        self.setAccessibleDescription(_("At {region}. Marked: {names}").format(
            region=_(REGION[self.current]), names=names))

    # where what is

    def boxes(self) -> dict[str, QRectF]:
        """Where each region is drawn."""
        found = {code: QRectF(*box).translated(0, 16) for code, box in _FRONT.items()}
        found |= {code: QRectF(*box).translated(_WIDE + _GAP, 16) for code, box in _BACK.items()}
        wide = (2 * _WIDE + _GAP - 8) / len(INSIDE)
        found |= {code: QRectF(4 + place * wide, _HIGH + 24, wide - 6, 26) for place, code in enumerate(INSIDE)}
        return found

    def region_at(self, place: QPointF) -> str:
        """The smallest region under a point, "" without."""
        hit = [(box.width() * box.height(), code) for code, box in self.boxes().items()
               if box.adjusted(-1, -1, 1, 1).contains(place)]
        return min(hit)[1] if hit else ""

    def _beside(self, across: int, down: int) -> str:
        """The nearest region in a direction."""
        boxes = self.boxes()
        here = boxes[self.current].center()
        best, found = float("inf"), self.current
        for code, box in boxes.items():
            way = box.center() - here
            along = way.x() * across + way.y() * down
            aside = abs(way.x() * down) + abs(way.y() * across)
            if along > 1 and along + 2 * aside < best:
                best, found = along + 2 * aside, code
        return found

    # what a person does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Space and Enter."""
        ways = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        if event.key() in ways:
            self.current = self._beside(*ways[Qt.Key(event.key())])
            self._tell()
            self.update()
        elif event.key() == Qt.Key.Key_Space:
            self.mark(self.current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click marks."""
        code = self.region_at(event.position())
        if code:
            self.mark(code)

    def event(self, event: QEvent) -> bool:
        """The name of the region under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            code = self.region_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), _(REGION[code]) if code else "", self)
            return True
        return super().event(event)

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both figures, the regions, the marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font("small"))
        for across, word in ((0.0, _("From the front")), (_WIDE + _GAP, _("From behind"))):
            painter.setPen(QColor(self._theme.colours.quiet))
            painter.drawText(QRectF(across, 0, _WIDE, 14), Qt.AlignmentFlag.AlignCenter, word)
            self._draw_figure(painter, across)
        for code, box in self.boxes().items():
            self._draw_region(painter, code, box)
        painter.end()

    def _draw_figure(self, painter: QPainter, across: float) -> None:
        whole = QPainterPath()
        for box in _LIMBS:
            part = QPainterPath()
            rect = QRectF(*box).translated(across, 16)
            part.addRoundedRect(rect, min(rect.width() / 2.2, 18), min(rect.height() / 2.2, 18))
            whole = whole.united(part)
        colours = self._theme.colours
        painter.setPen(QPen(QColor(colours.quiet), 1.2))
        painter.setBrush(QColor(mix(colours.surface, colours.line, 0.5)))
        painter.drawPath(whole)

    def _draw_region(self, painter: QPainter, code: str, box: QRectF) -> None:
        colours = self._theme.colours
        marked, here = code in self.marked, code == self.current and self.hasFocus()
        if code in INSIDE:
            painter.setPen(QPen(QColor(colours.alarm if marked else colours.line), 1.2))
            painter.setBrush(QColor(mix(colours.surface, colours.alarm, 0.35) if marked else colours.surface))
            painter.drawRoundedRect(box, 6, 6)
            painter.setPen(QColor(colours.ink))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _(INSIDE[code]))
        elif marked:
            painter.setPen(QPen(QColor(colours.alarm), 1.4))
            painter.setBrush(QColor(mix(colours.surface, colours.alarm, 0.55)))
            painter.drawRoundedRect(box, 6, 6)
            # A cross as well: colour alone tells nothing in grey.
            painter.drawLine(box.topLeft() + QPointF(3, 3), box.bottomRight() - QPointF(3, 3))
            painter.drawLine(box.topRight() + QPointF(-3, 3), box.bottomLeft() + QPointF(3, -3))
        else:
            painter.setPen(QPen(QColor(mix(colours.surface, colours.quiet, 0.35)), 0.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 6, 6)
        if here:
            painter.setPen(QPen(QColor(colours.gold), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 7, 7)

