"""Small pictures of pages in a grid: marked, moved, turned, left out, cut into several papers; mouse and keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from armdesk.evidence import pdfs, pictures
from armdesk.evidence.paging import Sheet
from armdesk.i18n import _
from ui.drawer import Drawer
from ui.session import Session

_SIDE, _CELL = 120, QSize(148, 172)
_TILE = int(Qt.ItemDataRole.UserRole)
_MIME = "application/x-armdesk-pages"


@dataclass(frozen=True)
class Tile:
    """A page on the desk.  Shape: name says where it is from; out: it is left out; cut: a paper begins with it."""

    sheet: Sheet
    name: str
    out: bool = False
    cut: bool = False


class PageModel(QAbstractListModel):
    """The pages in their order; every change can be taken back."""

    changed = Signal()

    def __init__(self, drawer: Drawer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawer = drawer
        self.tiles: list[Tile] = []
        self._before: list[list[Tile]] = []
        drawer.drawn.connect(lambda _key: self._redraw())

    def put(self, tiles: Sequence[Tile]) -> None:
        """Lay other pages on the desk."""
        self.beginResetModel()
        self.tiles, self._before = list(tiles), []
        self.endResetModel()
        self.changed.emit()

    def arrange(self, tiles: Sequence[Tile]) -> None:
        """Change what lies there, remembering how it was."""
        if list(tiles) == self.tiles:
            return
        self._before.append(self.tiles)
        self.beginResetModel()
        self.tiles = list(tiles)
        self.endResetModel()
        self.changed.emit()

    def take_back(self) -> None:
        """As it was before the last change."""
        if self._before:
            self.beginResetModel()
            self.tiles = self._before.pop()
            self.endResetModel()
            self.changed.emit()

    @property
    def can_take_back(self) -> bool:
        """Whether something was changed."""
        return bool(self._before)

    def papers(self) -> list[list[Sheet]]:
        """The pages that stay, one list for each paper."""
        found: list[list[Sheet]] = [[]]
        for tile in self.tiles:
            if tile.cut and found[-1]:
                found.append([])
            if not tile.out:
                found[-1].append(tile.sheet)
        return [pages for pages in found if pages]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many pages."""
        return 0 if parent.isValid() else len(self.tiles)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        """Picture and name of a page."""
        if not index.isValid():
            return None
        tile = self.tiles[index.row()]
        if role == _TILE:
            return tile
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return " · ".join((tile.name, _("left out"))) if tile.out else tile.name
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(tile.sheet)
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Pages can be dragged, and dropped between others."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        """Pages are moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Only pages of this desk."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The places of the pages that are dragged."""
        mime = QMimeData()
        mime.setData(_MIME, ",".join(str(row) for row in sorted({each.row() for each in indexes})).encode())
        return mime

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int,
                     parent: QModelIndex | QPersistentModelIndex) -> bool:
        """Put dragged pages before another one."""
        if not data.hasFormat(_MIME):
            return False
        to = row if row >= 0 else parent.row() if parent.isValid() else len(self.tiles)
        self.move([int(each) for each in bytes(data.data(_MIME).data()).decode().split(",")], to)
        return False  # the model moved them itself; the view must not take them away

    def move(self, rows: Sequence[int], to: int) -> list[int]:
        """Put pages before the one at a place; where they are now."""
        marked = [self.tiles[row] for row in rows]
        ahead = [tile for row, tile in enumerate(self.tiles[:to]) if row not in rows]
        behind = [tile for row, tile in enumerate(self.tiles) if row >= to and row not in rows]
        self.arrange([*ahead, *marked, *behind])
        return list(range(len(ahead), len(ahead) + len(marked)))

    def change(self, rows: Sequence[int], **what: object) -> None:
        """Turn pages (turn=90), leave them out or bring them back (out=), cut before them (cut=)."""
        tiles = list(self.tiles)
        for row in rows:
            each = dict(what)
            if "turn" in each:
                each["sheet"] = tiles[row].sheet.turned(int(str(each.pop("turn"))))
            tiles[row] = replace(tiles[row], **each)  # type: ignore[arg-type]  # fields of a Tile
        self.arrange(tiles)

    def _picture(self, sheet: Sheet) -> QPixmap | None:
        path, page = sheet.path, sheet.page
        found = self._drawer.picture(f"tile/{sheet.sha256}/{page}", lambda: drawn(path, page))
        if not isinstance(found, QPixmap) or found.isNull():
            return None
        turned = found.transformed(QTransform().rotate(sheet.turn)) if sheet.turn else found
        return turned.scaled(_SIDE, _SIDE, Qt.AspectRatioMode.KeepAspectRatio,
                             Qt.TransformationMode.SmoothTransformation)

    def _redraw(self) -> None:
        if self.tiles:
            self.dataChanged.emit(self.index(0), self.index(len(self.tiles) - 1), [Qt.ItemDataRole.DecorationRole])


