"""Safety and environment: incidents, inspections, training, protective equipment, measurements, grievances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from armdesk.fields import (
    Choice,
    Choices,
    Code,
    CurrencyCode,
    Date,
    Flag,
    Link,
    LongText,
    Money,
    Scaled,
    Text,
    TimeOfDay,
    Whole,
)
from armdesk.i18n import N_, _
from armdesk.models import choices, incident_choices
from armdesk.models.incident import SEALED, close_conflicts, days_of, shown_subject, stage_of
from armdesk.models.inspections import own_crew_conflicts
from armdesk.record import About, Ask, Follows, Record, Written


def within(value: int | None, limit: int | None, least: int | None) -> bool | None:
    """Whether a value lies between its limits, both allowed; None where there is no value or no limit.

    Units: all in millionths of the unit of the measurement.
    """
    if value is None or (limit is None and least is None):
        return None
    return (limit is None or value <= limit) and (least is None or value >= least)


class Incident(Record):
    """An accident, a near miss or an environmental event, reported at once and completed later.

    Source: pack sheet S20; incident reports of mines inspectors.
    """

    number = Code(N_("Incident no."), key="incident_no")
    date = Date(N_("Date"), required=True, index=True, key="occurred_at")
    time = TimeOfDay(N_("Time"))
    site = Link("site", N_("Site"), key="site_code")
    place = Text(N_("Place"))
    crew = Link("crew", N_("Crew"))
    severity = Choice(N_("Severity"), choices.SEVERITY, required=True)
    stage = Choice(N_("Stage"), incident_choices.STAGE, readonly=True)
    description = LongText(N_("What happened"), required=True)
    done_at_once = LongText(N_("Done at once"))
    work_stopped = Flag(N_("Work was stopped"))
    resumed_on = Date(N_("Work resumed on"))
    services = Choices(N_("Services called"), incident_choices.SERVICES)
    kind = Choice(N_("Kind"), choices.INCIDENT_KIND, key="type", group=N_("Kind of event"))
    potential = Choice(N_("Could have become"), choices.SEVERITY, group=N_("Kind of event"),
                       help=N_("What it could have been with less luck."))
    details = Choices(N_("In detail"), incident_choices.DETAIL, group=N_("Kind of event"),
                      groups={code: choices.INCIDENT_KIND[group]
                              for code, group in incident_choices.DETAIL_GROUP.items()},
                      help=N_("Several may fit. Space marks a line; typing its first letters finds it."))
    grave = Choices(N_("Touches what stops trade"), incident_choices.GRAVE, group=N_("Kind of event"))
    persons = Whole(N_("Persons hurt"), most=1000, group=N_("Injuries"))
    lost_days = Whole(N_("Lost days"), most=6000, group=N_("Injuries"))
    person_as_written = Text(N_("Person as written"), personal="identity", group=SEALED)
    reported_by = Text(N_("Reported by"), personal="identity", group=SEALED)
    witnesses = LongText(N_("Witnesses"), personal="identity", group=SEALED)
    reported_on = Date(N_("Reported on"), group=N_("Report"))
    authority_on = Date(N_("Authority told on"), group=N_("Report"), key="reported_to_authority_on")
    cause = LongText(N_("Immediate cause"), group=N_("Analysis"))
    why_1 = LongText(N_("Why did it happen?"), group=N_("Analysis"))
    why_2 = LongText(N_("And why that? (2)"), group=N_("Analysis"))
    why_3 = LongText(N_("And why that? (3)"), group=N_("Analysis"))
    why_4 = LongText(N_("And why that? (4)"), group=N_("Analysis"))
    why_5 = LongText(N_("And why that? (5)"), group=N_("Analysis"))
    root_cause = LongText(N_("Root cause"), group=N_("Analysis"))
    measures = LongText(N_("Measures"), group=N_("Analysis"))
    investigated_on = Date(N_("Investigated on"), group=N_("Analysis"), key="investigation_on")
    actions_on = Date(N_("Actions agreed on"), group=N_("Effect and closing"))
    effect_on = Date(N_("Effect checked on"), group=N_("Effect and closing"))
    effect = LongText(N_("What the check showed"), group=N_("Effect and closing"))
    status = Choice(N_("Status"), choices.OPEN_CLOSED, default="open", group=N_("Effect and closing"))
    closed_on = Date(N_("Closed on"), group=N_("Effect and closing"))
    same_as = Link("incident", N_("Same event as"), on_trash="keep", group=N_("Effect and closing"),
                   help=N_("The same event written in another book; counted once."))

    about = About(N_("incident"), N_("Incidents and near misses"), "safety", key=("date", "severity", "place"),
                  table=("number", "date", "site", "severity", "kind", "description", "lost_days", "stage"),
                  order="-date", search=("number", "place", "description"), sheet="S20", sealed="*",
                  purpose=N_("Accidents and near misses, reported in two minutes and completed later."))
    follows: ClassVar[Follows] = {"stage": (stage_of, ("status", "investigated_on", "actions_on"))}

    def problems(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        if self.reported_on and self.date and self.reported_on < self.date:
            found["reported_on"] = _("It would have been reported before it happened.")
        if self.closed_on and self.date and self.closed_on < self.date:
            found["closed_on"] = _("It would have been closed before it happened.")
        if self.same_as and self.same_as == self.id:
            found["same_as"] = _("This is the very same entry.")
        return found

    @classmethod
    def conflicts(cls, written: Written, ask: Ask) -> Mapping[str, Sequence[str]]:
        return close_conflicts(written, ask)


class InjuredPerson(Record):
    """A person hurt in an incident; the medical part stays in the office."""

    incident = Link("incident", N_("Incident"), required=True, index=True, key="incident_no")
    sex = Choice(N_("Sex"), choices.SEX)
    employment = Choice(N_("Role"), choices.ROLE)
    off_from = Date(N_("Off work from"))
    returned_on = Date(N_("Back at work on"))
    lost_days = Whole(N_("Lost days as written"), most=6000, key="lost_days")
    counted_days = Whole(N_("Lost days"), most=100_000, readonly=True,
                         help=N_("As written; else from the first day off to the day before the return."))
    person = Link("person", N_("Person"), index=True, key="member_code", personal="identity", group=SEALED)
    person_as_written = Text(N_("Name as written"), personal="identity", group=SEALED)
    nature = Choice(N_("Kind of injury"), incident_choices.NATURE, personal="health", group=SEALED)
    regions = Choices(N_("Where the body is hurt"), incident_choices.REGION, personal="health", group=SEALED)
    injury = Text(N_("Injury"), personal="health", group=SEALED)
    body_part = Text(N_("Part of the body"), personal="health", group=SEALED)
    treatment = Text(N_("Treatment"), personal="health", group=SEALED)

    about = About(N_("injured person"), N_("Injured persons"), "safety", key=("employment", "sex"),
                  table=("incident", "employment", "sex", "counted_days", "off_from", "returned_on"),
                  order="incident", details=True, sealed="*",
                  purpose=N_("Who was hurt; the medical part never leaves the office."))
    follows: ClassVar[Follows] = {"counted_days": (days_of, ("off_from", "returned_on", "lost_days"))}

    def problems(self) -> Mapping[str, str]:
        if self.off_from and self.returned_on and self.returned_on < self.off_from:
            return {"returned_on": _("This is before the first day off.")}
        return {}


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
    template = Link("inspection_template", N_("List of questions"), group=N_("Round of our own"))
    crew = Link("crew", N_("Crew"), group=N_("Round of our own"), index=True)
    equipment = Link("equipment", N_("Equipment"), group=N_("Round of our own"))
    inspector_person = Link("person", N_("Inspector (one of us)"), on_trash="keep", group=N_("Round of our own"))
    own_crew_reason = LongText(N_("Why somebody inspected his own crew"), group=N_("Round of our own"))
    finished_on = Date(N_("Finished on"), group=N_("Round of our own"))
    points = Whole(N_("Answers in order"), most=1000, readonly=True, group=N_("Round of our own"))
    points_most = Whole(N_("Answers that count"), most=1000, readonly=True, group=N_("Round of our own"))

    about = About(N_("inspection"), N_("Inspections"), "safety", key=("date", "kind"),
                  table=("date", "kind", "body", "inspector", "site", "result", "next_due"), order="-date",
                  search=("body", "inspector", "scope", "result"), sheet="S24",
                  purpose=N_("Visits and rounds, with what was found."))

    @classmethod
    def conflicts(cls, written: Written, ask: Ask) -> Mapping[str, Sequence[str]]:
        return own_crew_conflicts(written, ask)


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
    form = Choice(N_("Course or talk"), choices.COURSE_FORM, default="course")
    course_kind = Link("course_kind", N_("Kind of course"), index=True)
    crew = Link("crew", N_("Crew"), help=N_("Of a toolbox talk: whose talk it was."))
    site = Link("site", N_("Site"), key="site_code")
    total_stated = Whole(N_("Total as written"), most=100_000)
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
    certificate_on = Date(N_("Date of the certificate"))
    note = Text(N_("Note"))

    about = About(N_("course attendance"), N_("Course attendance"), "people", key=("person_as_written",),
                  table=("training", "person", "person_as_written", "present", "mark", "certificate_no"),
                  order="training",
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
                  table=("date", "person", "person_as_written", "item", "quantity", "size", "signed"), order="-date",
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
    box = Text(N_("Complaint box or place"))
    group = Choice(N_("Who complains"), choices.GRIEVANCE_GROUP)
    topic = Choice(N_("What it is about"), incident_choices.TOPIC)
    sensitive = Flag(N_("Sensitive"), help=N_("Violence, harassment or children; shown to few."))
    open_subject = Text(N_("Subject in lists"), readonly=True)
    subject = Text(N_("Subject"), required=True, personal="identity", group=SEALED)
    author = Text(N_("Author"), personal="identity", help=N_("May stay empty."), group=SEALED)
    description = LongText(N_("Description"), personal="identity", group=SEALED)
    steps = LongText(N_("Steps taken"), personal="identity", group=SEALED)
    outcome = LongText(N_("Outcome"), personal="identity", group=SEALED)
    handler = Text(N_("Handled by"), group=N_("Answer"))
    acknowledged_on = Date(N_("Acknowledged on"), group=N_("Answer"))
    answered_on = Date(N_("Answered on"), group=N_("Answer"))
    result = Choice(N_("Result"), incident_choices.OUTCOME, group=N_("Answer"))
    satisfied = Choice(N_("Is the person content?"), incident_choices.SATISFACTION, group=N_("Answer"))
    appealed_on = Date(N_("Appealed on"), group=N_("Answer"))
    appeal_result = Choice(N_("Result of the appeal"), incident_choices.OUTCOME, group=N_("Answer"))
    retaliation_asked_on = Date(N_("Asked about retaliation on"), group=N_("Answer"),
                                help=N_("Whether the person was treated worse for complaining."))
    retaliation = Flag(N_("There was retaliation"), group=N_("Answer"))
    status = Choice(N_("Status"), choices.OPEN_CLOSED, default="open", group=N_("Answer"))
    closed_on = Date(N_("Closed on"), group=N_("Answer"))

    about = About(N_("grievance"), N_("Grievances"), "people", key=("number", "received_on"),
                  table=("number", "received_on", "channel", "topic", "open_subject", "group", "answered_on", "status"),
                  order="-received_on", search=("number", "open_subject"), sheet="S27", sealed="sensitive",
                  purpose=N_("Complaints and how they were answered; anonymous ones too."))
    follows: ClassVar[Follows] = {"open_subject": (shown_subject, ("sensitive", "subject"))}

    def problems(self) -> Mapping[str, str]:
        if self.group == "anonymous" and self.author:
            return {"author": _("An anonymous complaint bears no name.")}
        return {}


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
