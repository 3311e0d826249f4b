"""A table of small cells side by side, shaded by what stands in them; the figure or sign in it says the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from ui.plain_table import Index, PlainModel, PlainTable
from ui.theme import Theme

_CELL = 34
_NAME = 300


class _HeatModel(PlainModel):
    """A plain model whose cells also have a ground."""

    shade: Callable[[int, int], str] | None = None
    """Colour of the ground of a cell, "" for none."""
    tip: Callable[[int, int], str] | None = None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Text, ground and tip of a cell."""
        if role == Qt.ItemDataRole.BackgroundRole and index.isValid() and self.shade is not None:
            colour = self.shade(index.row(), index.column())
            return QColor(colour) if colour else None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return int(Qt.AlignmentFlag.AlignCenter)
        if role == Qt.ItemDataRole.ToolTipRole and index.isValid() and self.tip is not None:
            from ui.texts import tip

            return tip(self.tip(index.row(), index.column()))
        return super().data(index, role)


class HeatTable(PlainTable):
    """The first column names the row; all others are as wide as two figures."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self.rows = self.heat = _HeatModel(self)
        self.setModel(self.heat)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.horizontalHeader().setStretchLastSection(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_cells(self, headings: Sequence[str], count: int, cell: Callable[[int, int], str]) -> None:
        """Show other rows; the cell in view stays."""
        now = self.currentIndex()
        self.heat.show(headings, count, cell)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(_CELL)
        for place in range(1, len(headings)):
            self.setColumnWidth(place, _CELL)
        if now.isValid() and now.row() < count:
            self.setCurrentIndex(self.heat.index(now.row(), now.column()))
        elif count:
            self.setCurrentIndex(self.heat.index(0, min(1, len(headings) - 1)))
