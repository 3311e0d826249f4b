"""Safety and environment: incidents, inspections, training, protective equipment, measurements, grievances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from armdesk.fields import Choice, Code, CurrencyCode, Date, Flag, Link, LongText, Money, Scaled, Text, TimeOfDay, Whole
from armdesk.i18n import N_, _
from armdesk.models import choices
from armdesk.record import About, Follows, Record


def within(value: int | None, limit: int | None, least: int | None) -> bool | None:
    """Whether a value lies between its limits, both allowed; None where there is no value or no limit.

    Units: all in millionths of the unit of the measurement.
    """
    if value is None or (limit is None and least is None):
        return None
    return (limit is None or value <= limit) and (least is None or value >= least)


class Incident(Record):
    """An accident, a near miss or an environmental event.  Source: pack sheet S20."""

    number = Code(N_("Incident no."), key="incident_no")
    date = Date(N_("Date"), required=True, index=True, key="occurred_at")
    time = TimeOfDay(N_("Time"))
    site = Link("site", N_("Site"), key="site_code")
    place = Text(N_("Place"))
    crew = Link("crew", N_("Crew"))
    severity = Choice(N_("Severity"), choices.SEVERITY, required=True)
    kind = Choice(N_("Kind"), choices.INCIDENT_KIND, key="type")
    description = LongText(N_("What happened"), required=True)
    persons = Whole(N_("Persons hurt"), most=1000)
    person_as_written = Text(N_("Person as written"), personal="identity")
    lost_days = Whole(N_("Lost days"), most=6000)
    reported_by = Text(N_("Reported by"), personal="identity", group=N_("Report"))
    reported_on = Date(N_("Reported on"), group=N_("Report"))
    authority_on = Date(N_("Authority told on"), group=N_("Report"), key="reported_to_authority_on")
    cause = LongText(N_("Immediate cause"), group=N_("Analysis"))
    root_cause = LongText(N_("Root cause"), group=N_("Analysis"))
    measures = LongText(N_("Measures"), group=N_("Analysis"))
    investigated_on = Date(N_("Investigated on"), group=N_("Analysis"), key="investigation_on")
    status = Choice(N_("Status"), choices.OPEN_CLOSED, default="open", group=N_("Analysis"))
    closed_on = Date(N_("Closed on"), group=N_("Analysis"))
    same_as = Link("incident", N_("Same event as"), on_trash="keep", group=N_("Analysis"),
                   help=N_("The same event written in another book; counted once."))

    about = About(N_("incident"), N_("Incidents and near misses"), "safety", key=("date", "severity", "place"),
                  table=("number", "date", "site", "severity", "kind", "description", "lost_days", "status"),
                  order="-date", search=("number", "place", "description", "person_as_written"), sheet="S20",
                  purpose=N_("Accidents and near misses, reported in two minutes and completed later."))

    def problems(self) -> Mapping[str, str]:
        if self.reported_on and self.date and self.reported_on < self.date:
            return {"reported_on": _("It would have been reported before it happened.")}
        if self.closed_on and self.date and self.closed_on < self.date:
            return {"closed_on": _("It would have been closed before it happened.")}
        return {}


class InjuredPerson(Record):
    """A person hurt in an incident; the medical part stays in the office."""

    incident = Link("incident", N_("Incident"), required=True, index=True, key="incident_no")
    person = Link("person", N_("Person"), index=True, key="member_code", personal="identity")
    person_as_written = Text(N_("Name as written"), personal="identity")
    sex = Choice(N_("Sex"), choices.SEX)
    employment = Choice(N_("Role"), choices.ROLE)
    injury = Text(N_("Injury"), personal="health")
    body_part = Text(N_("Part of the body"), personal="health")
    treatment = Text(N_("Treatment"), personal="health")
    lost_days = Whole(N_("Lost days"), most=6000)
    returned_on = Date(N_("Back at work on"))

    about = About(N_("injured person"), N_("Injured persons"), "safety", key=("person_as_written",),
                  table=("incident", "person", "sex", "injury", "body_part", "lost_days", "returned_on"),
                  order="incident", search=("person_as_written",), details=True,
                  purpose=N_("Who was hurt; the medical part never leaves the office."))


class Inspection(Record):
    """A visit by an authority, auditor or buyer, or a round of our own.  Source: pack sheet S24."""

    date = Date(N_("Date"), required=True, index=True)
    kind = Choice(N_("Kind"), choices.INSPECTION_KIND, required=True)
    body = Text(N_("Organisation"))
    inspector = Text(N_("Inspector"))
    position = Text(N_("Position"))
    site = Link("site", N_("Site"), key="site_code")
    scope = Text(N_("Scope"))
    result = LongText(N_("Result"))
    status_after = Text(N_("State afterwards"))
    findings = LongText(N_("Findings"))
    next_due = Date(N_("Next one due on"))
    document = Link("document", N_("Report"), key="report_ref", on_trash="keep")

    about = About(N_("inspection"), N_("Inspections"), "safety", key=("date", "kind"),
                  table=("date", "kind", "body", "inspector", "site", "result", "next_due"), order="-date",
                  search=("body", "inspector", "scope", "result"), sheet="S24",
                  purpose=N_("Visits and rounds, with what was found."))


class Training(Record):
    """A course or talk.  Source: pack sheet S23."""

    code = Code(N_("Course code"))
    date = Date(N_("Date"), required=True, index=True)
    subject = Text(N_("Subject"), required=True)
    hours = Scaled(N_("Hours"), unit="h", places=2, most=100_000)
    trainer = Text(N_("Trainer"))
    place = Text(N_("Place"))
    certificate_ref = Code(N_("Certificate no."))
    certificate_on = Date(N_("Date of the certificate"))
    expires_on = Date(N_("Valid until"))
    photo_ref = Text(N_("Photo or list named"))
    note = LongText(N_("Note"))

    about = About(N_("course"), N_("Training"), "people", key=("subject", "date"),
                  table=("date", "subject", "hours", "trainer", "certificate_ref", "expires_on"), order="-date",
                  search=("code", "subject", "trainer"), sheet="S23",
                  purpose=N_("Courses and talks, who came, and until when they are valid."))


class TrainingAttendance(Record):
    """A person's place in a course."""

    training = Link("training", N_("Course"), required=True, index=True)
    person = Link("person", N_("Person"), index=True, key="member_code")
    person_as_written = Text(N_("Name as written"), personal="identity")
    present = Flag(N_("Present"), default=True)
    mark = Text(N_("Mark as written"))
    certificate_no = Code(N_("Certificate no."))
    note = Text(N_("Note"))

    about = About(N_("course attendance"), N_("Course attendance"), "people", key=("person_as_written",),
                  table=("training", "person", "person_as_written", "present", "mark"), order="training",
                  search=("person_as_written",), details=True, purpose=N_("Who came to which course."))


