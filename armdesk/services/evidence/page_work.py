"""Pages put together anew become a new file of a paper, or new papers; where they came from is noted with them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from armdesk import atomic
from armdesk.evidence import paging
from armdesk.evidence.files import FileStore, Kept
from armdesk.evidence.inbox import PREFIX, next_number
from armdesk.evidence.names import clean_name
from armdesk.evidence.paging import Sheet
from armdesk.i18n import _, ngettext
from armdesk.models import Document, Revision
from armdesk.progress import SILENT, Part, Progress
from armdesk.record import new_id
from armdesk.store import Store
from armdesk.writer import Writer

_STRICT = {"public": 0, "partners": 1, "restricted": 2}
_ALIKE = ("kind", "issuer", "issued_on", "valid_to", "proves_from", "proves_to", "site", "official_no")


@dataclass(frozen=True)
class Piece:
    """One file to be: its title and its pages in order."""

    title: str
    sheets: tuple[Sheet, ...]


def new_revision(store: Store, files: FileStore, document: Document, sheets: Sequence[Sheet],
                 progress: Progress = SILENT) -> Revision:
    """Make pages the newest file of a paper; the files before stay as they are.

    Errors: RefusedFile, DiskFull, Cancelled, StaleRecord; then nothing is kept.
    """
    kept = _put_together(files, Piece(document.title or "", tuple(sheets)), progress)
    with store.operation(_("New file of {name}, put together from pages").format(name=document.label())) as writer:
        before = store.all(Revision, document=document.id)
        number = max((each.number or 0 for each in before), default=0) + 1
        return _revision(store, writer, document.id, number, kept, sheets)


def new_papers(store: Store, files: FileStore, pieces: Sequence[Piece], sources: Sequence[Document],
               progress: Progress = SILENT) -> list[Document]:
    """Make pages papers of their own, as one operation; what they were taken from stays as it is.

    Errors: RefusedFile, DiskFull, Cancelled; then nothing is kept.
    """
    kept = [_put_together(files, piece, Part(progress, 100 * place // len(pieces), 100 * (place + 1) // len(pieces)))
            for place, piece in enumerate(pieces)]
    title = ngettext("{count} paper put together from pages", "{count} papers put together from pages",
                     len(pieces)).format(count=len(pieces))
    made = []
    with store.operation(title) as writer:
        number = next_number(store)
        for place, (piece, file) in enumerate(zip(pieces, kept, strict=True)):
            document = Document(id=new_id(), number=f"{PREFIX}{number + place:05d}", title=piece.title,
                                **_inherited(sources))
            writer.save(document)
            _revision(store, writer, document.id, 1, file, piece.sheets)
            made.append(document)
    return made


def _put_together(files: FileStore, piece: Piece, progress: Progress) -> Kept:
    files.folder.mkdir(parents=True, exist_ok=True)
    with atomic.scratch_in(files.folder, private=True) as scratch:
        paging.write_pdf(piece.sheets, scratch, progress)
        return files.add(scratch, clean_name(f"{piece.title or 'document'}.pdf"))


def _inherited(sources: Sequence[Document]) -> dict[str, object]:
    """What the new papers have in common with those they were made of; the strictest class of them all."""
    found: dict[str, object] = {}
    for name in _ALIKE:
        values = {getattr(each, name) for each in sources}
        if len(values) == 1:
            found[name] = values.pop()
    found["kind"] = found.get("kind") if found.get("kind") not in (None, "photo") else "other"
    found["state"] = "inbox" if any(each.state == "inbox" for each in sources) else "filed"
    found["confidentiality"] = max((each.confidentiality or "partners" for each in sources),
                                   key=lambda level: _STRICT.get(level, 1), default="partners")
    return found


def _revision(store: Store, writer: Writer, document: str, number: int, kept: Kept,
              sheets: Sequence[Sheet]) -> Revision:
    made = Revision(id=new_id(), document=document, number=number, file_name=kept.name, sha256=kept.sha256,
                    size=kept.size, media_type=kept.media_type, added_on=store.now().date(), pages=len(sheets),
                    risk=kept.risk or None, made_of=json.dumps(origin(store, sheets), ensure_ascii=False))
    writer.save(made)
    return made


def origin(store: Store, sheets: Sequence[Sheet]) -> list[dict[str, str]]:
    """Where pages came from, run by run: document number, file, its SHA-256, its pages, and how they were turned."""
    found = []
    for (sha256, turn), group in groupby(sheets, key=lambda each: (each.sha256, each.turn)):
        pages = [max(each.page, 1) for each in group]
        known = store.one(Revision, sha256=sha256)
        document = store.get(Document, known.document) if known is not None else None
        noted = {"document": (document.number if document else None) or "", "name": known.file_name if known else "",
                 "sha256": sha256, "pages": _runs(pages)}
        found.append(noted | ({"turned": str(turn)} if turn else {}))
    return found


def _runs(pages: Sequence[int]) -> str:
    """Pages in the order in which they were taken: "3, 1-2"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
