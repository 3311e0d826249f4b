"""Figures of the life of the cooperative: meetings with quorum, offices, votes and women in them, policies, plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from armdesk.i18n import N_, _
from armdesk.models import Agreement, Mandate, Meeting, Policy, Resolution
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import Figure, ask, id_of
from armdesk.services.governance import agreements, attending, mandates, policies
from armdesk.services.governance.statutes import Statutes
from armdesk.services.period_facts.books import Books
from armdesk.store import Store

_FEW = 5


def quorum_held(of: Books) -> Figure:
    """Share of the meetings of organs that had a quorum, of those that can be counted."""
    statutes = Statutes(of.store)
    counts = [attending.count_of(of.store, each, statutes) for each in _meetings(of)]
    known = [each.reached for each in counts if each.reached is not None]
    rows = of.dated(Meeting).where(Filter("kind", "in", ("assembly", "extraordinary", "board", "committee")))
    return Figure("quorum_held", N_("Meetings with quorum"), percent(sum(known), len(known)), rows, len(known), "%", 0,
                  note=_("{count} of {all} meetings that can be counted").format(count=sum(known), all=len(known)),
                  unsure=len(counts) - len(known))


def women_attending(of: Books) -> Figure:
    """Share of women among those who came to assemblies; groups under five are not told."""
    statutes = Statutes(of.store)
    counts = [attending.count_of(of.store, each, statutes) for each in _meetings(of)
              if each.kind in ("assembly", "extraordinary")]
    women, came = attending.women_of(counts)
    rows = of.dated(Meeting).where(Filter("kind", "in", ("assembly", "extraordinary")))
    return Figure("women_attending", N_("Women among those who came to assemblies"), _unless_few(women, came), rows,
                  len(counts), "%", 0)


def women_votes(of: Books) -> Figure:
    """Share of the votes of women in decisions whose votes were counted by sex."""
    rows = ask(of.store, "SELECT r.id, coalesce(r.women_for, 0) + coalesce(r.women_against, 0) + "
               "coalesce(r.women_abstained, 0), coalesce(r.votes_for, 0) + coalesce(r.votes_against, 0) + "
               "coalesce(r.abstained, 0) FROM resolution r JOIN meeting m ON m.id = r.meeting WHERE r.trashed = 0 "
               "AND m.trashed = 0 AND r.women_for IS NOT NULL AND r.votes_for IS NOT NULL AND m.date BETWEEN ? AND ?",
               of.period.begins, of.period.ends)
    women, votes = sum(int(row[1]) for row in rows), sum(int(row[2]) for row in rows)
    listed = Query(Resolution, filters=(Filter("id", "in", tuple(id_of(row[0]) for row in rows)),))
    return Figure("women_votes", N_("Votes of women"), _unless_few(women, votes), listed, len(rows), "%", 0)


def women_in_office(of: Books) -> Figure:
    """Women who hold an office on the last day of the period."""
    held = _held(of.store, of.period.ends)
    women = tuple(each.mandate.id for each in held if each.sex == "F")
    rows = Query(Mandate, filters=(Filter("id", "in", women),))
    return Figure("women_in_office", N_("Women in office"), len(women) if held else None, rows, len(women), people=True)


def offices_held(of: Books) -> Figure:
    """Offices held on the last day of the period, and how many terms were over then."""
    held = _held(of.store, of.period.ends)
    over = sum(each.lapsed(of.period.ends) for each in held)
    rows = Query(Mandate, filters=(Filter("id", "in", tuple(each.mandate.id for each in held)),))
    return Figure("offices_held", N_("Offices held"), len(held) or None, rows, len(held),
                  note=_("{count} of them after the end of the term").format(count=over) if over else "")


def policies_in_force(of: Books) -> Figure:
    """Policies in force on the last day of the period, and how many of them were reviewed in time."""
    found = [each for each in policies.standing(of.store, of.period.ends)
             if each.state in (policies.GOOD, policies.DUE) and each.policy.adopted_on <= of.period.ends]
    good = sum(each.state == policies.GOOD for each in found)
    rows = Query(Policy, filters=(Filter("id", "in", tuple(each.policy.id for each in found)),))
    return Figure("policies", N_("Policies in force"), len(found) or None, rows, len(found),
                  note=_("{count} reviewed in time").format(count=good))


def plan_kept(of: Books) -> Figure:
    """Share of the agreements due by the end of the period that were fulfilled."""
    found = [each.agreement for each in agreements.promises(of.store) if each.agreement.status != "withdrawn"
             and each.agreement.due_on is not None and each.agreement.due_on <= of.period.ends]
    done = sum(each.status == "done" for each in found)
    rows = Query(Agreement, filters=(Filter("id", "in", tuple(each.id for each in found)),))
    return Figure("plan_kept", N_("Agreements fulfilled of those due"), percent(done, len(found)), rows, len(found),
                  "%", 0, note=_("{count} of {all}").format(count=done, all=len(found)))


def percent(part: int, whole: int) -> Decimal | None:
    """A share in whole per cent, half rounded up; None of nothing."""
    return (Decimal(100 * part) / whole).quantize(Decimal(1), ROUND_HALF_UP) if whole else None


def _unless_few(women: int, all_: int) -> Decimal | None:
    """A share, where neither women nor men are so few that one could be found."""
    return percent(women, all_) if women >= _FEW and all_ - women >= _FEW else None


def _meetings(of: Books) -> Iterable[Meeting]:
    return [each for each in of.store.all(Meeting) if each.date in of.period and each.kind not in ("dialogue", "other")]


def _held(store: Store, day: date) -> list[mandates.Held]:
    return [held for each in mandates.serving(store, day) for held in each.holders]


GOVERNANCE_FACTS = {
    "quorum_held": quorum_held, "women_attending": women_attending, "women_votes": women_votes,
    "women_in_office": women_in_office, "offices_held": offices_held, "policies": policies_in_force,
    "plan_kept": plan_kept,
}
"""Facts of meetings, offices and the plan with others by name."""
