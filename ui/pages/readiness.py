"""Audit room > Readiness: how ready we were on the days on which it was measured, drawn and printed."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from armdesk.i18n import _, current, ngettext
from armdesk.models import Readiness
from armdesk.progress import Progress
from armdesk.reports import readiness as report
from armdesk.reports.document import Document
from armdesk.services.audit import readiness
from armdesk.services.findings.checks import in_use, period_of
from armdesk.services.findings.watch import Watch
from ui import printing, problems, texts
from ui.blocks import button, page_head
from ui.chart_view import ChartView
from ui.layouts import page_column
from ui.messages import Message, Messages
from ui.plain_table import PlainTable
from ui.session import Session, Visit


class ReadinessPage(QWidget):
    """Two charts and, below, every measured day with its base."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.rows: list[Readiness] = []
        column = page_column(self)
        self.print_button = button(_("Print (PDF)"), self.print_paper)
        self.print_button.setEnabled(False)
        self.measure_button = button(_("Measure now"), self.measure, look="primary")
        self.measure_button.setEnabled(not session.read_only)
        column.addLayout(page_head(_("Readiness over time"), _("Measured by itself once on each day on which armdesk "
                                                               "is used; no day is filled in."),
                                   self.print_button, self.measure_button))
        self.messages = Messages(session.theme)
        column.addWidget(self.messages)
        row = QHBoxLayout()
        self.standard = QComboBox()
        self.standard.setAccessibleName(_("Standard"))
        for each in in_use(session.workspace):
            self.standard.addItem(each.title(current()), each.key)
        self.standard.currentIndexChanged.connect(lambda _place: self.refresh())
        row.addWidget(self.standard)
        self.summary = texts.Elided(role="quiet")
        row.addWidget(self.summary, 1)
        column.addLayout(row)
        charts = QHBoxLayout()
        charts.setSpacing(16)
        self.shares, self.troubles = ChartView(session.theme, 150.0), ChartView(session.theme, 150.0)
        charts.addWidget(self.shares, 1)
        charts.addWidget(self.troubles, 1)
        column.addLayout(charts)
        self.table = PlainTable(session.theme, _("Day by day"))
        self.table.say_when_empty(_("Nothing was measured yet. “Measure now” measures today."))
        self.table.activated.connect(self._open)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        session.changes.records_changed.connect(self._on_changed)
        self.refresh()

    def visit(self, _visit: Visit) -> None:
        """Read everything again."""
        self.refresh()

    def refresh(self) -> None:
        """Read the measured days again."""
        store, key = self.session.store, str(self.standard.currentData())
        self.session.jobs.read(self, lambda: readiness.series(store, key), self._on_found)

    def _on_changed(self, types: frozenset[str]) -> None:
        if self.isVisible() and (not types or "readiness" in types):
            self.refresh()

    def _on_found(self, rows: list[Readiness]) -> None:
        self.rows = list(reversed(rows))
        self.shares.show_chart(report.requirements_chart(rows))
        self.troubles.show_chart(report.troubles_chart(rows))
        self.print_button.setEnabled(bool(rows))
        columns = report.columns()
        self.table.show_rows([each.title for each in columns], len(self.rows),
                             lambda row, column: str(report.row_of(self.rows[row])[column]), right=(3, 4, 7))
        self.summary.say(ngettext("{count} day measured, from {first} to {last}",
                                  "{count} days measured, from {first} to {last}", len(rows)).format(
            count=len(rows), first=rows[0].date, last=rows[-1].date) if rows else "")

    def measure(self) -> None:
        """Measure today; what was measured today before is replaced."""
        if self.session.read_only:
            return
        space, today, language = self.session.workspace, self.session.today(), current()
        self.measure_button.setEnabled(False)

        def work(progress: Progress) -> int:
            seen = Watch(space).look((), today, language, progress)
            period = seen.period or period_of(space, today)
            return readiness.keep(space.store, readiness.measure(space.store, in_use(space), period, seen.findings,
                                                                 today), again=True)

        self.session.jobs.run(self, work, done=self._on_measured, failed=self._on_failed, title=_("Measure now"))

    def _on_measured(self, count: int) -> None:
        self.measure_button.setEnabled(True)
        self.messages.say(Message(_("Measured.") if count else _("Nothing is other than it was measured today "
                                                                 "already."), "good"))

    def _on_failed(self, error: Exception) -> None:
        self.measure_button.setEnabled(True)
        problems.show(error, self)

    def _open(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.rows):
            self.session.open("rehearsal" if self.rows[index.row()].rehearsed_on else "requirement")

    def print_paper(self) -> None:
        """Charts and days on paper."""
        store, key, title = self.session.store, str(self.standard.currentData()), self.standard.currentText()
        today, language = self.session.today(), current()

        def make() -> Document:
            return report.readiness_paper(store, key, title, today, language)

        printing.to_file(self.session, self, _("Print (PDF)"), f"{_('Readiness over time')} {today}.pdf", make)
