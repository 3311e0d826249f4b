"""Answers that are carried over, from the period before or from an edition before: copied for review, never moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from armdesk.catalogues.catalogue import Catalogue, Requirement
from armdesk.i18n import _, current
from armdesk.models import Answer
from armdesk.record import new_id
from armdesk.services.basis import own_rows
from armdesk.services.basis.period import Period
from armdesk.services.period_facts import status
from armdesk.store import Store

COPIED = ("result", "applies", "reason", "statement", "gap", "responsible", "answered_on", "nc_class", "work_status")
"""Fields of an answer that go along; who confirmed it goes along only where nothing has to be looked at."""


def copied(answer: Answer, catalogue: str, code: str, period: Period) -> Answer:
    """A new answer for other days or another edition that says where it is from; nobody confirmed it yet."""
    fresh = Answer(id=new_id(), catalogue=catalogue, requirement=code, period_from=period.begins,
                   period_to=period.ends, carried_from=f"answer/{answer.id}")
    for name in COPIED:
        setattr(fresh, name, getattr(answer, name))
    if answer.work_status == "done":
        fresh.work_status = "review"
    return fresh


def before(store: Store, catalogue: Catalogue, period: Period) -> list[Answer]:
    """The newest earlier answer to each requirement that has none for the period, in the standard's order."""
    held = status.answers(store, catalogue, period)
    earlier: dict[str, Answer] = {}
    for answer in sorted(store.all(Answer, catalogue=catalogue.key), key=_age):
        if answer.period_to and answer.period_to < period.begins and answer.requirement in catalogue:
            earlier[str(answer.requirement)] = answer
    return [earlier[each.code] for each in catalogue if each.code in earlier and each.code not in held]


def _age(answer: Answer) -> tuple[date, date, str]:
    return answer.period_to or date.min, answer.answered_on or date.min, answer.id


def carry_period(store: Store, catalogue: Catalogue, period: Period) -> int:
    """Carry the answers of the period before over to this one, each to be looked at again; one operation."""
    wanted = before(store, catalogue, period)
    if wanted:
        with store.operation(_("Answers carried over for review: {period}").format(
                period=period.label(current()))) as writer:
            for answer in wanted:
                writer.save(copied(answer, catalogue.key, str(answer.requirement), period))
    return len(wanted)


def origin(store: Store, answer: Answer) -> str:
    """Where an answer was carried over from, in a sentence; "" where it was not."""
    _kind, _slash, id_ = (answer.carried_from or "").partition("/")
    first = store.get(Answer, id_) if id_ else None
    if first is None:
        return ""
    if first.id == answer.id:
        return _("The catalogue was corrected since this was answered")
    days = Period(first.period_from, first.period_to).label(current()) if first.period_from and first.period_to else ""
    if first.catalogue == answer.catalogue and first.requirement == answer.requirement:
        return _("Carried over from the answer for {period}").format(period=days or "–")
    return _("Carried over from {catalogue}, {code}, for {period}").format(
        catalogue=_title(store, str(first.catalogue)), code=first.requirement, period=days or "–")


def _title(store: Store, key: str) -> str:
    known: Mapping[str, Catalogue] = {each.key: each for each in own_rows.known(store, [])}
    return known[key].title(current()) if key in known else key


def merged(answers: Sequence[Answer], target: Catalogue, requirement: Requirement, period: Period) -> Answer:
    """One answer to a requirement that took the place of several; what differs is left to a person."""
    fresh = copied(answers[0], target.key, requirement.code, period)
    if len(answers) == 1:
        return _fitting(fresh, target, requirement)
    said: dict[str, list[str]] = defaultdict(list)
    for answer in answers:
        for name in ("statement", "gap", "reason"):
            if text := str(getattr(answer, name) or "").strip():
                said[name].append(_("{text} (from {code})").format(text=text, code=answer.requirement))
    for name in ("statement", "gap", "reason"):
        setattr(fresh, name, "\n".join(said[name]) or None)
    if len({answer.result for answer in answers}) > 1:
        fresh.result = None
    fresh.applies = any(answer.applies is not False for answer in answers)
    fresh.work_status = "review"
    return _fitting(fresh, target, requirement)


def _fitting(fresh: Answer, target: Catalogue, requirement: Requirement) -> Answer:
    """Without a result the requirement cannot get."""
    if fresh.result not in {each.code for each in target.results_for(requirement)}:
        fresh.result = None
    return fresh
