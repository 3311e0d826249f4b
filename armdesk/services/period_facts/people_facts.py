"""Facts of the people on the roster of the last day: proof of age, agreements, registers, courses, women."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from decimal import Decimal

from armdesk.i18n import N_
from armdesk.models import AgeAlarm, Person
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import Figure, ask, id_of
from armdesk.services.people.people_figures import OnRoster
from armdesk.services.period_facts.books import Books
from armdesk.services.period_facts.shares import ids_of, made, percent, share


def _persons(people: Iterable[OnRoster]) -> Query:
    return _with_ids(tuple(each.id for each in people))


def _with_ids(ids: tuple[str, ...]) -> Query:
    return Query(Person, filters=(Filter("id", "in", ids),))


def _share(of: Books, name: str, label: str, has: Callable[[OnRoster], bool],
           among: Callable[[OnRoster], bool] = lambda _each: True) -> Figure:
    """Share of some people who have something; those who have it not are listed."""
    everybody = [each for each in of.roster if among(each)]
    lacking = [each for each in everybody if not has(each)]
    return made(name, label, _persons(everybody), len(everybody), _persons(lacking), len(lacking), people=True)


def _chosen(of: Books, name: str, label: str, chosen: Callable[[OnRoster], bool]) -> Figure:
    """How many of the roster are so; its rows are they."""
    found = [each for each in of.roster if chosen(each)]
    return Figure(name, label, len(found) if of.roster else None, _persons(found), len(found), people=True,
                  part=len(found), whole=len(of.roster))


def age_proved(of: Books) -> Figure:
    """People whose age a document proves."""
    return _share(of, "age_proved", N_("People with proof of age"), lambda each: each.proved)


def hazardous_proved(of: Books) -> Figure:
    """Of the people in hazardous tasks, those whom a document proves to be of age."""
    return _share(of, "hazardous_proved", N_("In hazardous tasks, with proof of age"),
                  lambda each: each.proved and each.age is not None and not each.minor, lambda each: each.hazardous)


def women(of: Books) -> Figure:
    """Share of women on the roster; its rows are they."""
    found = [each for each in of.roster if each.sex == "F"]
    value = percent(len(found), len(of.roster))
    return Figure("women", N_("Women on the roster"), value, _persons(found), len(found), "%",
                  0 if value is None or value == int(value) else 1, people=True, part=len(found),
                  whole=len(of.roster))


def selectors(of: Books) -> Figure:
    """Mineral selectors on the roster."""
    return _chosen(of, "selectors", N_("Mineral selectors"), lambda each: each.role == "selector")


def in_hazardous_tasks(of: Books) -> Figure:
    """People in hazardous tasks."""
    return _chosen(of, "in_hazardous_tasks", N_("People in hazardous tasks"), lambda each: each.hazardous)


def agreements_signed(of: Books) -> Figure:
    """People with a written agreement on the last day."""
    signed = set(ids_of(of.store, "SELECT id FROM person WHERE trashed = 0 AND agreement_on <= ?", of.period.ends))
    return _among(of, "agreements_signed", N_("People with a written agreement"), signed)


def registered(of: Books) -> Figure:
    """People with an entry in a national register that held on the last day."""
    day = of.period.ends
    found = ids_of(of.store, "SELECT DISTINCT person FROM registration WHERE trashed = 0 AND person IS NOT NULL "
                   "AND (valid_from IS NULL OR valid_from <= ?) AND (valid_to IS NULL OR valid_to >= ?)", day, day)
    return _among(of, "registered", N_("People in a national register"), set(found))


def trained(of: Books) -> Figure:
    """People who took part in a course or talk of the period."""
    found = ask(of.store, "SELECT DISTINCT a.person FROM training_attendance a JOIN training t ON t.id = a.training "
                "WHERE a.trashed = 0 AND t.trashed = 0 AND coalesce(a.present, 1) = 1 AND a.person IS NOT NULL "
                "AND t.date BETWEEN ? AND ?", of.period.begins, of.period.ends)
    return _among(of, "trained", N_("People who took part in a course"), {id_of(row[0]) for row in found})


def _among(of: Books, name: str, label: str, found: Collection[str]) -> Figure:
    return _share(of, name, label, lambda each: each.id in found)


def alarms_answered(of: Books) -> Figure:
    """Alarms about age of the period that somebody answered."""
    rows = of.dated(AgeAlarm)
    return share(of, "alarms_answered", N_("Alarms about age answered"), rows, rows.where(Filter("answer", "empty")),
                 people=True)


def _roster(of: Books) -> Figure:
    known, rows = of.people.total, _with_ids(of.people.everybody)
    return Figure("people", N_("People on the roster"), known or None, rows, known, people=True)


def _under_18(of: Books) -> Figure:
    people = of.people
    return Figure("under_18", N_("People under 18"), len(people.minors) if people.total else None,
                  _with_ids(people.minors), len(people.minors), unsure=len(people.unknown_age),
                  unsure_rows=_with_ids(people.unknown_age), people=True)


def _minors_at_risk(of: Books) -> Figure:
    people = of.people
    count = len(people.minors_at_risk)
    return Figure("minors_in_hazardous_tasks", N_("Under 18 in hazardous tasks"), count if people.total else None,
                  _with_ids(people.minors_at_risk), count, people=True)


def _informed(of: Books) -> Figure:
    people, untold = of.people, len(of.people.uninformed)
    share = Decimal(100 * (people.total - untold)) / people.total if people.total else None
    return Figure("informed", N_("Of the roster, told about the Code"), share, _with_ids(people.everybody),
                  people.total, "%", people=True, part=people.total - untold, whole=people.total, lacking=untold,
                  lacking_rows=_with_ids(people.uninformed))


PEOPLE_COUNTS = {
    "people": _roster, "under_18": _under_18, "minors_in_hazardous_tasks": _minors_at_risk, "informed": _informed,
}
"""Counts of people by name."""
PEOPLE_FACTS = {
    "age_proved": age_proved, "hazardous_proved": hazardous_proved, "in_hazardous_tasks": in_hazardous_tasks,
    "women": women, "selectors": selectors, "agreements_signed": agreements_signed, "registered": registered,
    "trained": trained, "alarms_answered": alarms_answered,
}
"""Facts of people by name."""
