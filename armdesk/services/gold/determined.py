"""Declared and determined side by side: each weight and assay of a lot, by whom, how, and how far they lie apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from armdesk.i18n import _
from armdesk.models import Assay, CustodyTransfer, Lot, Sale
from armdesk.services.gold import lot_limits
from armdesk.store import Store

FINENESS, WEIGHT = "fineness", "weight"
_METHODS = ("fire", "icp", "xrf", "touchstone", "density")
_ORDER = ([("umpire", method) for method in (*_METHODS, None)] + [("buyer", "fire"), ("buyer", "icp"), ("own", "fire"),
          ("own", "icp"), ("buyer", "xrf"), ("own", "xrf"), ("buyer", "touchstone"), ("own", "touchstone"),
          ("buyer", "density"), ("own", "density"), ("buyer", None), ("own", None)])
"""The best assay first.  Source: mass balance uses umpire, then buyer's fire, own XRF, touchstone, density."""


@dataclass(frozen=True)
class Measure:
    """One finding about a lot.

    Shape: what is FINENESS or WEIGHT; reference leads to the record it comes from; limit is None where the office has
    none.  Units: tenths of a per-mille or mg; difference and limit likewise.
    """

    what: str
    value: int
    by: str
    day: date | None
    reference: str
    difference: int | None = None
    limit: int | None = None
    rank: int = 0

    @property
    def apart(self) -> bool:
        """Whether it lies further from what was declared than is usual."""
        return self.difference is not None and self.limit is not None and abs(self.difference) > self.limit


def measures(store: Store, lot: Lot) -> list[Measure]:
    """All findings about a lot, the best first of each kind."""
    found = [*_assays(store, lot), *_weights(store, lot)]
    return sorted(found, key=lambda each: (each.what, each.rank, str(each.day or "")))


def best(found: Sequence[Measure], what: str) -> Measure | None:
    """The finding that counts most, None without any."""
    return next((each for each in found if each.what == what), None)


def _assays(store: Store, lot: Lot) -> list[Measure]:
    found = []
    for assay in store.all(Assay, lot=lot.id):
        method = assay.field("method").format(assay.method)
        by = " · ".join(filter(None, (assay.field("party").format(assay.party), method, assay.lab,
                                      assay.certificate_no)))
        limit = _permille(store, f"{lot_limits.ASSAY}_{assay.method}", assay.date) if assay.method else None
        pair = (assay.party, assay.method)
        found.append(Measure(FINENESS, assay.fineness, by, assay.date, f"assay/{assay.id}",
                             _apart(assay.fineness, lot.fineness), limit,
                             _ORDER.index(pair) if pair in _ORDER else len(_ORDER)))
    return found


def _weights(store: Store, lot: Lot) -> list[Measure]:
    found = []
    for step in store.all(CustodyTransfer, lot=lot.id):
        for name, who in (("gross_to_mg", step.to_party), ("gross_from_mg", step.from_party)):
            value = getattr(step, name)
            if value is not None:
                broken = _("seal broken") if step.seal_intact is False else ""
                by = " · ".join(filter(None, (step.field(name).title(unit=False), who, broken)))
                reference, rank = f"custody_transfer/{step.id}", -step.date.toordinal()
                found.append(_weight(store, lot, value, by, step.date, reference, rank))
    sale = store.get(Sale, lot.sale)
    only = sale is not None and len(store.all(Lot, sale=sale.id)) == 1
    if sale is not None and only and not sale.trashed:
        found.append(_weight(store, lot, sale.gross_mg, _("Sale {code}").format(code=sale.code), sale.date,
                             f"sale/{sale.id}", -(10**7)))
    return found


def _weight(store: Store, lot: Lot, value: int, by: str, day: date, reference: str, rank: int) -> Measure:
    share = max((lot_limits.limit(store, f"weigh_{way}", day) for way in ("gain", "loss")),
                key=lambda each: each if each is not None else Decimal(-1))
    limit = int(lot.gross_mg * share / 100) if share is not None and lot.gross_mg else None
    return Measure(WEIGHT, value, by, day, reference, _apart(value, lot.gross_mg), limit, rank)


def _apart(value: int, declared: int | None) -> int | None:
    return None if declared is None else value - declared


def _permille(store: Store, kind: str, day: date | None) -> int | None:
    found = lot_limits.limit(store, kind, day or date.max)
    return int(found * 10) if found is not None else None


def keep(store: Store, lot: Lot, *, weight: Measure | None, fineness: Measure | None) -> Lot:
    """Write what a person chose as determined beside what was declared; the declared stays."""
    chosen = [each for each in (weight, fineness) if each is not None]
    if weight is not None:
        lot.determined_gross_mg = weight.value
    if fineness is not None:
        lot.determined_fineness = fineness.value
    lot.determined_by = "; ".join(dict.fromkeys(each.by for each in chosen))[:300] or None
    lot.determined_on = max((each.day for each in chosen if each.day), default=None)
    return store.save(lot, _("Determined of lot {code}").format(code=lot.code))
