"""Fourth step of a meeting: decisions with the votes by sex, their result at once, and what follows from them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from armdesk.i18n import _
from armdesk.models import Resolution
from armdesk.models.choices import RESOLUTION_STATUS
from armdesk.record import Record
from armdesk.services.governance import agreements, meeting_work, votes
from armdesk.services.governance.meeting_work import Sheet
from armdesk.services.money.premium import votes_text
from ui import texts
from ui.blocks import button, key, scrolled
from ui.forms import Form
from ui.layouts import column_in
from ui.plain_table import PlainTable
from ui.session import Session

_FIELDS = ("number", "agenda_item", "topic", "majority", "votes_for", "women_for", "votes_against", "women_against",
           "abstained", "women_abstained", "status", "stepped_aside", "amount", "currency", "text", "concerns",
           "concerns_party")


class VotesStep(QWidget):
    """Decisions on the left, the one in hand on the right; Ctrl+Enter saves it and begins the next."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.sheet: Sheet | None = None
        self._chosen = ""
        self._status_typed = self._filling = False
        column = column_in(self)
        split = QSplitter()
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        self.table = PlainTable(session.theme, _("Decisions"))
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        split.addWidget(self.table)
        card = QFrame()
        card.setProperty("card", "true")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        self.form = Form(session, Resolution, only=_FIELDS)
        inside.addWidget(scrolled(self.form, "surface"))
        split.addWidget(card)
        split.setSizes([380, 620])
        column.addWidget(split, 1)
        column.addLayout(self._foot())
        self.form.computed.connect(self._say_result)
        self.form.touched.connect(self._on_touched)
        self.form.saved.connect(self._on_saved)
        key(self, "Ctrl+Return", self.next)
        key(self, "Ctrl+Enter", self.next)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.result = texts.Elided()
        row.addWidget(self.result, 1)
        self.agreement_button = button(_("New agreement"), self.note_agreement,
                                       tip=_("What an organisation promised in this dialogue"))
        self.action_button = button(_("Create action"), self.create_action)
        self.premium_button = button(_("Premium decision"), self.note_premium,
                                     tip=_("Note the amount as decided in the premium account"))
        self.new_button = button(_("New decision"), self.next, tip=_("Save and new (Ctrl+Enter)"))
        self.save_button = button(_("Save the decision"), self.keep, look="primary", tip=_("Save (Ctrl+S)"))
        for each in (self.agreement_button, self.action_button, self.premium_button, self.new_button, self.save_button):
            each.setEnabled(not self.session.read_only)
            row.addWidget(each)
        return row

    def show_sheet(self, sheet: Sheet) -> None:
        """Show the decisions of a meeting; what somebody is typing stays."""
        self.agreement_button.setVisible(sheet.meeting.kind == "dialogue")
        other = self.sheet is None or self.sheet.meeting.id != sheet.meeting.id
        self.sheet = sheet
        found = sheet.decided

        def cell(row: int, column: int) -> str:
            each = found[row]
            words = ((_("action"), each.actions), (_("premium"), each.premium))
            follows = ", ".join(word for word, count in words if count)
            return (str(each.resolution.number or ""), str(each.resolution.topic),
                    _(RESOLUTION_STATUS[each.resolution.status or "adopted"]), votes_text(each.resolution),
                    follows)[column]

        if other and not self.form.dirty:
            self._chosen = found[0].resolution.id if found else ""
        wanted = self._chosen
        self._filling = True
        self.table.show_rows((_("No."), _("Decision"), _("State"), _("Votes"), _("What follows")), len(found), cell)
        place = next((place for place, each in enumerate(found) if each.resolution.id == wanted), -1)
        if place >= 0:
            self.table.selectRow(place)
        else:
            self.table.selectionModel().clear()
        self._filling = False
        if not self.form.dirty:
            self._put(found[place].resolution if place >= 0 else None)
        self._offer()

    def begin_work(self) -> None:
        """Put the keyboard into what is decided."""
        self.form.rows["topic"].editor.setFocus()

    def keep(self) -> bool:
        """Save the decision in hand if it was changed."""
        return not self.form.dirty or self.form.save()

    def next(self) -> None:
        """Save the decision in hand and begin the next."""
        if not self.session.read_only and self.keep():
            self._chosen = ""
            self.table.selectionModel().clear()
            self._put(None)
            self.begin_work()

    def create_action(self) -> None:
        """An action that comes from the decision in hand."""
        if self.keep() and self.form.record.version:
            self.session.open("action", new=True, values={
                "origin": f"resolution/{self.form.record.id}", "adopted_on": self._day(),
                "measure": self._resolution().topic})

    def note_premium(self) -> None:
        """The amount decided, as an entry of the premium account."""
        if self.keep() and self.form.record.version:
            made = self._resolution()
            self.session.open("premium_entry", new=True, values={
                "kind": "budgeted", "date": self._day(), "resolution": made.id, "amount": made.amount,
                "currency": made.currency, "use": made.topic})

    def note_agreement(self) -> None:
        """What an organisation promised in this meeting."""
        if self.keep() and self.sheet is not None:
            store, today = self.session.store, self.session.today()
            self.session.open("agreement", new=True, values={
                "number": agreements.next_number(store, today), "meeting": self.sheet.meeting.id,
                "agreed_on": self.sheet.meeting.date})

    def _resolution(self) -> Resolution:
        record = self.form.record
        return record if isinstance(record, Resolution) else Resolution()

    def _day(self) -> Any:
        return self.sheet.meeting.date if self.sheet is not None else self.session.today()

    def _put(self, resolution: Resolution | None) -> None:
        """Show a decision, or an empty one that belongs to this meeting."""
        self._status_typed = resolution is not None
        if resolution is not None:
            self.form.put(resolution)
        elif self.sheet is not None:
            values = {"meeting": self.sheet.meeting.id, "majority": votes.USUAL,
                      "number": meeting_work.next_resolution(self.sheet.meeting, self.sheet.decided)}
            focus = self.window().focusWidget()
            self.form.begin(values)
            if focus is not None:
                focus.setFocus()
        self._say_result(self.form.record)
        self._offer()

    def _offer(self) -> None:
        there = bool(self.form.record.version) and not self.session.read_only
        self.action_button.setEnabled(there)
        self.premium_button.setEnabled(there)

    def _say_result(self, record: Record) -> None:
        """The result at once; the state follows it until somebody says otherwise."""
        if self.sheet is None or not isinstance(record, Resolution):
            return
        found = votes.outcome(record, self.sheet.meeting, self.sheet.statutes, self.sheet.count)
        doubts = votes.doubts(record, self.sheet.count)
        for name in ("votes_for", "women_for"):
            self.form.rows[name].say_problems([doubts[name]] if name in doubts else [])
        self.result.say(found.said())
        if found.carried is not None and not self._status_typed:
            self.form.put_values({"status": "adopted" if found.carried else "rejected"})

    def _on_touched(self, name: str) -> None:
        if name == "status":
            self._status_typed = True

    def _on_saved(self, record: Record) -> None:
        self._chosen = record.id
        self._status_typed = True
        self._offer()

    def _on_row(self, now: QModelIndex, _before: QModelIndex) -> None:
        if self._filling or self.sheet is None or not now.isValid() or now.row() >= len(self.sheet.decided):
            return
        chosen = self.sheet.decided[now.row()].resolution
        if chosen.id != self._chosen and self.keep():
            self._chosen = chosen.id
            self._put(chosen)
