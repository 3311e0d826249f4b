"""The inbox: photos, scans and other files enter the workspace as documents that still wait to be filed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from armdesk.errors import DamagedWorkspace, RefusedFile
from armdesk.evidence import pdfs, pictures
from armdesk.evidence.files import FileStore, Kept
from armdesk.evidence.kinds import media_type
from armdesk.evidence.names import split
from armdesk.field import clean_text
from armdesk.i18n import _, ngettext
from armdesk.models import Document, RemovedFile, Revision
from armdesk.progress import SILENT, Progress
from armdesk.query import Query
from armdesk.record import new_id
from armdesk.store import Store
from armdesk.writer import Writer

_NOT_PAPERS = frozenset((".ini", ".db", ".lnk", ".tmp", ".part"))
_UNREADABLE_PICTURES = ("image/svg+xml", "image/heic", "image/heif", "image/avif")
PREFIX = "D-"
LONGEST_PATH = 1000
_NUMBER = re.compile(r"D-([0-9]{1,9})")


@dataclass
class TakenIn:
    """What became of the files.

    Shape: documents are the new ones; twins are (new document, the one with the same content); known are files whose
    content and name were there already, known_as the same with the document each is; refused are (path, sentence).
    """

    documents: list[Document] = field(default_factory=list)
    twins: list[tuple[Document, Document]] = field(default_factory=list)
    known: list[Path] = field(default_factory=list)
    known_as: list[tuple[Path, Document]] = field(default_factory=list)
    refused: list[tuple[Path, str]] = field(default_factory=list)


def files_below(paths: Iterable[Path]) -> list[Path]:
    """All files that were dropped, folders opened, in the order of their names; links and leftovers are passed over."""
    found: list[Path] = []
    for path in paths:
        found += _below(path) if path.is_dir() else [path]  # one that is not there is told by whoever reads it
    return [path for path in found if not path.name.startswith((".", "~$")) and path.suffix.lower() not in _NOT_PAPERS]


def _below(folder: Path) -> list[Path]:
    return [Path(place) / name for place, folders, names in _walk(folder) for name in sorted(names)
            if not (Path(place) / name).is_symlink() and folders is not None]


def _walk(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        yield place, folders, names


def take_in(store: Store, files: FileStore, paths: Sequence[Path], progress: Progress = SILENT) -> TakenIn:
    """Copy files into the workspace as documents of the inbox, in one operation; the originals are only read.

    The same content under another name becomes a document that points at the first one, so that a photo proving two
    events is seen; the same content and name again changes nothing.  A file that cannot be read safely is refused
    with its sentence and the others go on.  Errors: DiskFull, Cancelled; then no document is kept.
    """
    outcome = TakenIn()
    seen: list[tuple[Path, Kept, dict[str, Any]]] = []
    for done, path in enumerate(paths):
        progress.step(done, len(paths), path.name)
        try:
            seen.append((path, *kept(files, path)))
        except (RefusedFile, DamagedWorkspace) as refusal:
            outcome.refused.append((path, str(refusal)))
    title = ngettext("{count} file to the inbox", "{count} files to the inbox", len(seen)).format(count=len(seen))
    with store.operation(title, "inbox") as writer:
        _Filing(store, writer, outcome).all(seen)
    progress.step(len(paths), len(paths))
    return outcome


def kept(files: FileStore, path: Path) -> tuple[Kept, dict[str, Any]]:
    """A file looked at and then kept, so that nothing stays of one that is refused.

    Shape: the second are fields of a Revision.  Errors: RefusedFile, DiskFull.
    """
    look: dict[str, Any] = {}
    # What cannot even be opened gets its sentence from the keeping.
    with suppress(OSError):
        if path.is_file():  # a pipe would keep us waiting for ever
            look = looked_at(path, media_type(path))
    return files.add(path), look


class _Filing:
    """Makes documents of kept files, numbering them and finding twins."""

    def __init__(self, store: Store, writer: Writer, outcome: TakenIn) -> None:
        self._store, self._writer, self._outcome = store, writer, outcome
        self._next = next_number(store)
        self._today = store.now().date()

    def all(self, seen: Iterable[tuple[Path, Kept, dict[str, Any]]]) -> None:
        for path, file, look in seen:
            same = self._store.all(Revision, sha256=file.sha256)
            twins = [(self._store.get(Document, old.document), old) for old in same]
            living = [(document, old) for document, old in twins if document is not None and not document.trashed]
            there = next((document for document, old in living if old.file_name == file.name), None)
            if there is not None:
                self._outcome.known.append(path)
                self._outcome.known_as.append((path, there))
                continue
            self._file(path, file, look, living[0][0] if living else None)

    def _file(self, path: Path, kept: Kept, look: dict[str, Any], twin: Document | None) -> None:
        document = Document(id=new_id(), number=f"{PREFIX}{self._next:05d}", title=split(kept.name)[0], state="inbox",
                            kind=kind_of(kept.media_type), same_as=twin.id if twin else None)
        self._next += 1
        self._writer.save(document)
        self._writer.save(Revision(document=document.id, file_name=kept.name, original_path=_kept_path(path),
                                   sha256=kept.sha256, size=kept.size, media_type=kept.media_type,
                                   added_on=self._today, risk=kept.risk or None, **look))
        self._outcome.documents.append(document)
        if twin is not None:
            self._outcome.twins.append((document, twin))


def _kept_path(path: Path) -> str:
    """Where a file came from, as it can be kept: its end, and without bytes that are no letters."""
    return clean_text(str(path))[-LONGEST_PATH:]


def looked_at(path: Path, kind: str) -> dict[str, Any]:
    """What a file tells of itself, as fields of a Revision.  Errors: RefusedFile for a hostile one."""
    if kind.startswith("image/") and kind not in _UNREADABLE_PICTURES:
        look = pictures.look_at(path)
        return {"width": look.width, "height": look.height, "taken_on": _likely(look.taken_on),
                "taken_at": look.taken_time.strftime("%H:%M") if look.taken_time else None,
                "latitude": look.latitude, "longitude": look.longitude, "camera": look.camera or None}
    if kind == "application/pdf":
        return {"pages": pdfs.page_count(path)}
    return {}


def _likely(day: date | None) -> date | None:
    """A camera's day, if it can be a day at all."""
    return day if day is not None and 1990 <= day.year <= 2100 else None


