"""The page of incidents: the register with its first report, what awaits its final report, and the empty form."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from armdesk.i18n import _
from armdesk.models import Incident
from armdesk.models.incident import SERIOUS
from armdesk.query import Filter
from ui import first_report, incident_papers
from ui.blocks import button
from ui.incident_view import IncidentView
from ui.pages.records import RecordsPage
from ui.record_view import RecordView
from ui.session import Session


class IncidentsPage(RecordsPage):
    """Incidents and near misses."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, Incident, parent)

    def _head(self) -> QHBoxLayout:
        row = super()._head()
        self.report_button = button(_("Report an incident"), self.report, look="primary",
                                    tip=_("The two-minute first report (Ctrl+Shift+I)"))
        self.report_button.setEnabled(not self.session.read_only)
        self.awaiting_button = button(_("Awaiting the final report"), self.show_awaiting)
        self.form_button = button(_("Empty form (PDF)"), lambda: incident_papers.print_empty(self.session, self))
        self.new_button.setProperty("primary", "false")
        self.new_button.setText(_("Enter from a book"))
        for place, each in enumerate((self.report_button, self.awaiting_button, self.form_button), 1):
            row.insertWidget(place, each, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _head_shown(self, listed: bool) -> None:
        super()._head_shown(listed)
        for each in (self.report_button, self.awaiting_button, self.form_button):
            each.setVisible(listed)

    def new_view(self) -> RecordView:
        """An incident is shown step by step."""
        return IncidentView(self.session)

    def report(self) -> None:
        """Report an incident."""
        first_report.start(self.session, self)

    def show_awaiting(self) -> None:
        """Only what was reported and not investigated."""
        self.list.narrow((Filter("stage", "is", "reported"), Filter("severity", "in", SERIOUS)))
