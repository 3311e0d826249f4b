"""Writes the time line of the action plan to paper: bars by month, late parts marked, a line for today."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from armdesk import atomic, look
from armdesk.exports.pdf_fonts import Style
from armdesk.exports.pdf_page import MM, Pen
from armdesk.exports.pdf_text import elided
from armdesk.i18n import _, current, speaking
from armdesk.i18n_formats import month_name
from armdesk.services.plan.action_sources import state_words
from armdesk.services.plan.timeline import Bar, Timeline, rows_of

_C = look.LIGHT
_TITLE, _SUB = Style("bold", 14, _C.gold), Style("regular", 9, _C.quiet)
_NAME, _NUMBER, _MONTH = Style("regular", 8.5, _C.ink), Style("bold", 8.5, _C.ink), Style("regular", 7.5, _C.quiet)
_LATE = Style("bold", 8, _C.alarm)
_ROW, _BAR, _NAMES = 6.2 * MM, 3.2 * MM, 92 * MM
COLOURS = {"open": _C.note, "in_progress": _C.gold, "done": _C.good, "closed": _C.good, "cancelled": _C.line}


def write_timeline(line: Timeline, target: Path, name: str, language: str) -> None:
    """Write the time line to a PDF file on A4 pages on their side; the same plan gives the same bytes.

    Errors: ExportError (target not writable, a character no font has), DiskFull; a file that stood there stays.
    """
    with atomic.replacing(target) as scratch, scratch.open("wb") as stream, speaking(language):
        title = _("Action plan over time")
        pen = Pen(stream, "A4", language, (f"{title} · {name}" if name else title, ""))
        pen.describe(title, name, title, line.today)
        pen.begin_page(landscape=True)
        each = int((pen.top - pen.bottom - 62) // _ROW)
        for number, bars in enumerate(rows_of(line, each)):
            if number:
                pen.new_page(landscape=True)
            _page(pen, line, bars, f"{name} · " if name else "")
        pen.end_pages()
        pen.finish()


def _page(pen: Pen, line: Timeline, bars: Sequence[Bar], before: str) -> None:
    pen.text(pen.left, pen.top - 12, _("Action plan over time"), _TITLE)
    pen.text(pen.left, pen.top - 26, before + _("As of {day}").format(day=line.today), _SUB)
    top = pen.top - 46
    left, width = pen.left + _NAMES, pen.width - _NAMES
    per_day = width / line.days

    def at(day: date) -> float:
        return left + (day - line.first).days * per_day

    bottom = top - len(bars) * _ROW
    step = max(1, round(34 / max(per_day * 30.4, 1)))
    for number, month in enumerate(line.months()):
        x = at(month)
        pen.line(x, top + 2, x, bottom, _C.line, 0.4)
        if number % step == 0:
            words = month_name(month.month, current())[:3]
            pen.text(x + 2, top + 4, f"{words} {month:%y}" if month.month == 1 or not number else words, _MONTH)
    for number, bar in enumerate(bars):
        _row(pen, bar, top - (number + 1) * _ROW, at, per_day)
    x = at(line.today)
    pen.line(x, top + 12, x, bottom, _C.alarm, 1)
    word = _("today")
    pen.text(x - pen.fonts.width(word, _LATE) / 2, top + 14, word, _LATE)


def _row(pen: Pen, bar: Bar, y: float, place: Callable[[date], float], per_day: float) -> None:
    card = bar.card
    pen.line(pen.left, y, pen.right, y, _C.line, 0.3)
    number = elided(pen.fonts, card.number, _NUMBER, 22 * MM)
    pen.text(pen.left, y + 5.5, number, _NUMBER)
    state = "" if card.status in ("open", "in_progress") else f" ({state_words(card.status)})"
    words = elided(pen.fonts, " ".join(card.told.split()) + state, _NAME, _NAMES - 27 * MM)
    pen.text(pen.left + 23 * MM, y + 5.5, words, _NAME)
    x, foot = place(bar.first), y + (_ROW - _BAR) / 2
    width = max(((bar.last - bar.first).days + 1) * per_day, 2)
    colour = COLOURS[card.status]
    pen.fill(x, foot, width, _BAR, _C.line)
    share = 1 if card.status in ("done", "closed") else card.progress / 100
    if share:
        pen.fill(x, foot, width * share, _BAR, colour)
    for height in (0, _BAR):
        pen.line(x, foot + height, x + width, foot + height, colour, 0.6)
    for side in (0, width):
        pen.line(x + side, foot, x + side, foot + _BAR, colour, 0.6)
    if bar.late_until is not None:
        late = max((bar.late_until - bar.last).days * per_day, 1.5)
        pen.fill(x + width, foot + _BAR * 0.3, late, _BAR * 0.4, _C.alarm)
        if card.late:
            pen.text(x + width + late + 3, foot + 1, f"! {card.late}", _LATE)
