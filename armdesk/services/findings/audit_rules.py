"""Rules of the audit room: findings that are late, come again or were closed in words only; requests that wait."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from armdesk.i18n import N_, _, ngettext
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.limits import Limits
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.store import Store

_ASKED = "f.finding_class IN ('major', 'minor', 'observation')"
_SHOWN = 5


@rule(N_("Findings past their day"), "finding", "audit")
def finding_late(look: Look) -> Iterator[Finding]:
    """Open findings of audits whose day is over."""
    for id_, number, grade, due, code in ask(
            look.store, "SELECT f.id, f.number, f.finding_class, f.due_on, coalesce(a.code, a.title) FROM finding f "
            "JOIN audit a ON a.id = f.audit AND a.trashed = 0 WHERE f.trashed = 0 "
            "AND coalesce(f.status, 'open') = 'open' AND f.due_on < ? ORDER BY f.due_on, f.number, f.id", look.today):
        yield Finding("finding_late", "alarm" if grade == "major" else "warn", _(
            "The finding {number} of the audit {audit} should have been corrected by {day}.").format(
            number=number or "", audit=code, day=due), (f"finding/{id_of(id_)}",), facts=(str(due),))


@rule(N_("Findings that come again"), "finding", "audit")
def finding_again(look: Look) -> Iterator[Finding]:
    """Open findings on a requirement that another audit before found too."""
    for id_, number, code, before, earlier in ask(
            look.store, "SELECT f.id, f.number, coalesce(a.code, a.title), coalesce(b.code, b.title), e.number "  # noqa: S608 - constant
            "FROM finding f JOIN audit a ON a.id = f.audit AND a.trashed = 0 "
            "JOIN finding e ON e.requirement = f.requirement AND e.id <> f.id AND e.trashed = 0 "
            "JOIN audit b ON b.id = e.audit AND b.id <> a.id AND b.trashed = 0 AND b.visit_on < a.visit_on "
            f"WHERE f.trashed = 0 AND coalesce(f.status, 'open') = 'open' AND {_ASKED} "
            "AND e.finding_class <> 'good_practice' ORDER BY f.number, f.id, b.visit_on DESC"):
        yield Finding("finding_again", "warn", _(
            "The finding {number} of the audit {audit} is about the same requirement as {earlier} of {before}: what "
            "was done then did not hold.").format(number=number or "", audit=code, earlier=earlier or "",
                                                      before=before),
            (f"finding/{id_of(id_)}",), facts=(f"{before} {earlier}",))


@rule(N_("Findings closed without cause or proof"), "finding", "audit", "citation", "action")
def finding_bare(look: Look) -> Iterator[Finding]:
    """Closed findings of audits without a cause, or without a paper cited for them or their action."""
    rows = ask(look.store, "SELECT f.id, f.number, coalesce(f.cause, ''), f.action FROM finding f "  # noqa: S608 - constant
               "JOIN audit a ON a.id = f.audit AND a.trashed = 0 WHERE f.trashed = 0 AND f.status = 'closed' "
               f"AND {_ASKED} ORDER BY f.number, f.id")
    cited = {str(target) for (target,) in ask(
        look.store, "SELECT DISTINCT target FROM citation WHERE trashed = 0 AND (target LIKE 'finding/%' "
        "OR target LIKE 'action/%')")}
    origins = {str(origin): f"action/{id_of(id_)}" for id_, origin in ask(
        look.store, "SELECT id, origin FROM action WHERE trashed = 0 AND origin LIKE 'finding/%'")}
    bare = []
    for id_, number, cause, action in rows:
        reference = f"finding/{id_of(id_)}"
        proved = {reference, f"action/{id_of(action)}", origins.get(reference, "")} & cited
        if not cause or not proved:
            bare.append((reference, str(number or "–"), f"{bool(cause)} {bool(proved)}"))

    def say(places: Sequence[int]) -> str:
        chosen = [bare[place] for place in places]
        names = ", ".join(each[1] for each in chosen[:_SHOWN])
        if len(chosen) > _SHOWN:
            names = _("{names}; and {count} more").format(names=names, count=len(chosen) - _SHOWN)
        return ngettext("{count} finding was closed without its cause or a proof: {names}.",
                        "{count} findings were closed without their cause or a proof: {names}.", len(chosen)).format(
            count=len(chosen), names=names)

    if bare:
        yield Finding("finding_bare", "note", say(range(len(bare))), tuple(each[0] for each in bare),
                      facts=tuple(each[2] for each in bare), say=say)


@rule(N_("Requests of the auditor past their day"), "audit_request", "audit")
def request_late(look: Look) -> Iterator[Finding]:
    """Requests not handed over on their day, of audits that are not closed."""
    for id_, number, due, code in ask(
            look.store, "SELECT r.id, r.number, r.due_on, coalesce(a.code, a.title) FROM audit_request r JOIN audit a "
            "ON a.id = r.audit AND a.trashed = 0 AND a.status <> 'closed' WHERE r.trashed = 0 AND r.due_on < ? "
            "AND coalesce(r.status, 'open') <> 'sent' ORDER BY r.due_on, r.number, r.id", look.today):
        yield Finding("request_late", "warn", _(
            "The request {number} of the audit {audit} should have been handed over by {day}.").format(
            number=number or "", audit=code, day=due), (f"audit_request/{id_of(id_)}",), facts=(str(due),))


AUDIT_RULES: dict[str, Rule] = {"finding_late": finding_late, "finding_again": finding_again,
                                "finding_bare": finding_bare, "request_late": request_late}
"""Rules of the audit room; they name audits and findings, so they stay out of packs."""


@dataclass(frozen=True)
class Due:
    """A finding or request that is due, for the page of the morning.  Shape: kind is alarm or note."""

    kind: str
    text: str
    day: date
    type: str
    id: str


def due_soon(store: Store, today: date) -> Iterator[Due]:
    """Findings and requests of audits that are overdue or due within the usual notice."""
    ahead = Limits(store).value("finding_soon_days", today)
    until = today + timedelta(days=int(ahead or 0))
    for type_, id_, number, text, due, code in ask(
            store, "SELECT 'finding', f.id, f.number, f.text, f.due_on, coalesce(a.code, a.title) FROM finding f "
            "JOIN audit a ON a.id = f.audit AND a.trashed = 0 WHERE f.trashed = 0 "
            "AND coalesce(f.status, 'open') = 'open' AND f.due_on <= ? "
            "UNION ALL SELECT 'audit_request', r.id, r.number, r.text, r.due_on, coalesce(a.code, a.title) "
            "FROM audit_request r JOIN audit a ON a.id = r.audit AND a.trashed = 0 AND a.status <> 'closed' "
            "WHERE r.trashed = 0 AND coalesce(r.status, 'open') <> 'sent' AND r.due_on <= ? ORDER BY 5, 3",
            until, until):
        day = date.fromisoformat(due)
        words = _("Finding {number} of {audit}: {text}") if type_ == "finding" else _(
            "Request {number} of {audit}: {text}")
        yield Due("alarm" if day < today else "note", words.format(number=number or "", audit=code, text=text), day,
                  str(type_), id_of(id_))
