"""The joint action plan: what each organisation promised, what it did, what is late, and the actions that follow."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from armdesk.i18n import _
from armdesk.models import Agreement, AgreementNote, Meeting, Organisation, Stakeholder
from armdesk.services.basis import numbering
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.plan.action_sources import by_target
from armdesk.store import Store

OPEN = ("open", "in_progress")


@dataclass(frozen=True)
class Promise:
    """An agreement with its follow-up, the newest note first, and how many actions came of it."""

    agreement: Agreement
    who: str
    meeting: Meeting | None
    notes: tuple[AgreementNote, ...]
    actions: int
    actions_open: int

    def late(self, day: date) -> bool:
        """Whether it is past its day and not fulfilled."""
        return self.agreement.status in OPEN and self.agreement.due_on is not None and self.agreement.due_on < day

    def newest(self) -> str:
        """The last step of the follow-up in a line."""
        return f"{self.notes[0].date}: {self.notes[0].text}" if self.notes else ""


@dataclass
class Side:
    """One organisation of the plan with what it promised.  Shape: stakeholder None stands for the cooperative."""

    stakeholder: Stakeholder | None
    name: str
    promises: list[Promise] = field(default_factory=list)

    def counted(self, day: date) -> tuple[int, int, int, int]:
        """How many were promised, fulfilled, are open in time, and late; what was withdrawn is none of them."""
        kept = [each for each in self.promises if each.agreement.status != "withdrawn"]
        done = sum(each.agreement.status == "done" for each in kept)
        late = sum(each.late(day) for each in kept)
        return len(kept), done, len(kept) - done - late, late


def promises(store: Store) -> list[Promise]:
    """All agreements in order of their days."""
    notes: dict[str, list[AgreementNote]] = defaultdict(list)
    for note in store.all(AgreementNote):  # the newest first
        notes[note.agreement].append(note)
    actions = by_target(store, "agreement")
    status = {id_of(id_): str(now) for id_, now in ask(store, "SELECT id, status FROM action WHERE trashed = 0")}
    meetings = {each.id: each for each in store.all(Meeting)}
    names = {each.id: str(each.name) for each in store.all(Stakeholder)}
    own = own_name(store)
    found = []
    for each in store.all(Agreement):
        who = names.get(each.stakeholder or "", "")
        who = ", ".join(filter(None, (who, own if each.ours else "")))
        states = [status[action] for action in actions.get(each.id, ())]
        found.append(Promise(each, who, meetings.get(each.meeting or ""), tuple(notes[each.id]), len(states),
                             sum(state in OPEN for state in states)))
    return sorted(found, key=lambda each: (each.agreement.due_on or date.max, str(each.agreement.number or "")))


def own_name(store: Store) -> str:
    """How the cooperative is called in the plan."""
    organisation = store.one(Organisation)
    if organisation is None:
        return _("our organisation")
    return str(organisation.short_name or organisation.legal_name or _("our organisation"))


def sides(store: Store, found: list[Promise] | None = None) -> list[Side]:
    """Every organisation that promised something or signed the plan, the cooperative first, then by name.

    An agreement of two organisations stands with both.
    """
    found = promises(store) if found is None else found
    own = Side(None, own_name(store), [each for each in found if each.agreement.ours])
    others = []
    for each in store.all(Stakeholder):
        made = [promise for promise in found if promise.agreement.stakeholder == each.id]
        if made or each.plan_signed_on:
            others.append(Side(each, str(each.name), made))
    return ([own] if own.promises else []) + others


def next_number(store: Store, today: date) -> str:
    """The number a new agreement gets."""
    return numbering.next_code(store, Agreement, "number", today, f"AC-{today.year}-01")
