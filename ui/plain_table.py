"""PlainTable: rows that are not records, such as the preview of an import, for any number of rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.theme import Theme, figures

Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_WIDEST, _LOOKED_AT = 380, 60
_SENTENCE = 460
"""Units: pixels; no longer line of a sentence where nothing stands."""


class PlainModel(QAbstractTableModel):
    """Headings, a number of rows, and a function that gives the text of a cell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headings: Sequence[str] = ()
        self.count = 0
        self._cell: Callable[[int, int], str] = lambda _row, _column: ""
        self._right: frozenset[int] = frozenset()
        self.colour: Callable[[int, int], QColor | None] | None = None
        """Colour of the text of a cell, where cells have a state."""

    def show(self, headings: Sequence[str], count: int, cell: Callable[[int, int], str],
             right: Sequence[int] = ()) -> None:
        """Show other rows.  Shape: right are the columns of numbers."""
        self.beginResetModel()
        self.headings, self.count, self._cell, self._right = headings, count, cell, frozenset(right)
        self.endResetModel()

    def cell(self, row: int, column: int) -> str:
        """Text of one cell."""
        return self._cell(row, column)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many rows."""
        return 0 if parent.isValid() else self.count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many columns."""
        return 0 if parent.isValid() else len(self.headings)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Text and side of a cell."""
        if not index.isValid():
            return None
        if role == _DISPLAY:
            return " ".join(self._cell(index.row(), index.column()).split())
        if role == Qt.ItemDataRole.ToolTipRole:
            from ui.texts import tip

            return tip(self._cell(index.row(), index.column()))
        if role == Qt.ItemDataRole.ForegroundRole and self.colour is not None:
            return self.colour(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in self._right:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """A heading."""
        if orientation == Qt.Orientation.Horizontal and role == _DISPLAY and section < len(self.headings):
            return self.headings[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole \
                and section in self._right:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None


class PlainTable(QTableView):
    """A table to read."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._wanted: list[int] = []
        self.when_empty = ""
        """What to do first, said where the rows would stand."""
        self._quiet = QColor(theme.colours.quiet)
        self.rows = PlainModel(self)
        self.setModel(self.rows)
        self.setFont(figures(self.font()))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setStyleSheet("QTableView::item { padding: 0 5px; }")
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.row_height)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or what to do so that there are some."""
        super().paintEvent(event)
        if self.rows.count or not self.when_empty:
            return
        painter = QPainter(self.viewport())
        painter.setPen(self._quiet)
        room = self.viewport().rect().adjusted(24, 24, -24, -24)
        room.setWidth(min(room.width(), _SENTENCE))
        room.moveCenter(self.viewport().rect().center())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.when_empty)

    def say_when_empty(self, words: str) -> None:
        """Say what to do first while there is nothing to show; a screen reader hears it too."""
        self.when_empty = words
        self.setAccessibleDescription(words)
        self.viewport().update()

    def show_rows(self, headings: Sequence[str], count: int, cell: Callable[[int, int], str],
                  right: Sequence[int] = ()) -> None:
        """Show other rows with columns as wide as what stands in the first of them."""
        self.rows.show(headings, count, cell, right)
        # A number that stands far from the others is not read with them.
        self.horizontalHeader().setStretchLastSection(len(headings) - 1 not in right)
        metrics, self._wanted = self.fontMetrics(), []
        for place, heading in enumerate(headings):
            longest = max([heading, *(cell(row, place)[:80] for row in range(min(count, _LOOKED_AT)))],
                          key=metrics.horizontalAdvance)
            self._wanted.append(metrics.horizontalAdvance(longest) + 28)
            self.setColumnWidth(place, min(self._wanted[-1], _WIDEST))
        self._spread()
        if count:
            self.selectRow(0)

    def widen(self, column: int, most: int) -> None:
        """Let a column of sentences be as wide as the longest of them, up to this."""
        shown = (self.rows.cell(row, column) for row in range(min(self.rows.count, _LOOKED_AT)))
        wanted = max((self.fontMetrics().horizontalAdvance(each) + 28 for each in shown), default=0)
        self.setColumnWidth(column, max(self.columnWidth(column), min(wanted, most)))

    def narrow(self, column: int, most: int) -> None:
        """Make a column no wider than this, unless there is room for more beside the last."""
        self.setColumnWidth(column, min(self.columnWidth(column), most))
        self._spread()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Room that is left goes to texts that are cut."""
        super().resizeEvent(event)
        self._spread()

    def _spread(self) -> None:
        """Widen columns that are cut, from the left, while there is room beside the last."""
        if self.horizontalHeader().stretchLastSection():
            return
        spare = self.viewport().width() - self.horizontalHeader().length()
        for place, wanted in enumerate(self._wanted):
            more = min(spare, wanted - self.columnWidth(place))
            if more > 0:
                self.setColumnWidth(place, self.columnWidth(place) + more)
                spare -= more
