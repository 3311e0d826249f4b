"""Live facts: the facts of a period as screens show them, remembered until something they read is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from armdesk.i18n import current
from armdesk.models import CitedFact
from armdesk.services.basis.figure import Figure, written_since
from armdesk.services.basis.period import Period
from armdesk.services.period_facts.facts import explanation, sentence
from armdesk.services.period_facts.figures import Figures
from armdesk.services.period_facts.frozen_facts import Change, changes
from armdesk.store import Store


@dataclass(frozen=True)
class Live:
    """One fact as a screen shows it.

    Shape: cited is its citation by the answer in view, None without one; change is what is other since then, None where
    nothing is.
    """

    figure: Figure
    sentence: str
    explanation: str
    cited: CitedFact | None = None
    change: Change | None = None


class LiveFacts:
    """The facts of the period in view; used in one thread at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._stand: tuple[Period, str] | None = None
        self._seq = 0
        self._figures: Figures | None = None
        self._said: dict[str, tuple[Figure, str, str]] = {}

    def figures(self, period: Period) -> Figures:
        """Figures of a period; of those that were computed, the ones nothing was written for since."""
        seq, stand = self._store.head().seq, (period, current())
        if self._figures is None or stand != self._stand:
            self._figures, self._stand = Figures(self._store, period), stand
        elif seq != self._seq:
            self._figures = self._figures.after(written_since(self._store, self._seq))
        self._seq = seq
        return self._figures

    def of(self, name: str, period: Period, cited: Iterable[CitedFact] = ()) -> Live:
        """One fact with what an answer cites of it."""
        figures = self.figures(period)
        figure = figures.of(name)
        citation = next((each for each in cited if each.fact == name), None)
        change = next(changes(self._store, [citation], [figures]), None) if citation is not None else None
        if name not in self._said or self._said[name][0] is not figure:
            self._said[name] = figure, sentence(figure, period), explanation(figures, figure)
        return Live(*self._said[name], citation, change)
