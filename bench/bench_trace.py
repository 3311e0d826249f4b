"""Claims: walking one sale back takes <= 0.1 s among a million deliveries and 50,000 lots, and <= 5 x its raw SQL.

    python bench/bench_trace.py [FOLDER] [--share 0.01]

FOLDER holds the large workspace of large.py and, beside it, a copy with chains: each batch of 200 deliveries, each lot
of a batch or of earlier lots, of which one may have been made in the same way, up to six steps deep.  Reference: the
same rows fetched by the bare statements, in turn with our walk; the medians over many sales are compared.  The layout
of the largest genealogy met is timed too.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from large import NOW, large_workspace

from armdesk import sql, workspace
from armdesk.models import record_type
from armdesk.record import new_ids
from armdesk.services.gold import genealogy, trace
from armdesk.store import Store

GOAL_SECONDS, GOAL_RATIO, WALKS = 0.1, 5.0, 60
PER_BATCH, COMBINED, DEEP = 200, 10, 6


def with_chains(folder: Path, share: float) -> Path:
    """The large workspace with what everything was made of; made once."""
    plain = large_workspace(folder, share)
    target = folder / f"chains-{share:g}"
    if (target / "chains").is_file() and (target / "chains").read_text("utf-8") == plain.joinpath(
            "large.json").read_text("utf-8"):
        return target
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(plain, target)
    with workspace.open_workspace(target, author="bench", now=lambda: NOW) as opened:
        _add_chains(opened.store)
    (target / "chains").write_text((plain / "large.json").read_text("utf-8"), "utf-8")
    return target


def _add_chains(store: Store) -> None:
    deliveries = [row[0] for row in sql.run(store.db, "SELECT id FROM production ORDER BY date, id")]
    lots = sql.run(store.db, "SELECT id, created_on, fine_mg FROM lot ORDER BY created_on, id").fetchall()
    batches = new_ids(max(len(deliveries) // PER_BATCH, 1))
    days = [row[0] for row in sql.run(store.db, "SELECT date FROM production ORDER BY date, id")]
    kinds = (("batch", _batches(batches, days)), ("batch_input", _batch_inputs(batches, deliveries)),
             ("lot_input", _lot_inputs(lots, batches)))
    for name, rows in kinds:
        with store.operation(f"Chains: {name}", kind="import") as writer:
            writer.save_many(record_type(name), rows, checked=True)


def _batches(ids: list[str], days: list[str]) -> Iterator[dict[str, Any]]:
    from datetime import date

    for place, each in enumerate(ids):
        yield {"id": each, "code": f"B-{place:06d}", "date": date.fromisoformat(days[place * PER_BATCH]),
               "method": "gravity", "gross_mg": 1_200_000, "fineness": 8_700}


def _batch_inputs(ids: list[str], deliveries: list[bytes]) -> Iterator[dict[str, Any]]:
    for place, delivery in enumerate(deliveries):
        if place // PER_BATCH < len(ids):
            yield {"batch": ids[place // PER_BATCH], "production": bytes(delivery).hex(), "input_mg": 6_000}


def _lot_inputs(lots: list[tuple[bytes, str, int]], batches: list[str]) -> Iterator[dict[str, Any]]:
    for place, (id_, day, fine) in enumerate(lots):
        known = {"lot": bytes(id_).hex(), "date": None, "operation": "melting"}
        if place % COMBINED == 0 and place > 2:
            deep = place >= 2 * COMBINED and place // COMBINED % DEEP
            for before in (1, COMBINED if deep else 2):
                yield {**known, "input_lot": bytes(lots[place - before][0]).hex(), "input_mg": (fine or 0) // 2}
        else:
            yield {**known, "batch": batches[place * len(batches) // len(lots)], "input_mg": fine}
        assert day


def raw(store: Store, sale: bytes) -> int:
    """The same rows by bare statements, level by level, and nothing else; answers their number."""
    count = 0

    def ask(question: str, ids: list[bytes]) -> list[Any]:
        nonlocal count
        rows = sql.run(store.db, question.format(", ".join("?" * len(ids))), ids).fetchall() if ids else []
        count += len(rows)
        return rows

    lots = [row[0] for row in ask("SELECT id FROM lot WHERE trashed = 0 AND sale IN ({})", [sale])]
    batches: set[bytes] = set()
    seen = set(lots)
    while lots:
        rows = ask("SELECT input_lot, batch, input_mg, operation, loss_mg, loss_reason FROM lot_input "
                   "WHERE trashed = 0 AND lot IN ({})", lots)
        batches |= {row[1] for row in rows if row[1]}
        lots = [row[0] for row in rows if row[0] and row[0] not in seen]
        seen.update(lots)
    deliveries = [row[0] for row in ask("SELECT production, input_mg FROM batch_input WHERE trashed = 0 "
                                        "AND batch IN ({})", list(batches))]
    for start in range(0, len(deliveries), 500):
        ask("SELECT p.id, p.receipt_no, p.date, p.gross_mg, p.fineness, p.fine_mg, w.name, c.name FROM production p "
            "LEFT JOIN person w ON w.id = p.person LEFT JOIN crew c ON c.id = p.crew WHERE p.id IN ({})",
            deliveries[start : start + 500])
    ask("SELECT id, code, created_on, gross_mg, fineness, fine_mg, status FROM lot WHERE id IN ({})", list(seen))
    ask("SELECT id, code, date, gross_mg, fineness, fine_mg FROM batch WHERE id IN ({})", list(batches))
    return count


def main() -> int:
    """Measure, print the ratio, return 1 if a claim does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(tempfile.gettempdir()) / "armdesk-bench")
    parser.add_argument("--share", type=float, default=1.0)
    given = parser.parse_args()
    draw = random.Random(5)
    ours, bare, sizes = [], [], []
    with workspace.open_workspace(with_chains(given.folder, given.share)) as opened:
        store = opened.store
        sales = [bytes(row[0]) for row in sql.run(store.db, "SELECT DISTINCT sale FROM lot WHERE sale IS NOT NULL")]
        for sale in draw.sample(sales, min(WALKS, len(sales))):
            begun = time.perf_counter()
            found = trace.back(store, f"sale/{sale.hex()}")
            between = time.perf_counter()
            rows = raw(store, sale)
            bare.append(time.perf_counter() - between)
            ours.append(between - begun)
            sizes.append((len(found.nodes), rows))
        begun = time.perf_counter()
        biggest = genealogy.draw(found)
        laid_out = time.perf_counter() - begun
    mine, theirs, worst = statistics.median(ours), statistics.median(bare), max(ours)
    holds = worst <= GOAL_SECONDS and mine / theirs <= GOAL_RATIO
    print(f"{len(ours)} sales, {statistics.median(size for size, _rows in sizes):.0f} records each: walk "
          f"{mine * 1000:.1f} ms (slowest {worst * 1000:.1f}), raw SQL {theirs * 1000:.1f} ms: {mine / theirs:.1f} x"
          f"  (claim <= {GOAL_SECONDS * 1000:.0f} ms and {GOAL_RATIO} x: {'holds' if holds else 'FAILS'})")
    print(f"layout of {len(biggest.boxes)} boxes {laid_out * 1000:.1f} ms")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
