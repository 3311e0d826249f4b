"""How a requirement is marked wherever its code is shown: whose code it is, and how sure its wording."""

from __future__ import annotations

from collections.abc import Iterable

from armdesk.catalogues.catalogue import Requirement
from armdesk.i18n import N_, _

OWN, REFERENCE, INFERRED = "own", "reference", "inferred"
SIGNS = {REFERENCE: "*", INFERRED: "≈", OWN: "◆"}
WORDS = {REFERENCE: N_("code of armdesk, no number of the standard"),
         INFERRED: N_("inferred, a working assumption about the standard"),
         OWN: N_("requirement of our own, of no published standard")}
SHORT = {INFERRED: N_("inferred"), OWN: N_("our own")}
"""Words of a legend where there is little room and the sign of armdesk's codes is left out."""
KINDS = {"official": N_("official number"), REFERENCE: N_("armdesk reference"), OWN: N_("own requirement")}
"""Whose code it is, for tables."""
CONFIDENCE = {"source": N_("seen in a source"), "known": N_("known, not read again"),
              "inferred": N_("inferred, a working assumption"), OWN: N_("own words")}


def marks(requirement: Requirement) -> tuple[str, ...]:
    """Which of SIGNS stand beside a code."""
    if requirement.own:
        return (OWN,)
    return tuple(mark for mark, holds in ((REFERENCE, not requirement.official),
                                          (INFERRED, requirement.confidence == INFERRED)) if holds)


def signs(requirement: Requirement) -> str:
    """The signs alone, "" for a row whose code and words are the standard's own."""
    return "".join(SIGNS[mark] for mark in marks(requirement))


def coded(requirement: Requirement) -> str:
    """Code with its signs and the official number the office wrote down."""
    return f"{requirement.number} {signs(requirement)}".rstrip()


def kind_of(requirement: Requirement) -> str:
    """Key of KINDS."""
    return OWN if requirement.own else "official" if requirement.official else REFERENCE


def sure(requirement: Requirement) -> str:
    """Key of CONFIDENCE."""
    return OWN if requirement.own else requirement.confidence


def short_legend(requirements: Iterable[Requirement]) -> str:
    """The same in a few words, for a list that shows titles without codes."""
    there = {mark for each in requirements for mark in marks(each)}
    return " · ".join(f"{SIGNS[mark]} {_(words)}" for mark, words in SHORT.items() if mark in there)


def legend(requirements: Iterable[Requirement]) -> str:
    """What the signs mean that stand beside some codes, "" where there are none."""
    there = {mark for each in requirements for mark in marks(each)}
    return " · ".join(f"{sign} {_(WORDS[mark])}" for mark, sign in SIGNS.items() if mark in there)
