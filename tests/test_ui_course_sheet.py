"""Who came to which course, typed and pasted; coverage; equipment for a whole crew; names tied to people."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.models import CourseNeed, Crew, Person, PpeDelivery, PpeNeed, Training, TrainingAttendance
from armdesk.services.people.coverage_sheet import PPE, TRAINING
from ui import files, ppe_handing
from ui.pages.course_sheet import CourseSheetPage
from ui.pages.coverage import CoveragePage
from ui.pages.ppe import PpePage
from ui.pages.training import TrainingPage
from ui.ppe_handing import HandingDialog
from ui.session import Session, Visit
from ui.tie_names import TieNamesDialog

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def office(session: Session) -> dict[str, Any]:  # noqa: F811
    store = session.store
    crew = store.save(Crew(name="Turno 1", kind="underground"))
    people = [store.save(Person(name=name, role="worker", sex="F", crew=crew.id)) for name in ("Ana", "Berta", "Carla")]
    courses = [store.save(Training(subject=subject, date=day)) for subject, day in (
        ("Gases", date(2025, 3, 1)), ("Altura", date(2025, 8, 1)))]
    return {"crew": crew, "people": people, "courses": courses}


@pytest.fixture
def page(session: Session, qtbot: Any, office: dict[str, Any]) -> CourseSheetPage:  # noqa: F811
    made = CourseSheetPage(session)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    qtbot.waitUntil(lambda: made.view.grid.rows() == 3)
    made.view.setFocus()
    made.view.go_to(0, 0)
    return made


def marks(session: Session) -> set[tuple[str, str, bool]]:  # noqa: F811
    store = session.store
    return {(store.label("person", each.person), store.label("training", each.training).partition(" · ")[0],
             bool(each.present)) for each in store.all(TrainingAttendance)}


def test_marks_are_typed_down_a_column(session: Session, qtbot: Any, page: CourseSheetPage) -> None:  # noqa: F811
    view = page.view
    for mark in "xfx":
        qtbot.keyClicks(view, mark)
        qtbot.waitUntil(view.editor.isVisible)
        qtbot.keyClick(view.editor, KEY.Key_Return)
    assert marks(session) == {("Ana", "Gases", True), ("Berta", "Gases", False), ("Carla", "Gases", True)}
    assert [view.grid.cell(row, 0).text for row in range(3)] == ["X", "–", "X"]
    assert view.grid.total(0) == "2"
    qtbot.keyClick(view, KEY.Key_Z, CTRL)
    qtbot.waitUntil(lambda: page.view.grid.cell(2, 0).text == "")
    assert len(session.store.all(TrainingAttendance)) == 2


def test_a_list_from_a_spreadsheet_is_pasted(session: Session, qtbot: Any, page: CourseSheetPage) -> None:  # noqa: F811
    QGuiApplication.clipboard().setText("X\tSI\nNO\tExc\n✓\t-\n")
    qtbot.keyClick(page.view, KEY.Key_V, CTRL)
    assert len(marks(session)) == 6 and sum(present for *_who, present in marks(session)) == 3


def test_a_course_leads_to_its_column_and_is_printed(session: Session, qtbot: Any, page: CourseSheetPage,  # noqa: F811
                                                     office: dict[str, Any], monkeypatch: Any,
                                                     tmp_path: Path) -> None:
    page.visit(Visit("course_sheet", record=office["courses"][0].id))
    qtbot.waitUntil(lambda: page.course is not None and page.course.subject == "Gases")
    for result in (False, True):
        target = tmp_path / f"{result}.pdf"
        monkeypatch.setattr(files, "ask_target", lambda *_more, target=target: target)
        page.print_list(result=result)
        qtbot.waitUntil(target.exists)


def test_an_empty_year_says_what_to_do(session: Session, qtbot: Any) -> None:  # noqa: F811
    page = CourseSheetPage(session)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: "New course" in page.empty.text())
    with qtbot.waitSignal(session.went) as went:
        page.begin()
    assert (went.args[0].page, went.args[0].values["form"]) == ("training", "course")


def test_the_register_of_courses_leads_to_who_came(session: Session, qtbot: Any, office: dict[str, Any]) -> None:  # noqa: F811
    page = TrainingPage(session)
    qtbot.addWidget(page)
    page.open_record(office["courses"][1].id)
    with qtbot.waitSignal(session.went) as went:
        page.open_sheet()
    assert (went.args[0].page, went.args[0].record) == ("course_sheet", office["courses"][1].id)


def test_written_names_are_tied_to_the_one_person_they_mean(session: Session, qtbot: Any,  # noqa: F811
                                                            office: dict[str, Any]) -> None:
    store = session.store
    rosa = store.save(Person(name="Rosa Elena Gómez Luna", role="worker"))
    for written in ("ROSA GÓMEZ", "rosa gomez", "Nadie Conocido"):
        store.save(TrainingAttendance(training=office["courses"][0].id, person_as_written=written))
    dialog = TieNamesDialog(session)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: len(dialog.ties) == 2)
    assert [dialog.table.rows.cell(0, column) for column in range(1, 3)] == ["2", "Rosa Elena Gómez Luna"]
    with qtbot.waitSignal(dialog.accepted):
        dialog.tie()
    assert sum(each.person == rosa.id for each in store.all(TrainingAttendance)) == 2


def test_coverage_offers_the_models_and_shows_each_person(session: Session, qtbot: Any,  # noqa: F811
                                                          office: dict[str, Any]) -> None:
    page = CoveragePage(session)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.stack.currentIndex() == 1)
    page.take_over()
    qtbot.waitUntil(lambda: page.stack.currentIndex() == 0 and page.view.grid.rows() == 3)
    assert session.store.one(CourseNeed) is not None and session.store.one(PpeNeed) is None
    assert page.view.grid.cell(0, 0).text == "✗ never"
    assert page.sums.rows.cell(0, 0) == "All" and page.sums.rows.cell(1, 0) == "Woman"
    with qtbot.waitSignal(session.went) as went:
        page.view.asked.emit("open")
    assert went.args[0].record == office["people"][0].id
    page.visit(Visit("coverage", record=PPE))
    qtbot.waitUntil(lambda: page.stack.currentIndex() == 1)
    assert page.of.currentData() == PPE != TRAINING


def test_a_crew_gets_what_is_due_in_one_go_and_its_list_is_printed(
        session: Session, qtbot: Any, office: dict[str, Any], monkeypatch: Any, tmp_path: Path) -> None:  # noqa: F811
    store = session.store
    for item in ("helmet", "boots"):
        store.save(PpeNeed(item=item, crew_kind="underground"))
    store.save(PpeDelivery(date=date(2026, 1, 20), person=office["people"][0].id, item="boots", quantity=1, size="38"))
    dialog = HandingDialog(session)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.view.grid.rows() == 3 and dialog.due_button.isEnabled())
    dialog.give_due()
    assert dialog.view.grid.total(0) == "3" and dialog.view.grid.total(2) == "2"
    dialog.view.write([(0, 2, "2"), (1, 2, "1 / 40")])
    assert dialog.view.grid.cell(0, 2).text == "2 / 38", "the size of last time"
    before = store.operations()[0].seq
    dialog.keep()
    assert store.operations()[0].seq == before + 1
    assert len(store.all(PpeDelivery)) == 7
    target = tmp_path / "lista.pdf"
    monkeypatch.setattr(files, "ask_target", lambda *_more: target)
    page = PpePage(session)
    qtbot.addWidget(page)
    ppe_handing.print_list(session, page, session.today())
    qtbot.waitUntil(target.exists)
    page.sign(store.all(PpeDelivery, date=session.today()))
    assert all(each.signed for each in store.all(PpeDelivery, date=session.today()))
    card = tmp_path / "ficha.pdf"
    monkeypatch.setattr(files, "ask_target", lambda *_more: card)
    page.print_card(office["people"][0])
    qtbot.waitUntil(card.exists)
