"""Ages: how old somebody is on a day by the best that is known, and whether that is sure."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from armdesk.models import Person
from armdesk.services.basis.period import months_after

KNOWN_BY = "birth_date, birth_year, age_stated, age_stated_on, age_band"
"""Columns of a person that its age follows from, in the order that age_of() takes them."""
_LEAST = {"under_15": 0, "15_17": 15, "18_29": 18, "30_44": 30, "45_59": 45, "60_up": 60}
_MOST = {"under_15": 14, "15_17": 17, "18_29": 29, "30_44": 44, "45_59": 59, "60_up": 120}
_LEAP_DAY = (2, 29)
ADULT, _OLDEST = 18, 120
"""Age of majority, which armdesk counts by everywhere.  Source: Convention on the Rights of the Child, article 1."""


class Age(NamedTuple):
    """Whole years of age: the least and the most it can be; source is what it follows from.

    Shape: source is birth_date, birth_year, age_stated or age_band.
    """

    least: int
    most: int
    source: str

    @property
    def sure(self) -> bool:
        """Whether it is exact."""
        return self.source == "birth_date"


def age_on(day: date, born: date) -> int:
    """Whole years of age on a day.  Source: born on 29 February, a year is added on 28 February of short years."""
    years = day.year - born.year
    if years < 0:
        return 0
    if (born.month, born.day) == _LEAP_DAY:
        return years - (months_after(born, 12 * years) > day)
    return years - ((born.month, born.day) > (day.month, day.day))


def age_of(day: date, born: str | date | None, year: int | None, stated: int | None, stated_on: str | date | None,
           band: str | None = None) -> Age | None:
    """Age on a day from the best that is known; None where nothing is.

    Where only the year is known it lies between two ages; an age that was stated is a year or less behind the birthday,
    so whole years since then are added; one stated on an unknown day says something only of the young; a band holds as
    it was written.
    """
    if born:
        years = age_on(day, _day(born))
        return Age(years, years, "birth_date")
    if year:
        most = max(day.year - year, 0)
        last = (day.month, day.day) == (12, 31)
        return Age(max(most - (not last), 0), most, "birth_year")
    if stated is not None and stated_on:
        since = _day(stated_on)
        least = stated + age_on(day, since)
        whole = day >= since and months_after(since, 12 * age_on(day, since)) == day
        return Age(least, least + (not whole), "age_stated")
    if stated is not None and stated < ADULT:
        return Age(stated, _OLDEST, "age_stated")
    if band in _LEAST:
        return Age(_LEAST[band], _MOST[band], "age_band")
    return None


def age_of_person(person: Person, day: date) -> Age | None:
    """Age of a person as recorded or typed."""
    return age_of(day, person.birth_date, person.birth_year, person.age_stated, person.age_stated_on, person.age_band)


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
