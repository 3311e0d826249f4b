"""Fifth step of a meeting: what the minutes still lack, finishing them, and the paper for the book."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from armdesk.errors import ArmdeskError
from armdesk.i18n import _, current
from armdesk.models import Meeting
from armdesk.reports.document import Document
from armdesk.services.governance import meeting_work
from armdesk.services.governance.meeting_work import Sheet
from ui import printing, texts
from ui.blocks import button, card, emptied, in_groups, rule, scrolled, sign
from ui.layouts import column_in
from ui.messages import Message, Messages
from ui.session import Session


class MinutesStep(QWidget):
    """What is missing, then Finish, then print."""

    def __init__(self, session: Session, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.messages = session, messages
        self.sheet: Sheet | None = None
        column = column_in(self)
        frame, self.inside = card()
        column.addWidget(scrolled(frame), 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        self.print_button = button(_("Minutes (PDF)"), self.print_minutes)
        self.finish_button = button(_("Finish the minutes"), self.finish, look="primary")
        for each in (self.print_button, self.finish_button):
            each.setEnabled(False)
            row.addWidget(each)
        column.addLayout(row)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show what the minutes of a meeting lack."""
        self.sheet = sheet
        self.print_button.setEnabled(True)
        self.finish_button.setEnabled(not self.session.read_only)
        column = emptied(self.inside)
        missing = sheet.missing()
        column.addWidget(texts.label(_("Still missing in these minutes:") if missing else _(
            "Nothing is missing: the minutes can be finished."), role="subheading", wrap=True))
        for sentence in missing:
            row = QHBoxLayout()
            row.addWidget(sign(self.session.theme.icon("warn", "warn"), _("warning")))
            row.addWidget(texts.label(sentence, wrap=True), 1)
            column.addLayout(row)
        column.addWidget(rule())
        for each in sheet.decided:
            text = _("{number} {topic}. {result}").format(number=each.resolution.number or "",
                                                          topic=each.resolution.topic, result=each.outcome.said())
            column.addWidget(texts.label(text.strip(), wrap=True))
        for agreement in sheet.agreed:
            column.addWidget(texts.label(agreement.label(), wrap=True))
        if sheet.meeting.minutes_on:
            column.addWidget(rule())
            column.addWidget(texts.label(_("Finished on {day}; code of the history:").format(
                day=sheet.meeting.minutes_on), role="quiet"))
            column.addWidget(texts.label(in_groups(str(sheet.meeting.minutes_head)), role="mono", wrap=True))
        column.addStretch(1)

    def begin_work(self) -> None:
        """Put the keyboard on the button that finishes."""
        self.finish_button.setFocus()

    def keep(self) -> bool:
        """Nothing is typed here."""
        return True

    def finish(self) -> None:
        """Keep what was counted with the minutes, with the day and the code of the history."""
        if self.sheet is None:
            return
        try:
            meeting_work.finish(self.session.store, self.sheet.meeting, self.session.today())
        except ArmdeskError as error:
            self.messages.say(Message(str(error), "alarm"))
            return
        self.messages.say(Message(_("The minutes are finished: print them, have them signed and file the paper."),
                                  "good", _("Minutes (PDF)"), self.print_minutes))

    def print_minutes(self) -> None:
        """Write the minutes as a PDF."""
        if self.sheet is None:
            return
        store, meeting, today, language = self.session.store, self.sheet.meeting, self.session.today(), current()
        title = _("Minutes no. {number}").format(number=meeting.number or meeting.date)

        def report() -> Document:
            from armdesk.reports.meeting_papers import minutes

            return minutes(store, store.get(Meeting, meeting.id) or meeting, today, language)

        printing.to_file(self.session, self, _("Minutes (PDF)"), f"{title}.pdf", report)
