"""The rule of the day sheets: weekdays, months and days of which a site tells nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from armdesk.i18n import N_, _, current, ngettext
from armdesk.i18n_formats import month_name
from armdesk.services.day_figures import Untold, untold
from armdesk.services.figure import site_names
from armdesk.services.finding import Finding, Look, rule

WEEKDAYS = (N_("Mondays"), N_("Tuesdays"), N_("Wednesdays"), N_("Thursdays"), N_("Fridays"), N_("Saturdays"),
            N_("Sundays"))
SHEET = "day_sheet"
"""Findings name a sheet as "day_sheet/<site id>/2025-03"."""
_RULE, _SEVERITY = "untold_days", "note"


@rule(N_("Days nobody wrote about"), "production", "shift", "site")
def untold_days(look: Look) -> Iterator[Finding]:
    """Days of a site that have neither a delivery nor a note that there was no work; its day of rest told once."""
    names = site_names(look.store)
    for each in untold(look.store, look.period, look.today):
        name = names.get(each.site, "?")
        text = _("{site}: nothing is ever told of {weekday}. If nobody works then, mark the days as without work.")
        if each.weekdays:
            weekdays = ", ".join(_(WEEKDAYS[weekday]) for weekday in each.weekdays)
            yield Finding(_RULE, _SEVERITY, text.format(site=name, weekday=weekdays), (f"site/{each.site}",))
        yield from _months(each, name)


def _months(each: Untold, name: str) -> Iterator[Finding]:
    for month, days in each.months.items():
        text = ngettext("{site}, {month}: on {count} day there is neither a delivery nor a note that there was no "
                        "work ({days}).",
                        "{site}, {month}: on {count} days there is neither a delivery nor a note that there was no "
                        "work ({days}).", len(days))
        said = text.format(site=name, month=f"{month_name(int(month[5:]), current())} {month[:4]}", count=len(days),
                           days=ranges(days))
        yield Finding(_RULE, _SEVERITY, said, (f"{SHEET}/{each.site}/{month}",),
                      facts=(ranges(days),))


def ranges(days: Sequence[date]) -> str:
    """Days of one month as people list them: "1, 4–7, 30"."""
    parts: list[list[int]] = []
    for day in days:
        if parts and day.day == parts[-1][-1] + 1:
            parts[-1].append(day.day)
        else:
            parts.append([day.day])
    return ", ".join(f"{part[0]}–{part[-1]}" if len(part) > 2 else ", ".join(map(str, part)) for part in parts)
