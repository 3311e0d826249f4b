"""Several of a fixed list: lines with a tick, under headings where the list is long; Space ticks the line in view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from armdesk.fields import Choices, Declared
from armdesk.i18n import _
from ui.editor import Beside, Editor
from ui.session import Session
from ui.theme import font

_CODE = int(Qt.ItemDataRole.UserRole)
_LINE, _HIGH, _BOX, _USUAL, _MOST = 26, 190, 52, 640, 4
"""Units: pixels; height of a line and of a grouped list, width of the box of a tick and of a usual field; lines."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Ticks(QListWidget):
    """The list; Tab and Enter go on to the next field."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll only while it has the keyboard, so that the page does not stop at it."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoicesEditor(Editor):
    """Ticks; the value holds their codes."""

    wide = True

    def __init__(self, session: Session, field: Declared, parent: QWidget | None = None) -> None:
        super().__init__(session, field, parent)
        self.ticks = _Ticks()
        self.ticks.setTabKeyNavigation(False)
        self._putting = False
        self._items: dict[str, QListWidgetItem] = {}
        self._strange = ""
        self._fill(self.options(), field.groups if isinstance(field, Choices) else {})
        self.ticks.itemChanged.connect(self._on_ticked)
        self.hold(self.ticks)
        self.row.addWidget(self.ticks, 1)

    def options(self) -> dict[str, str]:
        """Codes with their words."""
        return {code: _(word) for code, word in self.field.options.items()} if isinstance(self.field, Choices) else {}

    def _fill(self, options: Mapping[str, str], groups: Mapping[str, str]) -> None:
        letter = QFontMetrics(font("body"))
        if groups:
            self.ticks.setFixedHeight(_HIGH)
        else:
            self.ticks.setFlow(QListView.Flow.LeftToRight)
            self.ticks.setWrapping(True)
            self.ticks.setResizeMode(QListView.ResizeMode.Adjust)
            wide = sum(letter.horizontalAdvance(label) + _BOX for label in options.values())
            self.ticks.setFixedHeight(_LINE * min(wide // _USUAL + 1, _MOST) + 10)
        group = ""
        for code, label in options.items():
            if groups.get(code, "") != group:
                group = groups[code]
                heading = QListWidgetItem(_(group))
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                heading.setFont(font("body", bold=True))
                self.ticks.addItem(heading)
            item = QListWidgetItem(label)
            item.setData(_CODE, code)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            # Qt reckons with the box of the plain style, which is narrower than the one that is drawn.
            item.setSizeHint(QSize(letter.horizontalAdvance(label) + _BOX, _LINE))
            self.ticks.addItem(item)
            self._items[code] = item

    def _on_ticked(self, _item: QListWidgetItem) -> None:
        if not self._putting:
            self.touched.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The first line is in view when the keyboard comes; Enter goes on."""
        if watched is self.ticks and event.type() == QEvent.Type.FocusIn and self.ticks.currentRow() < 0:
            first = next(iter(self._items.values()), None)
            if first is not None:
                self.ticks.setCurrentItem(first)
        if watched is self.ticks and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress \
                and event.key() in _ENTER and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            return False  # the form's own
        return super().eventFilter(watched, event)

    def tick(self, code: str, *, on: bool = True) -> None:
        """Tick one of the list, as a person would."""
        self._items[code].setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def put(self, value: Any, record: Beside | None = None) -> None:
        """Show a value; codes that are not on the list any more are kept as they are."""
        self._putting = True
        codes = str(value or "").split()
        self._strange = " ".join(code for code in codes if code not in self._items)
        for code, item in self._items.items():
            item.setCheckState(Qt.CheckState.Checked if code in codes else Qt.CheckState.Unchecked)
        first = next((item for code, item in self._items.items() if code in codes), None)
        if first is not None:
            self.ticks.scrollToItem(first)
        self._putting = False

    def take(self, record: Beside | None = None) -> Any:
        """The codes ticked."""
        codes = [code for code, item in self._items.items() if item.checkState() == Qt.CheckState.Checked]
        return " ".join([*codes, *self._strange.split()]) or None

    def kept(self) -> str:
        """The codes ticked."""
        return self.take() or ""

    def put_kept(self, text: str) -> None:
        """The codes of a draft."""
        self.put(text or None)
