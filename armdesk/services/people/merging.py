"""Two records that are one person become one: chosen field by field, all links follow, one operation to undo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from armdesk.errors import InvalidRecord
from armdesk.fields import Declared, Reference, fold
from armdesk.i18n import _
from armdesk.models import RECORDS, OtherName, Person, TwoPeople
from armdesk.record import Record
from armdesk.services.basis.figure import ask
from armdesk.store import Store
from armdesk.writer import NAMING, Writer, linked_from


@dataclass(frozen=True)
class Difference:
    """A field in which two records of a person differ.  Shape: wanted is the value proposed for the one that stays."""

    field: Declared
    one: Any
    other: Any
    wanted: Any


def differences(one: Person, other: Person) -> list[Difference]:
    """Fields in which they differ; what only one of them knows is taken, of two values that of the one that stays."""
    found = []
    for field in Person.declared():
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        if mine != theirs and not field.readonly:
            found.append(Difference(field, mine, theirs, theirs if mine in (None, "") else mine))
    return found


def uses(store: Store, person: str) -> dict[str, int]:
    """How many records of each type name a person.  Shape: record type -> count, without those that do not."""
    counts: dict[str, int] = {}
    for type_, field in linked_from(Person):
        count = int(ask(store, f'SELECT count(*) FROM "{type_.type_name()}" WHERE trashed = 0 '  # noqa: S608 - declared names
                        f'AND "{field.column_name}" = ?', bytes.fromhex(person))[0][0])
        if count:
            counts[type_.type_name()] = counts.get(type_.type_name(), 0) + count
    return counts


def merge(store: Store, stays: str, goes: str, values: Mapping[str, Any], today: date) -> Person:
    """Make two people one: the one that stays takes the values, everything that named the other names it.

    The other goes to the trash with a note, and its name is kept as another spelling.
    Errors: InvalidRecord where one of them is gone, or where the values cannot stand.
    """
    kept, lost = _living(store, stays), _living(store, goes)
    title = _("Two records of {name} made one").format(name=kept.name)
    spelling = lost.name
    with store.operation(title, NAMING) as writer:
        _forget_decisions(store, writer, kept.id, lost.id)
        for record, name in list(_naming(store, lost.id)):
            writer.rename(record, name, kept.id)
        for record, name in list(_about(store, lost.id)):
            setattr(record, name, f"person/{kept.id}")
            writer.save(record)
        said = _("The same person as {name}; made one on {day} by {who}.")
        lost.note = "\n".join(filter(None, (lost.note, said.format(
            name=kept.label(), day=today, who=store.author or "?"))))
        _let_go(writer, lost)
        for name, value in values.items():
            setattr(kept, name, value)
        writer.save(kept)
        if fold(spelling) != fold(kept.name) and not any(
                fold(each.name) == fold(spelling) for each in store.all(OtherName, person=kept.id)):
            writer.save(OtherName(person=kept.id, name=spelling, noted_on=today))
    return kept


def tell_apart(store: Store, one: str, other: str, reason: str, author: str, today: date) -> TwoPeople:
    """Note that two people who look alike are two.  Errors: InvalidRecord."""
    decided = TwoPeople(person=one, other=other, decided_on=today, decided_by=author or None, reason=reason or None)
    return store.save(decided, _("Not the same person: {names}").format(names=", ".join(
        store.labels("person", (one, other)).values())))


def _living(store: Store, id_: str) -> Person:
    person = store.get(Person, id_)
    if person is None or person.trashed:
        raise InvalidRecord({"": [_("One of the two people is not there any more; look at the list again.")]})
    return person


def _let_go(writer: Writer, lost: Person) -> None:
    """Put a person into the trash, judged no more: whatever was wrong with the record goes with it."""
    writer.put_back(lost, {"note": lost.note})
    writer.trash([lost])


def _forget_decisions(store: Store, writer: Writer, one: str, other: str) -> None:
    """Somebody said before that they are two; now a person knows better."""
    gone = [each for each in store.all(TwoPeople) if {each.person, each.other} == {one, other}]
    if gone:
        writer.trash(gone)


def _naming(store: Store, person: str) -> Iterator[tuple[Record, str]]:
    """Records that name a person, in the trash or not, with the field; one that names it twice comes twice."""
    for type_, field in linked_from(Person):
        ids = [bytes(row[0]).hex() for row in ask(
            store, f'SELECT id FROM "{type_.type_name()}" WHERE "{field.column_name}" = ?', bytes.fromhex(person))]  # noqa: S608 - declared names
        for id_ in ids:
            if (record := store.get(type_, id_)) is not None:
                yield record, field.name


def _about(store: Store, person: str) -> Iterator[tuple[Record, str]]:
    """Papers, actions and explanations that speak of a person by reference."""
    for type_ in RECORDS:
        for field in type_.declared():
            if isinstance(field, Reference):
                for record in store.all(type_, **{field.name: f"person/{person}"}):
                    yield record, field.name
