"""Organs of the cooperative, what the statutes say of them, who holds which office, and what ties office-holders."""

from __future__ import annotations

from collections.abc import Mapping

from armdesk.fields import Choice, Code, Date, Flag, Link, LongText, Text, Whole
from armdesk.i18n import N_, _
from armdesk.models import governance_choices as choices
from armdesk.models.voting import share_problem
from armdesk.record import About, Record

_SHARE = N_("A part such as 1/2, 2/3 or 50 %.")


class Organ(Record):
    """The assembly, the board, a committee: whoever decides or watches for the cooperative."""

    name = Text(N_("Name"), required=True)
    kind = Choice(N_("Kind"), choices.ORGAN_KIND, required=True)
    purpose = LongText(N_("What it is for"))
    active_from = Date(N_("Since"))
    active_to = Date(N_("Until"))
    excludes = Link("organ", N_("Nobody sits here and in"), on_trash="keep",
                    help=N_("The other organ whose members may not belong to this one."))
    note = LongText(N_("Note"))

    about = About(N_("organ"), N_("Organs and committees"), "people", key=("name",),
                  table=("name", "kind", "active_from", "active_to"), order="name", search=("name",),
                  purpose=N_("Who decides and who watches: assembly, board, committees."))

    def problems(self) -> Mapping[str, str]:
        if self.active_from and self.active_to and self.active_to < self.active_from:
            return {"active_to": _("It would end before it began.")}
        return {}


class OrganRule(Record):
    """What the statutes say of an organ from a day on.  Source: the article named in it."""

    organ = Link("organ", N_("Organ"), required=True, index=True)
    valid_from = Date(N_("Valid from"), required=True)
    valid_to = Date(N_("Valid until"))
    source_text = Text(N_("Article of the statutes"), required=True)
    who_votes = Choice(N_("Who votes"), choices.WHO_VOTES)
    quorum = Code(N_("Quorum"), longest=20, help=_SHARE)
    quorum_more = Flag(N_("More than this share"), help=N_("“Half plus one”: the share itself is not enough."))
    second_quorum = Code(N_("Quorum of the second call"), longest=20, help=_SHARE)
    notice_days = Whole(N_("Days of notice"), most=365)
    proxies_each = Whole(N_("Most proxies one person may hold"), most=1_000)
    term_months = Whole(N_("Term (months)"), least=1, most=240)
    seats = Whole(N_("Seats"), least=1, most=1_000)
    seats_women = Whole(N_("Seats for women at least"), most=1_000)
    note = LongText(N_("Note"))

    about = About(N_("rule of the statutes"), N_("Rules of the statutes"), "people", key=("source_text", "valid_from"),
                  table=("organ", "valid_from", "source_text", "quorum", "notice_days", "term_months", "seats",
                         "seats_women"),
                  order="-valid_from", search=("source_text",), details=True,
                  purpose=N_("Quorum, notice, terms and seats of each organ, as the statutes have them from a day on."))

    def problems(self) -> Mapping[str, str]:
        found = {name: problem for name in ("quorum", "second_quorum") if (problem := share_problem(
            getattr(self, name)))}
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            found["valid_to"] = _("It would end before it began.")
        if self.seats is not None and (self.seats_women or 0) > self.seats:
            found["seats_women"] = _("More seats for women than seats in all.")
        return found


class VoteRule(Record):
    """What a majority is from a day on: which share of which votes.  Source: the article named in it."""

    majority = Choice(N_("Majority"), choices.MAJORITY, required=True)
    organ = Link("organ", N_("Organ"), help=N_("Empty: for all organs."))
    share = Code(N_("Share needed"), required=True, longest=20, help=_SHARE)
    more = Flag(N_("More than this share"), default=False)
    base = Choice(N_("Of"), choices.VOTE_BASE, required=True, default="cast")
    valid_from = Date(N_("Valid from"), required=True)
    valid_to = Date(N_("Valid until"))
    source_text = Text(N_("Article of the statutes"), required=True)

    about = About(N_("way of voting"), N_("Majorities"), "people", key=("majority", "share"),
                  table=("majority", "organ", "share", "more", "base", "valid_from", "source_text"),
                  order="-valid_from", search=("source_text",), details=True,
                  purpose=N_("Which share of the votes carries a decision, as the statutes have it from a day on."))

    def problems(self) -> Mapping[str, str]:
        found = {"share": problem} if (problem := share_problem(self.share)) else {}
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            found["valid_to"] = _("It would end before it began.")
        return found


