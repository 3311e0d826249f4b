"""What a finding is: two things that cannot both be true, or work that is still to be done, noted or proved.

A contradiction is there although the office wrote everything down, and because of it; an auditor asks which of the two
is right.  Work is what is missing, due or running out: nobody is wrong yet.
"""

from __future__ import annotations

from armdesk.i18n import N_

CONTRADICTION, WORK = "contradiction", "work"
HEADINGS = {CONTRADICTION: N_("What contradicts itself"), WORK: N_("What is still to be done or noted")}
"""In the order in which both are told."""

WORK_RULES = frozenset((
    # requirements, answers, plan and risks
    "unanswered", "without_evidence", "without_statement", "time_run_out", "overdue", "effect_waits",
    "closed_without_effect", "without_owner", "extended_often", "series_broken", "finding_without_action",
    "risk_without_action", "risk_overdue", "risk_not_assessed", "risk_unsigned", "finding_late", "finding_again",
    "finding_bare", "request_late",
    # what the office has not described yet
    "catalogues", "profile", "profile_open", "names_not_linked", "refused_rows", "untold_days",
    "without_fineness", "age_unknown", "under_18", "no_hours", "stock_without_paper",
    # what runs out or is due
    "lapsed", "lots_on_hold", "registrations_ended", "mandate_lapsed", "policy_review", "policy_unknown",
    "interest_undeclared", "seats_of_women", "short_notice", "agreement_late", "rounds_late",
    "drills_late", "equipment_state", "monitoring_overdue", "talks_missing", "course_lapsed", "courses_without_list",
    "ppe_overdue", "ppe_unsigned", "age_alarm_open", "awaiting_report", "grievances_overdue",
    "grave_events", "provisional_open", "tax_receipt", "premium_receipt", "premium_photo",
    "premium_committee", "premium_plan_undecided", "advance_open_long", "advance_overdue",
    "older_file_cited",
))
"""What findings of work call themselves; all others are contradictions."""
_WORK_IF = frozenset((
    ("chain_broken", "warn"),  # no lot at all says what it was made of
    ("told_late", "alarm"),  # nobody noted that they were told
    ("partners_unchecked", "note"),  # nobody looked them up yet
))
"""What is work with one gravity only."""


def kind_of(rule: str, severity: str) -> str:
    """CONTRADICTION or WORK, of a finding by its name and gravity."""
    return WORK if rule in WORK_RULES or (rule, severity) in _WORK_IF else CONTRADICTION
