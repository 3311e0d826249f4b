"""Members' accounts of the demonstration: the surplus of the year shared out, dues kept back, each with its receipt."""

from __future__ import annotations

from datetime import date

from armdesk.demo.book import Book
from armdesk.demo.names import CURRENCY, INVENTED
from armdesk.demo.people import Someone
from armdesk.demo.sales import Sold

SHARED_OUT, PAID_ON = date(2025, 12, 13), date(2025, 12, 19)
SURPLUS_EACH, DUE_EACH = 1_250_000_00, 150_000_00
_PEOPLE, OPEN_DAYS = 18, 180
OPEN_ADVANCES = ("AV-017", "AV-018")
_RULES = (("advance_days", "Días que un anticipo puede quedar abierto", OPEN_DAYS, "d"),
          ("advance_share", "Anticipos abiertos, de lo que se gana en un mes habitual", 100, "%"),
          ("repayment_share", "Máximo de una liquidación que se retiene por anticipos", 30, "%"))


def add_accounts(book: Book, people: list[Someone], sales: list[Sold]) -> None:
    """Note the surplus of 2025 as shares and dues of members, their settlements and payments, and what buyers paid."""
    for kind, name, value, unit in _RULES:
        book.add("rate", kind=kind, name=name, country="CO", value=value * 10**6, unit=unit,
                 valid_from=date(2024, 1, 1), source_text=INVENTED)
    _received(book, sales)
    last = max(int(row["code"][3:]) for row in book.rows["payment"] if str(row["code"])[3:].isdigit())
    members = [each for each in people if each.role == "member" and each.left is None and each.joined.year < 2024]
    for place, each in enumerate(members[:_PEOPLE], start=1):
        _settle(book, each, place, last + place)


def _settle(book: Book, each: Someone, place: int, receipt: int) -> None:
    number, net = f"LQ-{place:05d}", SURPLUS_EACH - DUE_EACH
    settlement = book.add("settlement", number=number, person=each.id, period_from=date(2025, 1, 1),
                          period_to=date(2025, 12, 31), made_on=PAID_ON, currency=CURRENCY, credits=SURPLUS_EACH,
                          debits=DUE_EACH, net=net, fine_mg=0)
    for kind, text, amount, day in (("share", "Excedente de 2025", SURPLUS_EACH, SHARED_OUT),
                                    ("due", "Aporte social de 2025", DUE_EACH, SHARED_OUT)):
        book.add("account_entry", date=day, person=each.id, kind=kind, text=text, amount=amount, currency=CURRENCY,
                 settlement=settlement)
    payment = book.add("payment", code=f"RP-{receipt:05d}", date=PAID_ON, person=each.id, direction="out",
                       reason=f"Liquidación {number}", amount=net, currency=CURRENCY, method="bank",
                       bank_ref=f"TL{place:06d}", approved_by="Tesorería", signed=True, settlement=settlement)
    for kind, target, printed in (("settlement", f"settlement/{settlement}", number),
                                  ("receipt", f"payment/{payment}", f"RP-{receipt:05d}")):
        book.add("printout", date=PAID_ON, time="10:00", kind=kind, target=target, number=printed, copy=0,
                 language="es")


def _received(book: Book, sales: list[Sold]) -> None:
    """What buyers paid in 2025, three days after each sale."""
    for place, sale in enumerate((each for each in sales if each.day.year == 2025), start=1):
        row = book.row("sale", sale.code)
        book.add("payment", code=f"ING-{place:04d}", date=min(date.fromordinal(sale.day.toordinal() + 3), PAID_ON),
                 sale=sale.id, party=row["buyer"], direction="in", reason=f"Venta {sale.code}", amount=sale.net,
                 currency=CURRENCY, method="bank", bank_ref=f"CR{place:06d}")


def complete_sales(book: Book) -> None:
    """Say of each sale how its price was found."""
    for row in book.rows["sale"]:
        row.update(stage="final", reference_kind="lbma_pm", settled_on=row["date"], fx_source=INVENTED)
    for row in book.rows["rate"]:
        if row["kind"] == "royalty":
            row.update(base="gross", base_share=800_000, authority="Autoridad minera")
            royalty = row["id"]
    for row in book.rows["sale_deduction"]:
        if row["kind"] == "royalty":
            row["rule"] = royalty
