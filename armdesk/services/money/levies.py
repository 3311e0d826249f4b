"""Taxes, royalties and fees that the dated rows of the country propose for a sale; the office may change each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from armdesk.i18n import _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models import Rate
from armdesk.models.choices import DEDUCTION, RATE_BASE
from armdesk.models.gold_value import exact_value, minor
from armdesk.services.basis.rate_book import RateBook, fortnight_before, month_before, name_of

USUAL_QUOTE = "lbma_pm"
_SPANS = {"quote_month_before": month_before, "quote_fortnight_before": fortnight_before}


@dataclass(frozen=True)
class Taxed:
    """What a sale offers a tax to be taken from.

    Units: fine_mg in mg, reference and gross in whole units of the currency, usd_oz in US dollars a troy ounce, fx in
    units of the currency a dollar; None where it is not known yet.
    """

    day: date
    currency: str
    fine_mg: int | None = None
    reference: Fraction | None = None
    gross: Fraction | None = None
    usd_oz: Fraction | None = None
    fx: Fraction | None = None


@dataclass(frozen=True)
class Levy:
    """A proposed deduction.

    Units: base and amount in the smallest unit of the currency, rate in ten-thousandths of a percent.  Shape: kind is a
    key of DEDUCTION; said tells base, rate and source in words; amount None where its base is not known, said says why.
    """

    kind: str
    name: str
    rate: int
    row: Rate
    said: str
    base: int | None = None
    amount: int | None = None
    authority: str = ""


def proposed(book: RateBook, sale: Taxed, *, special: bool = False) -> list[Levy]:
    """What the rows of the country ask for on the day of the sale; special adds those for some gold only."""
    found = []
    for kind in DEDUCTION:
        newest: dict[tuple[str, int, int], Rate] = {}
        for rate in book.valid(kind, sale.day):
            scope = (rate.applies_to or "", rate.price_from or 0, rate.price_below or 0)
            newest.setdefault(scope, rate)
        found += [levy_of(book, rate, sale) for rate in newest.values()
                  if (special or not rate.applies_to or _is_step(rate)) and _price_fits(rate, sale.usd_oz)]
    return found


def _is_step(rate: Rate) -> bool:
    """Whether a row is a step of a scale by price: then its code only tells it from the other steps."""
    return rate.price_below is not None or (rate.applies_to or "").startswith("from_")


def _price_fits(rate: Rate, usd_oz: Fraction | None) -> bool:
    """Whether the price of the day lies where this row holds; rows without bounds always hold."""
    if rate.price_from is None and rate.price_below is None:
        return True
    if usd_oz is None:
        return False
    price = usd_oz * 10_000
    return (rate.price_from or 0) <= price and (rate.price_below is None or price < rate.price_below)


def levy_of(book: RateBook, rate: Rate, sale: Taxed) -> Levy:
    """One row applied to a sale."""
    percent = Fraction(rate.value, 1_000_000)
    share = Fraction(rate.base_share, 10_000) if rate.base_share is not None else Fraction(100)
    base, words = _base(book, rate, sale)
    name = rate.name or _(DEDUCTION[rate.kind])
    shares = [words, *([f"{_text(share)} %"] if share != 100 else []), f"{_text(percent)} %"]
    said = " × ".join(shares)
    tail = f" · {rate.valid_from}, {rate.source_text}"
    amounts: dict[str, int] = {}
    if base is not None:
        taken = base * share / 100
        # The base is shown rounded, but the tax is a share of the exact one.
        amounts = {"base": minor(taken, sale.currency), "amount": minor(taken * percent / 100, sale.currency)}
    return Levy(rate.kind, name, int(percent * 10_000), rate, said + tail, authority=rate.authority or "", **amounts)


def exact_amount(book: RateBook, rate: Rate, sale: Taxed) -> Fraction | None:
    """What a row that is a percentage comes to, unrounded, in whole units of the sale's currency."""
    base, _words = _base(book, rate, sale)
    share = Fraction(rate.base_share, 10_000) if rate.base_share is not None else Fraction(100)
    return None if base is None else base * share / 100 * Fraction(rate.value, 1_000_000) / 100


def _base(book: RateBook, rate: Rate, sale: Taxed) -> tuple[Fraction | None, str]:
    """The exact value a row is taken from, and its name; None with what is missing."""
    words = _(RATE_BASE.get(rate.base or "gross", ""))
    if rate.base in (None, "gross"):
        return sale.gross, words
    if rate.base == "reference":
        return sale.reference, words
    quote = rate.base_quote or USUAL_QUOTE
    if rate.base == "quote_day":
        of_day = book.quote(quote, sale.day)
        price, named = (of_day.value, of_day.said()) if of_day else (None, "")
    else:
        first, last = _SPANS[rate.base](sale.day)
        mean = book.mean(quote, first, last)
        price, named = (mean.value, mean.said()) if mean else (None, "")
    if price is None:
        return None, _("{base} (there is no {quote} for those days: note its quotes)").format(
            base=words, quote=name_of(quote))
    if sale.fine_mg is None or sale.fx is None:
        return None, words
    return exact_value(sale.fine_mg, price, sale.fx), f"{words} ({name_of(quote)}, {named})"


def _text(percent: Fraction) -> str:
    places = next(places for places in range(7) if places == 6 or (percent * 10**places).denominator == 1)
    from decimal import Decimal

    return decimal_text(Decimal(int(percent * 10**places)).scaleb(-places), places, current())
