"""A light look into the parts of a new workbook for what the fast reader does not tell, and for what would hurt it.

Source: the fast reader allots every cell between the first and the last one, so one cell at XFD1048576 would end the
program; the same look finds formulas without result, errors, hidden rows, merged cells, comments and filters.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
import zlib
from pathlib import Path

from armdesk.errors import RefusedFile
from armdesk.i18n import _
from armdesk.importers.caution import MOST_CELLS, Caution, SheetScan, column_number, no_result, position

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
# Written so that one search leaps from "r=" to "r=" and stops only where a cell stands far out.
_FAR = re.compile(rb"r=[\"'](?:[A-Za-z]{3}|[A-Za-z]{0,2}[0-9]{7})")
_OUTER = re.compile(rb"r=[\"']([A-Za-z]{2,}|[A-Za-z]?(?=[0-9]{6}))([0-9]+)")
_REFERENCE = re.compile(rb"r=[\"']([A-Za-z]{0,3})([0-9]+)")
_ROW_START = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br=[\"']([0-9]+)")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)(?:\s[^>]*)?>([^<]+)<")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*\bhidden=[\"'](?:1|true)[\"'][^>]*)>")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*\bhidden=[\"'](?:1|true)[\"'][^>]*)>")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s+ref=[\"']([^\"']+)")
_COMMENT = re.compile(rb"<(?:\w+:)?comment\s[^>]*?\bref=[\"']([^\"']+)")
_GAP = 20_000  # so many blank rows part a table from a stray cell


def scan_xlsx(path: Path) -> tuple[dict[str, SheetScan], list[Caution], io.BytesIO | None]:
    """Look at every sheet: (scan by sheet name, cautions for the whole file, a mended copy if stray cells were cut).

    Errors: RefusedFile for entity bombs, damaged parts and sheets beyond any office's size.
    """
    scans: dict[str, SheetScan] = {}
    mended: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for sheet, part in _sheet_parts(archive, path).items():
                content = _read(archive, part, path)
                scans[sheet] = scan = SheetScan()
                shorter = _cut_stray_cells(content, scan, path)
                if shorter is not None:
                    mended[part] = content = shorter
                _scan_sheet(content, scan)
                scan.list_cells(_("{count} cells carry comments: {cells}"), _comments(archive, part, path))
                scan.conclude()
            cautions = _whole_file(archive, path)
            copy = _mended_copy(archive, mended) if mended else None
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, ValueError, NotImplementedError):
        sentence = _("“{file}” is damaged or cut short; get it again from where it came from.")
        raise RefusedFile(sentence.format(file=path.name)) from None
    return scans, cautions, copy


def _read(archive: zipfile.ZipFile, part: str, path: Path) -> bytes:
    """One part, unpacked; documents that declare entities are refused whole."""
    content = archive.read(part)
    if (b"<!" in content and b"<!DOCTYPE" in content) or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        sentence = _("“{file}” holds declarations that no spreadsheet program writes; it is refused.")
        raise RefusedFile(sentence.format(file=path.name))
    return content


def _attributes(found: bytes) -> dict[str, str]:
    return {key.decode(): value.decode("utf-8", "replace") for key, value in _ATTRIBUTE.findall(found)}


def _relations(archive: zipfile.ZipFile, part: str, path: Path) -> dict[str, dict[str, str]]:
    """Relations of a part by their id; targets as part names."""
    folder, file = posixpath.split(part)
    rels = f"{folder}/_rels/{file}.rels"
    if rels not in archive.namelist():
        return {}
    relations = {}
    for found in _RELATION.findall(_read(archive, rels, path)):
        relation = _attributes(found)
        target = relation.get("Target", "")
        relation["Target"] = target[1:] if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        relations[relation.get("Id", "")] = relation
    return relations


def _sheet_parts(archive: zipfile.ZipFile, path: Path) -> dict[str, str]:
    """Part of each sheet, by the sheet's name."""
    for part in archive.namelist():
        if part.endswith(("sharedStrings.xml", "styles.xml")):
            _read(archive, part, path)
    relations = _relations(archive, "xl/workbook.xml", path)
    sheets = {}
    for found in _SHEET.findall(_read(archive, "xl/workbook.xml", path)):
        sheet = _attributes(found)
        relation = relations.get(next((sheet[key] for key in sheet if key.endswith(":id")), ""))
        if relation and relation["Target"] in archive.namelist() and "chartsheet" not in relation.get("Type", ""):
            sheets[html.unescape(sheet["name"])] = relation["Target"]
    return sheets


def _is_compact(content: bytes) -> bool:
    """Whether all cells of a sheet, empty ones too, fit into memory for sure."""
    outer = _OUTER.findall(content)
    rows = max((int(row) for _letters, row in outer), default=0)
    columns = max((column_number(each.decode().upper()) for each in {letters for letters, _row in outer}), default=0)
    return max(rows, 99_999) * max(columns, 26) <= MOST_CELLS


