"""The tabs of one place: at most seven, the others under "More"."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget, QWidgetAction

from armdesk.i18n import _
from ui import texts
from ui.places import HEADINGS, TABS, Page
from ui.theme import Theme


class Tabs(QWidget):
    """A row of tabs; chosen carries the key of a page."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, pages: list[Page], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._theme, self._pages = theme, pages
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 8, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        tabs = [page for page in pages if page.tab]
        for page in tabs[:TABS]:
            button = QPushButton(texts.escaped(_(page.title)))
            button.setCheckable(True)
            button.setProperty("tab", "true")
            button.clicked.connect(lambda _checked=False, key=page.key: self.chosen.emit(key))
            self._group.addButton(button)
            self.buttons[page.key] = button
            row.addWidget(button)
        self.more = QPushButton(_("More"))
        self.more.setCheckable(True)
        self.more.setProperty("tab", "true")
        self.more.setIcon(theme.icon("down", "quiet"))
        self.more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.more.clicked.connect(self._offer)
        self._group.addButton(self.more)
        row.addWidget(self.more)
        row.addStretch(1)
        self._current = ""

    def mark(self, key: str) -> None:
        """Show which page is open; one without a tab of its own lends "More" its name."""
        self._current = key
        button = self.buttons.get(key)
        page = next((each for each in self._pages if each.key == key), None)
        hidden = button is None or button.isHidden()
        self.more.setText(texts.escaped(_(page.title)) if page and hidden else _("More"))
        (self.more if hidden else button or self.more).setChecked(True)

    def resizeEvent(self, event: object) -> None:
        """As many tabs as have room."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # QResizeEvent, as Qt hands it on
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 30 - self.more.sizeHint().width()
        for button in self.buttons.values():
            room -= button.sizeHint().width()
            button.setVisible(room >= 0)
        self.more.setVisible(bool(self._hidden()))
        if self._current:
            self.mark(self._current)

    def _hidden(self) -> list[Page]:
        return [page for page in self._pages if page.tab
                and (page.key not in self.buttons or self.buttons[page.key].isHidden())]

    def offered(self) -> QMenu:
        """The pages under "More", a long list of them under headings."""
        menu = QMenu(self)
        for page in self._hidden():
            if page.key in HEADINGS:
                _head(menu, _(HEADINGS[page.key]))
            menu.addAction(texts.escaped(_(page.title)), partial(self.chosen.emit, page.key))
        return menu

    def _offer(self) -> None:
        self.offered().exec(self.more.mapToGlobal(QPoint(0, self.more.height())))
        self.mark(self._current)


def _head(menu: QMenu, words: str) -> None:
    """A line that is read and not chosen."""
    if menu.actions():
        menu.addSeparator()
    label = texts.label(words, role="small")
    label.setContentsMargins(12, 4, 24, 2)
    held = QWidgetAction(menu)
    held.setDefaultWidget(label)
    held.setEnabled(False)
    menu.addAction(held)
