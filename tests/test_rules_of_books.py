"""Rules as books of the past need them: what lacks is said once, numbers before a year, invoices, names of photos."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from armdesk.catalogues.load import get
from armdesk.models import Meeting, Party, Production, Sale
from armdesk.services.basis.numbering import parts_of
from armdesk.services.basis.period import Period
from armdesk.services.evidence.photo_events import _days_in
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.rules import RULES
from armdesk.services.gold import balance
from armdesk.store import Store

YEAR, DAY = Period(date(2025, 1, 1), date(2025, 12, 31)), date(2025, 3, 4)


def found(store: Store, rule: str) -> list[Finding]:
    return list(RULES[rule](Look(store, get("craft-2.0"), YEAR, date(2026, 1, 31))))


def mined(store: Store, day: date, grams: int, **values: Any) -> None:
    store.save(Production(date=day, gross_mg=grams * 1000, **{"fineness": 10_000, **values}))


def sold(store: Store, code: str, day: date, grams: int, **values: Any) -> None:
    store.save(Sale(code=code, date=day, gross_mg=grams * 1000, fineness=10_000, **values))


def test_what_one_sale_took_too_much_is_not_said_of_each_sale_after_it(store: Store) -> None:
    for week in range(6):
        mined(store, DAY + timedelta(days=7 * week), 100)
        sold(store, f"V-{week}", DAY + timedelta(days=7 * week + 1), 500 if week == 2 else 95)
    over = found(store, "over_stock")
    assert [each.sentence.split()[1] for each in over] == ["V-2"]
    sold(store, "V-9", DAY + timedelta(days=60), 400)
    assert [each.sentence.split()[1] for each in found(store, "over_stock")] == ["V-2", "V-9"]


def test_deliveries_without_fineness_leave_nothing_to_compare(store: Store) -> None:
    mined(store, DAY, 100, fineness=None)
    sold(store, "V-1", DAY + timedelta(days=1), 90)
    assert not balance.can_compare(store) and not found(store, "over_stock") and not found(store, "balance")
    mined(store, DAY, 1)
    assert balance.can_compare(store) and found(store, "over_stock")


def test_a_price_of_each_gram_as_weighed_is_no_reference_of_fine_gold(store: Store) -> None:
    def pay(code: str, value: int, **values: Any) -> None:
        store.save(Sale(code=code, date=DAY, gross_mg=30_000, fineness=9_000, currency="MZN", gross_value=value,
                        reference_per_g=5_200_0000, **values))

    pay("V-1", 156_000_00)  # 30 g at 5,200: the price of the gram on the scale
    pay("V-2", 140_400_00)  # 27 g of fine gold at 5,200
    assert not found(store, "price_high")
    pay("V-3", 170_000_00)
    pay("V-4", 156_000_00, percent_paid=11_100)
    assert [each.sentence.split()[1] for each in found(store, "price_high")] == ["V-3", "V-4"]


@pytest.mark.parametrize(("code", "parts"), [
    ("04-2025", ("", "04", "-2025")), ("ACTA 4/2025", ("ACTA ", "4", "/2025")), ("2025-04", ("2025-", "04", "")),
    ("R-0412", ("R-", "0412", "")), ("sin", None)])
def test_a_number_before_its_year(code: str, parts: tuple[str, str, str] | None) -> None:
    assert parts_of(code) == parts


@pytest.mark.parametrize(("name", "days"), [
    ("charla 04-03-2025", {"2025-03-04"}), ("charla 2025-03-04", {"2025-03-04"}), ("IMG 20250304 101010", set()),
    ("charla 3", set())])
def test_the_day_in_the_name_of_a_file(name: str, days: set[str]) -> None:
    assert _days_in(name) == days


def test_minutes_before_their_year_are_counted_by_their_number(store: Store) -> None:
    for month, number in ((1, "01-2025"), (4, "02-2025"), (9, "04-2025")):
        store.save(Meeting(number=number, date=date(2025, month, 5), kind="assembly", title="A"))
    [gap] = [each for each in found(store, "minutes_numbers") if each.rule == "minutes_gap"]
    assert gap.facts[0] == "03-2025"


@pytest.mark.parametrize(("numbers", "told"), [
    ([f"F-{100 + place}" for place in range(12)], 0), ([*(f"F-{100 + place}" for place in range(11)), "F-100"], 1),
    ([f"F-{500 - 7 * place % 40}" for place in range(11)] + ["F-500"], 0)])
def test_an_invoice_of_the_own_series_stands_on_one_sale(store: Store, numbers: list[str], told: int) -> None:
    buyers = [store.save(Party(name=name, role="buyer")) for name in ("Titán", "Chala")]
    mined(store, DAY - timedelta(days=9), 900)
    for place, number in enumerate(numbers):
        sold(store, f"V-{place:02}", DAY + timedelta(days=place), 10, invoice_no=number, buyer=buyers[place % 2].id)
    assert len(found(store, "invoice_twice")) == told
