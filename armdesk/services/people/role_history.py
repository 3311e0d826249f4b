"""The roles a person had, kept by itself: a change of role, crew, site or status ends one line and begins the next."""

from __future__ import annotations

from datetime import date, timedelta

from armdesk.models import AgeAlarm, Person, PersonRole
from armdesk.services.people.age_gate import Gate, note
from armdesk.store import Store
from armdesk.writer import Writer

TOLD = ("role", "crew", "site", "status")
"""Fields of a person of which the history of roles speaks."""
_GONE = ("left", "dead")


def changed(before: Person, after: Person) -> list[str]:
    """Which of them differ, [] for a person who is new."""
    if not before.version:
        return []
    return [name for name in TOLD if getattr(before, name) != getattr(after, name)]


def keep(store: Store, person: Person, since: date) -> list[AgeAlarm]:
    """Keep a person together with the line of the history that its change asks for, in one operation.

    Shape: since is the first day of what is new.  Errors: as Store.save().
    """
    before = store.get(Person, person.id)
    with store.operation(store.title_of(person)) as writer:
        writer.save(person)
        if before is not None and changed(before, person):
            _tell(store, writer, before, person, since)
        return note(Gate(store), writer, person)


def _tell(store: Store, writer: Writer, before: Person, after: Person, since: date) -> None:
    """End the lines that still run, write the one that was never written, begin the new one."""
    last = since - timedelta(days=1)
    running = [each for each in store.all(PersonRole, person=after.id) if each.ended_on is None and not each.office]
    for each in running:
        each.ended_on = max(last, each.began_on or last)
        writer.save(each)
    known = [each for each in store.all(PersonRole, person=after.id) if not each.office]
    if not running and not known and before.role:
        begun = before.joined_on if before.joined_on and before.joined_on <= last else None
        writer.save(PersonRole(person=after.id, role=before.role, crew=before.crew, site=before.site, began_on=begun,
                               ended_on=last))
    if after.status not in _GONE:
        writer.save(PersonRole(person=after.id, role=after.role, crew=after.crew, site=after.site, began_on=since))
