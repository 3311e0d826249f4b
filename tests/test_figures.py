"""Figures of a period: exact sums compared with plain counting, ages nobody knows, months nobody wrote."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from factories import make

from armdesk.errors import ExportError
from armdesk.i18n import speaking
from armdesk.models import Person, Production, Sale
from armdesk.query import Query
from armdesk.services.basis import ages
from armdesk.services.basis.hiding import UNDER_FIVE, few, protected
from armdesk.services.basis.period import Period, month, months_after
from armdesk.services.gold import gold_figures
from armdesk.services.people import people_figures
from armdesk.services.period_facts.figures import BY_RECORD, FIGURES, Figures, facts_of
from armdesk.services.safety import safety_figures
from armdesk.services.standards import as_of
from armdesk.store import Store

YEAR = Period.of_year(2025)


def test_a_period_knows_its_months() -> None:
    assert Period(date(2024, 11, 15), date(2025, 2, 1)).months() == ["2024-11", "2024-12", "2025-01", "2025-02"]
    assert date(2025, 12, 31) in YEAR and date(2026, 1, 1) not in YEAR
    assert [YEAR.code(), month(2025, 2).code()] == ["2025", "2025-02"]
    assert Period(date(2025, 1, 1), date(2025, 2, 3)).code() == "2025-01-01_2025-02-03"
    assert (
        YEAR.month_labels("es")[0] == "Ene" and Period(date(2024, 12, 1), YEAR.ends).month_labels("en")[0] == "Dec 24"
    )
    assert YEAR.label("es") == "2025" and "4 de marzo de 2025" in Period(date(2025, 3, 4), YEAR.ends).label("es")
    with pytest.raises(ExportError):
        Period(date(2025, 2, 1), date(2025, 1, 31))


@pytest.mark.parametrize(
    ("day", "count", "after"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
        (date(2025, 3, 15), 24, date(2027, 3, 15)),
    ],
)
def test_months_are_added_without_leaving_the_month(day: date, count: int, after: date) -> None:
    assert months_after(day, count) == after


def _deliveries(store: Store, sites: list[str]) -> list[dict[str, object]]:
    draw = random.Random(7)
    rows: list[dict[str, object]] = []
    for _number in range(400):
        day = date(2024, 12, 1) + timedelta(days=draw.randrange(430))
        rows.append(
            {
                "date": day,
                "site": draw.choice([*sites, None]),
                "gross_mg": draw.randrange(1, 90_000),
                "fineness": draw.choice([None, draw.randrange(6_000, 9_900)]),
                "ore_kg": draw.randrange(5_000),
            }
        )
    with store.operation("deliveries") as writer:
        writer.save_many(Production, rows)
    return rows


def test_production_is_the_exact_sum_of_its_rows(store: Store) -> None:
    sites = [make(store, "site", code=code, name=code).id for code in ("A", "B")]
    rows = _deliveries(store, sites)
    fine: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    gross: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        if row["date"] in YEAR:
            key = f"{row['date']:%Y-%m}", str(row["site"] or "")
            gross[key] += int(str(row["gross_mg"]))
            fine[key] += Fraction(int(str(row["gross_mg"])) * int(str(row["fineness"] or 0)), 10_000_000)
    found = gold_figures.production(store, YEAR)
    assert {(row.month, row.site): row.gross * 1000 for row in found} == dict(gross)
    assert {(row.month, row.site): Fraction(row.fine) for row in found} == dict(fine)
    unmeasured = sum(row["fineness"] is None for row in rows if row["date"] in YEAR)
    assert sum(row.unmeasured for row in found) == unmeasured
    figure = Figures(store, YEAR).of("fine_produced")
    assert Fraction(figure.value or 0) == sum(fine.values()) and figure.unsure == unmeasured
    assert figure.unsure_rows is not None and store.count(figure.unsure_rows) == unmeasured
    assert store.count(figure.rows) == figure.count == sum(row["date"] in YEAR for row in rows)


def test_what_is_in_the_trash_counts_no_more(store: Store) -> None:
    delivery = make(store, "production", date=date(2025, 5, 1), gross_mg=10_000, fineness=9_000)
    assert Figures(store, YEAR).of("fine_produced").value == 9
    store.trash([delivery])
    assert Figures(store, YEAR).of("fine_produced").value is None


def test_sales_by_month_buyer_and_currency(store: Store) -> None:
    buyer = make(store, "party")
    for number, (day, currency, net) in enumerate([(3, "COP", 500), (9, "COP", 700), (9, "USD", 11)]):
        make(
            store,
            "sale",
            code=f"V{number}",
            date=date(2025, 4, day),
            buyer=buyer.id,
            gross_mg=1_001,
            fineness=8_885,
            currency=currency,
            gross_value=net,
            deductions_total=0,
            net_value=net,
        )
    pesos, dollars = gold_figures.sales(store, YEAR)
    assert (pesos.currency, pesos.sales, pesos.net_value) == ("COP", 2, 1_200)
    assert pesos.fine == Decimal("1.7787770") and dollars.net_value == 11
    assert Figures(store, YEAR).of("buyers").value == 1


def test_stock_is_carried_from_month_to_month(store: Store) -> None:
    def deliver(day: date, gross: int) -> None:
        make(store, "production", date=day, gross_mg=gross, fineness=10_000)

    def sell(day: date, gross: int) -> None:
        make(store, "sale", date=day, gross_mg=gross, fineness=10_000)

    deliver(date(2024, 12, 1), 5_000)
    sell(date(2024, 12, 31), 2_000)
    deliver(date(2025, 1, 5), 10_000)
    sell(date(2025, 2, 1), 14_000)
    make(store, "lot_input", operation="purchase", input_mg=700, loss_mg=200, date=date(2025, 2, 3), lot=_lot(store))
    stock = gold_figures.stock(store, Period(date(2025, 1, 1), date(2025, 3, 31)))
    january, february, march = stock
    assert (january.opening, january.closing) == (3, 13)
    assert (february.bought, february.lost, february.closing) == (Decimal("0.7"), Decimal("0.2"), Decimal("-0.5"))
    assert march.opening == march.closing == Decimal("-0.5")


def _lot(store: Store) -> str:
    return str(make(store, "lot").id)


def test_mercury_by_its_book(store: Store) -> None:
    moves = [
        ("2024-11-01", "opening", 2_400_000, "g"),
        ("2025-01-02", "in", 1_000, "kg"),
        ("2025-02-01", "use", 60_500, "g"),
        ("2025-02-02", "recovered", 57_000, "g"),
        ("2025-03-01", "loss", 500, "g"),
        ("2025-04-01", "count", 3, "kg"),
        ("2025-05-01", "use", 2_000, "l"),
    ]
    for day, kind, quantity, unit in moves:
        make(
            store,
            "reagent_movement",
            date=date.fromisoformat(day),
            item="mercury",
            kind=kind,
            quantity=quantity,
            unit=unit,
            batch=None,
        )
    for batch in store.all(type(make(store, "batch"))):
        store.trash([batch])
    book = gold_figures.mercury(store, YEAR)
    assert (book.opening, book.received, book.used, book.recovered) == (2400, 1000, Decimal("60.5"), 57)
    assert book.balance == Decimal(3396) and book.counted == 3 and book.odd == 1
    assert book.expected == book.balance, "what was used afterwards is in no gram"
    make(store, "reagent_movement", date=date(2025, 6, 1), item="mercury", kind="use", quantity=96_000, unit="g",
         batch=None)
    later = gold_figures.mercury(store, YEAR)
    assert (later.balance, later.expected, later.counted) == (3300, 3396, 3), "a count speaks of its own day"
    assert gold_figures.mercury_by_month(store, YEAR)["2025-02"] == (Decimal("60.5"), 57)


def test_without_a_book_the_batches_tell_of_mercury(store: Store) -> None:
    make(store, "batch", date=date(2025, 3, 8), mercury_in_mg=60_000, mercury_recovered_mg=57_500)
    book = gold_figures.mercury(store, YEAR)
    assert (book.used, book.recovered, book.gone) == (60, Decimal("57.5"), Decimal("2.5"))
    make(store, "production", date=date(2025, 3, 8), gross_mg=5_000, fineness=10_000)
    assert Figures(store, YEAR).of("mercury_per_gold").value == Decimal("0.5")


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2007, 6, 15), date(2025, 6, 14), 17),
        (date(2007, 6, 15), date(2025, 6, 15), 18),
        (date(2008, 2, 29), date(2026, 2, 27), 17),
        (date(2008, 2, 29), date(2026, 2, 28), 18),
        (date(2030, 1, 1), date(2025, 1, 1), 0),
    ],
)
def test_age_in_whole_years(born: date, day: date, age: int) -> None:
    assert ages.age_on(day, born) == age


def _person(store: Store, **changes: object) -> Person:
    empty = dict.fromkeys(("birth_date", "birth_year", "age_stated", "age_stated_on", "age_band", "left_on",
                           "joined_on", "crew"))
    person: Person = make(store, "person", **{**empty, "hazardous": False, "protected_until": None, **changes})
    return person


def test_the_roster_of_a_day(store: Store) -> None:
    day = date(2025, 12, 31)
    here = [
        _person(store, birth_date=date(1980, 5, 5)),
        _person(store, birth_date=date(2009, 1, 1), hazardous=True),
        _person(store, birth_year=2007),
        _person(store, age_stated=40, age_stated_on=date(2020, 1, 1)),
        _person(store),
        _person(store, left_on=date(2026, 1, 5), birth_date=date(1990, 1, 1)),
        _person(store, age_stated=30, age_stated_on=None),
    ]
    _person(store, left_on=day, birth_date=date(1980, 1, 1))
    _person(store, joined_on=date(2026, 1, 1), birth_date=date(1980, 1, 1))
    _person(store, status="dead", birth_date=date(1980, 1, 1))
    roster = people_figures.roster(store, day)
    assert [person.id for person in roster] == sorted(person.id for person in here)
    ages = {person.id: person.age for person in roster}
    assert [ages[person.id] for person in here] == [45, 16, 18, 45, None, 35, None]
    assert {person.age for person in people_figures.roster(store, date(2025, 12, 30)) if person.by_year} == {17, 45}
    counted = people_figures.count_people(roster)
    assert counted.minors == (here[1].id,) and counted.minors_at_risk == (here[1].id,)
    assert len(counted.unknown_age) == counted.by_band["unknown"] == 2
    assert sum(counted.by_band.values()) == sum(counted.by_sex.values()) == counted.total == 7


def _incident(store: Store, day: date, severity: str, lost_days: int | None, same_as: str | None = None) -> str:
    made = make(
        store,
        "incident",
        date=day,
        severity=severity,
        lost_days=lost_days,
        same_as=same_as,
        reported_on=None,
        authority_on=None,
        investigated_on=None,
        closed_on=None,
    )
    return str(made.id)


def test_incidents_are_counted_once_and_lost_days_only_where_time_was_lost(store: Store) -> None:
    first = _incident(store, date(2025, 5, 1), "lost_time", 10)
    _incident(store, date(2025, 5, 1), "lost_time", 10, same_as=first)
    _incident(store, date(2025, 6, 1), "near_miss", 3)
    unsaid = _incident(store, date(2025, 7, 1), "permanent", None)
    make(store, "injured_person", incident=unsaid, lost_days=4)
    make(store, "injured_person", incident=unsaid, lost_days=2)
    _incident(store, date(2024, 12, 31), "fatal", 6000)
    counts = safety_figures.incidents(store, YEAR)
    assert [counts[name] for name in ("lost_time", "permanent", "fatal")] == [1, 1, 0]
    lost = Figures(store, YEAR).of("lost_days")
    assert (lost.value, lost.count) == (16, 2) and lost.note.startswith("3 ")
    by_month = safety_figures.incidents_by_month(store, YEAR)
    assert by_month["2025-05", "lost_time"] == by_month["2025-06", "near_miss"] == 1
    assert sum(by_month.values()) == sum(counts.values())


def test_courses_count_each_person_once(store: Store) -> None:
    course = make(store, "training", date=date(2025, 2, 2), hours=150, expires_on=None, certificate_on=None)
    woman, man = _person(store, sex="F"), _person(store, sex="M")
    for person, present in ((woman, True), (woman, True), (man, True), (man, False)):
        make(store, "training_attendance", training=course.id, person=person.id, present=present)
    (found,) = [each for each in safety_figures.courses(store, YEAR) if each.id == course.id]
    assert (found.marks, found.persons, found.women, found.hours) == (3, 2, 1, Decimal("1.5"))
    trained, everybody = people_figures.trained(store, YEAR, YEAR.ends)
    assert (trained, everybody) == (2, len(people_figures.roster(store, YEAR.ends)))


def test_actions_grievances_and_what_ends(store: Store) -> None:
    day = date(2026, 1, 31)
    for status, due in (
        ("open", date(2026, 1, 30)),
        ("in_progress", day),
        ("closed", date(2025, 1, 1)),
        ("open", None),
    ):
        make(store, "action", status=status, due_on=due, adopted_on=None, number=None)
    counts, late = safety_figures.actions(store, day)
    assert (counts["open"], counts["in_progress"], counts["closed"], late) == (2, 1, 1, 1)
    make(store, "grievance", received_on=date(2025, 5, 5), group="women", answered_on=None)
    make(store, "grievance", received_on=date(2026, 1, 1), group="women")
    assert safety_figures.grievances(store, YEAR)["group"] == {"women": 1}
    permit = make(store, "permit", expires_on=date(2026, 1, 30), granted_on=None)
    ending = [each for each in safety_figures.ending(store, day) if each.type == "permit"]
    assert [(each.id, each.days) for each in ending] == [(permit.id, -1)]


def test_a_permit_and_its_paper_are_told_once_unless_they_differ(store: Store) -> None:
    day = date(2026, 1, 31)
    paper = make(store, "document", title="Permiso", valid_to=date(2026, 2, 10), state="filed")
    permit = make(store, "permit", granted_on=None, expires_on=date(2026, 2, 10), document=paper.id)
    make(store, "citation", document=paper.id, revision=None, target="requirement/craft-2.0/M.1/5.2.3/R.1")

    def told() -> set[str]:
        return {each.id for each in safety_figures.ending(store, day) if each.id in (paper.id, permit.id)}

    assert told() == {permit.id}
    (lapse,) = [each for each in as_of.lapses(store, day, date(2026, 3, 1)) if permit.id in each.reference]
    assert lapse.requirements == 1, "what hangs on its paper hangs on the permit"
    paper.valid_to = date(2026, 2, 9)
    store.save(paper)
    assert told() == {permit.id, paper.id}, "two days are a contradiction that has to be seen"


def test_papers_cited_for_a_requirement(store: Store) -> None:
    target = "requirement/craft-2.0/M.1/5.2.3/R.1"
    for document in (make(store, "document"), make(store, "document")):
        make(store, "citation", document=document.id, revision=None, target=target)
    make(store, "citation", target="lot/" + "a" * 32, revision=None)
    assert safety_figures.citations(store) == {target: 2}


def test_every_figure_of_an_empty_workspace_says_nothing_and_not_zero(store: Store) -> None:
    figures = Figures(store, YEAR)
    for name in FIGURES:
        figure = figures.of(name)
        assert (figure.name, figure.value) == (name, None)
        assert store.count(figure.rows) == 0
    with speaking("en"):
        assert figures.of("people").shown() == "nothing recorded"


def test_each_figure_lists_the_records_it_counted(store: Store) -> None:
    from factories import EXAMPLES

    for name in EXAMPLES:
        make(store, name)
    figures = Figures(store, Period(date(2025, 1, 1), date(2026, 12, 31)))
    known = {name: figures.of(name) for name in FIGURES}
    assert {name for name, figure in known.items() if figure.value is None} <= {
        "mercury_per_gold", "under_18", "training_coverage", "ppe_coverage", "price_paid", "taxes_receipted",
        "payments_signed", "premium_planned", "premium_receipted", "premium_accrued", "hazardous_proved",
        "incidents_investigated", "mercury_difference", "cyanide_used", "explosives_entries", "reagents_documented",
        "security_reported", "retort_used"}, "the examples show all others"
    for name, figure in known.items():
        assert isinstance(figure.rows, Query)
        assert store.count(figure.rows) == figure.count, name
    assert {name for names in BY_RECORD.values() for name in names} <= FIGURES.keys()
    assert facts_of(["sale", "party"], ["unheard_of"]) == ["fine_sold", "buyers"]
    assert [figure.name for figure in figures.for_records(["sale", "party"], ["documents", "unheard_of"])] == [
        "documents"], "what a requirement names itself is enough"


def test_the_records_of_a_figure_are_those_of_its_period(store: Store) -> None:
    here = make(store, "person", code="A", joined_on=date(2024, 1, 1), left_on=None, informed_on=date(2026, 1, 1))
    make(store, "person", code="B", joined_on=date(2024, 1, 1), left_on=date(2024, 6, 1), informed_on=None)
    for year in (2024, 2025):
        sale = make(store, "sale", code=f"S-{year}", date=date(year, 5, 1))
        make(store, "sale_deduction", sale=sale.id)
    figures = Figures(store, YEAR)
    for name in ("people", "informed"):
        assert [person.id for person in store.find(figures.of(name).rows)] == [here.id], name
    assert [each.sale for each in store.find(figures.of("taxes").rows)] == [sale.id]
    assert figures.of("informed").value == 0


def _possible(shown: dict[str, dict[str, int | str]], total: int | str) -> dict[str, dict[str, set[int]]]:
    """What a reader can work out: every value each hidden cell may have, all tables taken alone with the total."""
    found: dict[str, dict[str, set[int]]] = {}
    for way, cells in shown.items():
        withheld = range(5, 25) if isinstance(total, int) else range(25)
        options = [
            range(1, 5) if value == UNDER_FIVE else withheld if isinstance(value, str) else [value]
            for value in cells.values()
        ]
        fitting = [case for case in product(*options) if not isinstance(total, int) or sum(case) == total]
        found[way] = {name: {case[place] for case in fitting} for place, name in enumerate(cells)}
    return found


def test_no_group_under_five_can_be_worked_out() -> None:
    draw = random.Random(3)
    with speaking("en"):
        for _round in range(300):
            people = [(draw.choice("FMX"), draw.choice("abc")) for _person in range(draw.randrange(1, 16))]
            ways = {
                "sex": {code: sum(sex == code for sex, _role in people) for code in "FMX"},
                "role": {code: sum(role == code for _sex, role in people) for code in "abc"},
            }
            shown, total = protected(ways)
            for way, cells in _possible(shown, total).items():
                for name, values in cells.items():
                    count = ways[way][name]
                    assert not 0 < count < 5 or (count in values and len(values) > 1), (ways, shown, total)


def test_large_groups_are_printed_as_they_are() -> None:
    assert protected({"sex": {"F": 40, "M": 60}}) == ({"sex": {"F": 40, "M": 60}}, 100)
    assert protected({"sex": {"F": 0, "M": 60}})[0] == {"sex": {"F": 0, "M": 60}}
    assert (few(None), few(0), few(4), few(5)) == (None, 0, UNDER_FIVE, 5)


def test_a_sale_without_fineness_is_named(store: Store) -> None:
    make(store, "sale", date=date(2025, 1, 1), fineness=None)
    figure = Figures(store, YEAR).of("fine_sold")
    assert figure.unsure == 1 and figure.unsure_rows is not None
    assert store.find(figure.unsure_rows)[0].id == store.all(Sale)[0].id
