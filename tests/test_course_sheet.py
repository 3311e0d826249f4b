"""The matrix of courses: marks as offices write them, typed and pasted, each act one operation."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from armdesk.models import Crew, Person, Training, TrainingAttendance
from armdesk.services.people.course_grid import CERTIFICATE, CourseGrid
from armdesk.services.people.course_marks import ABSENT, EXCUSED, PRESENT, mark_of, read_mark
from armdesk.services.people.course_sheet import TALK, read_sheet
from armdesk.services.sheets import day_blocks
from armdesk.store import Store

TRUTH = json.loads((Path(__file__).parent / "data" / "la-esperanza" / "TRUTH.json").read_text(encoding="utf-8"))
YEAR = (date(2025, 1, 1), date(2025, 12, 31))


@pytest.fixture
def office(store: Store) -> dict[str, Any]:
    crew = store.save(Crew(name="Turno 1"))
    people = [store.save(Person(name=name, role="worker", crew=crew.id if name != "Carla" else None, joined_on=joined))
              for name, joined in (("Ana", date(2024, 1, 1)), ("Berta", date(2025, 6, 1)), ("Carla", None))]
    courses = [store.save(Training(subject=subject, date=day)) for subject, day in (
        ("Gases", date(2025, 3, 1)), ("Altura", date(2025, 8, 1)))]
    return {"crew": crew, "people": people, "courses": courses}


def grid(store: Store, **more: Any) -> CourseGrid:
    return CourseGrid(store, read_sheet(store, *YEAR, **more))


@pytest.mark.parametrize(("mark", "meant"), [
    *((mark, PRESENT) for mark in (*TRUTH["trainings"]["present_marks"], "P", "sí")),
    *((mark, ABSENT) for mark in ("F", "-", "NO", "no vino", "–")), ("Exc", EXCUSED), ("", None)])
def test_marks_of_offices_are_understood(mark: str, meant: str | None) -> None:
    assert read_mark(mark) == meant
    if meant:
        assert mark_of(meant == PRESENT, mark) == meant


@given(some.text(max_size=12))
def test_any_text_is_a_mark_or_refused_in_a_sentence(text: str) -> None:
    try:
        meant, sentence = read_mark(text), "."
    except ValueError as error:
        meant, sentence = None, str(error)
    assert meant in (PRESENT, ABSENT, EXCUSED, None) and sentence.endswith(".")


def test_a_mark_is_typed_changed_and_taken_out_and_each_can_be_undone(store: Store, office: dict[str, Any]) -> None:
    sheet = grid(store)
    assert [sheet.side(row)[0] for row in range(3)] == ["Ana", "Berta", "Carla"]
    assert sheet.write([(0, 0, "x")])
    (entry,) = store.all(TrainingAttendance)
    assert (entry.person, entry.training, entry.present) == (office["people"][0].id, office["courses"][0].id, True)
    assert (sheet.cell(0, 0).text, sheet.total(0)) == ("X", "1")
    sheet.write([(0, 0, "Exc")])
    assert (store.all(TrainingAttendance)[0].present, sheet.cell(0, 0).text, sheet.total(0)) == (False, "E", "0")
    sheet.write([(0, 0, "")])
    assert store.all(TrainingAttendance) == []
    store.undo()
    assert grid(store).cell(0, 0).text == "E"


def test_what_is_no_mark_and_what_does_not_change_anything_is_not_written(store: Store, office: dict[str, Any]) -> None:
    sheet = grid(store)
    assert sheet.write([(0, 0, "quizás")]) == [] and sheet.explain(0, 0, "quizás").tone == "alarm"
    sheet.write([(0, 0, "X")])
    before = store.operations()[0].seq
    assert sheet.write([(0, 0, "✓")]) == []
    assert store.operations()[0].seq == before


def test_a_block_from_a_spreadsheet_is_one_operation(store: Store, office: dict[str, Any]) -> None:
    sheet = grid(store)
    before = store.operations()[0].seq
    block = day_blocks.pasted(sheet, "X\tF\nSI\tExc\n✓\t\n", (0, 0, 0, 0))
    assert len(sheet.write(block.places)) == 5
    assert store.operations()[0].seq == before + 1
    again = grid(store)
    assert [[again.cell(row, column).text for column in (0, 1)] for row in range(3)] == [
        ["X", "–"], ["X", "E"], ["X", ""]]
    assert again.problem(1, 0), "Berta joined after that course"
    assert not again.problem(0, 0)


def test_only_the_crew_and_its_talks(store: Store, office: dict[str, Any]) -> None:
    store.save(Training(subject="Techo", date=date(2025, 5, 2), form="talk", crew=office["crew"].id))
    sheet = grid(store, form=TALK, crew=office["crew"].id)
    assert (sheet.rows(), sheet.columns(), sheet.head(0)) == (2, 1, "Techo 02-05-25")


def test_a_person_who_left_is_shown_where_he_came(store: Store, office: dict[str, Any]) -> None:
    gone = store.save(Person(name="Zoila", role="worker", left_on=date(2025, 4, 1), status="left"))
    assert grid(store).rows() == 3
    store.save(TrainingAttendance(training=office["courses"][0].id, person=gone.id))
    assert grid(store).rows() == 4


def test_two_entries_of_one_person_are_shown_and_not_written_over(store: Store, office: dict[str, Any]) -> None:
    for _time in range(2):
        store.save(TrainingAttendance(training=office["courses"][0].id, person=office["people"][0].id))
    sheet = grid(store)
    assert sheet.cell(0, 0).text == "X ×2" and sheet.problem(0, 0) and sheet.total(0) == "1"
    assert sheet.write([(0, 0, "F")]) == []


def test_certificates_are_typed_where_somebody_came(store: Store, office: dict[str, Any]) -> None:
    grid(store).write([(0, 0, "X")])
    sheet = CourseGrid(store, read_sheet(store, *YEAR), CERTIFICATE)
    assert sheet.write([(0, 0, "C-17"), (1, 0, "C-18")])
    assert [each.certificate_no for each in store.all(TrainingAttendance)] == ["C-17"]
    assert CourseGrid(store, read_sheet(store, *YEAR), CERTIFICATE).cell(0, 0).text == "C-17"
    assert sheet.why_not(1, 0)
    sheet.write([(0, 0, "")])
    assert store.all(TrainingAttendance)[0].certificate_no is None
