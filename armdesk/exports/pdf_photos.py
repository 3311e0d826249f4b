"""Draws photos in a grid, two beside each other, each with its caption and a link to its file."""

from __future__ import annotations

from itertools import islice

from armdesk import look
from armdesk.exports.pdf_fonts import BODY, SMALL_ITALIC, Style
from armdesk.exports.pdf_page import Pen
from armdesk.exports.pdf_text import wrap
from armdesk.exports.pictures import Picture, to_print
from armdesk.i18n import _
from armdesk.progress import Progress
from armdesk.reports.document import Photo, Photos

_ACROSS = 2
_GAP = 14.0
_HIGHEST = 190.0
_DOTS = 170 / 72  # pixels per point: enough for office printers
_CAPTION = Style("regular", 8, BODY.colour)


def draw(pen: Pen, block: Photos, progress: Progress) -> None:
    """Draw all photos of a block; a photo that cannot be read keeps its frame and says so."""
    pen.anchor(block.anchor)
    photos = iter(block.photos)
    done = 0
    while row := list(islice(photos, _ACROSS)):
        _draw_row(pen, row)
        done += len(row)
        progress.step(done, len(block.photos))
    pen.y -= 6


def _draw_row(pen: Pen, row: list[Photo]) -> None:
    width = (pen.width - _GAP * (_ACROSS - 1)) / _ACROSS
    pictures = [to_print(photo.path, round(width * _DOTS), round(_HIGHEST * _DOTS)) for photo in row]
    captions = [wrap(pen.fonts, photo.caption, _CAPTION, width) for photo in row]
    heights = [_fit(picture, width)[1] for picture in pictures]
    step = _CAPTION.size * 1.35
    pen.need(max(heights) + min(max(map(len, captions)), 20) * step + 12)
    top = pen.y
    foot = top - max(heights)
    for place, (photo, picture) in enumerate(zip(row, pictures, strict=True)):
        x = pen.left + place * (width + _GAP)
        if picture is None:
            _draw_missing(pen, x, foot, width)
        else:
            drawn, height = _fit(picture, width)
            pen.image(picture, x, foot, drawn, height)
            pen.link(photo.target, x, foot, drawn, height)
    pen.y = foot - 3
    _draw_captions(pen, captions, width, step)
    pen.y -= 10


def _draw_captions(pen: Pen, captions: list[list[str]], width: float, step: float) -> None:
    for number in range(max(map(len, captions))):
        pen.need(step)
        pen.y -= step
        for place, lines in enumerate(captions):
            if number < len(lines):
                pen.text(pen.left + place * (width + _GAP), pen.y + step * 0.28, lines[number], _CAPTION)


def _fit(picture: Picture | None, width: float) -> tuple[float, float]:
    """Size on paper; small pictures are not blown up beyond 100 dots per inch."""
    if picture is None:
        return width, 60.0
    scale = min(width / picture.width, _HIGHEST / picture.height, 72 / 100)
    return picture.width * scale, picture.height * scale


def _draw_missing(pen: Pen, x: float, y: float, width: float) -> None:
    pen.fill(x, y, width, 60, look.LIGHT.paper)
    text = _("This picture cannot be shown; its file is damaged or of an unknown kind.")
    base = y + 40
    for line in wrap(pen.fonts, text, SMALL_ITALIC, width - 16):
        pen.text(x + 8, base, line, SMALL_ITALIC)
        base -= 11
