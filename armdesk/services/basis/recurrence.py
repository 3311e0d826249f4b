"""When a recurring action is due again: the same day of the month, or the last where a month has no such day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def after_months(day: date, months: int, on_day: int) -> date:
    """A day some months later, on a day of the month, or on the month's last where it is shorter.

    The 31st comes back after February: on_day is remembered apart from the day itself.
    """
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(on_day, monthrange(year, month + 1)[1]))


def next_due(due: date, months: int, on_day: int, after: date) -> date:
    """The first day of the series behind `due` that lies behind `after` too.

    What was missed meanwhile is not made up for: three missed rounds do not become three overdue actions.
    Errors: ValueError for a series that does not go on.
    """
    if months < 1:
        raise ValueError("A series needs at least one month.")
    steps, found = 1, after_months(due, months, on_day)
    while found <= after:
        steps += 1
        found = after_months(due, months * steps, on_day)
    return found
