"""The closing paper of an audit, what changed since its freeze, and past audits side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from armdesk.i18n import _, speaking
from armdesk.models import Audit, audit_choices, choices, record_type
from armdesk.reports.audit_paper import begun
from armdesk.reports.document import Bullets, Column, Document, Fact, Facts, Heading, Paragraph, Signatures, Table
from armdesk.services.audit.audit_changes import VERBS, Changes
from armdesk.services.audit.audit_findings import Again, Compared
from armdesk.services.audit.audit_room import Room, read
from armdesk.store import Store

_TONES = {"passed": "good", "conditional": "warn", "not_passed": "alarm"}


def closing_paper(store: Store, room: Room, changes: Changes, day: date, language: str) -> Document:
    """Result, certificate, what remains, lessons; nothing that is open is left out."""
    with speaking(language):
        audit = room.audit
        room = read(store, audit, day, changes.total)  # its sentences in the language of the paper
        paper = begun(store, audit, _("Closing of the audit"), day, language)
        open_ = [each for each in room.findings if each.open]
        paper.add(Heading(_("Result")), Facts((
            Fact(_("Decision of the auditor"),
                 _(audit_choices.OUTCOME[audit.outcome]) if audit.outcome else _("not stated"),
                 tone=_TONES.get(audit.outcome or "", "body")),
            Fact(_("Findings"), str(len(room.findings))),
            Fact(_("Still open"), str(len(open_)), tone="warn" if open_ else "good"))))
        if audit.result:
            paper.add(Paragraph(audit.result))
        paper.add(Table((Column("what", _("What"), width=1.2), Column("is", _("As it stands"), "note", width=3.0)), [
            (_("Certificate or letter no."), audit.certificate_no), (_("Valid from"), _text(audit.certificate_from)),
            (_("Valid until"), _text(audit.certificate_to)), (_("Visit"), _visit(audit)),
            (_("Closed on"), _text(audit.closed_on)),
            (_("Frozen"), " ".join(filter(None, (_text(audit.frozen_on), audit.frozen_at))) or None)]))
        paper.add(Heading(_("What remains")), *_remains(room, changes))
        paper.add(Heading(_("How it went from stage to stage")), _steps(room))
        paper.add(Heading(_("Lessons for the next")),
                  Paragraph(audit.lessons) if audit.lessons else Paragraph(_("None is written."), "note"))
        paper.add(Signatures(((_("For the organisation"), audit.lead or ""), (_("Auditor"), audit.auditor or ""))))
    return paper


def _text(value: object) -> str | None:
    return str(value) if value else None


def _visit(audit: Audit) -> str | None:
    days = [str(each) for each in (audit.visit_on, audit.visit_until) if each]
    return " – ".join(dict.fromkeys(days)) or None


def _remains(room: Room, changes: Changes) -> list[Paragraph | Table | Bullets]:
    found: list[Paragraph | Table | Bullets] = []
    if room.audit.remains:
        found.append(Paragraph(room.audit.remains))
    open_ = [each for each in room.findings if each.open]
    if open_:
        found.append(Table((
            Column("number", _("No."), "code", width=0.6), Column("class", _("Class"), width=0.9),
            Column("text", _("Finding"), "note", width=3.0), Column("due_on", _("Due on"), "date"),
            Column("next", _("Next step"), width=1.4)),
            [(each.finding.number, _(choices.FINDING_CLASS[each.finding.finding_class]), each.finding.text,
              each.finding.due_on, each.next_step()) for each in open_], _("Open findings")))
    waiting = [each for each in room.requests if each.auditor_status != "accepted"]
    lines = [sentence for stage in room.stages for sentence in stage.lacks]
    if waiting:
        lines.append(_("Requests the auditor has not accepted: {names}").format(
            names=", ".join(str(each.number or each.text) for each in waiting)))
    if changes.total:
        lines.append(_("Records of the pack that changed since the freeze: {count}").format(count=changes.total))
    if lines:
        found.append(Bullets(tuple(lines)))
    return found or [Paragraph(_("Nothing is open."), "good")]


def _steps(room: Room) -> Table:
    columns = (Column("date", _("Date"), "date"), Column("stage", _("Stage"), width=1.2),
               Column("missing", _("Still missing"), "note", width=2.4),
               Column("reason", _("Reason"), "note", width=2.0), Column("author", _("Author"), width=1.2))
    return Table(columns, [(each.date, _(audit_choices.STAGE[each.stage]), each.missing, each.reason, each.author)
                           for each in reversed(room.steps)],
                 empty_text=_("It was not taken from stage to stage."))


def changes_paper(store: Store, audit: Audit, changes: Changes, day: date, language: str) -> Document:
    """What changed since the freeze, to be handed to the auditor."""
    with speaking(language):
        paper = begun(store, audit, _("Changed since the freeze"), day, language)
        paper.add(Heading(_("How many")), Table(
            (Column("kind", _("Register"), width=2.0), Column("count", _("Records"), "number", places=0)),
            [(_(record_type(type_).about.many), count) for type_, count in sorted(changes.records.items())],
            empty_text=_("Nothing the pack carries was changed.")))
        if changes.rows:
            paper.add(Heading(_("One by one")), Table(
                (Column("at", _("When"), width=1.1), Column("who", _("Who"), width=1.0),
                 Column("kind", _("Register"), width=1.1), Column("name", _("Record"), "note", width=1.7),
                 Column("verb", _("What"), width=0.8), Column("fields", _("Fields"), "note", width=1.4),
                 Column("why", _("Why"), "note", width=2.0)),
                [(each.at, each.who, _(record_type(each.type).about.one), each.name, _(VERBS.get(each.verb, each.verb)),
                  ", ".join(map(_, each.fields)), each.why) for each in changes.rows]))
    return paper


def comparison(store: Store, rows: Sequence[Compared], again: Sequence[Again], day: date, language: str) -> Document:
    """All audits side by side, and the requirements that were found wanting more than once."""
    with speaking(language):
        paper = begun(store, rows[-1].audit if rows else Audit(title=""), _("Past audits compared"), day, language)
        paper.add(Heading(_("By class")), Table(
            (Column("audit", _("Audit"), "note", width=2.4), Column("visit", _("Visit"), "date"),
             *(Column(grade, _(word), "number", places=0) for grade, word in choices.FINDING_CLASS.items()),
             Column("open", _("Still open"), "number", places=0),
             Column("again", _("Found again"), "number", places=0)),
            [(each.audit.label(), each.audit.visit_on, *(each.by_class.get(grade) for grade in choices.FINDING_CLASS),
              each.open, each.repeated) for each in rows], empty_text=_("No audit is written yet.")))
        chapters = sorted({chapter for each in rows for chapter in each.by_chapter})
        if chapters:
            paper.add(Heading(_("By chapter")), Table(
                (Column("chapter", _("Chapter"), width=2.0),
                 *(Column(f"a{place}", str(each.audit.code or each.audit.title), "number", places=0)
                   for place, each in enumerate(rows))),
                [(chapter or _("no requirement named"), *(each.by_chapter.get(chapter) for each in rows))
                 for chapter in chapters]))
        if again:
            paper.add(Heading(_("Found again")))
        for each in again:
            paper.add(Heading(each.requirement.partition("/")[2], 2), Table(
                (Column("audit", _("Audit"), width=1.2), Column("number", _("No."), "code", width=0.6),
                 Column("text", _("Finding"), "note", width=2.4), Column("cause", _("Cause"), "note", width=1.8),
                 Column("answer", _("What was done"), "note", width=2.0), Column("state", _("State"), width=0.8)),
                [(audit.code or audit.title, finding.number, finding.text, finding.cause, finding.correction,
                  _(choices.OPEN_CLOSED[finding.status or "open"])) for audit, finding in each.found]))
    return paper
