"""The manual in the window: chapters on the left, the text on the right; it is read from this computer alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, QUrl
from PySide6.QtGui import QImage, QResizeEvent, QTextBlock, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QTextBrowser, QVBoxLayout, QWidget

from armdesk import paths
from armdesk.i18n import _, current
from ui import texts
from ui.blocks import key
from ui.session import Session

_FALLBACK = "en"
_CHAPTER = 2
_WIDEST, _MARGIN = 900, 48
_PLACE = int(Qt.ItemDataRole.UserRole)


def manual_file(language: str) -> Path:
    """The manual in a language, else the English one."""
    folder = paths.resources() / "manual"
    wanted = folder / f"{language}.md"
    return wanted if wanted.is_file() else folder / f"{_FALLBACK}.md"


def anchor(heading: str) -> str:
    """The name by which links inside the manual call a heading: "Backups, and back" -> "backups-and-back"."""
    kept = re.sub(r"[^\w\- ]", "", unicodedata.normalize("NFC", heading).lower())
    return kept.strip().replace(" ", "-")


class ManualView(QTextBrowser):
    """The text.  Links lead to headings inside it and pictures come from its folder; nothing else is opened."""

    def __init__(self, file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = file.parent
        self._text = file.read_text(encoding="utf-8")
        self.setOpenLinks(False)
        self.anchorClicked.connect(self.follow)
        self.document().setDocumentMargin(16)
        # A bar that came and went would change the width while the text is laid out for it.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.show_text()

    def show_text(self) -> None:
        """Lay the text out, with its pictures as wide as there is room."""
        features = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
        self.document().setMarkdown(self._text, features)
        self.setTextCursor(QTextCursor(self.document()))

    def headings(self) -> Iterator[QTextBlock]:
        """The blocks that are headings, from top to bottom."""
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel():
                yield block
            block = block.next()

    def follow(self, link: QUrl) -> None:
        """Go to a heading; a link to anything else leads nowhere."""
        if not link.path() and link.fragment():
            self.go_to(link.fragment())

    def go_to(self, name: str) -> None:
        """Bring a heading to the top."""
        for block in self.headings():
            if anchor(block.text()) == name:
                self.setTextCursor(QTextCursor(block))
                self._show_block(block)
                return

    def search(self, words: str) -> bool:
        """Go to the next place where these words stand; from the end it begins again."""
        if self.find(words):
            return True
        self.moveCursor(QTextCursor.MoveOperation.Start)
        return self.find(words)

    def loadResource(self, type_: int, name: QUrl | str) -> Any:
        """A picture of the manual's own folder, as wide as there is room; everything else stays out."""
        link = QUrl(name)
        wanted = (self._folder / link.path()).resolve()
        if type_ != QTextDocument.ResourceType.ImageResource.value or link.scheme() \
                or not wanted.is_relative_to(self._folder.resolve()):
            return None
        picture = QImage(str(wanted))
        room = min(_WIDEST, max(self.viewport().width() - _MARGIN, 200))
        if picture.width() <= room:
            return picture
        return picture.scaled(QSize(room, picture.height()), Qt.AspectRatioMode.KeepAspectRatio,
                              Qt.TransformationMode.SmoothTransformation)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew for another width, at the same place."""
        wider = event.size().width() != event.oldSize().width()
        top = self.cursorForPosition(QPoint(_MARGIN, _MARGIN // 2)).blockNumber() if self.isVisible() else 0
        super().resizeEvent(event)
        if wider:
            self.show_text()
            self._show_block(self.document().findBlockByNumber(top))

    def _show_block(self, block: QTextBlock) -> None:
        """Bring a piece of the text to the top."""
        layout = self.document().documentLayout()
        layout.documentSize()  # lays out to the end, without which the bar is too short to go there
        top = layout.blockBoundingRect(block).top() - self.document().documentMargin()
        self.verticalScrollBar().setValue(int(top))


class HelpPage(QWidget):
    """The manual of armdesk in the language of the window."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 12, 16, 8)
        row.setSpacing(16)
        left = QVBoxLayout()
        left.addWidget(texts.label(_("Manual"), role="title"))
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Search in the manual"))
        self.line.setAccessibleName(_("Search in the manual"))
        self.line.addAction(session.theme.icon("search", "quiet"), QLineEdit.ActionPosition.LeadingPosition)
        self.line.setMaxLength(100)
        texts.name_clear_button(self.line)
        left.addWidget(self.line)
        self.chapters = QListWidget()
        self.chapters.setAccessibleName(_("Chapters"))
        self.chapters.setFixedWidth(280)
        self.chapters.setSpacing(2)
        left.addWidget(self.chapters, 1)
        row.addLayout(left)
        self.view = ManualView(manual_file(current()))
        self.view.setAccessibleName(_("Manual"))
        row.addWidget(self.view, 1)
        for block in self.view.headings():
            if block.blockFormat().headingLevel() == _CHAPTER:
                item = QListWidgetItem(block.text())
                item.setData(_PLACE, anchor(block.text()))
                self.chapters.addItem(item)
        self.chapters.currentItemChanged.connect(lambda item, _before: self._on_chosen(item))
        self.chapters.itemClicked.connect(self._on_chosen)
        self.line.returnPressed.connect(self.search)
        key(self, "Ctrl+F", self.line.setFocus)

    def search(self) -> None:
        """Go to the next place with the words typed."""
        words = self.line.text().strip()
        if words:
            self.view.search(words)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.view.go_to(item.data(_PLACE))
