"""Coverage of courses and equipment: who needs what and has it, counted by role and sex."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from armdesk.models import record_type
from armdesk.services.basis.period import Period
from armdesk.services.people import coverage
from armdesk.services.people.coverage import Share
from armdesk.services.period_facts.figures import Figures
from armdesk.store import Store

DAY = date(2025, 12, 31)
NO_NEED = {"role": None, "crew": None, "site": None, "crew_kind": None, "task": None, "only_hazardous": False}


def make(store: Store, name: str, /, **values: Any) -> Any:
    """Only this record: an example would bring the people it names."""
    return store.save(record_type(name)(**values))


def person(store: Store, name: str, sex: str | None = "M", **more: object) -> str:
    return str(make(store, "person", name=name, sex=sex, **{
        "role": "worker", "joined_on": date(2023, 1, 1), "left_on": None, "status": "active", **more}).id)


def course(store: Store, kind: str | None, day: date, *came: str, **more: object) -> str:
    held = make(store, "training", date=day, course_kind=kind, **{"subject": "Gases", "expires_on": None, **more})
    for each in came:
        make(store, "training_attendance", training=held.id, person=each, present=True, mark="X")
    return str(held.id)


def test_nothing_is_needed_is_no_share(store: Store) -> None:
    person(store, "Ana")
    found = coverage.training_coverage(store, DAY)
    assert (found.lines, found.total.percent, found.complete()) == ((), None, (0, 0))
    assert coverage.ppe_coverage(store, DAY).total.percent is None


def test_each_of_the_four_states_is_counted_by_role_and_sex(store: Store) -> None:
    kind = make(store, "course_kind", name="Gases", months_valid=12).id
    make(store, "course_need", course_kind=kind, **NO_NEED)
    valid, soon, lapsed = (person(store, name, "F") for name in ("Ana", "Berta", "Carla"))
    person(store, "Darío", None, role="member")
    person(store, "Ernesto", left_on=date(2025, 6, 1))
    course(store, kind, date(2025, 10, 1), valid)
    course(store, kind, date(2025, 1, 15), soon)
    course(store, kind, date(2024, 12, 30), lapsed)
    found = coverage.training_coverage(store, DAY)
    assert found.total == Share(4, 2, 1, 1, 1)
    assert found.total.percent == Decimal("50.0")
    assert found.by_sex() == {"F": Share(3, 2, 1, 1, 0), "unknown": Share(1, 0, 0, 0, 1)}
    assert found.by_role()["member"] == Share(1, 0, 0, 0, 1)
    assert found.by_what() == {kind: Share(4, 2, 1, 1, 1)}
    assert found.complete() == (4, 2)


def test_a_need_concerns_those_it_names(store: Store) -> None:
    mine, plant = make(store, "site", name="Mina").id, make(store, "site", name="Planta").id
    deep = make(store, "crew", name="Turno 1", kind="underground", site=mine, leader=None).id
    kinds = [make(store, "course_kind", name=name).id for name in ("A", "B", "C", "D", "E", "F")]
    makes = ({"role": "member"}, {"crew": deep}, {"site": mine}, {"crew_kind": "underground"}, {"task": "Perfora"},
             {"only_hazardous": True})
    for kind, only in zip(kinds, makes, strict=True):
        make(store, "course_need", course_kind=kind, **{**NO_NEED, **only})
    person(store, "Ana", crew=deep, task="perforadora", hazardous=True)
    person(store, "Berta", role="member", site=plant, hazardous=False)
    needed = {coverage.training_coverage(store, DAY).names[what]: share.needed
              for what, share in coverage.training_coverage(store, DAY).by_what().items()}
    assert needed == dict.fromkeys("ABCDEF", 1)


def test_two_needs_for_the_same_count_once_and_absent_people_have_nothing(store: Store) -> None:
    kind = make(store, "course_kind", name="Gases", months_valid=None).id
    for only in ({"role": "worker"}, {}):
        make(store, "course_need", course_kind=kind, **{**NO_NEED, **only})
    here, away = person(store, "Ana"), person(store, "Berta")
    held = course(store, None, date(2019, 1, 1), here)
    make(store, "training_attendance", training=held, person=away, present=False, mark="F")
    assert coverage.training_coverage(store, DAY).total == Share(2, 1, 0, 0, 1)


def test_a_course_after_the_day_proves_nothing_yet(store: Store) -> None:
    kind = make(store, "course_kind", name="Gases", months_valid=12).id
    make(store, "course_need", course_kind=kind, **NO_NEED)
    course(store, kind, date(2026, 1, 5), person(store, "Ana"))
    assert coverage.training_coverage(store, DAY).total.never == 1


def test_equipment_is_renewed_by_the_dated_rate_of_its_item(store: Store) -> None:
    make(store, "rate", kind=coverage.PPE_MONTHS, applies_to="boots", value=12_000_000, source_text="Makers",
         valid_from=date(2024, 1, 1))
    make(store, "ppe_need", item="boots", **NO_NEED)
    new, old, soon = (person(store, name, sex) for name, sex in (("Ana", "F"), ("Luis", "M"), ("Eva", "F")))
    person(store, "Ramiro")
    for who, day in ((new, date(2025, 8, 1)), (old, date(2024, 12, 31)), (soon, date(2025, 1, 10)),
                     (old, date(2024, 2, 1))):
        make(store, "ppe_delivery", person=who, date=day, item="boots")
    found = coverage.ppe_coverage(store, DAY)
    assert found.total == Share(4, 2, 1, 1, 1)
    assert found.by_sex()["F"] == Share(2, 2, 1, 0, 0)


def test_the_figures_of_a_period_name_the_people_who_lack_something(store: Store) -> None:
    kind = make(store, "course_kind", name="Gases", months_valid=None).id
    make(store, "course_need", course_kind=kind, **NO_NEED)
    make(store, "ppe_need", item="helmet", **NO_NEED)
    here, away = person(store, "Ana"), person(store, "Berta")
    course(store, kind, date(2025, 1, 1), here)
    figures = Figures(store, Period.of_year(2025))
    trained, equipped = figures.of("training_coverage"), figures.of("ppe_coverage")
    assert (trained.value, trained.count) == (Decimal("50.0"), 1)
    assert [each.id for each in store.find(trained.rows)] == [away]
    assert (equipped.value, equipped.count) == (Decimal("0.0"), 2)
    assert [figure.name for figure in figures.for_records(["training"])] == ["courses", "training_coverage"]
