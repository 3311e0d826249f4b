"""What is remembered between two looks holds as long as nobody writes in the registers it came from, and no longer."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count

import pytest

from armdesk.catalogues import load
from armdesk.errors import InvalidRecord
from armdesk.models import Person, Production, Site
from armdesk.query import Query
from armdesk.remembered import month_of_deliveries
from armdesk.services.basis.likeness import steps
from armdesk.services.basis.period import Period
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.rules import RULES
from armdesk.services.safety.hours import SiteHours, site_hours
from armdesk.store import Store
from armdesk.workspace import Workspace, open_workspace

YEAR, TODAY = Period(date(2025, 1, 10), date(2025, 6, 20)), date(2026, 1, 31)
OF_DELIVERIES = ("site_months", "large_delivery", "written_twice", "deliverers", "delivery_receipts")


def test_a_result_is_reckoned_again_once_its_register_was_written(store: Store) -> None:
    numbers = count()

    def ask() -> int:
        return store.remembered.of("a", ("person",), lambda: next(numbers))

    assert [ask(), ask()] == [0, 0]
    store.save(Site(name="La Vega"))
    assert ask() == 0
    store.save(Person(name="Ana", role="member"))
    assert ask() == 1
    store.undo()
    assert ask() == 2
    store.remembered.forget()
    assert ask() == 3


def test_a_month_of_deliveries_is_written_by_what_comes_goes_and_moves(store: Store) -> None:
    def stand() -> tuple[int, ...]:
        return store.remembered.stand(map(month_of_deliveries, ("2025-03", "2025-04", "2025-05")))

    kept = store.save(Production(date=date(2025, 3, 4), gross_mg=1))
    assert stand() == (1, 0, 0)
    kept.date = date(2025, 4, 4)
    store.save(kept)
    assert stand() == (2, 1, 0)
    store.trash([kept])
    assert stand() == (2, 2, 0)
    with store.operation("many") as writer:
        writer.save_many(Production, [{"date": date(2025, 5, 1), "gross_mg": 1}])
    assert stand() == (2, 2, 1)
    store.undo()
    assert stand() == (2, 2, 2)


def test_nothing_is_remembered_of_what_is_given_up(store: Store) -> None:
    def people() -> int:
        return store.remembered.of("people", ("person",), lambda: store.count(Query(Person)))

    assert people() == 0

    def two() -> None:
        with store.operation("two") as writer:
            writer.save(Person(name="Ana", role="member"))
            assert people() == 1
            writer.save(Person())

    with pytest.raises(InvalidRecord):
        two()
    assert people() == 0


def test_who_only_reads_looks_at_the_history(workspace: Workspace) -> None:
    with open_workspace(workspace.folder, read_only=True) as reading:
        before = reading.store.remembered.stand(("person",))
        assert before == reading.store.remembered.stand(("person",))
        workspace.store.save(Person(name="Ana", role="member"))
        assert before != reading.store.remembered.stand(("person",))


def _office(store: Store, chance: random.Random) -> None:
    sites = [store.save(Site(name=f"Site {each}", kind="hard_rock")) for each in range(2)]
    people = [store.save(Person(name=f"Person Number{each}", role="member", left_on=date(2025, 4, 1) if each == 3 else
                                None)) for each in range(5)]
    rows = [{"date": date(2025, 1, 1) + timedelta(days=each // 2), "site": chance.choice(sites).id,
             "person": chance.choice(people).id, "persons": chance.choice((None, 3, 4)),
             "gross_mg": chance.choice((3_000, 3_500, 3_501, 90_000 if each % 50 == 0 else 3_333)),
             "fineness": chance.choice((None, 9_000)), "ore_kg": chance.choice((None, 10)), "head_grade": 3,
             "receipt_no": f"R-{each - (each % 40 == 0):04d}" if each % 60 else None} for each in range(380)]
    with store.operation("books") as writer:
        unknown = {**rows[70], "person": None, "person_as_written": "Nobody"}
        writer.save_many(Production, [*rows, *rows[100:103], unknown])


def _looked_at(store: Store) -> tuple[list[Finding], list[SiteHours]]:
    look = Look(store, load.get("craft-2.0"), YEAR, TODAY)
    return [finding for name in OF_DELIVERIES for finding in RULES[name](look)], site_hours(store, YEAR)


def test_findings_and_hours_follow_every_change_as_if_all_was_read_anew(store: Store) -> None:
    chance = random.Random(4)
    _office(store, chance)
    found, hours = _looked_at(store)
    assert {"large_delivery", "written_twice", "unknown_person", "after_leaving", "receipt_repeated",
            "over_ore"} <= {each.rule for each in found} and hours

    def some() -> Production:
        return chance.choice(store.find(Query(Production)))

    def change() -> None:
        row = some()
        row.date, row.gross_mg, row.persons = date(2025, 2, chance.randint(1, 28)), chance.choice((99_000, 3_000)), 2
        store.save(row)

    def person() -> None:
        row = chance.choice(store.find(Query(Person)))
        row.left_on, row.joined_on = date(2025, chance.randint(1, 6), 1), None
        store.save(row)

    doings: list[Callable[[], object]] = [
        change, person, lambda: store.trash([some()]), store.undo, lambda: store.save(
            Production(date=date(2025, 3, 9), gross_mg=3_333, persons=9, receipt_no="R-0300"))]
    seen = set()
    for _turn in range(25):
        chance.choice(doings)()
        remembered = _looked_at(store)
        store.remembered.forget()
        assert remembered == _looked_at(store)
        seen.add(tuple(each.sentence for each in remembered[0]))
    assert len(seen) > 10


def test_slips_between_words_are_counted_as_the_table_of_both_says() -> None:
    chance = random.Random(2)
    for _turn in range(2_000):
        one, other = ("".join(chance.choice("abcñ") for _letter in range(chance.randint(0, 8))) for _word in range(2))
        assert steps(one, other) == steps(other, one) == _by_table(one, other)


def _by_table(one: str, other: str) -> int:
    table = {(row, 0): row for row in range(len(one) + 1)} | {(0, column): column for column in range(len(other) + 1)}
    for row in range(1, len(one) + 1):
        for column in range(1, len(other) + 1):
            best = min(table[row - 1, column] + 1, table[row, column - 1] + 1,
                       table[row - 1, column - 1] + (one[row - 1] != other[column - 1]))
            if row > 1 and column > 1 and one[row - 1] == other[column - 2] and one[row - 2] == other[column - 1]:
                best = min(best, table[row - 2, column - 2] + 1)
            table[row, column] = best
    return table[len(one), len(other)]
