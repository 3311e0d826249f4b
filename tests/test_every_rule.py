"""Every rule of the checks has a case in which it speaks, one in which it is silent, and is silent where nothing is."""

from __future__ import annotations

import ast
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
import rule_cases_before
from rule_cases import CASES, Case
from rule_tests import TESTS

from armdesk.catalogues import load
from armdesk.evidence import twins
from armdesk.models import record_type
from armdesk.services.basis.period import Period
from armdesk.services.findings.checks import check
from armdesk.services.findings.explaining import explain
from armdesk.services.findings.finding import SEVERITIES, Finding, Look
from armdesk.services.findings.finding_kinds import WORK_RULES
from armdesk.services.findings.rules import RULES
from armdesk.workspace import Workspace

assert rule_cases_before.DAY  # it adds its cases when it is imported
HERE = Path(__file__).parent
TODAY, BOTH = date(2026, 1, 31), Period(date(2024, 1, 1), date(2025, 12, 31))
LEADS = {"month", "register", "requirement", "seal", "day_sheet", "period"}
"""What findings name beside records, each with a page of its own."""
SPEAK_OF_NOTHING = {"profile", "unanswered"}
"""Rules that ask for what an empty office has not told yet."""


def found(space: Workspace, name: str) -> list[Finding]:
    twins.compare_all(space.db, space.files)
    look = Look(space.store, load.get("craft-2.0"), BOTH, TODAY, space.files)
    return check(look, {name: RULES[name]})


def test_there_are_enough_rules_and_none_is_without_its_cases() -> None:
    assert len(RULES) >= 60
    assert sum(not rule.heavy for rule in RULES.values()) >= 40
    assert not CASES.keys() & TESTS.keys(), "in one place only"
    assert CASES.keys() | TESTS.keys() == RULES.keys()


@lru_cache(maxsize=200)
def _tests_of(file: str) -> dict[str, str]:
    source = (HERE / file).read_text(encoding="utf-8")
    return {node.name: source for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("name", sorted(TESTS))
def test_the_tests_named_for_a_rule_are_there_and_speak_of_it(name: str) -> None:
    words = {name, RULES[name].ask.__name__}  # type: ignore[attr-defined]  # a function
    for place in TESTS[name]:
        file, _colons, test = place.partition("::")
        source = _tests_of(file).get(test)
        assert source is not None, f"{place} is gone"
        said = words | set(_names_in(RULES[name].ask))
        assert any(f'"{word}"' in source or f"{word}(" in source for word in said), f"{file} does not speak of {name}"
    assert len(TESTS[name]) == 2, "one where it speaks, one where it is silent; the same where it shows both"


def _names_in(function: object) -> list[str]:
    constants = function.__code__.co_consts  # type: ignore[attr-defined]  # a function
    return [each for each in constants if isinstance(each, str) and each.isidentifier()]


@pytest.mark.parametrize("name", sorted(RULES))
def test_an_empty_office_hears_nothing(workspace: Workspace, name: str) -> None:
    findings = found(workspace, name)
    assert not findings or name in SPEAK_OF_NOTHING


def _each() -> list[tuple[str, Case]]:
    return [(name, each) for name, cases in CASES.items() for each in cases]


@pytest.mark.parametrize(("name", "each"), _each(), ids=[f"{name}-{each.plant.__name__}" for name, each in _each()])
def test_a_rule_speaks_of_what_is_wrong_until_it_is_mended_or_explained(workspace: Workspace, name: str,
                                                                        each: Case) -> None:
    planted = each.plant(workspace)
    findings = [one for one in found(workspace, name) if one.rule in each.names]
    assert len(findings) == 1, findings
    [finding] = findings
    assert finding.severity in SEVERITIES and finding.where and "{" not in finding.sentence
    for reference in finding.where:  # one click leads to each
        kind, _slash, rest = reference.partition("/")
        id_ = rest.partition("/")[0]  # of a site perhaps with its month
        assert kind in LEADS or workspace.store.get(record_type(kind), id_) is not None
    assert not finding.facts or len(finding.facts) == len(finding.where)
    explain(workspace.store, findings, "So it was agreed", "Rosa", TODAY)
    [told] = [one for one in found(workspace, name) if one.rule in each.names]
    assert told.explained == "So it was agreed" and (told.answers[0].author, told.answers[0].date) == ("Rosa", TODAY)
    workspace.store.undo()
    each.mend(workspace, planted)
    assert [one.sentence for one in found(workspace, name) if one.rule in each.names] == []


def test_work_is_told_from_contradictions_by_names_that_findings_bear() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (HERE.parent / "armdesk" / "services").rglob("*.py")
                      if path.name != "finding_kinds.py")
    assert [name for name in WORK_RULES if f'"{name}"' not in sources] == []
