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
    Interest,
    Person,
    Site,
)
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.round_rules import ROUND_RULES
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
        writer.save(Inspection(date=date(2024, 12, 31), kind="internal", crew=crew.id, inspector_person=ana.id))
    [bare] = [each for each in found(store, "own_crew") if each.severity == "warn"]
    assert bare.sentence == "Ana inspected the own crew on 2026-01-31, and no reason is given."


def test_a_round_at_the_site_of_the_own_crew_or_a_relative_is_told(store: Store) -> None:
    site = store.save(Site(name="La Perla", kind="hard_rock"))
    crew, other = (store.save(Crew(code=code, name=code, site=site.id)) for code in ("C-1", "C-2"))
    store.save(Person(name="Ana Peña", role="worker", crew=crew.id))
    bea = store.save(Person(name="Bea Campo", role="worker"))
    first = store.save(Inspection(date=date(2025, 4, 1), kind="internal", inspector="ana peña", site=site.id))
    store.save(Inspection(date=date(2025, 4, 2), kind="internal", inspector="Ana Peña", site=site.id,
                          inspector_person=bea.id))
    store.save(Inspection(date=date(2025, 4, 2), kind="internal", inspector="Ana Peña", site=site.id, crew=other.id))
    store.save(Inspection(date=date(2025, 4, 3), kind="government", inspector="Ana Peña", site=site.id))
    assert [each.where for each in found(store, "own_crew")] == [(f"inspection/{first.id}",)]
    brother = store.save(Person(name="Tito Campo", role="worker", crew=crew.id))
    store.save(Interest(person=bea.id, declared_on=date(2025, 1, 1), kind="family", relative=brother.id))
    assert sorted(each.severity for each in found(store, "own_crew")) == ["note", "note"]


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
