"""Evidence > Calendar: which months each requirement is proved for, and what will have ended on a day to come."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from armdesk.catalogues.catalogue import Catalogue, pick
from armdesk.errors import ArmdeskError
from armdesk.i18n import _, current, ngettext
from armdesk.models import Audit
from armdesk.query import Filter
from armdesk.reports.document import Document
from armdesk.services.basis.marking import coded, legend
from armdesk.services.period_facts import status
from armdesk.services.standards import as_of, evidence_calendar
from armdesk.services.standards.as_of import KINDS, Lapse
from armdesk.services.standards.evidence_calendar import EvidenceCalendar, Row
from armdesk.typed import NotUnderstood
from ui import printing, references, standards, texts
from ui.blocks import Views, button, page_head
from ui.date_editor import DateEditor
from ui.heat_table import HeatTable
from ui.layouts import column_in, page_column
from ui.messages import Message, Messages
from ui.plain_table import PlainTable
from ui.session import Session, Visit
from ui.style_sheet import mix

_MOST_MONTHS = 24
_AHEAD = timedelta(days=30)


class EvidenceCalendarPage(QWidget):
    """Months at the top, requirements at the left; beside it, under the second tab, what ends until a day."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.found: EvidenceCalendar | None = None
        self.lapses: list[Lapse] = []
        column = page_column(self)
        self.print_button = button(_("Calendar (PDF)"), self.print_calendar)
        purpose = _("Which months each requirement is proved for: papers by the days they prove, and entries of the "
                    "registers.")
        column.addLayout(page_head(_("Calendar of evidence"), purpose, self.print_button))
        self.messages = Messages(session.theme)
        column.addWidget(self.messages)
        self.months, self.ends = HeatTable(session.theme, _("Calendar of evidence")), PlainTable(session.theme,
                                                                                                _("What ends"))
        self.months.heat.shade, self.months.heat.tip = self._shade, self._tip
        self.months.activated.connect(self._on_cell)
        self.ends.activated.connect(lambda index: self._open(self.lapses[index.row()].reference))
        self.ends.rows.colour = self._end_colour
        self.views = Views({_("Month by month"): self._months_view(), _("On a day to come"): self._ends_view()})
        column.addWidget(self.views, 1)
        session.changes.records_changed.connect(self._on_changed)
        session.period_changed.connect(self.refresh)
        self._fill()
        self.setFocusProxy(self.months)
        self.refresh()

    def _months_view(self) -> QWidget:
        view = QWidget()
        column = column_in(view, 6)
        row = QHBoxLayout()
        self.standard = QComboBox()
        self.standard.setAccessibleName(_("Standard"))
        self.standard.activated.connect(lambda _place: self.refresh())
        row.addWidget(self.standard)
        self.summary = texts.label("", role="quiet", wrap=True)
        row.addWidget(self.summary, 1)
        column.addLayout(row)
        column.addWidget(self.months, 1)
        column.addWidget(texts.label(_("A number: papers that prove the month. •: no paper, but entries in its "
                                       "registers. Empty: nothing. Enter opens the papers, or the requirement."),
                                     role="small", wrap=True))
        self.marks = texts.label("", role="small", wrap=True)
        column.addWidget(self.marks)
        return view

    def _ends_view(self) -> QWidget:
        view = QWidget()
        column = column_in(view, 6)
        row = QHBoxLayout()
        self.day = DateEditor(self.session, Audit.field("visit_on"))
        self.day.setAccessibleName(_("As of"))
        self.day.line.setMinimumWidth(110)
        name = texts.label(_("As of"), role="field")
        name.setBuddy(self.day)
        row.addWidget(name)
        row.addWidget(self.day)
        row.addWidget(button(_("Look"), self.look))
        self.told = texts.label("", role="quiet", wrap=True)
        row.addWidget(self.told, 1)
        column.addLayout(row)
        column.addWidget(self.ends, 1)
        self.day.line.returnPressed.connect(self.look)
        return view

    def _fill(self) -> None:
        try:
            used = standards.in_use(self.session)
        except ArmdeskError as error:
            self.messages.say(Message(str(error), "alarm", lasting=True))
            return
        self._offer(used)
        today = self.session.today()
        visits = sorted(each.visit_on for each in self.session.store.all(Audit)
                        if each.visit_on and each.visit_on >= today)
        self.day.put(visits[0] if visits else today + _AHEAD)

    def _offer(self, used: list[Catalogue]) -> None:
        """Show the standards in use; the one in view stays."""
        before: Catalogue | None = self.standard.currentData()
        self.standard.clear()
        for each in used:
            self.standard.addItem(each.title(current()), each)
        if before is not None:
            self.standard.setCurrentIndex(next((at for at, each in enumerate(used) if each.key == before.key), 0))

    def _on_changed(self, types: frozenset[str]) -> None:
        if not self.isVisible():
            return
        if types & standards.SHAPING:
            with suppress(ArmdeskError):
                self._offer(standards.in_use(self.session))
        self.refresh()

    def visit(self, _visit: Visit) -> None:
        """Read everything again."""
        self.refresh()

    def refresh(self) -> None:
        """Read both views again."""
        catalogue: Catalogue | None = self.standard.currentData()
        if catalogue is None:
            return
        store, span = self.session.store, standards.period(self.session)
        self.session.jobs.read(self, lambda: evidence_calendar.calendar(store, catalogue, span), self._on_calendar)
        self.look()

    # month by month

    def _on_calendar(self, found: EvidenceCalendar) -> None:
        if found.catalogue is not self.standard.currentData():
            return
        self.found = found
        months = self._shown_months()
        self.months.show_cells((_("Requirement"), *(f"{month[5:]}\n{month[2:4]}" for month in months)),
                               len(found.rows), self._cell)
        self.marks.setText(legend(row.requirement for row in found.rows))
        bare = sum(1 for row in found.rows if len(row.gaps(months)) == len(months))
        whole = sum(1 for row in found.rows if not row.gaps(months))
        self.summary.setText("  ·  ".join((
            ngettext("{count} requirement", "{count} requirements", len(found.rows)).format(count=len(found.rows)),
            _("{count} without a gap").format(count=whole), _("{count} without anything").format(count=bare))))

    def _shown_months(self) -> tuple[str, ...]:
        return self.found.months[-_MOST_MONTHS:] if self.found is not None else ()

    def _at(self, row: int, column: int) -> tuple[Row, str] | None:
        months = self._shown_months()
        if self.found is None or not 0 < column <= len(months) or row >= len(self.found.rows):
            return None
        return self.found.rows[row], months[column - 1]

    def _cell(self, row: int, column: int) -> str:
        if column == 0 and self.found is not None:
            asked = self.found.rows[row].requirement
            return f"{coded(asked)}  {pick(asked.title, current())}"
        at = self._at(row, column)
        if at is None:
            return ""
        papers = len(at[0].papers.get(at[1], ()))
        return str(papers) if papers else ("•" if at[0].entries[at[1]] else "")

    def _shade(self, row: int, column: int) -> str:
        at = self._at(row, column)
        if at is None:
            return ""
        theme = self.session.theme
        papers = len(at[0].papers.get(at[1], ()))
        if papers:
            return mix(theme.colours.surface, theme.colours.good, min(0.16 + 0.08 * papers, 0.45))
        return mix(theme.colours.surface, theme.colours.gold, 0.12) if at[0].entries[at[1]] else ""

    def _tip(self, row: int, column: int) -> str:
        at = self._at(row, column)
        if at is None:
            return self._cell(row, 0)
        found, month = at
        return _("{month}: {papers} papers, {entries} entries in the registers").format(
            month=month, papers=len(found.papers.get(month, ())), entries=found.entries[month])

    def _on_cell(self, index: QModelIndex) -> None:
        if self.found is None:
            return
        at = self._at(index.row(), index.column())
        papers = at[0].papers.get(at[1], ()) if at is not None else ()
        if papers:
            self.session.open("document", filters=(Filter("id", "in", tuple(papers)),))
            return
        asked = self.found.rows[index.row()].requirement
        self.session.open("requirement", record=status.reference(self.found.catalogue, asked).partition("/")[2])

    # on a day to come

    def _until(self) -> date | None:
        """The day that was typed; what is none is said beside it."""
        try:
            day = self.day.glance()
        except NotUnderstood as error:
            self.told.setText(str(error))
            return None
        if not isinstance(day, date):
            self.told.setText(_("Write a day, such as that of the next audit."))
            return None
        return day

    def look(self) -> None:
        """List what ends until the day that was typed."""
        day = self._until()
        if day is None:
            return
        store, today = self.session.store, self.session.today()
        self.session.jobs.read(self, lambda: (day, as_of.lapses(store, today, day)), self._on_lapses)

    def _on_lapses(self, answer: tuple[date, list[Lapse]]) -> None:
        day, self.lapses = answer
        today = self.session.today()
        self.ends.show_rows((_("Ends"), _("Kind"), _("Requirements it proves"), _("What")), len(self.lapses),
                            lambda row, column: (
            str(self.lapses[row].ends), _(KINDS[self.lapses[row].kind]), str(self.lapses[row].requirements or ""),
            self.lapses[row].name)[column], right=(2,))
        counts = [(kind, sum(1 for each in self.lapses if each.kind == kind)) for kind in KINDS]
        told = ", ".join(f"{_(KINDS[kind])}: {count}" for kind, count in counts if count)
        new = sum(1 for each in self.lapses if each.ends >= today)
        self.told.setText(_("On {day} will have ended: {what}. {count} of them are still good today.").format(
            day=day, what=told, count=new) if told else _("Nothing will have ended on {day}.").format(day=day))

    def _end_colour(self, row: int, column: int) -> QColor | None:
        if column:
            return None
        colours = self.session.theme.colours
        return QColor(colours.alarm if self.lapses[row].ends < self.session.today() else colours.warn)

    def _open(self, reference: str) -> None:
        kind, id_ = references.split(reference)
        self.session.open(kind, record=id_)

    def print_calendar(self) -> None:
        """Write the calendar and what ends as a PDF."""
        if self.found is None:
            return
        store, found, today, language = self.session.store, self.found, self.session.today(), current()
        until = self._until() or today

        def report() -> Document:
            from armdesk.reports.evidence_calendar import calendar_report

            return calendar_report(store, found, today, until, language)

        printing.to_file(self.session, self, _("Calendar (PDF)"), _("calendar of evidence") + ".pdf", report)
