"""Finding: something that is missing or contradicts itself; and Look, what a rule looks at to find it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from armdesk.catalogues.catalogue import Catalogue
from armdesk.evidence.files import FileStore
from armdesk.models import Answer, Explanation
from armdesk.progress import SILENT, Progress
from armdesk.proofs import Proofs
from armdesk.query import Query
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding_kinds import CONTRADICTION, kind_of
from armdesk.services.period_facts import status
from armdesk.services.period_facts.figures import Figures
from armdesk.store import Store

SEVERITIES = ("alarm", "warn", "note")
_FACT = 1000
"""Letters of a fact that are compared."""
_FIGURE, _SEPARATOR = re.compile(r"\d(?:[.,'’\u00a0\u202f]?\d)*"), re.compile(r"\D")
"""A figure as any language writes it, and what differs in it from language to language."""


def figures_of(sentence: str) -> str:
    """The figures of a sentence, alike in every language: what an explanation of it holds for."""
    return " ".join(sorted(_SEPARATOR.sub("", found) for found in _FIGURE.findall(sentence)))[:_FACT]


Saying = Callable[[Sequence[int]], str]
"""The sentence of a finding for some of what it names: places in `where` -> sentence."""


@dataclass(frozen=True)
class Finding:
    """Something that is missing or contradicts itself.

    Shape: severity is one of SEVERITIES; sentence is translated; where names records ("lot/<id>"), requirements
    ("requirement/<catalogue>/<code>"), months ("month/2025-03"), periods ("period/2025") and registers
    ("register/organisation"); explained is the reason somebody signed why it is right, "" if nobody did.
    facts: beside each of `where` the figure or state that makes it a finding, in words no language changes: an
    explanation holds for exactly that; () where the figures of the sentence say it all.  rows: the list that shows it,
    where `where` does not name row by row.
    say: how the sentence is for a part of `where`, None where it cannot be parted.
    answers: the explanations that hold; before: those that were given for another figure.
    """

    rule: str
    severity: str
    sentence: str
    where: tuple[str, ...] = ()
    explained: str = ""
    facts: tuple[str, ...] = ()
    rows: Query | None = None
    say: Saying | None = field(default=None, compare=False, repr=False)
    answers: tuple[Explanation, ...] = field(default=(), compare=False, repr=False)
    before: tuple[Explanation, ...] = field(default=(), compare=False, repr=False)

    def fact(self, place: int) -> str:
        """What exactly is so about one of `where`, in one line; where the rule does not say, its figures."""
        if self.facts:
            return " ".join(self.facts[place].split())[:_FACT]
        return figures_of(self.say([place]) if self.say is not None else self.sentence)

    def part(self, places: Sequence[int]) -> Finding:
        """The same of some of `where` only; the whole finding where it cannot be parted."""
        if self.say is None or len(places) == len(self.where):
            return self
        return replace(self, sentence=self.say(places), where=tuple(self.where[place] for place in places),
                       facts=tuple(self.fact(place) for place in places), rows=None,
                       say=lambda inner: self.say([places[place] for place in inner]) if self.say else "")

    def about(self, reference: str) -> Finding:
        """What it says of one record or requirement that it names."""
        return self.part([place for place, each in enumerate(self.where) if each == reference])

    @property
    def contradicts(self) -> bool:
        """Whether it says that two things cannot both be true; else something is still to be done, noted or proved."""
        return kind_of(self.rule, self.severity) == CONTRADICTION

    def as_data(self) -> dict[str, Any]:
        """For other programs, as JSON."""
        return {"rule": self.rule, "severity": self.severity, "sentence": self.sentence, "where": list(self.where),
                "explained": self.explained, "kind": kind_of(self.rule, self.severity)}


@dataclass
class Look:
    """What the rules look at: one workspace, one standard and period, on one day; whole says what proofs look at."""

    store: Store
    catalogue: Catalogue
    period: Period
    today: date
    files: FileStore | None = None
    progress: Progress = SILENT
    whole: bool = True
    figures: Figures = field(init=False)

    def __post_init__(self) -> None:
        self.figures = Figures(self.store, self.period)

    @cached_property
    def proofs(self) -> Proofs:
        """Of history, records, sums and files."""
        return Proofs(self.store, self.files, self.progress, self.whole)

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """Answers that hold for the period, by code of the requirement."""
        return status.answers(self.store, self.catalogue, self.period)

    @cached_property
    def results(self) -> dict[str, str]:
        """Result of each requirement."""
        return status.results(self.catalogue, self.answers)


@dataclass(frozen=True)
class Rule:
    """One question to a workspace, answered by findings.

    Shape: title names it above several findings; reads are the record types it looks at: when none of them changed,
    its findings are the same.  by_standard: it asks each standard in use.  heavy: it reads files or the whole history
    and has its own time.  long: it goes through a register that may be long, so the others are asked before it.
    """

    ask: Callable[[Look], Iterable[Finding]]
    title: str
    reads: frozenset[str]
    by_standard: bool = False
    heavy: bool = False
    long: bool = False

    def __call__(self, look: Look) -> Iterable[Finding]:
        """Its findings."""
        return self.ask(look)


def rule(title: str, *reads: str, by_standard: bool = False, heavy: bool = False,
         long: bool = False) -> Callable[[Callable[[Look], Iterable[Finding]]], Rule]:
    """Make a rule of a function; title is declared with N_(), reads names record types."""
    return lambda ask: Rule(ask, title, frozenset(reads), by_standard, heavy, long)
