"""RecordTable: one table for the lists of every record type, whatever their size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from armdesk.fields import Code, Declared, Link, LongText, Text
from armdesk.query import Query
from armdesk.record import Record
from ui import texts
from ui.key_column import KeyColumn
from ui.row_painter import RowPainter
from ui.rows import Rows
from ui.session import Session
from ui.theme import figures

# Roles are compared as plain numbers: an enum comparison per painted cell would cost a third of a jump.
_DISPLAY, _TIP, _ALIGNMENT, _NAME = (int(role) for role in (
    Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.TextAlignmentRole,
    Qt.ItemDataRole.AccessibleTextRole))
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NARROWEST, _WIDEST = 64, 300
_SCROLL_BAR = 18
_READABLE = 150
"""Units: pixels below which a name is not narrowed; the list rather scrolls sideways."""
_NAME = 220
"""The same for the first name or sentence of a row: by it a person knows the row."""
_SAMPLED = 128
"""Rows whose texts decide how wide a column is at first."""
_COPIED = 10_000
_ONE_LINE = 10
"""Letters of a heading that stay on one line."""
_HORIZONTAL = Qt.Orientation.Horizontal
Index = QModelIndex | QPersistentModelIndex


class RecordModel(QAbstractTableModel):
    """The list of one record type as Qt asks for it.

    begun is emitted when the first rows of a long list stand in the table, loaded when a whole list does; ordered
    carries a field name or "-name".
    """

    begun = Signal()
    loaded = Signal()
    ordered = Signal(str)

    def __init__(self, session: Session, type_: type[Record], columns: Sequence[str] = (),
                 parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self.type = session, type_
        self.rows = Rows(session.store, type_, [type_.field(name) for name in columns or type_.about.table])
        self.query = Query(type_)
        self._asked = self._begun = 0

    # what lists do with it

    @property
    def fields(self) -> list[Declared]:
        """Fields shown, from left to right."""
        return self.rows.fields

    def choose(self, columns: Sequence[str]) -> None:
        """Show other fields."""
        self.beginResetModel()
        self.rows.choose([self.type.field(name) for name in columns])
        self.endResetModel()

    def show(self, query: Query) -> None:
        """Show another list; of a long one the first rows come at once, the others when they have been read."""
        self.query = query
        self._asked += 1
        number, store = self._asked, self._session.store
        self._session.jobs.read(self, lambda: (number, *store.first_ids(query)), self._on_first)

    def still_asked(self) -> Callable[[], bool]:
        """Answers, in any thread, whether the list asked for now is still the one to be shown."""
        number, jobs = self._asked, self._session.jobs
        return lambda: number == self._asked and not jobs.stopped

    def cell(self, row: int, column: int) -> tuple[str, bool]:
        """(text, whether it stands to the right) of one cell."""
        return self.rows.texts(row)[column], self.rows.right[column]

    def _on_first(self, answer: tuple[int, bytearray, bool]) -> None:
        number, ids, whole = answer
        if number != self._asked:
            return  # somebody typed on since
        if whole:
            self._on_read((number, ids))
            return
        if ids:
            self._put(ids)
            self._begun = number
            self.begun.emit()
        query, store, wanted = self.query, self._session.store, self.still_asked()

        def read() -> tuple[int, bytearray]:
            with store.while_wanted(wanted):
                return number, store.ids(query)

        self._session.jobs.read(self, read, self._on_read, at_once=False)

    def _on_read(self, answer: tuple[int, bytearray]) -> None:
        number, ids = answer
        if number != self._asked:
            return
        if self._begun == number and ids.startswith(self.rows.ids):
            self._extend(ids)
        else:
            self._put(ids)
        self.loaded.emit()

    def _put(self, ids: bytearray) -> None:
        self.beginResetModel()
        self.rows.put(ids)
        self.endResetModel()

    def _extend(self, ids: bytearray) -> None:
        """More rows below those that stand there: what is marked and in view stays so."""
        if len(ids) > len(self.rows.ids):
            self.beginInsertRows(QModelIndex(), len(self.rows), self.rows.count(ids) - 1)
            self.rows.extend(ids)
            self.endInsertRows()

    # what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many columns."""
        return 0 if parent.isValid() else len(self.rows.fields)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """One cell."""
        if role in (_DISPLAY, _NAME):
            return self.rows.texts(index.row())[index.column()] if index.isValid() else None
        if role == _ALIGNMENT:
            return _RIGHT if self.rows.right[index.column()] else _LEFT
        if role == _TIP:
            return texts.tip(self.rows.texts(index.row())[index.column()])
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Title of a column with its unit."""
        if orientation != _HORIZONTAL or not 0 <= section < len(self.rows.fields):
            return None
        if role == _DISPLAY:
            return _in_two_lines(self.rows.fields[section])
        if role == _ALIGNMENT:
            return _RIGHT if self.rows.right[section] else _LEFT
        if role == _TIP:
            return texts.tip(_help(self.rows.fields[section]))
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """The database sorts: pass the wish on."""
        if 0 <= column < len(self.rows.fields):
            name = self.rows.fields[column].name
            self.ordered.emit(name if order == Qt.SortOrder.AscendingOrder else f"-{name}")


def _is_prose(field: Declared) -> bool:
    """Names and sentences, which use what room there is; numbers and codes need no more than they need."""
    return isinstance(field, Text | Link) and not isinstance(field, Code)


def _in_two_lines(field: Declared) -> str:
    """A long heading broken where its halves are most alike, so that columns of numbers stay narrow."""
    title = field.title()
    words = title.split()
    if len(words) < 2 or len(title) <= (2 * _ONE_LINE if _is_prose(field) else _ONE_LINE):
        return title
    cut = min(range(1, len(words)), key=lambda place: max(len(" ".join(words[:place])), len(" ".join(words[place:]))))
    return " ".join(words[:cut]) + "\n" + " ".join(words[cut:])


def _help(field: Declared) -> str:
    from armdesk.i18n import _

    return f"{field.title()}\n{_(field.help)}" if field.help else field.title()


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
                if _is_prose(field) and not widths.get(field.name)] or [len(fields) - 1]
        share = spare // len(wide)
        for place in wide:
            least = _NAME if place == wide[0] else _READABLE
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
        title = max(map(metrics.horizontalAdvance, _in_two_lines(field).split("\n")))
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
