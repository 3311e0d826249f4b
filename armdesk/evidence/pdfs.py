"""Looks at PDF documents: how many pages, what a page looks like, what text it holds."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from armdesk.errors import RefusedFile
from armdesk.evidence.names import clean_name
from armdesk.i18n import _


class ProtectedFile(RefusedFile):
    """A document that a password keeps from being read."""


_MOST_PIXELS = 20_000_000
_WIDEST = 4000
_LONGEST_TEXT = 2_000_000


class _Turns:
    """A lock that is given in the order in which it was asked for: reading many texts does not keep a page waiting."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._last = self._now = 0

    def __enter__(self) -> None:
        with self._changed:
            mine, self._last = self._last, self._last + 1
            while mine != self._now:
                self._changed.wait()

    def __exit__(self, *_error: object) -> None:
        with self._changed:
            self._now += 1
            self._changed.notify_all()


one_at_a_time = _Turns()
"""PDFium may be used by one thread at a time in the whole process."""


def page_count(path: Path) -> int:
    """Number of pages.  Errors: RefusedFile."""
    with opened(path) as document:
        return len(document)


def render_page(path: Path, number: int, width: int = 1000) -> bytes:
    """One page as a PNG.

    Units: number from 1; width in pixels, less where the page is so long that the picture would be too large.
    Errors: RefusedFile; ValueError where there is no such page.
    """
    with opened(path) as document:
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
    with opened(path) as document:
        for number in range(len(document)):
            with closing(document[number]) as page, closing(page.get_textpage()) as text:
                parts.append(text.get_text_range(0, min(text.count_chars(), left)) if text.count_chars() else "")
            left -= len(parts[-1])
            if left <= 0:
                break
    return "\n".join(part.replace("\r\n", "\n").strip() for part in parts).strip()


def texts_from(path: Path, first: int, seconds: float, longest: int = _LONGEST_TEXT) -> tuple[list[str], int]:
    """Texts of the pages from one on, for so long that whoever wants to see a page need not wait.

    Shape: answers them and how many pages the document has; first from 1; at least one page.  Errors: RefusedFile.
    """
    found: list[str] = []
    with opened(path) as document:
        until = time.monotonic() + seconds
        for number in range(first - 1, len(document)):
            with closing(document[number]) as page, closing(page.get_textpage()) as text:
                count = min(text.count_chars(), longest)
                found.append(_plain(text.get_text_range(0, count)) if count else "")
            if time.monotonic() > until:
                break
        return found, len(document)


def _plain(text: str) -> str:
    """Text without line ends of Windows and without the marks PDFium puts for words broken at the end of a line."""
    joined = text.replace("\r\n", "\n").replace("\x02\n", "").replace("\ufffe\n", "")
    return "".join(sign for sign in joined if sign.isprintable() or sign in "\n\t").strip()


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A PDF for reading; scripts and forms in it are never run.  Errors: RefusedFile, for what goes wrong later too."""
    import pypdfium2
    from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY

    with one_at_a_time:
        try:
            with path.open("rb") as stream, closing(pypdfium2.PdfDocument(stream)) as document:
                yield document
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) in {FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY}:
                raise ProtectedFile(
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
