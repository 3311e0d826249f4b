"""The books that tell of hours at work, each summed by day and site in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.period import Period, month
from armdesk.store import Store


class Day(NamedTuple):
    """One day of a crew at a site as one book tells it; crew and site are ids, "" where the book names none.

    Units: hours in hundredths; persons counts everybody, unknown those of them whose hours the book does not say.
    """

    day: str
    site: str
    crew: str
    hours: int
    persons: int
    unknown: int


Sizes = frozenset[tuple[Any, int]]
"""How many people each crew has, as pairs of its raw id and a number."""


def sizes(store: Store, period: Period) -> Sizes:
    """People of each crew in a period."""
    return frozenset((crew, int(count)) for crew, count in ask(
        store, "SELECT crew, count(*) FROM person WHERE trashed = 0 AND crew IS NOT NULL "
        "AND (joined_on IS NULL OR joined_on <= ?) AND (left_on > ? OR (left_on IS NULL "
        "AND coalesce(status, 'active') NOT IN ('left', 'dead'))) GROUP BY crew", period.ends, period.begins))


def attendance_days(store: Store, period: Period, _crews: Sizes) -> Iterator[Day]:
    """Attendance: everybody who was there with the hours written; the site is that of the entry, else of the crew."""
    sites = _sites_of_crews(store)
    # Grouped in the order of an index, so that nothing is sorted; crews become sites afterwards.
    for day, site, crew, hours, persons, unknown in ask(
            store, "SELECT date, site, crew, sum(hours), count(*), sum(CASE WHEN hours IS NULL THEN 1 ELSE 0 END) "
            "FROM attendance WHERE trashed = 0 AND coalesce(status, 'present') = 'present' "
            "AND date BETWEEN ? AND ? GROUP BY date, site, crew", period.begins, period.ends):
        of_crew = id_of(crew)
        yield Day(day, id_of(site) or sites.get(of_crew, ""), of_crew, int(hours or 0), int(persons), int(unknown))


def _sites_of_crews(store: Store) -> dict[str, str]:
    return {id_of(crew): id_of(site) for crew, site in _sites_of_crews_raw(store).items()}


def _sites_of_crews_raw(store: Store) -> dict[Any, Any]:
    return dict(ask(store, "SELECT id, site FROM crew WHERE site IS NOT NULL"))


def attendance_workers(store: Store, period: Period) -> dict[tuple[str, str], int]:
    """Different people at work by month and site.  Shape: (month, site) -> count."""
    return {(month, id_of(site)): int(count) for month, site, count in ask(
        store, "SELECT substr(a.date, 1, 7), coalesce(a.site, c.site), count(DISTINCT a.person) "
        "FROM attendance a LEFT JOIN crew c ON c.id = a.crew WHERE a.trashed = 0 "
        "AND coalesce(a.status, 'present') = 'present' AND a.date BETWEEN ? AND ? "
        "GROUP BY substr(a.date, 1, 7), coalesce(a.site, c.site)", period.begins, period.ends)}


class _Book(NamedTuple):
    """A book of work done together, as it is asked.

    Shape: worked says which rows count; same names the columns besides day, site and crew by which two rows are one
    work; alone says when a row without a number of persons is the work of one.
    """

    table: str
    worked: str
    same: str
    alone: str


_SHIFTS = _Book("shift", "coalesce(worked, 1) = 1", "shift", "0")
_DELIVERIES = _Book("production", "coalesce(no_work, 0) = 0 AND corrects IS NULL",
                    "crew_as_written, person, person_as_written, shift",
                    "person IS NOT NULL OR person_as_written IS NOT NULL OR crew IS NULL")


def shift_days(store: Store, period: Period, crews: Sizes) -> Iterator[Day]:
    """Shifts worked: persons times hours; a shift written twice counts once."""
    yield from _by_groups(store, period, crews, _SHIFTS)


def delivery_days(store: Store, period: Period, crews: Sizes, *, by_crew: bool = True) -> Iterator[Day]:
    """Deliveries: persons times hours.

    Two deliveries of the same crew, person and shift on a day are the same people's work and count once, with the
    larger figure.  A delivery of one named person is the work of one where it says no number.
    Shape: by_crew False gives all crews of a site in one, for days of which no other book tells.
    """
    yield from _by_groups(store, period, crews, _DELIVERIES, by_crew=by_crew)


def _by_groups(store: Store, period: Period, crews: Sizes, book: _Book, *, by_crew: bool = True) -> Iterator[Day]:
    """Persons and hours of a book.  Rows without a number are as many as the crew has people.

    Grouped here: a database sorts rows by so many texts more slowly than they are counted.
    """
    sizes_of, sites = dict(crews), _sites_of_crews_raw(store)
    works: dict[tuple[Any, ...], tuple[int, int | None]] = {}
    for row in ask(store, f"SELECT date, crew, {book.same}, site, persons, hours, {book.alone} FROM {book.table} "  # noqa: S608 - tables and columns of our own
                   f"WHERE trashed = 0 AND {book.worked} AND date BETWEEN ? AND ?", period.begins, period.ends):
        site, persons, hours, alone = row[-4:]
        if persons is None:
            persons = 1 if alone else sizes_of.get(row[1], 0)
        worked = None if hours is None else persons * hours
        key = (site or sites.get(row[1]), *row[:-4])
        if (before := works.get(key)) is not None:
            persons = max(persons, before[0])
            worked = max((each for each in (worked, before[1]) if each is not None), default=None)
        works[key] = persons, worked
    sums: dict[tuple[Any, ...], list[int]] = {}
    for (site, day, crew, *_same), (persons, worked) in works.items():
        kept = sums.setdefault((day, site, crew if by_crew else None), [0, 0, 0])
        kept[0] += worked or 0
        kept[1] += persons
        kept[2] += persons if worked is None else 0
    for (day, site, crew), (hours, persons, unknown) in sums.items():
        yield Day(day, id_of(site), id_of(crew), hours, persons, unknown)


class Roster:
    """How many people belong to each site in any days, by their own site, else that of their crew; read once."""

    def __init__(self, store: Store) -> None:
        self._groups = [(id_of(site), joined or "", left, int(count)) for site, joined, left, count in ask(
            store, "SELECT coalesce(p.site, c.site), p.joined_on, p.left_on, count(*) FROM person p "
            "LEFT JOIN crew c ON c.id = p.crew WHERE p.trashed = 0 AND (p.left_on IS NOT NULL "
            "OR coalesce(p.status, 'active') NOT IN ('left', 'dead')) "
            "GROUP BY coalesce(p.site, c.site), p.joined_on, p.left_on")]

    def of_sites(self, period: Period) -> dict[str, int]:
        """People of each site who belonged to it in some of these days; "" for those without a site."""
        begins, ends = period.begins.isoformat(), period.ends.isoformat()
        found: dict[str, int] = defaultdict(int)
        for site, joined, left, count in self._groups:
            if joined <= ends and (left is None or left > begins):
                found[site] += count
        return dict(found)


def told(store: Store, period: Period) -> Period | None:
    """The part of a period that lies in months of which the books tell anything at all, None if they tell nothing."""
    # One by one, so that an index gives each end at once.
    days = [date.fromisoformat(day) for book in ("attendance", "shift", "production", "incident")
            for end in ("min", "max") for (day,) in ask(
                store, f"SELECT {end}(date) FROM {book} WHERE trashed = 0") if day]  # noqa: S608 - four names
    if not days:
        return None
    first = max(min(days).replace(day=1), period.begins)
    last = min(month(max(days).year, max(days).month).ends, period.ends)
    return Period(first, last) if first <= last else None
