"""The rule of the day sheets: weekdays, months and days of which a site tells nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from armdesk.i18n import N_, _, current, ngettext
from armdesk.i18n_formats import month_name
from armdesk.services.basis.figure import site_names
from armdesk.services.findings.finding import Finding, Look, rule
from armdesk.services.gold.day_figures import Untold, untold

WEEKDAYS = (N_("Mondays"), N_("Tuesdays"), N_("Wednesdays"), N_("Thursdays"), N_("Fridays"), N_("Saturdays"),
            N_("Sundays"))
SHEET = "day_sheet"
"""Findings name a sheet as "day_sheet/<site id>/2025-03"."""
_RULE, _SEVERITY = "untold_days", "note"
_SHOWN = 3


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
    """One finding a site; of many months it names the first few."""
    if not each.months:
        return
    months = list(each.months)

    def say(places: Sequence[int]) -> str:
        if len(places) == 1:
            days = each.months[months[places[0]]]
            return ngettext("{site}, {month}: on {count} day there is neither a delivery nor a note that there was no "
                            "work ({days}).",
                            "{site}, {month}: on {count} days there is neither a delivery nor a note that there was no "
                            "work ({days}).", len(days)).format(
                site=name, month=_in_words(months[places[0]]), count=len(days), days=ranges(days))
        shown = [f"{_in_words(months[place])} ({ranges(each.months[months[place]])})" for place in places[:_SHOWN]]
        text = _("{site}: in {count} months there are days with neither a delivery nor a note that there was no work: "
                 "{months}.")
        more = ngettext("{count} more month", "{count} more months", len(places) - _SHOWN)
        return text.format(site=name, count=len(places), months="; ".join(
            [*shown, more.format(count=len(places) - _SHOWN)] if len(places) > _SHOWN else shown))

    yield Finding(_RULE, _SEVERITY, say(range(len(months))), tuple(f"{SHEET}/{each.site}/{month}" for month in months),
                  facts=tuple(ranges(each.months[month]) for month in months), say=say)


def _in_words(month: str) -> str:
    return f"{month_name(int(month[5:]), current())} {month[:4]}"


def ranges(days: Sequence[date]) -> str:
    """Days of one month as people list them: "1, 4–7, 30"."""
    parts: list[list[int]] = []
    for day in days:
        if parts and day.day == parts[-1][-1] + 1:
            parts[-1].append(day.day)
        else:
            parts.append([day.day])
    return ", ".join(f"{part[0]}–{part[-1]}" if len(part) > 2 else ", ".join(map(str, part)) for part in parts)
