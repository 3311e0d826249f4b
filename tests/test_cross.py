"""The map between standards, what one offers to another, and the road into a standard."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from factories import make
from hypothesis import given
from hypothesis import strategies as st

from armdesk.catalogues import crossmap, load
from armdesk.catalogues.crossmap import EQUAL, NARROWER, TOUCHES, WIDER
from armdesk.models import Answer, Citation, Document
from armdesk.reports.document import Paragraph
from armdesk.reports.road import road_report
from armdesk.services.basis.period import Period
from armdesk.services.standards import road
from armdesk.services.standards.cross import Cross, statement_from, take_many, take_papers
from armdesk.services.standards.road import ANSWERED, COVERED, LEFT, PARTLY
from armdesk.store import Store

YEAR = Period.of_year(2025)
CRAFT, FAIRMINED, OECD = (load.get(key) for key in ("craft-2.0", "fairmined-2.0", "oecd-annex2"))
ALL = (CRAFT, FAIRMINED, OECD)
PERSON = "M.1/5.2.11/R.1"
"""Asks the same as FM-1.1-04."""
MEMBERS = "M.1/5.2/P.2"
"""Asks for less than FM-1.3-16."""


def answered(store: Store, catalogue: str, code: str, result: str, **more: Any) -> Answer:
    kept: Answer = store.save(Answer(catalogue=catalogue, requirement=code, result=result, period_from=YEAR.begins,
                                     period_to=YEAR.ends, **more))
    return kept


def cited(store: Store, catalogue: str, code: str, title: str = "Acta", page: str | None = None) -> Citation:
    paper = store.save(Document(title=title))
    kept: Citation = store.save(Citation(document=paper.id, target=f"requirement/{catalogue}/{code}", page=page))
    return kept


def offers(store: Store, catalogue: Any, code: str) -> Mapping[str, Any]:
    requirement = catalogue.requirement(code)
    whole = Cross(store, ALL, YEAR).offers(catalogue, requirement)
    alone = Cross(store, ALL, YEAR, (catalogue, requirement)).offers(catalogue, requirement)
    assert [(each.reference, each.good, [c.id for c in each.citations]) for each in whole] == [
        (each.reference, each.good, [c.id for c in each.citations]) for each in alone]
    return {each.requirement.code: each for each in whole}


def test_every_row_names_requirements_there_are_once_and_says_why_in_every_language() -> None:
    seen = set()
    for catalogue in ALL:
        for requirement in catalogue:
            for each in crossmap.related(catalogue.key, requirement.code):
                other = next(one for one in ALL if one.key == each.catalogue)
                assert each.code in other, each.code
                assert set(each.reason) == {"en", "es", "fr", "pt"} and all(each.reason.values())
                pair = (catalogue.key, requirement.code, each.catalogue, each.code)
                assert pair not in seen, pair
                seen.add(pair)
    assert len(seen) > 400


@given(st.sampled_from([(each.key, asked.code) for each in ALL for asked in each]))
def test_seen_back_what_asks_for_more_asks_for_less(place: tuple[str, str]) -> None:
    turned = {EQUAL: EQUAL, WIDER: NARROWER, NARROWER: WIDER, TOUCHES: TOUCHES}
    for each in crossmap.related(*place):
        back = [one.relation for one in crossmap.related(each.catalogue, each.code)
                if (one.catalogue, one.code) == place]
        assert back == [turned[each.relation]]


def test_nearly_every_craft_requirement_leads_to_another_standard() -> None:
    lonely = [each.code for each in CRAFT if not crossmap.related("craft-2.0", each.code)]
    assert set(lonely) == {"M.2/5.1/P.4", "M.2/5.1/P.5", "M.4/2.2.1/S.2.1"}, "country options and metals without a peer"


def test_an_answer_is_offered_with_its_origin_and_nothing_is_written(store: Store) -> None:
    answered(store, "craft-2.0", PERSON, "met", statement="Rosa responde por el Código.")
    paper = cited(store, "craft-2.0", PERSON)
    before = store.head().seq
    offer = offers(store, FAIRMINED, "FM-1.1-04")[PERSON]
    assert offer.related.relation == EQUAL and offer.good and [each.id for each in offer.fresh] == [paper.id]
    assert "Rosa responde" in statement_from(offer) and PERSON in statement_from(offer)
    assert store.head().seq == before and not store.all(Answer, catalogue="fairmined-2.0")


def test_a_bad_or_missing_answer_is_not_good(store: Store) -> None:
    assert not offers(store, FAIRMINED, "FM-1.1-04")[PERSON].good
    answered(store, "craft-2.0", PERSON, "not_met", statement="Nadie todavía.")
    offer = offers(store, FAIRMINED, "FM-1.1-04")[PERSON]
    assert not offer.good and offer.result == "not_met"


def test_papers_are_taken_over_once_with_where_they_come_from_and_undone_as_one(store: Store) -> None:
    first, second = cited(store, "craft-2.0", PERSON), cited(store, "craft-2.0", PERSON, "Carta", "2")
    target = "requirement/fairmined-2.0/FM-1.1-04"
    assert take_papers(store, (first, second), target) == 2
    assert {(each.document, each.page, each.taken_from) for each in store.all(Citation, target=target)} == {
        (first.document, None, first.target), (second.document, "2", first.target)}
    assert take_papers(store, (first, second), target) == 0
    assert offers(store, FAIRMINED, "FM-1.1-04")[PERSON].fresh == ()
    store.undo()
    assert store.all(Citation, target=target) == [] and len(store.all(Citation)) == 2


def test_a_citation_in_the_trash_offers_nothing(store: Store) -> None:
    store.trash([cited(store, "craft-2.0", PERSON)])
    assert offers(store, FAIRMINED, "FM-1.1-04")[PERSON].citations == ()


def states(store: Store, **more: Any) -> dict[str, str]:
    return {each.requirement.code: each.state for each in road.road(store, FAIRMINED, (CRAFT,), YEAR, **more).steps}


def test_the_road_of_an_office_without_anything_is_all_to_do(store: Store) -> None:
    found = road.road(store, FAIRMINED, (CRAFT,), YEAR)
    assert found.counts() == {LEFT: len(FAIRMINED.requirements)} and found.costs() == {}
    assert found.unpriced == len(FAIRMINED.requirements)
    assert sum(found.counts(level)[LEFT] for level in found.levels()) == len(FAIRMINED.requirements)
    assert road_report(store, found, date(2026, 1, 31), "es").blocks


@pytest.mark.parametrize(("code", "other", "state"), [(PERSON, "FM-1.1-04", COVERED), (MEMBERS, "FM-1.3-16", PARTLY)])
def test_what_asks_the_same_covers_and_what_asks_for_less_is_a_part(store: Store, code: str, other: str,
                                                                   state: str) -> None:
    answered(store, "craft-2.0", code, "met")
    assert states(store)[other] == PARTLY, "an answer without a paper does not carry"
    cited(store, "craft-2.0", code)
    assert states(store)[other] == state
    result = next(each.code for each in FAIRMINED.results_for(FAIRMINED.requirement(other)) if each.tone == "good")
    answered(store, "fairmined-2.0", other, result)
    assert states(store)[other] == ANSWERED


def test_the_road_begins_with_what_is_nearly_there_of_the_entry(store: Store) -> None:
    answered(store, "craft-2.0", PERSON, "met")
    cited(store, "craft-2.0", PERSON)
    shared = make(store, "action", origin="requirement/fairmined-2.0/FM-1.3-16", cost=250_000, currency="USD",
                  status="open")
    make(store, "action", origin="requirement/fairmined-2.0/FM-1.3-16", cost=10, currency="USD", status="closed")
    found = road.road(store, FAIRMINED, (CRAFT,), YEAR)
    assert found.steps[0].requirement.code == "FM-1.1-04" and found.steps[0].fresh == 1
    years = [each.requirement.due_year for each in found.steps if each.requirement.level == "progress"
             and each.requirement.due_year is not None]
    assert years == sorted(years) and found.costs() == {"USD": 250_000}
    make(store, "source_of_action", action=shared.id, target="requirement/fairmined-2.0/FM-1.1-04")
    found = road.road(store, FAIRMINED, (CRAFT,), YEAR)
    assert [step.costs for step in found.steps if step.actions] == [{"USD": 250_000}] * 2
    assert found.costs() == {"USD": 250_000}, "one action that serves two requirements costs once"
    assert found.unpriced == found.counts()[LEFT] + found.counts()[PARTLY] - 1, "one of the two is covered by CRAFT"
    wanted = [(paper, f"requirement/fairmined-2.0/{step.requirement.code}") for step in found.steps
              for offer in step.offers if offer.related.covers for paper in offer.fresh]
    assert take_many(store, wanted) == sum(each.fresh for each in found.steps)
    assert sum(each.fresh for each in road.road(store, FAIRMINED, (CRAFT,), YEAR).steps) == 0


def test_registers_that_have_entries_are_something_that_is_there(store: Store) -> None:
    members = next(row for row in FAIRMINED if "person" in row.records)
    before = states(store)[members.code]
    make(store, "person")
    walked = road.road(store, FAIRMINED, (CRAFT,), YEAR)
    step = next(each for each in walked.steps if each.requirement.code == members.code)
    assert (before, step.state) == (LEFT, PARTLY) and step.registers == ("person",)
    assert step.sources() == ["Members and workers"]
    assert all("organisation" not in each.registers and "document" not in each.registers for each in walked.steps)


def test_the_road_on_paper_says_where_we_stand_and_why(store: Store) -> None:
    def said() -> str:
        found = road.road(store, FAIRMINED, (CRAFT,), YEAR)
        blocks = road_report(store, found, date(2026, 1, 31), "en").blocks
        return "\n".join(block.text for block in blocks if isinstance(block, Paragraph))

    assert "not reached a status yet" in said() and "141 requirements stand before" in said()
    for row in FAIRMINED:
        if row.level == "entry":
            answered(store, "fairmined-2.0", row.code, "met")
    words = said()
    assert "stands at: Entry requirements met" in words and "Certification is granted only" in words
    assert "Requirements of year 1 met" in words
