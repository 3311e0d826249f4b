"""Measurements of water, soil, air and noise against the limit that holds: the one written with it, else a dated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from armdesk.fields import fold
from armdesk.models import Measurement, Rate
from armdesk.models.safety import within
from armdesk.services.basis import starter_rates
from armdesk.services.basis.figure import ask, id_of, site_names
from armdesk.services.basis.limits import Limit, Limits
from armdesk.services.basis.period import Period
from armdesk.store import Store

LAND = "area"
"""What is measured where it is land."""
_SHORT = 3
"""Letters of a word of a limit up to which it must be the whole word: "pH" does not stand for phosphates."""
_UNITS = {"mg/l": (0, "l"), "g/m3": (0, "l"), "g/l": (3, "l"), "ug/l": (-3, "l"), "mg/m3": (-3, "l"), "ng/l": (-6, "l"),
          "ug/m3": (-6, "l"), "ng/m3": (-9, "l"),
          "mg/kg": (0, "kg"), "g/t": (0, "kg"), "ppm": (0, "kg"), "g/kg": (3, "kg"), "ug/kg": (-3, "kg"),
          "db": (0, "db"), "dba": (0, "db"), "": (0, ""), "ph": (0, ""), "unidades": (0, ""), "units": (0, "")}
"""Units that can be told in one another.  Shape: folded name -> (power of ten of the first of its kind, kind)."""


def in_unit(value: Decimal, unit: str, wanted: str) -> Decimal | None:
    """A value told in another unit, None where one is not the other's.  Source: 1 g/m3 is 1 mg/l."""
    mine, theirs = _UNITS.get(_plain(unit)), _UNITS.get(_plain(wanted))
    if _plain(unit) == _plain(wanted):
        return value
    if mine is None or theirs is None or mine[1] != theirs[1]:
        return None
    return value.scaleb(mine[0] - theirs[0])


def _plain(unit: str) -> str:
    return fold(unit).replace("µ", "u").replace("μ", "u").replace("³", "3").replace(" ", "").replace("(a)", "a")


@dataclass(frozen=True)
class Judged:
    """One measurement with its limits and what follows.

    Shape: limit and least in the unit of the value; source says where a dated limit comes from, "" for one written with
    the measurement; within None where it cannot be told; stated is what the paper says, None if nothing; odd_unit is
    the unit of a limit that cannot be compared.
    """

    id: str
    day: date
    site: str
    site_name: str
    place: str
    medium: str
    parameter: str
    value: Decimal | None
    unit: str
    limit: Decimal | None
    least: Decimal | None
    source: str
    within: bool | None
    stated: bool | None
    lab: str
    odd_unit: str = ""

    @property
    def contradicts(self) -> bool:
        """Whether the paper says one thing and the figures another."""
        return self.within is not None and self.stated is not None and self.within != self.stated

    @property
    def series(self) -> tuple[str, str, str, str]:
        """What it belongs together with: medium, parameter, site and place."""
        return self.medium, fold(self.parameter), self.site, fold(self.place)


class DatedLimits:
    """The dated limits of an office: by medium, a word of the parameter, country, site and day."""

    def __init__(self, store: Store) -> None:
        self._limits = Limits(store)
        self._words: dict[str, list[str]] = defaultdict(list)
        for kind, word in {*((rate.kind, rate.applies_to or "") for rate in store.all(Rate)),
                           *((each.kind, each.applies_to) for each in starter_rates.for_country(self._limits.country))}:
            self._words[kind].append(word)

    def find(self, kind: str, medium: str, parameter: str, day: date, site: str = "") -> Limit | None:
        """The limit that holds, the longest fitting word first.  Shape: kind is "limit" or "least"."""
        name = f"{kind}_{medium}"
        fitting = sorted((word for word in self._words.get(name, ()) if word and _fits(word, parameter)),
                         key=lambda word: (-len(word), word))
        general = [""] if "" in self._words.get(name, ()) else []
        found = (self._limits.find(name, day, applies_to=word, site=site) for word in (*fitting, *general))
        return next((each for each in found if each is not None), None)


