"""Second step of a meeting: its agenda, point by point, and what was said about each."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from armdesk.i18n import _
from armdesk.models import AgendaItem
from armdesk.services.governance import meeting_work
from armdesk.services.governance.meeting_work import Sheet
from ui import saving, texts
from ui.blocks import button, key
from ui.layouts import column_in
from ui.plain_table import PlainTable
from ui.session import Session


class AgendaStep(QWidget):
    """Enter adds a point; Alt+Up and Alt+Down move it, Del takes it out."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.sheet: Sheet | None = None
        self._item: AgendaItem | None = None
        column = column_in(self)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("A point of the agenda; Enter adds it"))
        self.line.setAccessibleName(_("New point of the agenda"))
        self.line.returnPressed.connect(self.add)
        self.line.setEnabled(not session.read_only)
        column.addWidget(self.line)
        split = QSplitter()
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        self.table = PlainTable(session.theme, _("Agenda"))
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        split.addWidget(self.table)
        side = QWidget()
        inner = QVBoxLayout(side)
        inner.setContentsMargins(0, 0, 0, 0)
        self.point = texts.label(_("What was said"), role="subheading")
        inner.addWidget(self.point)
        self.said = QPlainTextEdit()
        self.said.setAccessibleName(_("What was said"))
        self.said.setTabChangesFocus(True)
        self.said.setReadOnly(session.read_only)
        inner.addWidget(self.said, 1)
        split.addWidget(side)
        split.setSizes([480, 480])
        column.addWidget(split, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(texts.label(_("Alt+Up and Alt+Down move a point, Del takes it out."), role="small"), 1)
        for words, run in ((_("Up"), lambda: self.move_point(-1)), (_("Down"), lambda: self.move_point(1)),
                           (_("Take out"), self.remove)):
            each = button(words, run)
            each.setEnabled(not session.read_only)
            row.addWidget(each)
        column.addLayout(row)
        key(self.table, "Alt+Up", lambda: self.move_point(-1))
        key(self.table, "Alt+Down", lambda: self.move_point(1))
        key(self.table, "Del", self.remove)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show the agenda of a meeting; the marked point stays marked."""
        wanted = self._item.id if self._item is not None else ""
        typed = self._typed()
        self.sheet = sheet
        items = sheet.agenda
        decided = {each.resolution.agenda_item for each in sheet.decided}

        def cell(row: int, column: int) -> str:
            each = items[row]
            return (str(each.place), str(each.title), _("decision") if each.id in decided else "")[column]

        self._item = None
        self.table.show_rows((_("No."), _("Point"), ""), len(items), cell, right=(0,))
        place = next((place for place, each in enumerate(items) if each.id == wanted), 0)
        if items:
            self.table.selectRow(place)
            self._put(items[place])
            if typed is not None and items[place].id == wanted:
                self.said.setPlainText(typed)
        else:
            self._put(None)

    def begin_work(self) -> None:
        """Put the keyboard into the line of a new point."""
        self.line.setFocus()

    def add(self) -> None:
        """Add what is typed as a point."""
        title = " ".join(self.line.text().split())
        if title and self.sheet is not None and self.keep():
            store, meeting = self.session.store, self.sheet.meeting
            if saving.kept(self, lambda: self._mark(meeting_work.add_point(store, meeting, title))):
                self.line.clear()

    def move_point(self, way: int) -> None:
        """Move the marked point up or down."""
        if self._item is not None and self.sheet is not None and not self.session.read_only and self.keep():
            store, meeting, item = self.session.store, self.sheet.meeting, self._item.id
            saving.kept(self, lambda: meeting_work.move_point(store, meeting, item, way))

    def remove(self) -> None:
        """Take the marked point out of the agenda; Undo brings it back."""
        if self._item is not None and not self.session.read_only:
            gone, self._item = self._item, None
            saving.kept(self, lambda: self.session.store.trash([gone]))

    def keep(self) -> bool:
        """Save what was said about the point in view."""
        typed = self._typed()
        if self._item is not None and typed is not None:
            fresh = self.session.store.get(AgendaItem, self._item.id)
            if fresh is not None:
                fresh.minutes = typed or None
                return saving.kept(self, lambda: self._mark(self.session.store.save(fresh)))
        return True

    def _mark(self, item: AgendaItem) -> None:
        self._item = item

    def _typed(self) -> str | None:
        """What was typed and is not saved yet, None if nothing."""
        text = self.said.toPlainText().strip()
        return text if self._item is not None and text != (self._item.minutes or "") else None

    def _on_row(self, now: QModelIndex, _before: QModelIndex) -> None:
        if self.sheet is None or not now.isValid() or now.row() >= len(self.sheet.agenda):
            return
        chosen = self.sheet.agenda[now.row()]
        if self._item is not None and chosen.id != self._item.id:
            self.keep()
            self._put(chosen)

    def _put(self, item: AgendaItem | None) -> None:
        self._item = item
        self.point.setText(_("What was said: {point}").format(point=item.title) if item is not None
                           else _("What was said"))
        self.said.setPlainText(str(item.minutes or "") if item is not None else "")
        self.said.setEnabled(item is not None)
