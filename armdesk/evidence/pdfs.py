"""Looks at PDF documents: how many pages, what a page looks like, what text it holds."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from armdesk.errors import RefusedFile
from armdesk.evidence.names import clean_name
from armdesk.i18n import _

_MOST_PIXELS = 20_000_000
_WIDEST = 4000
_LONGEST_TEXT = 2_000_000
_one_at_a_time = threading.Lock()  # PDFium may be used by one thread at a time in the whole process


def page_count(path: Path) -> int:
    """Number of pages.  Errors: RefusedFile."""
    with _opened(path) as document:
        return len(document)


def render_page(path: Path, number: int, width: int = 1000) -> bytes:
    """One page as a PNG.

    Units: number from 1; width in pixels, less where the page is so long that the picture would be too large.
    Errors: RefusedFile; ValueError where there is no such page.
    """
    with _opened(path) as document:
        if not 1 <= number <= len(document):
            raise ValueError(f"page {number} of {len(document)}")
        with closing(document[number - 1]) as page:
            wide, high = page.get_size()
            if wide < 1 or high < 1:
                raise _damaged(path)
            scale = min(min(width, _WIDEST) / wide, (_MOST_PIXELS / (wide * high)) ** 0.5)
            with closing(page.render(scale=scale, may_draw_forms=False)) as bitmap:
                content = io.BytesIO()
                bitmap.to_pil().save(content, "PNG", compress_level=1)
    return content.getvalue()


def text_of(path: Path, longest: int = _LONGEST_TEXT) -> str:
    """Text of all pages, "" for a scan; cut at so many signs.  Errors: RefusedFile."""
    parts: list[str] = []
    left = longest
    with _opened(path) as document:
        for number in range(len(document)):
            with closing(document[number]) as page, closing(page.get_textpage()) as text:
                parts.append(text.get_text_range(0, min(text.count_chars(), left)) if text.count_chars() else "")
            left -= len(parts[-1])
            if left <= 0:
                break
    return "\n".join(part.replace("\r\n", "\n").strip() for part in parts).strip()


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """A PDF for reading; scripts and forms in it are never run.  Errors: RefusedFile, for what goes wrong later too."""
    import pypdfium2
    from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY

    with _one_at_a_time:
        try:
            with path.open("rb") as stream, closing(pypdfium2.PdfDocument(stream)) as document:
                yield document
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) in {FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY}:
                raise RefusedFile(
                    _("The document {name} is protected by a password. Save it without one and add it again.")
                    .format(name=clean_name(path.name))
                ) from error
            raise _damaged(path) from error
        except OSError as error:
            raise _damaged(path) from error


def _damaged(path: Path) -> RefusedFile:
    return RefusedFile(
        _("The document {name} is damaged or no PDF. Ask for it again, or print and scan it.")
        .format(name=clean_name(path.name))
    )
