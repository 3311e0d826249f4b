"""The day sheet: a month of one site, typed like a spreadsheet, as a list of deliveries or as a calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import _, current, ngettext
from armdesk.i18n_formats import decimal_text
from armdesk.models import Crew, Production, Site
from armdesk.services import day_drafts, day_saving
from armdesk.services.day_cells import LINKS
from armdesk.services.day_choice import DayChoice, sites
from armdesk.services.day_grid import Grid, ListGrid
from armdesk.services.day_line import Line
from armdesk.services.day_month import MonthGrid
from armdesk.services.day_sheet import DaySheet
from armdesk.services.day_text import foot_text
from ui import conflict, day_export, problems, texts
from ui.blocks import button, emptied, key
from ui.day_head import DayHead
from ui.grid import GridView
from ui.grid_paint import TotalsBar
from ui.messages import Message, Messages
from ui.session import Session, Visit
from ui.theme import icon_button

_KEPT = "day_sheet"
_SUMS_AFTER = 30
"""Units: milliseconds after which the line of totals follows the cells; cells are painted first."""
_DRAFT_AFTER = 1_000
"""Units: milliseconds after the last letter until what is not saved is kept as a draft."""


class DaySheetPage(QWidget):
    """One month of one site; each line is saved when it is left."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.choice = DayChoice.read(session.person.columns.get(_KEPT, []))
        self.messages = Messages(session.theme)
        self.head = DayHead(session, self.choice)
        self.head.keys(self)
        self._late = self._asking = False
        self._in_hand: Line | None = None
        self._drafting = QTimer(self)
        self._drafting.setSingleShot(True)
        self._drafting.setInterval(_DRAFT_AFTER)
        self._drafting.timeout.connect(self.keep_draft)
        self._summing = QTimer(self)
        self._summing.setSingleShot(True)
        self._summing.setInterval(_SUMS_AFTER)
        self._summing.timeout.connect(self._show_foot)
        self._make_sheet()
        self.view = GridView(session, self.choice.grid(self.sheet))
        self.view.setAccessibleName(_("Day sheet"))
        self.totals = TotalsBar(session.theme, self.view)
        self._lay_out()
        self._wire()
        self._show_grid(grid=self.view.grid)
        self._take_up_draft()

    # laying out

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 10, 16, 6)
        column.setSpacing(6)
        column.addLayout(self._title_row())
        column.addWidget(self.messages)
        column.addWidget(self.head)
        table = QVBoxLayout()
        table.setSpacing(0)
        table.addWidget(self.view, 1)
        table.addWidget(self.totals)
        column.addLayout(table, 1)
        self.foot = texts.Elided(role="quiet")
        column.addWidget(self.foot)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.note = texts.Elided(role="quiet")
        self.note.setMinimumHeight(22)
        row.addWidget(self.note, 1)
        self.offered = QVBoxLayout()
        row.addLayout(self.offered)
        column.addLayout(row)

    def _title_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(texts.label(_("Day sheet"), role="title"))
        words.addWidget(texts.Elided(_("A month of one site, typed like a spreadsheet. Each line is saved when "
                                       "you leave it."), role="quiet"))
        row.addLayout(words, 1)
        self.idle_button = QPushButton(_("Day without work"))
        self.idle_button.setToolTip(texts.tip(_("Marks the day of the crew as a day without work (F8); Shift+F8 the "
                                                "day of the whole site.")))
        self.idle_button.setEnabled(not self.session.read_only)
        self.idle_button.clicked.connect(lambda: self.turn_idle(whole=False))
        self.print_button = QPushButton(_("Print"))
        self.print_button.clicked.connect(self._offer_prints)
        self.more_button = icon_button(self.session.theme, "more", _("More"))
        self.more_button.clicked.connect(self._offer_more)
        for each in (self.idle_button, self.print_button, self.more_button):
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _wire(self) -> None:
        self.head.chosen.connect(self._on_chosen)
        self.head.refused.connect(lambda sentence: self.messages.say(Message(sentence, "warn")))
        self.view.written.connect(self._on_written)
        self.view.moved.connect(self._on_moved)
        self.view.typing.connect(self._drafting.start)
        self.view.asked.connect(self._on_asked)
        self.view.said.connect(lambda sentence: self.messages.say(Message(sentence, "warn")))
        self.view.create_wanted.connect(self.create_named)
        self.session.changes.records_changed.connect(self._on_records_changed)
        key(self, "F5", self.open_sheet)
        key(self, "Ctrl+T", self.turn_typed)

    # which sheet

    def _make_sheet(self) -> None:
        session, store = self.session, self.session.store
        self._sites = sites(store)
        if self.choice.site not in [id_ for id_, _name in self._sites]:
            self.choice.site, self.choice.month = self._sites[0][0], ""
        first = self.choice.first(store, session.today())
        self.choice.month = f"{first:%Y-%m}"
        self.unit = session.workspace.settings.gold_units.get(self.choice.site, "g")
        self.sheet = DaySheet(store, self.choice.site, first, today=session.today(), reading=session.reading(),
                              unit=self.unit)
        self._set_defaults()

    def _set_defaults(self) -> None:
        self.sheet.defaults = {"quality": self.choice.quality, "shift": self.choice.shift or None}

    def open_sheet(self) -> None:
        """Read the sheet anew; what is not saved is kept as a draft and comes back."""
        self.leave()
        self._in_hand = None
        self._make_sheet()
        self._show_grid()
        self._take_up_draft()

    def _show_grid(self, row: int | None = None, column: int = 0, grid: Grid | None = None) -> None:
        grid = grid or self.choice.grid(self.sheet)
        self.head.show_choice(self._sites, self.sheet.period.begins, self.unit)
        if row is None:
            row = grid.rows() - 1 if isinstance(grid, ListGrid) else 0
        grid.as_typed = self.view.grid.as_typed
        self.view.put(grid, row, column)
        self._in_hand = self.view.line()
        self._show_sums()

    def _on_chosen(self, name: str) -> None:
        self.view.close_editor(keep=True)
        if name == "unit":
            self.unit = str(self.head.unit.currentData())
            self.session.workspace.settings.gold_units[self.choice.site] = self.unit
            if not self.session.read_only:
                self.session.workspace.keep_settings()
            self.sheet.cells.unit = self.unit
        self._keep_choice()
        if name in ("site", "month"):
            if name == "site":
                self.choice.month = self.choice.month or ""
            self.open_sheet()
        elif name == "quality":
            self._set_defaults()
        else:
            self._save_waiting()
            self._set_defaults()
            place = self.view.place() if name in ("quantity", "unit") else (None, 0)
            self._show_grid(*place)
        self.view.setFocus()

    def _keep_choice(self) -> None:
        self.session.person.columns[_KEPT] = self.choice.words()

    # what the window asks

    def visit(self, visit: Visit) -> None:
        """Show what another page asked for: record "<site id>/2025-03", or the sheet as it was left."""
        site, _slash, month = visit.record.partition("/")
        if visit.record and (site, month) != (self.choice.site, self.choice.month):
            self.leave()
            self.choice.site, self.choice.month = site, month
            self._make_sheet()
            self._show_grid()
            self._take_up_draft()
        self.view.setFocus()

    def leave(self) -> bool:
        """Save what can be saved and keep the rest as a draft."""
        self.view.close_editor(keep=True)
        self._save_waiting()
        self._drafting.stop()
        self.keep_draft()
        self._keep_choice()
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Take in what was changed while another page was in view."""
        super().showEvent(event)
        if self._late:
            self._late = False
            self._take_in(names=True)

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
        self._show_note()

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
            self.view.grid.refresh()
        if kept or len(self.sheet.lines) != before:
            self.view.sync()
            self._show_sums()
            self._drafting.start()

    def _save_waiting(self) -> None:
        waiting = self.sheet.unsaved()
        if waiting:
            self._save(waiting)

    def keep_draft(self) -> None:
        """Remember what is not saved, in case the light goes out."""
        if self.session.read_only:
            return
        typing = None
        if (now := self.view.typed_now()) is not None and not self.view.grid.why_not(*now[:2]):
            typing = (*self.view.grid.place(*now[:2]), now[2])
        day_drafts.keep(self.sheet, typing)

    def _take_up_draft(self) -> None:
        lines = day_drafts.take_up(self.sheet)
        if lines:
            self.view.grid.refresh()
            self.view.sync()
            self._show_sums()
            self.messages.say(Message(ngettext(
                "{count} line that could not be saved is here again.",
                "{count} lines that could not be saved are here again.", len(lines)).format(count=len(lines)), "note"))
        names = dict(self._sites)
        for site, month in day_drafts.waiting(self.session.store):
            if (site, month) != (self.choice.site, self.choice.month) and site in names:
                text = _("In the sheet of {site}, {month}, lines wait that could not be saved.")
                self.messages.say(Message(text.format(site=names[site] or _("Without site"), month=month), "note",
                                          _("Open it"), partial(self._open_other, site, month)))
                break
        if self._sites == [("", "")] and not self.sheet.lines and not self.session.read_only:
            self.messages.say(Message(_("There is no site yet. A day sheet belongs to a site."), "note",
                                      _("New {kind}").format(kind=_(Site.about.one)),
                                      lambda: self.session.open("site", new=True), lasting=True))

    def _open_other(self, site: str, month: str) -> None:
        self.visit(Visit("day_sheet", record=f"{site}/{month}"))

    # what happens

    def _on_records_changed(self, types: frozenset[str]) -> None:
        if not types & {"production", "shift", "crew", "person", "site"}:
            return
        if not self.isVisible():
            self._late = True
            return
        self._take_in(names=bool(types & {"crew", "person", "site"}))

    def _take_in(self, *, names: bool) -> None:
        if names:
            self.sheet.renew_names()
            self._sites = sites(self.session.store)
            self.head.show_choice(self._sites, self.sheet.period.begins, self.unit)
        if self.sheet.refresh() or names:
            self.view.grid.refresh()
            self.view.sync()
            self._show_sums()

    def _show_sums(self) -> None:
        self.totals.put(self.view.grid)
        if not self._summing.isActive():
            self._summing.start()
        self._show_note()

    def _show_foot(self) -> None:
        self.foot.say(foot_text(self.sheet))

    def _show_note(self) -> None:
        """What is said of the cell in hand, and what can be done about it."""
        row, column = self.view.place()
        grid = self.view.grid
        line = self.view.line()
        emptied(self.offered)
        problem = grid.problem(row, column) if column < grid.columns() and row < grid.rows() else ""
        typed = grid.typed(row, column) if not problem and line is not None else ""
        self.note.setProperty("role", "problem" if problem else "quiet")
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)
        self.note.say(problem or (_("Typed: {text}").format(text=typed) if typed else ""))
        if self.session.read_only:
            return
        row_of = QHBoxLayout()
        row_of.setSpacing(12)
        for words, run in self._offers(line):
            row_of.addWidget(button(words, run, look="link"))
        if row_of.count():
            self.offered.addLayout(row_of)

    def _offers(self, line: Line | None) -> list[tuple[str, Callable[[], object]]]:
        found: list[tuple[str, Callable[[], object]]] = []
        doubtful = next((each for each in self.sheet.lines if each.doubts), None)
        if doubtful is not None:
            name = min(doubtful.doubts)
            text, (whole, parts) = doubtful.texts[name], doubtful.doubts[name]
            own, other = (".", ",") if "." in text else (",", ".")
            for mark, number in ((other, whole), (own, parts)):
                words = _("“{text}” is {number}").format(text=text, number=decimal_text(number, None, current()))
                found.append((words, partial(self.settle_doubts, mark)))
        if line is not None and line.theirs:
            found.append((_("Look at both versions"), lambda: self.settle(line)))
        name = self._unknown(line)
        if line is not None and name:
            kind = _(Crew.about.one) if name == "crew" else _("person")
            found.append((_("New {kind}: {name}").format(kind=kind, name=line.values[LINKS[name]]) + " (Ctrl+Enter)",
                          lambda: self.create_named(str(line.values[LINKS[name]]))))
        return found

    def _unknown(self, line: Line | None) -> str:
        """Which cell in hand holds a name that is not known here."""
        row, column = self.view.place()
        if line is None or self.view.grid.why_not(row, column):
            return ""
        name = self.view.grid.place(row, column)[1]
        name = self.choice.by if isinstance(self.view.grid, MonthGrid) else name
        return name if name in LINKS and line.values.get(LINKS[name]) and not line.values.get(name) else ""

    def _on_asked(self, wish: str) -> None:
        {"undo": self.undo, "redo": self.redo, "idle": lambda: self.turn_idle(whole=False),
         "idle_site": lambda: self.turn_idle(whole=True), "remove": self.remove, "open": self.open_in_list}[wish]()

    # verbs

    def undo(self) -> None:
        """Take back the last act: first what is not saved, then what is in the register."""
        if self.session.read_only:
            return
        if self.sheet.take_back():
            self.view.grid.refresh()
            self.view.sync()
            self.view.show_hint()
            self._in_hand = self.view.line()
            self._show_sums()
            self._drafting.start()
            return
        self._reverse(self.session.store.undo, _("Undone: {title}"), _("There is nothing to undo."))

    def redo(self) -> None:
        """Do again what was undone last."""
        if not self.session.read_only:
            self._reverse(self.session.store.redo, _("Done again: {title}"), _("There is nothing to do again."))

    def _reverse(self, run: Callable[[], Any], words: str, nothing: str) -> None:
        try:
            done = run()
        except ArmdeskError as error:
            self.messages.say(Message(str(error), "warn"))
            return
        self._take_in(names=False)
        self.session.say(words.format(title=done.title) if done else nothing, "good" if done else "note")

    def turn_idle(self, *, whole: bool) -> None:
        """Mark marked days as without work, or as worked again, and ask for the reason."""
        if self.session.read_only:
            return
        self.view.close_editor(keep=True)
        top, left, bottom, right = self.view.marked()
        grid = self.view.grid
        if isinstance(grid, MonthGrid):
            lines = grid.idle_site(range(top, bottom + 1)) if whole else grid.idle_lines(
                [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)])
        elif isinstance(grid, ListGrid):
            lines = [line for row in range(top, bottom + 1) if (line := grid.line(row, 0)) is not None] or [
                grid.fresh(next(iter(self.sheet.gaps()), None))]
        else:
            return
        idle = not (lines and all(line.values.get("no_work") for line in lines))
        touched = self.sheet.turn_idle(lines, idle=idle)
        if len(touched) < len(lines) or not lines:
            self.messages.say(Message(_("Where a delivery has a weight, the day is not one without work; it stays as "
                                        "it is."), "warn"))
        grid.refresh()
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
        grid = self.view.grid
        lines = {line for row in range(top, bottom + 1) for column in range(left, right + 1)
                 if (line := grid.line(row, column)) is not None}
        records = [record for line in lines if line.id
                   if (record := self.session.store.get(Production, line.id)) is not None and not record.trashed]
        try:
            if records:
                self.session.store.trash(records)
        except ArmdeskError as error:
            self.messages.say(Message(str(error), "warn"))
            return
        self.sheet.forget(lines)
        grid.refresh()
        self.view.sync()
        self._in_hand = self.view.line()
        self._show_sums()
        self._drafting.start()

    def open_in_list(self) -> None:
        """Show the deliveries of a day that are added up in a cell."""
        grid = self.view.grid
        if not isinstance(grid, MonthGrid):
            return
        lines = grid.lines_at(*self.view.place())
        if lines:
            self.choice.view = "list"
            self._keep_choice()
            self._show_grid()
            shown = self.view.grid
            if isinstance(shown, ListGrid) and lines[0] in shown.lines:
                self.view.go_to(shown.lines.index(lines[0]), 0)

    def create_named(self, name: str) -> None:
        """Make a crew of a name that is not known; for a person, open the form where the rest is asked."""
        kind = self._unknown(self.view.line())
        if not kind or not name or self.session.read_only:
            return
        if kind == "person":
            self.session.open("person", new=True, values={"name": name, "site": self.choice.site or None})
            return
        try:
            self.session.store.save(Crew(name=name, site=self.choice.site or None))
        except ArmdeskError as error:
            self.messages.say(Message(str(error), "warn"))
            return
        self.sheet.renew_names()
        self._save(self.sheet.link_names())
        self.view.grid.refresh()
        self.view.sync()
        self._show_sums()

    def link_names(self) -> None:
        """Tie all names that were kept as written to the crews and people who alone bear them."""
        touched = self.sheet.link_names()
        self._save(touched)
        self.view.grid.refresh()
        self.view.sync()
        self._show_sums()
        self.messages.say(Message(ngettext("{count} line was tied to crews or people by name.",
                                           "{count} lines were tied to crews or people by name.", len(touched)).format(
            count=len(touched)), "good" if touched else "note"))

    def settle_doubts(self, mark: str) -> None:
        """Read all doubtful numbers with one decimal mark."""
        self._save(self.sheet.settle_doubts(mark))
        self.view.grid.refresh()
        self.view.sync()
        self.view.show_hint()
        self._show_sums()

    def settle(self, line: Line) -> None:
        """Two people changed one delivery: choose field by field."""
        mine = conflict.choose(self, Production, " ".join(line.problems.get("", [])), line.theirs, set(line.theirs))
        if mine is None:
            return
        day_saving.settle(self.session.store, line, mine)
        self._save([line])
        self.view.grid.refresh()
        self.view.sync()
        self.view.show_hint()
        self._show_sums()

    def turn_typed(self) -> None:
        """Show cells as they were typed, or as values again."""
        self.view.grid.as_typed = not self.view.grid.as_typed
        self.view.sync()

    # out

    def _out(self, write: Callable[[QWidget, Session, Grid, str], None]) -> None:
        self.view.close_editor(keep=True)
        write(self, self.session, self.view.grid, dict(self._sites).get(self.choice.site) or _("Without site"))

    def _offer_prints(self) -> None:
        menu = QMenu(self)
        menu.addAction(_("This month as PDF"), lambda: self._out(day_export.print_sheet))
        menu.addAction(_("Empty sheet to write on"), lambda: self._out(day_export.print_empty))
        menu.exec(self.print_button.mapToGlobal(QPoint(0, self.print_button.height() + 2)))

    def _offer_more(self) -> None:
        menu, theme = QMenu(self), self.session.theme
        menu.addAction(theme.icon("export"), _("Export what you see"),
                       lambda: self._out(day_export.export))
        typed = menu.addAction(_("Show as typed") + "\tCtrl+T", self.turn_typed)
        typed.setCheckable(True)
        typed.setChecked(self.view.grid.as_typed)
        if not self.session.read_only:
            menu.addAction(theme.icon("link"), _("Tie written names to crews and people"), self.link_names)
            menu.addSeparator()
            menu.addAction(theme.icon("trash"), _("To the trash") + "\tCtrl+-", self.remove)
        menu.exec(self.more_button.mapToGlobal(QPoint(0, self.more_button.height() + 2)))
