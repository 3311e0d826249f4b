"""Puts pages together anew: pages of PDF documents and pictures, turned and in any order, as one new PDF.

What is kept is only read.  Scripts, attachments and properties of the sources do not come along, and pictures are drawn
anew, so that no place or camera hides in the result.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from armdesk import atomic
from armdesk.errors import RefusedFile
from armdesk.evidence import pdfs, pictures
from armdesk.evidence.names import clean_name
from armdesk.i18n import _
from armdesk.progress import SILENT, Progress

MOST_PAGES = 2_000
MOST_BYTES = 150_000_000
_LONG_SIDE = 842
"""Units: points of the longer side of a page made of a picture: that of A4."""
_SIDE, _QUALITY = 2400, 85


@dataclass(frozen=True)
class Sheet:
    """One page to be: a page of a kept PDF, or a picture.

    Shape: sha256 names the kept file; page counts from 1, 0 for a picture; turn is added to how it lies: 0, 90, 180 or
    270 clockwise.
    """

    path: Path
    sha256: str
    page: int
    turn: int = 0

    def turned(self, by: int) -> Sheet:
        """The same page turned further."""
        return replace(self, turn=(self.turn + by) % 360)


def sheets_of(path: Path, sha256: str, kind: str, name: str) -> list[Sheet]:
    """The pages of a kept file.  Errors: RefusedFile where it has none that can be put together."""
    if kind == "application/pdf":
        count = pdfs.page_count(path)
        if count > MOST_PAGES:
            raise _too_many()
        return [Sheet(path, sha256, number) for number in range(1, count + 1)]
    if kind.startswith("image/") and kind != "image/svg+xml":
        pictures.look_at(path)
        return [Sheet(path, sha256, 0)]
    raise RefusedFile(_("{name} has no pages. Pages are those of PDF documents and pictures.").format(
        name=clean_name(name)))


def write_pdf(sheets: Sequence[Sheet], target: Path, progress: Progress = SILENT) -> None:
    """Write the pages as one PDF; a target that was not finished is not left.

    Errors: RefusedFile (nothing to write, too much, a source that is damaged or protected), DiskFull, Cancelled.
    """
    if not sheets:
        raise RefusedFile(_("No page is left. Keep at least one."))
    if len(sheets) > MOST_PAGES:
        raise _too_many()
    if sum(path.stat().st_size for path in {each.path for each in sheets}) > MOST_BYTES:
        raise RefusedFile(_("These papers are larger than {count} MB together. Choose fewer.").format(
            count=MOST_BYTES // 1_000_000))
    try:
        _write(sheets, target, progress)
    except BaseException as error:
        target.unlink(missing_ok=True)
        if isinstance(error, OSError) and atomic.is_disk_full(error):
            raise atomic.disk_full(target.parent) from error
        raise


def _write(sheets: Sequence[Sheet], target: Path, progress: Progress) -> None:
    import pypdfium2

    with pdfs.one_at_a_time:
        made = pypdfium2.PdfDocument.new()
    try:
        with TemporaryDirectory(dir=target.parent, prefix=".armdesk-", suffix=".part") as scratch:
            done = 0
            for (path, is_picture), group in groupby(sheets, key=lambda each: (each.path, each.page == 0)):
                run = list(group)
                if is_picture:
                    for each in run:
                        _add_picture(made, each, Path(scratch) / f".armdesk-{done}.part")
                        done += 1
                        progress.step(done, len(sheets), _("Putting pages together"))
                else:
                    _add_pages(made, path, run)
                    done += len(run)
                    progress.step(done, len(sheets), _("Putting pages together"))
            with pdfs.one_at_a_time, target.open("wb") as stream:
                made.save(stream)
    finally:
        with pdfs.one_at_a_time:
            made.close()


def _add_pages(made: Any, path: Path, run: Sequence[Sheet]) -> None:
    with pdfs.opened(path) as source:
        if any(each.page > len(source) for each in run):
            raise RefusedFile(_("The document {name} has fewer pages than it had.").format(name=clean_name(path.name)))
        first = len(made)
        made.import_pages(source, [each.page - 1 for each in run])
        for place, each in enumerate(run, first):
            if each.turn:
                with closing(made[place]) as page:
                    page.set_rotation((page.get_rotation() + each.turn) % 360)


def _add_picture(made: Any, sheet: Sheet, scratch: Path) -> None:
    import pypdfium2

    pictures.draw_copy(sheet.path, scratch, _SIDE, _QUALITY)
    content = scratch.read_bytes()
    scratch.unlink()
    with pdfs.one_at_a_time:
        image = pypdfium2.PdfImage.new(made)
        image.load_jpeg(io.BytesIO(content), inline=True)
        wide, high = image.get_px_size()
        scale = _LONG_SIDE / max(wide, high)
        image.set_matrix(pypdfium2.PdfMatrix().scale(wide * scale, high * scale))
        with closing(made.new_page(wide * scale, high * scale)) as page:
            page.insert_obj(image)
            page.gen_content()
            page.set_rotation(sheet.turn)


def _too_many() -> RefusedFile:
    return RefusedFile(_("That are more than {count} pages. Split the papers first.").format(count=MOST_PAGES))
