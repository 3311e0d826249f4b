"""A new edition beside the old one: what is compared, what the rehearsal says, what goes along and comes back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from armdesk.catalogues import load
from armdesk.catalogues.catalogue import Catalogue
from armdesk.catalogues.meaning import CODE, ENDED, LOOK, MERGED, NEW, SAME, SPLIT, TERMS, TEXT, compare
from armdesk.catalogues.parse import parse
from armdesk.catalogues.write import content_of, to_bytes
from armdesk.errors import CatalogueError
from armdesk.models import Action, Answer, CatalogueUse, Citation, Document, OwnRequirement, SourceOfAction
from armdesk.services.basis import own_rows
from armdesk.services.basis.period import Period
from armdesk.services.findings import checks
from armdesk.services.period_facts import status
from armdesk.services.standards import carrying, editions
from armdesk.services.standards.cross import Cross
from armdesk.store import Store
from armdesk.workspace import Workspace

YEAR, BEFORE = Period.of_year(2025), Period.of_year(2024)
TODAY = date(2026, 1, 20)
CRAFT = load.get("craft-2.0")
TEXT_CODE, GONE, ONE, TWO, PARTED, MOVED = ("M.1/5.2/P.1", "M.5/5.2/P.1", "M.4/5.1/P.1", "M.4/5.1/P.2", "M.5/1.3/P.3",
                                           "M.1/5.2/P.2")


def next_edition() -> Catalogue:
    """An artificial edition: a text changed, two rows made one, one row parted, one renumbered, one gone, one new."""
    rows = {row.code: row for row in CRAFT if row.code not in (GONE, TWO)}
    row = rows[TEXT_CODE]
    rows[TEXT_CODE] = replace(row, text={language: text + " And yearly." for language, text in row.text.items()})
    rows[ONE] = replace(rows[ONE], code="M.4/5.1/P.12", was=(ONE, TWO))
    rows[MOVED] = replace(rows[MOVED], code="M.1/5.2/P.20", was=(MOVED,))
    rows["parted"] = replace(rows[PARTED], code="M.5/1.3/P.31", was=(PARTED,),
                             title={language: text + " II" for language, text in rows[PARTED].title.items()})
    rows["new"] = replace(row, code="M.1/9/P.1", was=(), title=dict.fromkeys(CRAFT.languages, "New"))
    return replace(CRAFT, edition="9.9", requirements=tuple(rows.values()))


def answer(store: Store, code: str, result: str = "met", span: Period = YEAR, **more: Any) -> Answer:
    values: dict[str, Any] = {"statement": f"Of {code}", "confirmed_by": "Blanca", "work_status": "done",
                              "answered_on": date(2025, 12, 1)} | more
    kept: Answer = store.save(Answer(catalogue="craft-2.0", requirement=code, result=result,
                                     period_from=span.begins, period_to=span.ends, **values))
    return kept


def test_what_is_written_is_read_back_the_same() -> None:
    for key in ("craft-2.0", "fairmined-2.0", "oecd-annex2"):
        shipped, problems = load.get(key), list[str]()
        again = parse(json.loads(to_bytes(shipped)), problems)
        assert problems == [] and again is not None
        assert content_of(again) == content_of(shipped)
        assert [vars(each) for each in again] == [vars(each) for each in shipped]


def test_editions_are_compared_by_what_is_asked() -> None:
    found = {change.after.code if change.after else change.before[0].code: change
             for change in compare(CRAFT, next_edition())}
    states = {code: (found[code].state, found[code].why) for code in (
        TEXT_CODE, "M.4/5.1/P.12", "M.1/5.2/P.20", "M.5/1.3/P.31", "M.1/9/P.1", GONE, "M.2/5.1/P.1")}
    assert states == {
        TEXT_CODE: (LOOK, (TEXT,)), "M.4/5.1/P.12": (LOOK, (MERGED,)), "M.1/5.2/P.20": (LOOK, (CODE,)),
        "M.5/1.3/P.31": (LOOK, (SPLIT, CODE, TEXT)), "M.1/9/P.1": (NEW, ()), GONE: (ENDED, ()),
        "M.2/5.1/P.1": (SAME, ())}
    assert found[PARTED].why == (SPLIT,)
    assert all(change.state == SAME for change in compare(CRAFT, replace(CRAFT, edition="3")))


def test_help_and_translations_change_no_meaning_but_terms_do() -> None:
    rows = [replace(row, help={"en": "Other"}, text={**row.text, "es": "Otra"}) for row in CRAFT]
    assert {each.state for each in compare(CRAFT, replace(CRAFT, requirements=tuple(rows)))} == {SAME}
    rows[0] = replace(rows[0], applies_if=("uses_mercury",))
    assert compare(CRAFT, replace(CRAFT, requirements=tuple(rows)))[0].why == (TERMS,)


@pytest.fixture
def office(store: Store) -> Store:
    """Answers of 2025 with a paper and an action, and a row of the office's own."""
    for code in (TEXT_CODE, GONE, ONE, TWO, MOVED, "M.2/5.1/P.1"):
        answer(store, code, "controlled" if code == GONE else "pass" if code == ONE else "fail" if code == TWO
               else "met")
    store.save(OwnRequirement(catalogue="craft-2.0", code="OWN-1", module="1", title_es="Mapa", text_es="Hay un mapa."))
    answer(store, "OWN-1")
    paper = store.save(Document(title="Acta"))
    store.save(Citation(document=paper.id, target=f"requirement/craft-2.0/{MOVED}", page="2"))
    store.save(Action(measure="Dibujar el mapa", status="open", origin=f"requirement/craft-2.0/{TEXT_CODE}"))
    return store


