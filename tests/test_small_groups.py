"""No total of one to four persons stands in a table that everybody may read, nor can it be reckoned from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_pack_tables import rows_of, scope_of

from armdesk import workspace as workspaces
from armdesk.exports.pack_tables import MAKERS, tables
from armdesk.i18n import speaking
from armdesk.models import (
    AgeAlarm,
    Grievance,
    Incident,
    InjuredPerson,
    Person,
    Registration,
    Site,
    Training,
    TrainingAttendance,
    choices,
)
from armdesk.services.basis.hiding import SMALLEST_GROUP
from armdesk.services.packs.edition import EDITIONS
from armdesk.store import Store

DAY = date(2025, 6, 15)
PUBLIC = next(kind for kind, edition in EDITIONS.items() if edition.level == "P3")
OF_PERSONS = {
    "S19": ("persons_exposed",), "S21": ("workers",), "S22": ("fatalities", "lost_time_injuries", "recordable"),
    "S23": ("attendees", "women"), "S27": ("count",), "S32": ("count", "minors_seen", "minors_remediated")}
"""Columns that count persons; grievances stand for those who made them."""
OF_PEOPLE = {"people", "under_18", "grievances", "women_in_office", "selectors", "in_hazardous_tasks", "advances_open"}
"""Facts of the sheet of facts whose value counts persons."""
NO_PERSONS = {
    "S01", "S02", "S03", "S06", "S15", "S28", "S34", "S37"}
"""Sheets of the edition for everybody that count nobody: a new sheet has to be put here or above."""
FIELDS = {"site_code": "site", "sex": "sex", "age_band": "birth_date", "role": "role"}

someone = st.fixed_dictionaries({
    "sex": st.sampled_from(["F", "F", "M", None]), "role": st.sampled_from(["member", "worker", "selector"]),
    "birth_date": st.sampled_from([None, date(2012, 1, 1), date(2008, 9, 1), date(1999, 1, 1), date(1970, 1, 1)]),
    "site": st.sampled_from(["A", "B", None]), "social_cover": st.sampled_from([None, "none", "health accidents"]),
    "registered": st.booleans(), "alarm": st.sampled_from([None, "moved", "other"])})
complaint = st.fixed_dictionaries({
    "group": st.sampled_from([None, *list(choices.GRIEVANCE_GROUP)[:3]]), "status": st.sampled_from(["open", "closed"]),
    "channel": st.sampled_from([None, "box"]), "sensitive": st.booleans()})
accident = st.fixed_dictionaries({
    "severity": st.sampled_from(["fatal", "lost_time", "medical", "first_aid", "near_miss"]),
    "hurt": st.integers(0, 3)})
office = st.fixed_dictionaries({
    "people": st.lists(someone, max_size=14), "copies": st.integers(1, 3),
    "came": st.lists(st.integers(0, 13), max_size=9),
    "complaints": st.lists(complaint, max_size=9), "accidents": st.lists(accident, max_size=8)})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One workspace for all examples: what each needs is undone after it."""
    return tmp_path_factory.mktemp("small")


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[Store]:
    with workspaces.create(folder / "workspace", author="tester", now=lambda: NOW) as opened:
        yield opened.store


def fill(store: Store, told: dict[str, Any]) -> None:
    """Write an office down as one operation."""
    with store.operation("An office") as writer:
        sites = {name: writer.save(Site(code=name, name=f"Site {name}")).id for name in "AB"}
        people = []
        for number, each in enumerate(each for each in told["people"] for _copy in range(told["copies"])):
            person = writer.save(Person(name=f"Persona {number}", sex=each["sex"], role=each["role"], status="active",
                                        birth_date=each["birth_date"], site=sites.get(each["site"] or ""),
                                        social_cover=each["social_cover"]))
            people.append(person)
            if each["registered"]:
                writer.save(Registration(person=person.id, register="RUCOM"))
            if each["alarm"]:
                writer.save(AgeAlarm(person=person.id, date=DAY, rule="minor_hazardous", answer=each["alarm"],
                                     done="x", answered_by="y", answered_on=DAY))
        course = writer.save(Training(subject="Gases", date=DAY, form="course"))
        for place in told["came"]:
            if place < len(people):
                writer.save(TrainingAttendance(training=course.id, person=people[place].id, present=True))
        for number, each in enumerate(told["complaints"]):
            writer.save(Grievance(number=f"Q-{number}", received_on=DAY, subject="x", **each))
        for number, each in enumerate(told["accidents"]):
            event = writer.save(Incident(number=f"I-{number}", date=DAY + timedelta(number), description="x",
                                         severity=each["severity"]))
            for _hurt in range(each["hurt"]):
                writer.save(InjuredPerson(incident=event.id, lost_days=3))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=office)
