"""Members' accounts: everybody with a balance, and one person's account line by line."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from armdesk.exports.printing import print_settlements
from armdesk.fields import fold
from armdesk.i18n import _, current, ngettext
from armdesk.i18n_formats import decimal_text
from armdesk.models import Person, Settlement
from armdesk.services.basis.shown_money import money
from armdesk.services.money import accounts
from armdesk.services.money.accounts import Account, Line, Summary
from ui import printing, references, texts
from ui.layouts import column_in, page_column
from ui.plain_table import PlainTable
from ui.session import Session, Visit
from ui.settling import SettleDialog
from ui.shared_entry import SharedEntryDialog
from ui.theme import icon_button

_TOUCHED = frozenset({"account_entry", "advance", "payment", "person", "production", "settlement"})


class AccountsPage(QWidget):
    """The list of accounts, and the account of one person."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.people: list[Summary] = []
        self.shown: list[Summary] = []
        self.person = ""
        column = page_column(self)
        column.addLayout(self._head())
        self.stack = QStackedWidget()
        self.stack.addWidget(self._list())
        self.account = AccountView(session)
        self.account.back.clicked.connect(self.show_list)
        self.account.settle_button.clicked.connect(lambda: self.settle(self.person))
        self.stack.addWidget(self.account)
        column.addWidget(self.stack, 1)
        session.changes.records_changed.connect(self._on_changed)
        for keys, run in (("Esc", self.show_list), ("Ctrl+F", self.search.setFocus)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)
        self.refresh()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(texts.label(_("Members' accounts"), role="title"))
        words.addWidget(texts.Elided(_("What each person delivered, was paid, owes and is owed."), role="quiet"))
        row.addLayout(words, 1)
        self.settle_button = QPushButton(_("Settle a period"))
        self.settle_button.setProperty("primary", "true")
        self.settle_button.clicked.connect(lambda: self.settle(""))
        self.entry_button = QPushButton(_("New entry"))
        self.entry_button.clicked.connect(self._new_entry)
        self.all_button = QPushButton(_("Entry for everybody"))
        self.all_button.clicked.connect(lambda: SharedEntryDialog(self.session, self).exec())
        for button in (self.settle_button, self.all_button, self.entry_button):
            button.setEnabled(not self.session.read_only)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _list(self) -> QWidget:
        inside = QWidget()
        column = column_in(inside)
        row = QHBoxLayout()
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Name or code"))
        self.search.setAccessibleName(_("Search"))
        self.search.setMaximumWidth(320)
        self.search.textChanged.connect(lambda _text: self._narrow())
        row.addWidget(self.search)
        self.count = texts.label("", role="quiet")
        row.addWidget(self.count, 1)
        column.addLayout(row)
        self.table = PlainTable(self.session.theme, _("Members' accounts"))
        self.table.activated.connect(self._on_activated)
        column.addWidget(self.table, 1)
        self.empty = texts.label(_(
            "No account yet. An account begins with a delivery of a person, an advance, a payment or an entry."),
            role="quiet", wrap=True)
        column.addWidget(self.empty)
        self.totals = texts.Elided(role="quiet")
        column.addWidget(self.totals)
        return inside

    # showing

    def refresh(self) -> None:
        """Read all accounts again."""
        store = self.session.store
        self.session.jobs.read(self, lambda: accounts.summaries(store), self._on_read)

    def visit(self, visit: Visit) -> None:
        """Show the account of a person."""
        self.refresh()
        if visit.record:
            self.show_account(visit.record)
        else:
            self.show_list()

    def show_list(self) -> None:
        """Back to everybody."""
        self.person = ""
        self.stack.setCurrentIndex(0)
        self.table.setFocus()

    def show_account(self, person: str) -> None:
        """Open one person's account."""
        self.person = person
        self.stack.setCurrentWidget(self.account)
        self.account.show_person(person)

    def _on_read(self, found: list[Summary]) -> None:
        self.people = found
        self._narrow()

    def _narrow(self) -> None:
        words = fold(self.search.text()).split()
        self.shown = [each for each in self.people
                      if all(word in fold(f"{each.code} {each.name}") for word in words)]
        headings = [_("Code"), _("Full name"), _("Not settled (g fine)"), _("Paid"), _("Advances open"), _("Balance"),
                    _("Currency")]
        self.table.show_rows(headings, len(self.shown), self._cell, right=(2, 3, 4, 5))
        self.empty.setVisible(not self.people)
        self.table.setVisible(bool(self.people))
        self.count.setText(ngettext("{count} account", "{count} accounts", len(self.shown)).format(
            count=decimal_text(len(self.shown), 0, current())))
        self.totals.say(self._sums())

    def _cell(self, row: int, column: int) -> str:
        each = self.shown[row]
        if column == 2:
            grams = decimal_text(Decimal(each.open_mg).scaleb(-3), 3, current()) if each.open_mg else ""
            return f"{grams} (+{each.unmeasured}?)" if each.unmeasured else grams
        amounts = {3: each.paid, 4: each.advances_open, 5: each.balance}
        if column in amounts:
            return _plain(amounts[column], each.currency) if amounts[column] or column == 5 else ""
        return {0: each.code, 1: each.name, 6: each.currency}[column]

    def _sums(self) -> str:
        parts = []
        for currency in sorted({each.currency for each in self.shown if each.currency}):
            rows = [each for each in self.shown if each.currency == currency]
            parts.append(_("Balance {balance} · advances open {advances}").format(
                balance=money(sum(each.balance for each in rows), currency),
                advances=money(sum(each.advances_open for each in rows), currency)))
        grams = decimal_text(Decimal(sum(each.open_mg for each in self.shown)).scaleb(-3), 3, current())
        return " · ".join([_("Not settled: {grams} g fine").format(grams=grams), *parts])

    # doing

    def _on_activated(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.shown):
            self.show_account(self.shown[index.row()].person)

    def _new_entry(self) -> None:
        self.session.open("account_entry", new=True, values={
            "date": self.session.today(), **({"person": self.person} if self.person else {})})

    def settle(self, person: str) -> None:
        """Settle a period, of one person or of everybody."""
        dialog = SettleDialog(self.session, self, person)
        if dialog.exec():
            self.refresh()

    def _on_changed(self, types: frozenset[str]) -> None:
        if types & _TOUCHED and self.isVisible():
            self.refresh()
            if self.person:
                self.account.show_person(self.person)


