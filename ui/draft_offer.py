"""A draft that is offered below a statement somebody wrote: it is put there when he says so, else it goes away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from armdesk.i18n import _
from armdesk.services.period_facts.drafting import Draft
from ui import texts
from ui.blocks import button


class DraftOffer(QFrame):
    """The words of a draft with the choice to take them."""

    def __init__(self, take: Callable[[Draft], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draft: Draft | None = None
        self._take = take
        self.setProperty("bar", "note")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addWidget(texts.label(_("Drafted from the registers; what you wrote stays as it is:"), role="quiet",
                                     wrap=True))
        self.words = texts.label(wrap=True)
        column.addWidget(self.words)
        line = QHBoxLayout()
        self.below = button(_("Put it below"), self._on_taken)
        self.away = button(_("Leave it"), self.hide, look="flat")
        line.addWidget(self.below)
        line.addWidget(self.away)
        line.addStretch(1)
        column.addLayout(line)
        self.hide()

    def offer(self, draft: Draft) -> None:
        """Show a draft and wait."""
        self.draft = draft
        self.words.setText(draft.text())
        self.show()

    def _on_taken(self) -> None:
        self.hide()
        if self.draft is not None:
            self._take(self.draft)
