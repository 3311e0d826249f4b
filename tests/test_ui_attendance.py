"""The page of attendance, used with the keyboard."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.models import Attendance, Crew, Person
from ui import files
from ui.pages.attendance import AttendancePage
from ui.session import Session, Visit


def _crew(session: Session) -> str:  # noqa: F811
    crew = session.store.save(Crew(code="C-1", name="Turno 1")).id
    for name in ("Ana", "Luis"):
        session.store.save(Person(name=name, role="member", crew=crew))
    return str(crew)


def _page(session: Session, qtbot: Any, crew: str) -> AttendancePage:  # noqa: F811
    page = AttendancePage(session)
    qtbot.addWidget(page)
    page.show()
    page.visit(Visit("attendance_sheet", f"{crew}/2025-03"))
    qtbot.waitUntil(lambda: page.view.grid.rows() == 2 and page.month.text() == "March 2025"
                    and page.view.grid.sheet.period.begins == date(2025, 3, 1))
    page.view.setFocus()
    return page


def _type(qtbot: Any, page: AttendancePage, text: str) -> None:
    qtbot.keyClicks(page.view, text[0])
    qtbot.keyClicks(page.view.editor, text[1:])
    qtbot.keyClick(page.view.editor, Qt.Key.Key_Return)


def test_marks_are_typed_filled_and_undone(session: Session, qtbot: Any) -> None:  # noqa: F811
    page = _page(session, qtbot, _crew(session))
    page.view.go_to(0, 2)
    _type(qtbot, page, "P")
    _type(qtbot, page, "7,5")
    assert {(each.status, each.hours) for each in session.store.all(Attendance)} == {("present", 800), ("present", 750)}
    assert "2 days at work · 15.5 hours" in page.counts.whole()
    page.view.go_to(0, 3)
    qtbot.keyClick(page.view, Qt.Key.Key_F8)
    assert len(session.store.all(Attendance)) == 4
    qtbot.keyClick(page.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.view.grid.cell(0, 3).text == "")
    assert len(session.store.all(Attendance)) == 2


def test_what_is_refused_stays_in_its_cell(session: Session, qtbot: Any) -> None:  # noqa: F811
    page = _page(session, qtbot, _crew(session))
    page.view.go_to(0, 2)
    _type(qtbot, page, "ocho")
    assert page.view.grid.cell(0, 2).text == "ocho" and session.store.all(Attendance) == []
    page.view.go_to(0, 2)
    assert "hours such as 8" in page.view.hint.words.text()


def test_what_others_enter_is_taken_in_and_months_are_turned(session: Session, qtbot: Any) -> None:  # noqa: F811
    crew = _crew(session)
    page = _page(session, qtbot, crew)
    luis = session.store.one(Person, name="Luis")
    assert luis is not None
    session.store.save(Attendance(date=date(2025, 3, 4), person=luis.id, crew=crew, hours=800))
    qtbot.waitUntil(lambda: page.view.grid.cell(1, 3).text == "P")
    page.turn(1)
    qtbot.waitUntil(lambda: page.view.grid.sheet.period.begins == date(2025, 4, 1))
    assert page.month.text() == "April 2025"


def test_an_empty_office_is_told_what_to_do(session: Session, qtbot: Any) -> None:  # noqa: F811
    page = AttendancePage(session)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.stack.currentIndex() == 1)
    assert "Enter people first" in page.empty.text()


def test_the_month_and_an_empty_sheet_are_printed(session: Session, qtbot: Any, tmp_path: Path,  # noqa: F811
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    crew = _crew(session)
    page = _page(session, qtbot, crew)
    page.view.go_to(0, 2)
    _type(qtbot, page, "7,5")
    for empty in (False, True):
        target = tmp_path / f"{empty}.pdf"
        monkeypatch.setattr(files, "ask_target", lambda *_given, to=target: to)
        page.print_sheet(empty=empty)
        qtbot.waitUntil(target.exists)
        words = text_of(target)
        assert "Turno 1, March 2025" in words and "Ana" in words and ("7.5" in words) == (not empty)


def text_of(path: Path) -> str:
    """The words of a PDF."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)
