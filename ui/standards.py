"""What the requirement page shows, read from catalogue and registers; no Qt in here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from armdesk.catalogues.catalogue import NOT_APPLICABLE, UNANSWERED, Catalogue, Requirement
from armdesk.fields import fold
from armdesk.i18n import N_, current
from armdesk.models import Action, Answer, CatalogueUse, Citation, CitedFact, Document, Revision
from armdesk.query import Filter, Query
from armdesk.record import new_id
from armdesk.services.basis.period import Period
from armdesk.services.evidence import library
from armdesk.services.findings import checks
from armdesk.services.findings.checks import period_of
from armdesk.services.period_facts import status
from armdesk.services.period_facts.frozen_facts import cited_by
from armdesk.services.period_facts.status import Standing
from armdesk.services.plan.action_sources import actions_for
from armdesk.services.standards import applicability, carrying, editions
from armdesk.services.standards.cross import Cross, Offer
from armdesk.services.standards.editions import Correction
from armdesk.store import Store
from ui.facts import Step, steps
from ui.session import Session

MARKS = {"inferred": N_("Inferred: a working assumption, compare it with the standard"),
         "known": N_("Not read again in the source: compare it with the standard"),
         "reference": N_("Reference of armdesk, not a number of the standard"),
         "own": N_("Requirement of our own, of no published standard")}
"""What has to be said of a requirement that is not taken word for word from a public source."""
LEVELS = {"entry": N_("At entry"), "progress": N_("Progress"), "ecological": N_("Ecological")}
"""Levels of a standard that has them."""
SHAPING = frozenset({"own_requirement", "own_catalogue", "official_text", "catalogue_use"})
"""Record types that say which standards there are and what stands in them."""
FIELDS = ("applies", "nc_class", "reason", "statement", "gap", "responsible", "work_status", "answered_on",
          "confirmed_by", "confirmed_on")
_NOT_TAKEN_OVER = ("confirmed_by", "confirmed_on")
"""A name under the answer of one period does not stand under that of the next."""


@dataclass(frozen=True)
class Overview:
    """Where a standard stands.

    Shape: results and cited by code of the requirement; settled counts what is done; denied what nobody answered and
    the profile says does not apply; again are codes carried over that wait for a name; before what the period before
    has and this one lacks; light: only the modules of the light path are worked on.
    """

    results: dict[str, str]
    cited: Counter[str]
    standing: Standing
    settled: int
    denied: int = 0
    again: frozenset[str] = frozenset()
    before: int = 0
    light: bool = False
    correction: Correction | None = None

    @property
    def to_review(self) -> int:
        """How many answers wait for a name."""
        return len(self.again)


@dataclass(frozen=True)
class Cited:
    """One citation with its paper and file."""

    citation: Citation
    document: Document
    revision: Revision | None
    newest: Revision | None = None

    @property
    def older(self) -> bool:
        """Whether a newer file of the paper is there than the one that is cited."""
        return self.revision is not None and self.newest is not None and self.revision.id != self.newest.id


@dataclass
class Detail:
    """Everything beside the text of one requirement but its facts, which may take longer.

    Shape: several says that there are other standards in use.
    """

    facts: list[CitedFact] = field(default_factory=list)
    cited: list[Cited] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    origin: str = ""
    several: bool = False


def in_use(session: Session) -> list[Catalogue]:
    """The standards this workspace works with, the first one first.  Errors: CatalogueError."""
    return checks.in_use(session.workspace)


def period(session: Session) -> Period:
    """The period answers are given for."""
    chosen = session.period
    return Period(chosen.first, chosen.last) if chosen else period_of(session.workspace, session.today())


def overview(session: Session, catalogue: Catalogue, span: Period) -> Overview:
    """Results and citations of a standard; runs in the thread of the lists."""
    store = session.store
    given = status.answers(store, catalogue, span)
    results = status.results(catalogue, given)
    start = f"requirement/{catalogue.key}/"
    cited = Counter(each.target.removeprefix(start) for each in store.all(Citation) if each.target.startswith(start))
    standing = status.standing(catalogue, results, status.clocks(store, catalogue, given), session.today())
    light = is_light(store, catalogue)
    settled = sum(catalogue.result(each, results[each.code]).settled for each in path(catalogue, light=light))
    denied = sum(1 for each in applicability.proposals(store, catalogue, span) if each.unanswered)
    again = frozenset(str(each.requirement) for each in status.to_review(given))
    return Overview(results, cited, standing, settled, denied, again, len(carrying.before(store, catalogue, span)),
                    light, editions.correction(store, catalogue))


def is_light(store: Store, catalogue: Catalogue) -> bool:
    """Whether the office chose the light path of a standard that has one."""
    use = store.one(CatalogueUse, catalogue=catalogue.key) if catalogue.light else None
    return use is not None and bool(use.light)


def path(catalogue: Catalogue, *, light: bool) -> list[Requirement]:
    """Requirements of the light path, with own ones of its modules, or of the full one."""
    return [each for each in catalogue if not light or each.module in catalogue.light]


def answer_of(store: Store, catalogue: Catalogue, requirement: Requirement,
              span: Period) -> tuple[Answer, Answer | None]:
    """The answer to a requirement for a period and the kept one that holds now.

    Shape: the first is the kept one if it is for these very days, else a new one begun from what holds.
    """
    kept = status.answers(store, catalogue, span).get(requirement.code)
    if kept is not None and (kept.period_from, kept.period_to) == (span.begins, span.ends):
        return kept, kept
    fresh = Answer(id=new_id(), catalogue=catalogue.key, requirement=requirement.code, period_from=span.begins,
                   period_to=span.ends)
    if kept is not None:
        for name in (*FIELDS, "result", "official_code"):
            if name not in _NOT_TAKEN_OVER:
                setattr(fresh, name, getattr(kept, name))
        fresh.carried_from = f"answer/{kept.id}"
    return fresh, kept


def detail(store: Store, span: Period, catalogue: Catalogue, requirement: Requirement, kept: Answer | None,
           others: Sequence[Catalogue] = ()) -> Detail:
    """What speaks to a requirement besides its facts; runs in the thread of the lists.

    Shape: others are all standards in use; facts are those that the kept answer cites.
    """
    reference = status.reference(catalogue, requirement)
    found = Detail(facts=cited_by(store, kept.id) if kept is not None else [])
    for citation in store.find(Query(Citation, filters=(Filter("target", "is", reference),))):
        document = store.get(Document, citation.document)
        if document is not None and not document.trashed:
            found.cited.append(Cited(citation, document, revision_of(store, citation),
                                     library.newest(store, document.id)))
    found.actions = actions_for(store, reference)
    found.steps = steps(store, kept) if kept is not None else []
    found.origin = carrying.origin(store, kept) if kept is not None else ""
    if len(others) > 1:
        known = Cross(store, others, span, (catalogue, requirement))
        found.offers, found.several = known.all_offers(catalogue, requirement), True
    return found


def revision_of(store: Store, citation: Citation) -> Revision | None:
    """The file a citation means: the one it names, else the newest of its paper."""
    if citation.revision:
        return store.get(Revision, citation.revision)
    return max(store.all(Revision, document=citation.document), key=lambda each: each.number or 0, default=None)


def fits(requirement: Requirement, catalogue: Catalogue, words: str) -> bool:
    """Whether a requirement is meant by what was typed."""
    language = current()
    text = fold(" ".join((requirement.code, requirement.official_code, catalogue.pick(requirement.title, language),
                          catalogue.pick(requirement.text, language), catalogue.issue_title(requirement, language))))
    return all(word in text for word in fold(words).split())


def sign_of(catalogue: Catalogue, requirement: Requirement, result: str) -> tuple[str, str]:
    """(icon, colour) of a result; each has its own shape, so that colour is never alone."""
    if result == UNANSWERED:
        return "open", "quiet"
    if result == NOT_APPLICABLE:
        return "none", "quiet"
    tone = catalogue.result(requirement, result).tone
    return ("clock" if tone == "note" else tone), tone


def marks_of(requirement: Requirement) -> list[str]:
    """Keys of MARKS that hold for a requirement."""
    if requirement.own:
        return ["own"]
    found = [] if requirement.official else ["reference"]
    return found + ([requirement.confidence] if requirement.confidence in MARKS else [])
