"""Measures the list of a register at 10,000 and 1,000,000 rows beside Qt's own SQL model over the same rows.

    python bench/bench_table.py [--rows 1000000] [--folder FOLDER]

Each size and each model runs in a process of its own, so that memory can be compared.  Both show the same columns in
the same widths and heights; the reference is spared the joins and the formats, for its copy holds shown names.  Goals:
a jump at most twice the reference's and at most 20 ms, the first screen of a search through texts that no two rows
share at most 30 ms, the first screen of a sort by date at most 20 ms either way round and by a weight at most 0.6 s,
the whole of the sort by date at most 0.6 s, memory at the larger size at most 1.4 times that at the smaller.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_JUMPS, _SMALL = 40, 10_000
_FIRST = ("Ana", "Aurelio", "Benita", "Celestino", "Dominga", "Eulalia", "Fausto", "Gregoria", "Hipólito", "Isidora",
          "Jacinto", "Leonor", "Máximo", "Natividad", "Octavio", "Paulina", "Quintín", "Rosenda", "Santos", "Teófila")
_LAST = ("Apaza", "Bautista", "Ccori", "Chuquimia", "Colque", "Condori", "Flores", "Huanca", "Laura", "Limachi",
         "Mamani", "Ñáñez", "Poma", "Quispe", "Ramos", "Sarzuri", "Tarqui", "Ticona", "Vilca", "Yujra", "Zárate")
_WORDS = ("r-77123", "r-771", "mamani", "benita ccori", "benita r-7712", "an", "vega", "person number 17", "nobody")
"""A receipt, some receipts, a frequent name, two words, two letters, names behind links, nothing."""
_SHOWN = ("date", "site", "crew", "person", "ore_kg", "gross_mg", "fineness", "fine_mg", "quality")


def fill(folder: Path, rows: int) -> None:
    """A workspace with so many deliveries, and a plain SQLite copy of the same rows.

    Every row carries texts of its own: a receipt that no other has, and the names as the paper book writes them.
    """
    from armdesk import workspace
    from armdesk.models.organisation import Crew, Site
    from armdesk.models.people import Person
    from armdesk.models.production import Production

    chance = random.Random(7)
    with workspace.create(folder) as space:
        store = space.store
        site = store.save(Site(name="La Vega"))
        crew = store.save(Crew(name="First crew"))
        people = [store.save(Person(name=f"Person number {each}", role="member")) for each in range(200)]
        first = date(2015, 1, 1)
        made = ({"date": first + timedelta(days=chance.randrange(4000)), "site": site.id, "crew": crew.id,
                 "person": chance.choice(people).id, "ore_kg": chance.randrange(3000),
                 "gross_mg": chance.randrange(1, 60_000), "fineness": chance.randrange(7000, 9500),
                 "receipt_no": f"R-{each}", "person_as_written": _as_written(chance)} for each in range(rows))
        with store.operation("bench") as writer:
            writer.save_many(Production, made, checked=True)
        plain = sqlite3.connect(folder / "plain.db")
        plain.execute(f"CREATE TABLE production (id BLOB PRIMARY KEY, {', '.join(_SHOWN)}) WITHOUT ROWID")
        names = (f"(SELECT name FROM {each} WHERE id = production.{each})"  # noqa: S608 - our own names
                 if each in ("site", "crew", "person") else each for each in _SHOWN)
        cursor = space.db.execute_sql(f"SELECT id, {', '.join(names)} FROM production")  # noqa: S608 - our own names
        plain.executemany(f"INSERT INTO production VALUES ({', '.join('?' * (len(_SHOWN) + 1))})", cursor)  # noqa: S608
        plain.commit()
        plain.close()
        longest = 0.0
        start = time.perf_counter()
        while True:
            step = time.perf_counter()
            more = store.tend_search()
            longest = max(longest, time.perf_counter() - step)
            if not more:
                break
        print(f"{rows:,} rows taken into the index of words in {time.perf_counter() - start:.1f} s, "
              f"the longest step {longest:.2f} s")


def _as_written(chance: random.Random) -> str:
    return f"{chance.choice(_FIRST)} {chance.choice(_LAST)} {chance.choice(_LAST)}"


def _ms(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000


def _memory_mb() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _jumps(table: Any, model: Any) -> list[float]:
    from PySide6.QtGui import QImage

    chance, image = random.Random(3), QImage(table.viewport().size(), QImage.Format.Format_RGB32)
    found = []
    for _jump in range(_JUMPS):
        row = chance.randrange(model.rowCount())

        def jump(row: int = row) -> None:
            table.verticalScrollBar().setValue(row)
            table.viewport().render(image)

        found.append(_ms(jump))
    return found


def measure_ours(folder: Path) -> dict[str, float]:
    """The list of the window, in this process."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    os.environ["ARMDESK_CONFIG"] = str(folder / "config")
    app = QApplication([])
    from armdesk import workspace
    from armdesk.models.production import Production
    from armdesk.query import Query
    from armdesk.settings import PersonSettings
    from ui import theme
    from ui.session import Session
    from ui.table_model import RecordModel
    from ui.tables import RecordTable

    session = Session(workspace.open_workspace(folder), PersonSettings())
    theme.apply(session.theme)
    start = time.perf_counter()
    model = RecordModel(session, Production)
    table = RecordTable(session, model)
    table.resize(1100, 560)
    loop, whole = QEventLoop(), []
    model.begun.connect(loop.quit)
    model.loaded.connect(lambda: whole.append(True))
    model.loaded.connect(loop.quit)
    model.show(Query(Production))
    if not model.rowCount():
        loop.exec()
    table.show()
    app.processEvents()
    table.grab()
    found = {"first paint": (time.perf_counter() - start) * 1000}
    if not whole:
        loop.exec()
    found["whole list"] = (time.perf_counter() - start) * 1000
    jumps = _jumps(table, model)
    found |= {"jump": statistics.median(jumps), "worst jump": max(jumps)}
    found["memory"] = _memory_mb()
    store = session.store
    for word in _WORDS:
        query = Query(Production, search=word)
        found[f"search {word}"] = statistics.median(_ms(partial(store.first_ids, query)) for _round in range(5))
        found[f"all of {word}"] = statistics.median(_ms(partial(store.ids, query)) for _round in range(3))
    for order in ("date", "-date", "gross_mg"):
        query = Query(Production, order=order)
        found[f"first by {order}"] = statistics.median(_ms(partial(store.first_ids, query)) for _round in range(3))
    found["sort by date"] = statistics.median(_ms(lambda: store.ids(Query(Production, order="date")))
                                              for _round in range(3))
    session.close()
    return found


