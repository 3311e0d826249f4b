"""Writes a document to a PDF file: cover, contents, chapters; quick, small, and the same bytes each time."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Literal

from armdesk import atomic
from armdesk.exports import pdf_blocks, pdf_charts, pdf_photos
from armdesk.exports.links import anchors_of, targets_of
from armdesk.exports.pdf_cover import Contents, draw_cover
from armdesk.exports.pdf_page import Pen
from armdesk.exports.pdf_tables import draw_table, plan_for
from armdesk.exports.text import one_line
from armdesk.i18n import speaking
from armdesk.progress import SILENT, Part, Progress
from armdesk.reports.document import (
    Block,
    Bullets,
    Chart,
    Document,
    Facts,
    Graph,
    Heading,
    PageBreak,
    Paragraph,
    Photos,
    Signatures,
    Table,
)

_WITHOUT_CONTENTS = 3
"""A document with fewer headings needs no contents."""


def write_pdf(
    document: Document,
    target: Path,
    progress: Progress = SILENT,
    page: Literal["A4", "Letter"] = "A4",
    *,
    to_root: str = "",
) -> None:
    """Write a document to a PDF file.

    Shape: to_root is put before links to files of the pack: "../" when the PDF lies in a folder of the pack.
    Errors: ExportError (target not writable, a character no font has), DiskFull, Cancelled; a file that stood at the
    target then stays as it was.
    """
    with atomic.replacing(target) as scratch, scratch.open("wb") as stream, speaking(document.language):
        _write(document, stream, progress, page, to_root)


def _write(document: Document, stream: IO[bytes], progress: Progress, page: str, to_root: str) -> None:
    foot = (document.short_title or document.title, document.foot_code)
    pen = Pen(stream, page, document.language, foot, to_root)
    try:
        _draw_all(pen, document, progress)
    finally:
        pen.close()


def _draw_all(pen: Pen, document: Document, progress: Progress) -> None:
    subject = document.cover.period if document.cover else ""
    pen.describe(one_line(document.title), one_line(document.author), one_line(subject), document.made_on)
    pen.open_anchors(targets_of(document), anchors_of(document))
    if document.cover is not None:
        draw_cover(pen, document.cover)
    headings = document.headings()
    keys = [f"h{number}" for number in range(len(headings))]
    contents = Contents()
    if document.contents and len(headings) >= _WITHOUT_CONTENTS:
        contents.draw(pen, headings, keys)
    pages: list[int] = []
    for number, block in enumerate(document.blocks):
        share = Part(progress, 100 * number // len(document.blocks), 100 * (number + 1) // len(document.blocks))
        share.step(0, 1)
        if isinstance(block, Heading):
            _turn_for_table(pen, document.blocks, number)
            pdf_blocks.draw_heading(pen, block, keys[len(pages)])
            pages.append(pen.page)
        else:
            _draw(pen, block, share)
    pen.end_pages()
    _outline(pen, headings, keys)
    contents.fill(pen, pages)
    pen.finish()


def _turn_for_table(pen: Pen, blocks: list[Block], number: int) -> None:
    """Begin a page on its side before the heading of a table that needs one, lest the heading stay behind alone."""
    if number and isinstance(blocks[number - 1], Heading):
        return
    following = next((block for block in blocks[number:] if not isinstance(block, Heading)), None)
    if isinstance(following, Table) and following.rows and plan_for(pen, following).landscape and not pen.is_landscape:
        pen.begin_page(landscape=True)


def _draw(pen: Pen, block: Block, progress: Progress) -> None:
    match block:
        case Paragraph():
            pdf_blocks.draw_paragraph(pen, block)
        case Bullets():
            pdf_blocks.draw_bullets(pen, block)
        case Facts():
            pdf_blocks.draw_facts(pen, block)
        case Table():
            draw_table(pen, block, progress)
        case Chart():
            pdf_charts.draw(pen, block)
        case Graph():
            pdf_charts.draw_graph(pen, block)
        case Photos():
            pdf_photos.draw(pen, block, progress)
        case Signatures():
            pdf_blocks.draw_signatures(pen, block)
        case PageBreak() if not pen.is_fresh:
            pen.new_page()


def _outline(pen: Pen, headings: list[Heading], keys: list[str]) -> None:
    """The tree of chapters beside the pages; a level is never skipped, which PDF readers would refuse."""
    level = -1
    for heading, key in zip(headings, keys, strict=True):
        level = min(max(heading.level - 1, 0), level + 1)
        title = f"{heading.code} {heading.text}" if heading.code else heading.text
        pen.canvas.addOutlineEntry(one_line(title), key, level, closed=level > 0)
