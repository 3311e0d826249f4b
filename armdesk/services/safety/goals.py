"""Goals of indicators: baseline, target, and what is reached today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from armdesk.i18n import N_, _
from armdesk.models import Goal
from armdesk.models.exposure import INDICATORS
from armdesk.services.safety.indicators import Reckoning

STATES = {"reached": N_("Reached"), "better": N_("Better than the baseline"), "not_better": N_("Not better yet"),
          "unknown": N_("Not known")}

_LOWER = frozenset({"fatalities", "ltifr_1m", "ltifr_200k", "trifr_1m", "trifr_200k", "severity_1m", "severity_200k",
                    "mercury_ratio", "over_limit", "land_open"})
"""Indicators that are better the lower they are; of the others more is better."""


@dataclass(frozen=True)
class Standing:
    """One goal with what is reached.

    Shape: share is the part of the way from baseline to target, in percent and not capped, None where it cannot be
    told; state a key of STATES; days until the target's day, None without one.
    """

    goal: Goal
    name: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    actual: Decimal | None
    share: Decimal | None
    state: str
    days: int | None


def standings(of: Reckoning, day: date) -> list[Standing]:
    """All goals of the office, the nearest day first."""
    found = [_standing(goal, of, day) for goal in of.store.all(Goal)]
    return sorted(found, key=lambda each: (each.goal.target_on or date.max, each.name, each.goal.id))


def _standing(goal: Goal, of: Reckoning, day: date) -> Standing:
    if goal.indicator == "own":
        name, unit, actual = str(goal.name), goal.unit or "", _exact(goal.actual)
    else:
        figure = of.of(goal.indicator).figure
        name, unit = _(INDICATORS[goal.indicator]), goal.unit or _(figure.unit)
        actual = None if figure.number is None else Decimal(figure.number)
    baseline, target = _exact(goal.baseline), _exact(goal.target)
    share = None
    if baseline is not None and target is not None and actual is not None and baseline != target:
        share = 100 * (actual - baseline) / (target - baseline)
    days = (goal.target_on - day).days if goal.target_on else None
    state = _state(goal.indicator, actual, target, share)
    return Standing(goal, name, unit, baseline, target, actual, share, state, days)


def _state(indicator: str, actual: Decimal | None, target: Decimal | None,
           share: Decimal | None) -> str:
    if share is not None:
        return "reached" if share >= 100 else "better" if share > 0 else "not_better"
    if actual is None or target is None:
        return "unknown"
    if actual == target or (indicator != "own" and (actual < target) == (indicator in _LOWER)):
        return "reached"
    return "unknown" if indicator == "own" else "not_better"


def _exact(raw: int | None) -> Decimal | None:
    return None if raw is None else Decimal(raw).scaleb(-6)
