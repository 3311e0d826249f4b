"""A grid as Qt asks for it: cells, headings, what a screen reader says."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from armdesk.i18n import _
from armdesk.services.basis.cell_grid import CellGrid
from ui import texts

_ONE_LINE = 9
"""Letters of a heading that stay on one line."""
Index = QModelIndex | QPersistentModelIndex


class GridModel(QAbstractTableModel):
    """A grid as Qt asks for it."""

    def __init__(self, grid: CellGrid, parent: QWidget) -> None:
        super().__init__(parent)
        self.grid = grid
        self._rows, self._columns = grid.rows(), grid.columns()

    def put(self, grid: CellGrid) -> None:
        """Show another grid."""
        self.beginResetModel()
        self.grid = grid
        self._rows, self._columns = grid.rows(), grid.columns()
        self.endResetModel()

    def sync(self) -> None:
        """The same grid has other rows or columns now; cells are painted anew by the view."""
        rows, columns = self.grid.rows(), self.grid.columns()
        if columns != self._columns:
            self.put(self.grid)
        elif rows > self._rows:
            self.beginInsertRows(QModelIndex(), self._rows, rows - 1)
            self._rows = rows
            self.endInsertRows()
        elif rows < self._rows:
            self.beginRemoveRows(QModelIndex(), rows, self._rows - 1)
            self._rows = rows
            self.endRemoveRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many rows."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many columns."""
        return 0 if parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.grid.cell(row, column).text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            cell = self.grid.cell(row, column)
            parts = (self.grid.head(column), self.grid.side(row)[0], cell.text, self.grid.problem(row, column))
            return ", ".join(part for part in parts if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return texts.tip(self.grid.problem(row, column) or self.grid.cell(row, column).text)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Headings, and the days or numbers before the rows."""
        across = orientation == Qt.Orientation.Horizontal
        if not 0 <= section < (self._columns if across else self._rows):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return in_two_lines(self.grid.head(section)) if across else _marked(*self.grid.side(section))
        if role == Qt.ItemDataRole.ToolTipRole:
            return texts.tip(self.grid.head(section) if across else _told(self.grid.side(section)[1]))
        return None


def in_two_lines(text: str) -> str:
    """A long heading broken where its halves are most alike, so that columns of numbers stay narrow."""
    words = text.split()
    if len(words) < 2 or len(text) <= _ONE_LINE:
        return text
    cut = min(range(1, len(words)), key=lambda place: max(len(" ".join(words[:place])), len(" ".join(words[place:]))))
    return " ".join(words[:cut]) + "\n" + " ".join(words[cut:])


def _marked(text: str, tone: str) -> str:
    return f"{text} {({'problem': '!', 'unsaved': '•', 'gap': '○', 'told': '–', 'unknown': '?'}).get(tone, '')}".strip()


def _told(tone: str) -> str:
    said = {"problem": _("This line cannot be saved yet."), "unsaved": _("Not saved yet"),
            "gap": _("Of this day nothing is told yet."), "told": _("The book of shifts tells of this day."),
            "unknown": _("A name as written, tied to nobody yet.")}
    return said.get(tone, "")
