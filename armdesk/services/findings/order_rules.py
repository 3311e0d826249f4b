"""Rules on days: two of a record in the wrong order, days still to come, papers and decisions later than their use."""

from __future__ import annotations

from collections.abc import Iterator

from armdesk.fields import fold
from armdesk.i18n import N_, _, ngettext
from armdesk.importers.headings import words
from armdesk.models import record_type
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.evidence.photo_events import READ, document_events
from armdesk.services.findings.finding import Finding, Look, Rule, rule

_MOST = 50
_PAIRS = (
    ("permit", "applied_on", "granted_on"), ("document", "proves_from", "proves_to"),
    ("registration", "valid_from", "valid_to"), ("person_role", "began_on", "ended_on"),
    ("crew", "active_from", "active_to"), ("training", "date", "expires_on"),
    ("grievance", "received_on", "acknowledged_on"), ("grievance", "received_on", "answered_on"),
    ("grievance", "received_on", "closed_on"), ("sale", "provisional_on", "settled_on"),
    ("audit", "period_from", "period_to"), ("audit", "visit_on", "visit_until"), ("advance", "date", "repay_by"),
    ("meeting", "called_on", "date"), ("inspection", "date", "finished_on"), ("equipment_check", "date", "expires_on"),
)
"""Register, and two of its days of which the first never comes after the second; forms refuse some others already."""
_DAYS = {"production": "date", "attendance": "date", "batch": "date", "lot": "created_on", "sale": "date",
         "assay": "date", "custody_transfer": "date", "payment": "date", "reagent_movement": "date",
         "incident": "date", "ppe_delivery": "date", "measurement": "date", "equipment_check": "date"}
"""Registers of what has happened, so that no entry lies ahead; courses, meetings and rounds are planned."""


@rule(N_("Days in the wrong order"), *dict.fromkeys(kind for kind, _first, _second in _PAIRS))
def dates_reversed(look: Look) -> Iterator[Finding]:
    """Records whose second day comes before the first, such as a permit applied for after it was granted."""
    for kind, first, second in _PAIRS:
        rows = ask(look.store, f'SELECT id, "{first}", "{second}" FROM "{kind}" WHERE trashed = 0 '  # noqa: S608 - ours
                   f'AND "{second}" < "{first}" ORDER BY id LIMIT 50')
        if not rows:
            continue
        type_ = record_type(kind)
        names = look.store.labels(kind, {id_of(row[0]) for row in rows})
        for raw, one, other in rows:
            yield Finding("dates_reversed", "warn", _(
                "{kind} “{name}”: “{second}” is {other}, before “{first}”, which is {one}.").format(
                kind=_(type_.about.one), name=names.get(id_of(raw), ""), first=type_.field(first).title(unit=False),
                second=type_.field(second).title(unit=False), one=one, other=other), (f"{kind}/{id_of(raw)}",),
                facts=(f"{first} {one} {second} {other}",))


@rule(N_("Days still to come"), *_DAYS)
def in_the_future(look: Look) -> Iterator[Finding]:
    """Entries of what has happened with a day that is still to come."""
    for kind, day in _DAYS.items():
        rows = ask(look.store, f'SELECT id, "{day}" FROM "{kind}" WHERE trashed = 0 '  # noqa: S608 - ours
                   f'AND "{day}" > ? ORDER BY "{day}" DESC, id LIMIT 50', look.today)
        if rows:
            type_ = record_type(kind)
            yield Finding("in_the_future", "warn", ngettext(
                "{register}: {count} entry has a day still to come, {last}.",
                "{register}: {count} entries have a day still to come, the last is {last}.", len(rows)).format(
                register=_(type_.about.many), count=len(rows), last=rows[0][1]),
                tuple(f"{kind}/{id_of(raw)}" for raw, _day in rows), facts=tuple(str(each) for _raw, each in rows),
                rows=Query(type_, filters=(Filter("id", "in", tuple(id_of(raw) for raw, _day in rows)),)))


@rule(N_("Papers older than what they prove"), *READ)
def paper_before_event(look: Look) -> Iterator[Finding]:
    """Lists, minutes, reports, receipts and certificates issued before the event they are given for."""
    found = ask(look.store, "SELECT id, title, issued_on FROM document WHERE trashed = 0 AND issued_on IS NOT NULL "
                "AND kind IN ('list', 'minutes', 'report', 'receipt', 'certificate') ORDER BY issued_on, id")
    issued = {id_of(raw): (str(title), str(day)) for raw, title, day in found}
    for document, event in document_events(look.store):
        title, day = issued.get(document, ("", "9999"))
        if day < event.day:
            yield Finding("paper_before_event", "warn", _(
                "“{paper}” is dated {day}, before “{event}” of {held}, which it is to prove.").format(
                paper=title, day=day, event=event.said(), held=event.day), (f"document/{document}", event.reference),
                facts=(f"{day} {event.day}",) * 2)


