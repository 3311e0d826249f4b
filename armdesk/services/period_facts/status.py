"""Where the cooperative stands in a standard: its answers of a period, and the status they reach, with reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from armdesk.catalogues.catalogue import NOT_APPLICABLE, UNANSWERED, Catalogue, Requirement, Status
from armdesk.models import Action, Answer
from armdesk.services.basis.period import Period, months_after
from armdesk.services.plan.action_sources import requirements_by_action
from armdesk.store import Store


def reference(catalogue: Catalogue, requirement: Requirement) -> str:
    """How citations, risks and actions name a requirement."""
    return f"requirement/{catalogue.key}/{requirement.code}"


def answers(store: Store, catalogue: Catalogue, period: Period) -> dict[str, Answer]:
    """The answer to each requirement that holds for a period; of several the one for the latest days.

    Shape: code of the requirement -> answer; codes the catalogue does not have are left out.
    """
    holding = [answer for answer in store.all(Answer, catalogue=catalogue.key)
               if (answer.period_from is None or answer.period_from <= period.ends)
               and (answer.period_to is None or answer.period_to >= period.begins)
               and answer.requirement in catalogue]
    holding.sort(key=lambda answer: (answer.period_to or date.min, answer.answered_on or date.min, answer.id))
    return {answer.requirement: answer for answer in holding}


def result_code(catalogue: Catalogue, requirement: Requirement, answer: Answer | None) -> str:
    """Code of the result an answer gives; a result that the requirement cannot get counts as not answered."""
    if answer is None:
        return UNANSWERED
    if answer.applies is False:
        return NOT_APPLICABLE
    known = {result.code for result in catalogue.results_for(requirement)}
    return answer.result if answer.result in known else UNANSWERED


def results(catalogue: Catalogue, given: Mapping[str, Answer]) -> dict[str, str]:
    """Code of the result of each requirement, by its code."""
    return {each.code: result_code(catalogue, each, given.get(each.code)) for each in catalogue}


@dataclass(frozen=True)
class Clock:
    """How long a result may still stand.  Shape: began None where no day is known to count from."""

    requirement: Requirement
    months: int
    began: date | None
    ends: date | None

    def run_out(self, day: date) -> bool:
        """Whether the time is over on that day; without a beginning it cannot be shown that it is not."""
        return self.ends is None or day > self.ends


def actions_of(store: Store, catalogue: Catalogue) -> dict[str, list[Action]]:
    """Actions that serve a requirement, directly or through a risk or finding, by its code; without cancelled ones."""
    start = f"requirement/{catalogue.key}/"
    served = requirements_by_action(store)
    found: dict[str, list[Action]] = {}
    for action in store.all(Action):
        for reference in served.get(action.id, ()):
            if reference.startswith(start) and action.status != "cancelled":
                found.setdefault(reference.removeprefix(start), []).append(action)
    return found


def clocks(store: Store, catalogue: Catalogue, given: Mapping[str, Answer]) -> dict[str, Clock]:
    """The clocks that run for results with a time limit, by code of the requirement.

    The time is counted from the day the first action for the requirement was adopted; without one from the answer.
    """
    plans = actions_of(store, catalogue)
    running = {}
    for requirement in catalogue:
        answer = given.get(requirement.code)
        if answer is None:
            continue
        limit = catalogue.time_limit(requirement, result_code(catalogue, requirement, answer))
        if limit is None:
            continue
        adopted = [action.adopted_on for action in plans.get(requirement.code, ()) if action.adopted_on]
        began = min(adopted, default=answer.answered_on)
        ends = months_after(began, limit.months) if began else None
        running[requirement.code] = Clock(requirement, limit.months, began, ends)
    return running


@dataclass(frozen=True)
class Standing:
    """The status reached and what stands before the next one.

    Shape: reached and next are None where there is none; between lists the requirements that keep from `next`;
    run_out are those of them whose time limit has passed; beside are standings of other tracks that are reached.
    """

    reached: Status | None
    next: Status | None
    between: tuple[Requirement, ...]
    run_out: tuple[Requirement, ...]
    beside: tuple[Status, ...] = ()


def standing(catalogue: Catalogue, results: Mapping[str, str], running: Mapping[str, Clock], today: date) -> Standing:
    """Status by the bounds that the catalogue's file sets; a result whose time has run out counts no more.

    Shape: results maps codes of requirements to codes of results.
    """
    over = tuple(clock.requirement for clock in running.values() if clock.run_out(today))
    counted = {code: result for code, result in results.items() if code not in {each.code for each in over}}
    beside = tuple(each for each in catalogue.statuses if each.track and not catalogue.between(each, counted))
    reached: Status | None = None
    for status in catalogue.statuses:
        if status.track:
            continue
        missing = catalogue.between(status, counted)
        if missing:
            return Standing(reached, status, missing, tuple(each for each in over if each in missing), beside)
        reached = status
    return Standing(reached, None, (), over, beside)


def to_review(given: Mapping[str, Answer]) -> list[Answer]:
    """Answers that were carried over and nobody confirmed with a name yet."""
    return [answer for answer in given.values() if answer.to_review]
