"""What a person does with the window: goes about with the keyboard, finds, undoes, changes language, closes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from factories import make
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QCloseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
    QWidgetAction,
)
from ui_fixtures import answers, config, english, session, settled  # noqa: F401 - fixtures

from armdesk import i18n
from armdesk.models import RECORDS, Site
from armdesk.models.people import Person
from armdesk.record import PLACES
from ui import places
from ui.commands import CommandBox
from ui.pages.records import RecordsPage
from ui.places import PLACE_NAMES, TABS, all_pages, pages_of
from ui.record_view import RecordDialog
from ui.session import Period, Session, Visit
from ui.shell import Shell
from ui.top_bar import period_text

Alt, Ctrl, Shift = (Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier,
                    Qt.KeyboardModifier.ShiftModifier)


@pytest.fixture
def shell(session: Session, qtbot: Any) -> Shell:  # noqa: F811
    window = Shell(session)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    return window


def test_every_record_type_has_a_page_and_details_have_no_tab() -> None:
    pages = {page.key: page for page in all_pages()}
    assert {type_.type_name() for type_ in RECORDS} <= set(pages)
    assert not any(pages[type_.type_name()].tab for type_ in RECORDS if type_.about.details)
    assert {page.place for page in pages.values()} == set(PLACES)


def test_the_place_in_view_first_has_no_registers_to_wait_for() -> None:
    assert list(PLACE_NAMES) == list(PLACES)
    for place in places._WITHOUT_REGISTERS:
        assert pages_of(place) == [page for page in all_pages() if page.place == place]


def test_every_page_opens_and_the_keyboard_is_in_it_and_never_nowhere(shell: Shell) -> None:
    shell.go(Visit("person"))
    for key, place in (("offices", "organs"), ("handover", "subjects"), ("road", "table")):
        shell.go(Visit(key))
        assert shell.focusWidget() is getattr(shell.widget(key), place)
    for key in shell.pages:
        shell.go(Visit(key))
        assert shell.page == key and shell.stack.currentWidget() is shell.widget(key)
        held = shell.focusWidget()
        assert held is not None and held.isVisibleTo(shell), key


@pytest.mark.parametrize("number", range(1, 9))
def test_alt_and_a_number_open_a_place(shell: Shell, qtbot: Any, number: int) -> None:
    qtbot.keyClick(shell, str(number), Alt)
    assert shell.pages[shell.page].place == PLACES[number - 1]
    assert shell.rail.buttons[PLACES[number - 1]].isChecked()


def test_a_place_shows_at_most_seven_tabs_and_the_rest_under_more(shell: Shell) -> None:
    shell.open_place("people")
    tabs = shell._tabs["people"]
    assert sum(not button.isHidden() for button in tabs.buttons.values()) <= TABS
    assert tabs.more.isVisible()
    hidden = tabs._hidden()[0]
    shell.go(Visit(hidden.key))
    assert tabs.more.text().replace("&&", "&") == i18n._(hidden.title)


def test_the_many_pages_of_the_people_stand_under_headings(shell: Shell) -> None:
    shell.open_place("people")
    tabs = shell._tabs["people"]
    assert list(tabs.buttons) == ["person", "attendance_sheet", "training", "ppe_delivery", "coverage", "meeting",
                                  "grievance"]
    menu = tabs.offered()
    heads = [each.defaultWidget().text() for each in menu.actions() if isinstance(each, QWidgetAction)]
    assert heads[-4:] == ["Cooperative", "Courses and equipment", "Meetings and offices",
                          "With communities and authorities"]
    words = [each.text() for each in menu.actions() if each.text()]
    assert words == [i18n._(page.title).replace("&", "&&") for page in tabs._hidden()]
    known = {page.key for page in all_pages()}
    assert set(places._FIRST) | set(places.HEADINGS) <= known


def test_a_narrow_window_moves_tabs_under_more(shell: Shell) -> None:
    shell.open_place("production")
    tabs = shell._tabs["production"]
    tabs.resize(1100, 40)
    wide = len(tabs._hidden())
    tabs.resize(400, 40)
    assert len(tabs._hidden()) > wide


def test_back_and_forward_follow_the_way(shell: Shell, qtbot: Any) -> None:
    shell.go(Visit("person"))
    shell.go(Visit("lot"))
    qtbot.keyClick(shell, Qt.Key.Key_Left, Alt)
    assert shell.page == "person"
    qtbot.keyClick(shell, Qt.Key.Key_Right, Alt)
    assert shell.page == "lot"


def test_a_place_opens_where_it_was_left(shell: Shell) -> None:
    shell.go(Visit("crew"))
    shell.open_place("plan")
    shell.open_place("people")
    assert shell.page == "crew"


def test_the_command_box_finds_pages_actions_and_records(shell: Shell, qtbot: Any) -> None:
    person = make(shell.session.store, "person", name="Ñusta Quispe")
    box = CommandBox(shell.session, shell.commands(), shell)
    qtbot.addWidget(box)
    box.line.setText("mercury and")
    assert "Mercury and reagents" in box.texts()
    box.line.setText("undo")
    assert "Undo" in box.texts()
    box.line.setText("nusta")
    qtbot.waitUntil(lambda: "Ñusta Quispe" in box.texts(), timeout=5000)
    qtbot.keyClick(box.line, Qt.Key.Key_Return)
    assert shell.page == "person"
    page = shell.widget("person")
    assert isinstance(page, RecordsPage) and page.view is not None
    assert page.view.form.record.id == person.id


def test_undo_and_redo_say_what_they_did(shell: Shell, qtbot: Any) -> None:
    person = make(shell.session.store, "person", name="Ana")
    qtbot.keyClick(shell, Qt.Key.Key_Z, Ctrl)
    assert shell.session.store.get(Person, person.id).trashed
    assert any("Ana" in text and text.startswith("Undone") for text in shell.messages.texts())
    qtbot.keyClick(shell, Qt.Key.Key_Z, Ctrl | Shift)
    assert not shell.session.store.get(Person, person.id).trashed


def test_what_touched_many_records_is_undone_away_from_the_window(shell: Shell, qtbot: Any,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.shell._MANY", 0)
    person = make(shell.session.store, "person", name="Ana")
    shell.undo()
    qtbot.waitUntil(lambda: any(text.startswith("Undone") for text in shell.messages.texts()), timeout=5000)
    assert shell.session.store.get(Person, person.id).trashed
    make(shell.session.store, "person", name="Eva")
    crew = make(shell.session.store, "crew", name="Turno 1")
    make(shell.session.store, "person", name="Luz", crew=crew.id)
    refused = shell.session.store.operations(2)[1]
    shell._reverse(refused, lambda: shell.session.store.undo(refused), "{title}", "", ("", shell.redo))
    qtbot.waitUntil(lambda: any("cannot be undone" in text for text in shell.messages.texts()), timeout=5000)


def test_undo_with_nothing_done_is_told(shell: Shell) -> None:
    shell.undo()
    assert shell.messages.texts() == ["There is nothing to undo."]


def test_closing_while_work_is_under_way_asks(shell: Shell, answers: list[Any], qtbot: Any) -> None:  # noqa: F811
    go_on = threading.Event()
    shell.session.jobs.run(shell, lambda progress: go_on.wait(60), title="A pack")
    answers.append("stay")
    event = QCloseEvent()
    shell.closeEvent(event)
    assert not event.isAccepted() and "A pack" in answers[0]
    settled(qtbot, go_on.set, shell.session.jobs.ended)


def test_closing_keeps_an_unfinished_form(shell: Shell) -> None:
    shell.go(Visit("person", new=True, values={"name": "Half"}))
    page: Any = shell.widget("person")
    page.view.form.rows["task"].editor.line.insert("Drill")
    page.view.form._on_touched(page.view.form.rows["task"])
    shell.close()
    assert [draft[4]["task"] for draft in shell.session.store.drafts()] == ["Drill"]


def test_the_tab_in_view_leads_back_to_its_list(shell: Shell, qtbot: Any) -> None:
    shell.go(Visit("person", new=True, values={"name": "Half"}))
    page: Any = shell.widget("person")
    page.view.form.rows["task"].editor.line.insert("Drill")
    page.view.form._on_touched(page.view.form.rows["task"])
    qtbot.mouseClick(shell._tabs["people"].buttons["person"], Qt.MouseButton.LeftButton)
    assert page.stack.currentWidget() is page.list
    assert [draft[4]["task"] for draft in shell.session.store.drafts()] == ["Drill"]
    shell.go(Visit("person", new=True))
    qtbot.keyClick(shell.rail.buttons["people"], Qt.Key.Key_Return)
    assert page.stack.currentWidget() is page.view, "a button presses only with the keyboard on it"
    shell.rail.buttons["people"].setFocus()
    qtbot.keyClick(shell.rail.buttons["people"], Qt.Key.Key_Return)
    assert page.stack.currentWidget() is page.list


def test_the_panel_beside_the_first_rows_is_not_that_of_a_form_given_up(shell: Shell, qtbot: Any) -> None:
    shell.go(Visit("site", new=True))
    page: Any = shell.widget("site")
    qtbot.waitUntil(lambda: page.panel.isVisible() and page.panel.title.whole() == "New site")
    page.view.close_form()
    qtbot.waitUntil(page.panel.isHidden)
    made = make(shell.session.store, "site")
    qtbot.waitUntil(page.panel.isVisible)
    qtbot.waitUntil(lambda: page.panel.title.whole() in ("", made.label()))


def test_the_panel_beside_the_next_form_is_not_that_of_the_record_saved(shell: Shell, qtbot: Any) -> None:
    shell.go(Visit("site", new=True, values={"name": "La Ñapa"}))
    page: Any = shell.widget("site")
    page.view.form.touch()
    qtbot.waitUntil(lambda: page.view.form.dirty)
    page.view.save_and_new()
    assert [each.name for each in shell.session.store.all(Site)] == ["La Ñapa"]
    qtbot.waitUntil(lambda: page.panel.title.whole() == "New site")


def test_what_is_missing_is_saved_with_a_key_while_another_is_typed(session: Session, qtbot: Any) -> None:  # noqa: F811
    under = QWidget()
    qtbot.addWidget(under)
    dialog = RecordDialog(session, Site, {"name": "El Filo"}, under)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    qtbot.keyClick(dialog, Qt.Key.Key_S, Ctrl)
    qtbot.waitUntil(lambda: dialog.record is not None and dialog.record.name == "El Filo")


def test_overdue_things_are_counted_in_the_top_bar(shell: Shell, qtbot: Any) -> None:
    from datetime import timedelta

    make(shell.session.store, "action", status="open", done_on=None, adopted_on=None,
         due_on=shell.session.today() - timedelta(days=1))
    qtbot.waitUntil(lambda: shell.top.alarms.text() == "1", timeout=5000)
    assert "overdue" in shell.top.alarms.accessibleName()


def test_the_alarm_of_a_moved_data_file_is_given(shell: Shell) -> None:
    from PySide6.QtCore import QEvent

    path = shell.session.workspace.path
    path.rename(path.with_name("elsewhere.db"))
    QApplication.sendEvent(shell, QEvent(QEvent.Type.WindowActivate))
    assert any("moved" in text for text in shell.messages.texts())


@pytest.mark.parametrize(("first", "last", "shown"), [
    ((2025, 1, 1), (2025, 12, 31), "Period: Jan–Dec 2025"),
    ((2024, 7, 1), (2025, 6, 30), "Period: Jul 2024 – Jun 2025"),
    ((2025, 1, 2), (2025, 1, 9), "Period: 2025-01-02 to 2025-01-09"),
])
def test_the_period_is_named_shortly(first: Any, last: Any, shown: str, english: None) -> None:  # noqa: F811
    from datetime import date

    assert period_text(Period(date(*first), date(*last))) == shown


def _named(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def _shown_in(widget: QWidget) -> Iterator[QWidget]:
    """What stands in a widget in view; of the pages that lie hidden behind it, nothing is walked through."""
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isHidden():
            yield child
            yield from _shown_in(child)


def test_everything_on_every_page_has_a_name_for_a_screen_reader(shell: Shell) -> None:
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)
    registers = {type_.type_name() for type_ in RECORDS}
    nameless = []
    for key in shell.pages:
        for visit in (Visit(key), Visit(key, new=True)) if key in registers else (Visit(key),):
            shell.go(visit)
            nameless += [f"{key}: {type(each).__name__} in {type(each.parentWidget()).__name__}"
                         for each in _shown_in(shell) if isinstance(each, kinds) and not _named(each).strip()
                         and not isinstance(each, QHeaderView) and not each.objectName().startswith("qt_")]
    assert sorted(set(nameless)) == []


def test_every_action_is_in_the_menu_and_has_keys(shell: Shell) -> None:
    actions = [action for action in shell.menu.actions() if not action.isSeparator()]
    assert len(actions) >= 10
    keys = [action.shortcut().toString() for action in actions]
    assert all(keys) and len(set(keys)) == len(keys)


def test_tab_goes_through_the_form_in_reading_order(shell: Shell, qtbot: Any) -> None:
    shell.go(Visit("person", new=True))
    page: Any = shell.widget("person")
    form = page.view.form
    expected = [row.editor.box for row in form.rows.values() if not row.field.readonly][:6]
    expected[0].setFocus()
    seen = [QApplication.focusWidget()]
    for _step in expected[1:]:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen == expected


def test_what_is_called_so_comes_before_what_stands_in_a_place_called_so(shell: Shell, qtbot: Any) -> None:
    box = CommandBox(shell.session, shell.commands(), shell)
    qtbot.addWidget(box)
    box.line.setText("sales")
    assert box.texts()[0] == "Sales" and "Production" in box.texts()
