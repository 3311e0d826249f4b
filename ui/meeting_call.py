"""First step of a meeting: when, where and for what it is called, and whether that is early enough."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from armdesk.i18n import _, current
from armdesk.models import Meeting
from armdesk.record import Record
from armdesk.reports.document import Document
from armdesk.services.governance import meeting_work
from armdesk.services.governance.meeting_work import Sheet
from armdesk.services.governance.statutes import Statutes
from ui import printing, texts
from ui.blocks import button, scrolled
from ui.forms import Form
from ui.layouts import column_in
from ui.messages import Messages
from ui.session import Session

_FIELDS = ("number", "kind", "date", "starts", "called_on", "place", "title", "organ", "second_call", "chair",
           "secretary", "ends")


class CallStep(QWidget):
    """The call.  kept carries the id of the meeting when it was saved."""

    kept = Signal(str)

    def __init__(self, session: Session, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.messages = session, messages
        self.sheet: Sheet | None = None
        self._statutes: Statutes | None = None
        self._number_typed = False
        column = column_in(self)
        frame = QFrame()
        frame.setProperty("card", "true")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        self.form = Form(session, Meeting, only=_FIELDS)
        inside.addWidget(scrolled(self.form, "surface"))
        column.addWidget(frame, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.notice = texts.Elided(role="quiet")
        row.addWidget(self.notice, 1)
        self.list_button = button(_("List to sign (PDF)"), lambda: self.print_paper("list"))
        self.call_button = button(_("Call to hang up (PDF)"), lambda: self.print_paper("call"))
        self.save_button = button(_("Save the call"), self.keep, look="primary", tip=_("Save (Ctrl+S)"))
        self.save_button.setEnabled(not session.read_only)
        for each in (self.list_button, self.call_button, self.save_button):
            row.addWidget(each)
        column.addLayout(row)
        self.form.saved.connect(lambda record: self.kept.emit(record.id))
        self.form.computed.connect(self._say_notice)
        self.form.touched.connect(self._on_touched)
        self._offer(meeting=False)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show the call of a meeting; what somebody is typing stays."""
        same = self.sheet is not None and self.sheet.meeting.id == sheet.meeting.id
        self.sheet, self._statutes = sheet, sheet.statutes
        if not (same and self.form.dirty):
            self.form.put(sheet.meeting)
        self._offer(meeting=True)
        self._say_notice(sheet.meeting)

    def begin(self, kind: str = "assembly") -> None:
        """An empty call with the next number."""
        self.sheet, self._number_typed = None, False
        self.form.begin({"number": self._next(kind), "kind": kind, "called_on": self.session.today()})
        self._offer(meeting=False)
        self.notice.say("")
        self.begin_work()

    def begin_work(self) -> None:
        """Put the keyboard into the day."""
        self.form.rows["date"].editor.setFocus()

    def keep(self) -> bool:
        """Save the call if it was changed."""
        return not self.form.dirty or self.form.save()

    def _next(self, kind: str, organ: str | None = None) -> str:
        return meeting_work.next_number(self.session.store, self.session.today(), kind, organ)

    def _on_touched(self, name: str) -> None:
        """The number of a new call follows the organ until somebody types one."""
        if name == "number":
            self._number_typed = True
        elif name in ("kind", "organ") and not self._number_typed and not self.form.record.version:
            values = self.form.beside()
            self.form.put_values({"number": self._next(values.get("kind") or "assembly", values.get("organ"))})

    def _offer(self, *, meeting: bool) -> None:
        for each in (self.list_button, self.call_button):
            each.setEnabled(meeting)

    def _say_notice(self, record: Record) -> None:
        if not isinstance(record, Meeting) or self._statutes is None or record.date is None:
            return
        found = meeting_work.notice(record, self._statutes)
        if found.given is None or found.asked is None:
            self.notice.say("")
            return
        text = _("Called {given} days before; {asked} are asked for ({source}).") if found.kept else _(
            "Too late: called {given} days before, {asked} are asked for ({source}).")
        self.notice.say(text.format(given=found.given, asked=found.asked, source=found.source))

    def print_paper(self, which: str) -> None:
        """The call to hang up, or the list to sign at the door."""
        if self.sheet is None or not self.keep():
            return
        store, meeting, today, language = self.session.store, self.sheet.meeting, self.session.today(), current()
        title = _("Call") if which == "call" else _("List of attendance")

        def report() -> Document:
            from armdesk.reports import meeting_papers

            make = meeting_papers.call if which == "call" else meeting_papers.signing_list
            return make(store, store.get(Meeting, meeting.id) or meeting, today, language)

        printing.to_file(self.session, self, title, f"{title} {meeting.number or meeting.date}.pdf", report)
