"""Cases of the facts of papers, permits, grievances, risks and the action plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from fact_cases import AFTER, BEFORE, DAY, Count, Office, Share, States, many


def _cite(office: Office, id_: str) -> None:
    office.put("citation", document=id_, target="requirement/craft-2.0/M.1/5.2/P.1")


def _cited(office: Office, **values: object) -> None:
    _cite(office, office.put("document", **values))


def _rehearsed(day: date) -> dict[str, object]:
    return {"date": day, "broken": 3}


SHARES = [
    Share("grievances_answered", "grievance", {"answered_on": DAY}),
    Share("permits_valid", "permit", {"expires_on": AFTER}, {"expires_on": DAY}),
    Share("risks_reviewed", "risk", {"reassessed_on": DAY}, {"decided_on": BEFORE}),
    Share("risks_answered", "risk", {}, {},
          beside=lambda office, id_: office.put("action", origin=f"risk/{id_}", adopted_on=DAY)),
    Share("effects_checked", "action", {"status": "closed", "done_on": DAY, "effect_checked_on": DAY,
                                        "effect_checked_by": "x", "effective": "yes"},
          {"status": "done", "done_on": DAY}),
]
COUNTS = [
    Count("grievances", "grievance", {}, {"received_on": BEFORE}),
    Count("open_actions", "action", {}, {"status": "cancelled", "note": "x"}, 0),
    Count("actions_overdue", "action", {"due_on": DAY}, {"due_on": AFTER}, 0),
    Count("high_risks", "risk", {"likelihood": "4", "impact": "4"}, {"likelihood": "1", "impact": "1"}, 0),
    Count("rehearsals", "rehearsal", _rehearsed(DAY), _rehearsed(BEFORE)),
]
STATES = [
    States("documents_cited", (_cited, 1), (many(("document", {})), None)),
    States("documents", (many(("document", {})), 1), (many(("permit", {})), None)),
    States("sites", (many(("site", {})), 1), (many(("crew", {})), None)),
    States("permits", (many(("permit", {})), 1), (many(("document", {})), None)),
    States("risks", (many(("risk", {})), 1), (many(("action", {})), None)),
    States("actions_in_time", (many(("action", {"status": "done", "done_on": DAY, "due_on": DAY})), 100),
           (many(("action", {"status": "done", "done_on": DAY, "due_on": BEFORE})), 0)),
    States("action_days", (many(("action", {"status": "done", "done_on": DAY, "adopted_on": date(2025, 5, 23)})),
                           Decimal(10)), (many(("action", {"status": "open", "adopted_on": BEFORE})), None)),
    States("grievance_days", (many(("grievance", {"answered_on": date(2025, 6, 12)})), Decimal(10)),
           (many(("grievance", {})), None)),
    States("permit_next_end", (many(("permit", {"expires_on": AFTER}), ("permit", {"expires_on": date(2030, 1, 1)})),
                               AFTER), (many(("permit", {"expires_on": DAY})), None)),
    States("papers_valid", (lambda office: _cited(office, valid_to=AFTER), 100),
           (lambda office: _cited(office, valid_to=DAY), 0)),
    States("last_pack", (many(("pack", {"made_on": DAY}), ("pack", {"made_on": AFTER})), AFTER),
           (many(("document", {})), None)),
]
