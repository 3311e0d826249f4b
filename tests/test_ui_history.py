"""The history on the screen: an import of many rows is told as short as one of few."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel, QPushButton
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.models import Lot
from ui import facts, undoing
from ui.pages.history import HistoryPage
from ui.session import Session


def _bring(session: Session, count: int) -> list[Lot]:  # noqa: F811
    with session.store.operation("Import: oro.xlsx", kind="import") as writer:
        writer.save_many(Lot, ({"code": f"L-{place:04}", "gross_mg": 1_000 * (place + 1)} for place in range(count)),
                         checked=True)
    return session.store.all(Lot)


def _texts(page: HistoryPage, qtbot: Any, wanted: str) -> list[str]:
    def told() -> list[str]:
        return [each.text() for each in page.area.findChildren(QLabel)]

    qtbot.waitUntil(lambda: wanted in told(), timeout=20_000)
    return told()


def test_a_long_import_is_counted_and_its_first_rows_are_shown(session: Session, qtbot: Any) -> None:  # noqa: F811
    _bring(session, 2_500)
    page = HistoryPage(session)
    qtbot.addWidget(page)
    assert page.name.text() == "Import: oro.xlsx" and page.undo.isEnabled()
    told = _texts(page, qtbot, "Lots, new: 2500")
    assert told.count("new") == 40 and "Gross weight: 1.000" in told
    names = [each.text() for each in page.area.findChildren(QPushButton)]
    assert names[:2] == ["lot: L-0000", "lot: L-0001"] and len(names) == 40
    page.undo.click()
    qtbot.waitUntil(lambda: page.list.count() == 2, timeout=20_000)
    page.list.setCurrentRow(0)
    _texts(page, qtbot, "Lots, to the trash: 2500")
    assert session.store.all(Lot) == []


def test_a_row_of_an_import_knows_where_it_came_from(session: Session) -> None:  # noqa: F811
    lot = _bring(session, 30)[7]
    [step] = facts.steps(session.store, lot)
    assert step.title == "Import: oro.xlsx"
    assert {name: after for name, before, after in step.changes if not before} == {
        name: after for name, _before, after in step.changes}
    assert lot.code in {after for _name, _before, after in step.changes}


def test_the_undo_of_a_message_takes_back_what_it_tells_of_and_nothing_else(session: Session) -> None:  # noqa: F811
    store = session.store
    first = store.save(Lot(code="L-1"))
    undo = undoing.newest(session)
    second = store.save(Lot(code="L-2"))
    assert undo is not None
    undo()
    assert [each.code for each in store.all(Lot)] == ["L-2"]
    told: list[Exception] = []
    again = undoing.newest(session, failed=told.append)
    assert again is not None
    store.undo()
    assert store.all(Lot) == []
    again()  # it was taken back by Ctrl+Z meanwhile: an older one stays as it is
    assert len(told) == 1 and store.get(Lot, first.id).trashed and store.get(Lot, second.id).trashed
    assert undoing.newest(session, made=0) is None and undoing.newest(session) is None
