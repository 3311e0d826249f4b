"""What follows from a sale: reference, gross and net value, floor, premium, and what does not fit, as typed so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from armdesk.i18n import _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models import Party, Sale, SaleDeduction
from armdesk.models.gold_value import exact_reference, minor
from armdesk.numbers import round_half_up
from armdesk.services.basis.rate_book import IN_DOLLARS, Found, RateBook
from armdesk.services.basis.shown_money import money
from armdesk.services.money.levies import Levy, Taxed, exact_amount, proposed

FLOOR, PREMIUM, PREMIUM_ECOLOGICAL = "floor", "premium", "premium_ecological"
PREMIUM_OF = {"certified": PREMIUM, "ecological": PREMIUM_ECOLOGICAL}
"""Kind of the rate of each class of gold.  Source: Fairmined, premium per fine kg."""
_ROUNDING = 1
"""Smallest units that a hand calculation may differ by."""


@dataclass
class Priced:
    """A sale reckoned through.

    Units: amounts in the smallest unit of the sale's currency.  Shape: quote and fx are the dated rows that hold on its
    day; expected_... is what follows, None where something is still missing; premium in its own currency; problems
    lead from a field to what does not fit, never in the way of saving.
    """

    day: date | None
    currency: str
    quote: Found | None = None
    fx: Found | None = None
    reference: int | None = None
    gross: int | None = None
    net: int | None = None
    deductions: int = 0
    own_debts: int = 0
    floor: int | None = None
    floor_rate: Found | None = None
    premium: int | None = None
    premium_rate: Found | None = None
    premium_currency: str = ""
    levies: list[Levy] = field(default_factory=list)
    problems: dict[str, list[str]] = field(default_factory=dict)

    def doubt(self, field_name: str, sentence: str) -> None:
        """Note what does not fit at a field."""
        self.problems.setdefault(field_name, []).append(sentence)


def priced(sale: Sale, deductions: Sequence[SaleDeduction], book: RateBook, buyer: Party | None = None) -> Priced:
    """Reckon a sale through; whatever is missing is left open."""
    found = Priced(sale.reference_date or sale.date, sale.currency or "")
    same = [each for each in deductions if each.currency == sale.currency and each.amount is not None]
    found.deductions = sum(each.amount for each in same)
    found.own_debts = sum(each.amount for each in same if each.kind == "advance")
    _references(found, sale, book)
    exact = exact_reference(sale.fine_mg, sale.reference_usd_oz, sale.fx, sale.currency, sale.reference_per_g)
    found.reference = None if exact is None else minor(exact, sale.currency)
    if exact is not None and sale.percent_paid is not None:
        found.gross = minor(exact * sale.percent_paid / 10_000, sale.currency)
    gross = sale.gross_value if sale.gross_value is not None else found.gross
    if gross is not None:
        found.net = gross - found.deductions
    if found.day:
        found.levies = proposed(book, taxed(sale, exact), special=True)
        _floor(found, sale, book, buyer, exact)
        _premium(found, sale, book, buyer)
    _compare(found, sale, deductions)
    _judge_buyer(found, sale, buyer)
    return found


def taxed(sale: Sale, exact: Fraction | None = None) -> Taxed:
    """What a sale offers the taxes; exact is its full value, where it is known already."""
    if exact is None:
        exact = exact_reference(sale.fine_mg, sale.reference_usd_oz, sale.fx, sale.currency, sale.reference_per_g)
    from armdesk import currencies

    gross = Fraction(sale.gross_value, 10 ** currencies.digits(sale.currency)) if sale.gross_value is not None else \
        exact * sale.percent_paid / 10_000 if exact is not None and sale.percent_paid is not None else None
    fx = Fraction(1) if sale.currency == "USD" else Fraction(sale.fx, 1_000_000) if sale.fx else None
    usd_oz = Fraction(sale.reference_usd_oz, 10_000) if sale.reference_usd_oz is not None else None
    return Taxed(sale.date or date.min, sale.currency or "", sale.fine_mg, exact, gross, usd_oz, fx)


def _references(found: Priced, sale: Sale, book: RateBook) -> None:
    if found.day is None:
        return
    kind = sale.reference_kind
    if kind in IN_DOLLARS:
        found.quote = book.quote(kind, found.day)
    elif kind == "central_bank" and sale.currency:
        found.quote = book.quote(kind, found.day, sale.currency)
    if sale.currency and sale.currency != "USD":
        found.fx = book.exchange(sale.currency, "USD", found.day)


def _floor(found: Priced, sale: Sale, book: RateBook, buyer: Party | None, exact: Fraction | None) -> None:
    """The least price where the buyer buys under Fairmined.  Source: 95 % of London for the fine content."""
    if buyer is None or not buyer.fairmined or sale.gold_class == "other" or sale.date is None:
        return
    found.floor_rate = book.one(FLOOR, sale.date)
    if found.floor_rate is None or exact is None or exact < 0:
        return
    found.floor = minor(exact * found.floor_rate.value / 100, sale.currency)
    gross = sale.gross_value if sale.gross_value is not None else found.gross
    name = decimal_text(Decimal(found.floor_rate.rate.value).scaleb(-6).normalize(), None, current())
    if gross is not None and gross < found.floor:
        found.doubt("percent_paid", _("This is below the lowest price of {percent} % ({source}).").format(
            percent=name, source=found.floor_rate.said()))
    elif found.net is not None and found.net + found.own_debts < found.floor:
        text = _("After deductions less than {percent} % of the reference is left ({source}).")
        found.doubt("net_value", text.format(percent=name, source=found.floor_rate.said()))


def _premium(found: Priced, sale: Sale, book: RateBook, buyer: Party | None) -> None:
    """The premium due on top of the price, by the dated rate of its programme."""
    if buyer is None or sale.date is None or sale.fine_mg is None or not pays_premium(buyer, sale):
        return
    found.premium_rate = premium_rate(book, buyer, sale)
    if found.premium_rate is None:
        found.doubt("gold_class" if buyer.fairmined else "buyer",
                    _("There is no premium rate for this day; note it under “Rates and limits”."))
        return
    found.premium_currency = premium_currency(found.premium_rate, sale)
    found.premium = premium_of(sale, found.premium_rate, book)


def pays_premium(buyer: Party, sale: Sale) -> bool:
    """Whether a premium belongs to a sale: certified gold under Fairmined, any gold under a programme of the buyer."""
    return bool(buyer.programme) or bool(buyer.fairmined and sale.gold_class in PREMIUM_OF)


def premium_rate(book: RateBook, buyer: Party, sale: Sale) -> Found | None:
    """The row that holds on the day of a sale: of Fairmined for its gold, else that of the buyer's own programme."""
    kind = PREMIUM_OF.get(sale.gold_class or "")
    if buyer.fairmined and kind is not None:
        return book.one(kind, sale.date, applies_to="")
    of_class = book.one(kind, sale.date, applies_to=buyer.programme) if kind is not None else None
    return of_class or book.one(PREMIUM, sale.date, applies_to=buyer.programme or "")


