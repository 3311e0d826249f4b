"""The day sheet without its window: how cells are read, kept as drafts, saved, undone and added up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factories import make
from hypothesis import given
from hypothesis import strategies as st

from armdesk.catalogues import load
from armdesk.dates import parse_month
from armdesk.errors import InvalidRecord
from armdesk.exports.day_sheet_pdf import write_sheet
from armdesk.fields import Reading
from armdesk.models import Production
from armdesk.numbers import parse_mass
from armdesk.reports import day_sheet as day_report
from armdesk.services.basis.cell_block import parsed, written
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.rules import RULES
from armdesk.services.gold.day_figures import days_between
from armdesk.services.gold.day_units import GOLD_UNITS, in_unit
from armdesk.services.sheets import day_drafts, day_saving
from armdesk.services.sheets.day_choice import DayChoice, sites
from armdesk.services.sheets.day_line import Line
from armdesk.services.sheets.day_list import COLUMNS, ListGrid
from armdesk.services.sheets.day_month import MonthGrid
from armdesk.services.sheets.day_sheet import DaySheet, sums
from armdesk.services.sheets.day_text import foot_text
from armdesk.store import Store
from armdesk.typed import NotUnderstood

MARCH, TODAY = date(2025, 3, 1), date(2026, 1, 31)


@pytest.fixture
def site(store: Store) -> str:
    return str(make(store, "site", code="LP", name="La Peña", status="active").id)


@pytest.fixture
def crews(store: Store, site: str) -> list[str]:
    return [str(make(store, "crew", code=f"C{place}", name=name, site=site, active_to=None).id)
            for place, name in enumerate(("Guayabo 1", "Guayabo 2", "Los Halcones"))]


@pytest.fixture
def sheet(store: Store, site: str, crews: list[str]) -> DaySheet:
    return opened(store, site)


def opened(store: Store, site: str, unit: str = "g", mark: str | None = None, today: date = TODAY) -> DaySheet:
    return DaySheet(store, site, MARCH, today=today, reading=Reading(decimal_mark=mark), unit=unit)


def typed(grid: ListGrid, row: int, **cells: str) -> Line:
    """Type into a row, one cell after the other."""
    for name, text in cells.items():
        grid.write([(row, grid.names.index(name), text)])
    return grid.lines[row]


def shown(grid: ListGrid, row: int) -> dict[str, str]:
    return {name: grid.cell(row, place).text for place, name in enumerate(grid.names)}


def test_a_delivery_is_typed_and_saved_as_one_operation(sheet: DaySheet, store: Store, crews: list[str]) -> None:
    before = len(store.operations())
    grid = ListGrid(sheet)
    line = typed(grid, 0, date="4", crew="guayabo 1", shift="n", persons="7", hours="8", gross_mg="2 cast 3 tom",
                 fineness="21 k", note="llovió")
    assert shown(grid, 0)["gross_mg"] == "10.925" and shown(grid, 0)["fine_mg"] == "9.559"
    assert sheet.save([line]) == [line]
    assert len(store.operations()) == before + 1
    kept, = store.all(Production)
    assert (kept.date, kept.crew, kept.shift, kept.persons, kept.hours) == (date(2025, 3, 4), crews[0], "night", 7, 800)
    assert (kept.gross_mg, kept.fineness, kept.fine_mg, kept.quality) == (10_925, 8_750, 9_559, "measured")
    assert kept.typed_texts() == {"gross_mg": "2 cast 3 tom", "fineness": "21 k"}
    assert not line.changed and sheet.save([line]) == []


def test_what_was_typed_is_shown_on_demand(sheet: DaySheet) -> None:
    grid = ListGrid(sheet)
    typed(grid, 0, gross_mg="2 cast 3 tom")
    grid.as_typed = True
    assert shown(grid, 0)["gross_mg"] == "2 cast 3 tom"
    assert grid.typed(0, grid.names.index("gross_mg")) == "2 cast 3 tom"


@pytest.mark.parametrize(("unit", "text", "mg"), [
    ("castellano", "2", 9_200), ("castellano", "2 1/2", 11_500), ("tomin", "3", 1_725), ("real", "1", 288),
    ("oz", "1", 31_103), ("tola", "1", 11_664), ("kg", "0,5", 500_000), ("g", "2 cast 3 tom", 10_925)])
def test_gold_is_read_in_the_unit_of_the_site(store: Store, site: str, unit: str, text: str, mg: int) -> None:
    grid = ListGrid(opened(store, site, unit))
    line = typed(grid, 0, gross_mg=text)
    assert line.values["gross_mg"] == mg
    assert grid.sheet.cells.exact(line, "gross_mg") == in_unit(mg, unit)
    if unit != "g":
        assert line.typed_texts()["gross_mg"].startswith(text)


def test_four_t_is_never_four_tonnes_of_gold(sheet: DaySheet) -> None:
    line = typed(ListGrid(sheet), 0, gross_mg="4 t")
    assert "gross_mg" not in line.values and "not a unit of weight" in line.problems["gross_mg"][0]


def test_a_doubtful_number_is_asked_and_settled_for_all_at_once(sheet: DaySheet) -> None:
    grid = ListGrid(sheet)
    gold = grid.names.index("gross_mg")
    lines = grid.write([(0, gold, "1.234"), (1, gold, "5,5"), (2, gold, "2.500")])
    assert [line.values.get("gross_mg") for line in lines] == [None, 5_500, None]
    assert "can mean" in grid.problem(0, gold) and lines[0].texts == {"gross_mg": "1.234"}
    assert sheet.save(lines) == [lines[1]]
    sheet.settle_doubts(".")
    assert [line.values.get("gross_mg") for line in lines] == [1_234, 5_500, 2_500]
    sheet.take_back()
    assert lines[0].texts == {"gross_mg": "1.234"} and set(lines[0].doubts) == {"gross_mg"}


@pytest.mark.parametrize(("name", "text", "words"), [
    ("date", "32", "no day 32"), ("date", "4/4/2025", "not in the month"), ("date", "", "needed"),
    ("date", "mañana", "not a date"), ("persons", "-3", "at least"), ("fineness", "1001", "fineness like 880"),
    ("gross_mg", "-5", "below zero"), ("gross_mg", "5 arrobas", "unit"), ("shift", "x", "none of"),
    ("hours", "25", "at most 24 h"), ("ore_kg", "1.2.3", "not a number")])
def test_wrong_input_is_a_sentence_beside_its_cell_and_stays(sheet: DaySheet, name: str, text: str, words: str) -> None:
    grid = ListGrid(sheet)
    line = typed(grid, 0, **{"gross_mg": "5", name: text})
    place = grid.names.index(name)
    assert words in grid.problem(0, place)
    assert grid.cell(0, place).text == text and grid.cell(0, place).tone == "problem"
    assert sheet.save([line]) == [] and line in sheet.unsaved()


def test_a_day_that_has_not_come_is_refused(store: Store, site: str) -> None:
    grid = ListGrid(opened(store, site, today=date(2025, 3, 10)))
    assert "has not come yet" in typed(grid, 0, date="11").problems["date"][0]
    assert typed(grid, 0, date="10").problems == {}


def test_names_are_known_by_name_number_or_kept_as_written(sheet: DaySheet, store: Store, crews: list[str]) -> None:
    grid = ListGrid(sheet)
    crew = grid.names.index("crew")
    assert typed(grid, 0, crew="LOS HALCONES").values["crew"] == crews[2]
    assert typed(grid, 0, crew="c1").values["crew"] == crews[1]
    line = typed(grid, 0, crew="Los Nuevos", gross_mg="3")
    assert "crew" not in line.values and line.values["crew_as_written"] == "Los Nuevos"
    assert grid.cell(0, crew).tone == "unknown"
    assert "not known here" in sheet.cells.understood("crew", "Los Nuevos")
    sheet.save([line])
    make(store, "crew", code="C9", name="Los nuevos", site=sheet.site)
    sheet.renew_names()
    assert typed(grid, 0, crew="los nuevos ").values.get("crew_as_written") is None


def test_a_name_that_two_people_bear_is_asked(store: Store, site: str) -> None:
    for code in ("12", "47"):
        make(store, "person", code=code, name="Juan Pérez", site=site)
    grid = ListGrid(opened(store, site))
    person = grid.names.index("person")
    assert "12, 47" in typed(grid, 0, person="juan perez").problems["person"][0]
    assert typed(grid, 0, person="47").problems == {}
    assert grid.cell(0, person).text == "Juan Pérez · 47"
    names = grid.sheet.cells.names["person"]
    for text in ("per", "pérez ju"):
        assert [each.code for each in names.offers(text)] == ["12", "47"]
    assert names.offers("pere x") == names.offers(" ") == []


def test_crews_stand_in_the_order_of_their_numbers(store: Store, site: str) -> None:
    for number in (10, 2, 1):
        make(store, "crew", code=f"K{number}", name=f"Cuadrilla {number}", site=site, active_to=None)
    assert [MonthGrid(opened(store, site)).head(place) for place in range(3)] == [
        "Cuadrilla 1", "Cuadrilla 2", "Cuadrilla 10"]


def test_the_next_line_has_the_day_of_the_one_above(sheet: DaySheet) -> None:
    grid = ListGrid(sheet)
    typed(grid, 0, date="7", gross_mg="1")
    assert grid.cell(1, 0).text == "7" and grid.cell(1, 0).tone == "quiet"
    assert typed(grid, 1, gross_mg="2").values["date"] == date(2025, 3, 7)


def test_acts_are_taken_back_one_by_one_until_they_are_saved(sheet: DaySheet) -> None:
    grid = ListGrid(sheet)
    line = typed(grid, 0, gross_mg="1", persons="3")
    sheet.save([line])
    typed(grid, 0, gross_mg="9", note="x")
    assert sheet.take_back() and sheet.take_back()
    assert line.values["gross_mg"] == 1_000 and not line.changed
    assert not sheet.take_back()
    gold = grid.names.index("gross_mg")
    grid.write([(row, gold, "4") for row in range(1, 5)])
    assert len(sheet.lines) == 5 and sheet.take_back()
    grid.refresh()
    assert sheet.lines == [line] and grid.rows() == 2


def test_a_block_is_one_operation_and_one_undo(sheet: DaySheet, store: Store) -> None:
    grid = ListGrid(sheet)
    before = len(store.operations())
    block = parsed("4\tGuayabo 1\t6,55\r\n5\tGuayabo 2\t3.9\r\n6\tLos Halcones\t\r\n")
    places = [grid.names.index(name) for name in ("date", "crew", "gross_mg")]
    lines = grid.write([(row, places[column], text) for row, cells in enumerate(block)
                        for column, text in enumerate(cells)])
    assert len(sheet.save(lines)) == 2
    assert len(store.operations()) == before + 1
    assert [line.values["date"].day for line in sheet.unsaved()] == [6]
    store.undo()
    sheet.refresh()
    assert store.all(Production) == [] and [line.values["date"].day for line in sheet.lines] == [6]


def test_an_emptied_line_goes_to_the_trash_and_a_new_one_vanishes(sheet: DaySheet, store: Store) -> None:
    grid = ListGrid(sheet)
    line = typed(grid, 0, gross_mg="5", fineness="900")
    sheet.save([line])
    typed(grid, 0, gross_mg="", fineness="")
    assert sheet.save([line]) == [line] and sheet.lines == []
    assert store.all(Production) == []
    grid.refresh()
    again = typed(grid, 0, gross_mg="5")
    typed(grid, 0, gross_mg="")
    assert sheet.save([again]) == [] and sheet.lines == []


def test_two_people_change_one_delivery(sheet: DaySheet, store: Store) -> None:
    grid = ListGrid(sheet)
    line = typed(grid, 0, gross_mg="5", persons="3")
    sheet.save([line])
    theirs = store.get(Production, line.id)
    assert theirs is not None
    theirs.gross_mg, theirs.receipt_no = 6_000, "R-1"
    store.save(theirs)
    typed(grid, 0, gross_mg="7", persons="4")
    assert sheet.save([line]) == []
    gold = grid.names.index("gross_mg")
    assert "7.000" in grid.problem(0, gold) and "6.000" in grid.problem(0, gold)
    assert set(line.theirs) >= {"gross_mg", "persons"}
    day_saving.settle(store, line, {"persons"})
    assert sheet.save([line]) == [line]
    kept = store.get(Production, line.id)
    assert kept is not None and (kept.gross_mg, kept.persons, kept.receipt_no) == (6_000, 4, "R-1")


def test_what_others_saved_comes_in_and_what_is_unsaved_here_stays(sheet: DaySheet, store: Store) -> None:
    grid = ListGrid(sheet)
    sheet.save([typed(grid, 0, gross_mg="5"), typed(grid, 1, gross_mg="6")])
    mine, other = sheet.lines
    typed(grid, 0, persons="9")
    for each in store.all(Production):
        each.persons = 2
        store.save(each)
    make(store, "production", site=sheet.site, date=date(2025, 3, 9), gross_mg=1_000)
    assert sheet.refresh()
    assert (mine.values["persons"], other.values["persons"], len(sheet.lines)) == (9, 2, 3)
    assert sheet.lines[1:] == [mine, other], "what is typed here stays at the end"
    store.trash([store.get(Production, other.id)])  # type: ignore[list-item]
    assert sheet.refresh() and len(sheet.lines) == 2
    assert not sheet.refresh()


def test_a_line_trashed_meanwhile_says_so(sheet: DaySheet, store: Store) -> None:
    grid = ListGrid(sheet)
    line = typed(grid, 0, gross_mg="5")
    sheet.save([line])
    store.trash(store.all(Production))
    typed(grid, 0, gross_mg="6")
    assert sheet.save([line]) == []
    assert "trash" in grid.problem(0, 0)


def test_a_month_that_the_store_refuses_stays_on_the_sheet(sheet: DaySheet, monkeypatch: pytest.MonkeyPatch) -> None:
    from armdesk.writer import Writer

    def closed(_writer: Any, _record: Any) -> None:
        raise InvalidRecord({"date": ["March 2025 is closed."]})

    monkeypatch.setattr(Writer, "save", closed)
    grid = ListGrid(sheet)
    line = typed(grid, 0, gross_mg="5")
    assert sheet.save([line]) == []
    assert grid.problem(0, 0) == "March 2025 is closed." and grid.cell(0, 0).tone == "problem"
    month = MonthGrid(sheet)
    row, column = 0, month.who.index(("", ""))
    assert "March 2025 is closed." in month.problem(row, column)


def test_drafts_come_back_whole(sheet: DaySheet, store: Store, site: str) -> None:
    grid = ListGrid(sheet)
    saved = typed(grid, 0, gross_mg="5", crew="Guayabo 1")
    sheet.save([saved])
    typed(grid, 0, fineness="21 k", persons="mucho")
    typed(grid, 1, date="9", crew="Los Nuevos", gross_mg="1.234")
    day_drafts.keep(sheet, (grid.fresh(date(2025, 3, 12)), "gross_mg", "3 cast"))
    later = opened(store, site)
    lines = day_drafts.take_up(later)
    again = ListGrid(later)
    assert len(lines) == 3 and len(later.lines) == 3
    assert shown(again, 0)["persons"] == "mucho" and shown(again, 0)["fineness"] == "875"
    assert shown(again, 1)["crew"] == "Los Nuevos" and lines[1].texts == {"gross_mg": "1.234"}
    assert lines[2].values["gross_mg"] == 13_800 and lines[2].values["date"] == date(2025, 3, 12)
    later.save(lines)
    day_drafts.keep(later)
    assert len(store.drafts()) == 1
    for line in later.unsaved():
        later.write([(line, name, "5") for name in list(line.texts)])
    later.save(later.unsaved())
    day_drafts.keep(later)
    assert store.drafts() == []


def test_a_draft_older_than_what_others_saved_is_shown_as_both(sheet: DaySheet, store: Store, site: str) -> None:
    grid = ListGrid(sheet)
    line = typed(grid, 0, gross_mg="5")
    sheet.save([line])
    typed(grid, 0, gross_mg="6")
    day_drafts.keep(sheet)
    kept, = store.all(Production)
    kept.gross_mg = 8_000
    store.save(kept)
    later = opened(store, site)
    found, = day_drafts.take_up(later)
    assert later.save([found]) == [] and "gross_mg" in found.theirs


def test_the_month_shows_days_and_crews_and_adds_up(sheet: DaySheet, store: Store, crews: list[str]) -> None:
    month = MonthGrid(sheet, watched=("fineness", "hours"))
    assert [month.head(column) for column in range(month.columns())] == [
        "Guayabo 1", "Guayabo 2", "Los Halcones", "Total"]
    assert (month.rows(), month.side(0)) == (31, ("1 Sat", "gap"))
    lines = month.write([(3, 0, "6,55"), (3, 1, "3.9"), (4, 0, "2 cast 3 tom")])
    assert len(sheet.save(lines)) == 3
    month.refresh()
    assert month.cell(3, 3).text == "10.450" and month.total(0) == "17.475" and month.total(3) == "21.375"
    assert month.cell(3, 0).dot and month.side(3)[1] == ""
    fineness = MonthGrid(sheet, quantity="fineness", watched=("fineness",))
    sheet.save(fineness.write([(3, 0, "880"), (3, 1, "900"), (4, 0, "870")]))
    assert not fineness.cell(3, 0).dot and len(store.all(Production)) == 3
    assert {(each.date.day, each.crew, each.fineness) for each in store.all(Production)} == {
        (4, crews[0], 8_800), (4, crews[1], 9_000), (5, crews[0], 8_700)}
    assert fineness.total(3) == "878.5"  # of all gold together, not the mean of three numbers


def test_several_deliveries_of_a_day_are_added_up_and_not_typed_over(sheet: DaySheet) -> None:
    grid = ListGrid(sheet)
    typed(grid, 0, date="4", crew="Guayabo 1", gross_mg="2")
    typed(grid, 1, date="4", crew="Guayabo 1", gross_mg="3")
    month = MonthGrid(sheet)
    assert month.cell(3, 0).text == "5.000 ×2" and month.cell(3, 0).tone == "several"
    assert month.write([(3, 0, "9")]) == [] and "2 deliveries" in month.why_not(3, 0)
    assert month.lines_at(3, 0) == sheet.lines


def test_people_across_bring_their_crew(sheet: DaySheet, store: Store, crews: list[str]) -> None:
    person = make(store, "person", code="1", name="Ana", crew=crews[1], site=None)
    sheet.renew_names()
    month = MonthGrid(sheet, "person")
    assert month.who == [(person.id, "")]
    sheet.save(month.write([(0, 0, "3")]))
    kept, = store.all(Production)
    assert (kept.person, kept.crew) == (person.id, crews[1])


def test_nobody_worked_for_a_counter_entry(store: Store, site: str, crews: list[str]) -> None:
    first = store.save(Production(date=MARCH, site=site, crew=crews[0], gross_mg=9_000, persons=6, hours=800))
    store.save(Production(date=MARCH, site=site, crew=crews[0], gross_mg=-9_000, persons=6, hours=800,
                          corrects=first.id, correction_reason="Contada dos veces"))
    found = sums(opened(store, site).lines)
    assert (found.person_days, found.person_hours, found.gross_mg) == (6, 4_800, 0)


def test_a_day_without_work_is_a_record_with_its_reason(sheet: DaySheet, store: Store, crews: list[str]) -> None:
    month = MonthGrid(sheet)
    lines = sheet.turn_idle(month.idle_lines([(8, 0), (8, 1)]), idle=True)
    sheet.write([(line, "note", "llovió") for line in lines])
    sheet.save(lines)
    month.refresh()
    assert month.cell(8, 0).text == "llovió" and month.cell(8, 0).tone == "idle" and month.side(8)[1] == ""
    assert {(each.no_work, each.note, each.crew) for each in store.all(Production)} == {
        (True, "llovió", crews[0]), (True, "llovió", crews[1])}
    assert sums(sheet.lines).idle == 2 and sums(sheet.lines).deliveries == 0
    month.write([(8, 0, "5")])
    line = month.line(8, 0)
    assert line is not None and sheet.save([line]) == []
    assert "without work cannot have a weight" in str(line.problems)
    sheet.take_back()
    sheet.turn_idle([line], idle=False)
    sheet.write([(line, "note", "")])
    sheet.save([line])
    assert len(store.all(Production)) == 1


def test_a_line_with_gold_is_not_turned_into_a_day_without_work(sheet: DaySheet) -> None:
    line = typed(ListGrid(sheet), 0, gross_mg="5")
    assert sheet.turn_idle([line], idle=True) == [] and not line.values["no_work"]


def test_gaps_are_the_days_of_which_nothing_is_told(sheet: DaySheet, store: Store, site: str) -> None:
    assert len(sheet.gaps()) == 31
    make(store, "shift", site=site, date=date(2025, 3, 2), worked=False)
    make(store, "production", site=site, date=date(2025, 3, 3))
    sheet.refresh()
    month = MonthGrid(sheet)
    sheet.save(sheet.turn_idle(month.idle_site([0, 1, 2, 3]), idle=True))
    assert [day.day for day in sheet.gaps()][:3] == [5, 6, 7] and len(sheet.gaps()) == 27
    assert sheet.lines[-1].values.get("crew") is None


def test_the_shift_chosen_narrows_and_fills(store: Store, site: str) -> None:
    sheet = opened(store, site)
    for shift in ("day", "night"):
        make(store, "production", site=site, date=date(2025, 3, 3), shift=shift)
    sheet.refresh()
    sheet.defaults["shift"] = "night"
    grid = ListGrid(sheet, shift="night")
    assert len(grid.lines) == 1
    assert typed(grid, 1, gross_mg="3").values["shift"] == "night" and len(grid.lines) == 2
    assert MonthGrid(sheet, shift="day").total(0) != ""


def looked(store: Store, today: date = TODAY) -> list[Finding]:
    look = Look(store, load.get("craft-2.0"), Period(date(2025, 1, 1), date(2025, 12, 31)), today)
    return list(RULES["untold_days"](look))


def test_a_rule_lists_the_months_with_gaps_of_each_site(store: Store, site: str) -> None:
    assert looked(store) == []
    for day in (1, 2, 5, 9, 10):
        make(store, "production", site=site, date=date(2025, 11, day))
    make(store, "shift", site=site, date=date(2025, 11, 7), worked=False)
    for day in range(1, 32):
        make(store, "production", site=site, date=date(2025, 12, day), no_work=True, gross_mg=None)
    found, = looked(store)
    assert found.sentence == ("La Peña, November 2025: on 24 days there is neither a delivery nor a note that there "
                              "was no work (3, 4, 6, 8, 11–30).")
    assert found.where == (f"day_sheet/{site}/2025-11",) and found.severity == "note"
    assert [each.where[0][-7:] for each in looked(store, date(2025, 11, 4))] == ["2025-11"]
    assert "2 days" in looked(store, date(2025, 11, 4))[0].sentence


def test_a_day_of_rest_is_told_once_and_not_month_by_month(store: Store, site: str) -> None:
    for day in days_between(date(2025, 10, 1), date(2025, 12, 31)):
        if day.weekday() != 6 and day.day != 13:
            make(store, "production", site=site, date=day)
    make(store, "shift", site=make(store, "site", code="P", name="Planta", status="active").id, date=date(2025, 3, 1))
    rest, *months = looked(store)
    assert rest.sentence.startswith("La Peña: nothing is ever told of Sundays.") and rest.where == (f"site/{site}",)
    [gaps] = months
    assert [each[-7:] for each in gaps.where] == ["2025-10", "2025-11", "2025-12"]
    assert gaps.sentence == ("La Peña: in 3 months there are days with neither a delivery nor a note that there was no "
                             "work: October 2025 (13); November 2025 (13); December 2025 (13).")
    one = gaps.about(f"day_sheet/{site}/2025-11")
    assert "November 2025: on 1 day " in one.sentence and one.facts == ("13",)


def test_a_closed_site_is_looked_at_until_its_last_day(store: Store) -> None:
    site = make(store, "site", code="Q", name="Honda", status="inactive")
    for day in (date(2025, 2, 27), date(2025, 3, 1)):
        make(store, "production", site=site.id, date=day)
    assert [each.where[0][-7:] for each in looked(store)] == ["2025-02"]
    assert "1 day " in looked(store)[0].sentence


cells = st.lists(st.lists(st.text(st.characters(exclude_categories=("Cs",))), min_size=1, max_size=4), min_size=1,
                 max_size=5).map(lambda rows: [(row + [""] * 4)[: len(rows[0])] for row in rows])


@given(cells)
def test_any_block_copied_is_pasted_as_it_was(block: list[list[str]]) -> None:
    assert parsed(written(block)) == block


def test_blocks_of_spreadsheets_are_read() -> None:
    excel = '4\t"dos\r\nlíneas"\t"di""jo"\r\n5\t\t5"\r\n'
    assert parsed(excel) == [["4", "dos\r\nlíneas", 'di"jo'], ["5", "", '5"']]
    assert parsed("6,55\t6.55") == [["6,55", "6.55"]]
    assert parsed("") == [] and parsed("\n") == [[""]]
    assert written([["=1+1", "-2"]]) == "'=1+1\t-2\n"


@given(st.integers(1, 10**9), st.sampled_from(sorted(GOLD_UNITS)), st.sampled_from([",", ".", None]))
def test_a_weight_reads_back_exactly_in_every_unit(mg: int, unit: str, mark: str | None) -> None:
    assert parse_mass(in_unit(mg, unit, mark), unit=unit, decimal_mark=mark) == mg


EXAMPLES = [(12_345, 8_805, 1_250, 725, 4), (1_234, 10_000, None, None, None), (1, 1, 1, 1, 1),
            (10_925, None, 12_000, 100, 9_999), (None, None, 1_234_567, None, None)]
"""Gold in mg, fineness, ore in kg, hours, persons."""


@pytest.mark.parametrize("unit", sorted(GOLD_UNITS))
@pytest.mark.parametrize("mark", [",", ".", None])
def test_rows_copied_and_pasted_are_the_same_deliveries(
        store: Store, site: str, crews: list[str], unit: str, mark: str | None) -> None:
    sheet = opened(store, site, unit, mark)
    names = [name for name in COLUMNS if name != "fine_mg"]
    for gross, fineness, ore, hours, persons in EXAMPLES:
        line = sheet.new_line(date=date(2025, 3, 5), crew=crews[0], shift="day", note='="x", y')
        line.put({"gross_mg": gross, "fineness": fineness, "ore_kg": ore, "hours": hours, "persons": persons})
        sheet.lines.append(line)
    grid = ListGrid(sheet)
    places = [grid.names.index(name) for name in names]
    count = len(sheet.lines)
    text = written([[grid.exact(row, place) for place in places] for row in range(count)])
    grid.write([(count + row, places[column], cell) for row, cells_of in enumerate(parsed(text))
                for column, cell in enumerate(cells_of)])
    for old, new in zip(sheet.lines[:count], sheet.lines[count:], strict=True):
        assert not new.problems
        left, right = ({name: value for name, value in line.values.items() if name != "typed"} for line in (old, new))
        assert left == right


@pytest.mark.parametrize(("text", "first"), [
    ("3", (2025, 3)), ("1", (2026, 1)), ("2", (2025, 2)), ("3/2024", (2024, 3)), ("2024-03", (2024, 3)),
    ("marzo de 2025", (2025, 3)), ("dic 24", (2024, 12)), ("March", (2025, 3)), ("3-25", (2025, 3))])
def test_a_month_is_typed_in_any_usual_way(text: str, first: tuple[int, int]) -> None:
    assert parse_month(text, today=TODAY) == date(*first, 1)


@pytest.mark.parametrize("text", ["13", "0", "marzo 5", "x", "", "2025", "3/202", "2025-13"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_month(text, today=TODAY)


def test_what_was_chosen_is_kept_as_words(store: Store, site: str) -> None:
    choice = DayChoice(site=site, view="month", by="person", quantity="ore_kg", hidden="note,shift")
    assert DayChoice.read(choice.words()) == choice
    assert DayChoice.read(["view=x", "quantity=password", "by=", "nonsense", "b=c=d"]) == DayChoice()
    make(store, "production", site=site, date=date(2025, 3, 9))
    assert choice.first(store, TODAY) == MARCH
    assert DayChoice(site=site, month="2024-07").first(store, TODAY) == date(2024, 7, 1)
    assert DayChoice(site="").first(store, TODAY) == date(2026, 1, 1)


def test_sites_that_mine_or_have_deliveries_have_sheets(store: Store, site: str) -> None:
    assert sites(store) == [(site, "La Peña")]
    plant = make(store, "site", code="P", name="Aliso", kind="plant", status="active")
    gone = make(store, "site", code="Q", name="Botadero", kind="tailings", status="inactive")
    assert sites(store) == [(site, "La Peña")]
    for each in (plant.id, gone.id, None):
        make(store, "production", site=each, date=MARCH)
    found = sites(store)
    assert {(plant.id, "Aliso"), (gone.id, "Botadero"), (site, "La Peña")} <= set(found) and found[-1] == ("", "")
    assert len(DaySheet(store, "", MARCH, today=TODAY, reading=Reading()).lines) == 1


def two_days(sheet: DaySheet) -> ListGrid:
    grid = ListGrid(sheet)
    typed(grid, 0, date="4", crew="Guayabo 1", persons="7", hours="8", gross_mg="2 cast 3 tom", fineness="880")
    typed(grid, 1, date="5", crew="Guayabo 2", persons="3", gross_mg="1,5", note="<b>&=1+1")
    return grid


def text_of(path: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_a_month_is_printed_and_signed(sheet: DaySheet, tmp_path: Path) -> None:
    grid = two_days(sheet)
    made = day_report.paper(grid, ("La Esperanza · La Peña · March 2025", foot_text(sheet)), TODAY)
    write_sheet(made, tmp_path / "a.pdf")
    write_sheet(made, tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    text = text_of(tmp_path / "a.pdf")
    for words in ("La Esperanza", "Guayabo 1", "10.925", "12.425", "<b>&=1+1", "Head of crew", "Page 1"):
        assert words in text
    month = day_report.paper(MonthGrid(sheet, watched=("fineness",)), ("x",), TODAY)
    assert month.title == "Day sheet · Gold (g)" and month.rows[4][2] == "1.500 •" and month.totals[-1] == "12.425"
    assert "missing" in month.lines[-1]
    write_sheet(month, tmp_path / "c.pdf")
    assert "31 Mon" in text_of(tmp_path / "c.pdf")


def test_an_empty_sheet_has_the_same_columns(sheet: DaySheet, tmp_path: Path) -> None:
    grid = two_days(sheet)
    blank = day_report.empty(grid, ("x",), TODAY)
    assert [column.title for column in blank.columns] == [grid.head(place) for place in range(grid.columns())]
    assert not any(any(row) for row in blank.rows) and blank.by_hand
    month = day_report.empty(MonthGrid(sheet), ("x",), TODAY)
    assert [row[0] for row in month.rows][:2] == ["1 Sat", "2 Sun"] and not any(any(row[1:]) for row in month.rows)
    write_sheet(blank, tmp_path / "a.pdf")
    assert "10.925" not in text_of(tmp_path / "a.pdf") and "signature" in text_of(tmp_path / "a.pdf")


def test_many_crews_take_several_pages_with_the_day_on_each(store: Store, site: str, tmp_path: Path) -> None:
    for place in range(40):
        make(store, "crew", code=f"K{place}", name=f"Cuadrilla {place:02d}", site=site, active_to=None)
    write_sheet(day_report.paper(MonthGrid(opened(store, site)), ("x",), TODAY), tmp_path / "a.pdf")
    text = text_of(tmp_path / "a.pdf")
    assert text.count("31 Mon") == 3 and "39" in text


def test_what_is_seen_goes_to_excel_as_numbers(sheet: DaySheet) -> None:
    grid = two_days(sheet)
    table = day_report.table(grid)
    heads = {column.key: place for place, column in enumerate(table.columns)}
    first, second = table.rows
    assert first[heads["date"]] == date(2025, 3, 4) and first[heads["gold_gross_g"]] == Decimal("10.925")
    assert first[heads["fineness_permille"]] == 880 and first[heads["hours"]] == 8
    assert second[heads["fineness_permille"]] is None and second[heads["team_code"]] == "Guayabo 2"
    month = day_report.table(MonthGrid(sheet))
    assert month.rows[3][:2] == (date(2025, 3, 4), Decimal("10.925")) and month.rows[4][-1] == Decimal("1.5")
    assert day_report.table(MonthGrid(sheet, quantity="fineness")).rows[3][-1] == 880
    assert day_report.table(MonthGrid(sheet, quantity="persons")).rows[3][1] == 7
    castellanos = opened(sheet.store, sheet.site, "castellano")
    other = ListGrid(castellanos)
    typed(other, 0, gross_mg="2 3/8")
    assert Decimal("2.375") in day_report.table(other).rows[0]


def test_marks_that_nobody_sees_are_left_out_of_names(sheet: DaySheet, crews: list[str]) -> None:
    line = typed(ListGrid(sheet), 0, date="\u202a4\u202c", crew="Guayabo\u200f 1", person="A\x00n\u202ea", gross_mg="5")
    assert line.values["date"] == date(2025, 3, 4) and line.values["crew"] == crews[0]
    assert line.values["person_as_written"] == "Ana"


def test_half_a_letter_is_nothing(sheet: DaySheet) -> None:
    line = typed(ListGrid(sheet), 0, date="\ud800", note="\ud800")
    assert "date" in line.problems and not line.values.get("note")


def test_a_site_told_of_once_has_one_sentence_on_its_weekdays(store: Store, site: str) -> None:
    make(store, "production", site=site, date=date(2025, 12, 2))
    rest, *months = looked(store)
    assert "told of Mondays, Wednesdays, Thursdays, Fridays, Saturdays, Sundays." in rest.sentence
    assert [each.where[0][-7:] for each in months] == ["2025-12"]
