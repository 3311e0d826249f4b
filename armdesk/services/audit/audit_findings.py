"""Findings of an audit: what each still needs, by when it has to be corrected, and whether it was found before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from armdesk.i18n import _
from armdesk.models import Action, Audit, Finding
from armdesk.services.audit.audit_words import CLASSES, class_word, family
from armdesk.services.basis.figure import ask
from armdesk.services.basis.limits import Limit, Limits
from armdesk.services.plan.action_sources import actions_for
from armdesk.store import Store

_WHYS = ("why_1", "why_2", "why_3", "why_4", "why_5")


@dataclass(frozen=True)
class Held:
    """One finding with what belongs to it.

    Shape: actions by their due date; proofs counts papers cited for it and for its actions; before are findings of
    earlier audits on the same requirement, the newest first, with the code of their audit.
    """

    finding: Finding
    actions: Sequence[Action]
    proofs: int
    late: bool
    before: Sequence[tuple[str, Finding]] = ()

    @property
    def open(self) -> bool:
        """Whether it is not closed."""
        return (self.finding.status or "open") == "open"

    @property
    def answers(self) -> bool:
        """Whether it asks for an answer at all: what is only praised does not."""
        return self.finding.finding_class in CLASSES

    @property
    def lacks_cause(self) -> bool:
        """Whether nobody wrote why it came to it."""
        return self.answers and not self.finding.cause

    @property
    def lacks_action(self) -> bool:
        """Whether nothing is being done about it."""
        return self.answers and not self.actions and not self.finding.correction

    @property
    def lacks_proof(self) -> bool:
        """Whether it is closed, or all that was to be done is done, and no paper proves it."""
        finished = not self.open or (bool(self.actions) and all(
            each.status in ("done", "closed", "cancelled") for each in self.actions))
        return self.answers and finished and not self.proofs

    @property
    def lacks_acceptance(self) -> bool:
        """Whether it is closed here and the auditor did not say so yet."""
        return self.answers and not self.open and self.finding.accepted_on is None

    def next_step(self) -> str:
        """The one thing to do next, "" where nothing is left."""
        if self.open:
            if self.lacks_cause:
                return _("Write the cause")
            if self.lacks_action:
                return _("Create an action")
            if self.lacks_proof:
                return _("Cite a proof")
            return _("Close it") if self.actions and all(
                each.status in ("closed", "cancelled") for each in self.actions) else _("Finish the actions")
        return _("Cite a proof") if self.lacks_proof else _("Wait for the auditor") if self.lacks_acceptance else ""


def held(store: Store, audit: Audit, today: date) -> list[Held]:
    """The findings of one audit, the gravest first."""
    findings = store.all(Finding, audit=audit.id)
    earlier = _earlier(store, audit, {each.requirement for each in findings if each.requirement})
    order = {grade: place for place, grade in enumerate(CLASSES)}
    found = []
    for finding in findings:
        actions = actions_for(store, f"finding/{finding.id}")
        found.append(Held(finding, actions, proofs(store, finding, actions), is_late(finding, today),
                          tuple(earlier.get(finding.requirement or "", ()))))
    return sorted(found, key=lambda each: (order.get(each.finding.finding_class, len(order)),
                                           str(each.finding.number or ""), each.finding.id))


def is_late(finding: Finding, today: date) -> bool:
    """Whether it is open after its day."""
    return (finding.status or "open") == "open" and finding.due_on is not None and finding.due_on < today


def proofs(store: Store, finding: Finding, actions: Sequence[Action] = ()) -> int:
    """How many papers are cited for a finding and for the actions that answer it."""
    wanted = [f"finding/{finding.id}", *(f"action/{each.id}" for each in actions)]
    marks = ", ".join("?" * len(wanted))
    return int(ask(store, "SELECT count(DISTINCT document) FROM citation WHERE trashed = 0 "  # noqa: S608 - marks only
                   f"AND target IN ({marks})", *wanted)[0][0])


def _earlier(store: Store, audit: Audit, requirements: set[str]) -> Mapping[str, list[tuple[str, Finding]]]:
    """Findings of other audits, visited before this one, by the requirement they are about."""
    if not requirements:
        return {}
    mine = audit.visit_on or date.max
    others = {each.id: each for each in store.all(Audit) if each.id != audit.id
              and (each.visit_on or date.max, each.id) < (mine, audit.id)}
    found: dict[str, list[tuple[str, Finding]]] = defaultdict(list)
    for requirement in sorted(requirements):
        for finding in store.all(Finding, requirement=requirement):
            if finding.audit in others and finding.finding_class in CLASSES:
                found[requirement].append((str(others[finding.audit].code or others[finding.audit].title), finding))
        found[requirement].sort(key=lambda pair: (pair[1].raised_on or date.min, pair[1].id), reverse=True)
    return found


def deadline(limits: Limits, standard: str, grade: str, raised_on: date) -> Limit | None:
    """In how many days a class of findings has to be corrected, by the dated rates; None where none says."""
    return limits.find(f"finding_days_{grade}", raised_on, applies_to=family(standard))


def due_on(limits: Limits, standard: str, grade: str | None, raised_on: date | None) -> date | None:
    """The day by which it has to be corrected, None where no rate says."""
    if not grade or raised_on is None:
        return None
    found = deadline(limits, standard, grade, raised_on)
    return raised_on + timedelta(days=int(found.value)) if found is not None else None


def usual(store: Store, audit: Audit, finding: Finding) -> Finding:
    """Fill what nobody wrote: the day it was raised, the standard's word for its class, the due day."""
    if finding.raised_on is None:
        finding.raised_on = audit.visit_until or audit.visit_on
    if not finding.class_as_written and finding.finding_class in CLASSES:
        finding.class_as_written = class_word(audit.standard or "", finding.finding_class)
    if finding.due_on is None and finding.finding_class in CLASSES:
        finding.due_on = due_on(Limits(store), audit.standard or "", finding.finding_class, finding.raised_on)
    return finding


