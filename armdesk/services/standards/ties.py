"""Which requirements of two standards belong together: the maps that come with armdesk, and what the office decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from armdesk.catalogues import crossmap
from armdesk.catalogues.catalogue import Catalogue, Requirement
from armdesk.catalogues.crossmap import Related
from armdesk.i18n import _
from armdesk.models import CrossTie
from armdesk.models.own_rows import LANGUAGES
from armdesk.services.period_facts.status import reference
from armdesk.store import Store

OWN, CONFIRMED, REFUSED = "own", "confirmed", "refused"
_ORDER = ("equal", "wider", "narrower", "touches")


@dataclass(frozen=True)
class Tie:
    """A requirement of another standard in use beside the one in view, and what was decided on it, None if nothing."""

    related: Related
    catalogue: Catalogue
    requirement: Requirement
    decided: CrossTie | None

    @property
    def refused(self) -> bool:
        """Whether somebody said that it does not fit."""
        return self.decided is not None and self.decided.decision == REFUSED


class Ties:
    """Maps and decisions of one office, read once; a new edition is reached by what its rows were before."""

    def __init__(self, store: Store, catalogues: Sequence[Catalogue]) -> None:
        self._catalogues = {each.key: each for each in catalogues}
        self._decided: dict[str, list[CrossTie]] = defaultdict(list)
        for each in sorted(store.all(CrossTie), key=lambda tie: (tie.date or date.min, tie.id)):
            self._decided[str(each.first)].append(each)
            self._decided[str(each.second)].append(each)

    def of(self, catalogue: Catalogue, requirement: Requirement) -> list[Tie]:
        """What stands beside a requirement in the other standards in use, those that cover it first."""
        here = reference(catalogue, requirement)
        decided = {self._other(each, here): each for each in self._decided.get(here, ())}
        found: dict[str, Tie] = {}
        for code in requirement.was or (requirement.code,):
            for related in crossmap.related(self._mapped(catalogue), code):
                for other, asked in self._meant(related):
                    there = reference(other, asked)
                    found.setdefault(there, Tie(related, other, asked, decided.get(there)))
        for there, tie in decided.items():
            if there not in found and tie.decision != REFUSED and (meant := self._named(there)) is not None:
                found[there] = Tie(_as_related(tie, here, there), *meant, tie)
        return sorted(found.values(), key=lambda each: (_ORDER.index(each.related.relation), each.catalogue.key,
                                                        each.requirement.code))

    def _mapped(self, catalogue: Catalogue) -> str:
        """The edition of a standard that the maps speak of."""
        keys = crossmap.keys()
        same = sorted(each for each in keys if each.rpartition("-")[0] == catalogue.id)
        return catalogue.key if catalogue.key in keys or not same else same[-1]

    def _meant(self, related: Related) -> list[tuple[Catalogue, Requirement]]:
        """Rows of the edition in use that a row of a map means; of several the first, as ended ones stand last."""
        family = related.catalogue.rpartition("-")[0]
        other = next((each for each in self._catalogues.values() if each.id == family), None)
        if other is None:
            return []
        if other.key == related.catalogue:
            return [(other, other.requirement(related.code))] if related.code in other else []
        return [(other, row) for row in other if related.code in (row.was or (row.code,))]

    def _named(self, there: str) -> tuple[Catalogue, Requirement] | None:
        _kind, _slash, rest = there.partition("/")
        key, _slash, code = rest.partition("/")
        other = self._catalogues.get(key)
        return (other, other.requirement(code)) if other is not None and code in other else None

    def _other(self, tie: CrossTie, here: str) -> str:
        return str(tie.second if tie.first == here else tie.first)


def _as_related(tie: CrossTie, here: str, there: str) -> Related:
    """A tie of our own as the maps tell theirs, seen from either side."""
    relation = str(tie.relation) if tie.first == here else crossmap.seen_back(str(tie.relation))
    key, _slash, code = there.partition("/")[2].partition("/")
    return Related(key, code, relation, dict.fromkeys(LANGUAGES, tie.reason or ""))


def decide(store: Store, tie: CrossTie) -> CrossTie:
    """Keep a decision on two requirements; it takes the place of an earlier one on the same two.

    Errors: InvalidRecord.
    """
    pair = {tie.first, tie.second}
    earlier = [each for each in store.all(CrossTie) if {each.first, each.second} == pair and each.id != tie.id]
    title = {OWN: _("Tie between standards added"), CONFIRMED: _("Tie between standards confirmed"),
             REFUSED: _("Tie between standards refused")}[str(tie.decision)]
    with store.operation(title) as writer:
        if earlier:
            writer.trash(earlier)
        writer.save(tie)
    return tie
