"""Walks the way of the gold: back from a sale to the shifts that mined it, forward from a delivery to its buyers.

Step by step and by index, so that neither the length of a chain nor the size of the workspace matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from armdesk import sql
from armdesk.db_errors import explained
from armdesk.i18n import N_, _
from armdesk.models import lineage
from armdesk.services.figure import id_of
from armdesk.services.lot_stock import BATCH, DELIVERY, LOT, PARTY
from armdesk.store import Store

SALE = "sale"
KINDS = (DELIVERY, PARTY, BATCH, LOT, SALE)
"""From the mine to the buyer."""
BACK, FORWARD, BOTH = "back", "forward", "both"


class Node(NamedTuple):
    """A delivery, purchase, batch, lot or sale on the way.

    Shape: reference as "lot/<id>"; detail is what else names it (who delivered, who bought).  Units: mg; tenths of a
    per-mille.
    """

    reference: str
    label: str
    day: date | None
    gross_mg: int | None = None
    fineness: int | None = None
    fine_mg: int | None = None
    detail: str = ""
    status: str = ""

    @property
    def kind(self) -> str:
        """One of KINDS."""
        return self.reference.partition("/")[0]

    @property
    def id(self) -> str:
        """Its id."""
        return self.reference.partition("/")[2]


class Edge(NamedTuple):
    """Gold going from one to the next.  Units: mg of fine gold as it left the source, and what was lost of it."""

    source: str
    target: str
    fine_mg: int | None
    operation: str = ""
    loss_mg: int = 0
    reason: str = ""
    proposed: bool = False


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
    for one_way, step in ((BACK, _before), (FORWARD, _after)):
        if way not in (one_way, BOTH):
            continue
        seen, waiting = set(trace.starts), list(trace.starts)
        while waiting:
            reached = []
            for edge in step(ask, waiting):
                edges[edge] = None
                beyond = edge.source if one_way == BACK else edge.target
                if beyond not in seen:
                    seen.add(beyond)
                    reached.append(beyond)
            waiting = reached
        trace.nodes |= dict.fromkeys(seen)  # type: ignore[arg-type]  # filled in a moment
    nodes = _nodes(ask, trace.nodes)
    trace.nodes = {reference: nodes[reference] for reference in trace.nodes if reference in nodes}
    trace.edges = _with_sold_weights(ask, [edge for edge in edges
                                           if edge.source in trace.nodes and edge.target in trace.nodes], trace.nodes)
    trace.breaks = list(_breaks(trace, way))
    return trace


def _by_kind(references: Iterable[str]) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = defaultdict(list)
    for reference in references:
        kind, _slash, id_ = reference.partition("/")
        found[kind].append(bytes.fromhex(id_))
    return found


_INPUTS = ("SELECT lot, input_lot, batch, production, party, input_mg, operation, loss_mg, loss_reason, proposed "
           "FROM lot_input WHERE trashed = 0 AND ")
_BATCH_INPUTS = (
    "SELECT i.batch, i.lot, i.production, (coalesce(i.input_mg, l.gross_mg, p.gross_mg) * "
    "coalesce(l.fineness, p.fineness) + 5000) / 10000 FROM batch_input i LEFT JOIN lot l ON l.id = i.lot "
    "LEFT JOIN production p ON p.id = i.production WHERE i.trashed = 0 AND ")


def _before(ask: Any, references: list[str]) -> Iterator[Edge]:
    """What leads to these."""
    kinds = _by_kind(references)
    for marks, part in lineage.blocks(kinds[LOT]):
        yield from _lot_edges(ask(f"{_INPUTS} lot IN ({marks})", part))
    for marks, part in lineage.blocks(kinds[BATCH]):
        yield from _batch_edges(ask(f"{_BATCH_INPUTS} i.batch IN ({marks})", part))
    for marks, part in lineage.blocks(kinds[SALE]):
        yield from _sale_edges(ask(f"SELECT sale, id FROM lot WHERE trashed = 0 AND sale IN ({marks})", part))
        yield from _sale_edges(ask("SELECT id, lot FROM sale WHERE trashed = 0 AND lot IS NOT NULL "
                                   f"AND id IN ({marks})", part))


def _after(ask: Any, references: list[str]) -> Iterator[Edge]:
    """What these lead to."""
    kinds = _by_kind(references)
    for column, kind in (("input_lot", LOT), ("batch", BATCH), ("production", DELIVERY)):
        for marks, part in lineage.blocks(kinds[kind]):
            wanted = {f"{kind}/{each.hex()}" for each in part}
            rows = ask(f"{_INPUTS} {column} IN ({marks})", part)
            yield from (edge for edge in _lot_edges(rows) if edge.source in wanted)
    for column, kind in (("lot", LOT), ("production", DELIVERY)):
        for marks, part in lineage.blocks(kinds[kind]):
            yield from _batch_edges(ask(f"{_BATCH_INPUTS} i.{column} IN ({marks})", part))
    for marks, part in lineage.blocks(kinds[LOT]):
        yield from _sale_edges(ask("SELECT l.sale, l.id FROM lot l JOIN sale s ON s.id = l.sale WHERE s.trashed = 0 "
                                   f"AND l.id IN ({marks})", part))
        yield from _sale_edges(ask(f"SELECT id, lot FROM sale WHERE trashed = 0 AND lot IN ({marks})", part))


def _lot_edges(rows: Iterable[tuple[Any, ...]]) -> Iterator[Edge]:
    """Rows of what lots are made of; of several sources in a row the nearest to the lot counts."""
    for lot, *sources, weight, operation, loss, reason, proposed in rows:
        kind, source = next(((kind, each) for kind, each in zip((LOT, BATCH, DELIVERY, PARTY), sources, strict=True)
                             if each is not None), ("", None))
        if source is not None:
            yield Edge(f"{kind}/{id_of(source)}", f"{LOT}/{id_of(lot)}", weight, operation or "", loss or 0,
                       reason or "", bool(proposed))


def _batch_edges(rows: Iterable[tuple[Any, ...]]) -> Iterator[Edge]:
    for batch, lot, delivery, weight in rows:
        if delivery is not None or lot is not None:
            source = f"{LOT}/{lot.hex()}" if lot is not None else f"{DELIVERY}/{delivery.hex()}"
            yield Edge(source, f"{BATCH}/{batch.hex()}", weight, "processing")


def _sale_edges(rows: Iterable[tuple[Any, ...]]) -> Iterator[Edge]:
    for sale, lot in rows:
        yield Edge(f"{LOT}/{id_of(lot)}", f"{SALE}/{id_of(sale)}", None, SALE)


_NODES = {
    LOT: ("SELECT id, code, created_on, gross_mg, fineness, fine_mg, '', status FROM lot WHERE trashed = 0 "
          "AND id IN ({})"),
    BATCH: "SELECT id, code, date, gross_mg, fineness, fine_mg, '', '' FROM batch WHERE trashed = 0 AND id IN ({})",
    DELIVERY: ("SELECT p.id, coalesce(p.receipt_no, p.date), p.date, p.gross_mg, p.fineness, p.fine_mg, "
               "coalesce(w.name, p.person_as_written, c.name, p.crew_as_written, ''), '' FROM production p "
               "LEFT JOIN person w ON w.id = p.person LEFT JOIN crew c ON c.id = p.crew "
               "WHERE p.trashed = 0 AND p.id IN ({})"),
    PARTY: "SELECT id, name, NULL, NULL, NULL, NULL, '', '' FROM party WHERE trashed = 0 AND id IN ({})",
    SALE: ("SELECT s.id, s.code, s.date, s.gross_mg, s.fineness, s.fine_mg, coalesce(b.name, s.buyer_as_written, ''), "
           "'' FROM sale s LEFT JOIN party b ON b.id = s.buyer WHERE s.trashed = 0 AND s.id IN ({})"),
}


def _nodes(ask: Any, references: Iterable[str]) -> dict[str, Node]:
    found = {}
    days: dict[str | None, date | None] = {None: None}
    for kind, ids in _by_kind(references).items():
        for marks, part in lineage.blocks(ids):
            for raw, label, day, gross, fineness, fine, detail, status in ask(_NODES[kind].format(marks), part):
                reference = f"{kind}/{raw.hex()}"
                if day not in days:
                    days[day] = date.fromisoformat(day)
                found[reference] = Node(reference, str(label), days[day], gross, fineness, fine, detail or "",
                                        status or "")
    return found


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
    for reference in _upstream(trace) & set(trace.nodes):
        node = trace.nodes[reference]
        if node.kind in _NOTHING_BEFORE and not into[reference]:
            yield Break(reference, _(_NOTHING_BEFORE[node.kind]).format(name=node.label))
        elif node.kind == LOT and node.fine_mg is not None:
            given = sum((edge.fine_mg or 0) - edge.loss_mg for edge in into[reference])
            if given < node.fine_mg - lineage.rounding_mg(len(into[reference]), node.gross_mg or 0):
                yield Break(reference, _("Of {whole} g of lot {name} only {known} g are accounted for.").format(
                    whole=lineage.grams(node.fine_mg), name=node.label, known=lineage.grams(given)))
