"""Papers to have ready for an audit: by requirement what proves it on the day of the visit, what will have ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from armdesk.catalogues.catalogue import NOT_APPLICABLE, Catalogue, pick
from armdesk.i18n import _, current, ngettext
from armdesk.models import Audit
from armdesk.services.audit.audit_room import period_of, standards_of
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.period import Period
from armdesk.services.period_facts import status
from armdesk.services.standards.as_of import KINDS, Lapse, lapses
from armdesk.services.standards.evidence_calendar import calendar
from armdesk.store import Store

READY, GAPS, ENDED, MISSING = "ready", "gaps", "ended", "missing"


@dataclass(frozen=True)
class Paper:
    """One line of the checklist.

    Shape: reference is the requirement, or the record that ends; state is READY, GAPS, ENDED or MISSING; wanted is the
    typical evidence; binders say where originals stand.
    """

    reference: str
    code: str
    title: str
    state: str
    sentence: str
    wanted: str = ""
    binders: str = ""


def checklist(store: Store, audit: Audit, today: date) -> list[Paper]:
    """All lines for the standards in scope, what is missing first, then what ends until the visit."""
    day = audit.visit_on or today
    period = period_of(audit, today)
    found: list[Paper] = []
    for catalogue in standards_of(store, audit):
        found += _of_standard(store, catalogue, period, day)
    order = {MISSING: 0, ENDED: 1, GAPS: 2, READY: 3}
    found.sort(key=lambda each: order[each.state])
    return [*(_lapse(each, day) for each in lapses(store, today, day) if each.ended(day)), *found]


def _of_standard(store: Store, catalogue: Catalogue, period: Period, day: date) -> list[Paper]:
    given = status.answers(store, catalogue, period)
    cited, ended, binders = _cited(store, catalogue, day)
    months = calendar(store, catalogue, period)
    gaps = {row.requirement.code: row.gaps(months.months) for row in months.rows if row.registers and row.papers}
    met = {each.alternative_of for each in catalogue if each.alternative_of and cited.get(each.code)}
    rows = []
    for each in catalogue:
        result = status.result_code(catalogue, each, given.get(each.code))
        if result == NOT_APPLICABLE or each.alternative_of in met:
            continue
        count, over, bare = cited.get(each.code, 0), ended.get(each.code, 0), gaps.get(each.code, [])
        if count and bare:
            state, words = GAPS, ngettext("nothing proves {count} month", "nothing proves {count} months",
                                          len(bare)).format(count=len(bare))
        elif count:
            state, words = READY, ngettext("{count} paper is current", "{count} papers are current", count).format(
                count=count)
        elif over:
            state, words = ENDED, ngettext("{count} paper, ended by the visit",
                                           "{count} papers, ended by the visit", over).format(count=over)
        else:
            state, words = MISSING, _("No paper is cited")
        rows.append(Paper(status.reference(catalogue, each), each.code, pick(each.title, current()), state, words,
                          "; ".join(each.evidence_items(current())), ", ".join(sorted(binders.get(each.code, ())))))
    return rows


def _cited(store: Store, catalogue: Catalogue, day: date) -> tuple[dict[str, int], dict[str, int], dict[str, set[str]]]:
    """By code: papers that hold on a day, papers that have ended by then, binder numbers."""
    start = f"requirement/{catalogue.key}/"
    rows = ask(store, "SELECT DISTINCT c.target, d.id, d.valid_to, d.binder_no FROM citation c "
               "JOIN document d ON d.id = c.document WHERE c.trashed = 0 AND d.trashed = 0 "
               "AND coalesce(d.state, 'filed') = 'filed' AND c.target >= ? AND c.target < ?", start, start[:-1] + "0")
    good: dict[str, int] = defaultdict(int)
    over: dict[str, int] = defaultdict(int)
    binders: dict[str, set[str]] = defaultdict(set)
    for target, _document, ends, binder in rows:
        code = str(target).removeprefix(start)
        (over if ends and ends < day.isoformat() else good)[code] += 1
        if binder:
            binders[code].add(str(binder))
    return good, over, binders


def _lapse(each: Lapse, day: date) -> Paper:
    return Paper(each.reference, _(KINDS[each.kind]), each.name, ENDED,
                 _("Ends on {ends}, before the visit on {day}").format(ends=each.ends, day=day))


def counted(found: Sequence[Paper]) -> dict[str, int]:
    """How many lines are in each state."""
    counts = dict.fromkeys((MISSING, ENDED, GAPS, READY), 0)
    for each in found:
        counts[each.state] += 1
    return counts


def proofs_of(store: Store, references: Sequence[str]) -> dict[str, list[str]]:
    """Papers cited for records, each in one line: number, title, page.  Shape: reference -> lines."""
    found: dict[str, list[str]] = defaultdict(list)
    for start in range(0, len(references), 400):
        part = list(references[start : start + 400])
        marks = ", ".join("?" * len(part))
        for target, _id, number, title, page, binder in ask(
                store, "SELECT c.target, d.id, d.number, d.title, c.page, d.binder_no FROM citation c "  # noqa: S608 - marks only
                "JOIN document d ON d.id = c.document WHERE c.trashed = 0 AND d.trashed = 0 "
                f"AND c.target IN ({marks}) ORDER BY d.number, d.id, c.page", *part):
            words = " ".join(filter(None, (str(number or ""), str(title))))
            if page:
                words += ", " + _("page {page}").format(page=page)
            if binder:
                words += f" ({binder})"
            found[str(target)].append(words)
    return dict(found)


def documents_of(store: Store, reference: str) -> list[tuple[str, str, str]]:
    """Papers cited for one record.  Shape: (document, title, page)."""
    return [(id_of(id_), str(title), str(page or "")) for id_, title, page in ask(
        store, "SELECT d.id, d.title, c.page FROM citation c JOIN document d ON d.id = c.document WHERE c.trashed = 0 "
        "AND d.trashed = 0 AND c.target = ? ORDER BY d.number, d.id", reference)]
