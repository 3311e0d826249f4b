"""The road into another standard: what today's answers and papers already cover, what is left, in which order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from armdesk.catalogues.catalogue import NOT_APPLICABLE, UNANSWERED, Catalogue, Requirement
from armdesk.i18n import N_
from armdesk.models import Action
from armdesk.services import status
from armdesk.services.cross import Cross, Offer
from armdesk.services.period import Period
from armdesk.store import Store

ANSWERED, COVERED, PARTLY, LEFT = "answered", "covered", "partly", "left"
STATES = {ANSWERED: N_("Answered here"), COVERED: N_("By another standard"),
          PARTLY: N_("Something is there"), LEFT: N_("Left to do")}
_OPEN = ("open", "in_progress")
_LEVELS = ("entry", "ecological", "progress", "")


@dataclass(frozen=True)
class Step:
    """One requirement on the road.

    Shape: state is one of STATES; offers are what the other standards have for it; actions are the open ones that come
    from it; costs by currency, in its smallest unit.
    """

    requirement: Requirement
    state: str
    result: str
    offers: tuple[Offer, ...]
    actions: int = 0
    costs: dict[str, int] = field(default_factory=dict)

    @property
    def fresh(self) -> int:
        """Papers of requirements that cover it and are not cited for it yet."""
        return sum(len(each.fresh) for each in self.offers if each.related.covers)


@dataclass(frozen=True)
class Road:
    """The whole road.  Shape: steps in the order in which they are best taken."""

    catalogue: Catalogue
    period: Period
    steps: tuple[Step, ...]

    def counts(self, level: str | None = None) -> Counter[str]:
        """How many requirements stand in each state; of one level, or of all."""
        return Counter(each.state for each in self.steps if level is None or each.requirement.level == level)

    def levels(self) -> list[str]:
        """Levels of the standard, as they are asked."""
        there = {each.requirement.level for each in self.steps}
        return [level for level in _LEVELS if level in there]

    def costs(self) -> dict[str, int]:
        """Costs of all open actions, by currency."""
        total: Counter[str] = Counter()
        for each in self.steps:
            total.update(each.costs)
        return dict(sorted(total.items()))


def road(store: Store, target: Catalogue, in_use: Sequence[Catalogue], period: Period) -> Road:
    """Where the office stands on the way into a standard it may not use yet.

    Order: what is asked at entry first, then by year; within that what is nearly there first: taken over, completed,
    begun from nothing.
    """
    cross = Cross(store, [*(each for each in in_use if each.key != target.key), target], period)
    plans = _plans(store, target)
    steps = [_step(cross, target, each, plans.get(status.reference(target, each), [])) for each in target]
    places = {state: place for place, state in enumerate((COVERED, PARTLY, LEFT, ANSWERED))}
    known = {code: place for place, code in enumerate(each.code for each in target)}
    steps.sort(key=lambda step: (_LEVELS.index(step.requirement.level) if step.requirement.level in _LEVELS else 9,
                                 step.requirement.due_year if step.requirement.due_year is not None else 99,
                                 places[step.state], known[step.requirement.code]))
    return Road(target, period, tuple(steps))


def _step(cross: Cross, target: Catalogue, requirement: Requirement, actions: list[Action]) -> Step:
    offers = tuple(cross.offers(target, requirement))
    result, good = cross.result(target, requirement)
    if good or result == NOT_APPLICABLE:
        state = ANSWERED
    elif any(each.related.covers and each.good and each.citations for each in offers):
        state = COVERED
    elif cross.papers(target, requirement) or result != UNANSWERED or any(each.good or each.citations
                                                                         for each in offers):
        state = PARTLY
    else:
        state = LEFT
    costs: dict[str, int] = defaultdict(int)
    for action in actions:
        if action.cost and action.currency:
            costs[action.currency] += action.cost
    return Step(requirement, state, result, offers, len(actions), dict(costs))


def _plans(store: Store, target: Catalogue) -> dict[str, list[Action]]:
    found: dict[str, list[Action]] = defaultdict(list)
    start = f"requirement/{target.key}/"
    for action in store.all(Action):
        if (action.origin or "").startswith(start) and action.status in _OPEN:
            found[str(action.origin)].append(action)
    return found
