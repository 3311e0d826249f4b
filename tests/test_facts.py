"""Every fact finds what is there, says what is lacking, and of an empty office nothing; a case of each kind."""

from __future__ import annotations

import facts_gold
import facts_life
import facts_people
import facts_safety
import pytest
from fact_cases import YEAR, Count, Office, Share, States
from test_rule_reads import asked, looked_at  # noqa: F401 - a fixture

from armdesk import gold_months
from armdesk.catalogues import load
from armdesk.i18n import speaking
from armdesk.models import Person, record_type
from armdesk.services.period_facts.fact_reads import READS
from armdesk.services.period_facts.facts import explanation, sentence
from armdesk.services.period_facts.figures import FIGURES, Figures
from armdesk.store import Store
from armdesk.workspace import Workspace

FILES = (facts_gold, facts_people, facts_safety, facts_life)
SHARES: list[Share] = [each for file in FILES for each in file.SHARES]
COUNTS: list[Count] = [each for file in FILES for each in file.COUNTS]
STATES: list[States] = [each for file in FILES for each in file.STATES]


@pytest.mark.parametrize("case", SHARES, ids=lambda case: case.fact)
def test_a_share_counts_what_has_it_and_lists_what_has_not(store: Store, case: Share) -> None:
    case.check(Office(store))


@pytest.mark.parametrize("case", COUNTS, ids=lambda case: case.fact)
def test_a_count_leaves_out_what_does_not_belong(store: Store, case: Count) -> None:
    case.check(Office(store))


@pytest.mark.parametrize("case", STATES, ids=lambda case: case.fact)
def test_a_fact_finds_what_is_good(store: Store, case: States) -> None:
    case.check(Office(store), case.good)


@pytest.mark.parametrize("case", STATES, ids=lambda case: case.fact)
def test_a_fact_finds_what_is_bad_or_not_there(store: Store, case: States) -> None:
    case.check(Office(store), case.bad)


def test_every_fact_has_a_case_of_each_kind() -> None:
    named = [case.fact for case in (*SHARES, *COUNTS, *STATES)]
    assert len(named) == len(set(named))
    assert set(named) == set(FIGURES), set(FIGURES) ^ set(named)
    assert len(FIGURES) > 60


@pytest.mark.parametrize("language", ["en", "es"])
def test_of_an_empty_office_every_fact_says_that_nothing_is_recorded(store: Store, language: str) -> None:
    figures = Figures(store, YEAR)
    with speaking(language):
        for name in FIGURES:
            figure = figures.of(name)
            assert (figure.value, figure.count, figure.lacking, figure.kept) == (None, 0, 0, ""), name
            said = sentence(figure, YEAR)
            assert "2025" in said and ("nothing recorded" in said or language == "es"), said
            assert "%" not in said and ": 0" not in said, said
            assert "{" not in explanation(figures, figure) and len(explanation(figures, figure)) > 40


def test_every_fact_says_truly_which_registers_it_reads(looked_at: Workspace) -> None:  # noqa: F811 - a fixture
    assert READS.keys() == FIGURES.keys()
    assert all(record_type(name) for names in READS.values() for name in names)
    store = looked_at.store
    for name in FIGURES:
        gold_months.rebuild(store.db)  # so that sums are read from the registers: nothing is kept inside a transaction
        with store.db.atomic(), asked(store) as found:
            store.count(Figures(store, YEAR).of(name).rows)
        assert found <= READS[name], f"{name} does not say that it reads {sorted(found - READS[name])}"


def test_after_a_change_only_what_reads_it_is_asked_again(store: Store) -> None:
    office = Office(store)
    office.put("drill")
    figures = Figures(store, YEAR)
    known = {name: figures.of(name) for name in ("drills", "sites")}
    office.put("drill")
    office.put("site")
    after = figures.after({"drill"})
    assert after.known("sites") is known["sites"] and after.known("drills") is None
    assert (after.of("drills").value, figures.of("drills").value) == (2, 1)


def test_a_fact_speaks_the_language_in_force_and_tells_no_small_groups_outside(store: Store) -> None:
    office = Office(store)
    for number in range(9):
        office.put("person", age_evidence="copy" if number < 2 else "none")
    figure = office.figure("age_proved")
    assert sentence(figure, YEAR) == (
        "On 31 December 2025, a document proved the age of 2 of 9 people on the roster.")
    outside = sentence(figure, YEAR, outside=True)
    assert outside == "On 31 December 2025, a document proved the age of <5 of 9 people on the roster."
    assert "22" not in outside
    for _number in range(9):
        office.put("sale", invoice_no="F")
    assert sentence(office.figure("sales_with_invoice"), YEAR, outside=True) == (
        "9 of 9 sales of the period 2025 have an invoice.")
    for _number in range(2):
        office.put("person")
    office.put("person", sex="F", role="selector", age_evidence="copy", informed_on=YEAR.begins)
    figures = Figures(store, YEAR)
    assert "<5 of 12" in sentence(figures.of("informed"), YEAR, outside=True)
    for person in store.all(Person)[:10]:
        person.informed_on = YEAR.begins
        store.save(person)
    assert "8 or more of 12" in sentence(office.figure("informed"), YEAR, outside=True), "the few others are hidden"
    assert "<5" in sentence(office.figure("selectors"), YEAR, outside=True)


def test_figures_that_enter_no_sum_are_told(store: Store) -> None:
    office = Office(store)
    office.put("production", gross_mg=10_000, fineness=9_000)
    office.put("production", gross_mg=10_000)
    assert sentence(office.figure("fine_produced"), YEAR) == (
        "In the period 2025, 9.00 g of fine gold were produced (2 deliveries; 1 could not be counted).")


def test_nearly_every_requirement_names_facts_and_every_fact_serves_one() -> None:
    named = {each.code: each.facts for catalogue in load.available() for each in catalogue}
    assert {name for names in named.values() for name in names} == set(FIGURES)
    assert sum(bool(names) for names in named.values()) >= 330
    assert all(len(names) <= 6 for names in named.values()), "a page shows no more than can be read"
