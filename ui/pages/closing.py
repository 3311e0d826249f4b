"""Production and sales > Month close: what is open in a month, closing it, its sheet, opening it again."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError, InvalidRecord
from armdesk.i18n import N_, _, current, ngettext, speaking
from armdesk.i18n_formats import decimal_text, scaled_text
from armdesk.reports.document import Document
from armdesk.services import closing
from armdesk.services.basis import own_rows
from armdesk.services.closing import MonthState
from armdesk.services.findings.finding import Finding, Look
from ui import printing, problems, texts
from ui.blocks import button, card, emptied, in_groups, line, page_head, rule, scrolled, sign
from ui.layouts import page_column, side_by_side
from ui.messages import Message, Messages
from ui.plain_table import PlainTable
from ui.session import Session

STATES = {closing.OPEN: N_("Open"), closing.CLOSED: N_("Closed"), closing.REOPENED: N_("Opened again")}
_SIDE = 420


class ClosingPage(QWidget):
    """The months on the left, the chosen one on the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.months: list[MonthState] = []
        self.findings: list[Finding] | None = None
        self._chosen = ""
        column = page_column(self)
        column.addLayout(page_head(_("Month close"), _("Close a month when its books are complete: from then on its "
                                                       "entries stay, and a counter-entry corrects them.")))
        self.messages = Messages(session.theme)
        column.addWidget(self.messages)
        self.none = texts.label(_("There is no month yet: write the first delivery or sale."), role="quiet")
        column.addWidget(self.none)
        self.table = PlainTable(session.theme, _("Months"))
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        side = QWidget()
        self.side = QVBoxLayout(side)
        self.side.setContentsMargins(0, 0, 8, 0)
        self.side.setSpacing(12)
        split = side_by_side(self.table, scrolled(side), sizes=(700, _SIDE), grows=0)
        column.addWidget(split, 1)
        session.changes.records_changed.connect(lambda _types: self.refresh() if self.isVisible() else None)
        self.refresh()

    def visit(self, _visit: object) -> None:
        """Read the months again."""
        self.refresh()

    def refresh(self) -> None:
        """Read the months again; the chosen one stays chosen."""
        store = self.session.store
        self.session.jobs.read(self, lambda: closing.months(store), self._on_months)

    def _on_months(self, found: list[MonthState]) -> None:
        self.months = found
        self.none.setVisible(not found)

        def cell(row: int, column: int) -> str:
            each = found[row]
            made = each.closing
            closed = made is not None and each.state == closing.CLOSED
            return (each.label(), _(STATES[each.state]), decimal_text(each.entries, 0, current()),
                    f"{made.closed_on}" if made is not None else "", made.closed_by if made is not None else "",
                    in_groups(made.history_head[:8]) if made is not None and closed else "")[column]

        kept = next((row for row, each in enumerate(found) if each.month == self._chosen),
                    closing.next_to_close(found, self.session.today()))
        self.table.show_rows((_("Month"), _("State"), _("Entries"), _("Closed on"), _("Closed by"), _("Code")),
                             len(found), cell, right=(2,))
        if found:
            self.table.selectRow(kept)
            self._show(found[kept])

    def _on_row(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and now.row() < len(self.months) and self.months[now.row()].month != self._chosen:
            self._show(self.months[now.row()])

    # the chosen month

    def chosen(self) -> MonthState | None:
        """The month in view."""
        return next((each for each in self.months if each.month == self._chosen), None)

    def _show(self, state: MonthState) -> None:
        self._chosen, self.findings = state.month, None
        column = emptied(self.side)
        frame, inside = card(state.label())
        if state.closing is not None:
            self._add_closing(inside, state)
        if state.state != closing.CLOSED:
            self._add_form(inside)
        column.addWidget(frame)
        column.addStretch(1)
        if state.state != closing.CLOSED:
            self._look(state)

    def _add_closing(self, inside: QVBoxLayout, state: MonthState) -> None:
        made = state.closing
        if made is None:
            return
        said = _("Closed on {day} by {name}.").format(day=made.closed_on, name=made.closed_by)
        inside.addWidget(texts.label(said, wrap=True))
        grid = QGridLayout()
        for words, value in ((_("Mined"), made.produced_mg), (_("Sold"), made.sold_mg),
                             (_("Fine gold left"), made.stock_mg)):
            line(grid, words, texts.label(_("{weight} g fine").format(weight=scaled_text(value or 0, 3, current()))))
        inside.addLayout(grid)
        inside.addWidget(texts.label(_("Code for the minute book, after {count} entries of the history:").format(
            count=decimal_text(made.history_seq or 0, 0, current())), role="quiet", wrap=True))
        inside.addWidget(texts.label(in_groups(made.history_head), role="mono", wrap=True))
        if made.open_items:
            lines = made.open_items.split("\n")
            inside.addWidget(texts.label(ngettext("{count} thing was open:", "{count} things were open:",
                                                  len(lines)).format(count=len(lines)), role="quiet"))
            for each in lines:
                inside.addWidget(texts.label(f"– {each}", wrap=True))
        if made.reopened_on:
            inside.addWidget(rule())
            inside.addWidget(texts.label(_("Opened again on {day} by {name}: {reason}").format(
                day=made.reopened_on, name=made.reopened_by, reason=made.reopened_reason), wrap=True))
        row = QHBoxLayout()
        row.addWidget(button(_("Closing sheet (PDF)"), self.print_sheet,
                             look="primary" if state.state == closing.CLOSED else ""))
        row.addStretch(1)
        inside.addLayout(row)
        if state.state == closing.CLOSED and not self.session.read_only:
            self._add_reopening(inside)

    def _add_reopening(self, inside: QVBoxLayout) -> None:
        self.reason, self.by = QLineEdit(), QLineEdit(self.session.person.author)
        inside.addWidget(rule())
        inside.addWidget(texts.label(_("Only if a counter-entry cannot do: open the month again. Who did it and why "
                                       "stays with the closing."), role="quiet", wrap=True))
        grid = QGridLayout()
        line(grid, _("Who"), self.by)
        line(grid, _("Why"), self.reason)
        inside.addLayout(grid)
        inside.addWidget(button(_("Open the month again"), self.reopen))

    def _add_form(self, inside: QVBoxLayout) -> None:
        self.open_list = QVBoxLayout()
        self.open_list.setSpacing(6)
        self.open_list.addWidget(texts.label(_("Looking for what is open …"), role="quiet"))
        inside.addLayout(self.open_list)
        if self.session.read_only:
            return
        inside.addWidget(rule())
        self.closed_by, self.witness = QLineEdit(self.session.person.author), QLineEdit()
        grid = QGridLayout()
        line(grid, _("Closed by"), self.closed_by)
        line(grid, _("Second signature"), self.witness)
        inside.addLayout(grid)
        self.problem = texts.label("", role="problem", wrap=True)
        self.problem.hide()
        inside.addWidget(self.problem)
        self.close_button = button(_("Close the month"), self.close_month, look="primary")
        inside.addWidget(self.close_button)

    def _look(self, state: MonthState) -> None:
        """Find what is open, away from the window."""
        workspace, language, today = self.session.workspace, current(), self.session.today()

        def found() -> tuple[str, list[Finding]]:
            catalogue = own_rows.get(workspace.store, (workspace.settings.catalogues or ["craft-2.0"])[0])
            with speaking(language):
                look = Look(workspace.store, catalogue, closing.period_of(state.month), today)
                return state.month, closing.findings(look)

        self.session.jobs.read(self, found, self._on_found, at_once=False)

    def _on_found(self, answer: tuple[str, list[Finding]]) -> None:
        month, found = answer
        state = self.chosen()
        if state is None or month != self._chosen or state.state == closing.CLOSED:
            return
        self.findings = found
        column, left = emptied(self.open_list), [each for each in found if not each.explained]
        if not left:
            column.addWidget(texts.label(_("Nothing is open."), role="quiet"))
        else:
            column.addWidget(texts.label(_("Still open; it will stand on the closing sheet:"), role="quiet", wrap=True))
        for each in left:
            row = QHBoxLayout()
            row.addWidget(sign(self.session.theme.icon(each.severity, each.severity), each.severity))
            row.addWidget(texts.label(each.sentence, wrap=True), 1)
            column.addLayout(row)

    # doing

    def close_month(self) -> None:
        """Close the chosen month."""
        if self.findings is None:
            return
        try:
            closing.close(self.session.store, self._chosen, self.session.today(), self.findings,
                          by=self.closed_by.text(), witness=self.witness.text())
        except InvalidRecord as error:
            self.problem.setText(str(error))
            self.problem.show()
        except ArmdeskError as error:
            problems.show(error, self)
        else:
            self.messages.say(Message(_("The month is closed. Print the sheet and copy its code into the minutes."),
                                      "good", _("Closing sheet (PDF)"), self.print_sheet))

    def reopen(self) -> None:
        """Open the chosen month again."""
        state = self.chosen()
        if state is None or state.closing is None:
            return
        try:
            closing.reopen(self.session.store, state.closing, self.session.today(), by=self.by.text(),
                           reason=self.reason.text())
        except ArmdeskError as error:
            self.messages.say(Message(str(error), "warn"))

    def print_sheet(self) -> None:
        """Write the closing sheet of the chosen month as a PDF."""
        state = self.chosen()
        if state is None or state.closing is None:
            return
        name = _("Closing of the month {month}").format(month=state.month)
        made, store, language = state.closing, self.session.store, current()

        def report() -> Document:
            from armdesk.reports.closing import closing_sheet

            return closing_sheet(store, made, language)

        printing.to_file(self.session, self, _("Closing sheet (PDF)"), f"{name}.pdf", report)
