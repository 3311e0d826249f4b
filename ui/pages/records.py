"""The general page: list, record form and side panel for any record type."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from armdesk.i18n import _, ngettext
from armdesk.query import Filter, Query
from armdesk.record import Record
from ui import change_many, exporting, references, texts, undoing
from ui.layouts import page_column, side_by_side
from ui.lists import RecordList
from ui.messages import Message, Messages
from ui.record_view import RecordView
from ui.session import Session, Visit
from ui.side_panel import SidePanel
from ui.theme import icon_button

_PER_STEP = 500
_PANEL = "panel"


class RecordsPage(QWidget):
    """One register: its list, the form of one record, and the panel beside both."""

    def __init__(self, session: Session, type_: type[Record], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.type = session, type_
        self.list = RecordList(session, type_)
        self.view: RecordView | None = None
        self._panel_wanted = False
        self.panel = self.new_panel()
        self.messages = Messages(session.theme)
        self._lay_out()
        self._wire()
        self._offer_drafts()

    # laying out

    def _lay_out(self) -> None:
        column = page_column(self)
        self.head = self._head()
        column.addLayout(self.head)
        column.addWidget(self.messages)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.split = side_by_side(self.stack, self.panel, sizes=(800, 300), grows=0)
        column.addWidget(self.split, 1)
        self._show_panel()

    def _head(self) -> QHBoxLayout:
        about, theme = self.type.about, self.session.theme
        row = QHBoxLayout()
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title = texts.Elided(_(about.many), role="title")
        words.addWidget(self.title)
        self.purpose = texts.Elided(_(about.purpose), role="quiet")
        words.addWidget(self.purpose)
        row.addLayout(words, 1)
        self.new_button = QPushButton(texts.escaped(_("New {kind}").format(kind=_(about.one))))
        self.new_button.setProperty("primary", "true")
        self.new_button.setToolTip(_("New (Ctrl+N)"))
        self.new_button.clicked.connect(self.begin)
        self.import_button = QPushButton(_("Import"))
        self.import_button.clicked.connect(lambda: self.session.import_requested.emit(self.type.type_name()))
        if self.type.type_name() == "production":
            sheet = QPushButton(_("Day sheet"))
            sheet.setToolTip(_("Type a month of deliveries like a spreadsheet"))
            sheet.clicked.connect(lambda: self.session.open("day_sheet"))
            row.addWidget(sheet, 0, Qt.AlignmentFlag.AlignBottom)
        for button in (self.new_button, self.import_button):
            button.setEnabled(not self.session.read_only)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        self.more_button = icon_button(theme, "more", _("More: change, export, trash"))
        self.more_button.clicked.connect(self._offer_more)
        row.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.panel_button = icon_button(theme, "panel", _("Side panel (Ctrl+I)"))
        self.panel_button.clicked.connect(self.toggle_panel)
        row.addWidget(self.panel_button, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _wire(self) -> None:
        self.list.shown.connect(self._show_panel)
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(self.open_record)
        self.list.new_wanted.connect(self.begin)
        self.list.menu_wanted.connect(self._on_menu)
        self.list.trash_wanted.connect(self.trash_chosen)
        self.panel.edit_wanted.connect(lambda: self.open_record(self.list.table.current_id()))
        self.panel.stepped.connect(self.step)
        for keys, run in (("Ctrl+N", self.begin), ("Ctrl+I", self.toggle_panel), ("F5", self.list.refresh),
                          ("Ctrl+M", self.change_chosen), ("Alt+PgUp", lambda: self.step(-1)),
                          ("Alt+PgDown", lambda: self.step(1))):
            self._key(keys, run)

    def _key(self, keys: str, run: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(run)

    # what the window asks

    def visit(self, visit: Visit) -> None:
        """Show what another page asked for."""
        if not self.leave():
            return
        if visit.new:
            self.list.refresh()
            self.begin(visit.values)
        elif visit.record:
            self.list.refresh()
            self.list.go_to(visit.record)
            self.open_record(visit.record)
        else:
            self.show_list()
            self.list.narrow(visit.filters)

    def leave(self) -> bool:
        """Whether the page may be left; an unfinished form is kept as a draft first."""
        if self.view is not None and self.view.form.dirty:
            self.view.form.keep_draft()
        return True

    def home(self) -> None:
        """What the tab of this page shows when it is chosen again: the list, as Esc does."""
        if self.view is not None and self.stack.currentWidget() is self.view:
            self.view.close_form()

    def show_list(self) -> None:
        """Back from the form to the list."""
        self.stack.setCurrentWidget(self.list)
        self.panel.in_form(False)
        self._head_shown(True)
        self._show_panel()
        self.list.table.setFocus()
        self._on_chosen(self.list.table.current_id())

    # one record

    def begin(self, values: dict[str, Any] | bool | None = None) -> None:
        """Start an empty record."""
        if self.session.read_only:
            return
        view = self._record_view()
        view.begin(values if isinstance(values, dict) else None)
        self._show_view(view)
        self.panel.show_record(view.form.record)

    def open_record(self, id_: str) -> None:
        """Open one record."""
        record = self.session.store.get(self.type, id_)
        if record is None:
            return
        view = self._record_view()
        view.open(record)
        self._show_view(view)
        self.panel.show_record(record)

    def step(self, way: int) -> None:
        """The record before or after, in the list or in the form."""
        current = self.list.table.current_id()
        beside = self.list.neighbour(current, way)
        if not beside:
            return
        in_form = self.view is not None and self.stack.currentWidget() is self.view
        if in_form and not self.leave():
            return
        self.list.go_to(beside)
        if in_form:
            self.open_record(beside)

    def new_panel(self) -> Any:
        """What stands beside the list and the form: a SidePanel, or something with its signals and methods."""
        return SidePanel(self.session)

    def new_view(self) -> RecordView:
        """The page of one record; a register with more to show makes its own."""
        return RecordView(self.session, self.type)

    def add_actions(self, menu: QMenu, ids: list[str]) -> None:
        """What else can be done with marked rows; for registers with work of their own."""

    def parts_of(self, records: list[Record]) -> list[Record]:
        """What goes into the trash with these records, being nothing without them; asked away from the window."""
        return []

    def _record_view(self) -> RecordView:
        if self.view is None:
            self.view = self.new_view()
            self.view.closed.connect(self.show_list)
            self.view.stepped.connect(self.step)
            self.view.saved.connect(self._on_saved)
            self.view.begun.connect(self.panel.show_record)
            self.stack.addWidget(self.view)
        return self.view

    def _show_view(self, view: RecordView) -> None:
        self.panel.in_form(True)
        self.stack.setCurrentWidget(view)
        self._show_panel()
        self._head_shown(False)

    def _head_shown(self, listed: bool) -> None:
        self.new_button.setVisible(listed)
        self.import_button.setVisible(listed)
        self.more_button.setVisible(listed)

    def _on_saved(self, record: Record) -> None:
        self.list.go_to(record.id)
        self.panel.show_record(record)

    def _on_chosen(self, id_: str) -> None:
        if self.stack.currentWidget() is self.list and self.panel.isVisibleTo(self):
            self.panel.show_record(self.session.store.get(self.type, id_))

    def toggle_panel(self) -> None:
        """Show or hide the side panel; remembered, but beside a form that has an aside of its own."""
        kept = self.session.person.columns
        if self._beside_aside():
            self._panel_wanted = not self._panel_wanted
        elif _PANEL in kept:
            del kept[_PANEL]
        else:
            kept[_PANEL] = ["hidden"]
        self._show_panel()
        self._on_chosen(self.list.table.current_id())

    def _show_panel(self) -> None:
        """The panel as the person likes it; beside an empty list there is nothing to show."""
        listed = self.stack.currentWidget() is self.list
        useful = not listed or len(self.list.model.rows) > 0
        wanted = self._panel_wanted if self._beside_aside() else _PANEL not in self.session.person.columns
        appears = useful and wanted and self.panel.isHidden()
        self.panel.setVisible(useful and wanted)
        if appears and listed:
            self._on_chosen(self.list.table.current_id())

    def _beside_aside(self) -> bool:
        """Whether a form with its own aside is in view: then both together would leave it no room."""
        return self.view is not None and self.view.aside is not None and self.stack.currentWidget() is self.view

    # several records

    def change_chosen(self) -> None:
        """Give the marked rows the same value in one field, at first that of the cell in view."""
        if self.stack.currentWidget() is self.list and not self.list.trashed:
            change_many.start(self.session, self.type, self.list.table.chosen_ids(),
                              self.list.table.current_field(), self)

    def trash_chosen(self) -> None:
        """Put the marked rows into the trash; a bar offers to undo it."""
        self._flag(self.list.table.chosen_ids(), trash=not self.list.trashed)

    def _flag(self, ids: list[str], *, trash: bool) -> None:
        if not ids or self.session.read_only:
            return
        store, type_ = self.session.store, self.type

        def work(progress: Any) -> int:
            records: list[Record] = []
            for start in range(0, len(ids), _PER_STEP):
                part = tuple(ids[start : start + _PER_STEP])
                records += store.find(Query(type_, filters=(Filter("id", "in", part),), trashed=not trash))
                progress.step(start, len(ids))
            (store.trash if trash else store.restore)([*self.parts_of(records), *records] if trash else records)
            return len(records)

        def done(count: int) -> None:
            text = ngettext("{count} record is in the trash.", "{count} records are in the trash.", count) if trash \
                else ngettext("{count} record is out of the trash.", "{count} records are out of the trash.", count)
            self.session.say(text.format(count=count), "good", _("Undo"),
                             undoing.newest(self.session, made=count, failed=self._on_failed))

        self.session.jobs.run(self, work, done=done, failed=self._on_failed, title=_("Trash"))

    def _on_failed(self, error: Exception) -> None:
        self.messages.tell(error)

    def _on_menu(self, ids: list[str], place: QPoint) -> None:
        menu = QMenu(self)
        theme, can = self.session.theme, not self.session.read_only
        if len(ids) == 1:
            menu.addAction(theme.icon("edit"), _("Open this record"), lambda: self.open_record(ids[0]))
            if can:
                reference = f"{self.type.type_name()}/{ids[0]}"
                menu.addAction(theme.icon("evidence"), _("Cite as evidence"),
                               lambda: self.session.cite_requested.emit(reference))
                menu.addAction(theme.icon("plan"), _("Create action"), lambda: self._create_action(ids))
            if way := references.TRACED.get(self.type.type_name()):
                where = f"{way}:{self.type.type_name()}/{ids[0]}"
                menu.addAction(_("Trace"), lambda: self.session.open("trace", record=where))
            menu.addSeparator()
        if can and self.type.type_name() != "action":
            if len(ids) > 1:
                menu.addAction(theme.icon("plan"), _("Create one action for these rows"),
                               lambda: self._create_action(ids))
            menu.addAction(theme.icon("link"), _("Link to an action") + " …", lambda: self._link_action(ids))
        if can:
            self.add_actions(menu, ids)
        menu.addAction(theme.icon("copy"), _("Copy") + "\tCtrl+C", self.list.table.copy)
        menu.addAction(theme.icon("export"), _("Export what you see"), self.export)
        if can:
            menu.addSeparator()
            if not self.list.trashed:
                menu.addAction(theme.icon("edit"), _("Change these rows") + "\tCtrl+M", self.change_chosen)
            if self.list.trashed:
                menu.addAction(theme.icon("restore"), _("Take out of the trash"), lambda: self._flag(ids, trash=False))
            else:
                menu.addAction(theme.icon("trash"), _("To the trash") + "\t" + _("Del"),
                               lambda: self._flag(ids, trash=True))
        menu.exec(place)

    def _create_action(self, ids: list[str]) -> None:
        """Begin an action that answers these rows: the first is where it comes from, the others are tied to it too."""
        wanted = [f"{self.type.type_name()}/{id_}" for id_ in ids]
        self.session.open("action", new=True, values={
            "origin": wanted[0], "adopted_on": self.session.today()}, also=tuple(wanted[1:]))

    def _link_action(self, ids: list[str]) -> None:
        from ui import action_dialogs  # its dialogs are needed when somebody links, not to show a list

        if action_dialogs.link(self.session, [f"{self.type.type_name()}/{id_}" for id_ in ids], self):
            self._on_chosen(self.list.table.current_id())

    def _offer_more(self) -> None:
        menu, theme = QMenu(self), self.session.theme
        menu.addAction(theme.icon("export"), _("Export what you see"), self.export)
        change = menu.addAction(theme.icon("edit"), _("Change these rows") + "\tCtrl+M", self.change_chosen)
        change.setEnabled(not self.session.read_only and not self.list.trashed and bool(self.list.table.current_id()))
        trash = menu.addAction(theme.icon("trash"), _("Show the trash"), self.toggle_trash)
        trash.setCheckable(True)
        trash.setChecked(self.list.trashed)
        menu.exec(self.more_button.mapToGlobal(QPoint(0, self.more_button.height() + 2)))

    def export(self) -> None:
        """Write what the list shows to an Excel file."""
        exporting.export_list(self, self.session, self.list.query(), self.list.model.fields)

    def toggle_trash(self) -> None:
        """Show the trash of this register, or come back from it."""
        self.list.show_trash(not self.list.trashed)
        name = _(self.type.about.many)
        self.title.say(_("{register} in the trash").format(register=name) if self.list.trashed else name)

    # drafts

    def _offer_drafts(self) -> None:
        """After a power cut, offer what was being typed; the newest first, one at a time."""
        name = self.type.type_name()
        found = [draft for draft in self.session.store.drafts() if draft[1] == name]
        if not found:
            return
        key, _name, record, at, body = found[-1]
        text = _("An unfinished form of {when} was kept.").format(when=at[:16].replace("T", " "))
        go_on = partial(self._resume, key, record, body)
        self.messages.say(Message(text, "note", _("Go on with it"), go_on, lasting=True,
                                  other=_("Throw it away"), run_other=partial(self._drop_draft, key)))

    def _drop_draft(self, key: str) -> None:
        self.session.store.drop_draft(key)
        self._offer_drafts()

    def _resume(self, key: str, id_: str | None, body: dict[str, Any]) -> None:
        record = self.session.store.get(self.type, id_)
        if record is not None:
            self.open_record(record.id)
        else:
            self.begin()
        if self.view is not None:
            self.view.form.put_draft(key, body)


