"""Rules on the premium: spent without a decision, more than decided, without quorum, without receipt or photo."""

from __future__ import annotations

from collections.abc import Iterator

from armdesk.i18n import N_, _, ngettext
from armdesk.models import PremiumEntry
from armdesk.services.basis.shown_money import money
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.services.money import premium

_READS = ("premium_entry", "resolution", "meeting", "rate", "citation", "document", "organisation",
          "organ", "organ_rule", "vote_rule", "meeting_attendance", "person", "mandate")


@rule(N_("Premium spent and decided"), *_READS)
def premium_spent(look: Look) -> Iterator[Finding]:
    """Spendings of the period without a decision, and decisions that more was spent on or too few decided."""
    for entry in look.store.all(PremiumEntry, kind="spent"):
        named = entry.typed_texts().get("resolution", "")
        if entry.date in look.period and not entry.resolution and named:
            yield Finding("premium_undecided", "note", _(
                "{amount} of the premium were spent on {day} by “{name}”, which is in no list of resolutions.").format(
                amount=money(entry.amount, entry.currency), day=entry.date, name=named),
                (f"premium_entry/{entry.id}",), facts=(f"{entry.amount} {entry.currency} {named}",))
        elif entry.date in look.period and not entry.resolution:
            yield Finding("premium_undecided", "alarm", _(
                "{amount} of the premium were spent on {day} without a resolution: {use}").format(
                amount=money(entry.amount, entry.currency), day=entry.date, use=entry.use or "–"),
                (f"premium_entry/{entry.id}",), facts=(f"{entry.amount} {entry.currency}",))
    for project in premium.projects(look.store, look.period.ends):
        name = project.resolution.label()
        where = (f"resolution/{project.resolution.id}",)
        for currency, amount in project.over().items():
            yield Finding("premium_over_budget", "alarm", _(
                "{amount} more were spent on “{name}” than the resolution decided.").format(
                amount=money(amount, currency), name=name), where, facts=(f"{amount} {currency}",))
        if project.quorum is False:
            yield Finding("premium_no_quorum", "alarm", _(
                "The resolution “{name}” on the premium was taken without quorum.").format(name=name), where,
                facts=(str(project.meeting.date if project.meeting is not None else ""),))


@rule(N_("Proof of what the premium bought"), *_READS)
def premium_proof(look: Look) -> Iterator[Finding]:
    """Spendings of the period without receipt or without photo."""
    found = premium.projects(look.store, look.period.ends)
    bare = [entry for project in found for entry in project.without_receipt if entry.date in look.period]
    unseen = [entry for project in found for entry in project.without_photo if entry.date in look.period]
    if bare:
        yield _together("premium_receipt", "warn", bare, ngettext(
            "{count} purchase from the premium has no receipt.",
            "{count} purchases from the premium have no receipt.", len(bare)))
    if unseen:
        yield _together("premium_photo", "note", unseen, ngettext(
            "{count} purchase from the premium has no photo.", "{count} purchases from the premium have no photo.",
            len(unseen)))


def _together(name: str, severity: str, entries: list[PremiumEntry], text: str) -> Finding:
    return Finding(name, severity, text.format(count=len(entries)),
                   tuple(f"premium_entry/{entry.id}" for entry in entries),
                   facts=tuple(f"{entry.amount} {entry.currency}" for entry in entries))


PREMIUM_RULES: dict[str, Rule] = {"premium_spent": premium_spent, "premium_proof": premium_proof}
"""Rules on the premium by name."""
