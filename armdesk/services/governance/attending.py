"""Who may vote in a meeting, who came or was represented, and whether that is a quorum."""

from __future__ import annotations

from dataclasses import dataclass, field

from armdesk.fields import fold
from armdesk.models import Meeting, MeetingAttendance, Person
from armdesk.models.voting import needed, reaches
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.governance.statutes import ASSEMBLIES, Share, Statutes
from armdesk.store import Store

MEMBERS = ("member", "owner", "partner")
_ROLES = {"members": MEMBERS, "members_selectors": (*MEMBERS, "selector"), "everybody": ()}
LIST, BOOK = "list", "book"


@dataclass(frozen=True)
class Voter:
    """Somebody entitled to vote in a meeting.  Shape: sex "F", "M", "X" or "" where nobody stated it."""

    id: str
    code: str
    name: str
    sex: str


@dataclass
class Presence:
    """Who could vote and who was there.

    Shape: came leads from a person to the attendance record; proxies from who is represented to who votes for them;
    guests are the records of those who came and may not vote.
    """

    voters: list[Voter]
    came: dict[str, str] = field(default_factory=dict)
    proxies: dict[str, str] = field(default_factory=dict)
    guests: list[MeetingAttendance] = field(default_factory=list)

    @property
    def listed(self) -> bool:
        """Whether anybody's coming was written down."""
        return bool(self.came or self.proxies or self.guests)

    def here(self) -> list[Voter]:
        """Voters who came themselves."""
        return [each for each in self.voters if each.id in self.came]

    def represented(self) -> list[Voter]:
        """Voters for whom somebody votes who came; nobody counts twice."""
        return [each for each in self.voters if each.id not in self.came and self.proxies.get(each.id) in self.came]

    def held_by(self, person: str) -> int:
        """For how many others a person votes."""
        return sum(holder == person and absent not in self.came for absent, holder in self.proxies.items())


@dataclass(frozen=True)
class Count:
    """A meeting counted.

    Shape: source LIST where names were ticked, BOOK where only the numbers of the minutes are known; None: not known.
    women and men are those who came themselves; quorum the share that has to be reached.
    """

    source: str
    entitled: int | None
    present: int | None
    represented: int
    women: int | None
    guests: int
    quorum: Share | None

    @property
    def counted(self) -> int | None:
        """All who count for the quorum."""
        return None if self.present is None else self.present + self.represented

    @property
    def least(self) -> int | None:
        """How many make a quorum."""
        if self.quorum is None or not self.entitled:
            return None
        return needed(self.entitled, self.quorum.share, more=self.quorum.more)

    @property
    def reached(self) -> bool | None:
        """Whether it is a quorum, None where that cannot be told."""
        if self.quorum is None or not self.entitled or self.counted is None:
            return None
        return reaches(self.counted, self.entitled, self.quorum.share, more=self.quorum.more)


def voters(store: Store, meeting: Meeting, statutes: Statutes) -> list[Voter]:
    """Everybody entitled to vote in a meeting on its day, by name."""
    return sorted(_entitled(store, meeting, statutes), key=lambda each: (fold(each.name), each.id))


def _entitled(store: Store, meeting: Meeting, statutes: Statutes) -> list[Voter]:
    """The same in no order, which of thousands takes the longest.

    The statutes say who: members, with or without mineral selectors, everybody, or who holds an office in the organ;
    without a rule members in an assembly, office-holders elsewhere.  Who is not active does not vote.
    """
    organ = statutes.organ_of(meeting)
    who = _who(meeting, statutes) or ("members" if meeting.kind in ASSEMBLIES else "mandates")
    if who == "mandates":
        found = ask(store, "SELECT DISTINCT p.id, p.code, p.name, p.sex FROM mandate m "
                    "JOIN person p ON p.id = m.person WHERE m.trashed = 0 AND m.organ = ? AND m.office <> 'alternate' "
                    "AND m.began_on <= ? AND (m.ended_on IS NULL OR m.ended_on >= ?)",
                    bytes.fromhex(organ.id if organ else ""), meeting.date, meeting.date)
    else:
        found = ask(store, "SELECT id, code, name, sex, role FROM person WHERE trashed = 0 "
                    "AND (joined_on IS NULL OR joined_on <= ?) "
                    "AND (left_on > ? OR (left_on IS NULL AND coalesce(status, 'active') = 'active'))",
                    meeting.date, meeting.date)
        roles = _ROLES[who]
        found = [row for row in found if not roles or row[4] in roles]
    return [Voter(id_of(row[0]), str(row[1] or ""), str(row[2]), str(row[3] or "")) for row in found]


