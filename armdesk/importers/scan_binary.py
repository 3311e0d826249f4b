"""A light look into binary workbooks (.xls, .xlsb) for sizes that would end the program: damage, or made to hurt.

Source: record layouts as published in MS-CFB, MS-XLS and MS-XLSB; only what bounds the size of a sheet is read.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from struct import error as StructError  # noqa: N812 - the module names it in small letters
from struct import unpack_from

from armdesk.errors import RefusedFile
from armdesk.i18n import _
from armdesk.importers.caution import MOST_CELLS
from armdesk.importers.parts import read_part
from armdesk.importers.scan_xlsx import related_parts

_XLS_CELLS = {
    0x0006,
    0x0201,
    0x0203,
    0x0204,
    0x0205,
    0x027E,
    0x00BD,
    0x00BE,
    0x00D6,
    0x00FD,
    0x0001,
    0x0002,
    0x0003,
    0x0004,
}
_XLS_BOF, _XLS_PASSWORD, _XLS_DIMENSIONS = {0x0009, 0x0209, 0x0409, 0x0809}, 0x002F, 0x0200
_XLSB_ROW, _XLSB_CELLS = 0, range(1, 12)
_END = 0xFFFFFFF8  # sector numbers from here on are marks, not sectors


def check_binary(path: Path, old: bool) -> None:
    """Refuse a binary workbook whose sheets could not be held in memory.

    Errors: RefusedFile, also for damage and passwords.
    """
    try:
        if old:
            _check(_sizes_xls(_workbook_stream(path.read_bytes()), path), path)
        else:
            with zipfile.ZipFile(path) as archive:
                for part in _sheet_parts_xlsb(archive, path):
                    _check(_sizes_xlsb(read_part(archive, part)), path)
    except (zipfile.BadZipFile, zlib.error, StructError, IndexError, KeyError, ValueError, EOFError, OSError):
        sentence = _("“{file}” is damaged or cut short; get it again from where it came from.")
        raise RefusedFile(sentence.format(file=path.name)) from None


def _sheet_parts_xlsb(archive: zipfile.ZipFile, path: Path) -> list[str]:
    """Every part that the workbook could name as a sheet, whatever it says that the part is."""
    named = {relation["Target"].lower() for relation in related_parts(archive, "xl/workbook.bin", path).values()}
    return [part for part in archive.namelist() if part.lower().endswith(".bin")
            and (part.startswith("xl/worksheets/") or part.lower() in named)
            and part not in ("xl/vbaProject.bin", "xl/workbook.bin")]


def _check(sizes: Iterator[tuple[int, int]], path: Path) -> None:
    """Refuse what is larger than one import takes."""
    for rows, columns in sizes:
        if rows * columns > MOST_CELLS:
            sentence = _("“{file}” has a sheet of more cells than one import takes; split it and import the parts.")
            raise RefusedFile(sentence.format(file=path.name))


def _sizes_xls(stream: bytes, path: Path) -> Iterator[tuple[int, int]]:
    """(rows, columns) of each sheet of an old workbook."""
    rows = columns = place = last = 0
    while place + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, place)
        if kind in _XLS_BOF:
            yield rows, columns
            rows = columns = last = 0
        elif kind == _XLS_PASSWORD:
            sentence = _(
                "“{file}” is protected by a password; remove the password in the spreadsheet program and save it."
            )
            raise RefusedFile(sentence.format(file=path.name))
        elif kind == _XLS_DIMENSIONS:
            first, end, left, right = unpack_from("<IIHH" if length >= 14 else "<HHHH", stream, place + 4)
            if end < first or right < left or (end - first) * (right - left) > MOST_CELLS:
                raise ValueError(end, right)  # the fast reader reserves that many cells unseen
        elif kind in _XLS_CELLS and length >= 4:
            row, column = unpack_from("<HH", stream, place + 4)
            if kind in (0x00BD, 0x00BE):
                column = unpack_from("<H", stream, place + 2 + length)[0]
            if column > 255 or row < last:  # the fast reader takes the last cell for the lowest row
                raise ValueError(row, column)
            last = row
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        place += 4 + length
    yield rows, columns


def _sizes_xlsb(content: bytes) -> Iterator[tuple[int, int]]:
    """(rows, columns) of one sheet of a new binary workbook."""
    rows = columns = place = 0
    while place < len(content):
        kind, length = content[place], 0
        place += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | content[place] << 7
            place += 1
        for shift in (0, 7, 14, 21):
            byte = content[place]
            place += 1
            length |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        if kind == _XLSB_ROW and length >= 4:
            rows = max(rows, unpack_from("<I", content, place)[0] + 1)
        elif kind in _XLSB_CELLS and length >= 4:
            columns = max(columns, unpack_from("<I", content, place)[0] + 1)
        place += length
    yield rows, columns


def _workbook_stream(content: bytes) -> bytes:
    """The stream of an old workbook inside its compound file."""
    sector_size = 1 << _within(unpack_from("<H", content, 30)[0], 9, 12)
    small_size = 1 << _within(unpack_from("<H", content, 32)[0], 6, 6)
    fat_count, directory, cutoff, small_fat, more, more_count = unpack_from("<II4xII4xII", content, 44)
    sectors = len(content) // sector_size
    numbers = sector_size // 4

    def sector(number: int) -> bytes:
        if number >= sectors:
            raise ValueError(number)
        return content[(number + 1) * sector_size : (number + 2) * sector_size]

    places = list(unpack_from("<109I", content, 76))
    for _number in range(_within(more_count, 0, sectors)):
        listed = unpack_from(f"<{numbers}I", sector(more))
        places += listed[:-1]
        more = listed[-1]
    fat: list[int] = []
    for place in places[: _within(fat_count, 1, sectors)]:
        fat += unpack_from(f"<{numbers}I", sector(place).ljust(sector_size, b"\xff"))

    def chain(first: int, table: list[int]) -> Iterator[int]:
        for _step in range(len(table) + 1):
            if first >= _END:
                return
            yield first
            first = table[first]
        raise ValueError(first)

    found = _streams(b"".join(sector(number) for number in chain(directory, fat)))
    start, size = found.get("Workbook") or found["Book"]
    _within(size, 0, len(content))
    if size >= cutoff:
        return b"".join(sector(number) for number in chain(start, fat))[:size]
    small_table: list[int] = []
    for number in chain(small_fat, fat):
        small_table += unpack_from(f"<{numbers}I", sector(number))
    store = b"".join(sector(number) for number in chain(found["Root Entry"][0], fat))
    parts = (store[number * small_size : (number + 1) * small_size] for number in chain(start, small_table))
    return b"".join(parts)[:size]


def _streams(entries: bytes) -> dict[str, tuple[int, int]]:
    """First sector and size of each stream, by its name."""
    found: dict[str, tuple[int, int]] = {}
    for place in range(0, len(entries) - 127, 128):
        length = _within(unpack_from("<H", entries, place + 64)[0], 0, 64)
        name = entries[place : place + max(length - 2, 0)].decode("utf-16-le", "replace")
        found.setdefault(name, unpack_from("<II", entries, place + 116))
    return found


def _within(value: int, least: int, most: int) -> int:
    """The value if it is possible.  Errors: ValueError."""
    if not least <= value <= most:
        raise ValueError(value)
    return value
