"""What a pack would hold, before it is made: tables with their rows, papers, what stays out; and copies of packs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from armdesk import atomic
from armdesk.db_errors import explained
from armdesk.errors import ExportError, PackError
from armdesk.exports.pack import PackOptions
from armdesk.exports.pack_tables import tables
from armdesk.exports.verify import Verdict, verify_pack
from armdesk.i18n import _, current, speaking
from armdesk.progress import SILENT, Part, Progress
from armdesk.services.basis import own_rows
from armdesk.services.basis.hiding import MemberCodes, scrubber
from armdesk.services.findings.checks import check
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.rules import PACK_RULES
from armdesk.services.packs.edition import Edition, edition_of
from armdesk.services.packs.papers import Paper, papers
from armdesk.services.packs.scope import Scope, told
from armdesk.workspace import Workspace


@dataclass
class Inside:
    """What a pack would hold.

    Shape: sheets are (title, rows); kept and left_out papers; findings what the checks say, the gravest first.
    Units: size of the papers in bytes.
    """

    edition: Edition
    sheets: list[tuple[str, int]] = field(default_factory=list)
    kept: list[Paper] = field(default_factory=list)
    left_out: list[Paper] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes of all papers, as they are kept."""
        return sum(size_of(paper) for paper in self.kept)


def size_of(paper: Paper) -> int:
    """Bytes of a paper as it is kept; photos are drawn smaller in the pack."""
    return int(paper.revision.size or 0) if paper.revision is not None else 0


def look_inside(workspace: Workspace, options: PackOptions, progress: Progress = SILENT) -> Inside:
    """Go through what a pack would hold without making it.  Errors: CatalogueError, ExportError, Cancelled."""
    store, edition, today = workspace.store, edition_of(options.kind), workspace.now().date()
    catalogue = own_rows.get(store, options.catalogue)
    codes = MemberCodes(store, options.recipient)
    with explained(), store.db.atomic():
        hide = scrubber(store, None if edition.hides_codes else codes)
        scope = Scope(store, told(catalogue, hide, edition), options.period, edition, current(), options.recipient,
                      today, hide, codes, store.head(), options.coordinates)
        scope.papers = papers(store, catalogue, options.period, edition, hide, scope.lists)
        found = Inside(edition, kept=[each for each in scope.papers if not each.left_out],
                       left_out=[each for each in scope.papers if each.left_out])
        made = tables(scope)
        for done, table in enumerate(made):
            progress.step(done, len(made) + 2, table.title)
            found.sheets.append((table.title, sum(1 for _row in table.make(True))))
        progress.step(len(made), len(made) + 2, _("Checking"))
        found.findings = check(Look(store, catalogue, options.period, today, workspace.files), PACK_RULES)
    return found


def copy_pack(pieces: Sequence[Path], target: Path, language: str, progress: Progress = SILENT) -> Verdict:
    """Copy a pack with its zip and cover to another disk and check the copy; returns the verdict on the copied folder.

    Errors: ExportError where a piece is there already or cannot be written; DiskFull; Cancelled; then nothing stays.
    """
    with speaking(language):
        for piece in pieces:
            if (target / piece.name).exists():
                raise ExportError(_("“{name}” is already in this folder. Choose another one.").format(name=piece.name))
        placed: list[Path] = []
        try:
            for number, piece in enumerate(pieces):
                part = Part(progress, 60 * number // len(pieces), 60 * (number + 1) // len(pieces))
                scratch = target / f".{piece.name}.part"
                placed.append(scratch)
                _copy(piece, scratch, part)
                atomic.move(scratch, target / piece.name)
                placed[-1] = target / piece.name
            verdict = verify_pack(target / pieces[0].name, progress=Part(progress, 60, 100))
        except BaseException as error:
            for each in placed:
                with suppress(OSError):
                    shutil.rmtree(each) if each.is_dir() else each.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise _explained(error, target) from error
            raise
    return verdict


def _copy(source: Path, target: Path, progress: Progress) -> None:
    files = [source] if source.is_file() else sorted(each for each in source.rglob("*") if each.is_file())
    total = sum(each.stat().st_size for each in files)
    done = 0
    for each in files:
        progress.step(done, total, _("Copying the pack"))
        place = target if source.is_file() else target / each.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(each, place)
        atomic.flush(place)
        done += each.stat().st_size


def _explained(error: OSError, target: Path) -> Exception:
    if atomic.is_disk_full(error):
        return atomic.disk_full(target)
    return ExportError(_("The pack cannot be copied to “{folder}” ({reason}). Choose another folder.").format(
        folder=target, reason=os.strerror(error.errno) if error.errno else error))


def pieces_of(folder: Path) -> list[Path]:
    """The folder of a pack with its zip and cover, as far as they lie beside it.  Errors: PackError."""
    if not folder.is_dir():
        raise PackError(_("The pack is no longer in “{folder}”. Choose where it is.").format(folder=folder.parent))
    beside = (folder.with_name(f"{folder.name}.zip"), folder.with_name(f"{folder.name}.cover.pdf"))
    return [folder, *(each for each in beside if each.is_file())]
