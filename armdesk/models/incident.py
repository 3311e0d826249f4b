"""What belongs to incidents and grievances beside their registers: who was told, who looked into what is sealed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from armdesk.fields import Choice, Code, Date, Link, LongText, Reference, Text, TimeOfDay
from armdesk.i18n import N_, _
from armdesk.models import incident_choices
from armdesk.models.action_flow import answering
from armdesk.record import About, Ask, Record, Written

SERIOUS = ("medical", "lost_time", "permanent", "fatal")
"""Severities that are not closed without investigation and root cause."""
SEALED = N_("Sealed part: identity and health")
"""Heading of the sealed part of a form."""
VEIL = "•••"
"""What stands in place of a sealed text, in every language."""


class IncidentNotice(Record):
    """Somebody who was told of an incident: who, when and how.  Source: first report to a mines inspector."""

    incident = Link("incident", N_("Incident"), required=True, index=True, key="incident_no")
    told = Choice(N_("Who was told"), incident_choices.TOLD, required=True)
    date = Date(N_("Told on"), required=True)
    time = TimeOfDay(N_("Told at"))
    how = Choice(N_("How told"), incident_choices.HOW)
    reference = Code(N_("Number of the notice"))
    note = LongText(N_("Note"))
    name = Text(N_("Name of who was told"), personal="identity", group=SEALED)

    about = About(N_("notice of an incident"), N_("Notices of incidents"), "safety", key=("told", "date"),
                  table=("incident", "told", "date", "time", "how", "reference"), order="-date", search=("reference",),
                  details=True, sealed="*", purpose=N_("Who was told of an incident, when and how."))


class SealOpening(Record):
    """Somebody looked at a sealed part; written by the program and never taken back."""

    target = Reference(N_("Sealed part of"), required=True, index=True)
    date = Date(N_("Date"), required=True)
    time = TimeOfDay(N_("Time"))
    opened_by = Text(N_("Opened by"))
    purpose = Text(N_("What for"))

    about = About(N_("opening of a sealed part"), N_("Openings of sealed parts"), "safety", key=("date", "opened_by"),
                  table=("date", "time", "opened_by", "target", "purpose"), order="-date", search=("opened_by",),
                  details=True, purpose=N_("Who looked at identity and health in incidents and grievances, and when."))


def stage_of(status: str | None, investigated_on: date | None, actions_on: date | None) -> str:
    """How far an incident has come."""
    if status == "closed":
        return "closed"
    if actions_on is not None:
        return "actions"
    return "reported" if investigated_on is None else "investigated"


def days_of(off_from: date | None, returned_on: date | None, lost_days: int | None) -> int | None:
    """Days a hurt person lost: as written, else from the first day off to the day before the return."""
    if lost_days is not None or off_from is None or returned_on is None:
        return lost_days
    return max(0, (returned_on - off_from).days)


def shown_subject(sensitive: bool | None, subject: str | None) -> str | None:
    """The subject of a grievance as lists show it: veiled where it is sensitive."""
    return VEIL if sensitive and subject else subject


def close_conflicts(written: Written, ask: Ask) -> Mapping[str, list[str]]:
    """Why incidents that a person closes now cannot be closed: what is open, unchecked or unsaid.

    One that is copied from an old book as closed is kept as it is written; the checks say what it lacks.
    """
    if not written.typed:
        return {}
    found: dict[str, list[str]] = {}
    for raw in [raw for raw, changed in written.fields.items() if changed and "status" in changed]:
        for row in ask("SELECT severity, grave, investigated_on, root_cause, measures, effect_on FROM incident "
                       "WHERE id = ? AND status = 'closed' AND trashed = 0", (raw,)):
            found |= closing_gaps(row, answering(ask, f"incident/{bytes(raw).hex()}"))
    return found


def closing_gaps(row: tuple[object, ...], actions: list[tuple[object, ...]]) -> dict[str, list[str]]:
    """What keeps an incident from being closed: field -> sentences.

    Shape: row is (severity, grave, investigated_on, root_cause, measures, effect_on), each action begins with (number,
    measure, status, effect_checked_on).
    """
    severity, grave, investigated, root, measures, effect = row
    found: dict[str, list[str]] = {}
    if severity in SERIOUS or grave:
        if not investigated:
            found["investigated_on"] = [_("It cannot be closed before it was investigated.")]
        if not root:
            found["root_cause"] = [_("It cannot be closed without its root cause.")]
        if not actions and not measures:
            found["measures"] = [_("Say what was done, or create an action: it cannot be closed without a measure.")]
    living = [each for each in actions if each[2] != "cancelled"]
    gaps = [_("Action {name} is still open.").format(name=number or measure)
            for number, measure, status, *_rest in living if status in ("open", "in_progress")]
    gaps += [_("The effect of action {name} is not checked yet.").format(name=number or measure)
             for number, measure, status, checked, *_rest in living if status == "done" and not checked]
    if living and not effect and not gaps:
        found["effect_on"] = [_("Say when it was checked that the actions helped.")]
    if gaps:
        found["status"] = gaps
    return found
