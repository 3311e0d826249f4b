"""A round of inspection from the plan to the action and the printed report, with the keyboard alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.models import (
    Action,
    Crew,
    Equipment,
    EquipmentCheck,
    Finding,
    Inspection,
    InspectionPlan,
    InspectionQuestion,
    InspectionTemplate,
    Person,
    Site,
)
from armdesk.services.governance import interests
from armdesk.services.safety import rounds, starter_rounds
from ui import files, today
from ui.pages import emergency as emergency_page
from ui.pages.rounds import RoundsPage
from ui.round_start import StartDialog
from ui.session import Session, Visit

KEY = Qt.Key
PHOTO = Path(__file__).parent / "data" / "la-esperanza" / "Fotos" / "IMG_20250829_093341.jpg"


@pytest.fixture
def mine(session: Session) -> dict[str, Any]:  # noqa: F811
    store = session.store
    site = store.save(Site(name="Bocamina"))
    crew = store.save(Crew(name="Turno 1", site=site.id))
    ana = store.save(Person(name="Ana", role="worker", crew=crew.id))
    luis = store.save(Person(name="Luis", role="worker"))
    template = store.save(InspectionTemplate(code="BOC", name="Ronda de bocamina"))
    for place, (text, kind) in enumerate((("¿Techo firme?", "yes_no"), ("¿Agua limpia?", "yes_no"),
                                          ("Oxígeno", "number")), start=1):
        store.save(InspectionQuestion(template=template.id, position=place, text=text, kind=kind, critical=place == 1,
                                      if_no="Desabombar"))
    store.save(InspectionPlan(template=template.id, site=site.id, crew=crew.id, every_days=7, inspector=luis.id,
                              starts_on=date(2026, 1, 5)))
    return {"crew": crew, "ana": ana, "luis": luis, "template": template}


@pytest.fixture
def page(session: Session, qtbot: Any) -> RoundsPage:  # noqa: F811
    made = RoundsPage(session)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    with qtbot.waitActive(made):  # keys of a page work in the window in front
        made.show()
        made.activateWindow()
    return made


def walking(session: Session, qtbot: Any, page: RoundsPage, mine: dict[str, Any]) -> Inspection:  # noqa: F811
    begun = rounds.begin(session.store, mine["template"], session.today(), crew=mine["crew"].id,
                         inspector_person=mine["luis"].id)
    page.open_round(begun.id)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.walk)
    return begun


def test_the_plan_shows_what_is_late_and_begins_with_one_key(
        session: Session, qtbot: Any, mine: dict[str, Any], page: RoundsPage, monkeypatch: Any) -> None:  # noqa: F811
    qtbot.waitUntil(lambda: page.plan_table.rows.count == 1)
    assert [page.plan_table.rows.cell(0, column) for column in (0, 1, 2, 4)] == [
        "2026-01-05", "26 days late", "Ronda de bocamina", "never"]
    monkeypatch.setattr(StartDialog, "exec", lambda dialog: dialog.begin())
    page.plan_table.setFocus()
    qtbot.keyClick(page.plan_table, KEY.Key_Return)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.walk)
    (kept,) = session.store.all(Inspection)
    assert (kept.inspector, kept.crew, kept.finished_on) == ("Luis", mine["crew"].id, None)


def test_who_belongs_to_the_crew_is_warned_before_he_begins(session: Session, qtbot: Any,  # noqa: F811
                                                            mine: dict[str, Any]) -> None:
    dialog = StartDialog(session)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.own.isVisible()
    dialog.crew.setCurrentIndex(dialog.crew.findData(mine["crew"].id))
    dialog.inspector.choose(mine["ana"].id, "Ana")
    assert dialog.own.isVisible()
    dialog.begin()
    assert dialog.begun is None and session.store.all(Inspection) == []
    dialog.reason.setText("No había otra persona")
    dialog.begin()
    assert dialog.begun is not None and dialog.begun.own_crew_reason == "No había otra persona"
    assert [each.round.id for each in interests.own_rounds(session.store, date.min)] == [dialog.begun.id]


def test_one_key_answers_and_goes_on_until_the_round_is_finished(
        session: Session, qtbot: Any, mine: dict[str, Any], page: RoundsPage) -> None:  # noqa: F811
    begun, walk = walking(session, qtbot, page, mine), page.walk
    qtbot.keyClicks(walk.table, "2")
    assert walk.table.currentIndex().row() == 1
    qtbot.keyClick(walk.table, KEY.Key_Up)
    qtbot.keyClicks(walk.table, "a")
    (action,) = session.store.all(Action)
    (finding,) = session.store.all(Finding)
    assert (action.measure, action.origin) == ("Desabombar", f"finding/{finding.id}")
    qtbot.keyClick(walk.table, KEY.Key_Return)
    qtbot.waitUntil(walk.note.hasFocus)
    qtbot.keyClicks(walk.note, "Dos lajas")
    qtbot.keyClick(walk.note, KEY.Key_Return)
    walk.finish()
    assert any("no answer yet" in text for text in walk.messages.texts()) and walk.table.currentIndex().row() == 1
    qtbot.keyClicks(walk.table, "1")
    qtbot.keyClicks(walk.table, "2")
    qtbot.waitUntil(walk.value.hasFocus)
    walk.value.setText("20,5")
    qtbot.keyClick(walk.value, KEY.Key_Return)
    walk.finish()
    kept = session.store.get(Inspection, begun.id)
    assert kept is not None and (kept.points, kept.points_most, kept.finished_on) == (1, 2, session.today())
    found = rounds.read(session.store, begun.id)
    assert found is not None and found.items[2].answer is not None and found.items[2].answer.number == 20_500
    assert found.items[0].answer is not None and found.items[0].answer.note == "Dos lajas"
    qtbot.keyClicks(walk.table, "2")
    assert rounds.read(session.store, begun.id).points() == (1, 2), "a finished round stays as it is"  # type: ignore[union-attr]


def test_a_photo_is_kept_as_a_document_and_printed_in_the_report(
        session: Session, qtbot: Any, mine: dict[str, Any], page: RoundsPage, monkeypatch: Any,  # noqa: F811
        tmp_path: Path) -> None:
    begun, walk = walking(session, qtbot, page, mine), page.walk
    monkeypatch.setattr(files, "ask_file", lambda *_more: PHOTO)
    qtbot.keyClicks(walk.table, "f")
    qtbot.waitUntil(lambda: rounds.read(session.store, begun.id).items[0].answer is not None)  # type: ignore[union-attr]
    target = tmp_path / "ronda.pdf"
    monkeypatch.setattr(files, "ask_target", lambda *_more: target)
    page.print_report()
    qtbot.waitUntil(target.exists)
    empty = tmp_path / "vacia.pdf"
    monkeypatch.setattr(files, "ask_target", lambda *_more: empty)
    page.print_empty(mine["template"])
    qtbot.waitUntil(empty.exists)
    assert target.stat().st_size > empty.stat().st_size > 1000


def test_an_office_without_lists_is_offered_the_models(session: Session, qtbot: Any, page: RoundsPage) -> None:  # noqa: F811
    qtbot.waitUntil(lambda: any("7 lists" in text for text in page.messages.texts()))
    page.take_over()
    assert len(session.store.all(InspectionTemplate)) == len(starter_rounds.models())
    assert starter_rounds.missing(session.store) == []


def test_an_inspection_of_an_authority_opens_as_a_form(session: Session, qtbot: Any, page: RoundsPage) -> None:  # noqa: F811
    visit = session.store.save(Inspection(date=session.today(), kind="government"))
    with qtbot.waitSignal(session.went) as went:
        page.visit(Visit("round", record=visit.id))
    assert (went.args[0].page, went.args[0].record) == ("inspection", visit.id)


def test_today_names_kits_that_expire_soon_and_rounds_of_the_week(session: Session, mine: dict[str, Any]) -> None:  # noqa: F811
    store = session.store
    store.save(Equipment(code="EXT-1", name="Extintor", kind="extinguisher", bought_on=session.today(),
                         expires_on=date(2026, 2, 20)))
    store.save(InspectionPlan(template=mine["template"].id, every_days=7, starts_on=session.today()))
    found = [(task.kind, task.state, task.text, task.page) for task in today.gather(
        session.workspace, session.today()).tasks]
    assert ("warn", "Ends soon", "Extinguisher: EXT-1 Extintor", "equipment") in found
    assert ("note", "This week", "Round: Ronda de bocamina · whole organisation", "round") in found


def test_equipment_marked_is_checked_with_one_key(session: Session, qtbot: Any) -> None:  # noqa: F811
    store = session.store
    for place in (1, 2):
        store.save(Equipment(code=f"EXT-{place}", name="Extintor", kind="extinguisher", bought_on=date(2025, 1, 1)))
    page = emergency_page.EmergencyPage(session)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    qtbot.waitUntil(lambda: page.table.rows.count == 2)
    assert page.sentence.text().startswith("To be checked: 2")
    page.table.setFocus()
    page.table.selectAll()
    qtbot.keyClick(page.table, KEY.Key_C)
    qtbot.waitUntil(lambda: page.sentence.text().startswith("Everything"))
    assert {each.date for each in store.all(EquipmentCheck)} == {session.today()}
    assert len(store.all(EquipmentCheck)) == 2
    store.undo()
    assert store.all(EquipmentCheck) == []
