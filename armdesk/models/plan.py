"""Risks, the action plan, audits and what they found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from armdesk.fields import (
    Choice,
    Code,
    CurrencyCode,
    Date,
    Link,
    LongText,
    Money,
    Reference,
    Scaled,
    Standard,
    Standards,
    Text,
    TimeOfDay,
    Whole,
)
from armdesk.i18n import N_, _
from armdesk.models import action_flow, audit_choices, choices
from armdesk.record import About, Ask, Record, Written


class Risk(Record):
    """Something that may harm people or trade, and what is done about it.  Source: pack sheet S25."""

    number = Code(N_("Risk no."), key="risk_no", unique=True)
    requirement = Reference(N_("Requirement"), key="catalogue_code")
    description = LongText(N_("Description"), required=True)
    site = Link("site", N_("Site"), key="place")
    likelihood = Choice(N_("Likelihood"), choices.LEVEL)
    impact = Choice(N_("Severity"), choices.LEVEL)
    response = Choice(N_("Response"), choices.RESPONSE)
    reason = LongText(N_("Reason"))
    decided_by = Text(N_("Decided by"))
    decided_on = Date(N_("Decided on"))
    status = Choice(N_("Status"), choices.RISK_STATUS, default="open")
    reassessed_on = Date(N_("Reassessed on"))

    about = About(N_("risk"), N_("Risks"), "plan", key=("number", "description"),
                  table=("number", "description", "likelihood", "impact", "response", "status", "decided_on"),
                  order="number", search=("number", "description"), sheet="S25",
                  purpose=N_("What may go wrong, how likely and how grave, and the answer to it."))


class Action(Record):
    """A measure with an owner and a date.  Source: pack sheet S26."""

    number = Code(N_("Action no."), key="action_no", unique=True)
    measure = LongText(N_("Measure"), required=True)
    origin = Reference(N_("Comes from"), help=N_("Requirement, incident, finding, resolution, risk or agreement."))
    origin_as_written = Text(N_("Origin as written"))
    area = Text(N_("Area"))
    owner = Text(N_("Responsible"))
    owner_person = Link("person", N_("Responsible (person)"), on_trash="keep")
    owner_organisation = Link("stakeholder", N_("Responsible (organisation)"), on_trash="keep")
    priority = Choice(N_("Priority"), choices.PRIORITY)
    adopted_on = Date(N_("Adopted on"))
    due_on = Date(N_("Due on"), index=True)
    review_on = Date(N_("Six-month review on"), key="six_month_review_on")
    status = Choice(N_("Status"), choices.ACTION_STATUS, required=True, default="open")
    progress = Scaled(N_("Progress"), unit="%", places=0, most=100, key="progress_pct")
    done_on = Date(N_("Done on"))
    indicator = Text(N_("Indicator"), group=N_("Measure of success"))
    baseline = Text(N_("Baseline"), group=N_("Measure of success"))
    target = Text(N_("Target"), group=N_("Measure of success"))
    actual = Text(N_("Reached"), group=N_("Measure of success"))
    effect_checked_on = Date(N_("Effect checked on"), group=N_("Measure of success"))
    effect_checked_by = Text(N_("Effect checked by"), group=N_("Measure of success"))
    effective = Choice(N_("Had the effect wanted"), choices.EFFECTIVE, group=N_("Measure of success"))
    effect = LongText(N_("Effect"), group=N_("Measure of success"))
    cost = Money(N_("Cost"), group=N_("Cost"))
    currency = CurrencyCode(N_("Currency"), group=N_("Cost"))
    donor = Text(N_("Paid by"), group=N_("Cost"))
    repeat_months = Whole(N_("Again every (months)"), least=1, most=120, group=N_("Repetition"),
                          help=N_("When it is done, the next one is made. Empty: it does not come again."))
    repeat_day = Whole(N_("On the day of the month"), least=1, most=31, group=N_("Repetition"), readonly=True)
    repeat_of = Link("action", N_("Follows"), on_trash="keep", group=N_("Repetition"), readonly=True)
    evidence_as_written = Text(N_("Evidence as written"), key="evidence_ref")
    note = LongText(N_("Note"))

    about = About(N_("action"), N_("Action plan"), "plan", key=("number", "measure"),
                  table=("number", "measure", "owner", "adopted_on", "due_on", "status", "progress"),
                  order="due_on", search=("number", "measure", "owner", "area"), sheet="S26",
                  purpose=N_("What has to be done, by whom and until when."))

    def problems(self) -> Mapping[str, str]:
        if self.adopted_on and self.due_on and self.due_on < self.adopted_on:
            return {"due_on": _("This is before the action was adopted.")}
        return {}

    @classmethod
    def conflicts(cls, written: Written, ask: Ask) -> Mapping[str, Sequence[str]]:
        return action_flow.conflicts(written, ask)


class ActionNote(Record):
    """A step of progress on an action."""

    action = Link("action", N_("Action"), required=True, index=True, key="action_no")
    date = Date(N_("Date"), required=True)
    text = LongText(N_("What was done"), required=True)
    progress = Scaled(N_("Progress"), unit="%", places=0, most=100, key="progress_pct")
    author = Text(N_("Author"))

    about = About(N_("progress note"), N_("Progress notes"), "plan", key=("date", "text"),
                  table=("date", "action", "text", "progress", "author"), order="-date", search=("text",),
                  details=True, purpose=N_("How each action came forward."))


class Audit(Record):
    """An audit, visit or self-assessment, from preparation to closing."""

    code = Code(N_("Audit no."), unique=True)
    title = Text(N_("Title"), required=True)
    kind = Choice(N_("Kind"), choices.AUDIT_KIND, required=True)
    standard = Standard(N_("Standard"))
    more_standards = Standards(N_("Other standards"))
    period_from = Date(N_("Period from"))
    period_to = Date(N_("Period until"))
    sites = Text(N_("Sites"), longest=2000, help=N_("Codes or names with commas between. Empty: all sites."))
    visit_on = Date(N_("Visit on"))
    visit_until = Date(N_("Until"))
    auditor = Text(N_("Auditor"))
    body = Text(N_("Audit body"))
    lead = Text(N_("Responsible here"))
    team = LongText(N_("Our team"), help=N_("One person a line, with what each answers for."))
    status = Choice(N_("Status"), choices.AUDIT_STATUS, default="preparing")
    frozen_on = Date(N_("Frozen on"), readonly=True, group=N_("Freeze"))
    frozen_at = TimeOfDay(N_("Frozen at"), readonly=True, group=N_("Freeze"))
    pack = Link("pack", N_("Evidence pack"), readonly=True, on_trash="keep", group=N_("Freeze"))
    pack_root = Code(N_("Root hash of the pack"), longest=64, readonly=True, group=N_("Freeze"))
    frozen_seq = Whole(N_("Entries of the history"), most=10**12, readonly=True, group=N_("Freeze"))
    frozen_head = Code(N_("Head of the history"), longest=64, readonly=True, group=N_("Freeze"))
    outcome = Choice(N_("Decision of the auditor"), audit_choices.OUTCOME, group=N_("Close"))
    result = LongText(N_("Result"), group=N_("Close"))
    certificate_no = Code(N_("Certificate or letter no."), group=N_("Close"))
    certificate_from = Date(N_("Valid from"), group=N_("Close"))
    certificate_to = Date(N_("Valid until"), group=N_("Close"))
    remains = LongText(N_("What remains"), group=N_("Close"))
    lessons = LongText(N_("Lessons for the next"), group=N_("Close"))
    closed_on = Date(N_("Closed on"), group=N_("Close"))
    note = LongText(N_("Note"))

    about = About(N_("audit"), N_("Audits"), "audit", key=("code", "title"),
                  table=("code", "title", "kind", "standard", "visit_on", "auditor", "status"), order="-visit_on",
                  search=("code", "title", "auditor"), purpose=N_("Audits to come and audits past."))

    def problems(self) -> Mapping[str, str]:
        pairs = (("period_from", "period_to"), ("visit_on", "visit_until"), ("certificate_from", "certificate_to"))
        return {last: _("It ends before it begins.") for first, last in pairs
                if getattr(self, first) and getattr(self, last) and getattr(self, last) < getattr(self, first)}


class AuditRequest(Record):
    """Something an auditor asks for."""

    audit = Link("audit", N_("Audit"), required=True, index=True)
    number = Code(N_("Request no."))
    text = LongText(N_("Request"), required=True)
    requirement = Reference(N_("Requirement"))
    responsible = Text(N_("Responsible"))
    due_on = Date(N_("Due on"))
    status = Choice(N_("Our state"), audit_choices.OUR_STATUS, default="open")
    status_on = Date(N_("Our state since"))
    answer = LongText(N_("Answer"))
    auditor_status = Choice(N_("Auditor's state"), audit_choices.AUDITOR_STATUS)
    auditor_on = Date(N_("Auditor's state since"))
    auditor_note = LongText(N_("Auditor's note"))
    request_list = Link("request_list", N_("From the list"), on_trash="keep", readonly=True)
    list_row = Whole(N_("Row in the list"), readonly=True)

    about = About(N_("request"), N_("Audit requests"), "audit", key=("number", "text"),
                  table=("audit", "number", "text", "responsible", "due_on", "status", "auditor_status"),
                  order="number", search=("number", "text"),
                  purpose=N_("What the auditor asked for and where it stands."))


class Finding(Record):
    """What an audit or inspection found."""

    audit = Link("audit", N_("Audit"), index=True)
    inspection = Link("inspection", N_("Inspection"), index=True)
    question = Link("inspection_question", N_("Question"), on_trash="keep")
    number = Code(N_("Finding no."), key="finding_no")
    finding_class = Choice(N_("Class"), choices.FINDING_CLASS, required=True)
    class_as_written = Text(N_("Class in the auditor's words"))
    raised_on = Date(N_("Raised on"))
    requirement = Reference(N_("Requirement"))
    text = LongText(N_("Finding"), required=True)
    evidence = LongText(N_("What the auditor saw"))
    correction = LongText(N_("Correction at once"))
    why_1 = LongText(N_("Why did it happen?"), group=N_("Cause"))
    why_2 = LongText(N_("And why was that?"), group=N_("Cause"))
    why_3 = LongText(N_("And why that?"), group=N_("Cause"))
    why_4 = LongText(N_("And that?"), group=N_("Cause"))
    why_5 = LongText(N_("And what is behind it?"), group=N_("Cause"))
    cause = LongText(N_("Cause"), group=N_("Cause"))
    responsible = Text(N_("Responsible"))
    action = Link("action", N_("Action"), key="action_no", on_trash="keep")
    due_on = Date(N_("Due on"))
    status = Choice(N_("Status"), choices.OPEN_CLOSED, default="open")
    closed_on = Date(N_("Closed on"))
    accepted_on = Date(N_("Accepted by the auditor on"), group=N_("Auditor's answer"))
    accepted_by = Text(N_("Accepted by"), group=N_("Auditor's answer"))
    auditor_note = LongText(N_("Auditor's note"), group=N_("Auditor's answer"))

    about = About(N_("finding"), N_("Findings"), "audit", key=("number", "text"),
                  table=("number", "audit", "finding_class", "text", "action", "due_on", "status"), order="number",
                  search=("number", "text"), purpose=N_("Findings and the actions they became."))
