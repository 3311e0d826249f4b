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
from xml.parsers import expat

from armdesk.errors import RefusedFile
from armdesk.i18n import _
from armdesk.importers.caution import MOST_CELLS, Caution, SheetScan, column_number, no_result, position
from armdesk.importers.parts import read_part

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_SMALL = 1_000_000  # so much XML is read as such at once; of a full sheet, a hundred times that, only the tags count
_TAG_IN_TAG = re.compile(rb"<[^<>]*<")
_OPEN = tuple((re.compile(rb"<" + tag + rb"\s[^>]*(?<!/)>"), b"</" + tag + b">") for tag in (b"row", b"c"))
_REMARK = re.compile(rb"<!--.*?-->", re.DOTALL)
_ATTRIBUTE = re.compile(rb"(?<![\w:])([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
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
_LOOSE = re.compile(rb"\br\s*=\s*[\"']\s*([A-Za-z]*)([0-9]+)")
_ANY_ROW = re.compile(rb"<(?:[^\s<>/]+:)?row(?=[\s/>])")
_ANY_CELL = re.compile(rb"<(?:[^\s<>/]+:)?c(?=[\s/>])")
_HOLDS_SOMETHING = (b"<v", b"<t", b"<is", b"<f", b":v", b":t", b":is", b":f")
_GAP = 20_000  # so many blank rows part a table from a stray cell
_MOST_SHEETS = 500


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
                shorter = _without_empty_end(content)
                shorter = _cut_stray_cells(shorter, scan, path) or shorter
                if len(shorter) < len(content):
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
    """One part, unpacked, for the searches below; documents that declare entities are refused whole.

    The searches are quick because every tag they find is closed: what is not well-formed XML is refused before, and
    what may hold tags that are none - comments, literal sections, instructions - is cut or refused.
    """
    content = _unpacked(archive, part, path)
    if b"<!" in content:
        content = _REMARK.sub(b"", content)
    if b"<!" in content or content.find(b"<?", 1) > 0:
        raise _declares(path)
    if len(content) < _SMALL or b":c" in content or b":row" in content:
        try:
            expat.ParserCreate().Parse(content, True)
        except expat.ExpatError as error:
            raise ValueError(part) from error
    elif _TAG_IN_TAG.search(content) or any(open_.search(content, content.rfind(close) + 1) for open_, close in _OPEN):
        raise ValueError(part)
    return content


def _unpacked(archive: zipfile.ZipFile, part: str, path: Path) -> bytes:
    """One part, unpacked, without declarations of entities."""
    content = read_part(archive, part)
    if (b"<!" in content and b"<!DOCTYPE" in content) or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise _declares(path)
    return content


def _declares(path: Path) -> RefusedFile:
    sentence = _("“{file}” holds declarations that no spreadsheet program writes; it is refused.")
    return RefusedFile(sentence.format(file=path.name))


def _attributes(found: bytes) -> dict[str, str]:
    return {key.decode(): value.decode("utf-8", "replace") for key, value in _ATTRIBUTE.findall(found)}


def related_parts(archive: zipfile.ZipFile, part: str, path: Path) -> dict[str, dict[str, str]]:
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
        if part.lower().endswith(("sharedstrings.xml", "styles.xml")):
            _unpacked(archive, part, path)
    relations = related_parts(archive, "xl/workbook.xml", path)
    sheets: dict[str, str] = {}
    names = {name.lower().replace("\\", "/"): name for name in archive.namelist()}
    listed = _SHEET.findall(_read(archive, "xl/workbook.xml", path))
    if len(listed) > _MOST_SHEETS:
        sentence = _("“{file}” has too many parts or sheets; it is refused unopened.")
        raise RefusedFile(sentence.format(file=path.name))
    for found in listed:
        sheet = _attributes(found)
        if html.unescape(sheet["name"]) in sheets:
            raise ValueError(sheet["name"])  # the fast reader would take the other one of the two
        relation = relations.get(next((sheet[key] for key in sheet if key.endswith(":id")), ""))
        target = names.get(relation["Target"].lower()) if relation else None
        if target and "chartsheet" not in (relation or {}).get("Type", ""):
            sheets[html.unescape(sheet["name"])] = target
    return sheets


def _is_compact(content: bytes) -> bool:
    """Whether all cells of a sheet, empty ones too, fit into memory for sure; all of them have a name."""
    outer = _OUTER.findall(content)
    rows = max((int(row) for _letters, row in outer), default=0)
    columns = max((column_number(each.decode().upper()) for each in {letters for letters, _row in outer}), default=0)
    return max(rows, 99_999) * max(columns, 26) <= MOST_CELLS


def _without_empty_end(content: bytes) -> bytes:
    """The sheet without the thousands of formatted rows that may follow its last value."""
    end = content.rfind(b"<", 0, max(content.rfind(b"sheetData"), 0))
    last = max(content.rfind(mark, 0, max(end, 0)) for mark in _HOLDS_SOMETHING)
    close = content.find(b"row>", last, end) + len(b"row>")
    if last < 0 or close < last or content.count(b"row", close, end) < _GAP:
        return content
    return content[:close] + content[end:]


def _cut_stray_cells(content: bytes, scan: SheetScan, path: Path) -> bytes | None:
    """The sheet without cells far outside its table; None when there is nothing to fear."""
    if not _all_named(content):
        if _most_cells(content) > MOST_CELLS:
            raise _too_many_cells(path)
        return None
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
        raise _too_many_cells(path)
    return shorter


def _too_many_cells(path: Path) -> RefusedFile:
    sentence = _("“{file}” has a sheet of more cells than one import takes; split it and import the parts.")
    return RefusedFile(sentence.format(file=path.name))


def _all_named(content: bytes) -> bool:
    """Whether every row and cell begins with its name, as spreadsheet programs write them."""
    if b":row" in content or b":c" in content:
        return all(len(begun.findall(content)) == content.count(tag + b' r="') + content.count(b"<" + tag[1:] + b' r="')
                   for begun, tag in ((_ANY_ROW, b":row"), (_ANY_CELL, b":c")))
    start, end = content.find(b"sheetData"), content.rfind(b"sheetData")
    return all(content.count(tag, start, end) == content.count(tag + b' r="', start, end) for tag in (b"<c", b"<row"))


def _most_cells(content: bytes) -> int:
    """More cells than a sheet can have whose rows and cells may have no name: those stand behind the one before."""
    names = _LOOSE.findall(content)
    rows = max((int(row) for _letters, row in names), default=0)
    columns = max((column_number(each.decode().upper()) for each in {letters for letters, _row in names}), default=0)
    parts = _ANY_ROW.split(content)
    return (rows + len(parts)) * (columns + max(len(_ANY_CELL.findall(part)) for part in parts))


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
    for relation in related_parts(archive, part, path).values():
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
