"""Measures the day sheet with 6,000 deliveries of 200 people in a month: opening, and a key until its cell is painted.

    python bench/bench_day_sheet.py [--rows 6000] [--people 200]

Goals: open at most 0.3 s, a key at most 50 ms, in both views; a line saved at most 0.1 s.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from armdesk import workspace as workspaces
from armdesk.models import record_type
from armdesk.record import new_ids
from armdesk.services.sheets.day_choice import DayChoice
from armdesk.settings import PersonSettings
from armdesk.store import Store
from ui import theme
from ui.pages.day_sheet import DaySheetPage
from ui.session import Session

NOW = datetime(2026, 1, 31, 9, 0, tzinfo=timezone(timedelta(hours=-5)))


def filled(store: Store, rows: int, people: int) -> str:
    """A site with its month; answers the site."""
    site, = new_ids(1)
    crews, persons = new_ids(12), new_ids(people)
    with store.operation("Bench", kind="import") as writer:
        for kind, made in (
            ("site", [{"id": site, "code": "S", "name": "Bocamina"}]),
            ("crew", [{"id": each, "code": f"C{place}", "name": f"Cuadrilla {place}", "site": site}
                      for place, each in enumerate(crews)]),
            ("person", [{"id": each, "code": f"P{place}", "name": f"Persona {place}", "role": "member", "site": site}
                        for place, each in enumerate(persons)]),
            ("production", [{"date": date(2025, 3, 1 + place % 31), "site": site, "crew": crews[place % 12],
                             "person": persons[place % people], "persons": 3, "gross_mg": 1000 + place,
                             "fineness": 8800, "hours": 800, "quality": "measured", "receipt_no": f"E{place}"}
                            for place in range(rows)])):
            writer.save_many(record_type(kind), made)
    return site


def timed(run: Callable[[], Any]) -> float:
    """Seconds that something takes."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def measure(session: Session, site: str, view: str, by: str) -> dict[str, float]:
    """Opening, keys and saving in one view.  Units: seconds."""
    session.person.columns["day_sheet"] = DayChoice(site=site, month="2025-03", view=view, by=by).words()
    pages: list[DaySheetPage] = []

    def open_page() -> None:
        page = DaySheetPage(session)
        page.resize(1150, 600)
        page.show()
        page.desk.view.viewport().grab()
        pages.append(page)

    began = time.process_time()
    opening = timed(open_page)
    worked = time.process_time() - began
    page = pages[0]
    app = QApplication.instance()
    keys, enters = [], []
    page.desk.view.go_to(2, min(4, page.desk.view.own.columnCount() - 2))
    for _time in range(20):
        def press(letter: str) -> None:
            QTest.keyClicks(page.desk.view.editor if page.desk.view.editor.isVisible() else page.desk.view, letter)
            page.desk.view.viewport().repaint()

        keys += [timed(lambda: press("1")), timed(lambda: press("2"))]

        def enter() -> None:
            if page.desk.view.editor.isVisible():
                QTest.keyClick(page.desk.view.editor, Qt.Key.Key_Return)
            else:
                QTest.keyClick(page.desk.view, Qt.Key.Key_Down)
            page.desk.view.viewport().repaint()

        enters.append(timed(enter))
    app.processEvents()  # type: ignore[union-attr]  # there is one
    page.leave()
    page.hide()
    return {"open": opening, "open, work alone": worked, "key": statistics.median(keys), "key max": max(keys),
            "enter and save": statistics.median(enters), "enter max": max(enters)}


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rows", type=int, default=6_000)
    arguments.add_argument("--people", type=int, default=200)
    chosen = arguments.parse_args()
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ARMDESK_CONFIG"] = str(Path(folder) / "config")
        with workspaces.create(Path(folder) / "space", author="bench", now=lambda: NOW) as opened:
            site = filled(opened.store, chosen.rows, chosen.people)
            session = Session(opened, PersonSettings(language="en", theme="light", author="bench"))
            theme.apply(session.theme)
            for view, by in (("list", "crew"), ("month", "crew"), ("month", "person"), ("list", "person")):
                found = measure(session, site, view, by)
                print(f"{view} by {by}: " + ", ".join(f"{name} {1000 * value:.0f} ms" for name, value in found.items()))
            session.jobs.stop()
    app.quit()


if __name__ == "__main__":
    main()
