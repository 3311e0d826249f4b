"""The profile decides what applies: proposed with a reason, answered by a person, and compared with the registers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import make

from armdesk.catalogues import load
from armdesk.errors import InvalidRecord
from armdesk.models import Answer, Crew, Organisation, Person
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding import Look
from armdesk.services.findings.profile_rules import against_profile, profile_denied, profile_open
from armdesk.services.standards import applicability
from armdesk.store import Store

YEAR, TODAY = Period.of_year(2025), date(2026, 1, 31)
KEYS = ("craft-2.0", "fairmined-2.0", "oecd-annex2")


def office(store: Store, **more: Any) -> Organisation:
    kept: Organisation = store.save(Organisation(**{"legal_name": "Coop", "minerals": None, **more}))
    return kept


def denied(store: Store, key: str = "craft-2.0") -> set[str]:
    return {each.requirement.code for each in applicability.proposals(store, load.get(key), YEAR)}


def look(store: Store, key: str = "craft-2.0") -> Look:
    return Look(store, load.get(key), YEAR, TODAY)


@pytest.mark.parametrize("key", KEYS)
def test_every_condition_names_a_requirement_and_something_the_profile_asks(key: str) -> None:
    flags = set(applicability.missing(Organisation(legal_name="x")))
    assert applicability.conditions(key)
    for code, choices in applicability.conditions(key).items():
        assert code in load.get(key), code
        for word in (word for choice in choices for word in choice):
            assert word in flags or word.startswith(("mineral:", "option:")), word


def test_a_profile_that_says_nothing_denies_nothing(store: Store) -> None:
    assert denied(store) == set(), "no organisation yet"
    office(store)
    assert all(denied(store, key) == set() for key in KEYS)


def test_no_mercury_denies_what_speaks_of_mercury_alone(store: Store) -> None:
    office(store, uses_mercury=False, uses_cyanide=True)
    assert denied(store) == {f"M.5/4.2/P.{number}" for number in range(2, 7)}
    assert "FM-2.1-01" not in denied(store, "fairmined-2.0"), "cyanide is toxic too"
    assert {"FM-2.1-08", "FM-2.1-12"} <= denied(store, "fairmined-2.0")


def test_neither_mercury_nor_cyanide_gives_both_reasons(store: Store) -> None:
    office(store, uses_mercury=False, uses_cyanide=False)
    reasons = {each.requirement.code: each.reason for each in applicability.proposals(
        store, load.get("fairmined-2.0"), YEAR)}
    assert "Uses mercury" in reasons["FM-2.1-01"] and "Uses cyanide" in reasons["FM-2.1-01"]


@pytest.mark.parametrize(("minerals", "expected"), [
    ("Au", {"M.4/2.2.1/S.2.1"}), ("oro y plata", {"M.4/2.2.1/S.2.1"}), ("coltan", {"M.4/5.2.12/S.1.1"}),
    ("Au, Sn", set()), ("oro, esmeraldas", set()), ("", set())])
def test_minerals_decide_by_symbol_or_name_and_an_unknown_one_denies_nothing(store: Store, minerals: str,
                                                                            expected: set[str]) -> None:
    office(store, minerals=minerals or None)
    assert denied(store) == expected


def test_the_way_of_legitimacy_denies_the_other_three(store: Store) -> None:
    office(store, legitimacy_option="B")
    assert denied(store) == {"M.2/5.1/P.2", "M.2/5.1/P.4", "M.2/5.1/P.5"}


def test_what_nobody_answered_is_answered_with_its_reason_and_undone_as_one(store: Store) -> None:
    office(store, underground=False, uses_explosives=False)
    kept = store.save(Answer(catalogue="craft-2.0", requirement="M.5/1.3/P.5", result="controlled",
                             period_from=YEAR.begins, period_to=YEAR.ends))
    craft = load.get("craft-2.0")
    assert applicability.apply(store, craft, YEAR) == 1
    [made] = [each for each in store.all(Answer) if each.id != kept.id]
    assert (made.requirement, made.applies) == ("M.5/1.3/P.4", False) and "Works underground" in str(made.reason)
    assert applicability.apply(store, craft, YEAR) == 0
    [against] = against_profile(look(store))
    assert "M.5/1.3/P.5" in against.sentence and against.where == ("requirement/craft-2.0/M.5/1.3/P.5",)
    store.undo()
    assert [each.id for each in store.all(Answer)] == [kept.id]


def test_a_requirement_does_not_apply_for_a_reason_only(store: Store) -> None:
    for reason in (None, "", "   "):
        with pytest.raises(InvalidRecord, match="why this requirement does not apply"):
            store.save(Answer(catalogue="craft-2.0", requirement="M.4/1/P.1", applies=False, reason=reason))


def test_registers_that_show_what_the_profile_denies_are_found(store: Store) -> None:
    kept = office(store, uses_mercury=False, underground=False, has_selectors=False)
    assert list(profile_denied(look(store))) == []
    make(store, "reagent_movement", item="mercury", kind="use", date=date(2025, 5, 1), corrects=None,
         correction_reason=None)
    make(store, "reagent_movement", item="mercury", kind="use", date=date(2024, 5, 1), corrects=None,
         correction_reason=None)
    store.save(Crew(name="Nivel 2", kind="underground"))
    store.save(Person(name="Ana", role="selector", left_on=date(2024, 1, 1)))
    found = {each.facts[0]: each.where for each in profile_denied(look(store))}
    assert found == {"uses_mercury 1": (f"organisation/{kept.id}",), "underground 1": (f"organisation/{kept.id}",)}


def test_questions_of_the_profile_nobody_answered_are_one_note(store: Store) -> None:
    assert list(profile_open(look(store))) == []
    kept = office(store, uses_mercury=True)
    [found] = profile_open(look(store))
    assert found.severity == "note" and "Uses cyanide" in found.sentence and "Uses mercury" not in found.sentence
    for name in applicability.missing(kept):
        setattr(kept, name, True)
    store.save(kept)
    assert list(profile_open(look(store))) == []
