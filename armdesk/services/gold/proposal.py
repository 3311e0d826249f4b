"""Which deliveries a lot could be made of, where nobody noted it: the oldest first, by their dates; never by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from armdesk.errors import InvalidRecord
from armdesk.fine_sql import fine_mg
from armdesk.i18n import _
from armdesk.models import Lot, LotInput
from armdesk.progress import SILENT, Progress
from armdesk.services.basis.figure import ask, id_of
from armdesk.store import Store

_STEP = 20_000


@dataclass
class Proposal:
    """What one lot could be made of.

    Shape: parts are (delivery, day, fine mg); missing is what no delivery could give.  Units: mg of fine gold.
    """

    lot: str
    code: str
    parts: list[tuple[str, date, int]] = field(default_factory=list)
    missing: int = 0


def propose(store: Store, lots: set[str], progress: Progress = SILENT) -> list[Proposal]:
    """Go through deliveries and uses by date, first in first out, and say what these lots would be made of.

    Gold that other lots without inputs, and sales without lots, must have used is left to them; what a batch or lot
    already names is not there any more.
    """
    deliveries = _deliveries(store)
    found, current = [], next(deliveries, None)
    uses = _uses(store)
    for done, (day, kind, id_, code, fine) in enumerate(uses):
        if done % 100 == 0:
            progress.step(done, len(uses))
        wanted, proposal = fine, Proposal(id_, code)
        while wanted and current is not None and current[1] <= day:
            delivery, of, left = current
            part = min(wanted, left)
            proposal.parts.append((delivery, of, part))
            wanted -= part
            current = (delivery, of, left - part) if part < left else next(deliveries, None)
        proposal.missing = wanted
        if kind == "lot" and id_ in lots:
            found.append(proposal)
    return found


def _deliveries(store: Store) -> Iterator[tuple[str, date, int]]:
    """What is left of deliveries after all that names them, the oldest first.  Shape: (id, day, fine mg)."""
    last: tuple[Any, Any] = ("", b"")
    while True:
        rows = ask(store, "SELECT p.id, p.date, p.fine_mg - coalesce((SELECT sum(i.input_mg) FROM lot_input i "
                   "WHERE i.trashed = 0 AND i.production = p.id AND coalesce(i.input_lot, i.batch) IS NULL), 0) "
                   f"- coalesce((SELECT {fine_mg('sum(coalesce(b.input_mg, p.gross_mg))', 'p.fineness')} "
                   "FROM batch_input b WHERE b.trashed = 0 AND b.production = p.id "
                   "AND coalesce(b.lot, b.lot) IS NULL), 0) "
                   "FROM production p WHERE p.trashed = 0 AND p.fine_mg > 0 AND (p.date > ? OR (p.date = ? "
                   "AND p.id > ?)) ORDER BY p.date, p.id LIMIT 20000", last[0], last[0], last[1])
        for raw, day, left in rows:
            if left > 0:
                yield id_of(raw), date.fromisoformat(day), int(left)
        if len(rows) < _STEP:
            return
        last = (rows[-1][1], rows[-1][0])


def _uses(store: Store) -> list[tuple[date, str, str, str, int]]:
    """What must have used up deliveries without naming them, by date: lots without inputs, sales without lots."""
    rows = ask(store, "SELECT l.created_on, 'lot', l.id, l.code, l.fine_mg FROM lot l WHERE l.trashed = 0 "
               "AND l.created_on IS NOT NULL AND l.fine_mg > 0 AND coalesce(l.source_type, 'mined') = 'mined' "
               "AND NOT EXISTS (SELECT 1 FROM lot_input i WHERE i.trashed = 0 AND i.lot = l.id) UNION ALL "
               "SELECT s.date, 'sale', s.id, s.code, s.fine_mg FROM sale s WHERE s.trashed = 0 AND s.lot IS NULL "
               "AND s.fine_mg > 0 AND NOT EXISTS (SELECT 1 FROM lot l WHERE l.trashed = 0 AND l.sale = s.id) "
               "ORDER BY 1, 4")
    return [(date.fromisoformat(day), kind, id_of(raw), str(code), int(fine)) for day, kind, raw, code, fine in rows]


def accept(store: Store, proposals: list[Proposal], progress: Progress = SILENT) -> int:
    """Write proposals as the inputs of their lots, each row marked as proposed; says how many rows.

    Errors: InvalidRecord where a lot has got inputs meanwhile, or a delivery was used meanwhile; Cancelled.
    """
    count = 0
    names = ", ".join(each.code for each in proposals[:4])
    with store.operation(_("Proposed inputs accepted: {names}").format(names=names)) as writer:
        for done, proposal in enumerate(proposals):
            progress.step(done, len(proposals))
            lot = store.get(Lot, proposal.lot)
            if lot is None or store.all(LotInput, lot=proposal.lot):
                raise InvalidRecord({"": [_("Lot {code} has inputs already.").format(code=proposal.code)]})
            for delivery, _day, fine in proposal.parts:
                writer.save(LotInput(lot=lot.id, production=delivery, input_mg=fine, operation="production",
                                     date=lot.created_on, proposed=True))
                count += 1
    return count
