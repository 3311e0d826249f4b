"""Beside the form of a payment: what cash needs, and its receipt, printed at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from armdesk.exports.printing import print_receipts, printed
from armdesk.i18n import _, ngettext
from armdesk.models import Payment
from armdesk.record import Record
from armdesk.services.basis import rate_book
from armdesk.services.basis.amount_words import amount_in_words
from armdesk.services.money import cash
from ui import printing, texts
from ui.forms import Form
from ui.layouts import column_in
from ui.session import Session


class PaymentAside(QObject):
    """Warns of cash above the limit, and prints the receipt with its number."""

    def __init__(self, session: Session, form: Form) -> None:
        super().__init__(form)
        self.session, self.form = session, form
        self._book: rate_book.RateBook | None = None
        self._warned: set[str] = set()
        form.shown.connect(self._on_shown)
        form.computed.connect(self._show)
        session.changes.records_changed.connect(self._on_records_changed)

    def framed(self, card: QWidget) -> QWidget:
        """The form over the line of its receipt."""
        whole = QWidget()
        column = column_in(whole)
        column.addWidget(card, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.words = texts.Elided(role="quiet")
        row.addWidget(self.words, 1)
        self.prints = texts.label("", role="small")
        row.addWidget(self.prints)
        self.language = printing.language_box(self.session)
        row.addWidget(self.language)
        self.button = QPushButton(_("Print receipt"))
        self.button.setToolTip(_("Print receipt (Ctrl+P)"))
        self.button.setEnabled(not self.session.read_only)
        self.button.clicked.connect(self.print)
        row.addWidget(self.button)
        column.addLayout(row)
        shortcut = QShortcut(QKeySequence("Ctrl+P"), whole)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.print)
        return whole

    def print(self) -> None:
        """Save what is typed, give the number, print, and open the paper."""
        if self.form.dirty and not self.form.save():
            return
        payment, language = self.form.record, str(self.language.currentData())
        if not isinstance(payment, Payment) or not payment.version:
            return
        store, folder = self.session.store, printing.folder_of(self.session)
        printing.run(self.session, self.button, lambda progress: print_receipts(store, [payment], folder, language),
                     self._reload)

    def _reload(self) -> None:
        fresh = self.session.store.get(Payment, self.form.record.id)
        if fresh is not None and not self.form.dirty:
            self.form.put(fresh)

    def _on_shown(self, record: Record) -> None:
        self._warned.clear()
        self._show(record)
        count = len(printed(self.session.store, record)) if record.version else 0
        self.prints.setText(ngettext("printed {count} time", "printed {count} times", count).format(count=count)
                            if count else "")

    def _show(self, record: Record) -> None:
        if not isinstance(record, Payment):
            return
        if self._book is None:
            self._book = rate_book.read(self.session.store)
        known = record.amount is not None and record.currency
        self.words.say(amount_in_words(record.amount, record.currency) if known else "")
        doubts = cash.doubts(record, self._book)
        for name in self._warned - set(doubts):
            self.form.rows[name].say_problems([])
        for name, sentence in doubts.items():
            self.form.rows[name].say_problems([sentence])
        self._warned = set(doubts)

    def _on_records_changed(self, types: frozenset[str]) -> None:
        if "rate" in types:
            self._book = None
