"""The life of the cooperative: meetings, who came, and what was resolved."""

from __future__ import annotations

from collections.abc import Mapping

from armdesk.fields import Choice, Code, CurrencyCode, Date, Flag, Link, LongText, Money, Text, TimeOfDay, Whole
from armdesk.i18n import N_, _
from armdesk.models import choices, governance_choices
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
    organ = Link("organ", N_("Organ"), group=N_("How it was held"))
    starts = TimeOfDay(N_("Begins at"), group=N_("How it was held"))
    ends = TimeOfDay(N_("Ended at"), group=N_("How it was held"))
    second_call = Flag(N_("Second call"), default=False, group=N_("How it was held"),
                       help=N_("Held later because the first call had no quorum."))
    chair = Text(N_("Chaired by"), personal="identity", group=N_("How it was held"))
    secretary = Text(N_("Minutes kept by"), personal="identity", group=N_("How it was held"))
    minutes_on = Date(N_("Minutes finished on"), readonly=True, group=N_("How it was held"))
    minutes_head = Code(N_("Code of the history in the minutes"), longest=64, readonly=True,
                        group=N_("How it was held"))

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
    proxy = Link("person", N_("Represented by (member)"), key="proxy_member_code")

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
    agenda_item = Link("agenda_item", N_("Point of the agenda"), on_trash="keep", group=N_("How it was voted"))
    majority = Choice(N_("Majority"), governance_choices.MAJORITY, group=N_("How it was voted"))
    women_abstained = Whole(N_("Women who abstained"), most=100_000, group=N_("How it was voted"))
    concerns = Link("person", N_("Concerns the affairs of"), group=N_("How it was voted"), key="concerns_member_code")
    concerns_party = Link("party", N_("Concerns the party"), group=N_("How it was voted"))
    stepped_aside = Flag(N_("Those concerned stepped aside"), group=N_("How it was voted"))

    about = About(N_("resolution"), N_("Resolutions"), "people", key=("number", "topic"),
                  table=("number", "meeting", "topic", "votes_for", "votes_against", "amount", "status"),
                  order="-number", search=("number", "topic", "text"), purpose=N_("What meetings decided."))

    def problems(self) -> Mapping[str, str]:
        sides = (("women_for", "votes_for"), ("women_against", "votes_against"), ("women_abstained", "abstained"))
        return {women: _("More votes of women than votes in all.") for women, all_ in sides
                if getattr(self, all_) is not None and (getattr(self, women) or 0) > getattr(self, all_)}
