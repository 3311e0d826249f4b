"""Measures courses of a large office: coverage counted, the matrix read, painted and pasted into.

    python bench/bench_training.py [--people 20000] [--courses 12] [--folder FOLDER]

Goals with 20,000 people, 12 courses and 200,000 marks: coverage within 2 s, a matrix read within 2 s (both away from
the window), 1,000 cells shown within 20 ms, a pasted block of 1,000 marks kept within 2 s.
The reference is the bare SQL that groups all marks by person and course.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from armdesk import workspace as workspaces
from armdesk.models import (
    CourseKind,
    CourseNeed,
    Crew,
    Person,
    PpeDelivery,
    PpeNeed,
    Training,
    TrainingAttendance,
)
from armdesk.record import new_ids
from armdesk.services.people.course_grid import CourseGrid
from armdesk.services.people.course_sheet import read_sheet
from armdesk.services.people.coverage import ppe_coverage, training_coverage
from armdesk.services.people.coverage_sheet import PPE, TRAINING, read_standing
from armdesk.services.sheets import day_blocks
from armdesk.store import Store

DAY = date(2026, 1, 31)
_NOW = datetime(2026, 1, 31, 9, 0, tzinfo=timezone(timedelta(hours=-5)))
_BARE = ("SELECT person, training, count(*) FROM training_attendance WHERE trashed = 0 AND coalesce(present, 1) = 1 "
         "GROUP BY person, training")
_SECONDS, _PAINTED = 2.0, 0.02


def fill(store: Store, people: int, courses: int) -> int:
    """Invented people in crews, one course of each kind with five in six people there; returns the number of marks."""
    drawn = random.Random(7)
    ids, crews, kinds, held = (new_ids(count) for count in (people, 400, courses, courses))
    with store.operation("bench") as writer:
        writer.save_many(Crew, [{"id": id_, "name": f"Crew {place}", "kind": drawn.choice(("underground", "plant"))}
                                for place, id_ in enumerate(crews)], checked=True)
        writer.save_many(Person, [
            {"id": id_, "name": f"Person {place:05}", "role": drawn.choice(("member", "worker", "selector")),
             "sex": drawn.choice("FM"), "crew": drawn.choice(crews), "joined_on": date(2020, 1, 1)}
            for place, id_ in enumerate(ids)], checked=True)
        writer.save_many(CourseKind, [
            {"id": id_, "name": f"Kind {place}", "months_valid": drawn.choice((6, 12, 24, None))}
            for place, id_ in enumerate(kinds)], checked=True)
        writer.save_many(CourseNeed, [{"course_kind": kind} for kind in kinds], checked=True)
        writer.save_many(Training, [
            {"id": id_, "date": date(2025, 1, 15) + timedelta(days=28 * place), "subject": f"Kind {place}",
             "course_kind": kinds[place]} for place, id_ in enumerate(held)], checked=True)
        count = writer.save_many(TrainingAttendance, (
            {"training": course, "person": person, "present": drawn.random() < 0.95, "mark": "X"}
            for course in held for person in ids if drawn.random() < 5 / 6), checked=True)
        writer.save_many(PpeNeed, [{"item": item} for item in ("helmet", "boots", "gloves")], checked=True)
        writer.save_many(PpeDelivery, (
            {"date": date(2025, 1, 1) + timedelta(days=drawn.randrange(390)), "person": person, "item": item,
             "quantity": 1} for person in ids for item in ("helmet", "boots", "gloves")), checked=True)
    return count


def timed(name: str, run: Callable[[], Any], goal: float) -> tuple[Any, bool]:
    """Run something, print its seconds beside the goal, and say whether it was reached."""
    began = time.perf_counter()
    result = run()
    took = time.perf_counter() - began
    print(f"{name:<46} {took * 1000:9.1f} ms   goal {goal * 1000:7.0f} ms   {'ok' if took <= goal else 'TOO SLOW'}")
    return result, took <= goal


def measure(store: Store) -> bool:
    """All measurements; whether every goal was reached."""
    good = []

    def take(name: str, run: Callable[[], Any], goal: float = _SECONDS) -> Any:
        result, reached = timed(name, run, goal)
        good.append(reached)
        return result

    timed("bare SQL: marks by person and course", lambda: store.db.execute_sql(_BARE).fetchall(), _SECONDS)
    take("coverage of courses", lambda: training_coverage(store, DAY))
    take("coverage of equipment", lambda: ppe_coverage(store, DAY))
    take("coverage, each person and course", lambda: read_standing(store, DAY, TRAINING))
    take("coverage, each person and item", lambda: read_standing(store, DAY, PPE))
    sheet = take("matrix of a year", lambda: read_sheet(store, date(2025, 1, 1), date(2026, 12, 31)))
    grid = CourseGrid(store, sheet)
    wide = range(grid.columns())
    shown = range(min(grid.rows(), 1000 // max(grid.columns(), 1)))
    take("1,000 cells shown", lambda: [grid.cell(row, column) for row in shown for column in wide], _PAINTED)
    take("totals of all columns", lambda: [grid.total(column) for column in wide], 0.2)
    free = [row for row in range(grid.rows()) if not sheet.mark(row, 0)][:1000]
    take(f"{len(free)} marks typed as one block", lambda: grid.write([(row, 0, "X") for row in free]))
    block = "\n".join("F" for _row in range(min(1000, grid.rows())))
    take("1,000 marks pasted over others", lambda: grid.write(day_blocks.pasted(grid, block, (0, 1, 0, 1)).places))
    return all(good)


def main() -> int:
    """Fill a workspace and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--courses", type=int, default=12)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder, workspaces.create(
            Path(folder) / "bench", author="bench", now=lambda: _NOW) as opened:
        marks = fill(opened.store, given.people, given.courses)
        print(f"{given.people} people, {given.courses} courses, {marks} marks")
        return 0 if measure(opened.store) else 1


if __name__ == "__main__":
    sys.exit(main())
