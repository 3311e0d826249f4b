"""Beside the form of a sale: its settlement as it follows while somebody types, under it the deductions."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from armdesk.errors import InvalidRecord
from armdesk.exports.printing import print_sale
from armdesk.i18n import N_, _
from armdesk.models import Lot, PremiumEntry, Rate, Sale, SaleDeduction
from armdesk.record import Record
from armdesk.reports.sale_settlement import SaleFacts, facts_of
from armdesk.services.basis import rate_book
from armdesk.services.money.levies import Levy
from armdesk.services.money.sale_follow import (
    FOLLOWING,
    Around,
    Row,
    agreeing,
    begin_final,
    follow,
    keep,
    kept_rows,
    proposed_rows,
    row_of,
)
from ui import printing
from ui.deduction_rows import DeductionRows
from ui.forms import Form
from ui.layouts import side_by_side
from ui.quotes import QuotesDialog
from ui.sale_statement import SaleStatement
from ui.session import Session

_DRAFT = "+deductions"


class SaleAside(QObject):
    """Reckons a sale through on each change, and keeps its deductions with it."""

    def __init__(self, session: Session, form: Form) -> None:
        super().__init__(form)
        self.session, self.form = session, form
        self.followed: set[str] = set()
        self.facts: SaleFacts | None = None
        self._book = rate_book.RateBook(())
        self._stale = True
        self._proposes = False
        self._warned: set[str] = set()
        self.rows = DeductionRows(session, self._offers, self._row_of)
        self.statement = SaleStatement(session)
        form.keeper = self._keep
        form.shown.connect(self._on_shown)
        form.touched.connect(self._on_touched)
        form.computed.connect(self._on_computed)
        form.drafting.connect(self._on_drafting)
        form.draft_shown.connect(self._on_draft_shown)
        self.rows.changed.connect(form.touch)
        self.statement.print_wanted.connect(self.print)
        self.statement.payment_wanted.connect(self._begin_payment)
        self.statement.premium_wanted.connect(self._begin_premium)
        self.statement.final_wanted.connect(self.begin_final)
        self.statement.quotes_wanted.connect(lambda: QuotesDialog(session, self.statement).exec())
        session.changes.records_changed.connect(self._on_records_changed)

    def framed(self, card: QWidget) -> QWidget:
        """The form over its deductions, the settlement beside both."""
        left = QSplitter(Qt.Orientation.Vertical)
        left.setChildrenCollapsible(False)
        left.setHandleWidth(8)
        left.addWidget(card)
        below = QWidget()
        below.setProperty("card", "true")
        below.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QVBoxLayout(below)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.rows)
        left.addWidget(below)
        left.setStretchFactor(0, 1)
        left.setSizes([330, 190])
        whole = side_by_side(left, self.statement, sizes=(760, 360), grows=0)
        for keys, run in (("Ctrl+P", self.print), ("Alt+D", self.rows.take_keyboard)):
            shortcut = QShortcut(QKeySequence(keys), whole)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)
        return whole

    # what the form tells

    def _around(self, sale: Sale) -> Around:
        if self._stale:
            self._book, self._stale = rate_book.read(self.session.store), False
        return Around(self._book, self.session.store.get(Lot, sale.lot))

    def _on_shown(self, record: Record) -> None:
        if not isinstance(record, Sale):
            return
        around = self._around(record)
        rows = kept_rows(self.session.store, record, around.book) if record.version else []
        self.rows.put(rows, record.currency or "")
        self._proposes = not record.version
        if record.version:
            self.followed = agreeing(record, rows, around)
        else:
            record.reference_kind = record.reference_kind or "lbma_pm"
            self.form.put_values({"reference_kind": record.reference_kind})
            self.followed = {name for name in FOLLOWING if getattr(record, name) is None}
        self._warned.clear()
        self._show(record)

    def _on_touched(self, name: str) -> None:
        """What somebody writes is his; emptied, it follows again."""
        if name not in FOLLOWING:
            return
        row = self.form.rows[name]
        try:
            empty = row.editor.glance(self.form.record.values()) is None
        except ValueError:
            empty = False
        (self.followed.add if empty else self.followed.discard)(name)

    def _on_computed(self, record: Record) -> None:
        if not isinstance(record, Sale):
            return
        around = self._around(record)
        follow(record, self.followed, self.rows.rows, around)
        if self._proposes and not self.rows.rows and record.fine_mg and record.currency:
            self.rows.rows.extend(proposed_rows(record, around.book))
            self._proposes = False
            follow(record, self.followed, self.rows.rows, around)
        self.rows.refresh(record.currency or "")
        readonly = [field.name for field in Sale.declared() if field.readonly]
        values = record.values()
        self.form.put_values({name: values.get(name) for name in (*sorted(self.followed), *readonly)})
        self._show(record)

    def _show(self, sale: Sale) -> None:
        found = facts_of(self.session.store, sale, [row.deduction for row in self.rows.rows], self._book)
        self.facts = found
        self.statement.show_facts(found, self.rows.rows)
        for name in self._warned - set(found.priced.problems):
            self.form.rows[name].say_problems([])
        for name, sentences in found.priced.problems.items():
            self.form.rows[name].say_problems(sentences)
        self._warned = set(found.priced.problems)

    def _keep(self, record: Record) -> object:
        assert isinstance(record, Sale)  # noqa: S101 - the form is made for sales alone
        fault = self.rows.fault()
        if fault:
            raise InvalidRecord({"": [fault]})
        follow(record, self.followed, self.rows.rows, self._around(record))
        text = N_("Change {kind}: {name}") if record.version else N_("New {kind}: {name}")
        rows = [row for row in self.rows.rows if not row.waiting]
        keep(self.session.store, record, rows, _(text).format(kind=_(record.about.one), name=record.label()))
        return record

    # drafts

    def _on_drafting(self, body: dict[str, str]) -> None:
        kept = [{**{field.name: field.remember(row.deduction.values().get(field.name))
                    for field in SaleDeduction.declared()}, "follows": row.follows, "id": row.deduction.id}
                for row in self.rows.rows]
        body[_DRAFT] = json.dumps(kept, ensure_ascii=False)
        body["+followed"] = " ".join(sorted(self.followed))

    def _on_draft_shown(self, body: dict[str, str]) -> None:
        if _DRAFT not in body:
            return
        rows = []
        for kept in json.loads(body[_DRAFT]):
            stored = self.session.store.get(SaleDeduction, kept["id"]) if kept["id"] else None
            deduction = stored or SaleDeduction()
            for field in SaleDeduction.declared():
                setattr(deduction, field.name, field.recall(kept.get(field.name)))
            rows.append(Row(deduction, self.session.store.get(Rate, deduction.rule), bool(kept["follows"])))
        self.rows.put(rows, self.form.beside().get("currency") or "")
        self.followed = set(body.get("+followed", "").split())
        self._proposes = False

    # what can be done

    def _offers(self) -> list[Levy]:
        return self.facts.priced.levies if self.facts is not None else []

    def _row_of(self, levy: Levy) -> Row:
        sale = self.facts.sale if self.facts is not None else Sale()
        return row_of(levy.row, sale, self._book)

    def print(self) -> None:
        """Print the settlement; what is not saved yet is saved first."""
        if self.form.dirty and not self.form.save():
            return
        sale, language = self.form.record, self.statement.language()
        if isinstance(sale, Sale) and sale.version:
            folder, store = printing.folder_of(self.session), self.session.store
            printing.run(self.session, self.statement,
                         lambda progress: print_sale(store, sale, folder, language))

    def _begin_payment(self) -> None:
        saved, facts = self._saved(), self.facts  # the facts of what was just saved
        if facts is None or not saved:
            return
        left = None if facts.sale.net_value is None else max(facts.sale.net_value - facts.received, 0)
        self.session.open("payment", new=True, values={
            "direction": "in", "sale": facts.sale.id, "party": facts.sale.buyer, "amount": left,
            "currency": facts.sale.currency, "method": "bank", "date": self.session.today(),
            "reason": _("Sale {code}").format(code=facts.sale.code)})

    def _begin_premium(self) -> None:
        """Note the premium due, as a line of the premium that can be seen and changed."""
        saved, facts = self._saved(), self.facts
        if not saved or facts is None or facts.priced.premium is None or facts.priced.premium_rate is None:
            return
        rate = facts.priced.premium_rate.rate
        entry = PremiumEntry(date=facts.sale.date, kind="accrued", sale=facts.sale.id, fine_mg=facts.sale.fine_mg,
                             amount=facts.priced.premium - facts.premium_noted,
                             currency=facts.priced.premium_currency, programme=rate.name,
                             basis=facts.priced.premium_rate.said())
        self.session.store.save(entry)
        self._refresh()

    def begin_final(self) -> None:
        """Put what was settled provisionally aside and go to the fineness of the final assay."""
        sale, found = self.form.take()
        if found or not isinstance(sale, Sale):
            self.form.show_problems(found)
            return
        begin_final(sale, self.session.today())
        names = ("stage", "settled_on", "provisional_on", "provisional_gross_mg", "provisional_fineness",
                 "provisional_usd_oz", "provisional_net")
        values = sale.values()
        self.form.put_values({name: values.get(name) for name in names})
        self.form.touch()
        self.form.rows["fineness"].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.form.area.ensureWidgetVisible(self.form.rows["fineness"], 0, 24)

    def _saved(self) -> bool:
        return (not self.form.dirty or self.form.save()) and bool(self.form.record.version)

    def _on_records_changed(self, types: frozenset[str]) -> None:
        if "rate" in types or "organisation" in types:
            self._stale = True
        if types & {"payment", "premium_entry", "rate", "party"} and self.statement.isVisible():
            if "rate" in types and self.form.dirty:
                self.form.compute()
            else:
                self._refresh()

    def _refresh(self) -> None:
        if self.facts is not None:
            self._around(self.facts.sale)
            self._show(self.facts.sale)


def values_for(session: Session) -> dict[str, Any]:
    """What a new sale begins with: today, and the number that comes next."""
    from armdesk.services.basis.numbering import next_code

    today = session.today()
    return {"date": today, "code": next_code(session.store, Sale, "code", today, f"V-{today.year}-001")}
