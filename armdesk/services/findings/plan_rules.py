"""Rules of the plan and the risks: what is finished in words only, what is nobody's, what is over its time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from armdesk.i18n import N_, _, ngettext
from armdesk.models import choices
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.limits import Limits
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.services.plan import risks
from armdesk.services.plan.action_sources import by_action
from armdesk.services.plan.risk_level import FOLLOWED

_SHOWN = 5
_FINISHED = "status IN ('done', 'closed')"
_STARTED = {
    "incident": "SELECT id, date FROM incident", "inspection": "SELECT id, date FROM inspection",
    "grievance": "SELECT id, received_on FROM grievance", "risk": "SELECT id, decided_on FROM risk",
    "resolution": "SELECT r.id, m.date FROM resolution r JOIN meeting m ON m.id = r.meeting",
    "finding": "SELECT f.id, coalesce(a.visit_on, i.date) FROM finding f LEFT JOIN audit a ON a.id = f.audit "
               "LEFT JOIN inspection i ON i.id = f.inspection",
}
"""On which day what an action answers was there."""


@rule(N_("Actions done before they began"), "action", "finding", "audit", "incident", "inspection",
      "grievance", "risk", "resolution", "meeting")
def closed_before_opened(look: Look) -> Iterator[Finding]:
    """Actions done before they were adopted, or before there was what they answer."""
    rows = ask(look.store, "SELECT id, number, measure, done_on, adopted_on, origin FROM action WHERE trashed = 0 "
               "AND done_on IS NOT NULL ORDER BY number, id")
    began = {f"{kind}/{id_of(id_)}": str(day) for kind, question in _STARTED.items()
             for id_, day in ask(look.store, question) if day}
    for id_, number, measure, done, adopted, origin in rows:
        first = max(filter(None, (adopted, began.get(origin or ""))), default="")
        if first and done < first:
            yield Finding("closed_before_opened", "warn", _(
                "Action {number} was done on {done}, before {begun}, when it was begun: {measure}").format(
                number=number or "", done=done, begun=first, measure=measure), (f"action/{id_of(id_)}",),
                facts=(f"{done} < {first}",))


@rule(N_("Actions done without evidence"), "action", "citation")
def done_without_evidence(look: Look) -> Iterator[Finding]:
    """Finished actions for which no paper is cited and none is named."""
    rows = ask(look.store, f"SELECT id, number, status FROM action WHERE trashed = 0 AND {_FINISHED} "  # noqa: S608 - constant
               "AND coalesce(evidence_as_written, '') = '' ORDER BY number, id")
    cited = {str(target) for (target,) in ask(look.store, "SELECT DISTINCT target FROM citation WHERE trashed = 0 "
                                              "AND target LIKE 'action/%'")}
    bare = [row for row in rows if f"action/{id_of(row[0])}" not in cited]
    yield from _on_actions("done_without_evidence", "warn", bare, lambda count: ngettext(
        "{count} action is done, and nothing proves it: {names}.",
        "{count} actions are done, and nothing proves it: {names}.", count))


@rule(N_("Actions closed without a check of their effect"), "action")
def closed_without_effect(look: Look) -> Iterator[Finding]:
    """Closed actions of which nobody says that they had the effect that was wanted."""
    rows = ask(look.store, "SELECT id, number, coalesce(effective, '-') FROM action WHERE trashed = 0 AND "
               "status = 'closed' AND (effect_checked_on IS NULL OR coalesce(effective, 'no') = 'no') "
               "ORDER BY number, id")
    yield from _on_actions("closed_without_effect", "note", rows, lambda count: ngettext(
        "{count} action is closed without a check of its effect: {names}.",
        "{count} actions are closed without a check of their effect: {names}.", count))


@rule(N_("Effects still to be checked"), "action", "rate", "organisation")
def effect_waits(look: Look) -> Iterator[Finding]:
    """Actions done some time ago whose effect nobody looked at."""
    days = Limits(look.store).value("action_effect_days", look.today)
    if days is None:
        return
    rows = ask(look.store, "SELECT id, number, done_on FROM action WHERE trashed = 0 AND status = 'done' "
               "AND done_on < ? ORDER BY number, id", look.today - timedelta(days=int(days)))
    yield from _on_actions("effect_waits", "note", rows, lambda count: ngettext(
        "{count} action was done more than {days} days ago and its effect is not checked: {names}.",
        "{count} actions were done more than {days} days ago and their effect is not checked: {names}.", count
        ).replace("{days}", str(int(days))))


@rule(N_("Actions without a responsible"), "action")
def without_owner(look: Look) -> Iterator[Finding]:
    """Open actions that are nobody's."""
    rows = ask(look.store, "SELECT id, number, status FROM action WHERE trashed = 0 "
               "AND status IN ('open', 'in_progress') AND coalesce(owner, '') = '' AND owner_person IS NULL "
               "AND owner_organisation IS NULL ORDER BY number, id")
    yield from _on_actions("without_owner", "note", rows, lambda count: ngettext(
        "{count} open action has no responsible: {names}.",
        "{count} open actions have no responsible: {names}.", count))


