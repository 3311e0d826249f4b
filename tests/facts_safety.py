"""Cases of the facts of safety, chemicals and environment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from fact_cases import AFTER, BEFORE, DAY, Count, Fill, Office, Share, States, many

_BOOK = {"date": date(2025, 1, 2), "kind": "in", "quantity": 100_000}


def _planned(office: Office, *, done: bool) -> None:
    template = office.put("inspection_template", code="R", name="R", subject="portal")
    office.put("inspection_plan", template=template, every_days=365, starts_on=date(2025, 1, 1))
    office.put("inspection", template=template, date=DAY, finished_on=DAY if done else None)


def _hours(office: Office, hours: int) -> None:
    office.put("attendance", person=office.put("person"), hours=hours)


def _hurt(severity: str) -> Fill:
    def fill(office: Office) -> None:
        office.put("exposure", month="2025-06", hours=10_000_000, source_kind="stated", estimate_rule="x")
        office.put("incident", severity=severity, lost_days=10 if severity == "lost_time" else None)

    return fill


def _gold_and_mercury(office: Office, used: int, recovered: int) -> None:
    office.put("production", gross_mg=10_000, fineness=10_000)
    office.put("reagent_movement", **_BOOK)
    office.put("reagent_movement", quantity=used)
    if recovered:
        office.put("reagent_movement", kind="recovered", quantity=recovered)


def _counted(office: Office, grams: int) -> None:
    office.put("reagent_movement", **_BOOK)
    office.put("reagent_movement", kind="count", quantity=grams, date=AFTER.replace(year=2025, month=12))


SHARES = [
    Share("incidents_investigated", "incident", {"severity": "medical", "investigated_on": DAY},
          {"severity": "medical"}),
    Share("equipment_ready", "equipment", {"expires_on": date(2027, 1, 1)}, {"expires_on": DAY},
          beside=lambda office, id_: office.put("equipment_check", equipment=id_, date=DAY, result="good")),
    Share("emergency_plans", "emergency_plan", {"review_on": AFTER}, {"review_on": date(2025, 7, 1)}),
    Share("retort_used", "batch", {"mercury_in_mg": 5, "retort": True}, {"mercury_in_mg": 5}),
    Share("reagents_documented", "reagent_movement", {"kind": "in", "document_no": "F-1"}, {"kind": "in"}),
    Share("security_reported", "security_event", {"reported_on": DAY}),
    Share("guards_vetted", "security_event", {"kind": "guard_contract", "vetting_on": DAY},
          {"kind": "guard_contract"}),
]
COUNTS = [
    Count("incidents", "incident", {}, {"date": BEFORE}),
    Count("inspections", "inspection", {}, {"date": BEFORE}),
    Count("rounds", "inspection", {"finished_on": DAY}, {}),
    Count("drills", "drill", {}, {"date": BEFORE}),
    Count("shifts", "shift", {}, {"date": BEFORE}),
    Count("security_events", "security_event", {}, {"date": BEFORE}),
    Count("demands_paid", "security_event", {"paid": True}, {"paid": False}, 0),
    Count("findings_open", "finding", {}, {"status": "closed", "closed_on": DAY}, 0),
    Count("worst_practices", "batch", {"open_burning": True, "practice_answer": "x"}, {"open_burning": False}, 0),
    Count("explosives_entries", "reagent_movement", {"item": "explosives"}, {"item": "explosives", "date": BEFORE}),
    Count("measurements", "measurement", {}, {"medium": "area"}),
]
STATES = [
    States("lost_days", (_hurt("near_miss"), 0), (_hurt("lost_time"), 10)),
    States("fatalities", (_hurt("near_miss"), 0), (_hurt("fatal"), 1)),
    States("hours", (_hurt("near_miss"), Decimal(100_000)),
           (many(("exposure", {"month": "2024-06", "hours": 5, "source_kind": "stated", "estimate_rule": "x"})), None)),
    States("ltifr_1m", (_hurt("near_miss"), 0), (_hurt("lost_time"), Decimal(10))),
    States("trifr_1m", (_hurt("near_miss"), 0), (_hurt("medical"), Decimal(10))),
    States("severity_1m", (_hurt("near_miss"), 0), (_hurt("lost_time"), Decimal(100))),
    States("safe_days", (many(("incident", {"severity": "lost_time", "date": date(2025, 1, 1)})), 364),
           (many(("incident", {"severity": "lost_time", "date": date(2025, 12, 31)})), 0)),
    States("rounds_kept", (lambda office: _planned(office, done=True), 100),
           (lambda office: _planned(office, done=False), 0)),
    States("hours_a_day", (lambda office: _hours(office, 800), Decimal(8)),
           (lambda office: _hours(office, 0), None)),
    States("mercury_used", (lambda office: _gold_and_mercury(office, 10_000, 0), Decimal(10)),
           (many(("reagent_movement", {"date": BEFORE})), None)),
    States("mercury_per_gold", (lambda office: _gold_and_mercury(office, 10_000, 10_000), 0),
           (lambda office: _gold_and_mercury(office, 10_000, 5_000), Decimal("0.5"))),
    States("mercury_recovered", (lambda office: _gold_and_mercury(office, 10_000, 9_500), Decimal(95)),
           (lambda office: _gold_and_mercury(office, 10_000, 0), 0)),
    States("mercury_difference", (lambda office: _counted(office, 100_000), 0),
           (lambda office: _counted(office, 60_000), Decimal(40))),
    States("cyanide_used", (many(("reagent_movement", {"item": "cyanide", "unit": "kg", "quantity": 2_500})),
                            Decimal("2.5")), (many(("reagent_movement", {"item": "cyanide", "kind": "in"})), None)),
    States("over_limit", (many(("measurement", {"value": 7_000_000, "limit": 9_000_000})), 0),
           (many(("measurement", {"value": 9_500_000, "limit": 9_000_000})), 1)),
    States("land_open", (many(("measurement", {"medium": "area", "disturbed_m2": 10_000, "restored_m2": 10_000})), 0),
           (many(("measurement", {"medium": "area", "disturbed_m2": 20_000})), Decimal(2))),
    States("land_restored", (many(("measurement", {"medium": "area", "restored_m2": 5_000})), Decimal("0.5")),
           (many(("measurement", {"medium": "area", "disturbed_m2": 5_000})), None)),
]
