"""The line in which a cell of a grid is typed, and the small card under it that says what is understood."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from armdesk.i18n import _
from armdesk.services.sheets.day_grid import Explained
from ui import texts

_MOST_WIDE, _BESIDE = 380, 8
_WIDEST = 280
_LONGEST = 20_000
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Hint(QFrame):
    """A card under a cell: what is understood, what is wrong, or which names may be meant."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_BESIDE, 4, _BESIDE, 5)
        self.words = texts.label()
        self._column.addWidget(self.words)
        self._room = parent
        self.hide()

    def say(self, words: str, role: str, under: QRect) -> None:
        """Show words beside a cell, below it where there is room; "" hides the card."""
        if not words:
            self.hide()
            return
        self.words.setText(words)
        self.words.setProperty("role", role)
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)
        needed = max(map(self.words.fontMetrics().horizontalAdvance, words.split("\n"))) + 4
        self.words.setWordWrap(needed > _MOST_WIDE)
        self.words.setFixedWidth(min(needed, _MOST_WIDE))
        high = self.words.heightForWidth(_MOST_WIDE) if needed > _MOST_WIDE else self.words.sizeHint().height()
        size = QSize(self.words.width() + 2 * _BESIDE + 2, high + 11)
        room = self._room.size()
        below = under.bottom() + 2
        top = below if below + size.height() <= room.height() else max(under.top() - size.height() - 2, 0)
        self.setGeometry(max(min(under.left(), room.width() - size.width() - 2), 0), top, size.width(), size.height())
        self.show()
        self.raise_()


class CellEditor(QLineEdit):
    """Types one cell.

    done carries (text, columns to go on, rows to go on); dropped, when nothing shall be changed; created carries a
    name that shall become a new crew or person; typed, after each letter.  Arrows leave the cell unless it is edited
    on (F2); where names are offered, up and down choose among them.
    """

    done = Signal(str, int, int)
    dropped = Signal()
    created = Signal(str)
    typed = Signal()

    def __init__(self, parent: QWidget, hint: Hint) -> None:
        super().__init__(parent)
        self._hint = hint
        self._explain: Callable[[str], Explained] = _nothing
        self._offers: tuple[str, ...] = ()
        self._chosen, self._on = 0, False
        self.setMaxLength(_LONGEST)
        self.setFrame(False)
        self.setProperty("cell", "true")
        self.setAccessibleName(_("Cell"))
        self.textEdited.connect(lambda _text: self._on_edited())
        self.hide()

    def begin(self, rect: QRect, text: str, explain: Callable[[str], Explained], *, on: bool, right: bool) -> None:
        """Type into a cell; on says that its text is edited on rather than replaced."""
        self._explain, self._on, self._chosen, self._offers = explain, on, 0, ()
        self.setAlignment((Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
                          | Qt.AlignmentFlag.AlignVCenter)
        wide = rect.adjusted(0, 0, max(0, 90 - rect.width()), 0)
        self.setGeometry(wide)
        self.setText(text)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if text and not on:
            self._on_edited()

    def value(self) -> str:
        """What would be written now: the name chosen among those offered, else the text."""
        return self._offers[self._chosen] if self._chosen < len(self._offers) else self.text()

    def _on_edited(self) -> None:
        self._chosen = 0
        needed = min(self.fontMetrics().horizontalAdvance(self.text()) + 22, _WIDEST)
        if needed > self.width():
            self.resize(needed, self.height())
        self.typed.emit()
        self.show_hint()

    def show_hint(self) -> None:
        """Say what is understood."""
        said = self._explain(self.text()) if self.text().strip() else Explained("")
        self._offers = said.offers
        if not said.offers:
            self._hint.say(said.sentence, said.tone, self.geometry())
            return
        choices = [*said.offers, _("as written: {name}").format(name=self.text().strip())]
        lines = [f"{'›' if place == self._chosen else '  '} {each}" for place, each in enumerate(choices)]
        self._hint.say("\n".join(lines), "", self.geometry())

    def event(self, event: QEvent) -> bool:
        """Tab goes to the next cell, not to the next widget."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in (
                Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._go(1 if event.key() == Qt.Key.Key_Tab else -1, 0)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and arrows write and go on, Esc gives up."""
        key, shift = event.key(), bool(event.modifiers() & _SHIFT)
        if key == Qt.Key.Key_Escape:
            self.dropped.emit()
        elif key in _ENTER and event.modifiers() & _CTRL:
            self.created.emit(self.text())
        elif key in _ENTER:
            self._go(0, -1 if shift else 1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            way = 1 if key == Qt.Key.Key_Down else -1
            if self._offers:
                self._chosen = (self._chosen + way) % (len(self._offers) + 1)
                self.show_hint()
            else:
                self._go(0, way)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not self._on and not shift:
            self._go(1 if key == Qt.Key.Key_Right else -1, 0)
        elif key == Qt.Key.Key_F2:
            self._on = True
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A click elsewhere writes what stands here; a menu that opens over the line does not."""
        super().focusOutEvent(event)
        if self.isVisible() and event.reason() not in (Qt.FocusReason.PopupFocusReason,
                                                       Qt.FocusReason.ActiveWindowFocusReason):
            self._go(0, 0)

    def _go(self, across: int, down: int) -> None:
        self.done.emit(self.value(), across, down)


def _nothing(_text: str) -> Explained:
    return Explained("")
