"""One entry for everybody: dues of a month, or a surplus shared out so that the parts make the whole exactly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from armdesk.i18n import _
from armdesk.models import AccountEntry
from armdesk.services.people.people_figures import roster
from armdesk.store import Store

MEMBERS = ("member", "owner", "partner")


@dataclass(frozen=True)
class Shared:
    """What is noted for everybody.

    Units: amount in the smallest unit, for each person, or in all if `divided`.  Shape: kind is a key of ACCOUNT_ENTRY;
    members leaves out those who work for the cooperative without belonging to it.
    """

    kind: str
    text: str
    day: date
    amount: int
    currency: str
    divided: bool = False
    members: bool = True


def parts(total: int, count: int) -> list[int]:
    """An amount in equal parts; what cannot be divided goes to the first ones, a smallest unit each."""
    if not count:
        return []
    each, rest = divmod(total, count)
    return [each + (place < rest) for place in range(count)]


def people_of(store: Store, shared: Shared) -> list[str]:
    """Who gets an entry: everybody on the roster of its day, by id."""
    return [person.id for person in roster(store, shared.day) if not shared.members or person.role in MEMBERS]


def note_for_all(store: Store, shared: Shared) -> int:
    """Keep an entry for each, as one operation; returns their number."""
    people = people_of(store, shared)
    amounts = parts(shared.amount, len(people)) if shared.divided else [shared.amount] * len(people)
    if people:
        with store.operation(_("For everybody: {text}").format(text=shared.text)) as writer:
            writer.save_many(AccountEntry, [
                {"date": shared.day, "person": person, "kind": shared.kind, "text": shared.text, "amount": amount,
                 "currency": shared.currency} for person, amount in zip(people, amounts, strict=True)])
    return len(people)
