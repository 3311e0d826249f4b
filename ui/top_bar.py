"""The top bar: workspace, period, search box, back and forward, alarms, language."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from armdesk import i18n
from armdesk.i18n import _, current, ngettext
from armdesk.i18n_formats import month_name
from ui import texts
from ui.session import Period, Session
from ui.theme import icon_button


class TopBar(QFrame):
    """searched: the command box is wanted; moved: -1 back, 1 forward; alarmed: go to what is overdue."""

    searched = Signal()
    moved = Signal(int)
    alarmed = Signal()

    def __init__(self, session: Session, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._menu = session, menu
        self.setProperty("ground", "surface")
        self.setFixedHeight(48)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        self.workspace = self._menu_button(bold=True)
        self.workspace.clicked.connect(lambda: self._drop(menu, self.workspace))
        row.addWidget(self.workspace)
        self.period = self._menu_button()
        self.period.clicked.connect(lambda: self._drop(period_menu(self.session, self), self.period))
        row.addWidget(self.period)
        row.addStretch(1)
        self.search = QPushButton(_("Search or do …   Ctrl+K"))
        self.search.setIcon(session.theme.icon("search", "quiet"))
        self.search.setMinimumWidth(280)
        self.search.setProperty("words", "left")
        self.search.clicked.connect(self.searched)
        row.addWidget(self.search)
        row.addStretch(1)
        self.back = icon_button(session.theme, "back", _("Back (Alt+Left)"))
        self.forward = icon_button(session.theme, "forward", _("Forward (Alt+Right)"))
        self.back.clicked.connect(lambda: self.moved.emit(-1))
        self.forward.clicked.connect(lambda: self.moved.emit(1))
        row.addWidget(self.back)
        row.addWidget(self.forward)
        self.alarms = QPushButton()
        self.alarms.setProperty("flat", "true")
        self.alarms.setIcon(session.theme.icon("alarm", "alarm"))
        self.alarms.clicked.connect(self.alarmed)
        self.alarms.hide()
        row.addWidget(self.alarms)
        self.language = self._menu_button()
        self.language.setText(current().upper())
        self.language.setAccessibleName(_("Language: {name}").format(name=i18n.LANGUAGES[current()]))
        self.language.setToolTip(_("Language"))
        self.language.clicked.connect(lambda: self._drop(self._language_menu(), self.language))
        row.addWidget(self.language)
        session.period_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Name of the workspace and period anew."""
        name = self.session.workspace.settings.name or self.session.workspace.folder.name
        self.workspace.setText(texts.escaped(name if len(name) <= 36 else name[:36] + "…"))
        self.workspace.setAccessibleName(_("Workspace {name}: menu").format(name=name))
        self.workspace.setToolTip(texts.tip(str(self.session.workspace.folder)))
        self.period.setText(texts.escaped(period_text(self.session.period)))
        self.period.setAccessibleName(_("Period: {period}").format(period=period_text(self.session.period)))
        self.period.setProperty("active", "true" if self.session.period else "false")

    def show_alarms(self, due: int, found: int = 0) -> None:
        """How many things are overdue or have ended, and how many alarms the checks give."""
        self.alarms.setVisible(due + found > 0)
        self.alarms.setText(str(due + found))
        parts = [_("{count} overdue or ended").format(count=due)] if due or not found else []
        if found:
            parts.append(ngettext("{count} alarm of the checks", "{count} alarms of the checks", found).format(
                count=found))
        words = " · ".join(parts)
        self.alarms.setToolTip(words)
        self.alarms.setAccessibleName(words)

    def _menu_button(self, *, bold: bool = False) -> QPushButton:
        button = QPushButton()
        button.setProperty("flat", "true")
        button.setIcon(self.session.theme.icon("down", "quiet"))
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        if bold:
            button.setProperty("words", "bold")
        return button

    def _drop(self, menu: QMenu, under: QPushButton) -> None:
        menu.exec(under.mapToGlobal(QPoint(0, under.height() + 2)))

    def _language_menu(self) -> QMenu:
        menu = QMenu(self)
        for code, name in i18n.LANGUAGES.items():
            action: QAction = menu.addAction(name, partial(self._choose_language, code))
            action.setCheckable(True)
            action.setChecked(code == current())
        return menu

    def _choose_language(self, code: str) -> None:
        self.session.person.language = code
        i18n.choose(code)
        self.session.dress()


def period_menu(session: Session, parent: QWidget) -> QMenu:
    """Years to choose from, all dates, and days of one's own."""
    menu, today, now = QMenu(parent), session.today(), session.period
    entries: list[tuple[str, Period | None]] = [(_("All dates"), None)]
    entries += [(str(year), Period(date(year, 1, 1), date(year, 12, 31)))
                for year in range(today.year, today.year - 5, -1)]
    for word, period in entries:
        action: QAction = menu.addAction(word, partial(session.choose_period, period))
        action.setCheckable(True)
        action.setChecked(period == now)
    menu.addSeparator()
    menu.addAction(_("From … to …"), partial(_ask_period, session, parent))
    return menu


def _ask_period(session: Session, parent: QWidget) -> None:
    dialog = PeriodDialog(session, parent)
    if dialog.exec() == QDialog.DialogCode.Accepted and dialog.period is not None:
        session.choose_period(dialog.period)


def period_text(period: Period | None) -> str:
    """The period as the bar names it: "Jan–Dec 2025"."""
    if period is None:
        return _("Period: all dates")
    first, last = period.first, period.last
    months = [month_name(day.month, current())[:3].capitalize() for day in (first, last)]
    if first.day == 1 and (last.month != (last + _DAY).month):
        if first.year == last.year:
            return _("Period: {first}–{last} {year}").format(first=months[0], last=months[1], year=first.year)
        return _("Period: {first} {from_year} – {last} {to_year}").format(
            first=months[0], from_year=first.year, last=months[1], to_year=last.year)
    return _("Period: {first} to {last}").format(first=first.isoformat(), last=last.isoformat())


_DAY = date(2000, 1, 2) - date(2000, 1, 1)


class PeriodDialog(QDialog):
    """From one day to another."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Period"))
        self.period: Period | None = None
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        grid = QGridLayout()
        self.lines: list[QLineEdit] = []
        now = session.period
        for place, (word, day) in enumerate(((_("From"), now and now.first), (_("To"), now and now.last))):
            line = QLineEdit(day.isoformat() if day else "")
            line.setPlaceholderText(_("day/month/year"))
            line.setAccessibleName(word)
            name = texts.label(word)
            name.setBuddy(line)
            grid.addWidget(name, place, 0)
            grid.addWidget(line, place, 1)
            self.lines.append(line)
        column.addLayout(grid)
        self.problem = texts.label(role="problem", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        box.accepted.connect(self._check)
        box.rejected.connect(self.reject)
        column.addWidget(box)

    def _check(self) -> None:
        from armdesk import dates

        kept = self._session.reading()
        try:
            first, last = (dates.parse_date(line.text(), order=kept.order, today=kept.today) for line in self.lines)
            if last < first:
                raise ValueError(_("The period would end before it begins."))
        except ValueError as error:
            self.problem.setText(str(error))
            self.problem.show()
            return
        self.period = Period(first, last)
        self.accept()
