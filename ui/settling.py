"""Settling a period: dates and price above, what each person would be paid below, then settled and printed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from armdesk.errors import ArmdeskError
from armdesk.exports.printing import Then, settle_and_print
from armdesk.i18n import _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models import Settlement
from armdesk.models.choices import PAYMENT_METHOD
from armdesk.progress import Part, Progress
from armdesk.services.basis import rate_book
from armdesk.services.basis.period import Period
from armdesk.services.basis.shown_money import money
from armdesk.services.money import settling
from armdesk.services.money.settling import Proposal, Terms
from armdesk.understood import editable
from ui import printing, problems, texts, undoing
from ui.plain_table import PlainTable
from ui.session import Session

_PAUSE = 300
_DATE, _PRICE, _CURRENCY = (Settlement.field(name) for name in ("period_from", "price", "currency"))


class SettleDialog(QDialog):
    """Choose, look, settle.  Shape: person limits it to one."""

    def __init__(self, session: Session, parent: QWidget, person: str = "") -> None:
        super().__init__(parent)
        self.session, self.person = session, person
        self.proposals: list[Proposal] = []
        self.terms: Terms | None = None
        self._asked = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.look)
        self.setWindowTitle(_("Settle a period"))
        self.resize(1000, 580)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(self._choices())
        self.problem = texts.label("", role="problem", wrap=True)
        column.addWidget(self.problem)
        self.table = PlainTable(session.theme, _("What each person would be paid"))
        column.addWidget(self.table, 1)
        self.totals = texts.label("", wrap=True)
        column.addWidget(self.totals)
        column.addLayout(self._foot())
        self._book = rate_book.read(session.store)
        self._put_price()
        self.look()

    def _choices(self) -> QGridLayout:
        last = self.session.today().replace(day=1) - timedelta(days=1)
        self.begins, self.ends, self.currency, self.price = (QLineEdit() for _place in range(4))
        self.begins.setText(last.replace(day=1).isoformat())
        self.ends.setText(last.isoformat())
        self.currency.setText(self.session.workspace.settings.currency)
        self.price_note = texts.label("", role="small", wrap=True)
        self.deduct = QCheckBox(_("Keep back what was already paid for gold of the period"))
        self.deduct.setChecked(True)
        self.pay = QComboBox()
        self.pay.addItem(_("Note no payment yet"), "")
        for code, label in PAYMENT_METHOD.items():
            self.pay.addItem(_("Note the payments: {method}").format(method=_(label)), code)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        for place, (words, box) in enumerate((
                (_("Period from"), self.begins), (_("Period until"), self.ends), (_("Currency"), self.currency),
                (_("Price per fine gram"), self.price))):
            name = texts.label(words, role="field")
            name.setBuddy(box)
            box.setAccessibleName(words)
            grid.addWidget(name, 0, place)
            grid.addWidget(box, 1, place)
            box.textEdited.connect(lambda _text: self._look_soon())
        for box in (self.begins, self.ends, self.currency):
            box.editingFinished.connect(self._put_price)
        self.price.textEdited.connect(lambda _text: self.price_note.setText(""))
        grid.addWidget(self.price_note, 2, 3)
        grid.addWidget(self.deduct, 2, 0, 1, 2)
        grid.addWidget(self.pay, 2, 2)
        self.pay.setAccessibleName(_("Payment"))
        self.deduct.toggled.connect(lambda _on: self._look_soon())
        return grid

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        cancel = QPushButton(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self.language = printing.language_box(self.session)
        self.settle_button = QPushButton(_("Settle"))
        self.settle_button.clicked.connect(lambda: self.settle(printed=False))
        self.print_button = QPushButton(_("Settle and print"))
        self.print_button.setProperty("primary", "true")
        self.print_button.clicked.connect(lambda: self.settle(printed=True))
        for button in (cancel, self.language, self.settle_button, self.print_button):
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
            row.addWidget(button)
        return row

    # looking

    def _put_price(self) -> None:
        """The dated price among members, as long as nobody typed another."""
        if self.price.text() and not self.price_note.text():
            return
        try:
            day = _DATE.parse(self.ends.text(), self.session.reading())
        except ValueError:
            return
        found = settling.price_of(self._book, day, self.currency.text().strip().upper()) if day else None
        self.price.setText("" if found is None else editable(
            _PRICE, settling.price_steps(found), self.session.reading()))
        self.price_note.setText(found.said() if found else "")
        if not found:
            self.price_note.setText(_("No dated price is noted; write one, or leave it empty to settle no gold."))
        self._look_soon()

    def _look_soon(self) -> None:
        """Look again; what is shown cannot be settled any more where something else is asked for now."""
        if not self._holds():
            for button in (self.settle_button, self.print_button):
                button.setEnabled(False)
        self._timer.start()

    def _holds(self) -> bool:
        """Whether what is shown is what is asked for."""
        try:
            return self.terms is not None and self.read_terms() == self.terms
        except (ValueError, ArmdeskError):
            return False

    def read_terms(self) -> Terms:
        """What is chosen.  Errors: ValueError, ExportError with a sentence."""
        reading = self.session.reading()
        days: list[date] = []
        for box, words in ((self.begins, _("Period from")), (self.ends, _("Period until"))):
            day = _DATE.parse(box.text(), reading)
            if day is None:
                raise ValueError(_("“{field}” is needed.").format(field=words))
            days.append(day)
        currency = _CURRENCY.parse(self.currency.text(), reading)
        wrong = _CURRENCY.check(currency)
        if wrong:
            raise ValueError(wrong[0])
        price = _PRICE.parse(self.price.text(), reading)
        if price is not None and (wrong := _PRICE.check(price)):
            raise ValueError(wrong[0])
        source = self.price_note.text() if price is not None else ""
        return Terms(Period(days[0], days[1]), currency, price, source, self.deduct.isChecked())

    def look(self) -> None:
        """Show what each person would be paid."""
        self._asked += 1
        try:
            terms = self.read_terms()
        except (ValueError, ArmdeskError) as error:
            self.problem.setText(str(error))
            self._show([], None)
            return
        self.problem.setText("")
        if terms != self.terms:
            self._show([], None)
        number, store, book, people = self._asked, self.session.store, self._book, [self.person] if self.person else []
        self.session.jobs.read(self, lambda: (number, terms, settling.propose(store, book, terms, people)),
                               self._on_found)

    def _on_found(self, answer: tuple[int, Terms, list[Proposal]]) -> None:
        number, terms, proposals = answer
        if number == self._asked:
            self._show(proposals, terms)

    def _show(self, proposals: list[Proposal], terms: Terms | None) -> None:
        self.proposals, self.terms = proposals, terms
        currency = terms.currency if terms else ""

        def cell(row: int, column: int) -> str:
            each = proposals[row]
            notes = [_("{count} deliveries without fineness stay open").format(count=each.without_fineness)] \
                if each.without_fineness else []
            if each.owed_after:
                notes.append(_("{amount} of advances stays open").format(amount=money(each.owed_after, currency)))
            return (each.code, each.name, decimal_text(Decimal(each.fine_mg).scaleb(-3), 3, current()),
                    *(money(amount, currency).removesuffix(currency).strip()
                      for amount in (each.credits, each.debits, each.net)), "; ".join(notes))[column]

        headings = [_("Code"), _("Full name"), _("Fine weight (g)"), _("Credit"), _("Kept back"), _("Net"), _("Note")]
        self.table.show_rows(headings, len(proposals), cell, right=(2, 3, 4, 5))
        ready = [each for each in proposals if each.lines]
        text = _("{count} people · {grams} g fine · credit {credit} · kept back {debit} · net {net}")
        self.totals.setText(text.format(
            count=decimal_text(len(ready), 0, current()),
            grams=decimal_text(Decimal(sum(each.fine_mg for each in ready)).scaleb(-3), 3, current()),
            credit=money(sum(each.credits for each in ready), currency),
            debit=money(sum(each.debits for each in ready), currency),
            net=money(sum(each.net for each in ready), currency)) if ready else _("Nothing is open in this period."))
        for button in (self.settle_button, self.print_button):
            button.setEnabled(bool(ready))

    # doing

    def settle(self, *, printed: bool) -> None:
        """Keep the settlements, note the payments if asked, print if asked."""
        terms, store, today = self.terms, self.session.store, self.session.today()
        if terms is None or not self._holds():
            self.look()
            return
        proposals, method, language = self.proposals, str(self.pay.currentData()), str(self.language.currentData())
        folder = printing.folder_of(self.session)

        def settle(progress: Progress, then: Then | None = None) -> None:
            settling.settle(store, proposals, terms, today, progress, method=method, then=then)

        def work(progress: Progress) -> Path | None:
            if not printed:
                settle(progress)
                return None
            return settle_and_print(store, lambda then: settle(Part(progress, 0, 50), then), folder, language,
                                    Part(progress, 50, 100))

        def done(path: Path | None) -> None:
            self.session.say(_("The period is settled."), "good", _("Undo"),
                             undoing.newest(self.session, self.parentWidget() or self))
            self.accept()
            if path is not None:
                printing.told(self.session, path)

        for button in (self.settle_button, self.print_button):
            button.setEnabled(False)
        self.session.jobs.run(self, work, done=done, failed=self._on_failed, title=_("Settle a period"))

    def _on_failed(self, error: Exception) -> None:
        problems.show(error, self)
        self.look()
