"""The page of one incident: from the first report to the closed file, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from armdesk.i18n import _
from armdesk.models import Incident, InjuredPerson, incident_choices
from armdesk.models.incident import SEALED
from armdesk.record import Record
from armdesk.services.safety import incident_clock, incident_twins
from ui import incident_papers, texts
from ui.blocks import button
from ui.first_report import say_alarm
from ui.flow import Flow
from ui.hurt_aside import HurtDialog
from ui.incident_steps import Actions, Around, Hurt, Papers, Rows, Told, gather
from ui.layouts import column_in
from ui.messages import Message
from ui.record_view import RecordView
from ui.session import Session
from ui.twin_dialog import compare

KINDS, INJURIES, CAUSES, PAPERS, TOLD, ACTIONS, CLOSING = range(1, 8)
_TWO_FIELDS, _NO_LIMIT = 124, 16_777_215
"""Units: pixels; the second is Qt's word for no limit."""


@dataclass(frozen=True)
class _Step:
    """One step: its word, the groups of the form it shows, and what stands below them."""

    word: str
    groups: tuple[str, ...]
    below: QWidget | None = None


class IncidentView(RecordView):
    """An incident with its steps; Ctrl+1 to Ctrl+8 go to them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.around: Around | None = None
        self._asked, self._alarmed = 0, ""
        self.step = 0
        super().__init__(session, Incident, parent)
        for place in range(len(self.steps)):
            self._key(f"Ctrl+{place + 1}", partial(self.choose, place))
        session.changes.records_changed.connect(lambda _types: self._on_records_changed())

    def body(self, card: QFrame) -> QWidget:
        """State, work to do, the steps, and of the form what belongs to the step."""
        whole = QWidget()
        column = column_in(whole, 6)
        self.alarm_line = texts.label("", role="alarm", wrap=True)
        self.state_line = texts.label("", role="gold", wrap=True)
        column.addWidget(self.alarm_line)
        column.addWidget(self.state_line)
        self.bar = QWidget()
        flow = Flow(self.bar, spacing=6)
        self.buttons = {
            "first": button(_("First report (PDF)"), lambda: self._print(incident_papers.FIRST)),
            "full": button(_("Full report (PDF)"), lambda: self._print(incident_papers.FULL)),
            "sealed": button(_("With the sealed part (PDF)"), lambda: self._print(incident_papers.SEALED)),
            "twin": button(_("Same event in another book?"), self.look_for_twin)}
        for each in self.buttons.values():
            flow.addWidget(each)
        column.addWidget(self.bar)
        self.card = card
        self.form.setStyleSheet("QPlainTextEdit { min-height: 48px; }")  # what is told may not be squeezed to one line
        self._make_steps()
        column.addLayout(self._step_row())
        column.addWidget(card, 3)
        for step in self.steps:
            if step.below is not None:
                column.addWidget(step.below, 2)
        self.filler = QWidget()
        column.addWidget(self.filler, 1)
        return whole

    def _make_steps(self) -> None:
        self.hurt, self.papers = Hurt(self.session), Papers(self.session)
        self.told, self.action_list = Told(self.session), Actions(self.session)
        self.gaps = QFrame()
        inside = QVBoxLayout(self.gaps)
        inside.setContentsMargins(0, 0, 0, 0)
        self.gap_words = texts.label("", wrap=True)
        inside.addWidget(self.gap_words)
        self.close_button = button(_("Close the incident"), self.close_incident, look="primary")
        inside.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.steps: Sequence[_Step] = (
            _Step(_("What happened"), ("",)), _Step(_("Kind"), ("Kind of event",)),
            _Step(_("Injuries"), ("Injuries", SEALED), self.hurt), _Step(_("Causes"), ("Analysis",)),
            _Step(_("Papers"), (), self.papers), _Step(_("Told"), ("Report",), self.told),
            _Step(_("Actions"), (), self.action_list), _Step(_("Effect"), ("Effect and closing",), self.gaps))
        self.hurt.opened.connect(self.edit_hurt)
        self.hurt.wanted.connect(lambda: self.edit_hurt(""))
        for rows in (self.papers, self.told, self.action_list):
            rows.saved_first = self.saved_first
            rows.gone.connect(lambda page, id_: self.session.open(page, record=id_))

    def _step_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        group = QButtonGroup(self)
        self.step_buttons: list[QPushButton] = []
        for place, step in enumerate(self.steps):
            made = button(f"{place + 1} {step.word}", partial(self.choose, place), look="tab",
                          tip=_("{step} (Ctrl+{number})").format(step=step.word, number=place + 1))
            made.setCheckable(True)
            group.addButton(made)
            row.addWidget(made)
            self.step_buttons.append(made)
        row.addStretch(1)
        return row

    # showing

    def choose(self, place: int, *, focus: bool = True) -> None:
        """Show one step and put the keyboard into it."""
        self.step = place
        step = self.steps[place]
        self.step_buttons[place].setChecked(True)
        for name, part in self.form.groups.items():
            part.setVisible(name in step.groups)
        if self.seal is not None:
            self.seal.show(wanted=SEALED in step.groups)
        self.card.setVisible(bool(step.groups))
        self.card.setMaximumHeight(_TWO_FIELDS if place == TOLD else _NO_LIMIT)  # the list below needs the room
        for place_of, each in enumerate(self.steps):
            if each.below is not None:
                each.below.setVisible(place_of == place)
        self.filler.setVisible(not step.groups and step.below is None)
        self.form.area.verticalScrollBar().setValue(0)
        if not focus:
            return
        row = next((row for row in self.form.rows.values() if row.field.group in step.groups
                    and row.isVisibleTo(self.form) and not row.field.readonly), None)
        if row is not None:
            row.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(step.below, Rows):
            step.below.take_keyboard()

    def begin(self, values: dict[str, Any] | None = None) -> None:
        """An incident typed in whole, such as one from an old book; nothing is around it yet."""
        super().begin({"reported_on": self.session.today(), **(values or {})})
        self.around, self._alarmed = None, ""
        self._show_around(there=False)
        self.choose(0)

    def open(self, record: Record) -> None:
        """Show an incident that is there, at its first step."""
        super().open(record)
        self._alarmed = incident_clock.alarm(record) if isinstance(record, Incident) else ""
        self._show_around(there=True)
        self.choose(0)
        self.refresh()

    def _show_around(self, *, there: bool) -> None:
        self.bar.setVisible(there)
        for place in (PAPERS, ACTIONS):
            self.step_buttons[place].setEnabled(there)
        self.alarm_line.hide()
        self.state_line.setText("")

    def refresh(self) -> None:
        """Read what stands around the incident again."""
        record = self.form.record
        if isinstance(record, Incident) and record.version:
            self._asked += 1
            number, store, now = self._asked, self.session.store, self.session.workspace.now()
            self.session.jobs.read(self, lambda: (number, gather(store, record.id, now)), self._on_gathered)

    def _on_records_changed(self) -> None:
        if not self.isVisible() or not self.form.record.version:
            return
        fresh = self.session.store.get(Incident, self.form.record.id)
        if fresh is not None and not self.form.dirty and fresh.version != self.form.record.version:
            self.form.put(fresh)
            self.choose(self.step, focus=False)
        self.refresh()

    def _on_gathered(self, answer: tuple[int, Around | None]) -> None:
        number, found = answer
        if number != self._asked or found is None:
            return
        self.around = found
        incident = found.incident
        self.alarm_line.setText(" ".join(filter(None, (found.alarm, found.to_tell))))
        self.alarm_line.setVisible(bool(self.alarm_line.text()))
        words = [f"▸ {_(word)}" if code == incident.stage else _(word)
                 for code, word in incident_choices.STAGE.items()]
        self.state_line.setText("   ›   ".join(words) + (f"      {found.report_due}" if found.report_due else ""))
        if found.counted_with:
            self.state_line.setText(found.counted_with)
        self.hurt.show_around(found)
        self.papers.show_around(found)
        self.told.show_around(found)
        self.action_list.show_around(found)
        ready = not found.gaps
        self.gap_words.setText(_("Nothing is missing: it can be closed.") if ready else
                               "\n".join(f"• {each}" for each in found.gaps))
        closed = incident.status == "closed"
        self.gap_words.setVisible(not closed)
        self.close_button.setVisible(not closed and not self.session.read_only)

    # doing

    def saved_first(self) -> bool:
        """What was typed is kept before something is done around it."""
        if self.form.record.version and not self.form.dirty:
            return True
        return self._kept()

    def save(self) -> None:
        """Keep what is typed; where something is wrong, go to its step."""
        self._kept()

    def save_and_new(self) -> None:
        """Keep what is typed and start the next."""
        if self._kept():
            self.begin()

    def _kept(self) -> bool:
        """Whether it could be kept."""
        kept = self.form.save()
        if not kept:
            self._go_to_problem()
        return kept

    def _go_to_problem(self) -> None:
        row = next((row for row in self.form.rows.values() if row.problems()), None)
        if row is None:
            return
        place = next((place for place, step in enumerate(self.steps) if row.field.group in step.groups), self.step)
        self.choose(place, focus=False)
        row.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_saved(self, record: Record) -> None:
        super()._on_saved(record)
        if isinstance(record, Incident):
            self._tell_at_once(record)
        self._show_around(there=True)
        self.choose(self.step, focus=False)
        self.refresh()

    def _tell_at_once(self, incident: Incident) -> None:
        """What alarms is said when it is kept; of a new entry also whether it stands in another book."""
        alarm = incident_clock.alarm(incident)
        if alarm and alarm != self._alarmed:
            say_alarm(self.session, incident)
        self._alarmed = alarm
        if incident.version == 1 and incident_twins.like(self.session.store, incident):
            self.session.say(_("Another entry of these days reads like this one."), "warn", _("Look at both"),
                             self.look_for_twin)

    def edit_hurt(self, id_: str) -> None:
        """Open a hurt person, or begin one."""
        if not self.saved_first():
            return
        record = self.session.store.get(InjuredPerson, id_) if id_ else InjuredPerson(incident=self.form.record.id)
        if record is not None:
            dialog = HurtDialog(self.session, record, self)
            dialog.exec()
            dialog.deleteLater()
            self.hurt.take_keyboard()

    def look_for_twin(self) -> None:
        """Look whether the same event stands in another book, side by side."""
        if not self.saved_first():
            return
        record = self.form.record
        found = incident_twins.like(self.session.store, record) if isinstance(record, Incident) else []
        if found:
            compare(self.session, record, found[0], self)  # type: ignore[arg-type]  # an Incident
        else:
            self.session.say(_("No other entry of these days reads like this one."), "note")

    def close_incident(self) -> None:
        """Close it, or say what is still open."""
        self.form.rows["status"].editor.put("closed")
        if not self.form.rows["closed_on"].editor.take():
            self.form.rows["closed_on"].editor.put(self.session.today())
        self.form.touch()
        if not self._kept():
            self.form.messages.say(Message(_("It stays open until this is done."), "warn"))

    def _print(self, edition: str) -> None:
        record = self.form.record
        if self.saved_first() and isinstance(record, Incident):
            incident_papers.print_report(self.session, self, self.form.record, edition,  # type: ignore[arg-type]
                                         sealed_open=self.seal is not None and self.seal.is_open)
