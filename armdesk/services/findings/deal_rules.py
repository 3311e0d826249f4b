"""Rules on deals: prices above all others, amounts that are not what they are worked out from, money twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import Any

from armdesk.i18n import N_, _, current, ngettext
from armdesk.i18n_formats import decimal_text
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.numbering import split
from armdesk.services.basis.shown_money import money
from armdesk.services.findings.finding import Finding, Look, Rule, rule

MOST_PAID, OFF_QUOTE, OFF_VALUE, USUAL = "sale_price_most", "quote_apart", "value_apart", "usual_share"
"""Kinds of rates: most percent of the reference, percent a quotation may lie from those around it, percent an amount
may be off, and from which share of the sales on something counts as usual."""
_MOST, _AROUND, _LEAST, _ROUNDING = 50, 4, 10, 100
_DIGITS, _RISING = 9, 80
_ROUNDED = 200
"""Amounts in books are rounded: one part in so many."""


@rule(N_("Prices above the reference"), "sale", "rate", "organisation")
def price_high(look: Look) -> Iterator[Finding]:
    """Sales paid above the reference by more than premiums explain."""
    limit = Limits(look.store).value(MOST_PAID, look.period.ends)
    for raw, code, percent in _paid(look) if limit is not None else ():
        if limit is not None and percent > limit:
            yield Finding("price_high", "warn", _(
                "Sale {code} was paid {percent} % of the reference, more than {most} %.").format(
                code=code, percent=_shown(percent), most=_shown(limit)), (f"sale/{id_of(raw)}",),
                facts=(_shown(percent),))


def _paid(look: Look) -> Iterator[tuple[Any, str, Decimal]]:
    """Percent of the reference that each sale was paid."""
    for raw, code, percent, paid, reference, per_ounce, weight, fine in ask(
            look.store, "SELECT s.id, s.code, s.percent_paid, s.gross_value, s.reference_value, s.reference_usd_oz, "
            "s.gross_mg, s.fine_mg FROM sale s "
            "WHERE s.trashed = 0 AND s.corrects IS NULL AND s.date BETWEEN ? AND ? "
            "ORDER BY s.date, s.code", look.period.begins, look.period.ends):
        if percent is not None:
            yield raw, str(code), Decimal(percent) / 100
        elif paid is not None and reference and (
                per_ounce is not None or not _as_weighed(paid, reference, weight, fine)):
            yield raw, str(code), Decimal(100 * paid) / reference


def _as_weighed(paid: int, reference: int, weight: int | None, fine: int | None) -> bool:
    """Whether a price in the sale's currency was paid for each gram as weighed: that is no reference of fine gold."""
    return bool(weight and fine) and abs(paid * int(fine or 0) - reference * int(weight or 0)) * _ROUNDED <= abs(
        paid * int(fine or 0))


@rule(N_("Quotations far from those around them"), "sale", "rate", "organisation")
def odd_quote(look: Look) -> Iterator[Finding]:
    """Prices of reference and exchange rates far from those of the sales before and after, as a slip makes them."""
    most = Limits(look.store).value(OFF_QUOTE, look.period.ends)
    if most is None:
        return
    for field, title in (("reference_usd_oz", N_("Price of reference")), ("fx", N_("Exchange rate"))):
        by_currency: dict[str, list[tuple[Any, str, int]]] = defaultdict(list)
        for raw, code, currency, value in ask(
                look.store, f"SELECT s.id, s.code, s.currency, s.{field} FROM sale s "  # noqa: S608 - ours
                "WHERE s.trashed = 0 AND s.corrects IS NULL AND s.date BETWEEN ? AND ? "
                f"AND s.{field} > 0 ORDER BY s.date, s.code", look.period.begins, look.period.ends):
            by_currency["" if field == "reference_usd_oz" else str(currency)].append((raw, str(code), int(value)))
        for rows in by_currency.values():
            for place, (raw, code, value) in enumerate(rows):
                usual = _usual(rows, place)
                if usual and 100 * abs(value - usual) > most * usual:
                    yield Finding("odd_quote", "warn", _(
                        "Sale {code}: “{what}” is {percent} % of that of the sales around it.").format(
                        code=code, what=_(title), percent=_shown(Decimal(100 * value) / usual)),
                        (f"sale/{id_of(raw)}",), facts=(f"{field} {value}",))


def _usual(rows: Sequence[tuple[Any, str, int]], place: int) -> Decimal | None:
    """The middle of the values before and after; None with too few of them."""
    around = [rows[near][2] for near in range(max(place - _AROUND, 0), min(place + _AROUND + 1, len(rows)))
              if near != place]
    return Decimal(median(around)) if len(around) >= _AROUND else None


