"""The dress rehearsal: the same seed draws the same, each link speaks and is silent, and progress can be seen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from factories import make
from hypothesis import given
from hypothesis import strategies as st

from armdesk.catalogues import load
from armdesk.models import Citation, Document, LotInput, Person, Production, Rehearsal, Revision, TrainingAttendance
from armdesk.reports.document import Table
from armdesk.reports.rehearsal import rehearsal_list
from armdesk.services.audit import rehearsal
from armdesk.services.audit.chain import BROKEN, NOT_ASKED, THERE
from armdesk.services.audit.draw import STRATA, drawn, usual_size
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding import Look
from armdesk.services.findings.presence_rules import AFTER_LEAVING, paid_after_leaving
from armdesk.store import Store

YEAR, TODAY = Period.of_year(2025), date(2026, 1, 31)


def chain(store: Store, reference: str) -> dict[str, str]:
    """State of each link of one record, which is drawn because all are."""
    found = rehearsal.rehearse(store, YEAR, "1", 1000)
    return {step.key: step.state for each in found.drawn if each.reference == reference for step in each.steps}


def filed(store: Store, target: str) -> None:
    """A paper with its file, cited for a record."""
    paper = store.save(Document(title="Papel"))
    store.save(Revision(document=paper.id, file_name="papel.pdf", sha256="ab" * 32))
    store.save(Citation(document=paper.id, target=target))


def bare_person(store: Store, **more: Any) -> Person:
    kept: Person = store.save(Person(name="Ana Ñáñez", role="member", **more))
    return kept


IDS = st.lists(st.uuids().map(lambda each: each.hex), max_size=60, unique=True)


@given(IDS, st.text(max_size=10), st.integers(0, 70))
def test_a_draw_is_the_same_again_whatever_the_order(ids: list[str], seed: str, size: int) -> None:
    first = drawn(seed, "lots", ids, size)
    assert drawn(seed, "lots", list(reversed(ids)), size) == first
    assert len(first) == min(size, len(ids)) == len(set(first)) and set(first) <= set(ids)


@given(IDS, st.uuids(), st.integers(1, 20))
def test_one_record_more_moves_at_most_one_out(ids: list[str], new: Any, size: int) -> None:
    before, after = set(drawn("7", "lots", ids, size)), set(drawn("7", "lots", [*ids, new.hex], size))
    assert len(before - after) <= 1 and after - before <= {new.hex}


def test_another_seed_or_stratum_is_another_draw() -> None:
    ids = [f"{number:032x}" for number in range(200)]
    assert len({tuple(drawn(seed, part, ids, 10)) for seed in ("a", "b") for part in ("lots", "sales")}) == 4


@pytest.mark.parametrize(("count", "size"), [(0, 0), (1, 1), (3, 3), (4, 3), (9, 3), (10, 4), (100, 10), (101, 11)])
def test_usual_size_is_the_square_root_rounded_up_and_three_at_least(count: int, size: int) -> None:
    assert usual_size(count, 3) == size


def test_an_empty_workspace_has_nothing_to_draw(store: Store) -> None:
    found = rehearsal.rehearse(store, YEAR, "1")
    assert (found.drawn, found.links, found.broken, found.by_link()) == ([], 0, 0, [])
    assert rehearsal_list(store, found, TODAY, "es").blocks


def test_a_bare_person_breaks_at_every_paper_and_a_complete_one_at_none(store: Store) -> None:
    person = bare_person(store)
    states = chain(store, f"person/{person.id}")
    broken = {key for key, state in states.items() if state == BROKEN}
    assert broken == {"identity", "age", "age_proof", "joined", "agreement", "informed", "consent", "training", "ppe",
                      "work"}
    assert states["registered"] == states["lot"] == NOT_ASKED
    day = date(2024, 5, 2)
    for name, value in (("id_number", "0123"), ("birth_date", date(1980, 1, 1)), ("age_evidence", "seen"),
                        ("joined_on", day), ("agreement_on", day), ("informed_on", day), ("consent_on", day)):
        setattr(person, name, value)
    store.save(person)
    course = make(store, "training", date=date(2025, 3, 1))
    store.save(TrainingAttendance(training=course.id, person=person.id, present=True))
    make(store, "ppe_delivery", person=person.id, date=date(2025, 3, 1))
    make(store, "attendance", person=person.id, date=date(2025, 3, 1))
    assert BROKEN not in chain(store, f"person/{person.id}").values()


def test_somebody_absent_was_not_trained(store: Store) -> None:
    person, course = bare_person(store), make(store, "training", date=date(2025, 3, 1))
    store.save(TrainingAttendance(training=course.id, person=person.id, present=False))
    assert chain(store, f"person/{person.id}")["training"] == BROKEN


def test_a_copy_of_the_identity_document_must_be_filed(store: Store) -> None:
    person = bare_person(store, age_evidence="copy", birth_date=date(1980, 1, 1))
    assert chain(store, f"person/{person.id}")["age_paper"] == BROKEN
    filed(store, f"person/{person.id}")
    assert chain(store, f"person/{person.id}")["age_paper"] == THERE


def test_a_minor_in_a_hazardous_task_is_broken(store: Store) -> None:
    person = bare_person(store, birth_date=date(2009, 6, 1), hazardous=True)
    assert chain(store, f"person/{person.id}")["adult"] == BROKEN
    person.hazardous = False
    store.save(person)
    assert chain(store, f"person/{person.id}")["adult"] == THERE


def test_a_delivery_is_walked_to_its_lot_and_payment(store: Store) -> None:
    person = bare_person(store)
    delivery = store.save(Production(date=date(2025, 5, 2), person=person.id, gross_mg=5_000, fineness=8_800))
    states = chain(store, f"person/{person.id}")
    assert (states["work"], states["lot"], states["paid"]) == (THERE, BROKEN, BROKEN)
    lot = make(store, "lot", sale=None, status="open", gross_mg=5_000, fineness=8_800)
    store.save(LotInput(lot=lot.id, production=delivery.id, input_mg=4_400, operation="production"))
    make(store, "payment", person=person.id, party=None, date=date(2025, 5, 20), sale=None, settlement=None,
         amount=100, direction="out", corrects=None, correction_reason=None)
    states = chain(store, f"person/{person.id}")
    assert (states["lot"], states["sold"], states["paid"]) == (THERE, THERE, THERE)


def test_a_lot_is_walked_back_and_its_days_compared(store: Store) -> None:
    lot = make(store, "lot", sale=None, status="open", created_on=date(2025, 5, 1), gross_mg=5_000, fineness=8_800,
               seal_no=None, tag_id=None)
    states = chain(store, f"lot/{lot.id}")
    assert states["origin"] == states["seal"] == states["assay"] == BROKEN and states["sale"] == NOT_ASKED
    delivery = store.save(Production(date=date(2025, 5, 2), gross_mg=5_000, fineness=8_800))
    store.save(LotInput(lot=lot.id, production=delivery.id, input_mg=4_400, operation="production"))
    make(store, "assay", lot=lot.id)
    states = chain(store, f"lot/{lot.id}")
    assert (states["origin"], states["order"], states["assay"]) == (THERE, BROKEN, THERE)


def test_a_sale_without_lots_buyer_and_papers(store: Store) -> None:
    sale = make(store, "sale", date=date(2025, 6, 1), lot=None, buyer=None, invoice_no=None, origin_document_no=None,
                corrects=None, correction_reason=None)
    states = chain(store, f"sale/{sale.id}")
    assert {key for key, state in states.items() if state == BROKEN} >= {
        "origin", "buyer", "invoice", "certificate", "taxes", "assay", "money", "paper"}
    filed(store, f"sale/{sale.id}")
    make(store, "payment", sale=sale.id, direction="in", person=None, corrects=None, correction_reason=None)
    states = chain(store, f"sale/{sale.id}")
    assert states["paper"] == states["money"] == THERE


def test_a_payment_to_somebody_who_had_not_joined_yet(store: Store) -> None:
    person = bare_person(store, joined_on=date(2025, 6, 9))
    paid = make(store, "payment", person=person.id, date=date(2025, 4, 10), code=None, sale=None, settlement=None,
                signed=False, bank_ref=None, corrects=None, correction_reason=None)
    states = chain(store, f"payment/{paid.id}")
    assert {key for key, state in states.items() if state == BROKEN} >= {"number", "member_then", "purpose", "proof"}
    person.joined_on = date(2025, 4, 10)
    store.save(person)
    assert chain(store, f"payment/{paid.id}")["member_then"] == THERE


def test_an_accident_is_walked_to_its_action(store: Store) -> None:
    event = make(store, "incident", date=date(2025, 2, 1), severity="lost_time", authority_on=None, lost_days=None,
                 measures=None, root_cause=None, same_as=None, status="closed", person_as_written=None)
    states = chain(store, f"incident/{event.id}")
    assert states["authority"] == states["action"] == states["root_cause"] == states["lost_days"] == BROKEN
    assert states["injured"] == BROKEN and "effect" not in states
    make(store, "action", origin=f"incident/{event.id}", status="done", effect_checked_on=None)
    assert chain(store, f"incident/{event.id}")["effect"] == BROKEN
    event.severity = "near_miss"
    store.save(event)
    states = chain(store, f"incident/{event.id}")
    assert states["injured"] == NOT_ASKED and "authority" not in states


def test_a_course_needs_people_papers_and_a_later_certificate(store: Store) -> None:
    course = make(store, "training", date=date(2025, 6, 20), certificate_on=date(2025, 6, 6))
    states = chain(store, f"training/{course.id}")
    assert states["came"] == states["certificate"] == states["paper"] == BROKEN
    store.save(TrainingAttendance(training=course.id, person_as_written="Alguien", present=True))
    states = chain(store, f"training/{course.id}")
    assert (states["came"], states["known"]) == (THERE, BROKEN)


def test_the_same_draw_after_mending_shows_progress(store: Store) -> None:
    person = bare_person(store)
    first = rehearsal.keep(store, rehearsal.rehearse(store, YEAR, "4711"), TODAY)
    person.id_number = "123"
    store.save(person)
    again = rehearsal.rehearse(store, YEAR, "4711")
    assert again.broken == first.broken - 1 and again.drawn[0].reference == f"person/{person.id}"
    assert [each.id for each in rehearsal.before(store, "4711", YEAR)] == [first.id]
    assert not rehearsal.before(store, "4712", YEAR) and not rehearsal.before(store, "4711", Period.of_year(2024))
    assert store.one(Rehearsal) is not None
    blocks = rehearsal_list(store, again, date(2026, 2, 7), "es").blocks
    progress = next(each for each in blocks if isinstance(each, Table) and each.caption)
    assert [row[3] for row in progress.rows] == [first.broken]


def test_every_stratum_is_drawn_and_names_a_record_type(store: Store) -> None:
    for kind in dict.fromkeys(stratum.kind for stratum in STRATA):
        make(store, kind, **{"person": {"role": "member", "joined_on": None, "left_on": None, "status": "active"},
                             "payment": {"corrects": None, "correction_reason": None}}.get(kind, {}))
    found = rehearsal.rehearse(store, Period(date(2000, 1, 1), date(2100, 1, 1)), "1")
    assert {part.stratum.key for part in found.parts if part.drawn} >= {
        "members", "lots", "sales", "payments", "incidents", "trainings"}
    for each in found.drawn:
        assert each.steps and len({step.key for step in each.steps}) == len(each.steps)
        assert all(step.sentence or step.state == THERE for step in each.steps)


def test_a_payment_after_leaving_is_late_for_the_chain_on_the_day_it_is_for_the_rule(store: Store) -> None:
    left = date(2025, 3, 1)
    person = make(store, "person", joined_on=None, left_on=left, status="left")
    days = int(Limits(store).value(AFTER_LEAVING, YEAR.ends) or 0)
    for late in (0, 1):
        paid = make(store, "payment", person=person.id, party=None, direction="out", corrects=None,
                    date=left + timedelta(days=days + late))
        told = {where for each in paid_after_leaving(Look(store, load.get("craft-2.0"), YEAR, TODAY))
                for where in each.where}
        assert (f"payment/{paid.id}" in told) is bool(late)
        assert chain(store, f"payment/{paid.id}")["member_then"] == (BROKEN if late else THERE)
