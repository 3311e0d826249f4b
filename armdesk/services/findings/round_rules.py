"""Rules about inspections and emergencies: what is late, what expired, what was found and led to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from armdesk.i18n import N_, _, ngettext
from armdesk.services.basis.figure import ask
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.services.governance import interests
from armdesk.services.safety import emergency, round_plan
from armdesk.services.safety.emergency import BAD, EXPIRED, LATE


@rule(N_("Rounds that are late"), "inspection_plan", "inspection_template", "inspection", "site", "crew", "equipment")
def rounds_late(look: Look) -> Iterator[Finding]:
    """Rounds of the plan that are late on the day."""
    for each in round_plan.due(look.store, look.today):
        if each.late > 0:
            text = _("“{what}” at {where} was due on {due}; the last one was on {last}.") if each.last else _(
                "“{what}” at {where} was due on {due} and was never done.")
            yield Finding("rounds_late", "note", text.format(what=each.what, where=each.where, due=each.due,
                                                             last=each.last), (f"inspection_plan/{each.id}",),
                          facts=(each.due.isoformat(),))


@rule(N_("Own crew inspected"), "inspection", "person", "crew", "interest")
def own_crew(look: Look) -> Iterator[Finding]:
    """Rounds since the period began by somebody in the own crew, at its site, or at that of a relative."""
    for each in interests.own_rounds(look.store, look.period.begins):
        reason = each.round.own_crew_reason or ""
        if not each.own:
            text = _("{name} made the round of {day} at the site of the own crew or of a relative's.")
        elif reason:
            text = _("{name} inspected the own crew on {day}; the reason given: {reason}")
        else:
            text = _("{name} inspected the own crew on {day}, and no reason is given.")
        yield Finding("own_crew", "warn" if each.own and not reason else "note", text.format(
            name=each.round.inspector or look.store.labels("person", {each.person}).get(each.person, ""),
            day=each.round.date, reason=reason), (f"inspection/{each.round.id}",), facts=(reason or each.person[:8],))


@rule(N_("Emergency equipment"), "equipment", "equipment_check", "rate", "organisation", "site")
def equipment_state(look: Look) -> Iterator[Finding]:
    """Kits, extinguishers and refuges that expired, are out of order or were not looked at in time."""
    for each in emergency.equipment(look.store, look.today):
        name = f"{each.code} {each.name}".strip()
        said = {
            EXPIRED: ("alarm", _("{name} expired on {day}."), each.expires),
            BAD: ("warn", _("{name} is out of order."), None),
            LATE: ("note", _("{name} was to be checked by {day}."), each.check_due)}.get(each.state)
        if said is not None:
            severity, text, day = said
            yield Finding("equipment_state", severity, text.format(name=name, day=day), (f"equipment/{each.id}",),
                          facts=(f"{each.state} {day or ''}".strip(),))


@rule(N_("Drills and emergency plans"), "drill", "emergency_plan", "site", "rate", "organisation")
def drills_late(look: Look) -> Iterator[Finding]:
    """Sites whose drill is late, once the office keeps drills or plans; plans to be looked at again."""
    kept = ask(look.store, "SELECT 1 FROM drill WHERE trashed = 0 UNION ALL SELECT 1 FROM emergency_plan "
               "WHERE trashed = 0 LIMIT 1")
    late = [each for each in emergency.drills_due(look.store, look.today) if each.days < 0] if kept else []
    for each in late:
        yield Finding("drills_late", "note", _("At {site} the next drill was due on {day}.").format(
            site=each.name, day=each.due), (f"site/{each.site}",), facts=(f"drill {each.due}",))
    never = [each for each in emergency.drills_due(look.store, look.today) if each.last is None] if kept else []
    if never:
        yield Finding("drills_late", "note", ngettext(
            "At {count} site no drill was ever held.", "At {count} sites no drill was ever held.", len(never)).format(
            count=len(never)), tuple(f"site/{each.site}" for each in never), facts=("never",) * len(never))
    for id_, title, review in emergency.plans_due(look.store, look.today):
        yield Finding("drills_late", "note", _("“{title}” was to be looked at again by {day}.").format(
            title=title, day=review), (f"emergency_plan/{id_}",), facts=(review.isoformat(),))


ROUND_RULES: dict[str, Rule] = {
    "rounds_late": rounds_late, "own_crew": own_crew,
    "equipment_state": equipment_state, "drills_late": drills_late}
