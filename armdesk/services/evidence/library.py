"""What is known of a paper besides its fields: where it is cited, its files, the packs that carried them, its twins."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from armdesk import history, page_text
from armdesk.db_errors import explained
from armdesk.history import Operation
from armdesk.i18n import N_, _
from armdesk.models import Citation, Document, Revision
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.limits import Limits
from armdesk.services.evidence import retention
from armdesk.services.evidence.retention import Keep
from armdesk.store import Store

TEXT_STATES = {
    page_text.READ: N_("Its text can be searched."),
    page_text.CUT: N_("Its text can be searched, up to the limit of {count} pages."),
    page_text.NO_TEXT: N_("No text in it, only a picture: searches find it by its title."),
    page_text.UNREADABLE: N_("Its text could not be read: the file is damaged."),
    page_text.PROTECTED: N_("Its text could not be read: a password protects it."),
    page_text.TOO_LARGE: N_("Its text was not read: the file is too large."),
    page_text.NO_KIND: N_("Files of this kind are not read for searches."),
    "": N_("Its text is still to be read."),
}


@dataclass(frozen=True)
class PackNote:
    """A pack that carried a file.  Shape: number is that of the pack, place that of the paper in it."""

    id: str
    number: int
    made_on: str
    recipient: str
    place: int


@dataclass(frozen=True)
class FileOf:
    """One revision: when it came in and who brought it, and the packs that carried it."""

    revision: Revision
    when: str
    author: str
    packs: tuple[PackNote, ...]
    made_of: str


@dataclass(frozen=True)
class CitedAt:
    """One citation; older says that a newer file of the paper is there than the one it names."""

    citation: Citation
    number: int
    older: bool


@dataclass
class Facts:
    """All that stands beside a paper.  Shape: files newest first; away: (when, who, why) of a paper in the trash."""

    document: Document
    files: list[FileOf] = field(default_factory=list)
    cited: list[CitedAt] = field(default_factory=list)
    twins: list[Document] = field(default_factory=list)
    keep: Keep | None = None
    text: str = ""
    away: tuple[str, str, str] | None = None
    removed: bool = False

    @property
    def newest(self) -> Revision | None:
        """The current file."""
        return self.files[0].revision if self.files else None


def revisions(store: Store, document: str) -> list[Revision]:
    """Files of a paper, the newest first; also those of a paper in the trash."""
    found = store.all(Revision, document=document)
    if not found:
        found = store.find(Query(Revision, filters=(Filter("document", "is", document),), trashed=True))
    return sorted(found, key=lambda each: (each.number or 0, each.id), reverse=True)


def newest(store: Store, document: str) -> Revision | None:
    """The current file of a paper."""
    return next(iter(revisions(store, document)), None)


def facts(store: Store, document: Document, today: date) -> Facts:
    """Read everything beside a paper."""
    found = Facts(document)
    kept = revisions(store, document.id)
    for each in kept:
        first = next(iter(reversed(store.history_of(each))), None)
        when, author = (moment(first[0]), first[0].author) if first else ("", "")
        found.files.append(FileOf(each, when, author, tuple(packs_of(store, each.id)), made_of_text(each.made_of)))
    found.cited = cited_at(store, document.id, kept)
    if kept:
        state, pages = page_text.state(store.db, kept[0].sha256)
        found.text = _(TEXT_STATES[state]).format(count=pages)
        found.twins = _twins(store, document.id, kept[0].sha256)
        found.removed = is_removed(store, kept[0].id)
    found.keep = retention.keep(Limits(store), document, kept[0].added_on if kept else None, today)
    if document.trashed:
        found.away = _away(store, document)
    return found


def is_removed(store: Store, revision: str) -> bool:
    """Whether the bytes of a file are gone for good; they are, also where the note of it was put into the trash."""
    return bool(ask(store, "SELECT 1 FROM removed_file WHERE revision = ?", bytes.fromhex(revision)))


def moment(of: Operation) -> str:
    """When something was done, in the local time it was done."""
    from datetime import datetime, timedelta

    return f"{datetime.fromisoformat(of.at) + timedelta(minutes=of.utc_offset):%Y-%m-%d %H:%M}"


def cited_at(store: Store, document: str, kept: Sequence[Revision]) -> list[CitedAt]:
    """Where a paper is cited, and whether a newer file is there than the one a citation names."""
    numbers = {each.id: each.number or 1 for each in kept}
    last = max(numbers.values(), default=1)
    found = []
    for each in store.all(Citation, document=document):
        number = numbers.get(each.revision or "", last)
        found.append(CitedAt(each, number, number < last))
    return found


def move_to_newest(store: Store, citations: Sequence[Citation]) -> int:
    """Let citations name the newest file of their papers, as one operation; how many.

    Errors: InvalidRecord where the newest file has not the pages cited.
    """
    with store.operation(_("Citations to the newest file")) as writer:
        count = 0
        for each in citations:
            latest = newest(store, each.document)
            if latest is not None and each.revision != latest.id:
                each.revision = latest.id
                writer.save(each)
                count += 1
    return count


def made_of_text(kept: str | None) -> str:
    """Of what a file was made, as a person reads it."""
    return "; ".join(_("{document}, {file}, pages {pages}").format(
        document=each.get("document") or "–", file=each.get("name") or "", pages=each.get("pages") or "1")
        for each in noted(kept))


def noted(kept: str | None) -> list[dict[str, Any]]:
    """Notes of the program kept as JSON; none where they cannot be read."""
    try:
        found = json.loads(kept) if kept else []
    except ValueError:
        return []
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def packs_of(store: Store, revision: str) -> list[PackNote]:
    """Packs that carried a file, the newest first."""
    found = []
    for id_, number, made_on, recipient, papers in ask(
            store, "SELECT id, number, made_on, recipient, papers FROM pack WHERE papers LIKE ? ORDER BY number DESC",
            f"%{revision}%"):
        place = next((each.get("number") for each in noted(papers) if each.get("revision") == revision), None)
        if place:
            found.append(PackNote(id_of(id_), int(number), str(made_on), str(recipient or ""), int(place)))
    return found


def cited_ids(store: Store) -> set[str]:
    """Ids of the papers that something cites."""
    return {id_of(row[0]) for row in ask(store, "SELECT DISTINCT document FROM citation WHERE trashed = 0")}


def all_ids(store: Store) -> set[str]:
    """Ids of all papers in use."""
    return {id_of(row[0]) for row in ask(store, "SELECT id FROM document WHERE trashed = 0")}


def outdated_ids(store: Store) -> set[str]:
    """Ids of the papers with a citation that names an older file than the newest."""
    return {id_of(row[0]) for row in ask(
        store, "SELECT DISTINCT c.document FROM citation c JOIN revision r ON r.id = c.revision WHERE c.trashed = 0 "
        "AND EXISTS (SELECT 1 FROM revision n WHERE n.document = c.document AND n.trashed = 0 "
        "AND n.number > r.number)")}


def _twins(store: Store, document: str, sha256: str) -> list[Document]:
    ids = dict.fromkeys(id_of(row[0]) for row in ask(
        store, "SELECT document FROM revision WHERE trashed = 0 AND sha256 = ? ORDER BY id", sha256))
    return [each for id_ in ids if id_ != document and (each := store.get(Document, id_)) is not None
            and not each.trashed]


def _away(store: Store, document: Document) -> tuple[str, str, str]:
    found = trashing(store, document)
    return (moment(found), found.author, document.away_why or "") if found else ("", "", document.away_why or "")


def trashing(store: Store, document: Document) -> Operation | None:
    """The operation that put a paper into the trash."""
    return next((of for of, entry in store.history_of(document) if entry.verb == "trash"), None)


def trashed_with(store: Store, of: Operation) -> Iterable[tuple[str, str]]:
    """What an operation put into the trash: (record type, id)."""
    with explained():
        return [(entry.type, entry.record) for entry in history.entries_of(store.db, of) if entry.verb == "trash"]
