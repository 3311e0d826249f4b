"""What is known of each buyer and partner: the checks its role asks for, those made, and which of them still hold."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from armdesk import paths
from armdesk.models import Party, PartyCheck, choices
from armdesk.services.basis.figure import ask, id_of
from armdesk.store import Store

GOOD, ENDING, ENDED, BAD, STATED, MISSING = "good", "ending", "ended", "bad", "stated", "missing"
_SOON = timedelta(days=60)


@dataclass(frozen=True)
class Need:
    """A check that a role asks for.  Units: valid_days, None where it holds until the paper itself ends."""

    role: str
    subject: str
    valid_days: int | None
    source: str


@dataclass(frozen=True)
class Standing:
    """How one check of one party stands on a day.

    Shape: state GOOD, ENDING (within two months), ENDED, BAD (doubtful or not in order), STATED (the party's page says
    so, nobody checked it) or MISSING; ends is the last day it holds, None without one; check is its record's id.
    """

    subject: str
    state: str
    needed: bool
    checked_on: date | None = None
    where: str = ""
    ends: date | None = None
    check: str = ""
    number: str = ""


@dataclass(frozen=True)
class Known:
    """A party with all its checks.  Shape: risk is the gravest of the newest checks, "" where none was judged."""

    party: Party
    checks: dict[str, Standing]
    risk: str
    last_sale: date | None = None

    @property
    def lacking(self) -> list[Standing]:
        """Needed checks that do not hold."""
        return [each for each in self.checks.values() if each.needed and each.state in (MISSING, STATED, ENDED, BAD)]


@lru_cache(maxsize=1)
def needs() -> dict[str, dict[str, Need]]:
    """Checks by role and subject, from the list in resources."""
    found: dict[str, dict[str, Need]] = {}
    with (paths.resources() / "due_diligence" / "checks.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            days = int(row["valid_days"]) if row["valid_days"] else None
            found.setdefault(row["role"], {})[row["subject"]] = Need(row["role"], row["subject"], days, row["source"])
    return found


def known(store: Store, day: date, *, only: str = "") -> list[Known]:
    """All parties, or one, with how their checks stood on a day; checks made after it do not count yet."""
    newest: dict[str, dict[str, PartyCheck]] = {}
    for each in store.all(PartyCheck):  # the newest first
        if each.checked_on is None or each.checked_on <= day:
            newest.setdefault(each.party, {}).setdefault(each.subject, each)
    sold = {id_of(buyer): date.fromisoformat(last) for buyer, last in ask(
        store, "SELECT buyer, max(date) FROM sale WHERE trashed = 0 AND buyer IS NOT NULL AND date <= ? GROUP BY buyer",
        day)}
    return [_known(party, newest.get(party.id, {}), day, sold.get(party.id)) for party in store.all(Party)
            if not only or party.id == only]


def _known(party: Party, made: dict[str, PartyCheck], day: date, last_sale: date | None) -> Known:
    asked = needs().get(party.role, {})
    subjects = [each for each in choices.CHECKED if each in asked or each in made]
    checks = {subject: _standing(party, subject, asked.get(subject), made.get(subject), day) for subject in subjects}
    risks = [check.risk for check in made.values() if check.risk]
    return Known(party, checks, max(risks, default=""), last_sale)


def _standing(party: Party, subject: str, need: Need | None, check: PartyCheck | None, day: date) -> Standing:
    needed = need is not None
    if check is None or check.result == "pending":
        stated = _stated(party, subject)
        if stated is None:
            return Standing(subject, MISSING, needed, check=check.id if check is not None else "")
        number, ends = stated
        state = ENDED if ends is not None and ends < day else STATED
        return Standing(subject, state, needed, ends=ends, number=number)
    ends = _ends(check, need)
    if check.result in ("bad", "doubt"):
        state = BAD
    elif ends is not None and ends < day:
        state = ENDED
    else:
        state = ENDING if ends is not None and ends <= day + _SOON else GOOD
    return Standing(subject, state, needed, check.checked_on, check.checked_where or "", ends, check.id,
                    check.number or "")


def _ends(check: PartyCheck, need: Need | None) -> date | None:
    """The last day a check holds: that of the paper, or so many days after it was looked up, whichever is first."""
    days = [check.expires_on] if check.expires_on else []
    if need is not None and need.valid_days is not None and check.checked_on:
        days.append(check.checked_on + timedelta(days=need.valid_days))
    return min(days, default=None)


def _stated(party: Party, subject: str) -> tuple[str, date | None] | None:
    """What the page of the party itself says: (number, valid until), None where it says nothing."""
    number: str | None = {"registration": party.registry_no, "licence": party.licence_no,
                          "owners": party.beneficial_owner, "agreement": party.agreement_ref,
                          "identity": party.tax_id}.get(subject)
    if subject == "screening" and party.screened_on and party.screening_result == "clear":
        number = f"{party.screened_on} {party.screening_source or ''}".strip()
    if not number and not (subject == "licence" and party.licence_valid_to):
        return None
    return number or "", party.licence_valid_to if subject == "licence" else None
