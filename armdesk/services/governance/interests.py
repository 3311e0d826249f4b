"""Ties of those who decide: declared or not, to buyers gold was sold to, to decisions, to what somebody inspected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from armdesk.fields import fold
from armdesk.models import Inspection, Interest, Meeting, Party, Resolution
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.period import Period
from armdesk.services.governance.attending import Presence
from armdesk.services.governance.mandates import Held, Standing
from armdesk.store import Store

DECLARING = ("board", "supervisory", "premium")
"""Kinds of organs whose people declare their interests."""


@dataclass(frozen=True)
class Tie:
    """A person of ours tied to a party.  Shape: interest is the declaration, "" where only the owner's name tells."""

    person: str
    name: str
    party: str
    interest: str
    measure: str


@dataclass(frozen=True)
class RelatedSales:
    """Sales of a period to a party somebody of ours is tied to."""

    tie: Tie
    party: str
    sales: tuple[str, ...]


def undeclared(store: Store, found: list[Standing]) -> list[Held]:
    """Office-holders who declared nothing since their mandate began, not even that there is nothing."""
    declared: dict[str, list[date]] = defaultdict(list)
    for each in store.all(Interest):
        declared[each.person].append(each.declared_on)
    return [held for each in found if each.organ.kind in DECLARING for held in each.holders
            if held.mandate.person and not any(day >= held.mandate.began_on for day in declared[held.mandate.person])]


def ties(store: Store, day: date, found: list[Standing]) -> list[Tie]:
    """Ties to parties that hold on a day: declared ones, and office-holders named as a beneficial owner."""
    names = {id_of(id_): str(name) for id_, name in ask(store, "SELECT id, name FROM person")}
    made = [Tie(each.person, names.get(each.person, ""), each.party, each.id, str(each.measure or ""))
            for each in store.all(Interest) if each.party and each.declared_on <= day
            and (each.until is None or day <= each.until)]
    known = {(tie.person, tie.party) for tie in made}
    owners = [(party, fold(party.beneficial_owner)) for party in store.all(Party) if party.beneficial_owner]
    for held in {held.mandate.person: held for each in found for held in each.holders if held.mandate.person}.values():
        own = fold(held.name)
        made += [Tie(held.mandate.person, held.name, party.id, "", "") for party, owner in owners
                 if len(own.split()) > 1 and own in owner and (held.mandate.person, party.id) not in known]
    return made


def related_sales(store: Store, period: Period, found: list[Tie]) -> list[RelatedSales]:
    """Sales of a period to parties with ties."""
    sold: dict[str, list[str]] = defaultdict(list)
    for sale, buyer in ask(store, "SELECT id, buyer FROM sale WHERE trashed = 0 AND buyer IS NOT NULL "
                           "AND corrects IS NULL AND date BETWEEN ? AND ? ORDER BY date, id",
                           period.begins, period.ends):
        sold[id_of(buyer)].append(id_of(sale))
    names = {each.id: str(each.name) for each in store.all(Party)}
    return [RelatedSales(tie, names[tie.party], tuple(sold[tie.party])) for tie in found
            if tie.party in names and sold.get(tie.party)]


def voted_on_own(resolution: Resolution, meeting: Meeting, there: Presence, found: list[Tie]) -> list[str]:
    """Ids of persons who were there when their own affairs were decided, and are not said to have stepped aside."""
    if resolution.stepped_aside or meeting is None:
        return []
    touched = {resolution.concerns} if resolution.concerns else set()
    touched |= {tie.person for tie in found if resolution.concerns_party and tie.party == resolution.concerns_party}
    return sorted(person for person in touched if person in there.came)


@dataclass(frozen=True)
class OwnRound:
    """A round by somebody who should not have made it.

    Shape: own says that it is the crew of that person; else it is that of a relative, or one at the site where the
    person or a relative works.
    """

    round: Inspection
    person: str
    own: bool


def own_rounds(store: Store, since: date) -> list[OwnRound]:
    """Rounds of our own since a day by somebody in the own crew, at its site, or at that of a declared relative."""
    return inspects_own(store, [each for each in store.all(Inspection, kind="internal") if each.date >= since])


def inspects_own(store: Store, rounds: Sequence[Inspection]) -> list[OwnRound]:
    """The same of some rounds; who is linked counts, and where nobody is, who is named so."""
    members: dict[str, set[str]] = defaultdict(set)
    at_site: dict[str, set[str]] = defaultdict(set)
    by_name: dict[str, str] = {}
    for person, name, crew, site in ask(store, "SELECT p.id, p.name, c.id, c.site FROM person p LEFT JOIN crew c "
                                        "ON c.id = p.crew OR c.leader = p.id WHERE p.trashed = 0") if rounds else ():
        by_name[fold(str(name))] = id_of(person)
        members[id_of(crew)].add(id_of(person))
        at_site[id_of(site)].add(id_of(person))
    relatives: dict[str, set[str]] = defaultdict(set)
    for each in store.all(Interest):
        if each.relative:
            relatives[each.person].add(each.relative)
    found = []
    for round_ in rounds:
        person = round_.inspector_person or by_name.get(fold(round_.inspector or ""))
        there = members[round_.crew] if round_.crew else at_site[round_.site] if round_.site else set()
        if person and ({person} | relatives[person]) & there:
            found.append(OwnRound(round_, person, bool(round_.crew) and person in there))
    return found
