"""The road into another standard: what today's answers and papers already cover, what is left, in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from armdesk.catalogues.catalogue import NOT_APPLICABLE, UNANSWERED, Catalogue, Requirement
from armdesk.i18n import N_, _
from armdesk.models import RECORDS, Action, record_type
from armdesk.services.basis.figure import has_any
from armdesk.services.basis.period import Period
from armdesk.services.period_facts import status
from armdesk.services.plan.action_sources import OPEN
from armdesk.services.standards.cross import Cross, Offer
from armdesk.store import Store

ANSWERED, COVERED, PARTLY, LEFT = "answered", "covered", "partly", "left"
STATES = {ANSWERED: N_("Answered here"), COVERED: N_("By another standard"),
          PARTLY: N_("Something is there"), LEFT: N_("Left to do")}
_ALWAYS = frozenset({"organisation", "document"})
_LEVELS = ("entry", "ecological", "progress", "")


@dataclass(frozen=True)
class Step:
    """One requirement on the road.

    Shape: state is one of STATES; offers are what the other standards have for it; actions are the open ones that serve
    it, directly or through a risk or finding; costs in the smallest unit of each currency; registers are record types
    that speak to it and have entries.
    """

    requirement: Requirement
    state: str
    result: str
    offers: tuple[Offer, ...]
    actions: tuple[Action, ...] = ()
    registers: tuple[str, ...] = ()

    def sources(self) -> list[str]:
        """Where something for it comes from: codes of other standards, else names of registers."""
        codes = [each.requirement.code for each in self.offers if each.good or each.citations]
        return codes or [_(record_type(each).about.many) for each in self.registers]

    @property
    def costs(self) -> dict[str, int]:
        """Costs of its open actions, by currency."""
        return _costs(self.actions)

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

    @property
    def unpriced(self) -> int:
        """How many of the requirements that are left or begun have no open action with a cost."""
        return sum(each.state in (PARTLY, LEFT) and not each.costs for each in self.steps)

    def costs(self) -> dict[str, int]:
        """Costs of all open actions, by currency; one that serves several requirements counts once."""
        return _costs({each.id: each for step in self.steps for each in step.actions}.values())


def _costs(actions: Iterable[Action]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for each in actions:
        if each.cost and each.currency:
            total[each.currency] += each.cost
    return dict(sorted(total.items()))


def road(store: Store, target: Catalogue, in_use: Sequence[Catalogue], period: Period) -> Road:
    """Where the office stands on the way into a standard it may not use yet.

    Order: what is asked at entry first, then by year; within that what is nearly there first: taken over, completed,
    begun from nothing.
    """
    cross = Cross(store, [*(each for each in in_use if each.key != target.key), target], period)
    plans = {code: [each for each in actions if each.status in OPEN]
             for code, actions in status.actions_of(store, target).items()}
    filled = _filled(store, target)
    steps = [_step(cross, target, each, plans.get(each.code, []), filled) for each in target]
    places = {state: place for place, state in enumerate((COVERED, PARTLY, LEFT, ANSWERED))}
    known = {code: place for place, code in enumerate(each.code for each in target)}
    steps.sort(key=lambda step: (_LEVELS.index(step.requirement.level) if step.requirement.level in _LEVELS else 9,
                                 step.requirement.due_year if step.requirement.due_year is not None else 99,
                                 places[step.state], known[step.requirement.code]))
    return Road(target, period, tuple(steps))


def _filled(store: Store, target: Catalogue) -> frozenset[str]:
    """Registers that a standard names and that have entries; the office's page and its papers always have."""
    named = {each for requirement in target for each in requirement.records} - _ALWAYS
    known = {type_.type_name(): type_ for type_ in RECORDS}
    return frozenset(each for each in named if each in known and has_any(store, known[each]))


def _step(cross: Cross, target: Catalogue, requirement: Requirement, actions: list[Action],
          filled: frozenset[str]) -> Step:
    offers = tuple(cross.offers(target, requirement))
    result, good = cross.result(target, requirement)
    registers = tuple(each for each in requirement.records if each in filled)
    if good or result == NOT_APPLICABLE:
        state = ANSWERED
    elif any(each.related.covers and each.good and each.citations for each in offers):
        state = COVERED
    elif cross.papers(target, requirement) or result != UNANSWERED or registers or any(each.good or each.citations
                                                                                      for each in offers):
        state = PARTLY
    else:
        state = LEFT
    return Step(requirement, state, result, offers, tuple(actions), registers)


