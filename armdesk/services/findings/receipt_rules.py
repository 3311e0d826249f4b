"""Rules on numbers of receipts: missing in their row or used for two, of payments and of deliveries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from armdesk.i18n import N_, _
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.numbering import parts_of
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.services.findings.import_rules import refused_numbers
from armdesk.services.gold import receipt_months

_LONGEST = 15
_NEW_BOOK, _LEAST_NUMBERS, _RESTARTS = 50, 5, Fraction(1, 5)
_NOTED = Fraction(1, 2)  # where fewer of a book's numbers are noted, the office does not note them all
_BESIDE, _MOST_GAPS = timedelta(days=62), 5


class _Receipt(NamedTuple):
    """A numbered payment or delivery.

    Shape: raw is the id as the database has it; day "2025-03-04"; who was paid, or who delivered; living: in no trash,
    no counter-entry.
    """

    raw: Any
    code: str
    number: int
    day: str
    who: str
    living: bool

    @property
    def id(self) -> str:
        """The id as findings name it."""
        return id_of(self.raw)


@rule(N_("Numbers of receipts"), "payment", "person", "party", "import_run")
def receipts(look: Look) -> Iterator[Finding]:
    """Numbers of receipts that are missing in their row, and those used twice.

    Annulled ones in the trash are not missing, nor are those whose rows in a book could not be read; a counter-entry
    may bear the number of what it takes back.
    """
    refused = refused_numbers(look.store)
    rows = ask(look.store, "SELECT y.id, y.code, y.date, y.trashed OR y.corrects IS NOT NULL, "
               "coalesce(p.name, q.name, y.person_as_written) "
               "FROM payment y LEFT JOIN person p ON p.id = y.person LEFT JOIN party q ON q.id = y.party "
               "WHERE coalesce(y.code, '') <> '' ORDER BY y.date, y.id")
    for series in _series(rows):
        for before, after in _gaps(look, series):
            if not refused.issuperset(_between(before, after)):
                yield _gap("payment", before, after)
        for same in _repeated(look, series):
            yield _twice("payment", same, _("Receipt {number} was used {count} times, for {payees}."))


@rule(N_("Numbers of delivery receipts"), "production", "person", "payment", long=True)
def delivery_receipts(look: Look) -> Iterator[Finding]:
    """Receipts of deliveries that are missing in their row, and those of two people or days.

    One receipt may hold several weights of one person and day; a number used for a payment is not missing.
    """
    rows = receipt_months.rows(look.store, Period(look.period.begins - _BESIDE, look.period.ends + _BESIDE))
    paid = {str(code) for (code,) in ask(look.store, "SELECT code FROM payment WHERE coalesce(code, '') <> ''")}
    for series in _series(rows):
        numbers = {each.number for each in series}
        if len(numbers) >= _NOTED * (max(numbers) - min(numbers) + 1):
            gaps = [gap for gap in _gaps(look, series) if not paid.issuperset(_between(*gap))]
            if len(gaps) > _MOST_GAPS:
                yield _many(gaps)
            else:
                yield from (_gap("production", *gap) for gap in gaps)
        for same in _repeated(look, series):
            if len({(each.day, each.who) for each in same}) > 1:
                yield _twice("production", same, _("Receipt {number} stands on {count} deliveries, of {payees}."))


def _gaps(look: Look, series: list[_Receipt]) -> Iterator[tuple[_Receipt, _Receipt]]:
    """Receipts with numbers missing between them, one of them at least in the period."""
    first = {each.number: each for each in reversed(series)}
    for before, after in pairwise(sorted(first)):
        if after - before > 1 and (_is_in(look, first[before]) or _is_in(look, first[after])):
            yield first[before], first[after]


def _is_in(look: Look, receipt: _Receipt) -> bool:
    return look.period.begins.isoformat() <= receipt.day <= look.period.ends.isoformat()


def _between(before: _Receipt, after: _Receipt) -> list[str]:
    """The numbers between two receipts, as they would be written."""
    head, digits, year = parts_of(before.code) or ("", "", "")
    return [f"{head}{number:0{len(digits)}d}{year}" for number in range(before.number + 1, after.number)]


def _gap(register: str, before: _Receipt, after: _Receipt) -> Finding:
    names = _between(before, after)
    text = _("Receipt {first} is missing, between {before} and {after}.") if len(names) == 1 else _(
        "Receipts {first} to {last} are missing, between {before} and {after}.")
    return Finding("receipt_gap", "warn", text.format(
        first=names[0], last=names[-1], before=f"{before.code} ({before.day})", after=f"{after.code} ({after.day})"),
        (f"{register}/{before.id}", f"{register}/{after.id}"))


def _many(gaps: list[tuple[_Receipt, _Receipt]]) -> Finding:
    names = [name for gap in gaps for name in _between(*gap)]
    text = _("{count} receipts of deliveries are missing, from {first} to {last}.")
    return Finding("receipt_gap", "warn", text.format(count=len(names), first=names[0], last=names[-1]),
                   tuple(dict.fromkeys(f"production/{each.id}" for gap in gaps for each in gap)))


def _repeated(look: Look, series: list[_Receipt]) -> Iterator[list[_Receipt]]:
    """Receipts with the same number, one of them at least in the period."""
    uses: dict[int, list[_Receipt]] = defaultdict(list)
    for each in series:
        if each.living:
            uses[each.number].append(each)
    for number in sorted(uses):
        same = uses[number]
        if len(same) > 1 and any(_is_in(look, each) for each in same):
            yield same


def _twice(register: str, same: list[_Receipt], text: str) -> Finding:
    names = "; ".join(dict.fromkeys(each.who or _("nobody named") for each in same))
    return Finding("receipt_repeated", "warn", text.format(number=same[0].code, count=len(same), payees=names),
                   tuple(f"{register}/{each.id}" for each in same))


def _series(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[_Receipt]]:
    """Receipts by the row of numbers they belong to: by their letters, by year where numbers begin anew, by book."""
    heads: dict[str, list[_Receipt]] = defaultdict(list)
    for id_, code, day, void, who in rows:
        parts = parts_of(str(code))
        if parts and len(parts[1]) <= _LONGEST:
            heads[parts[0] + parts[2]].append(_Receipt(id_, str(code), int(parts[1]), day, str(who or ""), not void))
    for found in heads.values():
        times = Counter(each.number for each in found)
        repeated = sum(count > 1 for count in times.values())
        if repeated <= len(times) * _RESTARTS:
            yield from _books(found)
            continue
        years: dict[str, list[_Receipt]] = defaultdict(list)
        for each in found:
            years[each.day[:4]].append(each)
        for each_year in years.values():
            yield from _books(each_year)


def _books(rows: list[_Receipt]) -> Iterator[list[_Receipt]]:
    """A row of numbers cut where it jumps farther than it ever went: a new book of receipts began there."""
    ordered = sorted(rows, key=lambda each: each.number)
    book: list[_Receipt] = []
    for each in ordered:
        if book and each.number - book[-1].number > max(_NEW_BOOK, len(book)):
            if len(book) >= _LEAST_NUMBERS:
                yield book
            book = []
        book.append(each)
    if len(book) >= _LEAST_NUMBERS:
        yield book


RECEIPT_RULES: dict[str, Rule] = {"receipts": receipts, "delivery_receipts": delivery_receipts}
"""Rules on numbers of receipts by name."""
