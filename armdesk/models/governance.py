"""The life of the cooperative: meetings, who came, and what was resolved."""

from __future__ import annotations

from collections.abc import Mapping

from armdesk.fields import Choice, Code, CurrencyCode, Date, Flag, Link, LongText, Money, Text, Whole
from armdesk.i18n import N_, _
from armdesk.models import choices
from armdesk.record import About, Record


class Meeting(Record):
    """An assembly, board meeting or dialogue with stakeholders."""

    number = Code(N_("Minutes no."))
    date = Date(N_("Date"), required=True, index=True)
    kind = Choice(N_("Kind"), choices.MEETING_KIND, required=True, default="assembly")
    title = Text(N_("Subject"))
    place = Text(N_("Place"))
    called_on = Date(N_("Called on"))
    entitled = Whole(N_("Entitled to vote"), most=100_000)
    attended = Whole(N_("Came"), most=100_000)
    women = Whole(N_("Women who came"), most=100_000)
    quorum_stated = Flag(N_("Quorum as written"))
    agenda = LongText(N_("Agenda"))
    decisions = LongText(N_("Decisions"))
    document = Link("document", N_("Minutes"), on_trash="keep")
    note = LongText(N_("Note"))

    about = About(N_("meeting"), N_("Meetings and assemblies"), "people", key=("kind", "number", "date"),
                  table=("number", "date", "kind", "title", "entitled", "attended", "women", "quorum_stated"),
                  order="-date", search=("number", "title", "decisions"),
                  purpose=N_("Assemblies, board meetings and dialogues, with their minutes."))

    def problems(self) -> Mapping[str, str]:
        if (self.women or 0) > (self.attended or 0) and self.attended is not None:
            return {"women": _("More women than people who came.")}
        if self.entitled is not None and (self.attended or 0) > self.entitled and self.kind == "assembly":
            return {"attended": _("More came than may vote.")}
        return {}


class MeetingAttendance(Record):
    """A person at a meeting."""

    meeting = Link("meeting", N_("Meeting"), required=True, index=True)
    person = Link("person", N_("Person"), index=True, key="member_code")
    stakeholder = Link("stakeholder", N_("Stakeholder"))
    name_as_written = Text(N_("Name as written"), personal="identity")
    present = Flag(N_("Present"), default=True)
    represented_by = Text(N_("Represented by"), personal="identity")

    about = About(N_("meeting attendance"), N_("Meeting attendance"), "people", key=("name_as_written",),
                  table=("meeting", "person", "stakeholder", "present"), order="meeting",
                  search=("name_as_written",), details=True, purpose=N_("Who came to which meeting."))


class Resolution(Record):
    """A decision of a meeting."""

    number = Code(N_("Resolution no."))
    meeting = Link("meeting", N_("Meeting"), required=True, index=True)
    topic = Text(N_("Topic"), required=True)
    text = LongText(N_("Decision"))
    votes_for = Whole(N_("Votes for"), most=100_000)
    votes_against = Whole(N_("Votes against"), most=100_000)
    abstained = Whole(N_("Abstained"), most=100_000)
    women_for = Whole(N_("Women for"), most=100_000)
    women_against = Whole(N_("Women against"), most=100_000)
    amount = Money(N_("Amount"))
    currency = CurrencyCode(N_("Currency"))
    status = Choice(N_("Status"), choices.RESOLUTION_STATUS, default="adopted")

    about = About(N_("resolution"), N_("Resolutions"), "people", key=("number", "topic"),
                  table=("number", "meeting", "topic", "votes_for", "votes_against", "amount", "status"),
                  order="-number", search=("number", "topic", "text"), purpose=N_("What meetings decided."))

    def problems(self) -> Mapping[str, str]:
        if (self.women_for or 0) > (self.votes_for or 0) and self.votes_for is not None:
            return {"women_for": _("More votes of women than votes in all.")}
        return {}
