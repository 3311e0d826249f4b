"""The rail: the eight places of the program, with icon, word and number."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from armdesk.i18n import _
from ui import texts
from ui.places import PLACE_NAMES
from ui.theme import Theme

_WIDTH = 176


class Rail(QFrame):
    """Eight buttons; chosen carries the place.  Alt+1 to Alt+8 press them."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 8)
        column.setSpacing(2)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for number, place in enumerate(PLACE_NAMES, start=1):
            name = _(PLACE_NAMES[place])
            button = QPushButton(_broken(texts.escaped(name)))
            button.setIcon(theme.icon(place))
            button.setIconSize(QSize(20, 20))
            button.setCheckable(True)
            button.setProperty("rail", "true")
            button.setAccessibleName(name)
            button.setToolTip(_("{place} (Alt+{number})").format(place=name, number=number))
            button.clicked.connect(lambda _checked=False, place=place: self.chosen.emit(place))
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(button.click)
            self._group.addButton(button)
            self.buttons[place] = button
            column.addWidget(button)
        column.addStretch(1)

    def mark(self, place: str) -> None:
        """Show which place is open."""
        self.buttons[place].setChecked(True)
        for name, button in self.buttons.items():
            button.setIcon(self._theme.icon(name, "gold" if name == place else ""))


def _broken(name: str) -> str:
    """A long name in two lines, as a person would break it."""
    words = name.split()
    if len(name) <= 16 or len(words) < 2:
        return name
    cut = min(range(1, len(words)), key=lambda place: abs(len(" ".join(words[:place])) - len(name) / 2))
    return " ".join(words[:cut]) + "\n" + " ".join(words[cut:])
