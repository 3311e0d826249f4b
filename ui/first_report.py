"""Report an incident: the two-minute form, reached by one key from everywhere."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from armdesk.errors import ArmdeskError, InvalidRecord
from armdesk.i18n import _
from armdesk.models import Incident, IncidentNotice, incident_choices
from armdesk.services.safety import first_report, incident_clock, incident_twins
from ui import problems, texts
from ui.blocks import button, scrolled
from ui.form_row import FormRow
from ui.lot_fields import RecordFields
from ui.messages import Message, Messages
from ui.session import Session

_FIELDS = ("date", "time", "severity", "site", "place", "work_stopped", "description", "done_at_once", "services",
           "grave")
_TOLD = ("workers_rep", "manager", "authority")
_ACROSS = 3


class FirstReportDialog(QDialog):
    """What, where, when, who was told, what was done at once; nothing else is asked."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.incident: Incident | None = None
        self.setWindowTitle(_("Report an incident"))
        self.resize(860, 660)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        self.messages = Messages(session.theme)
        column.addWidget(self.messages)
        column.addWidget(texts.label(
            _("What is known now is enough. The rest is completed later, with time."), role="quiet", wrap=True))
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(0, 0, 8, 0)
        body.setSpacing(8)
        self.rows = {name: FormRow(session, Incident.field(name)) for name in _FIELDS}
        body.addLayout(self._grid())
        body.addWidget(texts.label(_("Who was told, when and how"), role="subheading"))
        self.told: dict[str, RecordFields] = {}
        for who in _TOLD:
            body.addWidget(texts.label(_(incident_choices.TOLD[who]), role="gold"))
            self.told[who] = RecordFields(session, IncidentNotice, ("date", "time", "how", "name"), 4)
            body.addWidget(self.told[who])
        body.addStretch(1)
        self.area = scrolled(inside, "surface")
        self.area.setStyleSheet("QPlainTextEdit { min-height: 40px; }")
        column.addWidget(self.area, 1)
        column.addLayout(self._foot())
        for name, row in self.rows.items():
            row.editor.put({"date": session.today()}.get(name))
            row.editor.touched.connect(lambda row=row: row.say_problems([]) if row.problems() else None)
        self.rows["severity"].editor.setFocus()

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        line = place = 0
        for row in self.rows.values():
            if row.editor.wide:
                line, place = line + (1 if place else 0), 0
                grid.addWidget(row, line, 0, 1, _ACROSS)
                line += 1
                continue
            grid.addWidget(row, line, place)
            line, place = (line, place + 1) if place + 1 < _ACROSS else (line + 1, 0)
        for each in range(_ACROSS):
            grid.setColumnStretch(each, 1)
        return grid

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(texts.label(_("Ctrl+Enter saves."), role="small"))
        row.addStretch(1)
        cancel = button(_("Cancel"), self.reject)
        self.go = button(_("Save the report"), self.submit, look="primary", tip=_("Ctrl+Enter"))
        self.go.setEnabled(not self.session.read_only)
        for each in (cancel, self.go):
            each.setAutoDefault(False)
            row.addWidget(each)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(self.submit)
        return row

    def take(self) -> tuple[Incident, list[IncidentNotice], dict[str, list[str]]]:
        """The report as typed, and what could not be read of it."""
        incident, unread = Incident(), {}
        for name, row in self.rows.items():
            try:
                setattr(incident, name, row.editor.take(incident.values()))
            except ValueError as error:
                unread[name] = [str(error)]
        notices = []
        for who, fields in self.told.items():
            taken, wrong = fields.take({"told": who})
            notice = cast("IncidentNotice", taken)
            fields.say(wrong)
            if wrong:
                unread[who] = []
            if any((notice.date, notice.time, notice.how, notice.name)):
                # Who was told is told on the day of the event, unless another one is written.
                notice.date = notice.date or incident.date
                notices.append(notice)
        return incident, notices, unread

    def submit(self) -> None:
        """Keep the report, or say what is missing."""
        incident, notices, unread = self.take()
        self.messages.clear()
        if unread:
            self._tell(unread)
            return
        try:
            self.incident = first_report.report(self.session.store, incident, notices, self.session.today())
        except InvalidRecord as error:
            self._tell(error.problems)
            return
        except ArmdeskError as error:
            problems.show(error, self)
            return
        self.accept()

    def _tell(self, found: dict[str, list[str]]) -> None:
        for name, row in self.rows.items():
            row.say_problems(found.get(name, []))
        faulty = next((row for name, row in self.rows.items() if found.get(name)), None)
        for name, sentences in found.items():
            if name not in self.rows and sentences:
                self.messages.say(Message(" ".join(sentences), "alarm"))
        if faulty is not None:
            self.area.ensureWidgetVisible(faulty, 0, 24)
            faulty.editor.setFocus()


def start(session: Session, parent: QWidget | None) -> Incident | None:
    """Report an incident, say at once what alarms, look whether it stands in another book; None if given up."""
    dialog = FirstReportDialog(session, parent)
    done = dialog.exec() == QDialog.DialogCode.Accepted
    incident = dialog.incident
    dialog.deleteLater()
    if not done or incident is None:
        return None
    session.open("incident", record=incident.id)
    say_alarm(session, incident)
    for other in incident_twins.like(session.store, incident):
        from ui.twin_dialog import compare

        compare(session, incident, other, parent)
        break
    return incident


def say_alarm(session: Session, incident: Incident) -> None:
    """Say in the window's bar why an incident alarms, and who is to be told until when."""
    alarm = incident_clock.alarm(incident)
    duties = incident_clock.to_tell(incident_clock.duties_of(session.store, incident), session.workspace.now())
    if alarm or duties:
        session.say(" ".join(filter(None, (alarm, duties))), "alarm" if alarm else "warn")
