"""Indicators against examples worked by hand, each with the source of its definition."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from factories import make

from armdesk.models import (
    Exposure,
    Goal,
    Incident,
    InjuredPerson,
    Measurement,
    Person,
    PpeDelivery,
    Production,
    ReagentMovement,
    Site,
    Training,
    TrainingAttendance,
)
from armdesk.models.exposure import INDICATORS
from armdesk.services.basis.period import Period, month
from armdesk.services.people import holders
from armdesk.services.safety import accidents, goals
from armdesk.services.safety.accidents import Accidents, rate
from armdesk.services.safety.indicators import MAKERS, Reckoning
from armdesk.services.safety.safety_months import SafetyMonths
from armdesk.store import Store

YEAR = Period.of_year(2025)


def _hours(store: Store, when: str, hours: int) -> None:
    store.save(Exposure(month=when, hours=hours * 100, workers=60, source_kind="measured", estimate_rule="Planilla"))


def _incident(store: Store, day: date, severity: str, days: int | None = None, **more: object) -> str:
    return str(store.save(Incident(date=day, severity=severity, description="x", lost_days=days, **more)).id)


def test_rates_of_a_year_as_osha_works_them() -> None:
    """OSHA: 200,000 h = 100 people x 40 h x 50 weeks.  7 cases in 400,000 h: 7 x 200,000 / 400,000 = 3.5."""
    assert rate(7, Decimal(400_000), accidents.OSHA_BASE) == Decimal("3.5")
    assert rate(7, Decimal(400_000), accidents.MILLION) == Decimal("17.5")
    assert rate(0, Decimal(400_000), accidents.MILLION) == 0
    assert rate(1, None, accidents.MILLION) is None and rate(1, Decimal(0), accidents.MILLION) is None


def test_what_is_lost_time_and_what_is_recordable(store: Store) -> None:
    """ICMM, Health and Safety Performance Indicators: recordable = deaths + lost time + medical; first aid is none.

    By hand: 1 death, 2 lost time (12 and 6 days) and 1 permanent (30 days), 3 medical, 2 first aid, 4 near misses in
    240,000 h: LTIFR 3 x 1,000,000 / 240,000 = 12.5; TRIFR 7 x 1,000,000 / 240,000 = 29.1666...; severity 48 days x
    1,000,000 / 240,000 = 200; per 200,000 h: 2.5, 5.8333..., 40.
    """
    for number in range(1, 13):
        _hours(store, f"2025-{number:02d}", 20_000)
    wanted = (("fatal", 0), ("lost_time", 12), ("lost_time", 6), ("permanent", 30), *(("medical", None),) * 3,
              *(("first_aid", None),) * 2, *(("near_miss", 3),) * 4)
    for place, (severity, days) in enumerate(wanted):
        _incident(store, date(2025, 1 + place % 12, 5), severity, days)
    of = Reckoning(store, YEAR)
    values = {name: of.of(name).figure.value for name in MAKERS}
    assert values["fatalities"] == 1 and values["near_misses"] == 4 and values["hours"] == 240_000
    assert (values["ltifr_1m"], values["ltifr_200k"]) == (Decimal("12.5"), Decimal("2.5"))
    assert round(Decimal(values["trifr_1m"]), 4) == Decimal("29.1667")
    assert round(Decimal(values["trifr_200k"]), 4) == Decimal("5.8333")
    assert (values["severity_1m"], values["severity_200k"]) == (200, 40)
    ltifr = of.of("ltifr_1m")
    assert ltifr.put_in == "3 x 1,000,000 / 240,000 h = 12.50" and "ICMM" in ltifr.source and not ltifr.warning
    assert store.count(ltifr.figure.rows) == ltifr.figure.count == 3
    assert "OSHA" in of.of("ltifr_200k").source


BY_HAND = {
    "fatalities": ("1", "one death", "ICMM"),
    "ltifr_1m": ("8", "2 x 1,000,000 / 250,000 h", "ICMM"),
    "ltifr_200k": ("1.6", "2 x 200,000 / 250,000 h", "OSHA"),
    "trifr_1m": ("16", "(1 + 2 + 1) x 1,000,000 / 250,000 h", "ICMM"),
    "trifr_200k": ("3.2", "4 x 200,000 / 250,000 h", "OSHA"),
    "severity_1m": ("100", "(10 + 15) days x 1,000,000 / 250,000 h", "ILO"),
    "severity_200k": ("20", "25 days x 200,000 / 250,000 h", "OSHA"),
    "near_misses": ("3", "three, none of them hurt anybody", "ICMM"),
    "hours": ("250000", "stated by the office", "ICMM"),
    "mercury_ratio": ("0.25", "(200 g - 150 g) / (250 g at 800 per mille = 200 g fine)", "Telmer"),
    "people_trained": ("60", "6 of 10 people", "roster"),
    "people_equipped": ("50", "5 of 10 people", "roster"),
    "over_limit": ("1", "70 over 50 and 40 under 50 mg/l", "limit"),
    "land_open": ("1.5", "2.0 ha disturbed - 0.5 ha restored", "measurements"),
}
"""Every indicator reckoned by hand for one office: value, how, and a word of the source it has to name."""


def _an_office(store: Store) -> None:
    _hours(store, "2025-06", 250_000)
    for severity, days in (("fatal", 0), ("lost_time", 10), ("permanent", 15), ("medical", None), ("first_aid", None),
                           *(("near_miss", None),) * 3):
        _incident(store, date(2025, 6, 5), severity, days)
    store.save(Production(date=date(2025, 6, 2), gross_mg=250_000, fineness=8_000))
    for kind, grams in (("opening", 1_000), ("use", 200), ("recovered", 150)):
        store.save(ReagentMovement(date=date(2025, 6, 1), item="mercury", kind=kind, quantity=grams * 1_000, unit="g"))
    people = [store.save(Person(name=f"Persona {place}", role="member", sex="F")).id for place in range(10)]
    course = store.save(Training(subject="Gases", date=date(2025, 6, 3))).id
    for person in people[:6]:
        store.save(TrainingAttendance(training=course, person=person, present=True))
    for person in people[:5]:
        store.save(PpeDelivery(date=date(2025, 11, 3), person=person, item="gloves", quantity=1))
    for value in (70, 40):
        store.save(Measurement(date=date(2025, 6, 4), medium="water", parameter="Solids", unit="mg/l",
                               value=value * 1_000_000, limit=50_000_000))
    for disturbed, restored in ((20_000, None), (None, 5_000)):
        store.save(Measurement(date=date(2025, 6, 6), medium="area", disturbed_m2=disturbed, restored_m2=restored))


@pytest.mark.parametrize("name", MAKERS)
def test_each_indicator_as_worked_by_hand(store: Store, name: str) -> None:
    value, how, source = BY_HAND[name]
    _an_office(store)
    found = Reckoning(store, YEAR).of(name)
    assert found.figure.value == Decimal(value), how
    assert found.formula and source.lower() in found.source.lower(), found.source


def test_one_site_alone(store: Store) -> None:
    """By hand: 1 injury in 500 h of site A = 2,000 a million; those without a site count for all sites only."""
    here, there = (store.save(Site(code=code, name=code)).id for code in "AB")
    for site, hours in ((here, 500), (there, 700)):
        store.save(Exposure(month="2025-03", site=site, hours=hours * 100, estimate_rule="x"))
    for site in (here, there, None):
        _incident(store, date(2025, 3, 3), "lost_time", 1, site=site)
    store.save(Measurement(date=date(2025, 3, 3), site=there, medium="area", disturbed_m2=10_000))
    of = Reckoning(store, YEAR, here)
    assert of.of("ltifr_1m").figure.value == 2_000 and of.of("ltifr_1m").figure.count == 1
    assert of.of("land_open").figure.value is None and "all sites" in of.of("people_trained").figure.note
    assert Reckoning(store, YEAR).of("ltifr_1m").figure.value == 2_500


def test_a_death_adds_days_only_where_the_office_says_so(store: Store) -> None:
    """ANSI and ILO custom: 6,000 days for a death.  By hand: (6 + 6000) x 1,000,000 / 100,000 h = 60,060."""
    _hours(store, "2025-01", 100_000)
    _incident(store, date(2025, 1, 5), "fatal", 0)
    _incident(store, date(2025, 1, 6), "lost_time", 6)
    assert Reckoning(store, YEAR).of("severity_1m").figure.value == 60
    make(store, "rate", kind="death_days", applies_to=None, country=None, site=None, currency=None,
         value=6_000_000_000, valid_from=date(2025, 1, 1), valid_to=None)
    assert Reckoning(store, YEAR).of("severity_1m").figure.value == 60_060


def test_several_hurt_in_one_event_are_several_injuries(store: Store) -> None:
    event = _incident(store, date(2025, 3, 5), "lost_time")
    for days in (10, 4, 0):
        store.save(InjuredPerson(incident=event, lost_days=days))
    first = _incident(store, date(2025, 3, 6), "lost_time", 5)
    _incident(store, date(2025, 3, 6), "lost_time", 5, same_as=first)
    assert accidents.by_month(store, month(2025, 3)) == {"2025-03": Accidents(lost_time=3, days=19)}


def test_sixty_miners_have_too_few_hours_to_compare(store: Store) -> None:
    """60 miners work about 120,000 h a year: one injury moves LTIFR by 1,000,000 / 120,000 = 8.3."""
    for number in range(1, 13):
        _hours(store, f"2025-{number:02d}", 10_000)
    _incident(store, date(2025, 3, 5), "lost_time", 5)
    found = Reckoning(store, YEAR).of("ltifr_1m")
    assert found.warning.startswith("Too few hours to compare") and "8.3" in found.warning
    assert round(Decimal(found.figure.value or 0), 1) == Decimal("8.3")


def test_rolling_twelve_months_reach_back_before_the_period(store: Store) -> None:
    """By hand: March 2025 looks at April 2024 to March 2025."""
    for when, hours in (("2024-03", 1_000), ("2024-04", 50_000), ("2025-03", 50_000), ("2025-04", 1_000)):
        _hours(store, when, hours)
    for day in (date(2024, 3, 31), date(2024, 4, 1), date(2025, 3, 31), date(2025, 4, 1)):
        _incident(store, day, "lost_time", 1)
    safety = SafetyMonths(store, month(2025, 3))
    (rolling,), (alone,) = safety.rolling(), safety.months()
    assert rolling.label == "2024-04/2025-03" and rolling.accidents.lost_time == 2 and rolling.hours == 100_000
    assert rolling.ltifr() == 20 and (rolling.known, rolling.months) == (2, 12)
    assert alone.ltifr() == 20 and alone.accidents.lost_time == 1


def test_coverage_by_role_and_sex_counts_what_still_holds(store: Store) -> None:
    """Four on the roster; a course without expiry counts for 24 months, gloves as long as the rate says."""
    day = date(2025, 12, 31)
    people = {name: store.save(Person(name=name, role=role, sex=sex)).id for name, role, sex in (
        ("Ana", "member", "F"), ("Rosa", "selector", "F"), ("Luis", "member", "M"), ("Juan", "worker", None))}
    store.save(Person(name="Gone", role="member", sex="M", left_on=date(2025, 5, 1), status="left"))
    courses = {name: store.save(Training(subject=name, date=when, expires_on=ends)).id for name, when, ends in (
        ("Gases", date(2025, 2, 1), None), ("Old", date(2023, 12, 30), None),
        ("Lapsed", date(2025, 3, 1), date(2025, 9, 1)), ("Later", date(2026, 1, 5), None))}
    for subject, name, present in (("Gases", "Ana", True), ("Gases", "Luis", False), ("Old", "Luis", True),
                                   ("Lapsed", "Rosa", True), ("Later", "Juan", True), ("Gases", "Ana", True)):
        store.save(TrainingAttendance(training=courses[subject], person=people[name], present=present))
    found = holders.training(store, day)
    assert (found.people, found.count(), found.share()) == (4, 1, 25)
    assert found.by(1) == {"F": (1, 2), "M": (0, 1), "unknown": (0, 1)}
    assert found.by(0) == {"member": (1, 2), "selector": (0, 1), "worker": (0, 1)}
    assert found.count("Gases") == 1 and found.count("Old") == 0
    for name, item, when in (("Ana", "gloves", date(2025, 11, 1)), ("Rosa", "gloves", date(2024, 11, 1))):
        store.save(PpeDelivery(date=when, person=people[name], item=item, quantity=1))
    worn = holders.equipment(store, day)
    assert worn.by(1)["F"] == (1, 2) and worn.count("gloves") == 1
    assert Reckoning(store, YEAR).of("people_equipped").figure.value == 25


def test_nothing_recorded_is_not_zero(store: Store) -> None:
    of = Reckoning(store, YEAR)
    assert {name for name in MAKERS if of.of(name).figure.value is not None} == set()
    assert "No hours are known" in of.of("ltifr_1m").warning
    assert set(MAKERS) | {"own"} == set(INDICATORS)


@pytest.mark.parametrize(("baseline", "target", "state", "share"), [
    (30_000_000, 10_000_000, "better", 50), (20_000_000, 30_000_000, "not_better", 0),
    (40_000_000, 20_000_000, "reached", 100), (None, 25_000_000, "reached", None),
    (None, 5_000_000, "not_better", None)])
def test_goals_know_how_far_they_are(store: Store, baseline: int | None, target: int, state: str,
                                     share: int | None) -> None:
    """LTIFR is 20: halfway from 30 to 10; better the lower it is."""
    _hours(store, "2025-03", 50_000)
    _incident(store, date(2025, 3, 5), "lost_time", 1)
    store.save(Goal(indicator="ltifr_1m", baseline=baseline, target=target, target_on=date(2026, 12, 31)))
    (found,) = goals.standings(Reckoning(store, YEAR), date(2026, 12, 1))
    assert (found.state, found.share, found.actual, found.days) == (state, share, 20, 30)
