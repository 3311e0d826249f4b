"""Lists of choices of the audit room; stages are in the order in which an audit goes through them."""

from __future__ import annotations

from armdesk.i18n import N_

STAGE = {"preparing": N_("Prepare"), "rehearsing": N_("Rehearse"), "frozen": N_("Freeze"), "visit": N_("Visit"),
         "findings": N_("Findings"), "closed": N_("Close")}
"""Codes of the status of an audit with the word of each stage."""
OUTCOME = {"passed": N_("Passed"), "conditional": N_("Passed with conditions"), "not_passed": N_("Not passed"),
           "none": N_("No result is given")}
OUR_STATUS = {"open": N_("Not begun"), "looking": N_("Looking for it"), "ready": N_("Ready"),
              "sent": N_("Handed over")}
AUDITOR_STATUS = {"open": N_("Open"), "received": N_("Received"), "accepted": N_("Accepted"),
                  "returned": N_("More wanted")}
VISIT_KIND = {"asked": N_("Question"), "shown": N_("Place shown"), "paper": N_("Paper or photo shown"),
              "interview": N_("Interview"), "sample": N_("Sample drawn"), "meeting": N_("Opening or closing meeting"),
              "other": N_("Other")}
VISIT_OUTCOME = {"good": N_("In order"), "doubt": N_("To be settled"), "bad": N_("Not in order")}
