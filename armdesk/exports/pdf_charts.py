"""Draws the shapes of a chart on a PDF page, in vectors."""

from __future__ import annotations

from math import cos, radians, sin

from armdesk import look
from armdesk.exports.chart_shapes import draw_chart
from armdesk.exports.graph_shapes import draw_flow
from armdesk.exports.pdf_fonts import BOLD, SMALL, Style, plain
from armdesk.exports.pdf_page import Pen, colour_operands
from armdesk.exports.pdf_text import wrap
from armdesk.exports.shapes import Box, Drawing, Label, Mark, Path
from armdesk.i18n import _
from armdesk.reports.document import Chart, Graph

_CAPTION = BOLD._replace(size=9)
_HATCH_STEP = 4.0
_LEGIBLE = 0.6
"""How far a graph may shrink before its words are too small; then its page is turned on its side."""


def draw(pen: Pen, chart: Chart) -> None:
    """Draw a chart with its title and the sheet it comes from, never across two pages."""
    drawing = draw_chart(chart, pen.width, pen.language, lambda text, size: _measure(pen, text, size))
    title = wrap(pen.fonts, chart.title, _CAPTION, pen.width)
    pen.need(drawing.height + (len(title) + 2) * 14)
    pen.anchor(chart.anchor)
    pen.lines(title, _CAPTION)
    pen.y -= 4
    _shapes(pen, drawing, pen.y)
    pen.y -= drawing.height
    if chart.source:
        pen.lines(wrap(pen.fonts, _("Source: {source}").format(source=chart.source), SMALL, pen.width), SMALL)
    pen.y -= 12


def draw_graph(pen: Pen, graph: Graph) -> None:
    """Draw what came of what, on a page on its side where it would be too small upright."""
    if graph.width * _LEGIBLE > pen.width and not pen.is_landscape:
        pen.begin_page(landscape=True)
    room = pen.top - pen.bottom - 40
    drawing = draw_flow(graph, pen.width, room)
    title = wrap(pen.fonts, graph.title, _CAPTION, pen.width)
    pen.need(drawing.height + (len(title) + 1) * 14)
    pen.anchor(graph.anchor)
    pen.lines(title, _CAPTION)
    pen.y -= 6
    _shapes(pen, drawing, pen.y)
    pen.y -= drawing.height + 12


def _measure(pen: Pen, text: str, size: float) -> float:
    # The names of series are bold; measuring all in bold leaves a little air elsewhere.
    return pen.fonts.width(plain(text), Style("bold", size, ""))


def _shapes(pen: Pen, drawing: Drawing, top: float) -> None:
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            _box(pen, shape, top)
        elif isinstance(shape, Path):
            dash = " ".join(f"{length:g}" for length in shape.dash)
            points = [f"{pen.left + x:.2f} {top - y:.2f}" for x, y in shape.points]
            line = f"{points[0]} m " + " ".join(f"{point} l" for point in points[1:])
            pen.draw(f"{colour_operands(shape.colour)} RG {shape.width:g} w [{dash}] 0 d {line} S [] 0 d")
        elif isinstance(shape, Mark):
            pen.draw(_mark(pen.left + shape.x, top - shape.y, shape))
        else:
            _label(pen, shape, top)


def _label(pen: Pen, label: Label, top: float) -> None:
    style = Style("bold" if label.bold else "regular", label.size, label.colour)
    text = plain(label.text)
    back = {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor] * pen.fonts.width(text, style)
    turn = (cos(radians(label.slope)), sin(radians(label.slope)))
    x, y = pen.left + label.x - back * turn[0], top - label.y - back * turn[1]
    pen.text(x, y, text, style, (1.0, 0.0) if label.slope == 0 else turn)


def _box(pen: Pen, box: Box, top: float) -> None:
    x, y = pen.left + box.x, top - box.y - box.height
    pen.fill(x, y, box.width, box.height, box.colour)
    lines = list(_hatch(box))
    if lines:
        path = " ".join(f"{x + x1:.2f} {y + y1:.2f} m {x + x2:.2f} {y + y2:.2f} l" for x1, y1, x2, y2 in lines)
        frame = f"{x:.2f} {y:.2f} {box.width:.2f} {box.height:.2f} re W n"
        pen.draw(f"q {frame} {colour_operands(look.LIGHT.surface)} RG 0.7 w {path} S Q")


def _hatch(box: Box) -> list[tuple[float, float, float, float]]:
    """White lines over a bar, measured from its lower left corner."""
    width, height = box.width, box.height
    steps = [_HATCH_STEP * n for n in range(int((width + height) / _HATCH_STEP) + 2)]
    rising = [(at - height, 0.0, at, height) for at in steps]
    falling = [(at - height, height, at, 0.0) for at in steps]
    level = [(0.0, at, width, at) for at in steps if at < height]
    upright = [(at, 0.0, at, height) for at in steps if at < width]
    return {"solid": [], "rising": rising, "falling": falling, "level": level, "grid": rising + falling,
            "upright": upright}[box.hatch]  # fmt: skip


def _mark(x: float, y: float, mark: Mark, r: float = 2.3) -> str:
    colour = colour_operands(mark.colour)
    paint = f"{colour} rg {colour} RG 1 w"
    corners = {
        "square": ((-r, -r), (r, -r), (r, r), (-r, r)),
        "triangle": ((-r, -r), (r, -r), (0, r * 1.2)),
        "diamond": ((0, -r * 1.3), (r * 1.3, 0), (0, r * 1.3), (-r * 1.3, 0)),
    }
    if mark.kind in corners:
        first, *others = [f"{x + dx:.2f} {y + dy:.2f}" for dx, dy in corners[mark.kind]]
        return f"{paint} {first} m " + " ".join(f"{point} l" for point in others) + " f"
    if mark.kind == "cross":
        return f"{paint} " + " ".join(
            f"{x - r:.2f} {y - r * up:.2f} m {x + r:.2f} {y + r * up:.2f} l" for up in (1, -1)
        ) + " S"
    if mark.kind == "disc":
        return f"{paint} {circle(x, y, r)} f"
    return f"{paint} {colour_operands(look.LIGHT.surface)} rg {circle(x, y, r)} B"


def circle(x: float, y: float, r: float) -> str:
    """Path of a circle in four curves."""
    k = r * 0.5523
    curves = (
        ((r, k), (k, r), (0, r)),
        ((-k, r), (-r, k), (-r, 0)),
        ((-r, -k), (-k, -r), (0, -r)),
        ((k, -r), (r, -k), (r, 0)),
    )
    path = " ".join(" ".join(f"{x + dx:.2f} {y + dy:.2f}" for dx, dy in curve) + " c" for curve in curves)
    return f"{x + r:.2f} {y:.2f} m {path}"
