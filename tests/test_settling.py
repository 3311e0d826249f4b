"""Accounts and settlements: every gram settled once, money adds up to the smallest unit, undo gives everything back."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from conftest import NOW
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from armdesk import currencies
from armdesk import workspace as workspaces
from armdesk.errors import InvalidRecord, StaleRecord, UndoRefused
from armdesk.models import AccountEntry, Advance, Payment, Person, Production, Rate, Settlement
from armdesk.services import closing
from armdesk.services.basis.period import month
from armdesk.services.basis.rate_book import RateBook, read
from armdesk.services.money import accounts, settling
from armdesk.services.money.settling import Terms, pay, propose, settle
from armdesk.services.money.shared_entries import Shared, note_for_all, parts
from armdesk.store import Store

MARCH = month(2025, 3)
TODAY = date(2025, 4, 2)
TERMS = Terms(MARCH, "COP", 3_900_000_000, "Asamblea")
"""390,000.00 COP a fine gram."""


def person(store: Store, name: str = "Rosalba Quintín") -> str:
    return str(store.save(Person(name=name, role="member", code=f"A-{name[:2]}")).id)


def deliver(store: Store, who: str, day: date, gross: int, fineness: int | None = 9_000) -> str:
    return str(store.save(Production(date=day, person=who, gross_mg=gross, fineness=fineness)).id)


def advance(store: Store, who: str, amount: int, day: date = date(2025, 2, 3), **more: Any) -> Advance:
    return store.save(Advance(date=day, person=who, amount=amount, currency="COP", **more))


def settle_all(store: Store, terms: Terms = TERMS) -> list[Settlement]:
    return settle(store, propose(store, read(store), terms), terms, TODAY)


def test_what_was_delivered_is_credited_and_what_is_owed_kept_back(store: Store) -> None:
    who = person(store)
    deliver(store, who, date(2025, 3, 3), 10_000)
    deliver(store, who, date(2025, 3, 20), 333)
    deliver(store, who, date(2025, 3, 21), 400, None)
    deliver(store, who, date(2025, 4, 1), 5_000)
    owed = advance(store, who, 100_000_00)
    store.save(AccountEntry(date=date(2025, 3, 31), person=who, kind="due", text="Cuota", amount=20_000_00,
                            currency="COP"))
    [proposal] = propose(store, read(store), TERMS)
    assert (proposal.fine_mg, proposal.without_fineness) == (9_300, 1)
    assert proposal.credits == 9_000 * 39_000 + 300 * 39_000 == 362_700_000
    assert (proposal.debits, proposal.owed_after) == (120_000_00, 0)
    [made] = settle(store, [proposal], TERMS, TODAY)
    assert (made.number, made.net, made.fine_mg) == ("S-00001", 350_700_000, 9_300)
    again = store.get(Advance, owed.id)
    assert again is not None and again.repaid == 100_000_00
    [payment] = pay(store, [made], TODAY, "bank")
    assert (payment.code, payment.amount, payment.settlement) == ("R-00001", made.net, made.id)
    assert pay(store, [made], TODAY, "bank") == [] and accounts.unpaid(store, made) == 0
    [account] = accounts.account(store, who)
    assert account.balance == 0 and account.advances_open == 0
    [summary] = accounts.summaries(store)
    assert summary.balance == 0 and (summary.deliveries, summary.open_mg, summary.unmeasured) == (2, 4_500, 1)


def test_what_a_crew_dug_is_credited_to_nobody_alone(store: Store) -> None:
    who = person(store)
    store.save(Production(date=date(2025, 3, 3), person=who, persons=4, gross_mg=10_000, fineness=9_000))
    assert propose(store, read(store), TERMS) == [] == accounts.summaries(store)


def test_nothing_is_settled_twice(store: Store) -> None:
    who = person(store)
    deliver(store, who, date(2025, 3, 3), 10_000)
    first = propose(store, read(store), TERMS)
    settle(store, first, TERMS, TODAY)
    assert propose(store, read(store), TERMS) == []
    with pytest.raises(StaleRecord):
        settle(store, first, TERMS, TODAY)
    assert len(store.all(Settlement)) == 1


def test_a_settled_delivery_cannot_go_to_the_trash(store: Store) -> None:
    who = person(store)
    delivery = store.get(Production, deliver(store, who, date(2025, 3, 3), 10_000))
    settle_all(store)
    assert delivery is not None
    with pytest.raises(InvalidRecord):
        store.trash([delivery])


def test_an_advance_repaid_meanwhile_stops_the_settlement(store: Store) -> None:
    who = person(store)
    deliver(store, who, date(2025, 3, 3), 10_000)
    owed = advance(store, who, 100_000_00)
    proposals = propose(store, read(store), TERMS)
    owed.repaid = 50_000_00
    store.save(owed)
    with pytest.raises(StaleRecord):
        settle(store, proposals, TERMS, TODAY)
    assert store.all(AccountEntry) == []


def test_no_more_is_kept_back_than_the_dated_share(store: Store) -> None:
    who = person(store)
    deliver(store, who, date(2025, 3, 3), 10_000)
    advance(store, who, 900_000_000)
    store.save(Rate(kind=settling.WITHHELD_SHARE, value=30_000_000, unit="%", valid_from=date(2025, 1, 1),
                    source_text="Asamblea"))
    [proposal] = propose(store, read(store), TERMS)
    assert proposal.credits == 351_000_000
    assert proposal.debits == 105_300_000 and proposal.owed_after == 900_000_000 - 105_300_000


def test_gold_paid_by_hand_is_not_paid_again(store: Store) -> None:
    who = person(store)
    deliver(store, who, date(2025, 3, 3), 10_000)
    store.save(Payment(date=date(2025, 3, 4), person=who, gold_mg=4_000, amount=140_000_000, currency="COP", code="7"))
    [proposal] = propose(store, read(store), TERMS)
    assert proposal.net == 351_000_000 - 140_000_000
    [made] = settle(store, [proposal], TERMS, TODAY)
    pay(store, [made], TODAY, "cash")
    [account] = accounts.account(store, who)
    assert account.balance == 0


def test_the_price_may_be_a_dated_rate(store: Store) -> None:
    book = RateBook([Rate(kind=settling.PRICE, value=380_000_500_000, currency="COP", valid_from=date(2025, 3, 1),
                          source_text="Junta")])
    found = settling.price_of(book, MARCH.ends, "COP")
    assert found is not None and settling.price_steps(found) == 3_800_005_000
    assert settling.price_of(book, MARCH.ends, "USD") is None


def test_undo_gives_everything_back(store: Store) -> None:
    who = person(store)
    deliver(store, who, date(2025, 3, 3), 10_000)
    owed = advance(store, who, 100_000_00)
    before = (accounts.summaries(store), propose(store, read(store), TERMS))
    settle_all(store)
    store.undo()
    assert (accounts.summaries(store), propose(store, read(store), TERMS)) == before
    kept = store.get(Advance, owed.id)
    assert kept is not None and kept.repaid is None and store.all(AccountEntry) == [] == store.all(Settlement)
    store.redo()
    assert [each.number for each in store.all(Settlement)] == ["S-00001"]


def test_a_number_is_not_given_again_after_undo(store: Store) -> None:
    who = person(store)
    deliver(store, who, date(2025, 3, 3), 10_000)
    settle_all(store)
    store.undo()
    [made] = settle_all(store)
    assert made.number == "S-00002"


def test_dues_and_shares_are_noted_for_everybody_in_one_go(store: Store) -> None:
    for name in ("Ana", "Berta", "Carla"):
        person(store, name)
    store.save(Person(name="Obrero", role="worker"))
    store.save(Person(name="Retirada", role="member", status="left", left_on=date(2025, 1, 1)))
    due = Shared("due", "Cuota de marzo", date(2025, 3, 31), 500, "COP")
    assert note_for_all(store, due) == 3
    assert note_for_all(store, replace(due, kind="share", amount=100, divided=True, members=False)) == 4
    assert sorted(each.amount for each in store.all(AccountEntry)) == [25, 25, 25, 25, 500, 500, 500]
    store.undo()
    store.undo()
    assert store.all(AccountEntry) == []


@given(st.integers(0, 10**17), st.integers(0, 3000))
def test_parts_make_the_whole(total: int, count: int) -> None:
    found = parts(total, count)
    assert len(found) == count and sum(found) == (total if count else 0)
    assert not found or max(found) - min(found) <= 1


DAYS = st.integers(0, 89).map(lambda place: date(2025, 1, 1) + timedelta(days=place))
STEPS = st.lists(st.one_of(
    st.tuples(st.just("deliver"), st.integers(0, 2), DAYS, st.integers(1, 500_000),
              st.sampled_from((None, 1, 8_805, 10_000))),
    st.tuples(st.just("advance"), st.integers(0, 2), DAYS, st.integers(1, 10**9)),
    st.tuples(st.just("entry"), st.integers(0, 2), DAYS, st.integers(0, 10**8),
              st.sampled_from(("share", "credit", "deduction", "due", "repayment"))),
    st.tuples(st.just("paid"), st.integers(0, 2), DAYS, st.integers(1, 10**8)),
    st.tuples(st.just("settle"), st.integers(1, 3), st.integers(1, 10**10)),
    st.tuples(st.just("pay")), st.tuples(st.just("undo")),
), min_size=1, max_size=14)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS, currency=st.sampled_from(("COP", "USD", "XOF", "MNT")))
def test_for_any_sequence_money_adds_up_and_nothing_counts_twice(workspace_folder: Path, steps: list[Any],
                                                                currency: str) -> None:
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "workspace"
        shutil.copytree(workspace_folder, folder)
        with workspaces.open_workspace(folder, author="tester", now=lambda: NOW) as opened:
            _play(opened.store, steps, currency)


def _play(store: Store, steps: list[Any], currency: str) -> None:
    people = [person(store, name) for name in ("Ana", "Berta", "Carla")]
    for kind, *what in steps:
        if kind == "deliver":
            who, day, gross, fineness = what
            deliver(store, people[who], day, gross, fineness)
        elif kind == "advance":
            who, day, amount = what
            store.save(Advance(date=day, person=people[who], amount=amount, currency=currency))
        elif kind == "entry":
            who, day, amount, entry = what
            store.save(AccountEntry(date=day, person=people[who], kind=entry, amount=amount, currency=currency))
        elif kind == "paid":
            who, day, amount = what
            store.save(Payment(date=day, person=people[who], amount=amount, currency=currency, gold_mg=1000))
        elif kind == "settle":
            number, price = what
            terms = Terms(month(2025, number), currency, price)
            settle(store, propose(store, RateBook([]), terms), terms, TODAY)
        elif kind == "pay":
            pay(store, store.all(Settlement), TODAY, "cash")
        elif (last := store.undoable()) and ("Settlement" in last.title or "Payment of" in last.title):
            store.undo(last)
        _adds_up(store, people, currency)


def _adds_up(store: Store, people: list[str], currency: str) -> None:
    entries = store.all(AccountEntry)
    settled = [entry.production for entry in entries if entry.production]
    assert len(settled) == len(set(settled)), "a delivery was settled twice"
    for settlement in store.all(Settlement):
        lines = [entry for entry in entries if entry.settlement == settlement.id]
        gained = sum(entry.amount for entry in lines if entry.kind in accounts.CREDITS)
        assert gained == settlement.credits
        assert sum(entry.amount for entry in lines) - gained == settlement.debits
        for entry in lines:
            if entry.production:
                exact = Fraction(entry.fine_mg * entry.price, 10**7) * 10 ** currencies.digits(currency)
                assert abs(exact - entry.amount) <= Fraction(1, 2)
        assert accounts.unpaid(store, settlement) in (settlement.net, 0)
    for advanced in store.all(Advance):
        taken = sum(entry.amount for entry in entries if entry.advance == advanced.id)
        assert taken == (advanced.repaid or 0) <= advanced.amount
    short = {each.person: each for each in accounts.summaries(store) if each.currency == currency}
    for who in people:
        for account in accounts.account(store, who):
            assert account.balance == short[who].balance
            assert account.advances_open == short[who].advances_open
            assert account.balance == sum(line.credit - line.debit for line in account.lines)



def test_a_settlement_that_was_paid_is_not_taken_back_before_its_payment(store: Store) -> None:
    who = person(store)
    deliver(store, who, date(2025, 3, 3), 10_000)
    made = settle_all(store)
    [settled] = store.operations(1)
    pay(store, made, TODAY, "bank")
    with pytest.raises(UndoRefused):
        store.undo(settled)
    store.undo()
    store.undo(settled)
    assert store.all(Settlement) == [] and accounts.account(store, who) == []


def test_a_month_that_was_closed_before_it_was_settled_is_settled_all_the_same(store: Store) -> None:
    who = person(store)
    deliver(store, who, date(2025, 3, 3), 10_000)
    closing.close(store, "2025-03", TODAY, (), by="Rosalba")
    [made] = settle_all(store)
    assert made.net == 351_000_000 and [each.balance for each in accounts.account(store, who)] == [made.net]
