"""The plan over time: for each action where its bar begins and ends, what of it is late, and the months behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from armdesk.services.basis.period import months_after
from armdesk.services.plan.action_cards import Card
from armdesk.services.plan.plan_figures import OPEN


@dataclass(frozen=True)
class Bar:
    """One action on the time line.

    Shape: first and last bound what was planned or carried out; late_until is the day until which it is over its date,
    None if it is not.
    """

    card: Card
    first: date
    last: date
    late_until: date | None


@dataclass(frozen=True)
class Timeline:
    """All bars between two days."""

    bars: tuple[Bar, ...]
    first: date
    last: date
    today: date

    @property
    def days(self) -> int:
        """Days from the first to the last, both included."""
        return (self.last - self.first).days + 1

    def months(self) -> Iterator[date]:
        """The first day of each month."""
        day = self.first.replace(day=1)
        while day <= self.last:
            yield day
            day = months_after(day, 1)


def timeline(found: Iterable[Card], today: date) -> Timeline:
    """The bars of the actions of which a day is known, by their beginning; whole months around them and today."""
    bars = []
    for card in found:
        if card.begins is None or card.ends is None:
            continue
        late = today if card.late else card.done if card.done and card.due and card.done > card.due else None
        last = card.due if late and card.due else card.ends
        bars.append(Bar(card, min(card.begins, last), max(card.begins, last), late))
    bars.sort(key=lambda bar: (bar.card.status not in (*OPEN, "done"), bar.first, bar.last, bar.card.number))
    days = [today, *(bar.first for bar in bars), *(bar.late_until or bar.last for bar in bars)]
    first, last = min(days).replace(day=1), months_after(max(days).replace(day=1), 1) - timedelta(days=1)
    return Timeline(tuple(bars), first, last, today)


def rows_of(line: Timeline, each: int) -> Iterator[Sequence[Bar]]:
    """The bars in parts for pages."""
    for start in range(0, max(len(line.bars), 1), each):
        yield line.bars[start : start + each]
