"""Who needs which course and which equipment, and has it on a day: counted by kind, by role and by sex.

    training_coverage(store, day) -> Coverage      ppe_coverage(store, day) -> Coverage

Both count the roster of the day in the database, whatever its size.  A need without rows is a Coverage without lines:
its share is None, which is not zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from armdesk.fields import fold
from armdesk.models import CourseKind, choices
from armdesk.services.figure import ask, id_of
from armdesk.services.limits import Limits
from armdesk.services.period import months_after
from armdesk.store import Store

NEVER, LAPSED, SOON, VALID = "never", "lapsed", "soon", "valid"
"""What somebody who needs a thing has of it: nothing, an old one, one that ends soon, one that holds."""
STATES = (VALID, SOON, LAPSED, NEVER)
PPE_MONTHS, SOON_DAYS = "ppe_renewal_months", "renewal_notice_days"
"""Kinds of the rates that say after how many months an item is renewed, and how many days ahead it is told."""
ENDLESS = "9999-12-31"
ROSTER = ("p.trashed = 0 AND (p.joined_on IS NULL OR p.joined_on <= ?) AND (p.left_on > ? OR (p.left_on IS NULL "
           "AND coalesce(p.status, 'active') NOT IN ('left', 'dead')))")
"""The people of people_figures.roster; bound to the day twice."""
_CONCERNS = (
    "(n.role IS NULL OR n.role = p.role) AND (n.crew IS NULL OR n.crew = p.crew) "
    "AND (n.site IS NULL OR n.site = p.site OR n.site = c.site) AND (n.crew_kind IS NULL OR n.crew_kind = c.kind) "
    "AND (coalesce(n.only_hazardous, 0) = 0 OR p.hazardous = 1) "
    "AND (n.task IS NULL OR lower(coalesce(p.task, '')) LIKE '%' || lower(n.task) || '%')")
"""Whether a need concerns a person."""


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
    names = {kind.id: kind.name for kind in store.all(CourseKind)}
    question, values = training_question(store, day)
    return _counted(store, day, names, question, values)


def ppe_coverage(store: Store, day: date) -> Coverage:
    """Protective equipment that people on the roster of a day need by the rows of `ppe_need`, and were given."""
    question, values = ppe_question(store, day)
    return _counted(store, day, {code: code for code in choices.PPE}, question, values)


def training_question(store: Store, day: date) -> tuple[str, list[object]]:
    """Who needs which course and how it stands.

    Shape: SELECT giving (person, what, role, sex, state, ends) as `stands`, with its values; ends is the last day.
    """
    held = held_until(store, day)
    return _stands("course_need", "course_kind", (
        "SELECT a.person AS person, h.what AS what, max(h.ends) AS ends FROM held h JOIN training_attendance a "
        "ON a.training = h.source WHERE a.trashed = 0 AND coalesce(a.present, 1) = 1 AND a.person IS NOT NULL "
        "GROUP BY a.person, h.what"), [(bytes.fromhex(source), bytes.fromhex(what), ends)
                                       for source, what, ends in held], day, _soon(store, day))


def ppe_question(store: Store, day: date) -> tuple[str, list[object]]:
    """Who needs which equipment and how it stands; shape as training_question."""
    limits = Limits(store)
    rows: list[tuple[object, ...]] = []
    for item in choices.PPE:
        months = limits.value(PPE_MONTHS, day, applies_to=item)
        rows += [(item, delivered, end) for delivered, end in _renewals(store, item, day, int(months or 0))]
    return _stands("ppe_need", "item", (
        "SELECT d.person AS person, d.item AS what, max(h.ends) AS ends FROM ppe_delivery d JOIN held h "
        "ON h.source = d.item AND h.what = d.date WHERE d.trashed = 0 AND d.person IS NOT NULL "
        "GROUP BY d.person, d.item"), rows, day, _soon(store, day))


def held_until(store: Store, day: date) -> list[tuple[str, str, str]]:
    """Courses held up to a day with the last day on which they hold.

    Shape: (id of the course, id of its kind, YYYY-MM-DD).  A course that names no kind is of the one that is called as
    its subject.
    """
    kinds = store.all(CourseKind)
    months = {kind.id: kind.months_valid for kind in kinds}
    by_name = {fold(kind.name): kind.id for kind in kinds}
    found = []
    for id_, kind, subject, held_on, expires in ask(
            store, "SELECT id, course_kind, subject, date, expires_on FROM training WHERE trashed = 0 AND date <= ?",
            day):
        what = id_of(kind) or by_name.get(fold(subject or ""), "")
        if what in months:
            lasts = months[what]
            ends = expires or (months_after(date.fromisoformat(held_on), lasts).isoformat() if lasts else ENDLESS)
            found.append((id_of(id_), what, ends))
    return found


def _renewals(store: Store, item: str, day: date, months: int) -> Iterable[tuple[str, str]]:
    """Days on which an item was handed out, with the last day before it is to be renewed."""
    for (delivered,) in ask(store, "SELECT DISTINCT date FROM ppe_delivery WHERE trashed = 0 AND item = ? "
                            "AND date <= ?", item, day):
        yield delivered, (months_after(date.fromisoformat(delivered), months) - timedelta(days=1)).isoformat() \
            if months else ENDLESS


def _soon(store: Store, day: date) -> date:
    """The day up to which what ends is told ahead."""
    return day + timedelta(days=int(Limits(store).value(SOON_DAYS, day) or 0))


def _stands(needs: str, column: str, best: str, held: Sequence[tuple[object, ...]], day: date,
            soon: date) -> tuple[str, list[object]]:
    marks = ", ".join(["(?, ?, ?)"] * len(held)) or "(NULL, NULL, NULL)"
    today = day.isoformat()
    question = (
        f"WITH held(source, what, ends) AS (VALUES {marks}), best AS ({best}), "  # noqa: S608 - tables of our own
        f"needs AS (SELECT DISTINCT p.id AS person, n.{column} AS what, p.role AS role, "
        f"coalesce(p.sex, 'unknown') AS sex FROM person p LEFT JOIN crew c ON c.id = p.crew JOIN {needs} n "
        f"ON n.trashed = 0 AND {_CONCERNS} WHERE {ROSTER}), "
        "stands AS (SELECT w.person, w.what, w.role, w.sex, b.ends, CASE WHEN b.ends IS NULL THEN 'never' "
        "WHEN b.ends < ? THEN 'lapsed' WHEN b.ends <= ? THEN 'soon' ELSE 'valid' END AS state "
        "FROM needs w LEFT JOIN best b ON b.person = w.person AND b.what = w.what) ")
    return question, [*(value for row in held for value in row), today, today, today, soon.isoformat()]


def _counted(store: Store, day: date, names: Mapping[str, str], question: str, values: Sequence[object]) -> Coverage:
    grouped: dict[tuple[str, str, str], dict[str, int]] = {}
    people: dict[tuple[str, str], tuple[int, int]] = {}
    for what, role, sex, state, count in ask(
            store, f"{question} SELECT what, role, sex, state, count(*) FROM stands GROUP BY what, role, sex, state",  # noqa: S608
            *values):  # a question made above
        key = (what if isinstance(what, str) else id_of(what), role, sex)
        grouped.setdefault(key, dict.fromkeys(STATES, 0))[state] = int(count)
    for role, sex, need, whole in ask(
            store, f"{question} SELECT role, sex, count(*), sum(whole) FROM (SELECT person, role, sex, "  # noqa: S608 - as above
            "min(CASE WHEN state IN ('valid', 'soon') THEN 1 ELSE 0 END) AS whole FROM stands "
            "GROUP BY person, role, sex) AS each_person GROUP BY role, sex", *values):
        people[role, sex] = (int(need), int(whole))
    lines = tuple(CoverageLine(what, role, sex, grouped[what, role, sex]) for what, role, sex in sorted(grouped))
    return Coverage(day, lines, names, people)


def _share(lines: Iterable[CoverageLine]) -> Share:
    total = dict.fromkeys(STATES, 0)
    for line in lines:
        for state, count in line.states.items():
            total[state] += count
    return Share(sum(total.values()), total[VALID] + total[SOON], total[SOON], total[LAPSED], total[NEVER])
