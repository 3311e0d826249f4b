"""The calendar of evidence: for each requirement, in which months papers prove it and registers have entries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from armdesk.catalogues.catalogue import Catalogue, Requirement
from armdesk.fields import Date
from armdesk.models import RECORDS
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.period import Period
from armdesk.store import Store

_BY_MONTH = ("production", "attendance", "shift", "batch", "reagent_movement", "lot", "custody_transfer", "assay",
             "sale", "sale_deduction", "payment", "advance", "premium_entry", "incident", "inspection", "training",
             "ppe_delivery", "measurement", "grievance", "meeting", "security_event")
"""Registers written day by day; that others have no entry in a month says nothing."""


@dataclass
class Row:
    """One requirement.

    Shape: papers maps a month ("2025-03") to the documents that prove something in it; entries to the number of rows
    its registers have; undated are documents of which no day is known; registers says that some of its registers are
    written day by day.
    """

    requirement: Requirement
    papers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    entries: Counter[str] = field(default_factory=Counter)
    undated: list[str] = field(default_factory=list)
    registers: bool = False

    def gaps(self, months: Iterable[str]) -> list[str]:
        """Months without a paper and without an entry."""
        return [month for month in months if not self.papers.get(month) and not self.entries[month]]


@dataclass(frozen=True)
class EvidenceCalendar:
    """Requirement by requirement, in the order of the standard."""

    catalogue: Catalogue
    months: tuple[str, ...]
    rows: tuple[Row, ...]


@cache
def _day_of(register: str) -> str:
    """The column with the day of a register, "" where it has none of its own."""
    type_ = next((each for each in RECORDS if each.type_name() == register), None)
    if type_ is None:
        return ""
    first = type_.about.order.lstrip("-")
    names = [first, "date", *(each.name for each in type_.declared())]
    known = {each.name: each for each in type_.declared()}
    return next((str(known[name].column_name) for name in names if isinstance(known.get(name), Date)), "")


def calendar(store: Store, catalogue: Catalogue, period: Period) -> EvidenceCalendar:
    """What proves what, month by month of a period."""
    months = tuple(period.months())
    asked = {register for requirement in catalogue for register in requirement.records if register in _BY_MONTH}
    entries = {register: _entries(store, register, period) for register in sorted(asked)}
    rows = {each.code: Row(each, registers=any(register in _BY_MONTH for register in each.records))
            for each in catalogue}
    for row in rows.values():
        for register in row.requirement.records:
            row.entries.update(entries.get(register, {}))
    start = f"requirement/{catalogue.key}/"
    for target, document, days in _cited(store, start):
        code = target.removeprefix(start)
        if code not in rows:
            continue
        if days is None:
            rows[code].undated.append(document)
            continue
        for month in _months_within(days, months):
            if document not in rows[code].papers[month]:
                rows[code].papers[month].append(document)
    return EvidenceCalendar(catalogue, months, tuple(rows.values()))


def _entries(store: Store, register: str, period: Period) -> dict[str, int]:
    day = _day_of(register)
    found = ask(store, f'SELECT substr("{day}", 1, 7), count(*) FROM "{register}" WHERE trashed = 0 '  # noqa: S608 - names of declared records
                f'AND "{day}" BETWEEN ? AND ? GROUP BY substr("{day}", 1, 7)', period.begins, period.ends)
    return {str(month): int(count) for month, count in found}


def _cited(store: Store, start: str) -> Iterator[tuple[str, str, tuple[date, date] | None]]:
    """Citations with the days they speak for.

    The days of the citation; else those the paper proves; else from issue to expiry; else the day a camera wrote.
    Shape: (target, document, (first, last) or None).
    """
    rows = ask(store, "SELECT c.target, d.id, c.period_from, c.period_to, d.proves_from, d.proves_to, d.issued_on, "
               "d.valid_to, (SELECT min(r.taken_on) FROM revision r WHERE r.document = d.id AND r.trashed = 0) "
               "FROM citation c JOIN document d ON d.id = c.document WHERE c.trashed = 0 AND d.trashed = 0 "
               "AND coalesce(d.state, 'filed') = 'filed' AND c.target >= ? AND c.target < ? ORDER BY c.target, d.id",
               start, start[:-1] + "0")
    for target, document, *days in rows:
        said, proves, valid, taken = (days[0], days[1]), (days[2], days[3]), (days[4], days[5]), days[6]
        if not (said[0] or said[1]) and not (proves[0] or proves[1]) and not valid[0]:
            proves = (taken, taken)
        first, last = next((pair for pair in (said, proves) if pair[0] or pair[1]), (valid[0], valid[1] or valid[0]))
        yield str(target), id_of(document), _days(first, last)


def _days(first: str | None, last: str | None) -> tuple[date, date] | None:
    """Two days as written; where one is open, the other stands for both."""
    if not first and not last:
        return None
    begins, ends = date.fromisoformat(first or last or ""), date.fromisoformat(last or first or "")
    return (begins, ends) if begins <= ends else (begins, begins)


def _months_within(days: tuple[date, date], months: tuple[str, ...]) -> list[str]:
    first, last = f"{days[0]:%Y-%m}", f"{days[1]:%Y-%m}"
    return [month for month in months if first <= month <= last]
