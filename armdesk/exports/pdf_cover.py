"""Draws the first pages: the cover with its codes, and the contents with page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from armdesk import look
from armdesk.exports.pdf_fonts import BODY, SMALL, Style
from armdesk.exports.pdf_page import Pen, colour_operands
from armdesk.exports.pdf_text import wrap
from armdesk.exports.qr import code_lines, qr_squares
from armdesk.i18n import _
from armdesk.reports.document import Cover, Heading

_TITLE = Style("bold", 26, look.LIGHT.gold)
_WHO = Style("bold", 14, look.LIGHT.ink)
_PERIOD = Style("regular", 13, look.LIGHT.quiet)
_LINE = Style("regular", 10.5, look.LIGHT.ink)
_CODE = Style("mono", 9, look.LIGHT.ink)
_QR_SIDE = 108.0
_QUIET_SQUARES = 4
_CONTENTS = Style("bold", 16, look.LIGHT.gold)
_ENTRIES = {1: Style("bold", 9.5, look.LIGHT.ink), 2: BODY}
_ENTRY_STEP = 15.0


def draw_cover(pen: Pen, cover: Cover) -> None:
    """Draw the cover; it has no foot."""
    pen.has_foot = False
    pen.fill(0, pen.size[1] - 10, pen.size[0], 10, look.LIGHT.gold)
    pen.y = pen.size[1] * 0.80
    heads = ((cover.organisation, _WHO, 14.0), (cover.title, _TITLE, 8.0), (cover.period, _PERIOD, 22.0))
    for text, style, gap in heads:
        pen.lines(wrap(pen.fonts, text, style, pen.width), style, leading=1.25)
        pen.y -= gap
    pen.line(pen.left, pen.y, pen.left + 70, pen.y, look.LIGHT.gold, 1.6)
    pen.y -= 16
    for line in cover.lines:
        pen.lines(wrap(pen.fonts, line, _LINE, pen.width), _LINE)
        pen.y -= 2
    _draw_codes(pen, cover)
    pen.new_page()
    pen.has_foot = True


def _draw_codes(pen: Pen, cover: Cover) -> None:
    """Codes at the foot of the cover, the QR square to their right, a notice below."""
    side = _QR_SIDE + 16 if cover.qr else 0.0
    room = pen.width - side
    codes = [
        (wrap(pen.fonts, label, SMALL, room), wrap(pen.fonts, "\n".join(code_lines(code)), _CODE, room))
        for label, code in cover.codes
    ]
    notice = wrap(pen.fonts, cover.notice, SMALL, pen.width) if cover.notice else []
    height = sum(len(label) * 11 + len(code) * 12.6 + 8 for label, code in codes)
    height = max(height, _QR_SIDE if cover.qr else 0.0)
    foot = pen.bottom + len(notice) * 11.2 + 12
    if pen.y - 20 < foot + height:
        pen.new_page()
    pen.y = min(pen.y - 20, foot + height)
    if cover.qr:
        draw_qr(pen, cover.qr, pen.right - _QR_SIDE, pen.y - _QR_SIDE, _QR_SIDE)
    for label, code in codes:
        pen.lines(label, SMALL, leading=1.375)
        pen.lines(code, _CODE)
        pen.y -= 8
    pen.y = min(pen.y, foot)
    pen.lines(notice, SMALL)


def draw_qr(pen: Pen, text: str, x: float, y: float, side: float) -> None:
    """Draw a QR code with its quiet border; rows of dark squares become one rectangle each."""
    rows = qr_squares(text)
    square = side / (len(rows) + 2 * _QUIET_SQUARES)
    parts = [f"{colour_operands(look.LIGHT.ink)} rg"]
    for number, row in enumerate(rows):
        up = y + side - (number + 1 + _QUIET_SQUARES) * square
        start = None
        for place, dark in enumerate([*row, False]):
            if dark and start is None:
                start = place
            elif not dark and start is not None:
                left = x + (start + _QUIET_SQUARES) * square
                parts.append(f"{left:.3f} {up:.3f} {(place - start) * square:.3f} {square:.3f} re")
                start = None
    pen.draw(" ".join(parts) + " f")


@dataclass
class Contents:
    """The list of chapters: drawn before the chapters are, its page numbers filled in at the end."""

    pages: list[tuple[str, list[tuple[float, float, int]]]] = field(default_factory=list)

    def draw(self, pen: Pen, headings: Sequence[Heading], keys: Sequence[str]) -> None:
        """Draw the titles of levels 1 and 2 with links; the numbers are left to a form of each page."""
        pen.lines([_("Contents")], _CONTENTS)
        pen.y -= 8
        self._begin(pen)
        for number, heading in enumerate(headings):
            if heading.level <= 2:
                self._entry(pen, heading, number, keys[number])
        pen.new_page()

    def _begin(self, pen: Pen) -> None:
        name = f"contents{len(self.pages)}"
        self.pages.append((name, []))
        pen.place_form(name, 0, 0)

    def _entry(self, pen: Pen, heading: Heading, number: int, key: str) -> None:
        style = _ENTRIES[max(heading.level, 1)]
        indent = 14.0 * (heading.level - 1) if heading.level > 1 else 0.0
        text = f"{heading.code}  {heading.text}" if heading.code else heading.text
        lines = wrap(pen.fonts, text, style, pen.width - indent - 40)
        gap = 4.0 if heading.level <= 1 else 0.0
        if pen.need(len(lines) * _ENTRY_STEP + gap):
            self._begin(pen)
        pen.y -= gap
        top = pen.y
        for line in lines:
            pen.y -= _ENTRY_STEP
            pen.text(pen.left + indent, pen.y + 4, line, style)
        self.pages[-1][1].append((pen.right, pen.y + 4, number))
        start = pen.left + indent + pen.fonts.width(lines[-1], style) + 6
        if start < pen.right - 34:
            dots = f"[0.6 3] 0 d {start:.2f} {pen.y + 5:.2f} m {pen.right - 28:.2f} {pen.y + 5:.2f} l S [] 0 d"
            pen.draw(f"{colour_operands(look.LIGHT.quiet)} RG 0.6 w {dots}")
        pen.canvas.linkRect("", key, (pen.left, pen.y, pen.right, top))

    def fill(self, pen: Pen, pages: Sequence[int]) -> None:
        """Write the page numbers now that they are known."""
        for name, places in self.pages:
            texts = [
                (right - pen.fonts.width(str(pages[number]), BODY), y, str(pages[number]), BODY)
                for right, y, number in places
            ]
            pen.write_form(name, texts, (0, 0, *pen.paper))
