"""What a day sheet says in one line: its totals, and what is missing."""

from __future__ import annotations

from armdesk.i18n import _, current, ngettext
from armdesk.i18n_formats import scaled_text
from armdesk.services.findings.day_rules import ranges
from armdesk.services.sheets.day_sheet import DaySheet, sums


def foot_text(sheet: DaySheet) -> str:
    """The line under a sheet: "52 deliveries · gold 310.550 g · fine 271.200 g · 312 person-days"."""
    found = sums(sheet.lines)
    parts = [ngettext("{count} delivery", "{count} deliveries", found.deliveries).format(count=found.deliveries)]
    if found.idle:
        parts.append(ngettext("{count} entry without work", "{count} entries without work", found.idle).format(
            count=found.idle))
    for value, places, text in ((found.ore_kg, 3, _("ore {value} t")), (found.gross_mg, 3, _("gold {value} g")),
                                (found.fine_mg, 3, _("fine {value} g")),
                                (found.person_days, 0, _("{value} person-days")),
                                (found.person_hours, 2, _("{value} person-hours"))):
        if value:
            least = 0 if places == 2 else None
            parts.append(text.format(value=scaled_text(value, places, current(), least=least)))
    if found.without_fineness:
        parts.append(_("{count} without fineness").format(count=found.without_fineness))
    unsaved = len(sheet.unsaved())
    if unsaved:
        parts.append(_("{count} not saved yet").format(count=unsaved))
    gaps = sheet.gaps()
    if gaps:
        parts.append(ngettext("{count} day of which nothing is told: {days}",
                              "{count} days of which nothing is told: {days}", len(gaps)).format(
            count=len(gaps), days=ranges(gaps)))
    return " · ".join(parts)
