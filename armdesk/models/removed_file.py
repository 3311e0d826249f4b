"""Files that were removed for good: what remains of them is their sum, and the reason."""

from __future__ import annotations

from armdesk.fields import Choice, Code, Date, Link, LongText, Text, Whole
from armdesk.i18n import N_
from armdesk.models import choices
from armdesk.record import About, Record


class RemovedFile(Record):
    """A file whose bytes were removed when the trash was emptied, after the time it had to be kept."""

    revision = Link("revision", N_("File"), on_trash="keep", index=True, readonly=True)
    sha256 = Code(N_("SHA-256"), required=True, longest=64, index=True, readonly=True)
    file_name = Text(N_("File name"), required=True, readonly=True)
    size = Whole(N_("Size (bytes)"), most=10**15, readonly=True)
    document_no = Code(N_("Document no."), readonly=True)
    title = Text(N_("Title"), readonly=True)
    kind = Choice(N_("Kind"), choices.DOCUMENT_KIND, readonly=True)
    kept_until = Date(N_("Had to be kept until"), readonly=True)
    removed_on = Date(N_("Removed on"), required=True, index=True, readonly=True)
    removed_by = Text(N_("Removed by"), readonly=True)
    why = LongText(N_("Reason"), required=True, readonly=True)

    about = About(N_("removed file"), N_("Removed files"), "evidence", key=("document_no", "file_name"),
                  table=("removed_on", "document_no", "title", "kind", "kept_until", "removed_by", "why"),
                  order="-removed_on", search=("document_no", "title", "file_name", "why"), details=True,
                  purpose=N_("Files that were removed for good when the trash was emptied, with their sums and the "
                             "reason."))
