"""Which backups are kept: all of the last day, then one a day, one a month and one a year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeVar

B = TypeVar("B")
ALL, DAILY, MONTHLY = timedelta(hours=24), 30, 12
"""Everything of 24 hours, the last copy of 30 days and of 12 months, and of every year."""


def surplus(backups: Iterable[tuple[datetime, B]], now: datetime) -> list[B]:
    """Those that may go.  What lies in the future (a clock that was wrong) is never thrown away."""
    ordered = sorted(backups, key=lambda pair: pair[0], reverse=True)
    days: set[object] = set()
    months: set[object] = set()
    years: set[object] = set()
    gone = []
    for moment, backup in ordered:
        recent = moment > now - ALL
        new_day = moment.date() not in days and len(days) < DAILY
        new_month = (moment.year, moment.month) not in months and len(months) < MONTHLY
        new_year = moment.year not in years
        if not (recent or new_day or new_month or new_year):
            gone.append(backup)
            continue
        days.add(moment.date())
        months.add((moment.year, moment.month))
        years.add(moment.year)
    return gone
