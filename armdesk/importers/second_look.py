"""What a proposal would read wrong without a word: a second table below the first, a heading that stands twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from armdesk.fields import fold
from armdesk.i18n import _
from armdesk.importers import matching
from armdesk.importers.caution import Caution
from armdesk.importers.layout import joined, shown
from armdesk.importers.workbook import Book

_FIGURE = re.compile(r"\W*[0-9][0-9.,:/ \-]*\w{0,6}\W*")
_KNOWN = 2


def oddities(book: Book, sheet: str, header_row: int, header_rows: int = 1, *,
             read: Collection[int] = ()) -> list[Caution]:
    """Cautions about a sheet whose headings stand in a row, counted from 1, for who proposes to read it so.

    Shape: read are the rows of the headings of other tables that are read, too.
    """
    headings, below = _parted(book, sheet, header_row, header_rows)
    told = [_("Row {row} looks like the headings of a second table; what stands below it would be read under the "
              "headings of row {first}. Put the second table on a sheet of its own.").format(row=row, first=header_row)
            for row in second_tables(below, headings) if row not in read]
    return [Caution(sheet, sentence) for sentence in (*_doubled(headings), *told)]


def tables_below(book: Book, sheet: str, header_row: int, header_rows: int = 1) -> list[int]:
    """The rows, from 1, that look like headings of other tables below the first one."""
    headings, below = _parted(book, sheet, header_row, header_rows)
    return list(second_tables(below, headings))


def _parted(book: Book, sheet: str, header_row: int,
            header_rows: int) -> tuple[list[str], Iterator[tuple[int, Sequence[Any]]]]:
    """The headings of a sheet, and the rows below them with their numbers."""
    rows = iter(enumerate(book.rows(sheet), 1))
    top = [row for number, row in islice(rows, header_row + header_rows - 1) if number >= header_row]
    return joined(top), rows


def _doubled(headings: Sequence[str]) -> Iterator[str]:
    times = Counter(fold(text) for text in headings if text)
    for text in headings:
        if (count := times.pop(fold(text), 0)) > 1:
            yield _("“{heading}” stands over {count} columns; only the first of them is read.").format(
                heading=text, count=count)


def second_tables(rows: Iterable[tuple[int, Sequence[Any]]], headings: Sequence[str]) -> Iterator[int]:
    """Each row that looks like other headings, with figures in the row below.

    Shape: rows are those below the headings, with their numbers from 1.
    """
    first, parted, suspect = [fold(text) for text in headings if text], False, 0
    for number, row in rows:
        cells = [cell for cell in row if cell != ""]
        if suspect and any(map(_is_figure, cells)):
            yield suspect
            suspect = 0
        if len(cells) < _KNOWN:
            parted = parted or not cells  # a title alone parts nothing and joins nothing
            continue
        words = not any(map(_is_figure, cells))
        if words and (parted or matching.is_heading(shown(cells[0]))):
            folded = [fold(shown(cell)) for cell in cells]
            known = sum(map(matching.is_heading, map(shown, cells)))
            suspect = number if folded != first and (parted or known >= _KNOWN) else 0
        elif words:
            suspect = 0
        parted = False


def _is_figure(cell: Any) -> bool:
    """Whether a cell holds a number or a day rather than words."""
    return not isinstance(cell, str) or _FIGURE.fullmatch(cell) is not None