def next_number(store: Store, audit: Audit) -> str:
    """The next number of a finding of this audit."""
    used = {str(number) for (number,) in ask(store, "SELECT number FROM finding WHERE audit = ?",
                                             bytes.fromhex(audit.id))}
    return next(number for each in range(1, len(used) + 2) if (number := f"H-{each:02d}") not in used)


def action_values(finding: Finding, today: date) -> dict[str, Any]:
    """What a new action that answers a finding begins with."""
    return {"origin": f"finding/{finding.id}", "adopted_on": today, "due_on": finding.due_on,
            "owner": finding.responsible, "priority": "high" if finding.finding_class == "major" else "medium",
            "measure": finding.correction}


def cause_of(finding: Finding) -> str:
    """The cause as it is told: what was concluded, with the whys that led to it behind."""
    whys = [str(getattr(finding, name)) for name in _WHYS if getattr(finding, name)]
    told = finding.cause or (whys[-1] if whys else "")
    return f"{told} ({' ← '.join(whys)})" if finding.cause and whys else told


def chapter_of(requirement: str | None) -> str:
    """The chapter a requirement stands in: standard and module, "" where none is named."""
    parts = (requirement or "").split("/")
    if len(parts) < 3:
        return ""
    return f"{parts[1]} {parts[2]}" if len(parts[2]) <= 4 else f"{parts[1]} {parts[2].rpartition('-')[0] or parts[2]}"


@dataclass(frozen=True)
class Compared:
    """One audit beside the others.  Shape: counts by class and by chapter; open counts what is not closed."""

    audit: Audit
    by_class: Mapping[str, int]
    by_chapter: Mapping[str, int]
    open: int
    repeated: int


@dataclass(frozen=True)
class Again:
    """A requirement with findings in more than one audit.  Shape: (audit, finding) in the order of the visits."""

    requirement: str
    found: Sequence[tuple[Audit, Finding]]


def compared(store: Store) -> tuple[list[Compared], list[Again]]:
    """All audits that were visited or have findings, in the order of their visits, and what was found again."""
    audits = sorted(store.all(Audit), key=lambda each: (each.visit_on or date.max, each.id))
    by_audit: dict[str, list[Finding]] = defaultdict(list)
    known = {each.id for each in audits}
    for finding in store.all(Finding):
        if finding.audit in known:
            by_audit[finding.audit].append(finding)
    seen: dict[str, list[tuple[Audit, Finding]]] = defaultdict(list)
    rows = []
    for audit in audits:
        mine = by_audit.get(audit.id, [])
        classes: dict[str, int] = defaultdict(int)
        chapters: dict[str, int] = defaultdict(int)
        before = {requirement for requirement, pairs in seen.items() if pairs}
        repeated = 0
        for finding in mine:
            classes[finding.finding_class or ""] += 1
            chapters[chapter_of(finding.requirement)] += 1
            if finding.requirement and finding.finding_class in CLASSES:
                repeated += finding.requirement in before
                seen[finding.requirement].append((audit, finding))
        rows.append(Compared(audit, dict(classes), dict(chapters),
                             sum((each.status or "open") == "open" for each in mine), repeated))
    again = [Again(requirement, tuple(pairs)) for requirement, pairs in sorted(seen.items())
             if len({audit.id for audit, _finding in pairs}) > 1]
    return rows, again

