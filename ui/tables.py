"""RecordTable: one table for the lists of every record type, whatever their size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from armdesk.fields import LongText, Text
from ui.key_column import KeyColumn
from ui.row_painter import RowPainter
from ui.session import Session
from ui.table_model import RecordModel, in_two_lines, is_prose
from ui.theme import figures

_NARROWEST, _WIDEST = 64, 300
_SCROLL_BAR = 18
_READABLE = 150
"""Units: pixels below which a name is not narrowed; the list rather scrolls sideways."""
_FIRST_NAME = 220
"""The same for the first name or sentence of a row: by it a person knows the row."""
_SAMPLED = 128
"""Rows whose texts decide how wide a column is at first."""
_COPIED = 10_000


class RecordTable(QTableView):
    """The table itself.

    chosen carries the id of the row in view ("" for none); opened the id of a row to open; widths_changed, when a
    person drew a column wider.
    """

    chosen = Signal(str)
    opened = Signal(str)
    widths_changed = Signal()

    def __init__(self, session: Session, model: RecordModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.setModel(model)
        self.setFont(figures(self.font()))
        self._painter = RowPainter(session.theme, model.rows, self.font())
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setTabKeyNavigation(False)
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(session.theme.row_height)
        self._set_up_header()
        self.key_column = KeyColumn(self, self._painter)
        self.mark_order(model.query.order or model.type.about.order)
        self.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.rows.id(index.row())))
        self._quiet = False

    def _set_up_header(self) -> None:
        top = self.horizontalHeader()
        top.setHighlightSections(False)
        top.setSectionsMovable(False)
        top.setMinimumSectionSize(_NARROWEST)
        top.setFixedHeight(44)
        top.setSortIndicatorShown(True)
        top.setSectionsClickable(True)
        top.sortIndicatorChanged.connect(self._rows.sort)
        top.sectionResized.connect(lambda *_where: None if self._quiet else self.widths_changed.emit())

    def mark_order(self, order: str) -> None:
        """Show by which column the list is sorted."""
        top = self.horizontalHeader()
        names = [field.name for field in self._rows.fields]
        name = order.lstrip("-")
        down = Qt.SortOrder.DescendingOrder if order.startswith("-") else Qt.SortOrder.AscendingOrder
        was = top.blockSignals(True)
        top.setSortIndicator(names.index(name) if name in names else -1, down)
        top.blockSignals(was)
        self.key_column.mark_order(top.sortIndicatorSection(), down)

    # widths

    def fit(self, widths: dict[str, int]) -> None:
        """Give columns the widths remembered, or such as their first rows need; spare room goes to the texts."""
        self._quiet = True
        fields = self._rows.fields
        wanted = [widths.get(field.name) or self._needed(place) for place, field in enumerate(fields)]
        spare = self.width() - _SCROLL_BAR - sum(wanted)
        wide = [place for place, field in enumerate(fields)
                if is_prose(field) and not widths.get(field.name)] or [len(fields) - 1]
        share = spare // len(wide)
        for place in wide:
            least = _FIRST_NAME if place == wide[0] else _READABLE
            wanted[place] += min(share, 160) if share > 0 else max(share, min(0, least - wanted[place]))
        for place, width in enumerate(wanted):
            self.setColumnWidth(place, width)
        self._quiet = False
        self.key_column.settle()

    def widths(self) -> dict[str, int]:
        """Widths as they stand."""
        return {field.name: self.columnWidth(place) for place, field in enumerate(self._rows.fields)}

    def _needed(self, column: int) -> int:
        metrics, field = self.fontMetrics(), self._rows.fields[column]
        title = max(map(metrics.horizontalAdvance, in_two_lines(field).split("\n")))
        longest = _WIDEST if isinstance(field, LongText) else _WIDEST - 60
        sample = range(min(len(self._rows.rows), _SAMPLED))
        inside = max((metrics.horizontalAdvance(self._rows.cell(row, column)[0]) for row in sample), default=0)
        return max(_NARROWEST, min(max(inside + 20, title + 30), longest))

    # rows

    def current_id(self) -> str:
        """Identity of the row in view, "" if none."""
        row = self.currentIndex().row()
        return self._rows.rows.id(row) if 0 <= row < len(self._rows.rows) else ""

    def current_field(self) -> str:
        """Name of the field of the cell in view, "" if none."""
        column = self.currentIndex().column()
        return self._rows.fields[column].name if column >= 0 else ""

    def chosen_ids(self) -> list[str]:
        """Identities of all marked rows, in order."""
        return [self._rows.rows.id(row) for row in self._marked()]

    def go_to(self, id_: str) -> bool:
        """Bring a record into view; False if the list does not have it."""
        row = self._rows.rows.find(id_) if id_ else -1
        if row < 0:
            return False
        self.setCurrentIndex(self._rows.index(row, 0))
        self.scrollTo(self._rows.index(row, 0))
        return True

    def copy(self) -> None:
        """Copy the marked rows as a table that a spreadsheet takes."""
        rows = self._marked()[:_COPIED]
        lines = ["\t".join(field.title() for field in self._rows.fields)]
        lines += ["\t".join(self._copied(row)) for row in rows]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _marked(self) -> list[int]:
        """Marked rows in order; ranges, because a million may be marked."""
        marked = self.selectionModel().selection()
        ranges = sorted((marked.at(place).top(), marked.at(place).bottom()) for place in range(marked.count()))
        return [row for top, bottom in ranges for row in range(top, bottom + 1)]

    def _copied(self, row: int) -> list[str]:
        return [_for_sheet(text, isinstance(field, Text)) for text, field in
                zip(self._rows.rows.texts(row), self._rows.fields, strict=True)]

    def paintEvent(self, event: QPaintEvent) -> None:
        """All rows in view at once."""
        self._painter.paint(self, event.rect(), focused=self.hasFocus())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+C copies; the rest is Qt's."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and self.current_id():
            self.opened.emit(self.current_id())
        else:
            super().keyPressEvent(event)

    def keep_first(self, wanted: bool) -> None:
        """Keep the first column in view while the others scroll, or let it go with them."""
        self.key_column.wanted = wanted
        self.key_column.settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The first column stays as high as the list."""
        super().resizeEvent(event)
        self.key_column.settle()

    def scrollTo(self, index: QModelIndex | QPersistentModelIndex,
                 hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible) -> None:
        """Bring a cell into view, and out from under the first column where that stays."""
        bar, room = self.horizontalScrollBar(), self.key_column.room()
        was = bar.value()
        super().scrollTo(index, hint)
        if room and index.column() == 0:
            bar.setValue(was)
        elif room and (hidden := room - self.columnViewportPosition(index.column())) > 0:
            bar.setValue(bar.value() - hidden)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Remember the row under the pointer."""
        self._hover(self.rowAt(int(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No row is under the pointer any more."""
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._painter.hovered:
            self._painter.hovered = row
            self.viewport().update()
            self.key_column.viewport().update()

    def _on_row_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self._rows.rows.id(now.row()) if now.isValid() else "")


def _for_sheet(text: str, typed: bool) -> str:
    """A cell for a spreadsheet: one line, and no typed text becomes a formula."""
    flat = " ".join(text.split())
    return f"'{flat}" if typed and flat[:1] in ("=", "+", "-", "@") and flat != "-" else flat
