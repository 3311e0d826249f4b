"""Above a panel beside a list: the name of the record, with the ways to the one before, the one after and its form."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from armdesk.i18n import _
from ui import texts
from ui.session import Session
from ui.theme import icon_button


class PanelHead(QWidget):
    """edit_wanted asks for the form of the record; stepped carries -1 or 1 for the record before or after."""

    edit_wanted = Signal()
    stepped = Signal(int)

    def __init__(self, session: Session, margins: QMargins, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(margins)
        row.setSpacing(2)
        self.title = texts.Elided(role="subheading")
        row.addWidget(self.title, 1)
        before, after, edit = (icon_button(session.theme, icon, words, colour="quiet") for icon, words in (
            ("up", _("Record before")), ("down", _("Record after")), ("edit", _("Open this record"))))
        before.clicked.connect(lambda: self.stepped.emit(-1))
        after.clicked.connect(lambda: self.stepped.emit(1))
        edit.clicked.connect(self.edit_wanted)
        self._ways = (before, after, edit)
        for each in self._ways:
            row.addWidget(each)

    def show_ways(self, shown: bool) -> None:
        """Beside a form the ways are left out: they stand there already."""
        for each in self._ways:
            each.setVisible(shown)

    def open_ways(self, there: bool) -> None:
        """The ways lead somewhere only while a record is in view."""
        for each in self._ways:
            each.setEnabled(there)
