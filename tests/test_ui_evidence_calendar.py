"""What a person does with the calendar of evidence: sees gaps, opens papers, and looks at a day to come."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import make
from PySide6.QtCore import Qt
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.catalogues import load
from armdesk.models import Citation, Document
from ui import files
from ui.pages.evidence_calendar import EvidenceCalendarPage
from ui.session import Period as Chosen
from ui.session import Session, Visit

Key = Qt.Key
FIRST = next(iter(load.get("craft-2.0")))


@pytest.fixture
def page(session: Session, qtbot: Any) -> EvidenceCalendarPage:  # noqa: F811
    """The calendar of 2025: one paper for the first requirement, and an audit in March."""
    session.choose_period(Chosen(date(2025, 1, 1), date(2025, 12, 31)))
    session.workspace.settings.catalogues = ["craft-2.0"]
    paper = session.store.save(Document(title="Estatutos", issued_on=date(2025, 2, 1), valid_to=date(2025, 4, 30)))
    session.store.save(Citation(document=paper.id, target=f"requirement/craft-2.0/{FIRST.code}"))
    make(session.store, "audit", visit_on=session.today().replace(year=session.today().year + 1),
         visit_until=None)
    made = EvidenceCalendarPage(session)
    qtbot.addWidget(made)
    made.resize(1180, 640)
    with qtbot.waitActive(made):
        made.show()
    qtbot.waitUntil(lambda: made.found is not None and bool(made.lapses), timeout=20_000)
    return made


def test_each_month_says_what_proves_it_and_leads_there_by_keyboard(page: EvidenceCalendarPage, qtbot: Any) -> None:
    cells = [page.months.heat.cell(0, column) for column in range(13)]
    assert cells[0].startswith(FIRST.code) and cells[1:6] == ["", "1", "1", "1", ""]
    assert "without anything" in page.summary.text()
    went: list[Visit] = []
    page.session.went.connect(went.append)
    page.months.setFocus()
    page.months.setCurrentIndex(page.months.heat.index(0, 2))
    qtbot.keyClick(page.months, Key.Key_Return)
    assert went[-1].page == "document" and went[-1].filters[0].field == "id"
    qtbot.keyClick(page.months, Key.Key_Left)
    qtbot.keyClick(page.months, Key.Key_Return)
    assert (went[-1].page, went[-1].record) == ("requirement", f"craft-2.0/{FIRST.code}")


def test_a_day_to_come_lists_what_will_have_ended(page: EvidenceCalendarPage, qtbot: Any) -> None:
    assert page.day.glance() == page.session.today().replace(year=page.session.today().year + 1), "the next visit"
    page.views.choose(1)
    assert "Estatutos" in page.ends.rows.cell(0, 3) and "Papers: 1" in page.told.text()
    page.day.put(date(2025, 4, 30))
    page.look()
    qtbot.waitUntil(lambda: str(page.session.today()) in page.told.text() or "2025-04-30" in page.told.text(),
                    timeout=20_000)
    page.day.line.setText("pronto")
    page.look()
    assert "is not a date" in page.told.text()
    page.day.line.clear()
    page.look()
    assert "Write a day" in page.told.text() and page.ends.rows.count == 1
    with qtbot.waitSignal(page.session.went) as went:
        page.ends.activated.emit(page.ends.rows.index(0, 0))
    assert went.args[0].page == "document"


def test_the_calendar_is_printed(page: EvidenceCalendarPage, qtbot: Any, tmp_path: Path,
                                 monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "calendario.pdf"
    monkeypatch.setattr(files, "ask_target", lambda *_more: target)
    page.print_calendar()
    qtbot.waitUntil(lambda: target.is_file() and not page.session.jobs.busy(), timeout=20_000)
    assert target.read_bytes().startswith(b"%PDF")
