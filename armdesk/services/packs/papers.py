"""The papers of a pack: which documents are cited for the period, in which order, under which names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TypeVar

from armdesk.catalogues.catalogue import Catalogue
from armdesk.evidence.names import folded, pack_name, split
from armdesk.i18n import N_
from armdesk.models import Citation, Document, Revision
from armdesk.query import Query
from armdesk.record import Record
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.hiding import Scrubber
from armdesk.services.basis.period import Period
from armdesk.services.packs.edition import Edition
from armdesk.store import Store

R = TypeVar("R", bound=Record)
_BLOCK = 2_000
_UNCHANGED: frozenset[str] = frozenset()
"""Stands for what was changed in a record that nobody may change."""
RESTRICTED = N_("It is marked as restricted and stays in the office.")
PARTNERS = N_("It is meant for partners only.")
NO_FILE = N_("No file is kept of it; ask for the paper.")
HARMFUL = N_("A file of this kind can do harm when opened; ask for the paper.")
NOT_DRAWN = N_("The picture could not be drawn anew without its hidden content.")
_LINKED = ("permit", "policy", "inspection", "meeting", "assay")
"""Registers whose own papers go along with them."""
FOLDER = "evidence"


@dataclass
class Paper:
    """One file of the pack, or the reason why it is not in it.

    Shape: number counts from 1 in the order of the requirements; name is the file's name in the folder of evidence,
    "" where it was left out; left_out is a sentence to translate; title is without names of people; sha256 and size (in
    bytes) are those of the file in the pack, known once it lies there.
    """

    number: int
    document: Document
    revision: Revision | None
    title: str
    name: str = ""
    left_out: str = ""
    citations: list[Citation] = field(default_factory=list)
    sha256: str = ""
    size: int = 0

    @property
    def target(self) -> str:
        """Where the file lies in the pack, seen from its index; "" where it was left out."""
        return f"{FOLDER}/{self.name}" if self.name else ""

    @property
    def is_photo(self) -> bool:
        """Whether the file is a picture; pictures are drawn anew, other files go along byte for byte."""
        return self.revision is not None and str(self.revision.media_type or "").startswith("image/")

    def leave_out(self, reason: str) -> None:
        """Keep the file back and say why."""
        self.name, self.left_out = "", reason


def papers(store: Store, catalogue: Catalogue, period: Period, edition: Edition, hide: Scrubber,
           lists: Sequence[Catalogue] = ()) -> list[Paper]:
    """All papers that the pack cites, numbered.  Shape: lists are those of the office's own that go along."""
    order = {reference: place for place, reference in enumerate(
        f"requirement/{each.key}/{requirement.code}" for each in (catalogue, *lists) for requirement in each)}
    last = len(order)
    cited: dict[tuple[str, str], list[Citation]] = {}
    for citation in _lean(store, Citation):
        if _speaks_of(citation, period) and not _of_other_standard(citation.target, order):
            cited.setdefault((citation.document, citation.revision or ""), []).append(citation)
    already = {id_ for id_, _revision_id in cited}
    cited.update({(id_, ""): [] for id_ in _linked(store) if id_ not in already})
    wanted_ids = {id_ for id_, _revision_id in cited}
    documents = {document.id: document for document in _lean(store, Document) if document.id in wanted_ids}
    kept: dict[str, list[Revision]] = {}
    for revision in _lean(store, Revision):
        kept.setdefault(revision.document, []).append(revision)
    found = [Paper(0, documents[id_], _revision(kept.get(id_, []), wanted), hide.text(documents[id_].title or ""),
                   citations=citations) for (id_, wanted), citations in cited.items() if id_ in documents]
    found.sort(key=lambda paper: (min((order.get(each.target, last) for each in paper.citations), default=last + 1),
                                  paper.document.number or "", paper.document.id,
                                  paper.revision.id if paper.revision else ""))
    _name(found, edition, hide)
    return found


def _lean(store: Store, type_: type[R]) -> Iterator[R]:
    """Records of a type to be read only, one after the other, without what is empty in them: most is, in papers."""
    for start in count(0, _BLOCK):
        block = store.find(Query(type_), limit=_BLOCK, offset=start)
        for record in block:
            record.__data__ = {name: value for name, value in record.__data__.items() if value is not None}
            record._dirty = _UNCHANGED  # noqa: SLF001 - else a set of its own for each
            yield record
        if len(block) < _BLOCK:
            return


def noted_papers(found: Iterable[Paper]) -> str:
    """What the workspace remembers of the papers in a pack: the number of each and its revision."""
    return json.dumps([{"number": paper.number, "revision": paper.revision.id} for paper in found
                       if paper.name and paper.revision], separators=(",", ":"))


def by_target(found: Iterable[Paper]) -> dict[str, list[tuple[Paper, Citation]]]:
    """Papers with their citations by what they prove."""
    proofs: dict[str, list[tuple[Paper, Citation]]] = {}
    for paper in found:
        for citation in paper.citations:
            proofs.setdefault(citation.target, []).append((paper, citation))
    return proofs


def _name(found: list[Paper], edition: Edition, hide: Scrubber) -> None:
    taken: set[str] = set()
    for number, paper in enumerate(found, 1):
        paper.number = number
        reason = _reason(paper, edition)
        if reason:
            paper.leave_out(reason)
            continue
        assert paper.revision is not None  # noqa: S101 - a paper without file has a reason
        ending = ".jpg" if paper.is_photo else split(hide.text(paper.revision.file_name))[1]
        stem = paper.title if split(paper.title)[1].lower() != ending.lower() else split(paper.title)[0]
        paper.name = pack_name(f"{number:04d} {stem}{ending}", taken)
        taken.add(folded(paper.name))


def _reason(paper: Paper, edition: Edition) -> str:
    level = paper.document.confidentiality or "partners"
    if level not in edition.papers:
        return RESTRICTED if level == "restricted" else PARTNERS
    if paper.revision is None:
        return NO_FILE
    return HARMFUL if paper.revision.risk else ""


def _revision(kept: list[Revision], wanted: str) -> Revision | None:
    """The file cited, else the newest of the document."""
    if wanted:
        return next((revision for revision in kept if revision.id == wanted), None)
    return max(kept, key=lambda each: (each.number or 0, each.id), default=None)


def _speaks_of(citation: Citation, period: Period) -> bool:
    return ((citation.period_from is None or citation.period_from <= period.ends)
            and (citation.period_to is None or citation.period_to >= period.begins))


def _of_other_standard(target: str, order: dict[str, int]) -> bool:
    return target.startswith("requirement/") and target not in order


def _linked(store: Store) -> list[str]:
    """Documents that registers name as their own paper."""
    found: dict[str, None] = {}
    for table in _LINKED:
        sql = f"SELECT document FROM {table} WHERE trashed = 0 AND document IS NOT NULL ORDER BY id"  # noqa: S608
        for (raw,) in ask(store, sql):
            found.setdefault(id_of(raw))
    return list(found)
