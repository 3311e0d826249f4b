"""The plan of measuring against what was measured: when each point is due again, and what is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from armdesk.fields import fold
from armdesk.models import MonitoringPlan
from armdesk.services.basis.figure import ask, id_of, site_names
from armdesk.services.basis.period import months_after
from armdesk.store import Store


@dataclass(frozen=True)
class Due:
    """One point of the plan.  Shape: last is the day it was measured last, None if never; days late, 0 if it is not."""

    plan: MonitoringPlan
    site_name: str
    last: date | None
    due_on: date
    late: int


def due(store: Store, day: date) -> list[Due]:
    """Every point of the plan that holds on a day, the most pressing first."""
    names = site_names(store)
    measured: dict[str, list[tuple[str, str, str, date]]] = {}
    for medium, parameter, site, place, last in ask(
            store, "SELECT medium, parameter, site, place, max(date) FROM measurement WHERE trashed = 0 AND date <= ? "
            "GROUP BY medium, parameter, site, place", day):
        measured.setdefault(medium, []).append((fold(parameter or ""), id_of(site), fold(place or ""),
                                                date.fromisoformat(last)))
    found = [_due(plan, measured.get(plan.medium, []), names, day) for plan in store.all(MonitoringPlan)
             if plan.begins_on <= day and (plan.ends_on is None or day <= plan.ends_on)]
    return sorted(found, key=lambda each: (each.due_on, each.plan.parameter, each.plan.id))


def _due(plan: MonitoringPlan, measured: list[tuple[str, str, str, date]], names: dict[str, str], day: date) -> Due:
    """When it is due: so many months after it was measured last, at first after the plan begins."""
    wanted, place = fold(plan.parameter), fold(plan.place or "")
    days = [last for parameter, site, where, last in measured if parameter == wanted
            and plan.site in (None, site) and place in ("", where)]
    last = max(days, default=None)
    next_on = months_after(max(last, plan.begins_on) if last else plan.begins_on, plan.every_months)
    if last is not None and last < plan.begins_on:
        next_on = months_after(plan.begins_on, plan.every_months)
    return Due(plan, names.get(plan.site or "", ""), last, next_on, max((day - next_on).days, 0))
