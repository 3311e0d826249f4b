"""The attendance of a month: marks and hours read and kept, what is refused stays with its reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import make

from armdesk.fields import Reading
from armdesk.models import Attendance, Crew, Person, Shift, Site
from armdesk.services.basis.period import month
from armdesk.services.safety.hours import site_hours
from armdesk.services.sheets import day_blocks
from armdesk.services.sheets.attendance_grid import AttendanceGrid
from armdesk.services.sheets.attendance_sheet import AttendanceSheet, read_mark, read_sheet
from armdesk.store import Store

FIRST, TODAY = date(2025, 3, 1), date(2025, 3, 20)
READING = Reading(decimal_mark=",")


@pytest.fixture
def crew(store: Store) -> str:
    """A crew of three at one site; one joined on the tenth."""
    site = store.save(Site(code="A", name="Mina")).id
    made = store.save(Crew(code="C-1", name="Turno 1", site=site)).id
    for name, joined in (("Ana 2", None), ("Ana 10", date(2025, 3, 10)), ("Luis", None)):
        store.save(Person(name=name, role="member", crew=made, joined_on=joined))
    store.save(Person(name="Gone", role="member", crew=made, left_on=date(2025, 2, 1), status="left"))
    return str(made)


def _grid(store: Store, crew: str) -> AttendanceGrid:
    return AttendanceGrid(read_sheet(store, FIRST, crew=crew, today=TODAY), READING)


def _row(grid: AttendanceGrid) -> list[str]:
    return [grid.cell(row, 2).text for row in range(grid.rows())]


@pytest.mark.parametrize(("text", "meant"), [
    ("P", ("present", 800)), ("x", ("present", 800)), ("Sí", ("present", 800)), ("A", ("absent", 0)),
    ("F", ("absent", 0)), ("-", ("absent", 0)), ("Exc.", ("excused", 0)), ("7,5", ("present", 750)),
    ("8 h", ("present", 800)), ("0", ("absent", 0)), (" ", None)])
def test_marks_are_read_as_offices_write_them(text: str, meant: Any) -> None:
    assert read_mark(text, READING, 800) == meant


@pytest.mark.parametrize("text", ["25", "-3", "Q", "ocho", "8:30h"])
def test_what_is_neither_mark_nor_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_mark(text, READING, 800)


def test_people_of_the_crew_stand_by_name_and_only_while_they_belong(store: Store, crew: str) -> None:
    grid = _grid(store, crew)
    assert [grid.side(row)[0] for row in range(grid.rows())] == ["Ana 2", "Ana 10", "Luis"]
    assert (grid.columns(), grid.head(2), grid.head(31), grid.head(32)) == (33, "3\nMo", "Days", "Hours")
    assert grid.cell(1, 2).tone == "idle" and grid.cell(1, 10).tone == ""
    assert grid.why_not(0, 25) and not grid.why_not(0, 19)


def test_a_block_is_kept_as_one_operation_and_undone_as_one(store: Store, crew: str) -> None:
    grid = _grid(store, crew)
    grid.write([(0, 2, "P"), (2, 2, "7,5"), (0, 3, "A"), (0, 31, "9")])
    assert _row(grid) == ["P", "", "7.5"]
    assert [grid.cell(0, 31).text, grid.cell(0, 32).text, grid.total(2), grid.total(32)] == ["1", "8", "2", "15.5"]
    kept = store.all(Attendance)
    assert {(each.status, each.hours, each.crew, each.quality) for each in kept} == {
        ("present", 800, crew, "measured"), ("present", 750, crew, "measured"), ("absent", 0, crew, "measured")}
    assert all(each.site for each in kept)
    assert [row.hours for row in site_hours(store, month(2025, 3))] == [15.5]
    operations = len(store.operations())
    grid.write([(0, 2, "P")])
    assert len(store.operations()) == operations, "what stands there already is no new operation"
    store.undo()
    assert store.all(Attendance) == []


def test_a_cell_is_changed_and_emptied(store: Store, crew: str) -> None:
    grid = _grid(store, crew)
    grid.write([(0, 2, "P")])
    grid.write([(0, 2, "E")])
    (only,) = store.all(Attendance)
    assert (only.status, only.hours, only.version) == ("excused", 0, 2)
    grid.write([(0, 2, "")])
    assert store.all(Attendance) == [] and _row(grid) == ["", "", ""]
    again = _grid(store, crew)
    assert _row(again) == ["", "", ""]


def test_what_is_not_understood_stays_with_its_reason_and_keeps_nothing(store: Store, crew: str) -> None:
    grid = _grid(store, crew)
    grid.write([(0, 2, "P"), (2, 2, "ocho")])
    assert _row(grid) == ["P", "", "ocho"] and grid.cell(2, 2).tone == "problem" and grid.side(2)[1] == "problem"
    assert "hours such as 8" in grid.problem(2, 2) and len(store.all(Attendance)) == 1
    assert grid.explain(2, 2, "ocho").tone == "alarm" and grid.explain(2, 2, "7").sentence == "present, 7 hours"
    grid.write([(2, 2, "")])
    assert _row(grid) == ["P", "", ""] and not grid.problem(2, 2)


def test_a_closed_month_says_so_in_the_cell(store: Store, crew: str) -> None:
    make(store, "month_close", month="2025-03", reopened_on=None, reopened_by=None, reopened_reason=None)
    grid = _grid(store, crew)
    grid.write([(0, 2, "P")])
    assert grid.cell(0, 2).tone == "problem" and grid.problem(0, 2) and store.all(Attendance) == []


def test_the_hours_of_the_shift_go_before_the_usual_ones(store: Store, crew: str) -> None:
    store.save(Shift(date=date(2025, 3, 8), crew=crew, shift="day", hours=600, persons=3, worked=True))
    grid = _grid(store, crew)
    grid.write([(0, 7, "P"), (0, 6, "P")])
    assert sorted(each.hours for each in store.all(Attendance)) == [600, 800]
    assert (grid.cell(0, 7).text, grid.cell(0, 32).text) == ("P", "14")


def test_somebody_else_saved_the_cell_meanwhile(store: Store, crew: str) -> None:
    grid = _grid(store, crew)
    grid.write([(0, 2, "P")])
    (theirs,) = store.all(Attendance)
    theirs.hours = 400
    store.save(theirs)
    grid.write([(0, 2, "A")])
    assert grid.cell(0, 2).tone == "problem" and store.all(Attendance)[0].hours == 400


def test_several_entries_of_a_day_are_only_read(store: Store, crew: str) -> None:
    person = store.one(Person, name="Luis")
    assert person is not None
    for hours in (400, 500):
        store.save(Attendance(date=date(2025, 3, 3), person=person.id, crew=crew, hours=hours))
    grid = _grid(store, crew)
    assert grid.cell(2, 2).text == "9 ×2" and grid.why_not(2, 2)
    assert grid.write([(2, 2, "A")]) == []


def test_the_rest_of_the_crew_came(store: Store, crew: str) -> None:
    grid = _grid(store, crew)
    grid.write([(0, 2, "A")])
    grid.fill_day(2)
    assert _row(grid) == ["A", "", "P"], "who had not joined yet is left out"
    grid.fill_day(12)
    assert grid.total(12) == "3"


def test_blocks_go_to_a_spreadsheet_and_back(store: Store, crew: str) -> None:
    grid = _grid(store, crew)
    grid.write([(0, 2, "P"), (0, 3, "7,5"), (2, 2, "E")])
    copied = day_blocks.copied(grid, (0, 2, 2, 3))
    block = day_blocks.pasted(grid, copied, (0, 4, 0, 4))
    grid.write(block.places)
    assert [grid.cell(row, 4).text for row in range(3)] == ["P", "", "E"] and grid.cell(0, 5).text == "7.5"
    assert block.lost == 0
    grid.write(day_blocks.filled_down(grid, (0, 4, 2, 4)))
    assert [grid.cell(row, 4).text for row in range(3)] == ["P", "P", "P"]


def test_everybody_and_a_site(store: Store, crew: str) -> None:
    site = store.all(Site)[0].id
    store.save(Person(name="Zoila", role="staff", site=site))
    store.save(Person(name="Nobody's", role="staff"))
    sheet = read_sheet(store, FIRST, site=site, today=TODAY)
    assert [each.name for each in sheet.people] == ["Ana 2", "Ana 10", "Luis", "Zoila"]
    everybody: AttendanceSheet = read_sheet(store, FIRST, today=TODAY)
    assert [each.name for each in everybody.people] == ["Ana 2", "Ana 10", "Luis", "Nobody's", "Zoila"]
