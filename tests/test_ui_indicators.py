"""The pages of indicators and of the environment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.models import Exposure, Goal, Incident, Measurement, MonitoringPlan, Organisation
from armdesk.services.basis.figure import ask
from ui import files
from ui.forms import Form
from ui.measurement_aside import MeasurementAside
from ui.pages.environment import EnvironmentPage
from ui.pages.indicators import IndicatorsPage
from ui.session import Period, Session, Visit


@pytest.fixture
def office(session: Session) -> Session:  # noqa: F811
    """A year with two accidents in 120,000 hours."""
    for month in range(1, 13):
        session.store.save(Exposure(month=f"2025-{month:02d}", hours=10_000_00, source_kind="measured",
                                    estimate_rule="Planilla"))
    for day in (date(2025, 3, 3), date(2025, 9, 9)):
        session.store.save(Incident(date=day, severity="lost_time", lost_days=6, description="x"))
    session.choose_period(Period(date(2025, 1, 1), date(2025, 12, 31)))
    return session


def _visits(of: Session) -> list[Visit]:
    found: list[Visit] = []
    of.went.connect(found.append)
    return found


def _cells(table: Any, row: int) -> list[str]:
    return [table.rows.cell(row, column) for column in range(table.rows.columnCount())]


def _row(page: IndicatorsPage, name: str) -> int:
    return [each.name for each, _goal in page.values.found].index(name)


def test_values_stand_with_formula_base_goal_and_rows(office: Session, qtbot: Any) -> None:
    office.store.save(Goal(indicator="ltifr_1m", baseline=30_000_000, target=10_000_000, target_on=date(2026, 12, 31)))
    office.store.save(Goal(indicator="own", name="Retortas", unit="u", actual=5_000_000))
    page = IndicatorsPage(office)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: len(page.values.found) > 0)
    row = _row(page, "ltifr_1m")
    assert _cells(page.values.table, row) == [
        "Lost-time injuries per 1,000,000 hours (LTIFR)", "16.67", "2 in 120,000 h (Measured: attendance)", "30", "10",
        "2026-12-31", "Better than the baseline"]
    assert "Too few hours to compare" in page.values.warning.text()
    page.values.table.selectRow(row)
    assert "2 x 1,000,000 / 120,000 h = 16.67" in page.values.how.text() and "ICMM" in page.values.how.text()
    assert "67 % of the way" in page.values.how.text()
    visits = _visits(office)
    page.values.open_rows()
    assert visits[0].page == "incident" and visits[0].filters
    page.values.set_goal()
    assert visits[1].page == "goal" and visits[1].record
    own = page.values.table.rows.rowCount() - 1
    assert _cells(page.values.table, own)[:2] == ["Retortas", "5 u"]


def test_months_hours_and_coverage(office: Session, qtbot: Any) -> None:
    page = IndicatorsPage(office)
    qtbot.addWidget(page)
    page.views.choose(1)
    qtbot.waitUntil(lambda: page.months.table.rows.rowCount() == 12)
    assert _cells(page.months.table, 11)[:2] + _cells(page.months.table, 11)[7:10] == [
        "2025-12", "0", "10,000", "120,000", "16.67"]
    assert page.months.rates.accessibleDescription() and page.months.counts.accessibleDescription()
    page.views.choose(2)
    qtbot.waitUntil(lambda: page.hours.table.rows.rowCount() == 12)
    assert page.hours.how.text() == "Planilla The books would give 0 h."
    visits = _visits(office)
    page.hours.state()
    assert visits[0].page == "exposure" and visits[0].record
    page.views.choose(3)
    qtbot.waitUntil(lambda: bool(page.coverage.told.whole()))


def test_the_report_is_written_as_pdf(office: Session, qtbot: Any, tmp_path: Path,
                                      monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "indicators.pdf"
    monkeypatch.setattr(files, "ask_target", lambda *_given: target)
    page = IndicatorsPage(office)
    qtbot.addWidget(page)
    page.print_report()
    qtbot.waitUntil(target.exists)
    assert target.read_bytes().startswith(b"%PDF")


def test_an_empty_office_is_told_that_nothing_is_known(session: Session, qtbot: Any) -> None:  # noqa: F811
    page = IndicatorsPage(session)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: len(page.values.found) > 0)
    assert "No hours are known" in page.values.warning.text()
    page.views.choose(2)
    qtbot.waitUntil(lambda: "No hours are known" in page.hours.how.text())


def test_measurements_show_limit_verdict_and_what_contradicts(session: Session, qtbot: Any) -> None:  # noqa: F811
    session.store.save(Organisation(legal_name="X", country="CO"))
    for day, value in ((1, "0.001"), (2, "0.004")):
        session.store.save(Measurement(date=date(2025, 6, day), medium="water", parameter="Mercurio total", unit="mg/l",
                                       place="Quebrada", value=int(Decimal(value).scaleb(6)), within_stated=True))
    page = EnvironmentPage(session)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.measured.table.rows.rowCount() == 2)
    assert _cells(page.measured.table, 0)[2:7] == ["Mercurio total", "0.004 mg/l", "up to 0.002 mg/l",
                                                   "✗ outside the limit", "yes"]
    assert "the figures say another" in page.measured.told.text() and page.measured.action_button.isEnabled()
    assert page.measured.chart is not None and "Most allowed" in page.measured.chart.accessibleDescription()
    visits = _visits(session)
    page.measured.act()
    assert visits[0].page == "action" and visits[0].values["origin"].startswith("measurement/")
    page.measured.again()
    assert visits[1].page == "measurement" and visits[1].values["parameter"] == "Mercurio total"


def test_the_plan_land_mercury_and_chemicals(session: Session, qtbot: Any) -> None:  # noqa: F811
    session.store.save(MonitoringPlan(medium="water", parameter="pH", every_months=3, begins_on=date(2025, 1, 1)))
    session.store.save(Measurement(date=date(2025, 5, 5), medium="area", disturbed_m2=20_000, restored_m2=5_000))
    page = EnvironmentPage(session)
    qtbot.addWidget(page)
    page.views.choose(1)
    qtbot.waitUntil(lambda: page.plan.table.rows.rowCount() == 1)
    assert page.plan.told.text() == "1 of 1 points are overdue."
    visits = _visits(session)
    page.plan.measure()
    assert visits[0].values["parameter"] == "pH"
    page.views.choose(2)
    qtbot.waitUntil(lambda: page.land.table.rows.rowCount() == 1)
    assert _cells(page.land.table, 0)[3:] == ["2.0000", "0.5000", "1.5000"]
    page.views.choose(3)
    qtbot.waitUntil(lambda: "No mercury" in page.mercury.told.text())
    page.views.choose(4)
    qtbot.waitUntil(lambda: "No movement" in page.chemicals.told.text())
    assert ask(session.store, "SELECT count(*) FROM measurement")[0][0] == 1


def test_the_form_of_a_measurement_tells_the_limit_that_holds(session: Session, qtbot: Any) -> None:  # noqa: F811
    session.store.save(Organisation(legal_name="X", country="CO"))
    form = Form(session, Measurement)
    aside = MeasurementAside(session, form)
    whole = aside.framed(form)
    qtbot.addWidget(whole)
    form.put(Measurement(date=date(2025, 6, 1), medium="water", parameter="Mercurio total", unit="µg/l",
                         value=5_000_000, within_stated=True))
    assert "up to 2 µg/l" in aside.words.whole() and "631" in aside.words.whole()
    assert aside.words.whole().startswith("✗ outside the limit. The paper says otherwise.")
    assert aside.take_button.isEnabled()
    aside.take()
    qtbot.waitUntil(lambda: aside.judged is not None and not aside.judged.source)
    assert form.save()
    (kept,) = session.store.all(Measurement)
    assert (kept.limit, kept.within_limit, kept.within_stated) == (2_000_000, False, True)
    form.put(Measurement(date=date(2025, 6, 1), medium="water", parameter="Algo", value=1))
    assert aside.words.whole() == "No limit is known for this parameter."
    form.put(Measurement(date=date(2025, 6, 1), medium="area", disturbed_m2=10_000))
    assert aside.words.whole() == "" and not aside.take_button.isEnabled()
