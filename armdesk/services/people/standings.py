"""Standings: what each person on the roster of a day needs, and until when he has it.

Asked of the database in three plain questions, each answered from an index, and put together here: the rows of needs
are matched once for each kind of person there is, not for each person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from armdesk.fields import fold
from armdesk.models import CourseKind
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.period import months_after
from armdesk.store import Store

TRAINING, PPE = "training", "ppe"
NEVER, LAPSED, SOON, VALID = "never", "lapsed", "soon", "valid"
"""What somebody who needs a thing has of it: nothing, an old one, one that ends soon, one that holds."""
STATES = (VALID, SOON, LAPSED, NEVER)
PPE_MONTHS, SOON_DAYS = "ppe_renewal_months", "renewal_notice_days"
"""Kinds of the rates that say after how many months an item is renewed, and how many days ahead it is told."""
ENDLESS = "9999-12-31"
ROSTER = ("p.trashed = 0 AND (p.joined_on IS NULL OR p.joined_on <= ?) AND (p.left_on > ? OR (p.left_on IS NULL "
          "AND coalesce(p.status, 'active') NOT IN ('left', 'dead')))")
"""The people of people_figures.roster; bound to the day twice."""
_NEEDS = {TRAINING: ("course_need", "course_kind"), PPE: ("ppe_need", "item")}


class Someone(NamedTuple):
    """A person on the roster.  Shape: needs are places in Standings.whats; crew is its raw id, b"" without one."""

    id: bytes
    role: str
    sex: str
    crew: bytes
    needs: tuple[int, ...]


class _Profile(NamedTuple):
    """All that a need may ask of a person."""

    role: str
    crew: bytes
    sites: tuple[bytes, bytes]
    crew_kind: str
    task: str
    hazardous: bool


@dataclass(frozen=True)
class Standings:
    """What is needed and there.

    Shape: whats are ids of kinds of course or codes of items that somebody may need; ends maps, for each of them, raw
    ids of persons to the last day on which it holds, YYYY-MM-DD; people are only those who need something.
    """

    day: str
    soon: str
    whats: list[str]
    people: list[Someone]
    ends: list[dict[bytes, str]]

    def state(self, end: str | None) -> str:
        """State of something that holds until a day, None for what was never there."""
        if end is None:
            return NEVER
        return LAPSED if end < self.day else SOON if end <= self.soon else VALID


def read_standings(store: Store, day: date, of: str) -> Standings:
    """Courses (TRAINING) or equipment (PPE) on a day."""
    ahead = Limits(store).value(SOON_DAYS, day) or 0
    needs = _needs(store, of)
    whats = list(dict.fromkeys(what for what, _whom in needs))
    ends = _courses(store, day, whats) if of == TRAINING else _equipment(store, day, whats)
    return Standings(day.isoformat(), (day + timedelta(days=int(ahead))).isoformat(), whats,
                     _people(store, day, whats, needs) if needs else [], ends)


def _needs(store: Store, of: str) -> list[tuple[str, dict[str, Any]]]:
    """Rows that say who needs what, with only what they ask.  Shape: (what, field -> value)."""
    table, column = _NEEDS[of]
    kinds = {kind.id for kind in store.all(CourseKind)} if of == TRAINING else set()
    rows = []
    for what, role, crew, site, crew_kind, task, hazardous in ask(
            store, f"SELECT {column}, role, crew, site, crew_kind, task, only_hazardous FROM {table} "  # noqa: S608
            "WHERE trashed = 0 ORDER BY id"):  # names of our own
        known = what if isinstance(what, str) else id_of(what)
        asked = {"role": role, "crew": bytes(crew) if crew else None, "site": bytes(site) if site else None,
                 "crew_kind": crew_kind, "task": fold(task) if task else None, "hazardous": bool(hazardous) or None}
        if of == PPE or known in kinds:
            rows.append((known, {name: value for name, value in asked.items() if value is not None}))
    return rows


def _people(store: Store, day: date, whats: Sequence[str],
            needs: Sequence[tuple[str, dict[str, Any]]]) -> list[Someone]:
    places = {what: place for place, what in enumerate(whats)}
    known: dict[_Profile, tuple[int, ...]] = {}
    found = []
    for id_, role, sex, crew, site, crew_site, kind, task, hazardous in ask(
            store, "SELECT p.id, p.role, p.sex, p.crew, p.site, c.site, c.kind, p.task, p.hazardous FROM person p "  # noqa: S608
            f"LEFT JOIN crew c ON c.id = p.crew WHERE {ROSTER}", day, day):  # a condition of our own
        profile = _Profile(role or "", bytes(crew or b""), (bytes(site or b""), bytes(crew_site or b"")), kind or "",
                           fold(task) if task else "", bool(hazardous))
        wanted = known.get(profile)
        if wanted is None:
            wanted = tuple(sorted({places[what] for what, asked in needs if _concerns(asked, profile)}))
            known[profile] = wanted
        if wanted:
            found.append(Someone(bytes(id_), role, sex or "unknown", profile.crew, wanted))
    return found


def _concerns(asked: dict[str, Any], who: _Profile) -> bool:
    """Whether a need concerns somebody; what it does not ask holds for everybody."""
    return (asked.get("role", who.role) == who.role and asked.get("crew", who.crew) == who.crew
            and ("site" not in asked or asked["site"] in who.sites)
            and asked.get("crew_kind", who.crew_kind) == who.crew_kind
            and asked.get("task", "") in who.task and (who.hazardous or "hazardous" not in asked))


def _courses(store: Store, day: date, whats: Sequence[str]) -> list[dict[bytes, str]]:
    places = {what: place for place, what in enumerate(whats)}
    held = {training: (places[what], end) for training, what, end in held_until(store, day) if what in places}
    ends: list[dict[bytes, str]] = [{} for _what in whats]
    for training, (place, end) in held.items():
        of_kind = ends[place]
        for (person,) in ask(store, "SELECT person FROM training_attendance WHERE training = ? AND trashed = 0 "
                             "AND coalesce(present, 1) = 1 AND person IS NOT NULL", bytes.fromhex(training)):
            before = of_kind.get(person)
            if before is None or before < end:
                of_kind[person] = end
    return ends


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
            end = expires or (months_after(date.fromisoformat(held_on), lasts).isoformat() if lasts else ENDLESS)
            found.append((id_of(id_), what, end))
    return found


def _equipment(store: Store, day: date, items: Sequence[str]) -> list[dict[bytes, str]]:
    limits = Limits(store)
    ends: list[dict[bytes, str]] = []
    for item in items:
        months = int(limits.value(PPE_MONTHS, day, applies_to=item) or 0)
        renewed: dict[str, str] = {}
        of_item: dict[bytes, str] = {}
        for person, delivered in ask(store, "SELECT person, date FROM ppe_delivery WHERE trashed = 0 AND item = ? "
                                     "AND date <= ? AND person IS NOT NULL ORDER BY date", item, day):
            if delivered not in renewed:
                renewed[delivered] = _renewed(delivered, months)
            of_item[person] = renewed[delivered]
        ends.append(of_item)
    return ends


def _renewed(delivered: str, months: int) -> str:
    """The last day before an item is to be renewed."""
    return (months_after(date.fromisoformat(delivered), months) - timedelta(days=1)).isoformat() if months else ENDLESS
