"""By how much weights and assays of a lot may differ: dated rates of the office, with usual ones to begin with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from armdesk.i18n import _
from armdesk.models import choices
from armdesk.services.basis import starter_rates
from armdesk.services.basis.figure import ask
from armdesk.services.basis.starter_rates import StarterRate
from armdesk.store import Store

GAIN, LOSS = "gain", "loss"
ASSAY = "assay"
_FAMILY = {"combination": "weigh", "split": "weigh"}
KINDS = frozenset((*(f"{what}_{way}" for what in ("weigh", "melt") for way in (GAIN, LOSS)),
                   *(f"{ASSAY}_{method}" for method in choices.ASSAY_METHOD)))
"""Kinds of rates that say by how much two weights or assays of a lot may differ."""
_PLACES = 6


def kind_of(operation: str, way: str) -> str:
    """Kind of the rate for the gain or loss of an operation: a lot only weighed again, or one that was molten."""
    return f"{_FAMILY.get(operation, 'melt')}_{way}"


def limit(store: Store, kind: str, day: date) -> Decimal | None:
    """The limit in force on a day, None where the office has written none.  Units: those of the rate (%, ‰)."""
    rows = ask(store, "SELECT value FROM rate WHERE trashed = 0 AND kind = ? AND valid_from <= ? "
               "AND (valid_to IS NULL OR valid_to >= ?) ORDER BY valid_from DESC, id DESC LIMIT 1", kind, day, day)
    return Decimal(rows[0][0]).scaleb(-_PLACES) if rows else None


def starters() -> list[StarterRate]:
    """The usual limits that come with the program."""
    return [each for each in starter_rates.shipped() if each.kind in KINDS]


def missing(store: Store) -> list[StarterRate]:
    """Usual limits of a kind of which the office has no rate at all."""
    known = {kind for (kind,) in ask(store, "SELECT DISTINCT kind FROM rate WHERE trashed = 0")}
    return [each for each in starters() if each.kind not in known]


def add_missing(store: Store) -> int:
    """Write the usual limits the office lacks as its own rates, in one operation; says how many."""
    wanted = missing(store)
    if wanted:
        with store.operation(_("Usual limits for lots and assays")) as writer:
            for each in wanted:
                writer.save(each.as_rate())
    return len(wanted)
