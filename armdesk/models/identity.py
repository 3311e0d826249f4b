"""Who is who: other spellings of a name, people who are not the same, and alarms of age with their answers."""

from __future__ import annotations

from collections.abc import Mapping

from armdesk.fields import Choice, Choices, Date, Link, LongText, Reference, Text
from armdesk.i18n import N_, _
from armdesk.models import choices
from armdesk.record import About, Record


class OtherName(Record):
    """Another spelling of a person's name, as books of the office have it; rows that bear it are this person's."""

    person = Link("person", N_("Person"), required=True, index=True, key="member_code", personal="identity")
    name = Text(N_("Also written as"), required=True, longest=200, personal="identity", index=True)
    noted_on = Date(N_("Spelling noted on"))
    note = Text(N_("Note"), personal="identity")

    about = About(N_("other name"), N_("Other names"), "people", key=("name",),
                  table=("person", "name", "noted_on", "note"), order="name", search=("name",), details=True,
                  purpose=N_("How the books write a person's name besides the full one."))


class TwoPeople(Record):
    """Somebody looked at two likely duplicates and says that they are two people."""

    person = Link("person", N_("Person"), required=True, index=True, personal="identity")
    other = Link("person", N_("Is not the same as"), required=True, index=True, personal="identity")
    decided_on = Date(N_("Decided on"), required=True)
    decided_by = Text(N_("Decided by"), personal="identity")
    reason = Text(N_("Why they are two"), personal="identity")

    about = About(N_("decision on two people"), N_("Not the same person"), "people", key=("decided_on", "decided_by"),
                  table=("person", "other", "decided_on", "decided_by", "reason"), order="-decided_on",
                  search=("reason",), details=True,
                  purpose=N_("Pairs of people who look alike and are two; signed and dated."))

    def problems(self) -> Mapping[str, str]:
        if self.person and self.person == self.other:
            return {"other": _("This is the same person twice.")}
        return {}


class AgeAlarm(Record):
    """Somebody too young, pregnant or nursing was put to work that is not for them, and what was done about it.

    Source: ILO conventions 138 and 182, CRAFT module 3, pack sheet S32 (minors seen and remediated).
    """

    person = Link("person", N_("Person"), required=True, index=True, key="member_code", personal="identity")
    date = Date(N_("Date of the work"), required=True, index=True)
    rule = Choice(N_("Alarm"), choices.AGE_RULE, required=True, personal="health")
    work = Text(N_("Work it was about"))
    hazards = Choices(N_("Dangers of the work"), choices.HAZARD)
    origin = Reference(N_("Noted in"))
    answer = Choice(N_("Answer to the alarm"), choices.AGE_ANSWER)
    done = LongText(N_("What was done for the person"), personal="health")
    referred_to = Text(N_("Referred to"), help=N_("School, health post, child protection or family."))
    answered_by = Text(N_("Answered by"), personal="identity")
    answered_on = Date(N_("Alarm answered on"))

    about = About(N_("age alarm"), N_("Age alarms"), "people", key=("date", "rule"),
                  table=("date", "person", "rule", "work", "answer", "referred_to", "answered_on"), order="-date",
                  search=("work", "referred_to"),
                  purpose=N_("People too young or protected who were put to work, and what was done about it."))

    def problems(self) -> Mapping[str, str]:
        if self.answer and not (self.done or "").strip():
            return {"done": _("Say what was done, so that somebody else can follow it.")}
        if self.answered_on and self.date and self.answered_on < self.date:
            return {"answered_on": _("This is before the day of the work.")}
        return {}
