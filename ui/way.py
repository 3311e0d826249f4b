"""A link to a record in a narrow place: what has no room is left out in the middle, never cut at the end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter

from ui import texts

_LEAST = 40


class Way(QPushButton):
    """A link whose beginning and end stay to be read; the tool tip and a screen reader have all of it."""

    def __init__(self, words: str, run: Callable[[], object]) -> None:
        super().__init__(texts.escaped(words))
        self._words = words
        self.setProperty("link", "true")
        self.setMinimumWidth(_LEAST)  # whatever stands beside it keeps its room
        self.setToolTip(texts.tip(words))
        self.setAccessibleName(words)
        self.clicked.connect(lambda _checked=False: run())

    def shown(self) -> str:
        """The words as there is room for them."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        return self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideMiddle, room)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it with the words there is room for."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = texts.escaped(self.shown())
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)
