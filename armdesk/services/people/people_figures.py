"""Who belonged to the cooperative on a day: by sex, age band and role; ages nobody knows are counted apart."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from armdesk.i18n import N_
from armdesk.models import choices
from armdesk.services.basis.ages import ADULT, KNOWN_BY, age_of
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.period import Period
from armdesk.store import Store

AGE_BANDS = {**choices.AGE_BAND, "unknown": N_("Age not known")}
_BEGIN, _BANDS = (15, 18, 30, 45, 60), ("under_15", "15_17", "18_29", "30_44", "45_59", "60_up")


class OnRoster(NamedTuple):
    """One person on the roster of a day; a plain tuple, for there may be tens of thousands.

    Units: age in whole years, None where it is not known; by_year says that only the year of birth was (age then is the
    least it can be); proved says that a document on the age was seen or copied.
    """

    id: str
    sex: str
    role: str
    site: str
    age: int | None
    by_year: bool
    proved: bool
    hazardous: bool
    informed: bool

    @property
    def band(self) -> str:
        """Key of AGE_BANDS."""
        return band_of(self.age)

    @property
    def minor(self) -> bool:
        """Whether the person is, or by what is known may be, under 18."""
        return self.age is not None and self.age < ADULT


def band_of(age: int | None) -> str:
    """Age band of an age, key of AGE_BANDS."""
    return "unknown" if age is None else _BANDS[bisect_right(_BEGIN, age)]


def roster(store: Store, day: date) -> list[OnRoster]:
    """Everybody who belonged to the cooperative on that day, by the days of joining and leaving."""
    return list(store.remembered.of(("roster", day), ("person", "crew"), lambda: _roster(store, day)))


def _roster(store: Store, day: date) -> list[OnRoster]:
    site = "coalesce(site, (SELECT c.site FROM crew c WHERE c.id = person.crew))"
    found = ask(store, f"SELECT id, sex, role, {site}, age_evidence, hazardous, informed_on, {KNOWN_BY} FROM person "
                "WHERE trashed = 0 AND (joined_on IS NULL OR joined_on <= ?) "
                "AND (left_on > ? OR (left_on IS NULL AND coalesce(status, 'active') NOT IN ('left', 'dead'))) "
                "ORDER BY id", day, day)
    people = []
    for id_, sex, role, place, evidence, hazardous, informed, *known in found:
        age = age_of(day, *known)
        people.append(OnRoster(id_of(id_), sex or "unknown", role, id_of(place) if place else "unknown",
                               age.least if age else None, age is not None and not age.sure,
                               evidence in ("seen", "copy"), bool(hazardous),
                               bool(informed and informed <= day.isoformat())))
    return people


@dataclass(frozen=True)
class People:
    """The roster of a day counted.  Shape: each mapping leads from a code ("F", "30_44", "selector") to a count.

    minor_bands: age band of each who is under 18, by id.
    """

    everybody: tuple[str, ...]
    by_sex: dict[str, int]
    by_band: dict[str, int]
    by_role: dict[str, int]
    by_site: dict[str, int]
    minors: tuple[str, ...]
    minors_at_risk: tuple[str, ...]
    unknown_age: tuple[str, ...]
    proved_age: int
    uninformed: tuple[str, ...]
    minor_bands: dict[str, str]

    @property
    def total(self) -> int:
        """How many people are on it."""
        return len(self.everybody)


def count_people(everybody: list[OnRoster]) -> People:
    """Count a roster; where it matters who they are, as ids of persons."""
    bands = Counter(person.band for person in everybody)
    return People(
        tuple(person.id for person in everybody),
        dict(sorted(Counter(person.sex for person in everybody).items())),
        {band: bands[band] for band in AGE_BANDS},
        dict(sorted(Counter(person.role for person in everybody).items())),
        dict(sorted(Counter(person.site for person in everybody).items())),
        tuple(person.id for person in everybody if person.minor),
        tuple(person.id for person in everybody if person.minor and person.hazardous),
        tuple(person.id for person in everybody if person.age is None),
        sum(person.proved for person in everybody),
        tuple(person.id for person in everybody if not person.informed),
        {person.id: person.band for person in everybody if person.minor},
    )


def trained(store: Store, period: Period, day: date) -> tuple[int, int]:
    """Of the roster of a day, how many took part in any course of the period.  Shape: (trained, roster)."""
    there = {person.id for person in roster(store, day)}
    found = ask(store, "SELECT DISTINCT a.person FROM training_attendance a JOIN training t ON t.id = a.training "
                "WHERE a.trashed = 0 AND t.trashed = 0 AND coalesce(a.present, 1) = 1 AND a.person IS NOT NULL "
                "AND t.date BETWEEN ? AND ?", period.begins, period.ends)
    return len(there & {id_of(person) for (person,) in found}), len(there)


def registered(store: Store, day: date) -> tuple[int, int]:
    """Of the roster of a day, how many had an entry in a national register that held.  Shape: (registered, roster)."""
    there = {person.id for person in roster(store, day)}
    found = ask(store, "SELECT DISTINCT person FROM registration WHERE trashed = 0 AND person IS NOT NULL "
                "AND (valid_from IS NULL OR valid_from <= ?) AND (valid_to IS NULL OR valid_to >= ?)", day, day)
    return len(there & {id_of(person) for (person,) in found}), len(there)


def covered(store: Store, day: date) -> tuple[int, int, int]:
    """Of the roster of a day, how many have any social cover, and of how many it is stated.

    Shape: (covered, stated, roster).  What a person has now is counted; the records keep no earlier state.
    Source: SDG indicator 1.3.1, population covered by at least one social protection benefit.
    """
    there = {person.id for person in roster(store, day)}
    stated = {id_of(id_): cover for id_, cover in ask(
        store, "SELECT id, social_cover FROM person WHERE trashed = 0 AND coalesce(social_cover, '') <> ''")}
    told = [cover for id_, cover in stated.items() if id_ in there]
    return sum(cover != "none" for cover in told), len(told), len(there)


def remediated(store: Store, period: Period) -> int:
    """People of whom an alarm of age of the period was answered by taking them off the work, or by sending them on."""
    return int(ask(store, "SELECT count(DISTINCT person) FROM age_alarm WHERE trashed = 0 "
                   "AND answer IN ('moved', 'stopped', 'referred') AND rule <> 'protected' AND date BETWEEN ? AND ?",
                   period.begins, period.ends)[0][0])