def _cut_stray_cells(content: bytes, scan: SheetScan, path: Path) -> bytes | None:
    """The sheet without cells far outside its table; None when there is nothing to fear."""
    if _is_compact(content):
        return None
    stray: list[str] = []

    def keep(found: re.Match[bytes]) -> bytes:
        name = _attributes(found[1]).get("r", "A1")
        if len(name.rstrip("0123456789")) < 3:
            return found[0]
        if found[2]:
            stray.append(name)
        return b""

    shorter = _cut_stray_rows(_CELL.sub(keep, content) if _FAR.search(content) else content, stray)
    scan.list_cells(_("{count} cells far outside the table were not read: {cells}"), stray)
    references = _REFERENCE.findall(shorter)
    rows = max((int(row) for _letters, row in references), default=0)
    columns = max(
        (column_number(each.decode().upper()) for each in {letters for letters, _row in references}), default=0
    )
    if rows * columns > MOST_CELLS:
        sentence = _("“{file}” has a sheet of more cells than one import takes; split it and import the parts.")
        raise RefusedFile(sentence.format(file=path.name))
    return shorter


def _cut_stray_rows(content: bytes, stray: list[str]) -> bytes:
    """The sheet without the rows that follow a very long gap or hold nothing at all."""
    previous, kept = 0, []
    at = 0
    for found in re.finditer(rb"<(?:\w+:)?row\s[^>]*?(?:/>|>.*?</(?:\w+:)?row>)", content, re.DOTALL):
        start = _ROW_START.match(found[0])
        number = int(start[1]) if start else previous + 1
        full = _VALUE.search(found[0]) is not None
        if full and number - previous <= _GAP:
            previous = number
            continue
        if full:
            stray.extend(_attributes(cell).get("r", "?") for cell, inside in _CELL.findall(found[0]) if inside)
        kept.append(content[at : found.start()])
        at = found.end()
    return b"".join([*kept, content[at:]])


def _scan_sheet(content: bytes, scan: SheetScan) -> None:
    """Formulas without result, errors, hidden rows and columns, merged cells and filters of one sheet."""
    start, end = content.find(b"sheetData"), content.rfind(b"sheetData")
    head, tail = content[:start], content[end:]
    unusual = b"<sheetData" not in content[:100_000] or b"='" in content[:4_000]
    if b"<f" in content or b't="e"' in content or unusual:
        _scan_faults(content, scan)
    if b' hidden="' in content or unusual:
        rows = [_attributes(found).get("r", "?") for found in _HIDDEN_ROW.findall(content)]
        scan.list_cells(_("{count} rows are hidden and were read too: {cells}"), rows)
        columns = [_attributes(found).get("min", "?") for found in _HIDDEN_COLUMN.findall(head)]
        scan.list_cells(_("{count} columns are hidden and were read too: no. {cells}"), columns)
    merged = [found.decode() for found in _MERGED.findall(tail)]
    scan.list_cells(_("{count} groups of merged cells; only their first cell holds the value: {cells}"), merged)
    if b"autoFilter" in tail:
        scan.sentences.append(_("A filter is set; all rows were read, the filtered ones too."))


def _scan_faults(content: bytes, scan: SheetScan) -> None:
    """Remember the cells that show an error or hold a formula without result."""
    for attributes, inside in _CELL.findall(content):
        formula = b"<f" in inside or b":f" in inside
        if not formula and b"e" not in attributes:
            continue
        about = _attributes(attributes)
        value = _VALUE.search(inside)
        if about.get("t") == "e":
            scan.faults[position(about.get("r", "A1"))] = value[1].decode() if value else "#"
        elif formula and value is None and b'="str"' not in attributes:
            scan.faults[position(about.get("r", "A1"))] = no_result()


def _comments(archive: zipfile.ZipFile, part: str, path: Path) -> list[str]:
    """Cells of a sheet that carry comments."""
    cells: list[str] = []
    for relation in _relations(archive, part, path).values():
        if relation.get("Type", "").endswith("/comments") and relation["Target"] in archive.namelist():
            cells += [found.decode() for found in _COMMENT.findall(_read(archive, relation["Target"], path))]
    return cells


def _whole_file(archive: zipfile.ZipFile, path: Path) -> list[Caution]:
    """Oddities of the file as a whole."""
    names = archive.namelist()
    cautions = []
    if any(name.endswith("vbaProject.bin") for name in names):
        cautions.append(Caution("", _("“{file}” holds macros; they were not run.").format(file=path.name)))
    if any("externalLink" in name for name in names):
        sentence = _("“{file}” takes values from other files; they were read as last stored.")
        cautions.append(Caution("", sentence.format(file=path.name)))
    return cautions


def _mended_copy(archive: zipfile.ZipFile, mended: dict[str, bytes]) -> io.BytesIO:
    """The workbook with some sheets replaced, in memory."""
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as target:
        for part in archive.infolist():
            target.writestr(part.filename, mended.get(part.filename) or archive.read(part.filename))
    copy.seek(0)
    return copy