def premium_of(sale: Sale, rate: Found, book: RateBook) -> int | None:
    """Premium of a sale, or of what a counter-entry takes back of one; None where its base is not known.

    Units: smallest unit of premium_currency.
    """
    if is_percentage(rate):
        exact = exact_amount(book, rate.rate, taxed(sale))
        return None if exact is None else minor(exact, sale.currency)
    return minor(premium_due(sale.fine_mg or 0, rate), premium_currency(rate, sale))


def is_percentage(rate: Found) -> bool:
    """Whether a premium is a share of the value of the gold; else it is paid by fine kilogram."""
    return (rate.rate.unit or "").strip() == "%"


def premium_due(fine_mg: int, rate: Found) -> Fraction:
    """Premium of some fine gold by a rate per kilogram, unrounded."""
    return rate.value * fine_mg / 1_000_000


def premium_currency(rate: Found, sale: Sale) -> str:
    """Currency of a premium: of a percentage that of the sale, else from the rate's field or its unit "USD/kg"."""
    if is_percentage(rate):
        return str(sale.currency or "")
    return str(rate.rate.currency or (rate.rate.unit or "").partition("/")[0].strip() or "USD")


def _compare(found: Priced, sale: Sale, deductions: Sequence[SaleDeduction]) -> None:
    """What was written against what follows."""
    if found.gross is not None and sale.gross_value is not None and _apart(sale.gross_value, found.gross):
        found.doubt("gross_value", _("From weight, reference and percent it would be {amount}.").format(
            amount=money(found.gross, sale.currency)))
    if deductions and sale.deductions_total is not None and _apart(sale.deductions_total, found.deductions):
        found.doubt("deductions_total", _("The deductions listed come to {amount}.").format(
            amount=money(found.deductions, sale.currency)))
    expected = net_by_hand(sale, found.deductions if deductions else None)
    if expected is not None and sale.net_value is not None and _apart(sale.net_value, expected):
        found.doubt("net_value", _("Gross value less deductions is {amount}.").format(
            amount=money(expected, sale.currency)))
    if sale.currency and sale.currency != "USD" and sale.fx and found.fx and found.fx.of_day:
        expected_fx = round_half_up(found.fx.value * 1_000_000)
        if sale.fx != expected_fx:
            found.doubt("fx", _("The exchange noted for this day is {rate} ({source}).").format(
                rate=decimal_text(Decimal(expected_fx).scaleb(-6).normalize(), None, current()),
                source=found.fx.said()))


def net_by_hand(sale: Sale, listed: int | None = None) -> int | None:
    """Gross less deductions as written, or as listed where no total was written."""
    taken = sale.deductions_total if sale.deductions_total is not None else listed
    return None if sale.gross_value is None or taken is None else sale.gross_value - taken


def _judge_buyer(found: Priced, sale: Sale, buyer: Party | None) -> None:
    if buyer is None:
        if sale.buyer_as_written:
            found.doubt("buyer", _("“{name}” is not among the buyers.").format(name=sale.buyer_as_written))
        return
    if sale.date and buyer.licence_valid_to and buyer.licence_valid_to < sale.date:
        found.doubt("buyer", _("The buyer's licence ended on {day}.").format(day=buyer.licence_valid_to))


def _apart(written: int, expected: int) -> bool:
    return abs(written - expected) > _ROUNDING