def measure_qt(folder: Path) -> dict[str, float]:
    """Qt's own model over the plain copy, in this process."""
    from PySide6.QtSql import QSqlDatabase, QSqlQueryModel
    from PySide6.QtWidgets import QApplication, QTableView

    from armdesk import look

    app = QApplication([])
    database = QSqlDatabase.addDatabase("QSQLITE")
    database.setDatabaseName(str(folder / "plain.db"))
    database.open()
    model = QSqlQueryModel()
    start = time.perf_counter()
    model.setQuery(f"SELECT {', '.join(_SHOWN)} FROM production", database)  # noqa: S608 - our own names
    table = QTableView()
    table.setModel(model)
    table.verticalHeader().setDefaultSectionSize(look.ROW_HEIGHT["comfortable"])
    table.resize(1100, 560)
    table.show()
    app.processEvents()
    table.grab()
    found = {"first paint": (time.perf_counter() - start) * 1000}
    found["fetch all"] = _ms(lambda: _fetch_all(model))
    jumps = _jumps(table, model)
    return found | {"jump": statistics.median(jumps), "worst jump": max(jumps), "memory": _memory_mb()}


def _fetch_all(model: Any) -> None:
    while model.canFetchMore():
        model.fetchMore()


def _apart(what: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--measure", what, "--folder", str(folder)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return dict(json.loads(printed.splitlines()[-1]))


def main() -> int:
    """Fill, measure, compare; answers 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--measure", choices=("ours", "qt"))
    chosen = parser.parse_args()
    if chosen.measure:
        print(json.dumps((measure_ours if chosen.measure == "ours" else measure_qt)(chosen.folder)))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.folder or Path(scratch)
        for rows in (_SMALL, chosen.rows):
            if not (folder / str(rows)).exists():
                fill(folder / str(rows), rows)
        small, large = _apart("ours", folder / str(_SMALL)), _apart("ours", folder / str(chosen.rows))
        reference = _apart("qt", folder / str(chosen.rows))
    for name, found in ((f"{_SMALL:,} rows", small), (f"{chosen.rows:,} rows", large), ("Qt's model", reference)):
        print(name, {key: round(value, 1) for key, value in found.items()})
    goals = [("jump to the reference's", large["jump"] / reference["jump"], 2.0), ("jump, ms", large["jump"], 20.0),
             *((f"search {word}, ms", large[f"search {word}"], 30.0) for word in _WORDS),
             *((f"first screen by {order}, ms", large[f"first by {order}"], goal)
               for order, goal in (("date", 20.0), ("-date", 20.0), ("gross_mg", 600.0))),
             ("sort, s", large["sort by date"] / 1000, 0.6),
             ("memory to that at 10,000 rows", large["memory"] / small["memory"], 1.4)]
    for name, reached, goal in goals:
        print(f"{'ok    ' if reached <= goal else 'MISSED'} {name}: {reached:.2f} (goal {goal})")
    return int(any(reached > goal for _name, reached, goal in goals))


if __name__ == "__main__":
    sys.exit(main())
