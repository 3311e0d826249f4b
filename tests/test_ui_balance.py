"""The pages of the balance and of the stock cards, used with the keyboard."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factories import make
from ui_fixtures import answers, config, english, session, settled  # noqa: F401 - fixtures

from armdesk.catalogues import load
from armdesk.models import Organisation, Production, Rate, ReagentMovement, Sale
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding import Look
from armdesk.services.findings.plausibility_rules import PLAUSIBILITY_RULES
from armdesk.services.gold import stock_cards
from ui.forms import Form
from ui.pages import stock_card
from ui.pages.balance import BalancePage
from ui.pages.rates import RatesPage
from ui.pages.stock_card import StockCardPage
from ui.session import Session, Visit


def _mine(session: Session) -> str:  # noqa: F811
    site = make(session.store, "site", code="S1", name="La Ñapa", mining_method="panning", capacity_mg_month=None,
                capacity_kg_month=None)
    for month, gross in ((3, 20_000), (4, 90_000)):
        session.store.save(Production(date=date(2025, month, 5), site=site.id, gross_mg=gross, fineness=10_000,
                                      persons=20))
    session.store.save(Sale(code="V-1", date=date(2025, 3, 9), gross_mg=25_000, fineness=10_000))
    return str(site.id)


def _cells(table: Any) -> list[list[str]]:
    return [[table.rows.cell(row, column) for column in range(table.rows.columnCount())]
            for row in range(table.rows.rowCount())]


def test_the_balance_shows_months_stock_and_what_does_not_fit(session: Session, qtbot: Any) -> None:  # noqa: F811
    _mine(session)
    page = BalancePage(session)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.balance.table.rows.rowCount() == 12)
    rows = _cells(page.balance.table)
    assert rows[-1][:6] == ["2025-04", "-5.000", "90.000", "0.000", "0.000", "85.000"]
    assert rows[-2][6:] == ["5.000", "25.00", "3.00", "Hold sales"]
    assert "V-1 of 2025-03-09 (5.000 g too much)" in page.balance.message.text()
    page.balance.day.setText("8/3/2025")
    page.balance.day.editingFinished.emit()
    qtbot.waitUntil(lambda: "Everything 20.000 g" in page.balance.on_day.whole())
    page.balance.day.setText("soon")
    page.balance.day.editingFinished.emit()
    assert "not a date" in page.balance.on_day.whole()


def test_an_empty_workspace_says_what_to_do_first(session: Session, qtbot: Any) -> None:  # noqa: F811
    page = BalancePage(session)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.balance.empty.isVisibleTo(page))
    assert not page.balance.table.isVisibleTo(page) and "first delivery" in page.balance.empty.text()
    _mine(session)
    page.refresh()
    qtbot.waitUntil(lambda: page.balance.table.isVisibleTo(page))


def test_each_number_opens_its_rows(session: Session, qtbot: Any) -> None:  # noqa: F811
    _mine(session)
    page = BalancePage(session)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.balance.table.rows.rowCount() == 12)
    went: list[Visit] = []
    session.went.connect(went.append)
    model = page.balance.table.model()
    for column in (2, 3):
        page.balance.open_rows(model.index(10, column))
    assert [visit.page for visit in went] == ["production", "sale"]
    assert [each.value for each in went[0].filters] == [date(2025, 3, 1), date(2025, 3, 31)]


def test_an_outlier_is_explained_from_its_row(session: Session, qtbot: Any) -> None:  # noqa: F811
    site = _mine(session)
    page = BalancePage(session)
    qtbot.addWidget(page)
    page.views.choose(1)
    qtbot.waitUntil(lambda: page.plausible.table.rows.rowCount() == 2)
    assert _cells(page.plausible.table)[0][:5] == ["2025-04", "La Ñapa", "To be explained", "4.50", "0.05 – 1.40"]
    assert page.plausible.explain_button.isEnabled() and "4.500 g" in page.plausible.why.text()
    went: list[Visit] = []
    session.went.connect(went.append)
    page.plausible.explain()
    assert went[0].page == "explanation" and went[0].new
    assert went[0].values["target"] == f"site/{site}/2025-04" and went[0].values["rule"] == "grams_per_person"
    look = Look(session.store, load.get("craft-2.0"), Period.of_year(2025), date(2026, 1, 31))
    [finding] = [each for each in PLAUSIBILITY_RULES["site_months"](look) if each.rule == "grams_per_person"]
    assert went[0].values["fact"] == finding.fact(0), "else the finding would not know that it was explained"
    page.plausible.only.setCurrentIndex(page.plausible.only.findData("ok"))
    assert [row[0] for row in _cells(page.plausible.table)] == ["2025-03"]
    assert not page.plausible.explain_button.isEnabled()


def _moves(session: Session) -> None:  # noqa: F811
    for day, kind, amount in ((1, "in", 100_000), (2, "use", 30_000)):
        session.store.save(ReagentMovement(date=date(2025, 3, day), item="mercury", kind=kind, quantity=amount,
                                           unit="g", storage_place="Caja"))


def test_a_card_runs_its_balance_and_is_printed(session: Session, qtbot: Any, tmp_path: Path,  # noqa: F811
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    page = StockCardPage(session)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.empty)
    _moves(session)
    page.refresh()
    qtbot.waitUntil(lambda: page.table.rows.rowCount() == 2)
    assert [row[:5] for row in _cells(page.table)] == [
        ["2025-03-02", "Used", "", "30", "70"], ["2025-03-01", "Received", "100", "", "100"]]
    assert page.balance.text() == "Balance by the book: 70 g"
    for ending in ("pdf", "xlsx"):
        path = tmp_path / f"card.{ending}"
        monkeypatch.setattr(stock_card, "ask_path", lambda *_asked, path=path: path)
        with qtbot.waitSignal(session.said, timeout=20_000):
            page.export(ending)
        assert path.stat().st_size > 1_000
    went: list[Visit] = []
    session.went.connect(went.append)
    page.count()
    assert went[0].values["kind"] == "count" and went[0].values["storage_place"] == "Caja"


def test_more_than_there_is_said_beside_the_field_and_after_saving(session: Session, qtbot: Any) -> None:  # noqa: F811
    _moves(session)
    form = Form(session, ReagentMovement)
    qtbot.addWidget(form)
    form.begin({"date": date(2025, 3, 3), "item": "mercury", "kind": "use", "unit": "g", "storage_place": "Caja",
                "quantity": 60_000})
    settled(qtbot, form.compute, form.computed)
    assert form.rows["quantity"].caution == ""
    # Meanwhile somebody else takes from the same stock.
    session.store.save(ReagentMovement(date=date(2025, 3, 3), item="mercury", kind="use", quantity=50_000, unit="g",
                                       storage_place="Caja"))
    said: list[Any] = []
    session.said.connect(said.append)
    assert form.save()
    qtbot.waitUntil(lambda: bool(said))
    assert "-40 g" in said[0].text
    [card] = stock_cards.cards(session.store)
    assert card.balance == -40_000 and card.lines[-1].below_zero


def test_a_count_that_differs_asks_why(session: Session, qtbot: Any) -> None:  # noqa: F811
    _moves(session)
    form = Form(session, ReagentMovement)
    qtbot.addWidget(form)
    form.begin({"date": date(2025, 3, 4), "item": "mercury", "kind": "count", "unit": "g", "storage_place": "Caja",
                "quantity": 65_000})
    form.compute()
    qtbot.waitUntil(lambda: "-5 g" in form.rows["difference_reason"].caution)


def test_the_starter_rates_are_taken_over_once(session: Session, qtbot: Any) -> None:  # noqa: F811
    session.store.save(Organisation(legal_name="La Ñapa", country="CO"))
    page = RatesPage(session)
    qtbot.addWidget(page)
    said: list[Any] = []
    session.said.connect(said.append)
    page.starter_button.click()
    qtbot.waitUntil(lambda: len(said) == 1)
    count = len(session.store.all(Rate))
    assert count > 20 and str(count) in said[0].text
    assert session.store.one(Rate, kind="person_cap").value == Decimal(420) * 10**6
    page.starter_button.click()
    qtbot.waitUntil(lambda: len(said) == 2)
    assert len(session.store.all(Rate)) == count
