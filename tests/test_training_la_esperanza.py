"""Courses and equipment of a real office's books, as a careful person counted them (TRUTH.json)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from conftest import NOW

from armdesk import workspace as workspaces
from armdesk.catalogues import load
from armdesk.evidence.files import FileStore
from armdesk.importers.apply import apply_import
from armdesk.importers.plan import plan_import
from armdesk.importers.recipe import load_recipe
from armdesk.models import CourseKind, CourseNeed, Person, PpeNeed, Training
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.training_rules import TRAINING_RULES
from armdesk.services.people import coverage, name_ties, ppe
from armdesk.services.people.course_grid import CourseGrid
from armdesk.services.people.course_sheet import read_sheet
from armdesk.services.safety import safety_figures
from armdesk.store import Store

BOX = Path(__file__).parent / "data" / "la-esperanza"
RECIPES = Path(__file__).parent / "data" / "recipes" / "la-esperanza"
TRUTH = json.loads((BOX / "TRUTH.json").read_text(encoding="utf-8"))
TODAY = date.fromisoformat(TRUTH["reference_date"])
BOTH_YEARS = Period(*map(date.fromisoformat, TRUTH["period"]))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("box") / "workspace"
    with workspaces.create(folder, author="tester", now=lambda: NOW) as opened:
        files = FileStore(folder / "files")
        for name in ("personas", "capacitaciones", "epp"):
            recipe = load_recipe(RECIPES / f"{name}.json")
            (book,) = [path for path in BOX.rglob("*") if path.is_file() and recipe.fits(path.name)]
            assert apply_import(plan_import(recipe, book, opened.store), opened.store, files, TODAY) is not None
        ties = name_ties.proposed(opened.store)
        assert [(tie.written, bool(tie.name)) for tie in ties if not tie.person] == [
            ("José Erazo", True), ("José Fidencio Erazo (hijo)", False)], "father and son are called alike"
        assert name_ties.tie(opened.store, ties) > 1000
        yield opened.store


def found(store: Store, name: str) -> list[Finding]:
    return list(TRAINING_RULES[name](Look(store, load.get("craft-2.0"), BOTH_YEARS, TODAY)))


def test_each_course_counts_marks_people_and_women_as_by_hand(office: Store) -> None:
    counted = {course.subject: course for course in safety_figures.courses(office, BOTH_YEARS)}
    assert len(counted) == TRUTH["trainings"]["courses"]
    for course in TRUTH["trainings"]["by_course"]:
        each = counted[course["course"]]
        assert (each.date, each.marks, each.persons) == (course["date"], course["marks"], course["distinct_people"])
        assert each.women == course["by_sex"].get("F", 0)


def test_the_matrix_shows_the_marks_of_the_book(office: Store) -> None:
    grid = CourseGrid(office, read_sheet(office, BOTH_YEARS.begins, BOTH_YEARS.ends))
    came = {course["course"]: course["distinct_people"] for course in TRUTH["trainings"]["by_course"]}
    assert {grid.sheet.courses[column].subject: int(grid.total(column)) for column in range(grid.columns())} == came
    shown = Counter(grid.cell(row, column).text for row in range(grid.rows()) for column in range(grid.columns()))
    assert shown["X"] + shown["X ×2"] == TRUTH["trainings"]["attendance_distinct"]


def test_the_early_certificate_is_found(office: Store) -> None:
    (each,) = found(office, "early_certificates")
    assert "C-2025-170" in each.sentence and "2025-06-06" in each.sentence and "2025-06-20" in each.sentence


def test_the_person_with_two_rows_in_the_matrix_is_found_in_each_course_twice_marked(office: Store) -> None:
    (each,) = found(office, "twice_in_course")
    assert len(each.where) > 2 and each.where[-1].startswith("person/")


def test_the_written_totals_are_read_and_those_that_count_empty_looking_cells_are_found(office: Store) -> None:
    truth = {course["course"]: course["counta_as_written"] for course in TRUTH["trainings"]["by_course"]}
    assert {training.subject: training.total_stated for training in office.all(Training)} == truth
    assert len(found(office, "course_totals")) == sum(
        course["counta_as_written"] not in (course["marks"], course["distinct_people"])
        for course in TRUTH["trainings"]["by_course"]) > 0


def test_coverage_of_a_course_everybody_needs(office: Store) -> None:
    course = next(each for each in TRUTH["trainings"]["by_course"] if each["course"] == "Trabajo en alturas")
    kind = office.save(CourseKind(name=course["course"]))
    office.save(CourseNeed(course_kind=kind.id))
    people = office.all(Person)
    here = {each.id for each in people if each.status not in ("left", "dead") and not each.left_on}
    share = coverage.training_coverage(office, TODAY).by_what()[kind.id]
    assert share.needed == len(here) == TRUTH["people"]["distinct"] - TRUTH["people"]["left_or_dead"]
    assert share.held + sum(1 for each in people if each.id not in here and _came(office, each.id, course["date"])) \
        == course["distinct_people"]


def _came(store: Store, person: str, day: str) -> bool:
    sheet = read_sheet(store, date.fromisoformat(day), date.fromisoformat(day))
    row = sheet.rows_of.get(person)
    return row is not None and sheet.mark(row, 0) in ("present", "several")


def test_who_has_no_boots_of_the_last_year_is_due_boots(office: Store) -> None:
    office.save(PpeNeed(item="boots"))
    due = [each for each in ppe.receivers(office, TODAY) if "boots" in each.due]
    share = coverage.ppe_coverage(office, TODAY).by_what()["boots"]
    assert len(due) == share.needed - share.held + share.soon
    assert 0 < share.held < share.needed
