"""Blocks of a grid: copied, emptied, filled down, and pasted from a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass

from armdesk.services.basis.cell_block import parsed, written
from armdesk.services.basis.cell_grid import CellGrid

Marked = tuple[int, int, int, int]
"""Cells from (top, left) to (bottom, right), both counted.  Shape: (top, left, bottom, right)."""
Place = tuple[int, int, str]
MOST_PASTED = 50_000
"""Cells that are pasted at once; more is a file to be imported."""


@dataclass(frozen=True)
class Pasted:
    """A block on its way into a grid.  Shape: lost counts cells with a text for which there is no place."""

    places: list[Place]
    rows: int
    columns: int
    lost: int


def copied(grid: CellGrid, marked: Marked) -> str:
    """Marked cells as a spreadsheet takes them."""
    top, left, bottom, right = marked
    return written([[grid.exact(row, column) for column in range(left, right + 1)] for row in range(top, bottom + 1)])


def emptied(marked: Marked) -> list[Place]:
    """Nothing into each marked cell."""
    top, left, bottom, right = marked
    return [(row, column, "") for row in range(top, bottom + 1) for column in range(left, right + 1)]


def filled_down(grid: CellGrid, marked: Marked) -> list[Place]:
    """The first marked row into the others; into a single marked row the one above."""
    top, left, bottom, right = marked
    source = top if bottom > top else top - 1
    if source < 0:
        return []
    return [(row, column, grid.exact(source, column)) for row in range(source + 1, bottom + 1)
            for column in range(left, right + 1)]


def pasted(grid: CellGrid, text: str, marked: Marked) -> Pasted:
    """A block from the clipboard, from the first marked cell on; one cell fills all that are marked.

    A list grows with the block; a month does not.
    """
    block = parsed(text)
    top, left, bottom, right = marked
    if len(block) == 1 and len(block[0]) == 1 and (top, left) != (bottom, right):
        block = [[block[0][0]] * (right - left + 1) for _row in range(top, bottom + 1)]
    places = [(top + down, left + across, cell) for down, row in enumerate(block) for across, cell in enumerate(row)]
    fitting = [each for each in places if each[1] < grid.columns() and (grid.grows or each[0] < grid.rows())]
    lost = sum(1 for row, column, cell in places if cell.strip() and not _fits(grid, row, column, cell))
    return Pasted(fitting, len(block), max(map(len, block), default=0), lost)


def _fits(grid: CellGrid, row: int, column: int, cell: str) -> bool:
    """Whether a text can stand in a cell, or stands there already."""
    if column >= grid.columns() or (row >= grid.rows() and not grid.grows):
        return False
    return not grid.why_not(row, column) or cell == grid.exact(row, column)
