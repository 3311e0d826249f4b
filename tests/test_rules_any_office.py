"""Offices of other countries, names and sizes: where nothing is wrong hardly a word, and what is planted is found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from clean_office import PLANTED, TODAY, Office, make_office
from conftest import NOW

from armdesk import workspace as workspaces
from armdesk.catalogues import load
from armdesk.services.basis.period import Period
from armdesk.services.findings.checks import LIGHT, check
from armdesk.services.findings.finding import Finding, Look
from armdesk.store import Store

MOST_FALSE = 3


def look_over(store: Store) -> list[Finding]:
    """Alarms and warnings that contradict something."""
    look = Look(store, load.get("craft-2.0"), Period(date(2025, 1, 1), date(2025, 12, 31)), TODAY)
    return [each for each in check(look, LIGHT) if each.contradicts and each.severity != "note"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office in which nothing is wrong; each test takes back what it planted."""
    with workspaces.create(tmp_path_factory.mktemp("any") / "office", author="tester", now=lambda: NOW) as opened:
        yield make_office(opened.store, 7)


@pytest.mark.parametrize("kind", sorted(PLANTED))
def test_each_problem_alone_is_found_and_little_is_said_beside_it(office: Office, kind: str) -> None:
    before = {(each.rule, each.sentence) for each in look_over(office.store)}
    assert not before
    name, plant = PLANTED[kind]
    done = len(office.store.operations(limit=10**6))
    plant(office)
    new = look_over(office.store)
    for _operation in range(len(office.store.operations(limit=10**6)) - done):
        office.store.undo()
    assert name in {each.rule for each in new}
    assert len({each.rule for each in new} - {name}) <= MOST_FALSE, [each.sentence for each in new]


@pytest.mark.parametrize("seed", [0, 1, 2, 5])
def test_in_any_office_hardly_anything_is_said_until_things_are_planted(store: Store, seed: int) -> None:
    made = make_office(store, seed)
    clean = look_over(store)
    assert len(clean) <= MOST_FALSE, [each.sentence for each in clean]
    kinds = made.chance.sample(sorted(PLANTED), 11)
    for kind in kinds:
        PLANTED[kind][1](made)
    assert {PLANTED[kind][0] for kind in kinds} <= {each.rule for each in look_over(store)}