def drawn(path: Path, page: int) -> bytes:
    """A small picture of a page, or of a picture."""
    return pdfs.render_page(path, page, 2 * _SIDE) if page else pictures.thumbnail(path, 2 * _SIDE)


class PageGrid(QListView):
    """The desk itself."""

    def __init__(self, session: Session, drawer: Drawer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = PageModel(drawer, self)
        self.setModel(self.pages)
        self.setItemDelegate(_Paint(session, self))
        self.setAccessibleName(_("Pages"))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def rows(self) -> list[int]:
        """Places of the marked pages, in order."""
        return sorted(index.row() for index in self.selectionModel().selectedIndexes())

    def mark(self, rows: Sequence[int]) -> None:
        """Mark pages again after they changed."""
        choose = self.selectionModel()
        choose.clearSelection()
        for row in rows:
            choose.select(self.pages.index(row), QItemSelectionModel.SelectionFlag.Select)
        if rows:
            choose.setCurrentIndex(self.pages.index(rows[0]), QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(self.pages.index(rows[0]))


class _Paint(QStyledItemDelegate):
    """Draws a page: its picture, its place, a cross where it is left out, a gold line where a paper begins."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = session.theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All alike."""
        return _CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem,
              index: QModelIndex | QPersistentModelIndex) -> None:
        """One page."""
        from PySide6.QtWidgets import QStyle

        tile: Tile = index.data(_TILE)
        colours, room = self._theme.colours, option.rect.adjusted(8, 4, -6, -4)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, QColor(self._theme.tint))
            painter.setPen(QPen(QColor(colours.gold), 2))
            painter.drawRect(room)
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        place = QRect(room.left(), room.top() + 6, room.width(), _SIDE)
        if isinstance(picture, QPixmap):
            at = QRect(0, 0, picture.width(), picture.height())
            at.moveCenter(place.center())
            painter.setOpacity(0.25 if tile.out else 1.0)
            painter.drawPixmap(at.topLeft(), picture)
            painter.setOpacity(1.0)
            painter.setPen(QColor(colours.line))
            painter.drawRect(at)
        if tile.out:
            painter.setPen(QPen(QColor(colours.alarm), 2))
            painter.drawLine(place.topLeft(), place.bottomRight())
            painter.drawLine(place.topRight(), place.bottomLeft())
        if tile.cut:
            painter.fillRect(QRect(option.rect.left() + 1, option.rect.top() + 4, 4, option.rect.height() - 8),
                             QColor(colours.gold))
        painter.setPen(QColor(colours.quiet if tile.out else colours.ink))
        words = f"{index.row() + 1}  ·  {tile.name}"
        shown = option.fontMetrics.elidedText(words, Qt.TextElideMode.ElideMiddle, room.width() - 8)
        painter.drawText(room.adjusted(4, _SIDE + 10, -4, -2), Qt.AlignmentFlag.AlignCenter, shown)
        painter.restore()
