"""GridView: a table typed like a spreadsheet; arrows, Tab and Enter, F2, fill down, blocks to and from Excel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from armdesk.i18n import _, ngettext
from armdesk.services.cell_block import parsed, written
from armdesk.services.day_grid import Explained, Grid
from armdesk.services.day_line import Line
from ui import texts
from ui.grid_editor import CellEditor, Hint
from ui.grid_paint import ROW, GridPainter
from ui.session import Session
from ui.theme import figures

_NARROWEST, _READABLE, _WIDEST = 56, 110, 170
_SAMPLED, _LEAST_SAMPLED = 600, 4
"""Cells whose texts decide how wide columns are at first."""
_ONE_LINE, _LONG = 9, 24
"""Letters of a heading that stay on one line; letters of a text that does not decide how wide its column is."""
_MOST_PASTED = 50_000
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CTRL, _SHIFT, _ALT = (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier,
                       Qt.KeyboardModifier.AltModifier)
Index = QModelIndex | QPersistentModelIndex
Places = Sequence[tuple[int, int, str]]


class GridModel(QAbstractTableModel):
    """A grid as Qt asks for it."""

    def __init__(self, grid: Grid, parent: QWidget) -> None:
        super().__init__(parent)
        self.grid = grid
        self._rows, self._columns = grid.rows(), grid.columns()

    def put(self, grid: Grid) -> None:
        """Show another grid."""
        self.beginResetModel()
        self.grid = grid
        self._rows, self._columns = grid.rows(), grid.columns()
        self.endResetModel()

    def sync(self) -> None:
        """The same grid has other rows or columns now; cells are painted anew by the view."""
        rows, columns = self.grid.rows(), self.grid.columns()
        if columns != self._columns:
            self.put(self.grid)
        elif rows > self._rows:
            self.beginInsertRows(QModelIndex(), self._rows, rows - 1)
            self._rows = rows
            self.endInsertRows()
        elif rows < self._rows:
            self.beginRemoveRows(QModelIndex(), rows, self._rows - 1)
            self._rows = rows
            self.endRemoveRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many rows."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many columns."""
        return 0 if parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.grid.cell(row, column).text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            cell = self.grid.cell(row, column)
            parts = (self.grid.head(column), self.grid.side(row)[0], cell.text, self.grid.problem(row, column))
            return ", ".join(part for part in parts if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return texts.tip(self.grid.problem(row, column) or self.grid.cell(row, column).text)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Headings, and the days or numbers before the rows."""
        across = orientation == Qt.Orientation.Horizontal
        if not 0 <= section < (self._columns if across else self._rows):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _in_two_lines(self.grid.head(section)) if across else _marked(*self.grid.side(section))
        if role == Qt.ItemDataRole.ToolTipRole:
            return texts.tip(self.grid.head(section) if across else _told(self.grid.side(section)[1]))
        return None


def _in_two_lines(text: str) -> str:
    """A long heading broken where its halves are most alike, so that columns of numbers stay narrow."""
    words = text.split()
    if len(words) < 2 or len(text) <= _ONE_LINE:
        return text
    cut = min(range(1, len(words)), key=lambda place: max(len(" ".join(words[:place])), len(" ".join(words[place:]))))
    return " ".join(words[:cut]) + "\n" + " ".join(words[cut:])


def _marked(text: str, tone: str) -> str:
    return f"{text} {({'problem': '!', 'unsaved': '•', 'gap': '○', 'told': '–'}).get(tone, '')}".strip()


def _told(tone: str) -> str:
    said = {"problem": _("This line cannot be saved yet."), "unsaved": _("Not saved yet"),
            "gap": _("Of this day nothing is told yet."), "told": _("The book of shifts tells of this day.")}
    return said.get(tone, "")


class GridView(QTableView):
    """The table.

    written carries the lines that one act touched; moved, when another cell is in hand; typing, after each letter;
    asked carries a wish: undo, redo, idle, idle_site, remove, open; create_wanted a name; said carries a sentence.
    """

    written = Signal(object)
    moved = Signal()
    typing = Signal()
    asked = Signal(str)
    create_wanted = Signal(str)
    said = Signal(str)

    def __init__(self, session: Session, grid: Grid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._start = -1
        self.own = GridModel(grid, self)
        self.setModel(self.own)
        self.setItemDelegate(GridPainter(session.theme, self))
        self.setFont(figures(self.font()))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, True)
        side, top = self.verticalHeader(), self.horizontalHeader()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(ROW)
        side.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top.setFixedHeight(44)
        top.setMinimumSectionSize(_NARROWEST)
        top.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.AlignmentFlag(Qt.TextFlag.TextWordWrap.value))
        self.hint = Hint(self.viewport())
        self.editor = CellEditor(self.viewport(), self.hint)
        self.editor.done.connect(self._on_done)
        self.editor.dropped.connect(self._on_dropped)
        self.editor.created.connect(self._on_created)
        self.editor.typed.connect(self.typing)
        self.selectionModel().currentChanged.connect(lambda *_cells: self._on_moved())
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self._follow())
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._follow())
        self._edited = (0, 0)
        self._answer: Callable[[str], object] | None = None

    @property
    def grid(self) -> Grid:
        """What is shown."""
        return self.own.grid

    def put(self, grid: Grid, row: int = 0, column: int = 0) -> None:
        """Show another grid with the keyboard in one of its cells."""
        self.close_editor(keep=True)
        self.own.put(grid)
        self.fit()
        self.go_to(row, column)

    def sync(self) -> None:
        """The grid changed: show it as it is now, the keyboard where it was."""
        row, column = self.place()
        self.own.sync()
        if not self.currentIndex().isValid():
            self.go_to(row, column)
        self.viewport().update()
        self.verticalHeader().viewport().update()

    def fit(self) -> None:
        """Columns as wide as their heading and their first rows need; names take what room is left."""
        metrics, grid = self.fontMetrics(), self.grid
        bold = self.font()
        bold.setBold(True)
        wide = QFontMetrics(bold)
        rows = range(min(grid.rows(), max(_SAMPLED // max(grid.columns(), 1), _LEAST_SAMPLED)))
        wanted = []
        for column in range(grid.columns()):
            head = max(map(wide.horizontalAdvance, _in_two_lines(grid.head(column)).split("\n")))
            shown = (grid.cell(row, column) for row in rows)
            inside = max((metrics.horizontalAdvance(cell.text) for cell in shown if len(cell.text) <= _LONG), default=0)
            total = wide.horizontalAdvance(grid.total(column))
            wanted.append(max(_NARROWEST, min(max(inside + 18, total + 18, head + 14), _WIDEST)))
        prose = [column for column in range(grid.columns()) if grid.is_prose(column)]
        spare = self.viewport().width() - sum(wanted)
        for column in prose:
            share = min(spare // len(prose), 140)
            wanted[column] += share if share > 0 else max(share, min(0, _READABLE - wanted[column]))
        for column, width in enumerate(wanted):
            self.setColumnWidth(column, width)

    # where the keyboard is

    def place(self) -> tuple[int, int]:
        """(row, column) of the cell in hand."""
        index = self.currentIndex()
        return (index.row(), index.column()) if index.isValid() else (0, 0)

    def go_to(self, row: int, column: int) -> None:
        """Take a cell in hand."""
        row = max(0, min(row, self.own.rowCount() - 1))
        column = max(0, min(column, self.own.columnCount() - 1))
        self.setCurrentIndex(self.own.index(row, column))

    def marked(self) -> tuple[int, int, int, int]:
        """(top, left, bottom, right) of the marked cells."""
        chosen = self.selectionModel().selection()
        if not chosen.count():
            row, column = self.place()
            return row, column, row, column
        ranges = [chosen.at(place) for place in range(chosen.count())]
        return (min(each.top() for each in ranges), min(each.left() for each in ranges),
                max(each.bottom() for each in ranges), max(each.right() for each in ranges))

    def line(self) -> Line | None:
        """The line in hand."""
        row, column = self.place()
        return self.grid.line(row, column) if row < self.grid.rows() and column < self.grid.columns() else None

    def _on_moved(self) -> None:
        self.show_hint()
        self.moved.emit()

    def show_hint(self) -> None:
        """What is wrong with the cell in hand, or how it was typed."""
        if self.editor.isVisible():
            return
        row, column = self.place()
        problem = self.grid.problem(row, column)
        typed = "" if problem else self.grid.typed(row, column)
        words = problem or (self.grid.explain(row, column, typed).sentence if typed else "")
        self.hint.say(words, "alarm" if problem else "good", self.visualRect(self.currentIndex()))

    def _follow(self) -> None:
        if self.editor.isVisible():
            rect = self.visualRect(self.own.index(*self._edited))
            self.editor.move(rect.topLeft())
            self.editor.show_hint()
        else:
            self.show_hint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names take the new room."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and self.grid.is_prose(self.own.columnCount() - 1):
            self.fit()

    # typing

    def begin(self, text: str | None = None) -> None:
        """Type into the cell in hand: anew with a first letter, or on what stands there."""
        if self._session.read_only:
            return
        row, column = self.place()
        if why := self.grid.why_not(row, column):
            self.hint.say(why, "quiet", self.visualRect(self.currentIndex()))
            return
        self.scrollTo(self.currentIndex())
        self._edited = (row, column)
        cell = self.grid.cell(row, column)
        self.editor.begin(self.visualRect(self.currentIndex()), self.grid.exact(row, column) if text is None else text,
                          self._explain, on=text is None, right=cell.right)

    def ask(self, question: str, answer: Callable[[str], object]) -> None:
        """Ask for a few words in place of the cell in hand; given up, the answer is ""."""
        self.scrollTo(self.currentIndex())
        self._edited, self._answer = self.place(), answer
        rect = self.visualRect(self.currentIndex())
        self.editor.begin(rect.adjusted(0, 0, max(0, 220 - rect.width()), 0), "", lambda _text: Explained(question),
                          on=True, right=False)
        self.hint.say(question, "quiet", self.editor.geometry())

    def typed_now(self) -> tuple[int, int, str] | None:
        """(row, column, text) of the cell being typed, None while none is."""
        typing = self.editor.isVisible() and self._answer is None
        return (*self._edited, self.editor.text()) if typing else None

    def close_editor(self, *, keep: bool) -> None:
        """End typing; keep writes what stands there."""
        if self.editor.isVisible():
            if keep:
                self._on_done(self.editor.value(), 0, 0)
            else:
                self._on_dropped()

    def _explain(self, text: str) -> Explained:
        return self.grid.explain(*self._edited, text)

    def _on_done(self, text: str, across: int, down: int) -> None:
        self._hide_editor()
        answer, self._answer = self._answer, None
        if answer is not None:
            answer(text)
        else:
            self.write([(*self._edited, text)])
        self.step(across, down)

    def _on_dropped(self) -> None:
        self._hide_editor()
        answer, self._answer = self._answer, None
        if answer is not None:
            answer("")
        self.show_hint()

    def _on_created(self, name: str) -> None:
        if self._answer is not None:
            self._on_done(name, 0, 0)
            return
        self._hide_editor()
        self.write([(*self._edited, name)])
        self.create_wanted.emit(name.strip())

    def _hide_editor(self) -> None:
        focused = self.editor.hasFocus()
        self.editor.hide()
        self.hint.hide()
        if focused:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def write(self, places: Places) -> None:
        """Write texts as one act."""
        if self._session.read_only:
            return
        touched = self.grid.write(places)
        self.sync()
        self.show_hint()
        if touched:
            self.written.emit(touched)

    def step(self, across: int, down: int) -> None:
        """Go on as a spreadsheet does: Enter returns to the column where the row of Tabs began."""
        row, column = self.place()
        if across:
            if self._start < 0:
                self._start = column
            start = self._start
            column += across
            while 0 <= column < self.own.columnCount() - 1 and self.grid.why_not(row, column):
                column += across
            if column >= self.own.columnCount() or (column == self.own.columnCount() - 1
                                                    and self.grid.why_not(row, column)):
                row, column = min(row + 1, self.own.rowCount() - 1), start
            self.go_to(row, column)
            self._start = start
        elif down:
            column, start = (self._start, -1) if self._start >= 0 else (column, -1)
            self.go_to(row + down, column)
            self._start = start

    # blocks

    def copy(self) -> None:
        """Copy the marked cells as a spreadsheet takes them."""
        top, left, bottom, right = self.marked()
        QGuiApplication.clipboard().setText(written([
            [self.grid.exact(row, column) for column in range(left, right + 1)] for row in range(top, bottom + 1)]))

    def clear(self) -> None:
        """Empty the marked cells."""
        top, left, bottom, right = self.marked()
        self.write([(row, column, "") for row in range(top, bottom + 1) for column in range(left, right + 1)])

    def fill_down(self) -> None:
        """Write the first marked row into the others; one marked row takes the one above."""
        top, left, bottom, right = self.marked()
        source = top if bottom > top else top - 1
        if source < 0:
            return
        self.write([(row, column, self.grid.exact(source, column)) for row in range(source + 1, bottom + 1)
                    for column in range(left, right + 1)])

    def paste(self) -> None:
        """Write a block from the clipboard, from the first marked cell on; one cell fills all that are marked."""
        block = parsed(QGuiApplication.clipboard().text())
        if not block or self._session.read_only:
            return
        if sum(map(len, block)) > _MOST_PASTED:
            self.said.emit(_("This is too much to paste at once. Import the file instead."))
            return
        top, left, bottom, right = self.marked()
        if len(block) == 1 and len(block[0]) == 1 and (top, left) != (bottom, right):
            block = [[block[0][0]] * (right - left + 1) for _row in range(top, bottom + 1)]
        places = [(top + down, left + across, text) for down, row in enumerate(block)
                  for across, text in enumerate(row)]
        most = self.own.rowCount() if not self.grid.grows else 10**9
        fitting = [each for each in places if each[1] < self.own.columnCount() and each[0] < most]
        refused = [each for each in fitting if each[2].strip() and self.grid.why_not(each[0], each[1])
                   and each[2] != self.grid.exact(each[0], each[1])]
        self.write(fitting)
        end = self.own.index(min(top + len(block), self.own.rowCount()) - 1,
                             min(left + max(map(len, block)), self.own.columnCount()) - 1)
        self.selectionModel().select(QItemSelection(self.own.index(top, left), end),
                                     QItemSelectionModel.SelectionFlag.ClearAndSelect)
        lost = len([each for each in places if each[2].strip()]) - len(
            [each for each in fitting if each[2].strip()]) + len(refused)
        if lost:
            self.said.emit(ngettext("{count} cell of the block had no place here and was left out.",
                                    "{count} cells of the block had no place here and were left out.", lost).format(
                count=lost))

    # keys

    def event(self, event: QEvent) -> bool:
        """Keys of a spreadsheet go before those of the window."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._command(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self.step(1 if event.key() == Qt.Key.Key_Tab else -1, 0)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters begin typing; the rest as in a spreadsheet."""
        command = self._command(event)
        text = event.text()
        if command:
            self._obey(command)
        elif event.key() in _ENTER:
            row, column = self.place()
            if self.grid.why_not(row, column) and self.grid.opens:
                self.asked.emit("open")
            else:
                self.step(0, -1 if event.modifiers() & _SHIFT else 1)
        elif text and text.isprintable() and not event.modifiers() & (_CTRL | _ALT):
            self.begin(text)
        elif event.key() == Qt.Key.Key_Escape:
            self.hint.hide()
        else:
            self._start = -1
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """A letter made of two keys (á) begins typing too."""
        if event.commitString() or event.preeditString():
            self.begin("")
            if self.editor.isVisible():
                QApplication.sendEvent(self.editor, event)

    def mouseDoubleClickEvent(self, event: Any) -> None:
        """A double click types on what stands there."""
        self.begin()

    def mousePressEvent(self, event: Any) -> None:
        """A click begins a new row of Tabs."""
        self._start = -1
        super().mousePressEvent(event)

    def _command(self, event: QKeyEvent) -> str:
        """The wish behind a key, "" for none."""
        for key, name in ((QKeySequence.StandardKey.Copy, "copy"), (QKeySequence.StandardKey.Cut, "cut"),
                          (QKeySequence.StandardKey.Paste, "paste")):
            if event.matches(key):
                return name
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return _KEYS.get((Qt.Key(event.key()), plain), "")

    def _obey(self, command: str) -> None:
        own = {"copy": self.copy, "paste": self.paste, "clear": self.clear, "fill": self.fill_down,
               "edit": self.begin, "cut": self._cut, "row": self._mark_row}
        if command in own:
            own[command]()
        else:
            self.asked.emit(command)

    def _cut(self) -> None:
        self.copy()
        self.clear()

    def _mark_row(self) -> None:
        row, _column = self.place()
        self.selectionModel().select(
            QItemSelection(self.own.index(row, 0), self.own.index(row, self.own.columnCount() - 1)),
            QItemSelectionModel.SelectionFlag.ClearAndSelect)


_NONE = Qt.KeyboardModifier.NoModifier
_KEYS = {
    (Qt.Key.Key_F2, _NONE): "edit", (Qt.Key.Key_Delete, _NONE): "clear", (Qt.Key.Key_Backspace, _NONE): "clear",
    (Qt.Key.Key_D, _CTRL): "fill", (Qt.Key.Key_Z, _CTRL): "undo", (Qt.Key.Key_Y, _CTRL): "redo",
    (Qt.Key.Key_Minus, _CTRL): "remove", (Qt.Key.Key_Space, _SHIFT): "row",
    (Qt.Key.Key_F8, _NONE): "idle", (Qt.Key.Key_F8, _SHIFT): "idle_site",
}
