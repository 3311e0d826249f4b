"""The rule of the day sheets: months in which a site has days of which nothing is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from armdesk.i18n import N_, current, ngettext
from armdesk.i18n_formats import month_name
from armdesk.services.day_figures import months_with_gaps
from armdesk.services.figure import site_names
from armdesk.services.finding import Finding, Look, rule

SHEET = "day_sheet"
"""Findings name a sheet as "day_sheet/<site id>/2025-03"."""


@rule(N_("Days nobody wrote about"), "production", "shift", "site")
def untold_days(look: Look) -> Iterator[Finding]:
    """Months of a site with days that have neither a delivery nor a note that there was no work."""
    names = site_names(look.store)
    for site, month, days in months_with_gaps(look.store, look.period, look.today):
        text = ngettext("{site}, {month}: on {count} day there is neither a delivery nor a note that there was no "
                        "work ({days}).",
                        "{site}, {month}: on {count} days there is neither a delivery nor a note that there was no "
                        "work ({days}).", len(days))
        yield Finding("untold_days", "note", text.format(
            site=names.get(site, "?"), month=f"{month_name(int(month[5:]), current())} {month[:4]}", count=len(days),
            days=ranges(days)), (f"{SHEET}/{site}/{month}",), facts=(ranges(days),))


def ranges(days: Sequence[date]) -> str:
    """Days of one month as people list them: "1, 4–7, 30"."""
    parts: list[list[int]] = []
    for day in days:
        if parts and day.day == parts[-1][-1] + 1:
            parts[-1].append(day.day)
        else:
            parts.append([day.day])
    return ", ".join(f"{part[0]}–{part[-1]}" if len(part) > 2 else ", ".join(map(str, part)) for part in parts)
