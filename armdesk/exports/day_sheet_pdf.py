"""Writes a day sheet to paper: A4 on its side, ruled, with lines for signatures; filled, or empty to be written on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from armdesk import atomic, look
from armdesk.exports.pdf_fonts import Style
from armdesk.exports.pdf_page import MM, Pen
from armdesk.exports.pdf_text import elided
from armdesk.i18n import speaking
from armdesk.reports.day_sheet import PaperSheet

_INK, _QUIET, _LINE = look.LIGHT.ink, look.LIGHT.quiet, look.LIGHT.line
_TITLE, _SUB = Style("bold", 13, look.LIGHT.gold), Style("regular", 9, _QUIET)
_HEAD, _BODY, _BOLD = Style("bold", 7.5, _QUIET), Style("regular", 8.5, _INK), Style("bold", 8.5, _INK)
_HEAD_HEIGHT, _LOW, _ROW, _TALL, _PAD = 8 * MM, 3.7 * MM, 4.6 * MM, 7.6 * MM, 3.0
_SIGN = 22 * MM
_LEAST = 15 * MM


def write_sheet(sheet: PaperSheet, target: Path) -> None:
    """Write a day sheet to a PDF file; the same sheet gives the same bytes.

    Errors: ExportError (target not writable, a character no font has), DiskFull; a file that stood there stays.
    """
    with atomic.replacing(target) as scratch, scratch.open("wb") as stream, speaking(sheet.language):
        pen = Pen(stream, "A4", sheet.language, (f"{sheet.title} · {sheet.lines[0] if sheet.lines else ''}", ""))
        pen.describe(sheet.title, "", " ".join(sheet.lines[:1]), sheet.made_on)
        pen.begin_page(landscape=True)
        parts = list(_parts(sheet, pen.width))
        for number, part in enumerate(parts):
            if number:
                pen.new_page(landscape=True)
            _PartPen(pen, sheet, part).draw()
        pen.end_pages()
        pen.finish()


def _parts(sheet: PaperSheet, width: float) -> Iterator[list[int]]:
    """Columns of each page: as many as have room, the first one on all."""
    shares = [column.share for column in sheet.columns]
    room = width / _LEAST
    part, used = [0], shares[0]
    for place in range(1, len(shares)):
        if used + shares[place] > room and len(part) > 1:
            yield part
            part, used = [0], shares[0]
        part.append(place)
        used += shares[place]
    yield part


class _PartPen:
    """Draws some columns of a sheet, over as many pages as its rows need."""

    def __init__(self, pen: Pen, sheet: PaperSheet, part: list[int]) -> None:
        self._pen, self._sheet, self._part = pen, sheet, part
        whole = sum(sheet.columns[place].share for place in part)
        self._widths = [pen.width * sheet.columns[place].share / whole for place in part]
        self._height = _TALL if sheet.by_hand else self._fitting()

    def _fitting(self) -> float:
        """Height of a row: a little less where then a whole month has room on one page."""
        pen, sheet = self._pen, self._sheet
        room = pen.top - pen.bottom - _above(sheet) - _HEAD_HEIGHT - self._foot()
        return min(_ROW, room / len(sheet.rows)) if sheet.rows and room / len(sheet.rows) >= _LOW else _ROW

    def draw(self) -> None:
        """All rows, totals and signatures."""
        pen, sheet = self._pen, self._sheet
        self._top()
        for row in sheet.rows:
            if pen.y - self._height < pen.bottom + (0 if row is not sheet.rows[-1] else self._foot()):
                pen.new_page(landscape=True)
                self._top()
            self._row(row, _BODY, self._height)
        if any(sheet.totals):
            self._row(sheet.totals, _BOLD, _ROW + 3)
        self._signatures()

    def _foot(self) -> float:
        """Room that totals and signatures need below the last row."""
        return (_ROW + 3 if any(self._sheet.totals) else 0) + (_SIGN if self._sheet.signed else 0)

    def _top(self) -> None:
        pen, sheet = self._pen, self._sheet
        pen.y = pen.top
        pen.text(pen.left, pen.y - 9, sheet.title, _TITLE)
        for number, line in enumerate(sheet.lines):
            pen.text(pen.left, pen.y - 22 - 11 * number, elided(pen.fonts, line, _SUB, pen.width), _SUB)
        pen.y -= _above(sheet)
        pen.fill(pen.left, pen.y - _HEAD_HEIGHT, pen.width, _HEAD_HEIGHT, look.LIGHT.paper)
        self._line(pen.y)
        x = pen.left
        for place, width in zip(self._part, self._widths, strict=True):
            for number, words in enumerate(_two_lines(pen, sheet.columns[place].title, width - 2 * _PAD)):
                right = sheet.columns[place].right
                pen.text(x + width - _PAD - pen.fonts.width(words, _HEAD) if right else x + _PAD,
                         pen.y - 9 - 9 * number, words, _HEAD)
            x += width
        self._uprights(_HEAD_HEIGHT)
        pen.y -= _HEAD_HEIGHT
        self._line(pen.y)

    def _row(self, row: Sequence[str], style: Style, height: float) -> None:
        pen, x = self._pen, self._pen.left
        base = pen.y - height / 2 - 3
        for place, width in zip(self._part, self._widths, strict=True):
            text = elided(pen.fonts, row[place], style, width - 2 * _PAD) if row[place] else ""
            right = self._sheet.columns[place].right
            pen.text(x + width - _PAD - pen.fonts.width(text, style) if right else x + _PAD, base, text, style)
            x += width
        self._uprights(height)
        pen.y -= height
        self._line(pen.y)

    def _line(self, y: float) -> None:
        self._pen.line(self._pen.left, y, self._pen.right, y, _LINE if not self._sheet.by_hand else _QUIET, 0.5)

    def _uprights(self, height: float) -> None:
        pen, x = self._pen, self._pen.left
        colour = _LINE if not self._sheet.by_hand else _QUIET
        for width in (0.0, *self._widths):
            x += width
            pen.line(x, pen.y, x, pen.y - height, colour, 0.5)

    def _signatures(self) -> None:
        pen, signed = self._pen, self._sheet.signed
        if not signed:
            return
        if pen.y - _SIGN < pen.bottom:
            pen.new_page(landscape=True)
            pen.y = pen.top
        room = pen.width / len(signed)
        for number, words in enumerate(signed):
            left = pen.left + number * room
            pen.line(left, pen.y - 15 * MM, left + room - 12 * MM, pen.y - 15 * MM, _INK, 0.6)
            pen.text(left, pen.y - 15 * MM - 10, elided(pen.fonts, words, _SUB, room - 12 * MM), _SUB)
        pen.y -= _SIGN


def _above(sheet: PaperSheet) -> float:
    """Height of title and lines."""
    return 20 + 11 * len(sheet.lines)


def _two_lines(pen: Pen, text: str, width: float) -> list[str]:
    """A heading on at most two lines."""
    words = text.split()
    first: list[str] = []
    while words and (not first or pen.fonts.width(" ".join([*first, words[0]]), _HEAD) <= width):
        first.append(words.pop(0))
    rest = " ".join(words)
    return [elided(pen.fonts, line, _HEAD, width) for line in (" ".join(first), rest) if line]
