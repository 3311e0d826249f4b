"""The requirement page: what is asked, how sure it is, the answer for a period, evidence and figures beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from factories import make
from PySide6.QtWidgets import QPushButton
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.catalogues import load
from armdesk.models import Answer, Citation, Document
from armdesk.record import new_id
from armdesk.services.basis.period import Period
from ui import standards
from ui.citing import CiteDialog
from ui.pages.requirements import RequirementsPage
from ui.session import Period as Chosen
from ui.session import Session, Visit

CODE = "M.1/5.2.3/R.1"


@pytest.fixture
def page(session: Session, qtbot: Any) -> RequirementsPage:  # noqa: F811
    """The requirements of CRAFT for 2025."""
    session.choose_period(Chosen(date(2025, 1, 1), date(2025, 12, 31)))
    made = RequirementsPage(session)
    qtbot.addWidget(made)
    made.resize(1180, 600)
    made.show()
    qtbot.waitUntil(lambda: bool(made.code), timeout=20_000)
    return made


def _answer(page: RequirementsPage, result: str, statement: str) -> None:
    page.form.result.setCurrentIndex(page.form.result.findData(result))
    page.form.rows["statement"].editor.put(statement)
    page.form._mark(dirty=True)
    assert page.form.keep()


def test_the_tree_shows_all_requirements_with_counts(page: RequirementsPage) -> None:
    assert page.catalogue is not None
    assert len(page.tree.codes()) == len(page.catalogue.requirements)
    first = page.tree.model.item(0).text()
    assert "0/11" in first and first.startswith("1")


def test_search_narrows_by_words_of_the_text(page: RequirementsPage) -> None:
    page.tree.search.setText("mercury")
    found = page.tree.codes()
    assert 0 < len(found) < 30 and page.catalogue is not None
    assert all(standards.fits(page.catalogue.requirement(code), page.catalogue, "mercury") for code in found)
    page.tree.search.setText("no such words anywhere")
    assert page.tree.codes() == []


def test_an_answer_is_kept_for_the_period_and_marks_the_tree(page: RequirementsPage, qtbot: Any) -> None:
    _answer(page, "met", "We have a board.")
    (kept,) = page.session.store.all(Answer)
    assert (kept.result, kept.period_from, kept.period_to) == ("met", date(2025, 1, 1), date(2025, 12, 31))
    assert kept.answered_on == page.session.today()
    qtbot.waitUntil(lambda: "1/11" in page.tree.model.item(0).text(), timeout=20_000)
    assert "Precondition met" in page.tree._items[page.code].toolTip()


def test_another_period_begins_from_the_answer_that_holds(page: RequirementsPage, qtbot: Any) -> None:
    _answer(page, "met", "We have a board.")
    page.session.choose_period(Chosen(date(2025, 7, 1), date(2025, 12, 31)))
    qtbot.waitUntil(lambda: "Taken over" in page.form.state.whole(), timeout=20_000)
    _answer(page, "not_met", "The board left.")
    kept = sorted(page.session.store.all(Answer), key=lambda each: each.period_from)
    assert [each.result for each in kept] == ["met", "not_met"]


def test_what_does_not_apply_needs_a_reason(page: RequirementsPage) -> None:
    applies = page.form.rows["applies"].editor
    applies.put(False)
    page.form._on_touched("applies")
    assert page.form.rows["reason"].isVisibleTo(page.form) and not page.form.result.isEnabled()
    assert not page.form.keep() and page.form.rows["reason"].problems()
    page.form.rows["reason"].editor.put("We do not process.")
    assert page.form.keep()
    assert page.session.store.all(Answer)[0].applies is False


def test_going_on_keeps_what_was_begun(page: RequirementsPage) -> None:
    before = page.code
    page.form.rows["statement"].editor.put("Begun")
    page.form._mark(dirty=True)
    page.step(1)
    assert page.code != before
    assert [each.statement for each in page.session.store.all(Answer)] == ["Begun"]


def test_what_is_not_the_standards_own_is_marked() -> None:
    found = {mark for catalogue in load.available() for each in catalogue for mark in standards.marks_of(each)}
    own = replace(load.get("craft-2.0").requirements[0], own=True)
    assert found | set(standards.marks_of(own)) == set(standards.MARKS) and standards.marks_of(own) == ["own"]
    source = next(each for each in load.get("craft-2.0") if each.official and each.confidence == "source")
    assert standards.marks_of(source) == []


def test_an_inferred_requirement_never_looks_official(page: RequirementsPage, qtbot: Any) -> None:
    from PySide6.QtWidgets import QLabel

    assert page.catalogue is not None
    inferred = next(each for each in page.catalogue if each.confidence == "inferred")
    page.tree.go_to(inferred.code)
    qtbot.waitUntil(lambda: standards.MARKS["inferred"] in [
        label.text() for label in page.form.asked.findChildren(QLabel) if label.isVisible()], timeout=20_000)


def test_evidence_is_cited_shown_and_taken_away(page: RequirementsPage, qtbot: Any) -> None:
    document = make(page.session.store, "document", title="Estatutos")
    dialog = CiteDialog(page.session, f"requirement/craft-2.0/{page.code}")
    qtbot.addWidget(dialog)
    dialog.submit()
    assert dialog.rows["document"].problems() and not page.session.store.all(Citation, document=document.id)
    dialog.rows["document"].editor.put(document.id)
    dialog.rows["page"].editor.put("2")
    dialog.submit()
    (cited,) = page.session.store.all(Citation, document=document.id)
    assert (cited.target, cited.page) == (f"requirement/craft-2.0/{page.code}", "2")
    names = lambda: [each.accessibleName() for each in page.side.findChildren(type(page.form.save_button))]  # noqa: E731
    qtbot.waitUntil(lambda: any("Estatutos · p. 2" in name for name in names()), timeout=20_000)
    found = standards.detail(page.session.store, page.period, load.get("craft-2.0"),
                             load.get("craft-2.0").requirement(page.code), None)
    page.side._take_away(found.cited[0])
    qtbot.waitUntil(lambda: not any("Estatutos" in name for name in names()), timeout=20_000)


def test_a_cited_paper_that_is_renamed_elsewhere_is_shown_with_its_new_name(page: RequirementsPage,
                                                                            qtbot: Any) -> None:
    def shown(title: str) -> bool:
        return any(title in each.accessibleName() for each in page.side.findChildren(QPushButton))

    store = page.session.store
    paper = store.save(Document(title="Acta vieja"))
    store.save(Citation(document=paper.id, target=f"requirement/craft-2.0/{page.code}"))
    qtbot.waitUntil(lambda: shown("Acta vieja"), timeout=20_000)
    paper.title = "Acta de enero"
    store.save(paper)
    qtbot.waitUntil(lambda: shown("Acta de enero") and not shown("Acta vieja"), timeout=20_000)


def test_a_reference_opens_its_requirement(page: RequirementsPage, qtbot: Any) -> None:
    page.visit(Visit("requirement", record=f"craft-2.0/{CODE}"))
    assert page.code == CODE


def test_several_standards_can_be_chosen(session: Session, qtbot: Any) -> None:  # noqa: F811
    session.workspace.settings.catalogues = ["craft-2.0", "fairmined-2.0"]
    made = RequirementsPage(session)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: bool(made.code), timeout=20_000)
    assert made.tree.standards.count() == 2
    made.choose_standard("fairmined-2.0")
    qtbot.waitUntil(lambda: len(made.tree.codes()) > 100, timeout=20_000)


def test_an_answer_with_open_days_is_taken_over_not_overwritten(session: Session) -> None:  # noqa: F811
    catalogue = load.get("craft-2.0")
    session.store.save(Answer(id=new_id(), catalogue="craft-2.0", requirement=CODE, result="met", statement="Old"))
    fresh, kept = standards.answer_of(session.store, catalogue, catalogue.requirement(CODE), Period.of_year(2025))
    assert kept is not None and fresh.id != kept.id and (fresh.result, fresh.statement) == ("met", "Old")


def test_what_the_profile_denies_is_answered_by_a_person_at_once_and_taken_back(page: RequirementsPage,
                                                                               qtbot: Any) -> None:
    from armdesk.models import Organisation

    store = page.session.store
    store.save(Organisation(legal_name="Coop", underground=False, minerals=None))
    qtbot.waitUntil(lambda: any("1 unanswered requirement does not apply" in text for text in page.messages.texts()),
                    timeout=20_000)
    page.answer_by_profile()
    [made] = store.all(Answer)
    assert (made.requirement, made.applies) == ("M.5/1.3/P.4", False)
    qtbot.waitUntil(lambda: not page.messages.texts(), timeout=20_000)
    store.undo()
    qtbot.waitUntil(lambda: bool(page.messages.texts()), timeout=20_000)
