"""The questions behind the way of the gold: what leads to records, what they lead to, and what each is called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from armdesk.fine_sql import fine_mg
from armdesk.models import lineage
from armdesk.services.basis.figure import id_of
from armdesk.services.gold.lot_stock import BATCH, DELIVERY, LOT, PARTY

SALE = "sale"
KINDS = (DELIVERY, PARTY, BATCH, LOT, SALE)
"""From the mine to the buyer."""


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


def _by_kind(references: Iterable[str]) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = defaultdict(list)
    for reference in references:
        kind, _slash, id_ = reference.partition("/")
        found[kind].append(bytes.fromhex(id_))
    return found


_INPUTS = ("SELECT lot, input_lot, batch, production, party, input_mg, operation, loss_mg, loss_reason, proposed "
           "FROM lot_input WHERE trashed = 0 AND ")
_BATCH_INPUTS = (
    "SELECT i.batch, i.lot, i.production, "
    f"{fine_mg('coalesce(i.input_mg, l.gross_mg, p.gross_mg)', 'coalesce(l.fineness, p.fineness)')} "
    "FROM batch_input i LEFT JOIN lot l ON l.id = i.lot "
    "LEFT JOIN production p ON p.id = i.production WHERE i.trashed = 0 AND ")


def before(ask: Any, references: list[str]) -> Iterator[Edge]:
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


def after(ask: Any, references: list[str]) -> Iterator[Edge]:
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


def nodes(ask: Any, references: Iterable[str]) -> dict[str, Node]:
    """What these references name, as far as it is alive."""
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
