"""Organs and offices, policies, ties, the joint action plan and the handover: each rule speaks and keeps silent."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from factories import make

from armdesk.catalogues import load
from armdesk.errors import InvalidRecord
from armdesk.evidence.pdfs import text_of
from armdesk.exports.pdf import write_pdf
from armdesk.exports.plan_book import write_plan
from armdesk.i18n import LANGUAGES
from armdesk.models import (
    Action,
    Agreement,
    AgreementNote,
    Crew,
    Inspection,
    Interest,
    KeptThing,
    Mandate,
    Meeting,
    MeetingAttendance,
    Organ,
    OrganRule,
    Party,
    Person,
    Policy,
    Resolution,
    Sale,
    Site,
    Stakeholder,
)
from armdesk.models import governance_choices as choices
from armdesk.reports.handover import handover_act
from armdesk.reports.joint_plan import joint_plan
from armdesk.reports.policy import policy_paper
from armdesk.services import handover
from armdesk.services.basis.period import Period
from armdesk.services.cautions import cautions
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.rules import RULES
from armdesk.services.governance import agreements, mandates, policies
from armdesk.services.period_facts.figures import Figures
from armdesk.store import Store
from armdesk.workspace import Workspace

TODAY = date(2026, 1, 31)
YEAR = Period.of_year(2025)


def found(store: Store, *rules: str) -> list[Finding]:
    look = Look(store, load.get("craft-2.0"), YEAR, TODAY)
    return [each for name in rules for each in RULES[name](look)]


def names(store: Store, *rules: str) -> list[str]:
    return [each.rule for each in found(store, *rules)]


def person(store: Store, name: str, **more: Any) -> Person:
    kept: Person = store.save(Person(name=name, **{"role": "member", "joined_on": date(2018, 1, 1), **more}))
    return kept


def organ(store: Store, kind: str = "board", **rule: Any) -> Organ:
    made: Organ = store.save(Organ(name=f"Organ {kind}", kind=kind))
    if rule:
        store.save(OrganRule(organ=made.id, valid_from=date(2015, 1, 1), source_text="Estatutos, art. 33", **rule))
    return made


def elect(store: Store, to: Organ, who: Person, office: str = "member", **more: Any) -> Mandate:
    kept: Mandate = store.save(Mandate(organ=to.id, office=office, person=who.id,
                                       **{"began_on": date(2025, 1, 1), "ends_on": date(2026, 12, 31), **more}))
    return kept


def held(store: Store, **more: Any) -> Meeting:
    kept: Meeting = store.save(Meeting(**{"number": "026", "date": date(2025, 6, 7), "kind": "assembly",
                                          "title": "Asamblea", **more}))
    return kept


# meetings


@pytest.mark.parametrize(("numbers", "missing"), [
    (("014", "015", "017"), ["016"]), (("AO-2025-01", "AE-2025-02", "AO-2025-03"), []), (("1", "2", "3"), []),
    (("AO-2024-02", "AO-2025-01"), []), (("009", "010", "014"), ["011 – 013"]), (("A", "B"), [])])
def test_missing_minutes_are_named(store: Store, numbers: tuple[str, ...], missing: list[str]) -> None:
    for day, number in enumerate(numbers, start=1):
        held(store, number=number, date=date(2025, 1, day), kind="board" if number.startswith("AE") else "assembly")
    gaps = [each for each in found(store, "minutes_numbers") if each.rule == "minutes_gap"]
    assert [each.facts[0] for each in gaps] == missing
    assert all(each.facts[0] in each.sentence and len(each.where) == 2 for each in gaps)


def test_annulled_minutes_are_not_missing_and_a_number_used_twice_is_told(store: Store) -> None:
    held(store, number="014")
    gone = held(store, number="015", date=date(2025, 6, 8))
    held(store, number="016", date=date(2025, 6, 9))
    store.trash([gone])
    assert found(store, "minutes_numbers") == []
    held(store, number="016", date=date(2025, 8, 9))
    assert names(store, "minutes_numbers") == ["minutes_twice"]


def test_a_quorum_as_written_is_compared_with_the_count(store: Store) -> None:
    held(store, number="1", entitled=62, attended=28, quorum_stated=True, decisions="Prima: escuela")
    held(store, number="2", entitled=62, attended=40, quorum_stated=False)
    held(store, number="3", entitled=62, attended=28, decisions="Algo")
    held(store, number="4", entitled=62, attended=31, quorum_stated=True)
    held(store, number="5", entitled=62, attended=5, kind="dialogue", quorum_stated=True)
    held(store, number="6", date=date(2026, 1, 5), entitled=62, attended=5, quorum_stated=True)
    by_name = [(each.rule, each.severity) for each in found(store, "quorum")]
    assert sorted(by_name) == [("quorum_contradicted", "note"), ("quorum_contradicted", "warn"),
                               ("without_quorum", "warn")]


def test_a_late_call_and_another_list_are_told(store: Store) -> None:
    to = organ(store, "assembly", notice_days=10, who_votes="members", quorum="1/2")
    late = held(store, called_on=date(2025, 6, 1), organ=to.id, attended=9)
    held(store, number="027", called_on=date(2025, 5, 20), organ=to.id)
    ana = person(store, "Ana")
    store.save(MeetingAttendance(meeting=late.id, person=ana.id, present=True))
    assert [(each.rule, each.where[0]) for each in found(store, "calls")] == [
        ("short_notice", f"meeting/{late.id}"), ("list_contradicted", f"meeting/{late.id}")]


def test_a_state_that_is_not_what_the_votes_give_is_told(store: Store) -> None:
    meeting = held(store, entitled=60, attended=40)
    for topic, yes, no, status in (("fits", 30, 5, "adopted"), ("lost", 5, 30, "adopted"), ("won", 30, 5, "rejected"),
                                   ("many", 50, 5, "adopted"), ("open", None, None, "adopted")):
        store.save(Resolution(meeting=meeting.id, topic=topic, votes_for=yes, votes_against=no, status=status))
    assert sorted(names(store, "counted_votes")) == ["result_contradicted", "result_contradicted", "too_many_votes"]


# offices


def test_terms_that_are_over_or_end_soon_are_told_once_for_an_organ(store: Store) -> None:
    board, watch = organ(store), organ(store, "supervisory")
    for name in ("Ana", "Bea", "Cira"):
        elect(store, board, person(store, name), ends_on=date(2025, 12, 31))
    elect(store, watch, person(store, "Dora"), ends_on=date(2026, 3, 15))
    told = found(store, "offices")
    assert [(each.severity, len(each.where)) for each in told] == [("warn", 3), ("note", 1)]
    assert "3 offices" in told[0].sentence
    assert "1 office " in told[0].part([0]).sentence


def test_who_was_elected_since_ends_the_older_mandate(store: Store) -> None:
    board = organ(store)
    ana, bea = person(store, "Ana"), person(store, "Bea")
    elect(store, board, ana, "president", began_on=date(2022, 1, 1), ends_on=date(2023, 12, 31))
    elect(store, board, ana, "treasurer", began_on=date(2024, 1, 1), ends_on=date(2026, 12, 31))
    elect(store, board, bea, "president", began_on=date(2024, 1, 1), ends_on=date(2026, 12, 31))
    assert found(store, "offices") == []
    [standing] = mandates.serving(store, TODAY)
    assert [(each.mandate.office, each.name) for each in standing.holders] == [("president", "Bea"),
                                                                             ("treasurer", "Ana")]
    [before] = mandates.serving(store, date(2023, 6, 1))
    assert [(each.mandate.office, each.name) for each in before.holders] == [("president", "Ana")]


def test_seats_of_women_and_who_left_are_told(store: Store) -> None:
    board = organ(store, seats=3, seats_women=2)
    elect(store, board, person(store, "Ana", sex="F"))
    elect(store, board, person(store, "Tito", sex="M", left_on=date(2025, 6, 1)))
    assert sorted(names(store, "offices")) == ["mandate_left", "seats_of_women"]
    [standing] = mandates.serving(store, TODAY)
    assert (standing.women, standing.women_short, standing.seats_free) == (1, 1, 1)


def test_offices_that_exclude_each_other_are_told(store: Store) -> None:
    board, watch, other = organ(store), organ(store, "supervisory"), organ(store, "committee")
    ana, bea, cira = (person(store, name) for name in ("Ana", "Bea", "Cira"))
    elect(store, board, ana)
    elect(store, watch, ana)
    elect(store, board, bea, "president")
    elect(store, other, bea)
    elect(store, watch, cira)
    told = found(store, "offices")
    assert [each.rule for each in told] == ["offices_exclude"] and "Organ supervisory" in told[0].sentence
    other.excludes = board.id
    store.save(other)
    assert len(found(store, "offices")) == 2


def test_a_mandate_needs_a_name_and_days_in_order(store: Store) -> None:
    board = organ(store)
    with pytest.raises(InvalidRecord) as caught:
        store.save(Mandate(organ=board.id, office="member", began_on=date(2025, 1, 1), ends_on=date(2024, 1, 1),
                           ended_why="resigned"))
    assert set(caught.value.problems) == {"person", "ends_on", "ended_on"}


# ties


def test_a_declaration_is_asked_for_in_each_mandate(store: Store) -> None:
    board, safety = organ(store), organ(store, "safety")
    ana, bea = person(store, "Ana"), person(store, "Bea")
    elect(store, board, ana)
    elect(store, board, bea)
    elect(store, safety, person(store, "Cira"))
    store.save(Interest(person=ana.id, declared_on=date(2025, 2, 1), kind="none"))
    store.save(Interest(person=bea.id, declared_on=date(2024, 2, 1), kind="none"))
    told = found(store, "interest_undeclared")
    assert [each.rule for each in told] == ["interest_undeclared"] and len(told[0].where) == 1


def test_a_sale_to_somebodys_own_is_told_until_a_measure_is_written(store: Store) -> None:
    ana, bea = person(store, "Ana María Peña"), person(store, "Beatriz Luz Campo")
    board = organ(store)
    elect(store, board, ana)
    elect(store, board, bea)
    own = store.save(Party(name="Oro Peña", role="buyer"))
    owned = store.save(Party(name="Joyas", role="buyer", beneficial_owner="Sra. BEATRIZ LUZ CAMPO"))
    store.save(Party(name="Otro", role="buyer", beneficial_owner="Ana"))
    for place, buyer in enumerate((own, own, owned)):
        make(store, "sale", code=f"V-{place}", date=date(2025, 5, 1 + place), buyer=buyer.id, lot=None,
             corrects=None, correction_reason=None)
    declared = store.save(Interest(person=ana.id, declared_on=date(2025, 1, 2), kind="family", party=own.id))
    told = found(store, "related_sales")
    assert sorted((each.severity, "2 sales" in each.sentence) for each in told) == [("warn", False), ("warn", True)]
    declared.measure = "No fija el precio"
    store.save(declared)
    assert sorted(each.severity for each in found(store, "related_sales")) == ["note", "warn"]
    assert len(store.all(Sale)) >= 3


def test_a_vote_on_ones_own_affairs_is_told_unless_they_stepped_aside(store: Store) -> None:
    ana = person(store, "Ana")
    own = store.save(Party(name="Oro Peña", role="supplier"))
    store.save(Interest(person=ana.id, declared_on=date(2025, 1, 2), kind="company", party=own.id, measure="Sale"))
    meeting = held(store)
    store.save(MeetingAttendance(meeting=meeting.id, person=ana.id, present=True))
    decided = store.save(Resolution(meeting=meeting.id, topic="Comprar a Oro Peña", concerns_party=own.id))
    assert names(store, "own_votes") == ["own_vote"]
    decided.stepped_aside = True
    store.save(decided)
    assert found(store, "own_votes") == []
    store.save(Resolution(meeting=meeting.id, topic="Sanción", concerns=person(store, "Not there").id))
    assert found(store, "own_votes") == []


# while it is typed


def test_a_sale_to_somebodys_own_is_told_while_it_is_typed(store: Store) -> None:
    ana, own = person(store, "Ana Peña"), store.save(Party(name="Oro Peña", role="buyer"))
    typed = Sale(code="V-9", date=date(2025, 5, 1), buyer=own.id)
    assert "buyer" not in cautions(store, typed)
    declared = store.save(Interest(person=ana.id, declared_on=date(2025, 1, 2), kind="family", party=own.id))
    assert "write down what is done" in cautions(store, typed)["buyer"]
    declared.measure = "No fija el precio"
    store.save(declared)
    assert "measure: No fija el precio" in cautions(store, typed)["buyer"]
    typed.date = date(2025, 1, 1)
    assert "buyer" not in cautions(store, typed), "before it was declared nobody could know"


def test_a_round_of_ones_own_crew_is_told_while_it_is_typed(store: Store) -> None:
    site = store.save(Site(name="La Perla", kind="hard_rock"))
    crew = store.save(Crew(code="C-1", name="Uno", site=site.id))
    person(store, "Ana Peña", crew=crew.id)
    typed = Inspection(date=date(2025, 4, 1), kind="internal", inspector="Ana Peña", site=site.id)
    assert list(cautions(store, typed)) == ["inspector"]
    typed.inspector_person = person(store, "Bea Campo").id
    assert cautions(store, typed) == {}, "who is linked counts, not who is written"
    typed.inspector_person = None
    typed.kind = "government"
    assert cautions(store, typed) == {}


def test_a_vote_is_told_while_it_is_typed(store: Store) -> None:
    ana = person(store, "Ana")
    meeting = held(store, entitled=60)
    store.save(MeetingAttendance(meeting=meeting.id, person=ana.id, present=True))
    typed = Resolution(meeting=meeting.id, topic="x", votes_for=2, concerns=ana.id)
    assert set(cautions(store, typed)) == {"votes_for", "stepped_aside"}
    assert cautions(store, Resolution(meeting=meeting.id, topic="x", votes_for=1)) == {}
    assert cautions(store, Resolution(topic="x", votes_for=1)) == {}


def test_an_office_that_does_not_fit_is_told_while_it_is_typed(store: Store) -> None:
    board, watch = organ(store, seats=1), organ(store, "supervisory")
    ana, bea = person(store, "Ana"), person(store, "Bea")
    elect(store, board, ana, "president")
    day = date(2025, 6, 1)
    assert list(cautions(store, Mandate(organ=watch.id, office="member", person=ana.id, began_on=day))) == ["person"]
    assert list(cautions(store, Mandate(organ=board.id, office="member", person=bea.id, began_on=day))) == ["organ"]
    assert cautions(store, Mandate(organ=watch.id, office="member", person=bea.id, began_on=day)) == {}
    [kept] = store.all(Mandate)
    assert cautions(store, kept) == {}, "a mandate does not stand in its own way"


# policies


def test_models_are_there_in_four_languages(store: Store) -> None:
    found_models = policies.models()
    assert {each.subject for each in found_models} == set(choices.POLICY_SUBJECT) - {"other"}
    for model in found_models:
        assert set(model.titles) == set(model.texts) == {"en", "es", "fr", "pt"}
        assert len({text.count("\n\n") for text in model.texts.values()}) == 1, "as many parts in each language"
        assert len(set(model.texts.values())) == 4
    assert set(LANGUAGES) <= {"en", "es", "fr", "pt"}


def test_a_policy_begun_from_a_model_is_a_draft_that_says_so(store: Store, tmp_path: Path) -> None:
    model = next(each for each in policies.models() if each.key == "mercury")
    kept = policies.begin(store, model, "es", TODAY)
    assert kept.title == "Política sobre el mercurio" and kept.text.startswith("MODEL") and kept.adopted_on is None
    assert kept.review_on == date(2028, 1, 31)
    assert [each.state for each in policies.standing(store, TODAY)] == [policies.DRAFT]
    assert found(store, "policies_due") == [], "nobody has adopted it, so nothing is due"
    write_pdf(policy_paper(store, kept, TODAY, "en"), tmp_path / "policy.pdf")
    text = text_of(tmp_path / "policy.pdf")
    assert "nobody has adopted it yet" in text and "retorta" in text


def test_a_policy_is_reviewed_and_made_known(store: Store) -> None:
    policy = store.save(Policy(title="Mercurio", adopted_on=date(2023, 1, 10)))
    assert names(store, "policies_due") == ["policy_review", "policy_unknown"]
    policy.reviewed_on, policy.known_meeting = date(2025, 3, 1), held(store).id
    store.save(policy)
    assert found(store, "policies_due") == []
    policy.review_on = date(2026, 1, 30)
    store.save(policy)
    assert names(store, "policies_due") == ["policy_review"]
    policy.ended_on = date(2026, 1, 1)
    store.save(policy)
    assert found(store, "policies_due") == []


# the joint action plan


@pytest.fixture
def plan(store: Store) -> Store:
    town = store.save(Stakeholder(name="Alcaldía", kind="public"))
    store.save(Stakeholder(name="Acueducto", kind="community", plan_signed_on=date(2024, 5, 8)))
    store.save(Stakeholder(name="Nobody", kind="community"))
    meeting = store.save(Meeting(number="MD-1", date=date(2025, 5, 7), kind="dialogue"))
    for number, ours, due, status, done in (
            ("AC-1", False, date(2025, 11, 30), "open", None),
            ("AC-2", True, date(2025, 9, 1), "done", date(2025, 8, 1)),
            ("AC-3", False, date(2026, 6, 30), "in_progress", None), ("AC-4", False, None, "withdrawn", None)):
        store.save(Agreement(number=number, meeting=meeting.id, axis="safety", text=f"Puente {number}", ours=ours,
                             stakeholder=None if ours else town.id, due_on=due, status=status, done_on=done))
    first = store.one(Agreement, number="AC-1")
    assert first is not None
    store.save(AgreementNote(agreement=first.id, date=date(2025, 12, 1), text="Se pidió fecha"))
    store.save(Action(number="A-1", measure="Pedir fecha", origin=f"agreement/{first.id}"))
    return store


def test_each_organisation_stands_with_what_it_promised(plan: Store) -> None:
    sides = agreements.sides(plan)
    assert [(each.name, each.counted(TODAY)) for each in sides] == [
        ("our organisation", (1, 1, 0, 0)), ("Acueducto", (0, 0, 0, 0)), ("Alcaldía", (2, 0, 1, 1))]
    late = next(each for each in agreements.promises(plan) if each.agreement.number == "AC-1")
    assert (late.actions, late.actions_open, late.newest()) == (1, 1, "2025-12-01: Se pidió fecha")
    assert late.late(TODAY) and not late.late(date(2025, 11, 30)), "the day itself is still in time"
    assert agreements.next_number(plan, TODAY) == "AC-5"


def test_late_and_unproved_agreements_are_told(plan: Store) -> None:
    assert sorted(names(plan, "promises")) == ["agreement_late", "agreement_unproved"]


def test_an_agreement_needs_somebody_responsible(store: Store) -> None:
    with pytest.raises(InvalidRecord) as caught:
        store.save(Agreement(number="x", axis="safety", text="y", agreed_on=date(2025, 2, 1), due_on=date(2025, 1, 1),
                             done_on=date(2025, 3, 1)))
    assert set(caught.value.problems) == {"stakeholder", "due_on", "status"}


def test_the_plan_goes_to_paper_and_excel(plan: Store, tmp_path: Path) -> None:
    paper, book = tmp_path / "plan.pdf", tmp_path / "plan.xlsx"
    write_pdf(joint_plan(plan, TODAY, "en"), paper)
    text = " ".join(text_of(paper).split())
    for each in ("AC-1", "Puente AC-3", "Alcaldía", "Se pidió fecha", "Health and safety", "Late"):
        assert each in text, each
    assert "AC-4" not in text, "what was withdrawn is promised no more"
    write_plan(plan, TODAY, "es", book)
    sheets = openpyxl.load_workbook(book)
    assert [len(list(sheet.values)) for sheet in sheets] == [5, 4, 2]
    assert "Puente AC-1" in [row[3] for row in sheets.worksheets[0].values]


# handover and figures


def test_an_empty_office_hands_over_what_is_missing(workspace: Workspace, tmp_path: Path) -> None:
    parts = handover.act(workspace, TODAY)
    assert len(parts) == 15 and len({each.title for each in parts}) == 15
    for part in parts:
        assert all(len(row) == len(part.head) for row in part.rows)
        assert not part.references or len(part.references) == len(part.rows), part.title
        assert part.rows or part.empty or part.missing
    said = " ".join(handover.missing(parts))
    assert "no proved backup" in said and "No key is written down" in said
    write_pdf(handover_act(workspace, TODAY, "en"), tmp_path / "act.pdf")
    assert "Incoming board" in text_of(tmp_path / "act.pdf")


def test_the_handover_names_what_there_is(workspace: Workspace, tmp_path: Path) -> None:
    store = workspace.store
    board = organ(store)
    ana = person(store, "Ana Peña")
    elect(store, board, ana, "president", ends_on=date(2025, 12, 31))
    store.save(Action(number="A-1", measure="Comprar retortas", due_on=date(2025, 12, 1)))
    store.save(Action(number="A-2", measure="Ya hecho", status="closed", done_on=TODAY, effect_checked_on=TODAY,
                      effect_checked_by="Junta", effective="yes"))
    store.save(KeptThing(kind="key", name="Llave del polvorín", person=ana.id))
    store.save(KeptThing(kind="stamp", name="Sello", returned_on=date(2025, 1, 1)))
    make(store, "lot", code="L-77", created_on=date(2025, 12, 1), gross_mg=10_000, fineness=8_000, status="open",
         sale=None, hold_reason=None)
    write_pdf(handover_act(workspace, TODAY, "en"), tmp_path / "act.pdf")
    text = " ".join(text_of(tmp_path / "act.pdf").split())
    for each in ("Ana Peña", "Comprar retortas", "Llave del polvorín", "L-77", "8.000", "The term of 1 office is over",
                 "1 action is past its day", store.head().short()):
        assert each in text, each
    for each in ("Ya hecho", "Sello"):
        assert each not in text


def test_grievances_are_handed_over_as_a_number_only(workspace: Workspace) -> None:
    make(workspace.store, "grievance", number="Q-1", subject="Acoso de Fulano", status="open")
    [cases] = [part for part in handover.act(workspace, TODAY) if "rievances" in part.title]
    assert "Fulano" not in str(cases.rows) and cases.rows[-1][-1] == "1"


def test_shares_of_women_are_not_told_of_few(store: Store) -> None:
    held(store, entitled=30, attended=20, women=4)
    assert Figures(store, YEAR).of("women_attending").value is None
    held(store, number="027", entitled=30, attended=20, women=6)
    assert Figures(store, YEAR).of("women_attending").value == 25
    assert Figures(store, YEAR).of("quorum_held").value == 100
    held(store, number="028", entitled=50, attended=20)
    figure = Figures(store, YEAR).of("quorum_held")
    assert (figure.value, figure.note) == (67, "2 of 3 meetings that can be counted")


def test_figures_of_offices_policies_and_the_plan(plan: Store) -> None:
    board = organ(plan)
    elect(plan, board, person(plan, "Ana", sex="F"), ends_on=date(2025, 6, 1))
    elect(plan, board, person(plan, "Tito", sex="M"))
    plan.save(Policy(title="Mercurio", adopted_on=date(2025, 1, 10)))
    plan.save(Policy(title="Borrador"))
    figures = Figures(plan, YEAR)
    assert (figures.of("offices_held").value, figures.of("offices_held").note) == (
        2, "1 of them after the end of the term")
    assert figures.of("women_in_office").value == 1 and figures.of("women_in_office").people
    assert figures.of("policies").value == 1
    assert (figures.of("plan_kept").value, figures.of("plan_kept").note) == (50, "1 of 2")
