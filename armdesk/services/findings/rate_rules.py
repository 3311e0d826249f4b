"""Rules on the dated rates of the office: on each day one row of a kind should hold, or at least the same value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from datetime import date
from itertools import combinations

from armdesk.fields import fold
from armdesk.i18n import N_, _
from armdesk.models import Rate
from armdesk.models.choices import QUOTE
from armdesk.services.basis.rate_book import FX
from armdesk.services.findings.finding import Finding, Look, Rule, rule

_BY_DAY = frozenset((*QUOTE, FX))
"""Kinds of which the newest row holds until the next: only two of one day contradict each other."""


@rule(N_("Rates that contradict each other"), "rate")
def rates_overlap(look: Look) -> Iterator[Finding]:
    """Two rows of the same kind with different values that hold on one day of the period."""
    alike: dict[Hashable, list[Rate]] = defaultdict(list)
    for rate in look.store.all(Rate):
        alike[_same(rate)].append(rate)
    for rows in alike.values():
        rows.sort(key=lambda rate: (rate.valid_from, rate.id))
        for older, newer in combinations(rows, 2):
            first = _both_hold(older, newer)
            if older.value == newer.value or first is None or first > look.period.ends or _over(older, newer, look):
                continue
            # An open end that a newer row follows is how offices write it: the newer one holds, but it should be told.
            replaced = older.valid_to is None and older.valid_from < newer.valid_from
            text = _(
                "The rate “{name}” of {older} has no last day and is followed by one of {newer} with another value; "
                "the newer one holds. Write the last day.") if replaced else _(
                "Two rates “{name}” with different values hold on the same days, from {older} and from {newer}. Give "
                "one of them a last day, or put it into the trash.")
            yield Finding("rates_overlap", "note" if replaced else "warn", text.format(
                name=newer.name or newer.kind, older=older.valid_from, newer=newer.valid_from),
                (f"rate/{older.id}", f"rate/{newer.id}"), facts=(str(older.value), str(newer.value)))


def _same(rate: Rate) -> Hashable:
    """What makes two rows speak of the same thing."""
    return (rate.kind, rate.country or "", fold(rate.applies_to or ""), rate.site or "", rate.currency or "",
            (rate.unit or "") if rate.kind == FX else "", rate.price_from or 0, rate.price_below or 0)


def _both_hold(older: Rate, newer: Rate) -> date | None:
    """The first day on which both hold, None where there is none."""
    if older.kind in _BY_DAY:
        return newer.valid_from if older.valid_from == newer.valid_from else None
    return newer.valid_from if older.valid_to is None or older.valid_to >= newer.valid_from else None


def _over(older: Rate, newer: Rate, look: Look) -> bool:
    """Whether the days of both ended before the period."""
    ends = [each.valid_to for each in (older, newer) if each.valid_to is not None]
    return bool(ends) and min(ends) < look.period.begins


RATE_RULES: dict[str, Rule] = {"rates_overlap": rates_overlap}
"""Rules on rates by name."""
