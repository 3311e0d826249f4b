"""Cases of the facts of gold and money."""

from __future__ import annotations

from decimal import Decimal

from fact_cases import AFTER, BEFORE, DAY, Count, Fill, Office, Share, States, many

OLD = {"date": BEFORE}


def _lot_of(office: Office, sale: str) -> None:
    office.put("lot", sale=sale)


def _checked_buyer(office: Office, *, whole: bool) -> None:
    from armdesk.services.money import kyc

    party = office.put("party", role="buyer")
    office.put("sale", buyer=party)
    for subject in kyc.needs()["buyer"] if whole else ("identity",):
        office.put("party_check", party=party, subject=subject, result="good", checked_on=DAY,
                   checked_where="x")


def _balance(office: Office, sold: int) -> None:
    office.put("production", gross_mg=10_000, fineness=10_000)
    office.put("sale", gross_mg=sold, fineness=10_000)


def _tax(office: Office, kind: str, receipt: str | None = None) -> str:
    return office.put("sale_deduction", sale=office.put("sale"), kind=kind, receipt_ref=receipt)


def _taxes(*receipts: str | None) -> Fill:
    return lambda office: [_tax(office, "royalty", each) for each in receipts] + [_tax(office, "assay")]


def _traced(office: Office, lot: str) -> None:
    office.put("lot_input", lot=lot, operation="production",
               production=office.put("production", gross_mg=99_000, fineness=9_900), date=DAY)


def _priced(gross: int) -> dict[str, object]:
    """A sale of 9 g at 1,000 the gram.  Units: gross in thousandths of the reference."""
    paid = 900 * gross
    return {"reference_per_g": 10_000_000, "gross_value": paid, "deductions_total": 0, "net_value": paid,
            "currency": "COP"}


def _planned(office: Office) -> str:
    plan = office.put("premium_plan", name="x", period_from=DAY, period_to=AFTER)
    return office.put("premium_plan_line", plan=plan, purpose="x", area="social", amount=900, currency="USD")


def _certified_gold(office: Office) -> dict[str, object]:
    office.put("lot", gold_class="certified", gross_mg=900_000)
    return {}


SHARES = [
    Share("fineness_known", "production", {"gross_mg": 5, "fineness": 9_000}, {"gross_mg": 5}),
    Share("delivered_by_known", "production", {"gross_mg": 5}, {"gross_mg": 5, "person_as_written": "Pepe"},
          beside=lambda office, id_: _give(office, id_, person=office.put("person"))),
    Share("delivered_from_known", "production", {"gross_mg": 5}, {"gross_mg": 5, "site_as_written": "?"},
          beside=lambda office, id_: _give(office, id_, site=office.put("site"))),
    Share("sales_with_lot", "sale", {}, {}, beside=_lot_of),
    Share("sales_with_invoice", "sale", {"invoice_no": "F-1"}),
    Share("sales_with_origin", "sale", {"origin_document_no": "O-1"}),
    Share("lots_traced", "lot", {}, {}, beside=_traced),
    Share("lots_sealed", "lot", {"seal_no": "S-1"}),
    Share("lots_assayed", "lot", {}, {}, beside=lambda office, id_: office.put(
        "assay", lot=id_, party="own", fineness=9_000)),
    Share("transfers_signed", "custody_transfer", {"signed_by_both": True}, {"signed_by_both": False},
          before=lambda office: {"lot": office.put("lot")}),
    Share("seals_intact", "custody_transfer", {"seal_intact": True}, {"seal_intact": None},
          before=lambda office: {"lot": office.put("lot")}),
    Share("payments_signed", "payment", {"signed": True}, {"method": "cash"},
          before=lambda office: {"person": office.put("person")}),
    Share("sales_paid", "sale", {}, {}, beside=lambda office, id_: office.put("payment", direction="in", sale=id_)),
    Share("premium_planned", "premium_entry", {}, {}, beside=lambda office, id_: _give(
        office, id_, plan_line=_planned(office))),
    Share("premium_receipted", "premium_entry", {"receipt_ref": "R-1"}),
    Share("premium_accrued", "sale", {"gold_class": "certified"}, {"gold_class": "certified"}, before=_certified_gold,
          beside=lambda office, id_: office.put("premium_entry", kind="accrued", sale=id_)),
]
"""Shares of gold and money."""


def _give(office: Office, id_: str, **values: object) -> None:
    from armdesk.models import PremiumEntry, Production

    record = office.store.get(Production, id_) or office.store.get(PremiumEntry, id_)
    assert record is not None
    for name, value in values.items():
        setattr(record, name, value)
    office.store.save(record)


COUNTS = [
    Count("lots", "lot", {}, {"created_on": BEFORE}),
    Count("lots_on_hold", "lot", {"status": "hold", "hold_reason": "x", "release_by": "y", "held_on": DAY}, {}, 0),
]
STATES = [
    States("fine_produced", (many(("production", {"gross_mg": 10_000, "fineness": 9_000})), Decimal(9)),
           (many(("production", {"gross_mg": 10_000, "fineness": 9_000, "date": BEFORE})), None)),
    States("gross_produced", (many(("production", {"gross_mg": 10_000})), Decimal(10)),
           (many(("production", {"gross_mg": 10_000, "date": AFTER})), None)),
    States("fine_sold", (many(("sale", {})), Decimal(9)), (many(("sale", OLD)), None)),
    States("stock_left", (lambda office: _balance(office, 4_000), Decimal(6)),
           (lambda office: _balance(office, 14_000), Decimal(-4))),
    States("months_short", (lambda office: _balance(office, 4_000), 0), (lambda office: _balance(office, 90_000), 1)),
    States("buyers", (lambda office: office.put("sale", buyer=office.put("party")), 1), (many(("sale", {})), 0)),
    States("buyers_checked", (lambda office: _checked_buyer(office, whole=True), 100),
           (lambda office: _checked_buyer(office, whole=False), 0)),
    States("grams_per_day", (many(("production", {"gross_mg": 10_000, "fineness": 9_000, "persons": 3})), Decimal(3)),
           (many(("production", {"gross_mg": 10_000, "fineness": 9_000})), None)),
    States("price_paid", (many(("sale", _priced(970))), Decimal(97)),
           (many(("sale", _priced(900)), ("sale", _priced(950)),
                 ("sale", {**_priced(100), "date": BEFORE})), Decimal("92.5"))),
    States("taxes", (_taxes("R-1"), 2), (many(("sale", {})), None)),
    States("taxes_receipted", (_taxes("R-1"), 100), (_taxes("R-1", None), 50)),
    States("payments", (many(("payment", {})), 1), (many(("payment", {"direction": "in"})), None)),
    States("payments_in_cash", (many(("payment", {"method": "bank"})), 0),
           (many(("payment", {"method": "bank"}), ("payment", {"method": "cash"})), 50)),
    States("advances_open", (lambda office: office.put("advance", person=office.put("person"), repaid=100), 0),
           (lambda office: office.put("advance", person=office.put("person"), repaid=40), 1)),
    States("months_closed", (many(*(("month_close", {"month": f"2025-{each:02d}"}) for each in range(1, 13))), 100),
           (many(("month_close", {"month": "2025-03"}), ("month_close", {"month": "2025-04", "reopened_on": AFTER,
                                                                         "reopened_by": "x", "reopened_reason": "y"}),
                 ("month_close", {"month": "2024-04"})), Decimal("8.3"))),
]
