"""What fills itself in while a sale is typed: quote, exchange, taxes and sums, as long as nobody wrote them himself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from armdesk.errors import InvalidRecord, StaleRecord
from armdesk.models import Lot, Rate, Sale, SaleDeduction
from armdesk.numbers import round_half_up
from armdesk.services.basis import rate_book
from armdesk.services.basis.rate_book import IN_DOLLARS, Found, RateBook
from armdesk.services.money.levies import levy_of, proposed
from armdesk.services.money.sale_price import priced, taxed
from armdesk.store import Store


@dataclass
class Row:
    """A deduction being typed.

    Shape: rate is the dated row it is taken by, None where it is the office's own; follows says that base and amount
    are still reckoned, not typed.
    """

    deduction: SaleDeduction
    rate: Rate | None = None
    follows: bool = False

    @property
    def waiting(self) -> bool:
        """Whether it was only offered and cannot be reckoned yet, for want of a quote; it is not kept like that."""
        return self.follows and self.deduction.amount is None and not self.deduction.version


@dataclass(frozen=True)
class Around:
    """What a sale is reckoned with."""

    book: RateBook
    lot: Lot | None = None


def _quote(sale: Sale, around: Around) -> Found | None:
    day, kind = sale.reference_date or sale.date, sale.reference_kind
    if day is None or kind is None or kind == "agreed":
        return None
    return around.book.quote(kind, day, "USD" if kind in IN_DOLLARS else sale.currency or "")


def _exchange(sale: Sale, around: Around) -> Found | None:
    day = sale.reference_date or sale.date
    if day is None or not sale.currency or sale.currency == "USD":
        return None
    return around.book.exchange(sale.currency, "USD", day)


def _usd_oz(sale: Sale, around: Around) -> int | None:
    found = _quote(sale, around) if sale.reference_kind in IN_DOLLARS else None
    return round_half_up(found.value * 10_000) if found else None


def _per_g(sale: Sale, around: Around) -> int | None:
    found = _quote(sale, around) if sale.reference_kind == "central_bank" else None
    return round_half_up(found.value * 10_000) if found else None


def _fx(sale: Sale, around: Around) -> int | None:
    found = _exchange(sale, around)
    return round_half_up(found.value * 1_000_000) if found else None


_FIRST: dict[str, Callable[[Sale, Around], Any]] = {
    "gross_mg": lambda _sale, around: around.lot.gross_mg if around.lot else None,
    "fineness": lambda _sale, around: around.lot.fineness if around.lot else None,
    "gold_class": lambda _sale, around: around.lot.gold_class if around.lot else None,
    "reference_date": lambda sale, _around: sale.date,
    "price_reference": lambda sale, _around: rate_book.name_of(sale.reference_kind) if sale.reference_kind else None,
    "reference_usd_oz": _usd_oz,
    "reference_per_g": _per_g,
    "fx": _fx,
    "fx_source": lambda sale, around: found.said() if (found := _exchange(sale, around)) else None,
}
"""What does not depend on the deductions, in the order in which one follows from the other."""
_OF_LOT = ("gross_mg", "fineness", "gold_class")
_LAST = ("gross_value", "deductions_total", "own_debts", "net_value")
FOLLOWING = (*_FIRST, *_LAST)


def follow(sale: Sale, names: Collection[str], rows: Sequence[Row], around: Around) -> None:
    """Give the fields named, and the rows that follow, what follows from the others."""
    for name, make in _FIRST.items():
        if name in names and (around.lot is not None or name not in _OF_LOT):
            setattr(sale, name, make(sale, around))
    sale.fill()
    if "gross_value" in names:
        sale.gross_value = priced(sale, [], around.book).gross
    offered = taxed(sale)
    for row in rows:
        if row.follows and row.rate is not None:
            levy = levy_of(around.book, row.rate, offered)
            row.deduction.base, row.deduction.amount = levy.base, levy.amount
        row.deduction.currency = sale.currency
    found = priced(sale, [row.deduction for row in rows], around.book)
    if "deductions_total" in names:
        sale.deductions_total = found.deductions if rows else None
    if "own_debts" in names:
        sale.own_debts = found.own_debts or None
    if "net_value" in names:
        taken = sale.deductions_total if sale.deductions_total is not None else found.deductions
        sale.net_value = None if sale.gross_value is None else sale.gross_value - taken
        if sale.net_value is not None and sale.net_value < 0:
            sale.net_value = None
    sale.fill()


def agreeing(sale: Sale, rows: Sequence[Row], around: Around) -> set[str]:
    """Fields whose value is what follows from the others: they go on following when something is changed."""
    found = set()
    for name in FOLLOWING:
        twin = Sale(**sale.values())
        copies = [Row(SaleDeduction(**row.deduction.values())) for row in rows]
        follow(twin, {name}, copies, around)
        if getattr(sale, name) is not None and getattr(twin, name) == getattr(sale, name):
            found.add(name)
    return found


def kept_rows(store: Store, sale: Sale, book: RateBook) -> list[Row]:
    """Deductions of a kept sale; those that agree with their dated row go on following it."""
    rows = []
    for deduction in sorted(store.all(SaleDeduction, sale=sale.id), key=lambda each: each.id):
        rate = store.get(Rate, deduction.rule)
        follows = rate is not None and levy_of(book, rate, taxed(sale)).amount == deduction.amount
        rows.append(Row(deduction, rate, follows))
    return rows


def proposed_rows(sale: Sale, book: RateBook) -> list[Row]:
    """The taxes that the dated rows of the country ask for, as rows that follow."""
    return [row_of(levy.row, sale, book) for levy in proposed(book, taxed(sale))]


def row_of(rate: Rate, sale: Sale, book: RateBook) -> Row:
    """A row by one dated rate."""
    levy = levy_of(book, rate, taxed(sale))
    day: date | None = sale.date
    return Row(SaleDeduction(kind=levy.kind, base=levy.base, rate=levy.rate, amount=levy.amount, currency=sale.currency,
                             authority=levy.authority or None, rule=rate.id,
                             period=f"{day:%Y-%m}" if day else None), rate, follows=True)


def keep(store: Store, sale: Sale, rows: Sequence[Row], title: str) -> None:
    """Keep a sale and its deductions as one operation; kept ones that are not among the rows go to the trash.

    Errors: InvalidRecord, also where a deduction was changed by somebody else; StaleRecord of the sale; then nothing
    is kept.
    """
    with store.operation(title) as writer:
        writer.save(sale)
        wanted = {row.deduction.id for row in rows if row.deduction.id}
        gone = [each for each in store.all(SaleDeduction, sale=sale.id) if each.id not in wanted]
        writer.trash(gone)
        for row in rows:
            row.deduction.sale, row.deduction.currency = sale.id, sale.currency
            try:
                writer.save(row.deduction)
            except StaleRecord as error:
                # The form lets a person choose between versions of the sale; of a row it can only tell.
                raise InvalidRecord({"": [str(error)]}) from error


def begin_final(sale: Sale, day: date) -> None:
    """Put the provisional settlement aside, so that the final assay can be written beside it.

    What was settled provisionally stays as it is; nothing is overwritten.
    """
    if sale.provisional_net is None and sale.provisional_fineness is None:
        sale.provisional_on = sale.provisional_on or sale.date
        sale.provisional_gross_mg, sale.provisional_fineness = sale.gross_mg, sale.fineness
        sale.provisional_usd_oz, sale.provisional_net = sale.reference_usd_oz, sale.net_value
    sale.stage, sale.settled_on = "final", sale.settled_on or day
    sale.fill()
