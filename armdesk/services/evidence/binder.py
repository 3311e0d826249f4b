"""Binders of paper: which number comes next, and what stands in each, in the order of its pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from armdesk.fields import fold
from armdesk.i18n import ngettext
from armdesk.models import Document
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import ask
from armdesk.store import Store

_NUMBER = re.compile(r"^(.*?)([0-9]{1,9})\s*$", re.DOTALL)


@dataclass(frozen=True)
class Binder:
    """One binder.  Shape: start is what its numbers begin with, as written: "2-" of "2-143"; width of its digits."""

    start: str
    name: str
    count: int
    last: int
    width: int

    def next_no(self, more: int = 0) -> str:
        """The next free number, or one further on."""
        return f"{self.start}{self.last + 1 + more:0{self.width}d}"


def parts(number: str | None) -> tuple[str, int, int] | None:
    """(what it begins with, number, digits) of a binder number; None where it ends in no number."""
    found = _NUMBER.match(number or "")
    return (found[1], int(found[2]), len(found[2])) if found else None


def binders(store: Store) -> list[Binder]:
    """All binders in use, the one that got a paper last first."""
    rows = ask(store, "SELECT binder_no FROM document WHERE trashed = 0 AND binder_no IS NOT NULL ORDER BY id")
    latest: dict[str, tuple[str, int, int]] = {}
    count: Counter[str] = Counter()
    for place, (text,) in enumerate(rows):
        found = parts(str(text))
        if found is None:
            continue
        start, number, width = found
        key = fold(start)
        count[key] += 1
        before = latest.pop(key, (start, 0, width))
        latest[key] = (before[0], max(before[1], number), max(before[2], width) if place else width)
    return [Binder(start, start.strip(" -./_,:·#") or start, count[key], last, width)
            for key, (start, last, width) in reversed(latest.items())]


def next_no(store: Store, beside: str | None = None) -> str:
    """The next number of the binder a number belongs to, else of the one used last; "1-001" where there is none."""
    known = binders(store)
    wanted = parts(beside)
    if wanted is not None:
        same = next((each for each in known if fold(each.start) == fold(wanted[0])), None)
        return same.next_no() if same else f"{wanted[0]}{wanted[1] + 1:0{wanted[2]}d}"
    return known[0].next_no() if known else "1-001"


def give(store: Store, ids: Sequence[str], first: str) -> int:
    """Give papers without a binder number the numbers from one on, in their order, as one operation; how many.

    Errors: InvalidRecord, StaleRecord, ValueError where the first is no number.
    """
    found = parts(first)
    if found is None:
        raise ValueError(first)
    start, number, width = found
    papers = [document for each in ids if (document := store.get(Document, each)) is not None
              and not document.trashed and not document.binder_no]
    title = ngettext("Binder number for {count} paper", "Binder numbers for {count} papers", len(papers)).format(
        count=len(papers))
    with store.operation(title) as writer:
        for place, document in enumerate(papers):
            document.binder_no = f"{start}{number + place:0{width}d}"
            writer.save(document)
    return len(papers)


def papers_of(store: Store, binder: Binder) -> list[Document]:
    """The papers of a binder in the order of their numbers."""
    found = store.find(Query(Document, filters=(Filter("binder_no", "filled"),)))
    inside = [(numbered[1], each) for each in found
              if (numbered := parts(each.binder_no)) and fold(numbered[0]) == fold(binder.start)]
    return [each for _number, each in sorted(inside, key=lambda pair: (pair[0], pair[1].number or "", pair[1].id))]


def gaps(papers: Sequence[Document]) -> tuple[list[int], list[str]]:
    """Numbers of a binder that no paper has, between its first and its last; and those that several have."""
    numbers = [found[1] for each in papers if (found := parts(each.binder_no))]
    count = Counter(each.binder_no for each in papers)
    missing = sorted(set(range(min(numbers, default=0), max(numbers, default=0))) - set(numbers))
    return missing, sorted(str(number) for number, times in count.items() if times > 1)


def today_line(day: date, count: int) -> str:
    """What stands under the title of a printed index."""
    return ngettext("{count} paper, as of {day}", "{count} papers, as of {day}", count).format(count=count, day=day)
