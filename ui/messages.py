"""Message bars: a sentence above what it concerns, with an action; never a box that stops the work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import _
from ui import problems, texts
from ui.layouts import column_in
from ui.theme import Theme, icon_button


@dataclass(frozen=True)
class Message:
    """What a bar says.

    Shape: kind good, note, warn or alarm; action is the word on its button, run what it does; other is a second one;
    lasting messages stay until they are put away.
    """

    text: str
    kind: str = "note"
    action: str = ""
    run: Callable[[], object] | None = None
    lasting: bool = False
    other: str = ""
    run_other: Callable[[], object] | None = None


_GOES_AFTER = 12_000
"""Units: milliseconds after which a message of success leaves by itself."""


class MessageBar(QFrame):
    """One message with its icon, its action and a way to put it away."""

    def __init__(self, theme: Theme, message: Message, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = message
        self.leaving = False
        self.setProperty("bar", message.kind)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(8)
        sign = texts.label()
        sign.setPixmap(theme.icon(message.kind, message.kind).pixmap(20, 20))
        sign.setAccessibleName(message.kind)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        self.words = texts.label(message.text, wrap=True)
        self.words.setAccessibleName(message.text)
        row.addWidget(self.words, 1)
        for word, run in ((message.action, message.run), (message.other, message.run_other)):
            if word and run is not None:
                button = QPushButton(texts.escaped(word))
                button.setProperty("flat", "true")
                button.clicked.connect(lambda _checked=False, run=run: self._do(run))
                row.addWidget(button)
        away = icon_button(theme, "close", _("Put this message away"), colour="quiet")
        away.clicked.connect(self._leave)
        row.addWidget(away)
        if message.kind in ("good", "note") and not message.lasting:
            QTimer.singleShot(_GOES_AFTER, self, self._leave)

    def _do(self, run: Callable[[], object]) -> None:
        self._leave()
        run()

    def _leave(self) -> None:
        self.leaving = True
        self.hide()
        self.deleteLater()


class Messages(QWidget):
    """The bars of one page or window, newest first, at most three."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bars: list[MessageBar] = []
        self._column = column_in(self, 4)
        self.hide()

    def say(self, message: Message) -> None:
        """Show a message; the same sentence is not shown twice."""
        for bar in self._bars:
            if bar.message.text == message.text:
                self._drop(bar)
                break
        bar = MessageBar(self._theme, message, self)
        bar.destroyed.connect(self._on_gone)
        self._bars.insert(0, bar)
        self._column.insertWidget(0, bar)
        for old in [each for each in self._bars if not each.message.lasting][3:]:
            self._drop(old)
        self.show()

    def tell(self, error: Exception) -> None:
        """Show what the world refused as a bar, anything else as a fault of the program."""
        if isinstance(error, ArmdeskError):
            self.say(Message(str(error), "alarm"))
        else:
            problems.show(error, self)

    def clear(self) -> None:
        """Put all messages away."""
        for bar in list(self._bars):
            self._drop(bar)

    def texts(self) -> list[str]:
        """What is shown now."""
        return [bar.message.text for bar in self._bars if not bar.leaving]

    def _drop(self, bar: MessageBar) -> None:
        self._bars.remove(bar)
        bar.hide()
        bar.deleteLater()

    def _on_gone(self) -> None:
        import shiboken6

        if shiboken6.isValid(self):
            self._bars = [bar for bar in self._bars if shiboken6.isValid(bar)]
            self.setVisible(bool(self._bars))
