"""Readiness over time: what is measured on a day, with its base, and kept; no day is invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from armdesk.catalogues.catalogue import NOT_APPLICABLE, UNANSWERED, Catalogue
from armdesk.i18n import _
from armdesk.models import Readiness, Rehearsal
from armdesk.services.audit.audit_words import CLASSES
from armdesk.services.basis.figure import ask
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding import Finding
from armdesk.services.period_facts import status
from armdesk.store import Store

_DUE = ("overdue", "lapsed")
"""Rules whose findings tell of what is due, not of what contradicts itself."""
FIGURES = ("total", "applicable", "answered", "evidenced", "alarms", "warnings", "remarks", "rehearsed_on", "walked",
           "broken", "findings", "majors", "late")


def measure(store: Store, catalogues: Sequence[Catalogue], period: Period, found: Iterable[Finding],
            today: date) -> list[Readiness]:
    """One row for each standard, as of today; nothing is kept.  Shape: found is what the checks say now."""
    grades = Counter(each.severity for each in found if not each.explained and each.rule not in _DUE)
    rehearsal = next(iter(store.all(Rehearsal)), None)
    open_, majors, late = _open_findings(store, today)
    rows = []
    for catalogue in catalogues:
        given = status.answers(store, catalogue, period)
        results = status.results(catalogue, given)
        applicable = {code for code, result in results.items() if result != NOT_APPLICABLE}
        answered = {code for code in applicable if results[code] != UNANSWERED}
        rows.append(Readiness(
            date=today, catalogue=catalogue.key, total=len(results), applicable=len(applicable),
            answered=len(answered), evidenced=len(answered & proved(store, catalogue, today)), alarms=grades["alarm"],
            warnings=grades["warn"], remarks=grades["note"], rehearsed_on=rehearsal.date if rehearsal else None,
            walked=rehearsal.walked if rehearsal else None, broken=rehearsal.broken if rehearsal else None,
            findings=open_, majors=majors, late=late))
    return rows


def proved(store: Store, catalogue: Catalogue, day: date) -> set[str]:
    """Codes of requirements for which a filed paper is cited that has not expired on a day."""
    start = f"requirement/{catalogue.key}/"
    rows = ask(store, "SELECT DISTINCT c.target FROM citation c JOIN document d ON d.id = c.document "
               "WHERE c.trashed = 0 AND d.trashed = 0 AND coalesce(d.state, 'filed') = 'filed' "
               "AND (d.valid_to IS NULL OR d.valid_to >= ?) AND c.target >= ? AND c.target < ?",
               day, start, start[:-1] + "0")
    return {str(target).removeprefix(start) for (target,) in rows}


def _open_findings(store: Store, today: date) -> tuple[int, int, int]:
    """Open findings of audits that ask for an answer: all, major ones, those past their day."""
    rows = ask(store, "SELECT finding_class, due_on FROM finding WHERE trashed = 0 AND audit IS NOT NULL "
               "AND coalesce(status, 'open') = 'open'")
    asked = [(grade, due) for grade, due in rows if grade in CLASSES]
    return (len(asked), sum(grade == "major" for grade, _due in asked),
            sum(due is not None and due < today.isoformat() for _grade, due in asked))


def measured_on(store: Store, day: date) -> dict[str, Readiness]:
    """What was measured on a day, by standard."""
    return {each.catalogue: each for each in store.all(Readiness, date=day)}


def keep(store: Store, rows: Sequence[Readiness], *, again: bool = False) -> int:
    """Keep a measure: one row a day and standard.  Gives the rows written.

    again: measured anew by a person: what was kept of the same day is replaced.  It is noted in the history, but undo
    passes it by: nobody typed it.
    """
    there = measured_on(store, rows[0].date) if rows else {}
    wanted = []
    for row in rows:
        known = there.get(row.catalogue)
        if known is None:
            wanted.append(row)
        elif again and any(getattr(known, name) != getattr(row, name) for name in FIGURES):
            for name in FIGURES:
                setattr(known, name, getattr(row, name))
            wanted.append(known)
    if wanted:
        with store.operation(_("Readiness measured on {day}").format(day=wanted[0].date), "view") as writer:
            for row in wanted:
                writer.save(row)
    return len(wanted)


def series(store: Store, catalogue: str) -> list[Readiness]:
    """Everything measured for one standard, the oldest first."""
    return sorted(store.all(Readiness, catalogue=catalogue), key=lambda each: (each.date, each.id))


def share(part: int | None, base: int | None) -> Decimal | None:
    """A share in percent to one decimal, None without a base."""
    if not base or part is None:
        return None
    return (Decimal(100) * part / base).quantize(Decimal("0.1"))
