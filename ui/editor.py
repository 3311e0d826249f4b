"""Editor: a field under somebody's hands, whatever its type, and the line of text most of them are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from armdesk.fields import Declared, Money, Reading
from armdesk.i18n import _
from armdesk.understood import editable
from ui.session import Session

_PASTED = 20_000
"""Letters that may be pasted into a line."""
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