def test_no_table_for_everybody_tells_of_fewer_than_five_persons(store: Store, told: dict[str, Any]) -> None:
    fill(store, told)
    try:
        with speaking("en"):
            for table in tables(scope_of(store, PUBLIC)):
                rows = rows_of(table)
                for key in OF_PERSONS.get(table.code, ()):
                    printed = [row[key] for row in rows if isinstance(row[key], int)]
                    assert not [each for each in printed if 0 < each < SMALLEST_GROUP], (table.code, key, rows)
            _not_reckoned(rows_of(MAKERS["S32"](scope_of(store, PUBLIC))), told)
            rates = rows_of(MAKERS["S22"](scope_of(store, PUBLIC)))
            _not_told_by_rates(rates)
            _facts_tell_no_more(rows_of(MAKERS["S37"](scope_of(store, PUBLIC))), rates)
    finally:
        store.undo()


def _not_reckoned(rows: list[dict[str, Any]], told: dict[str, Any]) -> None:
    """With the total and what is printed of one way of counting, each small group still can be of several sizes."""
    people = [each for each in told["people"] for _copy in range(told["copies"])]
    totals = [row["count"] for row in rows if all(row[way] == "all" for way in FIELDS)]
    if not totals or not isinstance(totals[0], int):
        return
    assert totals[0] == len(people)
    for way in FIELDS:
        groups = {row[way]: row["count"] for row in rows if row[way] != "all"}
        small = [name for name, count in groups.items() if count == "<5"]
        large = [name for name, count in groups.items() if not isinstance(count, int) and count != "<5"]
        rest = totals[0] - sum(count for count in groups.values() if isinstance(count, int))
        ways: dict[str, set[int]] = {name: set() for name in small}
        for sizes in product(range(1, SMALLEST_GROUP), repeat=len(small)):
            left = rest - sum(sizes)
            if left == 0 if not large else left >= SMALLEST_GROUP * len(large):
                for name, size in zip(small, sizes, strict=True):
                    ways[name].add(size)
        assert all(len(sizes) > 1 for sizes in ways.values()), (way, groups)


def _not_told_by_rates(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        if not isinstance(row["lost_time_injuries"], int):
            assert [row[key] for key in ("lost_days", "ltifr_1m", "ltifr_200k", "severity_1m")] == [None] * 4
        if not isinstance(row["recordable"], int):
            assert row["trifr_1m"] is None is row["trifr_200k"]
        known = Counter(isinstance(row[key], int) for key in ("fatalities", "lost_time_injuries", "recordable"))
        assert known[False] != 1 or isinstance(row["recordable"], int), "the rest of a sum"


def _facts_tell_no_more(facts: list[dict[str, Any]], rates: list[dict[str, Any]]) -> None:
    """No fact on people hurt is told where the sheet of indicators keeps it, nor few people in another sentence."""
    told = {row["fact"]: row for row in facts}
    kept = {key for row in rates for key in ("fatalities", "lost_days", "ltifr_1m", "severity_1m", "trifr_1m")
            if not isinstance(row[key], int | Decimal)}
    assert not kept & set(told) or not rates
    for row in facts:
        if row["fact"] in OF_PEOPLE and str(row["value"]).isdigit():
            assert not 0 < int(row["value"]) < SMALLEST_GROUP, row
    if "courses" in told and told.get("trained", {}).get("value") == "withheld":
        assert "%" not in told["courses"]["sentence"], "the share of few people in the sentence of courses"


def test_every_sheet_for_everybody_is_looked_at() -> None:
    assert set(EDITIONS[PUBLIC].sheets) <= set(OF_PERSONS) | NO_PERSONS
    assert not set(OF_PERSONS) & NO_PERSONS
