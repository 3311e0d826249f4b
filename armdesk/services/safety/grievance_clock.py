"""When a grievance has to be acknowledged and answered: dated rates, shorter delays for sensitive ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from armdesk.i18n import _
from armdesk.models import Grievance
from armdesk.services.basis.limits import Limits
from armdesk.services.safety.incident_clock import due_after

ACKNOWLEDGE, ANSWER, RETALIATION = "grievance_acknowledge", "grievance_answer", "retaliation_ask"


@dataclass(frozen=True)
class Step:
    """One step of a grievance with its last day.  Shape: kind of its rate; done_on None while it is not done."""

    kind: str
    due: date
    done_on: date | None

    def overdue(self, day: date) -> bool:
        """Whether it is not done and its last day is over."""
        return self.done_on is None and day > self.due

    def words(self, day: date) -> str:
        """How it stands, in one sentence."""
        names = {ACKNOWLEDGE: _("acknowledge"), ANSWER: _("give the answer"), RETALIATION: _("ask about retaliation")}
        if self.done_on is not None:
            text = _("{step}: done on {day}, too late") if self.done_on > self.due else _("{step}: done on {day}")
            return text.format(step=names[self.kind], day=self.done_on)
        text = _("{step}: overdue since {day}") if day > self.due else _("{step}: until {day}")
        return text.format(step=names[self.kind], day=self.due)


def steps(limits: Limits, grievance: Grievance) -> list[Step]:
    """The steps that a grievance owes, in their order."""
    holds_for = "sensitive" if grievance.sensitive else ""
    # An answer acknowledges too; who is content with it and was not treated worse ends it.
    first = grievance.acknowledged_on or grievance.answered_on
    wanted = [(ACKNOWLEDGE, grievance.received_on, first), (ANSWER, grievance.received_on, grievance.answered_on)]
    if grievance.answered_on and grievance.group != "anonymous":
        wanted.append((RETALIATION, grievance.answered_on, grievance.retaliation_asked_on))
    found = []
    for kind, begins, done in wanted:
        limit = limits.find(kind, begins, applies_to=holds_for)
        if limit is not None:
            found.append(Step(kind, due_after(begins, None, limit).date(), done))
    return found
