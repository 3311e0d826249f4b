"""Claim: a workbook of 100,000 x 12 takes <= 0.25 x openpyxl write_only with lxml, in flat memory of <= 110 MB.

    python bench/bench_xlsx.py [--libreoffice]

Each way runs in a process of its own, in turn, several rounds; the medians of their processor time are compared, for
then other work on the machine counts little.  With --libreoffice it also loads and saves the book (goal <= 0.45 x).
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from armdesk.exports.xlsx import Sheet, write_workbook
from armdesk.reports.document import CellValue, Column

ROWS = 100_000
COLUMNS = (
    Column("day", "Date", "date"), Column("site", "Site"), Column("crew", "Crew"),
    Column("ore", "Ore", "number", "t", 2), Column("gross", "Gross", "number", "g", 3),
    Column("fineness", "Fineness", "number", "‰", 1), Column("fine", "Fine", "number", "g", 3),
    Column("lot", "Lot", "code"), Column("note", "Note", "note"), Column("sealed", "Sealed", "yesno"),
    Column("people", "People", "number"), Column("member", "Member"),
)  # fmt: skip
_FORMATS = {"date": "yyyy-mm-dd", "number": "#,##0.000", "code": "@"}


def rows(count: int) -> Iterator[tuple[CellValue, ...]]:
    """Day sheets one by one, as they come from the database."""
    first = date(2015, 1, 1)
    for n in range(count):
        yield (
            first + timedelta(n % 3650), f"La Perla {n % 7}", f"Crew {n % 3}", Decimal(n * 37 % 5000).scaleb(-2),
            Decimal(n * 7919 % 99999).scaleb(-3), Decimal(8800 + n % 400).scaleb(-1),
            Decimal(n * 7907 % 99999).scaleb(-3), f"L-{n:06d}", f"seen & signed by <{n % 50}>" if n % 4 == 0 else None,
            n % 2 == 0, n % 30, f"Member {n % 400} Ñandú",
        )  # fmt: skip


def ours(target: Path, count: int) -> None:
    """The program's own pen."""
    write_workbook([Sheet("Production", COLUMNS, rows(count))], target)


def write_only(target: Path, count: int) -> None:
    """The quickest way openpyxl knows: write_only, cells made once and used again, lxml below."""
    from openpyxl import LXML, Workbook
    from openpyxl.cell import WriteOnlyCell

    assert LXML, "the reference needs lxml"
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Production")
    sheet.append([column.title for column in COLUMNS])
    cells = [WriteOnlyCell(sheet) for _column in COLUMNS]
    for cell, column in zip(cells, COLUMNS, strict=True):
        cell.number_format = _FORMATS.get(column.kind, "General")
    formats = [cell.number_format for cell in cells]
    for row in rows(count):
        for cell, value, form in zip(cells, row, formats, strict=True):
            cell.value = value
            if cell.number_format != form:  # openpyxl gives dates a format of its own
                cell.number_format = form
        sheet.append(cells)
    book.save(target)


WAYS = {"ours": ours, "write_only": write_only}


def _measure(way: str, folder: Path, count: int) -> tuple[float, float]:
    command = [sys.executable, __file__, "--way", way, "--folder", str(folder), "--rows", str(count)]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return answer["seconds"], answer["megabytes"]


def _libreoffice(folder: Path) -> float:
    """Processor time of LibreOffice loading the book and saving it again."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "again")]
    subprocess.run([*command, str(folder / "ours.xlsx")], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Compare and say whether the goals are reached."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--libreoffice", action="store_true")
    options = parser.parse_args()
    if options.way:
        started = time.process_time()
        WAYS[options.way](options.folder / f"{options.way}.xlsx", options.rows)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": time.process_time() - started, "megabytes": peak}))
        return
    runs = [("ours", ROWS), ("write_only", ROWS), ("ours", ROWS // 10)]
    found: dict[tuple[str, int], list[tuple[float, float]]] = {run: [] for run in runs}
    claims: list[tuple[str, float, float]] = []
    with tempfile.TemporaryDirectory() as name:
        for _round in range(options.rounds):
            for run in reversed(runs):
                found[run].append(_measure(run[0], Path(name), run[1]))
        seconds = {run: statistics.median(second for second, _peak in values) for run, values in found.items()}
        megabytes = {run: max(peak for _second, peak in values) for run, values in found.items()}
        if options.libreoffice and shutil.which("soffice"):
            claims.append(("against LibreOffice", seconds["ours", ROWS] / _libreoffice(Path(name)), 0.45))
    for run in runs:
        print(f"{run[0]:>10} {run[1]:>7} rows  {seconds[run]:6.2f} s  {megabytes[run]:4.0f} MB")
    claims += [
        ("against openpyxl write_only", seconds["ours", ROWS] / seconds["write_only", ROWS], 0.25),
        ("most memory in MB", megabytes["ours", ROWS], 110.0),
        ("memory against a tenth of the rows", megabytes["ours", ROWS] / megabytes["ours", ROWS // 10], 1.2),
    ]
    for claim, value, goal in claims:
        print(f"{claim}: {value:.2f} (goal {goal:g}) {'reached' if value <= goal else 'MISSED'}")


if __name__ == "__main__":
    main()
