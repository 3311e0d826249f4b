"""The dress rehearsal: draws records as an auditor would, walks the chain of each, and tells which links are broken."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from armdesk.i18n import _
from armdesk.models import Rehearsal, record_type
from armdesk.progress import SILENT, Progress
from armdesk.services.audit import chains_gold, chains_people, chains_safety
from armdesk.services.audit.chain import BROKEN, NOT_ASKED, Chain, Step, Walk
from armdesk.services.audit.draw import LEAST_DRAWN, STRATA, Stratum, drawn, everybody, usual_size
from armdesk.services.basis.period import Period
from armdesk.store import Store

_WALKS: dict[str, Callable[[Walk, str, str], Chain]] = {
    "person": chains_people.walk_person,
    "lot": lambda walk, id_, _seed: chains_gold.walk_lot(walk, id_),
    "sale": lambda walk, id_, _seed: chains_gold.walk_sale(walk, id_),
    "payment": lambda walk, id_, _seed: chains_gold.walk_payment(walk, id_),
    "incident": lambda walk, id_, _seed: chains_safety.walk_incident(walk, id_),
    "training": lambda walk, id_, _seed: chains_safety.walk_training(walk, id_),
}


@dataclass(frozen=True)
class Drawn:
    """One record of the draw with its chain.  Shape: name is how its register names it."""

    stratum: Stratum
    reference: str
    name: str
    steps: tuple[Step, ...]

    @property
    def broken(self) -> list[Step]:
        """Its broken links."""
        return [step for step in self.steps if step.state == BROKEN]


@dataclass(frozen=True)
class Part:
    """One stratum of a draw.  Shape: count is how many there were to draw from."""

    stratum: Stratum
    count: int
    drawn: tuple[Drawn, ...]

    @property
    def broken(self) -> int:
        """Broken links in it."""
        return sum(len(each.broken) for each in self.drawn)


@dataclass(frozen=True)
class Rehearsed:
    """A draw that was walked.  Shape: size None means the square root of each stratum."""

    seed: str
    period: Period
    size: int | None
    parts: tuple[Part, ...]

    @property
    def drawn(self) -> list[Drawn]:
        """All that was drawn, stratum by stratum."""
        return [each for part in self.parts for each in part.drawn]

    @property
    def links(self) -> int:
        """Links walked, without those that are not asked of a record."""
        return sum(step.state != NOT_ASKED for each in self.drawn for step in each.steps)

    @property
    def broken(self) -> int:
        """Broken links."""
        return sum(part.broken for part in self.parts)

    @property
    def whole(self) -> int:
        """Chains without a broken link."""
        return sum(not each.broken for each in self.drawn)

    def by_link(self) -> list[tuple[Stratum, str, int, int]]:
        """Where links break most.  Shape: (stratum, title of the link, broken, asked), the most broken first."""
        asked: Counter[tuple[Stratum, str]] = Counter()
        broken: Counter[tuple[Stratum, str]] = Counter()
        for each in self.drawn:
            for step in each.steps:
                asked[each.stratum, step.title] += step.state != NOT_ASKED
                broken[each.stratum, step.title] += step.state == BROKEN
        places = {stratum: place for place, stratum in enumerate(STRATA)}
        rows = [(stratum, title, count, asked[stratum, title]) for (stratum, title), count in broken.items() if count]
        return sorted(rows, key=lambda row: (-row[2], places[row[0]], row[1]))


def rehearse(store: Store, period: Period, seed: str, size: int | None = None,
             progress: Progress = SILENT) -> Rehearsed:
    """Draw and walk.

    Shape: the same seed over the same registers gives the same draw.  Errors: Cancelled.
    """
    walk = Walk(store, period)
    least = walk.limit(LEAST_DRAWN, period.ends)
    pools = [(stratum, everybody(store, stratum, period)) for stratum in STRATA]
    chosen = [(stratum, len(pool), drawn(
        seed, stratum.key, pool, usual_size(len(pool), least) if size is None else size))
              for stratum, pool in pools]
    total, done = sum(len(ids) for _stratum, _count, ids in chosen), 0
    parts = []
    for stratum, count, ids in chosen:
        found = []
        for id_ in ids:
            progress.step(done, total, _(stratum.title))
            found.append(_walked(walk, stratum, id_, seed))
            done += 1
        parts.append(Part(stratum, count, tuple(found)))
    return Rehearsed(seed, period, size, tuple(parts))


def walk_one(store: Store, period: Period, reference: str, seed: str = "") -> Drawn:
    """The chain of one record that an auditor drew himself.  Errors: KeyError for a kind that has no chain."""
    kind, _slash, id_ = reference.partition("/")
    stratum = {each.kind: each for each in reversed(STRATA)}[kind]
    return _walked(Walk(store, period), stratum, id_, seed)


def walkable() -> tuple[str, ...]:
    """Kinds of records that have a chain."""
    return tuple(_WALKS)


def _walked(walk: Walk, stratum: Stratum, id_: str, seed: str) -> Drawn:
    chain = _WALKS[stratum.kind](walk, id_, seed)
    record: Any = walk.store.get(record_type(stratum.kind), id_)
    return Drawn(stratum, chain.reference, record.label() if record is not None else id_, tuple(chain.steps))


def told(found: Rehearsed, day: date) -> dict[str, Any]:
    """What is remembered of a rehearsal.  Shape: field of Rehearsal -> value."""
    details = {part.stratum.key: {"count": part.count, "drawn": len(part.drawn), "broken": part.broken}
               for part in found.parts}
    return {"date": day, "seed": found.seed, "period_from": found.period.begins, "period_to": found.period.ends,
            "size": found.size, "drawn": len(found.drawn), "walked": found.links, "broken": found.broken,
            "whole": found.whole, "details": json.dumps(details, sort_keys=True)}


def keep(store: Store, found: Rehearsed, day: date, audit: str | None = None) -> Rehearsal:
    """Remember a rehearsal, with the audit it was made for, so that the next one can be compared with it."""
    kept: Rehearsal = store.save(Rehearsal(**told(found, day), audit=audit))
    return kept


def before(store: Store, seed: str, period: Period) -> list[Rehearsal]:
    """Earlier rehearsals of the same draw, the newest first."""
    return [each for each in store.all(Rehearsal, seed=seed)
            if (each.period_from, each.period_to) == (period.begins, period.ends)]
