"""A complete and valid example of each record type, and a quick way to save one with a few changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import examples_audit
import examples_gold
import examples_governance
import examples_own_rows
import examples_papers
import examples_people
import examples_plan
import examples_rounds
import examples_safety

from armdesk.models import RECORDS
from armdesk.record import Record
from armdesk.store import Store

_FILES = (examples_people, examples_gold, examples_safety, examples_papers, examples_rounds, examples_governance,
          examples_plan, examples_own_rows, examples_audit)


def _maker(name: str) -> Callable[[Store], Record]:
    made: Any = next(getattr(file, name) for file in _FILES if hasattr(file, name) and callable(getattr(file, name)))

    def example(store: Store) -> Record:
        record: Record = made(store)
        record.fill()
        return record

    return example


EXAMPLES: Mapping[str, Callable[[Store], Record]] = {type_.type_name(): _maker(type_.type_name()) for type_ in RECORDS}
"""Record type -> a function that gives one unsaved record with every field filled; what it links to is saved."""


def make(store: Store, name: str, /, **changes: Any) -> Any:
    """Save an example with changes; a number that may stand only once is counted up if it is taken."""
    record = EXAMPLES[name](store)
    for field, value in changes.items():
        record.field(field)  # a misspelt name must not pass silently
        setattr(record, field, value)
    for each in record.declared():
        if each.is_unique and each.name in record.follows:
            _count_up(store, record, each.name)
        elif each.is_unique and each.name not in changes:
            setattr(record, each.name, _free(store, type(record), each.name, getattr(record, each.name)))
    return store.save(record)


def _count_up(store: Store, record: Record, name: str) -> None:
    """Give another code to a record whose name in the workspace follows from it and is taken."""
    source, number = record.follows[name][1][-1], 1
    wanted = getattr(record, source)
    record.fill()
    while store.one(type(record), **{name: getattr(record, name)}) is not None:
        number += 1
        setattr(record, source, f"{wanted}-{number}")
        record.fill()


def _free(store: Store, type_: type[Record], name: str, wanted: Any) -> Any:
    number = 1
    value = wanted
    while store.one(type_, **{name: value}) is not None:
        number += 1
        value = wanted + number - 1 if isinstance(wanted, int) else f"{wanted}-{number}"
    return value
