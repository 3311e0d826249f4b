"""Until when papers are kept: the office's own day, else what law and practice ask for their kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from armdesk.i18n import N_, _, ngettext
from armdesk.models import Document
from armdesk.services.basis.limits import Limit, Limits

_KIND = "keep_paper"


@dataclass(frozen=True)
class Keep:
    """Until when a paper is kept, and why.  Shape: limit None where the office set the day itself."""

    until: date
    counted_from: date | None
    limit: Limit | None

    def sentence(self) -> str:
        """The day with its reason, in the language in force."""
        if self.limit is None:
            return _(N_("Keep until {day}, as the office set it.")).format(day=self.until)
        years = int(self.limit.value)
        return ngettext("Keep until {day}: {count} year from {start} ({source}).",
                        "Keep until {day}: {count} years from {start} ({source}).", years).format(
            day=self.until, count=years, start=self.counted_from, source=self.limit.source)


def keep(limits: Limits, document: Document, added_on: date | None, today: date) -> Keep | None:
    """Until when a paper is kept; None where neither the office nor a rate says it.

    Counted from the last of: its own date, its end, the end of what it proves, the day it came.
    """
    if document.keep_until:
        return Keep(document.keep_until, None, None)
    limit = limits.find(_KIND, today, applies_to=document.kind or "")
    if limit is None:
        return None
    start = max(filter(None, (document.issued_on, document.valid_to, document.proves_to, added_on)), default=today)
    return Keep(years_after(start, limit.value), start, limit)


def years_after(day: date, years: Decimal) -> date:
    """The same day so many years later; 29 February becomes 1 March."""
    year = day.year + int(years)
    try:
        return day.replace(year=min(year, 9999))
    except ValueError:
        return date(min(year, 9999), 3, 1)
