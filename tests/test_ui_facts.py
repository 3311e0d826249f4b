"""Facts on the requirement page: filled in as they come, leading to their rows, drafted, cited, accepted anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from fact_cases import Office
from PySide6.QtWidgets import QPushButton
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.models import Answer, CitedFact
from armdesk.services.period_facts.frozen_facts import cited_by
from ui.fact_rows import FactRow
from ui.pages.requirements import RequirementsPage
from ui.session import Period as Chosen
from ui.session import Session, Visit

CODE = "M.5/1.3/P.6"
"""Emergencies: plans, equipment, drills, courses."""
DRILLS = "Drills held, 2025: {count}."


@pytest.fixture
def page(session: Session, qtbot: Any) -> RequirementsPage:  # noqa: F811
    """The requirement about emergencies, in an office that held one drill."""
    session.choose_period(Chosen(date(2025, 1, 1), date(2025, 12, 31)))
    Office(session.store).put("drill")
    made = RequirementsPage(session)
    qtbot.addWidget(made)
    made.resize(1180, 600)
    made.show()
    qtbot.waitUntil(lambda: bool(made.code), timeout=20_000)
    made.tree.go_to(CODE)
    qtbot.waitUntil(lambda: said(made, "drills") == DRILLS.format(count=1), timeout=20_000)
    return made


def row(page: RequirementsPage, name: str) -> FactRow | None:
    return page.form.facts.rows.get(name)


def said(page: RequirementsPage, name: str) -> str:
    found = row(page, name)
    return found.said.text() if found is not None and found.live is not None else ""


def link(page: RequirementsPage, name: str, words: str) -> QPushButton | None:
    found = row(page, name)
    buttons = found.findChildren(QPushButton) if found is not None else []
    return next((each for each in buttons if each.text() == words and not each.isHidden()
                 and not each.parentWidget().isHidden()), None)


def press(page: RequirementsPage, qtbot: Any, name: str, words: str) -> None:
    qtbot.waitUntil(lambda: link(page, name, words) is not None, timeout=20_000)
    found = link(page, name, words)
    assert found is not None
    found.click()


def statement(page: RequirementsPage) -> str:
    return str(page.form.rows["statement"].editor.glance() or "")


def drafted(page: RequirementsPage, qtbot: Any, language: str = "en") -> None:
    """Choose a language from the menu of the button and wait for the words."""
    qtbot.waitUntil(page.form.facts.draft.isEnabled, timeout=20_000)
    actions = {each.text(): each for each in page.form.facts.language_menu().actions()}
    actions[{"en": "English", "es": "Español"}[language]].trigger()


def wait(qtbot: Any, true: Callable[[], bool]) -> None:
    qtbot.waitUntil(true, timeout=20_000)


def test_every_fact_of_the_requirement_is_told_and_leads_to_its_rows(page: RequirementsPage, qtbot: Any) -> None:
    assert list(page.form.facts.rows) == ["emergency_plans", "equipment_ready", "drills", "training_coverage"]
    wait(qtbot, lambda: all(each.live is not None for each in page.form.facts.rows.values()))
    assert said(page, "emergency_plans") == "Emergency plans that hold, 2025: nothing recorded."
    went: list[Visit] = []
    page.session.went.connect(went.append)
    press(page, qtbot, "drills", "1 row")
    assert went[-1].page == "drill" and went[-1].filters
    nothing = link(page, "emergency_plans", "0 rows")
    assert nothing is not None and not nothing.isEnabled()


def test_how_a_fact_is_reckoned_is_told_on_demand(page: RequirementsPage, qtbot: Any) -> None:
    found = row(page, "drills")
    assert found is not None and found.reckoned.isHidden()
    press(page, qtbot, "drills", "How it is reckoned")
    assert not found.reckoned.isHidden()
    assert found.reckoned.text() == "The number of entries, each counted once. Source: the registers Drills."
    press(page, qtbot, "drills", "How it is reckoned")
    assert found.reckoned.isHidden()


def test_a_fact_follows_its_register_while_the_page_is_open(page: RequirementsPage, qtbot: Any) -> None:
    plans = row(page, "emergency_plans")
    Office(page.session.store).put("drill")
    wait(qtbot, lambda: said(page, "drills") == DRILLS.format(count=2))
    assert row(page, "emergency_plans") is plans, "the others stay where they are"


def test_a_draft_fills_an_empty_statement_and_is_cited_when_kept(page: RequirementsPage, qtbot: Any) -> None:
    drafted(page, qtbot)
    wait(qtbot, lambda: DRILLS.format(count=1) in statement(page))
    assert "Emergency plans that hold, 2025: nothing recorded." in statement(page) and page.form.dirty
    assert page.session.store.all(CitedFact) == [], "nothing is cited before it is kept"
    assert page.form.keep()
    (kept,) = page.session.store.all(Answer)
    assert {each.fact for each in cited_by(page.session.store, kept.id)} == set(page.form.facts.rows)
    assert "not confirmed yet" in page.form.state.whole()
    assert (kept.confirmed_by, kept.confirmed_on) == (None, None)


def test_a_draft_in_another_language(page: RequirementsPage, qtbot: Any) -> None:
    drafted(page, qtbot, "es")
    wait(qtbot, lambda: "2025" in statement(page))
    assert page.form.keep()
    assert {each.language for each in page.session.store.all(CitedFact)} == {"es"}


def test_a_draft_leaves_what_a_person_wrote(page: RequirementsPage, qtbot: Any) -> None:
    page.form.rows["statement"].editor.put("We practise every year.")
    page.form._on_touched("statement")
    drafted(page, qtbot)
    wait(qtbot, lambda: not page.form.offer.isHidden())
    assert statement(page) == "We practise every year." and DRILLS.format(count=1) in page.form.offer.words.text()
    page.form.offer.away.click()
    assert page.form.offer.isHidden() and statement(page) == "We practise every year."
    drafted(page, qtbot)
    wait(qtbot, lambda: not page.form.offer.isHidden())
    page.form.offer.below.click()
    assert statement(page).startswith("We practise every year.\n") and DRILLS.format(count=1) in statement(page)


def test_only_what_stands_in_the_statement_is_cited(page: RequirementsPage, qtbot: Any) -> None:
    press(page, qtbot, "drills", "Put into the statement")
    wait(qtbot, lambda: statement(page) == DRILLS.format(count=1))
    page.form.rows["statement"].editor.put("One drill.")
    assert page.form.keep()
    assert page.session.store.all(CitedFact) == []


def _cited(page: RequirementsPage, qtbot: Any) -> Answer:
    press(page, qtbot, "drills", "Put into the statement")
    wait(qtbot, lambda: statement(page) == DRILLS.format(count=1))
    page.form.rows["confirmed_by"].editor.put("Rosalba Q.")
    page.form._on_touched("confirmed_by")
    assert page.form.keep()
    wait(qtbot, lambda: link(page, "drills", "Cite no more") is not None)
    (kept,) = page.session.store.all(Answer)
    return kept


def test_who_confirms_is_named_with_the_day(page: RequirementsPage, qtbot: Any) -> None:
    kept = _cited(page, qtbot)
    assert (kept.confirmed_by, kept.confirmed_on) == ("Rosalba Q.", page.session.today())
    assert f"confirmed by Rosalba Q. on {page.session.today()}" in page.form.state.whole()
    page.form.rows["statement"].editor.put("Other words.")
    page.form._on_touched("statement")
    assert page.form.keep()
    (kept,) = page.session.store.all(Answer)
    assert (kept.confirmed_by, kept.confirmed_on) == (None, None), "other words wait for a name again"


def test_another_period_takes_the_words_over_but_not_the_name(page: RequirementsPage, qtbot: Any) -> None:
    _cited(page, qtbot)
    page.session.choose_period(Chosen(date(2025, 7, 1), date(2025, 12, 31)))
    wait(qtbot, lambda: "Taken over" in page.form.state.whole())
    assert statement(page) == DRILLS.format(count=1)
    assert not page.form.rows["confirmed_by"].editor.glance()


def test_what_has_changed_since_is_told_and_accepted_with_one_click(page: RequirementsPage, qtbot: Any) -> None:
    answer = _cited(page, qtbot)
    Office(page.session.store).put("drill")
    found = row(page, "drills")
    assert found is not None
    told = f"The source has changed since {page.session.today()}: then 1, now 2."
    wait(qtbot, lambda: found.changed.text() == told and not found.changed.isHidden())
    press(page, qtbot, "drills", "Accept the new value")
    wait(qtbot, lambda: statement(page) == DRILLS.format(count=2))
    wait(qtbot, found.changed.isHidden)
    assert [each.value for each in cited_by(page.session.store, answer.id)] == ["2"]
    kept = page.session.store.get(Answer, answer.id)
    assert kept is not None and kept.confirmed_by is None


def test_a_citation_is_ended(page: RequirementsPage, qtbot: Any) -> None:
    answer = _cited(page, qtbot)
    press(page, qtbot, "drills", "Cite no more")
    wait(qtbot, lambda: link(page, "drills", "Put into the statement") is not None)
    assert cited_by(page.session.store, answer.id) == [] and len(page.session.store.all(CitedFact)) == 1


def test_going_on_shows_the_facts_of_the_next_one(page: RequirementsPage, qtbot: Any) -> None:
    page.step(1)
    assert page.catalogue is not None
    wanted = list(page.catalogue.requirement(page.code).facts)
    wait(qtbot, lambda: list(page.form.facts.rows) == wanted)
    wait(qtbot, page.form.facts.draft.isEnabled)
