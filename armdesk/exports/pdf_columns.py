"""Chooses type size, direction of the page and widths of the columns of a table before it is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from armdesk import look
from armdesk.exports.pdf_fonts import Fonts, Style, plain
from armdesk.exports.shown import Formatter, formatter
from armdesk.i18n_formats import MARKS
from armdesk.reports.document import CellValue, Column, Table

PADDING = 4.0
"""Units: points at each side of a cell."""
_SAMPLE = 200
_WIDEST_NOTE = 230.0
_WIDEST_WORD = 130.0
_SIZES = (8.0, 7.2)
_SIZES_ACROSS = (8.0, 7.2, 6.4)


@dataclass(frozen=True)
class Plan:
    """How a table is drawn.  Units: widths in points with padding; fractions: room from the decimal mark on."""

    size: float
    landscape: bool
    widths: tuple[float, ...]
    fractions: tuple[float, ...]
    mark: str
    formatters: tuple[Formatter, ...]


@dataclass(frozen=True)
class _Wish:
    least: float
    best: float


def plan_table(fonts: Fonts, table: Table, language: str, upright: float, across: float) -> Plan:
    """The largest type that lets every column breathe, upright if possible.  Units: room for the table in points."""
    formatters = tuple(formatter(column, language) for column in table.columns)
    texts = [_sampled(table, position, formatters[position]) for position in range(len(table.columns))]
    mark = MARKS.get(language, MARKS["en"])[0]
    for landscape, room in ((False, upright), (True, across)):
        for size in _SIZES_ACROSS if landscape else _SIZES:
            wishes = [_wish(fonts, column, texts[n], size) for n, column in enumerate(table.columns)]
            last = landscape and size == _SIZES_ACROSS[-1]
            if sum(wish.least for wish in wishes) <= room or last:
                style = Style("regular", size, look.LIGHT.ink)
                fractions = tuple(
                    _fraction(fonts, column, texts[n], style, mark) for n, column in enumerate(table.columns)
                )
                return Plan(size, landscape, _share(wishes, table.columns, room), fractions, mark, formatters)
    raise AssertionError("the last size is always taken")


def _sampled(table: Table, position: int, show: Formatter) -> list[str]:
    """Texts that tell how wide a column must be: some rows, the total, and the extremes of its numbers."""
    step = max(1, len(table.rows) // _SAMPLE)
    values: list[CellValue] = [table.rows[number][position] for number in range(0, len(table.rows), step)]
    if table.totals is not None:
        values.append(table.totals[position])
    if table.columns[position].kind == "number" and step > 1:
        values.extend(_extremes(row[position] for row in table.rows))
    return [plain(show(value)) for value in values]


def _extremes(values: Iterable[CellValue]) -> list[Decimal | int]:
    numbers = [value for value in values if isinstance(value, int | Decimal)]
    return [max(numbers), min(numbers)] if numbers else []


def _wish(fonts: Fonts, column: Column, texts: Sequence[str], size: float) -> _Wish:
    style, bold = Style("regular", size, ""), Style("bold", size, "")
    title = max(fonts.width(word, bold) for word in plain(column.title).split(" "))
    unit = fonts.width(f"({column.unit})", style) if column.unit else 0.0
    widest = max((fonts.width(line, style) for text in texts for line in text.split("\n")), default=0.0) * 1.06
    if column.kind in {"text", "note"}:
        words = {word for text in texts for word in text.split()}
        word = min(max((fonts.width(word, style) for word in words), default=0.0), _WIDEST_WORD)
    else:
        word = min(widest, 2 * _WIDEST_WORD)
    least = max(title, unit, word) + 2 * PADDING
    return _Wish(least, max(least, min(widest, _WIDEST_NOTE) + 2 * PADDING))


def _share(wishes: Sequence[_Wish], columns: Sequence[Column], room: float) -> tuple[float, ...]:
    least, best = sum(wish.least for wish in wishes), sum(wish.best for wish in wishes)
    if least >= room:
        return tuple(wish.least * room / least for wish in wishes)
    if best > room:
        fed = _feed([wish.best - wish.least for wish in wishes], [column.width for column in columns], room - least)
        return tuple(wish.least + more for wish, more in zip(wishes, fed, strict=True))
    elastic = [column.width if column.kind in {"text", "note"} else 0.15 * column.width for column in columns]
    return tuple(w.best + (room - best) * e / sum(elastic) for w, e in zip(wishes, elastic, strict=True))


def _feed(hungers: Sequence[float], weights: Sequence[float], room: float) -> list[float]:
    """Share room so that modest columns get all they want and only the greedy ones, long notes, go short."""
    fed = [0.0] * len(hungers)
    waiting = set(range(len(hungers)))
    while waiting:
        share = room / sum(weights[n] for n in waiting)
        modest = {n for n in waiting if hungers[n] <= share * weights[n]}
        for n in modest or waiting:
            fed[n] = hungers[n] if modest else share * weights[n]
        room -= sum(fed[n] for n in modest)
        waiting = waiting - modest if modest else set()
    return fed


def _fraction(fonts: Fonts, column: Column, texts: Sequence[str], style: Style, mark: str) -> float:
    if column.kind != "number" or column.places is not None:
        return 0.0  # with equal places the right edges align the marks already
    return max((fonts.width(fraction(text, mark), style) for text in texts), default=0.0)


def fraction(text: str, mark: str) -> str:
    """A shown number from its decimal mark on; "" for a whole number."""
    _whole, found, decimals = text.partition(mark)
    return found + decimals
