"""The calendar of evidence: papers by the days they prove, entries of registers, and what ends until a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import make

from armdesk.catalogues import load
from armdesk.models import (
    Citation,
    Document,
    EmergencyPlan,
    Equipment,
    InspectionPlan,
    InspectionTemplate,
    Mandate,
    MonitoringPlan,
    Organ,
    Person,
    Registration,
    Revision,
)
from armdesk.reports.evidence_calendar import calendar_report
from armdesk.services.basis.period import Period
from armdesk.services.standards import as_of, evidence_calendar
from armdesk.services.standards.evidence_calendar import Row
from armdesk.store import Store

CRAFT, YEAR, TODAY = load.get("craft-2.0"), Period.of_year(2025), date(2026, 1, 31)
TALKS = next(each for each in CRAFT if "training" in each.records)


def cite(store: Store, *, paper: dict[str, Any] | None = None, **more: Any) -> Document:
    kept: Document = store.save(Document(title="Lista", **(paper or {})))
    store.save(Citation(document=kept.id, target=f"requirement/craft-2.0/{TALKS.code}", **more))
    return kept


def row(store: Store, period: Period = YEAR) -> Row:
    found = evidence_calendar.calendar(store, CRAFT, period)
    assert [each.requirement for each in found.rows] == list(CRAFT)
    return next(each for each in found.rows if each.requirement is TALKS)


def months(store: Store) -> list[str]:
    return sorted(month[5:] for month, papers in row(store).papers.items() if papers)


def test_without_anything_every_month_is_a_gap(store: Store) -> None:
    found = row(store)
    assert found.registers and found.gaps(YEAR.months()) == YEAR.months() and not found.undated


@pytest.mark.parametrize(("paper", "citation", "wanted"), [
    ({"issued_on": date(2025, 4, 3)}, {}, ["04"]),
    ({"issued_on": date(2025, 4, 3), "valid_to": date(2025, 6, 1)}, {}, ["04", "05", "06"]),
    ({"issued_on": date(2025, 4, 3), "proves_from": date(2025, 1, 1), "proves_to": date(2025, 2, 28)}, {},
     ["01", "02"]),
    ({"issued_on": date(2025, 4, 3), "proves_from": date(2025, 1, 1)},
     {"period_from": date(2025, 11, 30), "period_to": date(2026, 4, 1)}, ["11", "12"]),
    ({"proves_to": date(2025, 2, 28)}, {}, ["02"]),
    ({"issued_on": date(2019, 1, 1)}, {}, []),
])
def test_a_paper_stands_in_the_months_it_proves(store: Store, paper: dict[str, Any], citation: dict[str, Any],
                                                wanted: list[str]) -> None:
    cite(store, paper=paper, **citation)
    assert months(store) == wanted


def test_a_photo_proves_the_month_it_was_taken_in_and_a_paper_without_day_none(store: Store) -> None:
    photo, bare = cite(store), cite(store)
    assert sorted(row(store).undated) == sorted((photo.id, bare.id))
    store.save(Revision(document=photo.id, file_name="a.jpg", sha256="ab" * 32, taken_on=date(2025, 8, 9)))
    assert months(store) == ["08"] and row(store).undated == [bare.id]


def test_the_same_paper_cited_twice_counts_once_and_one_in_the_inbox_not(store: Store) -> None:
    paper = cite(store, paper={"issued_on": date(2025, 4, 3)}, page="1")
    store.save(Citation(document=paper.id, target=f"requirement/craft-2.0/{TALKS.code}", page="2"))
    cite(store, paper={"issued_on": date(2025, 4, 3), "state": "inbox"})
    assert row(store).papers["2025-04"] == [paper.id]


def test_entries_of_its_registers_fill_a_month_without_paper(store: Store) -> None:
    make(store, "training", date=date(2025, 5, 9))
    make(store, "training", date=date(2024, 5, 9))
    found = row(store)
    assert found.entries["2025-05"] == 1 and "2025-05" not in found.gaps(YEAR.months())
    assert len(found.gaps(YEAR.months())) == 11


def test_the_paper_shows_the_same_in_tables_of_a_year(store: Store) -> None:
    cite(store, paper={"issued_on": date(2025, 4, 3), "valid_to": date(2025, 12, 1)})
    period = Period(date(2024, 1, 1), date(2025, 12, 31))
    report = calendar_report(store, evidence_calendar.calendar(store, CRAFT, period), TODAY, date(2026, 3, 14), "es")
    tables: list[Any] = [each for each in report.blocks if hasattr(each, "columns")]
    assert [len(each.columns) for each in tables[:2]] == [13, 13]
    line = next(each for each in tables[1].rows if str(each[0]).startswith(TALKS.code))
    assert list(line[4:13]) == ["1"] * 9 and tables[2].rows[0][2] == "Lista"


def names(store: Store, day: date, today: date = TODAY) -> list[tuple[str, str]]:
    return [(each.kind, each.name) for each in as_of.lapses(store, today, day)]


def test_what_ends_until_a_day_is_listed_and_what_ends_on_it_is_still_good(store: Store) -> None:
    assert as_of.lapses(store, TODAY, date(2026, 3, 14)) == []
    cite(store, paper={"valid_to": date(2026, 3, 13)})
    cite(store, paper={"valid_to": date(2026, 3, 14)})
    make(store, "permit", title="Vertimientos", expires_on=date(2025, 9, 30))
    make(store, "policy", title="Mercurio", review_on=date(2026, 2, 1))
    assert names(store, date(2026, 3, 14)) == [("permit", "Vertimientos"), ("policy", "Mercurio"),
                                               ("document", "Lista")]
    lapses = as_of.lapses(store, TODAY, date(2026, 3, 14))
    assert [each.requirements for each in lapses] == [0, 0, 1]
    assert [each.ended(TODAY) for each in lapses] == [True, False, False]
    assert names(store, date(2020, 1, 1)) == [("permit", "Vertimientos")], "a day gone by looks at today"


def test_a_course_held_again_does_not_lapse(store: Store) -> None:
    make(store, "training", subject="Alturas", date=date(2025, 1, 1), expires_on=date(2026, 1, 1))
    assert names(store, date(2026, 3, 14)) == [("training", "Alturas")]
    make(store, "training", subject="Alturas", date=date(2025, 12, 1), expires_on=date(2026, 12, 1))
    assert names(store, date(2026, 3, 14)) == []


def test_of_registrations_only_the_newest_of_people_who_still_belong(store: Store) -> None:
    person, gone = store.save(Person(name="Ana", role="member")), store.save(
        Person(name="Beto", role="member", status="left", left_on=date(2025, 1, 1)))
    for each in (person, gone):
        store.save(Registration(person=each.id, register="RUCOM", valid_to=date(2026, 2, 1)))
    assert names(store, date(2026, 3, 14)) == [("registration", "Ana · RUCOM")]
    store.save(Registration(person=person.id, register="RUCOM", valid_to=date(2027, 2, 1)))
    assert names(store, date(2026, 3, 14)) == []


def test_terms_equipment_rounds_measuring_and_protection_end_too(store: Store) -> None:
    day, organ = date(2026, 3, 14), store.save(Organ(name="Consejo", kind="board"))
    ana = store.save(Person(name="Ana", role="member", protected_until=date(2026, 3, 3)))
    store.save(Mandate(organ=organ.id, office="president", person=ana.id, began_on=date(2024, 3, 1),
                       ends_on=date(2026, 3, 1)))
    store.save(Equipment(code="EXT-1", name="Extintor", kind="extinguisher", bought_on=date(2026, 3, 1),
                         expires_on=date(2026, 3, 2)))
    template = store.save(InspectionTemplate(code="BOC", name="Bocamina"))
    store.save(InspectionPlan(template=template.id, every_days=30, starts_on=date(2026, 3, 4)))
    store.save(MonitoringPlan(medium="water", parameter="pH", every_months=1, begins_on=date(2026, 2, 5)))
    store.save(EmergencyPlan(title="Plan", review_on=date(2026, 3, 6)))
    assert [(kind, name) for kind, name in names(store, day) if kind != "policy"] == [
        ("mandate", "Consejo · President · Ana"), ("equipment", "EXT-1 Extintor"),
        ("protection", "Of one person of the roster"), ("round", "Bocamina · whole organisation"),
        ("monitoring", "pH"), ("drill", "Plan")]
    assert names(store, date(2026, 3, 1)) == [], "what ends on the day is still good"


def test_a_policy_looked_at_since_is_not_listed(store: Store) -> None:
    make(store, "policy", title="Mercurio", review_on=date(2026, 2, 1), adopted_on=date(2025, 2, 1),
         reviewed_on=date(2026, 2, 1), ended_on=None)
    assert names(store, date(2026, 3, 14)) == []


def test_checks_of_buyers_count_while_gold_is_sold_to_them(store: Store) -> None:
    party = make(store, "party", role="buyer", name="Fundición", licence_valid_to=date(2026, 2, 1))
    assert not any(kind == "party" for kind, _name in names(store, date(2026, 3, 14)))
    make(store, "sale", buyer=party.id, date=date(2025, 10, 1), corrects=None, correction_reason=None, lot=None)
    assert any(kind == "party" and name.startswith("Fundición") for kind, name in names(store, date(2026, 3, 14)))
