"""Settling: what a person delivered, earned and owes in a period becomes one settlement, whose lines are then fixed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from armdesk import currencies
from armdesk.closed_months import ClosedMonths
from armdesk.errors import StaleRecord
from armdesk.i18n import _
from armdesk.models import AccountEntry, Advance, Payment, Person, Settlement
from armdesk.numbers import round_half_up
from armdesk.progress import SILENT, Progress
from armdesk.services.basis import numbering
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.period import Period
from armdesk.services.basis.rate_book import Found, RateBook
from armdesk.services.money.accounts import CREDITS, left_of, open_advances, unpaid
from armdesk.store import Store
from armdesk.writer import Writer

PRICE, WITHHELD_SHARE = "settlement_price", "repayment_share"
"""Kinds of rates: price of a fine gram among members; most of a settlement that may be kept back for advances (%)."""
_PRICE_STEPS = 10_000


@dataclass(frozen=True)
class Draft:
    """One line of a settlement to be.

    Units: as in AccountEntry.  Shape: entry is the id of an entry that is there already, "" for a new one; source is
    the field and id of what a new one comes from.
    """

    day: date
    kind: str
    text: str
    amount: int
    fine_mg: int | None = None
    price: int | None = None
    source: tuple[str, str] | None = None
    entry: str = ""
    receipt_no: str = ""


@dataclass
class Proposal:
    """What one person would be paid.

    Shape: without_fineness counts deliveries that cannot be valued yet; owed_after is what stays open of the advances.
    """

    person: str
    code: str
    name: str
    lines: list[Draft] = field(default_factory=list)
    without_fineness: int = 0
    owed_after: int = 0

    @property
    def fine_mg(self) -> int:
        """Fine gold of its deliveries."""
        return sum(line.fine_mg or 0 for line in self.lines if line.kind == "delivery")

    @property
    def credits(self) -> int:
        """Everything for the person."""
        return sum(line.amount for line in self.lines if line.kind in CREDITS)

    @property
    def debits(self) -> int:
        """Everything kept back."""
        return sum(line.amount for line in self.lines if line.kind not in CREDITS)

    @property
    def net(self) -> int:
        """What is paid out."""
        return self.credits - self.debits


@dataclass(frozen=True)
class Terms:
    """How a period is settled.  Units: price in ten-thousandths of the currency a fine gram; None settles no gold."""

    period: Period
    currency: str
    price: int | None
    price_source: str = ""
    deduct_paid: bool = True


def value_of(fine_mg: int, price: int, currency: str) -> int:
    """Value of one delivery in the smallest unit, rounded half up; a settlement adds up such lines."""
    return round_half_up(Fraction(fine_mg * price, 1000 * _PRICE_STEPS) * 10 ** currencies.digits(currency))


def price_of(book: RateBook, day: date, currency: str) -> Found | None:
    """The price among members that holds on a day."""
    return book.one(PRICE, day, currency)


def price_steps(found: Found) -> int:
    """A dated price in the steps of a settlement."""
    return round_half_up(found.value * _PRICE_STEPS)


def propose(store: Store, book: RateBook, terms: Terms, people: Sequence[str] = (),
            progress: Progress = SILENT) -> list[Proposal]:
    """What each person would be paid, by name; people limits it to some ids.  Those without a line are left out."""
    wanted = set(people)
    named = {person.id: person for person in store.all(Person) if not wanted or person.id in wanted}
    proposals = {id_: Proposal(id_, person.code or "", person.name) for id_, person in named.items()}
    progress.step(0, 4, _("Deliveries"))
    if terms.price is not None:
        _deliveries(store, terms, proposals)
    progress.step(1, 4, _("Entries"))
    _entries(store, terms, proposals)
    progress.step(2, 4, _("Payments"))
    if terms.deduct_paid:
        _paid_already(store, terms, proposals)
    progress.step(3, 4, _("Advances"))
    share = book.one(WITHHELD_SHARE, terms.period.ends)
    _advances(store, terms, proposals, share.value if share else Fraction(100))
    chosen = [each for each in proposals.values() if each.lines or each.without_fineness]
    return sorted(chosen, key=lambda each: each.name)


def _deliveries(store: Store, terms: Terms, proposals: dict[str, Proposal]) -> None:
    for id_, person, day, fine, receipt, corrects, settled_for in ask(
            store, "SELECT p.id, p.person, p.date, p.fine_mg, p.receipt_no, p.corrects, (SELECT o.price "
            "FROM account_entry o WHERE o.trashed = 0 AND o.production = p.corrects AND o.currency = ? LIMIT 1) "
            "FROM production p WHERE p.trashed = 0 AND p.person IS NOT NULL AND p.gross_mg IS NOT NULL "
            "AND coalesce(p.persons, 1) <= 1 "
            "AND p.date BETWEEN ? AND ? "
            "AND NOT EXISTS (SELECT 1 FROM account_entry e WHERE e.trashed = 0 "
            "AND e.production = p.id) ORDER BY p.date, p.id",
            terms.currency, terms.period.begins, terms.period.ends):
        each = proposals.get(id_of(person))
        if each is None or terms.price is None:
            continue
        if fine is None:
            each.without_fineness += 1
            continue
        text = _("Delivery {receipt}").format(receipt=receipt) if receipt else _("Delivery")
        # A counter-entry takes back what was credited, at the price of that day.
        price = settled_for if corrects is not None and settled_for is not None else terms.price
        each.lines.append(Draft(date.fromisoformat(day), "delivery", text, value_of(fine, price, terms.currency),
                                fine, price, ("production", id_of(id_)), receipt_no=receipt or ""))


def _entries(store: Store, terms: Terms, proposals: dict[str, Proposal]) -> None:
    """Shares, dues and deductions noted before and not settled yet."""
    for entry in store.all(AccountEntry, currency=terms.currency):
        each = proposals.get(entry.person)
        if each is None or entry.settlement or entry.kind == "repayment" or entry.date > terms.period.ends:
            continue
        each.lines.append(Draft(entry.date, entry.kind, entry.text or "", entry.amount, entry.fine_mg,
                                entry=entry.id, receipt_no=entry.receipt_no or ""))


def _paid_already(store: Store, terms: Terms, proposals: dict[str, Proposal]) -> None:
    """Gold of the period that was paid for by hand is kept back, at most what was delivered is worth."""
    for id_, person, day, code, amount in ask(
            store, "SELECT y.id, y.person, y.date, y.code, y.amount + coalesce((SELECT sum(c.amount) FROM payment c "
            "WHERE c.trashed = 0 AND c.corrects = y.id), 0) FROM payment y WHERE y.trashed = 0 "
            "AND y.person IS NOT NULL AND y.settlement IS NULL AND y.gold_mg > 0 AND y.currency = ? "
            "AND coalesce(y.direction, 'out') = 'out' AND y.date BETWEEN ? AND ? AND NOT EXISTS (SELECT 1 "
            "FROM account_entry e WHERE e.trashed = 0 AND e.payment = y.id) "
            "ORDER BY y.date, y.id", terms.currency, terms.period.begins, terms.period.ends):
        each = proposals.get(id_of(person))
        if each is None:
            continue
        taken = min(int(amount), max(each.net, 0))
        if taken > 0:
            each.lines.append(Draft(date.fromisoformat(day), "deduction", _("Paid already, receipt {code}").format(
                code=code or "–"), taken, source=("payment", id_of(id_))))


def _advances(store: Store, terms: Terms, proposals: dict[str, Proposal], share: Fraction) -> None:
    """Open advances, the oldest first, up to the share of the settlement that may be kept back."""
    owed: dict[str, list[tuple[Advance, int]]] = {}
    for advance, left in open_advances(store, terms.period.ends, terms.currency):
        owed.setdefault(advance.person, []).append((advance, left))
    for person in owed.keys() & proposals.keys():
        each = proposals[person]
        room = max(each.net, 0) * min(share, Fraction(100)) // 100
        for advance, left in owed[person]:
            taken = min(left, int(room))
            if taken > 0:
                each.lines.append(Draft(terms.period.ends, "repayment", _("Advance of {day}").format(day=advance.date),
                                        taken, source=("advance", advance.id)))
            room -= taken
            each.owed_after += left - max(taken, 0)


def settle(store: Store, proposals: Iterable[Proposal], terms: Terms, today: date, progress: Progress = SILENT, *,
           method: str = "", then: Callable[[Writer, list[Settlement]], object] | None = None) -> list[Settlement]:
    """Keep settlements with their lines as one operation, in the order given.

    Shape: method notes the payments too, such as "cash"; then is done in the same operation, such as printing.
    Errors: StaleRecord where something of it was settled or repaid meanwhile, and those of `then`; then nothing is
    kept.
    """
    chosen = [each for each in proposals if each.lines]
    with store.operation(_("Settlement of {count} people, {period}").format(
            count=len(chosen), period=terms.period.code())) as writer:
        made = _settled(store, writer, chosen, terms, today, progress)
        if method:
            _paid(store, writer, made, today, method)
        if then is not None:
            then(writer, made)
    return made


def _settled(store: Store, writer: Writer, chosen: Sequence[Proposal], terms: Terms, today: date,
             progress: Progress) -> list[Settlement]:
    made: list[Settlement] = []
    rows: list[dict[str, Any]] = []
    numbers = numbering.numbers_from(numbering.next_code(store, Settlement, "number", today, "S-00001"))
    for done, each in enumerate(chosen):
        progress.step(done, len(chosen), each.name)
        _refuse_settled(store, each)
        settlement = Settlement(
            number=next(numbers), person=each.person, period_from=terms.period.begins, period_to=terms.period.ends,
            made_on=today, fine_mg=each.fine_mg, price=terms.price, price_source=terms.price_source or None,
            currency=terms.currency, credits=each.credits, debits=each.debits, net=each.net)
        writer.save(settlement)
        rows += _settle_lines(store, writer, each, settlement)
        made.append(settlement)
    if rows:
        writer.save_many(AccountEntry, rows)
    return made


def _settle_lines(store: Store, writer: Writer, each: Proposal, settlement: Settlement) -> list[dict[str, Any]]:
    """Tie the lines that are there to the settlement and count repayments; returns the new lines to be kept.

    A line whose own month is closed is written on the day of the settlement.
    """
    rows: list[dict[str, Any]] = []
    closed = ClosedMonths(store.db).months
    for line in each.lines:
        if line.entry:
            entry = store.get(AccountEntry, line.entry)
            if entry is not None:
                entry.settlement = settlement.id
                writer.save(entry)
            continue
        rows.append({
            "date": settlement.made_on if f"{line.day:%Y-%m}" in closed else line.day, "person": each.person,
            "kind": line.kind, "text": line.text, "fine_mg": line.fine_mg, "price": line.price, "amount": line.amount,
            "currency": settlement.currency, "receipt_no": line.receipt_no or None, "settlement": settlement.id,
            **dict([line.source] if line.source else [])})
        if line.source and line.kind == "repayment":
            advance = store.get(Advance, line.source[1])
            if advance is not None:
                advance.repaid = (advance.repaid or 0) + line.amount
                writer.save(advance)
    return rows


def _refuse_settled(store: Store, proposal: Proposal) -> None:
    """What another window settled, changed or repaid since the proposal was made stops the settlement."""
    for line in proposal.lines:
        if line.entry:
            entry = store.get(AccountEntry, line.entry)
            gone = entry is None or entry.trashed or entry.settlement or entry.amount != line.amount
        elif line.source and line.kind == "repayment":
            advance = store.get(Advance, line.source[1])
            gone = advance is None or advance.trashed or left_of(store, advance) < line.amount
        else:
            gone = line.source is not None and bool(ask(
                store, f"SELECT 1 FROM account_entry WHERE trashed = 0 AND {line.source[0]} = ?",  # noqa: S608 - ours
                bytes.fromhex(line.source[1])))
        if gone:
            raise StaleRecord(_("“{line}” of {name} was settled or changed meanwhile. Nothing was settled; look at the "
                                "proposal again.").format(line=line.text, name=proposal.name), {})


def pay(store: Store, settlements: Iterable[Settlement], today: date, method: str,
        approved_by: str = "") -> list[Payment]:
    """Note one numbered payment for what is left of each settlement, as one operation."""
    with store.operation(_("Payment of settlements")) as writer:
        return _paid(store, writer, settlements, today, method, approved_by)


def _paid(store: Store, writer: Writer, settlements: Iterable[Settlement], today: date, method: str,
          approved_by: str = "") -> list[Payment]:
    paid: list[Payment] = []
    numbers = numbering.numbers_from(numbering.next_code(store, Payment, "code", today, "R-00001"))
    for settlement in settlements:
        left = unpaid(store, settlement)
        if left <= 0:
            continue
        payment = Payment(
            code=next(numbers), date=today, person=settlement.person, settlement=settlement.id, method=method,
            reason=_("Settlement {number}").format(number=settlement.number), amount=left,
            currency=settlement.currency, gold_mg=max(settlement.fine_mg or 0, 0) or None,
            approved_by=approved_by or None)
        writer.save(payment)
        paid.append(payment)
    return paid
