"""Rows of a text table (CSV): its encoding, delimiter and quotes found out, shown, and changeable."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from armdesk.errors import RefusedFile
from armdesk.i18n import _
from armdesk.importers import encodings
from armdesk.importers.caution import MOST_CELLS

DELIMITERS = ",;\t|"
MOST_ROWS = 1_048_576  # as many as a sheet of a workbook
_LOOKED_AT = 300
csv.field_size_limit(1_000_000)


@dataclass(frozen=True)
class TextShape:
    """How a text table is written.  Shape: "" means "find out"; quoted False takes quotation marks as letters."""

    encoding: str = ""
    delimiter: str = ""
    quoted: bool = True


@dataclass(frozen=True)
class TextTable:
    """A text table with how it was understood and what is odd about it.  Shape: content is UTF-8."""

    shape: TextShape
    content: bytes
    oddities: tuple[str, ...]

    def rows(self) -> Iterator[list[str]]:
        """All rows, blank ones too, so that the n-th is the row n of a spreadsheet."""
        return _reader(self.content, self.shape)


def read_text(path: Path, shape: TextShape | None = None) -> TextTable:
    """Open a text table; what the shape leaves open is found out.

    Errors: RefusedFile when the chosen encoding does not fit.
    """
    wanted = shape or TextShape()
    content = path.read_bytes()
    if _is_too_long(content):
        sentence = _("“{file}” has a sheet of more cells than one import takes; split it and import the parts.")
        raise RefusedFile(sentence.format(file=path.name))
    encoding = wanted.encoding or _encoding(content)
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        sentence = _("“{file}” is not written in {encoding}; choose another encoding.")
        raise RefusedFile(sentence.format(file=path.name, encoding=encoding)) from None
    oddities = []
    if not wanted.encoding and encoding in encodings.UNUSUAL:
        oddities.append(_("The letters are read as {encoding} wrote them; look at the names, and choose other letters "
                          "if they are wrong.").format(encoding=_(encodings.ENCODINGS[encoding])))
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        text = text.replace("\0", "")
        oddities.append(_("The file held NUL characters; they were left out."))
    content = text.encode("utf-8", "surrogatepass")
    del text
    found = replace(wanted, encoding=encoding)
    found = replace(found, delimiter=wanted.delimiter or _delimiter(content, found.quoted))
    line = _unclosed_quote(content, found) if found.quoted else 0
    if line:
        found = replace(found, quoted=False)
        oddities.append(_("A quotation mark in line {line} is never closed; read as a letter.").format(line=line))
    try:
        oddities.extend(_ragged(content, found))
    except csv.Error:
        sentence = _("“{file}” has a field of more than a million letters; it is no table; look at its quotes.")
        raise RefusedFile(sentence.format(file=path.name)) from None
    return TextTable(found, content, tuple(oddities))


def _is_too_long(content: bytes) -> bool:
    """Whether a text has more rows, or more marks that part columns, than a workbook may have."""
    rows = max(content.count(b"\n"), content.count(b"\r"))
    marks = max(content.count(mark.encode()) for mark in DELIMITERS)
    return rows > MOST_ROWS or rows + marks > MOST_CELLS


def _encoding(content: bytes) -> str:
    """The encoding of a text: told by its first bytes, else UTF-8 where it fits, else an old one that makes words."""
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = content[:4096]
    if len(sample) > 3 and sample[1::2].count(0) > len(sample) // 3:
        return "utf-16-le"
    if len(sample) > 3 and sample[0::2].count(0) > len(sample) // 3:
        return "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return encodings.guess(content)
    return "utf-8"


def _reader(content: bytes, shape: TextShape) -> Iterator[list[str]]:
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if shape.quoted else csv.QUOTE_NONE
    return csv.reader(_lines(content), delimiter=shape.delimiter, quoting=quoting)


def _lines(content: bytes) -> Iterator[str]:
    """The lines of a text; breaks of all three kinds may be mixed, and those inside quotes are left alone."""
    # Decoded on the way: io.StringIO would hold four bytes for each letter.
    return io.TextIOWrapper(io.BytesIO(content), "utf-8", "replace", newline="")


def _delimiter(content: bytes, quoted: bool) -> str:
    """The mark that cuts the most rows into the same number of columns, and that number above one."""

    def merit(mark: str) -> tuple[int, int]:
        widths: Counter[int] = Counter()
        rows = _reader(content[:200_000], TextShape(delimiter=mark, quoted=quoted))
        for _number, row in zip(range(_LOOKED_AT), rows, strict=False):
            if len(row) > 1:
                widths[len(row)] += 1
        width, count = widths.most_common(1)[0] if widths else (0, 0)
        return count, width

    return max(DELIMITERS, key=merit)


def _unclosed_quote(content: bytes, shape: TextShape) -> int:
    """Line where a quotation mark opens that is never closed; 0 when all are."""
    if b'"' not in content:
        return 0
    start = 1
    rows = csv.reader(_lines(content), delimiter=shape.delimiter, strict=True)
    try:
        for _row in rows:
            start = rows.line_num + 1
    except csv.Error as error:
        return start if "unexpected end" in str(error) or "limit" in str(error) else 0
    return 0


def _ragged(content: bytes, shape: TextShape) -> Iterator[str]:
    """A sentence when rows differ in their number of columns."""
    widths = Counter(len(row) for row in _reader(content, shape) if row)
    if len(widths) > 1:
        usual = widths.most_common(1)[0][0]
        others = sum(count for width, count in widths.items() if width != usual)
        yield _("{count} rows do not have {usual} columns like the others.").format(count=others, usual=usual)
