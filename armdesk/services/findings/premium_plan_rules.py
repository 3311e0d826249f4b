"""Rules on the premium plan: spent beside or beyond it, never decided, a committee that leaves a group out."""

from __future__ import annotations

from collections.abc import Iterator

from armdesk.i18n import N_, _, ngettext
from armdesk.models import PremiumPlan
from armdesk.models.governance_choices import SPEAKS_FOR
from armdesk.services.basis.figure import has_any
from armdesk.services.basis.shown_money import money
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.services.money import premium_plan


@rule(N_("Premium and its plan"), "premium_plan", "premium_plan_line", "premium_entry", "resolution")
def premium_planned(look: Look) -> Iterator[Finding]:
    """Lines that cost more than planned, purchases of the period under no line, plans that nobody decided."""
    for state in premium_plan.plans(look.store, look.period):
        if state.plan.period_to < look.period.begins:
            continue
        where = (f"premium_plan/{state.plan.id}",)
        if state.resolution is None:
            yield Finding("premium_plan_undecided", "warn", _(
                "The premium plan “{name}” names no resolution that decided it.").format(name=state.plan.name), where,
                facts=("",))
        for each in state.lines:
            if each.left < 0:
                yield Finding("premium_over_plan", "warn", _(
                    "{amount} more were spent on “{name}” than the premium plan has for it.").format(
                    amount=money(-each.left, each.line.currency), name=each.line.purpose),
                    (f"premium_plan_line/{each.line.id}",), facts=(f"{-each.left} {each.line.currency}",))
        beside = [each for each in state.without_line if each.date in look.period and each.amount > 0]
        if beside and state.lines:
            yield Finding("premium_unplanned", "note", ngettext(
                "{count} purchase from the premium belongs to no line of the plan.",
                "{count} purchases from the premium belong to no line of the plan.", len(beside)).format(
                count=len(beside)), tuple(f"premium_entry/{each.id}" for each in beside),
                facts=tuple(f"{each.amount} {each.currency}" for each in beside))


@rule(N_("Premium committee"), "committee_seat", "premium_plan", "mandate", "organ", "organ_rule", "person",
      "vote_rule", "rate", "organisation")
def premium_committee(look: Look) -> Iterator[Finding]:
    """A committee in which nobody speaks for one of the groups of the system; seats of people without a mandate in it.

    Source: Fairmined, premium.
    """
    found = premium_plan.committee(look.store, look.period.ends)
    if found.astray:
        yield Finding("premium_committee", "note", ngettext(
            "{count} person is noted with a group in the premium committee, but has no mandate in it.",
            "{count} people are noted with a group in the premium committee, but have no mandate in it.",
            len(found.astray)).format(count=len(found.astray)),
            tuple(f"committee_seat/{each.id}" for each in found.astray),
            facts=tuple(str(each.began_on) for each in found.astray))
    if not any(each.groups for each in found.seated) and not has_any(look.store, PremiumPlan):
        return  # whoever has neither is told nothing of a committee
    missing = found.unheard
    if missing:
        yield Finding("premium_committee", "warn", _(
            "On {day} nobody in the premium committee speaks for: {groups}.").format(
            day=look.period.ends, groups=", ".join(_(SPEAKS_FOR[each]) for each in missing)),
            ("register/committee_seat",), facts=(" ".join(missing),))


PREMIUM_PLAN_RULES: dict[str, Rule] = {"premium_planned": premium_planned, "premium_committee": premium_committee}
"""Rules on the premium plan by name."""
