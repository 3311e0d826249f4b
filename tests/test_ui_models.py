"""The page of models: read, ticked, taken over as the office's own, with a way back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidgetItem
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.models import Grievance, Meeting, Risk, Training
from armdesk.record import Record
from armdesk.services.standards.starter_content import AGENDA, RISK, TRAINING
from ui.lists import RecordList
from ui.messages import Message
from ui.pages.models import ModelsPage
from ui.session import Session, Visit


@pytest.fixture
def page(session: Session, qtbot: Any) -> ModelsPage:  # noqa: F811
    """The page of models, with the office's registers read."""
    made = ModelsPage(session)
    qtbot.addWidget(made)
    made.resize(1180, 600)
    made.show()
    qtbot.waitUntil(lambda: made.lists[AGENDA].count() > 0, timeout=20_000)
    return made


def item(page: ModelsPage, kind: str, title: str) -> QListWidgetItem:
    """The line of a model."""
    [found] = page.lists[kind].findItems(title, Qt.MatchFlag.MatchStartsWith)
    return found


def tick(page: ModelsPage, kind: str, title: str) -> None:
    item(page, kind, title).setCheckState(Qt.CheckState.Checked)


def test_a_model_is_read_before_it_is_taken_over(page: ModelsPage) -> None:
    assert page.kind == TRAINING and page.title.text() == "Safety induction"
    page.lists[TRAINING].setCurrentItem(item(page, TRAINING, "Work with cyanide"))
    assert page.title.text() == "Work with cyanide" and "• Never together with acid" in page.body.text()
    assert page.more.text() == "Usual length: 4 h"
    page.visit(Visit("models", record=AGENDA))
    assert page.kind == AGENDA and page.body.text().count("\n1. ") == 1 and page.more.text() == "Assembly"
    assert page.day.isVisibleTo(page)
    page.visit(Visit("models", record=RISK))
    assert not page.day.isVisibleTo(page), "a risk has no day"
    assert page.more.text() == "Requirement: Underground stability and air"
    assert "\nPossible measures:\n• " in page.body.text()


def test_models_are_read_and_taken_over_in_a_language_the_window_does_not_speak(page: ModelsPage, qtbot: Any) -> None:
    page.language.setCurrentIndex(page.language.findData("fr"))
    qtbot.waitUntil(lambda: bool(page.lists[TRAINING].findItems("Travail au", Qt.MatchFlag.MatchStartsWith)))
    tick(page, TRAINING, "Travail au cyanure")
    page.take_over()
    qtbot.waitUntil(lambda: len(page.session.store.all(Training)) == 1)
    [course] = page.session.store.all(Training)
    assert course.subject == "Travail au cyanure" and course.note.startswith("Modèle d’armdesk")


def test_ticked_models_of_all_kinds_are_taken_over_with_a_way_back(page: ModelsPage, qtbot: Any) -> None:
    said: list[Message] = []
    page.session.said.connect(said.append)
    assert not page.take_button.isEnabled()
    tick(page, TRAINING, "First aid")
    tick(page, RISK, "Rock falls")
    tick(page, AGENDA, "Board meeting")
    assert page.take_button.isEnabled() and page.count.text() == "3 ticked"
    page.day.put(date(2025, 6, 2))
    page.take_button.click()
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    qtbot.waitUntil(lambda: item(page, RISK, "Rock falls").text().endswith("there already"), timeout=20_000)
    store = page.session.store
    assert [each.date for each in (*store.all(Training), *store.all(Meeting))] == [date(2025, 6, 2)] * 2
    assert said[0].text == "3 models were taken over. Change them to what your mine is."
    assert page.ticked() == [] and not page.take_button.isEnabled()
    said[0].run()  # type: ignore[misc]  # a message of something done has a way back
    assert store.all(Risk) == [] and store.all(Meeting) == []
    qtbot.waitUntil(lambda: not item(page, RISK, "Rock falls").text().endswith("there already"), timeout=20_000)


def test_what_is_there_leads_to_the_register(page: ModelsPage, qtbot: Any) -> None:
    page.visit(Visit("models", record=RISK))
    tick(page, RISK, "Electric shock")
    page.take_over()
    qtbot.waitUntil(lambda: item(page, RISK, "Electric shock").text().endswith("there already"), timeout=20_000)
    page.lists[RISK].setCurrentItem(item(page, RISK, "Electric shock"))
    visits: list[Visit] = []
    page.session.went.connect(visits.append)
    page.there.click()
    [risk] = page.session.store.all(Risk)
    assert [(visit.page, visit.record) for visit in visits] == [("risk", risk.id)]


def test_a_day_that_cannot_be_read_is_told_and_nothing_is_kept(page: ModelsPage) -> None:
    said: list[Message] = []
    page.session.said.connect(said.append)
    tick(page, TRAINING, "First aid")
    page.day.line.setText("yesterday or so")
    page.take_over()
    assert [each.kind for each in said] == ["alarm"] and page.session.store.all(Training) == []


@pytest.mark.parametrize(("register", "kind"), [(Risk, RISK), (Training, TRAINING), (Meeting, AGENDA), (Grievance, "")])
def test_an_empty_register_leads_to_its_models(session: Session, qtbot: Any,  # noqa: F811
                                              register: type[Record], kind: str) -> None:
    made = RecordList(session, register)
    qtbot.addWidget(made)
    made.show()
    made.refresh()
    qtbot.waitUntil(made.empty.button.isVisible, timeout=20_000)
    visits: list[Visit] = []
    session.went.connect(visits.append)
    assert made.empty.models.isVisible() == bool(kind)
    if kind:
        made.empty.models.click()
        assert [(visit.page, visit.record) for visit in visits] == [("models", kind)]
        made.search.setText("nothing of this kind")
        made.refresh()
        qtbot.waitUntil(lambda: made.empty.head.text() == "Nothing found", timeout=20_000)
        assert not made.empty.models.isVisible()
