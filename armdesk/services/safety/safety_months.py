"""Accidents and hours month by month, each month also with the twelve that end in it; a small base is told as such."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from armdesk.models.exposure import HOURS_SOURCE
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.period import Period, months_after
from armdesk.services.safety import hours
from armdesk.services.safety.accidents import MILLION, Accidents, by_month_and_site, rate, total
from armdesk.services.safety.hours import SiteHours
from armdesk.store import Store

COMPARE, DEATH_DAYS = "compare_hours", "death_days"
"""Kinds of the rates: hours below which a rate is not compared; days that a death adds to the severity."""
_TWELVE = 12


@dataclass(frozen=True)
class Span:
    """Some months together.

    Shape: label is "2025-03" for one month, else "2024-04/2025-03"; hours None where none are known; source is the
    least sure way some are known, parts the hours of each way; known counts the months with hours; few says that they
    are too few hours to compare.
    Units: death_days are added to the severity for each death.
    """

    label: str
    accidents: Accidents
    hours: Decimal | None
    workers: int
    source: str
    months: int
    known: int
    few: bool
    death_days: int = 0
    parts: dict[str, Decimal] = field(default_factory=dict)

    def ltifr(self, base: int = MILLION) -> Decimal | None:
        """Lost-time injuries in so many hours, deaths apart."""
        return rate(self.accidents.lost_time, self.hours, base)

    def trifr(self, base: int = MILLION) -> Decimal | None:
        """Recordable injuries in so many hours: deaths, lost time and medical treatment."""
        return rate(self.accidents.recordable, self.hours, base)

    @property
    def severity_days(self) -> int:
        """Days lost, with those a death stands for."""
        return self.accidents.days + self.death_days * self.accidents.deaths

    def severity(self, base: int = MILLION) -> Decimal | None:
        """Days lost in so many hours."""
        return rate(self.severity_days, self.hours, base)


class SafetyMonths:
    """Accidents and hours of a period and of the eleven months before it, read once.

    Shape: site "" for all sites; then accidents whose site nobody wrote are counted too.  rolling False reads just
    the days of the period; else a period that begins within a month is taken from the first of it.
    """

    def __init__(self, store: Store, period: Period, site: str = "", *, rolling: bool = True) -> None:
        self.period = period
        self._limits = Limits(store)
        wide = Period(months_after(period.begins.replace(day=1), 1 - _TWELVE), period.ends) if rolling else period
        self.rows: list[SiteHours] = [each for each in hours.site_hours(store, wide) if site in ("", each.site)]
        self._hours = hours.by_month(self.rows)
        self._accidents: dict[str, Accidents] = dict.fromkeys(wide.months(), Accidents())
        for (month, where), each in by_month_and_site(store, wide).items():
            if site in ("", where):
                self._accidents[month] += each

    def whole(self) -> Span:
        """The period in one."""
        return self._span(self.period.months())

    def months(self) -> list[Span]:
        """Each month of the period."""
        return [self._span([month]) for month in self.period.months()]

    def rolling(self) -> list[Span]:
        """For each month of the period the twelve months that end in it."""
        known = list(self._accidents)
        ends = [known.index(month) + 1 for month in self.period.months()]
        return [self._span(known[max(end - _TWELVE, 0):end]) for end in ends]

    def site_rows(self) -> list[SiteHours]:
        """Hours of the months of the period, by site."""
        months = set(self.period.months())
        return [each for each in self.rows if each.month in months]

    def _span(self, months: list[str]) -> Span:
        known = [self._hours[month] for month in months if month in self._hours]
        base = sum((each.hours for each in known), Decimal(0)) if known else None
        day = min(date.fromisoformat(f"{months[-1]}-28"), self.period.ends)
        least = self._limits.value(COMPARE, day) or Decimal(0)
        label = months[0] if len(months) == 1 else f"{months[0]}/{months[-1]}"
        return Span(label, total(self._accidents[month] for month in months), base,
                    max((each.workers for each in known), default=0), hours.least_sure(each.source for each in known),
                    len(months), len(known), base is not None and base < least,
                    int(self._limits.value(DEATH_DAYS, day) or 0),
                    {source: sum((each.parts[source] for each in known), Decimal(0)) for source in HOURS_SOURCE})
