"""Columns and rows of a graph that flows from left to right: by date where that stays readable, with few crossings."""

from __future__ import annotations

import heapq
import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

Links = Sequence[tuple[str, str]]
"""Pairs (from, to); nothing leads back to itself."""
_SWEEPS = 8
_READABLE = 12


def columns(ranks: Mapping[str, Any], links: Links) -> dict[str, int]:
    """Column of each node, every link going to the right.

    Shape: ranks gives what nodes are ordered by, such as (day, name).  Columns follow the dates as long as they are
    few; a long history is drawn by its steps instead, so that it fits on a page.
    """
    order = _in_order(ranks, links)
    by_step = _by_step(order, links)
    by_date = _by_date(order, links)
    many = max(by_date.values(), default=0) + 1
    few = max(by_step.values(), default=0) + 1
    return by_date if many <= max(few, _READABLE) else by_step


def _in_order(ranks: Mapping[str, Any], links: Links) -> list[str]:
    """Nodes by rank, none before what leads to it; what stands in a circle comes last."""
    before: dict[str, int] = dict.fromkeys(ranks, 0)
    after: dict[str, list[str]] = defaultdict(list)
    for source, target in links:
        before[target] += 1
        after[source].append(target)
    heap = [(rank, node) for node, rank in ranks.items() if not before[node]]
    heapq.heapify(heap)
    order = []
    while heap:
        _rank, node = heapq.heappop(heap)
        order.append(node)
        for target in after[node]:
            before[target] -= 1
            if not before[target]:
                heapq.heappush(heap, (ranks[target], target))
    done = set(order)
    return order + sorted(set(ranks) - done)


def _by_date(order: Sequence[str], links: Links) -> dict[str, int]:
    """A new column only where something leads from one node of a column to another."""
    sources: dict[str, list[str]] = defaultdict(list)
    for source, target in links:
        sources[target].append(source)
    found: dict[str, int] = {}
    column = 0
    for node in order:
        if any(found.get(source) == column for source in sources[node]):
            column += 1
        found[node] = column
    return found


def _by_step(order: Sequence[str], links: Links) -> dict[str, int]:
    """The longest way from the left; what comes from nowhere stands beside what it leads to."""
    found = dict.fromkeys(order, 0)
    after: dict[str, list[str]] = defaultdict(list)
    has_source = {target for _source, target in links}
    for source, target in links:
        after[source].append(target)
    for node in order:
        for target in after[node]:
            found[target] = max(found[target], found[node] + 1)
    for node in order:
        if node not in has_source and after[node]:
            found[node] = min(found[target] for target in after[node]) - 1
    return found


def rows(column_of: Mapping[str, int], ranks: Mapping[str, Any], links: Links) -> list[list[str]]:
    """Nodes of each column from top to bottom, ordered so that few links cross.

    Links over several columns must have been cut into steps before.
    """
    count = max(column_of.values(), default=-1) + 1
    found: list[list[str]] = [[] for _column in range(count)]
    for node in sorted(column_of, key=lambda each: (ranks[each], each)):
        found[column_of[node]].append(node)
    left: dict[str, list[str]] = defaultdict(list)
    right: dict[str, list[str]] = defaultdict(list)
    for source, target in links:
        right[source].append(target)
        left[target].append(source)
    best, least = [list(column) for column in found], crossings(found, right)
    for sweep in range(_SWEEPS):
        if not least:
            break
        forward = sweep % 2 == 0
        for place in range(1, count) if forward else range(count - 2, -1, -1):
            _settle(found[place], found[place - 1 if forward else place + 1], left if forward else right)
        crossed = crossings(found, right)
        if crossed < least:
            best, least = [list(column) for column in found], crossed
    return best


def _settle(column: list[str], beside: list[str], near: Mapping[str, list[str]]) -> None:
    """Order a column by the middle of what each node is linked to in the column beside it."""
    place = {node: number for number, node in enumerate(beside)}
    own = {node: number for number, node in enumerate(column)}

    def middle(node: str) -> tuple[int, int]:
        known = [place[each] for each in near.get(node, ()) if each in place]
        # Whole numbers keep the order the same on every computer.
        return (1_000 * sum(known) // len(known) if known else 1_000 * own[node], own[node])

    column.sort(key=middle)


def crossings(found: Sequence[Sequence[str]], right: Mapping[str, list[str]]) -> int:
    """How many pairs of links cross between neighbouring columns."""
    total = 0
    for column, beside in itertools.pairwise(found):
        place = {node: number for number, node in enumerate(beside)}
        ends = [number for node in column for number in sorted(place[each] for each in right.get(node, ())
                                                               if each in place)]
        tree = [0] * (len(beside) + 1)
        for seen, end in enumerate(ends):
            total += seen - _up_to(tree, end + 1)
            at = end + 1
            while at <= len(beside):
                tree[at] += 1
                at += at & -at
    return total


def _up_to(tree: Sequence[int], at: int) -> int:
    """How many ends so far lie no lower than a place."""
    total = 0
    while at:
        total += tree[at]
        at -= at & -at
    return total
