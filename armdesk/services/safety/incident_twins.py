"""The same event in two books: found by day, place and words; linked so that it counts once, or remembered as two."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from armdesk.errors import InvalidRecord
from armdesk.fields import fold
from armdesk.i18n import _
from armdesk.models import Explanation, Incident
from armdesk.services.basis.figure import ask, id_of
from armdesk.store import Store

RULE = "incident_twice"
_WORD = re.compile(r"[^\W_]{4,}")
_ALIKE, _ALIKE_SAME_PERSON, _LEAST = 0.6, 0.3, 3
"""Share of the words of the shorter text that stand in the other; smaller for the same person; words in common."""


@dataclass(frozen=True)
class Told:
    """What tells one event from another.  Shape: day as a number; place and person folded; words of the description."""

    id: str
    day: int
    site: str
    place: str
    person: str
    words: frozenset[str]


@lru_cache(maxsize=20_000)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(text)))


def told(id_: str, day: date, site: str, place: str | None, person: str | None, text: str | None) -> Told:
    """An event as it is compared."""
    return Told(id_, day.toordinal(), site, fold(place or ""), fold(person or ""), _words(text or ""))


def alike(one: Told, other: Told) -> bool:
    """Whether two entries are likely of one event."""
    if abs(one.day - other.day) > 1 or (one.site and other.site and one.site != other.site):
        return False
    if not (one.site and other.site) and one.place and other.place and one.place != other.place:
        return False
    common = len(one.words & other.words)
    least = min(len(one.words), len(other.words))
    if common < _LEAST or not least:
        return False
    if one.person and other.person and not set(one.person.split()) & set(other.person.split()):
        return False
    same_person = bool(one.person) and one.person == other.person
    return common >= least * (_ALIKE_SAME_PERSON if same_person else _ALIKE)


def candidates(store: Store, around: date | None = None, but: str = "") -> list[Told]:
    """Entries that count, all of them or those of the days around one."""
    span = (around - timedelta(days=1), around + timedelta(days=1)) if around else (date.min, date.max)
    return [told(id_of(raw), date.fromisoformat(day), id_of(site), place, person, text)
            for raw, day, site, place, person, text in ask(
                store, "SELECT id, date, site, place, person_as_written, description FROM incident "
                "WHERE trashed = 0 AND same_as IS NULL AND date BETWEEN ? AND ? ORDER BY date, id", *span)
            if id_of(raw) != but]


def pairs(events: Iterable[Told]) -> Iterator[tuple[Told, Told]]:
    """Likely pairs, each once; compared only with the same day and the one after."""
    by_day: dict[int, list[Told]] = defaultdict(list)
    for event in events:
        by_day[event.day].append(event)
    for day in sorted(by_day):
        for place, one in enumerate(by_day[day]):
            for other in (*by_day[day][place + 1 :], *by_day.get(day + 1, ())):
                if alike(one, other):
                    yield one, other


def like(store: Store, incident: Incident) -> list[Incident]:
    """Other entries that may be the same event as this one, but for those that somebody said are not."""
    if incident.date is None or incident.same_as:
        return []
    own = told(incident.id or "", incident.date, incident.site or "", incident.place, incident.person_as_written,
               incident.description)
    parted = _parted(store, incident.id or "")
    found = [event.id for event in candidates(store, incident.date, incident.id or "") if alike(own, event)]
    read = [store.get(Incident, id_) for id_ in found if f"incident/{id_}" not in parted]
    return [each for each in read if each is not None]


def _parted(store: Store, id_: str) -> set[str]:
    """References of entries that somebody said are another event."""
    if not id_:
        return set()
    return {str(each.fact) for each in store.all(Explanation, rule=RULE, target=f"incident/{id_}")}


def link(store: Store, kept: Incident, other: Incident) -> None:
    """Say that two entries are the same event: the other one points at the one that is kept and counts no more.

    Errors: InvalidRecord where that would go in a circle.
    """
    if kept.same_as or kept.id == other.id:
        raise InvalidRecord({"same_as": [_("The entry that is kept points at another one itself.")]})
    following = store.all(Incident, same_as=other.id)
    with store.operation(_("Same event: {name}").format(name=kept.label())) as writer:
        other.same_as = kept.id
        writer.save(other)
        for each in following:
            each.same_as = kept.id
            writer.save(each)


def part(store: Store, one: Incident, other: Incident, author: str, day: date) -> None:
    """Remember that two entries are two events; asked once, from both sides."""
    with store.operation(_("Not the same event: {name}").format(name=one.label())) as writer:
        for here, there in ((one, other), (other, one)):
            writer.save(Explanation(
                rule=RULE, target=f"incident/{here.id}", reason=_("Looked at side by side: another event."),
                author=author or _("Office"), date=day, fact=f"incident/{there.id}"))
