"""Stock cards, batches and the day of zero mercury."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from factories import make
from hypothesis import given
from hypothesis import strategies as st

from armdesk.errors import InvalidRecord
from armdesk.models import Batch, BatchInput, LotInput, Meeting, Production, Rate, ReagentMovement
from armdesk.reports import stock_card as report
from armdesk.services.basis.period import Period
from armdesk.services.cautions import cautions
from armdesk.services.gold import processing, stock_cards, zero_mercury
from armdesk.services.gold.stock_cards import SIGNS, CardKey
from armdesk.store import Store

YEAR = Period.of_year(2025)


def _move(store: Store, day: int, kind: str, amount: int, **more: Any) -> ReagentMovement:
    known = {"item": "mercury", "unit": "g", "storage_place": "Caja"} | more
    return store.save(ReagentMovement(date=date(2025, 3, day), kind=kind, quantity=amount, **known))


def test_cards_by_item_unit_and_store(store: Store) -> None:
    _move(store, 1, "opening", 1_000, unit="kg")
    _move(store, 2, "use", 150_000)
    _move(store, 2, "recovered", 100_000, storage_place=None)
    _move(store, 3, "in", 5_000, item="fuel", unit="l", storage_place=None)
    mercury, fuel = stock_cards.cards(store)
    assert mercury.key == CardKey("mercury", "g", "Caja") and fuel.key == CardKey("fuel", "l", "")
    assert mercury.balance == 950_000 and mercury.shown(mercury.balance) == "950 g"
    _move(store, 3, "in", 7_000, storage_place="Planta")
    assert [card.key.store for card in stock_cards.cards(store, "mercury")] == ["", "Caja", "Planta"]
    assert [line.document_no for line in fuel.lines] == [""] and fuel.lines[0].without_paper


def test_a_count_with_its_reason_sets_the_book_right(store: Store) -> None:
    _move(store, 1, "in", 100_000, document_no="F-1")
    count = _move(store, 2, "count", 90_000)
    _move(store, 3, "use", 10_000)
    [card] = stock_cards.cards(store)
    assert (card.lines[1].difference, card.lines[1].unexplained, card.balance) == (-10_000, True, 90_000)
    count.difference_reason = "Se derramó"
    store.save(count)
    [card] = stock_cards.cards(store)
    assert (card.lines[1].difference, card.lines[1].unexplained, card.balance) == (-10_000, False, 80_000)


def test_a_back_dated_use_is_weighed_against_every_later_day(store: Store) -> None:
    _move(store, 1, "in", 100_000)
    _move(store, 9, "use", 90_000)
    typed = ReagentMovement(date=date(2025, 3, 5), item="mercury", kind="use", quantity=20_000, unit="g",
                            storage_place="Caja")
    assert "-10 g" in cautions(store, typed)["quantity"]
    typed.quantity = 10_000
    assert cautions(store, typed) == {}
    kept = store.save(typed)
    assert cautions(store, kept) == {}, "what is kept already does not count twice"


@given(st.lists(st.tuples(st.integers(1, 28), st.sampled_from(sorted(SIGNS)), st.integers(0, 10**6)), max_size=20))
def test_the_balance_is_the_sum_of_what_moved(moves: list[tuple[int, str, int]]) -> None:
    rows = [(bytes([place]), f"2025-03-{day:02d}", "mercury", kind, amount, "g", "", None, "", "", "", "", "")
            for place, (day, kind, amount) in enumerate(moves)]
    lines = list(stock_cards._lines(rows))
    assert [line.day for line in lines] == sorted(line.day for line in lines)
    total = sum(SIGNS[kind] * amount for _day, kind, amount in moves)
    assert (lines[-1].balance if lines else 0) == total
    for line in lines:
        assert line.difference is None or line.difference == line.amount - line.balance


def test_the_printed_card(store: Store) -> None:
    _move(store, 1, "in", 100_500, document_no="F-1")
    _move(store, 2, "use", 200_000)
    [card] = stock_cards.cards(store)
    made = report.document(card, "La Ñapa", "en", date(2025, 4, 1))
    assert made.title == "Stock card: Mercury, Caja"
    rows = report.rows(card)
    assert rows[0][2:5] == (Decimal("100.5"), None, Decimal("100.5"))
    assert rows[1][4] == Decimal("-99.5") and rows[1][7] == "below zero"
    assert len(rows[0]) == len(report.columns(card))


# batches


def _batch(store: Store, **values: Any) -> Batch:
    return store.save(Batch(**{"code": "B", "date": date(2025, 3, 8), "gross_mg": 100_000, "fineness": 9_000} | values))


def test_recovery_by_weights_and_by_ore(store: Store) -> None:
    batch = _batch(store, ore_kg=10_000, head_grade=12_000, tailings_kg=9_900, tailings_grade=2_000,
                   mercury_in_mg=120_000, mercury_recovered_mg=75_000)
    [each] = processing.balances(store, YEAR)
    assert (each.expected, each.by_grade, each.recovery) == (120, True, 75)
    assert each.grade == (90 + Decimal("19.8")) / 10
    assert (each.lost_per_gold, each.used_per_gold) == (Decimal("0.5"), 120 / Decimal(90)), "lost 45, used 120 of 90 g"
    assert not each.too_much
    delivery = store.save(Production(date=date(2025, 3, 1), gross_mg=99_000, fineness=9_000))
    store.save(BatchInput(batch=batch.id, production=delivery.id))
    [each] = processing.balances(store, YEAR)
    assert (each.inputs, each.by_grade, each.too_much) == (1, False, True)
    assert "90.00 g" in each.sentence() and "89.10 g" in each.sentence()


def test_a_stated_recovery_above_everything(store: Store) -> None:
    batch = _batch(store, recovery=10_000)
    [each] = processing.balances(store, YEAR)
    assert not each.too_much
    batch.gross_mg = None
    batch.fineness = None
    batch.note = "sin peso"
    store.save(batch)
    [each] = processing.balances(store, YEAR)
    assert each.recovery is None and each.lost_per_gold is None


def test_a_worst_practice_must_be_answered(store: Store) -> None:
    for name in Batch.WORST:
        with pytest.raises(InvalidRecord) as refused:
            _batch(store, **{name: True})
        assert "practice_answer" in refused.value.problems
    typed = Batch(code="C", date=date(2025, 3, 9), open_burning=True)
    assert "practice_answer" in cautions(store, typed), "said as soon as the box is ticked"
    typed.practice_answer = "Se paró"
    assert cautions(store, typed) == {}
    assert _batch(store, open_burning=True, practice_answer="Se paró").version == 1


def test_what_is_left_of_a_delivery(store: Store) -> None:
    delivery = store.save(Production(date=date(2025, 3, 1), gross_mg=100_000, fineness=8_000))
    batch, lot = _batch(store), make(store, "lot", sale=None)
    taken = store.save(BatchInput(batch=batch.id, production=delivery.id, input_mg=30_000))
    assert processing.left_of(store, "production", delivery.id) == 70
    store.save(LotInput(lot=lot.id, production=delivery.id, input_mg=40_000, operation="production"))
    assert processing.left_of(store, "production", delivery.id) == 20
    more = BatchInput(batch=batch.id, production=delivery.id, input_mg=20_001)
    assert "20.000 g" in cautions(store, more)["input_mg"]
    more.input_mg = 20_000
    assert list(cautions(store, more)) == ["production"]
    taken.input_mg = 50_000
    assert "input_mg" not in cautions(store, taken), "what it takes already is there for it"


# zero mercury


@pytest.mark.parametrize(("text", "day"), [
    ("Mercurio cero desde 1 de julio de 2024", date(2024, 7, 1)),
    ("Se decide dejar de usar el azogue el 15/8/2024", date(2024, 8, 15)),
    ("Zero mercury from 2024-09-01", date(2024, 9, 1)),
    ("Trabajar sin mercurio", date(2024, 6, 22)),
    ("Mercurio cero en 2026", None), ("Compra de mercurio", None), ("Crédito molino", None)])
def test_the_day_is_read_from_the_minutes(store: Store, text: str, day: date | None) -> None:
    meeting = store.save(Meeting(number="018", date=date(2024, 6, 22), kind="assembly", decisions=text))
    found = zero_mercury.decided(store)
    assert (found.begins if found else None) == day
    if found:
        assert found.reference == f"meeting/{meeting.id}"
    store.save(Rate(kind=zero_mercury.KIND, value=0, valid_from=date(2025, 2, 3), source_text="Acta 18"))
    again = zero_mercury.decided(store)
    assert again is not None and again.begins == date(2025, 2, 3), "what the office wrote as a rate holds"
