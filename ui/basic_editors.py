"""Editors of the plain field types: lines, lists, yes or no, numbers, amounts; each has put(value) and take()."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from armdesk import currencies
from armdesk.fields import Choice, Declared, Money, Reading
from armdesk.i18n import _
from armdesk.understood import spoken
from ui import texts
from ui.editor import Beside, Editor, LineEditor
from ui.session import Session

_NARROW = 150


class LongTextEditor(Editor):
    """Several lines; Enter begins a new one, Tab goes on."""

    wide = True

    def __init__(self, session: Session, field: Declared, parent: QWidget | None = None) -> None:
        super().__init__(session, field, parent)
        self.area = QPlainTextEdit()
        self.area.setTabChangesFocus(True)
        self.area.setFixedHeight(68)
        self.area.textChanged.connect(self._on_changed)
        self.hold(self.area)
        self.row.addWidget(self.area, 1)
        self._putting = False

    def _on_changed(self) -> None:
        if not self._putting:
            self.touched.emit()

    def put(self, value: Any, record: Beside | None = None) -> None:
        """Show a value."""
        self.put_kept(value or "")

    def take(self, record: Beside | None = None) -> Any:
        """The text, cleaned of what cannot be seen."""
        return self.field.parse(self.area.toPlainText(), self.session.reading())

    def kept(self) -> str:
        """The text as typed."""
        return self.area.toPlainText()

    def put_kept(self, text: str) -> None:
        """The text of a draft."""
        self._putting = True
        self.area.setPlainText(text)
        self.area.moveCursor(QTextCursor.MoveOperation.Start)
        self._putting = False

    def lock(self, locked: bool = True) -> None:
        """Only for reading, or to be changed again."""
        self.area.setReadOnly(locked)


class _Combo(QComboBox):
    """A list that the mouse wheel does not change by accident while the page is scrolled."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()


class ChoiceEditor(Editor):
    """One of a fixed list; typing its first letters chooses."""

    def __init__(self, session: Session, field: Declared, parent: QWidget | None = None) -> None:
        super().__init__(session, field, parent)
        self.combo = _Combo()
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(8)
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.addItem("", None)
        for code, word in self.options().items():
            self.combo.addItem(word, code)
        self.combo.activated.connect(lambda _place: self.touched.emit())
        self.hold(self.combo)
        self.row.addWidget(self.combo, 1)

    def options(self) -> dict[str, str]:
        """Codes with their words."""
        return {code: _(word) for code, word in self.field.options.items()} if isinstance(self.field, Choice) else {}

    def put(self, value: Any, record: Beside | None = None) -> None:
        """Show a value, also one that is no longer on the list."""
        place = self.combo.findData(value)
        if place < 0:
            self.combo.addItem(str(value), value)
            place = self.combo.count() - 1
        self.combo.setCurrentIndex(place)

    def take(self, record: Beside | None = None) -> Any:
        """The code chosen."""
        return self.combo.currentData()

    def kept(self) -> str:
        """The code chosen."""
        return self.combo.currentData() or ""

    def put_kept(self, text: str) -> None:
        """The code of a draft."""
        self.put(text or None)


class CurrencyEditor(ChoiceEditor):
    """A currency; the office's own stands first."""

    def options(self) -> dict[str, str]:
        """Currency codes, the usual ones first."""
        own = self.session.workspace.settings.currency
        first = [each for each in dict.fromkeys((own, "USD", "EUR")) if each]
        return {code: code for code in [*first, *sorted(set(currencies.codes()) - set(first))]}


class FlagEditor(Editor):
    """Yes, no, or not stated: three buttons of which one is pressed."""

    def __init__(self, session: Session, field: Declared, parent: QWidget | None = None) -> None:
        super().__init__(session, field, parent)
        self._group = QButtonGroup(self)
        self.buttons: dict[bool | None, QPushButton] = {}
        self.row.setSpacing(4)
        for value, word in ((True, _("Yes")), (False, _("No")), (None, _("Not stated"))):
            button = QPushButton(word)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setProperty("segment", "true")
            button.setAccessibleName(f"{_(field.label)}: {word}")
            button.clicked.connect(lambda _checked: self.touched.emit())
            button.installEventFilter(self)
            self._group.addButton(button)
            self.row.addWidget(button)
            self.buttons[value] = button
        self.row.addStretch(1)
        self.hold(self.buttons[None])
        self.put(None)

    def put(self, value: Any, record: Beside | None = None) -> None:
        """Show a value."""
        self.buttons[None if value is None else bool(value)].setChecked(True)
        self.setFocusProxy(self.buttons[None if value is None else bool(value)])

    def take(self, record: Beside | None = None) -> Any:
        """True, False or None."""
        return next((value for value, button in self.buttons.items() if button.isChecked()), None)

    def kept(self) -> str:
        """The button pressed."""
        return {True: "1", False: "0", None: ""}[self.take()]

    def put_kept(self, text: str) -> None:
        """The button of a draft."""
        self.put({"1": True, "0": False}.get(text))

    def lock(self, locked: bool = True) -> None:
        """Only for reading, or to be changed again."""
        for button in self.buttons.values():
            button.setEnabled(not locked)


class NumberEditor(LineEditor):
    """A quantity: typed freely with or without its unit; what was understood is shown while typing."""

    def __init__(self, session: Session, field: Declared, parent: QWidget | None = None) -> None:
        super().__init__(session, field, parent)
        self.line.setMinimumWidth(90)
        self.line.setMaximumWidth(_NARROW)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.unit = texts.label(field.unit_of(), role="quiet")
        self.unit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.row.addWidget(self.unit, 1)

    def understood(self, record: Beside | None = None) -> str:
        """The value in its unit, while the text differs from it."""
        text = self.line.text().strip()
        if not text or text == self._shown:
            return ""
        try:
            value = self.field.parse(text, self.reading(record))
        except ValueError:
            return ""
        return spoken(self.field, value, self.reading(record))

    def as_typed(self) -> str:
        """The typed text where it holds a unit of its own."""
        text = self.line.text().strip()
        return text if text != self._shown and any(sign.isalpha() for sign in text) else ""


class MoneyEditor(NumberEditor):
    """An amount in the currency chosen beside it."""

    def reading(self, record: Beside | None) -> Reading:
        """Decimals follow the currency."""
        currency = self.field.currency if isinstance(self.field, Money) else "currency"
        return self.session.reading(currency=(record or {}).get(currency))

    def put(self, value: Any, record: Beside | None = None) -> None:
        """Show an amount."""
        super().put(value, record)
        self.unit.setText(self.reading(record).currency or "")

    def understood(self, record: Beside | None = None) -> str:
        """The amount with its currency."""
        self.unit.setText(self.reading(record).currency or "")
        return super().understood(record)
