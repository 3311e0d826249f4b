"""Writes receipts to a PDF: one A5 page each with two halves, one for the office and one for the person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from armdesk import atomic, look
from armdesk.exports.pdf_fonts import Style
from armdesk.exports.pdf_page import MM, Pen
from armdesk.exports.pdf_text import wrap
from armdesk.exports.text import one_line
from armdesk.i18n import _, speaking
from armdesk.reports.receipt import Receipt

_EDGE = 9 * MM
_LABEL = 24 * MM
_SIGN, _BELOW = 17 * MM, 0.75
_SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)
_INK, _QUIET, _GOLD, _ALARM = look.LIGHT.ink, look.LIGHT.quiet, look.LIGHT.gold, look.LIGHT.alarm
_LEADING = 1.28
_NAME_LINES = 2
"""Of a name under its line to sign on; the whole of it stands above, under "Paid to"."""


def write_receipts(receipts: Sequence[Receipt], target: Path, language: str) -> None:
    """Write receipts to a PDF file, a page each.

    Errors: ExportError (target not writable, a character no font has), DiskFull; a file that stood there then stays.
    """
    with atomic.replacing(target) as scratch, scratch.open("wb") as stream, speaking(language):
        pen = Pen(stream, "A5", language, ("", ""))
        pen.has_foot = False
        first = receipts[0]
        pen.describe(one_line(f"{first.title} {first.number}"), one_line(first.organisation[0]), "", first.day)
        for place, receipt in enumerate(receipts):
            if place:
                pen.new_page()
            _draw(pen, receipt)
        pen.end_pages()
        pen.finish()


def _draw(pen: Pen, receipt: Receipt) -> None:
    width, height = pen.size
    middle = height / 2
    for x in range(int(_EDGE), int(width - _EDGE), 6):
        pen.line(x, middle, x + 3, middle, _QUIET, 0.4)
    for half, words in enumerate(receipt.halves):
        top = height if half == 0 else middle
        _draw_half(pen, receipt, words, top - _EDGE, top - middle + _EDGE * _BELOW)
    pen.y = 0  # something stands on the page


def _draw_half(pen: Pen, receipt: Receipt, words: str, top: float, bottom: float) -> None:
    left, right = _EDGE, pen.size[0] - _EDGE
    y = _draw_head(pen, receipt, left, right, top)
    foot = Style("regular", 7, _QUIET)
    code = _("History {code}").format(code=receipt.code)
    pen.text(left, bottom, f"{words} · {receipt.day}", foot)
    pen.text(right - pen.fonts.width(code, foot), bottom, code, foot)
    signed = bottom + 15
    room = y - (signed + _SIGN)
    size = next((each for each in _SIZES if _height(pen, receipt, each, right - left) <= room), _SIZES[-1])
    _draw_lines(pen, receipt, size, left, right, y)
    _draw_signatures(pen, receipt, left, right, signed)


def _draw_head(pen: Pen, receipt: Receipt, left: float, right: float, top: float) -> float:
    """Letterhead, number and amount; returns where the lines begin."""
    number, amount = Style("bold", 12, _GOLD), Style("bold", 14, _INK)
    title = f"{receipt.title} {receipt.number}".strip()
    room = right - left - pen.fonts.width(title, number) - 12
    pen.text(right - pen.fonts.width(title, number), top - 11, title, number)
    y = top
    for text, style in ((receipt.organisation[0], Style("bold", 10, _INK)), *(
            (line, Style("regular", 7.5, _QUIET)) for line in receipt.organisation[1:])):
        for line in wrap(pen.fonts, text, style, max(room, 120)):
            y -= style.size * _LEADING
            pen.text(left, y + 1, line, style)
    y = min(y, top - 18) - 6
    pen.line(left, y, right, y, look.LIGHT.line)
    y -= 17
    pen.text(right - pen.fonts.width(receipt.amount, amount), y, receipt.amount, amount)
    pen.text(left, y, str(receipt.day), Style("regular", 9.5, _INK))
    if receipt.copy:
        mark, text = Style("bold", 11, _ALARM), _("COPY {number}").format(number=receipt.copy)
        pen.text(left + 70, y, text, mark)
    return y - 8


def _rows(pen: Pen, receipt: Receipt, size: float, width: float) -> list[tuple[str, list[str]]]:
    value = Style("regular", size, _INK)
    rows = [(_("In words"), receipt.words), *receipt.lines]
    return [(label, wrap(pen.fonts, text, value, width - _LABEL)) for label, text in rows]


def _height(pen: Pen, receipt: Receipt, size: float, width: float) -> float:
    return sum(len(lines) * size * _LEADING + 2 for _label, lines in _rows(pen, receipt, size, width))


def _draw_lines(pen: Pen, receipt: Receipt, size: float, left: float, right: float, y: float) -> None:
    name, value = Style("regular", min(size, 8), _QUIET), Style("regular", size, _INK)
    for label, lines in _rows(pen, receipt, size, right - left):
        pen.text(left, y - size, label, name)
        for line in lines:
            y -= size * _LEADING
            pen.text(left + _LABEL, y + size * (_LEADING - 1), line, value)
        y -= 2


def _draw_signatures(pen: Pen, receipt: Receipt, left: float, right: float, y: float) -> None:
    small = Style("regular", 7, _QUIET)
    middle, gap = (left + right) / 2, 10.0
    for begin, end, what, who in ((left, middle - gap, _("Paid by (signature)"), receipt.payer),
                                  (middle + gap, right, _("Received by (signature)"), receipt.payee)):
        pen.line(begin, y + 20, end, y + 20, _INK, 0.6)
        pen.text(begin, y + 12, what, small)
        for place, line in enumerate(wrap(pen.fonts, who, small, end - begin)[:_NAME_LINES]):
            pen.text(begin, y + 4 - 7.5 * place, line, small)
