"""Rules on ties of those who decide: not declared, sold to, voted on.  They name people: never in packs."""

from __future__ import annotations

from collections.abc import Iterator

from armdesk.i18n import N_, _, ngettext
from armdesk.models import Meeting, Resolution
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.services.governance import attending, interests, mandates
from armdesk.services.governance.statutes import Statutes

_READS = ("interest", "mandate", "person", "party", "organ", "organ_rule", "vote_rule", "rate", "organisation")


@rule(N_("Declarations of interest"), *_READS)
def undeclared(look: Look) -> Iterator[Finding]:
    """Office-holders without a declaration since their mandate began."""
    found = interests.undeclared(look.store, mandates.serving(look.store, look.today))
    if found:
        yield Finding("interest_undeclared", "note", ngettext(
            "{count} person in office has not declared interests since the mandate began.",
            "{count} people in office have not declared interests since their mandates began.", len(found)).format(
            count=len(found)), tuple(f"mandate/{held.mandate.id}" for held in found),
            facts=tuple(str(held.mandate.began_on) for held in found), say=lambda places: ngettext(
                "{count} person in office has not declared interests since the mandate began.",
                "{count} people in office have not declared interests since their mandates began.",
                len(places)).format(count=len(places)))


@rule(N_("Sales to somebody's own"), *_READS, "sale")
def related_sales(look: Look) -> Iterator[Finding]:
    """Sales of the period to a buyer that somebody of ours is tied to."""
    ties = interests.ties(look.store, look.period.ends, mandates.serving(look.store, look.period.ends))
    for each in interests.related_sales(look.store, look.period, ties):
        text = ngettext("{count} sale went to “{party}”, to which {name} is tied.",
                        "{count} sales went to “{party}”, to which {name} is tied.", len(each.sales)).format(
            count=len(each.sales), party=each.party, name=each.tie.name)
        if each.tie.measure:
            yield Finding("related_sale", "note", _("{what} Declared; measure: {measure}").format(
                what=text, measure=each.tie.measure), _where(each), facts=_facts(each))
        else:
            more = _("It is declared, but no measure is written down.") if each.tie.interest else _(
                "It is not declared.")
            yield Finding("related_sale", "warn", f"{text} {more}", _where(each), facts=_facts(each))


def _where(each: interests.RelatedSales) -> tuple[str, ...]:
    return (f"party/{each.tie.party}", *([f"interest/{each.tie.interest}"] if each.tie.interest else []))


def _facts(each: interests.RelatedSales) -> tuple[str, ...]:
    return (f"{each.tie.person[:8]} {len(each.sales)}",) * len(_where(each))


@rule(N_("Votes on one's own affairs"), *_READS, "meeting", "meeting_attendance", "resolution")
def own_votes(look: Look) -> Iterator[Finding]:
    """Resolutions of the period decided with those there whose own affairs they concern."""
    statutes = Statutes(look.store)
    for resolution in look.store.all(Resolution):
        meeting = look.store.get(Meeting, resolution.meeting)
        if meeting is None or meeting.trashed or meeting.date not in look.period \
                or not (resolution.concerns or resolution.concerns_party):
            continue
        ties = interests.ties(look.store, meeting.date, mandates.serving(look.store, meeting.date, statutes))
        there = attending.presence(look.store, meeting, statutes)
        found = interests.voted_on_own(resolution, meeting, there, ties)
        if found:
            text = ngettext(
                "“{name}” concerns the affairs of {count} person who was there; that they stepped aside is not "
                "written down.", "“{name}” concerns the affairs of {count} people who were there; that they stepped "
                "aside is not written down.", len(found))
            yield Finding("own_vote", "warn", text.format(name=resolution.label(), count=len(found)),
                          (f"resolution/{resolution.id}",), facts=(" ".join(each[:8] for each in found),))


INTEREST_RULES: dict[str, Rule] = {"interest_undeclared": undeclared, "related_sales": related_sales,
                                   "own_votes": own_votes}
"""Rules on ties by name."""
