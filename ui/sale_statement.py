"""The settlement of a sale to read: each figure with what it follows from, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from armdesk.i18n import _, current
from armdesk.i18n_formats import scaled_text
from armdesk.models.choices import DEDUCTION
from armdesk.reports.sale_settlement import SaleFacts, price_rows
from armdesk.services.basis.rate_book import Found, name_of
from armdesk.services.basis.shown_money import money
from armdesk.services.money.sale_follow import Row
from ui import printing, texts
from ui.session import Session
from ui.theme import figures

Shown = tuple[str, str, str, str]
"""A line: what, its amount, what it follows from, and a role: "", total, warn, quiet."""


class SaleStatement(QFrame):
    """The settlement as it stands now; its buttons ask, the aside does."""

    print_wanted = Signal()
    payment_wanted = Signal()
    premium_wanted = Signal()
    final_wanted = Signal()
    quotes_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.lines: list[Shown] = []
        self.setProperty("card", "true")
        self.setMinimumWidth(280)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(6)
        column.addWidget(texts.label(_("Settlement"), role="subheading"))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._area, 1)
        column.addLayout(self._buttons())

    def _buttons(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        self.payment_button = self._button(_("Note payment received"), self.payment_wanted)
        self.premium_button = self._button(_("Note premium due"), self.premium_wanted)
        self.final_button = self._button(_("Final assay came"), self.final_wanted)
        self.print_button = self._button(_("Print settlement"), self.print_wanted)
        self.print_button.setToolTip(_("Print settlement (Ctrl+P)"))
        self.quotes_button = self._button(_("Note quotes"), self.quotes_wanted)
        row = QHBoxLayout()
        row.addWidget(self.quotes_button)
        row.addWidget(self.payment_button)
        row.addWidget(self.final_button)
        column.addLayout(row)
        column.addWidget(self.premium_button)
        last = QHBoxLayout()
        last.addWidget(self.print_button, 1)
        self._language = printing.language_box(self._session)
        last.addWidget(self._language)
        column.addLayout(last)
        return column

    def _button(self, text: str, signal: SignalInstance) -> QPushButton:
        button = QPushButton(texts.escaped(text))
        button.setEnabled(not self._session.read_only)
        button.clicked.connect(lambda _checked=False: signal.emit())
        return button

    def language(self) -> str:
        """In which language it is printed."""
        return str(self._language.currentData())

    def show_facts(self, facts: SaleFacts, rows: Sequence[Row]) -> None:
        """Show a settlement."""
        self.lines = [*_priced(facts), *_deducted(facts, rows), *_result(facts), *_checked(facts)]
        self.premium_button.setVisible(facts.priced.premium is not None
                                       and facts.premium_noted < facts.priced.premium)
        self.final_button.setVisible(facts.sale.stage == "provisional")
        inside = QWidget()
        inside.setProperty("ground", "surface")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(0, 1)
        line = 0
        for what, amount, how, role in self.lines:
            line = _add(grid, line, (what, amount, how, role))
        grid.setRowStretch(line, 1)
        place = self._area.verticalScrollBar().value()
        self._area.setWidget(inside)
        self._area.verticalScrollBar().setValue(place)


def _add(grid: QGridLayout, line: int, shown: Shown) -> int:
    what, amount, how, role = shown
    name = texts.label(what, role={"total": "gold", "warn": "warn"}.get(role, ""), wrap=True)
    grid.addWidget(name, line, 0, 1, 1 if amount else 2)
    if amount:
        value = texts.label(amount, role={"total": "gold", "warn": "warn"}.get(role, ""))
        value.setFont(figures(value.font()))
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setAccessibleName(f"{what}: {amount}")
        grid.addWidget(value, line, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    if how:
        grid.addWidget(texts.label(how, role="small", wrap=True), line + 1, 0, 1, 2)
        line += 1
    if role == "total":
        rule = QFrame()
        rule.setProperty("rule", "true")
        grid.addWidget(rule, line + 1, 0, 1, 2)
        line += 1
    return line + 1


def _priced(facts: SaleFacts) -> Iterator[Shown]:
    sale, currency = facts.sale, facts.sale.currency
    if sale.fine_mg is not None:
        fine = f"{scaled_text(sale.fine_mg, 3, current())} g"
        yield _("Fine weight"), fine, _("gross weight × fineness"), ""
    else:
        yield _("Fine weight"), "–", _("needs gross weight and fineness"), "quiet"
    for what, how, amount in price_rows(facts):
        # The quote and the exchange have their own lines below, with whether they are of the day.
        yield what, "" if amount is None else money(amount, currency), how, "total" if amount is not None and \
            what == _("Gross value") else ""
    day = sale.reference_date or sale.date
    if sale.reference_kind not in (None, "agreed"):
        yield from _holds(facts.priced.quote, name_of(sale.reference_kind), day)
    if currency and currency != "USD":
        yield from _holds(facts.priced.fx, _("Exchange rate"), day)


def _holds(found: Found | None, what: str, day: object) -> Iterator[Shown]:
    """Which dated row holds: the day's, the last before, or none."""
    if found is None:
        text = _("No quote of {what} is noted up to {day}; note it under “Rates and limits”.")
        yield text.format(what=what, day=day or "–"), "", "", "warn"
    elif not found.of_day:
        yield _("{what}: there is none of {day}; the last before it holds, of {before}.").format(
            what=what, day=day, before=found.rate.valid_from), "", "", "warn"


