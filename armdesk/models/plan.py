"""Risks, the action plan, audits and what they found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from armdesk.fields import Choice, Code, CurrencyCode, Date, Link, LongText, Money, Reference, Scaled, Text, Whole
from armdesk.i18n import N_, _
from armdesk.models import action_flow, choices
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
    standard = Text(N_("Standard"), help=N_("Key of the catalogue, such as craft-2.0."))
    period_from = Date(N_("Period from"))
    period_to = Date(N_("Period until"))
    visit_on = Date(N_("Visit on"))
    visit_until = Date(N_("Until"))
    auditor = Text(N_("Auditor"))
    status = Choice(N_("Status"), choices.AUDIT_STATUS, default="preparing")
    result = LongText(N_("Result"))
    note = LongText(N_("Note"))

    about = About(N_("audit"), N_("Audits"), "audit", key=("code", "title"),
                  table=("code", "title", "kind", "standard", "visit_on", "auditor", "status"), order="-visit_on",
                  search=("code", "title", "auditor"), purpose=N_("Audits to come and audits past."))


class AuditRequest(Record):
    """Something an auditor asks for."""

    audit = Link("audit", N_("Audit"), required=True, index=True)
    number = Code(N_("Request no."))
    text = LongText(N_("Request"), required=True)
    requirement = Reference(N_("Requirement"))
    due_on = Date(N_("Due on"))
    status = Choice(N_("Our state"), choices.REQUEST_STATUS, default="open")
    auditor_status = Choice(N_("Auditor's state"), choices.REQUEST_STATUS)
    answer = LongText(N_("Answer"))

    about = About(N_("request"), N_("Audit requests"), "audit", key=("number", "text"),
                  table=("audit", "number", "text", "due_on", "status", "auditor_status"), order="number",
                  search=("number", "text"), purpose=N_("What the auditor asked for and where it stands."))


class Finding(Record):
    """What an audit or inspection found."""

    audit = Link("audit", N_("Audit"), index=True)
    inspection = Link("inspection", N_("Inspection"), index=True)
    question = Link("inspection_question", N_("Question"), on_trash="keep")
    number = Code(N_("Finding no."), key="finding_no")
    finding_class = Choice(N_("Class"), choices.FINDING_CLASS, required=True)
    requirement = Reference(N_("Requirement"))
    text = LongText(N_("Finding"), required=True)
    cause = LongText(N_("Cause"))
    action = Link("action", N_("Action"), key="action_no", on_trash="keep")
    due_on = Date(N_("Due on"))
    status = Choice(N_("Status"), choices.OPEN_CLOSED, default="open")
    closed_on = Date(N_("Closed on"))

    about = About(N_("finding"), N_("Findings"), "audit", key=("number", "text"),
                  table=("number", "audit", "finding_class", "text", "action", "due_on", "status"), order="number",
                  search=("number", "text"), purpose=N_("Findings and the actions they became."))
