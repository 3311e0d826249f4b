"""Checks before a pack and the status by a catalogue: each rule speaks when it must and is silent when all is well."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from factories import make

from armdesk.catalogues import load
from armdesk.catalogues.catalogue import Catalogue
from armdesk.i18n import speaking
from armdesk.models import Answer, Sale
from armdesk.services.basis.period import Period
from armdesk.services.findings.checks import check, check_workspace, period_of
from armdesk.services.findings.finding import SEVERITIES, Finding, Look
from armdesk.services.findings.rules import RULES
from armdesk.services.period_facts import status
from armdesk.store import Store
from armdesk.workspace import Workspace

YEAR, TODAY = Period.of_year(2025), date(2026, 1, 31)


@pytest.fixture(scope="module")
def craft() -> Catalogue:
    return load.get("craft-2.0")


def found(workspace: Workspace, rule: str, **look: Any) -> list[Finding]:
    with speaking("en"):
        seen = Look(workspace.store, load.get("craft-2.0"), YEAR, look.get("today", TODAY), workspace.files)
        return check(seen, {rule: RULES[rule]})


def answer(store: Store, code: str, result: str, **changes: Any) -> Answer:
    plain = {"period_from": None, "period_to": None, "reason": None, "applies": True, "answered_on": date(2026, 1, 10)}
    kept: Answer = make(store, "answer", **{**plain, "requirement": code, "result": result, **changes})
    return kept


def answer_all(store: Store, craft: Catalogue, modules: str, **results: str) -> None:
    """Answer whole modules with their best result, or the one given for a module ("m4")."""
    for requirement in craft:
        if requirement.module in modules:
            best = craft.results_for(requirement)[0].code
            answer(store, requirement.code, results.get(f"m{requirement.module}", best))


def stands(store: Store, craft: Catalogue, today: date = TODAY) -> status.Standing:
    given = status.answers(store, craft, YEAR)
    results = {each.code: status.result_code(craft, each, given.get(each.code)) for each in craft}
    return status.standing(craft, results, status.clocks(store, craft, given), today)


def test_the_status_climbs_with_the_answers(store: Store, craft: Catalogue) -> None:
    nothing = stands(store, craft)
    assert nothing.reached is None and nothing.next is not None and nothing.next.code == "applicant"
    assert {each.module for each in nothing.between} == {"1", "2"}
    answer_all(store, craft, "12")
    assert _codes(stands(store, craft)) == ("applicant", "candidate")
    answer_all(store, craft, "34", m4="mitigation")
    assert _codes(stands(store, craft)) == ("candidate", "affiliate")
    for kept in store.all(Answer, result="mitigation"):
        kept.result = "pass"
        store.save(kept)
    top = stands(store, craft)
    assert _codes(top) == ("affiliate", None) and top.between == ()


def _codes(standing: status.Standing) -> tuple[str | None, str | None]:
    return (standing.reached and standing.reached.code, standing.next and standing.next.code)


def test_six_months_and_no_longer(store: Store, craft: Catalogue) -> None:
    answer_all(store, craft, "1234")
    kept = next(each for each in store.all(Answer) if each.requirement == "M.4/2.2.1/R.1")
    kept.result = "mitigation"
    store.save(kept)
    make(
        store,
        "action",
        origin="requirement/craft-2.0/M.4/2.2.1/R.1",
        adopted_on=date(2025, 8, 31),
        due_on=None,
        status="in_progress",
    )
    make(
        store,
        "action",
        origin="requirement/craft-2.0/M.4/2.2.1/R.1",
        adopted_on=date(2024, 1, 1),
        due_on=None,
        status="cancelled",
    )
    clock = status.clocks(store, craft, status.answers(store, craft, YEAR))["M.4/2.2.1/R.1"]
    assert (clock.months, clock.began, clock.ends) == (6, date(2025, 8, 31), date(2026, 2, 28))
    assert _codes(stands(store, craft, date(2026, 2, 28))) == ("candidate", "affiliate")
    late = stands(store, craft, date(2026, 3, 1))
    assert _codes(late) == ("applicant", "candidate")
    assert [each.code for each in late.run_out] == ["M.4/2.2.1/R.1"]


def test_an_action_of_a_risk_starts_the_clock_too(store: Store, craft: Catalogue) -> None:
    risk = make(store, "risk", requirement="requirement/craft-2.0/M.4/2.2.1/R.1")
    action = make(store, "action", origin=f"risk/{risk.id}", adopted_on=date(2025, 9, 1), due_on=None, status="open")
    assert [each.id for each in status.actions_of(store, craft)["M.4/2.2.1/R.1"]] == [action.id]


def test_the_answer_for_the_period_counts(store: Store, craft: Catalogue) -> None:
    code = "M.5/1.3/P.1"
    answer(store, code, "in_progress", period_from=date(2024, 1, 1), period_to=date(2024, 12, 31))
    answer(store, code, "not_addressed")
    newest = answer(store, code, "controlled", period_from=date(2025, 1, 1), period_to=date(2025, 12, 31))
    answer(store, code, "controlled", catalogue="craft-2.1")
    assert status.answers(store, craft, YEAR)[code].id == newest.id
    requirement = craft.requirement(code)
    newest.result = "no such result"
    assert status.result_code(craft, requirement, newest) == "unanswered"
    newest.applies = False
    assert status.result_code(craft, requirement, newest) == "not_applicable"


def test_answers_evidence_and_statements_that_are_missing(workspace: Workspace, craft: Catalogue) -> None:
    store = workspace.store
    (finding,) = found(workspace, "unanswered")
    assert len(finding.where) == len(craft.requirements) and "and 62 more" in finding.sentence
    answer(store, "M.1/5.2.3/R.1", "met", statement=" ")
    answer(store, "M.2/5.1/P.2", "met")
    (finding,) = found(workspace, "unanswered")
    assert not {where for where in finding.where if where.endswith(("M.1/5.2.3/R.1", "M.2/5.1/P.3"))}
    (bare,) = found(workspace, "without_evidence")
    assert [where.rpartition("craft-2.0/")[2] for where in bare.where] == ["M.1/5.2.3/R.1", "M.2/5.1/P.2"]
    assert [where.rpartition("craft-2.0/")[2] for where in found(workspace, "without_statement")[0].where] == [
        "M.1/5.2.3/R.1"
    ]
    for code in ("M.1/5.2.3/R.1", "M.2/5.1/P.2"):
        make(store, "citation", target=f"requirement/craft-2.0/{code}", revision=None)
    assert found(workspace, "without_evidence") == []


def test_time_limits_papers_and_lots(workspace: Workspace) -> None:
    store = workspace.store
    answer(store, "M.4/5.1/P.1", "mitigation", answered_on=date(2025, 7, 31))
    assert found(workspace, "time_run_out") == []
    assert [each.severity for each in found(workspace, "time_run_out", today=date(2026, 2, 1))] == ["alarm"]
    answer(store, "M.4/5.1/P.2", "mitigation", answered_on=None)
    assert [each.severity for each in found(workspace, "time_run_out")] == ["warn"]
    permit = make(store, "permit", granted_on=None, expires_on=date(2026, 1, 30), document=None)
    make(store, "permit", granted_on=None, expires_on=date(2026, 3, 1), document=None)
    make(store, "permit", granted_on=None, expires_on=date(2026, 6, 1), document=None)
    lapsed = found(workspace, "lapsed")
    assert (lapsed[0].severity, lapsed[0].where) == ("alarm", (f"permit/{permit.id}",))
    assert [each.severity for each in lapsed[1:]] == ["note"]
    lot = make(store, "lot", status="hold", hold_reason="ensayo")
    make(store, "lot", status="sold", hold_reason=None)
    assert [each.where for each in found(workspace, "lots_on_hold")] == [(f"lot/{lot.id}",)]


def test_more_sold_than_there_was(workspace: Workspace) -> None:
    store = workspace.store
    make(store, "production", date=date(2025, 2, 1), gross_mg=100_000, fineness=9_000)
    make(store, "sale", date=date(2025, 3, 1), gross_mg=100_000, fineness=9_000)
    assert found(workspace, "balance") == []
    make(store, "sale", date=date(2025, 3, 9), gross_mg=2_700, fineness=10_000)
    assert found(workspace, "balance") == []  # the usual 3 %, as on the page of the balance
    rate = make(store, "rate", kind="mass_balance_tolerance", value=2_000_000, valid_from=date(2025, 1, 1),
                valid_to=None, applies_to=None, site=None)
    (finding,) = found(workspace, "balance")
    assert finding.severity == "alarm" and "2.70 g" in finding.sentence and "2025-03" in finding.sentence
    rate.value = 3_000_000
    store.save(rate)
    assert found(workspace, "balance") == []


def test_an_office_that_notes_its_sales_alone_is_told_once(workspace: Workspace) -> None:
    for number in range(1, 4):
        workspace.store.save(Sale(code=str(number), date=date(2025, number, 5), gross_mg=100_000, fineness=9_000))
    [finding] = [*found(workspace, "balance"), *found(workspace, "over_stock")]
    assert "in 3 months" in finding.sentence and finding.severity == "warn"
    make(workspace.store, "production", date=date(2025, 1, 1), gross_mg=100_000, fineness=9_000)
    assert len(found(workspace, "balance")) == 2 == len(found(workspace, "over_stock"))


def test_ages(workspace: Workspace) -> None:
    plain = {
        "left_on": None,
        "birth_year": None,
        "age_stated": None,
        "age_band": None,
        "joined_on": None,
        "crew": None,
        "hazardous": False,
    }
    young = make(workspace.store, "person", birth_date=date(2010, 1, 1), **plain)
    unknown = make(workspace.store, "person", birth_date=None, **plain)
    rules = {each.rule: each.where for each in found(workspace, "ages")}
    assert rules["under_18"] == (f"person/{young.id}",) and rules["age_unknown"] == (f"person/{unknown.id}",)
    assert "minor_at_risk" not in rules
    young.hazardous = True
    workspace.store.save(young)
    assert {each.rule: each.severity for each in found(workspace, "ages")}["minor_at_risk"] == "alarm"


def test_fineness_mercury_and_late_actions(workspace: Workspace) -> None:
    store = workspace.store
    assert [found(workspace, rule) for rule in ("without_fineness", "mercury", "overdue")] == [[], [], []]
    make(store, "production", date=date(2025, 2, 1), gross_mg=100, fineness=None)
    plain = {"date": date(2025, 2, 1), "item": "mercury", "unit": "g", "corrects": None, "correction_reason": None}
    make(store, "reagent_movement", kind="in", quantity=900_000, **plain)
    make(store, "batch", date=date(2025, 2, 1), mercury_in_mg=95_500)
    assert "95.5 g" in " ".join(each.sentence for each in found(workspace, "mercury"))
    action = make(store, "action", due_on=date(2026, 1, 30), adopted_on=None, status="open")
    assert found(workspace, "without_fineness")[0].sentence.startswith("1 delivery has")
    make(store, "reagent_movement", kind="use", quantity=95_500, **plain)
    assert found(workspace, "mercury") == []
    assert [each.where for each in found(workspace, "overdue")] == [(f"action/{action.id}",)]


def test_the_page_of_the_organisation(workspace: Workspace) -> None:
    assert [each.severity for each in found(workspace, "profile")] == ["alarm"]
    organisation = make(workspace.store, "organisation")
    assert found(workspace, "profile") == []
    organisation.representative = None
    workspace.store.save(organisation)
    assert "Legal representative" in found(workspace, "profile")[0].sentence


def test_missing_files_and_a_forged_history(workspace: Workspace) -> None:
    kept = workspace.files.add(io.BytesIO(b"acta"), "acta.txt")
    revision = make(workspace.store, "revision", sha256=kept.sha256)
    workspace.files.add(io.BytesIO(b"nobody's"), "other.txt")
    assert found(workspace, "files") == [] == found(workspace, "history")
    workspace.files.path(kept.sha256).unlink()
    assert [each.where for each in found(workspace, "files")] == [(f"revision/{revision.id}",)]
    workspace.db.execute_sql("DROP TRIGGER entry_stays")
    workspace.db.execute_sql("UPDATE entry SET body = '{}' WHERE seq = 2")
    assert [each.severity for each in found(workspace, "history")] == ["alarm"]


def test_what_somebody_explained_comes_last_with_the_reason(workspace: Workspace) -> None:
    for number in ("1", "2"):
        lot = make(workspace.store, "lot", code=number, status="hold", hold_reason="x")
    target = f"lot/{lot.id}"
    make(workspace.store, "explanation", rule="lots_on_hold", target=target, reason="Robo denunciado", fact="x")
    findings = found(workspace, "lots_on_hold")
    assert [each.explained for each in findings] == ["", "Robo denunciado"]
    assert findings[1].as_data()["explained"] == "Robo denunciado"


def test_an_office_whose_books_begin_this_year_is_looked_at_from_its_beginning(workspace: Workspace) -> None:
    assert period_of(workspace, TODAY) == YEAR, "nothing is written at all"
    made = make(workspace.store, "production", date=TODAY)
    assert period_of(workspace, TODAY) == Period(date(TODAY.year, 1, 1), TODAY)
    older = make(workspace.store, "sale", date=date(2025, 12, 31))
    assert period_of(workspace, TODAY) == YEAR, "there are older books"
    workspace.store.trash([older, made])
    assert period_of(workspace, TODAY) == YEAR


def test_a_whole_workspace_is_looked_over(workspace: Workspace) -> None:
    findings = check_workspace(workspace, TODAY, language="es")
    assert {each.rule for each in findings} >= {"profile", "unanswered"}
    grave = [SEVERITIES.index(each.severity) for each in findings]
    assert grave == sorted(grave)
    assert period_of(workspace, TODAY) == YEAR
    workspace.settings.period_from, workspace.settings.period_to = "2025-04-01", "2026-03-31"
    assert period_of(workspace, TODAY) == Period(date(2025, 4, 1), date(2026, 3, 31))
