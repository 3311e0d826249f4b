"""Rules on meetings and organs: numbers of minutes, quorum, notice, votes, terms that are over, seats, agreements."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from armdesk.i18n import N_, _, ngettext
from armdesk.models import Meeting, Resolution
from armdesk.models.choices import MEETING_KIND
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.numbering import parts_of
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.services.governance import agreements, attending, mandates, meeting_work, policies, votes
from armdesk.services.governance.statutes import Statutes
from armdesk.services.plan import action_sources
from armdesk.store import Store

OFFICE_NOTICE = "office_notice"
"""Kind of the rate that says how many days before its end a term is spoken of."""
_STATUTES = ("organ", "organ_rule", "vote_rule", "rate", "organisation")
_COUNTED = ("meeting", "meeting_attendance", "person", "mandate", *_STATUTES)
_LETTERS = re.compile(r"[^\W\d_]+")


@rule(N_("Numbers of minutes"), "meeting")
def minutes_numbers(look: Look) -> Iterator[Finding]:
    """Minutes missing in their row of numbers, and numbers that two meetings bear.

    Kinds of meetings with letters of their own but one count ("AO-2025-01", "AE-2025-02") are one row; minutes in the
    trash are annulled, not missing.
    """
    rows: dict[tuple[str, int], dict[int, tuple[str, str, str]]] = defaultdict(dict)
    seen: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for raw, number, kind, day, trashed in ask(
            look.store, "SELECT id, number, kind, date, trashed FROM meeting WHERE coalesce(number, '') <> '' "
            "AND date <= ? ORDER BY date, id", look.period.ends):
        parts = parts_of(str(number))
        if parts and len(parts[1]) <= 6:
            series = _LETTERS.sub("", parts[0]) + parts[2]
            rows[series, len(parts[1])].setdefault(int(parts[1]), (id_of(raw), str(number), day))
        if not trashed:
            seen[str(number), str(kind)].append((id_of(raw), day))
    for found in rows.values():
        for before, after in pairwise(sorted(found)):
            if after - before > 1:
                yield _gap(found[before], found[after], before, after)
    for (number, kind), same in seen.items():
        if len(same) > 1:
            text = _("{count} meetings of the same kind bear the number {number}: {days}.")
            yield Finding("minutes_twice", "warn", text.format(
                count=len(same), number=number, days=", ".join(day for _id, day in same)),
                tuple(f"meeting/{id_}" for id_, _day in same), facts=(f"{number} {kind}",) * len(same))


def _gap(first: tuple[str, str, str], last: tuple[str, str, str], before: int, after: int) -> Finding:
    head, digits, year = parts_of(last[1]) or ("", "", "")
    names = [f"{head}{number:0{len(digits)}d}{year}" for number in range(before + 1, after)]
    shown = names[0] if len(names) == 1 else f"{names[0]} – {names[-1]}"
    text = ngettext("Minutes {names} are missing, between {before} of {day} and {after} of {until}.",
                    "{count} minutes are missing ({names}), between {before} of {day} and {after} of {until}.",
                    len(names)).format(count=len(names), names=shown, before=first[1], day=first[2], after=last[1],
                                       until=last[2])
    return Finding("minutes_gap", "warn", text, (f"meeting/{first[0]}", f"meeting/{last[0]}"), facts=(shown, shown))


@rule(N_("Quorum"), *_COUNTED, "resolution")
def quorum(look: Look) -> Iterator[Finding]:
    """Meetings whose quorum as written is not what the numbers give, and those that decided without one."""
    statutes = Statutes(look.store)
    decided = {id_of(raw) for (raw,) in ask(look.store, "SELECT DISTINCT meeting FROM resolution WHERE trashed = 0")}
    for meeting in _held(look):
        count = attending.count_of(look.store, meeting, statutes)
        if count.reached is None or count.quorum is None:
            continue
        figures = {"there": count.counted, "entitled": count.entitled, "least": count.least,
                   "share": count.quorum.said(), "source": count.quorum.basis(), "name": _named(meeting),
                   "day": meeting.date}
        fact = (f"{count.counted}/{count.entitled} {meeting.quorum_stated}",)
        where = (f"meeting/{meeting.id}",)
        if meeting.quorum_stated and not count.reached:
            yield Finding("quorum_contradicted", "warn", _(
                "{name} of {day} is written down with quorum, but {there} of {entitled} were there and {least} are "
                "needed ({share}; {source}). If it was a second call, note that.").format(**figures), where, facts=fact)
        elif meeting.quorum_stated is False and count.reached:
            yield Finding("quorum_contradicted", "note", _(
                "{name} of {day} is written down without quorum, but {there} of {entitled} were there and {least} are "
                "enough ({share}; {source}).").format(**figures), where, facts=fact)
        elif not count.reached and (meeting.decisions or meeting.id in decided):
            yield Finding("without_quorum", "warn", _(
                "{name} of {day} decided without quorum: {there} of {entitled} were there, {least} are needed "
                "({share}; {source}).").format(**figures), where, facts=fact)


@rule(N_("Calls and lists of meetings"), *_COUNTED)
def calls(look: Look) -> Iterator[Finding]:
    """Meetings of the period called too late, and those whose list has other people than the minutes say."""
    statutes = Statutes(look.store)
    for meeting in _held(look):
        if meeting.date not in look.period:
            continue
        where, notice = (f"meeting/{meeting.id}",), meeting_work.notice(meeting, statutes)
        if notice.kept is False:
            yield Finding("short_notice", "note", _(
                "{name} of {day} was called {given} days before; {asked} are asked for ({source}).").format(
                name=_named(meeting), day=meeting.date, given=notice.given, asked=notice.asked, source=notice.source),
                where, facts=(f"{notice.given} {notice.asked}",))
        count = attending.count_of(look.store, meeting, statutes)
        if count.source == attending.LIST and meeting.attended is not None and count.counted is not None \
                and meeting.attended not in (count.counted, count.counted + count.guests, count.present):
            yield Finding("list_contradicted", "note", _(
                "{name} of {day}: {written} came by the minutes, {there} by the list.").format(
                name=_named(meeting), day=meeting.date, written=meeting.attended, there=count.counted), where,
                facts=(f"{meeting.attended} {count.counted}",))


@rule(N_("Votes"), *_COUNTED, "resolution")
def counted_votes(look: Look) -> Iterator[Finding]:
    """Resolutions of the period with more votes than people, or whose state is not what the votes give."""
    statutes = Statutes(look.store)
    counts: dict[str, attending.Count] = {}
    for meeting, resolution in _resolutions(look):
        if meeting.id not in counts:
            counts[meeting.id] = attending.count_of(look.store, meeting, statutes)
        count = counts[meeting.id]
        where, name = (f"resolution/{resolution.id}",), resolution.label()
        for sentence in votes.doubts(resolution, count).values():
            yield Finding("too_many_votes", "warn", _("“{name}”: {problem}").format(name=name, problem=sentence), where)
        result = votes.outcome(resolution, meeting, statutes, count)
        stated = {"adopted": True, "carried_out": True, "rejected": False}.get(resolution.status or "")
        if result.carried is not None and stated is not None and stated != result.carried:
            text = _("“{name}” is written down as adopted. {result}") if stated else _(
                "“{name}” is written down as rejected. {result}")
            yield Finding("result_contradicted", "warn", text.format(name=name, result=result.said()), where,
                          facts=(f"{result.yes}/{result.whole} {resolution.status}",))


@rule(N_("Offices"), "mandate", "person", *_STATUTES)
def offices(look: Look) -> Iterator[Finding]:
    """Terms that are over or end soon, seats for women that are not filled, offices that exclude each other."""
    statutes = Statutes(look.store)
    found, day = mandates.serving(look.store, look.today, statutes), look.today
    notice = statutes.limits.value(OFFICE_NOTICE, day)
    soon = day + timedelta(days=int(notice or 0))
    for each in found:
        ends: dict[date, list[mandates.Held]] = defaultdict(list)
        for held in each.holders:
            if held.mandate.ends_on is not None and held.mandate.ends_on <= soon:
                ends[held.mandate.ends_on].append(held)
        yield from (_terms(each, last, ends[last], over=last < day) for last in sorted(ends))
        for held in each.holders:
            if held.left is not None and held.left <= day:
                yield Finding("mandate_left", "warn", _(
                    "Who holds the office of {office} in “{organ}” left the cooperative on {day}.").format(
                    day=held.left, office=held.mandate.field("office").format(held.mandate.office),
                    organ=each.organ.name), (f"mandate/{held.mandate.id}",), facts=(str(held.left),))
    for each in found:
        if each.women_short and each.holders:
            yield Finding("seats_of_women", "note", _(
                "In “{organ}” {women} women have a seat; the statutes ask for {asked} ({source}).").format(
                organ=each.organ.name, women=each.women, asked=each.women + each.women_short,
                source=each.rule.source_text if each.rule is not None else ""), (f"organ/{each.organ.id}",),
                facts=(f"{each.women}",))
    for one, other, source in mandates.incompatible(found):
        text = _("One person is {one} in “{organ}” and {other} in “{second}”, which exclude each other{source}.")
        yield Finding("offices_exclude", "warn", text.format(
            one=one.mandate.field("office").format(one.mandate.office), organ=one.organ.name,
            other=other.mandate.field("office").format(other.mandate.office), second=other.organ.name,
            source=f" ({source})" if source else ""), (f"mandate/{one.mandate.id}", f"mandate/{other.mandate.id}"),
            facts=("both", "both"))


def _terms(each: mandates.Standing, last: date, held: list[mandates.Held], *, over: bool) -> Finding:
    """Offices of one organ whose terms end on the same day."""

    def say(places: Sequence[int]) -> str:
        text = ngettext("The term of {count} office in “{organ}” ended on {day} and nobody was elected since.",
                        "The terms of {count} offices in “{organ}” ended on {day} and nobody was elected since.",
                        len(places)) if over else ngettext(
            "The term of {count} office in “{organ}” ends on {day}.",
            "The terms of {count} offices in “{organ}” end on {day}.", len(places))
        return text.format(count=len(places), organ=each.organ.name, day=last)

    fact = f"{last} ended" if over else str(last)
    return Finding("mandate_lapsed", "warn" if over else "note", say(range(len(held))),
                   tuple(f"mandate/{one.mandate.id}" for one in held), facts=(fact,) * len(held), say=say)


@rule(N_("Policies"), "policy", "rate", "organisation")
def policies_due(look: Look) -> Iterator[Finding]:
    """Policies in force that should have been looked at again, and those nobody was told of."""
    for each in policies.standing(look.store, look.today):
        where, title = (f"policy/{each.policy.id}",), each.policy.title
        if each.state == policies.DUE:
            yield Finding("policy_review", "note", _("The policy “{title}” should have been reviewed on {day}.").format(
                title=title, day=each.review), where, facts=(str(each.review),))
        if each.state in (policies.DUE, policies.GOOD) and not each.known:
            yield Finding("policy_unknown", "note", _("How the policy “{title}” was made known is not written "
                                                      "down.").format(title=title), where, facts=("unknown",))


@rule(N_("Joint action plan"), "agreement", "agreement_note", *action_sources.READ, "meeting", "stakeholder",
      "organisation")
def promises(look: Look) -> Iterator[Finding]:
    """Agreements past their day, and those said to be fulfilled with neither paper nor follow-up."""
    for each in agreements.promises(look.store):
        where, name = (f"agreement/{each.agreement.id}",), each.agreement.label()
        if each.late(look.today):
            yield Finding("agreement_late", "note", _("“{name}” was due on {day}; responsible: {who}.").format(
                name=name, day=each.agreement.due_on, who=each.who), where, facts=(str(each.agreement.due_on),))
        elif each.agreement.status == "done" and not each.agreement.document and not each.notes:
            yield Finding("agreement_unproved", "note", _("“{name}” is written down as fulfilled, with neither paper "
                                                          "nor follow-up.").format(name=name), where, facts=("done",))


def _held(look: Look) -> Iterator[Meeting]:
    """Meetings of organs until the end of the period, the oldest first; a dialogue has no quorum."""
    for meeting in reversed(look.store.all(Meeting)):
        if meeting.date <= look.period.ends and meeting.kind != "dialogue":
            yield meeting


def _resolutions(look: Look) -> Iterator[tuple[Meeting, Resolution]]:
    meetings = {each.id: each for each in _held(look) if each.date in look.period}
    for resolution in look.store.all(Resolution):
        if resolution.meeting in meetings:
            yield meetings[resolution.meeting], resolution


def _named(meeting: Meeting) -> str:
    return " ".join(filter(None, (_(MEETING_KIND[meeting.kind]), meeting.number)))


def minutes_without_quorum(store: Store, until: date) -> list[Meeting]:
    """Meetings of which the numbers say that there was no quorum, the oldest first."""
    statutes = Statutes(store)
    found = [each for each in store.all(Meeting) if each.date <= until and each.kind != "dialogue"]
    return [each for each in reversed(found) if attending.count_of(store, each, statutes).reached is False]


GOVERNANCE_RULES: dict[str, Rule] = {
    "minutes_numbers": minutes_numbers, "quorum": quorum, "calls": calls, "counted_votes": counted_votes,
    "offices": offices, "policies_due": policies_due, "promises": promises}
"""Rules on meetings, organs, policies and agreements by name."""
