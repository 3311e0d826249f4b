"""What will have ended on a day to come, such as that of an audit: papers, permits, courses, checks, policies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from armdesk.i18n import N_
from armdesk.services import kyc
from armdesk.services.figure import ask, id_of
from armdesk.services.people_figures import roster
from armdesk.store import Store

KINDS = {"document": N_("Papers"), "permit": N_("Permits and titles"), "registration": N_("Registrations"),
         "training": N_("Courses"), "policy": N_("Policies to be reviewed"), "party": N_("Checks of buyers")}
"""In the order in which they are listed."""


@dataclass(frozen=True)
class Lapse:
    """Something that ends.  Shape: kind is one of KINDS; requirements counts the requirements it is cited for."""

    kind: str
    reference: str
    name: str
    ends: date
    requirements: int = 0

    def ended(self, day: date) -> bool:
        """Whether it has ended before a day."""
        return self.ends < day


def lapses(store: Store, today: date, day: date) -> list[Lapse]:
    """Everything that has ended by a day, and what ends on the way from today to it, the most pressing first.

    Of what somebody renewed only the newest counts: the latest course of a subject for a person, the latest check.
    """
    last = max(today, day)
    found = [each for collect in _COLLECTORS for each in collect(store, last)]
    order = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(found, key=lambda each: (each.ends, order[each.kind], each.name, each.reference))


def _documents(store: Store, last: date) -> Iterator[Lapse]:
    for id_, title, ends, count in ask(
            store, "SELECT d.id, d.title, d.valid_to, (SELECT count(DISTINCT c.target) FROM citation c "
            "WHERE c.document = d.id AND c.trashed = 0 AND c.target LIKE 'requirement/%') FROM document d "
            "WHERE d.trashed = 0 AND coalesce(d.state, 'filed') = 'filed' AND d.valid_to < ?", last):
        yield Lapse("document", f"document/{id_of(id_)}", str(title), date.fromisoformat(ends), int(count))


def _permits(store: Store, last: date) -> Iterator[Lapse]:
    for id_, name, ends in ask(
            store, "SELECT id, coalesce(title, number, kind), expires_on FROM permit WHERE trashed = 0 "
            "AND expires_on < ?", last):
        yield Lapse("permit", f"permit/{id_of(id_)}", str(name), date.fromisoformat(ends))


def _registrations(store: Store, last: date) -> Iterator[Lapse]:
    """The newest of each person and register, of people who still belong."""
    here = {each.id for each in roster(store, last)}
    for person, name, register, id_, ends in ask(
            store, "SELECT r.person, p.name, r.register, r.id, r.valid_to FROM registration r "
            "JOIN person p ON p.id = r.person WHERE r.trashed = 0 AND p.trashed = 0 AND r.valid_to < ? "
            "AND NOT EXISTS (SELECT 1 FROM registration n WHERE n.trashed = 0 AND n.person = r.person "
            "AND n.register = r.register AND n.id <> r.id AND coalesce(n.valid_to, '9999') > r.valid_to)", last):
        if id_of(person) in here:
            yield Lapse("registration", f"registration/{id_of(id_)}", f"{name} · {register}", date.fromisoformat(ends))


def _trainings(store: Store, last: date) -> Iterator[Lapse]:
    """Courses that lapse and were not held again since."""
    for id_, subject, ends in ask(
            store, "SELECT t.id, t.subject, t.expires_on FROM training t WHERE t.trashed = 0 AND t.expires_on < ? "
            "AND NOT EXISTS (SELECT 1 FROM training n WHERE n.trashed = 0 AND n.subject = t.subject AND n.id <> t.id "
            "AND coalesce(n.expires_on, n.date) > t.expires_on)", last):
        yield Lapse("training", f"training/{id_of(id_)}", str(subject), date.fromisoformat(ends))


def _policies(store: Store, last: date) -> Iterator[Lapse]:
    for id_, title, ends in ask(store, "SELECT id, title, review_on FROM policy WHERE trashed = 0 AND review_on < ?",
                                last):
        yield Lapse("policy", f"policy/{id_of(id_)}", str(title), date.fromisoformat(ends))


def _parties(store: Store, last: date) -> Iterator[Lapse]:
    """Checks of partners that gold was sold to in the year before."""
    for each in kyc.known(store, last):
        if each.last_sale is None or (last - each.last_sale).days > 366:
            continue
        for check in each.checks.values():
            if check.ends is not None and check.ends < last:
                where = f"party_check/{check.check}" if check.check else f"party/{each.party.id}"
                yield Lapse("party", where, f"{each.party.name} · {check.subject}", check.ends)


_COLLECTORS: tuple[Callable[[Store, date], Iterator[Lapse]], ...] = (
    _documents, _permits, _registrations, _trainings, _policies, _parties)
