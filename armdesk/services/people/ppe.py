"""Protective equipment: handed to many people in one go, what each one still needs, and the card of one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from armdesk.i18n import ngettext
from armdesk.models import Person, PpeDelivery, choices
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.period import months_after
from armdesk.services.people.coverage import LAPSED, NEVER, PPE_MONTHS, SOON
from armdesk.services.people.coverage_sheet import PPE, read_standing
from armdesk.services.people.people_figures import roster
from armdesk.store import Store


@dataclass(frozen=True)
class Receiver:
    """Somebody of a crew.  Shape: due are items that are needed and missing, lapsed or about to end; sizes by item."""

    id: str
    name: str
    code: str
    due: frozenset[str]
    sizes: dict[str, str]


@dataclass(frozen=True)
class Given:
    """An item handed to one person.  Units: quantity in pieces or pairs."""

    person: str
    item: str
    quantity: int = 1
    size: str = ""


@dataclass(frozen=True)
class CardLine:
    """A delivery on the card of a person; renew is the day from which the item is to be renewed."""

    day: date
    item: str
    quantity: int
    size: str
    signed: bool
    renew: date | None


def receivers(store: Store, day: date, crew: str = "") -> list[Receiver]:
    """People on the roster of a day, of one crew or all, with what each is due."""
    there = {each.id for each in roster(store, day)}
    sheet = read_standing(store, day, PPE, crew=crew)
    due = {each.id: frozenset(item for column, (item, _name) in enumerate(sheet.kinds)
                              if sheet.state(row, column) in (NEVER, LAPSED, SOON))
           for row, each in enumerate(sheet.people)}
    sizes: dict[str, dict[str, str]] = {}
    for person, item, size in ask(store, "SELECT person, item, size FROM ppe_delivery WHERE trashed = 0 "
                                  "AND size IS NOT NULL AND person IS NOT NULL AND date <= ? ORDER BY date, id", day):
        sizes.setdefault(id_of(person), {})[item] = size
    found = ask(store, "SELECT id, name, code FROM person WHERE trashed = 0 AND (? = '' OR crew = ?) "
                "ORDER BY name, id", crew, bytes.fromhex(crew))
    return [Receiver(id_of(id_), name, code or "", due.get(id_of(id_), frozenset()), sizes.get(id_of(id_), {}))
            for id_, name, code in found if id_of(id_) in there]


def deliver(store: Store, day: date, given: Sequence[Given], note: str = "") -> int:
    """Keep deliveries to many people as one operation; they count as signed when the list comes back signed."""
    if not given:
        return 0
    names = store.labels("person", {each.person for each in given})
    people = len(names)
    title = ngettext("Equipment handed to {count} person", "Equipment handed to {count} people", people)
    with store.operation(title.format(count=people)) as writer:
        writer.save_many(PpeDelivery, [
            {"date": day, "person": each.person, "person_as_written": names[each.person], "item": each.item,
             "quantity": each.quantity, "size": each.size or None, "signed": False, "note": note or None}
            for each in given])
    return len(given)


def mark_signed(store: Store, deliveries: Sequence[PpeDelivery]) -> int:
    """Note that the list came back signed, as one operation; returns how many deliveries were marked."""
    waiting = [each for each in deliveries if not each.signed]
    if waiting:
        title = ngettext("{count} delivery signed for", "{count} deliveries signed for", len(waiting))
        with store.operation(title.format(count=len(waiting))) as writer:
            for each in waiting:
                each.signed = True
                writer.save(each)
    return len(waiting)


def card(store: Store, person: Person) -> list[CardLine]:
    """What one person was given, the newest first."""
    limits = Limits(store)
    found = []
    for each in store.all(PpeDelivery, person=person.id):
        months = int(limits.value(PPE_MONTHS, each.date, applies_to=each.item) or 0)
        found.append(CardLine(each.date, each.item, each.quantity, each.size or "", bool(each.signed),
                              months_after(each.date, months) if months else None))
    return sorted(found, key=lambda line: (-line.day.toordinal(), list(choices.PPE).index(line.item)))


def given_on(store: Store, day: date, crew: str = "") -> list[Given]:
    """What was handed out on a day, to one crew or all."""
    return [Given(id_of(person), item, int(quantity), size or "") for person, item, quantity, size in ask(
        store, "SELECT d.person, d.item, d.quantity, d.size FROM ppe_delivery d JOIN person p ON p.id = d.person "
        "WHERE d.trashed = 0 AND d.date = ? AND (? = '' OR p.crew = ?) ORDER BY p.name, d.item, d.id",
        day, crew, bytes.fromhex(crew))]
