"""Facts of the action plan and the risks for requirements: each a figure with the records behind it."""

from __future__ import annotations

from datetime import timedelta

from armdesk.i18n import N_, _
from armdesk.models import Action, Risk
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import Figure
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.period import Period
from armdesk.services.period_facts.books import Books
from armdesk.services.period_facts.shares import ids_of
from armdesk.services.plan import plan_figures
from armdesk.services.plan.risk_level import FOLLOWED, Scale
from armdesk.services.safety import safety_figures


def overdue(of: Books) -> Figure:
    """Open actions that were due before the period ended."""
    found = plan_figures.standing(of.store, of.period.ends)
    rows = Query(Action, filters=(Filter("status", "in", plan_figures.OPEN),
                                  Filter("due_on", "to", of.period.ends - timedelta(days=1))))
    count = len(found.overdue)
    return Figure("actions_overdue", N_("Actions overdue"), count if found.by_status else None, rows, count)


def _finished(period: Period, day: str) -> Query:
    return Query(Action, filters=(
        Filter("status", "in", ("done", "closed")), Filter("done_on", "from", period.begins),
        Filter("done_on", "to", period.ends), Filter(day, "filled")))


def in_time(of: Books) -> Figure:
    """Share of the actions done in the period that were done by their date."""
    found = plan_figures.pace(of.store, of.period)
    note = _("{count} of them had been extended").format(count=found.extended) if found.extended else ""
    return Figure("actions_in_time", N_("Actions done by their date"), found.share, _finished(of.period, "due_on"),
                  found.judged, "%", 0, note)


def days(of: Books) -> Figure:
    """How long the actions done in the period took, on average."""
    found = plan_figures.pace(of.store, of.period)
    timed = ids_of(
        of.store, "SELECT id FROM action WHERE trashed = 0 AND status IN ('done', 'closed') AND adopted_on <= done_on "
        "AND done_on BETWEEN ? AND ?", of.period.begins, of.period.ends)
    return Figure("action_days", N_("Days from adopting an action until it is done"), found.average,
                  _finished(of.period, "adopted_on").where(Filter("id", "in", timed)), len(timed))


def high_risks(of: Books) -> Figure:
    """Risks that are followed and stand high or very high."""
    scale = Scale(Limits(of.store), of.period.ends)
    followed = of.store.find(Query(Risk, filters=(Filter("status", "in", FOLLOWED),)))
    high = tuple(str(each.id) for each in followed if scale.of(each) in ("3", "4"))
    return Figure("high_risks", N_("High and very high risks"), len(high) if followed else None,
                  Query(Risk, filters=(Filter("id", "in", high),)), len(high))


def _open(of: Books) -> Figure:
    by_status, late = safety_figures.actions(of.store, of.period.ends)
    count = sum(by_status[status] for status in safety_figures.OPEN_ACTIONS)
    rows = Query(Action, filters=(Filter("status", "in", safety_figures.OPEN_ACTIONS),))
    return Figure("open_actions", N_("Open actions"), count if any(by_status.values()) else None, rows, count,
                  note=_("{count} overdue at the end of the period").format(count=late))


PLAN_FACTS = {
    "open_actions": _open, "actions_overdue": overdue, "actions_in_time": in_time, "action_days": days,
    "high_risks": high_risks,
}
"""Facts of the plan by name."""
