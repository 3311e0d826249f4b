"""Claim: a PDF of some 290 pages with photos takes <= 2.2 x a bare canvas, <= 0.4 x one LongTable; time grows evenly.

    python bench/bench_pdf.py

Each way runs in a process of its own, in turn, several rounds; the medians of their processor time are compared, for
then other work on the machine counts little.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from armdesk.exports.pdf import write_pdf
from armdesk.paths import resources
from armdesk.reports.document import Chart, Column, Document, Heading, Photo, Photos, Series, Table

ROWS, PHOTOS = 12_000, 50
COLUMNS = (
    Column("day", "Date", "date"), Column("site", "Site"), Column("crew", "Crew"),
    Column("ore", "Ore", "number", "t", 2), Column("gross", "Gross", "number", "g", 3),
    Column("fineness", "Fineness", "number", "‰", 1),
    Column("fine", "Fine", "number", "g", 3), Column("note", "Note", "note"),
)  # fmt: skip


def rows(count: int) -> list[tuple[date, str, str, Decimal, Decimal, Decimal, Decimal, str]]:
    """Day sheets as they are kept, some with a note."""
    first = date(2015, 1, 1)
    return [
        (
            first + timedelta(n // 8), f"La Perla {n % 7}", f"Crew {n % 3}", Decimal(n * 37 % 5000).scaleb(-2),
            Decimal(n * 7919 % 99999).scaleb(-3), Decimal(8800 + n % 400).scaleb(-1),
            Decimal(n * 7907 % 99999).scaleb(-3), f"Seen by inspector {n % 50}" if n % 4 == 0 else "nothing to report",
        )
        for n in range(count)
    ]  # fmt: skip


def pictures(folder: Path) -> list[Path]:
    """Photos as a telephone takes them, two megapixels each, made once."""
    from PIL import Image

    paths = [folder / f"{n}.jpg" for n in range(PHOTOS)]
    for n, path in enumerate(paths):
        if not path.exists():
            noise = Image.effect_noise((400, 300), 60 + n).resize((1600, 1200))
            Image.merge("RGB", (noise, noise.rotate(90), noise.rotate(180))).save(path, quality=85)
    return paths


def ours(target: Path, folder: Path, count: int) -> None:
    """The program's own pen."""
    document = Document("Production", "en", short_title="Production", foot_code="4f9c-21ab")
    document.add(Heading("Production"), Table(COLUMNS, rows(count), "Day sheets", source="sheet S06"))
    months = tuple(f"{n:02d}" for n in range(1, 13))
    document.add(Chart("bars", "Gold by month", months, (Series("Gold", tuple(range(100, 112))),), "g"))
    document.add(Photos(tuple(Photo(path, f"Photo {path.stem}") for path in pictures(folder))))
    write_pdf(document, target)


def bare(target: Path, folder: Path, count: int) -> None:
    """The floor: the same texts put on the pages by hand, nothing measured but the numbers' right edges."""
    from reportlab import rl_config
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0
    pdfmetrics.registerFont(TTFont("Body", str(resources() / "fonts" / "NotoSans-Regular.ttf")))
    canvas = Canvas(str(target), pageCompression=1)
    edges = (51, 100, 160, 250, 310, 360, 420, 430)
    y = 0.0
    for row in rows(count):
        if y < 60:
            if y:
                canvas.showPage()
            canvas.setFont("Body", 8)
            y = 770.0
            for x, column in zip(edges, COLUMNS, strict=True):
                canvas.drawString(x, y, column.title)
            canvas.drawString(51, 30, f"Production {canvas.getPageNumber()}")
        y -= 15.6
        for x, value, column in zip(edges, row, COLUMNS, strict=True):
            if column.kind == "number":
                canvas.drawRightString(x, y, f"{value:,}")
            else:
                canvas.drawString(x, y, str(value))
        canvas.line(51, y - 3, 544, y - 3)
    _bare_photos(canvas, pictures(folder), ImageReader)
    canvas.save()


def _bare_photos(canvas: object, paths: list[Path], reader: type) -> None:
    from io import BytesIO

    from PIL import Image

    for n, path in enumerate(paths):
        if n % 6 == 0:
            canvas.showPage()  # type: ignore[attr-defined]
        with Image.open(path) as image:
            image.draft("RGB", (565, 565))
            image.thumbnail((565, 450), reducing_gap=2.0)
            stream = BytesIO()
            image.save(stream, "JPEG", quality=80)
        place = (51 + n % 2 * 250, 100 + n % 6 // 2 * 220)
        canvas.drawImage(reader(stream), *place, 240, 180)  # type: ignore[attr-defined]


def long_table(target: Path, folder: Path, count: int) -> None:
    """What reportlab's manual shows: one LongTable of text cells."""
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Image, LongTable, SimpleDocTemplate, TableStyle

    rl_config.useA85 = 0
    pdfmetrics.registerFont(TTFont("Body", str(resources() / "fonts" / "NotoSans-Regular.ttf")))
    cells = [[column.title for column in COLUMNS], *([str(value) for value in row] for row in rows(count))]
    style = TableStyle([("FONT", (0, 0), (-1, -1), "Body", 8), ("LINEBELOW", (0, 0), (-1, -1), 0.4, "grey")])
    story = [LongTable(cells, repeatRows=1, style=style)]
    story += [Image(str(path), 240, 180) for path in pictures(folder)]
    SimpleDocTemplate(str(target)).build(story)


WAYS = {"ours": ours, "bare": bare, "long_table": long_table}


def _measure(way: str, folder: Path, count: int) -> tuple[float, float]:
    command = [sys.executable, __file__, "--way", way, "--folder", str(folder), "--rows", str(count)]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return answer["seconds"], answer["megabytes"]


def main() -> None:
    """Compare and say whether the goals are reached."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if options.way:
        started = time.process_time()
        WAYS[options.way](options.folder / f"{options.way}.pdf", options.folder, options.rows)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": time.process_time() - started, "megabytes": peak}))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pictures(folder)
        runs = [("bare", ROWS), ("ours", ROWS), ("long_table", ROWS), ("ours", 6_000), ("ours", 24_000)]
        found: dict[tuple[str, int], list[tuple[float, float]]] = {run: [] for run in runs}
        for _round in range(options.rounds):
            for run in runs:
                found[run].append(_measure(run[0], folder, run[1]))
    seconds = {run: statistics.median(second for second, _peak in values) for run, values in found.items()}
    peak = max(megabytes for run, values in found.items() for _second, megabytes in values if run[0] == "ours")
    for run in runs:
        print(f"{run[0]:>10} {run[1]:>6} rows  {seconds[run]:6.2f} s")
    mine = seconds["ours", ROWS]
    for name, value, goal in (
        ("against the bare canvas", mine / seconds["bare", ROWS], 2.2),
        ("against one LongTable", mine / seconds["long_table", ROWS], 0.4),
        ("24,000 rows against 6,000", seconds["ours", 24_000] / seconds["ours", 6_000], 4.6),
        ("most memory in MB", peak, 200.0),
    ):
        print(f"{name}: {value:.2f} (goal {goal:g}) {'reached' if value <= goal else 'MISSED'}")


if __name__ == "__main__":
    main()
