"""What a person does on the page of the dress rehearsal: draw, see what is broken, go and mend it, draw again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.models import Person, Rehearsal
from ui import files
from ui.pages.rehearsal import RehearsalPage
from ui.session import Period as Chosen
from ui.session import Session

Key = Qt.Key


@pytest.fixture
def page(session: Session, qtbot: Any) -> RehearsalPage:  # noqa: F811
    """The rehearsal of 2025, over two people of whom little is known."""
    session.choose_period(Chosen(date(2025, 1, 1), date(2025, 12, 31)))
    session.store.save(Person(name="Ana Ñáñez", role="member"))
    session.store.save(Person(name="Beto <b>", role="worker", id_number="12"))
    made = RehearsalPage(session)
    qtbot.addWidget(made)
    made.resize(1180, 640)
    with qtbot.waitActive(made):
        made.show()
    return made


def _draw(page: RehearsalPage, qtbot: Any, seed: str) -> None:
    page.seed.selectAll()
    qtbot.keyClicks(page.seed, seed)
    before = page.found
    qtbot.keyClick(page.seed, Key.Key_Return)
    qtbot.waitUntil(lambda: page.found is not before and bool(page.earlier), timeout=20_000)


def test_a_draw_by_keyboard_leads_to_where_it_is_mended(page: RehearsalPage, qtbot: Any) -> None:
    _draw(page, qtbot, "4711")
    assert page.drawn.hasFocus() and page.drawn.rows.count == 2
    assert "2 records drawn" in page.summary.text() and "2 chains" not in page.summary.text()
    assert page.drawn.rows.cell(0, 2) == "Ana Ñáñez" and page.drawn.rows.cell(0, 0).startswith("✗ 1")
    chosen = page.chain.currentIndex().row()
    assert page.chain.rows.cell(chosen, 0) == "✗" and page.chain.rows.cell(chosen, 1) == "Identity"
    qtbot.keyClick(page.drawn, Key.Key_Down)
    assert page.chain.rows.cell(0, 0) == "✓" and page.chain.rows.cell(page.chain.currentIndex().row(), 1) == "Age"
    page.chain.setFocus()
    with qtbot.waitSignal(page.session.went) as went:
        qtbot.keyClick(page.chain, Key.Key_Return)
    assert went.args[0].page == "person"
    assert {page.breaks.rows.cell(row, 1) for row in range(page.breaks.rows.count)} >= {"Identity", "Age"}


def test_the_same_draw_after_mending_says_what_it_was_before(page: RehearsalPage, qtbot: Any) -> None:
    _draw(page, qtbot, "4711")
    assert page.found is not None
    first = page.found.broken
    qtbot.waitUntil(lambda: page.before.rows.count == 1, timeout=5000)
    person = page.session.store.one(Person, name="Ana Ñáñez")
    assert person is not None
    person.id_number = "77"
    page.session.store.save(person)
    page.before.selectRow(0)
    page.seed.setText("other")
    page.before.activated.emit(page.before.rows.index(0, 0))
    assert page.seed.text() == "4711"
    page.draw()
    qtbot.waitUntil(lambda: page.before.rows.count == 2, timeout=20_000)
    assert page.found is not None and page.found.broken == first - 1
    assert f"the same draw on {page.session.today()}: {first} broken" in page.summary.text()
    assert {each.seed for each in page.session.store.all(Rehearsal)} == {"4711"}


def test_a_draw_needs_a_seed_and_an_office_without_records_is_told(session: Session, qtbot: Any) -> None:  # noqa: F811
    page = RehearsalPage(session)
    qtbot.addWidget(page)
    page.show()
    page.seed.setText("   ")
    page.draw()
    assert "Write a seed" in page.messages.texts()[0] and page.found is None
    page.seed.setText("x")
    page.draw()
    qtbot.waitUntil(lambda: page.found is not None, timeout=20_000)
    assert "nothing to draw from" in page.summary.text() and not page.wall_button.isEnabled()
    assert session.store.one(Rehearsal) is None


def test_the_list_for_the_wall_is_written(page: RehearsalPage, qtbot: Any, tmp_path: Path,
                                          monkeypatch: pytest.MonkeyPatch) -> None:
    _draw(page, qtbot, "4711")
    target = tmp_path / "muro.pdf"
    monkeypatch.setattr(files, "ask_target", lambda *_more: target)
    page.print_list()
    qtbot.waitUntil(target.is_file, timeout=20_000)
    qtbot.waitUntil(lambda: not page.session.jobs.busy(), timeout=20_000)
    assert target.read_bytes().startswith(b"%PDF")
