"""One field of a form: its name, its editor, and under it what is wrong, what was understood, or what it means."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from armdesk.fields import Declared
from armdesk.i18n import _
from armdesk.services.gold.processing import Hint
from armdesk.services.people.age_gate import Alarmed
from ui import texts
from ui.editor import Beside, Editor
from ui.editors import editor_for
from ui.layouts import column_in
from ui.session import Session


class FormRow(QWidget):
    """A field with everything that is said about it."""

    def __init__(self, session: Session, field: Declared, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        column = column_in(self, 2)
        head = QHBoxLayout()
        head.setSpacing(4)
        self.name = texts.label(_(field.label), role="field")
        head.addWidget(self.name)
        if field.required:
            mark = texts.label("●", role="gold")
            mark.setStyleSheet("font-size: 6pt;")
            mark.setToolTip(_("needed"))
            mark.setAccessibleName(_("needed"))
            head.addWidget(mark)
        head.addStretch(1)
        column.addLayout(head)
        self.editor: Editor = editor_for(session, field, self)
        column.addWidget(self.editor)
        self.below = texts.label("", role="small", wrap=True)
        self.below.hide()
        column.addWidget(self.below)
        column.addStretch(1)
        self.name.setBuddy(self.editor)
        self._sentences: list[str] = []
        self.caution = ""
        self._help = _(field.help)
        if self._help:
            self.editor.box.setToolTip(texts.tip(self._help))
        self._say(self._help, "small")

    def say_problems(self, sentences: Sequence[str]) -> None:
        """Show what is wrong, or nothing."""
        self._sentences = list(sentences)
        self.editor.mark_fault(bool(sentences))
        if sentences:
            self._say(" ".join(sentences), "problem")
            self.editor.box.setAccessibleDescription(" ".join(sentences))
        else:
            self._say_calm()

    def problems(self) -> list[str]:
        """What is shown as wrong."""
        return list(self._sentences)

    def show_understood(self, beside: Beside) -> None:
        """Show under the field what its text means, while somebody types."""
        text = self.editor.understood(beside)
        if text:
            self._say(_("= {value}").format(value=text), "understood")
        elif not self._sentences:
            self._say_calm()

    def say_caution(self, sentence: str) -> None:
        """Show what is odd though it may be kept, or nothing; what is wrong comes before it."""
        self.caution = sentence
        if not self._sentences:
            self._say_calm()

    def _say_calm(self) -> None:
        helps = isinstance(self.caution, Hint)
        tone = "understood" if helps else "problem" if isinstance(self.caution, Alarmed) else "warn"
        text, role = (self.caution, tone) if self.caution else (self._help, "small")
        self._say(text, role)
        self.editor.box.setAccessibleDescription(text)

    def _say(self, text: str, role: str) -> None:
        self.below.setText(text)
        if self.below.property("role") != role:
            self.below.setProperty("role", role)
            self.below.style().unpolish(self.below)
            self.below.style().polish(self.below)
        self.below.setVisible(bool(text))