class PpeDelivery(Record):
    """Protective equipment handed to a person."""

    date = Date(N_("Date"), required=True, index=True)
    person = Link("person", N_("Person"), index=True, key="member_code")
    person_as_written = Text(N_("Name as written"), personal="identity")
    item = Choice(N_("Item"), choices.PPE, required=True)
    quantity = Whole(N_("Quantity"), required=True, default=1, least=1, most=1000)
    size = Text(N_("Clothing size"))
    signed = Flag(N_("Signed"))
    note = Text(N_("Note"))

    about = About(N_("equipment delivery"), N_("Protective equipment"), "people", key=("date", "item"),
                  table=("date", "person", "item", "quantity", "size", "signed"), order="-date",
                  search=("person_as_written", "note"),
                  purpose=N_("Helmets, boots and the rest: who got what and when."))


class Measurement(Record):
    """A measurement of water, soil, air or land.  Source: pack sheet S30."""

    date = Date(N_("Date"), required=True, index=True)
    site = Link("site", N_("Site"), key="site_code")
    place = Text(N_("Place"))
    latitude = Scaled(N_("Latitude"), unit="°", places=7, least=-900_000_000, most=900_000_000, key="lat",
                      personal="place")
    longitude = Scaled(N_("Longitude"), unit="°", places=7, least=-1_800_000_000, most=1_800_000_000, key="lon",
                       personal="place")
    medium = Choice(N_("What was measured"), choices.MEDIUM, required=True)
    parameter = Text(N_("Parameter"))
    value = Scaled(N_("Value"), unit="", places=6, least=-10**12)
    unit = Text(N_("Unit"))
    limit = Scaled(N_("Limit"), unit="", places=6, least=-10**12)
    limit_least = Scaled(N_("Least allowed"), unit="", places=6, least=-10**12,
                         help=N_("Where too little is wrong as well, such as for pH."))
    lab = Text(N_("Laboratory"))
    within_limit = Flag(N_("Within the limit"), readonly=True)
    within_stated = Flag(N_("Within the limit, as stated"), help=N_("What the laboratory or the paper says."))
    disturbed_m2 = Scaled(N_("Area disturbed"), unit="ha", places=4, key="area_disturbed_ha",
                          help=N_("What was newly disturbed; the page Environment keeps the running area."))
    restored_m2 = Scaled(N_("Area restored"), unit="ha", places=4, key="area_restored_ha",
                         help=N_("What was newly restored."))
    document = Link("document", N_("Report"), on_trash="keep")

    about = About(N_("measurement"), N_("Measurements"), "safety", key=("date", "parameter"),
                  table=("date", "site", "medium", "parameter", "value", "unit", "limit", "within_limit"),
                  order="-date", search=("place", "parameter", "lab"), sheet="S30",
                  purpose=N_("Water, soil, air and land, against their limits."))
    follows: ClassVar[Follows] = {"within_limit": (within, ("value", "limit", "limit_least"))}


