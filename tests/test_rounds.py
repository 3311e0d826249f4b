"""Rounds of inspection: lists that stay as they were, own crews, findings that become actions, the plan."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from armdesk.errors import InvalidRecord
from armdesk.i18n import LANGUAGES, speaking
from armdesk.models import (
    Action,
    Crew,
    Finding,
    Inspection,
    InspectionPlan,
    InspectionQuestion,
    InspectionTemplate,
    Person,
    Site,
)
from armdesk.services.basis.period import Period
from armdesk.services.governance import interests
from armdesk.services.safety import round_plan, rounds, starter_rounds
from armdesk.store import Store

DAY = date(2025, 6, 2)


@pytest.fixture
def mine(store: Store) -> dict[str, Any]:
    site = store.save(Site(name="Bocamina")).id
    crew = store.save(Crew(name="Turno 1", site=site)).id
    ana = store.save(Person(name="Ana", role="worker", crew=crew)).id
    luis = store.save(Person(name="Luis", role="worker")).id
    template = store.save(InspectionTemplate(code="BOC", name="Bocamina"))
    asked = (("¿Techo firme?", "yes_no", True), ("¿Agua limpia?", "yes_no", False), ("Oxígeno", "number", False))
    for place, (text, kind, critical) in enumerate(asked, start=1):
        store.save(InspectionQuestion(template=template.id, position=place, text=text, kind=kind, critical=critical,
                                      if_no="Desabombar" if critical else None))
    return {"site": site, "crew": crew, "ana": ana, "luis": luis, "template": template}


def begun(store: Store, mine: dict[str, Any], day: date = DAY, **more: Any) -> rounds.Round:
    made = rounds.begin(store, mine["template"], day, **{"site": mine["site"], "crew": mine["crew"],
                                                         "inspector_person": mine["luis"], **more})
    found = rounds.read(store, made.id)
    assert found is not None
    return found


def finished(store: Store, mine: dict[str, Any], day: date = DAY, **more: Any) -> rounds.Round:
    found = begun(store, mine, day, **more)
    for item in found.items:
        rounds.put(store, found, item, answer="yes")
    rounds.finish(store, found, day)
    return found


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_models_speak_each_language_and_are_taken_over_once(store: Store, language: str) -> None:
    assert len(starter_rounds.models()) == 7
    for model in starter_rounds.models():
        texts = [model.name, *(words for each in model.questions for words in (each.part, each.text, each.if_not))]
        assert all(set(words) in (set(), {"en", "es", "fr", "pt"}) and all(words.values()) for words in texts)
        assert 6 <= len(model.questions) <= 15 and any(each.critical for each in model.questions)
    with speaking(language):
        assert starter_rounds.take_over(store) == 7
        assert starter_rounds.take_over(store) == 0
    assert {each.code for each in store.all(InspectionTemplate)} == {each.code for each in starter_rounds.models()}
    store.undo()
    assert store.all(InspectionQuestion) == []


def test_a_round_is_answered_question_by_question_and_finished_with_its_result(store: Store,
                                                                                mine: dict[str, Any]) -> None:
    found = begun(store, mine)
    with pytest.raises(InvalidRecord, match=r"2 questions"):
        rounds.finish(store, found, DAY)
    rounds.put(store, found, found.items[0], answer="no", note="Dos lajas")
    rounds.put(store, found, found.items[1], answer="yes")
    rounds.put(store, found, found.items[2], number=20_500)
    again = rounds.read(store, found.inspection.id)
    assert again is not None and [item.said for item in again.items] == ["no", "yes", ""]
    assert [item.answered for item in again.items] == [True, True, True]
    rounds.finish(store, again, DAY)
    kept = store.get(Inspection, found.inspection.id)
    assert kept is not None and (kept.points, kept.points_most, kept.finished_on) == (1, 2, DAY)
    assert kept.result == "1 of 2 in order; 1 of those that stop work is not"
    (made,) = store.all(Finding)
    assert (made.finding_class, made.inspection, made.text) == ("major", kept.id, "¿Techo firme? — Dos lajas")


def test_what_does_not_apply_does_not_count(store: Store, mine: dict[str, Any]) -> None:
    found = begun(store, mine)
    rounds.put(store, found, found.items[0], answer="yes")
    rounds.put(store, found, found.items[1], answer="na")
    assert (found.points(), found.open()) == ((1, 1), [])


def test_one_act_makes_a_finding_and_an_action_that_know_each_other(store: Store, mine: dict[str, Any]) -> None:
    found = begun(store, mine)
    rounds.put(store, found, found.items[0], answer="no")
    before = store.operations()[0].seq
    action = rounds.make_action(store, found, found.items[0], DAY)
    assert store.operations()[0].seq == before + 1
    (finding,) = store.all(Finding)
    assert (action.origin, action.measure, action.priority) == (f"finding/{finding.id}", "Desabombar", "high")
    assert (finding.action, action.adopted_on, action.number) == (action.id, DAY, "A-001")
    assert rounds.make_action(store, found, found.items[0], DAY).id == action.id
    rounds.put(store, found, found.items[1], answer="no")
    rounds.finish(store, found, DAY)
    assert len(store.all(Finding)) == 2 and len(store.all(Action)) == 1


def test_nobody_inspects_his_own_crew_without_a_reason(store: Store, mine: dict[str, Any]) -> None:
    assert rounds.is_own_crew(store, mine["ana"], mine["crew"])
    assert not rounds.is_own_crew(store, mine["luis"], mine["crew"])
    with pytest.raises(InvalidRecord) as refused:
        begun(store, mine, inspector_person=mine["ana"])
    assert "own_crew_reason" in refused.value.problems
    begun(store, mine, inspector_person=mine["ana"], own_crew_reason="No había otra persona")
    crew = store.get(Crew, mine["crew"])
    assert crew is not None
    crew.leader = mine["luis"]
    store.save(crew)
    with pytest.raises(InvalidRecord):
        begun(store, mine)
    assert [each.round.own_crew_reason for each in interests.own_rounds(store, date.min)] == ["No había otra persona"]


def test_a_list_stays_as_it_was_once_a_round_is_finished(store: Store, mine: dict[str, Any]) -> None:
    question = store.all(InspectionQuestion)[0]
    question.text = "¿Techo desabombado?"
    store.save(question)
    finished(store, mine)
    question.text = "¿Otra cosa?"
    with pytest.raises(InvalidRecord, match="new revision"):
        store.save(question)
    with pytest.raises(InvalidRecord):
        store.save(InspectionQuestion(template=mine["template"].id, position=9, text="¿Nueva?", kind="yes_no"))
    with pytest.raises(InvalidRecord):
        store.trash([store.all(InspectionQuestion)[0]])
    fresh = rounds.revise(store, mine["template"], DAY)
    assert (fresh.revision, len(store.all(InspectionQuestion, template=fresh.id))) == (2, 3)
    assert [each.id for each in rounds.current_templates(store, DAY)] == [fresh.id]
    mine_question = store.all(InspectionQuestion, template=fresh.id)[0]
    mine_question.text = "¿Otra cosa?"
    store.save(mine_question)


def test_answers_of_a_finished_round_stay(store: Store, mine: dict[str, Any]) -> None:
    found = finished(store, mine)
    with pytest.raises(InvalidRecord, match="finished"):
        rounds.put(store, found, found.items[0], answer="no")
    fresh = rounds.read(store, found.inspection.id)
    assert fresh is not None
    rounds.put(store, fresh, fresh.items[0], note="Visto otra vez")


def test_the_plan_says_what_is_late_and_what_was_covered(store: Store, mine: dict[str, Any]) -> None:
    plant = store.save(Site(name="Planta")).id
    for site, crew, every in ((mine["site"], mine["crew"], 14), (plant, None, 30)):
        store.save(InspectionPlan(template=mine["template"].id, site=site, crew=crew, every_days=every,
                                  starts_on=date(2025, 1, 6)))
    store.save(InspectionPlan(template=mine["template"].id, every_days=7, starts_on=date(2026, 1, 1)))
    finished(store, mine, date(2025, 5, 20))
    begun(store, mine, date(2025, 6, 1))
    found = round_plan.due(store, DAY)
    assert [(each.where, each.last, each.due, each.late) for each in found] == [
        ("Planta", None, date(2025, 1, 6), 147),
        ("Bocamina · Turno 1", date(2025, 5, 20), date(2025, 6, 3), -1)]
    # 6 January to 30 June are 176 days: twelve whole turns of 14 days, and 20 May lies in the tenth.
    covered = round_plan.covered(store, Period(date(2025, 1, 1), date(2025, 6, 30)))
    assert [(each.turns, each.done) for each in covered] == [(12, 1), (5, 0)]


def test_what_the_plan_leaves_open_may_be_any(store: Store, mine: dict[str, Any]) -> None:
    store.save(InspectionPlan(template=mine["template"].id, site=mine["site"], every_days=14,
                              starts_on=date(2025, 5, 1)))
    finished(store, mine)
    assert [each.last for each in round_plan.due(store, DAY)] == [DAY]


def test_a_round_with_a_new_revision_counts_for_the_plan(store: Store, mine: dict[str, Any]) -> None:
    store.save(InspectionPlan(template=mine["template"].id, site=mine["site"], crew=mine["crew"], every_days=14,
                              starts_on=date(2025, 5, 1)))
    mine["template"] = rounds.revise(store, mine["template"], DAY)
    finished(store, mine)
    assert round_plan.due(store, DAY)[0].last == DAY
