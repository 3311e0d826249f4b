"""Search or do: one box that finds pages, actions and records by what is typed (Ctrl+K)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from armdesk.fields import fold
from armdesk.i18n import _
from armdesk.models import RECORDS
from armdesk.query import Query
from armdesk.store import Store
from ui.session import Session
from ui.two_tone import SECOND, TwoTone

_PAUSE, _EACH, _MOST = 150, 4, 24
_COMMAND = int(Qt.ItemDataRole.UserRole)
_MOVING = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


@dataclass(frozen=True)
class Command:
    """Something the box can do.  Shape: kind is a word behind it: the place, the register or the keys."""

    text: str
    kind: str
    run: Callable[[], object]


def records(store: Store, text: str) -> list[tuple[str, str, str, str]]:
    """Records whose words fit: (register, its name, id, label)."""
    found = []
    for type_ in RECORDS:
        if not type_.about.search or not text.strip():
            continue
        hits = store.find(Query(type_, search=text), limit=_EACH)
        found += [(type_.type_name(), _(type_.about.many), each.id, each.label()) for each in hits]
    return found


class CommandBox(QFrame):
    """The box; it stands over the window and goes away when something is chosen."""

    gone = Signal()

    def __init__(self, session: Session, commands: list[Command], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("card", "true")
        self._session, self._commands = session, commands
        self._asked = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("A page, an action, a name or a number"))
        self.line.setAccessibleName(_("Search or do"))
        self.line.installEventFilter(self)
        column.addWidget(self.line)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(TwoTone(session.theme, self.list))
        self.list.itemClicked.connect(self._run)
        column.addWidget(self.list)
        self.resize(560, 420)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._look)
        self.line.textChanged.connect(self._on_typed)
        self._on_typed("")

    def open_at(self, place: QPoint) -> None:
        """Show the box."""
        self.move(place)
        self.show()
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while the keyboard stays in the line."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _MOVING:
                self.list.event(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def texts(self) -> list[str]:
        """What is offered now."""
        return [self.list.item(place).data(_COMMAND).text for place in range(self.list.count())]

    def _on_typed(self, text: str) -> None:
        words = fold(text).split()
        fitting = [each for each in self._commands if all(word in fold(f"{each.text} {each.kind}") for word in words)]
        # What is called so comes before what merely stands in a place called so.
        fitting.sort(key=lambda each: not all(word in fold(each.text) for word in words))
        self.list.clear()
        for command in fitting[:_MOST]:
            self._add(command)
        self.list.setCurrentRow(0)
        if words:
            self._timer.start()

    def _look(self) -> None:
        self._asked += 1
        number, text, store = self._asked, self.line.text(), self._session.store
        self._session.jobs.read(self, lambda: (number, records(store, text)), self._on_found)

    def _on_found(self, answer: tuple[int, list[tuple[str, str, str, str]]]) -> None:
        number, found = answer
        if number != self._asked:
            return
        for page, register, id_, name in found:
            self._add(Command(name, register, partial(self._session.open, page, record=id_)))
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)

    def _add(self, command: Command) -> None:
        item = QListWidgetItem(command.text)
        item.setData(_COMMAND, command)
        item.setData(SECOND, command.kind)
        self.list.addItem(item)

    def _run(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        command = item.data(_COMMAND)
        self.close()
        command.run()
