"""How wide the columns of a grid are: heading, first rows and total have room; names take what is left."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics

from armdesk.services.basis.cell_grid import CellGrid
from ui.grid_model import in_two_lines

NARROWEST = 56
_READABLE, _WIDEST, _MOST_SHARED = 110, 170, 140
_SAMPLED, _LEAST_SAMPLED = 600, 4
"""Cells whose texts decide."""
_LONG = 24
"""Letters of a text that does not decide."""


def widths(grid: CellGrid, letter: QFont, room: int) -> list[int]:
    """Widths of all columns.  Units: pixels."""
    bold = QFont(letter)
    bold.setBold(True)
    plain, wide = QFontMetrics(letter), QFontMetrics(bold)
    rows = range(min(grid.rows(), max(_SAMPLED // max(grid.columns(), 1), _LEAST_SAMPLED)))
    wanted = []
    for column in range(grid.columns()):
        head = max(map(wide.horizontalAdvance, in_two_lines(grid.head(column)).split("\n")))
        shown = (grid.cell(row, column).text for row in rows)
        inside = max((plain.horizontalAdvance(text) for text in shown if len(text) <= _LONG), default=0)
        total = wide.horizontalAdvance(grid.total(column))
        wanted.append(max(NARROWEST, min(max(inside + 18, total + 18, head + 14), _WIDEST)))
    prose = [column for column in range(grid.columns()) if grid.is_prose(column)]
    spare = room - sum(wanted)
    for column in prose:
        share = min(spare // len(prose), _MOST_SHARED)
        wanted[column] += share if share > 0 else max(share, min(0, _READABLE - wanted[column]))
    return wanted
