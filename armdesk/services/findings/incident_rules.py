"""Rules about incidents and grievances: written twice, contradictory, too late, closed too early."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, time

from armdesk.i18n import N_, _, ngettext
from armdesk.models import Grievance, Incident, IncidentNotice, incident_choices
from armdesk.models.incident import SERIOUS
from armdesk.query import Filter, Query
from armdesk.services.basis.ages import ADULT
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.limits import Limits
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.services.plan.action_sources import READ as ACTIONS_READ
from armdesk.services.plan.action_sources import by_target
from armdesk.services.safety import grievance_clock, incident_clock, incident_twins

_CALM = ("near_miss", "first_aid", "medical")
_GRAVEST = ("lost_time", "permanent", "fatal")


@rule(N_("The same event in two books"), "incident")
def incident_twice(look: Look) -> Iterator[Finding]:
    """Entries of the same day or the next, the same place and the same words: likely one event that counts twice."""
    events = incident_twins.candidates(look.store)
    found = list(incident_twins.pairs(events))
    names = look.store.labels("incident", {event.id for pair in found for event in pair})
    for one, other in found:
        yield Finding("incident_twice", "warn", _(
            "“{one}” and “{other}” read like the same event: it would count twice. Look at both side by side.").format(
            one=names[one.id], other=names[other.id]), (f"incident/{one.id}", f"incident/{other.id}"),
            facts=(f"incident/{other.id}", f"incident/{one.id}"))


@rule(N_("Severity and lost days"), "incident", "injured_person")
def severity_contradicted(look: Look) -> Iterator[Finding]:
    """Entries in which nobody lost time according to the severity, though days were lost; or the other way round."""
    for raw, day, severity, days in ask(
            look.store, "SELECT i.id, i.date, i.severity, coalesce(i.lost_days, (SELECT sum(coalesce(p.counted_days, "
            "p.lost_days)) FROM injured_person p WHERE p.incident = i.id AND p.trashed = 0)) FROM incident i "
            "WHERE i.trashed = 0 AND i.same_as IS NULL AND i.date BETWEEN ? AND ? ORDER BY i.date, i.id",
            look.period.begins, look.period.ends):
        word = Incident.field("severity").format(severity).lower()
        if severity in _CALM and days:
            text = ngettext("On {day} somebody noted “{severity}”, but {count} day was lost.",
                            "On {day} somebody noted “{severity}”, but {count} days were lost.", days)
        elif severity == "lost_time" and days == 0:
            text = _("On {day} somebody noted “{severity}”, but no day was lost.")
        else:
            continue
        yield Finding("severity_contradicted", "warn", text.format(day=day, severity=word, count=days),
                      (f"incident/{id_of(raw)}",), facts=(f"{severity} {days}",))


@rule(N_("Told too late"), "incident", "incident_notice", "rate", "organisation")
def told_late(look: Look) -> Iterator[Finding]:
    """Authorities and others who were not told of an incident within the delay of the law."""
    limits, now = Limits(look.store), datetime.combine(look.today, time(0))
    notices: dict[str, list[IncidentNotice]] = defaultdict(list)
    for notice in look.store.all(IncidentNotice):
        notices[notice.incident].append(notice)
    missed: list[tuple[Incident, incident_clock.Duty]] = []
    for incident in _weighty(look):
        told = incident_clock.told_of(incident, notices[incident.id])
        for duty in incident_clock.duties(limits, incident, told):
            if duty.overdue(now):
                missed.append((incident, duty))
            elif duty.late:
                yield Finding("told_late", "warn", _("{name}: {who} was told on {day}, later than {due}.").format(
                    name=incident.label(), who=_(incident_choices.TOLD[duty.told]), day=duty.done_on,
                    due=f"{duty.due:%Y-%m-%d %H:%M}"), (f"incident/{incident.id}",),
                    facts=(f"{duty.told} {duty.done_on}",))

    def say(places: Sequence[int]) -> str:
        if len(places) == 1:
            incident, duty = missed[places[0]]
            return _("{name}: {who} should have been told by {due} and was not. Source: {source}").format(
                name=incident.label(), who=_(incident_choices.TOLD[duty.told]), due=f"{duty.due:%Y-%m-%d %H:%M}",
                source=duty.source)
        return _("{count} times nobody noted that those were told who had to be told of an incident in time.").format(
            count=len(places))

    if missed:
        where = tuple(f"incident/{each.id}" for each, _day in missed)
        yield Finding("told_late", "alarm", say(range(len(missed))), where,
                      facts=tuple(f"{duty.told} never" for _each, duty in missed), say=say)


@rule(N_("Dates of incidents"), "incident")
def steps_before_event(look: Look) -> Iterator[Finding]:
    """Incidents that were told of, investigated or checked before they happened."""
    names = ("authority_on", "investigated_on", "actions_on", "effect_on")
    for raw, day, *steps in ask(
            look.store, "SELECT id, date, authority_on, investigated_on, actions_on, effect_on FROM incident "
            "WHERE trashed = 0 AND date BETWEEN ? AND ? AND (authority_on < date OR investigated_on < date "
            "OR actions_on < date OR effect_on < date) ORDER BY date, id", look.period.begins, look.period.ends):
        early = [(name, step) for name, step in zip(names, steps, strict=True) if step and step < day]
        said = "; ".join(f"{Incident.field(name).title()} {step}" for name, step in early)
        yield Finding("steps_before_event", "warn", _(
            "The incident of {day} has a step before it happened: {steps}.").format(day=day, steps=said),
            (f"incident/{id_of(raw)}",), facts=(" ".join(f"{name} {step}" for name, step in early),))


@rule(N_("Events that stop trade"), "incident")
def grave_events(look: Look) -> Iterator[Finding]:
    """Deaths and events of the risks that stop trade, as long as they are open."""
    for incident in _weighty(look):
        sentence = incident_clock.alarm(incident)
        if sentence and incident.status != "closed":
            yield Finding("grave_events", "alarm", f"{incident.label()}. {sentence}", (f"incident/{incident.id}",),
                          facts=(f"{incident.severity} {incident.grave or ''}".strip(),))


@rule(N_("Children hurt"), "incident", "injured_person", "person")
def child_hurt(look: Look) -> Iterator[Finding]:
    """Incidents that hurt somebody who was under 18 that day and that nobody marked so."""
    for raw, day, born, year in ask(
            look.store, "SELECT i.id, i.date, p.birth_date, p.birth_year FROM injured_person h JOIN incident i "
            "ON i.id = h.incident JOIN person p ON p.id = h.person WHERE h.trashed = 0 AND i.trashed = 0 "
            "AND coalesce(i.grave, '') NOT LIKE '%child%' AND i.date BETWEEN ? AND ? ORDER BY i.date, i.id",
            look.period.begins, look.period.ends):
        adult_from = f"{int(born[:4]) + ADULT}{born[4:]}" if born else f"{int(year) + ADULT}-01-01" if year else ""
        if adult_from > day:
            id_ = id_of(raw)
            alarm = incident_clock.alarm(Incident(severity="near_miss", grave="child"))
            yield Finding("child_hurt", "alarm", _("{name}: somebody under 18 was hurt. {alarm}").format(
                name=look.store.label("incident", id_), alarm=alarm), (f"incident/{id_}",), facts=("under 18",))


@rule(N_("Awaiting the final report"), "incident", "rate", "organisation")
def awaiting_report(look: Look) -> Iterator[Finding]:
    """Incidents that were reported and not investigated within their time."""
    limits = Limits(look.store)
    late = [(incident, due) for incident in _weighty(look) if not incident.investigated_on and not incident.root_cause
            and (due := incident_clock.investigate_by(limits, incident)) is not None and due < look.today]

    def say(places: Sequence[int]) -> str:
        if len(places) == 1:
            incident, due = late[places[0]]
            return _("{name} should have been investigated by {due}: its final report is missing.").format(
                name=incident.label(), due=due)
        return _("{count} incidents should have been investigated: their final reports are missing.").format(
            count=len(places))

    if late:
        where = tuple(f"incident/{each.id}" for each, _day in late)
        yield Finding("awaiting_report", "warn", say(range(len(late))), where,
                      facts=tuple(due.isoformat() for _each, due in late), say=say)


@rule(N_("Closed too early"), "incident", *ACTIONS_READ)
def closed_early(look: Look) -> Iterator[Finding]:
    """Closed incidents whose actions are open, or whose effect nobody checked."""
    open_ = {id_of(id_): (str(number or ""), str(status)) for id_, number, status in ask(
        look.store, "SELECT id, number, status FROM action WHERE trashed = 0 "
        "AND (status IN ('open', 'in_progress') OR (status = 'done' AND effect_checked_on IS NULL))")}
    plans = {incident: sorted(open_[each] for each in actions if each in open_)
             for incident, actions in by_target(look.store, "incident").items()}
    ids = tuple(sorted(incident for incident, actions in plans.items() if actions))
    for each in look.store.find(Query(Incident, filters=(
            Filter("id", "in", ids), Filter("status", "is", "closed")), order="date")) if ids else ():
        for number, status in plans[each.id]:
            text = _("{name} is closed, but the effect of action {number} was never checked.") \
                if status == "done" else _("{name} is closed, but its action {number} is open.")
            yield Finding("closed_early", "warn", text.format(name=each.label(), number=number),
                          (f"incident/{each.id}",), facts=(f"{number} {status}",))


@rule(N_("Grievances overdue"), "grievance", "rate", "organisation")
def grievances_overdue(look: Look) -> Iterator[Finding]:
    """Open grievances that were not acknowledged or answered in time."""
    limits = Limits(look.store)
    for grievance in look.store.find(Query(Grievance, filters=(Filter("status", "is", "open"),), order="received_on")):
        late = [step for step in grievance_clock.steps(limits, grievance) if step.overdue(look.today)]
        if late:
            yield Finding("grievances_overdue", "warn", _("Grievance {number}: {steps}.").format(
                number=grievance.number or grievance.received_on, steps="; ".join(
                    step.words(look.today) for step in late)), (f"grievance/{grievance.id}",),
                facts=(" ".join(f"{step.kind} {step.due}" for step in late),))


def _weighty(look: Look) -> list[Incident]:
    """Incidents of the period that hurt somebody seriously, touch rights, or were dangerous; in order of their days."""
    dated = Query(Incident, order="date").where(
        Filter("same_as", "empty"), Filter("date", "from", look.period.begins), Filter("date", "to", look.today))
    found = {each.id: each for filter_ in (Filter("severity", "in", SERIOUS), Filter("grave", "filled"),
                                           Filter("details", "filled"))
             for each in look.store.find(dated.where(filter_))}
    return sorted(found.values(), key=lambda each: (each.date, each.id))


INCIDENT_RULES: dict[str, Rule] = {
    "grave_events": grave_events, "child_hurt": child_hurt, "told_late": told_late,
    "steps_before_event": steps_before_event, "incident_twice": incident_twice,
    "severity_contradicted": severity_contradicted, "awaiting_report": awaiting_report, "closed_early": closed_early,
    "grievances_overdue": grievances_overdue}
