"""Names in lists that are tied to nobody yet: whom each can mean, tied in one go."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from armdesk.i18n import _, ngettext
from armdesk.services.people import name_ties
from armdesk.services.people.name_ties import Tie
from ui import problems, texts, undoing
from ui.blocks import button
from ui.plain_table import PlainTable
from ui.session import Session


class TieNamesDialog(QDialog):
    """What stands in the lists at the left, the full name it can only mean at the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.ties: list[Tie] = []
        self.setWindowTitle(_("Tie written names"))
        self.resize(720, 460)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(texts.label(_(
            "A name is tied where all its words stand in the full name of one person only. What may mean several "
            "people, or nobody, stays as it is written. It can be undone as one step."), role="quiet", wrap=True))
        self.table = PlainTable(session.theme, self.windowTitle())
        self.table.say_when_empty(_("Every name that is written down is tied to its person."))
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        self.told = texts.label(role="quiet")
        row.addWidget(self.told, 1)
        self.tie_button = button(_("Tie"), self.tie, look="primary")
        self.close_button = button(_("Close"), self.reject)
        for each in (self.close_button, self.tie_button):
            each.setAutoDefault(False)
            row.addWidget(each)
        column.addLayout(row)
        self.tie_button.setEnabled(False)
        session.jobs.read(self, lambda: name_ties.proposed(session.store), self._on_read)

    def _on_read(self, ties: list[Tie]) -> None:
        self.ties = ties
        clear = sum(1 for each in ties if each.person)
        self.table.show_rows((_("As written"), _("Lines"), _("Means")), len(ties), self._cell, (1,))
        self.told.setText(_("{count} of {all} names are clear.").format(count=clear, all=len(ties)))
        self.tie_button.setEnabled(bool(clear) and not self.session.read_only)

    def _cell(self, row: int, column: int) -> str:
        tie = self.ties[row]
        if column < 2:
            return tie.written if column == 0 else str(tie.entries)
        return tie.name if tie.person else _("not clear: {names}").format(names=tie.name) if tie.name else _("nobody")

    def tie(self) -> None:
        """Tie all that are clear."""
        store, ties, session = self.session.store, self.ties, self.session

        def work(progress: Any) -> int:
            return name_ties.tie(store, ties, progress)

        def done(count: int) -> None:
            session.say(ngettext("{count} line is tied to its person.", "{count} lines are tied to their people.",
                                 count).format(count=count), "good", _("Undo"), undoing.newest(
                session, made=count, failed=lambda error: problems.show(error, None)))
            self.accept()

        self.tie_button.setEnabled(False)
        session.jobs.run(self, work, done=done, failed=lambda error: problems.show(error, self), title=_("Tie"))
