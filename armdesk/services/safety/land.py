"""Land disturbed and restored, as a running account by site: what is open today."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from armdesk.services.basis.figure import ask, id_of, site_names
from armdesk.store import Store


@dataclass(frozen=True)
class LandEntry:
    """One entry of land with what is open after it.  Units: hectares; open below zero where more was restored."""

    id: str
    day: date
    site: str
    site_name: str
    place: str
    disturbed: Decimal
    restored: Decimal
    open: Decimal


def entries(store: Store, until: date) -> list[LandEntry]:
    """All entries of land up to a day, with the running area of their site.

    Units: what each entry newly disturbed or restored; the sum of both is what is open.
    """
    names, running = site_names(store), defaultdict[str, Decimal](Decimal)
    found = []
    for id_, day, site, place, disturbed, restored in ask(
            store, "SELECT id, date, site, place, disturbed_m2, restored_m2 FROM measurement WHERE trashed = 0 "
            "AND date <= ? AND (disturbed_m2 IS NOT NULL OR restored_m2 IS NOT NULL) ORDER BY date, id", until):
        where = id_of(site)
        more, less = Decimal(disturbed or 0).scaleb(-4), Decimal(restored or 0).scaleb(-4)
        running[where] += more - less
        found.append(LandEntry(id_of(id_), date.fromisoformat(day), where, names.get(where, ""), str(place or ""),
                               more, less, running[where]))
    return found


def open_by_site(found: list[LandEntry]) -> dict[str, LandEntry]:
    """The last entry of each site, with what is open there."""
    return {each.site: each for each in found}
