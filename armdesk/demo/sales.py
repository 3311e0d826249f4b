"""Sales of the demonstration gold: price, deductions and net value to the smallest unit of money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from armdesk.demo.book import LAST, Book, month_of
from armdesk.demo.gold import HELD_LOT, Melted, hand_over, month_end, produced_until
from armdesk.demo.mining import Mined
from armdesk.demo.names import CURRENCY
from armdesk.demo.office import PRICES
from armdesk.demo.papers import Papers
from armdesk.models.production import fine_mg
from armdesk.numbers import MASS_UNITS, round_half_up

OVERSOLD_MONTH, LOW_PRICE_SALE, NO_RECEIPT_SALE = "2025-05", "V-2025-014", "V-2024-022"
UNSOLD_FROM = date(2025, 12, 8)
"""Lots made from this day on still lie in the safe, so that there is gold to work with."""
UNCHECKED_BUYER_SALES = ("V-2025-031", "V-2025-037", "V-2025-044")
_DEDUCTIONS = (("royalty", 40_000, 80, "Autoridad minera"), ("income_withholding", 25_000, 100,
                                                             "Dirección de impuestos"),
               ("refining", 6_000, 100, None), ("association_fee", 10_000, 100, None))
"""Shape: kind, rate in ten-thousandths of a percent, share of the value it is taken from (%), authority."""


@dataclass(frozen=True)
class Sold:
    """A sale as the treasury needs it.  Units: fine in mg, net in cents."""

    id: str
    code: str
    day: date
    fine: int
    net: int
    buyer: str


def add_sales(book: Book, papers: Papers, mined: Mined, lots: list[Melted]) -> list[Sold]:
    """Note a sale for each lot but the last of the year and the one on hold."""
    dated = sorted(_dates(book, mined, lots), key=lambda pair: (pair[0], pair[1].code))
    counts: dict[int, int] = {}
    sales = []
    for day, lot in dated:
        counts[day.year] = counts.get(day.year, 0) + 1
        sales.append(_sale(book, papers, f"V-{day.year}-{counts[day.year]:03d}", day, lot))
    return sales


def _dates(book: Book, mined: Mined, lots: list[Melted]) -> list[tuple[date, Melted]]:
    """When each lot was sold; in one month a lot is written down as sold before it was there."""
    dated = [(lot.day + timedelta(days=book.between(2, 8)), lot) for lot in lots
             if lot.code != HELD_LOT and lot.day < UNSOLD_FROM]
    dated = [(day - timedelta(days=1) if day.weekday() == 6 else day, lot) for day, lot in dated if day <= LAST]
    end = month_end(OVERSOLD_MONTH)
    stock = produced_until(mined, end) - sum(_fine(lot) for day, lot in dated if day <= end)
    for place in sorted(range(len(dated)), key=lambda place: (dated[place][1].day, dated[place][1].code)):
        day, lot = dated[place]
        if day > end and stock >= 0:
            dated[place] = (end - timedelta(days=1), lot)
            stock -= _fine(lot)
    return dated


def _fine(lot: Melted) -> int:
    return fine_mg(lot.gross, lot.fineness) or 0


def _buyer(book: Book, code: str) -> str:
    if code in UNCHECKED_BUYER_SALES:
        return "COM-04"
    return book.pick(("COM-01", "COM-01", "COM-02", "COM-02", "COM-03"))


def gross_value(fine: int, usd_oz: int, fx: int, percent: int) -> int:
    """Value of gold in cents.  Units: mg, USD per troy ounce, COP per USD, hundredths of a percent."""
    return round_half_up(Fraction(fine) / MASS_UNITS["oz"] * usd_oz * fx * Fraction(percent, 10_000) * 100)


def _sale(book: Book, papers: Papers, code: str, day: date, lot: Melted) -> Sold:
    buyer = _buyer(book, code)
    buyer_name = book.row("party", buyer)["name"]
    fineness = hand_over(book, papers, lot, day, buyer_name)
    fine = fine_mg(lot.gross, fineness) or 0
    usd_oz, fx = PRICES[month_of(day)]
    percent = 8_400 if code == LOW_PRICE_SALE else book.between(9_300, 9_680)
    gross = gross_value(fine, usd_oz, fx, percent)
    taken = [(kind, rate, gross * share // 100, authority) for kind, rate, share, authority in _DEDUCTIONS]
    amounts = [round_half_up(Fraction(base * rate, 1_000_000)) for _kind, rate, base, _authority in taken]
    net = gross - sum(amounts)
    sale = book.add(
        "sale", code=code, date=day, buyer=book.id("party", buyer), gross_mg=lot.gross, fineness=fineness,
        price_reference="LBMA PM, promedio del mes", reference_date=day, reference_usd_oz=usd_oz * 10_000,
        fx=fx * 1_000_000, percent_paid=percent, currency=CURRENCY, gross_value=gross, deductions_total=sum(amounts),
        net_value=net, invoice_no=f"FE-{code[2:]}", origin_document_no=f"CO-{code[2:]}")
    for (kind, rate, base, authority), amount in zip(taken, amounts, strict=True):
        missing = kind == "royalty" and code == NO_RECEIPT_SALE
        book.add("sale_deduction", sale=sale, kind=kind, base=base, rate=rate, amount=amount, currency=CURRENCY,
                 authority=authority, period=month_of(day),
                 receipt_ref=None if missing else f"{kind[:3].upper()}-{code[2:]}",
                 paid_on=None if missing else min(day + timedelta(days=12), date(2026, 1, 20)),
                 withheld_by=None if authority is None else buyer_name)
    book.row("lot", lot.code).update(sale=sale, status="sold")
    return Sold(sale, code, day, fine, net, buyer)