def _who(meeting: Meeting, statutes: Statutes) -> str:
    """Who votes by the statutes, "" where they are not written down."""
    rule = statutes.rule_of(statutes.organ_of(meeting), meeting.date)
    return str(rule.who_votes or "") if rule is not None else ""


def presence(store: Store, meeting: Meeting, statutes: Statutes, *, ordered: bool = True) -> Presence:
    """Who could vote in a meeting, by name where ordered, and who was there by its list.

    Where the statutes do not say who votes, a person of ours who was written down as there is taken for a voter.
    """
    found = Presence((voters if ordered else _entitled)(store, meeting, statutes))
    entitled = {each.id for each in found.voters}
    rows = [(id_of(id_), id_of(person), id_of(proxy), present) for id_, person, proxy, present in ask(
        store, "SELECT id, person, proxy, present FROM meeting_attendance WHERE trashed = 0 AND meeting = ? "
        "ORDER BY id", bytes.fromhex(meeting.id or ""))]
    if not _who(meeting, statutes):
        others = {person for _id, person, _proxy, present in rows if person and present != 0} - entitled
        found.voters += [Voter(each.id, str(each.code or ""), str(each.name), str(each.sex or ""))
                         for id_ in sorted(others) if (each := store.get(Person, id_)) is not None]
        entitled |= others
    guests = []
    for id_, person, proxy, present in rows:
        if person in entitled and proxy and not present:
            found.proxies[person] = proxy
        elif person in entitled and present != 0:
            found.came[person] = id_
        elif present != 0:
            guests.append(id_)
    found.guests = [row for id_ in guests if (row := store.get(MeetingAttendance, id_)) is not None]
    return found


def count_of(store: Store, meeting: Meeting, statutes: Statutes, found: Presence | None = None) -> Count:
    """A meeting counted: by its list where names were ticked, else by the numbers of the minutes."""
    quorum = statutes.quorum_of(meeting)
    if found is None and not ask(store, "SELECT 1 FROM meeting_attendance WHERE trashed = 0 AND meeting = ? LIMIT 1",
                                 bytes.fromhex(meeting.id or "")):
        found = Presence([])  # nobody is asked who of thousands may vote where no name was ticked
    found = presence(store, meeting, statutes, ordered=False) if found is None else found
    if not (found.came or found.proxies):
        return Count(BOOK, meeting.entitled, meeting.attended, 0, meeting.women, len(found.guests), quorum)
    here = found.here()
    return Count(LIST, meeting.entitled if meeting.entitled is not None else len(found.voters), len(here),
                 len(found.represented()), sum(each.sex == "F" for each in here), len(found.guests), quorum)


def holds(store: Store, meeting: Meeting, statutes: Statutes) -> bool | None:
    """Whether a meeting could decide: by what the office wrote of quorums, else by the minutes' own word.

    The usual share of other cooperatives never speaks against the minutes here; the checks say where it would.
    """
    count = count_of(store, meeting, statutes)
    if count.quorum is not None and count.quorum.own and count.reached is not None:
        return count.reached
    return None if meeting.quorum_stated is None else bool(meeting.quorum_stated)


def tick(store: Store, meeting: Meeting, person: Person | Voter, *, came: bool, title: str) -> None:
    """Note that somebody came, or that the tick was wrong; a representation of theirs then no longer counts."""
    rows = store.all(MeetingAttendance, meeting=meeting.id, person=person.id)
    with store.operation(title) as writer:
        if came and rows:
            rows[0].present, rows[0].proxy = True, None
            writer.save(rows[0])
        elif came:
            writer.save(MeetingAttendance(meeting=meeting.id, person=person.id, present=True))
        elif rows:
            writer.trash(rows)


def represent(store: Store, meeting: Meeting, person: str, holder: str | None, title: str) -> None:
    """Note who votes for somebody who did not come; None for nobody."""
    rows = store.all(MeetingAttendance, meeting=meeting.id, person=person)
    with store.operation(title) as writer:
        if holder is None:
            if rows:
                writer.trash(rows)
            return
        row = rows[0] if rows else MeetingAttendance(meeting=meeting.id, person=person)
        row.present, row.proxy = False, holder
        writer.save(row)


def women_of(counts: list[Count]) -> tuple[int, int]:
    """Women and all who came to some meetings, of those where both are known."""
    known = [(each.women, each.present) for each in counts if each.women is not None and each.present is not None]
    return sum(women for women, _all in known), sum(all_ for _women, all_ in known)
