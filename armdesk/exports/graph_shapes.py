"""Makes plain shapes of a graph: ribbons below, boxes with their words above, all as large as the room allows."""

from __future__ import annotations

from armdesk import look
from armdesk.exports.shapes import Box, Drawing, Label, Path
from armdesk.reports.document import Graph, GraphBox, GraphRibbon
from armdesk.services.gold.genealogy import curve

_LETTERS, _SMALLEST = 9.5, 3.5
GOLD_FLOW = "#DCC9A0"
"""The way of gold, light enough for words beside it in both settings of a screen."""


def draw_flow(graph: Graph, width: float, height: float) -> Drawing:
    """Lay a graph out in the given room, never larger than it is."""
    scale = min(1.0, width / max(graph.width, 1), height / max(graph.height, 1))
    drawing = Drawing(width, graph.height * scale + 4)
    for gold in (False, True):
        for ribbon in graph.ribbons:
            if ribbon.gold == gold:
                drawing.shapes.append(_ribbon(ribbon, scale))
    for box in graph.boxes:
        drawing.shapes.extend(_box(box, scale))
    return drawing


def _ribbon(ribbon: GraphRibbon, scale: float) -> Path:
    points = tuple((x * scale, y * scale) for x, y in curve(ribbon.points))
    colour = GOLD_FLOW if ribbon.gold else look.LIGHT.line
    return Path(points, colour, max(ribbon.width * scale, 0.4), (3, 2) if ribbon.dashed else ())


def _box(box: GraphBox, scale: float) -> list[Box | Path | Label]:
    x, y, width, height = box.x * scale, box.y * scale, box.width * scale, box.height * scale
    colour = look.LIGHT.gold if box.gold else look.LIGHT.quiet
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
    shapes: list[Box | Path | Label] = [Box(x, y, width, height, look.LIGHT.surface),
                                        Path(corners, colour, 1.4 * scale if box.gold else 0.8 * scale),
                                        Box(x, y, 2.5 * scale, height, colour)]
    size = max(_LETTERS * scale, _SMALLEST)
    lines = box.lines[: max(1, int(height / (size * 1.25)))]
    top = y + (height - len(lines) * size * 1.25) / 2
    for number, line in enumerate(lines):
        shapes.append(Label(x + 7 * scale, top + (number + 0.82) * size * 1.25, line, size,
                            look.LIGHT.ink if number == 0 else look.LIGHT.quiet, bold=number == 0))
    if box.loss:
        shapes.append(Box(x, y + height, width * 0.3, box.loss * scale, look.LIGHT.alarm))
    return shapes

