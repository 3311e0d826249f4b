"""What one standard's answers and papers offer to a requirement of another: shown with their origin, never forced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from armdesk.catalogues.catalogue import NOT_APPLICABLE, UNANSWERED, Catalogue, Requirement, pick
from armdesk.catalogues.crossmap import Related
from armdesk.i18n import _, current
from armdesk.models import Answer, Citation, CrossTie
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.period import Period
from armdesk.services.period_facts import status
from armdesk.services.standards.ties import REFUSED, Ties
from armdesk.store import Store

_BLOCK = 500


@dataclass(frozen=True)
class Offer:
    """A related requirement of another standard, with what is there for it.

    Shape: answer None where nothing is answered for the period; good says that its result stands as met or controlled;
    citations are its papers, fresh those of them that are not cited for the requirement in view yet; decided is what
    somebody decided on the two, None if nothing.
    """

    related: Related
    catalogue: Catalogue
    requirement: Requirement
    answer: Answer | None
    result: str
    good: bool
    citations: tuple[Citation, ...]
    fresh: tuple[Citation, ...]
    decided: CrossTie | None = None

    @property
    def refused(self) -> bool:
        """Whether somebody said that the two do not fit; then nothing is offered."""
        return self.decided is not None and self.decided.decision == REFUSED

    @property
    def reference(self) -> str:
        """How citations name it."""
        return status.reference(self.catalogue, self.requirement)

    def name(self) -> str:
        """Code and title for a reader."""
        return f"{self.requirement.code} {pick(self.requirement.title, current())}"


class Cross:
    """Answers and papers of the standards in use, read once; those of all requirements, or of one and its related."""

    def __init__(self, store: Store, catalogues: Sequence[Catalogue], period: Period,
                 only: tuple[Catalogue, Requirement] | None = None) -> None:
        self._answers = {each.key: status.answers(store, each, period) for each in catalogues}
        self._ties = Ties(store, catalogues)
        self._cited: dict[str, list[Citation]] = {}
        for citation in _living(store, self._around(*only) if only is not None else None):
            self._cited.setdefault(citation.target, []).append(citation)

    def offers(self, catalogue: Catalogue, requirement: Requirement) -> list[Offer]:
        """What the other standards in use have for a requirement, those that cover it first; none that was refused."""
        return [each for each in self.all_offers(catalogue, requirement) if not each.refused]

    def all_offers(self, catalogue: Catalogue, requirement: Requirement) -> list[Offer]:
        """The same with those that somebody refused, so that a refusal can be looked at again."""
        here = {(each.document, each.page) for each in self.papers(catalogue, requirement)}
        found = []
        for tie in self._ties.of(catalogue, requirement):
            other, asked = tie.catalogue, tie.requirement
            result, good = self.result(other, asked)
            papers, answer = self.papers(other, asked), self._answers[other.key].get(asked.code)
            fresh = tuple(paper for paper in papers if (paper.document, paper.page) not in here)
            found.append(Offer(tie.related, other, asked, answer, result, good, papers, fresh, tie.decided))
        return found

    def result(self, catalogue: Catalogue, requirement: Requirement) -> tuple[str, bool]:
        """Code of the result that holds, and whether it is a good one."""
        answer = self._answers.get(catalogue.key, {}).get(requirement.code)
        code = status.result_code(catalogue, requirement, answer)
        good = code not in (UNANSWERED, NOT_APPLICABLE) and catalogue.result(requirement, code).tone == "good"
        return code, good

    def papers(self, catalogue: Catalogue, requirement: Requirement) -> tuple[Citation, ...]:
        """Citations for a requirement."""
        return tuple(self._cited.get(status.reference(catalogue, requirement), ()))

    def _around(self, catalogue: Catalogue, requirement: Requirement) -> list[str]:
        """References of a requirement and of those related to it."""
        return [status.reference(catalogue, requirement), *(
            status.reference(each.catalogue, each.requirement) for each in self._ties.of(catalogue, requirement))]


def _living(store: Store, targets: Sequence[str] | None) -> list[Citation]:
    """Citations of papers that are not in the trash, for these references or for all requirements."""
    question = ("SELECT c.id FROM citation c JOIN document d ON d.id = c.document WHERE c.trashed = 0 "
                "AND d.trashed = 0 AND")
    if targets is None:
        # From "requirement/" up to what sorts next: both kinds of database answer it by index.
        rows = ask(store, f"{question} c.target >= ? AND c.target < ?", "requirement/", "requirement0")
    else:
        marks = ", ".join("?" * len(targets))
        rows = ask(store, f"{question} c.target IN ({marks})", *targets)
    ids = [id_of(id_) for (id_,) in rows]
    return [citation for start in range(0, len(ids), _BLOCK) for citation in store.find(Query(
        Citation, filters=(Filter("id", "in", tuple(ids[start : start + _BLOCK])),)))]


def take_papers(store: Store, citations: Iterable[Citation], target: str) -> int:
    """Cite the papers of other requirements for this one too, each with where it was taken from; one operation.

    Shape: how many were new.  A paper that is already cited at that page is left as it is.
    """
    return take_many(store, ((each, target) for each in citations))


def take_many(store: Store, wanted: Iterable[tuple[Citation, str]]) -> int:
    """The same for several requirements at once.  Shape: (citation, target) each."""
    there = {(each.document, each.page, each.target) for each in store.all(Citation)}
    fresh = []
    for citation, target in wanted:
        key = (citation.document, citation.page, target)
        if key not in there:
            there.add(key)
            fresh.append(Citation(document=citation.document, revision=citation.revision, target=target,
                                  page=citation.page, note=citation.note, period_from=citation.period_from,
                                  period_to=citation.period_to, taken_from=citation.target))
    if fresh:
        with store.operation(_("Papers taken over from another standard")) as writer:
            for each in fresh:
                writer.save(each)
    return len(fresh)


def statement_from(offer: Offer) -> str:
    """What the office declared there, with where it is from, to begin a statement here."""
    said = (offer.answer.statement or "").strip() if offer.answer is not None else ""
    return _("{statement} (from {standard}, {code})").format(
        statement=said, standard=offer.catalogue.title(current()), code=offer.requirement.code) if said else ""
