"""The main window: rail, tabs, the page in view, top bar, messages, status line and every action with its keys."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import N_, _, current, speaking
from armdesk.progress import Progress
from ui import attached, checkup, lost_file, problems, texts
from ui.blocks import EnterPresses
from ui.layouts import column_in
from ui.messages import Message, Messages
from ui.places import PLACE_NAMES, Page, all_pages, own_page, pages_of
from ui.rail import Rail
from ui.session import Session, Visit
from ui.status_line import StatusLine
from ui.tabs import Tabs
from ui.top_bar import TopBar

if TYPE_CHECKING:
    from armdesk.history import Operation
    from ui.commands import Command

_KEPT_VISITS = 50
_MANY = 200
"""Entries of an operation above which taking it back is work that the window does not wait for."""


class Shell(QMainWindow):
    """The window of one open workspace.

    other_wanted asks for another workspace ("" to choose one); reopen_wanted for this one anew; restore_wanted for its
    newest backup, with the damage; closed, when the window is gone.
    """

    other_wanted = Signal(str)
    reopen_wanted = Signal()
    restore_wanted = Signal(object)
    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._made: dict[str, QWidget] = {}
        self._tabs: dict[str, Tabs] = {}
        self._last_of_place: dict[str, str] = {}
        self._visits: list[Visit] = []
        self._place_in_visits = -1
        self.page = ""
        self.menu = QMenu(self)
        self.checkup = checkup.attend(session, self)
        self._make_actions()
        self._lay_out()
        EnterPresses(self)
        self._wire()
        name = session.workspace.settings.name or session.workspace.folder.name
        self.setWindowTitle(f"{name} – armdesk")
        self.resize(1366, 728)
        for notice in session.workspace.notices:
            self.messages.say(Message(notice, "warn", lasting=True))
        self.go(Visit("today"))
        self._on_changed()
        session.checks.wake()

    # making

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Every page by its key; the window stands before the registers are known."""
        return {page.key: page for page in all_pages()}

    def _lay_out(self) -> None:
        centre = QWidget()
        centre.setProperty("ground", "paper")
        column = column_in(centre, 0)
        self.top = TopBar(self.session, self.menu)
        column.addWidget(self.top)
        column.addWidget(_rule())
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self.rail = Rail(self.session.theme)
        middle.addWidget(self.rail)
        middle.addWidget(_rule("upright"))
        right = QVBoxLayout()
        right.setSpacing(0)
        self.messages = Messages(self.session.theme)
        right.addWidget(self.messages)
        self.tab_stack = QStackedWidget()
        self.tab_stack.setFixedHeight(42)
        right.addWidget(self.tab_stack)
        right.addWidget(_rule())
        self.stack = QStackedWidget()
        right.addWidget(self.stack, 1)
        middle.addLayout(right, 1)
        column.addLayout(middle, 1)
        column.addWidget(_rule())
        self.status = StatusLine(self.session)
        column.addWidget(self.status)
        self.setCentralWidget(centre)

    def _make_actions(self) -> None:
        self.actions_by_name: dict[str, QAction] = {}
        self._pictures: dict[str, str] = {}
        for name, words, keys, icon, run in (
            ("undo", N_("Undo"), "Ctrl+Z", "undo", self.undo),
            ("redo", N_("Redo"), "Ctrl+Shift+Z", "redo", self.redo),
            ("", "", "", "", None),
            ("search", N_("Search or do …"), "Ctrl+K", "search", self.open_commands),
            ("back", N_("Back"), "Alt+Left", "back", partial(self.travel, -1)),
            ("forward", N_("Forward"), "Alt+Right", "forward", partial(self.travel, 1)),
            ("next_tab", N_("Next tab"), "Ctrl+PgDown", "right", partial(self.next_tab, 1)),
            ("last_tab", N_("Tab before"), "Ctrl+PgUp", "back", partial(self.next_tab, -1)),
            ("", "", "", "", None),
            ("report", N_("Report an incident …"), "Ctrl+Shift+I", "safety", self.report_incident),
            ("history", N_("History"), "Ctrl+H", "clock", partial(self.go, Visit("history"))),
            ("preferences", N_("Preferences"), "Ctrl+,", "settings", partial(self.go, Visit("preferences"))),
            ("help", N_("Manual"), "F1", "standards", partial(self.go, Visit("help"))),
            ("", "", "", "", None),
            ("backup", N_("Back up now"), "Ctrl+B", "save", self.back_up),
            ("open", N_("Open another workspace …"), "Ctrl+O", "folder", lambda: self.other_wanted.emit("")),
            ("quit", N_("Quit"), "Ctrl+Q", "close", self.close),
        ):
            if run is None:
                self.menu.addSeparator()
                continue
            action = QAction(texts.escaped(_(words)), self)
            self._pictures[name] = icon
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.triggered.connect(lambda _checked=False, run=run: run())
            self.menu.addAction(action)
            self.addAction(action)
            self.actions_by_name[name] = action
        self.menu.aboutToShow.connect(self._name_undo)
        self.menu.aboutToShow.connect(self._draw_menu)

    def _wire(self) -> None:
        attached.attach(self.session, self)
        self.checkup.told.connect(self.status.say)
        self.checkup.restore_wanted.connect(self.restore_wanted)
        self.rail.chosen.connect(self.open_place)
        self.top.searched.connect(self.open_commands)
        self.top.moved.connect(self.travel)
        self.top.alarmed.connect(lambda: self.go(Visit("today")))
        self.session.went.connect(self.go)
        self.session.said.connect(self.messages.say)
        self.session.changes.records_changed.connect(lambda _types: self._on_changed())
        self.session.checks.changed.connect(self._on_changed)
        self.data_file = lost_file.LostFile(self.session, self, self.messages, self.reopen_wanted.emit)

    # going about

    def open_place(self, place: str) -> None:
        """Open a place of the rail at the page seen there last."""
        first = next(page.key for page in self._of_place(place) if page.tab)
        self.go(Visit(self._last_of_place.get(place, first)))

    def go(self, visit: Visit) -> None:
        """Open a page; remembered for Back.  Nowhere else is gone while the data file is lost."""
        if not self.data_file.look():
            return
        if own_page(visit.page) is None and visit.page not in self.pages:
            return
        if self.page and visit.page == self.page and visit == Visit(visit.page):
            home = getattr(self._show(visit.page), "home", None)
            if home is not None:
                home()
            return
        del self._visits[self._place_in_visits + 1 :]
        self._visits.append(visit)
        del self._visits[:-_KEPT_VISITS]
        self._place_in_visits = len(self._visits) - 1
        self._follow(visit)

    def travel(self, way: int) -> None:
        """Back (-1) or forward (1) through the pages seen."""
        place = self._place_in_visits + way
        if 0 <= place < len(self._visits):
            self._place_in_visits = place
            visit = self._visits[place]
            self._follow(Visit(visit.page, visit.record, filters=visit.filters))

    def next_tab(self, way: int) -> None:
        """The tab beside the one in view."""
        keys = [page.key for page in self._of_place(self._page(self.page).place) if page.tab]
        if self.page in keys:
            self.go(Visit(keys[(keys.index(self.page) + way) % len(keys)]))

    def widget(self, key: str) -> QWidget:
        """The page itself, made when it is first needed."""
        if key not in self._made:
            made = self._page(key).make(self.session)
            self._made[key] = made
            self.stack.addWidget(made)
        return self._made[key]

    def _follow(self, visit: Visit) -> None:
        widget = self._show(visit.page)
        arrive = getattr(widget, "visit", None)
        if arrive is not None:
            arrive(visit)
        self.top.back.setEnabled(self._place_in_visits > 0)
        self.top.forward.setEnabled(self._place_in_visits < len(self._visits) - 1)

    def _show(self, key: str) -> QWidget:
        leaving = self._made.get(self.page)
        if leaving is not None and key != self.page and hasattr(leaving, "leave"):
            leaving.leave()
        fresh = key not in self._made
        widget, page = self.widget(key), self._page(key)
        self.page = key
        self._last_of_place[page.place] = key if page.tab else self._last_of_place.get(page.place, key)
        self.stack.setCurrentWidget(widget)
        self._hand_keyboard(widget, fresh=fresh)
        if page.place != "today":
            self.session.person.left_at[str(self.session.workspace.folder)] = f"{key}|{page.title}"
        self.rail.mark(page.place)
        tabs = self._tabs_of(page.place)
        tabs.mark(key)
        self.tab_stack.setCurrentWidget(tabs)
        return widget

    def _hand_keyboard(self, page: QWidget, *, fresh: bool) -> None:
        """A page that names its first place has the keyboard there when it is first opened; it is never nowhere."""
        held: QWidget | None = self.focusWidget()
        lost = held is None or not (held.isVisibleTo(self) and held.isEnabled())
        place: QWidget | None = page.focusProxy()
        if place is not None and place.isVisibleTo(page) and (fresh or lost):
            place.setFocus()
        elif lost:
            self.rail.buttons[self._page(self.page).place].setFocus()

    def _page(self, key: str) -> Page:
        return own_page(key) or self.pages[key]

    def _of_place(self, place: str) -> list[Page]:
        return pages_of(place) or [page for page in self.pages.values() if page.place == place]

    def _tabs_of(self, place: str) -> Tabs:
        if place not in self._tabs:
            tabs = Tabs(self.session.theme, self._of_place(place))
            tabs.chosen.connect(lambda key: self.go(Visit(key)))
            self._tabs[place] = tabs
            self.tab_stack.addWidget(tabs)
        return self._tabs[place]

    # doing

    def commands(self) -> list[Command]:
        """Everything the command box offers without asking the registers."""
        from ui.commands import Command

        found = [Command(_(page.title), _(PLACE_NAMES[page.place]), partial(self.go, Visit(page.key)))
                 for page in self.pages.values()]
        if not self.session.read_only:
            found += [Command(self._new_words(page), _(PLACE_NAMES[page.place]),
                              partial(self.go, Visit(page.key, new=True)))
                      for page in self.pages.values() if self._new_words(page)]
        found += [Command(action.text().replace("&&", "&"), action.shortcut().toString(), action.trigger)
                  for action in self.actions_by_name.values()]
        return found

    def open_commands(self) -> None:
        """Search or do."""
        from ui.commands import CommandBox

        box = CommandBox(self.session, self.commands(), self)
        under = self.top.search
        box.open_at(under.mapToGlobal(QPoint((under.width() - box.width()) // 2, under.height() + 4)))

    def report_incident(self) -> None:
        """The two-minute first report, from wherever somebody is."""
        if not self.session.read_only and self.data_file.look():
            from ui import first_report

            first_report.start(self.session, self)

    def undo(self) -> None:
        """Take the newest operation back."""
        store = self.session.store
        self._reverse(store.undoable(), store.undo, _("Undone: {title}"), _("There is nothing to undo."),
                      (_("Redo"), self.redo))

    def redo(self) -> None:
        """Do again what was undone last."""
        store = self.session.store
        self._reverse(store.redoable(), store.redo, _("Done again: {title}"), _("There is nothing to do again."),
                      (_("Undo"), self.undo))

    def _reverse(self, target: Operation | None, function: Callable[[], object], words: str, nothing: str,
                 back: tuple[str, Callable[[], object]]) -> None:
        if target is None:
            self.messages.say(Message(nothing, "note"))
            return
        said = Message(words.format(title=target.title), "good", *back)
        if target.last_entry - target.first_entry > _MANY:
            self.session.jobs.run(self, lambda progress: function(), done=lambda _done: self.messages.say(said),
                                  failed=self._on_not_reversed, title=target.title)
            return
        try:
            function()
        except ArmdeskError as error:
            self._on_not_reversed(error)
        else:
            self.messages.say(said)

    def _on_not_reversed(self, error: Exception) -> None:
        if isinstance(error, ArmdeskError):
            self.messages.say(Message(str(error), "warn"))
        else:
            problems.show(error, self)

    def _draw_menu(self) -> None:
        """Give the entries of the menu their icons, when somebody first opens it."""
        while self._pictures:
            name, icon = self._pictures.popitem()
            self.actions_by_name[name].setIcon(self.session.theme.icon(icon))

    def _name_undo(self) -> None:
        """Say in the menu what would be undone."""
        store = self.session.store
        for name, word, operation in (("undo", _("Undo"), store.undoable()), ("redo", _("Redo"), store.redoable())):
            action = self.actions_by_name[name]
            text = f"{word}: {operation.title}" if operation is not None else word
            action.setText(texts.escaped(text if len(text) < 60 else text[:60] + "…"))
            action.setEnabled(operation is not None and not self.session.read_only)

    def _new_words(self, page: Page) -> str:
        from armdesk.models import RECORDS

        type_ = next((each for each in RECORDS if each.type_name() == page.key), None)
        return _("New {kind}").format(kind=_(type_.about.one)) if type_ is not None else ""

    def back_up(self) -> None:
        """Make a backup beside the data and prove that it opens."""
        from armdesk import backup

        space, language = self.session.workspace, current()

        def work(progress: Progress) -> None:
            with speaking(language):
                backup.make(space, "asked", progress)

        self.session.jobs.run(self, work, done=lambda _nothing: self._on_backed_up(),
                              failed=lambda error: problems.show(error, self), title=_("Making a backup"))

    def _on_backed_up(self) -> None:
        self.status.refresh()
        self.messages.say(Message(_("The backup is made and was read back whole."), "good"))

    # what happens

    def _on_changed(self) -> None:
        self.top.refresh()
        explained = self.session.checks.explained()
        self.session.jobs.read(self, lambda: self._alarms(explained), self._show_alarms, at_once=False)

    def _show_alarms(self, due: int) -> None:
        self.top.show_alarms(due, self.session.checks.alarms())

    def _alarms(self, explained: Collection[str]) -> int:
        """How many things are overdue; runs in the thread of the lists."""
        from ui.today import alarms

        return alarms(self.session.store, self.session.today(), explained)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask while work is under way; keep unfinished forms as drafts."""
        if self.session.jobs.busy():
            answer = problems.ask(self, _("Work is still under way: {title}").format(
                title=", ".join(job.title for job in self.session.jobs.running)),
                [("stay", _("Wait for it")), ("stop", _("Stop it and close"))], safe="stay")
            if answer != "stop":
                event.ignore()
                return
        for page in self._made.values():
            if hasattr(page, "leave"):
                page.leave()
        self.session.keep_person()
        event.accept()
        self.closed.emit()


def _rule(kind: str = "true") -> QFrame:
    rule = QFrame()
    rule.setProperty("rule", kind)
    return rule
