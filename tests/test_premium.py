"""The premium from sale to purchase: due by dated rates, received, decided with quorum and votes, spent with proof."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import make

from armdesk.catalogues import load
from armdesk.errors import InvalidRecord
from armdesk.models import Citation, Document, Meeting, Party, PremiumEntry, Production, Rate, Resolution, Sale
from armdesk.reports.premium import premium_report
from armdesk.services import closing
from armdesk.services.basis import rate_book
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.premium_rules import PREMIUM_RULES
from armdesk.services.money import premium
from armdesk.services.money.sale_price import priced
from armdesk.store import Store

TODAY = date(2026, 1, 31)
YEAR = Period.of_year(2025)


@pytest.fixture
def fairmined(store: Store) -> Party:
    for kind, value in (("premium", 4_000), ("premium_ecological", 6_000)):
        store.save(Rate(kind=kind, value=value * 1_000_000, unit="USD/kg", currency="USD",
                        valid_from=date(2014, 1, 1), source_text="Fairmined"))
    for gold_class in ("certified", "ecological"):
        store.save(Production(date=date(2025, 1, 2), gross_mg=9_000_000, fineness=9_000, gold_class=gold_class))
    kept: Party = store.save(Party(name="Joyería Luz", role="buyer", fairmined=True))
    return kept


def sold(store: Store, buyer: Party, code: str, gold_class: str = "certified") -> Sale:
    kept: Sale = store.save(Sale(code=code, date=date(2025, 3, 1), buyer=buyer.id, gross_mg=1_000_000, fineness=8_800,
                                 gold_class=gold_class, currency="USD"))
    return kept


def decided(store: Store, **more: Any) -> Resolution:
    meeting = store.save(Meeting(date=date(2025, 4, 1), kind="assembly", title="Asamblea", **{
        "entitled": 60, "attended": 40, "women": 15, "quorum_stated": True, **more}))
    kept: Resolution = store.save(Resolution(number="R-1", meeting=meeting.id, topic="Retortas", votes_for=35,
                                             women_for=12, votes_against=3, abstained=2))
    return kept


def entry(store: Store, kind: str, amount: int, **more: Any) -> PremiumEntry:
    kept: PremiumEntry = store.save(PremiumEntry(**{
        "kind": kind, "date": date(2025, 5, 1), "amount": amount, "currency": "USD", "use": "Retortas", **more}))
    return kept


def findings(store: Store) -> list[Finding]:
    look = Look(store, load.get("craft-2.0"), YEAR, TODAY)
    return [found for each in PREMIUM_RULES.values() for found in each(look)]


def test_the_premium_due_is_that_of_the_worked_figures(store: Store, fairmined: Party) -> None:
    sold(store, fairmined, "1")
    sold(store, fairmined, "2", "ecological")
    sold(store, fairmined, "3", "other")
    store.save(Sale(code="4", date=date(2025, 3, 1), gross_mg=1_000_000, fineness=8_800, gold_class="certified"))
    assert [(each.sale.code, each.amount, each.currency) for each in premium.dues(store, YEAR)] == [
        ("1", 352_000, "USD"), ("2", 528_000, "USD")]


def of_programme(store: Store, **rate: Any) -> Party:
    store.save(Rate(**{"kind": "premium", "applies_to": "BGI", "valid_from": date(2025, 1, 1),
                       "source_text": "Contrato", "unit": "USD/kg", "currency": "USD", "value": 1_000_000_000, **rate}))
    kept: Party = store.save(Party(name="Refinería del Lago", role="buyer", programme="bgi"))
    return kept


def test_a_buyer_with_a_programme_of_its_own_pays_by_its_dated_rate(store: Store, fairmined: Party) -> None:
    lake = of_programme(store)
    sold(store, lake, "1", "other")
    sold(store, lake, "2", "certified")
    sold(store, fairmined, "3")
    sold(store, fairmined, "4", "other")
    assert [(each.sale.code, each.amount, each.currency) for each in premium.dues(store, YEAR)] == [
        ("1", 88_000, "USD"), ("2", 88_000, "USD"), ("3", 352_000, "USD")], "each by the row of its own programme"
    assert premium.accrue(store, premium.dues(store, YEAR), TODAY) == 3


def test_a_premium_may_be_a_share_of_the_value(store: Store) -> None:
    lake = of_programme(store, unit="%", currency=None, value=1_500_000, base="gross")
    store.save(Sale(code="1", date=date(2025, 3, 1), buyer=lake.id, gross_mg=1_000_000, fineness=8_800, currency="COP",
                    gross_value=25_000_000_033))
    store.save(Sale(code="2", date=date(2025, 3, 1), buyer=lake.id, gross_mg=1_000_000, fineness=8_800, currency="COP"))
    assert [(each.sale.code, each.amount, each.currency) for each in premium.dues(store, YEAR)] == [
        ("1", 375_000_000, "COP")], "1.5 % of the gross value; nothing where that is not written"


def test_a_programme_ends_with_its_rate(store: Store) -> None:
    lake = of_programme(store, valid_to=date(2025, 2, 28))
    sale = sold(store, lake, "1", "other")
    assert premium.dues(store, YEAR) == []
    reckoned = priced(sale, [], rate_book.read(store), lake)
    assert reckoned.premium is None and "no premium rate" in reckoned.problems["buyer"][0]


def test_what_is_due_is_noted_once_and_undone_as_one(store: Store, fairmined: Party) -> None:
    sold(store, fairmined, "1")
    sold(store, fairmined, "2")
    found = premium.dues(store, YEAR)
    assert premium.accrue(store, found, TODAY) == 2
    assert premium.accrue(store, found, TODAY) == 0, "as by a double click, before the page is read anew"
    [account] = premium.accounts(store, YEAR)
    assert (account.accrued, account.received, account.owed) == (704_000, 0, 704_000)
    store.undo()
    assert [each.missing for each in premium.dues(store, YEAR)] == [352_000, 352_000]


def test_a_part_that_was_noted_leaves_the_rest_due(store: Store, fairmined: Party) -> None:
    sale = sold(store, fairmined, "1")
    entry(store, "accrued", 100_000, sale=sale.id)
    assert [each.missing for each in premium.dues(store, YEAR)] == [252_000]
    premium.accrue(store, premium.dues(store, YEAR), TODAY)
    assert [each.missing for each in premium.dues(store, YEAR)] == [0]


def test_the_account_adds_up_over_periods(store: Store) -> None:
    resolution = decided(store)
    entry(store, "accrued", 900, date=date(2024, 5, 1))
    entry(store, "received", 700, date=date(2024, 6, 1))
    entry(store, "received", 100)
    entry(store, "budgeted", 500, resolution=resolution.id)
    entry(store, "spent", 300, resolution=resolution.id)
    [account] = premium.accounts(store, YEAR)
    assert (account.before, account.received, account.spent, account.left, account.owed) == (700, 100, 300, 500, 100)
    [whole] = premium.accounts(store, Period(date(2024, 1, 1), date(2025, 12, 31)))
    assert whole.left == account.left and whole.owed == account.owed


def test_nothing_is_spent_without_a_resolution(store: Store) -> None:
    for kind in ("budgeted", "spent"):
        with pytest.raises(InvalidRecord) as caught:
            entry(store, kind, 100)
        assert list(caught.value.problems) == ["resolution"]
    with pytest.raises(InvalidRecord) as caught:
        entry(store, "spent", 100, resolution=decided(store).id, use=None)
    assert list(caught.value.problems) == ["use"]


def test_the_office_says_which_share_is_a_quorum(store: Store) -> None:
    resolution = decided(store, attended=28)
    meeting = store.get(Meeting, resolution.meeting)
    assert premium.has_quorum(store, meeting) is True, "the minutes' word, where nothing else is known"
    store.save(Rate(kind="quorum", value=50_000_000, unit="%", valid_from=date(2020, 1, 1), source_text="Estatutos"))
    assert premium.has_quorum(store, meeting) is False
    assert premium.has_quorum(store, None) is None


def test_each_fault_of_the_loop_is_found(store: Store) -> None:
    assert findings(store) == []
    resolution = decided(store, quorum_stated=False)
    entry(store, "budgeted", 500, resolution=resolution.id)
    entry(store, "spent", 800, resolution=resolution.id)
    assert sorted(each.rule for each in findings(store)) == [
        "premium_no_quorum", "premium_over_budget", "premium_photo", "premium_receipt"]


def test_a_receipt_and_a_photo_prove_a_purchase(store: Store) -> None:
    resolution = decided(store)
    entry(store, "budgeted", 500, resolution=resolution.id)
    spent = entry(store, "spent", 500, resolution=resolution.id, receipt_ref="F-1")
    assert [each.rule for each in findings(store)] == ["premium_photo"]
    photo = store.save(Document(title="Retortas nuevas", kind="photo"))
    store.save(Citation(document=photo.id, target=f"premium_entry/{spent.id}"))
    assert findings(store) == []
    assert premium.cited_papers(store, spent) == ["Retortas nuevas"]


def test_spent_before_the_rule_was_there_is_still_found(store: Store) -> None:
    with store.operation("old") as writer:
        writer.save_many(PremiumEntry, [{"kind": "spent", "date": date(2025, 6, 1), "amount": 100, "currency": "USD"}],
                         checked=True)
    assert [each.rule for each in findings(store)] == ["premium_undecided"]


def test_the_report_tells_votes_of_women_and_each_purchase(store: Store, fairmined: Party) -> None:
    make(store, "organisation")
    sold(store, fairmined, "0045")
    premium.accrue(store, premium.dues(store, YEAR), TODAY)
    resolution = decided(store)
    entry(store, "budgeted", 500, resolution=resolution.id)
    entry(store, "spent", 300, resolution=resolution.id, receipt_ref="F-77", use="Dos retortas")
    shown = repr(premium_report(store, YEAR, TODAY, "en").blocks)
    for part in ("0045", "F-77", "Dos retortas", "35 (12 women)", "40 of 60 came, 15 of them women", "with quorum"):
        assert part in shown


def test_what_is_due_of_a_closed_month_is_noted_on_the_day_of_noting(store: Store, fairmined: Party) -> None:
    sold(store, fairmined, "1")
    closing.close(store, "2025-03", TODAY, (), by="Rosalba")
    assert premium.accrue(store, premium.dues(store, YEAR), TODAY) == 1
    assert [each.date for each in store.all(PremiumEntry)] == [TODAY]
    assert [each.missing for each in premium.dues(store, YEAR)] == [0]
