"""Rules of rounds and emergencies, each in one office where it speaks and one where it is silent."""

from __future__ import annotations

from datetime import date

from armdesk.catalogues import load
from armdesk.models import (
    Crew,
    Drill,
    EmergencyPlan,
    Equipment,
    Inspection,
    InspectionPlan,
    InspectionTemplate,
    Person,
    Site,
)
from armdesk.services.finding import Finding, Look
from armdesk.services.period import Period
from armdesk.services.round_rules import ROUND_RULES
from armdesk.store import Store

TODAY = date(2026, 1, 31)


def found(store: Store, name: str) -> list[Finding]:
    return list(ROUND_RULES[name](Look(store, load.get("craft-2.0"), Period.of_year(2025), TODAY)))


def test_a_round_that_is_late(store: Store) -> None:
    template = store.save(InspectionTemplate(code="BOC", name="Bocamina"))
    plan = store.save(InspectionPlan(template=template.id, every_days=30, starts_on=date(2026, 1, 1)))
    (each,) = found(store, "rounds_late")
    assert each.where == (f"inspection_plan/{plan.id}",)
    assert each.sentence == "“Bocamina” at whole organisation was due on 2026-01-01 and was never done."
    store.save(Inspection(date=date(2026, 1, 2), kind="internal", template=template.id, finished_on=date(2026, 1, 2)))
    assert found(store, "rounds_late") == []


def test_an_own_crew_inspected_is_told_with_its_reason(store: Store) -> None:
    crew = store.save(Crew(name="Turno 1"))
    ana = store.save(Person(name="Ana", role="worker", crew=crew.id))
    store.save(Inspection(date=TODAY, kind="internal", crew=crew.id, inspector_person=ana.id, own_crew_reason="Sola"))
    store.save(Inspection(date=TODAY, kind="internal", inspector_person=ana.id))
    (each,) = found(store, "own_crew")
    assert (each.severity, each.sentence.endswith("Sola")) == ("note", True)
    with store.operation("read in", "import") as writer:
        writer.save(Inspection(date=TODAY, kind="internal", crew=crew.id, inspector_person=ana.id))
    assert [each.severity for each in found(store, "own_crew")].count("warn") == 1


def test_equipment_that_expired_is_an_alarm(store: Store) -> None:
    kept = store.save(Equipment(code="EXT-1", name="Extintor", kind="extinguisher", bought_on=TODAY))
    assert found(store, "equipment_state") == []
    kept.bought_on, kept.expires_on = date(2025, 1, 1), date(2026, 1, 30)
    store.save(kept)
    assert [(each.severity, each.sentence) for each in found(store, "equipment_state")] == [
        ("alarm", "EXT-1 Extintor expired on 2026-01-30.")]
    kept.expires_on = None
    store.save(kept)
    assert [each.severity for each in found(store, "equipment_state")] == ["note"]


def test_drills_and_plans_are_asked_for_once_the_office_keeps_them(store: Store) -> None:
    mine, plant = (store.save(Site(name=name, kind="plant")) for name in ("Mina", "Planta"))
    assert found(store, "drills_late") == []
    store.save(Drill(date=date(2025, 1, 10), kind="fire", site=mine.id))
    store.save(EmergencyPlan(title="Plan", review_on=date(2026, 1, 1)))
    said = found(store, "drills_late")
    assert [each.sentence for each in said] == [
        "At Mina the next drill was due on 2026-01-10.", "At 1 site no drill was ever held.",
        "“Plan” was to be looked at again by 2026-01-01."]
    assert said[1].where == (f"site/{plant.id}",)
