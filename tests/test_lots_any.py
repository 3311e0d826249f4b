"""Whatever is done with lots, in any order: gold is conserved to the milligram, and undo brings everything back."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest
from examples_lots import DAY, batch, delivery, lot, new, party, sale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from armdesk.errors import InvalidRecord
from armdesk.models import Batch, Lot, LotInput, Production, Rate, Sale
from armdesk.services.gold.lot_limits import add_missing
from armdesk.services.gold.lot_plan import Plan, Take, judge
from armdesk.services.gold.lot_stock import sources
from armdesk.services.gold.lots import carry_out, hold, release, sell, sell_part
from armdesk.store import Store

_KEPT = (Production, Batch, Lot, LotInput, Sale, Rate)
STEP = st.tuples(
    st.sampled_from(["production", "purchase", "combination", "split", "processing", "melting", "sale", "part",
                     "hold", "release"]),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 1_000)), min_size=1, max_size=4),
    st.lists(st.integers(1, 10_000), min_size=1, max_size=3), st.integers(7_000, 9_900), st.integers(-30, 900))


def state(store: Store) -> dict[str, dict[str, Any]]:
    """Everything that is alive, as it stands."""
    return {f"{type_.type_name()}/{record.id}": {name: value for name, value in record.values().items()
                                                 if name != "version"}
            for type_ in _KEPT for record in store.all(type_)}


def references(store: Store, *types: Any) -> list[str]:
    return [f"{type_.type_name()}/{record.id}" for type_ in types for record in store.all(type_)]


def plan_of(store: Store, step: Any, number: int, bought: str) -> Plan | None:
    """A plan that may or may not be possible, made of what happens to be there."""
    operation, picks, parts, fineness, loss = step
    there = {"production": (Production,), "combination": (Lot,), "split": (Lot,), "processing": (Batch,),
             "melting": (Lot, Batch, Production)}.get(operation)
    pool = [bought] if there is None else references(store, *there)
    if not pool:
        return None
    takes = []
    for place, share in picks[: 1 if operation in ("split", "purchase") else 4]:
        reference = pool[place % len(pool)]
        left = sources(store, [reference])[reference].left_mg
        takes.append(Take(reference, share * 20 if left is None else left * share // 1_000))
    fine = sum(take.fine_mg or 0 for take in takes) * (10_000 - loss) // 10_000
    lots = [new(f"N-{number}-{place}", fine * part // sum(parts) * 10_000 // fineness, fineness)
            for place, part in enumerate(parts)]
    return Plan(operation, DAY + timedelta(days=30), takes, lots, "porque sí")


def conserved(store: Store) -> None:
    """All gold that ever came in is in lots that are left, was sold, or was declared lost."""
    into: dict[str, int] = defaultdict(int)
    outside = lost = 0
    taken: dict[str, int] = defaultdict(int)
    for row in store.all(LotInput):
        into[row.lot] += row.input_mg - (row.loss_mg or 0)
        lost += row.loss_mg or 0
        if row.input_lot:
            taken[row.input_lot] += row.input_mg
        else:
            outside += row.input_mg
            taken[row.batch or row.production or ""] += row.input_mg
    lots = store.all(Lot)
    known = sources(store, [f"lot/{each.id}" for each in lots])
    left = sold = 0
    for each in lots:
        assert into[each.id] == each.fine_mg, "what went in, less the loss, is what it holds"
        assert taken[each.id] <= each.fine_mg
        source = known[f"lot/{each.id}"]
        rest = each.fine_mg - taken[each.id]
        if each.sale:
            sold += rest
            assert source.left_mg == 0 and each.status == "sold"
        else:
            left += rest
            assert source.left_mg == rest and (each.status == "used") == (rest == 0)
    assert outside == left + sold + lost
    for record in [*store.all(Production), *store.all(Batch)]:
        assert taken[record.id] <= record.fine_mg


def ancestors_are_others(store: Store) -> None:
    parents = defaultdict(set)
    for row in store.all(LotInput):
        if row.input_lot:
            parents[row.lot].add(row.input_lot)
    for start in list(parents):
        seen: set[str] = set()
        waiting = set(parents[start])
        while waiting:
            each = waiting.pop()
            assert each != start
            waiting |= parents[each] - seen
            seen.add(each)


def take_step(store: Store, step: Any, number: int, bought: str) -> bool:
    """Do one thing; False if it was refused, which must leave everything as it was."""
    operation, picks, _parts, fineness, _loss = step
    lots = store.all(Lot)
    chosen = list(dict.fromkeys(lots[place % len(lots)].id for place, _share in picks)) if lots else []
    try:
        if operation == "sale":
            weight = sum(each.left_gross_mg or 0
                         for each in sources(store, [f"lot/{id_}" for id_ in chosen]).values())
            sell(store, sale(f"V-{number}", 40, weight, fineness), chosen)
        elif operation == "part":
            _part(store, chosen[:1], picks[0][1], number, fineness)
        elif operation == "hold":
            hold(store, chosen[:1], "dudoso", DAY) if chosen else None
        elif operation == "release":
            release(store, chosen, "aclarado")
        else:
            plan = plan_of(store, step, number, bought)
            if plan is not None:
                carry_out(store, plan)
    except InvalidRecord:
        return False
    return True


def _part(store: Store, chosen: list[str], share: int, number: int, fineness: int) -> None:
    for id_ in chosen:
        [source] = sources(store, [f"lot/{id_}"]).values()
        sell_part(store, sale(f"V-{number}", 40, (source.left_gross_mg or 0) * share // 1_000, fineness), id_)


def test_gold_is_conserved_and_undo_brings_everything_back(store: Store) -> None:
    add_missing(store)
    bought = party(store)
    for number in range(8):
        delivery(store, 1_000 * (number + 1), 8_000 + number)
    for number in range(3):
        batch(store, f"B-{number}", 33_333 * (number + 1), 8_111)
    for number in range(3):
        lot(store, f"A-{number}", 10_000 * (number + 1))
    done_ever = set()

    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(st.lists(STEP, min_size=1, max_size=9))
    def any_sequence(steps: list[Any]) -> None:
        begun, head = state(store), store.head().seq
        states = []
        for number, step in enumerate(steps):
            before = state(store)
            seq = store.operations(1)[0].seq
            done = take_step(store, step, number, bought)
            if not done:
                assert state(store) == before
            elif store.operations(1)[0].seq != seq:
                states.append(before)
                done_ever.add(step[0])
            conserved(store)
            ancestors_are_others(store)
        for before in reversed(states):
            store.undo()
            assert state(store) == before
        assert state(store) == begun and store.head().seq >= head

    any_sequence()
    assert len(done_ever) >= 6, "chance found too few plans that can be carried out"


def test_a_plan_judged_right_can_be_carried_out(store: Store) -> None:
    """The screen and the operation judge alike: what shows no problem goes through."""
    add_missing(store)
    source = delivery(store, 100_000)
    for number, gross in enumerate((10_000, 11_111, 12_345, 999)):
        plan = Plan("production", DAY, [Take(source, gross * 9 // 10)], [new(f"L-{number}", gross)], "")
        found = judge(store, plan)
        assert found.problems == {} and len(carry_out(store, plan)) == 1


def test_rows_typed_by_hand_never_close_a_circle(store: Store) -> None:
    """A row is refused exactly when it would make something its own ancestor."""
    lots = [store.save(Lot(code=f"C-{number}")).id for number in range(6)]

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=14))
    def any_rows(pairs: list[tuple[int, int]]) -> None:
        kept: set[tuple[int, int]] = set()
        rows = []
        for before, after in pairs:
            circle = before == after or _leads(kept, after, before)
            row = LotInput(lot=lots[after], input_lot=lots[before], operation="melting")
            if circle:
                with pytest.raises(InvalidRecord) as raised:
                    store.save(row)
                assert list(raised.value.problems) == ["input_lot"]
            else:
                rows.append(store.save(row))
                kept.add((before, after))
        store.trash(rows)

    any_rows()


def _leads(pairs: set[tuple[int, int]], start: int, end: int) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        if at == end:
            return True
        fresh = {after for before, after in pairs if before == at} - seen
        seen |= fresh
        waiting += fresh
    return False
