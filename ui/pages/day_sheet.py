"""The day sheet: a month of one site, typed like a spreadsheet, as a list of deliveries or as a calendar."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from armdesk.i18n import _, ngettext
from armdesk.models import Site
from armdesk.services.sheets import day_drafts
from armdesk.services.sheets.day_choice import DayChoice, sites
from armdesk.services.sheets.day_grid import Grid
from armdesk.services.sheets.day_line import Line
from armdesk.services.sheets.day_list import ListGrid
from armdesk.services.sheets.day_sheet import DaySheet
from ui import day_export, texts
from ui.blocks import key, page_head
from ui.day_desk import DayDesk
from ui.day_head import DayHead
from ui.messages import Message, Messages
from ui.session import Session, Visit
from ui.theme import icon_button

_KEPT = "day_sheet"


class DaySheetPage(QWidget):
    """Which sheet is shown and how; the sheet itself lies on the desk."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.choice = DayChoice.read(session.person.columns.get(_KEPT, []))
        self.messages = Messages(session.theme)
        self.head = DayHead(session, self.choice)
        self._late = False
        sheet = self._made_sheet()
        self.desk = DayDesk(session, sheet, self.choice.grid(sheet), self.choice.by)
        self._lay_out()
        self._wire()
        self._show_sheet(sheet, self.desk.view.grid)
        self._welcome()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 10, 16, 6)
        column.setSpacing(6)
        column.addLayout(self._title_row())
        column.addWidget(self.messages)
        column.addWidget(self.head)
        column.addWidget(self.desk, 1)

    def _title_row(self) -> QHBoxLayout:
        self.idle_button = QPushButton(_("Day without work"))
        self.idle_button.setToolTip(texts.tip(_("Marks the day of the crew as a day without work (F8); Shift+F8 the "
                                                "day of the whole site.")))
        self.idle_button.setEnabled(not self.session.read_only)
        self.idle_button.clicked.connect(self.desk.turn_idle)
        self.print_button = QPushButton(_("Print"))
        self.print_button.clicked.connect(self._offer_prints)
        row = page_head(_("Day sheet"), _("A month of one site, typed like a spreadsheet. Each line is saved when you "
                                          "leave it."), self.idle_button, self.print_button)
        self.more_button = icon_button(self.session.theme, "more", _("More"))
        self.more_button.clicked.connect(self._offer_more)
        row.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _wire(self) -> None:
        self.head.keys(self)
        self.head.chosen.connect(self._on_chosen)
        self.head.refused.connect(lambda sentence: self.messages.say(Message(sentence, "warn")))
        self.desk.said.connect(lambda sentence, kind: self.messages.say(Message(sentence, kind)))
        self.desk.list_wanted.connect(self._show_in_list)
        self.session.changes.records_changed.connect(self._on_records_changed)
        key(self, "F5", self.open_sheet)
        key(self, "Ctrl+T", self.desk.turn_typed)

    # which sheet

    def _made_sheet(self) -> DaySheet:
        """The sheet that is chosen, read from the register."""
        session, store = self.session, self.session.store
        self._sites = sites(store)
        if self.choice.site not in [id_ for id_, _name in self._sites]:
            self.choice.site, self.choice.month = self._sites[0][0], ""
        first = self.choice.first(store, session.today())
        self.choice.month = f"{first:%Y-%m}"
        made = DaySheet(store, self.choice.site, first, today=session.today(), reading=session.reading(),
                        unit=session.workspace.settings.gold_units.get(self.choice.site, "g"))
        self._set_defaults(made)
        return made

    def _set_defaults(self, sheet: DaySheet) -> None:
        sheet.defaults = {"quality": self.choice.quality, "shift": self.choice.shift or None}

    def _show_sheet(self, sheet: DaySheet, grid: Grid | None = None, row: int | None = None, column: int = 0) -> None:
        self.head.show_choice(self._sites, sheet.period.begins, sheet.cells.unit)
        self.desk.put(sheet, grid or self.choice.grid(sheet), self.choice.by, row, column)

    def open_sheet(self) -> None:
        """Read the chosen sheet anew; what cannot be saved is kept as a draft and comes back."""
        self.leave()
        self._show_sheet(self._made_sheet())
        self._welcome()

    def _on_chosen(self, name: str) -> None:
        sheet = self.desk.sheet
        self.desk.save_waiting()
        if name == "unit":
            sheet.cells.unit = str(self.head.unit.currentData())
            self.session.workspace.settings.gold_units[sheet.site] = sheet.cells.unit
            if not self.session.read_only:
                self.session.workspace.keep_settings()
        self._keep_choice()
        self._set_defaults(sheet)
        if name in ("site", "month"):
            self.open_sheet()
        elif name in ("quantity", "unit"):
            self._show_sheet(sheet, None, *self.desk.view.place())
        elif name != "quality":
            self._show_sheet(sheet)
        self.desk.view.setFocus()

    def _keep_choice(self) -> None:
        self.session.person.columns[_KEPT] = self.choice.words()

    def _show_in_list(self, line: Line) -> None:
        self.choice.view = "list"
        self._keep_choice()
        self._show_sheet(self.desk.sheet)
        grid = self.desk.view.grid
        if isinstance(grid, ListGrid) and line in grid.lines:
            self.desk.view.go_to(grid.lines.index(line), 0)

    def _welcome(self) -> None:
        """Say what could not be saved here or elsewhere, and what an office without sites does first."""
        count, names = self.desk.take_up_draft(), dict(self._sites)
        if count:
            self.messages.say(Message(ngettext("{count} line that could not be saved is here again.",
                                               "{count} lines that could not be saved are here again.", count).format(
                count=count), "note"))
        for site, month in day_drafts.waiting(self.session.store):
            if (site, month) != (self.choice.site, self.choice.month) and site in names:
                text = _("In the sheet of {site}, {month}, lines wait that could not be saved.")
                self.messages.say(Message(text.format(site=names[site] or _("Without site"), month=month), "note",
                                          _("Open it"), partial(self.visit, Visit("day_sheet", f"{site}/{month}"))))
                break
        self._say_no_site()

    def _say_no_site(self) -> None:
        if self._sites == [("", "")] and not self.desk.sheet.lines and not self.session.read_only:
            self.messages.say(Message(_("There is no site yet. A day sheet belongs to a site."), "note",
                                      _("New {kind}").format(kind=_(Site.about.one)),
                                      lambda: self.session.open("site", new=True), lasting=True))

    # what the window asks

    def visit(self, visit: Visit) -> None:
        """Show what another page asked for: record "<site id>/2025-03", or the sheet as it was left."""
        site, _slash, month = visit.record.partition("/")
        if visit.record and (site, month) != (self.choice.site, self.choice.month):
            self.leave()
            self.choice.site, self.choice.month = site, month
            self._show_sheet(self._made_sheet())
            self._welcome()
        else:
            self._say_no_site()
        self.desk.view.setFocus()

    def leave(self) -> bool:
        """Save what can be saved and keep the rest as a draft."""
        self.desk.save_waiting()
        self.desk.keep_draft()
        self._keep_choice()
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Take in what was changed while another page was in view."""
        super().showEvent(event)
        if self._late:
            self._late = False
            self._take_in(names=True)

    def _on_records_changed(self, types: frozenset[str]) -> None:
        if not types & {"production", "shift", "crew", "person", "site"}:
            return
        if self.isVisible():
            self._take_in(names=bool(types & {"crew", "person", "site"}))
        else:
            self._late = True

    def _take_in(self, *, names: bool) -> None:
        if names:
            self._sites = sites(self.session.store)
            if self.choice.site not in dict(self._sites):  # the first site is there, or the one in view is gone
                self.messages.clear()
                self.open_sheet()
                return
            self.head.show_choice(self._sites, self.desk.sheet.period.begins, self.desk.sheet.cells.unit)
        self.desk.take_in(names=names)

    # out

    def out(self, write: Callable[[QWidget, Session, Grid, str], None]) -> None:
        """Print or export what is seen."""
        self.desk.view.close_editor(keep=True)
        write(self, self.session, self.desk.view.grid, dict(self._sites).get(self.choice.site) or _("Without site"))

    def _offer_prints(self) -> None:
        menu = QMenu(self)
        menu.addAction(_("This month as PDF"), lambda: self.out(day_export.print_sheet))
        menu.addAction(_("Empty sheet to write on"), lambda: self.out(day_export.print_empty))
        menu.exec(self.print_button.mapToGlobal(QPoint(0, self.print_button.height() + 2)))

    def _offer_more(self) -> None:
        menu, theme, desk = QMenu(self), self.session.theme, self.desk
        menu.addAction(theme.icon("export"), _("Export what you see"), lambda: self.out(day_export.export))
        typed = menu.addAction(_("Show as typed") + "\tCtrl+T", desk.turn_typed)
        typed.setCheckable(True)
        typed.setChecked(desk.view.grid.as_typed)
        if not self.session.read_only:
            menu.addAction(theme.icon("link"), _("Tie written names to crews and people"), desk.link_names)
            menu.addSeparator()
            menu.addAction(theme.icon("trash"), _("To the trash") + "\tCtrl+-", desk.remove)
        menu.exec(self.more_button.mapToGlobal(QPoint(0, self.more_button.height() + 2)))
