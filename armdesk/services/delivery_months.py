"""The deliveries of a month as the checks look at them: read once for all rules, until one of them changes."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple

from armdesk.fields import fold
from armdesk.models import Production
from armdesk.remembered import month_of_deliveries
from armdesk.services.figure import ask, id_of
from armdesk.services.period import Period
from armdesk.services.period import month as calendar_month
from armdesk.store import Store

_ROUND = 100
"""Units: mg.  A weight that ends in fewer is read from a scale, and does not come twice by chance."""
_DAY, _SITE, _GROSS, _FINENESS = 1, 2, 4, 5
_OF_SCALE = ("date", "site", "crew", "gross_mg", "fineness", "receipt_no", "person", "person_as_written")


Group = tuple[Any, bool]
"""Whose deliveries are compared: raw id of the crew, else of the site; whether they tell a number of persons."""


@dataclass
class Weighed:
    """Deliveries of one group.

    Shape: ids are 16 bytes each, in the order of per_person.  Units: thousandths of a mg, whole numbers.
    """

    per_person: array[int] = field(default_factory=lambda: array("q"))
    ids: bytearray = field(default_factory=bytearray)


class Twins(NamedTuple):
    """Deliveries that are alike in everything.  Units: mg."""

    day: Any
    gross_mg: int
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Habits:
    """How the weights of one site are written in a month.

    Shape: alike: how many deliveries have the weight and fineness that come most often, and that weight in mg, zeros
    where none comes twice; whole of `weighed` are whole grams.
    """

    weighed: int
    whole: int
    alike: int
    alike_mg: int


@dataclass(frozen=True)
class Month:
    """Deliveries with a weight of some days of one month.

    Shape: by_ore: site -> (mg of fine gold won, 1/1000 mg held by ore and head grade), of those that tell both.
    """

    month: str
    groups: dict[Group, Weighed]
    habits: dict[str, Habits]
    by_ore: dict[str, tuple[int, int]]
    twins: list[Twins]


def months(store: Store, period: Period) -> Iterator[Month]:
    """The months of a period, the first and the last only as far as they belong to it."""
    for days in each_month(period):
        name = f"{days.begins:%Y-%m}"
        yield store.remembered.of(("deliveries", days), (month_of_deliveries(name),), partial(_read, store, days))


def each_month(period: Period) -> Iterator[Period]:
    """The days of a period month by month."""
    for name in period.months():
        whole = calendar_month(int(name[:4]), int(name[5:]))
        yield Period(max(whole.begins, period.begins), min(whole.ends, period.ends))


def _read(store: Store, days: Period) -> Month:
    rows = ask(store, "SELECT id, date, site, crew, gross_mg, fineness, persons FROM production WHERE trashed = 0 "
               "AND date BETWEEN ? AND ? AND gross_mg > 0 ORDER BY date, id", days.begins, days.ends)
    groups: dict[Group, Weighed] = {}
    for id_, _day, site, crew, gross, _fineness, persons in rows:
        key = crew or site, bool(persons)
        weighed = groups.get(key)
        if weighed is None:
            weighed = groups[key] = Weighed()
        weighed.per_person.append(gross * 1000 // (persons or 1))
        weighed.ids += id_
    # In the order of days and no other index, for the pages of the month are in memory now.
    held = ask(store, "SELECT site, sum(fine_mg), sum(ore_kg * head_grade) FROM production WHERE trashed = 0 "
               "AND date BETWEEN ? AND ? AND ore_kg > 0 AND head_grade > 0 AND fine_mg IS NOT NULL GROUP BY +site",
               days.begins, days.ends)
    by_ore = {id_of(site): (int(fine), int(grade)) for site, fine, grade in held}
    return Month(f"{days.begins:%Y-%m}", groups, _habits(rows), by_ore, list(_twins(store, rows)))


def _habits(rows: list[tuple[Any, ...]]) -> dict[str, Habits]:
    # Counted here: grouping so many different weights costs a database ten times as much.
    by_site: dict[Any, list[tuple[int, int, Any]]] = defaultdict(list)
    for (site, gross, fineness), count in Counter(map(itemgetter(_SITE, _GROSS, _FINENESS), rows)).items():
        by_site[site].append((count, gross, fineness))
    found = {}
    for site, weights in by_site.items():
        alike, alike_mg = max(((count, gross) for count, gross, fineness in weights if fineness is not None),
                              key=itemgetter(0), default=(0, 0))
        whole = sum(count for count, gross, _fineness in weights if not gross % 1000)
        found[id_of(site)] = Habits(sum(count for count, _gross, _fineness in weights), whole,
                                    *((alike, alike_mg) if alike > 1 else (0, 0)))
    return found


def _twins(store: Store, rows: list[tuple[Any, ...]]) -> Iterator[Twins]:
    """The same delivery entered twice: day, site, crew, person, weight and fineness.

    Two receipts part two deliveries of a round weight; the same milligrams twice do not come from a scale.
    """
    day_and_weight = itemgetter(_DAY, _GROSS)
    times = Counter(map(day_and_weight, rows))
    alike = [row[0] for row in rows if times[day_and_weight(row)] > 1]
    groups: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    fields = [Production.field(name) for name in _OF_SCALE]
    for id_, (*rest, receipt, person, written) in store.rows(Production, alike, fields).items():
        name = person or fold(written or "")
        if name:
            groups[(*rest, name, receipt if rest[3] % _ROUND == 0 else "")].append(id_.hex())
    for key, ids in sorted(groups.items(), key=lambda item: min(item[1])):
        if len(ids) > 1:
            yield Twins(key[0], key[3], tuple(sorted(ids)))