class AccountView(QWidget):
    """The account of one person; Enter opens the record behind a line."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.lines: list[tuple[Account, Line]] = []
        self.person = ""
        column = column_in(self)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.back = icon_button(session.theme, "back", _("Back to the list (Esc)"))
        row.addWidget(self.back)
        self.name = texts.Elided(role="heading")
        row.addWidget(self.name, 1)
        self.settle_button = QPushButton(_("Settle this person"))
        for page, words in (("advance", _("New advance")), ("payment", _("New payment"))):
            button = QPushButton(words)
            button.setEnabled(not session.read_only)
            button.clicked.connect(lambda _checked=False, page=page: self._begin(page))
            row.addWidget(button)
        self.settle_button.setEnabled(not session.read_only)
        row.addWidget(self.settle_button)
        column.addLayout(row)
        self.standing = texts.label("", wrap=True)
        column.addWidget(self.standing)
        self.table = PlainTable(session.theme, _("Lines of the account"))
        self.table.activated.connect(self._on_activated)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addWidget(texts.Elided(_("Enter opens the record of a line."), role="small"), 1)
        self.language = printing.language_box(session)
        foot.addWidget(self.language)
        self.print_button = QPushButton(_("Print the settlement of this line"))
        self.print_button.setEnabled(not session.read_only)
        self.print_button.clicked.connect(self.print)
        foot.addWidget(self.print_button)
        column.addLayout(foot)
        shortcut = QShortcut(QKeySequence("Ctrl+P"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.print)

    def show_person(self, person: str) -> None:
        """Show the account of a person."""
        self.person = person
        store = self.session.store
        known = store.get(Person, person)
        self.name.say(known.label() if known else "")
        self.session.jobs.read(self, lambda: accounts.account(store, person), self._on_read)

    def _on_read(self, found: list[Account]) -> None:
        self.lines = [(account, line) for account in found for line in reversed(account.lines)]
        self.standing.setText("\n".join(_("Balance: {balance}. Advances open: {advances}.").format(
            balance=money(each.balance, each.currency), advances=money(each.advances_open, each.currency))
            for each in found) or _("Nothing stands in this account yet."))
        wanted = {line.settlement for _account, line in self.lines if line.settlement}
        numbers = {id_: name.partition(" · ")[0] for id_, name in self.session.store.labels(
            "settlement", wanted).items()}

        def cell(row: int, column: int) -> str:
            account, line = self.lines[row]
            grams = decimal_text(Decimal(line.fine_mg).scaleb(-3), 3, current()) if line.fine_mg is not None else ""
            return (str(line.day), line.kind, line.text, grams, _plain(line.credit, account.currency, blank=True),
                    _plain(line.debit, account.currency, blank=True), _plain(line.balance, account.currency),
                    account.currency, numbers.get(line.settlement, ""))[column]

        headings = [_("Date"), _("Kind"), _("What for"), _("Fine weight (g)"), _("Credit"), _("Debit"), _("Balance"),
                    _("Currency"), _("Settlement")]
        self.table.show_rows(headings, len(self.lines), cell, right=(3, 4, 5, 6))
        self.table.setFocus()

    def _on_activated(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.lines):
            kind, id_ = references.split(self.lines[index.row()][1].reference)
            self.session.open(kind, record=id_)

    def _begin(self, page: str) -> None:
        self.session.open(page, new=True, values={"person": self.person, "date": self.session.today()})

    def print(self) -> None:
        """Print again the settlement the current line belongs to."""
        row = self.table.currentIndex().row()
        chosen = self.lines[row][1].settlement if 0 <= row < len(self.lines) else ""
        settlement = self.session.store.get(Settlement, chosen)
        if settlement is None:
            self.session.say(_("Choose a line that belongs to a settlement."), "note")
            return
        store, folder, language = self.session.store, printing.folder_of(self.session), self.language.currentData()
        printing.run(self.session, self, lambda progress: print_settlements(
            store, [settlement], folder, str(language), progress))


def _plain(amount: int, currency: str, *, blank: bool = False) -> str:
    """An amount without its currency, which stands in a column of its own."""
    return "" if blank and not amount else money(amount, currency).removesuffix(currency).strip()
