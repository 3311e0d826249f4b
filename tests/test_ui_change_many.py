"""Changing many rows at once in the window: the field in view, the value typed once, the rows that cannot told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from ui_fixtures import answers, config, english, refreshed, session, settled  # noqa: F401 - fixtures

from armdesk.models.organisation import Crew
from armdesk.models.production import Production
from armdesk.models.trade import Payment
from armdesk.store import Store
from ui.change_many import ChangeDialog
from ui.pages.records import RecordsPage
from ui.session import Session

Select = QItemSelectionModel.SelectionFlag


@pytest.fixture
def page(session: Session, qtbot: Any) -> RecordsPage:  # noqa: F811
    """Four deliveries: two of crew Turno 1, two of none; the last day is one without work."""
    store = session.store
    crew = store.save(Crew(name="Turno 1"))
    store.save(Crew(name="Turno 2"))
    for day in range(1, 5):
        store.save(Production(date=date(2025, 3, day), crew=crew.id if day < 3 else None,
                              gross_mg=1000 if day < 4 else None, no_work=day == 4))
    made = RecordsPage(session, Production)
    qtbot.addWidget(made)
    made.show()
    refreshed(qtbot, made.list)
    return made


def opened(page: RecordsPage, qtbot: Any, field: str = "crew") -> ChangeDialog:
    table = page.list.table
    column = [each.name for each in page.list.model.fields].index(field)
    table.setCurrentIndex(page.list.model.index(0, column))
    table.selectAll()
    table.selectionModel().setCurrentIndex(page.list.model.index(0, column), Select.NoUpdate)
    page.change_chosen()
    dialog = page.findChild(ChangeDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.held is not None, timeout=5000)
    return dialog


def crews(store: Store) -> list[str]:
    names = {each.id: each.name for each in store.all(Crew)}
    return [names.get(each.crew, "") for each in store.all(Production)]


def test_the_field_in_view_is_offered_with_what_it_holds(page: RecordsPage, qtbot: Any) -> None:
    dialog = opened(page, qtbot)
    assert dialog.choice.currentText() == "Crew"
    assert dialog.now.text().replace("\xa0", " ") == "They hold now: 2 × Turno 1, 2 × empty"
    assert (dialog.summary.text(), dialog.go.isEnabled()) == ("", False), "nothing is emptied by one wrong click"
    dialog.empty.setChecked(True)
    assert dialog.summary.text() == "2 rows will change. 2 hold this already."
    assert dialog.go.text() == "Change 2 rows"


def test_the_value_is_typed_once_and_undone_as_one(page: RecordsPage, qtbot: Any) -> None:
    dialog, said = opened(page, qtbot), []
    page.session.said.connect(said.append)
    assert dialog.row is not None
    dialog.row.editor.line.setText("Turno 2")  # type: ignore[attr-defined]
    dialog.row.editor.touched.emit()
    assert dialog.summary.text() == "", "half a name is not understood yet"
    with qtbot.waitSignal(dialog.accepted, timeout=5000):
        dialog.go.click()
    assert crews(page.session.store) == ["Turno 2"] * 4
    assert said[0].text == "4 rows were changed."
    said[0].run()
    qtbot.waitUntil(lambda: sorted(crews(page.session.store)) == ["", "", "Turno 1", "Turno 1"], timeout=5000)


def test_the_rows_that_cannot_are_told_and_the_others_can_be_changed(page: RecordsPage, qtbot: Any) -> None:
    dialog = opened(page, qtbot, "gross_mg")
    assert dialog.row is not None
    qtbot.keyClicks(dialog.row.editor.box, "2,5")
    assert dialog.summary.text() == "4 rows will change." and dialog.go.text() == "Change 4 rows"
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.list.count() == 1 and dialog.held is not None, timeout=5000)
    assert dialog.list.item(0).text() == "2025-03-04: A day without work cannot have a weight."
    assert page.session.store.total(dialog_query(), "gross_mg") == 3000
    assert dialog.rest.text() == "Change the 3 that can"
    with qtbot.waitSignal(dialog.accepted, timeout=5000):
        dialog.rest.click()
    assert page.session.store.total(dialog_query(), "gross_mg") == 7500


def dialog_query() -> Any:
    from armdesk.query import Query

    return Query(Production)


def test_what_is_not_understood_stands_beside_the_field(page: RecordsPage, qtbot: Any) -> None:
    dialog = opened(page, qtbot, "gross_mg")
    assert dialog.row is not None
    qtbot.keyClicks(dialog.row.editor.box, "many")
    dialog.go.click()
    assert dialog.row.problems()
    dialog.choice.setCurrentIndex(0)
    qtbot.waitUntil(lambda: dialog.held is not None, timeout=5000)
    assert dialog.empty.isHidden(), "a day is needed"


def test_another_try_begins_from_the_newest_state(page: RecordsPage, qtbot: Any) -> None:
    dialog, store = opened(page, qtbot), page.session.store
    record = next(each for each in store.all(Production) if each.crew)
    record.note = "changed elsewhere"
    store.save(record)
    dialog.empty.setChecked(True)
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.list.count() == 1 and dialog.held is not None, timeout=5000)
    assert dialog.rest.isVisible()
    with qtbot.waitSignal(dialog.accepted, timeout=5000):
        dialog.go.click()
    assert crews(store) == [""] * 4


def test_amounts_of_several_currencies_are_not_changed_together(session: Session, qtbot: Any) -> None:  # noqa: F811
    from factories import make

    made = [make(session.store, "payment", amount=100, currency=currency) for currency in ("USD", "PEN")]
    dialog = ChangeDialog(session, Payment, [each.id for each in made], "amount")
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.held is not None, timeout=5000)
    assert dialog.row is not None and "several currencies" in dialog.row.problems()[0]
    assert not dialog.go.isEnabled()
    one = ChangeDialog(session, Payment, [made[1].id], "amount")
    qtbot.addWidget(one)
    qtbot.waitUntil(lambda: one.held is not None, timeout=5000)
    assert one.row is not None and one.now.text() .endswith("1.00 PEN")
    assert one.row.editor.unit.text() == "PEN"  # type: ignore[attr-defined]


def test_not_stated_is_a_value_like_yes_and_no(page: RecordsPage, qtbot: Any) -> None:
    dialog = opened(page, qtbot)
    dialog.choice.setCurrentIndex([field.name for field in dialog.fields].index("no_work"))
    qtbot.waitUntil(lambda: dialog.held is not None, timeout=5000)
    assert dialog.row is not None and dialog.empty.isHidden() and not dialog.go.isEnabled()
    dialog.row.editor.buttons[None].click()  # type: ignore[attr-defined]
    assert dialog.summary.text() == "4 rows will change."
    dialog.row.editor.buttons[False].click()  # type: ignore[attr-defined]
    assert dialog.summary.text() == "1 row will change. 3 hold this already."


def test_the_trash_and_reading_only_offer_no_change(page: RecordsPage, qtbot: Any) -> None:
    settled(qtbot, page.toggle_trash, page.list.shown)
    page.change_chosen()
    assert page.findChild(ChangeDialog) is None


def test_the_keyboard_reaches_it(page: RecordsPage, qtbot: Any) -> None:
    page.list.table.selectAll()
    page.activateWindow()
    page.list.table.setFocus()
    qtbot.keyClick(page.list.table, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert page.findChild(ChangeDialog) is not None