class Mandate(Record):
    """An office that somebody holds in an organ for a time, and who gave it."""

    organ = Link("organ", N_("Organ"), required=True, index=True)
    office = Choice(N_("Office held"), choices.OFFICE, required=True, default="member")
    person = Link("person", N_("Person"), index=True, key="member_code")
    name_as_written = Text(N_("Name as written"), personal="identity",
                           help=N_("Where the person is in no register of the cooperative."))
    began_on = Date(N_("From"), required=True)
    ends_on = Date(N_("Elected until"), index=True)
    resolution = Link("resolution", N_("Elected by"), on_trash="keep")
    speaks_for = Choice(N_("Speaks for"), choices.SPEAKS_FOR, help=N_("In the premium committee: for which group."))
    ended_on = Date(N_("Ended on"))
    ended_why = Choice(N_("Why it ended"), choices.MANDATE_END)
    note = Text(N_("Note"))

    about = About(N_("mandate"), N_("Mandates"), "people", key=("office", "began_on"),
                  table=("organ", "office", "person", "began_on", "ends_on", "ended_on", "ended_why"),
                  order="-began_on", search=("name_as_written",),
                  purpose=N_("Who holds which office, from when to when, and who elected them."))

    def problems(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        if not self.person and not self.name_as_written:
            found["person"] = _("Name the person who holds the office.")
        for name in ("ends_on", "ended_on"):
            day = getattr(self, name)
            if day and self.began_on and day < self.began_on:
                found[name] = _("This is before the mandate began.")
        if self.ended_why and not self.ended_on:
            found["ended_on"] = _("Say on which day it ended.")
        return found


class Interest(Record):
    """What a person declares of ties that could touch the business of the cooperative, or that there are none."""

    person = Link("person", N_("Person"), required=True, index=True, key="member_code")
    declared_on = Date(N_("Declared on"), required=True)
    kind = Choice(N_("Tie"), choices.INTEREST, required=True)
    party = Link("party", N_("With the party"), index=True)
    relative = Link("person", N_("With the person"), key="other_member_code")
    with_as_written = Text(N_("With whom, as written"), personal="identity")
    until = Date(N_("Until"))
    measure = LongText(N_("What is done about it"), help=N_("Such as: leaves the room when it is decided."))
    document = Link("document", N_("Signed sheet"), on_trash="keep")

    about = About(N_("declaration of interest"), N_("Declarations of interest"), "people", key=("kind", "declared_on"),
                  table=("person", "declared_on", "kind", "party", "relative", "until", "measure"),
                  order="-declared_on", search=("with_as_written",),
                  purpose=N_("Family, companies and offices that could touch a decision, declared by who decides."))

    def problems(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        named = self.party or self.relative or self.with_as_written
        if self.kind == "none" and named:
            found["kind"] = _("Who declares no interest names nobody.")
        if self.kind and self.kind != "none" and not named:
            found["party"] = _("Name the party or the person the tie is with.")
        if self.until and self.declared_on and self.until < self.declared_on:
            found["until"] = _("This is before it was declared.")
        return found


class KeptThing(Record):
    """Something of the cooperative in one person's keeping: a key, the recovery sheet, the stamp, a book."""

    kind = Choice(N_("Kind"), choices.KEPT_THING, required=True)
    name = Text(N_("What it is"), required=True)
    number = Code(N_("Number"))
    person = Link("person", N_("Kept by"), index=True, key="member_code")
    name_as_written = Text(N_("Keeper as written"), personal="identity")
    place = Text(N_("Place"))
    since = Date(N_("Since"))
    returned_on = Date(N_("Given back on"))
    note = Text(N_("Note"))

    about = About(N_("thing kept"), N_("Keys and things kept"), "people", key=("name", "number"),
                  table=("kind", "name", "number", "person", "place", "since", "returned_on"), order="name",
                  search=("name", "number", "name_as_written", "place"),
                  purpose=N_("Who has the keys, the recovery sheet, the stamp and the books."))

    def problems(self) -> Mapping[str, str]:
        if self.since and self.returned_on and self.returned_on < self.since:
            return {"returned_on": _("This is before it was handed out.")}
        return {}