def test_the_rehearsal_says_what_would_become_of_each_answer_and_writes_nothing(office: Store) -> None:
    new, head = editions.add_edition(office, next_edition()), office.head()
    found = editions.rehearse(office, own_rows.get(office, "craft-2.0"), own_rows.get(office, new.key), YEAR)
    assert office.head() == head
    assert [found.count(state, answered=True) for state in (SAME, LOOK, NEW, ENDED)] == [2, 3, 0, 1]
    assert found.count(NEW) == 1 and found.count(ENDED) == 1 and found.carried == 5
    assert [each.code for each in found.own] == ["OWN-1"]


def test_answers_papers_actions_and_own_rows_go_along_as_one_operation(office: Store) -> None:
    new = editions.add_edition(office, next_edition())
    found = editions.rehearse(office, own_rows.get(office, "craft-2.0"), own_rows.get(office, new.key), YEAR)
    assert editions.carry(office, found, TODAY) == 5
    given = status.answers(office, own_rows.get(office, new.key), YEAR)
    assert set(given) == {TEXT_CODE, "M.4/5.1/P.12", "M.1/5.2/P.20", "M.2/5.1/P.1", "OWN-1"}
    assert {code for code, each in given.items() if each.to_review} == {TEXT_CODE, "M.4/5.1/P.12", "M.1/5.2/P.20"}
    both = given["M.4/5.1/P.12"]
    assert both.result is None and f"(from {ONE})" in both.statement and f"(from {TWO})" in both.statement
    assert given["M.2/5.1/P.1"].confirmed_by == "Blanca" and given[TEXT_CODE].confirmed_by is None
    assert "craft" in carrying.origin(office, given[TEXT_CODE]).lower()
    [paper] = office.all(Citation, target="requirement/craft-9.9/M.1/5.2/P.20")
    assert paper.page == "2" and paper.taken_from == f"requirement/craft-2.0/{MOVED}"
    [tie] = office.all(SourceOfAction, target=f"requirement/craft-9.9/{TEXT_CODE}")
    assert tie.action
    uses = {each.catalogue: (each.since, each.until) for each in office.all(CatalogueUse)}
    assert uses == {"craft-2.0": (TODAY, TODAY), "craft-9.9": (TODAY, None)}
    assert len(status.answers(office, CRAFT, YEAR)) == 6, "the old edition keeps its answers"


def test_undo_takes_all_of_it_back(office: Store) -> None:
    new = editions.add_edition(office, next_edition())
    found = editions.rehearse(office, own_rows.get(office, "craft-2.0"), own_rows.get(office, new.key), YEAR)
    editions.carry(office, found, TODAY)
    office.undo()
    assert status.answers(office, own_rows.get(office, new.key), YEAR) == {}
    assert office.all(Citation, target="requirement/craft-9.9/M.1/5.2/P.20") == []
    assert office.all(CatalogueUse) == []


