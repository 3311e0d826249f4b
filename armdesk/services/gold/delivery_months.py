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
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.period import Period, each_month
from armdesk.store import Store

_ROUND = 100
"""Units: mg.  A weight that ends in fewer is read from a scale, and does not come twice by chance."""
_DAY, _GROSS, _SITE, _FINENESS = 1, 2, 3, 4
_OF_SCALE = ("date", "site", "crew", "gross_mg", "fineness", "receipt_no", "person", "person_as_written")


Group = tuple[Any, int]
"""Whose deliveries are compared: raw id of the crew, else of the site; 1 where they tell how many persons, else 0."""


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


def _read(store: Store, days: Period) -> Month:
    rows = ask(store, "SELECT id, date, gross_mg, site, fineness, coalesce(crew, site), coalesce(persons, 0) <> 0, "
               "gross_mg * 1000 / coalesce(nullif(persons, 0), 1) FROM production WHERE trashed = 0 "
               "AND date BETWEEN ? AND ? AND gross_mg > 0 ORDER BY date, id", days.begins, days.ends)
    groups: dict[Group, Weighed] = defaultdict(Weighed)
    for id_, _day, _gross, _site, _fineness, place, told, per_person in rows:
        weighed = groups[place, told]
        weighed.per_person.append(per_person)
        weighed.ids += id_
    # In the order of days and no other index, for the pages of the month are in memory now.
    held = ask(store, "SELECT site, sum(fine_mg), sum(ore_kg * head_grade) FROM production WHERE trashed = 0 "
               "AND date BETWEEN ? AND ? AND ore_kg > 0 AND head_grade > 0 AND fine_mg IS NOT NULL GROUP BY +site",
               days.begins, days.ends)
    by_ore = {id_of(site): (int(fine), int(grade)) for site, fine, grade in held}
    return Month(f"{days.begins:%Y-%m}", dict(groups), _habits(rows), by_ore, list(_twins(store, rows)))


def _habits(rows: list[tuple[Any, ...]]) -> dict[str, Habits]:
    # Counted here: grouping so many different weights costs a database ten times as much.
    weighed = Counter(map(itemgetter(_SITE), rows))
    whole = Counter(row[_SITE] for row in rows if not row[_GROSS] % 1000)
    alike: dict[Any, tuple[int, int]] = {}
    times = Counter(map(itemgetter(_SITE, _GROSS, _FINENESS), rows))
    for (site, gross, fineness), count in [each for each in times.items() if each[1] > 1]:
        if fineness is not None and count > alike.get(site, (0, 0))[0]:
            alike[site] = count, gross
    return {id_of(site): Habits(count, whole[site], *alike.get(site, (0, 0))) for site, count in weighed.items()}


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
