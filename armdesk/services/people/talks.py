"""Toolbox talks by crew and month: how many were held, and how much of the crew was there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.period import Period
from armdesk.store import Store

TALKS_LEAST = "talks_month_least"
"""Kind of the rate that says how many talks a crew has in a month at least."""


@dataclass(frozen=True)
class CrewMonth:
    """Talks of one crew in one month.

    Shape: came counts people of the crew who were at one of them at least; crew_size those of the crew on the roster.
    """

    talks: int
    came: int
    crew_size: int


@dataclass(frozen=True)
class TalkCoverage:
    """Crews and months.

    Shape: crews are (id, name); least is how many talks a month are wanted, 0 where no rate says.
    """

    crews: list[tuple[str, str]]
    months: list[str]
    held: dict[tuple[str, str], CrewMonth]
    sizes: dict[str, int]
    least: int

    def of(self, crew: str, month: str) -> CrewMonth:
        """Talks of a crew in a month, none if there was none."""
        return self.held.get((crew, month), CrewMonth(0, 0, self.sizes.get(crew, 0)))

    def lacking(self) -> list[tuple[str, str]]:
        """(id of the crew, month) where fewer talks were held than wanted."""
        return [(crew, month) for crew, _name in self.crews for month in self.months
                if self.of(crew, month).talks < self.least]


def talk_coverage(store: Store, period: Period) -> TalkCoverage:
    """All crews at work with people, and the months of a period."""
    sizes = {id_of(crew): int(count) for crew, count in ask(
        store, "SELECT crew, count(*) FROM person WHERE trashed = 0 AND crew IS NOT NULL AND (joined_on IS NULL "
        "OR joined_on <= ?) AND (left_on > ? OR (left_on IS NULL AND coalesce(status, 'active') "
        "NOT IN ('left', 'dead'))) GROUP BY crew", period.ends, period.ends)}
    crews = [(id_of(id_), str(name)) for id_, name in ask(
        store, "SELECT id, name FROM crew WHERE trashed = 0 AND active_to IS NULL ORDER BY name, id")
        if id_of(id_) in sizes]
    held = {(id_of(crew), month): CrewMonth(int(talks), int(came), sizes.get(id_of(crew), 0))
            for crew, month, talks, came in ask(
        store, "SELECT t.crew, substr(t.date, 1, 7), count(DISTINCT t.id), count(DISTINCT a.person) FROM training t "
        "LEFT JOIN training_attendance a ON a.training = t.id AND a.trashed = 0 AND coalesce(a.present, 1) = 1 "
        "WHERE t.trashed = 0 AND t.form = 'talk' AND t.crew IS NOT NULL AND t.date BETWEEN ? AND ? "
        "GROUP BY t.crew, substr(t.date, 1, 7)", period.begins, period.ends)}
    least = Limits(store).value(TALKS_LEAST, period.ends) or 0
    return TalkCoverage(crews, period.months(), held, sizes, int(least))


def months_up_to(day: date, count: int = 12) -> Period:
    """The last months up to a day, the begun one included."""
    number = day.year * 12 + day.month - count
    return Period(date(number // 12, number % 12 + 1, 1), day)
