"""Writes a document as one HTML file that any browser reads: no script, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from armdesk import atomic
from armdesk.exports.html_blocks import Blocks, text
from armdesk.exports.html_charts import qr_picture
from armdesk.exports.html_style import style_sheet
from armdesk.exports.links import anchors_of
from armdesk.exports.qr import code_lines
from armdesk.i18n import _, speaking
from armdesk.progress import SILENT, Progress
from armdesk.reports.document import Cover, Document, Heading

# Belt and braces: even if markup slipped in, the browser would run and load nothing.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file: data:; form-action 'none'; base-uri 'none'"
)


def write_html(document: Document, target: Path, progress: Progress = SILENT, *, to_root: str = "") -> None:
    """Write a document to an HTML file.

    Shape: photos are shown from their files in the pack (Photo.target), those without one are put into the file;
    to_root is put before links to files of the pack: "../" when the file lies in a folder of the pack.
    Errors: ExportError (target not writable), DiskFull, Cancelled; a file that stood at the target then stays.
    """
    with (
        atomic.replacing(target) as scratch,
        scratch.open("w", encoding="utf-8", newline="\n") as stream,
        speaking(document.language),
    ):
        for piece in _pieces(document, progress, to_root):
            stream.write(piece)


def _pieces(document: Document, progress: Progress, to_root: str) -> Iterator[str]:
    blocks = Blocks(document.language, to_root, anchors_of(document))
    yield _head(document)
    yield _contents(document)
    yield "<main>\n"
    yield _cover(document.cover) if document.cover else f"<h1>{text(document.title)}</h1>\n"
    number = 0
    for done, block in enumerate(document.blocks):
        progress.step(done, len(document.blocks))
        if isinstance(block, Heading):
            yield blocks.heading(block, _own_name(number))
            number += 1
        else:
            yield from blocks.write(block)
    foot = " · ".join(text(part) for part in (document.short_title or document.title, document.foot_code) if part)
    yield f"<footer>{foot}</footer>\n</main>\n</body>\n</html>\n"


def _head(document: Document) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="{text(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f'<meta name="author" content="{text(document.author)}">\n<meta name="date" content="{document.made_on}">\n'
        f"<title>{text(document.title)}</title>\n<style>{style_sheet()}</style>\n</head>\n<body>\n"
    )


def _contents(document: Document) -> str:
    entries = [
        f'<li><a class="l{min(max(heading.level, 1), 3)}" href="#{_own_name(number)}">'
        + (f"{text(heading.code)} " if heading.code else "")
        + f"{text(heading.text)}</a></li>"
        for number, heading in enumerate(document.headings())
    ]
    label = text(_("Contents"))
    return f'<nav aria-label="{label}"><p>{label}</p><ol>\n{chr(10).join(entries)}\n</ol></nav>\n'


def _own_name(number: int) -> str:
    return f"-h{number}"


def _cover(cover: Cover) -> str:
    lines = "".join(f"<p>{text(line)}</p>" for line in cover.lines)
    codes = "".join(
        f"<dt>{text(label)}</dt><dd>{text(chr(10).join(code_lines(code)))}</dd>" for label, code in cover.codes
    )
    return (
        f'<header class="cover">{qr_picture(cover.qr) if cover.qr else ""}<p class="who">{text(cover.organisation)}</p>'
        f'<h1>{text(cover.title)}</h1><p class="period">{text(cover.period)}</p><div class="lines">{lines}</div>'
        f'<dl>{codes}</dl><p class="quiet">{text(cover.notice)}</p></header>\n'
    )
