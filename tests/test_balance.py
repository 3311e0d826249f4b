"""The mass balance by month, stage and class: worked figures, tolerance, sales over stock, any day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from armdesk.errors import InvalidRecord
from armdesk.models import Batch, BatchInput, Lot, LotInput, Production, Rate, Sale
from armdesk.services.basis.period import Period, month
from armdesk.services.cautions import cautions
from armdesk.services.gold import balance, gold_figures
from armdesk.store import Store

MARCH = month(2025, 3)


def _production(store: Store, day: int, gross: int, fineness: int = 8_800, **more: Any) -> Production:
    return store.save(Production(date=date(2025, 3, day), gross_mg=gross, fineness=fineness, **more))


def _sale(store: Store, day: date, gross: int, fineness: int = 10_000, **more: Any) -> Sale:
    return store.save(Sale(code=f"V-{day}-{gross}", date=day, gross_mg=gross, fineness=fineness, **more))


def _chain(store: Store) -> None:
    """1,000 g at 880 per-mille delivered, washed into 900 g at 960, melted into 850 g at 1000, sold at 998."""
    delivery = _production(store, 1, 1_000_000)
    batch = store.save(Batch(code="B", date=date(2025, 3, 3), gross_mg=900_000, fineness=9_600))
    store.save(BatchInput(batch=batch.id, production=delivery.id))
    lot = store.save(Lot(code="L", created_on=date(2025, 3, 5), gross_mg=850_000, fineness=10_000))
    store.save(LotInput(lot=lot.id, batch=batch.id, operation="melting", loss_mg=10_000))
    sale = _sale(store, date(2025, 4, 2), 850_000, 9_980)
    lot.sale = sale.id
    store.save(lot)


def _line(store: Store, stage: str, period: Period = MARCH, gold_class: str = "") -> tuple[Decimal, ...]:
    [each] = balance.months(store, period, stage, gold_class)
    return each.opening, each.came_in, each.went_out, each.lost, each.closing, each.unexplained


def test_a_chain_by_stages_to_the_milligram(store: Store) -> None:
    _chain(store)
    assert _line(store, "stock") == (0, 880, 880, 0, 0, 0)
    assert _line(store, "processing") == (0, 880, 864, 0, 0, 16)
    assert _line(store, "melting") == (0, 864, 0, 10, 850, 4)
    assert _line(store, "all") == (0, 880, 0, 10, 870, 20)
    april = month(2025, 4)
    assert _line(store, "melting", april) == (850, 0, 850, 0, 0, 0)
    assert _line(store, "sale", april) == (0, 850, Decimal("848.3"), 0, 0, Decimal("1.7"))
    assert _line(store, "all", april)[4] == Decimal("21.7"), "what nobody explained stays in the books"


def test_the_stock_of_any_day(store: Store) -> None:
    _chain(store)
    assert balance.on_day(store, date(2025, 2, 28)) == dict.fromkeys(("all", "stock", "processing", "melting"), 0)
    assert balance.on_day(store, date(2025, 3, 2))["stock"] == 880
    assert balance.on_day(store, date(2025, 3, 4)) == {"all": 880, "stock": 0, "processing": 864, "melting": 0}
    assert balance.on_day(store, date(2025, 4, 1)) == {"all": 870, "stock": 0, "processing": 0, "melting": 850}
    assert balance.on_day(store, date(2025, 4, 2))["melting"] == 0


def test_a_period_that_begins_within_a_month(store: Store) -> None:
    for day in (4, 14, 24):
        _production(store, day, 10_000, 10_000)
    part = Period(date(2025, 3, 10), date(2025, 3, 20))
    assert _line(store, "all", part) == (10, 10, 0, 0, 20, 0)
    assert [row.fine for row in gold_figures.production(store, part)] == [10]
    [stock] = gold_figures.stock(store, part)
    assert (stock.opening, stock.produced, stock.closing) == (10, 10, 20)


@pytest.mark.parametrize(("gross", "status"), [(99_000, "ok"), (98_999, "warn"), (97_000, "warn"),
                                              (96_999, "hold")])
def test_tolerance_in_words(store: Store, gross: int, status: str) -> None:
    """Due diligence: ok up to 1 %, warn up to 3 %, then hold."""
    lot = store.save(Lot(code="L", created_on=date(2025, 3, 5), gross_mg=gross, fineness=10_000))
    delivery = _production(store, 1, 100_000, 10_000)
    store.save(LotInput(lot=lot.id, production=delivery.id, operation="production", date=date(2025, 3, 5)))
    [line] = balance.months(store, MARCH)
    assert line.status == status, line.percent
    for kind in ("mass_balance_ok", "mass_balance_tolerance"):
        store.save(Rate(kind=kind, value=5_000_000, valid_from=date(2025, 1, 1), source_text="Acta 3"))
    assert balance.months(store, MARCH)[0].status == "ok"


def test_gold_of_ore_is_first_weighed_at_the_plant(store: Store) -> None:
    ore = store.save(Production(date=date(2025, 3, 1), ore_kg=5_000))
    batch = store.save(Batch(code="B", date=date(2025, 3, 3), gross_mg=30_000, fineness=9_000))
    assert balance.on_day(store, MARCH.ends)["all"] == 0, "made of nobody knows what: it came out of the stock"
    store.save(BatchInput(batch=batch.id, production=ore.id, ore_kg=5_000))
    assert balance.on_day(store, MARCH.ends) == {"all": 27, "stock": 0, "processing": 27, "melting": 0}


def test_classes_are_kept_apart(store: Store) -> None:
    _production(store, 1, 10_000, 10_000, gold_class="certified")
    _production(store, 1, 50_000, 10_000)
    _sale(store, date(2025, 3, 2), 4_000, gold_class="certified")
    assert _line(store, "all", gold_class="certified")[1:5] == (10, 4, 0, 6)
    assert _line(store, "all", gold_class="other")[4] == 50
    lot = store.save(Lot(code="L", created_on=date(2025, 3, 5), gross_mg=20_000, fineness=10_000,
                         gold_class="ecological"))
    other = store.all(Production, gross_mg=50_000)[0]
    store.save(LotInput(lot=lot.id, production=other.id, input_mg=20_000, operation="production"))
    assert [_line(store, "all", gold_class=name)[4] for name in ("certified", "ecological", "other")] == [6, 20, 30]


def test_a_sale_over_all_stock_warns_and_is_found(store: Store) -> None:
    _production(store, 5, 100_000, 10_000)
    early = Sale(code="1", date=date(2025, 3, 4), gross_mg=1_000, fineness=10_000)
    early.fill()
    assert "0.000 g" in cautions(store, early)["gross_mg"]
    fits = Sale(code="2", date=date(2025, 3, 5), gross_mg=100_000, fineness=10_000)
    fits.fill()
    assert cautions(store, fits) == {}
    kept = store.save(fits)
    assert cautions(store, kept) == {}, "a sale does not stand in its own way"
    _sale(store, date(2025, 3, 5), 500)
    _production(store, 6, 1_000, 10_000)
    [over] = balance.over_sales(store, MARCH)
    assert (over.sold, over.there, over.excess, over.gold_class) == (Decimal("0.5"), 0, Decimal("0.5"), "")


def test_certified_gold_sold_over_its_stock_by_a_later_change_is_found(store: Store) -> None:
    delivery = _production(store, 5, 100_000, 10_000, gold_class="certified")
    _production(store, 5, 900_000, 10_000)
    sale = _sale(store, date(2025, 3, 6), 90_000, gold_class="certified")
    assert list(balance.over_sales(store, MARCH)) == []
    delivery.gross_mg = 50_000
    store.save(delivery)
    [over] = balance.over_sales(store, MARCH)
    assert (over.id, over.gold_class, over.excess) == (sale.id, "certified", 40)
    sale.note = "otra"
    store.save(sale)  # what was sold stands; a note of it does no harm
    sale.gross_mg = 90_001
    with pytest.raises(InvalidRecord, match=r"50\.000 g"):
        store.save(sale)
