"""The treasury of the demonstration: members' shares, advances and the premium, every cent accounted for."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from armdesk.demo.book import Book
from armdesk.demo.gold import month_end
from armdesk.demo.names import CURRENCY
from armdesk.demo.office import CASH_LIMIT, PREMIUM_PER_KG
from armdesk.demo.papers import Papers
from armdesk.demo.people import PAID_EARLY, Someone
from armdesk.demo.premium_plan import add_plan
from armdesk.demo.sales import Sold

SHARED_PERCENT = 88
"""Share of the net value of a month's sales that is paid out to those who worked; the rest runs the cooperative."""
MISSING_RECEIPTS = (412, 1377, 1378)
BIG_CASH_RECEIPT = "RP-PROV-07"
_WEIGHT = {"member": 4, "worker": 3, "processor": 3, "selector": 2, "staff": 2}


def add_money(book: Book, papers: Papers, people: list[Someone], sales: list[Sold]) -> None:
    """Note payments, advances and premium."""
    months: dict[str, list[Sold]] = defaultdict(list)
    for sale in sales:
        months[f"{sale.day:%Y-%m}"].append(sale)
    number = 0
    for month, sold in sorted(months.items()):
        number = _share_out(book, people, month, sold, number)
    _large_cash(book)
    _advances(book, people)
    _premium(book, papers, sales, add_plan(book, people))


def _share_out(book: Book, people: list[Someone], month: str, sold: list[Sold], number: int) -> int:
    """Note what everybody got of one month; returns the last receipt number."""
    end = month_end(month)
    pool, fine = sum(sale.net for sale in sold) * SHARED_PERCENT // 100, sum(sale.fine for sale in sold)
    paid = [each for each in people if each.is_here(end) or (each.code == PAID_EARLY and month == "2025-03")]
    weights = [_WEIGHT[each.role] for each in paid]
    left, left_gold, left_weight = pool, fine, sum(weights)
    for each, weight in zip(paid, weights, strict=True):
        number += 1
        while number in MISSING_RECEIPTS:
            number += 1
        amount, gold = left * weight // left_weight, left_gold * weight // left_weight
        left, left_gold, left_weight = left - amount, left_gold - gold, left_weight - weight
        method = book.pick(("bank",) * 11 + ("mobile",) * 6 + ("cash",) * 3) if amount < CASH_LIMIT else "bank"
        book.add("payment", code=f"RP-{number:05d}", date=end + timedelta(days=5), person=each.id,
                 reason=f"Participación de {month}", gold_mg=gold, amount=amount, currency=CURRENCY, method=method,
                 bank_ref=f"TR{number:06d}" if method != "cash" else None, approved_by="Tesorería", signed=True,
                 cash_reason="No tiene cuenta bancaria" if method == "cash" else None)
    return number


def _large_cash(book: Book) -> None:
    """One payment to a supplier went out in cash, above the limit and without a reason."""
    book.add("payment", code=BIG_CASH_RECEIPT, date=date(2025, 6, 13), party=book.id("party", "PRO-01"),
             reason="Compra de madera y herramienta", amount=CASH_LIMIT * 2 + 45_000_000, currency=CURRENCY,
             method="cash",
             approved_by="Tesorería", signed=True)


def _advances(book: Book, people: list[Someone]) -> None:
    steady = [each for each in people if each.left is None and each.joined.year < 2024]
    for place, each in enumerate(book.some(steady, 22)):
        day = date(2024, 2, 5) + timedelta(days=place * 31)
        amount = book.between(2, 12) * 10_000_000
        book.add("advance", date=day, person=each.id, amount=amount, currency=CURRENCY,
                 receipt_no=f"AV-{place + 1:03d}",
                 reason=book.pick(("Salud de la familia", "Útiles escolares", "Arreglo de la casa")),
                 repaid=amount if place < 16 else amount // 4 // 100 * 100, repay_by=day + timedelta(days=120))


def _premium(book: Book, papers: Papers, sales: list[Sold], lines: dict[str, dict[str, object]]) -> None:
    programme = "Prima acordada con Joyería Luz de Agua"
    quarters: dict[date, int] = defaultdict(int)
    for sale in sales:
        if sale.buyer != "COM-03":
            continue
        amount = sale.fine * PREMIUM_PER_KG // 1_000_000
        quarter = month_end(f"{sale.day.year}-{(sale.day.month + 2) // 3 * 3:02d}")
        quarters[quarter] += amount
        book.add("premium_entry", date=sale.day, kind="accrued", sale=sale.id, programme=programme, basis="Por kg fino",
                 fine_mg=sale.fine, amount=amount, currency=CURRENCY)
    for day, amount in sorted(quarters.items()):
        book.add("premium_entry", date=day + timedelta(days=20), kind="received", programme=programme, amount=amount,
                 currency=CURRENCY, receipt_ref=f"TR-PRIMA-{day:%Y%m}", paid_on=day + timedelta(days=20))
    for year, use, share in ((2024, "Retortas y campana de extracción", 60), (2025, "Botiquines y camilla", 25),
                             (2025, "Agua potable de la escuela", 40)):
        received = sum(amount for day, amount in quarters.items() if day.year == 2024)
        amount = received * share // 100 if year == 2024 else received * share // 200
        resolution = book.id("resolution", f"RES-PRIMA-{use.split()[0]}")
        decided = date(2025, 3, 8)
        book.add("premium_entry", date=decided, kind="budgeted", resolution=resolution, amount=amount,
                 currency=CURRENCY,
                 use=use, beneficiaries="Cooperativa y vereda", plan_line=lines[use.split()[0]]["plan_line"])
        paper = papers.scan("invoice", f"Factura {use}", (f"Valor: {amount // 100} COP",),
                            day=decided + timedelta(days=40),
                            issuer="Ferretería inventada")
        book.add("premium_entry", date=decided + timedelta(days=40), kind="spent", resolution=resolution, amount=amount,
                 currency=CURRENCY, use=use, beneficiaries="Cooperativa y vereda", paid_on=decided + timedelta(days=40),
                 receipt_ref=f"FV-{amount % 9000 + 1000}", document=paper, **lines[use.split()[0]])
