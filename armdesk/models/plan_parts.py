"""What belongs to actions and risks: where an action comes from, its extensions, lists sent out, reassessments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from armdesk.fields import Choice, Code, Date, Json, Link, LongText, Reference, Text, Whole
from armdesk.i18n import N_, _
from armdesk.models import action_flow, choices
from armdesk.record import About, Ask, Record, Written


class SourceOfAction(Record):
    """One more thing an action answers, beside where it first came from.  Source: pack sheet S26."""

    action = Link("action", N_("Action"), required=True, index=True, key="action_no")
    target = Reference(N_("Also answers"), required=True, index=True,
                       help=N_("Requirement, incident, inspection, finding, resolution, risk, grievance or agreement."))
    note = Text(N_("Note"))

    about = About(N_("source of an action"), N_("Sources of actions"), "plan", key=("target",),
                  table=("action", "target", "note"), order="target", search=("note",), details=True,
                  purpose=N_("What each action answers: requirements, incidents, findings, resolutions, risks."))


class ActionExtension(Record):
    """A due date moved by decision: from when to when, why, and who approved."""

    action = Link("action", N_("Action"), required=True, index=True, key="action_no")
    date = Date(N_("Decided on"), required=True)
    old_due = Date(N_("Was due on"), required=True)
    new_due = Date(N_("Now due on"), required=True)
    reason = LongText(N_("Reason"), required=True)
    approved_by = Text(N_("Approved by"), required=True)

    about = About(N_("extension"), N_("Extensions"), "plan", key=("date", "reason"),
                  table=("date", "action", "old_due", "new_due", "reason", "approved_by"), order="-date",
                  search=("reason", "approved_by"), details=True,
                  purpose=N_("Due dates that were moved, with the reason and who approved."))

    def problems(self) -> Mapping[str, str]:
        if self.new_due is not None and self.new_due == self.old_due:
            return {"new_due": _("This is the day on which it was due already.")}
        return {}

    @classmethod
    def conflicts(cls, written: Written, ask: Ask) -> Mapping[str, Sequence[str]]:
        return action_flow.unmoved(written, ask)


class ActionParcel(Record):
    """A list of actions sent to a partner who works without armdesk, as it was when it left."""

    number = Code(N_("List no."), required=True, unique=True)
    sent_on = Date(N_("Sent on"), required=True, index=True)
    recipient = Text(N_("For"), required=True)
    actions = Whole(N_("Actions"), readonly=True)
    body = Json(N_("What was sent"), readonly=True, longest=4_000_000)
    returned_on = Date(N_("Read back on"))
    note = Text(N_("Note"))

    about = About(N_("list for a partner"), N_("Lists for partners"), "plan", key=("number", "recipient"),
                  table=("number", "sent_on", "recipient", "actions", "returned_on"), order="-sent_on",
                  search=("number", "recipient"), details=True,
                  purpose=N_("Excel lists of actions that partners fill in and send back."))


class RiskReview(Record):
    """A risk looked at again: how likely and grave it was thought before, and is now."""

    risk = Link("risk", N_("Risk"), required=True, index=True, key="risk_no")
    date = Date(N_("Date"), required=True)
    reviewed_by = Text(N_("Reviewed by"), required=True)
    old_likelihood = Choice(N_("Likelihood before"), choices.LEVEL)
    old_impact = Choice(N_("Severity before"), choices.LEVEL)
    old_response = Choice(N_("Response before"), choices.RESPONSE)
    likelihood = Choice(N_("Likelihood now"), choices.LEVEL, required=True)
    impact = Choice(N_("Severity now"), choices.LEVEL, required=True)
    response = Choice(N_("Response now"), choices.RESPONSE)
    reason = LongText(N_("What was seen"), required=True)

    about = About(N_("reassessment"), N_("Reassessments"), "plan", key=("date", "reason"),
                  table=("date", "risk", "old_likelihood", "old_impact", "likelihood", "impact", "response",
                         "reviewed_by"), order="-date", search=("reason", "reviewed_by"), details=True,
                  purpose=N_("Risks that were looked at again, with what they were before."))
