"""The first column of a list, which stays in view while the others scroll sideways behind it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.row_painter import RowPainter

_HEAD = 44
_WIDEST_SHARE = 0.4
"""Share of the list's width above which a first column would leave too little room for the others."""


class KeyColumn(QTableView):
    """A second view of the same rows that shows the first column only, laid over the left edge of a list.

    It shares the list's model, marked rows and painter; the keyboard stays with the list.
    """

    def __init__(self, table: QTableView, painter: RowPainter) -> None:
        super().__init__(table)
        self._table, self._painter = table, painter
        self.wanted = True
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setFont(table.font())
        self.setProperty("frozen", "true")
        self.setAccessibleName(table.accessibleName())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setSelectionBehavior(table.selectionBehavior())
        self.setSelectionMode(table.selectionMode())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(table.verticalScrollMode())
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAutoScroll(False)
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
        self._set_up_header()
        self._wire()
        self.hide()

    def _set_up_header(self) -> None:
        top, above = self.horizontalHeader(), self._table.horizontalHeader()
        top.setHighlightSections(False)
        top.setMinimumSectionSize(above.minimumSectionSize())
        top.setFixedHeight(_HEAD)
        top.setSortIndicatorShown(True)
        top.setSectionsClickable(True)
        top.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _wire(self) -> None:
        table, top = self._table, self.horizontalHeader()
        mine, theirs = self.verticalScrollBar(), table.verticalScrollBar()
        theirs.valueChanged.connect(mine.setValue)
        mine.valueChanged.connect(theirs.setValue)
        table.horizontalScrollBar().rangeChanged.connect(lambda _least, _most: self.settle())
        table.horizontalHeader().sectionResized.connect(lambda place, _was, _now: None if place else self.settle())
        top.sectionResized.connect(self._on_drawn)
        top.sortIndicatorChanged.connect(self._on_sorted)
        self.customContextMenuRequested.connect(
            lambda place: table.customContextMenuRequested.emit(table.viewport().mapFrom(self.viewport(), place)))
        self.doubleClicked.connect(table.doubleClicked)
        model = table.model()
        model.modelReset.connect(self.settle)

    def mark_order(self, column: int, order: Qt.SortOrder) -> None:
        """Show whether the list is sorted by this column."""
        top = self.horizontalHeader()
        was = top.blockSignals(True)
        top.setSortIndicator(column if column == 0 else -1, order)
        top.blockSignals(was)

    def room(self) -> int:
        """Pixels of the list that this column covers, 0 while it is not needed."""
        return self.width() if self.isVisibleTo(self._table) else 0

    def settle(self) -> None:
        """Stand where the first column stands, if the person wants it and there is something to scroll."""
        table = self._table
        wide, room = table.columnWidth(0), table.viewport().width()
        needed = self.wanted and table.horizontalScrollBar().maximum() > 0 and 0 < wide <= room * _WIDEST_SHARE
        if not needed:
            self.hide()
            return
        for column in range(self.model().columnCount()):
            self.setColumnHidden(column, column > 0)
        top = self.horizontalHeader()
        was = top.blockSignals(True)
        self.setColumnWidth(0, wide)
        top.blockSignals(was)
        edge = table.frameWidth()
        self.setGeometry(edge, edge, wide, _HEAD + table.viewport().height())
        self.verticalScrollBar().setValue(table.verticalScrollBar().value())
        self.show()
        self.raise_()

    def _on_drawn(self, place: int, _was: int, width: int) -> None:
        """The person drew the column wider at the heading in front."""
        if place == 0 and self.isVisible():
            self._table.setColumnWidth(0, width)

    def _on_sorted(self, column: int, order: Qt.SortOrder) -> None:
        self._table.horizontalHeader().setSortIndicator(column, order)

    def paintEvent(self, event: QPaintEvent) -> None:
        """All rows in view at once."""
        self._painter.paint(self, event.rect(), focused=self._table.hasFocus())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row under the pointer is that of the whole list."""
        super().mouseMoveEvent(event)
        self._table.mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark as in the list; the keyboard goes there."""
        self._table.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No row is under the pointer any more."""
        super().leaveEvent(event)
        self._table.leaveEvent(event)
