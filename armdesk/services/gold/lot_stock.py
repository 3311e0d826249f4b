"""What is left of each input of a lot: lots, batches, deliveries, and gold bought from others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from armdesk import sql
from armdesk.db_errors import explained
from armdesk.i18n import _
from armdesk.models import lineage
from armdesk.services.basis.figure import ask, id_of
from armdesk.store import Store

LOT, BATCH, DELIVERY, PARTY = "lot", "batch", "production", "party"
OF_LOT = {LOT: "input_lot", BATCH: "batch", DELIVERY: "production", PARTY: "party"}
"""Kind of an input -> the field of a lot's input that names it."""


@dataclass(frozen=True)
class Source:
    """Something a lot can be made of.

    Shape: reference as "lot/<id>"; fine_mg None where the fineness is not known; party has neither weight nor end;
    blocked is the sentence that says why nothing may be taken of it, "" if it may.  Units: mg of fine gold.
    """

    reference: str
    label: str
    day: date | None
    gross_mg: int | None
    fineness: int | None
    fine_mg: int | None
    taken_mg: int
    sold: str = ""
    gold_class: str | None = None
    blocked: str = ""

    @property
    def kind(self) -> str:
        """lot, batch, production or party."""
        return self.reference.partition("/")[0]

    @property
    def id(self) -> str:
        """Its id."""
        return self.reference.partition("/")[2]

    @property
    def left_mg(self) -> int | None:
        """What is still there to be taken; None where nobody can say."""
        if self.fine_mg is None:
            return None
        return 0 if self.sold else max(self.fine_mg - self.taken_mg, 0)

    @property
    def left_gross_mg(self) -> int | None:
        """What should still lie on the scale, in proportion to the fine gold left."""
        if self.left_mg is None or self.gross_mg is None:
            return None
        return self.gross_mg * self.left_mg // self.fine_mg if self.fine_mg else 0


_LOTS = ("SELECT l.id, l.code, l.created_on, l.gross_mg, l.fineness, l.fine_mg, l.gold_class, l.status, l.hold_reason, "
         f"l.held_on, l.release_by, coalesce((SELECT code FROM sale s WHERE s.id = l.sale AND {lineage.stands('s')}), "
         f"(SELECT code FROM sale s WHERE s.lot = l.id AND {lineage.stands('s')} LIMIT 1)) "
         "FROM lot l WHERE l.trashed = 0 AND l.id IN ({})")
_PLAIN = {
    BATCH: "SELECT id, code, date, gross_mg, fineness, fine_mg FROM batch WHERE trashed = 0 AND id IN ({})",
    DELIVERY: ("SELECT p.id, coalesce(p.receipt_no, p.date || ' ' || coalesce(w.name, c.name, p.person_as_written, "
               "p.crew_as_written, '')), p.date, p.gross_mg, p.fineness, p.fine_mg FROM production p "
               "LEFT JOIN person w ON w.id = p.person LEFT JOIN crew c ON c.id = p.crew "
               "WHERE p.trashed = 0 AND p.id IN ({})"),
    PARTY: "SELECT id, name, NULL, NULL, NULL, NULL FROM party WHERE trashed = 0 AND id IN ({})",
}


def sources(store: Store, references: Iterable[str]) -> dict[str, Source]:
    """What is left of each, by reference; what is not there or in the trash is left out."""
    by_kind: dict[str, list[bytes]] = {}
    for reference in references:
        kind, _slash, id_ = reference.partition("/")
        if kind in OF_LOT and len(id_) == 32:
            by_kind.setdefault(kind, []).append(bytes.fromhex(id_))
    found: dict[str, Source] = {}
    for kind, ids in by_kind.items():
        with explained():
            gone = lineage.taken(_asker(store), kind, ids) if kind in (LOT, BATCH, DELIVERY) else {}
            for marks, part in lineage.blocks(ids):
                rows = _asker(store)((_LOTS if kind == LOT else _PLAIN[kind]).format(marks), part)
                for row in rows:
                    source = _lot(row, gone) if kind == LOT else _plain(kind, row, gone)
                    found[source.reference] = source
    return found


def _asker(store: Store) -> Any:
    return lambda question, values: [tuple(row) for row in sql.run(store.db, question, values).fetchall()]


def _lot(row: tuple[Any, ...], gone: dict[bytes, int]) -> Source:
    raw, code, made, gross, fineness, fine, gold_class, status, reason, since, who, sale = row
    blocked = ""
    if status in lineage.STOPPED:
        blocked = lineage.stopped_text(code, status, reason, since, who)
    elif sale:
        blocked = lineage.sold_text(code, sale)
    elif fine is None:
        blocked = _("The fine weight of {name} is not known; write its weight and fineness first.").format(name=code)
    return Source(f"{LOT}/{id_of(raw)}", code, _day(made), gross, fineness, fine, gone.get(bytes(raw), 0),
                  sale or "", gold_class, blocked)


def _plain(kind: str, row: tuple[Any, ...], gone: dict[bytes, int]) -> Source:
    raw, name, day, gross, fineness, fine = row
    unknown = fine is None and kind != PARTY
    blocked = _("The fine weight of {name} is not known; write its weight and fineness first.").format(
        name=str(name).strip()) if unknown else ""
    return Source(f"{kind}/{id_of(raw)}", str(name).strip(), _day(day), gross, fineness, fine,
                  gone.get(bytes(raw), 0), blocked=blocked)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


AT_ONCE = 200


def open_deliveries(store: Store, before: date, count: int = AT_ONCE) -> list[Source]:
    """The oldest deliveries of which something is left, up to a day: what a new lot is most likely made of."""
    rows = ask(store, "SELECT p.id FROM production p WHERE p.trashed = 0 AND p.date <= ? AND p.fine_mg > 0 "
               "AND NOT EXISTS (SELECT 1 FROM lot_input i WHERE i.trashed = 0 AND i.production = p.id) "
               "AND NOT EXISTS (SELECT 1 FROM batch_input b WHERE b.trashed = 0 AND b.production = p.id) "
               f"ORDER BY p.date, p.id LIMIT {int(count)}", before)
    found = sources(store, [f"{DELIVERY}/{id_of(raw)}" for (raw,) in rows])
    return [found[f"{DELIVERY}/{id_of(raw)}"] for (raw,) in rows]
