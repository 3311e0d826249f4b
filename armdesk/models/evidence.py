"""Papers and files: documents with their revisions, and where they are cited as evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from armdesk import page_list
from armdesk.fields import Choice, Code, Date, Flag, Json, Link, LongText, Reference, Scaled, Text, TimeOfDay, Whole
from armdesk.i18n import N_, _
from armdesk.models import choices
from armdesk.models.lineage import blocks
from armdesk.record import About, Ask, Record, Written


class Document(Record):
    """A paper, photo or file that can prove something.  Source: pack sheet S35."""

    number = Code(N_("Document no."), key="doc_no")
    title = Text(N_("Title"), required=True)
    kind = Choice(N_("Kind"), choices.DOCUMENT_KIND)
    official_no = Code(N_("Number on the paper"))
    issuer = Text(N_("Issued by"))
    issued_on = Date(N_("Issued on"))
    valid_to = Date(N_("Valid until"), index=True)
    proves_from = Date(N_("Proves from"), group=N_("Period it proves"))
    proves_to = Date(N_("Proves until"), group=N_("Period it proves"))
    state = Choice(N_("State"), choices.DOCUMENT_STATE, default="filed", index=True)
    stated_status = Text(N_("Status as written"))
    keeper = Text(N_("Kept by"))
    binder_no = Code(N_("Binder no."), help=N_("Where the paper original stands: “Binder 2, no. 143”."))
    confidentiality = Choice(N_("Confidentiality"), choices.CONFIDENTIALITY, default="partners")
    site = Link("site", N_("Site"))
    file_as_written = Text(N_("File as written"))
    same_as = Link("document", N_("Same content as"), on_trash="keep", readonly=True,
                   help=N_("The very same file under another name."))
    keep_until = Date(N_("Keep until"), index=True,
                      help=N_("Before this day it is not thrown away; empty: what law and practice ask for its kind."))
    away_why = Text(N_("Put away because"), readonly=True)
    note = LongText(N_("Note"))

    about = About(N_("document"), N_("Documents"), "evidence", key=("number", "title"),
                  table=("number", "title", "kind", "issued_on", "valid_to", "binder_no", "issuer", "state"),
                  order="-number", search=("number", "title", "official_no", "issuer", "file_as_written", "note"),
                  sheet="S35", purpose=N_("Every paper, photo and file, with its dates and where the original stands."))

    def problems(self) -> Mapping[str, str]:
        if self.issued_on and self.valid_to and self.valid_to < self.issued_on:
            return {"valid_to": _("It would end before it was issued.")}
        return {}


class Revision(Record):
    """One file of a document, kept by its SHA-256; the newest is current, older ones stay readable."""

    document = Link("document", N_("Document"), required=True, index=True)
    number = Whole(N_("Revision"), default=1, least=1)
    file_name = Text(N_("File name"), required=True)
    original_path = Text(N_("Where it came from"), longest=1000, personal="identity")
    sha256 = Code(N_("SHA-256"), required=True, longest=64, index=True, readonly=True)
    size = Whole(N_("Size (bytes)"), most=10**15, readonly=True)
    media_type = Text(N_("Kind of file"), readonly=True)
    added_on = Date(N_("Added on"))
    pages = Whole(N_("Pages"), readonly=True)
    width = Whole(N_("Width (px)"), readonly=True)
    height = Whole(N_("Height (px)"), readonly=True)
    taken_on = Date(N_("Taken on"), readonly=True, help=N_("As the camera wrote it."))
    taken_at = TimeOfDay(N_("Taken at"), readonly=True)
    latitude = Scaled(N_("Latitude"), unit="°", places=7, least=-900_000_000, most=900_000_000, personal="place",
                      readonly=True)
    longitude = Scaled(N_("Longitude"), unit="°", places=7, least=-1_800_000_000, most=1_800_000_000, personal="place",
                       readonly=True)
    camera = Text(N_("Camera"), readonly=True, personal="identity")
    risk = Text(N_("Caution"), readonly=True)
    made_of = Json(N_("Made of"), readonly=True)

    about = About(N_("file"), N_("Files"), "evidence", key=("file_name",),
                  table=("document", "number", "file_name", "media_type", "size", "taken_on", "added_on"),
                  order="-added_on", search=("file_name",), details=True,
                  purpose=N_("The files themselves, each kept unchanged."))

    @classmethod
    def conflicts(cls, written: Written, ask: Ask) -> Mapping[str, Sequence[str]]:
        """A file whose bytes are gone does not come back."""
        new = [id_ for id_, changed in written.fields.items() if changed is None]
        gone = [row for marks, part in blocks(new) for row in ask(
            "SELECT r.file_name, g.removed_on FROM removed_file g JOIN revision r ON r.id = g.revision "  # noqa: S608 - marks only
            f"WHERE r.trashed = 0 AND r.id IN ({marks})", part)]
        return {"": [_("{name} was removed for good on {day}; it cannot come back.").format(name=name, day=day)
                     for name, day in gone]} if gone else {}


class Citation(Record):
    """A document named as proof of a record or requirement."""

    document = Link("document", N_("Document"), required=True, index=True)
    revision = Link("revision", N_("File"))
    target = Reference(N_("Proves"), required=True, index=True)
    page = Text(N_("Page"), longest=40)
    note = LongText(N_("What it shows"))
    period_from = Date(N_("For the period from"))
    period_to = Date(N_("Until"))
    taken_from = Reference(N_("Taken over from"), readonly=True,
                           help=N_("The requirement of another standard it was first cited for."))

    about = About(N_("citation"), N_("Citations"), "evidence", key=("target", "page"),
                  table=("document", "target", "page", "note"), order="target", search=("note", "target"),
                  details=True, purpose=N_("Which paper proves what."))

    @classmethod
    def conflicts(cls, written: Written, ask: Ask) -> Mapping[str, Sequence[str]]:
        """Pages that somebody cites now have to be there; what an import brings is for the checks to judge."""
        ids = written.touching("page", "revision") if written.typed else []
        cited = [row for marks, part in blocks(ids) for row in ask(
            "SELECT c.page, r.pages FROM citation c JOIN revision r ON r.id = c.revision "  # noqa: S608 - marks only
            f"WHERE c.trashed = 0 AND c.page IS NOT NULL AND r.pages > 0 AND c.id IN ({marks})", part)]
        found = [sentence for text, pages in cited if (sentence := page_list.problem(str(text), int(pages)))]
        return {"page": list(dict.fromkeys(found))} if found else {}


class ImportRun(Record):
    """A file that was read in: which one, with which recipe, and what came of it."""

    date = Date(N_("Date"), required=True)
    file_name = Text(N_("File"), required=True)
    sha256 = Code(N_("SHA-256"), longest=64, index=True, readonly=True)
    recipe = Text(N_("Recipe"))
    document = Link("document", N_("Kept as"), on_trash="keep")
    created = Whole(N_("New"), readonly=True)
    changed = Whole(N_("Changed"), readonly=True)
    unchanged = Whole(N_("Unchanged"), readonly=True)
    refused = Whole(N_("Refused"), readonly=True)
    doubtful = Whole(N_("Doubtful"), readonly=True)
    details = Json(N_("Details"), readonly=True)
    undone = Flag(N_("Taken back"), default=False, readonly=True)

    about = About(N_("import"), N_("Imports"), "evidence", key=("file_name", "date"),
                  table=("date", "file_name", "recipe", "created", "changed", "unchanged", "refused", "doubtful"),
                  order="-date", search=("file_name", "recipe"),
                  purpose=N_("Files read in, with what came of each row."))