def kind_of(kind: str) -> str:
    """Kind of document that a kind of file most often is."""
    return "photo" if kind.startswith("image/") else "other"


def next_number(store: Store) -> int:
    """The number the next document gets; numbers are never used again, not even those in the trash."""
    newest = [document for trashed in (False, True)
              for document in store.find(Query(Document, order="-number", trashed=trashed), limit=200)]
    taken = [int(found[1]) for document in newest if (found := _NUMBER.fullmatch(document.number or ""))]
    return max(taken, default=0) + 1


def wanted(store: Store) -> list[tuple[str, str]]:
    """Files that some record refers to: (sha256, name to show), for the check of the kept files; removed ones not."""
    gone = {each.revision for trashed in (False, True) for each in store.find(Query(RemovedFile, trashed=trashed))}
    return [(each.sha256, each.file_name) for trashed in (False, True)
            for each in store.find(Query(Revision, trashed=trashed)) if each.id not in gone]


def risks(store: Store, outcome: TakenIn) -> list[tuple[str, str]]:
    """New files that can do harm when opened: (name, sentence to translate)."""
    kept = [revision for document in outcome.documents for revision in store.all(Revision, document=document.id)]
    return [(each.file_name, each.risk) for each in kept if each.risk]


def summary(outcome: TakenIn) -> str:
    """One sentence about what became of the files."""
    return _("{new} new, {twins} of them with the same content as another, {known} already there, {refused} refused."
             ).format(new=len(outcome.documents), twins=len(outcome.twins), known=len(outcome.known),
                      refused=len(outcome.refused))
