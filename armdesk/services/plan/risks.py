"""The risk register: how high a risk is, when it must be looked at again, what the Annex II rows say of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from armdesk.catalogues.catalogue import Catalogue, Requirement, pick
from armdesk.errors import CatalogueError
from armdesk.i18n import N_, _, current, ngettext
from armdesk.models import Action, Risk, RiskReview, choices
from armdesk.query import Query
from armdesk.services.basis import own_rows
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.numbering import next_code, numbers_from
from armdesk.services.basis.period import months_after
from armdesk.services.plan.action_sources import by_action, of_ids
from armdesk.services.plan.risk_level import FOLLOWED, Scale
from armdesk.store import Store

LEVELS = tuple(choices.LEVEL)
ANNEX_II = "annex2"
"""Beginning of the issues whose rows are risks to assess.  Source: OECD Guidance, Annex II."""
FOUND = {"stop": N_("STOP: halt at once"), "plan": N_("PLAN-6M: plan, six months"), "improve": N_("IMPROVE: by steps"),
         "record": N_("RECORD: write it down")}
"""What the catalogue asks if the risk is real."""


@dataclass(frozen=True)
class Clock:
    """Until when a risk has to be looked at again.

    Shape: began is the day the plan was adopted, the risk decided on or last reassessed, None where no day is known;
    plan says that it is the time of a mitigation plan, at whose end trade is suspended if nothing improved.
    """

    months: int
    began: date | None
    ends: date | None
    plan: bool

    def over(self, day: date) -> bool:
        """Whether the time has passed; without a beginning nobody can say that it has not."""
        return self.ends is None or day > self.ends


@dataclass(frozen=True)
class Known:
    """A risk with what follows for it.

    Shape: level as Scale gives it; row is the catalogue's that it names, None without; asked is one of FOUND or "".
    """

    risk: Risk
    level: str
    clock: Clock
    actions: Sequence[Action]
    reviews: Sequence[RiskReview]
    asked: str
    row: Requirement | None = None

    @property
    def open_actions(self) -> int:
        """Actions for it that are not finished."""
        return sum(each.status in ("open", "in_progress", "done") for each in self.actions)


def catalogue_rows(catalogues: Iterable[Catalogue]) -> dict[str, Requirement]:
    """Requirements by the reference that risks name them with."""
    return {f"requirement/{catalogue.key}/{row.code}": row for catalogue in catalogues for row in catalogue}


def known(store: Store, rows: Mapping[str, Requirement], today: date) -> list[Known]:
    """Every risk with its level, clock, actions and reassessments, the highest first."""
    limits, scale = Limits(store), Scale(Limits(store), today)
    actions: dict[str, list[Action]] = defaultdict(list)
    tied = {id_: risks for id_, references in by_action(store).items()
            if (risks := [each.removeprefix("risk/") for each in references if each.startswith("risk/")])}
    for action in of_ids(store, sorted(tied)):
        for id_ in tied[action.id] if action.status != "cancelled" else ():
            actions[id_].append(action)
    reviews: dict[str, list[RiskReview]] = defaultdict(list)
    for review in store.find(Query(RiskReview, order="date")):
        reviews[review.risk].append(review)
    found = []
    for risk in store.all(Risk):
        row = rows.get(risk.requirement or "")
        asked = row.action if row is not None else ""
        found.append(Known(risk, scale.of(risk), _clock(limits, risk, asked, actions[risk.id], today),
                           actions[risk.id], reviews[risk.id], asked, row))
    return sorted(found, key=lambda each: (-int(each.level or 0), each.risk.number or "", each.risk.id))


def _clock(limits: Limits, risk: Risk, asked: str, actions: Sequence[Action], today: date) -> Clock:
    plan = asked == "plan" or risk.status == "mitigating"
    months = int(limits.value("risk_review_months", today, applies_to="plan" if plan else "") or 0)
    adopted = min((each.adopted_on for each in actions if each.adopted_on), default=None)
    # From the adoption of the plan; each reassessment begins the time anew.
    begins = [day for day in (adopted or risk.decided_on, risk.reassessed_on) if day is not None]
    began = max(begins, default=None)
    return Clock(months, began, months_after(began, months) if began else None, plan)


def matrix(found: Iterable[Known]) -> Counter[tuple[str, str]]:
    """How many risks that are followed stand in each field.  Shape: (likelihood, severity) -> count."""
    return Counter((each.risk.likelihood, each.risk.impact) for each in found
                   if each.risk.status in FOLLOWED and each.level)


def by_level(found: Iterable[Known]) -> dict[str, int]:
    """How many risks that are followed have each level; "" counts those not assessed."""
    counted = Counter(each.level for each in found if each.risk.status in FOLLOWED)
    return {level: counted[level] for level in (*reversed(LEVELS), "") if counted[level]}


@dataclass(frozen=True)
class Offer:
    """A row of the catalogue offered as a risk to assess.  Shape: risk is its id if it is in the register already."""

    reference: str
    code: str
    issue: str
    title: str
    text: str
    asked: str
    response: str
    risk: str


def offers(store: Store, catalogue: Catalogue) -> list[Offer]:
    """The risks of a catalogue: its Annex II rows, or all that say what to do if the opposite is found."""
    there = {risk.requirement: risk.id for risk in store.all(Risk) if risk.requirement}
    rows = [row for row in catalogue if row.issue.startswith(ANNEX_II)] or [row for row in catalogue if row.action]
    language = current()
    found = []
    for row in rows:
        reference = f"requirement/{catalogue.key}/{row.code}"
        found.append(Offer(reference, row.code, catalogue.issue_title(row, language), pick(row.title, language),
                           pick(row.text, language), row.action, pick(row.response, language),
                           there.get(reference, "")))
    return found


def take_in(store: Store, chosen: Sequence[Offer], today: date) -> list[str]:
    """Put offered rows into the register, to be assessed, as one operation; gives the ids of the new risks."""
    new = [offer for offer in chosen if not offer.risk]
    if not new:
        return []
    title = ngettext("{count} risk to assess", "{count} risks to assess", len(new)).format(count=len(new))
    made = []
    with store.operation(title) as writer:
        numbers = numbers_from(next_code(store, Risk, "number", today, "R-01"))
        for offer, number in zip(new, numbers, strict=False):
            risk = Risk(number=number, requirement=offer.reference, description=f"{offer.title}. {offer.text}",
                        status="open")
            writer.save(risk)
            made.append(str(risk.id))
    return made


def review(store: Store, risk: Risk, seen: RiskReview) -> RiskReview:
    """Keep a reassessment: the risk takes over what was found, what it was before stays in the reassessment."""
    seen.risk = risk.id
    seen.old_likelihood, seen.old_impact, seen.old_response = risk.likelihood, risk.impact, risk.response
    title = _("Reassess risk {number}").format(number=risk.number or risk.label())
    with store.operation(title) as writer:
        writer.save(seen)
        risk.likelihood, risk.impact = seen.likelihood, seen.impact
        if seen.response:
            risk.response = seen.response
        if risk.reassessed_on is None or seen.date >= risk.reassessed_on:
            risk.reassessed_on = seen.date
        writer.save(risk)
    return seen


def rows_of(store: Store, catalogues: Iterable[str]) -> dict[str, Requirement]:
    """Catalogue rows that risks may name, by reference; a catalogue that cannot be read is left out."""
    found: dict[str, Requirement] = {}
    for key in dict.fromkeys(catalogues):
        with suppress(CatalogueError):
            found |= catalogue_rows([own_rows.get(store, key, numbers=False)])
    return found


def keys_of(store: Store) -> list[str]:
    """Keys of the catalogues that risks name."""
    references = {risk.requirement for risk in store.all(Risk) if risk.requirement}
    return sorted({reference.split("/")[1] for reference in references if reference.count("/") >= 2})
