"""A meeting from call to minutes by keyboard alone; offices, joint plan, policies and handover on the screen."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from ui_fixtures import answers, config, english, refreshed, session  # noqa: F401 - fixtures

from armdesk.evidence.pdfs import text_of
from armdesk.models import (
    AgendaItem,
    Agreement,
    AgreementNote,
    Mandate,
    Meeting,
    MeetingAttendance,
    Organ,
    OrganRule,
    Person,
    Policy,
    Resolution,
    Stakeholder,
)
from armdesk.services.governance import policies
from ui import files
from ui.messages import Message
from ui.pages.assembly import AssemblyPage
from ui.pages.handover import HandoverPage
from ui.pages.joint_plan import JointPlanPage
from ui.pages.meetings import MeetingsPage
from ui.pages.offices import OfficesPage
from ui.pages.policies import PoliciesPage
from ui.session import Session, Visit

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def shown(qtbot: Any, page: Any) -> Any:
    qtbot.addWidget(page)
    page.resize(1180, 640)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def until(qtbot: Any, condition: Any) -> None:
    qtbot.waitUntil(condition, timeout=8000)


def focused(page: QWidget) -> QWidget:
    found = page.window().focusWidget()
    assert found is not None
    return found


def typed(qtbot: Any, page: QWidget, text: str) -> None:
    """Type into whatever has the keyboard, and go on with Enter."""
    box = focused(page)
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Key.Key_Return)


def printed(session: Session, monkeypatch: pytest.MonkeyPatch, qtbot: Any, target: Path,  # noqa: F811
            run: Any) -> str:
    monkeypatch.setattr(files, "ask_target", lambda *_what: target)
    said: list[Message] = []
    session.said.connect(said.append)
    run()
    until(qtbot, lambda: bool(said))
    assert said[0].kind == "good"
    return " ".join(text_of(target).split())


@pytest.fixture
def office(session: Session) -> dict[str, Person]:  # noqa: F811
    """An assembly by statutes, and five members."""
    store = session.store
    organ = store.save(Organ(name="Asamblea general", kind="assembly"))
    store.save(OrganRule(organ=organ.id, valid_from=date(2015, 1, 1), source_text="Estatutos, art. 24", quorum="1/2",
                         quorum_more=True, notice_days=10, who_votes="members", proxies_each=1))
    made = {}
    for place, name in enumerate(("Ana Peña", "Beatriz Campo", "Carlos Ruiz", "Dora Ñáñez", "Elías Gómez")):
        made[name] = store.save(Person(code=f"SOC-{place + 1}", name=name, role="member",
                                       sex="M" if name[0] in "CE" else "F", joined_on=date(2020, 1, 1)))
    return made


def _call_and_list(session: Session, page: AssemblyPage, qtbot: Any) -> None:  # noqa: F811
    qtbot.keyClick(page, Key.Key_1, CTRL)
    form = page.call.form
    assert form.rows["number"].editor.box.text() == "001"
    until(qtbot, lambda: focused(page) is form.rows["date"].editor.box)
    typed(qtbot, page, "2026-02-14")
    typed(qtbot, page, "09:00")
    qtbot.keyClick(page, Key.Key_S, CTRL)
    assert form.messages.texts() == [] and not [row.problems() for row in form.rows.values() if row.problems()]
    assert not form.dirty
    until(qtbot, lambda: page.sheet is not None)
    [meeting] = session.store.all(Meeting)
    assert (meeting.number, meeting.date, meeting.starts) == ("001", date(2026, 2, 14), "09:00")
    until(qtbot, lambda: "Called 14 days before; 10" in page.call.notice.whole())
    # the agenda
    qtbot.keyClick(page, Key.Key_2, CTRL)
    until(qtbot, lambda: focused(page) is page.agenda.line)
    for place, point in enumerate(("Lista", "Uso de la prima"), start=1):
        typed(qtbot, page, point)
        until(qtbot, lambda place=place: page.sheet is not None and len(page.sheet.agenda) == place)
    # who came
    qtbot.keyClick(page, Key.Key_3, CTRL)
    until(qtbot, lambda: focused(page) is page.attendance.search)
    for place, letters in enumerate(("ana", "beatriz", "carlos"), start=1):
        typed(qtbot, page, letters)
        until(qtbot, lambda place=place: page.sheet is not None and len(page.sheet.presence.came) == place)
    assert page.sheet is not None and page.sheet.count.reached is True


def _decide(page: AssemblyPage, qtbot: Any) -> None:
    qtbot.keyClick(page, Key.Key_4, CTRL)
    votes = page.votes
    until(qtbot, lambda: focused(page) is votes.form.rows["topic"].editor.box)
    typed(qtbot, page, "Comprar dos retortas")
    qtbot.keyClick(focused(page), Key.Key_Return)  # the simple majority stays
    for number in ("2", "2", "1", "0"):
        typed(qtbot, page, number)
    until(qtbot, lambda: "Carried: 2 for" in votes.result.whole())
    qtbot.keyClick(page, Key.Key_Return, CTRL)
    until(qtbot, lambda: page.sheet is not None and len(page.sheet.decided) == 1)
    until(qtbot, lambda: votes.form.rows["number"].editor.box.text() == "001-2")
    until(qtbot, lambda: focused(page) is votes.form.rows["topic"].editor.box)
    typed(qtbot, page, "Vender la planta")
    qtbot.keyClick(focused(page), Key.Key_Return)
    for number in ("1", "1", "2", "1"):
        typed(qtbot, page, number)
    until(qtbot, lambda: "Not carried: 1 for" in votes.result.whole())
    qtbot.keyClick(page, Key.Key_S, CTRL)
    until(qtbot, lambda: page.sheet is not None and len(page.sheet.decided) == 2)


def test_a_meeting_is_led_by_keyboard_from_call_to_minutes(
        session: Session, office: dict[str, Person], qtbot: Any, tmp_path: Path,  # noqa: F811
        monkeypatch: pytest.MonkeyPatch) -> None:
    store = session.store
    page: AssemblyPage = shown(qtbot, AssemblyPage(session))
    until(qtbot, lambda: "no meeting yet" in page.state.whole())
    _call_and_list(session, page, qtbot)
    _decide(page, qtbot)
    kept = {each.number: each for each in store.all(Resolution)}
    assert (kept["001-1"].status, kept["001-1"].women_for, kept["001-1"].votes_against) == ("adopted", 2, 1)
    assert kept["001-2"].status == "rejected", "the state follows the votes"
    # the minutes
    qtbot.keyClick(page, Key.Key_5, CTRL)
    until(qtbot, lambda: focused(page) is page.minutes.finish_button)
    qtbot.keyClick(page.minutes.finish_button, Key.Key_Space)
    until(qtbot, lambda: store.all(Meeting)[0].minutes_on == session.today())
    meeting = store.all(Meeting)[0]
    assert (meeting.entitled, meeting.attended, meeting.women, meeting.quorum_stated) == (5, 3, 2, True)
    text = printed(session, monkeypatch, qtbot, tmp_path / "acta.pdf", page.minutes.print_minutes)
    for each in ("Minutes no. 001", "Comprar dos retortas", "Ana Peña", "Uso de la prima", "3 of 5"):
        assert each in text, each
    text = printed(session, monkeypatch, qtbot, tmp_path / "call.pdf", lambda: page.call.print_paper("call"))
    assert "more than 50 %" in text and "Lista" in text


@pytest.fixture
def held(session: Session, office: dict[str, Person], qtbot: Any) -> AssemblyPage:  # noqa: F811
    meeting = session.store.save(Meeting(number="026", date=date(2026, 1, 10), kind="assembly",
                                         called_on=date(2026, 1, 8)))
    for place, title in enumerate(("Lista", "Prima"), start=1):
        session.store.save(AgendaItem(meeting=meeting.id, place=place, title=title))
    page: AssemblyPage = shown(qtbot, AssemblyPage(session))
    until(qtbot, lambda: page.sheet is not None)
    return page


def test_space_ticks_and_unticks_and_r_notes_who_is_represented(
        session: Session, held: AssemblyPage, qtbot: Any) -> None:  # noqa: F811
    held.go(2)
    step = held.attendance
    qtbot.keyClick(step.search, Key.Key_Down)
    until(qtbot, lambda: focused(held) is step.table)
    step.toggle(0)
    until(qtbot, lambda: held.sheet is not None and len(held.sheet.presence.came) == 1)
    step.table.selectRow(1)
    step.holders.setCurrentIndex(1)
    qtbot.keyClick(step.holders, Key.Key_Return)
    until(qtbot, lambda: held.sheet is not None and held.sheet.count.represented == 1)
    step.table.selectRow(2)
    step.holders.setCurrentIndex(1)
    qtbot.keyClick(step.holders, Key.Key_Return)
    assert "One person votes for 1 others at most" in step.represented.text()
    assert len(session.store.all(MeetingAttendance)) == 2
    step.toggle(0)
    until(qtbot, lambda: held.sheet is not None and not held.sheet.presence.came)


def test_a_guest_is_noted_with_the_organisation(session: Session, held: AssemblyPage, qtbot: Any) -> None:  # noqa: F811
    town = session.store.save(Stakeholder(name="Alcaldía", kind="public"))
    step = held.attendance
    until(qtbot, lambda: step.organisations.findData(town.id) > 0)
    step.organisations.setCurrentIndex(step.organisations.findData(town.id))
    qtbot.keyClicks(step.guest, "Nubia Campo")
    qtbot.keyClick(step.guest, Key.Key_Return)
    until(qtbot, lambda: "Nubia Campo · Alcaldía" in step.guests.text())


def test_what_was_said_is_kept_when_another_point_or_step_is_chosen(
        session: Session, held: AssemblyPage, qtbot: Any) -> None:  # noqa: F811
    held.go(1)
    held.agenda.said.setPlainText("Se leyó la lista.")
    held.agenda.table.selectRow(1)
    until(qtbot, lambda: session.store.all(AgendaItem)[0].minutes == "Se leyó la lista.")
    held.agenda.said.setPlainText("Se explicó el saldo.")
    held.go(2)
    until(qtbot, lambda: session.store.all(AgendaItem)[1].minutes == "Se explicó el saldo.")
    held.go(1)
    held.agenda.move_point(-1)
    until(qtbot, lambda: held.sheet is not None and held.sheet.agenda[0].title == "Prima")
    held.agenda.remove()
    until(qtbot, lambda: held.sheet is not None and len(held.sheet.agenda) == 1)


def test_a_call_that_cannot_be_saved_keeps_the_person_there(session: Session, held: AssemblyPage,  # noqa: F811
                                                           qtbot: Any) -> None:
    held.begin()
    assert held.call.form.rows["number"].editor.box.text() == "027"
    qtbot.keyClicks(held.call.form.rows["title"].editor.box, "Sin fecha")
    held.go(2)
    assert held.views.place() == 0 and held.call.form.rows["date"].problems()
    assert held.messages.texts() == ["Not saved yet; still to be mended: Date."]
    assert len(session.store.all(Meeting)) == 1
    said: list[Message] = []
    session.said.connect(said.append)
    assert held.leave()
    assert [each.text for each in said] == ["The meeting is not saved yet; still to be mended: Date."]
    (draft,) = session.store.drafts()
    assert draft[1] == "meeting" and "Sin fecha" in draft[4].values(), "the light may go out"
    held.visit(Visit("assembly"))
    until(qtbot, lambda: held.box.count() == 1)
    assert held.call.form.rows["title"].editor.box.text() == "Sin fecha" and held.call.form.dirty
    held.call.form.rows["date"].editor.box.setFocus()
    until(qtbot, lambda: focused(held) is held.call.form.rows["date"].editor.box)
    typed(qtbot, held, "2026-03-02")
    qtbot.keyClick(held, Key.Key_S, CTRL)
    until(qtbot, lambda: held.sheet is not None and held.sheet.meeting.title == "Sin fecha")
    assert held.messages.texts() == [] and not session.store.drafts()


def test_the_number_of_a_new_call_follows_the_organ_until_one_is_typed(session: Session, held: AssemblyPage,  # noqa: F811
                                                                       qtbot: Any) -> None:
    session.store.save(Meeting(number="JD-04", date=date(2026, 1, 9), kind="board"))
    held.begin()
    rows = held.call.form.rows
    rows["kind"].editor.put("board")
    rows["kind"].editor.touched.emit()
    assert rows["number"].editor.box.text() == "JD-05"
    rows["number"].editor.box.setFocus()
    qtbot.keyClicks(rows["number"].editor.box, "x")
    rows["kind"].editor.put("assembly")
    rows["kind"].editor.touched.emit()
    assert rows["number"].editor.box.text() == "xJD-05"


def test_a_decision_leads_to_an_action_and_to_the_premium_account(session: Session, held: AssemblyPage,  # noqa: F811
                                                                  qtbot: Any) -> None:
    assert held.sheet is not None
    made = session.store.save(Resolution(number="026-1", meeting=held.sheet.meeting.id, topic="Botiquines",
                                         votes_for=3, votes_against=0, amount=50_000, currency="COP"))
    until(qtbot, lambda: held.sheet is not None and len(held.sheet.decided) == 1)
    held.go(3)
    held.votes.table.setFocus()
    qtbot.keyClick(held.votes.table, Key.Key_Down)
    until(qtbot, lambda: held.votes.form.record.id == made.id)
    went: list[Visit] = []
    session.went.connect(went.append)
    held.votes.create_action()
    held.votes.note_premium()
    assert [each.page for each in went] == ["action", "premium_entry"]
    assert went[0].values["origin"] == f"resolution/{made.id}"
    assert (went[1].values["resolution"], went[1].values["amount"], went[1].values["kind"]) == (
        made.id, 50_000, "budgeted")


def test_a_dialogue_is_begun_from_the_plan_and_leads_to_agreements(session: Session, qtbot: Any) -> None:  # noqa: F811
    page: AssemblyPage = shown(qtbot, AssemblyPage(session))
    page.visit(Visit("assembly", new=True, values={"kind": "dialogue"}))
    until(qtbot, lambda: focused(page) is page.call.form.rows["date"].editor.box)
    typed(qtbot, page, "2026-02-14")
    page.keep()
    until(qtbot, lambda: page.sheet is not None)
    [meeting] = session.store.all(Meeting)
    assert meeting.kind == "dialogue"
    page.go(3)
    went: list[Visit] = []
    session.went.connect(went.append)
    assert page.votes.agreement_button.isVisible()
    page.votes.note_agreement()
    assert went[0].page == "agreement" and went[0].values["meeting"] == meeting.id


def test_the_register_leads_to_the_meeting(session: Session, qtbot: Any) -> None:  # noqa: F811
    first, second = (session.store.save(Meeting(number=number, date=date(2026, 1, day), kind="board"))
                     for number, day in (("1", 3), ("2", 4)))
    page: MeetingsPage = shown(qtbot, MeetingsPage(session))
    refreshed(qtbot, page.list)
    page.list.go_to(second.id)
    until(qtbot, lambda: page.list.table.current_id() == second.id)
    went: list[Visit] = []
    session.went.connect(went.append)
    qtbot.keyClick(page.hold_button, Key.Key_Space)
    page.open_record(first.id)
    page.hold()
    assert [(each.page, each.record) for each in went] == [("assembly", second.id), ("assembly", first.id)]
    led: AssemblyPage = shown(qtbot, AssemblyPage(session))
    led.visit(went[1])
    until(qtbot, lambda: led.sheet is not None and led.sheet.meeting.id == first.id)


def test_offices_show_who_sits_where_on_a_day(session: Session, office: dict[str, Person], qtbot: Any) -> None:  # noqa: F811
    board = session.store.save(Organ(name="Consejo", kind="board"))
    for name, begins, ends in (("Ana Peña", date(2022, 1, 1), date(2023, 12, 31)),
                               ("Dora Ñáñez", date(2024, 1, 1), date(2025, 12, 31))):
        session.store.save(Mandate(organ=board.id, office="president", person=office[name].id, began_on=begins,
                                   ends_on=ends))
    page: OfficesPage = shown(qtbot, OfficesPage(session))
    until(qtbot, lambda: [each.name for each in page.holders] == ["Dora Ñáñez"])
    assert page.table.rows.cell(0, 5) == "term over, no declaration of interest"
    went: list[Visit] = []
    session.went.connect(went.append)
    page.begin()
    assert went[0].values["organ"] == board.id and went[0].values["ends_on"] == date(2028, 1, 31)
    page.declare()
    assert went[1].values["person"] == office["Dora Ñáñez"].id
    page.day.setDate(date(2023, 5, 1))
    until(qtbot, lambda: [each.name for each in page.holders] == ["Ana Peña"])


def test_the_joint_plan_is_followed_up_by_organisation(session: Session, qtbot: Any, tmp_path: Path,  # noqa: F811
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    store = session.store
    town = store.save(Stakeholder(name="Alcaldía", kind="public"))
    first = store.save(Agreement(number="AC-1", axis="safety", text="Puente", stakeholder=town.id,
                                 due_on=date(2025, 11, 30)))
    store.save(Agreement(number="AC-2", axis="environment", text="Muestras", ours=True, due_on=date(2026, 5, 1)))
    page: JointPlanPage = shown(qtbot, JointPlanPage(session))
    until(qtbot, lambda: len(page.shown) == 2)
    assert page.summary.whole() == "1 agreement is late."
    page.organisations.selectRow(2)
    until(qtbot, lambda: [each.agreement.id for each in page.shown] == [first.id])
    qtbot.keyClicks(page.note, "Se pide fecha")
    qtbot.keyClick(page.note, Key.Key_Return)
    until(qtbot, lambda: "Se pide fecha" in page.follow_up.text())
    assert len(store.all(AgreementNote)) == 1 and [each.agreement.id for each in page.shown] == [first.id]
    went: list[Visit] = []
    session.went.connect(went.append)
    page.create_action()
    page.begin()
    assert went[0].values["origin"] == f"agreement/{first.id}" and went[1].values["stakeholder"] == town.id
    qtbot.keyClick(page.done_button, Key.Key_Space)
    until(qtbot, lambda: page.summary.whole() == "No agreement is late.")
    assert "Puente" in printed(session, monkeypatch, qtbot, tmp_path / "plan.pdf", page.print_plan)
    target = tmp_path / "plan.xlsx"
    monkeypatch.setattr(files, "ask_target", lambda *_what: target)
    said: list[Message] = []
    session.said.connect(said.append)
    page.export()
    until(qtbot, lambda: bool(said))
    assert target.stat().st_size > 1000


def test_a_policy_is_begun_from_a_model_and_printed(session: Session, qtbot: Any, tmp_path: Path,  # noqa: F811
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    page: PoliciesPage = shown(qtbot, PoliciesPage(session))
    menu = page.model_menu()
    shown_here = [each for each in menu.actions() if each.menu() is None and not each.isSeparator()]
    assert len(shown_here) == len(policies.models())
    assert [each.text() for each in menu.actions() if each.menu() is not None] == ["Español", "Français", "Português"]
    old = session.store.save(Policy(title="Mercurio", adopted_on=date(2022, 1, 10)))
    until(qtbot, lambda: sorted(page.waiting.texts()) == ["1 policy is to be reviewed.",
                                                  "How 1 policy was made known is not written down."])
    session.store.trash([old])
    until(qtbot, lambda: page.waiting.texts() == [])
    menu.actions()[0].trigger()
    [kept] = session.store.all(Policy)
    until(qtbot, lambda: page.waiting.texts() == ["1 policy is a draft that nobody adopted."])
    assert page.view is not None and page.view.form.record.id == kept.id
    assert str(kept.title) in printed(session, monkeypatch, qtbot, tmp_path / "policy.pdf", page.print_policy)


def test_the_handover_shows_what_is_missing_and_is_printed(session: Session, qtbot: Any, tmp_path: Path,  # noqa: F811
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    page: HandoverPage = shown(qtbot, HandoverPage(session))
    until(qtbot, lambda: len(page.parts) == 15)
    place = next(place for place, each in enumerate(page.parts) if each.title == "Backups")
    page.subjects.selectRow(place)
    until(qtbot, lambda: "no proved backup" in page.lacks.text())
    assert "Handover act" in printed(session, monkeypatch, qtbot, tmp_path / "act.pdf", page.print_act)
