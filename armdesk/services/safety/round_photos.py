"""The photo of an answer: taken into the workspace as a document, or found where it was there already."""

from __future__ import annotations

from pathlib import Path

from armdesk.errors import RefusedFile
from armdesk.evidence.files import FileStore
from armdesk.evidence.inbox import take_in
from armdesk.i18n import _
from armdesk.models import Document, Revision
from armdesk.progress import SILENT, Progress
from armdesk.store import Store


def photo_document(store: Store, files: FileStore, path: Path, progress: Progress = SILENT) -> str:
    """Id of the document of a photo.  Errors: RefusedFile for a file that cannot be read safely."""
    outcome = take_in(store, files, [path], progress)
    if outcome.refused:
        raise RefusedFile(outcome.refused[0][1])
    if outcome.documents:
        return str(outcome.documents[0].id)
    for revision in store.all(Revision, sha256=files.add(path).sha256):
        document = store.get(Document, revision.document)
        if document is not None and not document.trashed:
            return str(document.id)
    raise RefusedFile(_("The photo “{name}” is not there.").format(name=path.name))
