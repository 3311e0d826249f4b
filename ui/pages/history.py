"""The history: what was done, by whom and when; each operation can be looked into and taken back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from armdesk import history
from armdesk.errors import ArmdeskError
from armdesk.history import Entry, Operation
from armdesk.i18n import N_, _
from armdesk.models import record_type
from armdesk.store import Store
from armdesk.undo import KEPT
from ui import facts, texts
from ui.layouts import page_column
from ui.messages import Message, Messages
from ui.session import Session
from ui.two_tone import SECOND, TwoTone

_PAGE, _ENTRIES = 200, 40
_OPERATION = int(Qt.ItemDataRole.UserRole)
KINDS = {"edit": N_("edit"), "import": N_("import"), "undo": N_("undo"), "redo": N_("redo"),
         "close": N_("closing"), "naming": N_("who is who"), "demo": N_("demonstration"), "migration": N_("upgrade"),
         "view": N_("looked into"), "removal": N_("removed for good")}


@dataclass(frozen=True)
class _Inside:
    """What an operation did.  Shape: counts by (record type, verb); first are its first entries."""

    seq: int
    counts: Counter[tuple[str, str]]
    first: list[Entry]


def _looked_into(store: Store, operation: Operation) -> _Inside:
    """Count what an operation did and keep its first entries; one of a million records is passed by, not held."""
    first: list[Entry] = []
    counts: Counter[tuple[str, str]] = Counter()
    for entry in history.entries_of(store.db, operation):
        counts[entry.type, entry.verb] += 1
        if len(first) < _ENTRIES:
            first.append(entry)
    return _Inside(operation.seq, counts, first)


class HistoryPage(QWidget):
    """Operations on the left, what the chosen one changed on the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        column = page_column(self)
        column.addWidget(texts.label(_("History"), role="title"))
        column.addWidget(texts.label(_("Everything that was done here, chained so that nobody can change it unseen."),
                                     role="quiet"))
        self.messages = Messages(session.theme)
        column.addWidget(self.messages)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(12)
        self.list = QListWidget()
        self.list.setAccessibleName(_("What was done"))
        self.list.setItemDelegate(TwoTone(session.theme, self.list, below=True))
        self.list.currentItemChanged.connect(self._on_chosen)
        self.older = QPushButton(_("Show older entries"))
        self.older.clicked.connect(self._more)
        left = QWidget()
        inside = QVBoxLayout(left)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.list, 1)
        inside.addWidget(self.older, 0, Qt.AlignmentFlag.AlignLeft)
        split.addWidget(left)
        split.addWidget(self._right())
        split.setSizes([560, 480])
        column.addWidget(split, 1)
        session.changes.records_changed.connect(lambda _types: self.refresh())
        self.refresh()

    def _right(self) -> QWidget:
        card = QFrame()
        card.setProperty("card", "true")
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 12)
        self.name = texts.label(role="subheading", wrap=True)
        column.addWidget(self.name)
        self.when = texts.label(role="quiet")
        column.addWidget(self.when)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.area, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.undo = QPushButton(_("Undo this"))
        self.undo.clicked.connect(self._on_undo)
        row.addWidget(self.undo)
        column.addLayout(row)
        return card

    def refresh(self) -> None:
        """Read the newest operations again."""
        chosen = self._operation()
        self.list.clear()
        self._add(self.session.store.operations(limit=_PAGE))
        rows = range(self.list.count())
        seq = chosen.seq if chosen else -1
        found = next((row for row in rows if self.list.item(row).data(_OPERATION).seq == seq), 0)
        self.list.setCurrentRow(found)

    def _more(self) -> None:
        last = self.list.item(self.list.count() - 1)
        if last is not None:
            self._add(self.session.store.operations(limit=_PAGE, before=last.data(_OPERATION).seq))

    def _add(self, operations: list[Operation]) -> None:
        for each in operations:
            when = facts.local_time(each.at, each.utc_offset)
            author = f" · {each.author}" if each.author else ""
            item = QListWidgetItem(each.title)
            item.setData(_OPERATION, each)
            item.setData(SECOND, f"{when}{author} · {_(KINDS.get(each.kind, each.kind))}")
            self.list.addItem(item)
        self.older.setVisible(len(operations) == _PAGE)

    def _operation(self) -> Operation | None:
        item = self.list.currentItem()
        return item.data(_OPERATION) if item is not None else None  # type: ignore[redundant-expr]  # stubs forget None

    def _on_chosen(self) -> None:
        operation, store = self._operation(), self.session.store
        self.undo.setEnabled(operation is not None and not self.session.read_only and operation.kind not in KEPT
                             and not history.is_undone(store.db, operation.seq))
        self.name.setText(operation.title if operation else _("Nothing was done yet."))
        self.when.setText(facts.local_time(operation.at, operation.utc_offset) if operation else "")
        if operation is None:
            self.area.setWidget(QWidget())
            return
        self.session.jobs.read(self, lambda: _looked_into(store, operation), self._on_read)

    def _on_read(self, inside_of: _Inside) -> None:
        operation = self._operation()
        if operation is None or operation.seq != inside_of.seq:
            return
        inside = QWidget()
        inside.setProperty("ground", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 4, 4, 4)
        if inside_of.counts.total() > _ENTRIES:
            for (type_name, verb), count in inside_of.counts.items():
                column.addWidget(texts.label(_("{register}, {verb}: {count}").format(
                    register=_(record_type(type_name).about.many), verb=_(facts.VERBS[verb]), count=count), wrap=True))
        for entry in inside_of.first:
            self._entry(column, entry)
        column.addStretch(1)
        self.area.setWidget(inside)

    def _entry(self, column: QVBoxLayout, entry: Entry) -> None:
        type_ = record_type(entry.type)
        record = self.session.store.get(type_, entry.record)
        name = record.label() if record is not None else entry.record
        row = QPushButton(texts.escaped(_("{kind}: {name}").format(kind=_(type_.about.one), name=name[:60])))
        row.setProperty("link", "true")
        row.clicked.connect(lambda: self.session.open(entry.type, record=entry.record))
        line = QHBoxLayout()
        line.addWidget(texts.label(_(facts.VERBS.get(entry.verb, entry.verb)), role="field"))
        line.addWidget(row)
        line.addStretch(1)
        column.addLayout(line)
        for field, before, after in facts.change_texts(self.session.store, type_, entry.verb, entry.body):
            text = _("{field}: {before} → {after}").format(field=field, before=before or "–", after=after or "–") \
                if entry.verb == "change" else _("{field}: {after}").format(field=field, after=after or "–")
            column.addWidget(texts.label(text[:300], role="small", wrap=True))

    def _on_undo(self) -> None:
        operation = self._operation()
        if operation is None:
            return
        try:
            self.session.store.undo(operation)
        except ArmdeskError as error:
            self.messages.say(Message(str(error), "warn"))
        else:
            self.session.say(_("Undone: {title}").format(title=operation.title), "good")
