"""Claims: a balance over 1,000,000 deliveries and 50,000 lots shows in 0.3 s, and again after one more delivery.

    python bench/bench_balance.py [FOLDER] [--shares 0.01,0.1,1]

FOLDER holds the large workspaces of large.py, made if needed.  Reference: the same sums of the same months asked from
the registers in one question each, without anything kept.  One more delivery must cost what its month costs: from a
hundredth to the whole, with months a hundred times as full, at most as many times more as the months grew.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from large import large_workspace

from armdesk import gold_months, workspace
from armdesk.gold_sql import Days, deliveries
from armdesk.models import Production
from armdesk.services import balance, gold_figures
from armdesk.services.period import Period
from armdesk.workspace import Workspace

ROUNDS, GOAL_SHOWN, GOAL_RATIO, GOAL_WRITING = 7, 0.3, 0.3, 2.0
PERIOD = Period(date(2025, 1, 1), date(2025, 12, 31))


def seconds(work: Callable[[], object]) -> float:
    """How long one piece of work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def raw(db: Any) -> None:
    """The same sums from the registers alone."""
    every = Days("", "9999-99-99", undated=True)
    list(deliveries(db, every))
    gold_months.counted(db, every)


def shown(opened: Workspace) -> None:
    """What the page asks: twelve months of all stages, and the production they come from."""
    balance.months(opened.store, PERIOD)
    gold_figures.production(opened.store, PERIOD)


def measured(opened: Workspace) -> dict[str, float]:
    """Medians in seconds, taken in turn."""
    first = seconds(lambda: shown(opened))
    times: dict[str, list[float]] = {name: [] for name in ("shown", "write", "again", "any day", "raw")}
    for number in range(ROUNDS):
        times["shown"].append(seconds(lambda: shown(opened)))
        row = Production(date=date(2025, 6, 1 + number), gross_mg=12_000, fineness=8_800)
        times["write"].append(seconds(lambda row=row: opened.store.save(row)))  # type: ignore[misc]
        times["again"].append(seconds(lambda: shown(opened)))
        times["any day"].append(seconds(lambda: balance.on_day(opened.store, date(2025, 6, 17))))
    for _round in range(3):
        times["raw"].append(seconds(lambda: raw(opened.db)))
    return {"first": first, **{name: statistics.median(kept) for name, kept in times.items()}}


def marks(opened: Workspace) -> tuple[float, float]:
    """Seconds for 100,000 deliveries kept at once, and how much of it went into noting their months."""
    rows = [{"date": date(2025, 1 + number % 12, 1 + number % 28), "gross_mg": 9_000, "fineness": 8_800}
            for number in range(100_000)]
    noting: list[float] = []
    note_new = gold_months.note_new

    def timed(*given: Any) -> None:
        noting.append(seconds(lambda: note_new(*given)))

    gold_months.note_new = timed
    try:
        with opened.store.operation("bench", kind="import") as writer:
            whole = seconds(lambda: writer.save_many(Production, rows, checked=True))
    finally:
        gold_months.note_new = note_new
    return whole, sum(noting)


def main() -> int:
    """Measure, print, return 1 if a claim does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(tempfile.gettempdir()) / "armdesk-bench")
    parser.add_argument("--shares", default="0.01,0.1,1")
    given = parser.parse_args()
    good = True
    for share in sorted(map(float, given.shares.split(","))):
        with workspace.open_workspace(large_workspace(given.folder, share)) as opened:
            # Made by an import: nothing was added up yet.  Used before: begin as after an import.
            with opened.db.atomic("IMMEDIATE"):
                gold_months.rebuild(opened.db)
            found = measured(opened)
            ratio = found["again"] / found["raw"]
            holds = max(found["shown"], found["again"], found["any day"]) <= GOAL_SHOWN
            cheap = ratio <= GOAL_RATIO or found["again"] <= 0.05
            good = good and holds and cheap
            print(f"{int(share * 1_000_000):>9,} deliveries: first after import {found['first']:.3f} s, shown "
                  f"{found['shown'] * 1000:.0f} ms, one delivery saved {found['write'] * 1000:.1f} ms, then shown "
                  f"{found['again'] * 1000:.0f} ms, any day {found['any day'] * 1000:.0f} ms, raw "
                  f"{found['raw'] * 1000:.0f} ms: {ratio:.2f} x  (claims <= {GOAL_SHOWN} s "
                  f"{'holds' if holds else 'FAILS'}, <= {GOAL_RATIO} x raw or 50 ms {'holds' if cheap else 'FAILS'})")
    with tempfile.TemporaryDirectory() as folder, workspace.create(Path(folder) / "w", author="bench") as opened:
        whole, noting = marks(opened)
    share = 100 * noting / whole
    print(f"100,000 deliveries kept at once {whole:.2f} s, {noting * 1000:.0f} ms of it noting their months: "
          f"{share:.1f} %  (claim <= {GOAL_WRITING:.0f} %: {'holds' if share <= GOAL_WRITING else 'FAILS'})")
    return 0 if good and share <= GOAL_WRITING else 1


if __name__ == "__main__":
    sys.exit(main())
