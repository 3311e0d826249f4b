"""Chips above a list: each narrows it by one field - a choice, a linked record, yes or no, or days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QMenu, QPushButton, QVBoxLayout, QWidget

from armdesk.fields import Choice, CurrencyCode, Date, Declared, Flag, Id, Link, fold
from armdesk.i18n import _, current
from armdesk.i18n_formats import decimal_text, month_name
from armdesk.models import record_type
from armdesk.query import Filter, Query
from armdesk.record import Record
from ui import texts
from ui.flow import Flow
from ui.session import Session
from ui.theme import icon_button

_SHOWN = 3
_LONGEST = 24
_OFFERED = 300
_VALUE = int(Qt.ItemDataRole.UserRole)
_TICKED = (Choice, Link, Flag, Date, CurrencyCode)


def filterable(type_: type[Record]) -> list[Declared]:
    """Fields a list can be narrowed by, those of its table first."""
    hidden = type_.sealed_fields()
    fields = [field for field in type_.declared() if isinstance(field, _TICKED) and field.name not in hidden]
    return sorted(fields, key=lambda field: (field.name not in type_.about.table, isinstance(field, Date)))


class PickPopup(QFrame):
    """A list to tick in, with a search line; picked carries the values ticked."""

    picked = Signal(object)

    def __init__(self, parent: QWidget, offers: list[tuple[object, str]], ticked: Iterable[object], name: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("card", "true")
        self._ticked = set(ticked)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Search"))
        self.line.setAccessibleName(_("Search"))
        self.line.setVisible(len(offers) > 8)
        self.line.textEdited.connect(self._narrow)
        column.addWidget(self.line)
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        for value, word in offers:
            item = QListWidgetItem(word)
            item.setData(_VALUE, value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if value in self._ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.itemChanged.connect(lambda _item: self.picked.emit(self.values()))
        self.list.itemClicked.connect(self._turn)
        column.addWidget(self.list)
        self.resize(260, min(48 + 30 * max(len(offers), 2), 340))
        (self.line if self.line.isVisibleTo(self) else self.list).setFocus()

    def values(self) -> tuple[object, ...]:
        """What is ticked."""
        items = (self.list.item(place) for place in range(self.list.count()))
        return tuple(item.data(_VALUE) for item in items if item.checkState() == Qt.CheckState.Checked)

    def _turn(self, item: QListWidgetItem) -> None:
        """A click anywhere on the line ticks it; Qt itself has turned it when the box was hit."""
        was = item.data(_VALUE) in self._ticked
        now = item.checkState() == Qt.CheckState.Checked
        if was == now:
            item.setCheckState(Qt.CheckState.Unchecked if was else Qt.CheckState.Checked)
        self._ticked = set(self.values())

    def _narrow(self, text: str) -> None:
        wanted = fold(text)
        for place in range(self.list.count()):
            item = self.list.item(place)
            item.setHidden(wanted not in fold(item.text()))


class Chip(QPushButton):
    """One condition; narrowed is emitted when it changes."""

    narrowed = Signal()

    def __init__(self, session: Session, field: Declared, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.field = session, field
        self.filters: tuple[Filter, ...] = ()
        self.setProperty("chip", "true")
        self.setIcon(session.theme.icon("down" if isinstance(field, _TICKED) else "close", "quiet"))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.clicked.connect(self.open)
        self._say("")

    def put(self, filters: tuple[Filter, ...], words: str) -> None:
        """Set the condition without being asked."""
        self.filters = filters
        self._say(words)

    def clear(self) -> None:
        """No condition."""
        self.put((), "")

    def open(self) -> None:
        """Let the person choose; a condition that only another page can set goes away."""
        if not isinstance(self.field, _TICKED):
            self.clear()
            self.narrowed.emit()
            return
        if isinstance(self.field, Date):
            self._day_menu().exec(self.mapToGlobal(QPoint(0, self.height() + 2)))
            return
        ticked = self.filters[0].value if self.filters and self.filters[0].operator == "in" else ()
        if self.filters and self.filters[0].operator == "is":
            ticked = (self.filters[0].value,)
        popup = PickPopup(self, self.offers(), ticked, _(self.field.label))
        popup.picked.connect(self._on_picked)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()

    def offers(self) -> list[tuple[object, str]]:
        """What can be ticked: (value, word)."""
        field = self.field
        if isinstance(field, Choice):
            return [(code, _(word)) for code, word in field.options.items()]
        if isinstance(field, Flag):
            return [(True, _("yes")), (False, _("no"))]
        if isinstance(field, Link):
            found = self.session.store.find(Query(record_type(field.target)), limit=_OFFERED)
            names = self.session.store.labels(field.target, (each.id for each in found))
            return [(each.id, names[each.id]) for each in found]
        own = self.session.workspace.settings.currency
        return [(code, code) for code in dict.fromkeys((own, "USD", "EUR")) if code]

    def words_of(self, values: tuple[object, ...]) -> str:
        """The values as the chip names them."""
        if isinstance(self.field, Id):
            return decimal_text(len(values), 0, current())
        if isinstance(self.field, Link):
            names = self.session.store.labels(self.field.target, [str(each) for each in values])
            return ", ".join(names.values())
        return ", ".join(self.field.format(each) for each in values)

    def _on_picked(self, values: tuple[object, ...]) -> None:
        self.put((Filter(self.field.name, "in", values),) if values else (), self.words_of(values))
        self.narrowed.emit()

    def _say(self, words: str) -> None:
        name = _("Only these rows") if isinstance(self.field, Id) else _(self.field.label)
        shown = f"{name}: {words}" if words else name
        room = _LONGEST + len(name)
        self.setText(texts.escaped(shown if len(shown) <= room else shown[:room] + "…"))
        self.setToolTip(texts.tip(shown))
        self.setAccessibleName(shown)
        self.setProperty("active", "true" if words else "false")
        self.style().unpolish(self)
        self.style().polish(self)
        self.updateGeometry()

    def _day_menu(self) -> QMenu:
        menu, today = QMenu(self), self.session.today()
        first = today.replace(day=1)
        before = (first - timedelta(days=1)).replace(day=1)
        choices = [(_("Today"), today, today), (_("This month"), first, _month_end(first)),
                   (_("Last month"), before, first - timedelta(days=1))]
        choices += [(str(year), date(year, 1, 1), date(year, 12, 31)) for year in range(today.year, today.year - 5, -1)]
        for word, start, end in choices:
            menu.addAction(word, partial(self._on_days, word, start, end))
        months = menu.addMenu(_("Month"))
        for month in range(1, 13):
            start = date(today.year if month <= today.month else today.year - 1, month, 1)
            word = f"{month_name(month, current())} {start.year}"
            months.addAction(word, partial(self._on_days, word, start, _month_end(start)))
        menu.addSeparator()
        menu.addAction(_("Without a date"), self._on_undated)
        menu.addAction(_("All dates"), self._on_all)
        return menu

    def _on_days(self, word: str, start: date, end: date) -> None:
        self.put((Filter(self.field.name, "from", start), Filter(self.field.name, "to", end)), word)
        self.narrowed.emit()

    def _on_undated(self) -> None:
        self.put((Filter(self.field.name, "empty"),), _("without a date"))
        self.narrowed.emit()

    def _on_all(self) -> None:
        self.clear()
        self.narrowed.emit()


def _month_end(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


class FilterRow(QWidget):
    """The chips of one list: the most useful at once, the others behind "+"."""

    narrowed = Signal()

    def __init__(self, session: Session, type_: type[Record], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._type = session, type_
        self._flow = Flow(self)
        self._chips: dict[str, Chip] = {}
        fields = filterable(type_)
        for field in [each for each in fields if each.name in type_.about.table][:_SHOWN]:
            self._add(field)
        self.more = icon_button(session.theme, "filter", _("More filters"))
        self.more.clicked.connect(self._offer)
        self._flow.addWidget(self.more)
        self.none = icon_button(session.theme, "close", _("Show everything again"), colour="quiet")
        self.none.clicked.connect(self._on_none)
        self.none.hide()
        self._flow.addWidget(self.none)

    def filters(self) -> tuple[Filter, ...]:
        """All conditions."""
        return tuple(each for chip in self._chips.values() for each in chip.filters)

    def put(self, filters: Iterable[Filter]) -> None:
        """Set conditions given by another page."""
        self.clear()
        for name in [name for name, chip in self._chips.items() if isinstance(chip.field, Id)]:
            self._drop(name)
        by_field: dict[str, list[Filter]] = {}
        for each in filters:
            by_field.setdefault(each.field, []).append(each)
        for name, conditions in by_field.items():
            chip = self._chips.get(name) or self._add(self._type.field(name))
            chip.put(tuple(conditions), _words(chip, conditions))
        self.none.setVisible(bool(self.filters()))

    def clear(self) -> None:
        """No conditions."""
        for chip in self._chips.values():
            chip.clear()
        self.none.hide()

    def _add(self, field: Declared) -> Chip:
        chip = Chip(self._session, field, self)
        chip.narrowed.connect(self._on_narrowed)
        self._chips[field.name] = chip
        self._flow.addWidget(chip)
        chip.show()
        return chip

    def _offer(self) -> None:
        menu = QMenu(self)
        for field in filterable(self._type):
            if field.name not in self._chips:
                menu.addAction(texts.escaped(_(field.label)), partial(self._add_and_open, field))
        menu.exec(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    def _add_and_open(self, field: Declared) -> None:
        self._add(field).open()

    def _on_narrowed(self) -> None:
        for name in [name for name, chip in self._chips.items() if isinstance(chip.field, Id) and not chip.filters]:
            self._drop(name)
        self.none.setVisible(bool(self.filters()))
        self.narrowed.emit()

    def _drop(self, name: str) -> None:
        """A chip that only another page can set leaves with its condition."""
        chip = self._chips.pop(name)
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()

    def _on_none(self) -> None:
        self.put(())
        self.narrowed.emit()


def _words(chip: Chip, conditions: list[Filter]) -> str:
    first = conditions[0]
    if first.operator in ("empty", "filled"):
        return _("empty") if first.operator == "empty" else _("filled")
    if first.operator == "among":
        among: Query = first.value
        return " – ".join(among.type.field(each.field).format(each.value) for each in among.filters)
    values = [each.value for each in conditions]
    if first.operator == "in":
        return chip.words_of(tuple(first.value))
    if first.operator == "is":
        return chip.words_of((first.value,))
    if len(values) == 2:
        return _("{first} to {last}").format(first=chip.field.format(values[0]), last=chip.field.format(values[1]))
    words = {"from": _("from {value}"), "to": _("until {value}"), "is_not": _("not {value}")}
    return words.get(first.operator, "{value}").format(value=chip.field.format(first.value))


