"""A light look into a LibreOffice workbook for what the fast reader does not tell, and for what would hurt it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

from armdesk.errors import RefusedFile
from armdesk.i18n import _
from armdesk.importers.caution import MOST_CELLS, SheetScan, no_result
from armdesk.importers.parts import read_part

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_MEANING = re.compile(rb"xmlns:(office|table)\s*=\s*[\"']([^\"']*)")
_MEANINGS = {(b"office", _OFFICE[1:-1].encode()), (b"table", _TABLE[1:-1].encode())}
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def scan_ods(path: Path) -> dict[str, SheetScan]:
    """Look at every sheet, by its name.  Errors: RefusedFile for entity bombs, damage and too many cells."""
    from lxml import etree

    scans: dict[str, SheetScan] = {}
    damaged = _("“{file}” is damaged or cut short; get it again from where it came from.").format(file=path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            whole = read_part(archive, "content.xml")
            # The fast reader knows these names by their letters alone, whatever they are said to mean.
            strange = set(_MEANING.findall(whole)) - _MEANINGS
            if b"<!DOCTYPE" in whole or b"<!ENTITY" in whole or strange:
                sentence = _("“{file}” holds declarations that no spreadsheet program writes; it is refused.")
                raise RefusedFile(sentence.format(file=path.name))
            events = etree.iterparse(io.BytesIO(whole), tag=f"{_TABLE}table", resolve_entities=False, no_network=True)
            for _event, table in events:
                scans[table.get(f"{_TABLE}name") or ""] = _scan_table(table, path)
                table.clear()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, etree.XMLSyntaxError, EOFError, OSError, ValueError):
        raise RefusedFile(damaged) from None
    return scans


def _scan_table(table: Any, path: Path) -> SheetScan:
    """Faulty cells, hidden rows and the true size of one sheet; repeated cells are counted, not made."""
    scan = SheetScan()
    hidden: list[str] = []
    row, last_row, last_column = 0, 0, 0
    for line in table.iter(f"{_TABLE}table-row"):
        repeated = int(line.get(f"{_TABLE}number-rows-repeated") or 1)
        column = 0
        for cell in line:
            column += int(cell.get(f"{_TABLE}number-columns-repeated") or 1)
            if len(cell) or cell.get(f"{_OFFICE}value-type"):
                last_row, last_column = row + repeated, max(last_column, column)
            _note_fault(cell, (row + 1, column), scan)
        if line.get(f"{_TABLE}visibility") in ("collapse", "filter") and last_row == row + repeated:
            hidden.append(str(row + 1))
        row += repeated
    if last_row * last_column > MOST_CELLS:
        sentence = _("“{file}” has a sheet of more cells than one import takes; split it and import the parts.")
        raise RefusedFile(sentence.format(file=path.name))
    scan.list_cells(_("{count} rows are hidden and were read too: {cells}"), hidden)
    scan.conclude()
    return scan


def _note_fault(cell: Any, place: tuple[int, int], scan: SheetScan) -> None:
    """Remember a cell that shows an error or a formula without result."""
    if cell.get(f"{_CALC}value-type") == "error":
        scan.faults[place] = "".join(cell.itertext()) or "#"
    elif cell.get(f"{_TABLE}formula") and not cell.get(f"{_OFFICE}value-type"):
        scan.faults[place] = no_result()
