"""Who belonged to the cooperative on a day: by sex, age band and role; ages nobody knows are counted apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from armdesk.i18n import N_
from armdesk.services.figure import ask, id_of
from armdesk.services.period import Period, months_after
from armdesk.store import Store

AGE_BANDS = {"under_15": N_("Under 15"), "15_17": N_("15 to 17"), "18_29": N_("18 to 29"), "30_44": N_("30 to 44"),
             "45_59": N_("45 to 59"), "60_up": N_("60 and over"), "unknown": N_("Age not known")}
_BOUNDS = ((15, "under_15"), (18, "15_17"), (30, "18_29"), (45, "30_44"), (60, "45_59"), (200, "60_up"))
ADULT = 18


@dataclass(frozen=True)
class OnRoster:
    """One person on the roster of a day.

    Units: age in whole years, None where it is not known; by_year says that only the year of birth was (age then is the
    least it can be); proved says that a document on the age was seen or copied.
    """

    id: str
    sex: str
    role: str
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
    if age is None:
        return "unknown"
    return next(band for bound, band in _BOUNDS if age < bound)


def age_on(day: date, born: date) -> int:
    """Whole years of age on a day.  Source: born on 29 February, a year is added on 28 February of short years."""
    years = day.year - born.year
    return years - (months_after(born, 12 * years) > day) if years >= 0 else 0


def roster(store: Store, day: date) -> list[OnRoster]:
    """Everybody who belonged to the cooperative on that day, by the days of joining and leaving."""
    found = ask(store, "SELECT id, sex, role, birth_date, birth_year, age_stated, age_stated_on, age_evidence, "
                "hazardous, informed_on FROM person WHERE trashed = 0 AND (joined_on IS NULL OR joined_on <= ?) "
                "AND (left_on > ? OR (left_on IS NULL AND coalesce(status, 'active') NOT IN ('left', 'dead'))) "
                "ORDER BY id", day, day)
    people = []
    for id_, sex, role, born, year, stated, stated_on, evidence, hazardous, informed in found:
        age, by_year = _age(day, born, year, stated, stated_on)
        people.append(OnRoster(id_of(id_), sex or "unknown", role, age, by_year, evidence in ("seen", "copy"),
                               bool(hazardous), bool(informed and informed <= day.isoformat())))
    return people


def _age(day: date, born: str | None, year: int | None, stated: int | None,
         stated_on: str | None) -> tuple[int | None, bool]:
    """Age on a day from the best that is known; the least it can be where only years are known."""
    if born:
        return age_on(day, date.fromisoformat(born)), False
    if year:
        had_birthday = (day.month, day.day) == (12, 31)
        return max(day.year - year - (not had_birthday), 0), True
    if stated is not None and stated_on:
        # A stated age is a year of age or less behind the birthday, so whole years since are added, never guessed up.
        return stated + max(age_on(day, date.fromisoformat(stated_on)), 0), True
    return None, False


@dataclass(frozen=True)
class People:
    """The roster of a day counted.  Shape: each mapping leads from a code ("F", "30_44", "selector") to a count.

    minor_bands: age band of each who is under 18, by id.
    """

    everybody: tuple[str, ...]
    by_sex: dict[str, int]
    by_band: dict[str, int]
    by_role: dict[str, int]
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
