"""Plain text on the screen: whatever people typed is shown letter by letter, never as markup or as a shortcut."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QToolButton, QWidget

from armdesk.i18n import _


def escaped(text: str) -> str:
    """Text for a button, tab or menu entry: "&" shown as itself."""
    return text.replace("&", "&&")


def label(text: str = "", *, role: str = "", wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A label that never reads markup.  Shape: role is a class of the style sheet: title, quiet, heading, problem."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    if role:
        made.setProperty("role", role)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


class Elided(QLabel):
    """One line that ends in "…" where there is no room; the whole text stands in the tool tip."""

    def __init__(self, text: str = "", *, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(24)
        if role:
            self.setProperty("role", role)
        self._whole = ""
        self.say(text)

    def say(self, text: str) -> None:
        """Show another text."""
        self._whole = " ".join(text.split())
        self.setAccessibleName(self._whole)
        self._fit()

    def whole(self) -> str:
        """The text without cuts."""
        return self._whole

    def resizeEvent(self, event: object) -> None:
        """Cut anew for the new width."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # QResizeEvent, as Qt hands it on
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width() - 2, 16))
        super().setText(shown)
        self.setToolTip(tip(self._whole) if shown != self._whole else "")


def name_clear_button(line: QLineEdit) -> None:
    """Give the small button that empties a line a name for a screen reader; Qt gives it none."""
    for button in line.findChildren(QToolButton):
        button.setAccessibleName(_("Clear the search"))


def tip(text: str) -> str:
    """Text for a tool tip, which Qt would otherwise read as markup when it looks like it."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<span>{safe}</span>" if text else ""
