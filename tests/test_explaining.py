"""Why a finding is none: it holds for exactly what was explained, and each rule reads what it says it reads."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import make

from armdesk import sql
from armdesk import workspace as workspaces
from armdesk.catalogues import load
from armdesk.i18n import speaking
from armdesk.models import RECORDS, Explanation
from armdesk.services.basis.period import Period
from armdesk.services.findings import rules
from armdesk.services.findings.checks import check
from armdesk.services.findings.explaining import explain, take_back
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.rules import RULES
from armdesk.store import Store
from armdesk.workspace import Workspace

YEAR, TODAY = Period.of_year(2025), date(2026, 1, 31)


def found(workspace: Workspace, rule: str) -> list[Finding]:
    with speaking("en"):
        return check(Look(workspace.store, load.get("craft-2.0"), YEAR, TODAY, workspace.files), {rule: RULES[rule]})


def say(workspace: Workspace, findings: list[Finding], reason: str = "Acta 12") -> int:
    return explain(workspace.store, findings, reason, "Tesorera", TODAY)


def sale(store: Store, gross_mg: int) -> Any:
    return make(store, "sale", date=date(2025, 3, 9), gross_mg=gross_mg, fineness=10_000)


def test_a_shortage_that_was_explained_speaks_again_when_it_grows(workspace: Workspace) -> None:
    store = workspace.store
    short = sale(store, 12_000)
    (finding,) = found(workspace, "balance")
    assert (finding.where, finding.facts) == (("month/2025-03",), ("12.00",))
    say(workspace, [finding])
    (answered,) = found(workspace, "balance")
    assert answered.explained == "Acta 12" and answered.answers[0].author == "Tesorera"
    short.gross_mg = 300_000
    store.save(short)
    (again,) = found(workspace, "balance")
    assert again.explained == "" and "300.00 g" in again.sentence
    assert [each.sentence for each in again.before] == [finding.sentence]
    short.gross_mg = 12_000
    store.save(short)
    assert found(workspace, "balance")[0].explained == "Acta 12"


def test_a_new_row_is_not_explained_by_what_was_said_of_others(workspace: Workspace) -> None:
    store = workspace.store
    for _each in range(3):
        make(store, "production", date=date(2025, 2, 1), gross_mg=100, fineness=None)
    (finding,) = found(workspace, "without_fineness")
    assert store.count(finding.rows) == len(finding.where) == 3  # type: ignore[arg-type]  # it has rows
    assert say(workspace, [finding]) == 3
    assert [each.title for each in store.operations(1)] == [f"Explained: {finding.sentence}"]
    new = make(store, "production", date=date(2025, 2, 2), gross_mg=100, fineness=None)
    open_, told = found(workspace, "without_fineness")
    assert open_.where == (f"production/{new.id}",) and open_.sentence.startswith("1 delivery")
    assert told.sentence.startswith("3 deliveries") and told.explained == "Acta 12"


def test_a_heavier_row_is_another_fact(workspace: Workspace) -> None:
    row = make(workspace.store, "production", date=date(2025, 2, 1), gross_mg=100, fineness=None)
    say(workspace, found(workspace, "without_fineness"))
    row.gross_mg = 500_000
    workspace.store.save(row)
    assert [each.explained for each in found(workspace, "without_fineness")] == [""]


@pytest.mark.parametrize(("before", "after", "same"), [
    ("Sale V-3 says 1,234.50 g.", "La venta V-3 dice 1.234,50 g.", True),
    ("On 2025-03-04 12 g are missing.", "Faltan 12 g el 2025-03-04.", True),
    ("12 g are missing.", "300 g are missing.", False),
    ("Receipt 7 was used 2 times.", "Receipt 7 was used 3 times.", False),
])
def test_where_a_rule_names_no_fact_the_figures_of_its_sentence_are_it(before: str, after: str, same: bool) -> None:
    first, second = (Finding("rule", "warn", sentence, ("sale/1",)) for sentence in (before, after))
    assert (first.fact(0) == second.fact(0)) == same


def test_explaining_is_one_operation_that_can_be_undone_and_taken_back(workspace: Workspace) -> None:
    store = workspace.store
    make(store, "lot", status="hold", hold_reason="ensayo")
    make(store, "lot", status="frozen", hold_reason="robo")
    assert say(workspace, found(workspace, "lots_on_hold")) == 2
    assert all(each.explained for each in found(workspace, "lots_on_hold"))
    store.undo()
    assert not any(each.explained for each in found(workspace, "lots_on_hold"))
    store.redo()
    assert take_back(store, found(workspace, "lots_on_hold")) == 2
    assert not any(each.explained for each in found(workspace, "lots_on_hold"))
    assert store.count(rules.Query(Explanation)) == 0


def test_a_finding_about_many_says_what_concerns_one(workspace: Workspace) -> None:
    (finding,) = found(workspace, "unanswered")
    one = finding.about(finding.where[4])
    assert one.sentence.startswith("1 requirement has no answer") and one.where == (finding.where[4],)
    say(workspace, [one])
    open_, told = found(workspace, "unanswered")
    assert told.where == one.where and len(open_.where) == len(finding.where) - 1


def test_very_many_rows_are_named_by_their_period(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_MOST_NAMED", 2)
    store = workspace.store
    for _each in range(3):
        make(store, "production", date=date(2025, 2, 1), gross_mg=100, fineness=None)
        make(store, "person", birth_date=None, birth_year=None, age_stated=None, age_band=None, left_on=None,
             joined_on=None)
    for rule in ("without_fineness", "ages"):
        (finding,) = [each for each in found(workspace, rule) if each.rule != "under_18"]
        assert finding.where == ("period/2025",) and finding.rows is not None
        assert store.count(finding.rows) >= 3 and finding.facts[0].split()[-1] == str(store.count(finding.rows))
    say(workspace, found(workspace, "without_fineness"))
    make(store, "production", date=date(2025, 2, 1), gross_mg=100, fineness=None)
    assert [each.explained for each in found(workspace, "without_fineness")] == [""]


def test_mercury_leads_to_the_count_and_to_the_batches(workspace: Workspace) -> None:
    store = workspace.store
    make(store, "reagent_movement", date=date(2025, 2, 1), item="mercury", kind="in", quantity=900, unit="g")
    count = make(store, "reagent_movement", date=date(2025, 2, 2), item="mercury", kind="count", quantity=500, unit="g",
                 difference_reason=None)
    make(store, "reagent_movement", date=date(2025, 2, 3), item="mercury", kind="use", quantity=100, unit="g")
    make(store, "batch", date=date(2025, 2, 1), mercury_in_mg=70_000)
    (batches,) = found(workspace, "mercury")
    (counted,) = [each for each in found(workspace, "stock") if each.rule == "stock_count"]
    assert counted.where == (f"reagent_movement/{count.id}",)
    assert batches.where == ("period/2025",) and batches.rows is not None and store.count(batches.rows) == 1
    say(workspace, [counted])
    count.quantity = 300
    store.save(count)
    assert [each.explained for each in found(workspace, "stock") if each.rule == "stock_count"] == [""]


def test_every_finding_can_be_opened_and_answered(workspace: Workspace) -> None:
    store = workspace.store
    make(store, "production", date=date(2025, 2, 1), gross_mg=100, fineness=None)
    sale(store, 9_000)
    seen = [finding for rule in RULES for finding in found(workspace, rule)]
    assert seen and all(finding.where for finding in seen)
    assert all(len(finding.facts) in (0, len(finding.where)) for finding in seen)


_NAMES = {type_.type_name() for type_ in RECORDS}


@pytest.fixture(scope="module")
def _with_all(_empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rules") / "workspace"
    shutil.copytree(_empty_workspace, folder)
    with workspaces.open_workspace(folder, author="tester") as opened:
        for type_ in ("production", "sale", "lot", "lot_input", "reagent_movement", "batch", "person", "action",
                      "permit", "document", "answer", "citation", "organisation", "rate", "risk"):
            make(opened.store, type_)
    return folder


@pytest.fixture
def read_only(_with_all: Path) -> Iterator[Workspace]:
    """A workspace with a little of everything, made once; opened for reading, since a store remembers what it read."""
    with workspaces.open_workspace(_with_all, read_only=True) as opened:
        yield opened


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if not rule.heavy])
def test_a_rule_reads_what_it_says_it_reads(read_only: Workspace, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    store = read_only.store
    asked: list[str] = []
    plain, raw = store.db.execute_sql, sql.run
    monkeypatch.setattr(store.db, "execute_sql", lambda text, *more: (asked.append(text), plain(text, *more))[1])
    monkeypatch.setattr(sql, "run", lambda db, text, *more: (asked.append(text), raw(db, text, *more))[1])
    with speaking("en"):
        list(RULES[name](Look(store, load.get("craft-2.0"), YEAR, TODAY, read_only.files)))
    read = {word for text in asked for word in re.findall(r'(?:FROM|JOIN)\s+"?(\w+)', text)} & _NAMES
    assert read and read <= RULES[name].reads


def test_rules_have_titles_and_only_the_long_ones_are_heavy() -> None:
    assert all(rule.title for rule in RULES.values())
    assert [name for name, rule in RULES.items() if rule.heavy] == ["sums", "files", "history", "rows"]
    assert all(rule.reads <= _NAMES for rule in RULES.values())
