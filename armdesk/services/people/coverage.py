"""Who needs which course and which equipment, and has it on a day: counted by kind, by role and by sex.

    training_coverage(store, day) -> Coverage      ppe_coverage(store, day) -> Coverage

Both count the roster of the day, whatever its size.  A need without rows is a Coverage without lines:
its share is None, which is not zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from armdesk.models import CourseKind, choices
from armdesk.services.people.standings import (
    LAPSED,
    NEVER,
    PPE,
    PPE_MONTHS,
    SOON,
    SOON_DAYS,
    STATES,
    TRAINING,
    VALID,
    Standings,
    read_standings,
)
from armdesk.store import Store

__all__ = ["LAPSED", "NEVER", "PPE", "PPE_MONTHS", "SOON", "SOON_DAYS", "STATES", "TRAINING", "VALID", "Coverage",
           "CoverageLine", "Share", "ppe_coverage", "training_coverage"]


@dataclass(frozen=True)
class CoverageLine:
    """People of one role and sex who need one thing.

    Shape: what is the id of a kind of course or the code of an item; role a key of ROLE; sex one of F, M, X, unknown;
    states maps each of STATES to a count.
    """

    what: str
    role: str
    sex: str
    states: Mapping[str, int]

    @property
    def needed(self) -> int:
        """How many need it."""
        return sum(self.states.values())

    @property
    def held(self) -> int:
        """How many have it today, also if it ends soon."""
        return self.states[VALID] + self.states[SOON]


@dataclass(frozen=True)
class Share:
    """Needed things and those that are there.  One person who needs three things counts three times."""

    needed: int
    held: int
    soon: int
    lapsed: int
    never: int

    @property
    def percent(self) -> Decimal | None:
        """Units: percent with one decimal, rounded down so that only all is 100; None where nobody needs it."""
        return None if not self.needed else Decimal(1000 * self.held // self.needed).scaleb(-1)


@dataclass(frozen=True)
class Coverage:
    """What is needed and there on a day.

    Shape: lines as counted; names maps what is needed to its name; people maps (role, sex) to (who need something, who
    of them have all of it).
    """

    day: date
    lines: tuple[CoverageLine, ...]
    names: Mapping[str, str]
    people: Mapping[tuple[str, str], tuple[int, int]]

    @property
    def total(self) -> Share:
        """All together."""
        return _share(self.lines)

    def by_what(self) -> dict[str, Share]:
        """By kind of course or item, in the order of `names`."""
        found = self._by(lambda line: line.what)
        return {what: found[what] for what in self.names if what in found}

    def by_sex(self) -> dict[str, Share]:
        """By sex: F, M, X, unknown."""
        return self._by(lambda line: line.sex)

    def by_role(self) -> dict[str, Share]:
        """By role, a key of ROLE."""
        return self._by(lambda line: line.role)

    def complete(self) -> tuple[int, int]:
        """(people who need something, who of them have all of it)."""
        return (sum(need for need, _all in self.people.values()), sum(whole for _need, whole in self.people.values()))

    def _by(self, key: Callable[[CoverageLine], str]) -> dict[str, Share]:
        grouped: dict[str, list[CoverageLine]] = {}
        for line in self.lines:
            grouped.setdefault(key(line), []).append(line)
        return {name: _share(grouped[name]) for name in sorted(grouped)}


def training_coverage(store: Store, day: date) -> Coverage:
    """Courses that people on the roster of a day need by the rows of `course_need`, and have."""
    return _counted(day, {kind.id: kind.name for kind in store.all(CourseKind)}, read_standings(store, day, TRAINING))


def ppe_coverage(store: Store, day: date) -> Coverage:
    """Protective equipment that people on the roster of a day need by the rows of `ppe_need`, and were given."""
    return _counted(day, {code: code for code in choices.PPE}, read_standings(store, day, PPE))


def _counted(day: date, names: Mapping[str, str], found: Standings) -> Coverage:
    grouped: dict[tuple[int, str, str], dict[str, int]] = {}
    people: dict[tuple[str, str], tuple[int, int]] = {}
    for who in found.people:
        whole = 1
        for place in who.needs:
            state = found.state(found.ends[place].get(who.id))
            key = (place, who.role, who.sex)
            counts = grouped.get(key)
            if counts is None:
                counts = grouped[key] = dict.fromkeys(STATES, 0)
            counts[state] += 1
            if state in (LAPSED, NEVER):
                whole = 0
        need, complete = people.get((who.role, who.sex), (0, 0))
        people[who.role, who.sex] = (need + 1, complete + whole)
    lines = tuple(sorted((CoverageLine(found.whats[place], role, sex, counts)
                          for (place, role, sex), counts in grouped.items()),
                         key=lambda line: (line.what, line.role, line.sex)))
    return Coverage(day, lines, names, people)


def _share(lines: Iterable[CoverageLine]) -> Share:
    total = dict.fromkeys(STATES, 0)
    for line in lines:
        for state, count in line.states.items():
            total[state] += count
    return Share(sum(total.values()), total[VALID] + total[SOON], total[SOON], total[LAPSED], total[NEVER])
