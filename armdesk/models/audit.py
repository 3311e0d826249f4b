"""What belongs to an audit: its way through the stages, agenda and log of the visit, lists of requests, readiness."""

from __future__ import annotations

from collections.abc import Mapping

from armdesk.fields import Choice, Code, Date, Json, Link, LongText, Reference, Text, TimeOfDay, Whole
from armdesk.i18n import N_, _
from armdesk.models import audit_choices
from armdesk.record import About, Record


class AuditStep(Record):
    """An audit went on to another stage: when, by whom, what was still missing, and why it went on all the same."""

    audit = Link("audit", N_("Audit"), required=True, index=True)
    date = Date(N_("Date"), required=True)
    stage_before = Choice(N_("From"), audit_choices.STAGE)
    stage = Choice(N_("To"), audit_choices.STAGE, required=True)
    missing = LongText(N_("Still missing"))
    reason = LongText(N_("Reason"))
    author = Text(N_("Author"))

    about = About(N_("step of an audit"), N_("Steps of audits"), "audit", key=("date", "stage"),
                  table=("date", "audit", "stage_before", "stage", "missing", "reason", "author"), order="-date",
                  search=("reason", "author"), details=True,
                  purpose=N_("How each audit went from stage to stage, and what was missing then."))


class AuditSlot(Record):
    """One point of the agenda of a visit: when, what, where, and who receives whom.  Source: plan of an audit visit."""

    audit = Link("audit", N_("Audit"), required=True, index=True)
    date = Date(N_("Date"), required=True)
    starts = TimeOfDay(N_("From"))
    ends = TimeOfDay(N_("Until"))
    topic = Text(N_("What is looked at"), required=True)
    place = Text(N_("Place"))
    host = Text(N_("Who receives"), help=N_("Who of us is there and answers."))
    guest = Text(N_("Of the auditors"))
    note = LongText(N_("To have ready"))

    about = About(N_("point of a visit"), N_("Agendas of visits"), "audit", key=("date", "starts", "topic"),
                  table=("date", "starts", "ends", "topic", "place", "host", "guest"), order="date",
                  search=("topic", "place", "host", "guest"), details=True,
                  purpose=N_("What is looked at on which day of a visit, and who receives whom."))

    def problems(self) -> Mapping[str, str]:
        if self.starts and self.ends and self.ends < self.starts:
            return {"ends": _("It ends before it begins.")}
        return {}


class VisitNote(Record):
    """Something asked, shown, told or drawn during a visit.  Nobody who was interviewed is named."""

    audit = Link("audit", N_("Audit"), required=True, index=True)
    date = Date(N_("Date"), required=True)
    time = TimeOfDay(N_("Time"))
    kind = Choice(N_("Kind"), audit_choices.VISIT_KIND, required=True, default="asked")
    text = LongText(N_("What happened"), required=True)
    who = Text(N_("With whom"), help=N_("Such as selectors of La Peña. Never write a name here."))
    people = Whole(N_("How many people"), least=1, most=100_000)
    requirement = Reference(N_("Requirement"))
    target = Reference(N_("Record drawn"))
    walked = Whole(N_("Links walked"), readonly=True)
    broken = Whole(N_("Broken links"), readonly=True)
    chain = Json(N_("Chain as it was walked"), readonly=True)
    outcome = Choice(N_("Outcome"), audit_choices.VISIT_OUTCOME)
    answer = LongText(N_("What we answered"))

    about = About(N_("note of a visit"), N_("Log of visits"), "audit", key=("date", "text"),
                  table=("date", "time", "kind", "text", "who", "outcome", "broken"), order="date", search=("text",),
                  details=True, purpose=N_("What an auditor asked, saw and drew, day by day."))


class RequestList(Record):
    """A list of requests as the auditor sent it, with how its columns were read, so that it goes back in his layout."""

    audit = Link("audit", N_("Audit"), required=True, index=True)
    date = Date(N_("Date"), required=True)
    file_name = Text(N_("File"), required=True)
    sha256 = Code(N_("SHA-256 of the file"), longest=64, readonly=True)
    document = Link("document", N_("Kept as"), on_trash="keep")
    requests = Whole(N_("Requests"), readonly=True)
    layout = Json(N_("Layout"), readonly=True)

    about = About(N_("list of requests"), N_("Lists of requests"), "audit", key=("date", "file_name"),
                  table=("date", "audit", "file_name", "requests"), order="-date", search=("file_name",), details=True,
                  purpose=N_("Lists of requests as auditors sent them."))


class Readiness(Record):
    """How ready the organisation was on one day for one standard, as measured then; a day without a row is unknown.

    Shape: each count stands beside its base: evidenced of applicable requirements, broken of walked links.
    """

    date = Date(N_("Date"), required=True, index=True)
    catalogue = Code(N_("Catalogue"), required=True)
    total = Whole(N_("Requirements"), readonly=True)
    applicable = Whole(N_("Applicable"), readonly=True)
    answered = Whole(N_("Answered"), readonly=True)
    evidenced = Whole(N_("Answered with current evidence"), readonly=True)
    alarms = Whole(N_("Grave contradictions"), readonly=True)
    warnings = Whole(N_("Other contradictions"), readonly=True)
    remarks = Whole(N_("Remarks"), readonly=True)
    rehearsed_on = Date(N_("Rehearsed on"), readonly=True)
    walked = Whole(N_("Links walked"), readonly=True)
    broken = Whole(N_("Broken links"), readonly=True)
    findings = Whole(N_("Open findings"), readonly=True)
    majors = Whole(N_("Open major findings"), readonly=True)
    late = Whole(N_("Findings overdue"), readonly=True)

    about = About(N_("measure of readiness"), N_("Readiness over time"), "audit", key=("date", "catalogue"),
                  table=("date", "catalogue", "applicable", "answered", "evidenced", "alarms", "warnings", "broken",
                         "findings", "majors"), order="-date", search=("catalogue",),
                  purpose=N_("How ready we were on the days on which it was measured; no day is invented."))
