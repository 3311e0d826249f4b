"""A day: typed in any usual way, or chosen in the calendar; t is today, + and - go a day on or back."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QVBoxLayout, QWidget

from armdesk.fields import Declared
from armdesk.i18n import _, current
from armdesk.understood import spoken
from ui.editor import Beside, LineEditor
from ui.session import Session
from ui.theme import icon_button


class DateEditor(LineEditor):
    """A day of the calendar."""

    def __init__(self, session: Session, field: Declared, parent: QWidget | None = None) -> None:
        super().__init__(session, field, parent)
        whole = self.line.fontMetrics().horizontalAdvance("2026-12-28")
        self.line.setMinimumWidth(whole + 26)  # a day that is cut is read as another
        self.line.setMaximumWidth(150)
        self.line.setPlaceholderText(_("day/month/year") if session.reading().order == "dmy" else _("month/day/year"))
        self.button = icon_button(session.theme, "calendar", _("Choose {field} in the calendar").format(
            field=_(field.label)), colour="quiet")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self.open_calendar)
        self.row.setSpacing(4)
        self.row.addWidget(self.button)
        self.row.addStretch(1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """t, + and - where they cannot be part of a date being typed; Alt+Down opens the calendar."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not self.line.isReadOnly():
            if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.open_calendar()
                return True
            if event.text() in ("t", "T", "+", "-") and self._step(event.text()):
                return True
        return super().eventFilter(watched, event)

    def understood(self, record: Beside | None = None) -> str:
        """The day with its month by name."""
        text = self.line.text().strip()
        if not text or text == self._shown:
            return ""
        try:
            return spoken(self.field, self.field.parse(text, self.reading(record)), self.reading(record))
        except ValueError:
            return ""

    def open_calendar(self) -> None:
        """Choose the day with the eye."""
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setProperty("card", "true")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget()
        calendar.setLocale(QLocale(current()))
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setAccessibleName(_(self.field.label))
        shown = self._day() or self.session.today()
        calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        column = QVBoxLayout(popup)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(calendar)

        def choose(day: QDate) -> None:
            self._write(date(day.year(), day.month(), day.day()))
            popup.close()

        calendar.clicked.connect(choose)
        calendar.activated.connect(choose)
        popup.move(self.line.mapToGlobal(QPoint(0, self.line.height() + 2)))
        popup.show()
        calendar.setFocus()

    def _day(self) -> date | None:
        try:
            found = self.take()
        except ValueError:
            return None
        return found if isinstance(found, date) else None

    def _step(self, sign: str) -> bool:
        """Whether the key meant a day rather than a letter."""
        text, day = self.line.text(), self._day()
        whole = not text or self.line.selectedText() == text or day is not None
        if sign in ("t", "T"):
            if whole:
                self._write(self.session.today())
            return whole
        if day is None and text:
            return False
        days = 1 if sign == "+" else -1
        self._write((day + timedelta(days=days)) if day else self.session.today())
        return True

    def _write(self, day: date) -> None:
        self.line.setText(day.isoformat())
        self.touched.emit()
