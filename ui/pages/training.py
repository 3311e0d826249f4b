"""The register of courses and talks, with the way to who came, and the lists on paper."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from armdesk.i18n import _
from armdesk.models import Training
from ui.pages.records import RecordsPage
from ui.session import Session


class TrainingPage(RecordsPage):
    """Courses and talks."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, Training, parent)

    def _head(self) -> QHBoxLayout:
        row = super()._head()
        self.sheet_button = QPushButton(_("Who came"))
        self.sheet_button.setToolTip(_("People and courses in one table, typed like a spreadsheet (Alt+A)"))
        self.sheet_button.setShortcut("Alt+A")
        self.sheet_button.clicked.connect(self.open_sheet)
        row.insertWidget(1, self.sheet_button, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def add_actions(self, menu: QMenu, ids: list[str]) -> None:
        """The column of this course in the table of who came."""
        menu.addAction(_("Who came"), lambda: self.session.open("course_sheet", record=ids[0])).setEnabled(
            len(ids) == 1)
        menu.addSeparator()

    def open_sheet(self) -> None:
        """Go to the table of who came, with the course that is open or marked in hand."""
        in_form = self.view is not None and self.stack.currentWidget() is self.view
        record = self.view.form.record if in_form and self.view is not None else None
        id_ = record.id if record is not None and record.version else "" if in_form else self.list.table.current_id()
        if self.leave():
            self.session.open("course_sheet", record=id_ or "")
