"""The premium plan: lines with purpose and people, spent against planned, the committee with its groups."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import make

from armdesk.catalogues import load
from armdesk.errors import InvalidRecord
from armdesk.models import (
    CommitteeSeat,
    Mandate,
    Meeting,
    Organ,
    PremiumEntry,
    PremiumPlan,
    PremiumPlanLine,
    Resolution,
)
from armdesk.reports.document import Table
from armdesk.reports.premium import premium_report
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.premium_plan_rules import PREMIUM_PLAN_RULES
from armdesk.services.money import premium_plan
from armdesk.store import Store

TODAY = date(2026, 1, 31)
YEAR = Period.of_year(2025)


@pytest.fixture
def decided(store: Store) -> Resolution:
    meeting = store.save(Meeting(date=date(2024, 3, 1), kind="assembly", title="Asamblea"))
    kept: Resolution = store.save(Resolution(number="R-1", meeting=meeting.id, topic="Plan de la prima"))
    return kept


@pytest.fixture
def plan(store: Store, decided: Resolution) -> PremiumPlan:
    kept: PremiumPlan = store.save(PremiumPlan(name="Plan 2024 a 2027", period_from=date(2024, 4, 1),
                                               period_to=date(2027, 12, 31), resolution=decided.id))
    return kept


def line(store: Store, plan: PremiumPlan, purpose: str = "Retortas", amount: int = 1_000,
         **more: Any) -> PremiumPlanLine:
    kept: PremiumPlanLine = store.save(PremiumPlanLine(**{
        "plan": plan.id, "area": "environment", "purpose": purpose, "amount": amount, "currency": "USD", **more}))
    return kept


def entry(store: Store, decided: Resolution, kind: str, amount: int, **more: Any) -> PremiumEntry:
    kept: PremiumEntry = store.save(PremiumEntry(**{
        "kind": kind, "date": date(2025, 5, 1), "amount": amount, "currency": "USD", "use": "Retortas",
        "resolution": decided.id, "receipt_ref": "F-1", **more}))
    return kept


def findings(store: Store, period: Period = YEAR) -> list[Finding]:
    look = Look(store, load.get("craft-2.0"), period, TODAY)
    return [found for each in PREMIUM_PLAN_RULES.values() for found in each(look)]


def test_each_line_shows_what_was_decided_spent_and_whom_it_reached(store: Store, plan: PremiumPlan,
                                                                    decided: Resolution) -> None:
    water = line(store, plan, "Agua", 5_000, rank=1, women=40, men=50)
    retorts = line(store, plan, rank=2)
    entry(store, decided, "budgeted", 900, plan_line=retorts.id)
    entry(store, decided, "spent", 300, plan_line=retorts.id, date=date(2024, 6, 1), women=2, men=3)
    entry(store, decided, "spent", 400, plan_line=retorts.id, women=4)
    entry(store, decided, "spent", 70, plan_line=retorts.id, currency="COP")
    entry(store, decided, "spent", 50)
    entry(store, decided, "spent", 5, date=date(2026, 1, 2), plan_line=water.id)
    [state] = premium_plan.plans(store, YEAR)
    first, second = state.lines
    assert (first.line.purpose, first.spent, first.left) == ("Agua", 0, 5_000), "by importance; later is not yet told"
    assert (second.decided, second.spent, second.inside, second.left) == (900, 700, 400, 300)
    assert (second.women, second.men, second.other) == (6, 3, {"COP": 70})
    assert (state.planned(), state.spent()) == ({"USD": 6_000}, {"USD": 700, "COP": 70})
    assert state.unplanned == {"USD": 50}


def test_what_is_taken_back_by_a_counter_entry_is_taken_off_the_line(store: Store, plan: PremiumPlan,
                                                                     decided: Resolution) -> None:
    retorts = line(store, plan)
    bought = entry(store, decided, "spent", 400, plan_line=retorts.id)
    entry(store, decided, "spent", -150, plan_line=retorts.id, corrects=bought.id, correction_reason="Devuelta una")
    [state] = premium_plan.plans(store, YEAR)
    assert state.lines[0].spent == 250 and findings(store)[-1].rule == "premium_committee"


def test_spent_beyond_or_beside_the_plan_is_found(store: Store, plan: PremiumPlan, decided: Resolution) -> None:
    retorts = line(store, plan)
    entry(store, decided, "spent", 1_000, plan_line=retorts.id)
    assert [each.rule for each in findings(store)] == ["premium_committee"]
    entry(store, decided, "spent", 1, plan_line=retorts.id)
    entry(store, decided, "spent", 30)
    assert [each.rule for each in findings(store)] == ["premium_over_plan", "premium_unplanned", "premium_committee"]
    plan.resolution = None
    store.save(plan)
    assert findings(store)[0].rule == "premium_plan_undecided"
    assert [each.rule for each in findings(store, Period.of_year(2023))] == ["premium_committee"], "not begun yet"


def test_nobody_without_a_plan_hears_of_one(store: Store, decided: Resolution) -> None:
    entry(store, decided, "spent", 100)
    assert findings(store) == []


def test_the_committee_speaks_for_all_groups(store: Store) -> None:
    for place, group in enumerate(("miners", "plant", "shareholders", "vulnerable")):
        store.save(CommitteeSeat(name_as_written=f"Persona {place}", speaks_for=group, began_on=date(2024, 3, 1)))
    [found] = findings(store)
    assert "Local authorities" in found.sentence and "Miners" not in found.sentence
    seat = store.save(CommitteeSeat(name_as_written="Alcaldía", speaks_for="authority", began_on=date(2024, 3, 1),
                                    ended_on=date(2025, 12, 30)))
    assert len(findings(store)) == 1, "the seat ended before the last day"
    seat.ended_on = date(2025, 12, 31)
    store.save(seat)
    assert findings(store) == []
    assert premium_plan.committee(store, date(2024, 2, 28)).unheard == [
        "miners", "plant", "shareholders", "vulnerable", "authority"]


def test_who_has_a_mandate_in_the_committee_sits_in_it(store: Store) -> None:
    ana, eva = (make(store, "person", name=name).id for name in ("Ana Tenorio", "Eva Ríos"))
    store.save(CommitteeSeat(person=ana, speaks_for="miners", began_on=date(2024, 3, 1)))
    store.save(CommitteeSeat(name_as_written="Alcaldía", speaks_for="authority", began_on=date(2024, 3, 1)))
    astray = store.save(CommitteeSeat(person=eva, speaks_for="plant", began_on=date(2024, 3, 1)))
    assert [each.groups for each in premium_plan.committee(store, TODAY).seated] == [
        ("authority",), ("miners",), ("plant",)]
    organ = store.save(Organ(name="Comité de la prima", kind="premium"))
    for more in ({"person": ana}, {"name_as_written": "ALCALDIA"}, {"name_as_written": "Luz"}):
        store.save(Mandate(organ=organ.id, office="member", began_on=date(2024, 3, 1), **more))
    found = premium_plan.committee(store, TODAY)
    assert {each.name: each.groups for each in found.seated} == {
        "Ana Tenorio": ("miners",), "ALCALDIA": ("authority",), "Luz": ()}
    assert [each.id for each in found.astray] == [astray.id]
    assert "plant" in found.unheard and "miners" not in found.unheard
    assert [each.where for each in findings(store) if each.severity == "note"] == [(f"committee_seat/{astray.id}",)]


def test_a_mandate_decides_and_no_seat_is_typed_against_it(store: Store) -> None:
    ana, eva = (make(store, "person", name=name).id for name in ("Ana Tenorio", "Eva Ríos"))
    store.save(CommitteeSeat(person=ana, speaks_for="miners", began_on=date(2024, 3, 1)))
    organ = store.save(Organ(name="Comité de la prima", kind="premium"))
    assert premium_plan.committee(store, TODAY).organ == organ.id
    store.save(Mandate(organ=organ.id, office="member", person=ana, speaks_for="plant", began_on=date(2024, 3, 1)))
    [seated] = premium_plan.committee(store, TODAY).seated
    assert seated.groups == ("plant",), "what the mandate says, not the seat"
    with pytest.raises(InvalidRecord) as caught:
        store.save(CommitteeSeat(person=eva, speaks_for="miners", began_on=date(2024, 3, 1)))
    assert "none of them is of this person" in caught.value.problems["person"][0]
    store.save(CommitteeSeat(person=eva, speaks_for="miners", began_on=date(2023, 3, 1), ended_on=date(2024, 2, 1)))
    with store.operation("Old book", "import") as writer:
        writer.save(CommitteeSeat(person=eva, speaks_for="miners", began_on=date(2024, 3, 1)))
    assert len(premium_plan.committee(store, TODAY).astray) == 1, "an import is left to the checks"


@pytest.mark.parametrize(("record", "field"), [
    (CommitteeSeat(speaks_for="miners", began_on=TODAY), "person"),
    (CommitteeSeat(speaks_for="miners", name_as_written="Ana", began_on=TODAY, ended_on=YEAR.ends), "ended_on"),
    (PremiumPlan(name="Plan", period_from=TODAY, period_to=YEAR.ends), "period_to")])
def test_wrong_input_is_a_sentence_beside_its_field(store: Store, record: Any, field: str) -> None:
    with pytest.raises(InvalidRecord) as caught:
        store.save(record)
    assert list(caught.value.problems) == [field]


def test_the_yearly_report_shows_plan_against_spent(store: Store, plan: PremiumPlan, decided: Resolution) -> None:
    make(store, "organisation")
    retorts = line(store, plan, amount=100_000, women=10, men=20)
    entry(store, decided, "spent", 40_050, plan_line=retorts.id, women=7, men=11)
    store.save(CommitteeSeat(name_as_written="Ana Tenorio", speaks_for="miners", began_on=date(2024, 3, 1)))
    report = premium_report(store, YEAR, TODAY, "en")
    [table] = [each for each in report.blocks if isinstance(each, Table) and any(
        column.key == "planned" for column in each.columns)]
    [row] = list(table.rows)
    assert list(map(str, row)) == ["Retortas · Environment", "1000.00", "400.50", "400.50", "599.50", "USD", "7 (10)",
                                   "11 (20)"]
    shown = repr(report.blocks)
    assert "Ana Tenorio" in shown and "Nobody speaks for: Workers of plants" in shown
