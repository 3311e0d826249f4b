"""Parts of a report behind the requirements: risks, commitments, grievances, photos, papers, who checked and signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from armdesk.catalogues.catalogue import pick
from armdesk.i18n import _
from armdesk.models import Action, Audit, Inspection, Risk, choices
from armdesk.reports.craft_parts import source
from armdesk.reports.document import (
    Block,
    CellValue,
    Column,
    Fact,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Photo,
    Photos,
    Table,
)
from armdesk.services.basis.hiding import WITHHELD, protected
from armdesk.services.packs.scope import Scope
from armdesk.services.period_facts import status
from armdesk.services.plan.action_sources import confidential, withheld
from armdesk.services.safety import safety_figures


def risks(scope: Scope) -> Iterator[Block]:
    """Risks that stop trade or run against time, and all others that were written down."""
    yield Heading(_("Risks"), anchor="risks")
    clocks = status.clocks(scope.store, scope.catalogue, scope.answers)
    if clocks:
        limits = (
            Column("code", _("Code"), "code"),
            Column("title", _("Requirement"), width=3.0),
            Column("began", _("Plan adopted on"), "date"),
            Column("ends", _("To be done by"), "date"),
            Column("state", _("State")),
        )
        rows = [
            (
                clock.requirement.code,
                pick(clock.requirement.title, scope.language),
                clock.began,
                clock.ends,
                _("run out") if clock.run_out(scope.made_on) else _("running"),
            )
            for clock in clocks.values()
        ]
        yield Table(limits, rows, _("Risks under mitigation and their time limits"))
    written = scope.store.all(Risk)
    columns = (
        Column("risk_no", _("No."), "code"),
        Column("catalogue_code", _("Requirement"), "code"),
        Column("description", _("Description"), "note", width=3.0),
        Column("impact", _("Severity")),
        Column("response", _("Response")),
        Column("status", _("Status")),
        Column("decided_on", _("Decided on"), "date"),
    )
    found = [
        (
            risk.number,
            scope.reference(risk.requirement) or None,
            scope.hide.text(risk.description),
            _word(choices.LEVEL, risk.impact),
            _word(choices.RESPONSE, risk.response),
            _word(choices.RISK_STATUS, risk.status),
            risk.decided_on,
        )
        for risk in written
    ]
    yield Table(
        columns,
        found,
        _("Risk register"),
        source=source(scope, "S25", "risk_no"),
        empty_text=_("No risk is written down."),
    )


def _word(options: dict[str, str], code: str | None) -> str | None:
    return _(options[code]) if code in options else None


def commitments(scope: Scope) -> Iterator[Block]:
    """Open actions, those done in the period, and how many are late."""
    yield Heading(_("Commitments"), anchor="commitments")
    actions = scope.store.all(Action)
    counts, late = safety_figures.actions(scope.store, scope.made_on)
    if late:
        yield Paragraph(_("{count} open actions were overdue on {day}.").format(count=late, day=scope.made_on), "warn")
    going = [action for action in actions if action.status in ("open", "in_progress", "done")]
    yield _plan(scope, going, _("Open actions"), _("No action is open."))
    done = [action for action in actions if action.status == "closed" and action.done_on in _Inside(scope)]
    if done:
        yield _plan(scope, done, _("Closed in the period"), "")
    if counts["cancelled"]:
        yield Paragraph(_("{count} actions were cancelled.").format(count=counts["cancelled"]), "quiet")


class _Inside:
    """Days of the period; no day is in none."""

    def __init__(self, scope: Scope) -> None:
        self._period = scope.period

    def __contains__(self, day: Any) -> bool:
        return day is not None and day in self._period


def _plan(scope: Scope, actions: Sequence[Action], caption: str, empty: str) -> Table:
    columns = (
        Column("action_no", _("No."), "code"),
        Column("measure", _("Measure"), "note", width=3.5),
        Column("owner", _("Responsible"), width=1.5),
        Column("due_on", _("Due on"), "date"),
        Column("status", _("Status"), width=1.2),
        Column("progress_pct", _("Progress"), "number", "%", 0),
    )
    veiled = confidential(scope.store)
    rows = [
        (
            action.number,
            withheld() if action.id in veiled else scope.hide.text(action.measure),
            scope.hide.text(action.owner or "") or None,
            action.due_on,
            _(choices.ACTION_STATUS[action.status]),
            action.progress,
        )
        for action in actions
    ]
    return Table(columns, rows, caption, source=source(scope, "S26", "measure"), empty_text=empty)


def grievances(scope: Scope) -> Iterator[Block]:
    """Grievances as totals; who complained and of what stays in the office."""
    yield Heading(_("Grievances"), anchor="grievances")
    counted = safety_figures.grievances(scope.store, scope.period)
    by, total = protected({"status": counted["status"], "answered": counted["answered"]})
    if not sum(counted["status"].values()):
        yield Paragraph(
            _(
                "No grievance was received in the period. That can also mean that nobody dared: the contact for "
                "complaints stands in the profile."
            )
        )
        return
    facts = [
        Fact(_("Grievances received"), str(total)),
        Fact(_("Grievances answered"), str(by["answered"].get("yes", 0))),
        Fact(_("Grievances closed"), str(by["status"].get("closed", 0))),
    ]
    yield Facts(tuple(facts))
    yield Paragraph(_("Only totals leave the office."), "quiet")


def photos(scope: Scope, pictures: Mapping[int, Path]) -> Iterator[Block]:
    """Cited photos with day and number; the place only where it was agreed."""
    shown = [paper for paper in scope.papers if paper.is_photo and paper.number in pictures]
    if not shown:
        return
    yield Heading(_("Photos"), anchor="photos")
    found = []
    for paper in shown:
        revision, parts = paper.revision, [f"{paper.number:04d} {paper.title}"]
        if revision is not None and revision.taken_on:
            parts.append(str(revision.taken_on))
        place = scope.name_of("site", paper.document.site)
        found.append(Photo(pictures[paper.number], " · ".join([*parts, place] if place else parts), paper.target))
    yield Photos(tuple(found))


def papers(scope: Scope) -> Iterator[Block]:
    """The list of all papers with their files and codes."""
    yield PageBreak()
    yield Heading(_("Evidence in this pack"), anchor="evidence")
    columns = (
        Column("no", _("No."), "code"),
        Column("title", _("Title"), "note", width=2.5),
        Column("issued_on", _("Issued on"), "date"),
        Column("valid_to", _("Valid until"), "date"),
        Column("file", _("File or reason"), "note", width=2.5),
    )
    rows = []
    for paper in scope.papers:
        closed = paper.document.confidentiality == "restricted"
        rows.append(
            (
                f"{paper.number:04d}",
                _(WITHHELD) if closed else paper.title,
                paper.document.issued_on,
                paper.document.valid_to,
                paper.name or _(paper.left_out),
            )
        )
    yield Table(columns, rows, source=source(scope, "S35", "file_name"), empty_text=_("No paper is cited."))


def signatures(scope: Scope) -> Iterator[Block]:
    """Who checked, and the lines to sign on."""
    yield Heading(_("Who checked"), anchor="checked")
    visits: list[tuple[CellValue, ...]] = [
        (
            audit.visit_on,
            _(choices.AUDIT_KIND[audit.kind]),
            scope.hide.text(audit.auditor or "") or None,
            scope.hide.text(audit.result or "") or None,
        )
        for audit in scope.store.all(Audit)
        if audit.kind in ("buyer", "assurer", "government") and audit.visit_on
    ]
    visits += [
        (
            visit.date,
            _(choices.INSPECTION_KIND[visit.kind]),
            scope.hide.text(visit.body or "") or None,
            scope.hide.text(visit.result or "") or None,
        )
        for visit in scope.store.find(scope.figures.dated(Inspection))
        if visit.kind not in ("internal", "talk")
    ]
    columns = (
        Column("date", _("Date"), "date"),
        Column("kind", _("Kind")),
        Column("body", _("Who"), width=1.5),
        Column("result", _("Result"), "note", width=3.0),
    )
    inside = [visit for visit in visits if visit[0] in _Inside(scope)]
    yield Table(columns, inside, empty_text=_("No visit by an authority, buyer or assurer is recorded in the period."))
    yield Heading(_("Signatures"), 2)
    organisation = scope.organisation
    lines = [
        (organisation.field(name).title(), getattr(organisation, name), None)
        for name in ("representative", "dd_officer")
    ]
    yield Table(
        (
            Column("office", _("Office held"), width=1.5),
            Column("name", _("Name"), width=2.0),
            Column("signature", _("Signature and date"), width=3.0),
        ),
        lines,
    )
