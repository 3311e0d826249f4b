"""Facts of the life of the cooperative: minutes, complaints, security, policies, papers and plans that hold."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from armdesk.i18n import N_, ngettext
from armdesk.models import (
    Action,
    Document,
    Grievance,
    Interest,
    Meeting,
    Pack,
    Permit,
    Policy,
    Rehearsal,
    Risk,
    SecurityEvent,
)
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import Figure, ask, has_any
from armdesk.services.governance import policies
from armdesk.services.period_facts.books import Books
from armdesk.services.period_facts.shares import ids_of, made, named, share, share_without
from armdesk.services.plan import action_sources
from armdesk.services.plan.risk_level import FOLLOWED

_ASKED_FOR = ("demand", "extortion", "payment")
_TOLD = ("demand", "extortion", "incident")


def minutes_kept(of: Books) -> Figure:
    """Meetings of the period with minutes or a paper."""
    rows = of.dated(Meeting)
    return share(of, "minutes_kept", N_("Meetings with minutes"), rows,
                 rows.where(Filter("document", "empty"), Filter("minutes_on", "empty")))


def dialogue_meetings(of: Books) -> Figure:
    """Meetings with stakeholders in the period."""
    rows = of.dated(Meeting).where(Filter("kind", "is", "dialogue"))
    count = of.store.count(rows)
    return Figure("dialogue_meetings", N_("Meetings with stakeholders"),
                  count if count or of.store.count(of.dated(Meeting)) else None, rows, count)


def grievances_answered(of: Books) -> Figure:
    """Complaints of the period that were answered."""
    rows = of.dated(Grievance, "received_on")
    return share(of, "grievances_answered", N_("Grievances answered"), rows, rows.where(Filter("answered_on", "empty")),
                 people=True)


def grievance_days(of: Books) -> Figure:
    """Days from receiving a complaint until its answer, on average."""
    rows = of.dated(Grievance, "received_on").where(Filter("answered_on", "filled"))
    days = [(date.fromisoformat(answered) - date.fromisoformat(received)).days for received, answered in ask(
        of.store, "SELECT received_on, answered_on FROM grievance WHERE trashed = 0 AND answered_on IS NOT NULL "
        "AND received_on BETWEEN ? AND ?", of.period.begins, of.period.ends)]
    value = (Decimal(sum(days)) / len(days)).quantize(Decimal("0.1"), ROUND_HALF_UP) if days else None
    return Figure("grievance_days", N_("Days until a grievance is answered"), value, rows, len(days), "", 1)


def demands_paid(of: Books) -> Figure:
    """Payments and demands of armed people or forces in the period that were paid."""
    rows = of.dated(SecurityEvent).where(Filter("kind", "in", _ASKED_FOR), Filter("paid", "is", True))
    count = of.store.count(rows)
    return Figure("demands_paid", N_("Demands and payments to armed people that were paid"),
                  count if has_any(of.store, SecurityEvent) else None, rows, count)


def security_reported(of: Books) -> Figure:
    """Demands, extortions and incidents of the period that were reported."""
    rows = of.dated(SecurityEvent).where(Filter("kind", "in", _TOLD))
    return share(of, "security_reported", N_("Demands and incidents of security that were reported"), rows,
                 rows.where(Filter("reported_on", "empty")))


def guards_vetted(of: Books) -> Figure:
    """Contracts with guards made by the last day whose background was checked."""
    rows = Query(SecurityEvent, filters=(Filter("kind", "is", "guard_contract"),
                                         Filter("date", "to", of.period.ends)))
    return share(of, "guards_vetted", N_("Guard contracts with a check of their background"), rows,
                 rows.where(Filter("vetting_on", "empty")))


def policies_known(of: Books) -> Figure:
    """Policies in force on the last day that were made known."""
    found = [each for each in policies.standing(of.store, of.period.ends)
             if each.state in (policies.GOOD, policies.DUE) and each.policy.adopted_on <= of.period.ends]
    rows = Query(Policy, filters=(Filter("id", "in", tuple(each.policy.id for each in found)),))
    lacking = [each.policy.id for each in found if not each.known]
    return made("policies_known", N_("Policies made known"), rows, len(found), named(rows, lacking), len(lacking))


def interests_declared(of: Books) -> Figure:
    """Interests declared by the last day that still held then."""
    declared = Query(Interest, filters=(Filter("declared_on", "to", of.period.ends),))
    held = ids_of(of.store, "SELECT id FROM interest WHERE trashed = 0 AND declared_on <= ? "
                  "AND (until IS NULL OR until >= ?)", of.period.ends, of.period.ends)
    return Figure("interests_declared", N_("Interests declared"),
                  len(held) if held or of.store.count(declared) else None, named(declared, held), len(held))


def permits_valid(of: Books) -> Figure:
    """Titles and permits that had not ended on the last day; applications are not counted."""
    rows = Query(Permit, filters=(Filter("kind", "is_not", "application"),))
    return share(of, "permits_valid", N_("Permits that hold"), rows,
                 rows.where(Filter("expires_on", "to", of.period.ends - timedelta(days=1))))


def permit_next_end(of: Books) -> Figure:
    """The day on which the next permit ends, counted from the last day of the period."""
    [(day,)] = ask(of.store, "SELECT min(expires_on) FROM permit WHERE trashed = 0 AND expires_on >= ? "
                   "AND coalesce(kind, '') <> 'application'", of.period.ends)
    value = date.fromisoformat(day) if day else None
    rows = Query(Permit, filters=(Filter("kind", "is_not", "application"),
                                  Filter("expires_on", "is", value) if value else Filter("id", "in", ())))
    return Figure("permit_next_end", N_("The next permit ends on"), value, rows, of.store.count(rows))


def papers_valid(of: Books) -> Figure:
    """Papers cited as evidence that had not ended on the last day."""
    cited = ids_of(of.store, "SELECT id FROM document WHERE trashed = 0 AND coalesce(state, 'filed') <> 'rejected' "
                   "AND id IN (SELECT document FROM citation WHERE trashed = 0)")
    rows = Query(Document, filters=(Filter("id", "in", cited),))
    return share(of, "papers_valid", N_("Cited papers that hold"), rows,
                 rows.where(Filter("valid_to", "to", of.period.ends - timedelta(days=1))))


def last_pack(of: Books) -> Figure:
    """The day on which the newest pack was made."""
    [(day,)] = ask(of.store, "SELECT max(made_on) FROM pack WHERE trashed = 0")
    value = date.fromisoformat(day) if day else None
    rows = Query(Pack, filters=(Filter("made_on", "is", value) if value else Filter("id", "in", ()),))
    return Figure("last_pack", N_("The newest pack was made on"), value, rows, of.store.count(rows))


def rehearsals(of: Books) -> Figure:
    """Dress rehearsals of the period, and what the newest of them found."""
    rows = of.dated(Rehearsal)
    found = ask(of.store, "SELECT broken FROM rehearsal WHERE trashed = 0 AND date BETWEEN ? AND ? "
                "ORDER BY date DESC, id DESC", of.period.begins, of.period.ends)
    broken = int(found[0][0] or 0) if found else 0
    note = ngettext("{count} broken link in the newest", "{count} broken links in the newest", broken).format(
        count=broken) if found else ""
    return Figure("rehearsals", N_("Dress rehearsals"), len(found) or None, rows, len(found), note=note)


def _followed(of: Books) -> Query:
    return Query(Risk, filters=(Filter("status", "in", FOLLOWED),))


def risks_reviewed(of: Books) -> Figure:
    """Risks that are followed and were decided on or looked at again since the period began."""
    lacking = ids_of(of.store, "SELECT id FROM risk WHERE trashed = 0 AND status IN ('open', 'mitigating', "
                     "'controlled') AND coalesce(reassessed_on, decided_on, '') < ?", of.period.begins)
    return share_without(of, "risks_reviewed", N_("Risks looked at since the period began"), _followed(of), lacking)


def risks_answered(of: Books) -> Figure:
    """Risks that are followed and have an action."""
    answered = set(action_sources.by_target(of.store, "risk"))
    followed = ids_of(of.store, "SELECT id FROM risk WHERE trashed = 0 AND status IN ('open', 'mitigating', "
                      "'controlled')")
    return share_without(of, "risks_answered", N_("Risks with an action"), _followed(of),
                         [each for each in followed if each not in answered])


def effects_checked(of: Books) -> Figure:
    """Actions done in the period whose effect was checked."""
    rows = of.dated(Action, "done_on").where(Filter("status", "in", ("done", "closed")))
    return share(of, "effects_checked", N_("Actions done whose effect was checked"), rows,
                 rows.where(Filter("effect_checked_on", "empty")))


LIFE_FACTS = {
    "minutes_kept": minutes_kept, "dialogue_meetings": dialogue_meetings, "grievances_answered": grievances_answered,
    "grievance_days": grievance_days, "demands_paid": demands_paid, "security_reported": security_reported,
    "guards_vetted": guards_vetted, "policies_known": policies_known, "interests_declared": interests_declared,
    "permits_valid": permits_valid, "permit_next_end": permit_next_end, "papers_valid": papers_valid,
    "last_pack": last_pack, "rehearsals": rehearsals, "risks_reviewed": risks_reviewed,
    "risks_answered": risks_answered, "effects_checked": effects_checked,
}
"""Facts of the life of the cooperative by name."""
