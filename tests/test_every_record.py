"""What holds for every record type: said about itself, kept, found, exchanged, changed, undone, refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from factories import EXAMPLES, make

from armdesk.errors import InvalidRecord, StaleRecord
from armdesk.fields import Choice, CurrencyCode, Date, Declared, Flag, Id, Link, Money, Reading, Text, TimeOfDay, Whole
from armdesk.i18n import speaking
from armdesk.models import RECORDS, record_type
from armdesk.query import Query
from armdesk.record import COMMON, PLACES, Record
from armdesk.store import Store
from armdesk.workspace import Workspace

NAMES = [type_.type_name() for type_ in RECORDS]
every_record = pytest.mark.parametrize("name", NAMES)
MARKS = {"es": ",", "en": "."}
BY_DECISION = {"action": {"due_on"}}
"""Fields that change only together with a record that says why."""


def example(store: Store, name: str) -> Record:
    record = EXAMPLES[name](store)
    store.save(record)
    return record


def declared_values(record: Record) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in record.declared()}


_ANOTHER: list[tuple[type[Declared], Callable[[Any, Any], Any]]] = [
    (Link, lambda field, value: value if field.required else None),
    (Choice, lambda field, value: next((code for code in field.options if code != value), value)),
    (CurrencyCode, lambda _field, value: "PEN" if value != "PEN" else "USD"),
    (Flag, lambda _field, value: not value),
    (Date, lambda _field, value: value + timedelta(days=1)),
    (TimeOfDay, lambda _field, value: "23:59" if value != "23:59" else "23:58"),
    (Whole, lambda field, value: value - 1 if value > field.least else value + 1),
    (Declared, lambda _field, value: value[:-1] + ("y" if value[-1] != "y" else "z")),
]


def another(field: Declared, value: Any) -> Any:
    """A different value that the field on its own accepts, where there is one."""
    return next(change(field, value) for type_, change in _ANOTHER if isinstance(field, type_))


def change_all_that_may(record: Record) -> set[str]:
    """Change every field that can be changed without breaking a rule between fields."""
    changed = set()
    for field in record.declared():
        if field.name in BY_DECISION.get(record.type_name(), ()):
            continue
        before = getattr(record, field.name)
        setattr(record, field.name, another(field, before))
        record.fill()
        if record.check() or getattr(record, field.name) == before:
            setattr(record, field.name, before)
            record.fill()
        else:
            changed.add(field.name)
    return changed


def test_every_name_stands_once_and_has_its_example() -> None:
    assert len(set(NAMES)) == len(RECORDS)
    assert list(EXAMPLES) == NAMES
    assert [record_type(name) for name in NAMES] == list(RECORDS)


@every_record
def test_it_says_what_it_is(name: str) -> None:
    type_ = record_type(name)
    about = type_.about
    assert about.one and about.many and about.one != about.many
    assert about.place in PLACES
    assert about.purpose.endswith(".")
    assert (type_.__doc__ or "").strip().endswith(".")
    assert all(field.label for field in type_.all_fields())
    labels = [(field.group, field.label) for field in type_.declared()]
    assert len(set(labels)) == len(labels), "two fields of one form read alike"


@every_record
def test_what_it_names_are_its_own_fields(name: str) -> None:
    type_ = record_type(name)
    fields = {field.name for field in type_.declared()}
    assert set(type_.about.key) <= fields
    assert set(type_.about.table) <= fields
    assert set(type_.about.search) <= fields
    assert type_.about.order.lstrip("-") in fields
    assert all(isinstance(type_.field(each), Text) for each in type_.about.search), "search reads texts only"
    keys = [field.key for field in type_.declared()]
    assert len(set(keys)) == len(keys), "two columns of a file would have one name"
    assert all(link.target in NAMES for link in type_.links())


@every_record
def test_the_example_is_complete_and_in_order(store: Store, name: str) -> None:
    record = EXAMPLES[name](store)
    assert record.check() == {}
    assert [field for field, value in declared_values(record).items() if value is None] == []


@every_record
def test_it_is_kept_and_read_back(store: Store, name: str) -> None:
    record = example(store, name)
    assert record.version == 1
    again = store.get(type(record), record.id)
    assert again is not None
    assert {field: value for field, value in again.values().items() if value is not None} == record.values()
    assert store.labels(name, [record.id])[record.id] == record.label()
    assert record.label()


@every_record
def test_it_is_found_by_its_words(store: Store, name: str) -> None:
    record = example(store, name)
    for field in record.about.search:
        words = " ".join(str(getattr(record, field)).upper().split()[:3])
        found = store.find(Query(type(record), search=words))
        assert record.id in [each.id for each in found], field
    assert store.find(Query(type(record), search="no such word")) == []


@every_record
def test_it_leaves_a_line_in_the_history(store: Store, name: str) -> None:
    record = example(store, name)
    [(operation, entry)] = store.history_of(record)
    assert (operation.author, operation.kind, operation.at) == ("tester", "edit", "2026-01-31T14:00:00Z")
    assert (entry.type, entry.record, entry.verb) == (name, record.id, "create")
    recalled = {field: record.field(field).recall(kept) for field, kept in entry.body.items() if field not in COMMON}
    assert recalled == declared_values(record)


@every_record
@pytest.mark.parametrize("language", ["es", "en"])
def test_what_is_shown_or_exported_can_be_read_in_again(store: Store, name: str, language: str) -> None:
    record = EXAMPLES[name](store)
    values = record.values()
    reading = Reading(decimal_mark=MARKS[language], currency=values.get("currency"))
    with speaking(language):
        for field in record.declared():
            value = values[field.name]
            assert field.parse(field.format(value, values), reading) == value, f"{field.name} as shown"
            assert field.take(field.exchange(value, values), reading) == value, f"{field.name} as exported"
            assert field.recall(field.remember(value)) == value
            assert (field.format(None), field.exchange(None), field.parse("  ")) == ("", None, None)


@every_record
def test_it_is_changed_undone_and_redone(store: Store, name: str) -> None:
    record = example(store, name)
    before = declared_values(record)
    changed = change_all_that_may(record)
    assert changed
    after = declared_values(store.save(record))
    _operation, entry = store.history_of(record)[0]
    assert entry.verb == "change"
    assert changed <= set(entry.body)
    store.undo()
    undone = store.get(type(record), record.id)
    assert undone is not None and declared_values(undone) == before
    assert undone.search == undone.search_text()
    store.redo()
    redone = store.get(type(record), record.id)
    assert redone is not None and declared_values(redone) == after
    assert redone.version == 4


def trashed_ids(store: Store, record: Record) -> set[str]:
    return {each.id for each in store.find(Query(type(record), trashed=True))}


@every_record
def test_it_goes_to_the_trash_and_comes_back(store: Store, name: str) -> None:
    record = example(store, name)
    before = declared_values(record)
    count, gone = store.count(Query(type(record))), trashed_ids(store, record)
    store.trash([record])
    assert store.count(Query(type(record))) == count - 1
    assert trashed_ids(store, record) == gone | {record.id}
    store.restore([record])
    assert store.count(Query(type(record))) == count
    back = store.get(type(record), record.id)
    assert back is not None and declared_values(back) == before


@every_record
def test_what_is_needed_is_asked_for(store: Store, name: str) -> None:
    record = EXAMPLES[name](store)
    entries = store.head().seq
    for field in record.declared():
        if field.required:
            before = getattr(record, field.name)
            setattr(record, field.name, None)
            with pytest.raises(InvalidRecord) as raised:
                store.save(record)
            assert field.name in raised.value.problems
            setattr(record, field.name, before)
    assert store.head().seq == entries
    assert store.get(type(record), record.id) is None


@every_record
def test_a_link_to_nothing_is_refused(store: Store, name: str) -> None:
    record = EXAMPLES[name](store)
    for link in record.links():
        before = getattr(record, link.name)
        setattr(record, link.name, "0" * 32)
        with pytest.raises(InvalidRecord) as raised:
            store.save(record)
        assert list(raised.value.problems) == [link.name]
        setattr(record, link.name, before)
    store.save(record)


@every_record
def test_a_number_given_twice_is_refused(store: Store, name: str) -> None:
    first = make(store, name)
    for field in first.declared():
        if field.is_unique:
            second = EXAMPLES[name](store)
            with pytest.raises(InvalidRecord) as raised:
                store.save(second)
            assert field.name in raised.value.problems
    store.trash([first])
    assert EXAMPLES[name](store).check() == {}
    assert store.save(EXAMPLES[name](store)).version == 1, "what lies in the trash holds no number"


@every_record
def test_two_people_cannot_overwrite_each_other(store: Store, name: str) -> None:
    record = example(store, name)
    theirs, ours = (store.get(type(record), record.id) for _person in range(2))
    assert theirs is not None and ours is not None
    changed = change_all_that_may(theirs)
    store.save(theirs)
    entries = store.head().seq
    with pytest.raises(StaleRecord) as raised:
        store.save(ours)
    assert changed & set(raised.value.differences)
    with pytest.raises(StaleRecord):
        store.trash([ours])
    stored = store.get(type(record), record.id)
    assert stored is not None and stored.values() == theirs.values()
    assert store.head().seq == entries


@every_record
def test_the_table_in_the_file_is_the_declared_one(workspace: Workspace, name: str) -> None:
    type_ = record_type(name)
    execute = workspace.db.execute_sql
    columns = {row[1]: row[2] for row in execute(f'PRAGMA table_info("{name}")')}
    assert columns == {field.column_name: field.field_type for field in type_.all_fields()}
    links = {(row[3], row[2], row[4]) for row in execute(f'PRAGMA foreign_key_list("{name}")')}
    all_links = [field for field in type_.all_fields() if isinstance(field, Link)]
    assert links == {(field.column_name, field.target, "id") for field in all_links}
    indexes: dict[str, set[str]] = {"unique": set(), "any": set()}
    for _number, index, unique, _origin, partial in execute(f'PRAGMA index_list("{name}")').fetchall():
        first = execute(f'PRAGMA index_info("{index}")').fetchall()[0][2]
        indexes["any"].add(first)
        if unique and partial:
            indexes["unique"].add(first)
    assert indexes["unique"] == {field.column_name for field in type_.declared() if field.is_unique}
    assert {field.column_name for field in type_.declared() if field.index} <= indexes["any"]
    assert type_.about.order.lstrip("-") in indexes["any"], "its own order should not sort the whole file"


def test_the_file_has_no_table_that_nobody_declares(workspace: Workspace) -> None:
    rows = workspace.db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
    found = {row[0] for row in rows if not row[0].startswith("sqlite_")}
    sums = {"production_month", "gold_month", "stale_month"}
    prints = {"picture_print", "picture_twin", "proof", "proved_file"}
    derived = {name for name in found if name.startswith("search_")} | sums | prints
    assert found - derived - set(NAMES) == {"operation", "entry", "secret", "draft", "schema_migration"}
    assert set(NAMES) <= found


@every_record
def test_its_values_are_exact(name: str) -> None:
    """No field keeps a floating number, so ten times 0.1 is 1."""
    type_ = record_type(name)
    assert {field.field_type for field in type_.all_fields()} <= {"TEXT", "BIGINT", "SMALLINT", "BLOB"}
    for field in type_.declared():
        if isinstance(field, Money):
            assert isinstance(type_.field(field.currency), CurrencyCode)
        if isinstance(field, Id):
            assert isinstance(field, Link)
