"""Pages in whose text the searched words stand: one line each, the words in bold; Enter opens the page."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from PySide6.QtWidgets import QVBoxLayout as Column

from armdesk.i18n import _, ngettext
from armdesk.page_text import CLOSE_MARK, OPEN_MARK, PageHit
from armdesk.services.evidence import paper_text
from ui import texts
from ui.session import Session

_PAUSE = 180
"""Units: milliseconds after the last letter before papers are searched."""
_LEAST = 2
"""Letters from which a search in texts is worth while."""
_HIT = int(Qt.ItemDataRole.UserRole)
_MOST = 60
_HIGH = 210


class TextHits(QWidget):
    """What was found.  chosen carries a PageHit."""

    chosen = Signal(object)
    found = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.words = self.level = ""
        self.hits: list[PageHit] = []
        column = Column(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        self.head = texts.label("", role="subheading")
        column.addWidget(self.head)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Pages on which it stands"))
        self.list.setItemDelegate(_Line(session, self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.itemClicked.connect(self._on_item)
        self.list.itemActivated.connect(self._on_item)
        column.addWidget(self.list)
        self.list.setMaximumHeight(_HIGH)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._search)
        self.hide()

    def search(self, words: str) -> None:
        """Look for words once nobody types any more."""
        self.words = words.strip()
        self._timer.start()

    def only(self, level: str) -> None:
        """Search papers of one level of confidentiality, "" for all."""
        if level != self.level:
            self.level = level
            self._timer.start()

    def _search(self) -> None:
        words, level, store = self.words, self.level, self.session.store
        if len(words) < _LEAST:
            self._show(words, [], 0)
            return
        self.session.jobs.read(
            self, lambda: (words, paper_text.find(store, words, _MOST, level), paper_text.unreadable(store)),
            lambda answer: self._show(*answer) if level == self.level else None)

    def _show(self, words: str, hits: list[PageHit], without: int) -> None:
        if words != self.words:
            return
        self.hits = hits
        self.list.clear()
        for hit in hits:
            item = QListWidgetItem()
            item.setData(_HIT, hit)
            plain = hit.snippet.replace(OPEN_MARK, "").replace(CLOSE_MARK, "")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{_name(hit)}: {plain}")
            item.setToolTip(texts.tip(f"{_name(hit)}\n{plain}"))
            self.list.addItem(item)
        papers = len({hit.document for hit in hits})
        told = ngettext("In the text of {count} paper", "In the text of {count} papers", papers).format(count=papers) \
            if hits else _("In the text of no paper")
        more = ngettext("{count} file has no text to search", "{count} files have no text to search", without).format(
            count=without) if without else ""
        self.head.setText(f"{told}  ·  {more}" if more else told)
        self.list.setVisible(bool(hits))
        self.list.setFixedHeight(min(_HIGH, 8 + max(len(hits), 1) * self.list.sizeHintForRow(0)) if hits else 0)
        self.setVisible(len(words) >= _LEAST)
        self.found.emit()

    def _on_item(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_HIT))


def _name(hit: PageHit) -> str:
    """Number, title and page of a hit."""
    page = _("p. {page}").format(page=hit.page) if hit.pages > 1 else ""
    return " · ".join(filter(None, (hit.number, hit.title, page)))


class _Line(QStyledItemDelegate):
    """Draws a hit on two lines: its paper and page, then the words around what was found."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._quiet = QColor(session.theme.colours.quiet)
        self._gold = QColor(session.theme.colours.gold)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Two lines."""
        return QSize(200, 2 * option.fontMetrics.height() + 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem,
              index: QModelIndex | QPersistentModelIndex) -> None:
        """The ground as any list has it, then the two lines."""
        hit: PageHit = index.data(_HIT)
        self.initStyleOption(option, index)
        option.text = ""
        widget = option.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        room = option.rect.adjusted(8, 3, -8, -3)
        high = option.fontMetrics.height()
        painter.save()
        painter.setPen(option.palette.text().color())
        name = option.fontMetrics.elidedText(_name(hit), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(QRect(room.left(), room.top(), room.width(), high), Qt.AlignmentFlag.AlignVCenter, name)
        self._snippet(painter, QRect(room.left(), room.top() + high + 2, room.width(), high), hit.snippet, option.font)
        painter.restore()

    def _snippet(self, painter: QPainter, room: QRect, snippet: str, font: QFont) -> None:
        """Plain and bold pieces one after the other, as far as there is room."""
        bold = QFont(font)
        bold.setBold(True)
        left = room.left()
        for place, part in enumerate(snippet.split(OPEN_MARK)):
            marked, _mark, rest = part.partition(CLOSE_MARK) if place else ("", "", part)
            for text, letter, colour in ((marked, bold, self._gold), (rest, font, self._quiet)):
                painter.setFont(letter)
                painter.setPen(colour)
                wide = painter.fontMetrics().horizontalAdvance(text)
                if not text or left >= room.right():
                    continue
                shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.right() - left)
                painter.drawText(QRect(left, room.top(), room.right() - left, room.height()),
                                 Qt.AlignmentFlag.AlignVCenter, shown)
                left += wide
