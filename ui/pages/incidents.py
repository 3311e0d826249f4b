"""The page of incidents: the register with its first report, what awaits its final report, and the empty form."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

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
        self.list.new_words = _("Report an incident")
        self.list.new_wanted.disconnect(self.begin)
        self.list.new_wanted.connect(self.report)

    def _head(self) -> QHBoxLayout:
        row = super()._head()
        self.report_button = button(_("Report an incident"), self.report, look="primary",
                                    tip=_("The two-minute first report (Ctrl+Shift+I)"))
        self.report_button.setEnabled(not self.session.read_only)
        self.papers_button = button(_("Papers and lists"), self.offer_papers, tip=_(
            "What awaits its final report, and the empty form (Alt+P)"))
        self.papers_button.setShortcut("Alt+P")
        self.new_button.setProperty("primary", "false")
        self.new_button.setText(_("Enter from a book"))
        for place, each in enumerate((self.papers_button, self.report_button), 1):
            row.insertWidget(place, each, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _head_shown(self, listed: bool) -> None:
        super()._head_shown(listed)
        for each in (self.report_button, self.papers_button):
            each.setVisible(listed)

    def new_view(self) -> RecordView:
        """An incident is shown step by step."""
        return IncidentView(self.session)

    def report(self) -> None:
        """Report an incident."""
        first_report.start(self.session, self)

    def papers_menu(self) -> QMenu:
        """What awaits its final report, and the form to fill in by hand."""
        menu = QMenu(self)
        menu.addAction(_("Awaiting the final report"), self.show_awaiting)
        menu.addAction(_("Empty form (PDF)") + " …", lambda: incident_papers.print_empty(self.session, self))
        return menu

    def offer_papers(self) -> None:
        """Open the menu under its button."""
        self.papers_menu().exec(self.papers_button.mapToGlobal(QPoint(0, self.papers_button.height() + 2)))

    def show_awaiting(self) -> None:
        """Only what was reported and not investigated."""
        self.list.narrow((Filter("stage", "is", "reported"), Filter("severity", "in", SERIOUS)))
