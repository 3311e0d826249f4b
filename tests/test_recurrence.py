"""Recurring actions: dates at the ends of months, what was missed, and that the past stays as it was."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_action_flow import CHECKED, action

from armdesk.models import Action, SourceOfAction
from armdesk.services.basis import recurrence
from armdesk.services.plan import action_sources, action_work
from armdesk.store import Store

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(DAYS, st.integers(1, 120), st.integers(1, 31), DAYS)
def test_the_next_day_is_the_first_of_the_series_behind_both(due: date, months: int, on_day: int, after: date) -> None:
    found = recurrence.next_due(due, months, on_day, after)
    assert found > due and found > after
    away = (found.year - due.year) * 12 + found.month - due.month
    assert away > 0 and away % months == 0
    assert found.day == min(on_day, monthrange(found.year, found.month)[1])
    before = recurrence.after_months(due, away - months, on_day)
    assert away == months or before <= after


@pytest.mark.parametrize(("due", "months", "expected"), [
    (date(2025, 1, 31), 1, date(2025, 2, 28)), (date(2024, 1, 31), 1, date(2024, 2, 29)),
    (date(2024, 2, 29), 12, date(2025, 2, 28)), (date(2025, 8, 31), 1, date(2025, 9, 30)),
    (date(2025, 12, 15), 1, date(2026, 1, 15)), (date(2023, 2, 28), 12, date(2024, 2, 28)),
])
def test_ends_of_months_and_leap_years(due: date, months: int, expected: date) -> None:
    assert recurrence.next_due(due, months, due.day, due) == expected


def test_the_31st_comes_back_after_february() -> None:
    days, due = [], date(2025, 1, 31)
    for _time in range(4):
        due = recurrence.next_due(due, 1, 31, due)
        days.append(due)
    assert days == [date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30), date(2025, 5, 31)]


def test_a_series_that_does_not_go_on_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one month"):
        recurrence.next_due(date(2025, 1, 31), 0, 31, date(2025, 1, 31))


def test_what_is_done_brings_the_next_and_only_once(store: Store) -> None:
    first = action(store, number="A-7", repeat_months=1, due_on=date(2025, 1, 31), adopted_on=date(2025, 1, 2))
    action_sources.link(store, [first.id], ["requirement/craft-2.0/M.1/5.2/P.4"])
    [second_id] = action_work.move(store, [first.id], "done", {"done_on": date(2025, 1, 30)}, date(2025, 1, 30))
    second = store.get(Action, second_id)
    assert second is not None
    assert (second.number, second.status, second.due_on, second.repeat_day) == ("A-7.2", "open", date(2025, 2, 28), 31)
    [tie] = store.all(SourceOfAction, action=second_id)
    assert tie.target == "requirement/craft-2.0/M.1/5.2/P.4"
    assert action_work.move(store, [first.id], "closed", CHECKED, date(2025, 7, 1)) == []
    second.status, second.done_on = "done", date(2025, 2, 27)
    action_work.keep(store, second, date(2025, 2, 27))
    third = store.one(Action, repeat_of=second_id)
    assert third is not None and (third.number, third.due_on) == ("A-7.3", date(2025, 3, 31))


def test_missed_rounds_do_not_pile_up(store: Store) -> None:
    record = action(store, repeat_months=1, due_on=date(2025, 1, 15), adopted_on=date(2025, 1, 2))
    [made] = action_work.move(store, [record.id], "done", {"done_on": date(2025, 4, 20)}, date(2025, 4, 20))
    assert store.get(Action, made).due_on == date(2025, 5, 15)  # type: ignore[union-attr]  # it was just made


def test_a_changed_schedule_changes_what_comes_and_not_what_was(store: Store) -> None:
    record = action(store, repeat_months=1, due_on=date(2025, 1, 15), adopted_on=date(2025, 1, 2))
    [made] = action_work.move(store, [record.id], "done", {"done_on": date(2025, 1, 14)}, date(2025, 1, 14))
    second = store.get(Action, made)
    assert second is not None
    second.repeat_months = 6
    store.save(second)
    action_work.move(store, [made], "done", {"done_on": date(2025, 2, 10)}, date(2025, 2, 10))
    assert store.one(Action, repeat_of=made).due_on == date(2025, 8, 15)  # type: ignore[union-attr]  # just made
    first = store.get(Action, record.id)
    assert first is not None and (first.repeat_months, first.due_on) == (1, date(2025, 1, 15))


def test_an_extension_moves_one_and_not_the_series(store: Store) -> None:
    record = action(store, repeat_months=3, due_on=date(2025, 1, 15), adopted_on=date(2025, 1, 2))
    action_work.extend(store, record, date(2025, 2, 10), "Llovió", "Junta", date(2025, 1, 14))
    [made] = action_work.move(store, [record.id], "done", {"done_on": date(2025, 2, 9)}, date(2025, 2, 9))
    assert store.get(Action, made).due_on == date(2025, 4, 15)  # type: ignore[union-attr]  # it was just made
