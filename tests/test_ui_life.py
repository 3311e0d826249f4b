"""Jobs of the office from their first key to the saved record, in the whole window, from page to page as it goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from factories import make
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from test_action_flow import action
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.catalogues.load import get
from armdesk.evidence.pdfs import text_of
from armdesk.models import (
    Action,
    AgeAlarm,
    Drill,
    EmergencyPlan,
    Equipment,
    EquipmentCheck,
    Grievance,
    Measurement,
    Organisation,
    Person,
    Risk,
    Training,
    TrainingAttendance,
)
from armdesk.services.basis.figure import ask
from armdesk.services.basis.period import months_after
from armdesk.services.plan import risks
from armdesk.services.safety import emergency
from armdesk.store import Store
from ui import files
from ui.messages import Message
from ui.pages.records import RecordsPage
from ui.pages.risks import OfferDialog
from ui.session import Session, Visit
from ui.shell import Shell

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


class Hands:
    """Somebody at the keyboard of the whole window."""

    def __init__(self, window: Shell, qtbot: Any) -> None:
        self.window, self.qtbot, self.said = window, qtbot, list[Message]()
        window.session.said.connect(self.said.append)

    def wait(self, condition: Callable[[], object]) -> None:
        """Until something is so."""
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=8000)

    def page(self, key: str) -> Any:
        """The page in view, once it is that of a key."""
        self.wait(lambda: self.window.page == key)
        return self.window.widget(key)

    def form(self, key: str) -> Any:
        """The form in view of a register, once it can be typed into."""
        page: RecordsPage = self.page(key)
        self.wait(lambda: page.view is not None and page.stack.currentWidget() is page.view)
        assert page.view is not None
        self.wait(page.view.form.isVisible)
        return page.view.form

    def fill(self, form: Any, **values: Any) -> None:
        """Type into fields of text, choose in the others."""
        for name, value in values.items():
            editor = form.rows[name].editor
            if isinstance(value, tuple):  # a link: id and name, as if taken from the list that opens
                editor.choose(*value)
                editor.touched.emit()
            elif isinstance(value, str) and editor.box.inherits("QLineEdit"):
                editor.box.setFocus()
                self.wait(lambda editor=editor: QApplication.focusWidget() is editor.box)
                editor.box.clear()
                if value.isascii():
                    self.qtbot.keyClicks(editor.box, value)
                else:  # QTest types no other letters
                    editor.box.insert(value)
            else:
                editor.put(value, form.beside())
                editor.touched.emit()

    def save(self, form: Any) -> str:
        """Ctrl+S; the id of what was saved."""
        saved: list[Any] = []
        form.saved.connect(saved.append)
        self.press(Key.Key_S, CTRL, form)
        self.wait(lambda: saved or any(row.problems() for row in form.rows.values()))
        assert saved, {name: row.problems() for name, row in form.rows.items() if row.problems()}
        form.saved.disconnect(saved.append)
        return str(saved[-1].id)

    def press(self, key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
              on: QWidget | None = None) -> None:
        """One key, where the keyboard is."""
        self.qtbot.keyClick(on if on is not None else self.window.focusWidget() or self.window, key, held)


@pytest.fixture
def hands(session: Session, qtbot: Any) -> Hands:  # noqa: F811
    window = Shell(session)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return Hands(window, qtbot)


@pytest.fixture
def store(session: Session) -> Store:  # noqa: F811
    return session.store


def test_an_anonymous_sensitive_complaint_from_the_box_to_its_outcome(hands: Hands, store: Store) -> None:
    today = hands.window.session.today()
    hands.window.go(Visit("grievance", new=True))
    form = hands.form("grievance")
    hands.fill(form, group="anonymous", sensitive=True, channel="box", subject="Trato indebido", author="Ana Pena")
    hands.press(Key.Key_S, CTRL, form)
    hands.wait(form.rows["author"].problems)
    assert not store.all(Grievance), "who is anonymous has no name"
    form.rows["author"].editor.box.clear()
    id_ = hands.save(form)
    kept = store.get(Grievance, id_)
    assert kept is not None and (kept.open_subject, kept.author, kept.status) == ("•••", None, "open")
    assert "Trato" not in ask(store, "SELECT search FROM grievance")[0][0]
    hands.fill(form, handler="Comité", acknowledged_on=today, answered_on=today + timedelta(3), result="upheld",
               retaliation_asked_on=today + timedelta(30), retaliation=False, status="closed",
               closed_on=today + timedelta(31))
    hands.fill(form, outcome="Se cambió de turno a quien lo hacía")
    assert hands.save(form) == id_
    shut = store.get(Grievance, id_)
    assert shut is not None and (shut.status, shut.retaliation) == ("closed", False) and shut.outcome
    hands.window.go(Visit("grievance", record=id_))
    hands.window.go(Visit("today"))
    hands.window.go(Visit("grievance", record=id_))
    again = hands.form("grievance")
    hands.wait(lambda: not again.rows["outcome"].isVisible())


def test_plan_drill_and_an_extinguisher_that_ends_are_seen_to(hands: Hands, store: Store) -> None:
    today = hands.window.session.today()
    site = make(store, "site", name="Bocamina", status="active")
    piece = store.save(Equipment(code="EX-1", name="Extintor", kind="extinguisher", site=site.id, check_every=30,
                                 bought_on=today - timedelta(400), expires_on=today + timedelta(300)))
    hands.window.go(Visit("emergency_plan", new=True))
    form = hands.form("emergency_plan")
    hands.fill(form, title="Plan de la bocamina", adopted_on=today, meeting_point="Porton")
    plan = hands.save(form)
    hands.window.go(Visit("emergency"))
    page = hands.page("emergency")
    hands.wait(lambda: [each.state for each in page.found.equipment] == [emergency.LATE])
    hands.wait(lambda: "To be checked: 1" in page.sentence.text() and "1 drill due" in page.sentence.text())
    page.table.selectAll()
    page.check_button.click()
    hands.wait(lambda: page.found.equipment[0].state == emergency.GOOD)
    assert [each.equipment for each in store.all(EquipmentCheck)] == [piece.id]
    page.views.choose(1)
    page.drill_table.selectRow(0)
    hands.press(Key.Key_Return, on=page.drill_table)
    drill = hands.form("drill")
    hands.wait(lambda: drill.record.site == site.id)
    hands.fill(drill, kind=next(iter(drill.rows["kind"].field.options)), minutes="7", participants="21",
               plan=(plan, "Plan de la bocamina"),
               lessons="La alarma no se oye abajo")
    hands.save(drill)
    [kept] = store.all(Drill)
    assert (kept.site, kept.plan, kept.minutes, kept.participants) == (site.id, plan, 7, 21)
    hands.window.go(Visit("emergency"))
    hands.wait(lambda: page.found.drills[0].last == today and "drill" not in page.sentence.text())
    piece.expires_on = today - timedelta(1)
    store.save(piece)
    hands.wait(lambda: page.found.equipment[0].state == emergency.EXPIRED)
    assert store.all(EmergencyPlan)[0].title == "Plan de la bocamina"


def test_a_talk_is_begun_ticked_and_its_list_printed(hands: Hands, store: Store, tmp_path: Path,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    today = hands.window.session.today()
    crew = make(store, "crew", name="Turno 1", kind="underground", leader=None)
    for name in ("Ana", "Beto"):
        make(store, "person", name=name, crew=crew.id, status="active", left_on=None, joined_on=date(2020, 1, 1))
    hands.window.go(Visit("course_sheet"))
    page = hands.page("course_sheet")
    hands.wait(lambda: page.form.count() > 1)
    page.form.setCurrentIndex(page.form.findData("talk"))
    hands.wait(lambda: page.new_button.text() == "New talk")
    page.begin()
    form = hands.form("training")
    hands.fill(form, subject="Gases al entrar", crew=(crew.id, "Turno 1"))
    talk = hands.save(form)
    assert store.get(Training, talk).form == "talk"  # type: ignore[union-attr]  # just saved
    hands.window.go(Visit("course_sheet", record=talk))
    hands.wait(lambda: page.view.grid.rows() >= 2 and page.view.grid.columns() == 1)
    page.view.write([(0, 0, "X"), (1, 0, "E")])
    hands.wait(lambda: len(store.all(TrainingAttendance)) == 2)
    assert sorted(bool(each.present) for each in store.all(TrainingAttendance)) == [False, True]
    monkeypatch.setattr(files, "ask_target", lambda *_asked: tmp_path / "lista.pdf")
    hands.wait(lambda: page.course is not None)
    page.print_list(result=False)
    hands.wait((tmp_path / "lista.pdf").exists)
    assert "Gases al entrar" in " ".join(text_of(tmp_path / "lista.pdf").split()) and str(today.year)


def test_a_measurement_over_its_dated_limit_becomes_an_action(hands: Hands, store: Store) -> None:
    today = hands.window.session.today()
    store.save(Organisation(legal_name="X", country="CO"))
    hands.window.go(Visit("measurement", new=True, values={"date": today, "medium": "water", "place": "Quebrada"}))
    form = hands.form("measurement")
    hands.fill(form, parameter="Mercurio total", value="0.004", unit="mg/l")
    aside = hands.window.widget("measurement").view.aside
    hands.wait(lambda: aside.words.whole().startswith("✗ outside the limit. Allowed: up to 0.002 mg/l."))
    aside.take_button.click()
    hands.wait(lambda: form.rows["limit"].editor.box.text() not in ("", "0"))
    id_ = hands.save(form)
    kept = store.get(Measurement, id_)
    assert kept is not None and kept.within_limit is False and kept.limit == 2_000
    hands.window.go(Visit("environment"))
    page = hands.page("environment")
    hands.wait(lambda: page.measured.table.rows.rowCount() == 1 and page.measured.action_button.isEnabled())
    page.measured.act()
    plan = hands.form("action")
    hands.wait(lambda: plan.record.origin == f"measurement/{id_}")
    if not plan.rows["measure"].editor.kept():
        hands.fill(plan, measure="Sedimentador nuevo")
    hands.save(plan)
    [made] = store.all(Action)
    assert made.origin == f"measurement/{id_}" and made.adopted_on == today


def test_an_age_alarm_is_answered_from_the_message(hands: Hands, store: Store) -> None:
    today = hands.window.session.today()
    cave = make(store, "crew", kind="underground", leader=None, name="Nivel 2")
    hands.window.go(Visit("person", new=True))
    form = hands.form("person")
    hands.fill(form, name="Yuli Guancha", role="worker", birth_date=date(today.year - 16, 1, 2),
               crew=(cave.id, "Nivel 2"))
    hands.save(form)
    [alarm] = store.all(AgeAlarm)
    assert alarm.answer is None and store.one(Person, name="Yuli Guancha") is not None, "it happened: kept"
    next(each for each in hands.said if each.action == "Write the answer").run()
    answer = hands.form("age_alarm")
    hands.wait(lambda: answer.record.id == alarm.id)
    hands.fill(answer, answer="moved", done="Trabaja en la oficina", answered_by="Gerente", answered_on=today)
    hands.save(answer)
    kept = store.get(AgeAlarm, alarm.id)
    assert kept is not None and (kept.answer, kept.answered_by, kept.answered_on) == ("moved", "Gerente", today)


def test_an_extended_and_recurring_action_brings_the_next_one(hands: Hands, store: Store) -> None:
    record = action(store, number="A-7", measure="Revisar cables", repeat_months=3, repeat_day=31, status="in_progress",
                    due_on=date(2025, 3, 31))
    hands.window.go(Visit("action", record=record.id))
    hands.form("action")
    view = hands.window.widget("action").view
    from ui import action_dialogs

    extend = action_dialogs.extend_dialog(hands.window.session, record, view)
    extend.fields.rows["new_due"].editor.put(date(2025, 5, 15), {})
    extend.fields.rows["reason"].editor.put("Faltó el repuesto", {})
    extend.submit()
    assert extend.fields.rows["approved_by"].problems(), "nobody approved it"
    extend.fields.rows["approved_by"].editor.put("Junta", {})
    extend.submit()
    moved = store.get(Action, record.id)
    assert moved is not None and moved.due_on == date(2025, 5, 15)
    form = hands.form("action")
    hands.wait(lambda: form.record.due_on == date(2025, 5, 15))
    hands.fill(form, status="done", done_on=date(2025, 5, 10))
    hands.save(form)
    [coming] = [each for each in store.all(Action) if each.repeat_of == record.id]
    assert (coming.number, coming.due_on) == ("A-7.2", date(2025, 6, 30)), "the extension moves one, not the series"


def test_a_row_of_annex_ii_runs_its_six_months(hands: Hands, store: Store) -> None:
    today = hands.window.session.today()
    dialog = OfferDialog(hands.window.session, [get("oecd-annex2")], hands.window)
    hands.qtbot.addWidget(dialog)
    dialog.show()
    hands.wait(dialog.table.hasFocus)
    hands.press(Key.Key_Space, on=dialog.table)
    dialog.submit()
    hands.window.activateWindow()
    hands.wait(hands.window.isActiveWindow)
    [risk] = store.all(Risk)
    hands.window.go(Visit("risk", record=risk.id))
    form = hands.form("risk")
    hands.fill(form, likelihood="3", impact="4", response="continue", reason="Con plan", decided_by="Junta",
               decided_on=today, status="mitigating")
    hands.save(form)
    [known] = risks.known(store, {}, today)
    clock, ends = known.clock, months_after(today, 6)
    assert (clock.months, clock.began, clock.ends) == (6, today, ends), "OECD Annex II: six months from adoption"
    assert not clock.over(ends) and clock.over(ends + timedelta(1))
