"""What will have ended or be due on a day to come, such as that of an audit: papers, courses, checks, terms, rounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from armdesk.i18n import N_, _
from armdesk.models.governance_choices import OFFICE
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.limits import Limits
from armdesk.services.governance import mandates, policies
from armdesk.services.money import kyc
from armdesk.services.people.people_figures import roster
from armdesk.services.safety import emergency, monitoring, round_plan, safety_figures
from armdesk.store import Store

KINDS = {"document": N_("Papers"), "permit": N_("Permits and titles"), "registration": N_("Registrations"),
         "training": N_("Courses"), "policy": N_("Policies to be reviewed"), "party": N_("Checks of buyers"),
         "mandate": N_("Terms of office"), "equipment": N_("Emergency equipment"),
         "drill": N_("Drills and emergency plans"), "round": N_("Planned rounds"), "monitoring": N_("Measuring"),
         "protection": N_("Protection at work")}
"""In the order in which they are listed."""
RECENT_BUYER = "recent_buyer_days"
"""Kind of the rate that says how long after the last sale a partner's checks are still looked at."""


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


def _papers(store: Store, last: date) -> Iterator[Lapse]:
    """Permits and papers, as the checks and the page of the morning know them."""
    cited = {id_of(id_): int(count) for id_, count in ask(
        store, "SELECT document, count(DISTINCT target) FROM citation WHERE trashed = 0 "
        "AND target LIKE 'requirement/%' GROUP BY document")}
    papers = {id_of(id_): id_of(document) for id_, document in ask(
        store, "SELECT id, document FROM permit WHERE trashed = 0 AND document IS NOT NULL")}
    for each in safety_figures.ending(store, last, -1):
        paper = each.id if each.type == "document" else papers.get(each.id, "")
        yield Lapse(each.type, f"{each.type}/{each.id}", each.name, each.ends, cited.get(paper, 0))


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
    for each in policies.standing(store, last):
        if each.state == policies.DUE and each.review is not None:
            yield Lapse("policy", f"policy/{each.policy.id}", str(each.policy.title), each.review)


def _parties(store: Store, last: date) -> Iterator[Lapse]:
    """Checks of partners that gold was sold to lately, as the dated limit says."""
    recent = int(Limits(store).value(RECENT_BUYER, last) or 0)
    for each in kyc.known(store, last):
        if each.last_sale is None or (last - each.last_sale).days > recent:
            continue
        for check in each.checks.values():
            if check.ends is not None and check.ends < last:
                where = f"party_check/{check.check}" if check.check else f"party/{each.party.id}"
                yield Lapse("party", where, f"{each.party.name} · {check.subject}", check.ends)


def _mandates(store: Store, last: date) -> Iterator[Lapse]:
    for held in mandates.lapsed(mandates.serving(store, last), last):
        yield Lapse("mandate", f"mandate/{held.mandate.id}", " · ".join(
            (str(held.organ.name), _(OFFICE[held.mandate.office]), held.name)), held.mandate.ends_on)


def _emergency(store: Store, last: date) -> Iterator[Lapse]:
    """Equipment that expires or is to be looked at; drills, where any was held; plans to be looked at again."""
    for each in emergency.equipment(store, last):
        if each.pressing < last:
            yield Lapse("equipment", f"equipment/{each.id}", f"{each.code} {each.name}".strip(), each.pressing)
    for drill in emergency.drills_due(store, last):
        if drill.due is not None and drill.due < last:
            yield Lapse("drill", f"site/{drill.site}", drill.name, drill.due)
    for id_, title, review in emergency.plans_due(store, last):
        if review < last:
            yield Lapse("drill", f"emergency_plan/{id_}", title, review)


def _rounds(store: Store, last: date) -> Iterator[Lapse]:
    for each in round_plan.due(store, last):
        if each.late > 0:
            yield Lapse("round", f"inspection_plan/{each.id}", f"{each.what} · {each.where}", each.due)


def _monitoring(store: Store, last: date) -> Iterator[Lapse]:
    for each in monitoring.due(store, last):
        if each.late:
            yield Lapse("monitoring", f"monitoring_plan/{each.plan.id}", " · ".join(filter(
                None, (each.plan.parameter, each.site_name, each.plan.place))), each.due_on)


def _protections(store: Store, last: date) -> Iterator[Lapse]:
    """Of people who still belong; nobody is named, for the list is printed."""
    here = {each.id for each in roster(store, last)}
    for id_, ends in ask(store, "SELECT id, protected_until FROM person WHERE trashed = 0 AND protected_until < ?",
                         last):
        if id_of(id_) in here:
            yield Lapse("protection", f"person/{id_of(id_)}", _("Of one person of the roster"),
                        date.fromisoformat(ends))


_COLLECTORS: tuple[Callable[[Store, date], Iterator[Lapse]], ...] = (
    _papers, _registrations, _trainings, _policies, _parties, _mandates, _emergency, _rounds, _monitoring,
    _protections)
