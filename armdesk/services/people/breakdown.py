"""People counted by sex, age band and role, with those of whom it is not stated: of any list, course or meeting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from armdesk.i18n import N_, _
from armdesk.models import choices
from armdesk.query import Query
from armdesk.record import Record
from armdesk.services.basis.ages import KNOWN_BY, age_of
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.people.people_figures import AGE_BANDS, band_of
from armdesk.store import Store

NOT_STATED = "unknown"
SEXES = {**choices.SEX, NOT_STATED: N_("Not stated")}
ROLES = {**choices.ROLE, NOT_STATED: N_("Not stated")}
_PER_STEP = 800
_THROUGH = {"training_attendance": "person", "meeting_attendance": "person", "ppe_delivery": "person",
            "attendance": "person", "registration": "person", "payment": "person"}
"""Registers whose rows name a person."""
_LISTS = {"training": ("training_attendance", "training", "person_as_written"),
          "meeting": ("meeting_attendance", "meeting", "name_as_written")}
"""Registers with a list of people behind each row: (register of the list, its link, field of loose names)."""
LISTED = frozenset({"person", "training_attendance", "meeting_attendance", "ppe_delivery", *_LISTS})
"""Registers whose lists always say under them whom they name."""


@dataclass(frozen=True)
class Breakdown:
    """Some people counted.

    Shape: each mapping leads from a code to a count, all codes there; cross from (sex, band); loose is the number of
    names as written that nobody linked to a person: of them nothing is known.
    """

    total: int
    by_sex: dict[str, int]
    by_band: dict[str, int]
    by_role: dict[str, int]
    cross: dict[tuple[str, str], int]
    loose: int = 0

    @property
    def minors(self) -> int:
        """How many are under 18, or may be."""
        return self.by_band["under_15"] + self.by_band["15_17"]

    def line(self) -> str:
        """All of it in one line, in the language in force."""
        said = [f"{_(SEXES[code])} {count}" for code, count in self.by_sex.items() if count]
        if self.minors:
            said.append(_("under 18: {count}").format(count=self.minors))
        if self.by_band[NOT_STATED]:
            said.append(_("age not known: {count}").format(count=self.by_band[NOT_STATED]))
        if self.loose:
            said.append(_("names not linked: {count}").format(count=self.loose))
        return " · ".join(said)


def of_people(store: Store, ids: Iterable[str], day: date, loose: int = 0) -> Breakdown:
    """Some people, each counted once, with their age on a day."""
    wanted = [bytes.fromhex(each) for each in dict.fromkeys(ids)]
    rows: list[tuple[Any, ...]] = []
    for start in range(0, len(wanted), _PER_STEP):
        part = wanted[start : start + _PER_STEP]
        marks = ", ".join("?" * len(part))
        rows += ask(store, f"SELECT sex, role, {KNOWN_BY} FROM person WHERE id IN ({marks})", *part)  # noqa: S608 - own columns
    return _counted(rows, day, loose)


def of_list(store: Store, query: Query, day: date) -> Breakdown:
    """Everybody a list names, each once: the people of a list of people, those who came to any of its courses."""
    name = query.type.type_name()
    if name == "person":
        return of_people(store, _ids(store, query), day)
    if name in _LISTS:
        return of_rows(store, query.type, _ids(store, query), day)
    link = query.type.field(_THROUGH[name])
    named = [values[link.name] for values in store.values(query, [link])]
    return of_people(store, (each for each in named if each), day)


def of_record(store: Store, record: Record) -> Breakdown | None:
    """Who came to a course or meeting, with their age on its day; None for all other records."""
    day = getattr(record, "date", None)
    if record.type_name() not in _LISTS or not record.id or day is None:
        return None
    return of_rows(store, type(record), [record.id], day)


def of_group(store: Store, record: Record, day: date) -> Breakdown | None:
    """Who belongs to a crew or works at a site today; None for all other records."""
    name = record.type_name()
    if name not in ("crew", "site") or not record.id:
        return None
    rows = ask(store, f'SELECT id FROM person WHERE trashed = 0 AND "{name}" = ? '  # noqa: S608 - one of two names
               "AND coalesce(status, 'active') NOT IN ('left', 'dead')", bytes.fromhex(record.id))
    return of_people(store, (id_of(raw) for (raw,) in rows), day)


def of_rows(store: Store, type_: type[Record], rows: Iterable[str], day: date) -> Breakdown:
    """Everybody who came to some courses or meetings, each counted once."""
    table, link, written = _LISTS[type_.type_name()]
    people: dict[str, None] = {}
    loose: set[str] = set()
    wanted = [bytes.fromhex(each) for each in rows]
    for start in range(0, len(wanted), _PER_STEP):
        part = wanted[start : start + _PER_STEP]
        marks = ", ".join("?" * len(part))
        for person, name in ask(store, f'SELECT person, "{written}" FROM "{table}" WHERE trashed = 0 '  # noqa: S608 - own names
                                f'AND coalesce(present, 1) = 1 AND "{link}" IN ({marks})', *part):
            if person is not None:
                people[id_of(person)] = None
            elif name:
                loose.add(str(name))
    return of_people(store, people, day, len(loose))


def _ids(store: Store, query: Query) -> list[str]:
    packed = store.ids(query)
    return [bytes(packed[place : place + 16]).hex() for place in range(0, len(packed), 16)]


def _counted(rows: Iterable[tuple[Any, ...]], day: date, loose: int) -> Breakdown:
    cross: Counter[tuple[str, str]] = Counter()
    roles: Counter[str] = Counter()
    for sex, role, *known in rows:
        age = age_of(day, *known)
        cross[sex or NOT_STATED, band_of(age.least if age else None)] += 1
        roles[role or NOT_STATED] += 1
    return Breakdown(
        cross.total(), {sex: sum(cross[sex, band] for band in AGE_BANDS) for sex in SEXES},
        {band: sum(cross[sex, band] for sex in SEXES) for band in AGE_BANDS},
        {role: roles[role] for role in ROLES},
        {(sex, band): cross[sex, band] for sex in SEXES for band in AGE_BANDS}, loose)
