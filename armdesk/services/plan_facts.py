"""Facts of the action plan and the risks for requirements: each a figure with the records behind it."""

from __future__ import annotations

from datetime import timedelta

from armdesk.i18n import N_, _
from armdesk.models import Action, Risk
from armdesk.query import Filter, Query
from armdesk.services import plan_figures
from armdesk.services.figure import Figure, ask, id_of
from armdesk.services.limits import Limits
from armdesk.services.period import Period
from armdesk.services.risk_level import FOLLOWED, Scale
from armdesk.store import Store


def overdue(store: Store, period: Period) -> Figure:
    """Open actions that were due before the period ended."""
    found = plan_figures.standing(store, period.ends)
    rows = Query(Action, filters=(Filter("status", "in", plan_figures.OPEN),
                                  Filter("due_on", "to", period.ends - timedelta(days=1))))
    count = len(found.overdue)
    return Figure("actions_overdue", N_("Actions overdue"), count if found.by_status else None, rows, count)


def _finished(period: Period, day: str) -> Query:
    return Query(Action, filters=(
        Filter("status", "in", ("done", "closed")), Filter("done_on", "from", period.begins),
        Filter("done_on", "to", period.ends), Filter(day, "filled")))


def in_time(store: Store, period: Period) -> Figure:
    """Share of the actions done in the period that were done by their date."""
    found = plan_figures.pace(store, period)
    note = _("{count} of them had been extended").format(count=found.extended) if found.extended else ""
    return Figure("actions_in_time", N_("Actions done by their date"), found.share, _finished(period, "due_on"),
                  found.judged, "%", 0, note)


def days(store: Store, period: Period) -> Figure:
    """How long the actions done in the period took, on average."""
    found = plan_figures.pace(store, period)
    timed = tuple(id_of(id_) for (id_,) in ask(
        store, "SELECT id FROM action WHERE trashed = 0 AND status IN ('done', 'closed') AND adopted_on <= done_on "
        "AND done_on BETWEEN ? AND ?", period.begins, period.ends))
    return Figure("action_days", N_("Days from adopting an action until it is done"), found.average,
                  _finished(period, "adopted_on").where(Filter("id", "in", timed)), len(timed))


def high_risks(store: Store, period: Period) -> Figure:
    """Risks that are followed and stand high or very high."""
    scale = Scale(Limits(store), period.ends)
    followed = store.find(Query(Risk, filters=(Filter("status", "in", FOLLOWED),)))
    high = tuple(str(each.id) for each in followed if scale.of(each) in ("3", "4"))
    return Figure("high_risks", N_("High and very high risks"), len(high) if followed else None,
                  Query(Risk, filters=(Filter("id", "in", high),)), len(high))
