"""Who holds which office on a day, which terms have run out, how many women, and which offices exclude each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from armdesk.models import Mandate, Organ, OrganRule
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.governance.statutes import Statutes, excluded
from armdesk.store import Store

_RANK = ("president", "coordinator", "vice", "secretary", "treasurer", "controller", "legal", "manager", "member",
         "alternate", "other")


@dataclass(frozen=True)
class Held:
    """An office held on a day.  Shape: sex "" where nobody stated it; left is the day the person left, None if not."""

    mandate: Mandate
    organ: Organ
    name: str
    code: str
    sex: str
    left: date | None

    def lapsed(self, day: date) -> bool:
        """Whether the term it was given for is over."""
        return self.mandate.ends_on is not None and self.mandate.ends_on < day


@dataclass
class Standing:
    """An organ on a day with who sits in it.  Shape: rule is what the statutes say then, None where nothing is noted.

    Seats are those of the organ's members: alternates, managers and legal representatives take none.
    """

    organ: Organ
    rule: OrganRule | None
    holders: list[Held] = field(default_factory=list)

    @property
    def seated(self) -> list[Held]:
        """Those who take a seat."""
        return [each for each in self.holders if each.mandate.office not in ("alternate", "legal", "manager")]

    @property
    def women(self) -> int:
        """How many of the seats women have."""
        return sum(each.sex == "F" for each in self.seated)

    @property
    def women_short(self) -> int:
        """How many women fewer than the statutes ask for."""
        wanted = self.rule.seats_women if self.rule is not None else None
        return max((wanted or 0) - self.women, 0)

    @property
    def seats_free(self) -> int:
        """Seats of the statutes that nobody has; below zero there are more people than seats."""
        return self.rule.seats - len(self.seated) if self.rule is not None and self.rule.seats else 0


def all_held(store: Store, statutes: Statutes) -> list[Held]:
    """All mandates of all time with their people, the newest first."""
    people = {id_of(id_): (str(name), str(code or ""), str(sex or ""), left) for id_, name, code, sex, left in ask(
        store, "SELECT id, name, code, sex, left_on FROM person WHERE id IN (SELECT person FROM mandate)")}
    found = []
    for mandate in store.all(Mandate):
        organ = statutes.organs.get(mandate.organ)
        if organ is None:
            continue
        name, code, sex, left = people.get(mandate.person or "", (str(mandate.name_as_written or ""), "", "", None))
        found.append(Held(mandate, organ, name, code, sex, date.fromisoformat(left) if left else None))
    return found


def holds_on(mandate: Mandate, day: date) -> bool:
    """Whether an office is held on a day: also when its term is over and nobody was elected since."""
    return bool(mandate.began_on <= day and (mandate.ended_on is None or mandate.ended_on > day))


def serving(store: Store, day: date, statutes: Statutes | None = None) -> list[Standing]:
    """Every organ of a day with who holds an office in it, chairs first.

    Where somebody newer was elected into an office that only one person has, the older mandate is over.
    """
    statutes = statutes or Statutes(store)
    by_organ: dict[str, list[Held]] = defaultdict(list)
    for held in all_held(store, statutes):
        if holds_on(held.mandate, day) and not _followed(held, by_organ[held.organ.id]):
            by_organ[held.organ.id].append(held)
    organs = [organ for organ in statutes.organs.values() if (organ.active_from is None or organ.active_from <= day)
              and (organ.active_to is None or day <= organ.active_to)]
    return [Standing(organ, statutes.rule_of(organ, day), sorted(
        by_organ[organ.id], key=lambda each: (_RANK.index(each.mandate.office), each.name))) for organ in organs]


def _followed(held: Held, newer: list[Held]) -> bool:
    """Whether a newer mandate takes the place of this one: the same person's, or of an office with one holder."""
    alone = held.mandate.office not in ("member", "alternate", "other")
    return any(each.mandate.began_on > held.mandate.began_on and (
        (each.mandate.office == held.mandate.office and alone)
        or (each.mandate.person and each.mandate.person == held.mandate.person)) for each in newer)


def lapsed(found: list[Standing], day: date) -> list[Held]:
    """Offices still held although their term is over, the longest first."""
    over = [held for each in found for held in each.holders if held.lapsed(day)]
    return sorted(over, key=lambda held: (held.mandate.ends_on, held.name))


def incompatible(found: list[Standing]) -> Iterator[tuple[Held, Held, str]]:
    """Pairs of offices one person holds that exclude each other, with where that stands ("" for the organ's page)."""
    by_person: dict[str, list[Held]] = defaultdict(list)
    for each in found:
        for held in each.holders:
            if held.mandate.person:
                by_person[held.mandate.person].append(held)
    for offices in by_person.values():
        for place, one in enumerate(offices):
            for other in offices[place + 1:]:
                source = exclude(one, other)
                if source is not None:
                    yield one, other, source


def exclude(one: Held, other: Held) -> str | None:
    """Where it stands that two offices of one person exclude each other, "" for the organ's page, None if nowhere."""
    if other.organ.id == one.organ.excludes or one.organ.id == other.organ.excludes:
        return ""
    for each in excluded():
        for first, second in ((one, other), (other, one)):
            if _is(first, each.one) and _is(second, each.other):
                return each.source
    return None


def _is(held: Held, what: tuple[str, str]) -> bool:
    organ, office = what
    return (not organ or held.organ.kind == organ) and (not office or held.mandate.office == office)
