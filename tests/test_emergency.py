"""Emergency equipment, drills and plans: what expired, what is to be looked at, what is due."""

from __future__ import annotations

from datetime import date
from typing import Any

from armdesk.models import Drill, EmergencyPlan, Equipment, EquipmentCheck, Rate, Site
from armdesk.services.safety import emergency
from armdesk.services.safety.emergency import BAD, EXPIRED, GOOD, LATE, SOON
from armdesk.store import Store

DAY = date(2025, 6, 2)


def kept(store: Store, code: str, **more: Any) -> Equipment:
    return store.save(Equipment(**{"code": code, "name": code, "kind": "extinguisher", "bought_on": DAY, **more}))


def states(store: Store, day: date = DAY) -> dict[str, str]:
    return {each.code: each.state for each in emergency.equipment(store, day)}


def test_what_is_most_pressing_stands_first(store: Store) -> None:
    kept(store, "good", expires_on=date(2026, 6, 1))
    kept(store, "soon", expires_on=date(2025, 6, 20))
    kept(store, "late", bought_on=date(2025, 5, 1))
    kept(store, "broken", status="out_of_order")
    kept(store, "expired", bought_on=date(2025, 5, 30), expires_on=date(2025, 6, 1))
    kept(store, "gone", status="retired", bought_on=date(2019, 1, 1), expires_on=date(2020, 1, 1))
    kept(store, "later", bought_on=date(2025, 7, 1))
    found = emergency.equipment(store, DAY)
    assert [(each.code, each.state) for each in found] == [
        ("expired", EXPIRED), ("broken", BAD), ("late", LATE), ("soon", SOON), ("good", GOOD)]


def test_a_look_moves_the_next_one_and_a_refill_the_end(store: Store) -> None:
    one = kept(store, "ext", bought_on=date(2024, 1, 1), expires_on=date(2025, 1, 1))
    assert states(store) == {"ext": EXPIRED}
    store.save(EquipmentCheck(equipment=one.id, date=date(2025, 5, 20), result="mended", expires_on=date(2026, 5, 20)))
    (found,) = emergency.equipment(store, DAY)
    assert (found.state, found.expires, found.check_due) == (GOOD, date(2026, 5, 20), date(2025, 6, 19))
    store.save(EquipmentCheck(equipment=one.id, date=date(2025, 5, 30), result="bad"))
    assert states(store) == {"ext": BAD}
    assert emergency.equipment(store, DAY)[0].expires == date(2026, 5, 20), "a look without a new end keeps the old one"


def test_the_interval_is_the_own_one_else_that_of_the_office_else_the_starter_rate(store: Store) -> None:
    kept(store, "own", bought_on=date(2025, 5, 1), check_every=60)
    kept(store, "usual", bought_on=date(2025, 5, 1))
    for code in ("own", "usual"):
        emergency.note_checks(store, [each.id for each in store.all(Equipment, code=code)], date(2025, 5, 1), "Round")
    assert states(store) == {"own": GOOD, "usual": LATE}
    store.save(Rate(kind=emergency.CHECK_DAYS, applies_to="extinguisher", value=45_000_000, valid_from=date(2025, 1, 1),
                    source_text="Own rule"))
    assert states(store) == {"own": GOOD, "usual": GOOD}


def test_a_drill_is_due_at_each_site_that_is_worked(store: Store) -> None:
    mine, plant = (store.save(Site(name=name, kind="plant")).id for name in ("Mina", "Planta"))
    store.save(Site(name="Oficina", kind="office"))
    store.save(Site(name="Vieja", kind="hard_rock", status="abandoned"))
    store.save(Drill(date=date(2025, 3, 1), kind="fire", site=mine))
    assert [(each.name, each.last, each.due) for each in emergency.drills_due(store, DAY)] == [
        ("Planta", None, None), ("Mina", date(2025, 3, 1), date(2026, 3, 1))]
    store.save(Drill(date=date(2025, 5, 1), kind="evacuation", next_due=date(2025, 8, 1)))
    found = emergency.drills_due(store, DAY)
    assert {(each.site, each.due) for each in found} == {(mine, date(2025, 8, 1)), (plant, date(2025, 8, 1))}


def test_plans_whose_review_is_due(store: Store) -> None:
    old = store.save(EmergencyPlan(title="Plan", review_on=date(2025, 5, 1)))
    store.save(EmergencyPlan(title="Otro", review_on=date(2026, 5, 1)))
    assert emergency.plans_due(store, DAY) == [(old.id, "Plan", date(2025, 5, 1))]
