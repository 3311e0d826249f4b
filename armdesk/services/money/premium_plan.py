"""The premium plan beside what was done: what each line was given and cost, whom it reached; and the committee."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from armdesk.fields import fold
from armdesk.models import CommitteeSeat, Mandate, PremiumEntry, PremiumPlan, PremiumPlanLine, Resolution
from armdesk.models.premium_plan import NEEDED
from armdesk.services.basis.period import Period
from armdesk.services.governance import mandates
from armdesk.store import Store


@dataclass
class LineState:
    """One line of a plan until a day.

    Units: amounts in the smallest unit of the line's currency.  Shape: inside is what was spent in the period asked
    for; other is what was spent in other currencies, by currency; women and men are those that purchases reached.
    """

    line: PremiumPlanLine
    decided: int = 0
    spent: int = 0
    inside: int = 0
    other: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    women: int = 0
    men: int = 0

    @property
    def left(self) -> int:
        """Planned and not spent; below zero more was spent than planned."""
        return int(self.line.amount) - self.spent


@dataclass
class PlanState:
    """A plan with its lines in the order of importance; unplanned is what was spent in its time under no line.

    Units: by currency, in its smallest unit.
    """

    plan: PremiumPlan
    resolution: Resolution | None
    lines: list[LineState] = field(default_factory=list)
    unplanned: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    without_line: list[PremiumEntry] = field(default_factory=list)

    def planned(self) -> dict[str, int]:
        """What all lines come to, by currency."""
        return _summed((each.line.currency, each.line.amount) for each in self.lines)

    def spent(self) -> dict[str, int]:
        """What was spent under all lines, by currency."""
        own = ((each.line.currency, each.spent) for each in self.lines if each.spent)
        return _summed((*own, *(pair for each in self.lines for pair in each.other.items())))


def plans(store: Store, period: Period) -> list[PlanState]:
    """Plans that had begun at the end of a period, the newest first, with everything done under them until then."""
    found = []
    entries = [each for each in store.all(PremiumEntry)
               if each.kind in ("budgeted", "spent") and each.date <= period.ends]
    lines = store.all(PremiumPlanLine)
    for plan in store.all(PremiumPlan):
        if plan.period_from > period.ends:
            continue
        state = PlanState(plan, store.get(Resolution, plan.resolution))
        own = sorted((each for each in lines if each.plan == plan.id),
                     key=lambda each: (each.rank or 10_000, each.purpose, each.id))
        state.lines = [_line(each, entries, period) for each in own]
        for entry in entries:
            if entry.kind == "spent" and not entry.plan_line and plan.period_from <= entry.date <= plan.period_to:
                state.unplanned[entry.currency] += entry.amount
                state.without_line.append(entry)
        found.append(state)
    return sorted(found, key=lambda each: (each.plan.period_from, each.plan.name), reverse=True)


def _line(line: PremiumPlanLine, entries: list[PremiumEntry], period: Period) -> LineState:
    state = LineState(line)
    for entry in entries:
        if entry.plan_line != line.id:
            continue
        if entry.kind == "spent":
            state.women += entry.women or 0
            state.men += entry.men or 0
        if entry.currency != line.currency:
            if entry.kind == "spent":
                state.other[entry.currency] += entry.amount
        elif entry.kind == "budgeted":
            state.decided += entry.amount
        else:
            state.spent += entry.amount
            state.inside += entry.amount if entry.date in period else 0
    return state


@dataclass(frozen=True)
class Seated:
    """Somebody who sits in the committee.

    Shape: groups are keys of SPEAKS_FOR, none where nobody noted for whom; ended the last day, None while it is open.
    """

    name: str
    groups: tuple[str, ...]
    began_on: date
    ended_on: date | None


@dataclass(frozen=True)
class Committee:
    """Who sits in the committee on a day; astray are seats noted for a group whose holders have no mandate there.

    Such seats come from imports and from before the mandates were written; nobody can type one.
    """

    seated: tuple[Seated, ...]
    astray: tuple[CommitteeSeat, ...] = ()
    organ: str = ""
    """Id of the organ in which mandates are written, "" where there is none yet."""

    @property
    def unheard(self) -> list[str]:
        """Groups that nobody in the committee speaks for.  Shape: keys of SPEAKS_FOR."""
        heard = {group for each in self.seated for group in each.groups}
        return [each for each in NEEDED if each not in heard]


def committee(store: Store, day: date) -> Committee:
    """The committee of a day: those with a mandate in an organ of its kind; where there is none, the seats noted.

    For whom somebody speaks is said by the mandate; by a seat of the same person only where the mandate does not.
    """
    seats = sorted((each for each in store.all(CommitteeSeat)
                    if each.began_on <= day and (each.ended_on is None or day <= each.ended_on)),
                   key=lambda each: (each.speaks_for, each.began_on, each.id))
    organs = [standing for standing in mandates.serving(store, day) if standing.organ.kind == "premium"]
    held = [each for standing in organs for each in standing.seated]
    organ = str(organs[0].organ.id) if organs else ""
    if not held:
        names = store.labels("person", [each.person for each in seats if each.person])
        return Committee(tuple(Seated(names.get(each.person or "", each.name_as_written or ""), (each.speaks_for,),
                                      each.began_on, each.ended_on) for each in seats), organ=organ)
    of: dict[str, list[CommitteeSeat]] = defaultdict(list)
    for seat in seats:
        of[seat.person or fold(seat.name_as_written or "")].append(seat)
    seated = tuple(Seated(each.name, _speaks_for(each.mandate, of.pop(each.mandate.person or fold(each.name), [])),
                          each.mandate.began_on, each.mandate.ends_on) for each in held)
    return Committee(seated, tuple(seat for left in of.values() for seat in left), organ)


def _speaks_for(mandate: Mandate, seats: Sequence[CommitteeSeat]) -> tuple[str, ...]:
    """Groups of SPEAKS_FOR that a mandate speaks for."""
    return (mandate.speaks_for,) if mandate.speaks_for else tuple(seat.speaks_for for seat in seats)


def _summed(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for currency, amount in pairs:
        sums[currency] += amount
    return dict(sums)
