"""Asks in place why a finding does not apply: a reason, once a name, and two buttons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from armdesk.i18n import _
from ui import texts
from ui.blocks import button
from ui.session import Session

_REASON = 2000
"""Letters of a reason."""


class AnswerBox(QFrame):
    """Asks for the reason in place; Enter keeps it, Esc leaves.  kept carries reason and author."""

    kept = Signal(str, str)
    left = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setProperty("bar", "note")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(6)
        self.reason = self._line(column, _("It does not apply because"), _REASON)
        self.author: QLineEdit | None = None
        if not session.store.author:
            self.author = self._line(column, _("My name in the history"), 200)
        words = _("Kept with your name and the day, and shown to the auditor. It holds for this figure only.")
        column.addWidget(texts.label(words, role="small", wrap=True))
        self.problem = texts.label(role="problem", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.addStretch(1)
        self.cancel_button = button(_("Cancel"), self.left.emit)
        self.keep_button = button(_("Keep it"), self.keep, look="primary")
        row.addWidget(self.cancel_button)
        row.addWidget(self.keep_button)
        column.addLayout(row)

    def _line(self, column: QVBoxLayout, words: str, longest: int) -> QLineEdit:
        name = texts.label(words, role="field")
        line = QLineEdit()
        line.setMaxLength(longest)
        line.setAccessibleName(words)
        line.installEventFilter(self)
        line.returnPressed.connect(self.keep)
        name.setBuddy(line)
        column.addWidget(name)
        column.addWidget(line)
        return line

    def begin(self) -> None:
        """Ready to be written in."""
        self.problem.hide()
        self.reason.setFocus()

    def keep(self) -> None:
        """Hand the reason over, unless something is missing."""
        reason = self.reason.text().strip()
        author = self.author.text().strip() if self.author is not None else self.session.store.author
        missing = _("Say why it does not apply.") if not reason else "" if author else _("Say who you are.")
        self.problem.setText(missing)
        self.problem.setVisible(bool(missing))
        if not missing:
            self.kept.emit(reason, author)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in a line leaves."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return super().eventFilter(watched, event)
