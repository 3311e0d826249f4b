"""What a person does on the road to a standard, and with what another standard offers beside a requirement."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.models import Answer, CatalogueUse, Citation, Document
from ui import files
from ui.cross_offers import Offers
from ui.pages.requirements import RequirementsPage
from ui.pages.road import RoadPage
from ui.session import Period as Chosen
from ui.session import Session, Visit

PERSON = "M.1/5.2.11/R.1"


@pytest.fixture
def office(session: Session) -> Session:  # noqa: F811
    """An office that answered one requirement of CRAFT, with a paper."""
    session.choose_period(Chosen(date(2025, 1, 1), date(2025, 12, 31)))
    session.workspace.settings.catalogues = ["craft-2.0"]
    store = session.store
    store.save(Answer(catalogue="craft-2.0", requirement=PERSON, result="met", statement="Rosa <b>responde</b>.",
                      period_from=date(2025, 1, 1), period_to=date(2025, 12, 31)))
    paper = store.save(Document(title="Nombramiento"))
    store.save(Citation(document=paper.id, target=f"requirement/craft-2.0/{PERSON}"))
    return session


def _road(office: Session, qtbot: Any) -> RoadPage:
    page = RoadPage(office)
    qtbot.addWidget(page)
    page.resize(1180, 640)
    page.show()
    qtbot.waitUntil(lambda: page.found is not None, timeout=20_000)
    return page


def test_the_road_shows_what_is_there_takes_papers_over_and_takes_them_back(office: Session, qtbot: Any) -> None:
    page = _road(office, qtbot)
    target = page.target()
    assert target is not None and target.key == "fairmined-2.0", "the standard that is not in use yet comes first"
    assert "FM-1.1-04" in page.table.rows.cell(0, 1) and PERSON in page.table.rows.cell(0, 4)
    assert page.take_button.text() == "Take over 1 paper"
    page.take()
    qtbot.waitUntil(lambda: not page.take_button.isEnabled() and page.take_button.text() == "Take over the papers",
                    timeout=20_000)
    [taken] = office.store.all(Citation, target="requirement/fairmined-2.0/FM-1.1-04")
    assert taken.taken_from == f"requirement/craft-2.0/{PERSON}"
    office.store.undo()
    qtbot.waitUntil(page.take_button.isEnabled, timeout=20_000)


def test_a_standard_is_taken_into_use_before_its_requirements_open(office: Session, qtbot: Any) -> None:
    page = _road(office, qtbot)
    went: list[Visit] = []
    office.went.connect(went.append)
    page.table.activated.emit(page.table.rows.index(0, 0))
    assert not went and "not in use yet" in page.messages.texts()[0]
    page.use()
    qtbot.waitUntil(page.use_button.isHidden, timeout=20_000)
    assert office.store.one(CatalogueUse, catalogue="fairmined-2.0") is not None
    page.table.activated.emit(page.table.rows.index(0, 0))
    assert went[-1].page == "requirement" and went[-1].record == "fairmined-2.0/FM-1.1-04"


def test_the_road_is_printed(office: Session, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page, target = _road(office, qtbot), tmp_path / "camino.pdf"
    monkeypatch.setattr(files, "ask_target", lambda *_more: target)
    page.print_road()
    qtbot.waitUntil(lambda: target.is_file() and not office.jobs.busy(), timeout=20_000)
    assert target.read_bytes().startswith(b"%PDF")


def test_beside_a_requirement_papers_and_statement_of_another_standard_are_offered(office: Session, qtbot: Any) -> None:
    office.workspace.settings.catalogues = ["craft-2.0", "fairmined-2.0"]
    page = RequirementsPage(office)
    qtbot.addWidget(page)
    page.resize(1180, 640)
    page.show()
    page.choose_standard("fairmined-2.0")
    page.visit(Visit("requirement", record="fairmined-2.0/FM-1.1-04"))

    def buttons() -> dict[str, QPushButton]:
        return {each.text(): each for box in page.side.findChildren(Offers) if box.isVisible()
                and box.reference.endswith("FM-1.1-04") for each in box.findChildren(QPushButton)}

    qtbot.waitUntil(lambda: "Take over 1 paper" in buttons(), timeout=20_000)
    buttons()["Take over the statement"].click()
    said = str(page.form.rows["statement"].editor.glance())
    assert said.startswith("Rosa <b>responde</b>. (from CRAFT") and page.form.dirty
    buttons()["Take over the statement"].click()
    assert str(page.form.rows["statement"].editor.glance()) == said, "never twice"
    assert not office.store.all(Answer, catalogue="fairmined-2.0"), "a person keeps it"
    buttons()["Take over 1 paper"].click()
    qtbot.waitUntil(lambda: bool(buttons()) and "Take over 1 paper" not in buttons(), timeout=20_000)
    assert len(office.store.all(Citation, target="requirement/fairmined-2.0/FM-1.1-04")) == 1
    assert page.form.dirty, "what was typed is still there"
