"""The genealogy of gold as a drawing in plain figures: boxes from left to right, ribbons as wide as their fine grams.

It knows no screen and no paper; both draw the same.  Units: points, x from the left, y from the top.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from armdesk.i18n import _, ngettext
from armdesk.services.gold import layers
from armdesk.services.gold.lot_stock import DELIVERY
from armdesk.services.gold.trace import Trace
from armdesk.services.gold.trace_rows import KINDS, Edge, Node

BOX, BETWEEN, ROW_GAP, LEAST = 136.0, 64.0, 14.0, 44.0
TALLEST, THINNEST = 64.0, 1.0
_ROUNDS = 12
_GROUPED = 3
"""Deliveries into the same lot or batch are drawn one by one up to this number."""


@dataclass(frozen=True)
class Box:
    """One batch, lot or sale, or several deliveries together.

    Shape: references leads to the records; loss is the height of what was lost in making it, drawn below the box.
    Units: fine_mg and loss_mg in mg.
    """

    key: str
    references: tuple[str, ...]
    kind: str
    label: str
    detail: str
    first: date | None
    last: date | None
    fine_mg: int | None
    loss_mg: int
    status: str
    x: float = 0.0
    y: float = 0.0
    height: float = LEAST
    loss: float = 0.0

    @property
    def right(self) -> float:
        """Where its ribbons leave."""
        return self.x + BOX


@dataclass(frozen=True)
class Ribbon:
    """Gold going from one box to another.

    Shape: points are the middle of the ribbon from left to right, to be joined by soft curves.
    """

    source: str
    target: str
    fine_mg: int | None
    width: float
    points: tuple[tuple[float, float], ...]
    proposed: bool = False


@dataclass(frozen=True)
class Drawing:
    """The whole genealogy."""

    boxes: tuple[Box, ...]
    ribbons: tuple[Ribbon, ...]
    width: float
    height: float

    def box_of(self, reference: str) -> Box | None:
        """The box in which a record stands."""
        return next((box for box in self.boxes if reference in box.references), None)

    def way_back(self, reference: str) -> tuple[set[str], set[tuple[str, str]]]:
        """Boxes and ribbons that lead to a record: the path drawn in gold.  Shape: (keys, (source, target) pairs)."""
        start = self.box_of(reference)
        into: dict[str, list[str]] = defaultdict(list)
        for ribbon in self.ribbons:
            into[ribbon.target].append(ribbon.source)
        seen = {start.key} if start else set()
        waiting, pairs = list(seen), set()
        while waiting:
            target = waiting.pop()
            for source in into[target]:
                pairs.add((source, target))
                if source not in seen:
                    seen.add(source)
                    waiting.append(source)
        return seen, pairs


def draw(trace: Trace) -> Drawing:
    """Lay a trace out; the same trace always gives the same drawing."""
    boxes, links = _boxes(trace)
    if not boxes:
        return Drawing((), (), 0.0, 0.0)
    most = max((box.fine_mg or 0) + box.loss_mg for box in boxes.values()) or 1
    scale = TALLEST / most
    ranks = {key: (str(box.first or box.last or ""), KINDS.index(box.kind), box.label, key)
             for key, box in boxes.items()}
    column_of = layers.columns(ranks, list(links))
    heights = {key: max(LEAST, (box.fine_mg or 0) * scale) for key, box in boxes.items()}
    losses = {key: max(2.0, box.loss_mg * scale) if box.loss_mg > 0 else 0.0 for key, box in boxes.items()}
    steps = _cut(links, column_of, ranks, heights)
    found = layers.rows(column_of, ranks, [pair for way in steps.values() for pair in itertools.pairwise(way)])
    whole = {key: height + losses.get(key, 0.0) for key, height in heights.items()}
    tops = _place(found, whole, [pair for way in steps.values() for pair in itertools.pairwise(way)])
    placed = {key: replace(box, x=column_of[key] * (BOX + BETWEEN), y=tops[key], height=heights[key], loss=losses[key])
              for key, box in boxes.items()}
    ribbons = _ribbons(links, steps, placed, {key: (column_of[key], tops[key] + heights[key] / 2)
                                              for key in column_of}, scale)
    return Drawing(tuple(placed[key] for column in found for key in column if key in placed), tuple(ribbons),
                   (max(column_of.values()) + 1) * (BOX + BETWEEN) - BETWEEN,
                   max(box.y + box.height + box.loss for box in placed.values()))


def _boxes(trace: Trace) -> tuple[dict[str, Box], dict[tuple[str, str], list[Edge]]]:
    """Boxes by key, and the edges between them; many deliveries into the same targets stand in one box."""
    targets: dict[str, list[str]] = defaultdict(list)
    lost: dict[str, int] = defaultdict(int)
    for edge in trace.edges:
        targets[edge.source].append(edge.target)
        lost[edge.target] += edge.loss_mg
    together: dict[tuple[str, ...], list[Node]] = defaultdict(list)
    for node in trace.of(DELIVERY):
        if node.reference not in trace.starts:
            together[tuple(sorted(set(targets[node.reference])))].append(node)
    key_of = {reference: reference for reference in trace.nodes}
    boxes: dict[str, Box] = {}
    for group in together.values():
        if len(group) > _GROUPED:
            key = group[0].reference
            key_of |= {node.reference: key for node in group}
            boxes[key] = _grouped(key, group)
    for node in trace.nodes.values():
        if key_of[node.reference] == node.reference and node.reference not in boxes:
            boxes[node.reference] = Box(node.reference, (node.reference,), node.kind, node.label, node.detail, node.day,
                                        node.day, node.fine_mg, max(lost[node.reference], 0), node.status)
    links: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in trace.edges:
        links[key_of[edge.source], key_of[edge.target]].append(edge)
    return boxes, dict(sorted(links.items()))


def _grouped(key: str, group: Sequence[Node]) -> Box:
    names = list(dict.fromkeys(node.detail for node in group if node.detail))
    label = ngettext("{count} delivery", "{count} deliveries", len(group)).format(count=len(group))
    detail = names[0] if len(names) == 1 else ngettext("{count} name", "{count} names", len(names)).format(
        count=len(names)) if names else ""
    known = [node.fine_mg for node in group if node.fine_mg is not None]
    days = [node.day for node in group if node.day]
    return Box(key, tuple(node.reference for node in group), DELIVERY, label, detail, min(days, default=None),
               max(days, default=None), sum(known) if known else None, 0, "")


def _cut(links: Mapping[tuple[str, str], list[Edge]], column_of: dict[str, int], ranks: dict[str, Any],
         heights: dict[str, float]) -> dict[tuple[str, str], list[str]]:
    """Ways of the links through the columns between, where they get a low row of their own."""
    ways = {}
    for source, target in links:
        way = [source]
        for column in range(column_of[source] + 1, column_of[target]):
            stop = f"{source}>{target}@{column}"
            column_of[stop], ranks[stop], heights[stop] = column, ranks[source], 6.0
            way.append(stop)
        ways[source, target] = [*way, target]
    return ways


def _place(found: Sequence[Sequence[str]], heights: Mapping[str, float],
           pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Top of each row: near the middle of what it is linked to, none over another."""
    near: dict[str, list[str]] = defaultdict(list)
    for source, target in pairs:
        near[source].append(target)
        near[target].append(source)
    tops: dict[str, float] = {}
    for column in found:
        y = 0.0
        for key in column:
            tops[key] = y
            y += heights[key] + ROW_GAP
    for turn in range(_ROUNDS):
        for column in found if turn % 2 == 0 else list(reversed(found)):
            for key in column:
                if near[key]:
                    middle = sum(tops[each] + heights[each] / 2 for each in near[key]) / len(near[key])
                    tops[key] += (middle - heights[key] / 2 - tops[key]) * 0.8
            _apart(column, heights, tops)
    highest = min(tops.values(), default=0.0)
    return {key: round(top - highest, 2) for key, top in tops.items()}


