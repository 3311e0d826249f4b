"""People > Hold a meeting: leads one meeting from its call to its minutes, step by step."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from armdesk.i18n import _
from armdesk.models import Meeting
from armdesk.models.choices import MEETING_KIND
from armdesk.reports.meeting_papers import quorum_text
from armdesk.services.governance import meeting_work
from armdesk.services.governance.meeting_work import Sheet
from ui import texts
from ui.blocks import Views, button, key, page_head
from ui.layouts import page_column
from ui.meeting_agenda import AgendaStep
from ui.meeting_attendance import AttendanceStep
from ui.meeting_call import CallStep
from ui.meeting_minutes import MinutesStep
from ui.meeting_votes import VotesStep
from ui.messages import Message, Messages
from ui.session import Session, Visit

_SHOWN = 400
_NEW = "+"
"""In place of the id of a meeting that was never saved."""


class AssemblyPage(QWidget):
    """The meeting chosen above; below it the five steps, each with its own key (Ctrl+1 to Ctrl+5)."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.sheet: Sheet | None = None
        self._wanted = ""
        column = page_column(self)
        new = button(_("New meeting"), self.begin, look="primary", tip=_("New meeting (Ctrl+N)"))
        new.setEnabled(not session.read_only)
        column.addLayout(page_head(_("Hold a meeting"), _("From the call to the minutes: agenda, who came, quorum, "
                                                          "votes and what follows. Ctrl+1 to Ctrl+5 go to the steps."),
                                   new))
        self.messages = Messages(session.theme)
        column.addWidget(self.messages)
        column.addLayout(self._choice())
        self.call = CallStep(session, self.messages)
        self.agenda = AgendaStep(session)
        self.attendance = AttendanceStep(session)
        self.votes = VotesStep(session)
        self.minutes = MinutesStep(session, self.messages)
        self._forms, self._refused = {0: self.call.form, 3: self.votes.form}, False
        self.steps: list[Any] = [self.call, self.agenda, self.attendance, self.votes, self.minutes]
        self.views = Views({_("1 Call"): self.call, _("2 Agenda"): self.agenda, _("3 Who came"): self.attendance,
                            _("4 Votes"): self.votes, _("5 Minutes"): self.minutes})
        column.addWidget(self.views, 1)
        self._place = 0
        self.views.shown.connect(self._on_step)
        self.call.kept.connect(self.choose)
        for place in range(len(self.steps)):
            key(self, f"Ctrl+{place + 1}", partial(self.go, place))
        key(self, "Ctrl+N", self.begin)
        key(self, "Ctrl+S", self.keep)
        session.changes.records_changed.connect(lambda _types: self.refresh() if self.isVisible() else None)
        self.setFocusProxy(self.box)
        self.refresh()

    def _choice(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.box = QComboBox()
        self.box.setAccessibleName(_("Meeting"))
        self.box.setMinimumWidth(420)
        self.box.activated.connect(lambda place: self.choose(str(self.box.itemData(place))))
        row.addWidget(self.box)
        self.state = texts.Elided(role="quiet")
        row.addWidget(self.state, 1)
        return row

    # what the window asks

    def visit(self, visit: Visit) -> None:
        """Show a meeting another page asked for, or begin one."""
        if visit.new:
            self.begin(str(visit.values.get("kind") or "assembly"))
        elif visit.record:
            self.choose(visit.record)
        else:
            self.refresh()

    def leave(self) -> bool:
        """Keep what is typed before the page is left; what cannot be saved yet stays here, and as a draft."""
        form = self._forms.get(self._place)
        if not self.keep() and form is not None:
            form.keep_draft()
            self.session.say(_("The meeting is not saved yet; still to be mended: {fields}.").format(
                fields=self._amiss()), "warn", _("Back to the meeting"), lambda: self.session.open("assembly"))
        return True

    def refresh(self) -> None:
        """Read the meetings and the chosen one again."""
        store, wanted = self.session.store, self._wanted

        def read() -> tuple[list[tuple[str, str]], Sheet | None]:
            meetings = store.all(Meeting)[:_SHOWN]
            chosen = next((each for each in meetings if each.id == wanted), meetings[0] if meetings else None)
            if wanted not in ("", _NEW) and (chosen is None or chosen.id != wanted):
                chosen = store.get(Meeting, wanted) or chosen
            return [(each.id, _named(each)) for each in meetings], None if chosen is None else \
                meeting_work.sheet(store, chosen)

        self.session.jobs.read(self, read, self._on_read)

    def _on_read(self, found: tuple[list[tuple[str, str]], Sheet | None]) -> None:
        meetings, sheet = found
        if self._wanted == _NEW:
            self._fill(meetings, "")
            return
        self.sheet = sheet
        self._fill(meetings, sheet.meeting.id if sheet is not None else "")
        if sheet is None:
            self.state.say(_("There is no meeting yet: begin one."))
            if not self.session.read_only and not self.call.form.dirty:
                self.call.begin()
            return
        self._wanted = sheet.meeting.id
        self.state.say(quorum_text(sheet))
        for step in self.steps:
            step.show_sheet(sheet)

    def _fill(self, meetings: list[tuple[str, str]], chosen: str) -> None:
        self.box.clear()
        for id_, name in meetings:
            self.box.addItem(name, id_)
        self.box.setCurrentIndex(self.box.findData(chosen))

    # doing

    def begin(self, kind: str = "assembly") -> None:
        """A new meeting with the next number, called today."""
        if self.session.read_only or not self.keep():
            return
        self._wanted, self.sheet = _NEW, None
        self.box.setCurrentIndex(-1)
        self.state.say(_("A new meeting: write the call and save it."))
        self.views.choose(0)
        self.call.begin(kind)

    def choose(self, id_: str) -> None:
        """Show another meeting; what is typed is kept first."""
        if id_ != self._wanted and not self.keep():
            self.box.setCurrentIndex(self.box.findData(self._wanted))
            return
        self._wanted = id_
        self.refresh()

    def go(self, place: int) -> None:
        """Go to a step."""
        self.views.choose(place)
        self.steps[self._place].begin_work()

    def _on_step(self, place: int) -> None:
        if place == self._place:
            return
        if not self.keep():
            self.views.choose(self._place)
            return
        self._place = place

    def keep(self) -> bool:
        """Save what the step in view has typed; False if something has to be mended first."""
        kept = bool(self.steps[self._place].keep())
        if self._refused:
            self.messages.clear()
        self._refused = not kept
        if amiss := self._amiss():
            self.messages.say(Message(_("Not saved yet; still to be mended: {fields}.").format(fields=amiss), "alarm"))
        return kept

    def _amiss(self) -> str:
        """The fields of the step in view that could not be saved."""
        form = self._forms.get(self._place)
        rows = form.rows.values() if form is not None and self._refused else ()
        return ", ".join(row.field.title() for row in rows if row.problems())


def _named(meeting: Meeting) -> str:
    return " · ".join(filter(None, (str(meeting.date), meeting.number, _(MEETING_KIND[meeting.kind]), meeting.title)))
