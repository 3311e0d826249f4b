"""Production and sales > Due diligence: buyers and partners by what was checked of them, and what no longer holds."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from armdesk.i18n import _, current, ngettext
from armdesk.models import choices
from armdesk.reports.document import Document
from armdesk.services.money import kyc
from armdesk.services.money.kyc import Known, Standing
from ui import printing, texts
from ui.blocks import button, page_head
from ui.layouts import page_column
from ui.plain_table import PlainTable
from ui.session import Session, Visit

_SUBJECTS = [subject for subject in choices.CHECKED if subject != "other"]
_LEAD = 4
"""Columns before those of the checks."""
_COLOURS = {kyc.GOOD: "good", kyc.ENDING: "warn", kyc.ENDED: "alarm", kyc.BAD: "alarm", kyc.STATED: "note",
            kyc.MISSING: "quiet"}


class KycPage(QWidget):
    """One row a party, one column a check; Enter on a cell opens the check or begins a new one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.found: list[Known] = []
        column = page_column(self)
        self.sheet_button = button(_("Sheet of this partner (PDF)"), self.print_sheet)
        new = button(_("New party"), lambda: session.open("party", new=True), look="primary")
        new.setEnabled(not session.read_only)
        column.addLayout(page_head(_("Due diligence"), _("What was checked of each partner, when and where. Enter "
                                                         "opens or adds a check."),
                                   self.sheet_button, new))
        self.summary = texts.label("", role="quiet", wrap=True)
        column.addWidget(self.summary)
        self.table = PlainTable(session.theme, _("Due diligence"))
        self.table.setSelectionBehavior(PlainTable.SelectionBehavior.SelectItems)
        self.table.activated.connect(self._on_cell)
        self.table.rows.colour = self._colour
        column.addWidget(self.table, 1)
        session.changes.records_changed.connect(lambda _types: self.refresh() if self.isVisible() else None)
        self.refresh()

    def visit(self, _visit: Visit) -> None:
        """Read everything again."""
        self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        store, today = self.session.store, self.session.today()
        self.session.jobs.read(self, lambda: kyc.known(store, today), self._on_known)

    def _on_known(self, found: list[Known]) -> None:
        self.found = sorted(found, key=lambda each: (-len(each.lacking) if each.last_sale else 1, each.party.name))
        now = self.table.currentIndex()
        headings = (_("Party"), _("Role"), _("Last sale"), _("Risk"), *(_(choices.CHECKED[each]) for each in _SUBJECTS))
        self.table.show_rows(headings, len(found), self._cell)
        if now.isValid() and now.row() < len(found):
            self.table.setCurrentIndex(self.table.rows.index(now.row(), now.column()))
        lacking = sum(1 for each in found if each.last_sale and each.lacking)
        self.summary.setText(ngettext(
            "{count} party that gold was sold to lacks a check that holds.",
            "{count} parties that gold was sold to lack a check that holds.", lacking).format(count=lacking)
            if lacking else _("Every party that gold was sold to has its checks."))
        self.sheet_button.setEnabled(bool(found))

    def _cell(self, row: int, column: int) -> str:
        each = self.found[row]
        if column < _LEAD:
            return (each.party.name, _(choices.PARTY_ROLE[each.party.role]), str(each.last_sale or ""),
                    _(choices.LEVEL[each.risk]) if each.risk else "")[column]
        standing = self._standing(row, column)
        return "" if standing is None else cell_text(standing)

    def _standing(self, row: int, column: int) -> Standing | None:
        return self.found[row].checks.get(_SUBJECTS[column - _LEAD]) if column >= _LEAD else None

    def _colour(self, row: int, column: int) -> QColor | None:
        standing = self._standing(row, column)
        if standing is None:
            return None
        return QColor(getattr(self.session.theme.colours, _COLOURS[standing.state]))

    def _on_cell(self, index: QModelIndex) -> None:
        each = self.found[index.row()]
        if index.column() < _LEAD:
            self.session.open("party", record=each.party.id)
            return
        standing, subject = self._standing(index.row(), index.column()), _SUBJECTS[index.column() - _LEAD]
        if standing is not None and standing.check and standing.state in (kyc.GOOD, kyc.BAD):
            self.session.open("party_check", record=standing.check)
        elif not self.session.read_only:
            number = standing.number if standing is not None and subject != "screening" else None
            self.session.open("party_check", new=True, values={
                "party": each.party.id, "subject": subject, "result": "good", "checked_on": self.session.today(),
                "checked_by": self.session.person.author or None, "number": number or None})

    def print_sheet(self) -> None:
        """Write the sheet of the marked party as a PDF."""
        row = max(self.table.currentIndex().row(), 0)
        if row >= len(self.found):
            return
        party = self.found[row].party
        store, today, language = self.session.store, self.session.today(), current()

        def report() -> Document:
            from armdesk.reports.kyc import kyc_sheet

            return kyc_sheet(store, party, today, language)

        printing.to_file(self.session, self, _("Sheet of this partner (PDF)"), f"{party.name}.pdf", report)


def cell_text(standing: Standing) -> str:
    """A check in a few letters: its state as a sign and a word, and until when."""
    words = {kyc.GOOD: _("✓ until {day}") if standing.ends else _("✓ {checked}"),
             kyc.ENDING: _("! ends {day}"), kyc.ENDED: _("✗ ended {day}"), kyc.BAD: _("✗ not in order"),
             kyc.STATED: _("? only stated"), kyc.MISSING: _("– missing") if standing.needed else "–"}
    return words[standing.state].format(day=standing.ends or "", checked=standing.checked_on or "")
