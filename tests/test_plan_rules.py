"""Rules and figures of the plan and of risks: each where it speaks and where it is silent; worked examples."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from factories import make
from test_action_flow import CHECKED, action

from armdesk.catalogues import load
from armdesk.models import Action, Risk, RiskReview
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.plan_rules import PLAN_RULES
from armdesk.services.period_facts.figures import Figures
from armdesk.services.plan import action_sources, action_work, plan_figures, risks
from armdesk.services.plan.risk_level import Scale
from armdesk.store import Store

TODAY = date(2026, 1, 31)
DAY = date(2025, 6, 1)
OECD = load.get("oecd-annex2")
FORCES = "requirement/oecd-annex2/A2-05"
"""A row whose answer is a plan of six months."""


def found(store: Store, name: str) -> list[Finding]:
    return list(PLAN_RULES[name](Look(store, load.get("craft-2.0"), Period.of_year(2025), TODAY)))


def silent(store: Store, name: str) -> bool:
    return not found(store, name)


def risk(store: Store, **more: Any) -> Risk:
    made: Risk = make(store, "risk", **{"requirement": None, "reassessed_on": None, "likelihood": "3", "impact": "3",
                                        "status": "open", "decided_on": date(2025, 12, 1), **more})
    return made


def test_done_before_it_was_there(store: Store) -> None:
    incident = make(store, "incident", date=date(2025, 5, 1))
    action(store, status="done", done_on=date(2025, 5, 2), adopted_on=date(2025, 5, 1),
           due_on=date(2025, 6, 1), origin=f"incident/{incident.id}")
    assert silent(store, "closed_before_opened")
    early = action(store, number="E", status="done", done_on=date(2025, 4, 30), adopted_on=None,
                   origin=f"incident/{incident.id}")
    [finding] = found(store, "closed_before_opened")
    assert finding.where == (f"action/{early.id}",) and finding.facts == ("2025-04-30 < 2025-05-01",)


def test_done_without_evidence(store: Store) -> None:
    bare = action(store, status="done", done_on=DAY)
    action(store, status="done", done_on=DAY, evidence_as_written="Acta 22")
    [finding] = found(store, "done_without_evidence")
    assert finding.where == (f"action/{bare.id}",)
    make(store, "citation", target=f"action/{bare.id}")
    assert silent(store, "done_without_evidence")


def test_effects_that_nobody_looked_at(store: Store) -> None:
    action(store, status="done", done_on=date(2025, 12, 1))
    assert silent(store, "effect_waits")
    action(store, status="done", done_on=date(2025, 10, 1))
    assert "90 days" in found(store, "effect_waits")[0].sentence
    action(store, status="closed", done_on=DAY, **CHECKED)
    assert silent(store, "closed_without_effect")
    with store.operation("an old list", "import") as writer:  # forms ask for the check; books of before have none
        for number, told in (("B-1", {}), ("B-2", {"effect_checked_on": DAY, "effective": "no"})):
            writer.save(Action(number=number, measure="Entibar", status="closed", done_on=DAY, **told))
    [finding] = found(store, "closed_without_effect")
    assert len(finding.where) == 2 and "B-1" in finding.sentence and "B-2" in finding.sentence


def test_nobody_is_responsible(store: Store) -> None:
    action(store, owner=None, owner_person=None, owner_organisation=make(store, "stakeholder").id)
    action(store, owner=None, owner_person=None, status="cancelled", note="x")
    assert silent(store, "without_owner")
    action(store, owner=None, owner_person=None)
    assert len(found(store, "without_owner")[0].where) == 1


def test_extended_again_and_again(store: Store) -> None:
    record = action(store)
    for month in (4, 5):
        action_work.extend(store, record, date(2025, month, 20), "Llovió", "Junta", DAY)
    assert silent(store, "extended_often") and silent(store, "moved_quietly")
    action_work.extend(store, record, date(2025, 6, 20), "Llovió otra vez", "Junta", DAY)
    [finding] = found(store, "extended_often")
    assert "3 times, from 2025-03-31 to 2025-06-20" in finding.sentence
    make(store, "rate", kind="action_extensions_most", country=None, applies_to=None, site=None, value=3_000_000,
         valid_from=date(2020, 1, 1), valid_to=None)
    assert silent(store, "extended_often"), "the office's own limit holds"
    with store.operation("Libro", "import") as writer:
        record.due_on = date(2025, 9, 1)
        writer.save(record)
    assert found(store, "moved_quietly")[0].facts == ("2025-09-01 2025-06-20",)


def test_a_series_that_nobody_went_on_with(store: Store) -> None:
    record = action(store, number="S-1", status="done", done_on=DAY, repeat_months=3)
    assert "S-1" in found(store, "series_broken")[0].sentence
    make(store, "action", number="S-1.2", repeat_of=record.id, repeat_months=None, status="open")
    assert silent(store, "series_broken")


def test_findings_without_an_action(store: Store) -> None:
    finding = make(store, "finding", status="open", action=None, finding_class="major", closed_on=None)
    make(store, "finding", status="open", action=None, finding_class="good_practice", closed_on=None)
    [one] = found(store, "finding_without_action")
    assert one.where == (f"finding/{finding.id}",) and one.severity == "warn"
    action_sources.link(store, [action(store).id], [f"finding/{finding.id}"])
    assert silent(store, "finding_without_action")


def test_a_finding_of_a_round_is_told_once_until_a_living_action_answers_it(store: Store) -> None:
    inspection = make(store, "inspection").id
    finding = make(store, "finding", audit=None, inspection=inspection, status="open", action=None, closed_on=None,
                   finding_class="major")
    make(store, "finding", audit=None, inspection=inspection, status="open", action=None, closed_on=None,
         finding_class="observation")
    assert [each.where for each in found(store, "finding_without_action")] == [(f"finding/{finding.id}",)]
    finding.action = action(store).id
    store.save(finding)
    assert silent(store, "finding_without_action")
    store.trash([store.get(Action, finding.action)])
    assert [each.where for each in found(store, "finding_without_action")] == [(f"finding/{finding.id}",)]


def test_high_risks_and_their_actions(store: Store) -> None:
    risk(store, likelihood="2", impact="3")
    assert silent(store, "risk_without_action"), "6 points are medium"
    high = risk(store, likelihood="2", impact="4")
    very = risk(store, likelihood="3", impact="4")
    assert [(each.where, each.severity) for each in found(store, "risk_without_action")] == [
        ((f"risk/{very.id}",), "alarm"), ((f"risk/{high.id}",), "warn")]
    for each in (high, very):
        action_sources.link(store, [action(store).id], [f"risk/{each.id}"])
    assert silent(store, "risk_without_action")


def test_the_six_months_run_from_the_adoption_of_the_plan(store: Store) -> None:
    record = risk(store, requirement=FORCES, decided_on=date(2025, 7, 1), status="mitigating")
    rows = risks.rows_of(store, ["oecd-annex2"])
    [known] = risks.known(store, rows, TODAY)
    assert (known.asked, known.clock.plan, known.clock.ends) == ("plan", True, date(2026, 1, 1))
    action(store, origin=f"risk/{record.id}", adopted_on=date(2025, 8, 31), due_on=date(2025, 12, 1))
    [known] = risks.known(store, rows, TODAY)
    assert known.clock.ends == date(2026, 2, 28) and silent(store, "risk_overdue")
    make(store, "risk_review")  # of another risk
    late = risk(store, status="mitigating", decided_on=date(2025, 7, 1))
    [finding] = found(store, "risk_overdue")
    assert finding.where == (f"risk/{late.id}",) and finding.severity == "alarm"
    risks.review(store, late, RiskReview(date=date(2026, 1, 30), reviewed_by="Comité", likelihood="1", impact="3",
                                         response="continue", reason="Ya no pasa"))
    assert silent(store, "risk_overdue")
    kept = store.get(Risk, late.id)
    assert kept is not None and (kept.likelihood, kept.reassessed_on) == ("1", date(2026, 1, 30))
    [seen] = store.all(RiskReview, risk=late.id)
    assert (seen.old_likelihood, seen.likelihood) == ("3", "1")
    store.undo()
    assert store.get(Risk, late.id).likelihood == "3" and not store.all(RiskReview, risk=late.id)  # type: ignore[union-attr]  # it is there


def test_other_risks_are_looked_at_again_after_a_year(store: Store) -> None:
    risk(store, decided_on=date(2025, 1, 31))
    assert silent(store, "risk_overdue")
    risk(store, decided_on=date(2025, 1, 30))
    [finding] = found(store, "risk_overdue")
    assert "2026-01-30" in finding.sentence and finding.severity == "warn"
    risk(store, decided_on=None)
    assert any("no day" in each.sentence for each in found(store, "risk_overdue"))


def test_risks_that_were_only_written_down(store: Store) -> None:
    risk(store)
    assert silent(store, "risk_not_assessed")
    risk(store, impact=None, number="R-77")
    assert "R-77" in found(store, "risk_not_assessed")[0].sentence


def test_what_asks_to_stop_is_not_gone_on_with(store: Store) -> None:
    row = next(row for row in OECD if row.action == "stop")
    reference = f"requirement/oecd-annex2/{row.code}"
    record = risk(store, requirement=reference, response="suspend")
    assert silent(store, "risk_must_stop")
    record.response = "continue"
    store.save(record)
    assert found(store, "risk_must_stop")[0].severity == "alarm"
    record.status = "controlled"
    store.save(record)
    assert silent(store, "risk_must_stop")


@pytest.mark.parametrize("name", ["reason", "decided_by", "decided_on"])
def test_a_response_has_its_reason_and_somebody_who_stands_for_it(store: Store, name: str) -> None:
    risk(store)
    assert silent(store, "risk_unsigned")
    risk(store, number="R-44", **{name: None})
    assert "R-44" in found(store, "risk_unsigned")[0].sentence


@pytest.mark.parametrize(("likelihood", "impact", "level"), [
    ("1", "1", "1"), ("1", "3", "1"), ("2", "2", "2"), ("1", "4", "2"), ("2", "3", "2"), ("2", "4", "3"),
    ("3", "3", "3"), ("3", "4", "4"), ("4", "4", "4"), (None, "4", ""), ("4", None, "")])
def test_likelihood_times_severity(store: Store, likelihood: str | None, impact: str | None, level: str) -> None:
    assert Scale(Limits(store), TODAY).level(likelihood, impact) == level


def test_the_rows_of_annex_ii_are_offered_once(store: Store) -> None:
    offered = risks.offers(store, OECD)
    assert offered and all(each.issue for each in offered) and {each.asked for each in offered} >= {"stop", "plan"}
    assert set(risks.FOUND) >= {each.asked for each in offered if each.asked}
    made = risks.take_in(store, offered[:3], TODAY)
    assert [risk.number for risk in store.all(Risk)] == ["R-01", "R-02", "R-03"] and len(made) == 3
    again = risks.offers(store, OECD)
    assert [bool(each.risk) for each in again[:4]] == [True, True, True, False]
    assert risks.take_in(store, again[:3], TODAY) == []
    store.undo()
    assert store.all(Risk) == []


def test_the_matrix_counts_what_is_followed(store: Store) -> None:
    for values in ({"likelihood": "3", "impact": "4"}, {"likelihood": "3", "impact": "4", "status": "controlled"},
                   {"status": "closed"}, {"impact": None}):
        risk(store, **values)
    found = risks.known(store, {}, TODAY)
    assert risks.matrix(found) == {("3", "4"): 2}
    assert risks.by_level(found) == {"4": 2, "": 1}
    assert Figures(store, Period.of_year(2025)).of("high_risks").value == 2


def test_worked_figures_of_the_plan(store: Store) -> None:
    """Two of three done by their date are 66.7 %; 81, 100 and 20 days are 67 on average."""
    for done, due, adopted, status in ((date(2025, 4, 1), date(2025, 4, 1), date(2025, 1, 10), "done"),
                                       (date(2025, 6, 10), date(2025, 6, 1), date(2025, 3, 2), "closed"),
                                       (date(2025, 8, 21), date(2025, 9, 1), date(2025, 8, 1), "done")):
        action(store, done_on=done, due_on=due, adopted_on=adopted, status=status,
               **({**CHECKED, "effect_checked_on": date(2025, 9, 1)} if status == "closed" else {}))
    action(store, due_on=date(2025, 12, 30))
    action(store, due_on=date(2025, 12, 31))
    pace = plan_figures.pace(store, Period.of_year(2025))
    assert (pace.finished, pace.judged, pace.in_time, pace.days) == (3, 3, 2, 201)
    assert pace.share == Decimal(200) / 3 and pace.average == 67
    figures = Figures(store, Period.of_year(2025))
    assert figures.of("actions_in_time").value == Decimal(200) / 3 and figures.of("actions_in_time").count == 3
    assert figures.of("action_days").value == 67 and figures.of("actions_overdue").value == 1
    for name in ("actions_in_time", "action_days", "actions_overdue"):
        assert store.count(figures.of(name).rows) == figures.of(name).count


def test_costs_by_who_pays(store: Store) -> None:
    for donor, currency, cost, status in (("Alcaldía", "COP", 500_00, "open"), ("alcaldia", "COP", 250_00, "done"),
                                          ("Alcaldía", "USD", 10_00, "open"), (None, "COP", 7_00, "cancelled")):
        action(store, donor=donor, currency=currency, cost=cost, status=status, done_on=DAY, note="x")
    found = [(each.donor, each.currency, each.total, dict(each.by_status), each.actions)
             for each in plan_figures.costs(store)]
    assert found == [("Alcaldía", "COP", 750_00, {"open": 500_00, "done": 250_00}, 2),
                     ("", "COP", 0, {"cancelled": 7_00}, 1), ("Alcaldía", "USD", 10_00, {"open": 10_00}, 1)]
