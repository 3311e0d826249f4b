"""Age gate: on the birthday itself, with only a year, an age stated on a day; recorded once, never keeping back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from conftest import NOW
from factories import make
from hypothesis import given
from hypothesis import strategies as st

from armdesk.catalogues import load
from armdesk.models import AgeAlarm, Attendance, Batch, Crew, Person, Production, ReagentMovement
from armdesk.record import Record
from armdesk.services.basis.ages import age_of
from armdesk.services.basis.period import Period
from armdesk.services.cautions import cautions, may_be_odd
from armdesk.services.findings.checks import check
from armdesk.services.findings.finding import Look
from armdesk.services.findings.rules import RULES
from armdesk.services.people import age_gate, hazards
from armdesk.store import Store
from armdesk.workspace import Workspace

TODAY = NOW.date()
BORN = date(2008, 1, 31)  # eighteen today


def crew(store: Store, kind: str = "underground") -> Crew:
    return make(store, "crew", kind=kind, leader=None, site=None, name="Cuadrilla Uno")


def person(store: Store, **more: Any) -> Person:
    return store.save(Person(**{"name": "Brayan Criollo", "role": "worker", **more}))


def rules_of(store: Store, record: Record) -> list[str]:
    return [alarm.rule for alarm in age_gate.Gate(store).alarms(record)]


@pytest.mark.parametrize(("day", "alarms"), [(date(2026, 1, 30), ["minor_hazardous"]), (date(2026, 1, 31), [])])
def test_on_the_birthday_itself_the_work_is_allowed(store: Store, day: date, alarms: list[str]) -> None:
    someone = person(store, birth_date=BORN)
    row = Attendance(date=day, person=someone.id, crew=crew(store).id)
    assert rules_of(store, row) == alarms


@pytest.mark.parametrize(("day", "alarms"), [(date(2026, 5, 9), ["too_young"]), (date(2026, 5, 10), [])])
def test_under_fifteen_no_work_at_all_is_allowed(store: Store, day: date, alarms: list[str]) -> None:
    someone = person(store, birth_date=date(2011, 5, 10))
    assert rules_of(store, Attendance(date=day, person=someone.id, crew=crew(store, "selection").id)) == alarms


def test_with_only_the_year_it_may_be_and_says_so(store: Store) -> None:
    someone = person(store, birth_year=2007)
    row = Attendance(date=date(2025, 12, 30), person=someone.id, crew=crew(store).id)
    (alarm,) = age_gate.Gate(store).alarms(row)
    assert "may be only 17" in alarm.sentence
    row.date = date(2025, 12, 31)  # whoever was born in 2007 is eighteen by the end of the day
    assert rules_of(store, row) == []


def test_an_age_stated_on_a_day_grows_with_the_years(store: Store) -> None:
    someone = person(store, age_stated=16, age_stated_on=date(2024, 3, 1))
    cave = crew(store)
    assert rules_of(store, Attendance(date=date(2026, 2, 28), person=someone.id, crew=cave.id)) == ["minor_hazardous"]
    assert rules_of(store, Attendance(date=date(2026, 3, 1), person=someone.id, crew=cave.id)) == []


@given(born=st.dates(date(1990, 1, 1), date(2020, 12, 31)), day=st.dates(date(2021, 1, 1), date(2030, 12, 31)))
def test_what_is_less_known_never_makes_somebody_older(born: date, day: date) -> None:
    exact = age_of(day, born, None, None, None)
    by_year = age_of(day, None, born.year, None, None)
    assert exact is not None and by_year is not None
    assert by_year.least <= exact.least <= by_year.most
    stated = age_of(day, None, None, age_of(date(2020, 12, 31), born, None, None, None).least, date(2020, 12, 31))  # type: ignore[union-attr]  # born by then
    assert stated is not None and stated.least <= exact.least <= stated.most


def test_a_band_is_all_that_is_known(store: Store) -> None:
    someone = person(store, age_band="15_17")
    assert rules_of(store, Attendance(date=TODAY, person=someone.id, crew=crew(store).id)) == ["minor_hazardous"]
    assert rules_of(store, Attendance(date=TODAY, person=someone.id, crew=crew(store, "selection").id)) == []


def test_pregnant_or_nursing_until_a_day(store: Store) -> None:
    someone = person(store, birth_date=date(1990, 1, 1), sex="F", protected_until=date(2026, 1, 15))
    cave = crew(store)
    assert rules_of(store, Attendance(date=date(2026, 1, 15), person=someone.id, crew=cave.id)) == ["protected"]
    assert rules_of(store, Attendance(date=date(2026, 1, 16), person=someone.id, crew=cave.id)) == []
    assert rules_of(store, Attendance(date=date(2026, 1, 15), person=someone.id, task="Cocina")) == []


@pytest.mark.parametrize(("work", "danger"), [
    ({"task": "Cochero"}, "underground"), ({"task": "Quema de azogue"}, "mercury"), ({"shift": "night"}, "night"),
    ({"task": "Polvorín"}, "explosives"), ({"crew_kind": "plant"}, "hazardous"),
    ({"site_kind": "hard_rock"}, "underground"),
    ({"handled": ["cyanide"]}, "cyanide"), ({"marked": True}, "hazardous"),
])
def test_what_is_dangerous_is_data(work: dict[str, Any], danger: str) -> None:
    words = [work.pop("task")] if "task" in work else []
    assert danger in hazards.of_work(**work, words=words)
    assert hazards.of_work(words=["Cocina", "Contabilidad"], crew_kind="surface", shift="day") == frozenset()
    assert hazards.of_work(site_kind="hard_rock", crew_kind="surface") == frozenset()


def test_every_form_that_puts_somebody_to_work_warns(store: Store) -> None:
    cave = crew(store)
    young = person(store, birth_date=date(2010, 6, 1), crew=cave.id)
    day = {"date": date(2026, 1, 20)}
    typed: list[tuple[Record, str]] = [
        (young, "crew"), (Crew(id=cave.id, name="X", kind="underground", leader=young.id), "leader"),
        (Attendance(**day, person=young.id), "person"), (Production(**day, person=young.id, gross_mg=1), "person"),
        (Batch(**day, code="B-1", operator="BRAYAN criollo", mercury_in_mg=500), "operator"),
        (ReagentMovement(**day, item="mercury", kind="use", quantity=1, used_by="Brayan Criollo"), "used_by"),
    ]
    for record, field in typed:
        assert may_be_odd(type(record))
        said = cautions(store, record)
        assert isinstance(said.get(field), age_gate.Alarmed), record.type_name()
        assert "15" in said[field] and "18" in said[field]


def test_the_age_of_a_country_is_a_rate(store: Store) -> None:
    someone = person(store, birth_date=date(2010, 6, 1))  # fifteen
    row = Attendance(date=TODAY, person=someone.id, task="Cocina")
    assert rules_of(store, row) == []
    make(store, "organisation", country="PE")
    assert rules_of(store, row) == ["too_young"]


def test_the_entry_is_kept_and_the_alarm_with_it_in_one_operation(store: Store) -> None:
    someone = person(store, birth_date=date(2010, 6, 1))
    row = Attendance(date=date(2026, 1, 20), person=someone.id, crew=crew(store).id)
    (alarm,) = age_gate.keep(store, row)
    assert row.version == 1
    assert (alarm.person, alarm.rule, alarm.origin) == (someone.id, "minor_hazardous", f"attendance/{row.id}")
    assert store.undoable().title.startswith("New attendance")
    store.undo()
    assert store.all(Attendance) == [] == store.all(AgeAlarm)


def test_dangers_are_shown_in_words_and_read_back() -> None:
    field = AgeAlarm.field("hazards")
    assert field.format("underground night") == "Underground; Night"
    assert field.parse("night; UNDERGROUND") == "underground night"
    assert field.check("underground night") == [] and field.check("undergroun") != []
    with pytest.raises(ValueError, match="not on the list"):
        field.parse("Sol")


def test_one_alarm_stands_until_it_is_answered_and_speaks_again_afterwards(store: Store) -> None:
    someone, cave = person(store, birth_date=date(2010, 6, 1)), crew(store)

    def work(day: int) -> list[AgeAlarm]:
        return age_gate.keep(store, Attendance(date=date(2026, 1, day), person=someone.id, crew=cave.id))

    (alarm,) = work(5)
    assert work(6) == []
    alarm.answer, alarm.done, alarm.answered_on = "moved", "Pasó a la cocina.", date(2026, 1, 7)
    store.save(alarm)
    assert work(7) == []
    assert len(work(8)) == 1


def test_a_line_of_the_day_sheet_records_it_too(store: Store) -> None:
    from armdesk.services.sheets.day_line import Line
    from armdesk.services.sheets.day_saving import save_lines

    someone, cave = person(store, birth_date=date(2010, 6, 1)), crew(store)
    line = Line({"date": date(2026, 1, 20), "person": someone.id, "crew": cave.id, "gross_mg": 4_000})
    save_lines(store, [line], "Day sheet")
    (alarm,) = store.all(AgeAlarm)
    assert alarm.origin == f"production/{line.id}"


def test_many_rows_given_a_crew_at_once_record_it_too(store: Store) -> None:
    from armdesk.services.changing import change, held

    cave, field = crew(store), Person.field("crew")
    young, old = person(store, birth_date=date(2010, 6, 1)), person(store, name="Ana", birth_date=date(1980, 1, 1))
    outcome = change(store, held(store, Person, [young.id, old.id], field), cave.id)
    assert outcome.changed == 2
    assert [alarm.person for alarm in store.all(AgeAlarm)] == [young.id]
    store.undo()
    assert store.all(AgeAlarm) == []


def test_the_day_sheet_says_it_of_the_line_in_hand(store: Store) -> None:
    from armdesk.fields import PLAIN
    from armdesk.services.sheets.day_line import Line
    from armdesk.services.sheets.day_sheet import DaySheet

    young, old = person(store, birth_date=date(2010, 6, 1)), person(store, name="Ana", birth_date=date(1980, 1, 1))
    cave = crew(store)
    sheet = DaySheet(store, "", date(2026, 1, 1), today=TODAY, reading=PLAIN)
    told = {"date": date(2026, 1, 20), "crew": cave.id, "gross_mg": 4_000}
    assert "15" in sheet.alarm(Line({**told, "person": young.id}))
    assert sheet.alarm(Line({**told, "person": old.id})) == "" == sheet.alarm(Line(told)) == sheet.alarm(None)
    assert sheet.alarm(Line({"date": date(2026, 1, 20), "person": young.id})) == ""


def found(workspace: Workspace, name: str) -> list[Any]:
    look = Look(workspace.store, load.get("craft-2.0"), Period.of_year(2025), TODAY, workspace.files)
    return check(look, {name: RULES[name]})


def test_the_check_finds_it_in_history_under_loose_names_too(workspace: Workspace) -> None:
    store = workspace.store
    cave = crew(store)
    young = person(store, name="Brayan Estiven Criollo Mora", birth_date=date(2009, 3, 14), task="Cochero")
    for day in (9, 14):
        store.save(Production(date=date(2025, 8, day), person_as_written="Brayan Criollo", crew=cave.id, gross_mg=900))
    store.save(Production(date=date(2025, 8, 9), person_as_written="Otro", crew=cave.id, gross_mg=900))
    (finding,) = found(workspace, "not_for_their_age")
    assert finding.severity == "alarm" and finding.where[0] == f"person/{young.id}"
    assert "2 days" in finding.sentence and "Underground" in finding.sentence


def test_who_is_only_assigned_to_such_work_is_found_too(workspace: Workspace) -> None:
    store = workspace.store
    cave = crew(store)
    young = person(store, birth_date=date(2010, 6, 1), crew=cave.id)
    person(store, name="Ana", birth_date=date(2010, 6, 1), crew=cave.id, status="left")
    (finding,) = found(workspace, "not_for_their_age")
    assert finding.where == (f"person/{young.id}",) and "is assigned" in finding.sentence
    store.save(Attendance(date=date(2025, 12, 4), person=young.id, crew=cave.id))
    (finding,) = found(workspace, "not_for_their_age")
    assert "worked on 1 day" in finding.sentence, "said once"


def test_grown_up_people_are_no_finding(workspace: Workspace) -> None:
    store = workspace.store
    someone = person(store, birth_date=date(1990, 1, 1))
    store.save(Production(date=date(2025, 8, 9), person=someone.id, crew=crew(store).id, gross_mg=900))
    assert found(workspace, "not_for_their_age") == []


def test_an_alarm_without_answer_is_a_finding_and_with_one_is_none(workspace: Workspace) -> None:
    alarm = make(workspace.store, "age_alarm", answer=None, done=None, answered_on=None)
    assert [each.where for each in found(workspace, "age_alarms_open")] == [(f"age_alarm/{alarm.id}",)]
    alarm.answer, alarm.done = "stopped", "Volvió al colegio."
    workspace.store.save(alarm)
    assert found(workspace, "age_alarms_open") == []
