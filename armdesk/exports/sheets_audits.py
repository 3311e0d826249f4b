"""Sheet of inspections for packs: visits and rounds, and audits of the period with how many findings came of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from armdesk.exports.pack_table import PackTable, Row
from armdesk.fields import Date
from armdesk.i18n import _, ngettext
from armdesk.models import Audit, Finding, Inspection, choices
from armdesk.reports.document import CellValue
from armdesk.services.packs.scope import Scope

_KINDS = {"self": "internal", "buyer": "buyer", "assurer": "certification", "government": "government"}
"""Kinds of audits as the sheet knows them; a rehearsal is nobody's visit."""
_BEFORE = ("preparing", "rehearsing", "frozen")


def with_audits(table: PackTable, scope: Scope) -> PackTable:
    """The table of inspections with one row more for each audit that was visited in the period.

    Causes, statements of people and the log of a visit stay in the office.
    """

    def make(coded: bool) -> Iterator[Row]:
        yield from table.make(coded)
        for audit in _visited(scope):
            cells = _cells(scope, audit, coded=coded)
            yield tuple(cells.get(column.key) for column in table.columns)

    return replace(table, make=make)


def _visited(scope: Scope) -> list[Audit]:
    found = [each for each in scope.store.all(Audit) if each.visit_on is not None and each.visit_on in scope.period
             and each.kind in _KINDS and each.status not in _BEFORE]
    return sorted(found, key=lambda each: (each.visit_on, each.id))


def _cells(scope: Scope, audit: Audit, *, coded: bool) -> dict[str, CellValue]:
    kind, day = Inspection.field("kind"), Inspection.field("date")
    code = _KINDS[audit.kind]
    hide: Callable[[str], str] = scope.hide.text
    written = {"date": audit.visit_on, "next_due": audit.certificate_to}
    dates = {name: day.exchange(value) if isinstance(day, Date) and value else None for name, value in written.items()}
    return {**dates, kind.key: code if coded else kind.format(code),
            "body": hide(str(audit.body or audit.auditor or "")) or None,
            "scope": " ".join(filter(None, (audit.standard, audit.more_standards))) or None,
            "result": hide(audit.result) if audit.result else None,
            "status_after": Audit.field("status").format(audit.status), "findings": _counted(scope, audit)}


def _counted(scope: Scope, audit: Audit) -> str | None:
    """How many findings of each class, and how many of them are open."""
    findings = scope.store.all(Finding, audit=audit.id)
    if not findings:
        return None
    counts = Counter(each.finding_class for each in findings)
    open_ = sum((each.status or "open") == "open" for each in findings)
    parts = [f"{_(word)}: {counts[code]}" for code, word in choices.FINDING_CLASS.items() if counts[code]]
    return "; ".join([*parts, ngettext("{count} is open", "{count} are open", open_).format(count=open_)])