def _apart(column: Sequence[str], heights: Mapping[str, float], tops: dict[str, float]) -> None:
    """Push rows of a column apart, half down and half up, so that it stays where it wants to be."""
    wanted = [tops[key] for key in column]
    y = float("-inf")
    for key in column:
        tops[key] = max(tops[key], y)
        y = tops[key] + heights[key] + ROW_GAP
    drift = sum(tops[key] - before for key, before in zip(column, wanted, strict=True)) / max(len(column), 1)
    for key in column:
        tops[key] -= drift


def _ribbons(links: Mapping[tuple[str, str], list[Edge]], ways: Mapping[tuple[str, str], list[str]],
             boxes: Mapping[str, Box], middles: Mapping[str, tuple[int, float]], scale: float) -> list[Ribbon]:
    """Ribbons with their ports, in the order in which they leave and arrive, so that they do not cross at a box."""
    widths = {pair: max(THINNEST, sum(edge.fine_mg or 0 for edge in edges) * scale) for pair, edges in links.items()}
    leaves: dict[str, list[tuple[str, str]]] = defaultdict(list)
    arrives: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair in links:
        leaves[pair[0]].append(pair)
        arrives[pair[1]].append(pair)
    starts: dict[tuple[str, str], float] = {}
    ends: dict[tuple[str, str], float] = {}
    for ports, side, place in ((leaves, starts, 1), (arrives, ends, -2)):
        for key, pairs in ports.items():
            box, total = boxes[key], sum(widths[pair] for pair in pairs)
            room = box.height + (box.loss if side is ends else 0.0)
            y = box.y + max(0.0, (room - total) / 2)
            for pair in sorted(pairs, key=lambda each: (middles[ways[each][place]][1], each)):
                side[pair] = y + widths[pair] / 2
                y += widths[pair]
    found = []
    for pair, edges in links.items():
        source, target = boxes[pair[0]], boxes[pair[1]]
        through = [point for key in ways[pair][1:-1] for column, y in [middles[key]]
                   for point in ((column * (BOX + BETWEEN), y), (column * (BOX + BETWEEN) + BOX, y))]
        known = [edge.fine_mg for edge in edges if edge.fine_mg is not None]
        found.append(Ribbon(*pair, sum(known) if known else None, widths[pair],
                            ((source.right, starts[pair]), *through, (target.x, ends[pair])),
                            any(edge.proposed for edge in edges)))
    return found


def curve(points: Sequence[tuple[float, float]], parts: int = 14) -> list[tuple[float, float]]:
    """A ribbon's soft curve as short straight pieces, for pens that know no curves."""
    found = [points[0]]
    for (x1, y1), (x2, y2) in itertools.pairwise(points):
        for step in range(1, parts + 1):
            share = step / parts
            soft = share * share * (3 - 2 * share)
            found.append((x1 + (x2 - x1) * share, y1 + (y2 - y1) * soft))
    return found


def days_text(box: Box) -> str:
    """The days of a box: one, or the first and last."""
    if box.first is None:
        return ""
    if box.last is None or box.last == box.first:
        return box.first.isoformat()
    return _("{first} to {last}").format(first=box.first.isoformat(), last=box.last.isoformat())
