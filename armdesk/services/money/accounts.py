"""Accounts of the members: what each delivered, was credited, advanced and paid, with a running balance."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from armdesk.i18n import _
from armdesk.models import AccountEntry, Advance, Payment, Settlement
from armdesk.models.choices import ACCOUNT_ENTRY
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import ask, id_of
from armdesk.store import Store

CREDITS = ("delivery", "share", "credit")
DEBITS = ("deduction", "due")


@dataclass(frozen=True)
class Line:
    """One line of an account.

    Units: fine_mg in mg, amounts in the smallest unit.  Shape: reference opens its record; a line with both credit and
    debit leaves the balance as it was (paid on the spot, withheld in a settlement); balance is that after the line.
    """

    day: date
    kind: str
    text: str
    reference: str
    credit: int = 0
    debit: int = 0
    fine_mg: int | None = None
    settlement: str = ""
    balance: int = 0


@dataclass
class Account:
    """Account of one person in one currency, the oldest line first.

    Units: amounts in the smallest unit.  Shape: balance above zero is owed to the person; advances_open is what the
    person still owes.
    """

    person: str
    currency: str
    lines: list[Line] = field(default_factory=list)
    advances_open: int = 0

    @property
    def balance(self) -> int:
        """What the cooperative owes the person; below zero the person owes."""
        return self.lines[-1].balance if self.lines else 0


@dataclass
class Summary:
    """One person's account in short.

    Units: grams in mg, amounts in the smallest unit; open_mg is delivered and not settled, unmeasured the deliveries
    without fineness, paid all payments to the person, on the spot or by settlement.
    """

    person: str
    code: str
    name: str
    currency: str
    deliveries: int = 0
    open_mg: int = 0
    unmeasured: int = 0
    credits: int = 0
    debits: int = 0
    paid: int = 0
    advances_open: int = 0

    @property
    def balance(self) -> int:
        """What the cooperative owes the person; below zero the person owes."""
        return self.credits - self.debits


def open_advances(store: Store, until: date, currency: str = "") -> list[tuple[Advance, int]]:
    """Advances that are not repaid whole, the oldest first, with what is left of each in the smallest unit.

    What a counter-entry took back, on whatever day, is owed by nobody.
    """
    advances: list[Advance] = store.all(Advance, **{"currency": currency} if currency else {})
    taken_back: dict[str, int] = defaultdict(int)
    for advance in advances:
        if advance.corrects:
            taken_back[advance.corrects] += advance.amount
    found = [(advance, advance.amount + taken_back[advance.id] - (advance.repaid or 0))
             for advance in sorted(advances, key=lambda each: (each.date, each.id))
             if not advance.corrects and advance.date <= until]
    return [(advance, left) for advance, left in found if left > 0]


def left_of(store: Store, advance: Advance) -> int:
    """What is left of one advance, as above."""
    taken_back = sum(each.amount for each in store.all(Advance, corrects=advance.id))
    return int(advance.amount + taken_back - (advance.repaid or 0))


def account(store: Store, person: str) -> list[Account]:
    """The accounts of one person, one for each currency that occurs."""
    accounts: dict[str, Account] = {}
    lines: dict[str, list[Line]] = defaultdict(list)
    entries = store.all(AccountEntry, person=person)
    dated: dict[str, int] = defaultdict(int)
    for entry in entries:
        lines[entry.currency].append(_entry_line(entry))
        if entry.kind == "repayment" and entry.advance:
            dated[entry.advance] += entry.amount
    owed: dict[str, int] = defaultdict(int)
    for advance in store.all(Advance, person=person):
        reference, text = f"advance/{advance.id}", advance.reason or ""
        lines[advance.currency].append(Line(advance.date, _("Advance"), text, reference, debit=advance.amount))
        owed[advance.currency] += advance.amount - (advance.repaid or 0)
        undated = (advance.repaid or 0) - dated[advance.id]
        if undated > 0:
            lines[advance.currency].append(Line(
                advance.date, _("Repaid"), _("as noted with the advance, without a day"), reference, credit=undated))
    paid = Query(Payment, filters=(Filter("person", "is", person),))
    lines_of_payments(store.find(paid), lines)
    for currency, found in lines.items():
        balance, whole = 0, []
        for line in sorted(found, key=lambda each: (each.day, each.reference)):
            balance += line.credit - line.debit
            whole.append(replace(line, balance=balance))
        accounts[currency] = Account(person, currency, whole, owed[currency])
    return [accounts[currency] for currency in sorted(accounts)]


def _entry_line(entry: AccountEntry) -> Line:
    credit = entry.amount if entry.kind in (*CREDITS, "repayment") else 0
    withheld = entry.kind == "repayment" and entry.settlement
    debit = entry.amount if entry.kind in DEBITS or withheld else 0
    return Line(entry.date, _(ACCOUNT_ENTRY[entry.kind]), entry.text or "", f"account_entry/{entry.id}", credit, debit,
                entry.fine_mg, entry.settlement or "")


def lines_of_payments(payments: list[Payment], lines: dict[str, list[Line]]) -> None:
    """Add payments; one that pays no settlement was for something on the spot and owes nobody anything."""
    for payment in payments:
        if payment.direction == "in":
            continue
        text = " · ".join(filter(None, (payment.code, payment.reason)))
        lines[payment.currency].append(Line(
            payment.date, _("Payment"), text, f"payment/{payment.id}", 0 if payment.settlement else payment.amount,
            payment.amount, payment.gold_mg, payment.settlement or ""))


def summaries(store: Store) -> list[Summary]:
    """Everybody with an account or open deliveries, by name; one row for each currency."""
    found: dict[tuple[str, str], Summary] = {}
    people = {id_of(id_): (code or "", name) for id_, code, name in ask(store, "SELECT id, code, name FROM person")}

    def row(person: Any, currency: str | None) -> Summary:
        id_ = id_of(person)
        code, name = people.get(id_, ("", ""))
        return found.setdefault((id_, currency or ""), Summary(id_, code, name, currency or ""))

    _add_entries(store, row)
    for person, currency, amount, settled in ask(
            store, "SELECT person, currency, sum(amount), sum(CASE WHEN settlement IS NULL THEN 0 ELSE amount END) "
            "FROM payment WHERE trashed = 0 AND person IS NOT NULL AND coalesce(direction, 'out') = 'out' "
            "GROUP BY person, currency"):
        each = row(person, currency)
        each.paid += int(amount)
        each.debits += int(settled)
    _add_deliveries(store, found, row)
    return sorted((each for each in found.values() if each.person in people),
                  key=lambda each: (each.name, each.currency))


def _add_entries(store: Store, row: Any) -> None:
    for person, currency, kind, settled, amount, targeted in ask(
            store, "SELECT person, currency, kind, CASE WHEN settlement IS NULL THEN 0 ELSE 1 END, sum(amount), "
            "sum(CASE WHEN advance IS NULL THEN 0 ELSE amount END) FROM account_entry "
            "WHERE trashed = 0 GROUP BY person, currency, kind, CASE WHEN settlement IS NULL THEN 0 ELSE 1 END"):
        each = row(person, currency)
        if kind in CREDITS:
            each.credits += int(amount)
        elif kind in DEBITS:
            each.debits += int(amount)
        else:
            each.credits += 0 if settled else int(amount)
            each.credits -= int(targeted)  # stands in what the advance says is repaid
    for person, currency, amount, repaid in ask(
            store, "SELECT person, currency, sum(amount), sum(coalesce(repaid, 0)) FROM advance WHERE trashed = 0 "
            "GROUP BY person, currency"):
        each = row(person, currency)
        each.debits += int(amount)
        each.credits += int(repaid)
        each.advances_open += int(amount) - int(repaid)


def _add_deliveries(store: Store, found: dict[tuple[str, str], Summary], row: Any) -> None:
    """Deliveries that no settlement has: they stand in the first account of the person.

    What several people dug is their crew's, though one of them handed it in: it is shared, not credited to one.
    """
    first = {person: each for (person, _currency), each in sorted(found.items(), reverse=True)}
    for person, count, fine, unmeasured in ask(
            store, "SELECT p.person, count(*), sum(coalesce(p.fine_mg, 0)), "
            "sum(CASE WHEN p.fine_mg IS NULL THEN 1 ELSE 0 END) FROM production p WHERE p.trashed = 0 "
            "AND p.person IS NOT NULL AND p.gross_mg IS NOT NULL AND coalesce(p.persons, 1) <= 1 "
            "AND NOT EXISTS (SELECT 1 FROM account_entry e "
            "WHERE e.trashed = 0 AND e.production = p.id) GROUP BY p.person"):
        each = first.get(id_of(person)) or row(person, "")
        each.deliveries, each.open_mg, each.unmeasured = int(count), int(fine), int(unmeasured)


def unpaid(store: Store, settlement: Settlement) -> int:
    """What is left to be paid of a settlement, in the smallest unit; below zero too much was paid."""
    paid = sum(int(each.amount) for each in store.all(Payment, settlement=settlement.id)
               if each.currency == settlement.currency and each.direction != "in")
    return int(settlement.net) - paid
