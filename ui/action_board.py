"""The columns of the board: cards painted one by one, so that thousands stay fluid; moved by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from armdesk.i18n import _, ngettext
from armdesk.services.plan.action_cards import Card
from ui import texts
from ui.theme import Theme, font

Index = QModelIndex | QPersistentModelIndex
MIME = "application/x-armdesk-actions"
_HEIGHT, _PAD, _BAR = 92, 10, 4


def spoken(card: Card) -> str:
    """A card in one sentence, for a screen reader and as a hint."""
    parts = [card.number, " ".join(card.measure.split()), card.who or _("nobody is responsible yet")]
    if card.late:
        parts.append(ngettext("{count} day late", "{count} days late", card.late).format(count=card.late))
    elif card.due is not None:
        parts.append(_("due on {day}").format(day=card.due))
    if card.extended:
        parts.append(ngettext("extended {count} time", "extended {count} times", card.extended).format(
            count=card.extended))
    return " · ".join(filter(None, parts))


class CardModel(QAbstractListModel):
    """The cards of one column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: Sequence[Card] = ()

    def show(self, found: Sequence[Card]) -> None:
        """Other cards."""
        self.beginResetModel()
        self.cards = found
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many cards."""
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """What a card says, for readers and hints; it is painted by CardPainter."""
        if not index.isValid() or index.row() >= len(self.cards):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(self.cards[index.row()])
        if role == Qt.ItemDataRole.ToolTipRole:
            return texts.tip(spoken(self.cards[index.row()]))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cards can be dragged; the column takes them, not the cards."""
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled

    def mimeTypes(self) -> list[str]:
        """Cards travel by their ids."""
        return [MIME]

    def mimeData(self, indexes: Sequence[Index]) -> QMimeData:
        """The ids of dragged cards."""
        data = QMimeData()
        ids = ",".join(self.cards[index.row()].id for index in indexes)
        data.setData(MIME, QByteArray(ids.encode("ascii")))
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        """Cards are moved."""
        return Qt.DropAction.MoveAction


class CardPainter(QStyledItemDelegate):
    """Paints one card: number and day, the measure on two lines, who does it, how far it is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._small, self._bold, self._body = font("small"), font("small", bold=True), font()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All cards are equally high."""
        return QSize(120, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint it."""
        model = index.model()
        if not isinstance(model, CardModel):
            return
        card, colours = model.cards[index.row()], self.theme.colours
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(option.rect).adjusted(2, 3, -2, -3)
        edge = colours.gold if chosen or focused else colours.alarm if card.late else colours.line
        painter.setPen(QPen(QColor(edge), 2 if focused else 1))
        painter.setBrush(QColor(self.theme.tint if chosen else colours.surface))
        painter.drawRoundedRect(frame, 6, 6)
        inner = frame.adjusted(_PAD, 6, -_PAD, -8)
        self._top(painter, card, inner)
        self._measure(painter, card, QRectF(inner.left(), inner.top() + 17, inner.width(), 34))
        painter.setFont(self._small)
        painter.setPen(QColor(colours.quiet))
        metrics = painter.fontMetrics()
        who = metrics.elidedText(card.who or _("nobody is responsible yet"), Qt.TextElideMode.ElideRight,
                                 int(inner.width()))
        painter.drawText(QRectF(inner.left(), inner.bottom() - 21, inner.width(), 16),
                         Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, who)
        self._bar(painter, card, inner)
        painter.restore()

    def _top(self, painter: QPainter, card: Card, inner: QRectF) -> None:
        colours = self.theme.colours
        line = QRectF(inner.left(), inner.top(), inner.width(), 16)
        painter.setFont(self._bold)
        painter.setPen(QColor(colours.alarm if card.late else colours.quiet))
        day = f"{card.due:%Y-%m-%d}" if card.due else _("no date")
        if card.late:
            day = "! " + ngettext("{count} day over", "{count} days over", card.late).format(count=card.late)
        if card.repeats:
            day = "⟳ " + day
        width = painter.fontMetrics().horizontalAdvance(day)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, day)
        painter.setPen(QColor(colours.ink))
        number = painter.fontMetrics().elidedText(card.number, Qt.TextElideMode.ElideRight,
                                                  int(inner.width() - width - 8))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, number)

    def _measure(self, painter: QPainter, card: Card, place: QRectF) -> None:
        """The measure on at most two lines."""
        painter.setFont(self._body)
        painter.setPen(QColor(self.theme.colours.ink))
        metrics, width = painter.fontMetrics(), int(place.width())
        words, first = card.measure.split(), ""
        while words and metrics.horizontalAdvance(f"{first} {words[0]}".strip()) <= width:
            first = f"{first} {words.pop(0)}".strip()
        lines = [first, metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width)]
        for number, text in enumerate(filter(None, lines)):
            painter.drawText(QRectF(place.left(), place.top() + number * 17, width, 17),
                             Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _bar(self, painter: QPainter, card: Card, inner: QRectF) -> None:
        colours = self.theme.colours
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.line))
        painter.drawRect(QRectF(inner.left(), inner.bottom() - _BAR + 2, inner.width(), _BAR))
        painter.setBrush(QColor(colours.good if card.progress >= 100 else colours.gold))
        painter.drawRect(QRectF(inner.left(), inner.bottom() - _BAR + 2, inner.width() * card.progress / 100, _BAR))


class BoardColumn(QListView):
    """One state.  opened carries an id; pushed the step (-1, 1) of Ctrl+arrow; walked that of an arrow; dropped ids."""

    opened = Signal(str)
    pushed = Signal(int)
    walked = Signal(int)
    dropped = Signal(list)

    def __init__(self, theme: Theme, status: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.status = status
        self.cards = CardModel(self)
        self.setModel(self.cards)
        self.setItemDelegate(CardPainter(theme, self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setMinimumWidth(150)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.cards.cards[index.row()].id))

    def show_cards(self, found: Sequence[Card]) -> None:
        """Other cards; the one under the keyboard stays there."""
        current = self.current()
        self.cards.show(found)
        if current:
            self.go_to(current)

    def chosen(self) -> list[str]:
        """Ids of the marked cards, in their order."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self.cards.cards[row].id for row in rows]

    def current(self) -> str:
        """Id of the card under the keyboard, "" without."""
        row = self.currentIndex().row()
        return self.cards.cards[row].id if 0 <= row < len(self.cards.cards) else ""

    def go_to(self, id_: str) -> bool:
        """Put the keyboard onto a card."""
        for row, card in enumerate(self.cards.cards):
            if card.id == id_:
                self.setCurrentIndex(self.cards.index(row, 0))
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk between columns, with Ctrl they take the marked cards along; Enter opens."""
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if way is not None:
            taking = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            (self.pushed if taking else self.walked).emit(way)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current():
            self.opened.emit(self.current())
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Cards of the board may come in."""
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Anywhere in the column."""
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Cards were let go here; what the state needs is asked afterwards."""
        ids = bytes(event.mimeData().data(MIME).data()).decode("ascii").split(",")
        event.setDropAction(Qt.DropAction.IgnoreAction)  # the list is read anew, nothing is taken out of it here
        event.accept()
        own = {card.id for card in self.cards.cards}
        if foreign := [id_ for id_ in ids if id_ and id_ not in own]:
            # Asked after the mouse was let go: a box opened while something is dragged would hold the drag.
            QTimer.singleShot(0, self, lambda: self.dropped.emit(foreign))
