"""Facts of safety in a period: accidents, courses and equipment people have, rounds of inspection."""

from __future__ import annotations

from armdesk.i18n import N_, _
from armdesk.models import Incident, Inspection, Person, Training
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import Figure
from armdesk.services.basis.hiding import SMALLEST_GROUP
from armdesk.services.people import people_figures
from armdesk.services.people.coverage import ppe_coverage, training_coverage
from armdesk.services.people.coverage_sheet import PPE, TRAINING, read_standing
from armdesk.services.period_facts.books import Books
from armdesk.services.safety import round_plan
from armdesk.services.safety.accidents import LOST_TIME


def _incidents(of: Books) -> Figure:
    rows = of.dated(Incident).where(Filter("same_as", "empty"))
    count = sum(of.incidents.values())
    return Figure("incidents", N_("Incidents and near misses"), count or None, rows, count,
                  note=_("{count} near misses").format(count=of.incidents["near_miss"]))


def _lost_days(of: Books) -> Figure:
    rows = of.dated(Incident).where(Filter("severity", "in", LOST_TIME), Filter("same_as", "empty"))
    found = of.reckoned.accidents
    count = found.lost_time
    return Figure("lost_days", N_("Working days lost by accidents"), found.days if any(of.incidents.values()) else None,
                  rows, of.store.count(rows), note=_("{count} lost-time injuries").format(count=count))


def _courses(of: Books) -> Figure:
    trained, everybody = people_figures.trained(of.store, of.period, of.period.ends)
    few = 0 < trained < SMALLEST_GROUP or 0 < everybody - trained < SMALLEST_GROUP  # this goes into packs
    note = _("{share} % of the roster took part").format(
        share=100 * trained // everybody) if everybody and not few else ""
    return Figure("courses", N_("Courses and talks"), len(of.courses) or None, of.dated(Training), len(of.courses),
                  note=note)


def _coverage(of: Books, name: str, label: str, what: str) -> Figure:
    """Share of what people's work needs that is there on the last day; its rows are those who lack something."""
    counted = (training_coverage if what == TRAINING else ppe_coverage)(of.store, of.period.ends)
    value = counted.total.percent
    lacking = () if value is None else tuple(
        each.id for each in read_standing(of.store, of.period.ends, what, lacking_only=True).people)
    return Figure(name, label, value, Query(Person, filters=(Filter("id", "in", lacking),)), len(lacking), "%", 1)


def _training_coverage(of: Books) -> Figure:
    return _coverage(of, "training_coverage", N_("Needed courses that people have"), TRAINING)


def _ppe_coverage(of: Books) -> Figure:
    return _coverage(of, "ppe_coverage", N_("Needed protective equipment that people have"), PPE)


def _rounds(of: Books) -> Figure:
    rows = of.dated(Inspection).where(Filter("finished_on", "filled"))
    count = of.store.count(rows)
    turns = round_plan.covered(of.store, of.period)
    note = _("{done} of {planned} planned rounds").format(
        done=sum(each.done for each in turns), planned=sum(each.turns for each in turns)) if turns else ""
    return Figure("rounds", N_("Rounds of inspection finished"), count or None, rows, count, note=note)


SAFETY_SUMS = {
    "incidents": _incidents, "lost_days": _lost_days, "courses": _courses, "training_coverage": _training_coverage,
    "ppe_coverage": _ppe_coverage, "rounds": _rounds,
}
"""Sums of safety by name."""
