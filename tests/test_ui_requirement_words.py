"""What stands above and below the answer to a requirement: its meaning, its proof, and what can be done."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.catalogues import load
from armdesk.catalogues.catalogue import Requirement, pick
from armdesk.models import Answer
from armdesk.services.basis.period import Period
from ui.requirement_form import RequirementForm
from ui.session import Session


@pytest.fixture
def form(session: Session, qtbot: Any) -> RequirementForm:  # noqa: F811
    """The middle of the requirement page, with nothing in it yet."""
    made = RequirementForm(session)
    qtbot.addWidget(made)
    return made


def _put(form: RequirementForm, key: str, code: str) -> Requirement:
    catalogue = load.get(key)
    row = catalogue.requirement(code)
    form.put(catalogue, row, Answer(catalogue=key, requirement=code), Period.of_year(2025))
    return row


def _asked(form: RequirementForm) -> list[str]:
    return [label.text() for label in form.asked.findChildren(QLabel) if not label.isHidden()]


def test_meaning_and_proof_stand_above_the_answer_and_measures_below(form: RequirementForm) -> None:
    row = _put(form, "craft-2.0", "M.1/5.2.3/R.1")
    shown = _asked(form)
    assert pick(row.help, "en") in shown
    assert any("•  Minutes electing the board\n" in text for text in shown), "each item begins with a capital"
    [measure] = row.measure_items("en")
    assert form.measures.isVisibleTo(form) and measure in form._measure_words.text()
    assert not any(measure in text for text in shown)


def test_what_to_do_if_a_risk_is_found_stands_with_the_risk(form: RequirementForm) -> None:
    row = _put(form, "oecd-annex2", "A2-03a")
    shown = _asked(form)
    assert shown.index("If it is found") + 1 == shown.index(pick(row.response, "en"))
    assert form.measures.isVisibleTo(form)


def test_a_row_without_help_leaves_no_heading(form: RequirementForm) -> None:
    _put(form, "oecd-annex2", "A2-03a")
    _put(form, "fairmined-2.0", "FM-2.1-13")
    assert "If it is found" not in _asked(form) and form.measures.isVisibleTo(form)