def test_what_is_answered_in_the_new_edition_is_left_as_it_is(office: Store) -> None:
    new = editions.add_edition(office, next_edition())
    office.save(Answer(catalogue=new.key, requirement=TEXT_CODE, result="not_met", period_from=YEAR.begins,
                       period_to=YEAR.ends))
    found = editions.rehearse(office, own_rows.get(office, "craft-2.0"), own_rows.get(office, new.key), YEAR)
    assert editions.carry(office, found, TODAY) == 4
    assert status.answers(office, own_rows.get(office, new.key), YEAR)[TEXT_CODE].result == "not_met"


def test_a_key_that_is_taken_is_refused(store: Store) -> None:
    editions.add_edition(store, next_edition())
    with pytest.raises(CatalogueError, match=r"craft-9\.9"):
        editions.add_edition(store, next_edition())


def test_the_maps_reach_the_new_edition_by_what_its_rows_were(office: Store) -> None:
    new = editions.add_edition(office, next_edition())
    fairmined = load.get("fairmined-2.0")
    known = Cross(office, [CRAFT, fairmined], YEAR)
    old = {each.related.code for each in known.offers(CRAFT, CRAFT.requirement(MOVED))}
    cross = Cross(office, [new, fairmined, CRAFT], YEAR)
    assert old and old == {each.related.code for each in cross.offers(new, new.requirement("M.1/5.2/P.20"))}
    back = cross.offers(fairmined, fairmined.requirement(min(old)))
    assert ("craft-9.9", "M.1/5.2/P.20") in {(each.catalogue.key, each.requirement.code) for each in back}
    assert {each.catalogue.key for each in back} == {"craft-9.9"}, "an edition that ended is not offered beside it"


def test_the_edition_in_use_stands_before_the_one_that_ended(workspace: Workspace) -> None:
    store = workspace.store
    new = editions.add_edition(store, next_edition())
    found = editions.rehearse(store, own_rows.get(store, "craft-2.0"), own_rows.get(store, new.key), YEAR)
    editions.carry(store, found, date(2020, 1, 1))
    assert [each.key for each in checks.in_use(workspace)] == ["craft-9.9", "craft-2.0"]


def test_a_corrected_file_of_the_same_edition_is_noticed_and_its_answers_are_confirmed_again(store: Store) -> None:
    catalogue = editions.add_edition(store, next_edition())
    store.save(Answer(catalogue=catalogue.key, requirement=TEXT_CODE, result="met", period_from=YEAR.begins,
                      period_to=YEAR.ends, confirmed_by="Blanca"))
    assert editions.correction(store, catalogue) is None, "nobody noted it yet"
    store.save(editions.use_of(store, catalogue, TODAY))
    assert editions.correction(store, catalogue) is None
    rows = [replace(each, text={**each.text, "en": "Something else."}) if each.code == TEXT_CODE else each
            for each in catalogue if each.code != "M.1/9/P.1"]
    path = store.folder / "catalogues" / "craft-9.9.json"
    path.write_bytes(to_bytes(replace(catalogue, requirements=tuple(rows))))
    mended = own_rows.get(store, "craft-9.9")
    found = editions.correction(store, mended)
    assert found is not None and (found.changed, found.new, found.gone) == ((TEXT_CODE,), (), ("M.1/9/P.1",))
    assert editions.accept(store, found, YEAR) == 1
    assert editions.correction(store, mended) is None
    given = status.answers(store, mended, YEAR)[TEXT_CODE]
    assert given.to_review and "corrected" in carrying.origin(store, given)


def test_the_period_before_is_carried_over_for_review_until_somebody_confirms(store: Store) -> None:
    answer(store, TEXT_CODE, span=BEFORE)
    answer(store, TWO, "pass", span=BEFORE)
    answer(store, TWO, "mitigation", span=YEAR)
    assert [each.requirement for each in carrying.before(store, CRAFT, YEAR)] == [TEXT_CODE]
    assert carrying.carry_period(store, CRAFT, YEAR) == 1 and carrying.before(store, CRAFT, YEAR) == []
    fresh = status.answers(store, CRAFT, YEAR)[TEXT_CODE]
    assert (fresh.result, fresh.to_review, fresh.work_status, fresh.confirmed_by) == ("met", True, "review", None)
    assert "2024" in carrying.origin(store, fresh)
    assert [each.id for each in status.to_review(status.answers(store, CRAFT, YEAR))] == [fresh.id]
    fresh.confirmed_by = "Blanca"
    assert store.save(fresh).to_review is False
    assert carrying.carry_period(store, CRAFT, YEAR) == 0
