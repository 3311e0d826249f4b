"""People > Attendance: who was at work on which day of a month, typed like a spreadsheet."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QStackedWidget, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import _, current
from armdesk.i18n_formats import month_name
from armdesk.models import Crew, Site
from armdesk.query import Filter
from armdesk.reports.document import Document
from armdesk.services.basis.figure import ask
from armdesk.services.basis.period import month as calendar_month
from armdesk.services.basis.period import months_after
from armdesk.services.sheets.attendance_grid import AttendanceGrid
from armdesk.services.sheets.attendance_sheet import AttendanceSheet, read_sheet
from ui import printing, texts
from ui.blocks import button, key, page_head
from ui.grid import GridView
from ui.grid_paint import TotalsBar
from ui.layouts import column_in
from ui.messages import Message, Messages
from ui.session import Session, Visit
from ui.theme import icon_button

_DAY, _NARROWEST, _SUM = 34, 27, 62
"""Units: pixels; days are made narrower as long as all of a month then stand side by side."""
_READ = {"attendance", "person", "crew", "site", "shift", "rate"}


class MonthView(GridView):
    """A month with narrow columns, so that most of it is seen at once."""

    def __init__(self, session: Session, grid: AttendanceGrid) -> None:
        super().__init__(session, grid)
        self.horizontalHeader().setMinimumSectionSize(_NARROWEST)
        self.horizontalHeader().setStyleSheet("QHeaderView::section { padding: 0; }")

    def fit(self) -> None:
        """Days are narrow, their sums as wide as they need."""
        days = self.own.columnCount() - 2
        fitting = self.viewport().width() // max(days, 1)
        day = min(_DAY, fitting) if fitting >= _NARROWEST else _DAY
        for column in range(days + 2):
            self.setColumnWidth(column, day if column < days else _SUM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many days as have room."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()


class AttendancePage(QWidget):
    """The month of a crew, of a site or of everybody."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.messages = Messages(session.theme)
        self.first = self._newest_month()
        self._own = -1
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 10, 16, 6)
        column.setSpacing(6)
        self.fill_button = button(_("Everybody came"), self.fill_day, look="primary", tip=_(
            "All of whom nothing is told on the day in hand were there the usual hours (F8)"))
        self.fill_button.setEnabled(not session.read_only)
        self.print_button = button(_("Print"), self.offer_prints)
        purpose = _("Who was at work on which day, and for how many hours; the base of every rate of accidents.")
        column.addLayout(page_head(_("Attendance"), purpose, self.print_button, self.fill_button))
        column.addWidget(self.messages)
        column.addLayout(self._choosers())
        blank = AttendanceSheet(session.store, calendar_month(self.first.year, self.first.month), "", "",
                                session.today())
        self.view = MonthView(session, AttendanceGrid(blank, session.reading()))
        self.view.setAccessibleName(_("Attendance"))
        self.totals = TotalsBar(session.theme, self.view)
        self.stack = QStackedWidget()
        self.empty = texts.label(_("Nobody belongs here in this month. Enter people first, or choose another crew."),
                                 role="quiet", wrap=True)
        nobody = QWidget()
        words = QVBoxLayout(nobody)
        words.setContentsMargins(0, 12, 0, 0)
        words.addWidget(self.empty)
        words.addWidget(button(_("Members and workers"), lambda: session.open("person")), 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        inside = QWidget()
        body = column_in(inside, 0)
        body.addWidget(self.view, 1)
        body.addWidget(self.totals)
        self.stack.addWidget(inside)
        self.stack.addWidget(nobody)
        column.addWidget(self.stack, 1)
        self.foot = texts.Elided(_("P present · A absent · E excused · or hours such as 8 · Ctrl+D fills down · F8 "
                                   "everybody came · Ctrl+O shows the entries"), role="quiet")
        column.addWidget(self.foot)
        self._wire()
        self.setFocusProxy(self.view)
        self.refresh()

    def _newest_month(self) -> date:
        """The month of the newest entry, else this one."""
        newest = ask(self.session.store, "SELECT max(date) FROM attendance WHERE trashed = 0")[0][0]
        today = self.session.today()
        return min(date.fromisoformat(newest) if newest else today, today).replace(day=1)

    def _choosers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        theme = self.session.theme
        before = icon_button(theme, "back", _("Month before (Alt+Up)"))
        after = icon_button(theme, "forward", _("Month after (Alt+Down)"))
        before.clicked.connect(lambda: self.turn(-1))
        after.clicked.connect(lambda: self.turn(1))
        self.month: QLabel = texts.label(role="subheading")
        self.month.setMinimumWidth(150)
        self.month.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.who = QComboBox()
        self.who.setAccessibleName(_("Crew or site"))
        self.who.setMinimumWidth(240)
        self._fill_who()
        self.who.currentIndexChanged.connect(lambda _place: self.refresh())
        for each in (before, self.month, after, self.who):
            row.addWidget(each)
        self.counts = texts.Elided(role="quiet")
        row.addWidget(self.counts, 1)
        return row

    def _fill_who(self) -> None:
        chosen = self.who.currentData()
        self.who.blockSignals(True)
        self.who.clear()
        store = self.session.store
        for crew in sorted(store.all(Crew), key=lambda each: each.name):
            self.who.addItem(crew.name, ("crew", crew.id))
        for site in sorted(store.all(Site), key=lambda each: each.name):
            self.who.addItem(_("Site: {name}").format(name=site.name), ("site", site.id))
        self.who.addItem(_("Everybody"), ("", ""))
        places = [place for place in range(self.who.count()) if self.who.itemData(place) == chosen]
        self.who.setCurrentIndex(places[0] if places else 0)
        self.who.blockSignals(False)

    def _wire(self) -> None:
        self.view.written.connect(self._on_written)
        self.view.said.connect(lambda sentence: self.messages.say(Message(sentence, "warn")))
        self.view.asked.connect(self._on_asked)
        self.session.changes.records_changed.connect(self._on_records_changed)
        for keys, run in (("F5", self.refresh), ("Alt+Up", lambda: self.turn(-1)), ("Alt+Down", lambda: self.turn(1)),
                          ("Ctrl+O", self.open_entries)):
            key(self, keys, run)

    # which sheet

    def turn(self, months: int) -> None:
        """The month before or after."""
        self.view.close_editor(keep=True)
        self.first = months_after(self.first, months)
        self.refresh()

    def visit(self, visit: Visit) -> None:
        """Show what another page asked for: record "<crew or site id>/2025-03", or the sheet as it was left."""
        wanted, _slash, month = visit.record.partition("/")
        for place in range(self.who.count()):
            if wanted and self.who.itemData(place)[1] == wanted:
                self.who.setCurrentIndex(place)
        if month:
            self.first = date.fromisoformat(f"{month}-01")
        self.refresh()

    def refresh(self) -> None:
        """Read the sheet anew."""
        store, first, today = self.session.store, self.first, self.session.today()
        kind, id_ = self.who.currentData() or ("", "")
        crew, site = (id_, "") if kind == "crew" else ("", id_)
        self.month.setText(f"{month_name(first.month, current())} {first.year}".capitalize())
        self.session.jobs.read(self, lambda: read_sheet(store, first, crew=crew, site=site, today=today), self._on_read)

    def _on_read(self, sheet: AttendanceSheet) -> None:
        before = self.view.grid
        anchor = before.anchor(*self.view.place()) if before.rows() else None
        grid = AttendanceGrid(sheet, self.session.reading())
        row, column = grid.find(anchor, *self.view.place())
        if anchor is None:
            column = (min(self.session.today(), sheet.period.ends) - sheet.period.begins).days
        self.view.put(grid, row, max(column, 0))
        self.totals.put(grid)
        self.stack.setCurrentIndex(0 if sheet.people else 1)
        self.fill_button.setEnabled(bool(sheet.people) and not self.session.read_only)
        self.print_button.setEnabled(bool(sheet.people))
        self._count(grid)

    def _count(self, grid: AttendanceGrid) -> None:
        self.counts.say(_("{people} people · {days} days at work · {hours} hours").format(
            people=grid.rows(), days=grid.total(len(grid.days)) or "0", hours=grid.total(len(grid.days) + 1)))

    # writing

    def _on_written(self, _touched: object) -> None:
        self._own = self.session.store.head().seq
        self._shown()

    def _shown(self) -> None:
        grid = self.view.grid
        if isinstance(grid, AttendanceGrid):
            self.totals.put(grid)
            self._count(grid)

    def fill_day(self) -> None:
        """Everybody of whom nothing is told came on the day in hand."""
        grid, column = self.view.grid, self.view.place()[1]
        if self.session.read_only or not isinstance(grid, AttendanceGrid) or column >= len(grid.days):
            return
        self.view.close_editor(keep=True)
        if why := grid.why_not(0, column) if grid.rows() else "":
            self.messages.say(Message(why, "warn"))
            return
        touched = grid.fill_day(column)
        self.view.sync()
        if touched:
            self._on_written(touched)

    def _on_records_changed(self, types: frozenset[str]) -> None:
        if types == {"attendance"} and self.session.store.head().seq == self._own:
            return  # only our own cells were written, and they stand there already
        if types & _READ and self.isVisible():
            if types & {"crew", "site"}:
                self._fill_who()
            self.refresh()

    def _on_asked(self, wish: str) -> None:
        if self.session.read_only:
            return
        if wish in ("idle", "idle_site"):
            self.fill_day()
        elif wish in ("undo", "redo"):
            self._reverse(back=wish == "undo")

    def _reverse(self, *, back: bool) -> None:
        store = self.session.store
        try:
            done = store.undo() if back else store.redo()
        except ArmdeskError as error:
            self.messages.say(Message(str(error), "warn"))
            return
        if done is not None:
            self.refresh()
            self.session.say((_("Undone: {title}") if back else _("Done again: {title}")).format(title=done.title),
                             "good")

    def open_entries(self) -> None:
        """Show the entries of the person in hand in the month."""
        grid, row = self.view.grid, self.view.place()[0]
        if isinstance(grid, AttendanceGrid) and row < grid.rows():
            self.session.open("attendance", filters=(
                Filter("person", "is", grid.sheet.people[row].id), Filter("date", "from", grid.sheet.period.begins),
                Filter("date", "to", grid.sheet.period.ends)))

    def offer_prints(self) -> None:
        """The month as it stands, or an empty one to be written on."""
        menu = QMenu(self)
        menu.addAction(_("This month as PDF"), lambda: self.print_sheet(empty=False))
        menu.addAction(_("Empty sheet to write on"), lambda: self.print_sheet(empty=True))
        menu.exec(self.print_button.mapToGlobal(QPoint(0, self.print_button.height() + 2)))

    def print_sheet(self, *, empty: bool) -> None:
        """Write the sheet in view as a PDF."""
        self.view.close_editor(keep=True)
        grid, who, month = self.view.grid, self.who.currentText(), self.month.text()
        name, language, today = self.session.workspace.settings.name, current(), self.session.today()
        if not isinstance(grid, AttendanceGrid):
            return

        def report() -> Document:
            from armdesk.reports.attendance import document

            return document(grid, name, who, month, language, today, empty=empty)

        title = _("Attendance")
        printing.to_file(self.session, self, title, f"{title} {who} {month}.pdf", report)

    def leave(self) -> bool:
        """Keep what is being typed."""
        self.view.close_editor(keep=True)
        return True
