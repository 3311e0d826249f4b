"""Makes the large workspace that other benches open: a million deliveries, made once and kept in a folder.

    python bench/large.py FOLDER [--share 0.01]

Prints the folder of the workspace.  With --share everything but the sites is that much smaller.  A workspace that was
made before with the same sizes and the same schema is used again.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from armdesk import schema
from armdesk import workspace as workspaces
from armdesk.demo import names
from armdesk.models import record_type
from armdesk.record import new_ids
from armdesk.store import Store

DELIVERIES, PEOPLE, DOCUMENTS, LOTS, SALES = 1_000_000, 20_000, 10_000, 50_000, 10_000
SITES, CREWS = 12, 400
FIRST, DAYS = date(2021, 1, 4), 1_820
NOW = datetime(2026, 1, 31, 9, 0, tzinfo=timezone(timedelta(hours=-5)))
_MADE = "large.json"


def large_workspace(folder: Path, share: float = 1.0) -> Path:
    """Folder of the large workspace, made now if it is not there."""
    target = folder / f"large-{share:g}"
    wanted = {"share": share, "schema": schema.newest(), "sizes": [DELIVERIES, PEOPLE, DOCUMENTS, LOTS, SALES]}
    made = target / _MADE
    if made.is_file() and json.loads(made.read_text("utf-8")) == wanted:
        return target
    shutil.rmtree(target, ignore_errors=True)
    part = folder / f"large-{share:g}.part"
    shutil.rmtree(part, ignore_errors=True)
    with workspaces.create(part, author="bench", now=lambda: NOW) as opened:
        _fill(opened.store, share)
    (part / _MADE).write_text(json.dumps(wanted), "utf-8")
    part.replace(target)
    return target


def _fill(store: Store, share: float) -> None:
    draw = random.Random(1)
    people, lots, sales = (new_ids(max(int(size * share), 1)) for size in (PEOPLE, LOTS, SALES))
    sites, crews = new_ids(SITES), new_ids(CREWS)
    parties = new_ids(20)
    _keep(store, "site", ({"id": site, "code": f"S-{place:02d}", "name": f"Bocamina {place:02d}", "kind": "hard_rock"}
                          for place, site in enumerate(sites)))
    _keep(store, "crew", ({"id": crew, "code": f"C-{place:03d}", "name": f"Cuadrilla {place:03d}",
                           "site": sites[place % SITES]} for place, crew in enumerate(crews)))
    _keep(store, "person", _people(draw, people, crews, sites))
    _keep(store, "document", _documents(draw, int(DOCUMENTS * share)))
    _keep(store, "party", ({"id": party, "code": f"P-{place:02d}", "name": f"Comprador {place:02d}", "role": "buyer"}
                           for place, party in enumerate(parties)))
    _keep(store, "sale", _sales(draw, sales, parties))
    _keep(store, "lot", _lots(draw, lots, sales, sites))
    _keep(store, "production", _deliveries(draw, int(DELIVERIES * share), people, crews, sites))


def _keep(store: Store, type_name: str, rows: Iterable[Mapping[str, Any]]) -> None:
    with store.operation(f"Large: {type_name}", kind="import") as writer:
        writer.save_many(record_type(type_name), rows, checked=True)


def _day(place: int, count: int) -> date:
    return FIRST + timedelta(days=place * DAYS // max(count, 1))


def _people(draw: random.Random, ids: list[str], crews: list[str], sites: list[str]) -> Iterator[dict[str, Any]]:
    roles = ("member", "member", "worker", "worker", "selector", "processor")
    for place, each in enumerate(ids):
        sex = draw.choice("FMM")
        name = " ".join((draw.choice(names.WOMEN if sex == "F" else names.MEN), draw.choice(names.SURNAMES),
                         draw.choice(names.SURNAMES)))
        yield {"id": each, "code": f"SOC-{place:05d}", "name": name, "sex": sex, "role": draw.choice(roles),
               "crew": crews[place % CREWS], "site": sites[place % SITES], "status": "active",
               "birth_date": date(draw.randint(1955, 2005), draw.randint(1, 12), draw.randint(1, 28)),
               "joined_on": date(draw.randint(2008, 2020), draw.randint(1, 12), draw.randint(1, 28)),
               "age_evidence": "copy", "id_number": f"10{place:08d}"}


def _documents(draw: random.Random, count: int) -> Iterator[dict[str, Any]]:
    kinds = ("permit", "minutes", "receipt", "certificate", "list", "photo")
    for place in range(count):
        day = _day(place, count)
        yield {"number": f"DOC-{place:05d}", "title": f"Papel {place} de {draw.choice(names.SURNAMES)}",
               "kind": draw.choice(kinds), "issued_on": day, "valid_to": day + timedelta(days=draw.randint(90, 900)),
               "binder_no": f"{place // 200}-{place}"}


def _sales(draw: random.Random, ids: list[str], parties: list[str]) -> Iterator[dict[str, Any]]:
    for place, each in enumerate(ids):
        gross = draw.randint(30_000, 900_000)
        value = gross * draw.randint(30_000, 45_000)
        yield {"id": each, "code": f"V-{place:05d}", "date": _day(place, len(ids)), "buyer": draw.choice(parties),
               "gross_mg": gross, "fineness": draw.randint(8_300, 9_200), "currency": "COP", "gross_value": value,
               "deductions_total": value // 20, "net_value": value - value // 20}


def _lots(draw: random.Random, ids: list[str], sales: list[str], sites: list[str]) -> Iterator[dict[str, Any]]:
    for place, each in enumerate(ids):
        sold = place < len(ids) * 98 // 100
        yield {"id": each, "code": f"L-{place:06d}", "created_on": _day(place, len(ids)), "form": "dore",
               "site": sites[place % SITES], "gross_mg": draw.randint(5_000, 200_000),
               "fineness": draw.randint(8_300, 9_200), "seal_no": f"S{place:07d}", "status": "sold" if sold else "open",
               "sale": sales[place * len(sales) // len(ids)] if sold else None}


def _deliveries(draw: random.Random, count: int, people: list[str], crews: list[str],
                sites: list[str]) -> Iterator[dict[str, Any]]:
    for place in range(count):
        crew = draw.randrange(CREWS)
        yield {"date": _day(place, count), "site": sites[crew % SITES], "crew": crews[crew],
               "person": draw.choice(people), "shift": "day", "persons": draw.randint(3, 14),
               "gross_mg": draw.randint(200, 14_000), "fineness": draw.randint(8_300, 9_200),
               "receipt_no": f"E{place:07d}" if place % 10 == 0 else None, "quality": "measured"}


def main() -> None:
    """Make it and say where it is."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--share", type=float, default=1.0)
    chosen = arguments.parse_args()
    began = time.perf_counter()
    made = large_workspace(chosen.folder, chosen.share)
    print(made, f"{time.perf_counter() - began:.1f} s", f"{(made / 'armdesk.db').stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
