"""Findings of an audit on paper: each with its cause, its actions, its proof and the auditor's answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from armdesk.i18n import _, speaking
from armdesk.models import Action, Audit, choices
from armdesk.reports.audit_paper import begun
from armdesk.reports.document import CellValue, Column, Document, Fact, Facts, Heading, Paragraph, Signatures, Table
from armdesk.services.audit.audit_findings import Held, cause_of, deadline, held
from armdesk.services.audit.audit_papers import proofs_of
from armdesk.services.audit.audit_words import class_source, class_word
from armdesk.services.basis.limits import Limits
from armdesk.services.plan.action_sources import confidential, state_words, withheld
from armdesk.store import Store


def findings_report(store: Store, audit: Audit, day: date, language: str) -> Document:
    """All findings of an audit as they stand on a day."""
    with speaking(language):
        found = held(store, audit, day)
        paper = begun(store, audit, _("Findings and corrective actions"), day, language)
        counts = Counter(each.finding.finding_class for each in found)
        open_ = sum(each.open for each in found)
        late = sum(each.late for each in found)
        paper.add(Heading(_("At a glance")), Facts((
            Fact(_("Major"), str(counts["major"]), tone="alarm" if counts["major"] else "body"),
            Fact(_("Minor"), str(counts["minor"]), tone="warn" if counts["minor"] else "body"),
            Fact(_("Observations"), str(counts["observation"])),
            Fact(_("Open"), str(open_), tone="warn" if open_ else "good"),
            Fact(_("Overdue"), str(late), tone="alarm" if late else "body"))))
        if found:
            paper.add(_overview(found), *_words(Limits(store), audit, counts, day))
            proofs = _proofs(store, found)
            veiled = confidential(store)
            for each in found:
                paper.add(*_one(audit, each, proofs, veiled))
            paper.add(Signatures(((_("For the organisation"), audit.lead or ""), (_("Auditor"), audit.auditor or ""))))
        else:
            paper.add(Paragraph(_("The audit found nothing that asks for an answer."), "good"))
    return paper


def _words(limits: Limits, audit: Audit, counts: Counter[str], day: date) -> list[Paragraph]:
    """What the standard calls the classes and how long each may stand, with where that is written."""
    told = [f"{_(choices.FINDING_CLASS[grade])}: {class_word(audit.standard or '', grade)}. "
            f"{class_source(audit.standard or '', grade)}" for grade in ("major", "minor", "observation")
            if counts[grade] and class_source(audit.standard or "", grade)]
    told += [_("{grade}: {days} days to correct it. {source}").format(
        grade=_(choices.FINDING_CLASS[grade]), days=int(limit.value), source=limit.source)
        for grade in ("major", "minor", "observation") if counts[grade] and (limit := deadline(
            limits, audit.standard or "", grade, audit.visit_on or day))]
    return [Paragraph("\n".join(told), "quiet")] if told else []


def _overview(found: Sequence[Held]) -> Table:
    columns = (Column("number", _("No."), "code", width=0.6), Column("class", _("Class"), width=0.9),
               Column("text", _("Finding"), "note", width=3.2), Column("due_on", _("Due on"), "date", width=0.9),
               Column("state", _("State"), width=1.0), Column("again", _("Found before"), "note", width=1.1))
    return Table(columns, [(
        each.finding.number, _(choices.FINDING_CLASS[each.finding.finding_class]), each.finding.text,
        each.finding.due_on, _("overdue") if each.late else _("still open") if each.open else _("closed"),
        ", ".join(f"{code} {finding.number or ''}".strip() for code, finding in each.before) or None)
        for each in found])


def _one(audit: Audit, each: Held, proofs: dict[str, list[str]], veiled: set[str]) -> list[Heading | Table]:
    finding = each.finding
    grade = finding.class_as_written or class_word(audit.standard or "", finding.finding_class)
    whys = [str(getattr(finding, f"why_{place}")) for place in range(1, 6) if getattr(finding, f"why_{place}")]
    rows: list[tuple[str, str | None]] = [
        (_("Class"), grade), (_("Requirement"), (finding.requirement or "").partition("/")[2] or None),
        (_("What the auditor saw"), finding.evidence), (_("Correction at once"), finding.correction),
        (_("Five whys"), "\n".join(f"{place}. {why}" for place, why in enumerate(whys, 1)) or None),
        (_("Cause"), finding.cause),
        (_("Actions"), "\n".join(_action(action, veiled) for action in each.actions) or None),
        (_("Due on"), str(finding.due_on) if finding.due_on else None),
        (_("Proved by"), "\n".join(proofs.get(str(finding.id), ())) or None),
        (_("Closed on"), str(finding.closed_on) if finding.closed_on else None),
        (_("Accepted by the auditor"), " · ".join(filter(None, (
            str(finding.accepted_on or ""), finding.accepted_by or "", finding.auditor_note or ""))) or None)]
    return [Heading(finding.text, 2, code=str(finding.number or "")),
            Table((Column("what", _("What"), width=1.0), Column("is", _("As it stands"), "note", width=4.0)), rows)]


def _action(action: Action, veiled: set[str]) -> str:
    measure = withheld() if action.id in veiled else action.measure
    owner = "" if action.id in veiled else action.owner or ""
    due = _("until {day}").format(day=action.due_on) if action.due_on else ""
    return " · ".join(filter(None, (action.number, measure, owner, due, state_words(action.status))))


def _proofs(store: Store, found: Sequence[Held]) -> dict[str, list[str]]:
    """Papers cited for each finding and for its actions, by id of the finding."""
    wanted = [reference for each in found for reference in _references(each)]
    lines = proofs_of(store, wanted)
    return {str(each.finding.id): list(dict.fromkeys(
        line for reference in _references(each) for line in lines.get(reference, ()))) for each in found}


def _references(each: Held) -> list[str]:
    return [f"finding/{each.finding.id}", *(f"action/{action.id}" for action in each.actions)]


def columns_of_plan() -> tuple[Column, ...]:
    """Columns of a corrective action plan as auditors know it."""
    return (Column("number", _("Finding no."), "code"), Column("requirement", _("Requirement"), "code", width=1.4),
            Column("class", _("Class"), width=1.2), Column("text", _("Finding"), "note", width=3.0),
            Column("seen", _("What the auditor saw"), "note", width=2.0),
            Column("correction", _("Correction at once"), "note", width=1.8),
            Column("cause", _("Cause"), "note", width=2.0),
            Column("measure", _("Corrective action"), "note", width=2.6),
            Column("responsible", _("Responsible"), width=1.4), Column("due_on", _("Due on"), "date"),
            Column("status", _("Status"), width=1.1), Column("closed_on", _("Closed on"), "date"),
            Column("proof", _("Evidence"), "note", width=2.4),
            Column("accepted_on", _("Accepted on"), "date"), Column("note", _("Auditor's note"), "note", width=2.0))


def rows_of_plan(store: Store, audit: Audit, found: Sequence[Held]) -> list[tuple[CellValue, ...]]:
    """One row for each action of a finding, one for a finding without any."""
    proofs, veiled = _proofs(store, found), confidential(store)
    rows: list[tuple[CellValue, ...]] = []
    for each in found:
        finding = each.finding
        grade = finding.class_as_written or class_word(audit.standard or "", finding.finding_class)
        for action in each.actions or (None,):
            hidden = action is not None and action.id in veiled
            rows.append((
                finding.number, (finding.requirement or "").partition("/")[2] or None, grade, finding.text,
                finding.evidence, finding.correction, cause_of(finding) or None,
                None if action is None else withheld() if hidden else action.measure,
                finding.responsible if action is None or hidden else action.owner or finding.responsible,
                finding.due_on if action is None else action.due_on or finding.due_on,
                _(choices.OPEN_CLOSED[finding.status or "open"]) if action is None else state_words(action.status),
                finding.closed_on if action is None else action.done_on or finding.closed_on,
                "; ".join(proofs.get(str(finding.id), ())) or None, finding.accepted_on, finding.auditor_note))
    return rows
