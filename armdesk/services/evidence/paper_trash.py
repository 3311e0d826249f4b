"""Papers that are put away: with a reason, to be brought back; removed for good only after the time they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from armdesk.evidence.files import FileStore
from armdesk.i18n import _, ngettext
from armdesk.models import Citation, Document, RemovedFile, Revision
from armdesk.query import Query
from armdesk.record import new_id
from armdesk.services.basis.figure import ask
from armdesk.services.basis.limits import Limits
from armdesk.services.evidence import library, retention
from armdesk.store import Store


@dataclass(frozen=True)
class InTrash:
    """A paper in the trash, and why it cannot be removed for good yet, "" where it can."""

    document: Document
    held: str


def put_away(store: Store, ids: Sequence[str], why: str) -> int:
    """Put papers into the trash with their files and citations, as one operation; how many.

    Errors: InvalidRecord where a register still names one of them, StaleRecord.
    """
    papers = [each for id_ in ids if (each := store.get(Document, id_)) is not None and not each.trashed]
    title = ngettext("To the trash: {count} paper. {why}", "To the trash: {count} papers. {why}", len(papers)).format(
        count=len(papers), why=why)
    with store.operation(title.strip()) as writer:
        citations = [each for paper in papers for each in store.all(Citation, document=paper.id)]
        files = [each for paper in papers for each in store.all(Revision, document=paper.id)]
        for paper in papers:
            paper.away_why = why or None
            writer.save(paper)
        for part in (citations, files, papers):
            if part:
                writer.trash(part)
    return len(papers)


def bring_back(store: Store, ids: Sequence[str]) -> int:
    """Take papers out of the trash with the files and citations that went with them, as one operation; how many.

    Errors: InvalidRecord where a file is gone for good, StaleRecord.
    """
    papers = [each for id_ in ids if (each := store.get(Document, id_)) is not None and each.trashed]
    title = ngettext("Out of the trash: {count} paper", "Out of the trash: {count} papers", len(papers)).format(
        count=len(papers))
    with store.operation(title) as writer:
        for paper in papers:
            files, citations = _went_with(store, paper)
            for part in ([paper], files, citations):
                if part:
                    writer.restore(part)
            paper.away_why = None
            writer.save(paper)
    return len(papers)


def _went_with(store: Store, paper: Document) -> tuple[list[Revision], list[Citation]]:
    of = library.trashing(store, paper)
    gone = list(library.trashed_with(store, of)) if of is not None else []
    files = [file for kind, id_ in gone if kind == "revision" and (file := store.get(Revision, id_)) is not None]
    cited = [each for kind, id_ in gone if kind == "citation" and (each := store.get(Citation, id_)) is not None]
    return ([file for file in files if file.trashed and file.document == paper.id],
            [each for each in cited if each.trashed and each.document == paper.id])


def in_trash(store: Store, today: date) -> list[InTrash]:
    """All papers in the trash whose files are still there, with what keeps each of them."""
    limits = Limits(store)
    return [InTrash(each, held(store, limits, each, today)) for each in store.find(Query(Document, trashed=True))
            if left(store, each)]


def left(store: Store, document: Document) -> list[Revision]:
    """The files of a paper that were not removed yet."""
    return [each for each in library.revisions(store, document.id) if not library.is_removed(store, each.id)]


def held(store: Store, limits: Limits, document: Document, today: date) -> str:
    """Why a paper in the trash cannot be removed for good now, "" where it can."""
    files = library.revisions(store, document.id)
    kept = retention.keep(limits, document, files[0].added_on if files else None, today)
    if kept is not None and today <= kept.until:
        return kept.sentence()
    for each in files:
        packs = library.packs_of(store, each.id)
        if packs:
            return _("It stands in pack {number} of {day}; who received it may ask for it.").format(
                number=packs[0].number, day=packs[0].made_on)
    if _in_a_pack_of_old(store, document):
        return _("It was cited, and packs were made when armdesk did not note yet which papers they hold.")
    return ""


def _in_a_pack_of_old(store: Store, document: Document) -> bool:
    raw = bytes.fromhex(document.id)
    return bool(ask(store, "SELECT 1 FROM pack WHERE papers IS NULL LIMIT 1")) and bool(
        ask(store, "SELECT 1 FROM citation WHERE document = ? LIMIT 1", raw))


def empty(store: Store, files: FileStore, ids: Iterable[str], why: str, today: date) -> int:
    """Remove the files of papers in the trash for good, where nothing holds them; how many files.

    The sum and the reason stay in the history; first they are written, then the bytes go.  Backups made before still
    hold them.  Errors: ReadOnlyWorkspace, InvalidRecord without a reason; OSError where a file cannot be removed.
    """
    limits = Limits(store)
    papers = [each for id_ in ids if (each := store.get(Document, id_)) is not None and each.trashed
              and not held(store, limits, each, today)]
    removed: list[Revision] = []
    title = ngettext("Removed for good: {count} paper. {why}", "Removed for good: {count} papers. {why}",
                     len(papers)).format(count=len(papers), why=why)
    with store.operation(title.strip(), "removal") as writer:
        for paper in papers:
            for file in left(store, paper):
                kept = retention.keep(limits, paper, file.added_on, today)
                writer.save(RemovedFile(
                    id=new_id(), revision=file.id, sha256=file.sha256, file_name=file.file_name, size=file.size,
                    document_no=paper.number, title=paper.title, kind=paper.kind,
                    kept_until=kept.until if kept else None, removed_on=today, removed_by=store.author or None,
                    why=why))
                removed.append(file)
    for sha256 in dict.fromkeys(file.sha256 for file in removed):
        if not _still_wanted(store, sha256):
            files.remove(sha256)
            store.forget_text(sha256)
    return len(removed)


def _still_wanted(store: Store, sha256: str) -> bool:
    """Whether another file in use, or in the trash and not removed, has the same content."""
    return bool(ask(store, "SELECT 1 FROM revision r WHERE r.sha256 = ? AND NOT EXISTS (SELECT 1 FROM removed_file g "
                           "WHERE g.revision = r.id) LIMIT 1", sha256))
