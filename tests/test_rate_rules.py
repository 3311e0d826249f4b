"""Dated rates that contradict each other are found; those that follow each other are not."""

from __future__ import annotations

from datetime import date
from typing import Any

from armdesk.catalogues import load
from armdesk.models import Rate
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.rate_rules import rates_overlap
from armdesk.store import Store

TODAY = date(2026, 1, 31)
YEAR = Period.of_year(2025)


def rate(store: Store, value: int, begins: date = date(2025, 1, 1), ends: date | None = None, **more: Any) -> Rate:
    kept: Rate = store.save(Rate(**{"kind": "royalty", "value": value * 10**6, "valid_from": begins, "valid_to": ends,
                                    "source_text": "Ley", **more}))
    return kept


def findings(store: Store) -> list[Finding]:
    return list(rates_overlap(Look(store, load.get("craft-2.0"), YEAR, TODAY)))


def test_rates_that_follow_each_other_are_in_order(store: Store) -> None:
    rate(store, 4, date(2024, 1, 1), date(2025, 5, 31))
    rate(store, 5, date(2025, 6, 1))
    rate(store, 5, date(2025, 7, 1), source_text="Otra vez")
    for more in ({"country": "PE"}, {"applies_to": "panning"}, {"currency": "USD"}, {"kind": "floor"},
                 {"price_below": 20_000_000}):
        rate(store, 9, date(2025, 6, 1), **more)
    assert findings(store) == []


def test_two_values_on_one_day_are_found(store: Store) -> None:
    first = rate(store, 4, date(2024, 1, 1), date(2025, 6, 1), name="Regalía")
    second = rate(store, 5, date(2025, 6, 1), name="Regalía")
    [found] = findings(store)
    assert found.severity == "warn" and "“Regalía”" in found.sentence
    assert found.where == (f"rate/{first.id}", f"rate/{second.id}")
    first.valid_to = date(2025, 5, 31)
    store.save(first)
    assert findings(store) == []


def test_an_open_end_that_a_newer_row_follows_is_told(store: Store) -> None:
    rate(store, 4, date(2024, 1, 1))
    rate(store, 5, date(2025, 6, 1))
    [found] = findings(store)
    assert found.severity == "note" and "Write the last day" in found.sentence


def test_what_was_over_before_the_period_or_begins_after_it_is_nobodys_concern_now(store: Store) -> None:
    rate(store, 4, date(2022, 1, 1), date(2023, 12, 31))
    rate(store, 5, date(2023, 1, 1), date(2024, 6, 30))
    rate(store, 6, date(2026, 1, 1))
    rate(store, 7, date(2026, 1, 1))
    assert findings(store) == []


def test_of_quotes_only_two_of_one_day_contradict_each_other(store: Store) -> None:
    for day, value in ((1, 2_400), (2, 2_410), (2, 2_420)):
        rate(store, value, date(2025, 6, day), kind="lbma_pm", currency="USD")
    rate(store, 4_000, date(2025, 6, 1), kind="fx", unit="COP/USD")
    rate(store, 4, date(2025, 6, 1), kind="fx", unit="PEN/USD")
    [found] = findings(store)
    assert found.facts == (str(2_410 * 10**6), str(2_420 * 10**6))
