"""People of the cooperative: members, workers, mineral selectors, staff; their roles and registrations."""

from __future__ import annotations

from collections.abc import Mapping

from armdesk.fields import Choice, Choices, Code, Date, Flag, Link, LongText, Text, Whole
from armdesk.i18n import N_, _
from armdesk.models import choices
from armdesk.record import About, Record


class Person(Record):
    """Anybody who belongs to the cooperative or works for it.  Source: pack sheet S04."""

    code = Code(N_("Code"), key="member_code")
    name = Text(N_("Full name"), required=True, longest=200, personal="identity")
    sex = Choice(N_("Sex"), choices.SEX)
    role = Choice(N_("Role"), choices.ROLE, required=True)
    status = Choice(N_("Status"), choices.PERSON_STATUS, default="active")
    crew = Link("crew", N_("Crew"))
    site = Link("site", N_("Site"), key="site_code")
    task = Text(N_("Task"))
    hazardous = Flag(N_("Hazardous task"), help=N_("Underground, mercury, cyanide, explosives or night work."))
    joined_on = Date(N_("Joined on"))
    left_on = Date(N_("Left on"))
    birth_date = Date(N_("Born on"), group=N_("Identity and age"), personal="identity")
    birth_year = Whole(N_("Year of birth"), least=1900, most=2100, group=N_("Identity and age"),
                       help=N_("When only the year is known."))
    age_stated = Whole(N_("Age as stated"), least=0, most=120, group=N_("Identity and age"))
    age_stated_on = Date(N_("Age stated on"), group=N_("Identity and age"))
    age_band = Choice(N_("Age band"), choices.AGE_BAND, group=N_("Identity and age"),
                      help=N_("When neither a year nor an age is known."))
    age_evidence = Choice(N_("Proof of age"), choices.AGE_EVIDENCE, group=N_("Identity and age"))
    id_type = Text(N_("Kind of identity document"), group=N_("Identity and age"))
    id_number = Code(N_("Identity no."), longest=40, group=N_("Identity and age"), personal="identity", index=True)
    phone = Text(N_("Telephone"), group=N_("Contact"), personal="identity")
    address = Text(N_("Address"), group=N_("Contact"), personal="identity")
    next_of_kin = Text(N_("Next of kin"), group=N_("Contact"), personal="identity")
    next_of_kin_phone = Text(N_("Telephone of next of kin"), group=N_("Contact"), personal="identity")
    agreement_on = Date(N_("Agreement signed on"), group=N_("Papers"))
    consent_on = Date(N_("Consent to personal data on"), group=N_("Papers"))
    informed_on = Date(N_("Told about the Code on"), group=N_("Papers"))
    social_cover = Choices(N_("Social cover"), choices.SOCIAL_COVER, group=N_("Papers"),
                           help=N_("What insures the person now. Empty: not stated."))
    cover_checked_on = Date(N_("Social cover checked on"), group=N_("Papers"))
    protected_until = Date(N_("Pregnant or nursing until"), group=N_("Papers"), personal="health")
    photo = Link("document", N_("Photo"), on_trash="keep", group=N_("Papers"), personal="identity")
    note = LongText(N_("Note"), personal="identity")

    about = About(N_("person"), N_("Members and workers"), "people", key=("name",),
                  table=("code", "name", "role", "sex", "birth_date", "id_number", "crew", "joined_on", "status"),
                  order="name", search=("code", "name", "id_number"), sheet="S04",
                  purpose=N_("Everybody who belongs to the cooperative or works for it."))

    def problems(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        if self.birth_date and self.joined_on and self.joined_on < self.birth_date:
            found["joined_on"] = _("This is before the person was born.")
        if self.joined_on and self.left_on and self.left_on < self.joined_on:
            found["left_on"] = _("This is before the person joined.")
        if self.birth_date and self.birth_year and self.birth_date.year != self.birth_year:
            found["birth_year"] = _("This is not the year of the date of birth.")
        if "none" in (cover := str(self.social_cover or "").split()) and len(cover) > 1:
            found["social_cover"] = _("Either no cover, or which: not both.")
        return found


class PersonRole(Record):
    """A role a person had for a time."""

    person = Link("person", N_("Person"), required=True, index=True, key="member_code")
    role = Choice(N_("Role"), choices.ROLE, required=True)
    office = Text(N_("Office held"))
    crew = Link("crew", N_("Crew"))
    site = Link("site", N_("Site"))
    began_on = Date(N_("From"))
    ended_on = Date(N_("Until"))
    note = Text(N_("Note"))

    about = About(N_("role"), N_("Roles over time"), "people", key=("role", "began_on"),
                  table=("person", "role", "office", "crew", "began_on", "ended_on"), order="-began_on",
                  search=("office",), details=True, purpose=N_("Who had which role, from when to when."))


class Registration(Record):
    """A person's entry in a national register.  Source: pack sheet S05."""

    person = Link("person", N_("Person"), required=True, index=True, key="member_code")
    register = Text(N_("Register"), required=True)
    number = Code(N_("Number"), personal="identity")
    place = Text(N_("Place"))
    valid_from = Date(N_("Valid from"))
    valid_to = Date(N_("Valid until"))
    checked_on = Date(N_("Checked on"))
    checked_where = Text(N_("Checked where"))
    status = Text(N_("Status"))
    document = Link("document", N_("Paper"), key="file_ref", on_trash="keep")

    about = About(N_("registration"), N_("Registrations"), "people", key=("register", "number"),
                  table=("person", "register", "number", "valid_to", "checked_on", "status"), order="valid_to",
                  search=("register", "number"), sheet="S05",
                  purpose=N_("Entries of people in national registers, and when each was checked."))
