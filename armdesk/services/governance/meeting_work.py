"""Leading a meeting from its call to its minutes: number, agenda, decisions, finishing; what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from armdesk.i18n import _
from armdesk.models import AgendaItem, Agreement, Meeting, PremiumEntry, Resolution
from armdesk.services.basis import numbering
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.governance import attending, votes
from armdesk.services.governance.attending import Count, Presence
from armdesk.services.governance.statutes import ORGAN_OF, Statutes
from armdesk.services.governance.votes import Outcome
from armdesk.services.plan.action_sources import by_target
from armdesk.store import Store


@dataclass(frozen=True)
class Notice:
    """The days between call and meeting.  Shape: given None where the call has no day; asked None where no rule is."""

    given: int | None
    asked: int | None
    source: str

    @property
    def kept(self) -> bool | None:
        """Whether enough days lay between; None where that cannot be told."""
        return None if self.given is None or self.asked is None else self.given >= self.asked


@dataclass(frozen=True)
class Decided:
    """A resolution with its result; actions and premium are how many entries refer to it."""

    resolution: Resolution
    outcome: Outcome
    doubts: dict[str, str]
    actions: int
    premium: int


@dataclass(frozen=True)
class Sheet:
    """Everything about one meeting as its page and its papers show it."""

    meeting: Meeting
    organ: str
    statutes: Statutes
    notice: Notice
    agenda: tuple[AgendaItem, ...]
    presence: Presence
    count: Count
    decided: tuple[Decided, ...]
    agreed: tuple[Agreement, ...] = ()

    def missing(self) -> list[str]:
        """What the minutes still lack, in sentences."""
        found = []
        if not self.meeting.number:
            found.append(_("The minutes have no number."))
        if self.notice.given is None and self.notice.asked is not None:
            found.append(_("The day of the call is not written down."))
        elif self.notice.kept is False:
            found.append(_("It was called {given} days before; {source} asks for {asked}.").format(
                given=self.notice.given, asked=self.notice.asked, source=self.notice.source))
        if not self.agenda and not self.meeting.agenda:
            found.append(_("There is no agenda."))
        if self.count.counted is None and not self.count.guests:
            found.append(_("Nobody is ticked as present."))
        elif self.count.reached is False:
            found.append(_("There was no quorum: {there} of {entitled}, {least} needed.").format(
                there=self.count.counted, entitled=self.count.entitled, least=self.count.least))
        found += self._undecided()
        if not self.meeting.chair or not self.meeting.secretary:
            found.append(_("Who chaired and who kept the minutes is not written down."))
        return found

    def _undecided(self) -> list[str]:
        """What is missing of decisions and their votes; a dialogue has agreements in their place."""
        if self.meeting.kind == "dialogue":
            return [] if self.agreed else [_("No agreement of this dialogue is written down.")]
        if not self.decided and not self.meeting.decisions:
            return [_("No decision is written down.")]
        found = [_("The votes on “{topic}” are not counted.").format(topic=each.resolution.topic)
                 for each in self.decided if each.resolution.votes_for is None]
        return found + [sentence for each in self.decided for sentence in each.doubts.values()]


def sheet(store: Store, meeting: Meeting) -> Sheet:
    """Everything about one meeting."""
    statutes = Statutes(store)
    there = attending.presence(store, meeting, statutes)
    count = attending.count_of(store, meeting, statutes, there)
    organ = statutes.organ_of(meeting)
    return Sheet(meeting, str(organ.name) if organ is not None else "", statutes, notice(meeting, statutes),
                 tuple(store.all(AgendaItem, meeting=meeting.id)), there, count,
                 tuple(decided(store, meeting, statutes, count)), tuple(store.all(Agreement, meeting=meeting.id)))


def notice(meeting: Meeting, statutes: Statutes) -> Notice:
    """The days between the call and the meeting, against the statutes."""
    rule = statutes.notice_of(meeting)
    given = (meeting.date - meeting.called_on).days if meeting.called_on and meeting.date else None
    return Notice(given, rule[0] if rule else None, rule[1] if rule else "")


def decided(store: Store, meeting: Meeting, statutes: Statutes, count: Count) -> list[Decided]:
    """The resolutions of a meeting in order of their numbers, each with its result."""
    actions = by_target(store, "resolution")
    found = sorted(store.all(Resolution, meeting=meeting.id), key=lambda each: (str(each.number or ""), each.id))
    return [Decided(each, votes.outcome(each, meeting, statutes, count), votes.doubts(each, count),
                    len(actions.get(each.id, ())), len(store.all(PremiumEntry, resolution=each.id))) for each in found]


def next_number(store: Store, today: date, kind: str = "assembly", organ: str | None = None) -> str:
    """The number the next minutes of an organ get: each organ has its own series, unless the office counts all as one.

    Shape: kind is that of the meeting, for where no organ is named.  All count as one where several organs gave numbers
    of one series, and none of them twice.
    """
    kinds = {id_of(id_): str(of) for id_, of in ask(store, "SELECT id, kind FROM organ")}
    wanted = _body(kinds, kind, organ)
    given: dict[str, list[str]] = {wanted: []}
    for number, held, raw in ask(store, "SELECT number, kind, organ FROM meeting WHERE coalesce(number, '') <> '' "
                                 "ORDER BY id DESC"):  # in the trash too: a paper may bear it
        given.setdefault(_body(kinds, str(held), id_of(raw) if raw else None), []).append(str(number))
    own, every = given[wanted], [number for numbers in given.values() for number in numbers]
    coming = numbering.following(own, today) if own else "001"
    heads = {"".join(sign for sign in parts[0] if not sign.isdigit()) for each in every
             if (parts := numbering.split(each))}
    as_one = len(set(every)) == len(every) and (coming in every if own else len(given) > 2 and len(heads) == 1)
    return numbering.following(every, today, like=coming if own else "") if as_one else coming


def _body(kinds: dict[str, str], kind: str, organ: str | None) -> str:
    """Who met: a kind of organ of which there is one, else the organ itself, else the kind of the meeting."""
    of = kinds.get(organ or "")
    if of is None:
        return ORGAN_OF.get(kind) or kind
    return str(organ) if list(kinds.values()).count(of) > 1 else of


def next_resolution(meeting: Meeting, there: Sequence[Decided]) -> str:
    """The number of the next resolution of a meeting: "026-1", "026-2"."""
    taken = {str(each.resolution.number) for each in there}
    head = str(meeting.number or meeting.date)
    return next(name for place in range(1, 10_000) if (name := f"{head}-{place}") not in taken)


def add_point(store: Store, meeting: Meeting, title: str) -> AgendaItem:
    """A point more at the end of the agenda."""
    last = max((each.place for each in store.all(AgendaItem, meeting=meeting.id)), default=0)
    kept: AgendaItem = store.save(AgendaItem(meeting=meeting.id, place=last + 1, title=title))
    return kept


def move_point(store: Store, meeting: Meeting, item: str, way: int) -> None:
    """A point one place up (-1) or down (1)."""
    items = store.all(AgendaItem, meeting=meeting.id)
    place = next((place for place, each in enumerate(items) if each.id == item), -1)
    other = place + way
    if place < 0 or not 0 <= other < len(items):
        return
    items[place], items[other] = items[other], items[place]
    with store.operation(_("Order of the agenda")) as writer:
        for number, each in enumerate(items, start=1):
            if each.place != number:
                each.place = number
                writer.save(each)


def finish(store: Store, meeting: Meeting, today: date) -> Meeting:
    """Keep what was counted with the minutes, the day, and the code of the history that the minutes bear.

    The office's own numbers stay as they are where it wrote some.
    """
    fresh = store.get(Meeting, meeting.id) or meeting
    made = sheet(store, fresh)
    count = made.count
    if count.source == attending.LIST:
        fresh.entitled = fresh.entitled if fresh.entitled is not None else count.entitled
        fresh.attended = fresh.attended if fresh.attended is not None else count.counted
        fresh.women = fresh.women if fresh.women is not None else count.women
    if fresh.quorum_stated is None:
        fresh.quorum_stated = count.reached
    if not fresh.agenda and made.agenda:
        fresh.agenda = "\n".join(f"{each.place}. {each.title}" for each in made.agenda)
    if not fresh.decisions and made.decided:
        fresh.decisions = "\n".join(f"{each.resolution.number or ''} {each.resolution.topic}".strip()
                                    for each in made.decided)
    fresh.minutes_on, fresh.minutes_head = today, store.head().hash
    return store.save(fresh, _("Minutes finished: {name}").format(name=fresh.label()))
