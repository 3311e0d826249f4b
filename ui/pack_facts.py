"""Which facts of a pack the registers tell otherwise since it was made."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from armdesk.i18n import _, ngettext
from armdesk.models import Pack
from armdesk.services.period_facts.frozen_facts import Change, since_pack
from ui import texts
from ui.plain_table import PlainTable
from ui.session import Session


class PackFacts(QWidget):
    """A sentence and a list of facts, each with its value then and now; a row leads to what is behind it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.changes: list[Change] = []
        self._asked = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        self.words = texts.label(wrap=True)
        column.addWidget(self.words)
        self.table = PlainTable(session.theme, _("Facts that have changed since"))
        self.table.activated.connect(lambda index: self._open(index.row()))
        column.addWidget(self.table, 1)
        self.hide()

    def ask(self, pack: Pack) -> None:
        """Compare a pack with the registers, away from the window."""
        self._asked += 1
        self.words.setText(_("Comparing pack {number} with the registers …").format(number=pack.number))
        self.table.hide()
        self.show()
        store = self.session.store
        self.session.jobs.read(self, lambda: since_pack(store, pack), partial(self._on_read, self._asked, pack),
                               at_once=False)

    def _on_read(self, number: int, pack: Pack, found: list[Change]) -> None:
        if number != self._asked:
            return
        self.changes = found
        if not pack.facts:
            said = _("Pack {number} was made before packs kept their facts; nothing can be compared.")
        elif not found:
            said = _("The registers still tell all facts as pack {number} does.")
        else:
            said = ngettext("Since pack {number} was made on {day}, the source of {count} fact has changed. The pack "
                            "stays as it was.", "Since pack {number} was made on {day}, the source of {count} facts "
                            "has changed. The pack stays as it was.", len(found))
        self.words.setText(said.format(number=pack.number, day=pack.made_on, count=len(found)))
        headings = [_("Fact"), _("Value then"), _("Value now"), _("What has changed")]
        self.table.show_rows(headings, len(found), self._cell)
        self.table.setVisible(bool(found))

    def _cell(self, row: int, column: int) -> str:
        change = self.changes[row]
        what = _("the rows behind it") if change.rows_only else _("the value")
        return (_(change.figure.label), change.then, change.now, what)[column]

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.changes):
            rows = self.changes[row].figure.rows
            self.session.open(rows.type.type_name(), filters=rows.filters)
