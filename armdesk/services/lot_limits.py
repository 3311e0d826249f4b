"""By how much weights and assays of a lot may differ: dated rates of the office, with usual ones to begin with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from armdesk import paths
from armdesk.i18n import N_, _, current
from armdesk.models import Rate
from armdesk.services.figure import ask
from armdesk.store import Store

GAIN, LOSS = "gain", "loss"
ASSAY = "assay"
_FAMILY = {"combination": "weigh", "split": "weigh"}
SOURCE = N_("Usual value that armdesk proposes; no standard fixes it. Change it to what your office uses.")
_PLACES = 6


@dataclass(frozen=True)
class Starter:
    """One usual limit that can be taken over as a rate."""

    kind: str
    name: str
    value: Decimal
    unit: str
    valid_from: date


def kind_of(operation: str, way: str) -> str:
    """Kind of the rate for the gain or loss of an operation: a lot only weighed again, or one that was molten."""
    return f"{_FAMILY.get(operation, 'melt')}_{way}"


def limit(store: Store, kind: str, day: date) -> Decimal | None:
    """The limit in force on a day, None where the office has written none.  Units: those of the rate (%, ‰)."""
    rows = ask(store, "SELECT value FROM rate WHERE trashed = 0 AND kind = ? AND valid_from <= ? "
               "AND (valid_to IS NULL OR valid_to >= ?) ORDER BY valid_from DESC, id DESC LIMIT 1", kind, day, day)
    return Decimal(rows[0][0]).scaleb(-_PLACES) if rows else None


def starters() -> list[Starter]:
    """The usual limits that come with the program."""
    rows = json.loads((paths.resources() / "rates" / "lots.json").read_text(encoding="utf-8"))
    return [Starter(row["kind"], row["name"].get(current(), row["name"]["en"]), Decimal(row["value"]), row["unit"],
                    date.fromisoformat(row["valid_from"])) for row in rows]


def missing(store: Store) -> list[Starter]:
    """Usual limits of a kind of which the office has no rate at all."""
    known = {kind for (kind,) in ask(store, "SELECT DISTINCT kind FROM rate WHERE trashed = 0")}
    return [each for each in starters() if each.kind not in known]


def add_missing(store: Store) -> int:
    """Write the usual limits the office lacks as its own rates, in one operation; says how many."""
    wanted = missing(store)
    if wanted:
        with store.operation(_("Usual limits for lots and assays")) as writer:
            for each in wanted:
                writer.save(Rate(kind=each.kind, name=each.name, value=int(each.value.scaleb(_PLACES)), unit=each.unit,
                                 valid_from=each.valid_from, source_text=_(SOURCE)))
    return len(wanted)
