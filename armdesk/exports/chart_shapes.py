"""Lays a chart out in plain shapes, the same for paper and for the screen; told apart without colour too.

Units: points; x from the left, y from the top.  Bars carry hatches and lines carry marks, so grey print can be read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from armdesk import i18n_formats, look
from armdesk.exports.shapes import DASHES, HATCHES, MARKS, Box, Drawing, Label, Mark, Path
from armdesk.i18n_formats import decimal_text
from armdesk.reports.document import Chart

Measure = Callable[[str, float], float]
"""Width of a text at a size, both in points."""

_HEIGHT = 200.0
_SMALL = 7.5
_LONGEST_LABEL = 110.0
_GAP = 6.0
_CLOSEST = 14.0
"""Least room from one name to the next, with air between slanted ones."""


def draw_chart(chart: Chart, width: float, language: str, measure: Measure, height: float = _HEIGHT) -> Drawing:
    """Lay a chart out in the given width.

    Title and source are written by the pen, not here.  Units: height in points without names that need more room.
    """
    return _Layout(chart, width, language, measure, height).draw()


def nice_steps(low: Decimal, high: Decimal, *, from_zero: bool = True, whole: bool = False,
               wanted: int = 5) -> list[Decimal]:
    """Round values for an axis that covers low to high; bars always stand on zero, or their lengths would lie.

    Of what is counted (whole) there are no halves.  A line that is not zero never lies on the edge of the drawing,
    where it would be taken for the frame.
    """
    if from_zero or low < 0 < high or abs(high - low) * 2 > max(abs(low), abs(high)) or low == high:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        high = Decimal(1)
    rough = (high - low) / wanted
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * factor for factor in (1, 2, Decimal("2.5"), 5, 10) if power * factor >= rough)
    if whole and step != step.to_integral_value():
        step = step.to_integral_value("ROUND_CEILING")
    first = (low / step).to_integral_value("ROUND_FLOOR")
    last = (high / step).to_integral_value("ROUND_CEILING")
    if not from_zero:
        first -= low == first * step != 0
        last += high == last * step != 0
    return [step * number for number in range(int(first), int(last) + 1)]


class _Layout:
    def __init__(self, chart: Chart, width: float, language: str, measure: Measure, height: float) -> None:
        self._height = height
        self._chart, self._width, self._language, self._measure = chart, width, language, measure
        self._drawing = Drawing(width, self._height)
        self._put = self._drawing.shapes.append
        self._count = len(chart.categories)
        values = [Decimal(value) for series in chart.series for value in series.values if value is not None]
        self._steps = nice_steps(*self._extent(), from_zero=chart.kind != "lines",
                                 whole=all(value == value.to_integral_value() for value in values))
        exact = [step.normalize().as_tuple().exponent for step in self._steps]
        self._places = max((-each for each in exact if isinstance(each, int)), default=0)
        self._direct = self._labels_beside()
        self._top = 20.0 if chart.unit else 12.0
        if not self._direct and len(chart.series) > 1:
            self._top = 12.0 + self._legend_rows() * 13
        self._left = 8 + max(measure(self._number(step), _SMALL) for step in self._steps)
        beside = max((measure(series.name, _SMALL) for series in chart.series), default=0.0) + 14
        self._right = width - (beside if self._direct else 4)
        slot = (self._right - self._left) / max(1, self._count)
        widest = max((measure(name, _SMALL) for name in chart.categories), default=0.0)
        self._every = 1 + int(_CLOSEST // slot)
        names = [self._in_lines(name, slot * self._every - 3) for name in chart.categories]
        self._slanted = any(name is None for name in names)
        if any(len(name or ()) > 1 for name in names) and all(len(each.split()) == 2 for each in chart.categories):
            names = [name.split() for name in chart.categories]  # "Mar 24" breaks as its neighbours do
        self._names = [name or [] for name in names]
        self._base = self._height - 18
        if self._slanted:
            self._drawing.height = self._height + min(widest, _LONGEST_LABEL) * 0.7 - 4
        else:
            self._drawing.height = self._height + (max(map(len, self._names), default=1) - 1) * 9

    # -- scale ------------------------------------------------------------------------------------------------

    def _extent(self) -> tuple[Decimal, Decimal]:
        chart = self._chart
        if chart.kind == "stacked":
            columns = [[Decimal(s.values[n] or 0) for s in chart.series] for n in range(self._count)]
            highs = [sum((v for v in column if v > 0), Decimal(0)) for column in columns]
            lows = [sum((v for v in column if v < 0), Decimal(0)) for column in columns]
        else:
            highs = lows = [Decimal(value) for series in chart.series for value in series.values if value is not None]
        return min(lows, default=Decimal(0)), max(highs, default=Decimal(0))

    def _y(self, value: Decimal) -> float:
        low, high = self._steps[0], self._steps[-1]
        return self._base - float((value - low) / (high - low)) * (self._base - self._top)

    def _slot(self, number: int) -> tuple[float, float]:
        width = (self._right - self._left) / max(1, self._count)
        return self._left + number * width, width

    def _number(self, value: Decimal) -> str:
        """A value of the axis: all with as many decimals, and all or none with their thousands set apart."""
        text = decimal_text(value, self._places if value else 0, self._language)
        if max(map(abs, self._steps)) < 10_000 or not 1_000 <= abs(value) < 10_000:
            return text
        end, mark = 1 + (value < 0), i18n_formats.MARKS.get(self._language, i18n_formats.MARKS["en"])[1]
        return f"{text[:end]}{mark}{text[end:]}"

    # -- parts ------------------------------------------------------------------------------------------------

    def draw(self) -> Drawing:
        """Axes, series and their names."""
        self._draw_axes()
        {"bars": self._draw_bars, "stacked": self._draw_stacked, "lines": self._draw_lines}[self._chart.kind]()
        if not self._direct and len(self._chart.series) > 1:
            self._draw_legend()
        return self._drawing

    def _draw_axes(self) -> None:
        for step in self._steps:
            y = self._y(step)
            on_ground = step == (0 if self._steps[0] <= 0 <= self._steps[-1] else self._steps[0])
            colour, width = (look.LIGHT.quiet, 0.8) if on_ground else (look.LIGHT.line, 0.5)
            self._put(Path(((self._left, y), (self._right, y)), colour, width))
            label = Label(self._left - 4, y + 2.6, self._number(step), _SMALL, look.LIGHT.quiet, "end")
            self._put(label)
        if self._chart.unit:
            self._put(Label(0, 6, self._chart.unit, _SMALL, look.LIGHT.quiet))
        for number in range(0, self._count, self._every):
            x, width = self._slot(number)
            if self._slanted:
                name = self._shortened(self._chart.categories[number])
                self._put(Label(x + width / 2 + 3, self._base + 9, name, _SMALL, look.LIGHT.ink, "end", slope=45))
            for row, line in enumerate([] if self._slanted else self._names[number]):
                self._put(Label(x + width / 2, self._base + 12 + 9 * row, line, _SMALL, look.LIGHT.ink, "middle"))

    def _in_lines(self, name: str, room: float) -> list[str] | None:
        """A name of a category in up to three lines, or None where it does not fit under its bars."""
        lines = [""]
        for word in name.split():
            longer = f"{lines[-1]} {word}".strip()
            if self._measure(longer, _SMALL) <= room:
                lines[-1] = longer
            elif self._measure(word, _SMALL) > room or len(lines) == 3:
                return None
            else:
                lines.append(word)
        return lines

    def _shortened(self, name: str, room: float = _LONGEST_LABEL) -> str:
        if self._measure(name, _SMALL) <= room:
            return name
        name = name[: int(room)]  # no letter is narrower than a point here, so the rest could never be seen
        while len(name) > 1 and self._measure(name + "…", _SMALL) > room:
            name = name[:-1]
        return name.rstrip() + "…"

    def _draw_bars(self) -> None:
        series = self._chart.series
        for number in range(self._count):
            x, slot = self._slot(number)
            width = slot * 0.72 / max(1, len(series))
            for place, one in enumerate(series):
                if (value := one.values[number]) is not None:
                    left = x + slot * 0.14 + place * width
                    self._bar(left, width * 0.94, Decimal(0), Decimal(value), place)
                    self._value_above(left + width * 0.47, slot * 0.86 / len(series), Decimal(value))

    def _bar(self, x: float, width: float, start: Decimal, end: Decimal, place: int) -> None:
        top, foot = sorted((self._y(start), self._y(end)))
        if foot > top:
            self._put(Box(x, top, width, foot - top, _colour(place), HATCHES[place % len(HATCHES)]))

    def _value_above(self, x: float, room: float, value: Decimal) -> None:
        text = decimal_text(value, None, self._language)
        if self._measure(text, 7) <= room:
            y = self._y(value) - 2.5 if value >= 0 else self._y(value) + 8
            self._put(Label(x, y, text, 7, look.LIGHT.ink, "middle"))

    def _draw_stacked(self) -> None:
        ends: list[tuple[float, int]] = []
        for number in range(self._count):
            x, slot = self._slot(number)
            reach = {True: Decimal(0), False: Decimal(0)}
            for place, series in enumerate(self._chart.series):
                value = Decimal(series.values[number] or 0)
                start = reach[value >= 0]
                reach[value >= 0] = start + value
                self._bar(x + slot * 0.16, slot * 0.68, start, start + value, place)
                if number == self._count - 1:
                    ends.append((self._y(start + value / 2), place))
        if self._direct:
            self._name_beside(ends)

    def _draw_lines(self) -> None:
        ends: list[tuple[float, int]] = []
        for place, series in enumerate(self._chart.series):
            points = [
                (self._slot(n)[0] + self._slot(n)[1] / 2, self._y(Decimal(value))) if value is not None else None
                for n, value in enumerate(series.values)
            ]
            for part in _unbroken(points):
                if len(part) > 1:
                    self._put(Path(tuple(part), _colour(place), 1.4, DASHES[place % len(DASHES)]))
                for x, y in part if self._count <= 40 else part[-1:]:
                    self._put(Mark(x, y, MARKS[place % len(MARKS)], _colour(place)))
            known = [point for point in points if point is not None]
            if known:
                ends.append((known[-1][1], place))
        if self._direct:
            self._name_beside(ends)

    # -- names ------------------------------------------------------------------------------------------------

    def _labels_beside(self) -> bool:
        """Whether the series are named at their right ends: always clearer than a legend where there is room."""
        chart = self._chart
        if len(chart.series) < 2 or chart.kind == "bars" or not self._count:
            return False
        if chart.kind == "stacked" and any(not series.values[-1] for series in chart.series):
            return False
        widest = max(self._measure(series.name, _SMALL) for series in chart.series)
        return widest < self._width * 0.28 and len(chart.series) * 10 < self._height - 40

    def _name_beside(self, ends: Sequence[tuple[float, int]]) -> None:
        """Names at the right ends, pushed apart where they would cover each other."""
        wanted = sorted(ends)
        places = [y for y, _place in wanted]
        for n in range(1, len(places)):
            places[n] = max(places[n], places[n - 1] + 9.5)
        excess = max(0.0, places[-1] - self._base) if places else 0.0
        for n in range(len(places) - 1, -1, -1):
            limit = places[n + 1] - 9.5 if n + 1 < len(places) else self._base
            places[n] = min(places[n], limit) if excess else places[n]
        for y, (true_y, place) in zip(places, wanted, strict=True):
            if abs(y - true_y) > 3:
                self._put(Path(((self._right - 1, true_y), (self._right + 8, y)), look.LIGHT.line, 0.6))
            name = self._chart.series[place].name
            self._put(Label(self._right + 10, y + 2.6, name, _SMALL, _colour(place), bold=True))

    def _legend_places(self) -> list[tuple[float, int]]:
        """(x, row) of each entry of the legend, rows filled from left to right."""
        places, x, row = [], 0.0, 0
        for series in self._chart.series:
            width = 22 + self._measure(self._shortened(series.name, self._width - 80), _SMALL)
            if x and 30 + x + width > self._width:
                x, row = 0.0, row + 1
            places.append((x, row))
            x += width + _GAP
        return places

    def _legend_rows(self) -> int:
        return self._legend_places()[-1][1] + 1

    def _draw_legend(self) -> None:
        for place, (x, row) in enumerate(self._legend_places()):
            left, y = 36 + x, 1.0 + row * 13
            if self._chart.kind == "lines":
                self._put(Path(((left, y + 5), (left + 12, y + 5)), _colour(place), 1.4, DASHES[place % len(DASHES)]))
                self._put(Mark(left + 6, y + 5, MARKS[place % len(MARKS)], _colour(place)))
            else:
                self._put(Box(left, y, 12, 9, _colour(place), HATCHES[place % len(HATCHES)]))
            name = self._shortened(self._chart.series[place].name, self._width - 80)
            self._put(Label(left + 15, y + 7.4, name, _SMALL, look.LIGHT.ink))


def _colour(place: int) -> str:
    return look.SERIES[place % len(look.SERIES)]


def _unbroken(points: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Runs of neighbouring points; a missing value interrupts the line instead of being taken for zero."""
    parts: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            parts.append([])
        else:
            parts[-1].append(point)
    return [part for part in parts if part]
