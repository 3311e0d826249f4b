"""Above the form of a grievance: what it owes until when, and its next step."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from armdesk.models import Grievance
from armdesk.record import Record
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.numbering import next_code
from armdesk.services.safety import grievance_clock
from ui import texts
from ui.forms import Form
from ui.layouts import column_in
from ui.session import Session


class GrievanceAside(QObject):
    """Says the deadlines of the grievance in view, as it is typed."""

    def __init__(self, session: Session, form: Form) -> None:
        super().__init__(form)
        self.session = session
        self._limits: Limits | None = None
        form.shown.connect(self._show)
        form.computed.connect(self._show)
        session.changes.records_changed.connect(self._on_records_changed)

    def framed(self, card: QWidget) -> QWidget:
        """The line of deadlines over the form."""
        whole = QWidget()
        column = column_in(whole)
        self.words = texts.label("", role="gold", wrap=True)
        self.late = texts.label("", role="alarm", wrap=True)
        column.addWidget(self.words)
        column.addWidget(self.late)
        column.addWidget(card, 1)
        return whole

    def _show(self, record: Record) -> None:
        if not isinstance(record, Grievance) or record.received_on is None:
            self.words.setText("")
            self.late.hide()
            return
        if self._limits is None:
            self._limits = Limits(self.session.store)
        today = self.session.today()
        found = grievance_clock.steps(self._limits, record) if record.status != "closed" else []
        late = [step.words(today) for step in found if step.overdue(today)]
        self.words.setText("   ·   ".join(step.words(today) for step in found if not step.overdue(today)))
        self.words.setVisible(bool(self.words.text()))
        self.late.setText("   ·   ".join(late))
        self.late.setVisible(bool(late))

    def _on_records_changed(self, types: frozenset[str]) -> None:
        if types & {"rate", "organisation"}:
            self._limits = None


def first_values(session: Session) -> dict[str, Any]:
    """What a new grievance begins with: the next number and today."""
    today = session.today()
    return {"number": next_code(session.store, Grievance, "number", today, f"Q-{today.year}-001"), "received_on": today}

