"""Writes cards of members to a PDF: eight or ten of the usual size on a page of A4, with marks to cut along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from armdesk import atomic, look
from armdesk.exports.pdf_fonts import Style
from armdesk.exports.pdf_page import MM, Pen
from armdesk.exports.pdf_text import elided, wrap
from armdesk.exports.pictures import to_print
from armdesk.exports.qr import qr_squares
from armdesk.exports.text import one_line
from armdesk.i18n import _, speaking
from armdesk.progress import SILENT, Progress

WIDTH, HEIGHT = 85.6 * MM, 53.98 * MM
"""Size of a card, as wallets are made for.  Source: ISO/IEC 7810, ID-1."""
_ACROSS, _MARK, _EDGE = 2, 4 * MM, 4 * MM
_PHOTO, _QR = (22 * MM, 28 * MM), 20 * MM
_DOTS = 200 / 72
_BAND = 9 * MM
_INK, _QUIET, _GOLD, _LINE, _PAPER = (look.LIGHT.ink, look.LIGHT.quiet, look.LIGHT.gold, look.LIGHT.line,
                                      look.LIGHT.paper)


@dataclass(frozen=True)
class Card:
    """What stands on one card.  Shape: code is the only thing its QR square says; photo None leaves an empty frame."""

    organisation: str
    code: str
    name: str
    role: str
    valid_until: date | None
    photo: Path | None = None


def write_cards(cards: Sequence[Card], target: Path, language: str, made_on: date, *, per_page: int = 10,
                progress: Progress = SILENT) -> None:
    """Write cards to a PDF file.

    Errors: ExportError (target not writable, a character no font has), DiskFull, Cancelled; a file that stood there
    then stays.
    """
    with atomic.replacing(target) as scratch, scratch.open("wb") as stream, speaking(language):
        pen = Pen(stream, "A4", language, ("", ""))
        pen.has_foot = False
        pen.describe(one_line(_("Cards")), one_line(cards[0].organisation if cards else ""), "", made_on)
        for start in range(0, len(cards), per_page):
            progress.step(start, len(cards))
            if start:
                pen.new_page()
            _page(pen, cards[start : start + per_page], per_page // _ACROSS)
            pen.y = 0  # something stands on the page
        pen.end_pages()
        pen.finish()


def _page(pen: Pen, cards: Sequence[Card], down: int) -> None:
    gap = 0.0 if down > 4 else 6 * MM
    left = (pen.size[0] - _ACROSS * WIDTH - gap) / 2
    top = pen.size[1] - (pen.size[1] - down * HEIGHT - (down - 1) * gap) / 2
    for place, card in enumerate(cards):
        row, column = divmod(place, _ACROSS)
        x, y = left + column * (WIDTH + gap), top - (row + 1) * HEIGHT - row * gap
        _marks(pen, x, y, inner=gap > 0)
        _draw(pen, card, x, y)


def _marks(pen: Pen, x: float, y: float, *, inner: bool) -> None:
    """Short lines beside the corners, where a knife follows; between cards that touch, a hairline."""
    if not inner:
        for x1, y1, x2, y2 in ((x, y, x + WIDTH, y), (x, y + HEIGHT, x + WIDTH, y + HEIGHT), (x, y, x, y + HEIGHT),
                               (x + WIDTH, y, x + WIDTH, y + HEIGHT)):
            pen.line(x1, y1, x2, y2, _LINE, 0.3)
    for corner, side in ((x, -1), (x + WIDTH, 1)):
        for edge in (y, y + HEIGHT):
            pen.line(corner + side * 1 * MM, edge, corner + side * _MARK * 0.7, edge, _QUIET, 0.4)
    for corner in (x, x + WIDTH):
        for edge, side in ((y, -1), (y + HEIGHT, 1)):
            pen.line(corner, edge + side * 1 * MM, corner, edge + side * _MARK * 0.7, _QUIET, 0.4)


def _draw(pen: Pen, card: Card, x: float, y: float) -> None:
    pen.fill(x, y + HEIGHT - _BAND, WIDTH, _BAND, _PAPER)
    pen.line(x, y + HEIGHT - _BAND, x + WIDTH, y + HEIGHT - _BAND, _GOLD, 1.0)
    head = Style("bold", 8.5, _GOLD)
    lines = wrap(pen.fonts, card.organisation, head, WIDTH - 2 * _EDGE)
    if len(lines) > 1:
        head = Style("bold", 7, _GOLD)
        lines = wrap(pen.fonts, card.organisation, head, WIDTH - 2 * _EDGE)[:2]
    base = y + HEIGHT - _BAND / 2 - 3 + (len(lines) - 1) * 4.2
    for line in lines:
        pen.text(x + _EDGE, base, line, head)
        base -= 8.4
    _photo(pen, card, x + _EDGE, y + HEIGHT - _BAND - 3 * MM - _PHOTO[1])
    if card.code:
        _square(pen, card.code, x + WIDTH - _EDGE - _QR, y + 9 * MM)
    left = x + _EDGE + _PHOTO[0] + 3 * MM
    room = x + WIDTH - _EDGE - left
    base = y + HEIGHT - _BAND - 4.5 * MM
    name = Style("bold", 9.5, _INK)
    for line in wrap(pen.fonts, card.name, name, room)[:2]:
        pen.text(left, base, line, name)
        base -= 11.5
    small, beside = Style("regular", 8, _QUIET), room - _QR - 2 * MM
    pen.text(left, base, elided(pen.fonts, card.role, small, room), small)
    number = Style("bold", 11, _INK)
    pen.text(left, y + 12 * MM, elided(pen.fonts, card.code, number, beside), number)
    pen.text(left, y + 16.5 * MM, elided(pen.fonts, _("Code"), small, beside), small)
    foot = Style("regular", 7, _QUIET)
    until = _("Valid until {day}").format(day=card.valid_until) if card.valid_until else ""
    pen.text(x + _EDGE, y + 4 * MM, until, foot)
    whose = _("If found, please return it.")
    whose = elided(pen.fonts, whose, foot, WIDTH - 2 * _EDGE - pen.fonts.width(until, foot) - 4 * MM)
    pen.text(x + WIDTH - _EDGE - pen.fonts.width(whose, foot), y + 4 * MM, whose, foot)


def _photo(pen: Pen, card: Card, x: float, y: float) -> None:
    width, height = _PHOTO
    picture = to_print(card.photo, round(width * _DOTS), round(height * _DOTS)) if card.photo is not None else None
    if picture is None:
        for x1, y1, x2, y2 in ((x, y, x + width, y), (x, y + height, x + width, y + height), (x, y, x, y + height),
                               (x + width, y, x + width, y + height)):
            pen.line(x1, y1, x2, y2, _LINE, 0.6)
        words = Style("regular", 7, _QUIET)
        pen.text(x + (width - pen.fonts.width(_("Photo"), words)) / 2, y + height / 2 - 2, _("Photo"), words)
        return
    scale = min(width / picture.width, height / picture.height)
    drawn = picture.width * scale, picture.height * scale
    pen.image(picture, x + (width - drawn[0]) / 2, y + (height - drawn[1]) / 2, *drawn)


def _square(pen: Pen, text: str, x: float, y: float) -> None:
    squares = qr_squares(text)
    step = _QR / len(squares)
    for row, line in enumerate(squares):
        for column, dark in enumerate(line):
            if dark:
                pen.fill(x + column * step, y + _QR - (row + 1) * step, step + 0.05, step + 0.05, _INK)
