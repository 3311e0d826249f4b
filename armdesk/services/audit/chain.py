"""A chain an auditor would walk from one record: its links, each there, broken, or not asked of this record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from armdesk.services.basis import rate_book
from armdesk.services.basis.figure import ask
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.period import Period
from armdesk.services.basis.rate_book import RateBook
from armdesk.services.people.people_figures import OnRoster, roster
from armdesk.store import Store

THERE, BROKEN, NOT_ASKED = "there", "broken", "not_asked"


@dataclass(frozen=True)
class Step:
    """One link of a chain.

    Shape: key names the link in every language; title and sentence are in the reader's; where is the record to look at
    or to mend.
    """

    key: str
    title: str
    state: str
    sentence: str
    where: str


@dataclass(frozen=True)
class Walk:
    """What the walkers look at: one workspace and period."""

    store: Store
    period: Period

    @cached_property
    def people(self) -> dict[str, OnRoster]:
        """The roster of the last day of the period by id, read once for all who are drawn."""
        return {each.id: each for each in roster(self.store, self.period.ends)}

    @cached_property
    def rates(self) -> RateBook:
        """Dated rates, read once."""
        return rate_book.read(self.store)

    @cached_property
    def limits(self) -> Limits:
        """The dated limits, read once."""
        return Limits(self.store)

    def limit(self, kind: str, day: date) -> int:
        """A whole number of the dated limits, such as days or months; none where neither office nor starter know it."""
        return int(self.limits.value(kind, day) or 0)

    def ask(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of an answer in SQL; ids go in as bytes."""
        return ask(self.store, question, *values)

    def any(self, question: str, *values: Any) -> bool:
        """Whether an answer has a row."""
        return bool(self.ask(f"{question} LIMIT 1", *values))

    @cached_property
    def _used(self) -> dict[str, bool]:
        return {}

    def keeps(self, register: str) -> bool:
        """Whether the office keeps a register at all; what nobody keeps is no broken link of one record."""
        if register not in self._used:
            self._used[register] = self.any(f'SELECT 1 FROM "{register}" WHERE trashed = 0')  # noqa: S608 - own names
        return self._used[register]

    def papers(self, reference: str) -> int:
        """How many papers with a file are cited for a record."""
        return int(self.ask(
            "SELECT count(DISTINCT c.document) FROM citation c JOIN revision r ON r.document = c.document "
            "AND r.trashed = 0 WHERE c.trashed = 0 AND c.target = ?", reference)[0][0])


class Chain:
    """The links of one record, gathered while it is walked."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        self.steps: list[Step] = []

    def link(self, key: str, title: str, good: object, found: str, broken: str, where: str = "") -> bool:
        """A link that is there or broken.  Shape: found and broken are the sentences for each; where to mend it."""
        self.steps.append(Step(key, title, THERE if good else BROKEN, found if good else broken,
                               where or self.reference))
        return bool(good)

    def skip(self, key: str, title: str, why: str) -> None:
        """A link that is not asked of this record."""
        self.steps.append(Step(key, title, NOT_ASKED, why, self.reference))

    @property
    def broken(self) -> list[Step]:
        """Its broken links."""
        return [step for step in self.steps if step.state == BROKEN]