@rule(N_("Actions extended again and again"), "action", "action_extension", "rate", "organisation")
def extended_often(look: Look) -> Iterator[Finding]:
    """Open actions whose due date was moved more often than is usual."""
    most = Limits(look.store).value("action_extensions_most", look.today)
    if most is None:
        return
    for id_, number, times, first, due in ask(
            look.store, "SELECT a.id, a.number, count(*), min(e.old_due), a.due_on FROM action a "
            "JOIN action_extension e ON e.action = a.id AND e.trashed = 0 WHERE a.trashed = 0 "
            "AND a.status IN ('open', 'in_progress') "
            "GROUP BY a.id, a.number, a.due_on HAVING count(*) > ? ORDER BY a.number, a.id", int(most)):
        yield Finding("extended_often", "note", _(
            "Action {number} was extended {times} times, from {first} to {due}.").format(
            number=number or "", times=times, first=first, due=due), (f"action/{id_of(id_)}",), facts=(str(times),))


@rule(N_("Due dates moved without an extension"), "action", "action_extension")
def moved_quietly(look: Look) -> Iterator[Finding]:
    """Actions that are due on another day than their last extension says."""
    for id_, number, due, said in ask(
            look.store, "SELECT a.id, a.number, a.due_on, e.new_due FROM action a JOIN action_extension e "
            "ON e.action = a.id AND e.trashed = 0 WHERE a.trashed = 0 AND e.id = (SELECT x.id FROM action_extension x "
            "WHERE x.action = a.id AND x.trashed = 0 ORDER BY x.date DESC, x.id DESC LIMIT 1) "
            "AND coalesce(a.due_on, '') <> e.new_due ORDER BY a.number, a.id"):
        yield Finding("moved_quietly", "note", _(
            "Action {number} is due on {due}, but its last extension says {said}.").format(
            number=number or "", due=due or "–", said=said), (f"action/{id_of(id_)}",), facts=(f"{due} {said}",))


@rule(N_("Series that broke off"), "action")
def series_broken(look: Look) -> Iterator[Finding]:
    """Recurring actions that are done and have no next one."""
    rows = ask(look.store, f"SELECT id, number, done_on FROM action a WHERE trashed = 0 AND {_FINISHED} "  # noqa: S608 - constant
               "AND repeat_months IS NOT NULL AND due_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM action n WHERE "
               "n.trashed = 0 AND n.repeat_of = a.id) ORDER BY number, id")
    yield from _on_actions("series_broken", "note", rows, lambda count: ngettext(
        "{count} recurring action is done and the next one is not there: {names}.",
        "{count} recurring actions are done and the next ones are not there: {names}.", count))


@rule(N_("Findings without an action"), "finding", "action", "source_of_action")
def finding_without_action(look: Look) -> Iterator[Finding]:
    """Open findings that no action answers; what a round only remarks asks for none."""
    answered = {reference for references in by_action(look.store).values() for reference in references}
    for id_, number, text, grade in ask(
            look.store, "SELECT id, number, text, finding_class FROM finding WHERE trashed = 0 AND "
            "coalesce(status, 'open') = 'open' AND coalesce(finding_class, '') <> 'good_practice' "
            "AND NOT (inspection IS NOT NULL AND coalesce(finding_class, '') = 'observation') "
            "ORDER BY number, id"):
        reference = f"finding/{id_of(id_)}"
        if reference not in answered:
            yield Finding("finding_without_action", "warn" if grade == "major" else "note", _(
                "No action answers the finding {number}: {text}").format(number=number or "", text=text),
                (reference,), facts=(str(grade),))


def _known(look: Look) -> list[risks.Known]:
    return risks.known(look.store, risks.rows_of(look.store, risks.keys_of(look.store)), look.today)


_RISK_READS = ("risk", "risk_review", "action", "source_of_action", "finding", "rate", "organisation", "own_catalogue",
               "own_requirement")


@rule(N_("High risks without an action"), *_RISK_READS)
def risk_without_action(look: Look) -> Iterator[Finding]:
    """Risks of a high level, still followed, that no open action answers."""
    for each in _known(look):
        if each.level in ("3", "4") and each.risk.status in ("open", "mitigating") and not each.open_actions:
            yield Finding("risk_without_action", "alarm" if each.level == "4" else "warn", _(
                "Risk {number} ({level}) has no open action that answers it: {text}").format(
                number=each.risk.number or "", level=_(choices.RISK_LEVEL[each.level]).lower(),
                text=each.risk.description),
                (f"risk/{each.risk.id}",), facts=(each.level,))


