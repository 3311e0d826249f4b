"""The agenda of meetings, and what was agreed with others in the joint action plan of the territory."""

from __future__ import annotations

from collections.abc import Mapping

from armdesk.fields import Choice, Code, Date, Flag, Link, LongText, Text, Whole
from armdesk.i18n import N_, _
from armdesk.models import governance_choices as choices
from armdesk.record import About, Record


class AgendaItem(Record):
    """One point of the agenda of a meeting, with what was said about it."""

    meeting = Link("meeting", N_("Meeting"), required=True, index=True)
    place = Whole(N_("Point no."), required=True, least=1, most=999)
    title = Text(N_("Point"), required=True)
    minutes = LongText(N_("What was said"))

    about = About(N_("point of the agenda"), N_("Agendas"), "people", key=("place", "title"),
                  table=("meeting", "place", "title", "minutes"), order="place", search=("title", "minutes"),
                  details=True, purpose=N_("What each meeting was called for."))


class Agreement(Record):
    """What an organisation promised in a dialogue: it leads to actions and is followed up until it is fulfilled."""

    number = Code(N_("Agreement no."), unique=True)
    meeting = Link("meeting", N_("Agreed in"), index=True)
    axis = Choice(N_("Axis"), choices.PLAN_AXIS, required=True)
    line = Text(N_("Line of work"))
    text = LongText(N_("What was agreed"), required=True)
    stakeholder = Link("stakeholder", N_("Responsible organisation"), index=True)
    ours = Flag(N_("We ourselves are responsible"), default=False)
    agreed_on = Date(N_("Agreed on"))
    due_on = Date(N_("Due on"), index=True)
    status = Choice(N_("Status"), choices.AGREEMENT_STATUS, required=True, default="open")
    done_on = Date(N_("Fulfilled on"))
    indicator = Text(N_("Indicator"))
    document = Link("document", N_("Paper"), on_trash="keep")
    note = LongText(N_("Note"))

    about = About(N_("agreement"), N_("Agreements"), "people", key=("number", "text"),
                  table=("number", "axis", "text", "stakeholder", "ours", "due_on", "status"), order="due_on",
                  search=("number", "line", "text"),
                  purpose=N_("What each organisation promised in the joint action plan."))

    def problems(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        if not self.stakeholder and not self.ours:
            found["stakeholder"] = _("Say which organisation is responsible, or that we ourselves are.")
        if self.agreed_on and self.due_on and self.due_on < self.agreed_on:
            found["due_on"] = _("This is before it was agreed.")
        if self.done_on and self.status != "done":
            found["status"] = _("It has a day on which it was fulfilled.")
        return found


class AgreementNote(Record):
    """A step of the follow-up of an agreement: what the organisation did or said."""

    agreement = Link("agreement", N_("Which agreement"), required=True, index=True)
    date = Date(N_("Date"), required=True)
    text = LongText(N_("What was done"), required=True)
    told_by = Text(N_("Told by"), personal="identity")
    document = Link("document", N_("Paper"), on_trash="keep")

    about = About(N_("follow-up note"), N_("Follow-up of agreements"), "people", key=("date", "text"),
                  table=("date", "agreement", "text", "told_by"), order="-date", search=("text",), details=True,
                  purpose=N_("What became of each agreement, step by step."))
