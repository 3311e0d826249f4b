"""DayDesk: one sheet under somebody's hands; lines saved when they are left, drafts, undo and the other verbs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import _, ngettext
from armdesk.models import Crew, Production
from armdesk.services.sheets import day_drafts, day_saving
from armdesk.services.sheets.day_grid import Grid
from armdesk.services.sheets.day_line import Line
from armdesk.services.sheets.day_list import ListGrid
from armdesk.services.sheets.day_month import MonthGrid
from armdesk.services.sheets.day_sheet import DaySheet
from ui import conflict, problems
from ui.day_foot import DayFoot
from ui.grid import GridView
from ui.grid_paint import TotalsBar
from ui.layouts import column_in
from ui.session import Session

_DRAFT_AFTER = 1_000
"""Units: milliseconds after the last letter until what is not saved is kept as a draft."""


class DayDesk(QWidget):
    """The table of a sheet with its totals and its foot.

    said carries (sentence, kind of message); list_wanted carries a line that shall be shown in the list.
    """

    said = Signal(str, str)
    list_wanted = Signal(object)

    def __init__(self, session: Session, sheet: DaySheet, grid: Grid, by: str) -> None:
        super().__init__()
        self.session, self.sheet, self._by = session, sheet, by
        self._in_hand: Line | None = None
        self._late = False
        self.view = GridView(session, grid)
        self.view.setAccessibleName(_("Day sheet"))
        self.totals = TotalsBar(session.theme, self.view)
        self.foot = DayFoot(self.view, read_only=session.read_only)
        column = column_in(self, 0)
        column.addWidget(self.view, 1)
        column.addWidget(self.totals)
        column.addSpacing(6)
        column.addWidget(self.foot)
        self._drafting = QTimer(self)
        self._drafting.setSingleShot(True)
        self._drafting.setInterval(_DRAFT_AFTER)
        self._drafting.timeout.connect(self.keep_draft)
        self._wire()

    def _wire(self) -> None:
        self.view.written.connect(self._on_written)
        self.view.moved.connect(self._on_moved)
        self.view.typing.connect(self._drafting.start)
        self.view.asked.connect(self._on_asked)
        self.view.said.connect(lambda sentence: self.said.emit(sentence, "warn"))
        self.view.create_wanted.connect(self.create_named)
        self.foot.doubts_settled.connect(self.settle_doubts)
        self.foot.versions_wanted.connect(self.settle)
        self.foot.name_wanted.connect(self.create_named)

    def put(self, sheet: DaySheet, grid: Grid, by: str, row: int | None = None, column: int = 0) -> None:
        """Show a sheet; without a row the keyboard goes to where the next delivery is typed."""
        self.sheet, self._by = sheet, by
        if row is None:
            row = grid.rows() - 1 if grid.grows else 0
        grid.as_typed = self.view.grid.as_typed
        self.view.put(grid, row, column)
        self._in_hand = self.view.line()
        self._show_sums()

    def _show_sums(self) -> None:
        self.totals.put(self.view.grid)
        self.foot.put(self.sheet, self._by)

    def _refreshed(self) -> None:
        """The sheet was changed from elsewhere than its cells."""
        self.view.refresh()
        self.view.show_hint()
        self._in_hand = self.view.line()
        self._show_sums()
        self._drafting.start()

    # saving

    def _on_written(self, touched: Sequence[Line]) -> None:
        self._drafting.start()
        self._in_hand = self.view.line()
        if len(touched) > 1 or touched[0] is not self._in_hand:
            self._save(touched)
        self._show_sums()

    def _on_moved(self) -> None:
        here = self.view.line()
        left, self._in_hand = self._in_hand, here
        if left is not None and left is not here and left.changed:
            self._save([left])
        if self._late:
            self.take_in(names=True)
        self.foot.show_note()

    def _save(self, lines: Iterable[Line]) -> None:
        if self.session.read_only:
            return
        before = len(self.sheet.lines)
        try:
            kept = self.sheet.save(lines)
        except ArmdeskError as error:
            problems.show(error, self)
            return
        if len(self.sheet.lines) != before:
            self.view.refresh()
        if kept or len(self.sheet.lines) != before:
            self.view.sync()
            self._show_sums()
            self._drafting.start()

    def save_waiting(self) -> None:
        """Save what can be saved."""
        self.view.close_editor(keep=True)
        if waiting := self.sheet.unsaved():
            self._save(waiting)

    def keep_draft(self) -> None:
        """Remember what is not saved, in case the light goes out."""
        self._drafting.stop()
        if self.session.read_only:
            return
        typing = None
        if (now := self.view.typed_now()) is not None and not self.view.grid.why_not(*now[:2]):
            typing = (*self.view.grid.place(*now[:2]), now[2])
        day_drafts.keep(self.sheet, typing)

    def take_up_draft(self) -> int:
        """Show again what could not be saved; answers how many lines."""
        lines = day_drafts.take_up(self.sheet)
        if lines:
            self._refreshed()
        return len(lines)

    def take_in(self, *, names: bool) -> None:
        """Show what others saved meanwhile; not while a cell is typed, which would move under the hands."""
        self._late = self.view.editor.isVisible()
        if self._late:
            return
        if names:
            self.sheet.renew_names()
        if self.sheet.refresh() or names:
            self.view.refresh()
            self._in_hand = self.view.line()
            self._show_sums()

    # verbs

    def _on_asked(self, wish: str) -> None:
        {"undo": self.undo, "redo": self.redo, "idle": self.turn_idle, "idle_site": self.turn_idle_site,
         "remove": self.remove, "open": self._open}[wish]()

    def _open(self) -> None:
        grid = self.view.grid
        lines = grid.lines_at(*self.view.place()) if isinstance(grid, MonthGrid) else []
        if lines:
            self.list_wanted.emit(lines[0])

    def undo(self) -> None:
        """Take back the last act: first what is not saved, then what is in the register."""
        if self.session.read_only:
            return
        if self.sheet.take_back():
            self._refreshed()
        else:
            self._reverse(self.session.store.undo, _("Undone: {title}"), _("There is nothing to undo."))

    def redo(self) -> None:
        """Do again what was undone last."""
        if not self.session.read_only:
            self._reverse(self.session.store.redo, _("Done again: {title}"), _("There is nothing to do again."))

    def _reverse(self, run: Callable[[], Any], words: str, nothing: str) -> None:
        try:
            done = run()
        except ArmdeskError as error:
            self.said.emit(str(error), "warn")
            return
        self.take_in(names=False)
        self.session.say(words.format(title=done.title) if done else nothing, "good" if done else "note")

    def turn_idle(self) -> None:
        """Mark the marked days of crews as without work, or as worked again, and ask for the reason."""
        self.view.close_editor(keep=True)
        top, left, bottom, right = self.view.marked()
        grid = self.view.grid
        if isinstance(grid, MonthGrid):
            self._idle(grid.idle_lines([(row, column) for row in range(top, bottom + 1)
                                        for column in range(left, right + 1)]))
        elif isinstance(grid, ListGrid):
            lines = [line for row in range(top, bottom + 1) if (line := grid.line(row, 0)) is not None]
            self._idle(lines or [grid.fresh(next(iter(self.sheet.gaps()), None))])

    def turn_idle_site(self) -> None:
        """Mark the marked days as without work for the whole site, where nothing is told of them."""
        self.view.close_editor(keep=True)
        top, _left, bottom, _right = self.view.marked()
        if isinstance(self.view.grid, MonthGrid):
            self._idle(self.view.grid.idle_site(range(top, bottom + 1)))
        else:
            self.turn_idle()

    def _idle(self, lines: Sequence[Line]) -> None:
        if self.session.read_only:
            return
        idle = not (lines and all(line.values.get("no_work") for line in lines))
        touched = self.sheet.turn_idle(lines, idle=idle)
        if len(touched) < len(lines) or not lines:
            self.said.emit(_("Where a delivery has a weight, the day is not one without work; it stays as it is."),
                           "warn")
        self.view.grid.refresh()
        self.view.sync()
        self._in_hand = self.view.line()
        self._show_sums()
        if touched and idle:
            self.view.ask(_("Why was there no work? Enter alone leaves it open."),
                          lambda reason: self._keep_idle(touched, reason))
        else:
            self._save(touched)

    def _keep_idle(self, lines: Sequence[Line], reason: str) -> None:
        if reason.strip():
            self.sheet.write([(line, "note", reason) for line in lines])
        self._save(lines)
        self.view.grid.refresh()
        self.view.sync()

    def remove(self) -> None:
        """Put the marked lines into the trash."""
        if self.session.read_only:
            return
        top, left, bottom, right = self.view.marked()
        grid, store = self.view.grid, self.session.store
        lines = {line for row in range(top, bottom + 1) for column in range(left, right + 1)
                 if (line := grid.line(row, column)) is not None}
        records = [record for line in lines if line.id
                   if (record := store.get(Production, line.id)) is not None and not record.trashed]
        try:
            if records:
                store.trash(records)
        except ArmdeskError as error:
            self.said.emit(str(error), "warn")
            return
        self.sheet.forget(lines)
        self._refreshed()

    def create_named(self, name: str) -> None:
        """Make a crew of a name that is not known; for a person, open the form where the rest is asked."""
        kind = self.foot.unknown()
        if not kind or not name or self.session.read_only:
            return
        if kind == "person":
            self.session.open("person", new=True, values={"name": name, "site": self.sheet.site or None})
            return
        try:
            self.session.store.save(Crew(name=name, site=self.sheet.site or None))
        except ArmdeskError as error:
            self.said.emit(str(error), "warn")
            return
        self.sheet.renew_names()
        self._save(self.sheet.link_names())
        self._refreshed()

    def link_names(self) -> None:
        """Tie all names that were kept as written to the crews and people who alone bear them."""
        touched = self.sheet.link_names()
        self._save(touched)
        self._refreshed()
        self.said.emit(ngettext("{count} line was tied to crews or people by name.",
                                "{count} lines were tied to crews or people by name.", len(touched)).format(
            count=len(touched)), "good" if touched else "note")

    def settle_doubts(self, mark: str) -> None:
        """Read all doubtful numbers with one decimal mark."""
        self._save(self.sheet.settle_doubts(mark))
        self._refreshed()

    def settle(self, line: Line) -> None:
        """Two people changed one delivery: choose field by field."""
        mine = conflict.choose(self, Production, " ".join(line.problems.get("", [])), line.theirs, set(line.theirs))
        if mine is not None:
            day_saving.settle(self.session.store, line, mine)
            self._save([line])
            self._refreshed()

    def turn_typed(self) -> None:
        """Show cells as they were typed, or as values again."""
        self.view.grid.as_typed = not self.view.grid.as_typed
        self.view.sync()
