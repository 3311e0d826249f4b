"""A dialog that asks for a few fields before something is done: messages, fields, and two buttons at the foot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError, InvalidRecord
from armdesk.i18n import _
from ui import problems
from ui.blocks import button
from ui.lot_fields import RecordFields
from ui.messages import Message, Messages
from ui.session import Session


class AskDialog(QDialog):
    """What these dialogs share: messages, a foot with two buttons, Ctrl+Enter."""

    def __init__(self, session: Session, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.session = session
        self.setWindowTitle(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 12, 16, 12)
        self.column.setSpacing(8)
        self.messages = Messages(session.theme)
        self.column.addWidget(self.messages)

    def add_foot(self, word: str) -> None:
        """The buttons at the end."""
        self.column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        cancel = button(_("Cancel"), self.reject)
        self.go = button(word, self.submit, look="primary", tip=_("Ctrl+Enter"))
        for each in (cancel, self.go):
            each.setAutoDefault(False)
            row.addWidget(each)
        self.column.addLayout(row)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.submit)

    def submit(self) -> None:
        """Do it."""
        raise NotImplementedError

    def carried_out(self, work: Callable[[], object], fields: RecordFields) -> bool:
        """Do it; what is refused is said beside the fields, or in a box where it is no field's fault."""
        try:
            work()
        except InvalidRecord as error:
            self.tell(error.problems, fields)
            return False
        except ArmdeskError as error:
            problems.show(error, self)
            return False
        return True

    def tell(self, found: dict[str, list[str]], fields: RecordFields) -> None:
        """Each sentence beside its field; the others above."""
        self.messages.clear()
        fields.say(found)
        fields.focus_fault(found)
        for where, sentences in found.items():
            if where not in fields.rows:
                self.messages.say(Message(" ".join(sentences), "alarm"))
