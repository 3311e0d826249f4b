"""Rules of courses and equipment, each in one office where it speaks and one where it is silent."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from armdesk.catalogues import load
from armdesk.models import Citation, CourseKind, CourseNeed, Document, Person, PpeDelivery, PpeNeed, Training
from armdesk.models import TrainingAttendance as Attendance
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.fixes import fix_of
from armdesk.services.findings.training_rules import TRAINING_RULES
from armdesk.store import Store

TODAY, DAY = date(2026, 1, 31), date(2025, 6, 20)


def found(store: Store, name: str) -> list[Finding]:
    return list(TRAINING_RULES[name](Look(store, load.get("craft-2.0"), Period.of_year(2025), TODAY)))


@pytest.fixture
def course(store: Store) -> Training:
    return store.save(Training(subject="Altura", date=DAY, certificate_on=DAY, certificate_ref="C-1"))


@pytest.fixture
def ana(store: Store) -> Person:
    return store.save(Person(name="Ana", role="worker", joined_on=date(2024, 1, 1)))


def came(store: Store, course: Training, person: Person, **more: Any) -> Attendance:
    return store.save(Attendance(training=course.id, person=person.id, **more))


def test_a_certificate_is_not_older_than_its_course(store: Store, course: Training, ana: Person) -> None:
    came(store, course, ana, certificate_on=DAY)
    assert found(store, "early_certificates") == []
    course.certificate_on = date(2025, 6, 6)
    store.save(course)
    (each,) = found(store, "early_certificates")
    assert each.sentence == "The certificate C-1 of “Altura” is dated 2025-06-06, before the course on 2025-06-20."
    assert each.where == (f"training/{course.id}",)
    course.certificate_on = None
    store.save(course)
    came(store, course, ana, certificate_on=date(2025, 6, 1))
    assert [each.severity for each in found(store, "early_certificates")] == ["warn"]


def test_a_person_stands_once_in_a_list(store: Store, course: Training, ana: Person) -> None:
    came(store, course, ana)
    assert found(store, "twice_in_course") == []
    came(store, course, ana)
    (each,) = found(store, "twice_in_course")
    assert each.where == (f"training/{course.id}", f"person/{ana.id}") and "2 times" in each.sentence
    other = store.save(Training(subject="Gases", date=date(2025, 7, 1)))
    came(store, other, ana, present=False, mark="F")
    mark = came(store, other, ana)
    (each,) = found(store, "twice_in_course")
    assert each.where == (f"training/{course.id}", f"training/{other.id}", f"person/{ana.id}")
    assert "in the lists of 2 courses" in each.sentence
    fix = fix_of(each)
    assert fix is not None and fix.mend(store, each, DAY) == 2 and found(store, "twice_in_course") == []
    assert not store.get(Attendance, mark.id).trashed


def test_a_written_total_is_that_of_the_marks(store: Store, course: Training, ana: Person) -> None:
    came(store, course, ana)
    came(store, course, store.save(Person(name="Luis", role="worker")), present=False, mark="F")
    assert found(store, "course_totals") == []
    course.total_stated = 1
    store.save(course)
    assert found(store, "course_totals") == []
    course.total_stated = 2
    store.save(course)
    assert [each.sentence for each in found(store, "course_totals")] == [
        "The list of “Altura” on 2025-06-20 says 2 came; 1 are marked as present."]


def test_a_course_has_a_list_or_a_paper(store: Store, course: Training, ana: Person) -> None:
    (each,) = found(store, "courses_without_list")
    assert each.where == (f"training/{course.id}",)
    paper = store.save(Document(title="Lista"))
    citation = store.save(Citation(document=paper.id, target=f"training/{course.id}"))
    assert found(store, "courses_without_list") == []
    store.trash([citation])
    came(store, course, ana)
    assert found(store, "courses_without_list") == []


def test_nobody_comes_before_joining_or_after_leaving(store: Store, course: Training, ana: Person) -> None:
    came(store, course, ana)
    assert found(store, "course_while_away") == []
    late = store.save(Person(name="Luis", role="worker", joined_on=date(2025, 7, 1)))
    gone = store.save(Person(name="Eva", role="worker", left_on=date(2025, 6, 1), status="left"))
    entries = [came(store, course, late), came(store, course, gone)]
    came(store, course, late, present=False, mark="F")
    (each,) = found(store, "course_while_away")
    assert set(each.where) == {f"training_attendance/{entry.id}" for entry in entries}


def test_who_works_without_a_needed_course_is_named_course_by_course(store: Store, course: Training,
                                                                     ana: Person) -> None:
    assert found(store, "course_lapsed") == []
    kind = store.save(CourseKind(name="Altura", months_valid=6))
    store.save(CourseNeed(course_kind=kind.id))
    luis = store.save(Person(name="Luis", role="worker"))
    came(store, course, ana)
    (each,) = found(store, "course_lapsed")
    assert each.where == (f"person/{ana.id}", f"person/{luis.id}"), "hers ended on 20 December"
    assert each.facts == (f"{kind.id} 2025-12-20", f"{kind.id} never")
    assert each.about(f"person/{luis.id}").sentence == "1 person at work needs “Altura” and has no course that holds."
    kind.months_valid = None
    store.save(kind)
    came(store, course, luis)
    assert found(store, "course_lapsed") == []


def test_who_works_without_needed_equipment_is_named_item_by_item(store: Store, ana: Person) -> None:
    store.save(PpeNeed(item="helmet"))
    (each,) = found(store, "ppe_overdue")
    assert (each.where, each.facts) == ((f"person/{ana.id}",), ("helmet never",))
    store.save(PpeDelivery(date=date(2025, 3, 1), person=ana.id, item="helmet", quantity=1, signed=True))
    assert found(store, "ppe_overdue") == []


def test_equipment_is_signed_for(store: Store, ana: Person) -> None:
    kept = store.save(PpeDelivery(date=date(2025, 3, 1), person=ana.id, item="boots", quantity=1))
    (each,) = found(store, "ppe_unsigned")
    assert each.rows is not None and [row.id for row in store.find(each.rows)] == [kept.id]
    kept.signed = True
    store.save(kept)
    assert found(store, "ppe_unsigned") == []


def test_very_many_are_named_by_their_period(store: Store) -> None:
    store.save(CourseNeed(course_kind=store.save(CourseKind(name="Altura")).id))
    with store.operation("many") as writer:
        writer.save_many(Person, [{"name": f"P{place}", "role": "worker"} for place in range(501)])
    (each,) = found(store, "course_lapsed")
    assert each.where == ("period/2025",) and each.sentence.startswith("501 people")
