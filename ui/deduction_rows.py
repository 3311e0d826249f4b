"""The deductions of a sale as rows typed in place: kind, base, rate, amount, authority and receipt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QLocale, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from armdesk.i18n import _
from armdesk.models import SaleDeduction
from armdesk.models.choices import DEDUCTION
from armdesk.numbers import round_half_up
from armdesk.services.money.levies import Levy
from armdesk.services.money.sale_follow import Row
from armdesk.understood import editable
from ui import texts
from ui.session import Session
from ui.style_sheet import mix
from ui.theme import figures

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("kind", "base", "rate", "amount", "authority", "receipt_ref")
_RECKONED = ("base", "rate", "amount")
_WIDTHS = (175, 115, 70, 115, 120, 105)
_LONGEST, _STEPS = 110, 1_000_000
"""Rates are kept in ten-thousandths of a percent: so many make the whole."""


class _Kinds(QStyledItemDelegate):
    """The kinds as a list to choose from."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A list of all kinds."""
        box = QComboBox(parent)
        for code, label in DEDUCTION.items():
            box.addItem(_(label), code)
        box.activated.connect(lambda _place: self.commitData.emit(box))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the kind of the row."""
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findData(index.data(Qt.ItemDataRole.UserRole)), 0))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take the kind chosen."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData(), Qt.ItemDataRole.UserRole)
            model.setData(index, editor.currentText(), Qt.ItemDataRole.DisplayRole)


class _Amounts(QStyledItemDelegate):
    """Amounts in groups of digits, as lists show them; without groups while they are typed."""

    def __init__(self, session: Session, currency: Callable[[], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._currency = session, currency

    def displayText(self, value: Any, locale: QLocale | QLocale.Language) -> str:
        """The amount with its groups; what is not understood as it was typed."""
        field, currency = SaleDeduction.field("amount"), self._currency()
        try:
            amount = field.parse(str(value or ""), self._session.reading(currency))
        except ValueError:
            return str(value)
        return field.format(amount, {"currency": currency})


class _Table(QTableWidget):
    """Insert begins a row, Delete takes it away."""

    added = Signal()
    removed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the rows."""
        if event.key() == Qt.Key.Key_Insert:
            self.added.emit()
        elif event.key() == Qt.Key.Key_Delete and self.state() != QAbstractItemView.State.EditingState:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class DeductionRows(QWidget):
    """Rows under the form of a sale.

    changed: somebody typed, added or removed one.  Shape: offers gives the levies the dated rows of the country
    propose now; take gives the row of one of them.
    """

    changed = Signal()

    def __init__(self, session: Session, offers: Callable[[], Sequence[Levy]], take: Callable[[Levy], Row],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._offers, self._take = session, offers, take
        self.rows: list[Row] = []
        self.currency = ""
        self._faults: dict[tuple[int, int], str] = {}
        self._putting = False
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 8)
        column.setSpacing(4)
        column.addLayout(self._head())
        self.table = self._made_table()
        column.addWidget(self.table, 1)
        self.note = texts.label("", role="problem", wrap=True)
        self.note.hide()
        column.addWidget(self.note)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(texts.label(_("Deductions"), role="subheading"))
        self.hint = texts.Elided(_("Alt+D comes here; Insert adds a row, Delete removes it."), role="small")
        row.addWidget(self.hint, 1)
        self.add_button = QPushButton(_("Add deduction"))
        self.add_button.setEnabled(not self.session.read_only)
        self.add_button.clicked.connect(self.offer)
        row.addWidget(self.add_button)
        return row

    def _made_table(self) -> _Table:
        table = _Table(0, len(COLUMNS))
        table.setAccessibleName(_("Deductions"))
        table.setFont(figures(table.font()))
        fields = [SaleDeduction.field(name) for name in COLUMNS]
        table.setHorizontalHeaderLabels([field.title() for field in fields])
        table.setItemDelegateForColumn(0, _Kinds(table))
        for place in (1, 3):
            table.setItemDelegateForColumn(place, _Amounts(self.session, lambda: self.currency, table))
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers if self.session.read_only else
                              QAbstractItemView.EditTrigger.AnyKeyPressed
                              | QAbstractItemView.EditTrigger.DoubleClicked
                              | QAbstractItemView.EditTrigger.EditKeyPressed)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self.session.theme.row_height)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        for place, width in enumerate(_WIDTHS):
            table.setColumnWidth(place, width)
        table.cellChanged.connect(self._on_cell_changed)
        table.added.connect(lambda: self.add(Row(SaleDeduction(kind="other"))))
        table.removed.connect(self.remove)
        return table

    # what the aside calls

    def put(self, rows: list[Row], currency: str) -> None:
        """Show other rows."""
        self.rows, self.currency = rows, currency
        self._faults.clear()
        self._fill()

    def refresh(self, currency: str) -> None:
        """Show the rows anew after they were reckoned; a cell being typed in stays."""
        self.currency = currency
        if self.table.state() != QAbstractItemView.State.EditingState:
            self._fill()

    def fault(self) -> str:
        """What has to be mended before the rows can be kept, "" if nothing."""
        missing = [row for row in self.rows if row.deduction.amount is None and not row.waiting]
        if self._faults:
            return " ".join(dict.fromkeys(self._faults.values()))
        return _("A deduction has no amount: write it, or remove the row.") if missing else ""

    def take_keyboard(self) -> None:
        """Put the keyboard into the first row, or begin one where there is none."""
        if not self.rows:
            self.add(Row(SaleDeduction(kind="other")))
            return
        self.table.setFocus()
        self.table.setCurrentCell(max(self.table.currentRow(), 0), max(self.table.currentColumn(), 0))

    def add(self, row: Row) -> None:
        """Add a row and put the keyboard into it."""
        if self.session.read_only:
            return
        row.deduction.currency = self.currency or None
        self.rows.append(row)
        self._fill()
        self.table.setFocus()
        self.table.setCurrentCell(len(self.rows) - 1, 3 if row.rate else 0)
        self.changed.emit()

    def remove(self) -> None:
        """Take the current row away."""
        place = self.table.currentRow()
        if 0 <= place < len(self.rows) and not self.session.read_only:
            del self.rows[place]
            self._faults.clear()
            self._fill()
            self.table.setCurrentCell(min(place, len(self.rows) - 1), 0)
            self.changed.emit()

    def offer(self) -> None:
        """A menu: what the dated rows of the country propose, then every kind."""
        menu = QMenu(self)
        for levy in self._offers():
            name = f"{levy.name} · {levy.said}"
            action = menu.addAction(texts.escaped(name if len(name) < _LONGEST else name[:_LONGEST] + "…"))
            action.triggered.connect(lambda _checked=False, levy=levy: self.add(self._take(levy)))
        if not menu.isEmpty():
            menu.addSeparator()
        for kind, label in DEDUCTION.items():
            action = menu.addAction(texts.escaped(_(label)))
            action.triggered.connect(lambda _checked=False, kind=kind: self.add(Row(SaleDeduction(kind=kind))))
        menu.exec(self.add_button.mapToGlobal(QPoint(0, self.add_button.height() + 2)))

    # inside

    def _fill(self) -> None:
        self._putting = True
        self.table.setRowCount(len(self.rows))
        reading = self.session.reading(self.currency)
        for place, row in enumerate(self.rows):
            values = row.deduction.values()
            for column, name in enumerate(COLUMNS):
                if (place, column) in self._faults:
                    continue
                field = SaleDeduction.field(name)
                value = values.get(name)
                text = field.format(value) if name == "kind" else editable(field, value, reading)
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.UserRole, value)
                if name in _RECKONED:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                    if row.follows:
                        item.setForeground(QColor(self.session.theme.colours.good))
                        item.setToolTip(_("Reckoned from the dated rate; write over it to change it."))
                self.table.setItem(place, column, item)
        self._putting = False
        self._say()

    def _on_cell_changed(self, place: int, column: int) -> None:
        item = self.table.item(place, column)
        if self._putting or place >= len(self.rows) or item is None:
            return
        row, name = self.rows[place], COLUMNS[column]
        field = SaleDeduction.field(name)
        try:
            value: Any = item.data(Qt.ItemDataRole.UserRole) if name == "kind" else field.parse(
                item.text(), self.session.reading(self.currency))
            wrong = field.check(value) if value is not None else []
        except ValueError as error:
            value, wrong = None, [str(error)]
        if wrong:
            self._faults[place, column] = " ".join(wrong)
            self._putting = True
            item.setBackground(QColor(mix(self.session.theme.colours.surface, self.session.theme.colours.alarm, 0.16)))
            self._putting = False
            self._say()
            self.changed.emit()
            return
        self._faults.pop((place, column), None)
        if getattr(row.deduction, name) != value:
            setattr(row.deduction, name, value)
            self._follow_up(row, name)
        self._fill()
        self.changed.emit()

    def _follow_up(self, row: Row, name: str) -> None:
        """What was typed is no longer reckoned; base and rate still make the amount."""
        if name in _RECKONED:
            row.follows = False
        deduction = row.deduction
        if name in ("base", "rate") and deduction.base is not None and deduction.rate is not None:
            deduction.amount = round_half_up(Fraction(deduction.base * deduction.rate, _STEPS))

    def _say(self) -> None:
        text = " ".join(dict.fromkeys(self._faults.values()))
        self.note.setText(text)
        self.note.setVisible(bool(text))
