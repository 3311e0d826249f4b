"""Mercury by month and site: how it was used, how much was lost for the gold, where it was burnt, who was near."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from armdesk.i18n import N_
from armdesk.models import Batch
from armdesk.services.basis.figure import ask, grams, id_of, site_names
from armdesk.services.basis.period import Period
from armdesk.services.gold import gold_figures
from armdesk.store import Store

PRACTICE = {"whole_ore": N_("Whole ore amalgamated"), "open_burn": N_("Amalgam burnt in the open"),
            "retort": N_("Concentrate, burnt in a retort"), "concentrate": N_("Concentrate"), "none": N_("No mercury")}
"""Ways of using mercury, the worst first.  Source: pack sheet S19."""
Key = tuple[str, str]
"""Month "2025-03" and id of the site, "" for none."""


@dataclass(frozen=True)
class MercuryMonth:
    """Mercury of one month at one site.

    Shape: practice is the worst seen, a key of PRACTICE; worst are field names of the worst practices of batches;
    exposed is the largest number of persons near a batch, None where nobody wrote it.
    Units: g; gold None where it is not known for the site; ratio in g lost per g of fine gold.
    """

    month: str
    site: str
    site_name: str
    practice: str
    gold: Decimal | None
    used: Decimal
    recovered: Decimal
    worst: tuple[str, ...]
    burn_places: tuple[str, ...]
    exposed: int | None

    @property
    def lost(self) -> Decimal:
        """Put in and not recovered."""
        return self.used - self.recovered

    @property
    def ratio(self) -> Decimal | None:
        """Mercury lost per gold, None where the gold is not known."""
        return self.lost / self.gold if self.gold else None


def by_month_and_site(store: Store, period: Period) -> list[MercuryMonth]:
    """All months and sites with mercury, by the book where it is kept, else by the batches.

    The gold is that of the whole month where all its mercury stands at one place; else that of the batches of the site,
    else what the site delivered.
    """
    amounts = _by_book(store, period) or _by_batches(store, period)
    batches = _batches(store, period)
    produced: dict[Key, Decimal] = defaultdict(Decimal)
    for row in gold_figures.production(store, period):
        produced[row.month, row.site] += row.fine
    of_month: dict[str, Decimal] = defaultdict(Decimal)
    for (month, _site), fine in produced.items():
        of_month[month] += fine
    names, keys = site_names(store), sorted({*amounts, *(key for key, each in batches.items() if each.worst)})
    places: dict[str, int] = defaultdict(int)
    for month, _site in keys:
        places[month] += 1
    found = []
    for key in keys:
        month, site = key
        used, recovered = amounts.get(key, (Decimal(0), Decimal(0)))
        seen = batches.get(key) or (_together(batches, month) if places[month] == 1 else _Seen())
        gold = of_month.get(month) if places[month] == 1 else seen.fine or produced.get(key)
        found.append(MercuryMonth(month, site, names.get(site, ""), seen.practice(used), gold or None, used, recovered,
                                  tuple(sorted(seen.worst)), tuple(sorted(seen.places)), seen.exposed))
    return found


class _Seen:
    """What the batches of a month and site tell beside weights."""

    def __init__(self) -> None:
        self.worst: set[str] = set()
        self.places: set[str] = set()
        self.exposed: int | None = None
        self.fine = Decimal(0)
        self.retort = False

    def practice(self, used: Decimal) -> str:
        """The worst way seen, a key of PRACTICE."""
        if "whole_ore" in self.worst:
            return "whole_ore"
        if self.worst & {"open_burning", "home_burning"}:
            return "open_burn"
        if not used:
            return "none"
        return "retort" if self.retort else "concentrate"

    def take(self, other: _Seen) -> None:
        """Add what another one tells."""
        self.worst |= other.worst
        self.places |= other.places
        self.fine += other.fine
        self.retort = self.retort or other.retort
        if other.exposed is not None:
            self.exposed = max(self.exposed or 0, other.exposed)


def _together(batches: dict[Key, _Seen], month: str) -> _Seen:
    """Batches of all sites of a month, for a book that names no site."""
    whole = _Seen()
    for (when, _site), each in batches.items():
        if when == month:
            whole.take(each)
    return whole


def _batches(store: Store, period: Period) -> dict[Key, _Seen]:
    found: dict[Key, _Seen] = defaultdict(_Seen)
    columns = ", ".join(Batch.WORST)
    for day, site, fine, retort, mercury, place, exposed, *worst in ask(
            store, f"SELECT date, site, fine_mg, retort, mercury_in_mg, burn_place, persons_exposed, {columns} "  # noqa: S608 - fields of our own
            "FROM batch WHERE trashed = 0 AND date BETWEEN ? AND ?", period.begins, period.ends):
        one = _Seen()
        one.worst = {name for name, seen in zip(Batch.WORST, worst, strict=True) if seen}
        one.places = {place} if place and (mercury or one.worst) else set()
        one.exposed, one.fine, one.retort = exposed, grams(fine), bool(retort)
        found[day[:7], id_of(site)].take(one)
    return dict(found)


def _by_book(store: Store, period: Period) -> dict[Key, tuple[Decimal, Decimal]]:
    return _amounts((month, id_of(site), kind, grams(total)) for month, site, kind, total in ask(
        store, "SELECT substr(m.date, 1, 7), coalesce(m.site, b.site), m.kind, "
        "sum(CASE m.unit WHEN 'g' THEN m.quantity WHEN 'kg' THEN m.quantity * 1000 ELSE 0 END) "
        "FROM reagent_movement m LEFT JOIN batch b ON b.id = m.batch "
        "WHERE m.trashed = 0 AND m.item = 'mercury' AND m.kind IN ('use', 'recovered') AND m.date BETWEEN ? AND ? "
        "GROUP BY substr(m.date, 1, 7), coalesce(m.site, b.site), m.kind", period.begins, period.ends))


def _by_batches(store: Store, period: Period) -> dict[Key, tuple[Decimal, Decimal]]:
    rows = ask(store, "SELECT substr(date, 1, 7), site, sum(mercury_in_mg), sum(mercury_recovered_mg) FROM batch "
               "WHERE trashed = 0 AND mercury_in_mg IS NOT NULL AND date BETWEEN ? AND ? "
               "GROUP BY substr(date, 1, 7), site", period.begins, period.ends)
    return {(month, id_of(site)): (grams(used), grams(recovered)) for month, site, used, recovered in rows}


def _amounts(rows: Iterable[tuple[str, str, str, Decimal]]) -> dict[Key, tuple[Decimal, Decimal]]:
    found: dict[Key, tuple[Decimal, Decimal]] = {}
    for month, site, kind, amount in rows:
        used, recovered = found.get((month, site), (Decimal(0), Decimal(0)))
        found[month, site] = (used + amount, recovered) if kind == "use" else (used, recovered + amount)
    return found
