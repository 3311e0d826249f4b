"""Claims: catalogues are read in <= 8 x bare JSON; a sheet of 300,000 empty rows in <= 0.5 x openpyxl, and 2 s.

    python bench/bench_reading.py

Reference of the catalogues: json.loads of the same files.  Reference of the sheet, whose rows have a format and no
value: openpyxl, read-only, going through the same workbook.  Both in turn, several rounds; the medians are compared.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from armdesk import paths
from armdesk.catalogues import load
from armdesk.importers.workbook import open_book

ROUNDS, EMPTY_ROWS = 5, 300_000
GOAL_CATALOGUES, GOAL_SHEET, GOAL_SHEET_S = 8.0, 0.5, 2.0


def seconds(work: Callable[[], object]) -> float:
    """How long one piece of work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def in_turn(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Medians of both, in seconds."""
    pairs = [(seconds(ours), seconds(theirs)) for _round in range(ROUNDS)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def read_catalogues() -> None:
    """Read all shipped catalogues as a fresh start does."""
    load._load.cache_clear()  # noqa: SLF001 - a bench of the first reading
    load.available()


def read_json() -> None:
    """Read the same files and nothing more."""
    for path in (paths.resources() / "catalogues").glob("*.json"):
        json.loads(path.read_text("utf-8"))


def sheet_of_nothing(path: Path) -> Path:
    """A workbook with one filled row and very many that only have a format."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["x", 1])
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    empty = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (row, row) for row in range(2, EMPTY_ROWS))
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"</sheetData>", empty + b"</sheetData>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def walk(path: Path) -> None:
    """Go through every row of a workbook as openpyxl finds them."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    book.active.reset_dimensions()  # the file says it ends at B1
    for _row in book.active.iter_rows(values_only=True):
        pass
    book.close()


def main() -> int:
    """Measure, print the ratios, return 1 if a claim does not hold."""
    ours, bare = in_turn(read_catalogues, read_json)
    whole = ours / bare <= GOAL_CATALOGUES
    print(f"catalogues {ours * 1000:.0f} ms, bare JSON {bare * 1000:.0f} ms: {ours / bare:.1f} x"
          f"  (claim <= {GOAL_CATALOGUES} x: {'holds' if whole else 'FAILS'})")
    with tempfile.TemporaryDirectory() as scratch:
        path = sheet_of_nothing(Path(scratch) / "empty.xlsx")
        ours, bare = in_turn(lambda: list(open_book(path).rows("Sheet")), lambda: walk(path))
    light = ours / bare <= GOAL_SHEET and ours <= GOAL_SHEET_S
    print(f"{EMPTY_ROWS:,} empty rows {ours:.2f} s, openpyxl {bare:.2f} s: {ours / bare:.2f} x"
          f"  (claim <= {GOAL_SHEET} x and {GOAL_SHEET_S:.0f} s: {'holds' if light else 'FAILS'})")
    return 0 if whole and light else 1


if __name__ == "__main__":
    sys.exit(main())
