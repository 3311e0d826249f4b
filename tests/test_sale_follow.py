"""A sale that fills itself in: what follows is reckoned until somebody writes it, and what agrees goes on following."""

from __future__ import annotations

from datetime import date

import pytest
from factories import make

from armdesk.errors import InvalidRecord
from armdesk.models import Lot, Rate, Sale, SaleDeduction
from armdesk.services.basis.rate_book import RateBook, read
from armdesk.services.money.sale_follow import (
    FOLLOWING,
    Around,
    Row,
    agreeing,
    begin_final,
    follow,
    keep,
    kept_rows,
    proposed_rows,
    row_of,
)
from armdesk.store import Store

DAY = date(2025, 7, 21)


def rates(store: Store) -> RateBook:
    def add(kind: str, value: int, **more: object) -> None:
        store.save(Rate(kind=kind, value=value, source_text="Prueba", **{"valid_from": date(2025, 7, 1), **more}))

    add("lbma_pm", 2_400_000_000, currency="USD", valid_from=date(2025, 7, 18))
    add("fx", 4_000_000_000, unit="COP/USD", currency="COP", valid_from=DAY)
    add("royalty", 4_000_000, base="reference", base_share=800_000, name="Regalía", authority="ANM")
    add("royalty", 6_000_000, base="reference", base_share=800_000, applies_to="alluvial")
    add("association_fee", 1_000_000)
    return read(store)


def typed() -> Sale:
    return Sale(code="V-1", date=DAY, gross_mg=1_000_000, fineness=8_800, reference_kind="lbma_pm", currency="COP",
                percent_paid=9_500)


def test_everything_follows_from_weight_day_and_percent(store: Store) -> None:
    around = Around(rates(store))
    sale = typed()
    follow(sale, FOLLOWING[3:], [], around)
    rows = proposed_rows(sale, around.book)
    follow(sale, FOLLOWING[3:], rows, around)
    assert (sale.reference_date, sale.reference_usd_oz, sale.fx) == (DAY, 24_000_000, 4_000_000_000)
    assert sale.price_reference == "London PM" and sale.fx_source == f"{DAY}, Prueba"
    assert (sale.reference_value, sale.gross_value) == (27_160_950_701, 25_802_903_166)
    assert [(row.deduction.kind, row.deduction.amount, row.deduction.authority) for row in rows] == [
        ("royalty", 869_150_422, "ANM"), ("association_fee", 258_029_032, None)]
    assert sale.deductions_total == 869_150_422 + 258_029_032
    assert sale.net_value == sale.gross_value - sale.deductions_total
    assert agreeing(sale, rows, around) >= set(FOLLOWING) - {"gross_mg", "fineness", "gold_class", "reference_per_g",
                                                            "own_debts"}


def test_what_somebody_wrote_stays(store: Store) -> None:
    around = Around(rates(store))
    sale = typed()
    sale.reference_usd_oz, sale.net_value = 23_000_000, 1
    own = Row(SaleDeduction(kind="advance", amount=5_000))
    follow(sale, {"fx", "gross_value", "deductions_total", "own_debts"}, [own], around)
    assert (sale.reference_usd_oz, sale.net_value, own.deduction.amount) == (23_000_000, 1, 5_000)
    assert (sale.deductions_total, sale.own_debts) == (5_000, 5_000)
    assert not {"reference_usd_oz", "net_value"} & agreeing(sale, [own], around)


def test_weight_fineness_and_class_come_from_the_lot(store: Store) -> None:
    around = Around(rates(store), Lot(code="L-1", gross_mg=350_000, fineness=9_200, gold_class="certified"))
    sale = Sale(code="V-1", date=DAY)
    follow(sale, FOLLOWING, [], around)
    assert (sale.gross_mg, sale.fineness, sale.gold_class, sale.fine_mg) == (350_000, 9_200, "certified", 322_000)
    assert sale.net_value is None


def test_deductions_above_the_value_leave_no_net_value_to_follow(store: Store) -> None:
    around = Around(rates(store))
    sale = typed()
    follow(sale, FOLLOWING[3:], [Row(SaleDeduction(kind="other", amount=10**13))], around)
    assert sale.net_value is None


def test_sale_and_deductions_are_kept_as_one(store: Store) -> None:
    around = Around(rates(store))
    sale = typed()
    follow(sale, FOLLOWING[3:], [], around)
    rows = [*proposed_rows(sale, around.book), Row(SaleDeduction(kind="assay", amount=100))]
    follow(sale, FOLLOWING[3:], rows, around)
    before = store.head()
    keep(store, sale, rows, "New sale")
    assert len(store.operations(limit=1)) == 1 and store.head().seq == before.seq + 5
    again = kept_rows(store, sale, around.book)
    assert [(row.deduction.kind, row.follows) for row in again] == [
        ("royalty", True), ("association_fee", True), ("assay", False)]
    keep(store, sale, again[1:], "Change sale")
    assert len(store.all(SaleDeduction)) == 2
    store.undo()
    assert len(store.all(SaleDeduction)) == 3
    store.undo()
    assert store.all(SaleDeduction) == [] == store.all(Sale)


def test_a_deduction_that_cannot_be_kept_keeps_nothing(store: Store) -> None:
    sale = typed()
    with pytest.raises(InvalidRecord):
        keep(store, sale, [Row(SaleDeduction(kind="assay"))], "New sale")
    assert store.all(Sale) == [] and not sale.version


def test_a_deduction_changed_by_somebody_else_is_told_and_nothing_kept(store: Store) -> None:
    around = Around(rates(store))
    sale = typed()
    keep(store, sale, [Row(SaleDeduction(kind="assay", amount=100))], "New sale")
    mine = kept_rows(store, sale, around.book)
    theirs = store.all(SaleDeduction)[0]
    theirs.amount = 200
    store.save(theirs)
    mine[0].deduction.amount = 300
    sale.note = "changed"
    with pytest.raises(InvalidRecord, match="somebody else"):
        keep(store, sale, mine, "Change sale")
    assert store.all(SaleDeduction)[0].amount == 200 and store.all(Sale)[0].note is None


def test_a_special_rate_can_be_chosen_by_hand(store: Store) -> None:
    book = rates(store)
    sale = typed()
    follow(sale, FOLLOWING[3:], [], Around(book))
    special = next(rate for rate in store.all(Rate, kind="royalty") if rate.applies_to)
    row = row_of(special, sale, book)
    assert row.deduction.amount == 1_303_725_634 and row.deduction.rate == 60_000 and row.deduction.rule == special.id


def test_the_final_settlement_leaves_the_provisional_one(store: Store) -> None:
    sale = make(store, "sale", provisional_net=None, provisional_fineness=None, provisional_on=None, settled_on=None,
                stage="provisional")
    begin_final(sale, DAY)
    assert (sale.stage, sale.settled_on, sale.provisional_fineness) == ("final", DAY, sale.fineness)
    assert (sale.provisional_net, sale.difference) == (sale.net_value, 0)
    sale.fineness, sale.net_value = 8_700, sale.net_value - 100
    begin_final(sale, date(2026, 1, 1))
    assert (sale.provisional_fineness, sale.difference, sale.settled_on) == (8_798, -100, DAY)
