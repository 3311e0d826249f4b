"""The cover that papers of the audit room share, and the papers before a visit: agenda, checklist, requests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from armdesk.i18n import _, speaking
from armdesk.i18n_formats import long_date
from armdesk.models import Audit, AuditSlot, Organisation, audit_choices
from armdesk.reports.document import Column, Cover, Document, Fact, Facts, Heading, Paragraph, Table
from armdesk.services.audit import audit_papers, audit_room
from armdesk.services.audit.audit_papers import ENDED, GAPS, MISSING, READY, Paper
from armdesk.store import Store

_BOX = "☐"


def begun(store: Store, audit: Audit, title: str, day: date, language: str, notice: str = "") -> Document:
    """A paper of an audit with its cover.  Shape: language is the one in force."""
    organisation = store.one(Organisation) or Organisation()
    name, head = str(organisation.legal_name or _("Organisation not described")), store.head()
    auditor = " · ".join(filter(None, (audit.auditor, audit.body)))
    lines = [f"{audit.code or ''} {audit.title}".strip(), _("Made on {day}").format(day=day)]
    if auditor:
        lines.append(_("Auditor: {name}").format(name=auditor))
    if audit.visit_on:
        lines.append(_("Visit on {day}").format(day=long_date(audit.visit_on, language)))
    codes = [(_("Head of the history after {count} entries").format(count=head.seq), head.hash)]
    if audit.pack_root:
        codes.append((_("Root hash of the frozen pack"), str(audit.pack_root)))
    period = audit_room.period_of(audit, day).label(language)
    return Document(title, language, Cover(title, name, period, tuple(lines), tuple(codes), notice=notice),
                    made_on=day, short_title=f"{title} · {audit.code or audit.title}", foot_code=head.short(),
                    author=name, contents=False)


def agenda(store: Store, audit: Audit, slots: Sequence[AuditSlot], day: date, language: str) -> Document:
    """The agenda of the visit, day by day, with who receives whom."""
    with speaking(language):
        paper = begun(store, audit, _("Agenda of the visit"), day, language)
        columns = (Column("what", _("What")), Column("is", _("As it stands"), "note", width=3.0))
        paper.add(Heading(_("Scope")), Table(columns, _scope(store, audit, language)))
        days = sorted({slot.date for slot in slots})
        for each in days:
            paper.add(Heading(long_date(each, language)), Table(
                (Column("time", _("Hour"), width=0.9), Column("topic", _("What is looked at"), "note", width=2.4),
                 Column("place", _("Place"), width=1.2), Column("host", _("Who receives"), width=1.4),
                 Column("guest", _("Of the auditors"), width=1.2), Column("note", _("To have ready"), "note",
                                                                          width=1.8)),
                [(_hours(slot), slot.topic, slot.place, slot.host, slot.guest, slot.note)
                 for slot in slots if slot.date == each]))
        if not days:
            paper.add(Paragraph(_("No point of the agenda is written yet."), "note"))
    return paper


def _hours(slot: AuditSlot) -> str:
    return f"{slot.starts or ''}–{slot.ends}" if slot.ends else str(slot.starts or "")


def _scope(store: Store, audit: Audit, language: str) -> list[tuple[str, str]]:
    titles = audit_room.titles_of(store, audit, language)
    return [(_("Standards"), "; ".join(titles) or _("not stated")),
            (_("Period"), audit_room.period_of(audit, audit.visit_on or date(2000, 1, 1)).label(language)
             if audit.period_from or audit.period_to or audit.visit_on else _("not stated")),
            (_("Sites"), audit.sites or _("All sites")), (_("Auditor"), audit.auditor or _("not stated")),
            (_("Responsible here"), audit.lead or _("not stated")), (_("Our team"), audit.team or _("not stated"))]


STATE = {MISSING: ("✗", "alarm"), ENDED: ("✗", "warn"), GAPS: ("!", "warn"), READY: ("✓", "good")}
"""Sign and tone of each state of the checklist."""


def checklist(store: Store, audit: Audit, day: date, language: str) -> Document:
    """Papers to have ready, with boxes to tick: what is missing first."""
    with speaking(language):
        found = audit_papers.checklist(store, audit, day)
        counts = audit_papers.counted(found)
        paper = begun(store, audit, _("Papers to have ready"), day, language)
        paper.add(Heading(_("Where we stand")), Facts((
            Fact(_("Without a paper"), str(counts[MISSING]), tone="alarm" if counts[MISSING] else "good"),
            Fact(_("Ended by the visit"), str(counts[ENDED]), tone="warn" if counts[ENDED] else "good"),
            Fact(_("With months unproved"), str(counts[GAPS])), Fact(_("Ready"), str(counts[READY]), tone="good"))))
        for state, title in ((MISSING, _("Without a paper")), (ENDED, _("Ended by the visit")),
                             (GAPS, _("With months unproved")), (READY, _("Ready"))):
            rows = [each for each in found if each.state == state]
            if rows:
                paper.add(Heading(title), _lines(rows, state))
        if not found:
            paper.add(Paragraph(_("No standard is chosen for this audit, so nothing is asked for."), "note"))
    return paper


def _lines(rows: Sequence[Paper], state: str) -> Table:
    columns = [Column("done", _BOX, width=0.3), Column("code", _("Code"), "code", width=1.1),
               Column("title", _("Requirement or paper"), "note", width=2.4), Column("state", _("State"), "note",
                                                                                   width=1.5)]
    if state == READY:
        columns.append(Column("binder", _("Binder"), width=0.8))
        return Table(tuple(columns), [(_BOX, each.code, each.title, each.sentence, each.binders) for each in rows])
    columns.append(Column("wanted", _("Typical evidence"), "note", width=2.4))
    return Table(tuple(columns), [(_BOX, each.code, each.title, each.sentence, each.wanted) for each in rows])


def request_paper(store: Store, room: audit_room.Room, day: date, language: str) -> Document:
    """The list of requests on both tracks, to carry through the office."""
    with speaking(language):
        paper = begun(store, room.audit, _("Requests of the auditor"), day, language)
        proofs = audit_papers.proofs_of(store, [f"audit_request/{each.id}" for each in room.requests])
        rows = [(_BOX, each.number, each.text, each.responsible, each.due_on,
                 _(audit_choices.OUR_STATUS[each.status]) if each.status else None,
                 _(audit_choices.AUDITOR_STATUS[each.auditor_status]) if each.auditor_status else None,
                 "; ".join(proofs.get(f"audit_request/{each.id}", ()))) for each in room.requests]
        paper.add(Heading(_("Requests")), Table(
            (Column("done", _BOX, width=0.3), Column("number", _("No."), "code", width=0.6),
             Column("text", _("Request"), "note", width=2.6), Column("responsible", _("Responsible"), width=1.1),
             Column("due_on", _("Due on"), "date", width=0.9), Column("status", _("Our state"), width=1.0),
             Column("auditor", _("Auditor's state"), width=1.0), Column("papers", _("Evidence"), "note", width=1.6)),
            rows, empty_text=_("The auditor has asked for nothing yet.")))
    return paper
