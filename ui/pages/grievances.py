"""The page of grievances: the register, and the paper forms for the boxes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from armdesk.i18n import _, current
from armdesk.models import Grievance
from armdesk.reports.document import Document
from armdesk.services.basis.numbering import next_code
from ui import printing
from ui.blocks import button, line
from ui.pages.records import RecordsPage
from ui.session import Session

_MOST = 100


class FormsDialog(QDialog):
    """For which box, how many, from which number."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Complaint forms"))
        column = QVBoxLayout(self)
        grid = QGridLayout()
        today = session.today()
        self.box = QLineEdit()
        self.first = QLineEdit(next_code(session.store, Grievance, "number", today, f"Q-{today.year}-001"))
        self.count = QSpinBox()
        self.count.setRange(1, _MOST)
        self.count.setValue(10)
        line(grid, _("Complaint box or place"), self.box)
        line(grid, _("Number of the first form"), self.first)
        line(grid, _("How many"), self.count)
        column.addLayout(grid)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)


class GrievancesPage(RecordsPage):
    """Grievances."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, Grievance, parent)

    def _head(self) -> QHBoxLayout:
        row = super()._head()
        self.forms_button = button(_("Complaint forms (PDF)"), self.ask_forms)
        row.insertWidget(1, self.forms_button, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _head_shown(self, listed: bool) -> None:
        super()._head_shown(listed)
        self.forms_button.setVisible(listed)

    def ask_forms(self) -> None:
        """Ask for which box, then print."""
        dialog = FormsDialog(self.session, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_forms(dialog.box.text(), dialog.first.text(), dialog.count.value())
        dialog.deleteLater()

    def print_forms(self, box: str, first: str, count: int) -> None:
        """Write the forms of one box as a PDF."""
        store, today, language = self.session.store, self.session.today(), current()

        def report() -> Document:
            from armdesk.reports.complaint_form import complaint_forms

            return complaint_forms(store, box, first, count, language, today)

        printing.to_file(self.session, self, _("Complaint forms"), f"{_('Complaint forms')} {box}.pdf".strip(), report)
