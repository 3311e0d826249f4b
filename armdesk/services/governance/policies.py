"""Policies: which are to be reviewed, which were made known, and models in four languages to begin from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from armdesk import paths
from armdesk.models import Policy
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.model_marks import mark
from armdesk.services.basis.period import months_after
from armdesk.store import Store

REVIEW = "policy_months"
"""Kind of the rate that says after how many months a policy is looked at again."""
DRAFT, GOOD, DUE, ENDED = "draft", "good", "due", "ended"


@dataclass(frozen=True)
class Model:
    """A model to begin a policy from.  Shape: titles and texts by language; subject is one of POLICY_SUBJECT."""

    key: str
    subject: str
    titles: dict[str, str]
    texts: dict[str, str]


@dataclass(frozen=True)
class Kept:
    """A policy as it stands on a day.  Shape: state DRAFT, GOOD, DUE or ENDED; review is when it is looked at again."""

    policy: Policy
    state: str
    review: date | None
    known: bool


@lru_cache(maxsize=1)
def models() -> tuple[Model, ...]:
    """The models that come with armdesk."""
    folder = paths.resources() / "policies"
    found = []
    for path in sorted(folder.glob("*.json")):
        told: dict[str, Any] = json.loads(path.read_text("utf-8"))
        found.append(Model(path.stem, told["subject"], told["title"], {
            language: "\n\n".join(parts) for language, parts in told["text"].items()}))
    return tuple(found)


def begin(store: Store, model: Model, language: str, today: date) -> Policy:
    """Keep a draft made of a model; the text says that it is a model until the office changes it."""
    title = model.titles.get(language, model.titles["en"])
    text = model.texts.get(language, model.texts["en"])
    months, notice = Limits(store).value(REVIEW, today), mark("policy", language)
    kept: Policy = store.save(Policy(
        title=title, subject=model.subject, edition="1", text=f"{notice}\n\n{text}",
        review_on=months_after(today, int(months)) if months else None))
    return kept


def standing(store: Store, day: date) -> list[Kept]:
    """Every policy as it stands on a day; those to be reviewed first."""
    months = Limits(store).value(REVIEW, day)
    found = [_kept(each, day, int(months) if months else None) for each in store.all(Policy)]
    order = (DUE, DRAFT, GOOD, ENDED)
    return sorted(found, key=lambda each: (order.index(each.state), each.review or date.max, str(each.policy.title)))


def _kept(policy: Policy, day: date, months: int | None) -> Kept:
    last = max(filter(None, (policy.adopted_on, policy.reviewed_on)), default=None)
    review = policy.review_on
    if policy.reviewed_on and review and review <= policy.reviewed_on:
        review = None  # it was looked at since; the next day follows from that
    if review is None and last is not None and months:
        review = months_after(last, months)
    known = bool(policy.known_meeting or policy.known_training or (policy.made_known_how or "").strip())
    if policy.ended_on and policy.ended_on <= day:
        state = ENDED
    elif policy.adopted_on is None:
        state = DRAFT
    else:
        state = DUE if review is not None and review < day else GOOD
    return Kept(policy, state, review, known)
