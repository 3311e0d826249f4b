"""Claim: a whole pack of some 500 MB takes <= 3.5 x its floor in one process, and the memory does not grow with it.

    python bench/bench_pack.py [--share 0.1] [--rounds 3]

The floor does by the shortest way what nobody can spare: copy and hash the papers, draw the photos, write the rows of
the same tables into one workbook, print as many pages on a bare canvas, and write the zip.  Each way runs in a process
of its own, in turn; the medians of the processor time are compared.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from armdesk import workspace as workspaces
from armdesk.catalogues import load
from armdesk.exports.pack import PackOptions, build_pack
from armdesk.models import Organisation
from armdesk.record import new_ids
from armdesk.services.basis.period import Period
from armdesk.store import Store

PAPERS, PAPER_BYTES, PHOTOS, LOTS = 1_000, 500_000, 50, 30_000
NOW = datetime(2026, 1, 31, 9, 0, tzinfo=timezone(timedelta(hours=-5)))
GOAL, MOST_MEGABYTES = 3.5, 160


def make_workspace(folder: Path, share: float) -> None:
    """An office with many papers, photos, lots, sales and hand-overs in one year."""
    with workspaces.create(folder, author="bench", now=lambda: NOW) as workspace:
        store = workspace.store
        store.save(Organisation(legal_name="Cooperativa Grande", country="CO"))
        _trade(store, int(LOTS * share))
        _papers(workspace, int(PAPERS * share), max(int(PHOTOS * share), 1))


def _trade(store: Store, count: int) -> None:
    lots, sales = new_ids(count), new_ids(count)
    days = [date(2025, 1, 1) + timedelta(days=number % 365) for number in range(count)]
    with store.operation("bench") as writer:
        writer.save_many(_type("sale"), ({
            "id": id_, "code": f"V-{place:06d}", "date": days[place], "gross_mg": 100_000 + place, "fineness": 8_800,
            "currency": "COP", "gross_value": 90_000_000_00, "net_value": 88_000_000_00, "invoice_no": f"FE-{place}",
        } for place, id_ in enumerate(sales)), checked=True)
        writer.save_many(_type("lot"), ({
            "id": id_, "code": f"L-{place:06d}", "created_on": days[place], "gross_mg": 100_000 + place,
            "fineness": 8_800, "seal_no": f"S-{place:06d}", "status": "sold", "sale": sales[place],
        } for place, id_ in enumerate(lots)), checked=True)
        writer.save_many(_type("custody_transfer"), ({
            "lot": id_, "sequence": 1, "date": days[place], "from_party": "Tesorería", "to_party": "Comprador",
            "gross_from_mg": 100_000 + place, "gross_to_mg": 100_000 + place, "seal_intact": True,
        } for place, id_ in enumerate(lots)), checked=True)
        writer.save_many(_type("production"), ({
            "date": days[place], "gross_mg": 100_000 + place, "fineness": 8_800, "receipt_no": f"R-{place}",
        } for place in range(count)), checked=True)


def _papers(workspace: workspaces.Workspace, papers: int, photos: int) -> None:
    from PIL import Image

    draw, codes = random.Random(1), [each.code for each in load.get("craft-2.0")]
    documents, rows = new_ids(papers), []
    for place, id_ in enumerate(documents):
        if place < photos:
            noise = Image.effect_noise((400, 300), 60 + place).resize((1600, 1200))
            content = io.BytesIO()
            Image.merge("RGB", (noise, noise.rotate(90), noise.rotate(180))).save(content, "JPEG", quality=85)
            content.seek(0)
            kept = workspace.files.add(content, f"foto {place}.jpg")
        else:
            kept = workspace.files.add(io.BytesIO(b"%PDF-1.4\n" + draw.randbytes(PAPER_BYTES)), f"acta {place}.pdf")
        rows.append({"document": id_, "file_name": kept.name, "sha256": kept.sha256, "size": kept.size,
                     "media_type": kept.media_type})
    with workspace.store.operation("papers") as writer:
        writer.save_many(_type("document"), ({"id": id_, "number": f"D-{place:05d}", "title": f"Acta {place}"}
                                             for place, id_ in enumerate(documents)), checked=True)
        writer.save_many(_type("revision"), rows, checked=True)
        writer.save_many(_type("citation"), ({
            "document": id_, "target": f"requirement/craft-2.0/{codes[place % len(codes)]}", "page": "1",
        } for place, id_ in enumerate(documents)), checked=True)
        writer.save_many(_type("answer"), ({
            "catalogue": "craft-2.0", "requirement": code, "result": "met", "statement": "Lo cumplimos. " * 20,
        } for code in codes), checked=True)


def _type(name: str) -> Any:
    from armdesk.models import record_type

    return record_type(name)


def pack(folder: Path) -> dict[str, int]:
    """Our way: everything, sealed, zipped and recorded."""
    with workspaces.open_workspace(folder / "workspace", author="bench", now=lambda: NOW) as workspace:
        made = build_pack(workspace, PackOptions(Period.of_year(2025), folder / "out", language="en"))
    return {"bytes": made.record.size, "files": made.record.files}


def floor(folder: Path) -> dict[str, int]:
    """The shortest way to the same bytes: nothing checked, nothing hidden, nothing linked."""
    from openpyxl import Workbook
    from PIL import Image
    from reportlab.pdfgen.canvas import Canvas

    from armdesk.evidence.files import FileStore

    out = folder / "floor"
    out.mkdir()
    store = FileStore(folder / "workspace" / "files")
    for place, sha256 in enumerate(store.hashes()):
        source, target = store.path(sha256), out / f"{place}.bin"
        if source.open("rb").read(2) == b"\xff\xd8":
            with Image.open(source) as photo:
                photo.draft("RGB", (1600, 1600))
                photo.thumbnail((1600, 1600), reducing_gap=2.0)
                photo.save(target, "JPEG", quality=82)
        else:
            content = source.read_bytes()
            hashlib.sha256(content).hexdigest()
            target.write_bytes(content)
    with workspaces.open_workspace(folder / "workspace", read_only=True) as workspace:
        _bare_workbook(workspace.store, Workbook, out)
    canvas = Canvas(str(out / "report.pdf"))
    for _page in range(json.loads((folder / "pages.json").read_text())):
        for line in range(50):
            canvas.drawString(50, 800 - 15 * line, "0001 Acta 1, page 1: Open and some more words of a line")
        canvas.showPage()
    canvas.save()
    with zipfile.ZipFile(folder / "floor.zip", "w") as archive:
        for path in sorted(out.iterdir()):
            archive.write(path)
    return {"bytes": sum(path.stat().st_size for path in out.iterdir())}


def _bare_workbook(store: Store, workbook: Any, out: Path) -> None:
    """The rows of the large tables as text in one sheet part, and as CSV."""
    with zipfile.ZipFile(out / "book.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for table in ("lot", "sale", "custody_transfer"):
            rows = store.db.execute_sql(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608 - names of ours
            cells = "".join("<row>" + "".join(f"<c><v>{value}</v></c>" for value in row[5:] if value is not None)
                            + "</row>" for row in rows)
            archive.writestr(f"{table}.xml", cells)
            (out / f"{table}.csv").write_text("\n".join(",".join(map(str, row[5:])) for row in rows), "utf-8")
    workbook().save(out / "frame.xlsx")


WAYS = {"pack": pack, "floor": floor}


def _run(way: str, folder: Path) -> None:
    begun = time.process_time()
    found = WAYS[way](folder)
    found |= {"seconds": time.process_time() - begun,  # type: ignore[dict-item]  # printed only
              "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}
    print(json.dumps(found))


def _measure(way: str, original: Path, scratch: Path) -> dict[str, float]:
    folder = scratch / "round"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(original, folder)
    command = [sys.executable, __file__, "--way", way, "--folder", str(folder)]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    if way == "pack":
        _keep_pages(folder, original)
    return dict(json.loads(lines[-1]))


def _keep_pages(folder: Path, original: Path) -> None:
    """The floor prints as many pages as the report has."""
    from armdesk.evidence.pdfs import page_count

    report = next((folder / "out").glob("*/data/report.pdf"))
    (original / "pages.json").write_text(json.dumps(page_count(report)))


def main() -> None:
    """Compare and say whether the goals are reached."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    if given.way:
        _run(given.way, given.folder)
        return
    with tempfile.TemporaryDirectory() as name:
        original = Path(name) / "original"
        found: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
        make_workspace(original / "workspace", given.share)
        for _round in range(given.rounds):
            for way in WAYS:
                found[way].append(_measure(way, original, Path(name)))
    seconds = {way: statistics.median(each["seconds"] for each in found[way]) for way in WAYS}
    memory = max(each["megabytes"] for each in found["pack"])
    for way in WAYS:
        last = found[way][-1]
        made = last["bytes"] / 1e6
        print(f"{way:>6}  {seconds[way]:6.2f} s  {last['megabytes']:5.0f} MB memory  {made:6.0f} MB made")
    ratio = seconds["pack"] / seconds["floor"]
    print(f"pack against its floor: {ratio:.2f} (goal {GOAL:g}) {'reached' if ratio <= GOAL else 'MISSED'}")
    print(f"memory: {memory:.0f} MB (goal {MOST_MEGABYTES}) {'reached' if memory <= MOST_MEGABYTES else 'MISSED'}")


if __name__ == "__main__":
    main()
