"""One fact is told by one finding: where two rules find it, the more precise one speaks, with the graver severity."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from rule_cases import DAY, told
from test_every_rule import BOTH, TODAY

from armdesk.catalogues import load
from armdesk.models import Batch, CustodyTransfer, Document, Lot, Permit, ReagentMovement, Sale
from armdesk.services.findings.checks import check
from armdesk.services.findings.explaining import answered, explain
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.rules import RULES
from armdesk.services.findings.told_once import MORE_PRECISE, once
from armdesk.workspace import Workspace


def _of(space: Workspace, *rules: str) -> list[str]:
    look = Look(space.store, load.get("craft-2.0"), BOTH, TODAY)
    return [each.rule for each in check(look, {name: RULES[name] for name in rules})]


def _ended(space: Workspace, title: str, **values: Any) -> Any:
    return told(space, Document, title=title, kind="permit", state="filed", valid_to=date(2025, 3, 1), **values)


def test_a_paper_that_ended_and_is_said_to_hold_is_told_once(workspace: Workspace) -> None:
    _ended(workspace, "Licencia ambiental", stated_status="Vigente")
    assert _of(workspace, "lapsed", "said_to_be_valid") == ["said_to_be_valid"]
    assert _of(workspace, "lapsed") == ["lapsed"], "where nobody says it more precisely it is told"
    _ended(workspace, "Póliza")
    told(workspace, Permit, title="Título", kind="title", expires_on=date(2025, 3, 1))
    assert sorted(_of(workspace, "lapsed", "said_to_be_valid")) == ["lapsed", "lapsed", "said_to_be_valid"]


def test_a_count_of_mercury_other_than_the_book_is_told_once(workspace: Workspace) -> None:
    told(workspace, ReagentMovement, date=DAY, item="mercury", kind="in", quantity=900_000, unit="g", document_no="F-1")
    told(workspace, ReagentMovement, date=DAY + timedelta(days=1), item="mercury", kind="count", quantity=500_000,
         unit="g")
    assert _of(workspace, "mercury", "stock") == ["stock_count"]
    told(workspace, Batch, code="B-1", date=DAY, mercury_in_mg=70_000)
    assert sorted(_of(workspace, "mercury", "stock")) == ["mercury", "stock_count"], "another fact"


def test_a_day_of_making_that_is_wrong_is_told_once_for_a_lot(workspace: Workspace) -> None:
    lot = told(workspace, Lot, code="L-1", created_on=DAY, gross_mg=9_000, fineness=9_000)
    early = DAY - timedelta(days=3)
    told(workspace, CustodyTransfer, lot=lot.id, sequence=1, date=early, from_party="Mina", to_party="Comprador")
    assert _of(workspace, "hand_overs", "sale_before_lot") == ["handed_over_early"]
    told(workspace, Sale, code="V-1", date=early, lot=lot.id, gross_mg=9_000, fineness=9_000, currency="COP")
    assert _of(workspace, "hand_overs", "sale_before_lot") == ["sale_before_lot"]


def test_the_graver_severity_stays_and_what_shares_no_record_is_left() -> None:
    general = Finding("lapsed", "alarm", "It ended.", ("document/1",))
    other = Finding("lapsed", "warn", "Another ended.", ("document/2",))
    precise = Finding("said_to_be_valid", "warn", "It ended, but the list says that it holds.", ("document/1",))
    assert once([general, precise, other]) == [
        Finding("said_to_be_valid", "alarm", precise.sentence, precise.where), other]
    assert not {name for name, _kind in MORE_PRECISE.values()} & MORE_PRECISE.keys(), "no chains"


def test_who_explained_the_precise_one_has_explained_the_fact(workspace: Workspace) -> None:
    _ended(workspace, "Licencia ambiental", stated_status="Vigente")
    look = Look(workspace.store, load.get("craft-2.0"), BOTH, TODAY)
    both = {name: RULES[name] for name in ("lapsed", "said_to_be_valid")}
    explain(workspace.store, check(look, both), "Renovación radicada", "Rosa", TODAY)
    assert [each.explained for each in check(look, both)] == ["Renovación radicada"]
    assert answered([], []) == []