@rule(N_("Papers that prove another time"), "citation", "document")
def paper_of_another_time(look: Look) -> Iterator[Finding]:
    """Papers cited for a period that is not the one they prove."""
    for raw, document, title, begins, ends, first, last in ask(
            look.store, "SELECT c.id, d.id, d.title, c.period_from, c.period_to, d.proves_from, d.proves_to "
            "FROM citation c JOIN document d ON d.id = c.document WHERE c.trashed = 0 AND d.trashed = 0 "
            "AND (c.period_to < d.proves_from OR c.period_from > d.proves_to) "
            "ORDER BY d.title, c.id LIMIT 50"):
        yield Finding("paper_of_another_time", "warn", _(
            "“{paper}” proves {first} to {last}, but is cited for {begins} to {ends}.").format(
            paper=title, first=first or "–", last=last or "–", begins=begins or "–", ends=ends or "–"),
            (f"document/{id_of(document)}", f"citation/{id_of(raw)}"), facts=(f"{begins} {ends} {first} {last}",) * 2)


@rule(N_("Papers said to be in force"), "document")
def said_to_be_valid(look: Look) -> Iterator[Finding]:
    """Papers that ended, while their own list says that they are in force."""
    valid = {fold(word) for word in words()["in_force"]}
    for raw, title, ends, status in ask(
            look.store, "SELECT id, title, valid_to, stated_status FROM document WHERE trashed = 0 AND valid_to < ? "
            "AND stated_status <> '' ORDER BY valid_to, id", look.today):
        if fold(str(status)).strip(" .") in valid:
            yield Finding("said_to_be_valid", "warn", _(
                "The list says “{status}” of “{paper}”, which ended on {day}.").format(
                status=status, paper=title, day=ends), (f"document/{id_of(raw)}",), facts=(f"{ends} {status}",))


@rule(N_("Permits and their papers"), "permit", "document")
def permit_and_paper(look: Look) -> Iterator[Finding]:
    """Permits whose last day is not the one on their own paper."""
    for raw, code, ends, document, title, valid in ask(
            look.store, "SELECT p.id, coalesce(p.code, p.number, p.title), p.expires_on, d.id, d.title, d.valid_to "
            "FROM permit p JOIN document d ON d.id = p.document WHERE p.trashed = 0 AND d.trashed = 0 "
            "AND p.expires_on <> d.valid_to ORDER BY p.expires_on, p.id LIMIT 50"):
        yield Finding("permit_and_paper", "warn", _(
            "The permit {code} ends on {ends}, but its paper “{paper}” on {valid}.").format(
            code=code or "", ends=ends, paper=title, valid=valid), (f"permit/{id_of(raw)}",
                                                                   f"document/{id_of(document)}"),
            facts=(f"{ends} {valid}",) * 2)


@rule(N_("Decisions later than what was done"), "premium_entry", "resolution", "meeting", "mandate", "person")
def before_the_decision(look: Look) -> Iterator[Finding]:
    """Premium spent, and offices held, before the meeting that decided on it."""
    for raw, day, use, meeting, held in ask(
            look.store, "SELECT e.id, e.date, e.use, m.id, m.date FROM premium_entry e JOIN resolution r "
            "ON r.id = e.resolution JOIN meeting m ON m.id = r.meeting WHERE e.trashed = 0 AND e.kind = 'spent' "
            "AND e.date < m.date ORDER BY e.date, e.id LIMIT 50"):
        yield Finding("before_the_decision", "alarm", _(
            "Premium was spent on {day} ({use}); the assembly decided on it on {held} only.").format(
            day=day, use=use or "–", held=held), (f"premium_entry/{id_of(raw)}", f"meeting/{id_of(meeting)}"),
            facts=(f"{day} {held}",) * 2)
    for raw, began, name, meeting, held in ask(
            look.store, "SELECT a.id, a.began_on, coalesce(p.name, a.name_as_written), m.id, m.date FROM mandate a "
            "JOIN resolution r ON r.id = a.resolution JOIN meeting m ON m.id = r.meeting LEFT JOIN person p "
            "ON p.id = a.person WHERE a.trashed = 0 AND a.began_on < m.date "
            "ORDER BY a.began_on, a.id LIMIT 50"):
        yield Finding("office_before_vote", "warn", _(
            "{name} holds an office since {began}; the meeting that elected took place on {held}.").format(
            name=name or "–", began=began, held=held), (f"mandate/{id_of(raw)}", f"meeting/{id_of(meeting)}"),
            facts=(f"{began} {held}",) * 2)


ORDER_RULES: dict[str, Rule] = {
    "dates_reversed": dates_reversed, "in_the_future": in_the_future, "paper_before_event": paper_before_event,
    "paper_of_another_time": paper_of_another_time, "said_to_be_valid": said_to_be_valid,
    "permit_and_paper": permit_and_paper, "before_the_decision": before_the_decision}
"""Rules on days by name."""
