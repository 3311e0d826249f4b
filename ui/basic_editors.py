"""Editors of the plain field types: lines, lists, yes or no, numbers, amounts; each has put(value) and take()."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QTextCursor, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from armdesk import currencies
from armdesk.fields import Choice, Declared, Money, Reading
from armdesk.i18n import _
from armdesk.understood import editable, spoken
from ui import texts
from ui.session import Session

_NARROW, _PASTED = 150, 20_000
Beside = Mapping[str, Any]


class Editor(QWidget):
    """A field under somebody's hands.

    put() shows a value, take() gives it back exactly (ValueError with a sentence where it is not understood); touched
    is emitted when a person changes it, left when he goes on to the next field.  kept() and put_kept() serve drafts.
    """

    touched = Signal()
    left = Signal()
    wide = False

    def __init__(self, session: Session, field: Declared, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.field = session, field
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)

    def hold(self, box: QWidget) -> None:
        """Make a widget the one that takes the keyboard, under the name of the field."""
        name = _(self.field.label)
        box.setAccessibleName(name)
        self.setAccessibleName(name)
        if self.field.help:
            box.setAccessibleDescription(_(self.field.help))
        self.setFocusProxy(box)
        box.installEventFilter(self)
        self.box = box

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that the person goes on to the next field."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)

    def put(self, value: Any, record: Beside | None = None) -> None:
        """Show a value; record holds the values beside it."""
        raise NotImplementedError

    def take(self, record: Beside | None = None) -> Any:
        """The value as the field keeps it.  Errors: ValueError."""
        raise NotImplementedError

    def glance(self, record: Beside | None = None) -> Any:
        """The value while somebody types, without asking the database.  Errors: ValueError."""
        return self.take(record)

    def kept(self) -> str:
        """The state for a draft."""
        raise NotImplementedError

    def put_kept(self, text: str) -> None:
        """Show the state of a draft."""
        raise NotImplementedError

    def understood(self, record: Beside | None = None) -> str:
        """What the typed text was understood as, "" where it goes without saying."""
        return ""

    def as_typed(self) -> str:
        """What the person wrote, where it says more than the value ("2 cast 3 tom")."""
        return ""

    def mark_fault(self, faulty: bool) -> None:
        """Show by the border whether something is wrong."""
        self.box.setProperty("fault", "true" if faulty else "false")
        self.box.style().unpolish(self.box)
        self.box.style().polish(self.box)

    def lock(self, locked: bool = True) -> None:
        """Only for reading, or to be changed again."""
        self.box.setEnabled(not locked)


class LineEditor(Editor):
    """One line of text."""

    def __init__(self, session: Session, field: Declared, parent: QWidget | None = None) -> None:
        super().__init__(session, field, parent)
        self.line = QLineEdit()
        self.line.setMaxLength(_PASTED)
        self.line.textEdited.connect(lambda _text: self.touched.emit())
        self.hold(self.line)
        self.row.addWidget(self.line, 1)
        self._value: Any = None
        self._shown = ""

    def reading(self, record: Beside | None) -> Reading:
        """How a typed text is understood here."""
        return self.session.reading()

    def put(self, value: Any, record: Beside | None = None) -> None:
        """Show a value."""
        self._value, self._shown = value, self._text_of(value, record)
        self.line.setText(self._shown)
        self.line.setCursorPosition(0)

    def _text_of(self, value: Any, record: Beside | None) -> str:
        """To be typed on, the exact text; to be read only, the text lists show."""
        if self.line.isReadOnly():
            return self.field.format(value, record)
        return editable(self.field, value, self.reading(record))

    def take(self, record: Beside | None = None) -> Any:
        """The value: the one shown if nothing was typed, else what the text means."""
        text = self.line.text()
        if text == self._shown and not isinstance(self.field, Money):
            return self._value
        return self.field.parse(text, self.reading(record))

    def kept(self) -> str:
        """The text as typed."""
        return self.line.text()

    def put_kept(self, text: str) -> None:
        """The text of a draft."""
        self.line.setText(text)

    def lock(self, locked: bool = True) -> None:
        """Readable and copyable, not changeable."""
        self.line.setReadOnly(locked)
        self.line.setFocusPolicy(Qt.FocusPolicy.ClickFocus if locked else Qt.FocusPolicy.StrongFocus)


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
