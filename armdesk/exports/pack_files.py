"""Puts the files of a pack in their places: evidence with readable names, tables, workbook, list, report and index."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from armdesk.catalogues.write import to_bytes
from armdesk.errors import RefusedFile
from armdesk.evidence.files import FileStore
from armdesk.evidence.pictures import draw_copy
from armdesk.exports import bag
from armdesk.exports.csv_files import write_rows
from armdesk.exports.html import write_html
from armdesk.exports.pack_data import DataFiles
from armdesk.exports.pack_table import Row
from armdesk.exports.pack_tables import tables, workbook
from armdesk.exports.pdf import write_pdf
from armdesk.exports.sheets import Properties
from armdesk.exports.xlsx import write_workbook
from armdesk.i18n import N_, _
from armdesk.progress import Part, Progress
from armdesk.reports.craft import craft_report
from armdesk.reports.document import Document, Link
from armdesk.services.findings.finding import Finding
from armdesk.services.packs.papers import FOLDER, NOT_DRAWN, Paper
from armdesk.services.packs.scope import Scope

INDEX, REPORT, WORKBOOK, LIST, TABLES = "index.html", "report.pdf", "workbook.xlsx", "manifest.csv", "tables"
CATALOGUE = "catalogue"
KINDS = {WORKBOOK: "workbook", FOLDER: "evidence", CATALOGUE: "catalogue"}
"""What stands under a name at the top of a pack, where it is no table."""
DAMAGED = N_("Its file is missing in the workspace or was changed there; restore it from a backup.")
Page = Literal["A4", "Letter"]


@dataclass
class Content:
    """The content of a pack under way, in the folder that becomes its payload.

    Shape: hashed has the names of files in the payload with (SHA-256, bytes); pictures leads from a paper's number to
    the picture drawn for the pack; damaged are numbers of papers whose kept file is not what it should be.
    """

    folder: Path
    scope: Scope
    hashed: dict[str, bag.Hashed] = field(default_factory=dict)
    pictures: dict[int, Path] = field(default_factory=dict)
    damaged: list[int] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)

    def hash_of(self, name: str) -> str:
        """SHA-256 of a file of the payload."""
        if name not in self.hashed:
            with (self.folder / name).open("rb") as stream:
                self.hashed[name] = hashlib.file_digest(stream, "sha256").hexdigest(), stream.tell()
        return self.hashed[name][0]


def add_evidence(content: Content, files: FileStore, progress: Progress) -> None:
    """Copy the papers: pictures drawn anew without hidden content, all else byte for byte and compared on the way."""
    papers = content.scope.papers
    folder = content.folder / FOLDER
    if any(paper.name for paper in papers):
        folder.mkdir()
    for done, paper in enumerate(papers):
        progress.step(done, len(papers), _("Copying evidence"))
        if not paper.name or paper.revision is None:
            continue
        source, target, name = files.path(paper.revision.sha256), folder / paper.name, paper.target
        if (copied := _copied(paper, source, target)) is not None:
            content.hashed[name] = copied
            if paper.is_photo:
                content.pictures[paper.number] = target
        if name in content.hashed and not paper.is_photo and content.hashed[name][0] != paper.revision.sha256:
            target.unlink()
            del content.hashed[name]
            paper.leave_out(DAMAGED)
        if paper.left_out == DAMAGED:
            content.damaged.append(paper.number)
        paper.sha256, paper.size = content.hashed.get(name, ("", 0))
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _copied(paper: Paper, source: Path, target: Path) -> bag.Hashed | None:
    """Copy one paper, or leave it out where its kept file is gone or cannot be drawn."""
    try:
        return draw_copy(source, target) if paper.is_photo else bag.copy_hashed(source, target)
    except RefusedFile:
        paper.leave_out(NOT_DRAWN if source.exists() else DAMAGED)
    except FileNotFoundError:
        if source.exists():  # then the copy could not be made: Windows says so of a path that is too long
            raise
        paper.leave_out(DAMAGED)
    return None


def add_tables(content: Content, title: str, page: Page, progress: Progress) -> None:
    """Write the workbook and the same tables as data files."""
    scope = content.scope
    made = tables(scope)
    scope.table_files = {table.code: f"{TABLES}/{table.file}" for table in made}
    data = DataFiles(content.folder / TABLES)
    data.write(made, Part(progress, 0, 20))
    producer = str(scope.organisation.legal_name or "")
    properties = Properties(title, producer, scope.language, scope.made_on, page)
    sheets = workbook(scope, made, title, notes(scope), data)
    write_workbook(sheets, content.folder / WORKBOOK, Part(progress, 20, 100), properties)
    content.rows = {f"{TABLES}/{name}": count for name, count in data.counts.items()}
    add_catalogue(content)


def add_catalogue(content: Content) -> None:
    """Put in the catalogue that is answered, with the office's own rows and lists: another office can read them."""
    folder = content.folder / CATALOGUE
    folder.mkdir()
    for each in (content.scope.catalogue, *content.scope.lists):
        (folder / f"{each.key}.json").write_bytes(to_bytes(each))


def notes(scope: Scope) -> list[str]:
    """What the first sheet says of the pack."""
    said = [
        _("Period: {period}. Made on {day}.").format(period=scope.period.label(scope.language), day=scope.made_on),
        _("The cooperative's own declaration, not a certificate."),
        _(scope.edition.purpose),
        _("Head of the history: {seq} entries, {hash}").format(seq=scope.head.seq, hash=scope.head.hash),
    ]
    if scope.recipient:
        said.insert(1, _("For: {name}").format(name=scope.recipient))
    return said


def add_list(content: Content) -> str:
    """Write the list of everything made so far and answer its SHA-256, the content hash printed on the report."""
    write_rows(("file", "kind", "rows", "sha256", "bytes"), list(_listed(content)), content.folder / LIST)
    return content.hash_of(LIST)


def _listed(content: Content) -> Iterator[Row]:
    for name, path in bag.files_in(content.folder):
        kind = KINDS.get(name.partition("/")[0], "table")
        yield name, kind, content.rows.get(name), content.hash_of(name), path.stat().st_size


def report(content: Content, codes: Sequence[tuple[str, str]], findings: Iterable[Finding]) -> Document:
    """The report of this pack, with links to its files."""
    links = (
        Link(_("Report as PDF"), REPORT),
        Link(_("Workbook"), WORKBOOK),
        Link(_("Meaning of all columns"), f"{TABLES}/columns.csv"),
        Link(_("List of files with their SHA-256"), LIST),
        Link(_("The catalogue that is answered, with its own rows"),
             f"{CATALOGUE}/{content.scope.catalogue.key}.json"),
    )
    return craft_report(content.scope, content.pictures, codes, links, list(findings))


def add_report(content: Content, document: Document, page: Page, progress: Progress) -> None:
    """Write the report as PDF and as the page a reader begins with."""
    write_pdf(document, content.folder / REPORT, Part(progress, 0, 80), page)
    write_html(document, content.folder / INDEX, Part(progress, 80, 100))


def payload_hashes(content: Content) -> Mapping[str, bag.Hashed]:
    """Hashes of the files copied, under their names in the bag."""
    return {f"{bag.PAYLOAD}/{name}": hashed for name, hashed in content.hashed.items()}