class Grievance(Record):
    """A complaint and what became of it; only totals leave the office.  Source: pack sheet S27."""

    number = Code(N_("No."), key="no", unique=True)
    received_on = Date(N_("Received on"), required=True, index=True)
    channel = Choice(N_("Channel"), choices.CHANNEL)
    subject = Text(N_("Subject"), required=True)
    group = Choice(N_("Who complains"), choices.GRIEVANCE_GROUP)
    author = Text(N_("Author"), personal="identity", help=N_("May stay empty."))
    sensitive = Flag(N_("Sensitive"), help=N_("Violence, harassment or children; shown to few."))
    description = LongText(N_("Description"), personal="identity")
    acknowledged_on = Date(N_("Acknowledged on"))
    answered_on = Date(N_("Answered on"))
    outcome = LongText(N_("Outcome"))
    status = Choice(N_("Status"), choices.OPEN_CLOSED, default="open")

    about = About(N_("grievance"), N_("Grievances"), "people", key=("number", "received_on"),
                  table=("number", "received_on", "channel", "subject", "group", "answered_on", "status"),
                  order="-received_on", search=("number", "subject"), sheet="S27",
                  purpose=N_("Complaints and how they were answered; anonymous ones too."))


class SecurityEvent(Record):
    """Guards, payments, demands or armed presence.  Source: pack sheet S29."""

    date = Date(N_("Date"), required=True, index=True)
    kind = Choice(N_("Kind"), choices.SECURITY_KIND, required=True)
    party = Text(N_("Who"))
    unit = Text(N_("Unit"))
    place = Text(N_("Place"), personal="place")
    amount = Money(N_("Amount"))
    currency = CurrencyCode(N_("Currency"))
    in_kind = Text(N_("In kind"))
    paid = Flag(N_("Paid"), key="paid_yes_no")
    receipt = Code(N_("Receipt no."))
    vetting_on = Date(N_("Background checked on"))
    vpshr_clause = Text(N_("Human rights clause"))
    reported_to = Text(N_("Reported to"))
    reported_on = Date(N_("Reported on"))
    note = LongText(N_("Note"))

    about = About(N_("security event"), N_("Security"), "safety", key=("date", "kind"),
                  table=("date", "kind", "party", "place", "amount", "currency", "paid", "reported_on"), order="-date",
                  search=("party", "note"), sheet="S29", purpose=N_("Guards, payments, demands and armed presence."))