@rule(N_("Risks to be looked at again"), *_RISK_READS)
def risk_overdue(look: Look) -> Iterator[Finding]:
    """Risks whose time has passed: six months of a mitigation plan, or the usual time of the others."""
    for each in _known(look):
        if each.risk.status not in FOLLOWED or not each.level or not each.clock.over(look.today):
            continue
        number, clock = each.risk.number or "", each.clock
        if clock.ends is None:
            text = _("The risk {number} has no day from which its time is counted: write when it was decided on.")
        elif clock.plan:
            text = _("The {months} months of the plan for risk {number} ended on {day}: reassess it, or suspend.")
        else:
            text = _("The risk {number} should have been looked at again by {day}.")
        yield Finding("risk_overdue", "alarm" if clock.plan and clock.ends else "warn", text.format(
            number=number, months=clock.months, day=clock.ends), (f"risk/{each.risk.id}",),
            facts=(str(clock.ends or "-"),))


@rule(N_("Risks that ask to stop"), *_RISK_READS)
def risk_must_stop(look: Look) -> Iterator[Finding]:
    """Risks of rows that ask to halt at once, answered by going on.  Source: OECD Guidance, Annex II para 2."""
    for each in _known(look):
        if each.asked == "stop" and each.risk.status in ("open", "mitigating") and each.risk.response == "continue":
            yield Finding("risk_must_stop", "alarm", _(
                "The standard asks to halt at once for risk {number}, but the response is to continue: {text}").format(
                number=each.risk.number or "", text=each.risk.description), (f"risk/{each.risk.id}",),
                facts=("continue",))


@rule(N_("Responses that nobody stands for"), "risk")
def risk_unsigned(look: Look) -> Iterator[Finding]:
    """Risks with a response, but without the reason, who decided it, or when."""
    rows = ask(look.store, "SELECT id, number, response FROM risk WHERE trashed = 0 AND status <> 'closed' "
               "AND response IS NOT NULL AND (coalesce(reason, '') = '' OR coalesce(decided_by, '') = '' "
               "OR decided_on IS NULL) ORDER BY number, id")
    yield from _on_many("risk_unsigned", "note", "risk", rows, lambda count: ngettext(
        "{count} risk has a response without its reason, who decided it, or when: {names}.",
        "{count} risks have a response without its reason, who decided it, or when: {names}.", count))


@rule(N_("Risks not assessed"), "risk")
def risk_not_assessed(look: Look) -> Iterator[Finding]:
    """Risks in the register without likelihood or severity, and assessed ones without a response."""
    rows = ask(look.store, "SELECT id, number, coalesce(likelihood, '-') || coalesce(impact, '-') || "
               "coalesce(response, '-') FROM risk WHERE trashed = 0 AND status <> 'closed' AND (likelihood IS NULL OR "
               "impact IS NULL OR response IS NULL) ORDER BY number, id")
    yield from _on_many("risk_not_assessed", "note", "risk", rows, lambda count: ngettext(
        "{count} risk lacks likelihood, severity or response: {names}.",
        "{count} risks lack likelihood, severity or response: {names}.", count))


def _on_actions(name: str, severity: str, rows: Sequence[Sequence[Any]],
                text: Callable[[int], str]) -> Iterator[Finding]:
    yield from _on_many(name, severity, "action", rows, text)


def _on_many(name: str, severity: str, kind: str, rows: Sequence[Sequence[Any]],
             text: Callable[[int], str]) -> Iterator[Finding]:
    """One finding for all records a rule concerns.  Shape: rows are (id, number, fact)."""

    def say(places: Sequence[int]) -> str:
        names = [str(rows[place][1] or "–") for place in places]
        shown = ", ".join(names[:_SHOWN])
        if len(names) > _SHOWN:
            shown = _("{names}; and {count} more").format(names=shown, count=len(names) - _SHOWN)
        return text(len(names)).format(count=len(names), names=shown)

    if rows:
        yield Finding(name, severity, say(range(len(rows))), tuple(f"{kind}/{id_of(row[0])}" for row in rows),
                      facts=tuple(str(row[2]) for row in rows), say=say)


PLAN_RULES: dict[str, Rule] = {
    "closed_before_opened": closed_before_opened, "done_without_evidence": done_without_evidence,
    "closed_without_effect": closed_without_effect, "effect_waits": effect_waits, "without_owner": without_owner,
    "extended_often": extended_often, "moved_quietly": moved_quietly, "series_broken": series_broken,
    "finding_without_action": finding_without_action,
    "risk_without_action": risk_without_action, "risk_overdue": risk_overdue, "risk_not_assessed": risk_not_assessed,
    "risk_must_stop": risk_must_stop, "risk_unsigned": risk_unsigned,
}
"""Rules of the plan; their sentences hold measures and names, so they stay out of packs."""