def _deducted(facts: SaleFacts, rows: Sequence[Row]) -> Iterator[Shown]:
    currency = facts.sale.currency
    said = {levy.row.id: levy.said for levy in facts.priced.levies}
    for row in rows:
        deduction = row.deduction
        name = _(DEDUCTION[deduction.kind]) if deduction.kind else ""
        amount = "–" if deduction.amount is None else f"- {money(deduction.amount, currency)}"
        yield name, amount, said.get(row.rate.id, "") if row.rate is not None else "", ""
    if rows:
        yield _("Deductions"), money(facts.priced.deductions, currency), "", ""


def _result(facts: SaleFacts) -> Iterator[Shown]:
    sale, currency = facts.sale, facts.sale.currency
    if sale.net_value is not None:
        share = ""
        if sale.pct_of_reference is not None:
            share = _("{percent} % of the reference, before own debts").format(
                percent=scaled_text(sale.pct_of_reference, 2, current()))
        yield _("Net value"), money(sale.net_value, currency), share, "total"
    if sale.provisional_net is not None:
        yield _("Provisional net value"), money(sale.provisional_net, currency), str(sale.provisional_on or ""), ""
    if sale.difference is not None:
        text = _("Still to be paid by the buyer") if sale.difference >= 0 else _("To be returned to the buyer")
        yield text, money(abs(sale.difference), currency), "", ""
    if facts.payments:
        yield _("Payments received"), money(facts.received, currency), "", ""
    if sale.net_value is not None and sale.version:
        left = sale.net_value - facts.received
        yield _("Still to be paid"), money(left, currency), "", "warn" if left else ""


def _checked(facts: SaleFacts) -> Iterator[Shown]:
    found = facts.priced
    if found.floor is not None and found.floor_rate is not None:
        text = _("{percent} % of the reference · {source}").format(
            percent=scaled_text(found.floor_rate.rate.value, 6, current(), least=0), source=found.floor_rate.said())
        yield _("Lowest price"), money(found.floor, facts.sale.currency), text, ""
    if found.premium is not None and found.premium_rate is not None:
        yield _("Premium due"), money(found.premium, found.premium_currency), found.premium_rate.said(), ""
        yield _("Premium received"), money(facts.premium_received, found.premium_currency), "", ""
    for sentences in found.problems.values():
        for sentence in sentences:
            yield sentence, "", "", "warn"
