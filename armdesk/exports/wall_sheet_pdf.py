"""Writes the wall sheet: one A3 page on its side, large type and signs of our own, to be read from two metres away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from armdesk import atomic, look
from armdesk.exports.pdf_fonts import Style
from armdesk.exports.pdf_page import MM, Pen, colour_operands
from armdesk.exports.pdf_text import elided, wrap
from armdesk.i18n import _, current, ngettext, speaking
from armdesk.i18n_formats import long_date, month_name
from armdesk.services.plan.action_cards import Card
from armdesk.services.plan.wall import Wall

_C = look.LIGHT
_NAME, _TITLE = Style("regular", 22, _C.quiet), Style("bold", 44, _C.gold)
_PART, _QUIET = Style("bold", 28, _C.gold), Style("regular", 20, _C.quiet)
_DAY, _MONTH = Style("bold", 34, _C.ink), Style("regular", 16, _C.ink)
_LATE = Style("bold", 20, _C.alarm)
_FIGURE = Style("bold", 130, _C.good)
_SIZES = (30, 26, 22)
"""Sizes of the actions, the largest that has room; 22 points are read from two metres.  Units: points."""
_GAP = 12 * MM
_WHO = 20


def write_wall_sheet(wall: Wall, target: Path, language: str) -> None:
    """Write the sheet to a PDF file; the same facts give the same bytes.

    Errors: ExportError (target not writable, a character no font has), DiskFull; a file that stood there stays.
    """
    with atomic.replacing(target) as scratch, scratch.open("wb") as stream, speaking(language):
        title = _("Action plan: {month} {year}").format(month=month_name(wall.day.month, language), year=wall.day.year)
        pen = Pen(stream, "A3", language, (wall.name, ""))
        pen.describe(title, wall.name, title, wall.day)
        pen.has_foot = False
        pen.begin_page(landscape=True)
        _head(pen, wall, title)
        left = pen.width * 0.62
        _actions(pen, wall, pen.left, pen.y, left)
        right = pen.left + left + _GAP
        low = _days(pen, wall, right, pen.y, pen.right - right)
        _papers(pen, wall, right, low, pen.right - right)
        pen.end_pages()
        pen.finish()


def _head(pen: Pen, wall: Wall, title: str) -> None:
    pen.text(pen.left, pen.top - 18, elided(pen.fonts, wall.name, _NAME, pen.width * 0.7), _NAME)
    day = long_date(wall.day, current())
    pen.text(pen.right - pen.fonts.width(day, _NAME), pen.top - 18, day, _NAME)
    pen.text(pen.left, pen.top - 66, elided(pen.fonts, title, _TITLE, pen.width), _TITLE)
    pen.y = pen.top - 84
    pen.fill(pen.left, pen.y, pen.width, 3, _C.gold)
    pen.y -= 22


def _actions(pen: Pen, wall: Wall, x: float, top: float, width: float) -> None:
    """Rows: the day, a sign, what is to be done, who does it; late ones first."""
    bottom = pen.bottom + 20
    if not wall.actions:
        pen.text(x, top - 34, _("Nothing is due this month."), _PART)
        top -= 50
    size, shown = _SIZES[-1], 0
    for size in _SIZES:
        shown = _fitting(pen, wall, width, top - bottom, size)
        if shown == len(wall.actions):
            break
    y = top
    for card in wall.actions[:shown]:
        y = _action(pen, card, x, y, width, size)
    if shown == len(wall.actions) and wall.coming and y - 150 > bottom:
        y -= 40
        pen.text(x, y, _("Coming next"), _PART)
        y -= 16
        for card in wall.coming:
            if y - _height(pen, card, width, _SIZES[-1]) < bottom:
                break
            y = _action(pen, card, x, y, width, _SIZES[-1])
    left = len(wall.actions) - shown
    done = ngettext("{count} action was done this month.", "{count} actions were done this month.", wall.done).format(
        count=wall.done) if wall.done else ""
    more = ngettext("{count} more is in the list.", "{count} more are in the list.", left).format(count=left) \
        if left else ""
    pen.text(x, pen.bottom, elided(pen.fonts, " ".join(filter(None, (more, done))), _QUIET, width), _QUIET)


def _action(pen: Pen, card: Card, x: float, y: float, width: float, size: float) -> float:
    """One row; gives the place below."""
    words, lines = Style("bold", size, _C.ink), _lines(pen, card.told, size, width)
    if card.due is not None:
        _day(pen, x, y, f"{card.due.day}", month_name(card.due.month, current())[:3])
    inner = x + 34 * MM
    if card.late:
        _warning(pen, x + 22 * MM, y - 36, 30, _C.alarm)
    for line in lines:
        y -= size * 1.22
        pen.text(inner, y, line, words)
    y -= _WHO * 1.35
    late = ngettext("LATE by {count} day", "LATE by {count} days", card.late).format(count=card.late) \
        if card.late else ""
    pen.text(inner, y, late, _LATE)
    start = inner + (pen.fonts.width(late + "   ", _LATE) if late else 0)
    who = card.who or _("nobody is responsible yet")
    pen.text(start, y, elided(pen.fonts, who, Style("regular", _WHO, _C.quiet), x + width - start),
             Style("regular", _WHO, _C.quiet))
    y -= 10
    pen.line(x, y, x + width, y, _C.line, 1)
    y -= 8
    return y


def _lines(pen: Pen, text: str, size: float, width: float) -> Sequence[str]:
    style, room = Style("bold", size, _C.ink), width - 34 * MM
    lines = wrap(pen.fonts, " ".join(text.split()), style, room)
    return lines if len(lines) <= 2 else [lines[0], elided(pen.fonts, " ".join(lines[1:]), style, room)]


def _fitting(pen: Pen, wall: Wall, width: float, room: float, size: float) -> int:
    """How many actions have room at a size."""
    for count, card in enumerate(wall.actions):
        room -= _height(pen, card, width, size)
        if room < 0:
            return count
    return len(wall.actions)


def _height(pen: Pen, card: Card, width: float, size: float) -> float:
    return len(_lines(pen, card.told, size, width)) * size * 1.22 + _WHO * 1.35 + 18


def _day(pen: Pen, x: float, top: float, day: str, month: str) -> None:
    """A leaf of a calendar."""
    width, height = 19 * MM, 58.0
    pen.fill(x, top - height, width, height, _C.paper)
    pen.fill(x, top - 8, width, 8, _C.gold)
    for place in (0.0, width):
        pen.line(x + place, top, x + place, top - height, _C.gold, 1.2)
    pen.line(x, top - height, x + width, top - height, _C.gold, 1.2)
    pen.text(x + (width - pen.fonts.width(day, _DAY)) / 2, top - 38, day, _DAY)
    pen.text(x + (width - pen.fonts.width(month, _MONTH)) / 2, top - 54, month, _MONTH)


def _days(pen: Pen, wall: Wall, x: float, top: float, width: float) -> float:
    """Days without a lost-time accident, as large as they are wide to see."""
    y = _part(pen, _helmet, _("Days without a lost-time accident"), x, top, width)
    if wall.days is None:
        pen.text(x, y - 30, _("No incident is written down yet."), _QUIET)
        return y - 60
    y -= 118
    pen.text(x, y, str(wall.days), _FIGURE)
    told = _("The last one was on {day}.").format(day=long_date(wall.last, current())) if wall.last else \
        _("None since {day}.").format(day=long_date(wall.since, current()) if wall.since else "")
    for line in wrap(pen.fonts, told, _QUIET, width):
        y -= 28
        pen.text(x, y, line, _QUIET)
    return y - 28


def _papers(pen: Pen, wall: Wall, x: float, top: float, width: float) -> None:
    """Papers that ended or end soon, the most pressing first."""
    y = _part(pen, _paper, _("Papers that end"), x, top, width)
    if not wall.papers:
        pen.text(x, y - 30, _("None in the coming weeks."), _QUIET)
    name_style = Style("bold", 22, _C.ink)
    for number, each in enumerate(wall.papers):
        if y - 62 < pen.bottom + 30:
            left = len(wall.papers) - number
            pen.text(x, pen.bottom, ngettext("{count} more", "{count} more", left).format(count=left), _QUIET)
            return
        over = each.days < 0
        if over:
            _warning(pen, x, y - 30, 22, _C.alarm)
        inner = x + (30 if over else 0)
        pen.text(inner, y - 26, elided(pen.fonts, each.name, name_style, x + width - inner), name_style)
        told = _("ended on {day}") if over else _("ends on {day}")
        pen.text(x, y - 50, told.format(day=long_date(each.ends, current())), _LATE if over else _QUIET)
        y -= 62


def _part(pen: Pen, sign: Callable[[Pen, float, float, float, str], None], title: str, x: float, top: float,
          width: float) -> float:
    """A heading with its sign; gives the place below."""
    sign(pen, x, top - 38, 38, _C.gold)
    y = top + 4
    for line in wrap(pen.fonts, title, _PART, width - 50)[:2]:
        y -= 34
        pen.text(x + 50, y, line, _PART)
    return min(y, top - 42) - 10


# Signs: drawn in a square of side `size` whose foot is at (x, y).


def _path(pen: Pen, x: float, y: float, size: float, colour: str, points: Sequence[tuple[float, float]],
          *, filled: bool = True) -> None:
    words = [f"{x + px * size:.2f} {y + py * size:.2f} {'l' if place else 'm'}"
             for place, (px, py) in enumerate(points)]
    shade = f"{colour_operands(colour)} {'rg' if filled else 'RG'} {size / 12:.2f} w"
    pen.draw(f"{shade} {' '.join(words)} {'h f' if filled else 'S'}")


def _warning(pen: Pen, x: float, y: float, size: float, colour: str) -> None:
    """A triangle with an exclamation mark."""
    _path(pen, x, y, size, colour, ((0, 0), (1, 0), (0.5, 0.9)))
    _path(pen, x, y, size, "#FFFFFF", ((0.44, 0.28), (0.56, 0.28), (0.58, 0.62), (0.42, 0.62)))
    _path(pen, x, y, size, "#FFFFFF", ((0.44, 0.1), (0.56, 0.1), (0.56, 0.21), (0.44, 0.21)))


def _helmet(pen: Pen, x: float, y: float, size: float, colour: str) -> None:
    """A miner's helmet with its lamp."""
    operators = [f"{colour_operands(colour)} rg"]

    def at(px: float, py: float) -> str:
        return f"{x + px * size:.2f} {y + py * size:.2f}"

    operators.append(f"{at(0.08, 0.3)} m {at(0.08, 0.75)} {at(0.3, 0.92)} {at(0.52, 0.92)} c "
                     f"{at(0.76, 0.92)} {at(0.94, 0.72)} {at(0.94, 0.3)} c h f")
    operators.append(f"{at(0, 0.14)} m {at(1, 0.14)} l {at(1, 0.25)} l {at(0, 0.25)} l h f")
    pen.draw(" ".join(operators))
    _path(pen, x, y, size, "#FFFFFF", ((0.42, 0.5), (0.62, 0.5), (0.62, 0.7), (0.42, 0.7)))


def _paper(pen: Pen, x: float, y: float, size: float, colour: str) -> None:
    """A sheet with a folded corner and lines."""
    _path(pen, x, y, size, colour, ((0.15, 0), (0.85, 0), (0.85, 0.68), (0.6, 0.95), (0.15, 0.95)))
    for height in (0.2, 0.38, 0.56):
        line = ((0.28, height), (0.72, height), (0.72, height + 0.06), (0.28, height + 0.06))
        _path(pen, x, y, size, "#FFFFFF", line)
