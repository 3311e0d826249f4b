"""One value for many records: what they hold, all or none, those that can, undone as one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import make

from armdesk.errors import Cancelled
from armdesk.models import RECORDS
from armdesk.models.lots import Lot
from armdesk.models.organisation import Crew
from armdesk.models.people import Person
from armdesk.models.plan import Action
from armdesk.models.production import Production
from armdesk.models.trade import Payment
from armdesk.record import Record
from armdesk.services import changing
from armdesk.store import Store


@pytest.fixture
def days(store: Store) -> list[Production]:
    """Twelve deliveries: nine of one crew, three of none; one of them a day without work."""
    crew = store.save(Crew(name="Turno 1"))
    made = [store.save(Production(date=date(2025, 3, day), crew=crew.id if day < 10 else None, gross_mg=1000,
                                  fineness=8800)) for day in range(1, 12)]
    return [*made, store.save(Production(date=date(2025, 3, 12), no_work=True))]


def ids(records: list[Any]) -> list[str]:
    return [record.id for record in records]


def test_what_the_rows_hold_now_is_counted(store: Store, days: list[Production]) -> None:
    held = changing.held(store, Production, ids(days), Production.field("crew"))
    assert held.values == {days[0].crew: 9, None: 3}
    assert list(held.versions) == ids(days), "in the order they were marked"
    assert (changing.differing(held, days[0].crew), changing.differing(held, None)) == (3, 9)


def test_all_change_as_one_operation_and_are_undone_as_one(store: Store, days: list[Production]) -> None:
    other = store.save(Crew(name="Turno 2"))
    held = changing.held(store, Production, ids(days), Production.field("crew"))
    outcome = changing.change(store, held, other.id)
    assert (outcome.changed, outcome.refusals) == (12, 0)
    assert store.operations(1)[0].title == "Crew of 12 records changed: Production"
    assert {each.crew for each in store.all(Production)} == {other.id}
    store.undo()
    assert {each.id: each.crew for each in store.all(Production)} == {each.id: each.crew for each in days}


def test_rows_that_hold_the_value_are_left_alone(store: Store, days: list[Production]) -> None:
    held = changing.held(store, Production, ids(days), Production.field("crew"))
    assert changing.change(store, held, days[0].crew).changed == 3
    assert [store.get(Production, each.id).version for each in days] == [1] * 9 + [2] * 3  # type: ignore[union-attr]


def test_what_follows_from_the_field_follows(store: Store, days: list[Production]) -> None:
    changing.change(store, changing.held(store, Production, ids(days[:3]), Production.field("fineness")), 5000)
    assert [store.get(Production, each.id).fine_mg for each in days[:3]] == [500] * 3  # type: ignore[union-attr]


def test_nothing_changes_unless_all_can_or_the_person_says_so(store: Store, days: list[Production]) -> None:
    head = store.head()
    held = changing.held(store, Production, ids(days), Production.field("gross_mg"))
    tried = changing.change(store, held, 2000)
    assert (tried.changed, tried.passed, tried.refusals) == (0, 11, 1)
    assert [(each.record, each.reason) for each in tried.refused] == [
        (days[-1].id, "A day without work cannot have a weight.")]
    assert store.head() == head, "not a line of history"
    outcome = changing.change(store, held, 2000, those_that_can=tried.passed)
    assert (outcome.changed, outcome.refusals) == (11, 1)
    assert store.operations(1)[0].title == "Gross weight of 11 records changed: Production"
    assert store.total(changing.Query(Production), "gross_mg") == 22_000


def test_rows_changed_or_gone_meanwhile_are_told(store: Store, days: list[Production]) -> None:
    held = changing.held(store, Production, ids(days), Production.field("crew"))
    days[0].note = "written by another"
    store.save(days[0])
    store.trash([days[1]])
    tried = changing.change(store, held, None)
    assert (tried.changed, [each.record for each in tried.refused]) == (0, [days[0].id, days[1].id])
    assert "changed since you looked" in tried.refused[0].reason and "not there any more" in tried.refused[1].reason
    again = changing.held(store, Production, ids(days), Production.field("crew"))
    assert days[1].id not in again.versions
    assert changing.change(store, again, None).changed == 8


def test_a_link_that_is_in_the_trash_is_refused(store: Store, days: list[Production]) -> None:
    gone = store.save(Crew(name="Old"))
    store.trash([gone])
    held = changing.held(store, Production, ids(days), Production.field("crew"))
    tried = changing.change(store, held, gone.id)
    assert (tried.changed, tried.refusals) == (0, 12)


def test_a_change_that_is_stopped_leaves_nothing(store: Store, days: list[Production],
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changing, "_BLOCK", 5)

    class Stops:
        def step(self, done: int, total: int, text: str = "") -> None:
            assert total == 12
            if done:
                raise Cancelled("stopped")

    head = store.head()
    with pytest.raises(Cancelled):
        changing.change(store, changing.held(store, Production, ids(days), Production.field("crew")), None,
                        progress=Stops())
    assert store.head() == head


def test_what_was_typed_follows_the_value(store: Store) -> None:
    lots = [store.save(Lot(code=f"L-{each}", gross_mg=4600, typed='{"gross_mg": "1 cast", "silver": "x"}'))
            for each in range(2)]
    changing.change(store, changing.held(store, Lot, ids(lots), Lot.field("gross_mg")), 9200, typed="2 cast")
    assert store.get(Lot, lots[0].id).typed_texts() == {"gross_mg": "2 cast", "silver": "x"}  # type: ignore[union-attr]
    changing.change(store, changing.held(store, Lot, ids(lots), Lot.field("gross_mg")), 1000)
    assert store.get(Lot, lots[0].id).typed_texts() == {"silver": "x"}  # type: ignore[union-attr]


def test_amounts_know_their_currencies(store: Store) -> None:
    payments = [make(store, "payment", amount=100, currency=currency) for currency in ("USD", "PEN", "USD")]
    held = changing.held(store, Payment, ids(payments), Payment.field("amount"))
    assert held.currencies == {"USD", "PEN"}


@pytest.mark.parametrize("type_", RECORDS, ids=lambda type_: str(type_.type_name()))
def test_no_field_that_names_one_record_is_offered(type_: type[Record]) -> None:
    offered = changing.changeable(type_)
    assert not [field.name for field in offered if field.is_unique or field.readonly or field.personal == "identity"]


def test_names_and_numbers_are_not_offered_what_groups_rows_is() -> None:
    names = [field.name for field in changing.changeable(Production)]
    assert names[:4] == ["date", "site", "crew", "person"], "as the list shows them"
    assert {"person_as_written", "fine_mg"}.isdisjoint(names)
    assert {"name", "code", "id_number"}.isdisjoint(field.name for field in changing.changeable(Person))


def test_many_actions_done_go_on_as_one_by_one(store: Store) -> None:
    plain: dict[str, Any] = dict.fromkeys(("repeat_months", "repeat_day", "repeat_of", "done_on", "effective",
                                           "effect_checked_on", "effect_checked_by", "note"))
    day = date(2025, 3, 28)
    monthly, undated = (make(store, "action", **{**plain, "number": number, "status": "open", "progress": 0,
                                                 "adopted_on": date(2025, 1, 10), "due_on": date(2025, 3, 31),
                                                 "repeat_months": 1, "done_on": done})
                        for number, done in (("A-1", day), ("A-2", None)))
    field = Action.field("status")
    tried = changing.change(store, changing.held(store, Action, ids([monthly, undated]), field), "done")
    assert (tried.changed, tried.passed) == (0, 1)
    assert [(each.record, each.reason) for each in tried.refused] == [(undated.id, "Say on which day it was done.")]
    changing.change(store, changing.held(store, Action, ids([monthly, undated]), field), "done", those_that_can=1)
    (coming,) = [each for each in store.all(Action) if each.repeat_of == monthly.id]
    assert (coming.number, coming.status, coming.due_on) == ("A-1.2", "open", date(2025, 4, 30))
    done = store.get(Action, monthly.id)
    assert done is not None and (done.status, done.progress) == ("done", 100)
    shut = changing.change(store, changing.held(store, Action, [monthly.id], field), "closed")
    assert shut.changed == 0 and "only after its effect was checked" in shut.refused[0].reason
    jump = changing.change(store, changing.held(store, Action, [undated.id], field), "closed")
    assert jump.changed == 0 and "only after it was done" in jump.refused[0].reason
    store.undo()
    assert not [each for each in store.all(Action) if each.repeat_of == monthly.id], "one operation, one undo"
