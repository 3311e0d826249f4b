"""Blocks of cells as spreadsheets copy them: tabs between cells, a line end after each row, quotes where needed."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FORMULA = re.compile(r"'*[=@+-]")
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,\s]*")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r\n|\n|\r|\Z)')
_PLAIN = re.compile(r"[^\t\r\n]*")
_ROW_ENDS = ("\r\n", "\n", "\r")


def written(cells: Sequence[Sequence[str]]) -> str:
    """A block as text for the clipboard; each row ends in a line end, and no text becomes a formula in Excel."""
    return "".join("\t".join(map(_cell, row)) + "\n" for row in cells)


def parsed(text: str) -> list[list[str]]:
    """A block from the clipboard, row by row.

    A cell is quoted only where its closing quote ends it, so that a lone inch mark stays what it is.
    """
    if not text:
        return []
    rows: list[list[str]] = [[]]
    place = 0
    while True:
        found = _QUOTED.match(text, place)
        if found is not None:
            cell = found[1].replace('""', '"')
        else:
            found = _PLAIN.match(text, place)
            cell = found[0] if found else ""
        rows[-1].append(_freed(cell))
        place = found.end() if found else place
        if place >= len(text):
            return rows
        if text[place] == "\t":
            place += 1
            continue
        place += next(len(end) for end in _ROW_ENDS if text.startswith(end, place))
        if place >= len(text):
            return rows
        rows.append([])


def _cell(text: str) -> str:
    """One cell: a text that Excel would compute gets the mark that says it is text."""
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if re.search(r'["\t\r\n]', text) else text


def _freed(text: str) -> str:
    """The cell without the mark put there by _cell."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
