"""Actions as cards and bars: what board, timeline, wall sheet, lists for persons and calendars show of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from armdesk.fields import fold
from armdesk.models.choices import ACTION_STATUS
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.plan.action_sources import confidential, counts, withheld
from armdesk.services.plan.plan_figures import OPEN, late_days
from armdesk.store import Store


@dataclass(frozen=True)
class Card:
    """One action at a glance.

    Shape: who is the person or organisation responsible, "" if nobody is; late is the days it is over its date, 0 if
    it is not; extended and notes count; words are what it is searched by, folded.
    """

    id: str
    number: str
    measure: str
    who: str
    status: str
    adopted: date | None
    due: date | None
    done: date | None
    progress: int
    priority: str
    late: int
    extended: int
    notes: int
    repeats: int
    version: int
    words: str
    confidential: bool = False

    @property
    def told(self) -> str:
        """Its words as they may leave the office, on paper or in a file."""
        return withheld() if self.confidential else self.measure

    @property
    def begins(self) -> date | None:
        """First day of its bar: adopted, else the first day that is known."""
        return self.adopted or self.done or self.due

    @property
    def ends(self) -> date | None:
        """Last day of its bar: done, else due."""
        return self.done or self.due or self.adopted


def cards(store: Store, today: date) -> list[Card]:
    """Every action, the most pressing first: by due date, those without one last."""
    rows = ask(
        store, "SELECT a.id, a.number, a.measure, a.owner, p.name, s.name, a.status, a.adopted_on, a.due_on, "
        "a.done_on, a.progress, a.priority, a.repeat_months, a.version, a.area, a.donor FROM action a "
        "LEFT JOIN person p ON p.id = a.owner_person LEFT JOIN stakeholder s "
        "ON s.id = a.owner_organisation WHERE a.trashed = 0 ORDER BY a.due_on IS NULL, a.due_on, a.number, a.id")
    veiled = confidential(store)
    extended, notes = counts(store, "action_extension"), counts(store, "action_note")
    found = []
    for id_, number, measure, owner, person, organisation, status, adopted, due, done, progress, *more in rows:
        priority, months, version, area, donor = more
        key, who = id_of(id_), " · ".join(dict.fromkeys(each for each in (owner, person, organisation) if each))
        ends = _day(due)
        found.append(Card(
            key, number or "", measure or "", who, status, _day(adopted), ends, _day(done), int(progress or 0),
            priority or "", late_days(ends, status, today), extended.get(key, 0), notes.get(key, 0), months or 0,
            int(version),
            fold(" ".join(filter(None, (number, measure, who, area, donor)))), key in veiled))
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def columns(found: Iterable[Card]) -> dict[str, list[Card]]:
    """Cards by state, in the order of the board; what is finished begins with the newest."""
    by_status: dict[str, list[Card]] = {status: [] for status in ACTION_STATUS}
    for card in found:
        by_status.setdefault(card.status, []).append(card)
    for status in ("closed", "cancelled"):
        by_status[status].sort(key=lambda card: card.done or card.due or date.min, reverse=True)
    return by_status


def chosen(found: Iterable[Card], text: str = "", *, only_late: bool = False, unfinished: bool = False) -> list[Card]:
    """The cards that hold all words of a text."""
    words = fold(text).split()
    return [card for card in found if all(word in card.words for word in words) and (not only_late or card.late)
            and (not unfinished or card.status in (*OPEN, "done"))]


def of_month(found: Iterable[Card], first: date, last: date) -> list[Card]:
    """What is to be done in a month: open and due in it or before."""
    return [card for card in found if card.status in OPEN and card.due is not None and card.due <= last
            and (card.late or card.due >= first)]


def by_person(found: Iterable[Card]) -> Mapping[str, Sequence[Card]]:
    """Unfinished actions by who is responsible, in the order of names; "" for nobody."""
    lists: dict[str, list[Card]] = {}
    names: dict[str, str] = {}
    for card in found:
        if card.status in (*OPEN, "done"):
            lists.setdefault(names.setdefault(fold(card.who), card.who), []).append(card)
    return {name: lists[name] for name in sorted(lists, key=lambda name: (not name, fold(name)))}