@lru_cache(maxsize=512)
def _fits(word: str, parameter: str) -> bool:
    """Whether a word begins a word of the name of a parameter; a short one is a whole word."""
    wanted = fold(word)
    words = fold(parameter).replace("(", " ").replace(")", " ").replace(",", " ").split()
    return any(each == wanted if len(wanted) <= _SHORT else each.startswith(wanted) for each in words)


_COLUMNS = ('id, date, site, place, medium, parameter, value, unit, "limit", limit_least, within_limit, within_stated, '
            "lab")


def judged(store: Store, period: Period) -> list[Judged]:
    """All measurements of a period but those of land, in the order of their days."""
    dated, names = DatedLimits(store), site_names(store)
    rows = ask(store, f"SELECT {_COLUMNS} FROM measurement WHERE trashed = 0 AND medium <> ? AND date BETWEEN ? AND ? "  # noqa: S608 - columns of our own
               "ORDER BY date, id", LAND, period.begins, period.ends)
    return [_judge(row, dated, names) for row in rows]


def _judge(row: tuple[object, ...], dated: DatedLimits, names: dict[str, str]) -> Judged:
    id_, day, site, place, medium, parameter, raw, unit, limit, least, kept, stated, lab = row
    when, where, name, measure = date.fromisoformat(str(day)), id_of(site), str(parameter or ""), str(unit or "")
    value = _exact(raw)
    own = within(_whole(raw), _whole(limit), _whole(least))
    # Before it followed from the figures the same column held what somebody typed.
    said = stated if stated is not None else kept if kept is not None and bool(kept) != own else None
    most, low, source, odd = _exact(limit), _exact(least), "", ""
    if most is None and low is None:
        most, source, odd = _in_its_unit(dated.find("limit", str(medium), name, when, where), measure)
        low, more, also = _in_its_unit(dated.find("least", str(medium), name, when, where), measure)
        source, odd = source or more, odd or also
        own = None if value is None or (most is None and low is None) else (
            (most is None or value <= most) and (low is None or value >= low))
    return Judged(id_of(id_), when, where, names.get(where, ""), str(place or ""), str(medium), name, value, measure,
                  most, low, source, own, None if said is None else bool(said), str(lab or ""), odd)


def of_record(record: Measurement, dated: DatedLimits) -> Judged:
    """One measurement that may not be saved yet.  Shape: it has a day and a medium; the site stays without its name."""
    site = bytes.fromhex(record.site) if record.site else None
    own = within(record.value, record.limit, record.limit_least)
    return _judge((bytes.fromhex(record.id) if record.id else None, record.date.isoformat(), site, record.place,
                   record.medium, record.parameter, record.value, record.unit, record.limit, record.limit_least, own,
                   record.within_stated, record.lab), dated, {})


def _in_its_unit(limit: Limit | None, unit: str) -> tuple[Decimal | None, str, str]:
    """A dated limit in the unit of a measurement, with its source; the unit that cannot be compared otherwise."""
    if limit is None:
        return None, "", ""
    told = in_unit(limit.value, limit.unit, unit)
    return (None, "", limit.unit or "?") if told is None else (told, limit.source, "")


def _exact(raw: object) -> Decimal | None:
    return None if raw is None else Decimal(str(raw)).scaleb(-6)


def _whole(raw: object) -> int | None:
    return None if raw is None else int(str(raw))


def series(found: Iterable[Judged]) -> dict[tuple[str, str, str, str], list[Judged]]:
    """Measurements of one thing at one place, in the order of their days."""
    groups: dict[tuple[str, str, str, str], list[Judged]] = defaultdict(list)
    for each in found:
        groups[each.series].append(each)
    return dict(sorted(groups.items(), key=lambda pair: (pair[1][0].site_name, pair[1][0].place, pair[0])))
