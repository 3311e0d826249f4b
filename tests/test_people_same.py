"""Likely duplicates, merging them, and names of the books: nothing is joined without a person's word, nothing lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import EXAMPLES, make
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from armdesk.catalogues import load
from armdesk.errors import InvalidRecord
from armdesk.models import RECORDS, Attendance, Crew, OtherName, Person, PersonRole, Production, Registration, TwoPeople
from armdesk.services.basis.likeness import date_likeness, name_likeness, number_likeness
from armdesk.services.basis.period import Period
from armdesk.services.findings.checks import check
from armdesk.services.findings.finding import Look
from armdesk.services.findings.rules import RULES
from armdesk.services.people import duplicates, loose_names, merging
from armdesk.store import Store
from armdesk.workspace import Workspace

TODAY = date(2026, 1, 31)
ALIKE = [
    ("ERAZO BURBANO JOSE FIDENCIO", "José Fidencio Erazo Burbano"), ("Huamán Ticona, Élmer", "Elmer Huaman Ticona"),
    ("María Elena Huaytari Mamani", "Maria Helena Guaytari Mamani"),
    ("Yeny Quispe de la Cruz", "Yenny Quispe Dela Cruz"),
    ("OUÉDRAOGO Salif", "Salif Ouedraogo"), ("Sawadogo Issa", "Savadogo Issa"), ("N'Diaye Aïssata", "Aissata NDiaye"),
    ("Б. Бат-Эрдэнэ", "Болд Бат-Эрдэнэ"), ("Бат-Эрдэнэ Болд", "Бат Эрдэнэ Болд"), ("Gantulga Tömör", "Gantulga Tomor"),
]
APART = [
    ("Juan Pérez Ruiz", "Pedro Pérez Ruiz"), ("Ana Quispe Mamani", "Ana Quispe Condori"), ("Д. Бат", "Б. Бат"),
    ("Salif Ouedraogo", "Issa Ouedraogo"), ("Болд Сүхбат", "Болд Ганбат"), ("José", "José Ramos Peña"),
]


def person(store: Store, name: str, **more: Any) -> Person:
    return store.save(Person(name=name, role="member", **more))


def pairs(store: Store, **more: Any) -> list[tuple[str, str]]:
    return [(each.one.name, each.other.name) for each in duplicates.find(store, **more)]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_names_of_three_countries_are_known_again(one: str, other: str) -> None:
    assert name_likeness(one, other) >= 0.8
    assert name_likeness(one, other) == name_likeness(other, one)


@pytest.mark.parametrize(("one", "other"), APART)
def test_brothers_and_namesakes_are_no_duplicates(one: str, other: str) -> None:
    assert name_likeness(one, other) < 0.6


def test_numbers_and_dates_forgive_one_slip() -> None:
    assert number_likeness("5680001", "5680010") == "slip"
    assert number_likeness("5680001", "568001") == "slip"
    assert number_likeness("5680001", "5833502") == "apart"
    assert number_likeness("", "5833502") == ""
    assert date_likeness("1987-09-04", "1987-04-09") == "slip"
    assert date_likeness("1987-09-04", "1987") == "same"
    assert date_likeness("1987-09-04", "1961-02-11") == "apart"


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_a_slip_in_the_number_and_another_spelling_are_found(store: Store, one: str, other: str) -> None:
    person(store, one, id_number="12.345.678", birth_date=date(1980, 3, 5))
    person(store, other, id_number="12345687", birth_date=date(1980, 3, 5))
    person(store, "Otra Persona Distinta", id_number="99999999", birth_date=date(1970, 1, 1))
    (found,) = duplicates.find(store)
    assert found.score >= duplicates.LIKELY


def test_the_same_number_written_differently_is_found_whatever_the_name(store: Store) -> None:
    person(store, "Rosa Titira", id_number="0045.210-3")
    person(store, "R. Yucra", id_number="452103")
    (found,) = duplicates.find(store)
    assert found.number == "same" and found.score >= duplicates.LIKELY


def test_father_and_son_are_not_proposed_and_stand_far_down_when_asked_for(store: Store) -> None:
    person(store, "José Fidencio Erazo", id_number="5680001", birth_date=date(1958, 2, 1))
    person(store, "ERAZO JOSE FIDENCIO", id_number="5833502", birth_date=date(1989, 7, 9))
    assert duplicates.find(store) == []
    (far,) = duplicates.find(store, also_apart=True)
    assert far.apart and far.score < duplicates.POSSIBLE
    assert "different identity numbers" in duplicates.why(far)


def test_twins_are_not_proposed(store: Store) -> None:
    person(store, "Juan Pérez Ruiz", id_number="1045880", birth_date=date(1990, 5, 5))
    person(store, "Pedro Pérez Ruiz", id_number="1045881", birth_date=date(1990, 5, 5))
    assert duplicates.find(store, also_apart=True) == []


def test_what_was_told_apart_is_remembered(store: Store) -> None:
    one, other = person(store, "Ana Ruiz", phone="3001112233"), person(store, "Ruiz Ana", phone="3001112233")
    assert len(pairs(store)) == 1
    merging.tell_apart(store, one.id, other.id, "Primas", "Secretaria", TODAY)
    assert pairs(store) == []
    decided = store.one(TwoPeople)
    assert decided is not None and (decided.decided_by, decided.decided_on) == ("Secretaria", TODAY)
    store.undo()
    assert len(pairs(store)) == 1


def _naming(store: Store, id_: str) -> dict[tuple[str, str], int]:
    """How many records, in the trash too, name somebody, by type and field."""
    return {(type_.type_name(), field.name): count for type_ in RECORDS for field in type_.links()
            if field.target == "person" and (count := type_.select().where(field == id_).bind(store.db).count())}


def test_every_link_of_every_record_type_follows_and_comes_back(store: Store) -> None:
    stays, goes = person(store, "Luz Ñáñez", phone="300"), person(store, "Luz Nanes", address="Vereda", code="SOC-9")
    for type_ in RECORDS:
        for field in type_.links():
            if field.target == "person" and type_ is not TwoPeople:
                example = EXAMPLES[type_.type_name()](store)
                for each in example.declared():
                    if each.is_unique:
                        setattr(example, each.name, None if not each.required else f"{getattr(example, each.name)}-m")
                setattr(example, field.name, goes.id)
                store.save(example)
    store.save(TwoPeople(person=goes.id, other=make(store, "person").id, decided_on=TODAY))
    trashed = make(store, "attendance", person=goes.id)
    store.trash([trashed])
    action = make(store, "action", origin=f"person/{goes.id}")
    before = _naming(store, goes.id)
    assert len(before) > 10
    assert _naming(store, stays.id) == {}
    merging.merge(store, stays.id, goes.id, {"address": "Vereda"}, TODAY)
    assert _naming(store, goes.id) == {}
    after = _naming(store, stays.id)
    assert after == {**before, ("other_name", "person"): before["other_name", "person"] + 1}
    assert store.get(type(action), action.id).origin == f"person/{stays.id}"
    gone, kept = store.get(Person, goes.id), store.get(Person, stays.id)
    assert gone is not None and gone.trashed and "Luz Ñáñez" in gone.note
    assert kept is not None and (kept.address, kept.phone) == ("Vereda", "300")
    assert "Luz Nanes" in {each.name for each in store.all(OtherName, person=stays.id)}
    store.undo()
    assert _naming(store, goes.id) == before
    assert _naming(store, stays.id) == {("other_name", "person"): 1}, "the spelling that was noted lies in the trash"
    back = store.get(Person, goes.id)
    assert back is not None and not back.trashed and back.note is None
    store.redo()
    assert _naming(store, goes.id) == {}


FIELDS = {"phone": st.sampled_from([None, "300", "301"]), "address": st.sampled_from([None, "Arriba", "Abajo"]),
          "task": st.sampled_from([None, "Perforación"]), "birth_date": st.sampled_from([None, date(1980, 1, 1)])}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(one=st.fixed_dictionaries(FIELDS), other=st.fixed_dictionaries(FIELDS), days=st.lists(
    st.tuples(st.booleans(), st.dates(date(2024, 1, 1), date(2025, 12, 31))), max_size=6, unique_by=lambda row: row[1]))
def test_nothing_is_lost_and_undo_restores_all(store: Store, one: dict[str, Any], other: dict[str, Any],
                                               days: list[tuple[bool, date]]) -> None:
    stays, goes = person(store, "Íngrid Peña", **one), person(store, "Ingrid Pena", **other)
    rows = [store.save(Attendance(date=day, person=stays.id if mine else goes.id)) for mine, day in days]
    wanted = {each.field.name: each.wanted for each in merging.differences(stays, goes) if each.field.name != "name"}
    before = [store.get(Attendance, row.id).values() for row in rows]
    merging.merge(store, stays.id, goes.id, wanted, TODAY)
    kept = store.get(Person, stays.id)
    assert kept is not None
    for name in FIELDS:
        assert getattr(kept, name) == (one[name] if one[name] is not None else other[name])
    assert {store.get(Attendance, row.id).person for row in rows} <= {stays.id}
    store.undo()
    for values in before:
        now = store.get(Attendance, values["id"]).values()
        assert {**now, "version": 0} == {**values, "version": 0}
    for record, said in ((stays, one), (goes, other)):
        now = store.get(Person, record.id)
        assert now is not None and not now.trashed and {name: getattr(now, name) for name in FIELDS} == said


def test_merging_reaches_into_a_closed_month_and_nothing_else_does(store: Store) -> None:
    stays, goes = person(store, "Ana Ruiz"), person(store, "Ana Ruíz")
    row = make(store, "production", date=date(2025, 3, 4), person=goes.id)
    make(store, "month_close", month="2025-03", reopened_on=None)
    row.person = stays.id
    with pytest.raises(InvalidRecord):
        store.save(row)
    merging.merge(store, stays.id, goes.id, {}, TODAY)
    assert store.get(Production, row.id).person == stays.id
    store.undo()
    assert store.get(Production, row.id).person == goes.id


def test_a_person_who_is_gone_meanwhile_is_not_merged(store: Store) -> None:
    stays, goes = person(store, "Ana Ruiz"), person(store, "Ana Ruíz")
    store.trash([goes])
    with pytest.raises(InvalidRecord, match="not there any more"):
        merging.merge(store, stays.id, goes.id, {}, TODAY)


# names of the books


def delivered(store: Store, name: str, day: int = 4, **more: Any) -> Production:
    return store.save(Production(date=date(2025, 3, day), person_as_written=name, gross_mg=1000, **more))


def test_loose_names_are_listed_by_rows_with_who_may_be_meant(store: Store) -> None:
    brayan = person(store, "Brayan Estiven Criollo Mora", joined_on=date(2024, 1, 1))
    person(store, "Brayan Ortiz Rosero")
    for day in (4, 5):
        delivered(store, "Brayan Criollo", day)
    delivered(store, "BRAYAN  CRIOLLO", 6)
    store.save(PpeOf(store, "Ruperto Tulcán"))
    first, second = loose_names.find(store)
    assert (first.name, first.count, first.rows) == ("Brayan Criollo", 3, {"production": 3})
    assert first.sure and first.suggestions[0].person == brayan.id
    assert (second.name, second.suggestions, second.sure) == ("Ruperto Tulcán", [], False)


def PpeOf(store: Store, name: str) -> Any:  # noqa: N802 - reads as the record it makes
    example = EXAMPLES["ppe_delivery"](store)
    example.person, example.person_as_written = None, name
    return example


def test_father_and_son_leave_the_choice_to_a_person(store: Store) -> None:
    person(store, "José Erazo", birth_date=date(1958, 1, 1))
    person(store, "Erazo José", birth_date=date(1990, 1, 1))
    delivered(store, "Jose Erazo")
    (found,) = loose_names.find(store)
    assert len(found.suggestions) == 2 and not found.sure


def test_who_had_left_by_then_is_not_sure(store: Store) -> None:
    person(store, "Gerardo Insuasty Meneses", left_on=date(2024, 10, 31))
    delivered(store, "Gerardo Insuasty")
    (found,) = loose_names.find(store)
    assert not found.sure and not found.suggestions[0].there


def test_all_rows_of_a_name_are_linked_at_once_and_the_spelling_is_kept(store: Store) -> None:
    brayan = person(store, "Brayan Estiven Criollo Mora")
    rows = [delivered(store, "Brayan Criollo", day) for day in (4, 5, 6)]
    make(store, "month_close", month="2025-03", reopened_on=None)
    (found,) = loose_names.find(store)
    assert loose_names.link(store, {found.key: brayan.id}, TODAY) == 3
    assert {store.get(Production, row.id).person for row in rows} == {brayan.id}
    assert [each.name for each in store.all(OtherName)] == ["Brayan Criollo"]
    assert loose_names.find(store) == []
    store.undo()
    assert {store.get(Production, row.id).person for row in rows} == {None}
    assert store.all(OtherName) == []
    store.redo()
    assert {store.get(Production, row.id).person for row in rows} == {brayan.id}


def test_other_spellings_are_understood_by_the_day_sheet(store: Store) -> None:
    from armdesk.services.sheets.day_names import Names

    ana = person(store, "Ana María Ruiz Tello")
    store.save(OtherName(person=ana.id, name="Anita Ruiz"))
    assert [each.id for each in Names(store, "person", "").found("ANITA ruiz")] == [ana.id]


def test_the_checks_lead_to_the_names_of_the_books(workspace: Workspace) -> None:
    store = workspace.store
    look = Look(store, load.get("craft-2.0"), Period.of_year(2025), TODAY, workspace.files)
    delivered(store, "Brayan Criollo")
    assert check(look, {"names": RULES["names_not_linked"]}) == [], "there is nobody yet whom it could mean"
    person(store, "Brayan Estiven Criollo Mora")
    (finding,) = check(look, {"names": RULES["names_not_linked"]})
    assert finding.where == ("register/loose_names",) and "(rows: 1)" in finding.sentence
    loose_names.link(store, loose_names.sure_ones(loose_names.find(store)), TODAY)
    assert check(look, {"names": RULES["names_not_linked"]}) == []


def test_the_history_of_crew_leaders_follows(store: Store) -> None:
    stays, goes = person(store, "Ana Ruiz"), person(store, "Ana Ruíz")
    crew = make(store, "crew", leader=goes.id)
    role = make(store, "person_role", person=goes.id)
    merging.merge(store, stays.id, goes.id, {}, TODAY)
    assert store.get(Crew, crew.id).leader == stays.id
    assert store.get(PersonRole, role.id).person == stays.id


def test_registrations_that_ended_are_told_unless_renewed_or_of_people_who_left(workspace: Workspace) -> None:
    store = workspace.store
    look = Look(store, load.get("craft-2.0"), Period.of_year(2025), TODAY, workspace.files)

    def said() -> list[tuple[str, int]]:
        return [(each.severity, len(each.where)) for each in check(look, {"ended": RULES["registrations_ended"]})]

    ana, gone = person(store, "Ana"), person(store, "Bea", status="left")
    for someone, ends in ((ana, date(2026, 1, 30)), (gone, date(2025, 1, 1))):
        store.save(Registration(person=someone.id, register="RUCOM", valid_to=ends))
    store.save(Registration(person=ana.id, register="Otro", valid_to=date(2026, 3, 1)))
    assert sorted(said()) == [("note", 1), ("warn", 1)]
    store.save(Registration(person=ana.id, register="rucom", valid_to=None))
    assert said() == [("note", 1)]
