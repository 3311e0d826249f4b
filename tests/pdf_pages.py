"""The words of a PDF, page by page, as a reader would copy them."""

from __future__ import annotations

from pathlib import Path

import pypdfium2


def pages(path: Path) -> list[str]:
    """The text of each page, in one line."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range().replace("\r\n", " ").replace("\ufffe", "") for page in document]
    finally:
        document.close()
