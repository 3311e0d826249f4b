"""Closed months: nothing in them is written any more, counter-entries correct them, opening again leaves its reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factories import make
from hypothesis import given
from hypothesis import strategies as st

from armdesk.errors import InvalidRecord, UndoRefused
from armdesk.exports.printing import print_receipts
from armdesk.models import (
    AccountEntry,
    Lot,
    LotInput,
    MonthClose,
    Payment,
    Production,
    Sale,
    SaleDeduction,
    Settlement,
)
from armdesk.models.production import fine_mg
from armdesk.reports.closing import closing_sheet
from armdesk.reports.document import Table
from armdesk.services import closing
from armdesk.services.findings.finding import Finding
from armdesk.services.gold import gold_figures
from armdesk.store import Store

TODAY = date(2026, 1, 31)
MARCH, APRIL = date(2025, 3, 3), date(2025, 4, 2)


def delivered(store: Store, day: date, gross_mg: int = 10_000, **more: Any) -> Production:
    kept: Production = store.save(Production(date=day, gross_mg=gross_mg, fineness=8_800, **more))
    return kept


def close_march(store: Store, *found: Finding) -> MonthClose:
    return closing.close(store, "2025-03", TODAY, found, by="Rosalba", witness="Iván")


def refused(run: Any) -> dict[str, list[str]]:
    with pytest.raises(InvalidRecord) as caught:
        run()
    return caught.value.problems


def test_nothing_is_added_changed_or_deleted_in_a_closed_month(store: Store) -> None:
    kept = delivered(store, MARCH)
    close_march(store)
    assert "March 2025 is closed" in refused(lambda: delivered(store, date(2025, 3, 31)))["date"][0]
    kept.gross_mg = 11_000
    assert list(refused(lambda: store.save(kept))) == ["date"]
    again = store.get(Production, kept.id)
    assert again is not None and again.gross_mg == 10_000
    refused(lambda: store.trash([again]))
    again.date = APRIL  # not out of the month either
    refused(lambda: store.save(again))
    moved = delivered(store, APRIL)
    moved.date = MARCH  # nor into it
    refused(lambda: store.save(moved))


def test_what_may_be_filled_in_later_stays_open(store: Store) -> None:
    sale = store.save(Sale(code="0045", date=MARCH, gross_mg=5_000, fineness=8_800))
    close_march(store)
    sale.invoice_no = "FV-9"
    store.save(sale)
    sale.gross_mg = 6_000
    refused(lambda: store.save(sale))


def test_a_payment_of_a_closed_month_gets_its_number_once(store: Store, tmp_path: Path) -> None:
    paid = store.save(Payment(date=MARCH, amount=1_000, currency="COP", person=make(store, "person").id))
    close_march(store)
    path = print_receipts(store, [paid], tmp_path, "en")
    assert path.is_file() and store.get(Payment, paid.id).code == "R-00001"
    again = store.get(Payment, paid.id)
    again.code = "R-00009"
    refused(lambda: store.save(again))
    assert print_receipts(store, [store.get(Payment, paid.id)], tmp_path, "en") != path, "a copy is printed as ever"


def test_a_deduction_belongs_to_the_month_of_its_sale(store: Store) -> None:
    sale = store.save(Sale(code="0045", date=MARCH, gross_mg=5_000, fineness=8_800))
    close_march(store)
    late = SaleDeduction(sale=sale.id, kind="royalty", amount=100, currency="COP", paid_on=APRIL)
    assert list(refused(lambda: store.save(late))) == ["sale"]


def test_many_rows_at_once_are_refused_too_and_nothing_of_them_is_kept(store: Store) -> None:
    delivered(store, MARCH)
    close_march(store)
    rows = [{"date": day, "gross_mg": 1_000} for day in (APRIL, MARCH)]

    def write() -> None:
        with store.operation("many") as writer:
            writer.save_many(Production, rows, checked=True)

    refused(write)
    assert len(store.all(Production)) == 1


def test_undo_does_not_reach_into_a_closed_month(store: Store) -> None:
    delivered(store, MARCH)
    before = store.undoable()
    close_march(store)
    assert before is not None and store.undoable() == before, "the closing itself is not undone"
    with pytest.raises(UndoRefused, match="closed"):
        store.undo()
    assert len(store.all(Production)) == 1


def test_a_closed_month_is_not_put_into_the_trash(store: Store) -> None:
    closed = close_march(store)
    refused(lambda: store.trash([closed]))


def test_opening_again_needs_who_and_why_and_lets_write_again(store: Store) -> None:
    kept = delivered(store, MARCH)
    closed = close_march(store)
    assert set(refused(lambda: closing.reopen(store, closed, TODAY, by=" ", reason=""))) == {
        "reopened_by", "reopened_reason"}
    closing.reopen(store, closed, TODAY, by="Iván", reason="Faltaba una venta")
    kept.gross_mg = 12_000
    store.save(kept)
    assert [each.state for each in closing.months(store)] == [closing.REOPENED]
    closing.close(store, "2025-03", TODAY, [], by="Rosalba")
    assert [each.state for each in closing.months(store)] == [closing.CLOSED]
    assert len(store.all(MonthClose)) == 2, "the first closing stays, with its reason"


def test_a_month_that_has_not_ended_or_is_closed_or_is_none_cannot_be_closed(store: Store) -> None:
    for month in ("2026-01", "2026-02", "2025-13", "marzo", ""):
        assert "month" in refused(lambda month=month: closing.close(store, month, TODAY, [], by="R"))
    close_march(store)
    assert "closed already" in refused(lambda: close_march(store))["month"][0]
    assert "closed_by" in refused(lambda: closing.close(store, "2025-02", TODAY, [], by=""))


def test_the_closing_keeps_the_head_before_it_the_figures_and_what_was_open(store: Store) -> None:
    delivered(store, MARCH, 10_000)
    store.save(Sale(code="1", date=MARCH, gross_mg=4_000, fineness=9_000))
    head = store.head()
    closed = close_march(store, Finding("x", "warn", "Two deliveries lack their fineness."),
                         Finding("y", "warn", "Explained.", explained="it is right"))
    assert (closed.history_seq, closed.history_head) == (head.seq, head.hash)
    assert (closed.produced_mg, closed.sold_mg, closed.stock_mg) == (8_800, 3_600, 5_200)
    assert closed.open_items == "Two deliveries lack their fineness." and closed.open_count == 1


def test_a_counter_entry_takes_back_what_it_corrects_and_says_why(store: Store) -> None:
    wrong = delivered(store, MARCH, 61_500, receipt_no="R-7")
    close_march(store)
    counter = Production(**closing.counter_values(wrong, APRIL))
    assert (counter.gross_mg, counter.date, counter.corrects) == (-61_500, APRIL, wrong.id)
    assert list(refused(lambda: store.save(counter))) == ["correction_reason"]
    counter.correction_reason = "Se escribió 61,5 y eran 6,15"
    store.save(counter)
    march, april = (gold_figures.stock(store, closing.period_of(month))[0] for month in ("2025-03", "2025-04"))
    assert april.produced == -march.produced and april.closing == 0
    [found] = closing.corrections(store, of=closing.period_of("2025-03"))
    assert (found.id, found.reason) == (counter.id, "Se escribió 61,5 y eran 6,15")
    assert not closing.corrections(store, made_in=closing.period_of("2025-03"))


def test_only_a_counter_entry_may_be_below_zero(store: Store) -> None:
    assert list(refused(lambda: delivered(store, APRIL, -5_000))) == ["gross_mg"]
    sale = Sale(code="1", date=APRIL, gross_mg=5_000, fineness=9_000, net_value=-1, currency="USD")
    assert list(refused(lambda: store.save(sale))) == ["net_value"]


def test_a_counter_entry_of_a_sale_gets_a_number_of_its_own(store: Store) -> None:
    sale = make(store, "sale", code="0045", corrects=None, correction_reason=None)
    values = closing.counter_values(sale, APRIL)
    assert values["code"] == "0045-C" and values["gross_value"] == -sale.gross_value
    assert "invoice_no" not in values and values["buyer"] == sale.buyer


@given(st.integers(0, 10**9), st.integers(1, 10_000))
def test_the_opposite_weight_has_the_opposite_fine_weight(gross: int, fineness: int) -> None:
    assert fine_mg(-gross, fineness) == -(fine_mg(gross, fineness) or 0)


def test_the_sheet_says_code_open_things_and_corrections_in_the_language_asked_for(store: Store) -> None:
    wrong = delivered(store, MARCH, 61_500)
    closed = close_march(store, Finding("x", "warn", "Falta una firma."))
    counter = Production(**closing.counter_values(wrong, APRIL))
    counter.correction_reason = "Coma mal puesta"
    store.save(counter)
    sheet = closing_sheet(store, closed, "en")
    assert sheet.cover is not None and sheet.cover.codes[0][1] == closed.history_head
    shown = repr(sheet.blocks)
    assert "Falta una firma." in shown and "Coma mal puesta" in shown
    mined = next(block for block in sheet.blocks if isinstance(block, Table) and block.caption == "Mined")
    assert mined.totals is not None and mined.totals[3] == Decimal("54.12")
    assert "They have changed since" not in shown


def test_the_sheet_says_when_its_figures_are_no_longer_those_of_the_closing(store: Store) -> None:
    delivered(store, MARCH)
    closed = close_march(store)
    closing.reopen(store, closed, TODAY, by="I", reason="r")
    delivered(store, MARCH, 1_000)
    assert "They have changed since" in repr(closing_sheet(store, closed, "en").blocks)


def test_what_a_lot_is_made_of_belongs_to_its_month_where_no_day_is_written(store: Store) -> None:
    lot = store.save(Lot(code="L-1", created_on=MARCH, gross_mg=10_000, fineness=9_000))
    close_march(store)
    bought = LotInput(lot=lot.id, operation="purchase", input_mg=9_000)
    assert list(refused(lambda: store.save(bought))) == ["lot"]
    bought.date = APRIL
    store.save(bought)
    undated = store.save(LotInput(lot=store.save(Lot(code="L-2")).id, operation="purchase", input_mg=9_000))
    undated.lot = lot.id
    refused(lambda: store.save(undated))


def test_closing_and_opening_again_are_not_undone_step_by_step(store: Store) -> None:
    delivered(store, MARCH)
    closed = close_march(store)
    for title in ("Close March 2025", "Open March 2025 again"):
        [operation] = store.operations(1)
        assert operation.title == title and (store.undoable() or operation).kind != "close"
        with pytest.raises(UndoRefused):
            store.undo(operation)
        if not closed.reopened_on:
            closing.reopen(store, closed, TODAY, by="Rosalba", reason="Faltaba una entrega")


def test_a_day_typed_over_does_not_put_an_entry_of_a_closed_month_into_the_trash(store: Store) -> None:
    kept = delivered(store, MARCH)
    close_march(store)
    kept.date = APRIL  # in a form, not saved
    refused(lambda: store.trash([kept]))


def test_the_newest_ended_month_that_is_open_comes_first_to_be_closed(store: Store) -> None:
    delivered(store, MARCH)
    delivered(store, date(2025, 2, 3))
    delivered(store, TODAY)
    places = [each.month for each in closing.months(store)]
    assert places == ["2026-01", "2025-03", "2025-02"]
    assert closing.next_to_close(closing.months(store), TODAY) == 1
    close_march(store)
    assert closing.next_to_close(closing.months(store), TODAY) == 2
    assert closing.next_to_close([], TODAY) == 0


def test_a_person_s_settled_account_is_closed_with_its_month_but_may_still_be_settled(store: Store) -> None:
    person = make(store, "person")
    entry = store.save(AccountEntry(date=MARCH, person=person.id, kind="credit", amount=1_000_00, currency="COP"))
    close_march(store)
    settlement = store.save(Settlement(number="L-1", person=person.id, period_from=MARCH, period_to=MARCH,
                                       made_on=APRIL, currency="COP", credits=1_000_00, debits=0, net=1_000_00))
    entry.settlement = settlement.id
    store.save(entry)
    entry.amount = 2_000_00
    assert "March 2025 is closed" in refused(lambda: store.save(entry))["date"][0]
