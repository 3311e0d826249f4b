"""The action plan over time on the screen: bars by month to scroll and zoom; only the rows in view are painted."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from armdesk.i18n import _, current
from armdesk.i18n_formats import month_name
from armdesk.services.plan.action_sources import state_words
from armdesk.services.plan.timeline import Bar, Timeline
from ui import texts
from ui.action_board import spoken
from ui.theme import Theme, font

_HEAD, _ROW, _NAMES, _BAR = 44, 28, 330, 14
_MARGIN = 24
"""Units: pixels after the last day, so that the word over today is read whole."""
_NEAREST, _FARTHEST, _STEP = 12.0, 0.25, 1.25
_COLOURS = {"open": "note", "in_progress": "gold", "done": "good", "closed": "good", "cancelled": "quiet"}


class TimelineView(QAbstractScrollArea):
    """Names at the left, bars at the right.  opened carries an id; marked is the row under the keyboard."""

    opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.line: Timeline | None = None
        self.marked = -1
        self.per_day = 2.0
        self.setAccessibleName(_("Action plan over time"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)

    # showing

    def show_line(self, line: Timeline) -> None:
        """Other bars; the first time today stands in the middle."""
        first_time = self.line is None
        self.line = line
        self.marked = min(self.marked, len(line.bars) - 1)
        if self.marked < 0 and line.bars:
            self.marked = 0
        self._measure()
        if first_time:
            self.go_to_today()
        self._tell()
        self.viewport().update()

    def go_to_today(self) -> None:
        """Today in the middle of what is seen."""
        if self.line is not None:
            middle = (self.line.today - self.line.first).days * self.per_day
            self.horizontalScrollBar().setValue(round(middle - self._room() / 2))

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Nearer or farther; the day under `around` stays where it is.  Units: around in pixels of the bars."""
        place = self._room() / 2 if around is None else around
        day = (self.horizontalScrollBar().value() + place) / self.per_day
        self.per_day = min(max(self.per_day * factor, _FARTHEST), _NEAREST)
        self._measure()
        self.horizontalScrollBar().setValue(round(day * self.per_day - place))
        self.viewport().update()

    def fit(self) -> None:
        """All months at once."""
        if self.line is not None:
            self.per_day = min(max((self._room() - _MARGIN) / self.line.days, _FARTHEST), _NEAREST)
            self._measure()
            self.viewport().update()

    def current(self) -> Bar | None:
        """The bar under the keyboard."""
        return self.line.bars[self.marked] if self.line is not None and 0 <= self.marked < len(self.line.bars) else None

    def _room(self) -> int:
        return max(self.viewport().width() - _NAMES, 50)

    def _measure(self) -> None:
        if self.line is None:
            return
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        seen = self.viewport().height() - _HEAD
        down.setRange(0, max(len(self.line.bars) * _ROW - seen, 0))
        down.setPageStep(max(seen, _ROW))
        down.setSingleStep(_ROW)
        across.setRange(0, max(round(self.line.days * self.per_day) + _MARGIN - self._room(), 0))
        across.setPageStep(self._room())
        across.setSingleStep(30)

    def _tell(self) -> None:
        bar = self.current()
        self.setAccessibleDescription(f"{spoken(bar.card)} · {state_words(bar.card.status)}" if bar else "")

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Only the rows and months in view."""
        if self.line is None:
            return
        painter = QPainter(self.viewport())
        colours, width, height = self.theme.colours, self.viewport().width(), self.viewport().height()
        painter.fillRect(0, 0, width, height, QColor(colours.surface))
        top = self.verticalScrollBar().value()
        first = top // _ROW
        last = min((top + height - _HEAD) // _ROW + 1, len(self.line.bars))
        painter.setClipRect(0, _HEAD, width, height - _HEAD)
        if first <= self.marked < last:
            ground = self.theme.tint if self.hasFocus() else self.theme.hover
            painter.fillRect(0, _HEAD + self.marked * _ROW - top, width, _ROW, QColor(ground))
        painter.setClipRect(_NAMES, 0, width - _NAMES, height)
        self._months(painter, height)
        painter.setClipRect(_NAMES, _HEAD, width - _NAMES, height - _HEAD)
        for row in range(first, last):
            self._bar(painter, self.line.bars[row], _HEAD + row * _ROW - top)
        painter.setClipRect(_NAMES, 0, width - _NAMES, height)
        x = self._x(self.line.today)
        painter.setPen(QPen(QColor(colours.alarm), 1.6))
        painter.drawLine(x, 22, x, height)
        painter.setFont(font("small", bold=True))
        painter.drawText(QRect(x - 40, 4, 80, 18), Qt.AlignmentFlag.AlignCenter, _("today"))
        painter.setClipRect(0, _HEAD, _NAMES - 8, height - _HEAD)
        for row in range(first, last):
            self._name(painter, self.line.bars[row], _HEAD + row * _ROW - top)
        painter.setClipping(False)
        painter.setPen(QColor(colours.line))
        painter.drawLine(0, _HEAD - 1, width, _HEAD - 1)
        painter.drawLine(_NAMES - 1, 0, _NAMES - 1, height)

    def _x(self, day: date) -> int:
        assert self.line is not None  # noqa: S101 - asked only while there is one
        return _NAMES + round((day - self.line.first).days * self.per_day) - self.horizontalScrollBar().value()

    def _months(self, painter: QPainter, height: int) -> None:
        assert self.line is not None  # noqa: S101 - asked only while there is one
        colours, months = self.theme.colours, list(self.line.months())
        step = max(1, round(44 / max(self.per_day * 30.4, 1)))
        painter.setFont(font("small"))
        for number, month in enumerate(months):
            x = self._x(month)
            if x < _NAMES - 200 or x > self.viewport().width():
                continue
            painter.setPen(QColor(colours.line))
            painter.drawLine(x, _HEAD - 20, x, height)
            if number % step == 0:
                words = month_name(month.month, current())[:3]
                text = f"{words} {month:%Y}" if month.month == 1 or number == 0 else words
                painter.setPen(QColor(colours.quiet))
                painter.drawText(x + 4, _HEAD - 7, text)

    def _bar(self, painter: QPainter, bar: Bar, y: int) -> None:
        colours, card = self.theme.colours, bar.card
        colour = QColor(getattr(colours, _COLOURS[card.status]))
        x = self._x(bar.first)
        width = max(((bar.last - bar.first).days + 1) * self.per_day, 3.0)
        place = QRectF(x, y + (_ROW - _BAR) / 2, width, _BAR)
        painter.setPen(QPen(colour, 1))
        pale = QColor(colour)
        pale.setAlpha(45)
        painter.setBrush(pale)
        painter.drawRoundedRect(place, 3, 3)
        share = 1.0 if card.status in ("done", "closed") else card.progress / 100
        if share and card.status != "cancelled":
            painter.setBrush(colour if card.status != "closed" else QBrush(colour, Qt.BrushStyle.Dense4Pattern))
            painter.drawRoundedRect(QRectF(place.left(), place.top(), width * share, _BAR), 3, 3)
        if bar.late_until is not None:
            late = max((bar.late_until - bar.last).days * self.per_day, 2.0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(QColor(colours.alarm), Qt.BrushStyle.BDiagPattern if card.done else
                                    Qt.BrushStyle.SolidPattern))
            painter.drawRect(QRectF(place.right(), place.center().y() - 3, late, 6))

    def _name(self, painter: QPainter, bar: Bar, y: int) -> None:
        colours, card = self.theme.colours, bar.card
        painter.setFont(font("small", bold=True))
        painter.setPen(QColor(colours.alarm if card.late else colours.ink))
        mark = "! " if card.late else ""
        number = painter.fontMetrics().elidedText(mark + card.number, Qt.TextElideMode.ElideRight, 96)
        painter.drawText(QRect(10, y, 98, _ROW), Qt.AlignmentFlag.AlignVCenter, number)
        painter.setFont(font("small"))
        painter.setPen(QColor(colours.ink if card.status not in ("closed", "cancelled") else colours.quiet))
        words = painter.fontMetrics().elidedText(" ".join(card.measure.split()), Qt.TextElideMode.ElideRight,
                                                 _NAMES - 124)
        painter.drawText(QRect(110, y, _NAMES - 120, _ROW), Qt.AlignmentFlag.AlignVCenter, words)

    # hands

    def resizeEvent(self, _event: object) -> None:
        """The bars go on filling the room."""
        self._measure()

    def row_at(self, place: QPoint) -> int:
        """Row under a point, -1 for none."""
        row = (place.y() - _HEAD + self.verticalScrollBar().value()) // _ROW
        inside = self.line is not None and place.y() >= _HEAD and 0 <= row < len(self.line.bars)
        return row if inside else -1

    def mark(self, row: int) -> None:
        """Put the keyboard onto a row and bring it into view."""
        if self.line is None or not self.line.bars:
            return
        self.marked = min(max(row, 0), len(self.line.bars) - 1)
        down, seen = self.verticalScrollBar(), self.viewport().height() - _HEAD
        place = self.marked * _ROW
        if place < down.value():
            down.setValue(place)
        elif place + _ROW > down.value() + seen:
            down.setValue(place + _ROW - seen)
        self._tell()
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark the row."""
        if (row := self.row_at(event.position().toPoint())) >= 0:
            self.mark(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row."""
        if self.row_at(event.position().toPoint()) >= 0 and (bar := self.current()) is not None:
            self.opened.emit(bar.card.id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl nearer and farther, with Shift along the time, else down."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP if turned > 0 else 1 / _STEP, max(event.position().x() - _NAMES, 0))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - turned)
        else:
            down = self.verticalScrollBar()
            down.setValue(down.value() - turned)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk and scroll, plus and minus zoom, Enter opens."""
        key, page = event.key(), max((self.viewport().height() - _HEAD) // _ROW - 1, 1)
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}
        if key in steps:
            self.mark(self.marked + steps[Qt.Key(key)])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.mark(0 if key == Qt.Key.Key_Home else 10**9)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            across = self.horizontalScrollBar()
            across.setValue(across.value() + (60 if key == Qt.Key.Key_Right else -60))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.zoom(_STEP if key == Qt.Key.Key_Plus else 1 / _STEP)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (bar := self.current()) is not None:
            self.opened.emit(bar.card.id)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """What a row says, under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.line is not None:
            row = self.row_at(event.pos())
            QToolTip.showText(event.globalPos(), texts.tip(spoken(self.line.bars[row].card)) if row >= 0 else "", self)
            return True
        return super().viewportEvent(event)
