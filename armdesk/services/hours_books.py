"""The books that tell of hours at work, each summed by day and site in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from armdesk.services.figure import ask, id_of
from armdesk.services.period import Period, month
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


_SIZES = ("SELECT crew, count(*) AS size FROM person WHERE trashed = 0 AND crew IS NOT NULL "
          "AND (joined_on IS NULL OR joined_on <= ?) AND (left_on > ? OR (left_on IS NULL "
          "AND coalesce(status, 'active') NOT IN ('left', 'dead'))) GROUP BY crew")
"""People of each crew in a period."""


def attendance_days(store: Store, period: Period, _sizes: Period) -> Iterator[Day]:
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
    return {id_of(crew): id_of(site) for crew, site in ask(store, "SELECT id, site FROM crew WHERE site IS NOT NULL")}


def attendance_workers(store: Store, period: Period) -> dict[tuple[str, str], int]:
    """Different people at work by month and site.  Shape: (month, site) -> count."""
    return {(month, id_of(site)): int(count) for month, site, count in ask(
        store, "SELECT substr(a.date, 1, 7), coalesce(a.site, c.site), count(DISTINCT a.person) "
        "FROM attendance a LEFT JOIN crew c ON c.id = a.crew WHERE a.trashed = 0 "
        "AND coalesce(a.status, 'present') = 'present' AND a.date BETWEEN ? AND ? "
        "GROUP BY substr(a.date, 1, 7), coalesce(a.site, c.site)", period.begins, period.ends)}


class _Book(NamedTuple):
    """A book of work done together, as it is asked.

    Shape: worked says which rows count; same names the columns by which two rows are one work; alone says when a row
    without a number of persons is the work of one.
    """

    table: str
    worked: str
    same: str
    alone: str


_SHIFTS = _Book("shift", "coalesce(x.worked, 1) = 1", "x.crew, x.shift", "0")
_DELIVERIES = _Book("production", "coalesce(x.no_work, 0) = 0 AND x.corrects IS NULL",
                    "x.crew, x.crew_as_written, x.person, x.person_as_written, x.shift",
                    "x.person IS NOT NULL OR x.person_as_written IS NOT NULL OR x.crew IS NULL")


def shift_days(store: Store, period: Period, sizes: Period) -> Iterator[Day]:
    """Shifts worked: persons times hours; a shift written twice counts once."""
    yield from _by_groups(store, period, sizes, _SHIFTS)


def delivery_days(store: Store, period: Period, sizes: Period, *, by_crew: bool = True) -> Iterator[Day]:
    """Deliveries: persons times hours.

    Two deliveries of the same crew, person and shift on a day are the same people's work and count once, with the
    larger figure.  A delivery of one named person is the work of one where it says no number.
    Shape: by_crew False gives all crews of a site in one, for days of which no other book tells.
    """
    yield from _by_groups(store, period, sizes, _DELIVERIES, by_crew=by_crew)


def _by_groups(store: Store, period: Period, sizes: Period, book: _Book, *, by_crew: bool = True) -> Iterator[Day]:
    """Persons and hours of a book.  Rows without a number are as many as the crew has people in the days of `sizes`."""
    crew_of = "crew" if by_crew else "NULL"
    people = f"coalesce(x.persons, CASE WHEN {book.alone} THEN 1 ELSE n.size END, 0)"
    for day, site, crew, hours, persons, unknown in ask(
            store,
            f"SELECT day, site, {crew_of}, sum(hours), sum(persons), "  # noqa: S608 - tables and columns of our own
            "sum(CASE WHEN hours IS NULL THEN persons ELSE 0 END) "
            f"FROM (SELECT x.date AS day, coalesce(x.site, c.site) AS site, x.crew AS crew, max({people}) AS persons, "
            f"max({people} * x.hours) AS hours FROM {book.table} x LEFT JOIN crew c ON c.id = x.crew "
            f"LEFT JOIN ({_SIZES}) n ON n.crew = x.crew WHERE x.trashed = 0 AND {book.worked} "
            f"AND x.date BETWEEN ? AND ? GROUP BY x.date, coalesce(x.site, c.site), {book.same}) "
            f"GROUP BY day, site{', crew' if by_crew else ''}",
            sizes.ends, sizes.begins, period.begins, period.ends):
        yield Day(day, id_of(site), id_of(crew), int(hours or 0), int(persons or 0), int(unknown or 0))


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
