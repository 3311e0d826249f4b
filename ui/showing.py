"""The way from a finding to what it concerns: a form, exactly these rows of a register, a requirement, a month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from ui.session import Session

if TYPE_CHECKING:
    from armdesk.query import Filter
    from armdesk.services.findings.finding import Finding

_REQUIREMENT, _REGISTER, _MONTH = "requirement", "register", "month"
_ID = 32
"""Letters of a record's id; a period or month has another length."""
_WAYS = 20
"""Ways that are offered of a finding that names things of several kinds."""


def show(session: Session, findings: Sequence[Finding]) -> None:
    """Go to what some findings concern.

    One record opens its form; several of one kind their register with exactly these rows; requirements the page of
    their standard with only these; a month its production.
    """
    rows = findings[0].rows if all(each.rows == findings[0].rows for each in findings) else None
    references = _references(findings)
    kind, _slash, rest = references[0].partition("/") if references else ("", "", "")
    same = [each.partition("/")[2] for each in references if each.startswith(f"{kind}/")]
    if rows is not None and (len(same) > 1 or len(rest) != _ID):
        session.open(rows.type.type_name(), filters=rows.filters)
    elif kind == _REQUIREMENT:
        session.open(_REQUIREMENT, record=rest, values={"only": tuple(same)})
    elif kind == _REGISTER:
        session.open(rest)
    elif kind == _MONTH:
        session.open("production", filters=_days(min(same), max(same)))
    elif len(same) == 1:
        session.open(kind, record=rest)
    elif same:
        from armdesk.query import Filter

        session.open(kind, filters=(Filter("id", "in", tuple(same)),))


def ways(session: Session, finding: Finding) -> list[tuple[str, Callable[[], object]]]:
    """Where a finding leads that names things of several kinds: the name of each, and the way to it."""
    from ui import references

    named = references.labels(session.store, finding.where[:_WAYS])
    return [(name, partial(show, session, [replace(finding, where=(reference,), facts=(), rows=None, say=None)]))
            for reference, name in named.items()]


def one_kind(findings: Sequence[Finding]) -> bool:
    """Whether one page can show all that some findings concern."""
    return len({each.partition("/")[0] for each in _references(findings)}) == 1


def _references(findings: Sequence[Finding]) -> list[str]:
    return list(dict.fromkeys(each for finding in findings for each in finding.where))


def _days(first: str, last: str) -> tuple[Filter, ...]:
    """From the first to the last of some months, written "2025-03"."""
    from armdesk.query import Filter

    year, month = int(last[:4]), int(last[5:])
    return (Filter("date", "from", date(int(first[:4]), int(first[5:]), 1)),
            Filter("date", "to", date(year, month, monthrange(year, month)[1])))
