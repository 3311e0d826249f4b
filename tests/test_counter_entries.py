"""Counter-entries flow right through stock, settlements, advances, premium and the rules: nothing is taken twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from armdesk.errors import InvalidRecord
from armdesk.models import (
    RECORDS,
    Advance,
    Lot,
    Organisation,
    Party,
    Payment,
    Person,
    PremiumEntry,
    Production,
    Rate,
    ReagentMovement,
    Sale,
    Site,
)
from armdesk.record import Record
from armdesk.services import closing
from armdesk.services.basis.period import Period, month
from armdesk.services.basis.rate_book import read
from armdesk.services.findings import plausibility
from armdesk.services.findings.finding import Finding
from armdesk.services.gold import balance
from armdesk.services.money import accounts, premium
from armdesk.services.money.settling import Terms, propose, settle
from armdesk.store import Store

MARCH, APRIL = month(2025, 3), month(2025, 4)
YEAR = Period.of_year(2025)
TODAY = date(2025, 5, 2)
PRICE = 3_900_000_000


def counter(store: Store, record: Record, day: date = date(2025, 4, 5), **more: Any) -> Any:
    values = closing.counter_values(record, day)
    values.update(correction_reason="Cifra mal copiada", **more)
    return store.save(type(record)(**values))


def person(store: Store) -> str:
    return str(store.save(Person(name="Rosalba Quintín", role="member", code="A-1")).id)


def sold(store: Store, code: str, day: date, gross: int, **more: Any) -> Sale:
    return store.save(Sale(code=code, date=day, gross_mg=gross, fineness=9_000, **more))


def findings(store: Store, *names: str, period: Period = YEAR) -> list[Finding]:
    from armdesk.catalogues import load
    from armdesk.services.findings.finding import Look
    from armdesk.services.findings.rules import RULES

    look = Look(store, load.get("craft-2.0"), period, TODAY)
    return [found for name in names for found in RULES[name](look)]


def test_a_class_kept_apart_can_be_corrected_where_more_was_sold_than_there_was(store: Store) -> None:
    with store.operation("books of last year", "import") as writer:
        writer.save_many(Sale, [{"code": "V-1", "date": date(2025, 3, 3), "gross_mg": 5_000, "fineness": 9_000,
                                 "gold_class": "certified"}], checked=True)
    [kept] = store.all(Sale)
    kept.note = "Con guía"
    store.save(kept)
    kept.gross_mg = 4_000
    store.save(kept)
    counter(store, kept)
    kept.gross_mg = 6_000
    with pytest.raises(InvalidRecord):
        store.save(kept)


def test_a_counter_entry_is_no_sale_of_more_than_there_was(store: Store) -> None:
    first = sold(store, "V-1", date(2025, 3, 3), 5_000)
    sold(store, "V-2", date(2025, 3, 4), 9_000)
    taken_back = counter(store, first)
    assert {each.code for each in balance.over_sales(store, YEAR)} == {"V-1", "V-2"}
    assert balance.caution(store, taken_back) == {}


def test_a_settlement_takes_back_a_delivery_at_the_price_it_was_settled_for(store: Store) -> None:
    who = person(store)
    first = store.save(Production(date=date(2025, 3, 3), person=who, gross_mg=10_000, fineness=9_000))
    [march] = settle(store, propose(store, read(store), Terms(MARCH, "COP", PRICE)), Terms(MARCH, "COP", PRICE), TODAY)
    counter(store, first)
    store.save(Production(date=date(2025, 4, 6), person=who, gross_mg=9_000, fineness=9_000))
    terms = Terms(APRIL, "COP", PRICE + 100_000_000)
    [made] = settle(store, propose(store, read(store), terms), terms, TODAY)
    assert march.net == 9_000 * 39_000
    assert made.net == 8_100 * 40_000 - 9_000 * 39_000 and made.fine_mg == -900
    assert [each.balance for each in accounts.account(store, who)] == [march.net + made.net]
    assert findings(store, "settled") == []


def test_an_advance_that_was_taken_back_is_not_kept_back(store: Store) -> None:
    who = person(store)
    wrong = store.save(Advance(date=date(2025, 3, 3), person=who, amount=100_000, currency="COP",
                               repay_by=date(2025, 3, 30)))
    counter(store, wrong)
    partly = store.save(Advance(date=date(2025, 3, 4), person=who, amount=50_000, currency="COP"))
    counter(store, partly, amount=-20_000)
    store.save(Production(date=date(2025, 4, 6), person=who, gross_mg=9_000, fineness=9_000))
    terms = Terms(APRIL, "COP", PRICE)
    [proposal] = propose(store, read(store), terms)
    assert [line.amount for line in proposal.lines if line.kind == "repayment"] == [30_000]
    settle(store, [proposal], terms, TODAY)
    assert accounts.account(store, who)[0].advances_open == 0
    assert findings(store, "debts") == []


def test_a_payment_that_was_taken_back_is_not_kept_back(store: Store) -> None:
    who = person(store)
    store.save(Production(date=date(2025, 3, 3), person=who, gross_mg=10_000, fineness=9_000))
    wrong = store.save(Payment(code="R-00001", date=date(2025, 3, 5), person=who, gold_mg=1_000, amount=39_000_000,
                               currency="COP", method="bank"))
    counter(store, wrong)
    [proposal] = propose(store, read(store), Terms(MARCH, "COP", PRICE))
    assert [line.kind for line in proposal.lines] == ["delivery"]
    assert findings(store, "receipts") == []


def test_a_lot_sold_anew_after_a_counter_entry_is_not_sold_twice(store: Store) -> None:
    lot = store.save(Lot(code="L-1", created_on=date(2025, 3, 1), gross_mg=5_000, fineness=9_000))
    first = sold(store, "V-1", date(2025, 3, 3), 5_000, lot=lot.id)
    counter(store, first)
    assert findings(store, "lot_sold_twice") == []
    again = sold(store, "V-2", date(2025, 4, 8), 5_000, lot=lot.id)
    assert findings(store, "lot_sold_twice") == []
    sold(store, "V-3", date(2025, 4, 9), 5_000, lot=lot.id)
    [found] = findings(store, "lot_sold_twice")
    assert f"sale/{again.id}" in found.where and f"sale/{first.id}" not in found.where


def _fairmined(store: Store) -> Party:
    store.save(Organisation(legal_name="Coop", country="CO"))
    for kind, value, unit, currency in (("premium", 4_000_000_000, "USD/kg", "USD"), ("floor", 95_000_000, "%", None)):
        store.save(Rate(kind=kind, name=kind, value=value, unit=unit, currency=currency, valid_from=date(2025, 1, 1),
                        source_text="Fairmined"))
    return store.save(Party(code="C-1", name="Comprador", role="buyer", fairmined=True))


def test_the_premium_of_a_sale_taken_back_is_not_due(store: Store) -> None:
    buyer = _fairmined(store)
    store.save(Production(date=date(2025, 3, 1), gross_mg=20_000, fineness=9_000, gold_class="certified"))
    first = sold(store, "V-1", date(2025, 3, 3), 10_000, gold_class="certified", buyer=buyer.id, currency="USD",
                 reference_usd_oz=31_103_476, percent_paid=9_600, gross_value=86_400)
    [due] = premium.dues(store, YEAR)
    assert premium.accrue(store, [due], TODAY) == 1
    assert findings(store, "fairmined") == []
    counter(store, first)
    [kept] = store.all(PremiumEntry)
    assert [found.rule for found in findings(store, "fairmined")] == ["premium_due"]
    counter(store, kept)
    assert findings(store, "fairmined") == []
    assert [each.missing for each in premium.dues(store, YEAR)] == [0]


def test_nobody_worked_twice_for_a_delivery_that_was_corrected(store: Store) -> None:
    site = store.save(Site(code="S-1", name="El Aliso", kind="hard_rock"))
    first = store.save(Production(date=date(2025, 3, 3), site=site.id, persons=4, gross_mg=10_000, fineness=9_000))
    counter(store, first)
    store.save(Production(date=date(2025, 4, 6), site=site.id, persons=4, gross_mg=20_000, fineness=9_000))
    assert [each.person_days for each in plausibility.site_months(store, YEAR)] == [4, 4]


def test_what_was_counted_is_not_counted_below_zero(store: Store) -> None:
    count = store.save(ReagentMovement(date=date(2025, 3, 3), item="mercury", kind="count", quantity=5_000, unit="g"))
    with pytest.raises(InvalidRecord):
        counter(store, count)


def test_what_a_counter_entry_corrects_stays_as_long_as_it_stands(store: Store) -> None:
    first = sold(store, "V-1", date(2025, 3, 3), 5_000)
    back = counter(store, first)
    with pytest.raises(InvalidRecord, match="Still used by 1"):
        store.trash([first])
    store.trash([first, back])
    assert store.all(Sale) == []
    store.undo()
    store.trash([back])
    store.trash([first])


def test_every_register_that_has_counter_entries_is_in_the_closing_sheet() -> None:
    assert {type_.type_name() for type_ in RECORDS if "corrects" in type_._meta.fields} == set(closing.CORRECTED)
