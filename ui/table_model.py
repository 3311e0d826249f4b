"""RecordModel: the list of any record type as Qt asks for it, whatever its size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from armdesk.fields import Code, Declared, Link, Text
from armdesk.query import Query
from armdesk.record import Record
from ui import texts
from ui.rows import Rows
from ui.session import Session

# Roles are compared as plain numbers: an enum comparison per painted cell would cost a third of a jump.
_DISPLAY, _TIP, _ALIGNMENT, _NAME = (int(role) for role in (
    Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.TextAlignmentRole,
    Qt.ItemDataRole.AccessibleTextRole))
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
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
            return in_two_lines(self.rows.fields[section])
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


def is_prose(field: Declared) -> bool:
    """Names and sentences, which use what room there is; numbers and codes need no more than they need."""
    return isinstance(field, Text | Link) and not isinstance(field, Code)


def in_two_lines(field: Declared) -> str:
    """A long heading broken where its halves are most alike, so that columns of numbers stay narrow."""
    title = field.title()
    words = title.split()
    if len(words) < 2 or len(title) <= (2 * _ONE_LINE if is_prose(field) else _ONE_LINE):
        return title
    cut = min(range(1, len(words)), key=lambda place: max(len(" ".join(words[:place])), len(" ".join(words[place:]))))
    return " ".join(words[:cut]) + "\n" + " ".join(words[cut:])


def _help(field: Declared) -> str:
    from armdesk.i18n import _

    return f"{field.title()}\n{_(field.help)}" if field.help else field.title()