@rule(N_("Amounts that are not what they are worked out from"), "sale", "sale_deduction", "rate", "organisation")
def value_apart(look: Look) -> Iterator[Finding]:
    """Sales whose value is not their share of the reference, and taxes that are not their rate of their base."""
    most = Limits(look.store).value(OFF_VALUE, look.period.ends)
    if most is None:
        return
    for raw, code, currency, reference, percent, gross in ask(
            look.store, "SELECT s.id, s.code, s.currency, s.reference_value, s.percent_paid, s.gross_value FROM sale s "
            "WHERE s.trashed = 0 AND s.corrects IS NULL AND s.date BETWEEN ? AND ? AND s.reference_value > 0 "
            "AND s.percent_paid > 0 AND s.gross_value IS NOT NULL "
            "ORDER BY s.date, s.code", look.period.begins, look.period.ends):
        due = Decimal(reference) * percent / 10_000
        if abs(gross - due) > max(due * most / 100, _ROUNDING):
            yield Finding("value_apart", "warn", _(
                "Sale {code}: {percent} % of the reference are {due}, but {gross} is written as its value.").format(
                code=code, percent=_shown(Decimal(percent) / 100), due=money(round(due), currency),
                gross=money(gross, currency)), (f"sale/{id_of(raw)}",), facts=(f"{gross} {round(due)}",))
    for raw, code, currency, base, rate, amount in ask(
            look.store, "SELECT d.id, s.code, d.currency, d.base, d.rate, d.amount FROM sale_deduction d "
            "JOIN sale s ON s.id = d.sale WHERE d.trashed = 0 AND d.corrects IS NULL "
            "AND s.trashed = 0 AND s.corrects IS NULL AND s.date BETWEEN ? AND ? AND d.base > 0 "
            "AND d.rate > 0 ORDER BY s.date, s.code, d.id", look.period.begins, look.period.ends):
        due = Decimal(base) * rate / 1_000_000
        if abs(amount - due) > max(due * most / 100, _ROUNDING):
            yield Finding("levy_apart", "warn", _(
                "A tax of sale {code} is {amount}; its rate of {rate} % of {base} gives {due}.").format(
                code=code, amount=money(amount, currency), rate=_shown(Decimal(rate) / 10_000, 2),
                base=money(base, currency), due=money(round(due), currency)), (f"sale_deduction/{id_of(raw)}",),
                facts=(f"{amount} {round(due)}",))


@rule(N_("Sales without the usual royalty"), "sale", "sale_deduction", "rate", "organisation")
def royalty_missing(look: Look) -> Iterator[Finding]:
    """Sales without a royalty where nearly all others of the period have one."""
    share = Limits(look.store).value(USUAL, look.period.ends)
    rows = ask(look.store, "SELECT s.id, s.code, EXISTS (SELECT 1 FROM sale_deduction d WHERE d.sale = s.id "
               "AND d.trashed = 0 AND d.kind = 'royalty') FROM sale s "
               "WHERE s.trashed = 0 AND s.corrects IS NULL AND s.date BETWEEN ? AND ? ORDER BY s.date, s.code",
               look.period.begins, look.period.ends)
    bare = [row for row in rows if not row[2]]
    if share is None or not bare or len(rows) < _LEAST or 100 * (len(rows) - len(bare)) < share * len(rows):
        return

    def say(places: Sequence[int]) -> str:
        names = ", ".join(str(bare[place][1]) for place in list(places)[:5])
        return ngettext("Sale {codes} has no royalty, as nearly all others have.",
                        "{count} sales have no royalty, as nearly all others have: {codes}.", len(places)).format(
            count=len(places), codes=names)

    yield Finding("royalty_missing", "warn", say(range(len(bare))), tuple(f"sale/{id_of(row[0])}" for row in bare),
                  facts=("none",) * len(bare), say=say)


