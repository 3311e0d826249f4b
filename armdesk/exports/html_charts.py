"""Charts and QR codes as pictures inside the HTML file, in colours that follow the reader's light or dark setting."""

from __future__ import annotations

from html import escape

from armdesk import look
from armdesk.exports.chart_shapes import draw_chart
from armdesk.exports.graph_shapes import GOLD_FLOW, draw_flow
from armdesk.exports.qr import qr_squares
from armdesk.exports.shapes import Box, Drawing, Label, Mark, Path, Shape
from armdesk.exports.text import clean
from armdesk.reports.document import Chart, Graph

_WIDTH = 700.0
_WIDE = frozenset("MWmw%@‰")
_NARROW = frozenset("iljtfrI.,:;'|!()[] ")
_VARIABLES = {
    **{colour: f"var(--s{number})" for number, colour in enumerate(look.SERIES)},
    GOLD_FLOW: GOLD_FLOW, look.LIGHT.surface: "var(--surface)", look.LIGHT.alarm: "var(--alarm)",
    look.LIGHT.ink: "var(--ink)", look.LIGHT.quiet: "var(--quiet)", look.LIGHT.line: "var(--line)",
}  # fmt: skip
_HATCHES = {
    "rising": "M-1 1L1 -1M0 6L6 0M5 7L7 5", "falling": "M-1 5L1 7M0 0L6 6M5 -1L7 1", "level": "M0 3H6",
    "upright": "M3 0V6", "grid": "M0 6L6 0M0 0L6 6",
}  # fmt: skip
_QUIET_SQUARES = 4
_LARGER = 1.1  # letters on a screen are read from further away than on paper


def chart_picture(chart: Chart, number: int, language: str) -> str:
    """A chart as SVG.  Shape: number tells charts of one file apart."""
    drawing = draw_chart(chart, _WIDTH, language, text_width)
    title = escape(clean(chart.title))
    return (
        f'<svg viewBox="0 0 {drawing.width:g} {drawing.height:g}" role="img" aria-label="{title}">'
        f"{_patterns(drawing, number)}{''.join(_shape(shape, number) for shape in drawing.shapes)}</svg>"
    )


def graph_picture(graph: Graph) -> str:
    """What came of what as SVG."""
    drawing = draw_flow(graph, max(_WIDTH, min(graph.width, 3 * _WIDTH)), 4 * _WIDTH)
    title = escape(clean(graph.title))
    return (
        f'<svg viewBox="0 0 {drawing.width:g} {drawing.height:g}" role="img" aria-label="{title}">'
        f"{''.join(_shape(shape, 0) for shape in drawing.shapes)}</svg>"
    )


def text_width(text: str, size: float) -> float:
    """About how wide a text will be; the reader's own font decides, so a little room is added.  Units: points."""
    return sum(0.92 if sign in _WIDE else 0.36 if sign in _NARROW else 0.61 for sign in text) * size * _LARGER


def _patterns(drawing: Drawing, number: int) -> str:
    wanted = dict.fromkeys((s.colour, s.hatch) for s in drawing.shapes if isinstance(s, Box) and s.hatch != "solid")
    patterns = [
        f'<pattern id="{_pattern_name(colour, hatch, number)}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<path d="M0 0H6V6H0z" fill="{_VARIABLES[colour]}"/>'
        f'<path d="{_HATCHES[hatch]}" stroke="var(--surface)" stroke-width=".9" fill="none"/></pattern>'
        for colour, hatch in wanted
    ]
    return f"<defs>{''.join(patterns)}</defs>" if patterns else ""


def _pattern_name(colour: str, hatch: str, number: int) -> str:
    return f"c{number}-{hatch}-{colour[1:]}"


def _shape(shape: Shape, number: int) -> str:
    match shape:
        case Box():
            solid = shape.hatch == "solid"
            paint = _VARIABLES[shape.colour] if solid else f"url(#{_pattern_name(shape.colour, shape.hatch, number)})"
            size = f'width="{shape.width:.1f}" height="{shape.height:.1f}"'
            return f'<rect x="{shape.x:.1f}" y="{shape.y:.1f}" {size} fill="{paint}"/>'
        case Path():
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in shape.points)
            dash = f' stroke-dasharray="{" ".join(map(str, shape.dash))}"' if shape.dash else ""
            stroke = f'stroke="{_VARIABLES[shape.colour]}" stroke-width="{shape.width:g}"{dash}'
            return f'<polyline points="{points}" fill="none" {stroke}/>'
        case Mark():
            return _mark(shape)
        case Label():
            turn = f' transform="rotate({-shape.slope} {shape.x:.1f} {shape.y:.1f})"' if shape.slope else ""
            weight = ' font-weight="600"' if shape.bold else ""
            place = f'x="{shape.x:.1f}" y="{shape.y:.1f}" text-anchor="{shape.anchor}"'
            look_of = f'font-size="{shape.size * _LARGER:g}" fill="{_VARIABLES[shape.colour]}"'
            return f"<text {place} {look_of}{weight}{turn}>{escape(clean(shape.text))}</text>"


def _mark(mark: Mark) -> str:
    x, y, colour = mark.x, mark.y, _VARIABLES[mark.colour]
    paths = {
        "square": "M-2.3 -2.3H2.3V2.3H-2.3z", "triangle": "M-2.6 2.3L0 -2.8L2.6 2.3z", "diamond": "M0 -3L3 0L0 3L-3 0z",
        "cross": "M-2.3 -2.3L2.3 2.3M-2.3 2.3L2.3 -2.3", "disc": "M-2.3 0a2.3 2.3 0 1 0 4.6 0a2.3 2.3 0 1 0 -4.6 0z",
        "ring": "M-2.3 0a2.3 2.3 0 1 0 4.6 0a2.3 2.3 0 1 0 -4.6 0z",
    }  # fmt: skip
    fill = {"cross": "none", "ring": "var(--surface)"}.get(mark.kind, colour)
    place = f'transform="translate({x:.1f} {y:.1f})"'
    return f'<path d="{paths[mark.kind]}" {place} fill="{fill}" stroke="{colour}"/>'


def qr_picture(text: str) -> str:
    """A QR code as SVG, dark on white in both settings, for cameras read no inverse codes."""
    rows = qr_squares(text)
    side = len(rows) + 2 * _QUIET_SQUARES
    squares = "".join(
        f"M{x + _QUIET_SQUARES} {y + _QUIET_SQUARES}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    label = escape(clean(text))
    return (
        f'<svg class="qr" viewBox="0 0 {side} {side}" role="img" aria-label="{label}" shape-rendering="crispEdges">'
        f'<path d="{squares}" fill="#000"/></svg>'
    )
