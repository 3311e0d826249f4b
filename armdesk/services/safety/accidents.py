"""Accidents counted month by month as the mining industry counts them: injuries by their gravest outcome."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.period import Period
from armdesk.store import Store

MILLION, OSHA_BASE = 1_000_000, 200_000
"""Hours a rate is told for.  Source: ICMM and ILO use a million; OSHA the year of 100 people, 40 h in 50 weeks."""
LOST_DAYS_CAP = "lost_days_cap"
"""Kind of the dated limit: days lost that count for one person at most."""
LOST_TIME = ("lost_time", "permanent")
"""Severities that are lost-time injuries.

Source: ICMM, Health and Safety Performance Indicators: who could not work on the next planned shift; deaths are counted
apart, and are recordable injuries too.
"""


@dataclass(frozen=True)
class Accidents:
    """What happened in some days.

    Shape: lost_time are injuries by which somebody lost work, without deaths; medical, those treated without loss of
    work; days are working days lost by lost-time injuries.
    """

    deaths: int = 0
    lost_time: int = 0
    medical: int = 0
    first_aid: int = 0
    near_misses: int = 0
    days: int = 0

    def __add__(self, other: Accidents) -> Accidents:
        return Accidents(self.deaths + other.deaths, self.lost_time + other.lost_time, self.medical + other.medical,
                         self.first_aid + other.first_aid, self.near_misses + other.near_misses,
                         self.days + other.days)

    @property
    def recordable(self) -> int:
        """Deaths, lost-time injuries and those treated by medical staff; first aid is none.  Source: ICMM, OSHA."""
        return self.deaths + self.lost_time + self.medical


def rate(count: int, hours: Decimal | None, base: int) -> Decimal | None:
    """How many there would be in so many hours at work; None where no hours are known."""
    return Decimal(count) * base / hours if hours else None


def total(parts: Iterable[Accidents]) -> Accidents:
    """All of them together."""
    return sum(parts, Accidents())


def by_month_and_site(store: Store, period: Period) -> dict[tuple[str, str], Accidents]:
    """Accidents of a period.  Shape: (month, id of the site or "") -> counts.

    An event written in two books counts once.  It counts by its gravest outcome as one injury; where several of its
    injured persons lost days, each of them is a lost-time injury.  Days are those of the event, else of its persons;
    for each person at most as many count as the dated limit says.
    """
    most = int(Limits(store).value(LOST_DAYS_CAP, period.ends) or 10**6)
    found: dict[tuple[str, str], Accidents] = defaultdict(Accidents)
    for month, site, severity, events, persons, days in ask(
            store, "SELECT substr(i.date, 1, 7), i.site, i.severity, count(*), "
            "sum(CASE WHEN coalesce(p.off, 0) > 1 THEN p.off ELSE 1 END), "
            "sum(CASE WHEN i.lost_days > ? * coalesce(nullif(i.persons, 0), 1) "
            "THEN ? * coalesce(nullif(i.persons, 0), 1) ELSE coalesce(i.lost_days, p.days, 0) END) "
            "FROM incident i LEFT JOIN (SELECT incident, sum(CASE WHEN lost > 0 THEN 1 ELSE 0 END) AS off, "
            "sum(CASE WHEN lost > ? THEN ? ELSE lost END) AS days FROM (SELECT incident, "
            "coalesce(counted_days, lost_days) AS lost FROM injured_person WHERE trashed = 0) one "
            "GROUP BY incident) p ON p.incident = i.id "
            "WHERE i.trashed = 0 AND i.same_as IS NULL AND i.date BETWEEN ? AND ? "
            "GROUP BY substr(i.date, 1, 7), i.site, i.severity", *[most] * 4, period.begins, period.ends):
        found[month, id_of(site)] += _of_severity(severity, int(events), int(persons), int(days or 0))
    return dict(found)


def _of_severity(severity: str, events: int, persons: int, days: int) -> Accidents:
    if severity in LOST_TIME:
        return Accidents(lost_time=persons, days=days)
    return {"fatal": Accidents(deaths=events), "medical": Accidents(medical=events),
            "first_aid": Accidents(first_aid=events), "near_miss": Accidents(near_misses=events)}.get(
        severity, Accidents())


def by_month(store: Store, period: Period) -> dict[str, Accidents]:
    """The same of all sites together, every month of the period named."""
    found = by_month_and_site(store, period)
    return {month: total(each for (when, _site), each in found.items() if when == month)
            for month in period.months()}