@rule(N_("Paid twice"), "payment", "person")
def paid_twice(look: Look) -> Iterator[Finding]:
    """Two payments to one person on one day of the same amount for the same gold, or with one number of the bank."""
    for first, last, day, amount, currency, name in ask(
            look.store, "SELECT min(y.id), max(y.id), y.date, y.amount, y.currency, min(p.name) FROM payment y "
            "JOIN person p ON p.id = y.person WHERE y.trashed = 0 AND y.corrects IS NULL AND y.amount > 0 "
            "AND coalesce(y.direction, 'out') = 'out' AND y.date BETWEEN ? AND ? AND NOT EXISTS (SELECT 1 FROM payment "
            "c WHERE c.corrects = y.id AND c.trashed = 0) GROUP BY y.person, y.date, y.amount, y.currency, y.gold_mg, "
            "y.settlement HAVING count(*) > 1 ORDER BY y.date LIMIT 50", look.period.begins, look.period.ends):
        yield Finding("paid_twice", "warn", _("{name} was paid {amount} twice on {day}.").format(
            name=name, amount=money(amount, currency), day=day), (f"payment/{id_of(first)}", f"payment/{id_of(last)}"),
            facts=(f"{day} {amount}",) * 2)
    for first, last, number, count in ask(
            look.store, "SELECT min(id), max(id), bank_ref, count(*) FROM payment WHERE trashed = 0 AND bank_ref <> '' "
            "AND corrects IS NULL AND date BETWEEN ? AND ? GROUP BY bank_ref HAVING count(*) > 1 "
            "AND count(DISTINCT date) > 1 ORDER BY bank_ref LIMIT 50", look.period.begins, look.period.ends):
        yield Finding("bank_number_twice", "warn", _("The bank's number {number} stands on {count} payments.").format(
            number=number, count=count), (f"payment/{id_of(first)}", f"payment/{id_of(last)}"),
            facts=(f"{number} {count}",) * 2)


@rule(N_("Invoices used twice"), "sale")
def invoice_twice(look: Look) -> Iterator[Finding]:
    """One number of an invoice, or of a certificate of origin, on two sales."""
    own = _own_series(look)
    for field, title in (("invoice_no", N_("Invoice")), ("origin_document_no", N_("Certificate of origin"))):
        together = "" if own and field == "invoice_no" else ", s.buyer"
        for first, last, number, count in ask(
                look.store, f"SELECT min(s.id), max(s.id), s.{field}, count(*) FROM sale s WHERE s.trashed = 0 "  # noqa: S608 - ours
                f"AND s.corrects IS NULL AND s.{field} <> '' AND s.date BETWEEN ? AND ? GROUP BY s.{field}{together} "
                f"HAVING count(*) > 1 AND count(DISTINCT s.date) > 1 ORDER BY s.{field} LIMIT 50",
                look.period.begins, look.period.ends):
            yield Finding("invoice_twice", "warn", _("{what} {number} stands on {count} sales.").format(
                what=_(title), number=number, count=count), (f"sale/{id_of(first)}", f"sale/{id_of(last)}"),
                facts=(f"{number} {count}",) * 2)


def _own_series(look: Look) -> bool:
    """Whether the office numbers its invoices itself: they rise from sale to sale, whoever the buyer is."""
    rows = ask(look.store, "SELECT invoice_no, buyer FROM sale WHERE trashed = 0 AND corrects IS NULL "
               "AND invoice_no <> '' AND date BETWEEN ? AND ? ORDER BY date, code LIMIT 500",
               look.period.begins, look.period.ends)
    numbers = [int(parts[1]) for number, _buyer in rows if (parts := split(str(number))) and len(parts[1]) <= _DIGITS]
    rising = sum(one < other for one, other in pairwise(numbers))
    several = len({buyer for _number, buyer in rows}) > 1
    return several and len(numbers) > _LEAST and 100 * rising >= _RISING * len(numbers)


@rule(N_("Money before the sale"), "payment", "sale")
def paid_before_sale(look: Look) -> Iterator[Finding]:
    """Money received for a sale before its day, which is no advance."""
    for raw, day, sale, code, sold in ask(
            look.store, "SELECT y.id, y.date, s.id, s.code, s.date FROM payment y JOIN sale s ON s.id = y.sale "
            "WHERE y.trashed = 0 AND y.direction = 'in' AND y.date < coalesce(s.provisional_on, s.date) "
            "AND s.date BETWEEN ? AND ? ORDER BY y.date, y.id LIMIT 50", look.period.begins, look.period.ends):
        yield Finding("paid_before_sale", "note", _(
            "Sale {code} of {sold} was paid on {day}, before it took place. If it was an advance, note that.").format(
            code=code, sold=sold, day=day), (f"payment/{id_of(raw)}", f"sale/{id_of(sale)}"),
            facts=(f"{day} {sold}",) * 2)


def _shown(value: Decimal, places: int = 1) -> str:
    return decimal_text(value, places, current())


DEAL_RULES: dict[str, Rule] = {
    "price_high": price_high, "odd_quote": odd_quote, "value_apart": value_apart, "royalty_missing": royalty_missing,
    "paid_twice": paid_twice, "invoice_twice": invoice_twice, "paid_before_sale": paid_before_sale}
"""Rules on deals by name; their sentences hold prices and names, so they stay out of packs."""
