"""Reads the text that stands in a kept file, for searching: PDF, plain text, mail, Word, Excel and LibreOffice.

Nothing is run, no other file is opened, nothing is asked of a network; a picture of a text is no text, and is said so.
"""

from __future__ import annotations

import email
import email.policy
import re
import time
import zipfile
import zlib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import IO

from armdesk.errors import RefusedFile
from armdesk.evidence import pdfs
from armdesk.page_text import CUT, NO_KIND, NO_TEXT, PROTECTED, READ, TOO_LARGE, UNREADABLE
from armdesk.progress import SILENT, Progress

MOST_BYTES = 150_000_000
MOST_PAGES = 600
MOST_SIGNS = 1_500_000
"""Signs kept of one file."""
MOST_SECONDS = 20.0
_TURN = 0.15
"""Units: seconds for which whoever wants to see a page of a PDF may have to wait."""
_MOST_INSIDE = 30_000_000
"""Units: bytes that one part of a Word or Excel file may have when unpacked."""
_MOST_TEXT_FILE = 3_000_000
_MOST_PARTS = 40
_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("word/document.xml",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xl/sharedStrings.xml", "xl/worksheets/"),
    "application/vnd.oasis.opendocument.text": ("content.xml",),
    "application/vnd.oasis.opendocument.spreadsheet": ("content.xml",),
}
_MAIL = re.compile(rb"^(?:Received|From|Return-Path|Message-ID|MIME-Version|Delivered-To|Date|Subject): ", re.MULTILINE)
_DAMAGE = (zipfile.BadZipFile, zlib.error, ValueError, LookupError, NotImplementedError, EOFError, RuntimeError,
           SyntaxError)
"""What broken or hostile office files raise; those of XML are ValueError and SyntaxError."""
_TEXTS, _ENDS = frozenset(("t", "p", "h", "span", "a")), frozenset(("p", "h", "si", "is", "br", "tab"))
_DONE = frozenset(("p", "si", "row"))


def read(path: Path, kind: str, progress: Progress = SILENT) -> tuple[str, list[str]]:
    """What came of reading a file, and the text of each of its pages; a file without pages is one.

    Shape: the first is a state of armdesk.page_text.  Errors: Cancelled, OSError where the file is not there.
    """
    if path.stat().st_size > MOST_BYTES:
        return TOO_LARGE, []
    try:
        return _read(path, kind, progress)
    except pdfs.ProtectedFile:
        return PROTECTED, []
    except (RefusedFile, *_DAMAGE):
        return UNREADABLE, []


def _read(path: Path, kind: str, progress: Progress) -> tuple[str, list[str]]:
    if kind == "application/pdf":
        return _pdf(path, progress)
    if kind in _PARTS:
        return _whole("".join(_of_parts(path, _PARTS[kind])))
    if kind in ("text/plain", "message/rfc822"):
        return _whole(_of_text(path))
    return (NO_TEXT if kind.startswith("image/") else NO_KIND), []


def _pdf(path: Path, progress: Progress) -> tuple[str, list[str]]:
    """Page by page, giving way again and again to whoever wants to see a page."""
    pages: list[str] = []
    until, signs, count = time.monotonic() + MOST_SECONDS, 0, 1
    while len(pages) < count:
        more, count = pdfs.texts_from(path, len(pages) + 1, _TURN, MOST_SIGNS)
        pages += more
        signs += sum(map(len, more))
        progress.step(len(pages), count)
        if len(pages) < count and (len(pages) >= MOST_PAGES or signs > MOST_SIGNS or time.monotonic() > until):
            return CUT, pages[:MOST_PAGES]
    return (READ if any(pages) else NO_TEXT), pages


def _whole(text: str) -> tuple[str, list[str]]:
    cut = text[:MOST_SIGNS].strip()
    return (CUT if len(text) > MOST_SIGNS else READ if cut else NO_TEXT), [cut]


def _of_text(path: Path) -> str:
    with path.open("rb") as stream:
        content = stream.read(_MOST_TEXT_FILE)
    if len(_MAIL.findall(content[:4000])) >= 3:
        return _of_mail(content)
    return _decoded(content)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _of_mail(content: bytes) -> str:
    """Who, when, about what, and the plain text of a mail; what is attached stays closed."""
    message: EmailMessage = email.message_from_bytes(content, policy=email.policy.default)
    heads = [f"{name}: {message[name]}" for name in ("From", "To", "Date", "Subject") if message[name]]
    body = message.get_body(("plain", "html"))
    text = str(body.get_content()) if body is not None else ""
    if body is not None and body.get_content_type() == "text/html":
        text = re.sub(r"<[^<>]{0,2000}>", " ", text)
    return "\n".join([*heads, text])


def _of_parts(path: Path, wanted: tuple[str, ...]) -> Iterator[str]:
    """Texts of the parts of an office file; a part that unpacks to more than a text can be is refused."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith(wanted) and name.endswith(".xml")]
        signs = 0
        for name in names[:_MOST_PARTS]:
            if archive.getinfo(name).file_size > _MOST_INSIDE:
                raise RefusedFile(path.name)
            with archive.open(name) as stream:
                for text in _of_part(stream):
                    signs += len(text)
                    yield text
                    if signs > MOST_SIGNS:
                        return


def _of_part(stream: IO[bytes]) -> Iterator[str]:
    from defusedxml.ElementTree import iterparse

    for _event, node in iterparse(_Counted(stream), events=("end",), forbid_dtd=True):
        tag = str(node.tag).rpartition("}")[2]
        if tag in _TEXTS and node.text:
            yield node.text
        if tag in _ENDS:
            yield "\n"
        if tag in _TEXTS and node.tail and node.tail.strip():
            yield node.tail
        if tag in _DONE:
            node.clear()


class _Counted:
    """A part of an office file that is refused once it gives more than it said it would."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._left = stream, _MOST_INSIDE

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        block = self._stream.read(size if size >= 0 else self._left + 1)
        self._left -= len(block)
        if self._left < 0:
            raise RefusedFile("")
        return block
