"""Measures a register of 20,000 people: the first screen, a search, its sums by sex and age, duplicates, loose names.

    python bench/bench_people.py [--people 20000] [--folder FOLDER]

Names are drawn from those of three countries, with spellings that differ: one in two hundred stands twice.  Goals: all
likely duplicates within 2 s, the first screen and a search within 100 ms, the line by sex and age within 0.5 s, 400
loose names with who may be meant within 2 s, joining two records within 0.5 s.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

_GIVEN = ("Ana María", "José", "Luis Alberto", "Rosa", "Wilson", "Élmer", "Yeny", "Issa", "Salif", "Aïssata", "Mariam",
          "Boukary", "Bat-Erdene", "Gantulga", "Oyuunchimeg", "Tömör", "Blanca Elena", "Segundo", "Fidencio", "Nidia",
          "Carmen Rosa", "Édgar", "Hilda", "Ruperto", "Teófilo", "Quintín", "Zoraida", "Parmenio", "Duván", "Yolanda")
_FIRST = ("Qui", "Ma", "Huay", "Con", "Ro", "Bo", "Jo", "Za", "Oue", "Sa", "Ka", "Tra", "Gan", "Dor", "Bat", "Er",
          "Men", "Nar", "Cris", "Ti", "Ra", "Vil", "Cha", "Pal")
_LAST = ("spe", "mani", "tari", "dori", "sero", "tina", "joa", "brano", "draogo", "wadogo", "bore", "ore", "zorig",
         "jsuren", "chuluun", "azo", "neses", "vaez", "ollo", "cona", "mirez", "ca", "morro", "acios")
_DAY = date(2026, 1, 31)


def rows(count: int) -> Iterator[dict[str, Any]]:
    """People with number, birth and name; one in two hundred comes again with a slip."""
    chance = random.Random(11)
    made: list[dict[str, Any]] = []
    while len(made) < count:
        surnames = [chance.choice(_FIRST) + chance.choice(_LAST) for _each in range(2)]
        row = {"name": f"{chance.choice(_GIVEN)} {' '.join(surnames)}", "role": "worker", "sex": chance.choice("FM"),
               "code": f"T-{len(made):05d}", "id_number": str(chance.randrange(10_000_000, 1_200_000_000)),
               "birth_date": date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))}
        made.append(row)
        if chance.randrange(200) == 0 and len(made) < count:
            digits = list(row["id_number"])
            digits[-1], digits[-2] = digits[-2], digits[-1]
            words = row["name"].split()
            made.append({**row, "name": " ".join([*words[-2:], *words[:-2]]).upper(), "code": f"T-{len(made):05d}",
                         "id_number": "".join(digits)})
    yield from made


def timed(name: str, goal: float, work: Callable[[], Any]) -> tuple[Any, bool]:
    """Run once, print the time, say whether the goal was met."""
    begun = time.perf_counter()
    result = work()
    took = time.perf_counter() - begun
    print(f"{name:<44} {took * 1000:8.0f} ms   (goal {goal * 1000:.0f})")
    return result, took <= goal


def main() -> int:
    """Measure, answer 1 if a goal is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    from armdesk import workspace
    from armdesk.models import Person, Production
    from armdesk.query import Query
    from armdesk.services.people import breakdown, duplicates, loose_names, merging

    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.folder or Path(scratch) / "workspace"
        with workspace.create(folder) as space:
            store = space.store
            people = list(rows(chosen.people))
            with store.operation("people") as writer:
                writer.save_many(Person, people, checked=True)
                writer.save_many(Production, ({"date": _DAY, "gross_mg": 1000, "person_as_written": _short(
                    people[place * 37 % len(people)]["name"])} for place in range(400)), checked=True)
            query = Query(Person)
            met = []
            met.append(timed("first screen of the list", 0.1, lambda: store.find(query, limit=40))[1])
            met.append(timed("search", 0.1, lambda: store.find(Query(Person, search="zambrano wil"), limit=40))[1])
            met.append(timed("line by sex and age", 0.5, lambda: breakdown.of_list(store, query, _DAY))[1])
            found, good = timed("likely duplicates", 2.0, lambda: duplicates.find(store))
            met.append(good)
            print(f"  {len(found)} pairs, {sum(each.score >= duplicates.LIKELY for each in found)} likely, "
                  f"{sum(each['name'].isupper() for each in people)} planted")
            names, good = timed("loose names with who may be meant", 2.0, lambda: loose_names.find(store))
            met.append(good)
            print(f"  {len(names)} names, {sum(each.sure for each in names)} sure")
            pair = found[0]
            met.append(timed("two records made one", 0.5, lambda: merging.merge(
                store, pair.one.id, pair.other.id, {}, _DAY))[1])
    return int(not all(met))


def _short(name: str) -> str:
    words = name.split()
    return f"{words[0]} {words[-2]}"


if __name__ == "__main__":
    sys.exit(main())
