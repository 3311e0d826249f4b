"""What an office types into the day sheet, with the keyboard alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import make
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QPushButton
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk import workspace as workspaces
from armdesk.fields import Reading
from armdesk.models import Crew, Production
from armdesk.services.sheets import day_drafts
from armdesk.services.sheets.day_choice import DayChoice
from armdesk.services.sheets.day_list import ListGrid
from armdesk.services.sheets.day_month import MonthGrid
from armdesk.services.sheets.day_sheet import DaySheet
from ui import conflict, files
from ui.pages.day_sheet import DaySheetPage
from ui.pages.records import RecordsPage
from ui.session import Session, Visit
from ui.shell import Shell

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WORKER = Path(__file__).parent / "day_sheet_worker.py"
CREWS = ("Guayabo 1", "Guayabo 2", "Los Halcones", "Nivel 2", "El Socavón")


@pytest.fixture
def site(session: Session) -> str:  # noqa: F811
    site = str(make(session.store, "site", code="LP", name="La Peña", status="active").id)
    for place, name in enumerate(CREWS):
        make(session.store, "crew", code=f"C{place}", name=name, site=site, active_to=None)
    return site


def shown(session: Session, qtbot: Any, site: str, **chosen: str) -> DaySheetPage:  # noqa: F811
    session.person.columns["day_sheet"] = DayChoice(site=site, month="2025-03", **chosen).words()
    page = DaySheetPage(session)
    qtbot.addWidget(page)
    page.resize(1150, 600)
    page.show()
    page.desk.view.setFocus()
    return page


@pytest.fixture
def page(session: Session, qtbot: Any, site: str) -> Iterator[DaySheetPage]:  # noqa: F811
    made = shown(session, qtbot, site, hidden="person,ore_kg,quality,receipt_no,shift,hours")
    yield made
    made.leave()


class Keys:
    """Presses keys where the keyboard is: in the line of the cell while one is typed, else in the table."""

    def __init__(self, page: DaySheetPage, qtbot: Any) -> None:
        self.page, self.qtbot, self.count = page, qtbot, 0

    def __call__(self, *keys: Any) -> None:
        for each in keys:
            view = self.page.desk.view
            if isinstance(each, str):
                for letter in each:
                    # Qt's own keyClicks knows no letter beyond ASCII.
                    press = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
                    QGuiApplication.sendEvent(view.editor if view.editor.isVisible() else view, press)
                self.count += len(each)
                continue
            key, modifier = each if isinstance(each, tuple) else (each, Qt.KeyboardModifier.NoModifier)
            self.qtbot.keyClick(view.editor if view.editor.isVisible() else view, key, modifier)
            self.count += 1


@pytest.fixture
def keys(page: DaySheetPage, qtbot: Any) -> Keys:
    return Keys(page, qtbot)


def at(page: DaySheetPage, row: int, name: str) -> str:
    grid = page.desk.view.grid
    assert isinstance(grid, ListGrid)
    return grid.cell(row, grid.names.index(name)).text


def mark(page: DaySheetPage, top: int, left: int, bottom: int, right: int) -> None:
    model = page.desk.view.own
    page.desk.view.go_to(top, left)
    page.desk.view.selectionModel().select(QItemSelection(model.index(top, left), model.index(bottom, right)),
                                      QItemSelectionModel.SelectionFlag.ClearAndSelect)


def test_fifty_deliveries_are_typed_without_the_mouse(page: DaySheetPage, keys: Keys, session: Session,  # noqa: F811
                                                      qtbot: Any) -> None:
    """Ten days of five crews; of a crew the first letters that tell it apart."""
    said = ("guayabo 1", "guayabo 2", "los", "ni", "so")
    for day in range(3, 13):
        for place in range(5):
            keys(str(day)) if not place else None
            keys(KEY.Key_Tab, said[place], KEY.Key_Tab, str(3 + place), KEY.Key_Tab, f"{day},{place}5", KEY.Key_Tab,
                 str(870 + place), KEY.Key_Return)
    found = session.store.all(Production)
    assert len(found) == 50 and page.desk.sheet.unsaved() == []
    names = {each.id: each.name for each in session.store.all(Crew)}
    told = sorted((each.date.day, names[each.crew], each.persons, each.gross_mg, each.fineness) for each in found)
    assert told == sorted((day, CREWS[place], 3 + place, day * 1000 + place * 100 + 50, 8_700 + place * 10)
                          for day in range(3, 13) for place in range(5))
    assert all(each.site == page.choice.site and each.quality == "measured" for each in found)
    assert keys.count / 50 < 20
    assert len([each for each in session.store.operations(500) if each.title.startswith("Day sheet")]) == 50
    qtbot.waitUntil(lambda: page.desk.foot.sums.whole().startswith("50 deliveries · gold 387.500 g"), timeout=5000)


def test_a_month_of_days_and_crews_needs_fewer_keys_still(session: Session, qtbot: Any, site: str) -> None:  # noqa: F811
    page = shown(session, qtbot, site, view="month")
    keys = Keys(page, qtbot)
    for name, text in (("gross_mg", "6,55"), ("fineness", "880"), ("persons", "7")):
        page.head._take("quantity", name)
        for column in range(5):
            page.desk.view.go_to(2, column)
            for _day in range(10):
                keys(text, KEY.Key_Return)
    page.leave()
    found = session.store.all(Production)
    assert len(found) == 50 and {(each.gross_mg, each.fineness, each.persons) for each in found} == {(6_550, 8_800, 7)}
    assert {each.date.day for each in found} == set(range(3, 13))
    assert keys.count / 50 < 13


def test_a_line_is_saved_when_it_is_left_and_not_before(page: DaySheetPage, keys: Keys, session: Session) -> None:  # noqa: F811
    keys("4", KEY.Key_Tab, KEY.Key_Tab, "7", KEY.Key_Tab, "5,5", KEY.Key_Tab)
    assert session.store.all(Production) == [] and page.desk.view.grid.side(0) == ("1", "unsaved")
    keys(KEY.Key_Down)
    kept, = session.store.all(Production)
    assert (kept.date.day, kept.persons, kept.gross_mg) == (4, 7, 5_500)
    assert page.desk.view.grid.side(0) == ("1", "")


def test_what_is_understood_stands_under_the_cell(page: DaySheetPage, keys: Keys) -> None:
    page.desk.view.go_to(0, 3)
    keys("2 cast 3 tom")
    assert page.desk.view.hint.words.text() == "2 cast 3 tom = 10.925 g" and page.desk.view.hint.isVisible()
    keys(KEY.Key_Escape)
    assert at(page, 0, "gross_mg") == "" and page.desk.sheet.lines == []
    keys("1.234")
    assert "can mean 1234 or 1.234" in page.desk.view.hint.words.text()
    keys(KEY.Key_Return)
    page.desk.view.go_to(0, 3)
    assert "can mean" in page.desk.view.hint.words.text() and "can mean" in page.desk.foot.note.whole()
    page.desk.settle_doubts(".")
    assert at(page, 0, "gross_mg") == "1.234" and not page.desk.sheet.unsaved()


def test_names_are_offered_chosen_or_kept_as_written(page: DaySheetPage, keys: Keys) -> None:
    page.desk.view.go_to(0, 1)
    keys("gua")
    assert page.desk.view.hint.words.text() == "› Guayabo 1\n   Guayabo 2\n   as written: gua"
    keys(KEY.Key_Down, KEY.Key_Return)
    assert at(page, 0, "crew") == "Guayabo 2"
    page.desk.view.go_to(0, 1)
    keys("gua", KEY.Key_Up, KEY.Key_Return)
    assert at(page, 0, "crew") == "gua" and page.desk.sheet.lines[0].values["crew_as_written"] == "gua"


def test_an_unknown_crew_is_told_kept_and_made_with_one_key(page: DaySheetPage, keys: Keys, session: Session) -> None:  # noqa: F811
    page.desk.view.go_to(0, 3)
    keys("5", KEY.Key_Return)
    page.desk.view.go_to(0, 1)
    keys("Los Nuevos")
    assert "not known here" in page.desk.view.hint.words.text()
    keys((KEY.Key_Return, CTRL))
    crew = session.store.one(Crew, name="Los Nuevos")
    assert crew is not None and crew.site == page.choice.site
    kept, = session.store.all(Production)
    assert kept.crew == crew.id and kept.crew_as_written is None


def test_keys_move_as_in_a_spreadsheet(page: DaySheetPage, keys: Keys) -> None:
    for text in ("1", "2", "3"):
        page.desk.view.go_to(page.desk.view.own.rowCount() - 1, 3)
        keys(text, KEY.Key_Return)
    page.desk.view.go_to(0, 3)
    keys(KEY.Key_F2, "1")
    assert page.desk.view.editor.text() == "11"
    keys(KEY.Key_Left)
    assert page.desk.view.editor.isVisible()
    keys(KEY.Key_Escape, "9", KEY.Key_Down)
    assert page.desk.view.place() == (1, 3) and at(page, 0, "gross_mg") == "9.000"
    keys((KEY.Key_Return, SHIFT))
    assert page.desk.view.place() == (0, 3)
    keys(KEY.Key_Backtab, KEY.Key_Right, KEY.Key_Right)
    assert page.desk.view.place() == (0, 4)
    page.desk.view.go_to(0, page.desk.view.own.columnCount() - 1)
    keys(KEY.Key_Tab)
    assert page.desk.view.place()[0] == 1


def test_fill_down_writes_the_cell_above_or_the_first_of_many(page: DaySheetPage, keys: Keys, session: Session) -> None:  # noqa: F811
    for text in ("1", "2", "3"):
        page.desk.view.go_to(page.desk.view.own.rowCount() - 1, 3)
        keys(text, KEY.Key_Return)
    page.desk.view.go_to(0, 4)
    keys("880", KEY.Key_Return, (KEY.Key_D, CTRL))
    assert at(page, 1, "fineness") == "880"
    mark(page, 0, 4, 2, 4)
    before = len(session.store.operations())
    keys((KEY.Key_D, CTRL))
    assert at(page, 2, "fineness") == "880"
    assert len(session.store.operations()) == before + 1
    assert {each.fineness for each in session.store.all(Production)} == {8_800}


def test_a_block_of_excel_in_spanish_and_english_is_one_operation(page: DaySheetPage, keys: Keys,
                                                                  session: Session) -> None:  # noqa: F811
    block = ('4\tGuayabo 1\t7\t6,55\t865\t\t"dos\r\nlíneas"\r\n4\tguayabo 2\t3\t3.9\t869\t\tx\r\n'
             "5\tLos de Abajo\t9\t2 cast 3 tom\t21 k\t\t\r\n06/03/2025\tNivel 2\t4\t1.234,5 g\t88 %\t\t\r\n"
             "7\tNivel 2\t4\t1.234\t880\t\t\r\n")
    QGuiApplication.clipboard().setText(block)
    before = len(session.store.operations())
    page.desk.view.go_to(0, 0)
    keys((KEY.Key_V, CTRL))
    assert len(session.store.operations()) == before + 1
    found = session.store.all(Production)
    assert sorted((each.date.day, each.persons, each.gross_mg, each.fineness, each.note) for each in found) == [
        (4, 3, 3_900, 8_690, "x"), (4, 7, 6_550, 8_650, "dos líneas"), (5, 9, 10_925, 8_750, None),
        (6, 4, 1_234_500, 8_800, None)]
    assert at(page, 4, "gross_mg") == "1.234" and page.desk.view.grid.cell(4, 3).tone == "problem"
    assert next(each for each in found if each.persons == 9).crew_as_written == "Los de Abajo"
    page.desk.undo()
    assert session.store.all(Production) == [] or len(page.desk.sheet.lines) == 4
    while page.desk.sheet.take_back():
        pass
    page.desk.undo()
    assert session.store.all(Production) == []


def test_what_is_copied_is_pasted_again_as_it_was(page: DaySheetPage, keys: Keys, session: Session) -> None:  # noqa: F811
    QGuiApplication.clipboard().setText("4\tGuayabo 1\t7\t6,55\t865\t\t=nota\n5\tAjena\t\t1,2345\t\t\t")
    keys((KEY.Key_V, CTRL))
    mark(page, 0, 0, 1, 6)
    keys((KEY.Key_C, CTRL))
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("4\tGuayabo 1\t7\t6.55\t865\t5.666\t'=nota\n")
    page.desk.view.go_to(2, 0)
    keys((KEY.Key_V, CTRL))
    mark(page, 2, 0, 3, 6)
    keys((KEY.Key_C, CTRL))
    assert QGuiApplication.clipboard().text() == copied
    assert len({(each.date, each.crew, each.gross_mg, each.note) for each in session.store.all(Production)}) == 2


def test_one_cell_fills_all_that_are_marked_and_delete_empties_them(page: DaySheetPage, keys: Keys) -> None:
    QGuiApplication.clipboard().setText("1\n2\n3\n")
    page.desk.view.go_to(0, 3)
    keys((KEY.Key_V, CTRL))
    QGuiApplication.clipboard().setText("900")
    mark(page, 0, 4, 2, 4)
    keys((KEY.Key_V, CTRL))
    assert [at(page, row, "fineness") for row in range(3)] == ["900"] * 3
    keys(KEY.Key_Delete)
    assert [at(page, row, "fineness") for row in range(3)] == [""] * 3
    page.desk.undo()
    assert [at(page, row, "fineness") for row in range(3)] == ["900"] * 3


def test_cells_that_have_no_place_are_counted(page: DaySheetPage, keys: Keys) -> None:
    QGuiApplication.clipboard().setText("1\t2\t3\t4\t5\t6\t7\t8\t9")
    page.desk.view.go_to(0, 3)
    keys((KEY.Key_V, CTRL))
    assert any("left out" in each for each in page.messages.texts())


def test_undo_takes_back_what_is_unsaved_then_what_is_saved(page: DaySheetPage, keys: Keys, session: Session) -> None:  # noqa: F811
    page.desk.view.go_to(0, 3)
    keys("5", KEY.Key_Return)
    page.desk.view.go_to(0, 3)
    keys("9", KEY.Key_Tab, "88", KEY.Key_Tab)
    keys((KEY.Key_Z, CTRL))
    assert (at(page, 0, "gross_mg"), at(page, 0, "fineness")) == ("9.000", "")
    keys((KEY.Key_Z, CTRL))
    assert at(page, 0, "gross_mg") == "5.000"
    keys((KEY.Key_Z, CTRL))
    assert session.store.all(Production) == [] and page.desk.sheet.lines == []
    keys((KEY.Key_Y, CTRL))
    assert len(session.store.all(Production)) == 1 and at(page, 0, "gross_mg") == "5.000"


def test_a_day_without_work_is_one_key_and_its_reason(page: DaySheetPage, keys: Keys, session: Session) -> None:  # noqa: F811
    keys(KEY.Key_F8, "llovió", KEY.Key_Return, KEY.Key_F8, KEY.Key_Return)
    assert sorted((each.date.day, each.no_work, each.note) for each in session.store.all(Production)) == [
        (1, True, "llovió"), (2, True, None)]
    keys.qtbot.waitUntil(lambda: "29 days of which nothing is told: 3–31" in page.desk.foot.sums.whole(), timeout=5000)
    page.desk.view.go_to(0, 0)
    keys(KEY.Key_F8)
    page.desk.view.go_to(2, 0)
    assert [each.no_work for each in sorted(session.store.all(Production), key=lambda each: each.date)] == [True, True]
    assert "Write the weight" in page.desk.view.grid.problem(0, 3)


def test_whole_days_of_a_site_are_marked_in_the_month(session: Session, qtbot: Any, site: str) -> None:  # noqa: F811
    page = shown(session, qtbot, site, view="month")
    keys = Keys(page, qtbot)
    mark(page, 1, 0, 2, 0)
    keys((KEY.Key_F8, SHIFT), "Semana Santa", KEY.Key_Return)
    assert sorted((each.date.day, each.note, each.crew) for each in session.store.all(Production)) == [
        (2, "Semana Santa", None), (3, "Semana Santa", None)]
    page.desk.view.go_to(0, 1)
    keys(KEY.Key_F8, KEY.Key_Escape)
    kept = next(each for each in session.store.all(Production) if each.date.day == 1)
    assert kept.no_work and kept.crew is not None and kept.note is None
    assert len(session.store.operations()) >= 2
    page.desk.view.go_to(0, 1)
    keys(KEY.Key_F8)
    assert len(session.store.all(Production)) == 2
    page.leave()


def test_what_cannot_be_saved_survives_a_kill(session: Session, qtbot: Any, site: str) -> None:  # noqa: F811
    page = shown(session, qtbot, site, hidden="")
    keys = Keys(page, qtbot)
    gold = ListGrid(page.desk.sheet).names.index("gross_mg")
    page.desk.view.go_to(0, gold)
    keys("mucho", KEY.Key_Return)
    page.desk.view.go_to(1, gold)
    keys("3 cas")
    qtbot.waitUntil(lambda: bool(session.store.drafts()), timeout=5000)
    # The light goes out here: nothing of the page is asked any more.
    again = shown(session, qtbot, site, hidden="")
    assert [at(again, row, "gross_mg") for row in range(2)] == ["mucho", "3 cas"]
    assert any("could not be saved" in each for each in again.messages.texts())
    assert session.store.all(Production) == []
    page.desk.view.close_editor(keep=False)


def test_a_sheet_is_whole_after_the_program_was_killed(workspace_folder: Path, config: Path) -> None:  # noqa: F811
    with workspaces.open_workspace(workspace_folder) as opened:
        site = str(make(opened.store, "site", code="LP", name="La Peña", status="active").id)
    with subprocess.Popen([sys.executable, str(WORKER), str(workspace_folder), site], stdout=subprocess.PIPE,
                          text=True) as typist:
        assert typist.stdout is not None and typist.stdout.readline().startswith("READY")
        typist.kill()
    with workspaces.open_workspace(workspace_folder) as opened:
        assert [each.gross_mg for each in opened.store.all(Production)] == [5_000]
        sheet = DaySheet(opened.store, site, date(2025, 3, 1), today=date(2026, 1, 31), reading=Reading())
        day_drafts.take_up(sheet)
        grid = ListGrid(sheet)
        gold = grid.names.index("gross_mg")
        assert [grid.cell(row, gold).text for row in range(3)] == ["5.000", "mucho", "3 cas"]
        assert [grid.cell(row, gold).tone for row in range(3)] == ["", "problem", "problem"]


def test_another_sheet_with_unsaved_lines_is_told(session: Session, qtbot: Any, site: str) -> None:  # noqa: F811
    page = shown(session, qtbot, site)
    Keys(page, qtbot)("mucho", KEY.Key_Return)
    page.head.turn(1)
    assert any("La Peña, 2025-03" in each for each in page.messages.texts())
    page.visit(Visit("day_sheet", record=f"{site}/2025-03"))
    assert page.choice.month == "2025-03" and page.desk.sheet.unsaved()


def test_an_office_without_sites_is_told_what_to_do_first(session: Session, qtbot: Any) -> None:  # noqa: F811
    page = shown(session, qtbot, "?")
    assert any("no site yet" in each for each in page.messages.texts())
    with qtbot.waitSignal(session.went, timeout=1000) as asked:
        page.messages.findChildren(QPushButton)[0].click()
    assert asked.args[0].page == "site" and asked.args[0].new


def test_the_sheet_becomes_that_of_the_first_site_once_there_is_one(session: Session, qtbot: Any) -> None:  # noqa: F811
    page = shown(session, qtbot, "?")
    made = str(make(session.store, "site", name="La Ñapa", status="active").id)
    qtbot.waitUntil(lambda: page.desk.sheet.site == made)
    assert page.head.site.currentData() == page.choice.site == made, "what is shown is what is written in"
    assert page.messages.texts() == []


def test_two_versions_are_shown_and_chosen_from(page: DaySheetPage, keys: Keys, session: Session,  # noqa: F811
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    page.desk.view.go_to(0, 3)
    keys("5", KEY.Key_Return)
    page.desk.view.go_to(0, 3)
    keys("7", KEY.Key_Tab)
    theirs, = session.store.all(Production)
    theirs.gross_mg = 6_000
    session.store.save(theirs)
    keys(KEY.Key_Down)
    page.desk.view.go_to(0, 3)
    assert "7.000" in page.desk.foot.note.whole() and "6.000" in page.desk.foot.note.whole()
    monkeypatch.setattr(conflict, "choose", lambda *_told: {"gross_mg"})
    line = page.desk.view.line()
    assert line is not None
    page.desk.settle(line)
    assert session.store.all(Production)[0].gross_mg == 7_000


def test_what_others_save_comes_in(page: DaySheetPage, session: Session, qtbot: Any) -> None:  # noqa: F811
    with qtbot.waitSignal(session.changes.records_changed, timeout=5000):
        make(session.store, "production", site=page.choice.site, date=date(2025, 3, 9), gross_mg=1_000)
    assert at(page, 0, "gross_mg") == "1.000" and page.desk.view.own.rowCount() == 2


def test_what_others_save_never_moves_a_cell_under_the_hands(page: DaySheetPage, keys: Keys, session: Session,  # noqa: F811
                                                             qtbot: Any) -> None:
    keys("5")
    with qtbot.waitSignal(session.changes.records_changed, timeout=5000):
        theirs = make(session.store, "production", site=page.choice.site, date=date(2025, 3, 9), gross_mg=1_000)
    keys(KEY.Key_Tab, KEY.Key_Tab, KEY.Key_Tab, "7", KEY.Key_Return)
    assert {(each.date.day, each.gross_mg) for each in session.store.all(Production)} == {(9, 1_000), (5, 7_000)}
    assert session.store.get(Production, theirs.id).version == 1
    with qtbot.waitSignal(session.changes.records_changed, timeout=5000):
        make(session.store, "production", site=page.choice.site, date=date(2025, 3, 10), gross_mg=2_000)
    assert page.desk.view.line() is None and page.desk.view.place()[0] == 3, "the keyboard stays where nothing stands"


def test_months_are_turned_typed_and_refused(page: DaySheetPage, qtbot: Any) -> None:
    qtbot.keyClick(page.desk.view, KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page.choice.month == "2025-04" and page.desk.sheet.period.begins == date(2025, 4, 1)
    page.head.turn(-1)
    page.head.month.setText("dic 2024")
    page.head.month.editingFinished.emit()
    assert page.choice.month == "2024-12" and page.head.month.text() == "December 2024"
    page.head.month.setText("17")
    page.head.month.editingFinished.emit()
    assert page.choice.month == "2024-12" and any("not a month" in each for each in page.messages.texts())


def test_the_unit_belongs_to_the_site_and_is_remembered(page: DaySheetPage, keys: Keys, session: Session) -> None:  # noqa: F811
    page.head.unit.setCurrentIndex(page.head.unit.findData("castellano"))
    page.head._take("unit", "castellano")
    page.desk.view.go_to(0, 3)
    keys("2 1/2", KEY.Key_Return)
    kept, = session.store.all(Production)
    assert kept.gross_mg == 11_500 and kept.typed_texts() == {"gross_mg": "2 1/2 castellano"}
    assert at(page, 0, "gross_mg") == "2.500"
    page.desk.turn_typed()
    assert at(page, 0, "gross_mg") == "2 1/2 castellano"
    assert session.workspace.settings.gold_units == {page.choice.site: "castellano"}
    other = str(make(session.store, "site", code="X", name="Aliso", status="active").id)
    page.choice.site = other
    page.open_sheet()
    assert page.desk.sheet.cells.unit == "g"


def test_several_deliveries_open_in_the_list(session: Session, qtbot: Any, site: str) -> None:  # noqa: F811
    crew = session.store.one(Crew, name="Nivel 2")
    for gross in (1_000, 2_000):
        make(session.store, "production", site=site, crew=crew.id, date=date(2025, 3, 4), gross_mg=gross)
    page = shown(session, qtbot, site, view="month")
    grid = page.desk.view.grid
    assert isinstance(grid, MonthGrid)
    page.desk.view.go_to(3, grid.who.index((crew.id, "")))
    Keys(page, qtbot)("5")
    assert not page.desk.view.editor.isVisible() and "2 deliveries" in page.desk.view.hint.words.text()
    Keys(page, qtbot)(KEY.Key_Return)
    assert page.choice.view == "list" and page.desk.view.line() is page.desk.sheet.lines[0]


def test_marked_lines_go_to_the_trash(page: DaySheetPage, keys: Keys, session: Session) -> None:  # noqa: F811
    page.desk.view.go_to(0, 3)
    keys("5", KEY.Key_Return, "6", KEY.Key_Return)
    mark(page, 0, 0, 1, 0)
    keys((KEY.Key_Minus, CTRL))
    assert session.store.all(Production) == [] and page.desk.view.own.rowCount() == 1


def test_nothing_is_typed_where_nothing_may_be_changed(page: DaySheetPage, keys: Keys,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(page.session), "read_only", property(lambda _self: True))
    keys("5", KEY.Key_F8, (KEY.Key_V, CTRL), KEY.Key_Delete, (KEY.Key_Z, CTRL), (KEY.Key_Minus, CTRL))
    assert not page.desk.view.editor.isVisible() and page.desk.sheet.lines == []


def test_another_page_opens_a_sheet(page: DaySheetPage, session: Session) -> None:  # noqa: F811
    page.visit(Visit("day_sheet", record=f"{page.choice.site}/2025-05"))
    assert page.desk.sheet.period.begins == date(2025, 5, 1)
    page.visit(Visit("day_sheet"))
    assert page.choice.month == "2025-05"


def test_the_sheet_is_printed_and_exported(page: DaySheetPage, keys: Keys, session: Session, qtbot: Any,  # noqa: F811
                                           tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui import day_export

    keys("4", KEY.Key_Tab, "niv", KEY.Key_Tab, "7", KEY.Key_Tab, "5,5", KEY.Key_Return)
    for write, name in ((day_export.print_sheet, "a.pdf"), (day_export.print_empty, "b.pdf"),
                        (day_export.export, "c.xlsx")):
        monkeypatch.setattr(files, "ask_target", lambda *_told, name=name: tmp_path / name)
        with qtbot.waitSignal(session.jobs.ended, timeout=10_000):
            page.out(write)
        assert (tmp_path / name).stat().st_size > 1000


def test_in_the_window_keys_of_the_sheet_go_before_its_own(session: Session, qtbot: Any, site: str) -> None:  # noqa: F811
    window = Shell(session)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow, timeout=5000)
    window.open_place("production")
    assert window.page == "day_sheet" and window.tab_stack.currentWidget().buttons["day_sheet"].isChecked()
    page = window.widget("day_sheet")
    assert isinstance(page, DaySheetPage)
    page.choice.month = "2025-03"
    page.open_sheet()
    keys = Keys(page, qtbot)
    gold = ListGrid(page.desk.sheet, page.choice.columns()).names.index("gross_mg")
    page.desk.view.go_to(0, gold)
    keys("5", KEY.Key_Tab, "88", KEY.Key_Tab, (KEY.Key_Z, CTRL))
    assert at(page, 0, "gross_mg") == "5.000" and at(page, 0, "fineness") == ""
    page.desk.view.go_to(0, gold - 1)
    keys("7")
    qtbot.keyClick(page.desk.view.editor, KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page.choice.month == "2025-04"
    assert [(each.gross_mg, each.persons) for each in session.store.all(Production)] == [(5_000, 7)]
    page.desk.view.go_to(0, gold)
    keys("9", KEY.Key_Tab)
    window.go(Visit("production"))
    assert sorted(each.gross_mg for each in session.store.all(Production)) == [5_000, 9_000]
    window.close()


def test_the_register_leads_to_the_sheet(session: Session, qtbot: Any) -> None:  # noqa: F811
    page = RecordsPage(session, Production)
    qtbot.addWidget(page)
    button = next(each for each in page.findChildren(QPushButton) if each.text() == "Day sheet")
    with qtbot.waitSignal(session.went, timeout=1000) as asked:
        button.click()
    assert asked.args[0].page == "day_sheet"
