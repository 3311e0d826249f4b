"""The plan of rounds: what has to be inspected how often, what is late, and how much of a period was covered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from armdesk.i18n import _
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.period import Period
from armdesk.store import Store


@dataclass(frozen=True)
class PlannedRound:
    """One line of the plan on a day.

    Shape: what and where are names; last is the day of the newest finished round, None before the first.
    Units: late in days, negative before it is due.
    """

    id: str
    template: str
    code: str
    what: str
    where: str
    site: str
    crew: str
    equipment: str
    inspector: str
    every_days: int
    last: date | None
    due: date
    late: int


@dataclass(frozen=True)
class CoveredRound:
    """One line of the plan over a period: how many turns of it there were, and in how many a round was finished."""

    id: str
    what: str
    where: str
    turns: int
    done: int


_PLAN = (
    "SELECT n.id, t.id, t.code, t.name, s.name, c.name, e.name, n.site, n.crew, n.equipment, n.inspector, "
    "n.every_days, n.starts_on, n.ends_on FROM inspection_plan n JOIN inspection_template t ON t.id = n.template "
    "LEFT JOIN site s ON s.id = n.site LEFT JOIN crew c ON c.id = n.crew LEFT JOIN equipment e ON e.id = n.equipment "
    "WHERE n.trashed = 0 ORDER BY n.id")


def due(store: Store, day: date) -> list[PlannedRound]:
    """The plan as it stands on a day, what is most late first; a round of any revision of the list counts."""
    done = _done(store, day)
    found = []
    for (id_, template, code, name, site_name, crew_name, equipment_name, site, crew, equipment, inspector, every,
         starts, ends) in ask(store, _PLAN):
        key = (id_of(site), id_of(crew), id_of(equipment))
        first = date.fromisoformat(starts)
        if first > day or (ends and ends < day.isoformat()):
            continue
        days = [each for each in _fitting(done, code, key) if each >= first]
        last = days[-1] if days else None
        next_day = last + timedelta(days=every) if last else first
        found.append(PlannedRound(
            id_of(id_), id_of(template), code, name, _where(site_name, crew_name, equipment_name), *key,
            id_of(inspector), every, last, next_day, (day - next_day).days))
    return sorted(found, key=lambda each: (-each.late, each.what, each.where, each.id))


def covered(store: Store, period: Period) -> list[CoveredRound]:
    """How much of the plan was done in a period; each turn is as long as the plan says, the begun last one left out."""
    done = _done(store, period.ends)
    found = []
    for row in ask(store, _PLAN):
        id_, code, every = row[0], row[2], int(row[11])
        begins = max(period.begins, date.fromisoformat(row[12]))
        ends = min(period.ends, date.fromisoformat(row[13])) if row[13] else period.ends
        if ends < begins:
            continue
        turns = ((ends - begins).days + 1) // every
        key = (id_of(row[7]), id_of(row[8]), id_of(row[9]))
        held = {(day - begins).days // every for day in _fitting(done, code, key) if begins <= day <= ends}
        found.append(CoveredRound(id_of(id_), row[3], _where(*row[4:7]), turns,
                                  sum(1 for turn in held if turn < turns)))
    return found


_Place = tuple[str, str, str]
"""Ids of site, crew and equipment, "" for none."""


def _fitting(done: dict[str, list[tuple[date, _Place]]], code: str, place: _Place) -> list[date]:
    """Days of rounds with a list at a place; what the plan leaves open may be any."""
    return [day for day, there in done.get(code, []) if all(
        wanted in ("", found) for wanted, found in zip(place, there, strict=True))]


def _done(store: Store, day: date) -> dict[str, list[tuple[date, _Place]]]:
    """Days and places of finished rounds by the code of their list, the oldest first."""
    days: dict[str, list[tuple[date, _Place]]] = {}
    for code, site, crew, equipment, held in ask(
            store, "SELECT t.code, i.site, i.crew, i.equipment, i.date FROM inspection i "
            "JOIN inspection_template t ON t.id = i.template WHERE i.trashed = 0 AND i.finished_on IS NOT NULL "
            "AND i.date <= ? ORDER BY i.date", day):
        days.setdefault(code, []).append((date.fromisoformat(held), (id_of(site), id_of(crew), id_of(equipment))))
    return days


def _where(*names: str | None) -> str:
    return " · ".join(name for name in names if name) or _("whole organisation")
