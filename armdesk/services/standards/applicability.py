"""Which requirements do not apply by the profile of the organisation; proposed with a reason, answered by a person."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from armdesk import paths
from armdesk.catalogues.catalogue import Catalogue, Requirement
from armdesk.fields import Flag, fold
from armdesk.i18n import _
from armdesk.models import Answer, Organisation
from armdesk.record import new_id
from armdesk.services.basis.period import Period
from armdesk.services.period_facts import status
from armdesk.store import Store

_MINERAL, _OPTION, _COUNTRY = "mineral:", "option:", "country:"


@dataclass(frozen=True)
class Proposal:
    """A requirement that does not apply by the profile.  Shape: answer is what holds for it now, None if nothing."""

    requirement: Requirement
    reason: str
    answer: Answer | None

    @property
    def unanswered(self) -> bool:
        """Whether nobody gave a result or wrote a statement yet."""
        return self.answer is None or not (self.answer.result or (self.answer.statement or "").strip())


@cache
def conditions(key: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Conditions of a standard by code, from its file in resources/applicability.

    Shape: one of the inner tuples has to hold, of which every word has to: a flag of the organisation, "mineral:Au,Ag"
    (one of them is mined), "option:A" (the way of legitimacy) or "country:CO,PE" (where the cooperative works).
    """
    path = paths.resources() / "applicability" / f"{key}.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: choices_of(row["applies_if"].split()) for row in csv.DictReader(lines)}


def choices_of(words: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Conditions as a file writes them: "a+b" where both have to hold, words apart where one is enough."""
    return tuple(tuple(each.split("+")) for each in words)


def strange_word(words: Iterable[str]) -> str:
    """The first word of a condition that the profile does not know, "" if it knows all."""
    flags = {field.name for field in Organisation.declared() if isinstance(field, Flag)}
    for word in (word for choice in choices_of(words) for word in choice):
        kind = word.partition(":")[0] + ":"
        if word not in flags and (kind not in (_MINERAL, _OPTION, _COUNTRY) or word == kind):
            return word
    return ""


def why_not(organisation: Organisation, key: str, requirement: Requirement) -> str:
    """Why a requirement does not apply, as a sentence; "" where it does or the profile does not say.

    What the row itself says of whom it holds for goes before the file of its catalogue.
    """
    choices = choices_of(requirement.applies_if) or conditions(key).get(requirement.code, ())
    reasons = []
    for choice in choices:
        said = [_denied(organisation, word) for word in choice]
        denied = next((reason for reason in said if reason), "")
        if not denied:
            return ""  # this way it may apply
        reasons.append(denied)
    return " ".join(dict.fromkeys(reasons))


def _denied(organisation: Organisation, word: str) -> str:
    """The sentence of the profile that denies a condition, "" where it holds or nothing is said."""
    if word.startswith(_MINERAL):
        wanted = word[len(_MINERAL):].split(",")
        mined = _minerals(organisation)
        return _("By the profile the minerals are: {minerals}.").format(
            minerals=organisation.minerals) if mined and not mined & set(wanted) else ""
    if word.startswith(_OPTION):
        chosen = organisation.legitimacy_option
        return _("Legitimacy is shown by option {option}.").format(option=chosen) \
            if chosen and chosen != word[len(_OPTION):] else ""
    if word.startswith(_COUNTRY):
        country = (organisation.country or "").upper()
        return _("By the profile the country is {country}.").format(country=country) \
            if country and country not in word[len(_COUNTRY):].split(",") else ""
    if getattr(organisation, word, None) is False:
        return _("By the profile: “{question}” – no.").format(question=organisation.field(word).title())
    return ""


_SYMBOLS = {"Au": ("au", "oro", "gold", "or", "ouro"), "Ag": ("ag", "plata", "silver", "argent", "prata"),
            "Pt": ("pt", "platino", "platinum", "platine", "platina"),
            "Sn": ("sn", "estano", "tin", "etain", "estanho", "casiterita", "cassiterite"),
            "Ta": ("ta", "tantalio", "tantalum", "tantale", "coltan"),
            "W": ("w", "wolframio", "tungsteno", "tungsten", "tungstene", "wolframite")}


def _minerals(organisation: Organisation) -> set[str]:
    """Symbols of the minerals that are written; empty where a word is not known, so that nothing is denied by it."""
    words = fold(organisation.minerals or "").replace(",", " ").replace(";", " ").replace("/", " ").split()
    found = {symbol for symbol, names in _SYMBOLS.items() if any(word in names for word in words)}
    known = {name for names in _SYMBOLS.values() for name in names} | {"y", "and", "et", "e"}
    return found if all(word in known for word in words) else set()


def proposals(store: Store, catalogue: Catalogue, period: Period) -> Iterator[Proposal]:
    """Requirements that do not apply by the profile and are not answered so."""
    organisation = store.one(Organisation)
    if organisation is None:
        return
    answers = status.answers(store, catalogue, period)
    for requirement in catalogue:
        answer = answers.get(requirement.code)
        if answer is not None and answer.applies is False:
            continue
        reason = why_not(organisation, catalogue.key, requirement)
        if reason:
            yield Proposal(requirement, reason, answer)


def apply(store: Store, catalogue: Catalogue, period: Period) -> int:
    """Answer what nobody answered yet as not applicable, each with its reason; one operation.

    Shape: how many.  What somebody answered with a result stays as it is.
    """
    wanted = [each for each in proposals(store, catalogue, period) if each.unanswered]
    if not wanted:
        return 0
    with store.operation(_("Answered by the profile: does not apply")) as writer:
        for each in wanted:
            answer = each.answer or Answer(id=new_id(), catalogue=catalogue.key, requirement=each.requirement.code,
                                           period_from=period.begins, period_to=period.ends)
            answer.applies, answer.reason = False, each.reason
            writer.save(answer)
    return len(wanted)


def missing(organisation: Organisation) -> list[str]:
    """Profile questions nobody answered: names of fields."""
    return [field.name for field in Organisation.declared()
            if isinstance(field, Flag) and field.name != "demo" and getattr(organisation, field.name) is None]
