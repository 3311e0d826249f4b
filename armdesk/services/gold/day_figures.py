"""What the books tell of the days of a site: its deliveries, and the days of which nothing is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from armdesk.models import Production
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.period import Period
from armdesk.store import Store

_BOOKS = ("production", "shift")
"""Books in which a day of a site can stand: a shift without work is a note too."""
_A_HABIT = 4
"""Times a weekday must have passed without a word before it is taken for the day of rest."""


def deliveries(store: Store, site: str, period: Period, names: Iterable[str]) -> list[tuple[Any, ...]]:
    """Fields of the deliveries of a site ("" for those without one), by day, as the database keeps them."""
    columns = ", ".join(f'"{Production.field(name).column_name}"' for name in names)
    where, values = ("site = ?", [bytes.fromhex(site)]) if site else ("site IS NULL", [])
    return ask(store, f"SELECT {columns} FROM production WHERE trashed = 0 AND {where} AND date BETWEEN ? AND ? "
               "ORDER BY date, id", *values, period.begins, period.ends)


def newest_day(store: Store, site: str) -> date | None:
    """The day of the newest delivery of a site ("" for those without one), None if there is none."""
    where, values = ("site = ?", [bytes.fromhex(site)]) if site else ("site IS NULL", [])
    found = ask(store, f"SELECT max(date) FROM production WHERE trashed = 0 AND {where}", *values)[0][0]
    return date.fromisoformat(str(found)) if found else None


def days_between(first: date, last: date) -> list[date]:
    """All days, both counted; none where the first lies after the last."""
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def gaps(told: Collection[date], first: date, last: date) -> list[date]:
    """Days from first to last of which nothing is told."""
    known = set(told)
    return [day for day in days_between(first, last) if day not in known]


def shift_days(store: Store, site: str, first: date, last: date) -> set[date]:
    """Days that the book of shifts knows of a site, worked or not."""
    if not site:
        return set()
    return {date.fromisoformat(str(day)) for (day,) in ask(
        store, "SELECT DISTINCT date FROM shift WHERE trashed = 0 AND site = ? AND date BETWEEN ? AND ?",
        bytes.fromhex(site), first, last)}


@dataclass(frozen=True)
class Untold:
    """The days of a site of which nothing is told.

    Shape: weekdays (0 for Monday) of which nothing is ever told, as where nobody works on Sundays; months "2025-03"
    with the other days.
    """

    site: str
    weekdays: tuple[int, ...]
    months: dict[str, list[date]]


def untold(store: Store, period: Period, today: date) -> list[Untold]:
    """Gaps of the sites that have deliveries in the period, by site.

    A site is looked at from its first day in the books; until today while it is active, else until its last day there.
    """
    told: dict[str, set[date]] = defaultdict(set)
    producing: set[str] = set()
    for book in _BOOKS:
        for site, day in ask(store, f"SELECT site, date FROM {book} WHERE trashed = 0 AND site IS NOT NULL "
                             "AND date BETWEEN ? AND ? GROUP BY site, date", period.begins, period.ends):
            told[id_of(site)].add(date.fromisoformat(str(day)))
            if book == _BOOKS[0]:
                producing.add(id_of(site))
    active = {id_of(id_) for (id_,) in ask(
        store, "SELECT id FROM site WHERE trashed = 0 AND coalesce(status, 'active') = 'active'")}
    found = []
    for site in sorted(producing):
        begins = max(period.begins, _first_day(store, site))
        missing = gaps(told[site], begins, min(period.ends, today) if site in active else max(told[site]))
        known = {day.weekday() for day in told[site]}
        idle = tuple(day for day in range(7) if day not in known and
                     sum(each.weekday() == day for each in missing) >= _A_HABIT)
        months: dict[str, list[date]] = defaultdict(list)
        for day in missing:
            if day.weekday() not in idle:
                months[f"{day:%Y-%m}"].append(day)
        found.append(Untold(site, idle, dict(months)))
    return found


def _first_day(store: Store, site: str) -> date:
    days = [ask(store, f"SELECT min(date) FROM {book} WHERE trashed = 0 AND site = ?", bytes.fromhex(site))[0][0]
            for book in _BOOKS]
    return min(date.fromisoformat(str(day)) for day in days if day)
