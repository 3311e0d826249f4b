"""People > Meetings and assemblies: the register, from which a meeting is led step by step."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from armdesk.i18n import _
from armdesk.models import Meeting
from ui.blocks import button
from ui.pages.records import RecordsPage
from ui.session import Session


class MeetingsPage(RecordsPage):
    """The register of meetings with a way to the page that leads through one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, Meeting, parent)
        self.hold_button = button(_("Hold this meeting"), self.hold, tip=_("Call, agenda, who came, votes and minutes"))
        self.head.insertWidget(self.head.indexOf(self.new_button), self.hold_button, 0, Qt.AlignmentFlag.AlignBottom)

    def add_actions(self, menu: QMenu, ids: list[str]) -> None:
        """Lead through the marked meeting."""
        if len(ids) == 1:
            menu.addAction(_("Hold this meeting"), self.hold)
            menu.addSeparator()

    def hold(self) -> None:
        """Go to the page that leads through the marked meeting, or the one in view."""
        in_form = self.view is not None and self.stack.currentWidget() is self.view
        id_ = self.view.form.record.id if in_form and self.view is not None else self.list.table.current_id()
        self.session.open("assembly", record=id_ or "")
