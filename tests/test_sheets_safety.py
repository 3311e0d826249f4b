"""Sheets of packs about hours, rates, mercury and environment."""

from __future__ import annotations

from datetime import date

import pytest
from factories import make
from test_pack_tables import made

from armdesk.models import Batch, Exposure, Incident, Measurement, Organisation, Person, Production, Site
from armdesk.store import Store


@pytest.fixture
def site(store: Store) -> str:
    """A site with a fortnight of deliveries by five people without hours, and one stated month."""
    made_site = store.save(Site(code="M-1", name="Mina")).id
    for day in range(1, 11):
        store.save(Production(date=date(2025, 3, day), site=made_site, persons=5, gross_mg=10_000, fineness=9_000))
    store.save(Exposure(month="2025-04", site=made_site, hours=700_00, workers=3,
                        estimate_rule="Planilla de Xiomara Zuluaga"))
    return str(made_site)


def test_hours_say_how_each_month_is_known(store: Store, site: str) -> None:
    store.save(Person(name="Xiomara Zuluaga", role="staff"))
    estimated, stated = made(store, "S21")
    assert (estimated["month"], estimated["hours"], estimated["source"], estimated["workers"]) == (
        "2025-03", 400, "estimated", 5)
    assert estimated["hours_estimated"] == 400 and estimated["hours_measured"] is None
    assert "50 person-days x 8 h" in estimated["estimate_rule"]
    assert (stated["hours"], stated["source"], stated["workers"]) == (700, "stated", "<5")
    assert "Xiomara" not in stated["estimate_rule"] and stated["estimate_rule"].startswith("Planilla de ")
    for row in store.all(Production):
        row.persons = 4
        store.save(row)
    assert (made(store, "S21")[0]["workers"], made(store, "S21")[0]["estimate_rule"]) == ("<5", "")


def test_rates_of_the_period_each_month_and_twelve_months(store: Store, site: str) -> None:
    """By hand: 2 lost-time injuries in 1,100 h = 1,818.18 a million, 363.64 in 200,000."""
    for day in (3, 4):
        store.save(Incident(date=date(2025, 4, day), severity="lost_time", lost_days=4, description="x"))
    rows = made(store, "S22")
    assert [row["span"] for row in rows] == ["period", *["month"] * 12, *["twelve_months"] * 12]
    whole = rows[0]
    assert (whole["lost_time_injuries"], whole["recordable"], whole["lost_days"], whole["hours"]) == (2, 2, 8, 1_100)
    keys = ("ltifr_1m", "ltifr_200k", "trifr_1m", "severity_1m", "severity_200k")
    rates = [str(round(whole[key], 2)) for key in keys]
    assert rates == ["1818.18", "363.64", "1818.18", "7272.73", "1454.55"]
    assert whole["hours_quality"] == "estimated" and "Too few hours" in whole["note"]
    april = next(row for row in rows if row["period"] == "2025-04")
    assert april["hours"] == 700 and str(round(april["ltifr_1m"], 2)) == "2857.14"
    assert rows[-1]["period"] == "2025-01/2025-12" and rows[-1]["ltifr_1m"] == whole["ltifr_1m"]


def test_nothing_known_is_no_sheet(store: Store) -> None:
    assert made(store, "S21") == [] and made(store, "S22") == [] and made(store, "S30") == []


def test_mercury_names_site_practice_and_hides_few_people(store: Store, site: str) -> None:
    store.save(Batch(code="B-1", date=date(2025, 3, 9), site=site, mercury_in_mg=60_000, mercury_recovered_mg=15_000,
                     gross_mg=1, fineness=9_000, burn_place="Patio", persons_exposed=3, home_burning=True,
                     practice_answer="Se paró"))
    [row] = made(store, "S19")
    assert (row["practice"], row["mercury_lost_g"], row["persons_exposed"], row["burn_place"]) == (
        "open_burn", 45, "<5", "Patio")
    assert row["hg_au_ratio"] == 0.5 and row["site_code"] == "M-1"


def test_environment_tells_limit_source_verdict_and_what_was_stated(store: Store) -> None:
    store.save(Organisation(legal_name="X", country="CO"))
    make(store, "measurement", date=date(2025, 6, 1), parameter="Mercurio", value=3_000, limit=None, limit_least=None,
         unit="mg/l", within_stated=True, disturbed_m2=None, restored_m2=None)
    store.save(Measurement(date=date(2025, 6, 2), medium="area", disturbed_m2=12_500, restored_m2=2_500))
    water, land = made(store, "S30")
    assert "lat" not in water, "exact places go along only where it was agreed"
    assert [float(water[key]) for key in ("value", "limit")] == [0.003, 0.002] and "631" in water["limit_source"]
    assert (water["within_limit"], water["within_stated"]) == (False, True)
    assert [float(land[key]) for key in ("area_disturbed_ha", "area_restored_ha")] == [1.25, 0.25]
    assert land["within_limit"] is None
