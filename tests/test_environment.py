"""Measurements against typed and dated limits, the running area of land, the plan of measuring, mercury by site."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from factories import make

from armdesk.catalogues import load
from armdesk.models import Batch, Measurement, MonitoringPlan, Organisation, Production, ReagentMovement, Site
from armdesk.services.basis.period import Period
from armdesk.services.findings.environment_rules import ENVIRONMENT_RULES, limit_text
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.gold import mercury_sites
from armdesk.services.safety import land, measured, monitoring
from armdesk.store import Store

YEAR, TODAY = Period.of_year(2025), date(2026, 1, 31)


def _measure(store: Store, value: str, unit: str = "mg/l", parameter: str = "Mercurio total", **more: object) -> str:
    values = {"date": date(2025, 6, 1), "medium": "water", **more}
    raw = int(Decimal(value).scaleb(6))
    return str(store.save(Measurement(parameter=parameter, value=raw, unit=unit, **values)).id)


def _one(store: Store) -> measured.Judged:
    (found,) = measured.judged(store, YEAR)
    return found


def _found(store: Store, name: str) -> list[Finding]:
    return list(ENVIRONMENT_RULES[name](Look(store, load.get("craft-2.0"), YEAR, TODAY)))


def _of_country(store: Store, country: str) -> None:
    store.save(Organisation(legal_name="X", country=country))


@pytest.mark.parametrize(("value", "limit", "least", "within"), [
    (10, 10, None, True), (11, 10, None, False), (5, 9, 6, False), (6, 9, 6, True), (5, None, 6, False),
    (5, None, None, None), (None, 10, 6, None)])
def test_whether_it_is_within_follows(store: Store, value: int | None, limit: int | None, least: int | None,
                                      within: bool | None) -> None:
    record = store.save(Measurement(date=date(2025, 6, 1), medium="water", parameter="pH", value=value, limit=limit,
                                    limit_least=least, within_limit=not within))
    assert record.within_limit is within


def test_the_dated_limit_of_the_country_holds_where_none_was_written(store: Store) -> None:
    """Colombia, Resolución 631 de 2015: 0.002 mg/l of mercury from 2016 on; 2 µg/l is the same."""
    _of_country(store, "CO")
    _measure(store, "2", "µg/l")
    found = _one(store)
    assert (found.limit, found.within) == (2, True) and "631" in found.source
    assert limit_text(found) == "up to 2 µg/l"
    _measure(store, "0.003", date=date(2025, 6, 2))
    assert [each.within for each in measured.judged(store, YEAR)] == [True, False]


def test_a_limit_in_another_kind_of_unit_says_nothing(store: Store) -> None:
    _of_country(store, "CO")
    _measure(store, "5", "mg/kg")
    assert (_one(store).within, _one(store).odd_unit) == (None, "mg/l")


def test_short_words_are_whole_words(store: Store) -> None:
    _of_country(store, "PE")
    _measure(store, "5.4", "", "pH")
    _measure(store, "20", "mg/l", "Phosphate", date=date(2025, 6, 2))
    acid, phosphate = measured.judged(store, YEAR)
    assert (acid.limit, acid.least, acid.within, phosphate.limit) == (9, 6, False, None)


def test_the_own_rate_goes_before_the_starter_rate(store: Store) -> None:
    _of_country(store, "CO")
    make(store, "rate", kind="limit_water", applies_to="mercur", country="CO", site=None, currency=None, value=1_000,
         unit="mg/l", valid_from=date(2024, 1, 1), valid_to=None, source_text="Licencia 12")
    _measure(store, "0.0015")
    assert (_one(store).limit, _one(store).within, _one(store).source) == (Decimal("0.001"), False, "Licencia 12")


def test_over_the_limit_asks_for_an_action_and_a_paper_that_errs_is_told(store: Store) -> None:
    bad = _measure(store, "3", limit=2_000_000, within_stated=True)
    _measure(store, "1", limit=2_000_000, within_stated=True, date=date(2025, 7, 1))
    (over,), (wrong,) = _found(store, "over_limit"), _found(store, "limit_contradicted")
    assert over.where == wrong.where == (f"measurement/{bad}",)
    assert "3 mg/l" in over.sentence and "stated as within" in wrong.sentence
    tie = make(store, "source_of_action", action=make(store, "action", origin=None).id, target=f"measurement/{bad}")
    assert _found(store, "over_limit") == []
    store.trash([tie])
    assert len(_found(store, "over_limit")) == 1
    make(store, "action", origin=f"measurement/{bad}")
    assert _found(store, "over_limit") == [] and len(_found(store, "limit_contradicted")) == 1


def test_what_was_typed_before_it_followed_counts_as_stated(store: Store) -> None:
    id_ = _measure(store, "3", limit=2_000_000)
    store.db.execute_sql("UPDATE measurement SET within_limit = 1 WHERE id = ?", [bytes.fromhex(id_)])
    assert (_one(store).within, _one(store).stated, _one(store).contradicts) == (False, True, True)


def test_land_is_a_running_account(store: Store) -> None:
    site = store.save(Site(code="A", name="Frente")).id
    for day, disturbed, restored in ((1, 20_000, None), (2, 5_000, 10_000), (3, None, 20_000)):
        store.save(Measurement(date=date(2025, 5, day), site=site, medium="area", disturbed_m2=disturbed,
                               restored_m2=restored))
    assert [each.open for each in land.entries(store, YEAR.ends)] == [2, Decimal("1.5"), Decimal("-0.5")]
    (found,) = _found(store, "land_below_zero")
    assert "0.5000 ha" in found.sentence
    assert land.entries(store, date(2025, 5, 2))[-1].open == Decimal("1.5")


def test_the_plan_says_what_is_due_and_late(store: Store) -> None:
    """Every six months: measured on 1 June it is due on 1 December; on 31 January that is 61 days ago."""
    plan = store.save(MonitoringPlan(medium="water", parameter="Mercurio total", place="Quebrada", every_months=6,
                                     begins_on=date(2025, 1, 1))).id
    (never,) = monitoring.due(store, date(2025, 3, 1))
    assert (never.last, never.due_on, never.late) == (None, date(2025, 7, 1), 0)
    _measure(store, "1", place="Otra")
    _measure(store, "1", parameter="mercurio TOTAL", place="quebrada")
    (found,) = monitoring.due(store, TODAY)
    assert (found.last, found.due_on, found.late) == (date(2025, 6, 1), date(2025, 12, 1), 61)
    (late,) = _found(store, "monitoring_overdue")
    assert late.where == (f"monitoring_plan/{plan}",) and "61 days late" in late.sentence
    _measure(store, "1", place="Quebrada", date=date(2025, 12, 1))
    assert monitoring.due(store, TODAY)[0].late == 0 and not _found(store, "monitoring_overdue")


def test_mercury_by_site_and_way_of_using_it(store: Store) -> None:
    """By hand: (100 - 80) / 50 = 0.4 g lost per g of gold of the batches at the plant."""
    mine, plant = (store.save(Site(code=code, name=code)).id for code in ("Mina", "Planta"))
    store.save(Production(date=date(2025, 4, 1), site=mine, gross_mg=100_000, fineness=9_000))
    batch = store.save(Batch(code="B-1", date=date(2025, 4, 2), site=plant, mercury_in_mg=100_000, retort=True,
                             mercury_recovered_mg=80_000, gross_mg=50_000, fineness=10_000, burn_place="Caseta",
                             persons_exposed=3)).id
    for kind, amount in (("use", 100_000), ("recovered", 80_000)):
        store.save(ReagentMovement(date=date(2025, 4, 2), item="mercury", kind=kind, quantity=amount, unit="g",
                                   batch=batch))
    (only,) = mercury_sites.by_month_and_site(store, YEAR)
    assert (only.site_name, only.practice, only.lost, only.gold) == ("Planta", "retort", 20, 90)
    store.save(Batch(code="B-2", date=date(2025, 4, 3), site=mine, open_burning=True, practice_answer="Se paró"))
    store.save(ReagentMovement(date=date(2025, 4, 3), item="mercury", kind="use", quantity=1_000, unit="g", site=mine))
    at_mine, at_plant = mercury_sites.by_month_and_site(store, YEAR)
    assert (at_mine.practice, at_mine.gold, at_mine.ratio) == ("open_burn", 90, Decimal(1) / 90)
    assert (at_plant.gold, at_plant.ratio, at_plant.burn_places, at_plant.exposed) == (
        50, Decimal("0.4"), ("Caseta",), 3)
