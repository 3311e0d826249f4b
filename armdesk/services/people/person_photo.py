"""The photo of a person: kept as a document that stays in the office, and tied to the person."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from armdesk.errors import RefusedFile
from armdesk.evidence.files import FileStore
from armdesk.evidence.kinds import media_type
from armdesk.evidence.names import clean_name
from armdesk.i18n import _
from armdesk.models import Document, Person, Revision
from armdesk.query import Filter, Query
from armdesk.record import new_id
from armdesk.store import Store

_PICTURES = ("image/jpeg", "image/png")


def keep(store: Store, files: FileStore, person: Person, source: Path, today: date) -> Person:
    """Keep a picture and make it the photo of a person, as one operation; a photo from before stays as it is.

    Errors: RefusedFile where it is no picture or cannot be read, DiskFull, InvalidRecord, StaleRecord.
    """
    if not source.is_file() or media_type(source) not in _PICTURES:
        raise RefusedFile(_("“{file}” is no photo. Choose a JPEG or PNG picture.").format(file=clean_name(source.name)))
    kept = files.add(source)
    with store.operation(_("Photo of {name}").format(name=person.name)) as writer:
        document = Document(id=new_id(), title=_("Photo of {name}").format(name=person.name), kind="photo",
                            state="filed", confidentiality="restricted", file_as_written=kept.name)
        writer.save(document)
        writer.save(Revision(document=document.id, number=1, file_name=kept.name, sha256=kept.sha256, size=kept.size,
                             media_type=kept.media_type, added_on=today, risk=kept.risk or None))
        person.photo = document.id
        writer.save(person)
    return person


def path_of(store: Store, files: FileStore, person: Person) -> Path | None:
    """The newest file of the photo of a person, None without one."""
    if not person.photo:
        return None
    found = store.find(Query(Revision, filters=(Filter("document", "is", person.photo),), order="-number"), limit=1)
    path = files.path(found[0].sha256) if found else None
    return path if path is not None and path.is_file() else None
