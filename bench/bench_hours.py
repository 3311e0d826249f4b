"""Claims: hours, rates and coverage of a year are fluid with 20,000 people and 200,000 attendances.

    python bench/bench_hours.py [FOLDER] [--shares 0.1,1]

FOLDER keeps the workspace between runs.  Reference: the same hours summed by one bare question without sites, days or
other books.  With ten times the attendances in the same months the cost may grow no faster than that question's.
A month of one crew on the sheet of attendance opens, and a cell is kept, as if there were no others.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from armdesk import workspace
from armdesk.fields import Reading
from armdesk.models import Attendance, Crew, Incident, Person, PpeDelivery, Site, Training, TrainingAttendance
from armdesk.record import new_ids
from armdesk.services.basis.figure import ask
from armdesk.services.basis.period import Period
from armdesk.services.safety.hours import site_hours
from armdesk.services.safety.indicators import Reckoning
from armdesk.services.sheets.attendance_sheet import keep, read_sheet
from armdesk.workspace import Workspace

PEOPLE, ATTENDANCES, ROUNDS = 20_000, 200_000, 5
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
GOAL_HOURS, GOAL_VIEW, GOAL_SHEET, GOAL_CELL = 4.0, 10.0, 0.3, 0.1
"""Times of the bare sum, for the hours and for each view of the page; seconds to open a sheet and to keep a cell."""


def make_workspace(folder: Path, share: float) -> Path:
    """An office of that share of 20,000 people with its attendances, courses and equipment; made once."""
    path = folder / f"hours-{share:g}"
    if (path / "armdesk.db").exists():
        return path
    people, sites, crews = (int(PEOPLE * share), 10, max(int(400 * share), 10))
    with workspace.create(path, author="bench") as opened, opened.store.operation("bench", kind="import") as writer:
        site_ids, crew_ids, person_ids = new_ids(sites), new_ids(crews), new_ids(people)
        writer.save_many(Site, [{"id": id_, "code": f"S{n}", "name": f"Site {n}"} for n, id_ in enumerate(site_ids)])
        writer.save_many(Crew, [{"id": id_, "code": f"C{n}", "name": f"Crew {n}", "site": site_ids[n % sites]}
                                for n, id_ in enumerate(crew_ids)])
        writer.save_many(Person, [{"id": id_, "name": f"Person {n}", "role": "member", "sex": "FM"[n % 2],
                                   "crew": crew_ids[n % crews], "site": site_ids[n % crews % sites]}
                                  for n, id_ in enumerate(person_ids)], checked=True)
        writer.save_many(Attendance, (
            {"date": YEAR.begins + timedelta(days=n // people * 36 + n % 7), "person": person_ids[n % people],
             "crew": crew_ids[n % people % crews], "status": "present", "hours": 800, "quality": "measured"}
            for n in range(int(ATTENDANCES * share))), checked=True)
        courses = new_ids(10)
        writer.save_many(Training, [{"id": id_, "subject": f"Course {n}", "date": date(2025, 1 + n, 5)}
                                    for n, id_ in enumerate(courses)])
        writer.save_many(TrainingAttendance, (
            {"training": courses[n // people], "person": person_ids[n % people], "present": True}
            for n in range(people * 10)), checked=True)
        writer.save_many(PpeDelivery, ({"date": date(2025, 2, 1), "person": id_, "item": "helmet", "quantity": 1}
                                       for id_ in person_ids), checked=True)
        writer.save_many(Incident, [{"date": YEAR.begins + timedelta(days=n % 365), "severity": "lost_time",
                                     "lost_days": 3, "description": "x"} for n in range(200)])
    return path


def median(work: Callable[[], object]) -> float:
    """Seconds of the middle one of some runs."""
    times = []
    for _round in range(ROUNDS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def bare(opened: Workspace) -> None:
    """The hours of the year in one question that knows nothing of days, sites and other books."""
    ask(opened.store, "SELECT substr(date, 1, 7), sum(hours), count(DISTINCT person) FROM attendance "
        "WHERE trashed = 0 AND date BETWEEN ? AND ? GROUP BY substr(date, 1, 7)", YEAR.begins, YEAR.ends)


def months(opened: Workspace) -> None:
    """What the page of indicators asks for its months: two years of hours and accidents."""
    of = Reckoning(opened.store, YEAR)
    of.safety.months()
    of.safety.rolling()


def cell(opened: Workspace, crew: str) -> Callable[[], None]:
    """Keeps one cell more at each call."""
    sheet = read_sheet(opened.store, YEAR.begins, crew=crew, today=YEAR.ends)
    place = sheet.people[0].id, YEAR.begins + timedelta(days=20)

    def one_more() -> None:
        known = sheet.marks.get(place)
        keep(sheet, {place: "7" if known is not None and known.hours == 600 else "6"}, Reading(decimal_mark="."))

    return one_more


def measured(opened: Workspace) -> dict[str, float]:
    """Medians in seconds."""
    store = opened.store
    crew = store.all(Crew)[0].id

    def anew(ask: Callable[[], object]) -> object:
        store.remembered.forget()
        return ask()

    return {"bare": median(lambda: bare(opened)), "hours": median(lambda: anew(lambda: site_hours(store, YEAR))),
            "values": median(lambda: anew(lambda: Reckoning(store, YEAR).all())),
            "months": median(lambda: anew(lambda: months(opened))),
            "coverage": median(lambda: Reckoning(store, YEAR).training),
            "sheet": median(lambda: read_sheet(store, YEAR.begins, crew=crew, today=YEAR.ends)),
            "cell": median(cell(opened, crew))}


def main() -> int:
    """Measure, print, return 1 if a claim does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(tempfile.gettempdir()) / "armdesk-bench")
    parser.add_argument("--shares", default="0.1,1")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    good = True
    for share in sorted(map(float, given.shares.split(","))):
        with workspace.open_workspace(make_workspace(given.folder, share), author="bench") as opened:
            found = measured(opened)
        ratio, view = found["hours"] / found["bare"], max(found["values"], found["months"]) / found["bare"]
        holds = (ratio <= GOAL_HOURS and view <= GOAL_VIEW and found["sheet"] <= GOAL_SHEET
                 and found["cell"] <= GOAL_CELL)
        good = good and holds
        told = ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in found.items())
        print(f"{int(ATTENDANCES * share):>8,} attendances of {int(PEOPLE * share):,} people: {told}; hours "
              f"{ratio:.1f} x bare, slowest view {view:.1f} x  (claims <= {GOAL_HOURS:g} x, <= {GOAL_VIEW:g} x, "
              f"sheet <= {GOAL_SHEET:g} s, cell <= {GOAL_CELL:g} s: {'hold' if holds else 'FAIL'})")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
