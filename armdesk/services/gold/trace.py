"""Walks the way of the gold: back from a sale to the shifts that mined it, forward from a delivery to its buyers.

Step by step and by index, so that neither the length of a chain nor the size of the workspace matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from armdesk import sql
from armdesk.db_errors import explained
from armdesk.i18n import N_, _
from armdesk.models import lineage
from armdesk.services.basis.figure import id_of
from armdesk.services.gold import trace_rows
from armdesk.services.gold.lot_stock import BATCH, DELIVERY, LOT
from armdesk.services.gold.trace_rows import SALE, Edge, Node
from armdesk.store import Store

BACK, FORWARD, BOTH = "back", "forward", "both"


@dataclass(frozen=True)
class Break:
    """A place where the chain stops, and why."""

    reference: str
    sentence: str


@dataclass
class Trace:
    """What was found on the way.

    Shape: starts are the references it began with; shares says how much of each node's fine gold belongs to them, mg,
    for walks back; edges go from the mine to the buyer.
    """

    starts: list[str]
    way: str
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    breaks: list[Break] = field(default_factory=list)
    shares: dict[str, int] = field(default_factory=dict)

    def of(self, kind: str) -> list[Node]:
        """The nodes of one kind, by date and name."""
        return sorted((node for node in self.nodes.values() if node.kind == kind),
                      key=lambda node: (str(node.day or ""), node.label, node.reference))

    @property
    def loss_mg(self) -> int:
        """All that was declared lost on the way."""
        return sum(edge.loss_mg for edge in self.edges)


def back(store: Store, *starts: str) -> Trace:
    """Where the gold of sales or lots comes from."""
    trace = _walk(store, starts, BACK)
    _share(trace)
    return trace


def forward(store: Store, *starts: str) -> Trace:
    """What became of deliveries, batches or lots."""
    return _walk(store, starts, FORWARD)


def around(store: Store, *starts: str) -> Trace:
    """Both ways at once: all that a lot came from and all that became of it."""
    trace = _walk(store, starts, BOTH)
    _share(trace)
    return trace


def of_person_day(store: Store, person: str, day: date) -> list[str]:
    """Deliveries of one person on one day, to be walked forward."""
    rows = _ask(store)("SELECT id FROM production WHERE trashed = 0 AND person = ? AND date = ? AND gross_mg > 0 "
                       "ORDER BY id", [bytes.fromhex(person), day.isoformat()])
    return [f"{DELIVERY}/{id_of(raw)}" for (raw,) in rows]


def _ask(store: Store) -> Any:
    def ask(question: str, values: list[Any]) -> list[tuple[Any, ...]]:
        with explained():
            found: list[tuple[Any, ...]] = sql.run(store.db, question, values).fetchall()
            return found

    return ask


def _walk(store: Store, starts: Iterable[str], way: str) -> Trace:
    ask, trace = _ask(store), Trace(list(dict.fromkeys(starts)), way)
    edges: dict[Edge, None] = {}
    for one_way, step in ((BACK, trace_rows.before), (FORWARD, trace_rows.after)):
        if way not in (one_way, BOTH):
            continue
        seen, waiting = dict.fromkeys(trace.starts), list(trace.starts)
        while waiting:
            reached = []
            for edge in step(ask, waiting):
                edges[edge] = None
                beyond = edge.source if one_way == BACK else edge.target
                if beyond not in seen:
                    seen[beyond] = None
                    reached.append(beyond)
            waiting = reached
        trace.nodes |= seen  # type: ignore[arg-type]  # filled in a moment
    nodes = trace_rows.nodes(ask, trace.nodes)
    trace.nodes = {reference: nodes[reference] for reference in trace.nodes if reference in nodes}
    trace.edges = _with_sold_weights(ask, [edge for edge in edges
                                           if edge.source in trace.nodes and edge.target in trace.nodes], trace.nodes)
    trace.breaks = list(_breaks(trace, way))
    return trace


def _with_sold_weights(ask: Any, edges: list[Edge], nodes: dict[str, Node]) -> list[Edge]:
    """Sales take what was left of their lots."""
    lots = [bytes.fromhex(edge.source[len(LOT) + 1 :]) for edge in edges if edge.operation == SALE]
    gone = lineage.taken(ask, LOT, lots)
    done = []
    for edge in edges:
        fine = nodes[edge.source].fine_mg
        if edge.operation == SALE and fine is not None:
            rest = max(fine - gone.get(bytes.fromhex(nodes[edge.source].id), 0), 0)
            done.append(Edge(edge.source, edge.target, rest, SALE))
        else:
            done.append(edge)
    return done


def _share(trace: Trace) -> None:
    """How much of each node went into the starts, in proportion, rounded to the milligram at each step."""
    into: dict[str, list[Edge]] = defaultdict(list)
    waiting: dict[str, int] = defaultdict(int)
    reach = _upstream(trace)
    for edge in trace.edges:
        if edge.source in reach and edge.target in reach:
            into[edge.target].append(edge)
            waiting[edge.source] += 1
    shares: dict[str, int] = defaultdict(int)
    ready = [each for each in trace.starts if each in trace.nodes and not waiting[each]]
    for start in ready:
        node = trace.nodes[start]
        shares[start] = sum(edge.fine_mg or 0 for edge in into[start]) if node.kind == SALE else node.fine_mg or 0
    while ready:
        target = ready.pop()
        node = trace.nodes[target]
        whole = sum((edge.fine_mg or 0) - edge.loss_mg for edge in into[target]) if node.kind != BATCH else \
            sum(edge.fine_mg or 0 for edge in into[target])
        for edge in into[target]:
            if whole > 0:
                shares[edge.source] += ((edge.fine_mg or 0) * shares[target] + whole // 2) // whole
            waiting[edge.source] -= 1
            if not waiting[edge.source]:
                ready.append(edge.source)
    trace.shares = dict(shares)


def _upstream(trace: Trace) -> set[str]:
    """The starts and all before them."""
    into: dict[str, list[str]] = defaultdict(list)
    for edge in trace.edges:
        into[edge.target].append(edge.source)
    seen, waiting = set(trace.starts), list(trace.starts)
    while waiting:
        for source in into[waiting.pop()]:
            if source not in seen:
                seen.add(source)
                waiting.append(source)
    return seen


_NOTHING_BEFORE = {
    SALE: N_("Sale {name} names no lot: the chain stops here, because nobody noted which lots were sold."),
    LOT: N_("Lot {name} has no inputs: the chain stops here, because nobody noted what it was made of."),
    BATCH: N_("Batch {name} has no inputs: the chain stops here, because nobody noted which deliveries it held."),
}


def _breaks(trace: Trace, way: str) -> Iterator[Break]:
    into: dict[str, list[Edge]] = defaultdict(list)
    for edge in trace.edges:
        into[edge.target].append(edge)
    if way == FORWARD:
        return
    before = _upstream(trace)
    for reference, node in trace.nodes.items():
        if reference not in before:
            continue
        if node.kind in _NOTHING_BEFORE and not into[reference]:
            yield Break(reference, _(_NOTHING_BEFORE[node.kind]).format(name=node.label))
        elif node.kind == LOT and node.fine_mg is not None:
            given = sum((edge.fine_mg or 0) - edge.loss_mg for edge in into[reference])
            if given < node.fine_mg - lineage.rounding_mg(len(into[reference]), node.gross_mg or 0):
                yield Break(reference, _("Of {whole} g of lot {name} only {known} g are accounted for.").format(
                    whole=lineage.grams(node.fine_mg), name=node.label, known=lineage.grams(given)))
