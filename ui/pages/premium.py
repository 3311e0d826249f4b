"""Production and sales > Premium account: what is due, what came in, what was decided and what it bought."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import _, current, ngettext
from armdesk.i18n_formats import scaled_text
from armdesk.reports.document import Document
from armdesk.services.basis.period import Period
from armdesk.services.basis.shown_money import money
from armdesk.services.money import premium
from armdesk.services.money.premium import Account, Due, Project, votes_of
from armdesk.store import Store
from ui import printing, texts, undoing
from ui.blocks import Views, button, card, page_head
from ui.layouts import page_column
from ui.messages import Message, Messages
from ui.plain_table import PlainTable
from ui.premium_plan_view import Planned, PremiumPlanView, gather
from ui.session import Session, Visit


@dataclass(frozen=True)
class _Found:
    """What the page shows."""

    accounts: list[Account]
    dues: list[Due]
    projects: list[Project]
    planned: Planned


def _gather(store: Store, period: Period) -> _Found:
    return _Found(premium.accounts(store, period), premium.dues(store, period),
                  premium.projects(store, period.ends), gather(store, period))


class PremiumPage(QWidget):
    """The account above, then sales and decisions; Enter on a row opens its record."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.found = _Found([], [], [], Planned([]))
        column = page_column(self)
        self.received_button = button(_("Premium received"), lambda: self._begin("received"))
        self.spent_button = button(_("Premium spent"), lambda: self._begin("spent"), look="primary")
        report = button(_("Report (PDF)"), self.print_report)
        column.addLayout(page_head(_("Premium account"), _("From the sale to the vote of the assembly to the receipt: "
                                                           "nothing is spent without a resolution."),
                                   report, self.received_button, self.spent_button))
        self.messages = Messages(session.theme)
        column.addWidget(self.messages)
        self.period_words = texts.label("", role="quiet")
        column.addWidget(self.period_words)
        self.cards = QHBoxLayout()
        self.cards.setSpacing(12)
        column.addLayout(self.cards)
        self.sales, self.decisions = (PlainTable(session.theme, name) for name in (_("Sales"), _("Decisions")))
        self.sales.activated.connect(self._on_sale)
        self.decisions.activated.connect(self._on_decision)
        self.plan = PremiumPlanView(session)
        self.views = Views({_("Due by sale"): self._due_view(), _("Decided and spent"): self.decisions,
                            _("Plan and committee"): self.plan})
        column.addWidget(self.views, 1)
        for each in (self.received_button, self.spent_button, self.accrue_button):
            each.setEnabled(not session.read_only)
        session.changes.records_changed.connect(lambda _types: self.refresh() if self.isVisible() else None)
        session.period_changed.connect(self.refresh)
        self.refresh()

    def _due_view(self) -> QWidget:
        view = QWidget()
        column = QVBoxLayout(view)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sales, 1)
        row = QHBoxLayout()
        self.due_words = texts.label("", role="quiet", wrap=True)
        row.addWidget(self.due_words, 1)
        self.accrue_button = button(_("Note what is due"), self.accrue)
        row.addWidget(self.accrue_button)
        column.addLayout(row)
        return view

    def visit(self, _visit: Visit) -> None:
        """Read everything again."""
        self.refresh()

    def period(self) -> Period:
        """The period of the top bar; without one, the year until today."""
        chosen, today = self.session.period, self.session.today()
        return Period(chosen.first, chosen.last) if chosen is not None else Period(today.replace(month=1, day=1), today)

    def refresh(self) -> None:
        """Read everything again."""
        store, period = self.session.store, self.period()
        self.session.jobs.read(self, lambda: _gather(store, period), self._on_found)

    def _on_found(self, found: _Found) -> None:
        self.found = found
        self.period_words.setText(_("Period: {period}").format(period=self.period().label(current())))
        self._show_accounts()
        self._show_dues()
        self._show_decisions()
        self.plan.show_found(found.planned)
        if not found.dues and found.projects and self.views.place() == 0:
            self.views.choose(1)

    def _show_accounts(self) -> None:
        cards = self.cards
        while (item := cards.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for each in self.found.accounts:
            cards.addWidget(self._card(each), 1)
        if not self.found.accounts:
            cards.addWidget(texts.label(_("No premium is noted yet."), role="quiet"))

    def _card(self, account: Account) -> QWidget:
        frame, column = card(account.currency)
        row = QHBoxLayout()
        row.setSpacing(24)
        for words, amount, wrong in (
                (_("In hand before"), account.before, False), (_("Due"), account.accrued, False),
                (_("Received"), account.received, False), (_("Decided"), account.budgeted, False),
                (_("Spent"), account.spent, False), (_("In hand"), account.left, account.left < 0),
                (_("Still owed"), account.owed, False)):
            part = QVBoxLayout()
            part.setSpacing(0)
            part.addWidget(texts.label(words, role="small"))
            part.addWidget(texts.label(money(amount, account.currency), role="problem" if wrong else ""))
            row.addLayout(part)
        row.addStretch(1)
        column.addLayout(row)
        return frame

    def _show_dues(self) -> None:
        dues = self.found.dues

        def cell(row: int, column: int) -> str:
            each = dues[row]
            state = _("noted") if not each.missing else _("{amount} not noted").format(
                amount=money(each.missing, each.currency)) if each.missing > 0 else _("{amount} too much").format(
                amount=money(-each.missing, each.currency))
            return (str(each.sale.code), str(each.sale.date), each.buyer,
                    scaled_text(each.sale.fine_mg or 0, 3, current()), money(each.amount, each.currency), state,
                    each.basis)[column]

        self.sales.show_rows((_("Sale"), _("Date"), _("Buyer"), _("Fine weight (g)"), _("Due"), _("State"),
                              _("By the rate")), len(dues), cell, right=(3, 4))
        missing = [each for each in dues if each.missing > 0]
        self.accrue_button.setVisible(bool(missing))
        self.due_words.setText(
            ngettext("The premium of {count} sale is due and not noted.",
                     "The premium of {count} sales is due and not noted.", len(missing)).format(count=len(missing))
            if missing else _("Everything that is due is noted.") if dues else
            _("No sale of the period carries a premium: mark buyers under Fairmined, the class of the sale, and note "
              "the rate of the premium."))

    def _show_decisions(self) -> None:
        projects = self.found.projects

        def cell(row: int, column: int) -> str:
            each = projects[row]
            meeting = each.meeting
            lacking = [word for word, rows in ((_("receipt missing"), each.without_receipt),
                                               (_("photo missing"), each.without_photo)) if rows]
            if each.over():
                lacking.insert(0, _("more than decided"))
            if each.quorum is False:
                lacking.insert(0, _("no quorum"))
            return (str(meeting.date) if meeting is not None else "", str(each.resolution.topic),
                    votes_of(each.resolution.votes_for, each.resolution.women_for),
                    votes_of(each.resolution.votes_against, each.resolution.women_against),
                    votes_of(each.resolution.abstained), _sums(each.budgeted), _sums(each.spent),
                    ", ".join(lacking))[column]

        self.decisions.show_rows(
            (_("Decided on"), _("Resolution"), _("For (women)"), _("Against (women)"), _("Abstained"), _("Decided"),
             _("Spent"), _("What is missing")), len(projects), cell, right=(2, 3, 4, 5, 6))

    # doing

    def _on_sale(self, index: QModelIndex) -> None:
        self.session.open("sale", record=self.found.dues[index.row()].sale.id)

    def _on_decision(self, index: QModelIndex) -> None:
        self.session.open("resolution", record=self.found.projects[index.row()].resolution.id)

    def _begin(self, kind: str) -> None:
        self.session.open("premium_entry", new=True, values={"kind": kind, "date": self.session.today()})

    def accrue(self) -> None:
        """Note the premium of every sale that lacks it."""
        try:
            count = premium.accrue(self.session.store, self.found.dues, self.session.today())
        except ArmdeskError as error:
            self.messages.say(Message(str(error), "alarm"))
            return
        self.messages.say(Message(ngettext("{count} entry was made.", "{count} entries were made.", count).format(
            count=count), "good", _("Undo"), undoing.newest(self.session, self, count)))

    def print_report(self) -> None:
        """Write the report of the period as a PDF."""
        period, store, language, today = self.period(), self.session.store, current(), self.session.today()
        name = f"{_('Premium report')} {period.code()}.pdf"

        def report() -> Document:
            from armdesk.reports.premium import premium_report

            return premium_report(store, period, today, language)

        printing.to_file(self.session, self, _("Report (PDF)"), name, report)


def _sums(amounts: dict[str, int]) -> str:
    return " + ".join(money(amount, currency) for currency, amount in sorted(amounts.items()))
