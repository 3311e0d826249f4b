"""Cases of the facts of people, courses, meetings and offices."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from fact_cases import AFTER, BEFORE, DAY, Count, Fill, Office, Share, States, many

ADULT, CHILD = {"birth_date": date(1980, 5, 5)}, {"birth_date": date(2010, 5, 5)}
GONE = {"left_on": DAY}


def _course(office: Office, person: str, *, present: bool = True) -> str:
    course = office.put("training")
    office.put("training_attendance", training=course, person=person, present=present)
    return course


def _need(office: Office, table: str, *, there: bool) -> None:
    """Somebody who needs one course and one helmet, and perhaps has them."""
    person = office.put("person", role="worker")
    if table == "training":
        kind = office.put("course_kind", months_valid=24)
        office.put("course_need", course_kind=kind, role="worker")
        course = office.put("training", course_kind=kind, date=date(2025, 11, 3))
        office.put("training_attendance", training=course, person=person, present=there)
    else:
        office.put("ppe_need", item="helmet", role="worker")
        if there:
            office.put("ppe_delivery", item="helmet", person=person, date=date(2025, 11, 3))


def _meeting(office: Office, came: int, *, women: int = 0, of: int = 10) -> None:
    office.put("meeting", entitled=of, attended=came, women=women)


def _votes(women: int, all_: int) -> Fill:
    return lambda office: office.put("resolution", meeting=office.put("meeting"), votes_for=all_, votes_against=0,
                                     abstained=0, women_for=women, women_against=0, women_abstained=0)


def _office(sex: str, **more: Any) -> Fill:
    return lambda office: office.put(
        "mandate", **{"organ": office.put("organ", kind="board"), "office": "president", "began_on": BEFORE,
                      "person": office.put("person", sex=sex), **more})


def _interest(office: Office, **more: Any) -> None:
    office.put("interest", person=office.put("person"), party=office.put("party"), **more)


SHARES = [
    Share("informed", "person", {"informed_on": DAY}, {"informed_on": AFTER}),
    Share("age_proved", "person", {"age_evidence": "copy"}, {"age_evidence": "stated"}),
    Share("hazardous_proved", "person", {"hazardous": True, "age_evidence": "seen", **ADULT},
          {"hazardous": True, "age_evidence": "none", **ADULT}),
    Share("agreements_signed", "person", {"agreement_on": DAY}, {"agreement_on": AFTER}),
    Share("registered", "person", {}, {}, beside=lambda office, id_: office.put(
        "registration", person=id_, valid_from=BEFORE, valid_to=AFTER)),
    Share("trained", "person", {}, {}, beside=_course),
    Share("alarms_answered", "age_alarm", {"answer": "moved", "answered_on": DAY, "answered_by": "x", "done": "x"}, {},
          before=lambda office: {"person": office.put("person")}),
    Share("minutes_kept", "meeting", {"minutes_on": DAY}),
    Share("policies_known", "policy", {"made_known_how": "Cartelera"}),
]
COUNTS = [
    Count("people", "person", {}, GONE),
    Count("in_hazardous_tasks", "person", {"hazardous": True}, {"hazardous": False}, 0),
    Count("selectors", "person", {"role": "selector"}, {"role": "member"}, 0),
    Count("under_18", "person", CHILD, ADULT, 0),
    Count("minors_in_hazardous_tasks", "person", {**CHILD, "hazardous": True}, {**CHILD, "hazardous": False}, 0),
    Count("courses", "training", {}, {"date": BEFORE}),
    Count("meetings", "meeting", {}, {"date": BEFORE}),
    Count("dialogue_meetings", "meeting", {"kind": "dialogue"}, {"kind": "board"}, 0),
    Count("ppe", "ppe_delivery", {"item": "helmet"}, {"item": "helmet", "date": AFTER}),
    Count("policies", "policy", {}, {"adopted_on": AFTER}),
]
STATES = [
    States("interests_declared", (_interest, 1),
           (lambda office: _interest(office, until=DAY), 0)),
    States("women", (many(("person", {"sex": "F"}), ("person", {"sex": "M"})), 50),
           (many(("person", {"sex": "M"})), 0)),
    States("training_coverage", (lambda office: _need(office, "training", there=True), 100),
           (lambda office: _need(office, "training", there=False), 0)),
    States("ppe_coverage", (lambda office: _need(office, "ppe", there=True), 100),
           (lambda office: _need(office, "ppe", there=False), 0)),
    States("quorum_held", (lambda office: _meeting(office, 9), 100), (lambda office: _meeting(office, 2), 0)),
    States("women_attending", (lambda office: _meeting(office, 20, women=10, of=30), 50),
           (lambda office: _meeting(office, 20, women=2, of=30), None)),
    States("women_votes", (_votes(10, 20), 50), (_votes(2, 20), None)),
    States("women_in_office", (_office("F"), 1), (_office("M"), 0)),
    States("offices_held", (_office("M"), 1), (_office("M", ended_on=DAY, ended_why="resigned"), None)),
    States("plan_kept", (many(("agreement", {"due_on": DAY, "status": "done", "done_on": DAY})), 100),
           (many(("agreement", {"due_on": DAY}), ("agreement", {"due_on": DAY, "status": "done", "done_on": DAY}),
                 ("agreement", {"due_on": AFTER})), Decimal(50))),
]
