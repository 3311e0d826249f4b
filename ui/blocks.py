"""Small pieces that several pages lay out alike: cards, page heads, buttons, lines of a form."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from armdesk.i18n import _
from ui import texts


def button(words: str, run: Callable[[], object], *, look: str = "", tip: str = "") -> QPushButton:
    """A button.  Shape: look is "primary", "flat" or "link", "" for the plain one."""
    made = QPushButton(texts.escaped(words))
    if look:
        made.setProperty(look, "true")
    if tip:
        made.setToolTip(texts.tip(tip))
    made.clicked.connect(lambda _checked=False: run())
    return made


def card(title: str = "") -> tuple[QFrame, QVBoxLayout]:
    """A card and the column inside it."""
    frame = QFrame()
    frame.setProperty("card", "true")
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 12, 16, 16)
    column.setSpacing(8)
    if title:
        column.addWidget(texts.label(title, role="subheading"))
    return frame, column


def page_head(title: str, purpose: str, *buttons: QPushButton) -> QHBoxLayout:
    """Title and purpose of a page with its buttons at the right."""
    row = QHBoxLayout()
    row.setSpacing(8)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(texts.label(title, role="title"))
    words.addWidget(texts.Elided(purpose, role="quiet"))
    row.addLayout(words, 1)
    for each in buttons:
        row.addWidget(each, 0, Qt.AlignmentFlag.AlignBottom)
    return row


def line(grid: QGridLayout, words: str, field: QWidget) -> None:
    """One line of a form: its name at the left, the field at the right."""
    name = texts.label(words)
    name.setBuddy(field)
    field.setAccessibleName(words)
    place = grid.rowCount()
    grid.addWidget(name, place, 0)
    grid.addWidget(field, place, 1)


def search_line(words: str, *, widest: int = 0) -> QLineEdit:
    """A line to search in.  Units: widest in px, 0 for as wide as there is room."""
    made = QLineEdit()
    made.setPlaceholderText(words)
    made.setAccessibleName(_("Search"))
    made.setClearButtonEnabled(True)
    texts.name_clear_button(made)
    if widest:
        made.setMaximumWidth(widest)
    return made


def rule() -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setProperty("rule", "true")
    return made


def scrolled(inside: QWidget, ground: str = "paper") -> QScrollArea:
    """A widget in a column that scrolls down, never sideways."""
    inside.setProperty("ground", ground)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area


def sign(icon: object, name: str, size: int = 20) -> QWidget:
    """A small picture beside words, with a name for a screen reader."""
    made = texts.label()
    made.setPixmap(icon.pixmap(size, size))  # type: ignore[attr-defined]  # a QIcon
    made.setAccessibleName(name)
    return made


def emptied(column: QVBoxLayout) -> QVBoxLayout:
    """The same column without anything in it."""
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner := item.layout(), QVBoxLayout | QHBoxLayout):
            emptied(inner)  # type: ignore[arg-type]  # any box
    return column


def key(owner: QWidget, keys: str, run: Callable[[], object]) -> None:
    """A key that works while the keyboard is inside a widget."""
    shortcut = QShortcut(QKeySequence(keys), owner)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(run)


class EnterPresses(QObject):
    """In one window Enter presses the button that has the keyboard, as Space does.

    What has it when the key goes down is asked first: a line that takes Enter may hand the keyboard to a button, which
    is not meant by the same key.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._held: QWidget | None = None
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Enter that nobody else has taken."""
        if not isinstance(event, QKeyEvent) or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        held: QWidget | None = self._window.focusWidget()
        if event.type() == QEvent.Type.ShortcutOverride:
            self._held = held
        elif event.type() == QEvent.Type.KeyPress and held is self._held and _presses(event) and held is not None \
                and isinstance(held, QPushButton | QToolButton) and held.hasFocus():
            held.click()
            return True
        return False


def _presses(event: QKeyEvent) -> bool:
    return not event.isAutoRepeat() and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


class Views(QWidget):
    """A few views under a row of tabs.  shown carries the place of the one in view."""

    shown = Signal(int)

    def __init__(self, views: dict[str, QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.stack = QStackedWidget()
        self.buttons: list[QPushButton] = []
        group = QButtonGroup(self)
        for place, (words, view) in enumerate(views.items()):
            made = button(words, partial(self.choose, place), look="tab")
            made.setCheckable(True)
            group.addButton(made)
            row.addWidget(made)
            self.buttons.append(made)
            self.stack.addWidget(view)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.stack, 1)
        self.choose(0)

    def choose(self, place: int) -> None:
        """Show one of them."""
        self.buttons[place].setChecked(True)
        self.stack.setCurrentIndex(place)
        self.shown.emit(place)

    def place(self) -> int:
        """Which one is in view."""
        return self.stack.currentIndex()


def size_text(count: int) -> str:
    """Bytes as a person reads them: 812 kB, 3.4 MB."""
    from armdesk.i18n import current
    from armdesk.i18n_formats import scaled_text

    if count < 1_000_000:
        return f"{max(1, round(count / 1000)) if count else 0} kB"
    return f"{scaled_text(round(count / 100_000), 1, current())} MB"


def in_groups(code: str, size: int = 4) -> str:
    """A long code in groups, as it is printed and read aloud."""
    return " ".join(code[start : start + size] for start in range(0, len(code), size))
