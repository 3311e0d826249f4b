"""Each rule says truly which registers it reads: else it would not be asked again when one of them changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pack_office import TODAY, YEAR, fill

from armdesk import gold_months
from armdesk.catalogues import load
from armdesk.models import RECORDS
from armdesk.services.findings.finding import Look
from armdesk.services.findings.rules import RULES
from armdesk.store import Store
from armdesk.workspace import Workspace

TABLES = {type_.type_name() for type_ in RECORDS}
NAMED = re.compile(r'(?:FROM|JOIN)\s+"?(\w+)"?')


@contextmanager
def asked(store: Store) -> Iterator[set[str]]:
    """The registers that questions name meanwhile."""
    found: set[str] = set()
    connection = store.db.connection()
    connection.set_trace_callback(lambda question: found.update(TABLES.intersection(NAMED.findall(question))))
    try:
        yield found
    finally:
        connection.set_trace_callback(None)


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    from armdesk import workspace as workspaces

    with workspaces.create(tmp_path_factory.mktemp("office") / "office") as made:
        fill(made)
        yield made


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if not rule.heavy])
def test_a_rule_names_every_register_it_reads(looked_at: Workspace, name: str) -> None:
    store, rule = looked_at.store, RULES[name]
    gold_months.rebuild(store.db)  # so that sums are read from the registers
    store.remembered.forget()
    look = Look(store, load.get("craft-2.0"), YEAR, TODAY)
    with asked(store) as found:
        list(rule(look))
    assert found <= rule.reads, f"{name} does not say that it reads {sorted(found - rule.reads)}"
