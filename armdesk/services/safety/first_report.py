"""The first report of an incident: number, event and who was told, kept as one operation in two minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from armdesk.errors import InvalidRecord
from armdesk.i18n import _
from armdesk.models import Incident, IncidentNotice
from armdesk.models.action_flow import answering
from armdesk.models.incident import closing_gaps
from armdesk.services.basis.figure import ask
from armdesk.services.basis.numbering import next_code
from armdesk.store import Store


def report(store: Store, incident: Incident, told: Sequence[IncidentNotice], today: date) -> Incident:
    """Keep a first report.  Errors: InvalidRecord with what is missing, of the event and of the notices."""
    incident.number = incident.number or next_code(store, Incident, "number", today, f"I-{today.year}-001")
    incident.reported_on = incident.reported_on or today
    for notice in told:
        if notice.told == "authority":
            incident.authority_on = min(notice.date, incident.authority_on or notice.date) if notice.date else None
    incident.fill()
    if found := incident.check():
        raise InvalidRecord(found)
    with store.operation(_("First report: {name}").format(name=incident.label())) as writer:
        writer.save(incident)
        for notice in told:
            notice.incident = incident.id
            writer.save(notice)
    return incident


def note_told(store: Store, notice: IncidentNotice) -> None:
    """Carry the first notice to an authority over into the line of the incident, where it is not told yet."""
    incident = store.get(Incident, notice.incident)
    if incident is not None and notice.told == "authority" and incident.authority_on is None:
        incident.authority_on = notice.date
        store.save(incident)


def gaps(store: Store, incident: Incident) -> list[str]:
    """What keeps an incident from being closed, as sentences."""
    row = tuple(getattr(incident, name) for name in
                ("severity", "grave", "investigated_on", "root_cause", "measures", "effect_on"))
    actions = answering(lambda question, values: ask(store, question, *values), f"incident/{incident.id}")
    return [sentence for sentences in closing_gaps(row, actions).values() for sentence in sentences]
