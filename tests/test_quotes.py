"""Quotes from a pasted table or a file: what is understood, what is told, what is kept once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from armdesk.fields import Reading
from armdesk.importers.quotes import Kept, Quote, keep_quotes, read_quotes, rows_of
from armdesk.models import Rate
from armdesk.services.basis.rate_book import read
from armdesk.store import Store

ES = Reading(decimal_mark=",", today=date(2026, 1, 31))
EN = Reading(decimal_mark=".", today=date(2026, 1, 31))
D = date(2025, 7, 18)


@pytest.mark.parametrize(("text", "reading"), [
    ("18/07/2025\t3.355,10", ES), ("2025-07-18  3355.10", EN), ("18-07-2025;USD 3.355,1", ES),
    ("Fecha\tPrecio\n18/07/2025\t3355,1\n", ES), ("18/07/2025\t3.355,10\t9,9\n\n", ES),
])
def test_one_number_a_day(text: str, reading: Reading) -> None:
    found = read_quotes(rows_of(text), "lbma_pm", reading)
    assert found.quotes == (Quote(D, "lbma_pm", 3_355_100_000),) and found.unread == ()


def test_headings_name_their_columns() -> None:
    text = "Date\tUSD (AM)\tUSD (PM)\tGBP\tTRM\n2025-07-18\t3350.25\t3355.10\t2500\t4020.5"
    found = read_quotes(rows_of(text), "lbma_pm", EN)
    assert {each.kind: each.value for each in found.quotes} == {
        "lbma_am": 3_350_250_000, "lbma_pm": 3_355_100_000, "fx": 4_020_500_000}


def test_cells_of_a_workbook() -> None:
    rows: list[list[Any]] = [["Date", "PM"], [datetime(2025, 7, 18, tzinfo=UTC), 3355.1],
                             [date(2025, 7, 17), 3340], [None, ""]]
    found = read_quotes(rows, "x", EN)
    assert [(each.day.day, each.value) for each in found.quotes] == [(17, 3_340_000_000), (18, 3_355_100_000)]


def test_what_is_not_understood_is_told_with_its_line() -> None:
    text = "18/07/2025\t3355\nsin fecha\t12\n17/07/2025\n16/07/2025\tmil\n15/07/2025\t0"
    found = read_quotes(rows_of(text), "lbma_pm", ES)
    assert len(found.quotes) == 1
    assert [each.line for each in found.unread] == [2, 3, 4, 5]
    assert all(each.sentence for each in found.unread)


def test_quotes_are_kept_once_and_undone_at_once(store: Store) -> None:
    first = read_quotes(rows_of("18/07/2025\t3355\n17/07/2025\t3340"), "lbma_pm", ES).quotes
    assert keep_quotes(store, first, "LBMA", "COP") == Kept(2, 0, 0)
    assert keep_quotes(store, first, "LBMA", "COP") == Kept(0, 0, 2)
    second = read_quotes(rows_of("18/07/2025\t3356"), "lbma_pm", ES).quotes
    assert keep_quotes(store, second, "LBMA, corregido", "COP") == Kept(0, 1, 0)
    assert sorted(each.value for each in store.all(Rate)) == [3_340_000_000, 3_356_000_000]
    store.undo()
    store.undo()
    assert store.all(Rate) == []


def test_kept_quotes_are_found_by_their_day(store: Store) -> None:
    for kind, number in (("fx", "4020,5"), ("central_bank", "390000"), ("lbma_am", "3350")):
        keep_quotes(store, read_quotes(rows_of(f"18/07/2025\t{number}"), kind, ES).quotes, "BanRep", "COP")
    book = read(store)
    fx, bank, am = (book.exchange("COP", "USD", D), book.quote("central_bank", D, "COP"), book.quote("lbma_am", D))
    assert fx is not None and fx.value * 10 == 40_205 and fx.of_day
    assert bank is not None and bank.value == 390_000 and am is not None and am.value == 3350
    later = book.quote("lbma_am", date(2025, 7, 20))
    assert later is not None and not later.of_day
