"""How references to records and requirements are named for a person."""

from __future__ import annotations

from factories import make

from armdesk.store import Store
from ui import references


def test_a_requirement_keeps_its_whole_code(store: Store) -> None:
    """Several requirements of a standard end alike: only the whole code tells them apart."""
    wanted = ["requirement/craft-2.0/M.1/5.2.3/R.1", "requirement/craft-2.0/M.1/5.2.11/R.1"]
    named = references.labels(store, wanted)
    assert [named[each] for each in wanted] == ["Requirement M.1/5.2.3/R.1", "Requirement M.1/5.2.11/R.1"]


def test_a_record_is_named_by_its_kind_and_number(store: Store) -> None:
    lot = make(store, "lot", code="L-7")
    reference = references.of(lot)
    assert references.labels(store, [reference]) == {reference: "Lot: L-7"}


def test_what_is_no_reference_stays_as_it_is(store: Store) -> None:
    assert references.labels(store, ["somewhere", "lot/short"]) == {"somewhere": "somewhere", "lot/short": "lot/short"}
