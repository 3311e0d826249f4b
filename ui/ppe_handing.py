"""Protective equipment for a whole crew: how many of what each one gets, kept in one go, with its list to sign."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import _, ngettext
from armdesk.models import PpeDelivery
from armdesk.reports import ppe_list
from armdesk.services.people import ppe
from armdesk.services.people.ppe import Given, Receiver
from armdesk.services.people.ppe_grid import PpeGrid
from ui import choosers, problems, texts
from ui.blocks import button, key
from ui.date_editor import DateEditor
from ui.grid import GridView
from ui.grid_paint import TotalsBar
from ui.session import Session


class HandingDialog(QDialog):
    """People of a crew down, items across; "due" stands where something is needed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.kept: list[Given] = []
        self.day = session.today()
        self.told = texts.label(role="quiet")
        self.setWindowTitle(_("Hand out to a crew"))
        self.resize(1180, 600)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(texts.label(_("Type how many each one gets: 1, x, or 1 / 40 with the size; Ctrl+D fills down. "
                                       "Nothing is kept before “Keep”."), role="quiet", wrap=True))
        column.addLayout(self._choosers())
        self.view = GridView(session, PpeGrid([]))
        self.view.setAccessibleName(self.windowTitle())
        self.totals = TotalsBar(session.theme, self.view)
        self.view.written.connect(lambda _touched: self._show_totals())
        self.view.said.connect(self.told.setText)
        column.addWidget(self.view, 1)
        column.addWidget(self.totals)
        column.addLayout(self._foot())
        key(self, "Ctrl+S", self.keep)
        self.read()

    def _choosers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.crew = choosers.crew_box(self.session)
        self.crew.currentIndexChanged.connect(lambda _place: self.read())
        self.date = DateEditor(self.session, PpeDelivery.field("date"))
        self.date.put(self.day)
        self.date.line.setMinimumWidth(120)
        self.date.line.editingFinished.connect(self.read)
        self.due_button = button(_("Give what is due"), self.give_due, tip=_("One of each item that is needed"))
        row.addWidget(self.crew)
        row.addWidget(self.date)
        row.addStretch(1)
        row.addWidget(self.due_button)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.told, 1)
        self.cancel_button = button(_("Cancel"), self.reject)
        self.keep_button = button(_("Keep"), self.keep, look="primary", tip=_("Keep (Ctrl+S)"))
        for each in (self.cancel_button, self.keep_button, self.due_button):
            each.setAutoDefault(False)
        row.addWidget(self.cancel_button)
        row.addWidget(self.keep_button)
        return row

    def read(self) -> None:
        """Read the people of the crew and what each is due."""
        try:
            self.day = self.date.take() or self.session.today()
        except ValueError as error:
            self.told.setText(str(error))
            return
        store, day, crew = self.session.store, self.day, str(self.crew.currentData())
        self.session.jobs.read(self, lambda: (day, crew, ppe.receivers(store, day, crew)), self._on_read)

    def _on_read(self, found: tuple[date, str, list[Receiver]]) -> None:
        day, crew, people = found
        if (day, crew) != (self.day, self.crew.currentData()):
            return
        grid, before = PpeGrid(people), self.view.grid
        typed = {(before.people[row].id, column): told for (row, column), told in before.given.items()}
        for row, each in enumerate(people):
            for column in range(grid.columns()):
                if (each.id, column) in typed:
                    grid.given[row, column] = typed[each.id, column]
        self.view.put(grid)
        due = sum(bool(each.due) for each in people)
        self.told.setText(ngettext("{count} person, {due} of them with something due",
                                   "{count} people, {due} of them with something due", len(people)).format(
            count=len(people), due=due))
        self.due_button.setEnabled(bool(due))
        self._show_totals()
        self.view.setFocus()

    def _show_totals(self) -> None:
        self.totals.put(self.view.grid)
        self.keep_button.setEnabled(bool(self.view.grid.given) and not self.session.read_only)

    def give_due(self) -> None:
        """Fill in one of everything that is due."""
        self.view.close_editor(keep=True)
        self.view.grid.give_due()
        self.view.sync()
        self._show_totals()

    def keep(self) -> None:
        """Keep all as one operation and offer the list to sign."""
        self.view.close_editor(keep=True)
        if self.session.read_only or not self.view.grid.given:
            return
        try:
            self.view.grid.save(self.session.store, self.day)
        except ArmdeskError as error:
            problems.show(error, self)
            return
        self.kept = self.view.grid.to_give()
        self.accept()


def hand_out(session: Session, parent: QWidget) -> None:
    """Hand out to a crew; afterwards the list to sign is one click away."""
    dialog = HandingDialog(session, parent)
    kept = dialog.exec() and dialog.kept
    day, crew = dialog.day, str(dialog.crew.currentData())
    dialog.deleteLater()
    if kept:
        session.say(ngettext("{count} delivery kept.", "{count} deliveries kept.", len(kept)).format(count=len(kept)),
                    "good", _("Print the list to sign"), lambda: print_list(session, parent, day, crew))


def print_list(session: Session, parent: QWidget, day: date, crew: str = "") -> None:
    """The list of what was handed out on a day, with room for signatures."""
    store, today = session.store, session.today()
    name = _("Delivery of protective equipment {day}").format(day=day.isoformat())
    choosers.print_sheet(session, parent, name, lambda: ppe_list.delivery_list(
        store, ppe.given_on(store, day, crew), day, today, crew))
