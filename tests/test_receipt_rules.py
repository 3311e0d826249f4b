"""Receipts of deliveries: numbers missing or used for two are found, honest habits of offices are not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from armdesk.catalogues import load
from armdesk.i18n import speaking
from armdesk.models import Payment, Person, Production
from armdesk.services.basis.period import Period
from armdesk.services.findings.checks import check
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.rules import RULES
from armdesk.store import Store

YEAR, TODAY = Period.of_year(2025), date(2026, 1, 31)


def found(store: Store, rule: str = "delivery_receipts") -> list[Finding]:
    with speaking("en"):
        return check(Look(store, load.get("craft-2.0"), YEAR, TODAY), {rule: RULES[rule]})


def delivers(store: Store, receipt: str, day: date = date(2025, 3, 1), **more: Any) -> Production:
    given = {"person_as_written": "Ana", "gross_mg": 5_000, **more}
    return store.save(Production(date=day, receipt_no=receipt, **given))


def test_a_missing_receipt_and_one_of_two_days(store: Store) -> None:
    kept = {number: delivers(store, f"B-{number:05d}", date(2025, 1, number)) for number in (1, 2, 3, 6, 7, 8)}
    again = delivers(store, "B-00008", date(2025, 2, 1))
    gap, twice = found(store)
    assert gap.where == tuple(f"production/{kept[number].id}" for number in (3, 6))
    assert "B-00004 to B-00005" in gap.sentence
    assert set(twice.where) == {f"production/{kept[8].id}", f"production/{again.id}"} and "B-00008" in twice.sentence


def test_one_receipt_of_several_weights_and_annulled_ones_are_right(store: Store) -> None:
    rows = [delivers(store, f"{number}") for number in range(1, 8)]
    delivers(store, "7", gross_mg=2_000)
    store.trash([rows[3]])
    assert found(store) == []


def test_one_receipt_of_two_people_is_found(store: Store) -> None:
    for number in range(1, 8):
        delivers(store, f"{number}")
    delivers(store, "7", person=store.save(Person(name="Luis", role="worker")).id)
    [finding] = found(store)
    assert finding.rule == "receipt_repeated" and "Ana; Luis" in finding.sentence


def test_numbers_used_for_payments_are_not_missing(store: Store) -> None:
    for number in (1, 2, 3, 5, 6, 7):
        delivers(store, f"{number:03d}")
    store.save(Payment(code="004", date=date(2025, 3, 1), amount=100, currency="PEN"))
    assert found(store) == []


def test_an_office_that_notes_few_of_its_receipts_is_left_in_peace(store: Store) -> None:
    for number in range(1, 60, 3):
        delivers(store, f"{number}")
    assert found(store) == []


def test_many_gaps_are_one_finding(store: Store) -> None:
    for number in range(1, 40):
        if number % 4:
            delivers(store, f"{number}", date(2025, 1, 1) + timedelta(days=number))
    [finding] = found(store)
    assert finding.sentence == "9 receipts of deliveries are missing, from 4 to 36."


def test_the_same_milligrams_under_two_receipts_are_one_delivery(store: Store) -> None:
    for receipt, gross in (("1", 5_437), ("2", 5_437), ("3", 5_500), ("4", 5_500)):
        delivers(store, receipt, gross_mg=gross)
    [finding] = found(store, "written_twice")
    assert len(finding.where) == 2 and "5.437 g" in finding.sentence
