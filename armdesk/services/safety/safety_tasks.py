"""What incidents and grievances want done now, for the page of the morning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from armdesk.i18n import _
from armdesk.models import Grievance, Incident, IncidentNotice, incident_choices
from armdesk.models.incident import SERIOUS
from armdesk.query import Filter, Query
from armdesk.services.basis.limits import Limits
from armdesk.services.safety import grievance_clock, incident_clock
from armdesk.store import Store

_LOOK_BACK, _SOON = timedelta(days=365), timedelta(days=7)


@dataclass(frozen=True)
class SafetyTask:
    """Something to do.  Shape: kind alarm, warn or note; day is its last one; type and id name the record."""

    kind: str
    text: str
    day: date
    type: str
    id: str


def safety_tasks(store: Store, now: datetime) -> Iterator[SafetyTask]:
    """Events that alarm, whom to tell, reports and answers that are due within a week or overdue."""
    limits, today = Limits(store), now.date()
    yield from _of_incidents(store, limits, now)
    for grievance in store.all(Grievance, status="open"):
        for step in grievance_clock.steps(limits, grievance):
            if step.done_on is None and step.due <= today + _SOON:
                name = grievance.number or str(grievance.received_on)
                yield SafetyTask("alarm" if step.overdue(today) else "note", _("Grievance {number}: {steps}.").format(
                    number=name, steps=step.words(today)), step.due, "grievance", grievance.id)


def _of_incidents(store: Store, limits: Limits, now: datetime) -> Iterator[SafetyTask]:
    today = now.date()
    recent = Query(Incident, filters=(Filter("status", "is", "open"), Filter("same_as", "empty"),
                                      Filter("date", "from", today - _LOOK_BACK)))
    found = {each.id: each for filter_ in (Filter("severity", "in", SERIOUS), Filter("grave", "filled"))
             for each in store.find(recent.where(filter_))}
    if not found:
        return
    notices: dict[str, list[IncidentNotice]] = defaultdict(list)
    for notice in store.find(Query(IncidentNotice, filters=(Filter("incident", "in", tuple(found)),))):
        notices[notice.incident].append(notice)
    for incident in found.values():
        name = incident.label()
        if alarm := incident_clock.alarm(incident):
            yield SafetyTask("alarm", f"{name}. {alarm}", incident.date, "incident", incident.id)
        told = incident_clock.told_of(incident, notices[incident.id])
        for duty in incident_clock.duties(limits, incident, told):
            if duty.done_on is None:
                text = _("{name}: tell {who}, {left}").format(
                    name=name, who=_(incident_choices.TOLD[duty.told]), left=duty.left(now))
                yield SafetyTask("alarm" if duty.overdue(now) else "warn", text, duty.due.date(), "incident",
                                 incident.id)
        due = incident_clock.investigate_by(limits, incident)
        if due is not None and not incident.investigated_on and due <= today + _SOON:
            yield SafetyTask("alarm" if due < today else "note", _("{name}: final report due").format(name=name), due,
                             "incident", incident.id)
