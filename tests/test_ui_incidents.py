"""Incidents on the screen: the whole way by keyboard, the body map, the sealed part, one event in two books."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import make
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QRadioButton, QWidget
from test_incidents import event
from ui_fixtures import answers, config, english, refreshed, session  # noqa: F401 - fixtures

from armdesk.models import Action, Explanation, Grievance, Incident, IncidentNotice, InjuredPerson, SealOpening
from armdesk.store import Store
from ui import files, incident_papers, today
from ui.body_map import BodyMap
from ui.changes import Changes
from ui.conflict import ConflictDialog
from ui.filters import filterable
from ui.first_report import FirstReportDialog
from ui.hurt_aside import HurtDialog
from ui.incident_view import CLOSING, INJURIES, IncidentView
from ui.lists import _choosable
from ui.pages.grievances import GrievancesPage
from ui.pages.incidents import IncidentsPage
from ui.session import Session, Visit
from ui.shell import Shell
from ui.twin_dialog import TwinDialog

CTRL, SHIFT, ALT = (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier,
                    Qt.KeyboardModifier.AltModifier)
KEY = Qt.Key


@pytest.fixture
def store(session: Session) -> Store:  # noqa: F811 - the fixture
    return session.store


@pytest.fixture
def shown(qtbot: Any) -> Iterator[Callable[[QWidget], Any]]:
    made: list[QWidget] = []

    def show(widget: QWidget) -> Any:
        qtbot.addWidget(widget)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        made.append(widget)
        return widget

    yield show
    for widget in made:
        widget.close()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the keyboard"
    return widget


def reach(qtbot: Any, wanted: QWidget) -> None:
    """Press Tab until a widget has the keyboard."""
    for _press in range(80):
        if focused() is wanted:
            return
        qtbot.keyClick(focused(), KEY.Key_Tab)
    raise AssertionError(f"Tab does not lead to {wanted.accessibleName()}")


def write(qtbot: Any, box: QWidget, text: str) -> None:
    reach(qtbot, box)
    qtbot.keyClicks(focused(), text)


def report_by_keyboard(qtbot: Any, shell: Shell) -> IncidentView:
    """The first report, from the key that asks for it to the page of the incident."""
    seen: list[FirstReportDialog] = []

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, FirstReportDialog)
        seen.append(dialog)
        try:
            type_into(dialog)
        finally:
            if dialog.isVisible():
                dialog.reject()  # so that a fault in here is told, and does not wait for ever

    def type_into(dialog: FirstReportDialog) -> None:
        rows, told = dialog.rows, dialog.told["authority"].rows
        qtbot.waitUntil(lambda: QApplication.focusWidget() is rows["severity"].editor.box)
        for row, text in ((rows["severity"], "Lost"), (rows["place"], "Frente sur"),
                          (rows["description"], "Cayo un bloque del techo"),
                          (rows["done_at_once"], "Se cerro el frente"), (rows["services"], " "), (told["date"], "t"),
                          (told["how"], "Tele")):
            write(qtbot, row.editor.box, text)
        qtbot.keyClick(focused(), KEY.Key_Return, CTRL)

    QTimer.singleShot(0, fill)
    qtbot.keyClick(shell, KEY.Key_I, CTRL | SHIFT)
    assert seen
    page = shell.widget("incident")
    assert isinstance(page, IncidentsPage) and isinstance(page.view, IncidentView)
    view = page.view
    shell.activateWindow()  # as every desktop does when a dialog is gone
    qtbot.waitUntil(lambda: view.around is not None and QApplication.focusWidget() is not None)
    return view


def test_an_incident_from_first_report_to_closed_action_by_keyboard_alone(
        qtbot: Any, session: Session, store: Store, shown: Any) -> None:  # noqa: F811
    shell: Shell = shown(Shell(session))
    view = report_by_keyboard(qtbot, shell)
    [incident] = store.all(Incident)
    assert (incident.number, incident.severity, incident.services) == ("I-2026-001", "lost_time", "ambulance")
    assert incident.authority_on == session.today()
    assert [(each.told, each.how) for each in store.all(IncidentNotice)] == [("authority", "phone")]

    qtbot.keyClick(view, KEY.Key_4, CTRL)
    for name, text in (("cause", "Techo suelto"), ("why_1", "Nadie lo golpeo"), ("root_cause", "Falta la ronda"),
                       ("measures", "Ronda firmada"), ("investigated_on", "t")):
        write(qtbot, view.form.rows[name].editor.box, text)
    qtbot.keyClick(focused(), KEY.Key_S, CTRL)
    assert store.all(Incident)[0].stage == "investigated"

    qtbot.keyClick(view, KEY.Key_7, CTRL)
    reach(qtbot, view.action_list.add_button)
    qtbot.keyClick(focused(), KEY.Key_Space)
    assert shell.page == "action"
    form = shell.widget("action").view.form  # type: ignore[attr-defined]  # the general page
    for name, text in (("number", "A-2026-01"), ("status", "Closed"), ("done_on", "t"), ("effect_checked_on", "t"),
                       ("effect_checked_by", "Consejo"), ("effective", "Yes")):
        write(qtbot, form.rows[name].editor.box, text)
    qtbot.keyClick(focused(), KEY.Key_S, CTRL)
    [action] = store.all(Action)
    assert (action.origin, action.measure, action.status) == (f"incident/{incident.id}", "Ronda firmada", "closed")

    qtbot.keyClick(shell, KEY.Key_Left, ALT)
    qtbot.waitUntil(lambda: bool(view.around and view.around.actions))
    qtbot.keyClick(view, KEY.Key_8, CTRL)
    write(qtbot, view.form.rows["effect_on"].editor.box, "t")
    reach(qtbot, view.close_button)
    qtbot.keyClick(focused(), KEY.Key_Space)
    [closed] = store.all(Incident)
    assert (closed.stage, closed.closed_on, closed.effect_on) == ("closed", session.today(), session.today())


def test_what_is_still_open_is_said_and_stays_open(qtbot: Any, session: Session, store: Store, shown: Any) -> None:  # noqa: F811
    incident = event(store)
    store.save(Action(number="A-1", measure="Entibar", origin=f"incident/{incident.id}"))
    page: IncidentsPage = shown(IncidentsPage(session))
    page.open_record(incident.id)
    view = page.view
    assert isinstance(view, IncidentView)
    qtbot.waitUntil(lambda: view.around is not None)
    view.choose(CLOSING)
    assert "Action A-1 is still open." in view.gap_words.text()
    assert "Final report due" in view.state_line.text() and "authority" in view.alarm_line.text()
    view.close_incident()
    assert store.all(Incident)[0].status == "open"
    assert view.form.messages.texts() == ["It stays open until this is done."]
    assert view.form.rows["status"].problems() == ["Action A-1 is still open."]


def test_the_body_map_is_marked_by_arrows_and_space_and_by_mouse(qtbot: Any, session: Session, shown: Any) -> None:  # noqa: F811
    figure: BodyMap = shown(BodyMap(session.theme))
    figure.setFocus()
    for code, box in figure.boxes().items():
        assert figure.region_at(box.center()) == code, "another region covers it"
    qtbot.keyClick(figure, KEY.Key_Left)
    assert figure.current == "shoulder_r"
    qtbot.keyClick(figure, KEY.Key_Space)
    boxes = figure.boxes()
    qtbot.mouseClick(figure, Qt.MouseButton.LeftButton, pos=boxes["calf_l"].center().toPoint())
    assert figure.codes() == ["shoulder_r", "calf_l"]
    assert "Right shoulder, Left calf" in figure.accessibleDescription()
    reached, waiting = {"chest"}, ["chest"]
    while waiting:
        figure.current = waiting.pop()
        here = figure.current
        for key in (KEY.Key_Left, KEY.Key_Right, KEY.Key_Up, KEY.Key_Down):
            figure.current = here
            qtbot.keyClick(figure, key)
            if figure.current not in reached:
                reached.add(figure.current)
                waiting.append(figure.current)
    assert reached == set(boxes), "arrows do not lead everywhere"


def test_a_hurt_person_is_noted_with_the_map_and_sealed_afterwards(
        qtbot: Any, session: Session, store: Store, shown: Any) -> None:  # noqa: F811
    incident = event(store)
    dialog: HurtDialog = shown(HurtDialog(session, InjuredPerson(incident=incident.id)))
    assert dialog.aside.side.isVisible()
    dialog.aside.map.mark("hand_r")
    dialog.form.rows["person_as_written"].editor.line.setText("Xiomara")
    qtbot.keyClick(dialog, KEY.Key_S, CTRL)
    [hurt] = store.all(InjuredPerson)
    assert (hurt.regions, hurt.person_as_written) == ("hand_r", "Xiomara")
    again: HurtDialog = shown(HurtDialog(session, hurt))
    assert not again.aside.side.isVisible() and not again.form.rows["regions"].isVisible()
    assert store.all(SealOpening) == []
    again.seal.button.click()
    assert again.aside.side.isVisible() and again.form.rows["person_as_written"].isVisible()
    [note] = store.all(SealOpening)
    assert (note.target, note.opened_by) == (f"injured_person/{hurt.id}", "tester")


def test_the_sealed_part_of_an_incident_is_sealed_again_when_the_page_is_left(
        qtbot: Any, session: Session, store: Store, shown: Any) -> None:  # noqa: F811
    incident = event(store, witnesses="Wbeimar")
    page: IncidentsPage = shown(IncidentsPage(session))
    page.open_record(incident.id)
    view = page.view
    assert isinstance(view, IncidentView) and view.seal is not None
    assert not view.form.rows["witnesses"].isVisible() and not view.seal.bar.isVisible()
    view.choose(INJURIES)
    assert view.seal.bar.isVisible() and not view.form.rows["witnesses"].isVisible()
    view.seal.open()
    assert view.form.rows["witnesses"].isVisible() and not view.seal.bar.isVisible()
    for leave in (page.show_list, lambda: page.open_record(event(store).id)):
        view.seal.open()
        leave()
        page.open_record(incident.id)
        view.choose(INJURIES)
        assert view.seal.bar.isVisible() and not view.form.rows["witnesses"].isVisible()
    assert len(store.all(SealOpening)) == 2
    for type_ in (Incident, InjuredPerson, IncidentNotice, Grievance):
        hidden = type_.sealed_fields()
        assert hidden and not hidden & {*_choosable(type_), *type_.about.table, *type_.about.search, *type_.about.key}
        assert not hidden & {field.name for field in filterable(type_)}


def test_the_report_with_the_sealed_part_is_printed_only_by_an_explicit_choice(
        qtbot: Any, session: Session, store: Store, answers: list[Any], tmp_path: Path, shown: Any,  # noqa: F811
        monkeypatch: pytest.MonkeyPatch) -> None:
    incident = event(store, witnesses="Wbeimar <b>&", number="I-1", description="=1+1 <i>roca</i>")
    store.save(InjuredPerson(incident=incident.id, person_as_written="Xiomara", injury="Quemadura", treatment="Puesto"))
    page: IncidentsPage = shown(IncidentsPage(session))
    written: list[Path] = []

    def ask(_parent: object, _title: str, name: str, _kind: str) -> Path:
        written.append(tmp_path / f"{len(written)}.pdf")
        return written[-1]

    monkeypatch.setattr(files, "ask_target", ask)

    def printed(edition: str, **more: bool) -> str:
        before = len(written)
        with qtbot.waitSignal(session.said, timeout=20_000):
            incident_papers.print_report(session, page, incident, edition, **more)
        if len(written) == before:
            return ""
        document = PdfDocument(written[-1])
        text = "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
        document.close()
        return text

    for edition in ("first", "full"):
        text = printed(edition, sealed_open=True)
        assert "<i>roca</i>" in text and "I-1" in text
        assert not any(word in text for word in ("Wbeimar", "Xiomara", "Quemadura", "Puesto"))
    assert printed("sealed", sealed_open=False) == ""
    answers.append("no")
    incident_papers.print_report(session, page, incident, "sealed", sealed_open=True)
    assert len(written) == 2 and "names and injuries" in answers.pop()
    for edition, word in (("sealed", "Root cause"), ("notice", "Notice of an accident")):
        answers[:] = [edition]
        text = printed("sealed", sealed_open=True)
        assert "Wbeimar <b>&" in text and "Xiomara" in text and "Puesto" in text and word in text
    assert [note.purpose for note in store.all(SealOpening)] == ["Printed"] * 2


def test_two_entries_are_compared_side_by_side_and_joined_or_parted(
        qtbot: Any, session: Session, store: Store, shown: Any) -> None:  # noqa: F811
    words = {"place": "Molino", "description": "Resbaló en la escalera mojada del clavado", "witnesses": "Wbeimar"}
    one, other = event(store, **words), event(store, **words)
    dialog: TwinDialog = shown(TwinDialog(session, one, other))
    cells = {dialog.table.rows.cell(row, place) for row in range(dialog.table.rows.rowCount()) for place in range(3)}
    assert "Molino" in cells and "Wbeimar" not in cells
    dialog.two.click()
    assert len(store.all(Explanation)) == 2
    dialog = shown(TwinDialog(session, one, other))
    dialog.same.click()
    assert {each.id: each.same_as for each in store.all(Incident)} == {one.id: other.id, other.id: None}


def test_an_entry_from_a_book_says_at_once_what_alarms_and_what_it_reads_like(
        qtbot: Any, session: Session, store: Store, shown: Any) -> None:  # noqa: F811
    event(store, description="Resbaló en la escalera mojada del clavado", severity="near_miss")
    page: IncidentsPage = shown(IncidentsPage(session))
    said: list[Any] = []
    session.said.connect(said.append)
    page.begin()
    view = page.view
    assert isinstance(view, IncidentView)
    for name, value in (("date", date(2026, 1, 28)), ("severity", "near_miss"),
                        ("description", "Resbaló en la escalera mojada del clavado"), ("reported_on", None)):
        view.form.rows[name].editor.put(value)
    view.save()
    assert [message.text for message in said] == ["Another entry of these days reads like this one."]
    view.form.rows["severity"].editor.put("fatal")
    view.save()
    assert "Somebody died." in said[-1].text and "Police or prosecutor" in said[-1].text
    view.save()
    assert len(said) == 2, "said once"


def test_what_another_person_wrote_into_a_sealed_part_is_not_shown_unasked(qtbot: Any, session: Session) -> None:  # noqa: F811
    dialog = ConflictDialog(None, Incident, "", {"witnesses": ("Wbeimar", "Xiomara"), "place": ("Norte", "Sur")})
    qtbot.addWidget(dialog)
    names = [each.text() for each in dialog.findChildren(QRadioButton)]
    assert names == ["•••", "•••", "Norte", "Sur"]


def test_the_list_shows_what_awaits_its_final_report(qtbot: Any, session: Session, store: Store, shown: Any) -> None:  # noqa: F811
    waits = event(store)
    event(store, severity="near_miss")
    event(store, investigated_on=date(2026, 1, 29))
    page: IncidentsPage = shown(IncidentsPage(session))
    refreshed(qtbot, page.list)
    assert len(page.list.model.rows) == 3
    menu = page.papers_menu()
    with qtbot.waitSignal(page.list.shown):
        menu.actions()[0].trigger()
    assert len(page.list.model.rows) == 1 and page.list.model.rows.find(waits.id) == 0


def test_a_grievance_begins_with_its_number_and_says_its_days(
        qtbot: Any, session: Session, store: Store, shown: Any, tmp_path: Path,  # noqa: F811
        monkeypatch: pytest.MonkeyPatch) -> None:
    make(store, "grievance", number="Q-2026-004")
    page: GrievancesPage = shown(GrievancesPage(session))
    page.visit(Visit("grievance", new=True))
    view = page.view
    assert view is not None and view.aside is not None
    assert view.form.rows["number"].editor.take() == "Q-2026-005"
    assert "acknowledge: until 2026-02-07" in view.aside.words.text()  # type: ignore[attr-defined]  # its own
    view.form.rows["subject"].editor.line.setText("Acoso en la planta")
    view.form.rows["sensitive"].editor.put(True)
    assert view.form.save()
    kept = store.one(Grievance, number="Q-2026-005")
    assert kept is not None and kept.open_subject == "•••"
    page.show_list()
    page.open_record(kept.id)
    assert not view.form.rows["subject"].isVisible() and view.seal is not None and view.seal.bar.isVisible()
    monkeypatch.setattr(files, "ask_target", lambda *_asked: tmp_path / "forms.pdf")
    with qtbot.waitSignal(session.said, timeout=20_000):
        page.print_forms("Bocamina <Norte>", "Q-2026-006", 3)
    document = PdfDocument(tmp_path / "forms.pdf")
    assert len(document) == 3
    assert "Q-2026-008" in document[2].get_textpage().get_text_range()
    assert "Bocamina <Norte>" in document[0].get_textpage().get_text_range()
    document.close()


def test_hostile_texts_stay_letters(qtbot: Any, session: Session, store: Store, shown: Any) -> None:  # noqa: F811
    nasty = "=cmd|' /C calc'!A0 <script>alert(1)</script> \u202e & %s {name} 👷"
    incident = event(store, place=nasty[:100], description=nasty * 20, cause=nasty, grave="child")
    page: IncidentsPage = shown(IncidentsPage(session))
    page.open_record(incident.id)
    view = page.view
    assert isinstance(view, IncidentView)
    qtbot.waitUntil(lambda: view.around is not None)
    for step in range(len(view.steps)):
        view.choose(step)
    assert view.form.rows["description"].editor.take() == Incident.field("description").parse(incident.description)
    assert view.alarm_line.textFormat() == Qt.TextFormat.PlainText


def test_changes_from_elsewhere_are_shown(qtbot: Any, session: Session, store: Store, shown: Any) -> None:  # noqa: F811
    incident = event(store)
    page: IncidentsPage = shown(IncidentsPage(session))
    page.open_record(incident.id)
    view = page.view
    assert isinstance(view, IncidentView) and isinstance(session.changes, Changes)
    qtbot.waitUntil(lambda: view.around is not None)
    fresh = store.get(Incident, incident.id)
    assert fresh is not None
    fresh.investigated_on = session.today()
    store.save(fresh)
    qtbot.waitUntil(lambda: "▸ Investigated" in view.state_line.text())
    assert view.form.record.version == 2


def test_a_death_stands_first_on_today_before_what_is_only_late(session: Session, store: Store) -> None:  # noqa: F811
    make(store, "action", number="A-1", due_on=date(2020, 1, 1), adopted_on=date(2019, 1, 1), done_on=None,
         status="open")
    incident = event(store, severity="fatal", authority_on=date(2026, 1, 28))
    tasks = today.gather(session.workspace, session.today()).tasks
    assert (tasks[0].page, tasks[0].record, tasks[0].kind) == ("incident", incident.id, "alarm")
    assert "Somebody died." in tasks[0].text
    assert [task.page for task in tasks if task.kind == "alarm"][-1] == "action"


def test_an_empty_register_begins_with_the_two_minute_report(
        qtbot: Any, session: Session, shown: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    begun: list[object] = []
    monkeypatch.setattr("ui.first_report.start", lambda *given: begun.append(given))
    page: IncidentsPage = shown(IncidentsPage(session))
    refreshed(qtbot, page.list)
    assert page.list.empty.button.text() == "Report an incident"
    page.list.empty.button.click()
    assert len(begun) == 1
