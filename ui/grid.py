"""GridView: a table typed like a spreadsheet; arrows, Tab and Enter, F2, fill down, blocks to and from Excel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from armdesk.i18n import _, ngettext
from armdesk.services.basis.cell_grid import CellGrid, Explained
from armdesk.services.sheets import day_blocks
from armdesk.services.sheets.day_blocks import Marked, Place
from ui.grid_editor import CellEditor, Hint
from ui.grid_keys import wish
from ui.grid_model import GridModel
from ui.grid_paint import ROW, GridPainter
from ui.grid_widths import NARROWEST, widths
from ui.session import Session
from ui.theme import figures

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CTRL, _SHIFT, _ALT = (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier,
                       Qt.KeyboardModifier.AltModifier)


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

    def __init__(self, session: Session, grid: CellGrid, parent: QWidget | None = None) -> None:
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
        top.setMinimumSectionSize(NARROWEST)
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
    def grid(self) -> Any:
        """What is shown."""
        return self.own.grid

    def put(self, grid: CellGrid, row: int = 0, column: int = 0) -> None:
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

    def refresh(self) -> None:
        """The sheet changed: know anew what stands where; the keyboard stays with its line, or where none is yet."""
        place = self.place()
        anchor = self.grid.anchor(*place)
        self.grid.refresh()
        self.own.sync()
        self.go_to(*self.grid.find(anchor, *place))
        self.viewport().update()
        self.verticalHeader().viewport().update()

    def fit(self) -> None:
        """Columns as wide as they need; names take what room is left."""
        for column, width in enumerate(widths(self.grid, self.font(), self.viewport().width())):
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

    def marked(self) -> Marked:
        """(top, left, bottom, right) of the marked cells."""
        chosen = self.selectionModel().selection()
        if not chosen.count():
            row, column = self.place()
            return row, column, row, column
        ranges = [chosen.at(place) for place in range(chosen.count())]
        return (min(each.top() for each in ranges), min(each.left() for each in ranges),
                max(each.bottom() for each in ranges), max(each.right() for each in ranges))

    def line(self) -> Any:
        """The line in hand, as the grid has it."""
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

    def write(self, places: Sequence[Place]) -> None:
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
        QGuiApplication.clipboard().setText(day_blocks.copied(self.grid, self.marked()))

    def paste(self) -> None:
        """Write a block from the clipboard, and mark it."""
        if self._session.read_only:
            return
        top, left, *_end = self.marked()
        block = day_blocks.pasted(self.grid, QGuiApplication.clipboard().text(), self.marked())
        if len(block.places) > day_blocks.MOST_PASTED:
            self.said.emit(_("This is too much to paste at once. Import the file instead."))
            return
        if not block.places:
            return
        self.write(block.places)
        self._mark(top, left, min(top + block.rows, self.own.rowCount()) - 1,
                   min(left + block.columns, self.own.columnCount()) - 1)
        if block.lost:
            self.said.emit(ngettext("{count} cell of the block had no place here and was left out.",
                                    "{count} cells of the block had no place here and were left out.",
                                    block.lost).format(count=block.lost))

    def _mark(self, top: int, left: int, bottom: int, right: int) -> None:
        self.selectionModel().select(QItemSelection(self.own.index(top, left), self.own.index(bottom, right)),
                                     QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # keys

    def event(self, event: QEvent) -> bool:
        """Keys of a spreadsheet go before those of the window."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and wish(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self.step(1 if event.key() == Qt.Key.Key_Tab else -1, 0)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters begin typing; the rest as in a spreadsheet."""
        command = wish(event)
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

    def _obey(self, command: str) -> None:
        if command in ("copy", "cut"):
            self.copy()
        if command in ("clear", "cut"):
            self.write(day_blocks.emptied(self.marked()))
        elif command == "fill":
            self.write(day_blocks.filled_down(self.grid, self.marked()))
        elif command == "paste":
            self.paste()
        elif command == "edit":
            self.begin()
        elif command == "row":
            row = self.place()[0]
            self._mark(row, 0, row, self.own.columnCount() - 1)
        elif command != "copy":
            self.asked.emit(command)
