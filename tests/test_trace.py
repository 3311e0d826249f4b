"""The way of the gold: back to the shift, forward to the buyer, where it breaks, and what could mend it."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from examples_lots import DAY, batch, delivery, do, get, lot, new, party, sale
from factories import make

from armdesk.errors import InvalidRecord
from armdesk.models import BatchInput, Lot, LotInput, Sale
from armdesk.services.gold import trace
from armdesk.services.gold.lots import sell
from armdesk.services.gold.proposal import accept, propose
from armdesk.store import Store


def chain(store: Store) -> dict[str, str]:
    """Two deliveries into a batch, its lot split, one part molten with a delivery and sold."""
    person = make(store, "person").id
    first, second = delivery(store, 10_000, person=person), delivery(store, 30_000)
    pot = batch(store, "B-1", 40_000, 9_000)
    for source in (first, second):
        store.save(BatchInput(batch=pot.partition("/")[2], production=source.partition("/")[2]))
    [whole] = do(store, "processing", [pot], new("L-1", 38_000), days=2, reason="Colas")
    left, right = do(store, "split", [f"lot/{whole.id}"], new("L-2", 19_000), new("L-3", 19_000), days=3)
    third = delivery(store, 20_000)
    [bar] = do(store, "melting", [f"lot/{left.id}", third], new("L-4", 38_000), days=4, reason="Escoria")
    sold = sell(store, sale("V-1", gross=38_000), [bar.id])
    return {"first": first, "second": second, "third": third, "pot": pot, "whole": f"lot/{whole.id}",
            "left": f"lot/{left.id}", "right": f"lot/{right.id}", "bar": f"lot/{bar.id}", "sale": f"sale/{sold.id}",
            "person": person}


def test_a_sale_is_walked_back_to_its_deliveries(store: Store) -> None:
    ids = chain(store)
    found = trace.back(store, ids["sale"])
    assert set(found.nodes) == {ids[name] for name in ("first", "second", "third", "pot", "whole", "left", "bar",
                                                       "sale")}
    assert found.breaks == []
    grams = {(edge.source, edge.target): edge.fine_mg for edge in found.edges}
    assert grams[ids["bar"], ids["sale"]] == 34_200
    assert grams[ids["first"], ids["pot"]] == 9_000
    assert grams[ids["whole"], ids["left"]] == 17_100
    assert found.loss_mg == (36_000 - 34_200) + (17_100 + 18_000 - 34_200)
    assert found.nodes[ids["first"]].detail
    # Half of the batch went this way; its deliveries share in that as they were.
    assert found.shares[ids["pot"]] == pytest.approx(18_000, abs=3)
    assert found.shares[ids["second"]] == 3 * found.shares[ids["first"]]
    assert sum(found.shares[ids[name]] for name in ("first", "second", "third")) == pytest.approx(36_000, abs=3)


def test_a_delivery_is_walked_forward_to_its_buyers(store: Store) -> None:
    ids = chain(store)
    found = trace.forward(store, ids["first"])
    assert {node.label for node in found.of("lot")} == {"L-1", "L-2", "L-3", "L-4"}
    assert [(node.label, node.detail) for node in found.of("sale")] == [("V-1", "Compraventa")]
    assert trace.of_person_day(store, ids["person"], DAY) == [ids["first"]]
    assert trace.of_person_day(store, ids["person"], DAY + timedelta(days=1)) == []


def test_around_a_lot_both_ways(store: Store) -> None:
    ids = chain(store)
    found = trace.around(store, ids["left"])
    assert ids["right"] not in found.nodes and ids["sale"] in found.nodes and ids["second"] in found.nodes


def test_a_purchase_is_an_origin_and_no_break(store: Store) -> None:
    [bought] = do(store, "purchase", [(party(store), 9_000)], new("C-1", 10_000))
    found = trace.back(store, f"lot/{bought.id}")
    assert {node.kind for node in found.nodes.values()} == {"lot", "party"} and not found.breaks


@pytest.mark.parametrize("what", ["sale", "lot", "batch", "short"])
def test_where_the_chain_stops_is_named_with_its_reason(store: Store, what: str) -> None:
    if what == "sale":
        start = f"sale/{store.save(sale('V-9')).id}"
        words = "Sale V-9 names no lot: the chain stops here"
    elif what == "lot":
        bare = store.save(Lot(code="B-16", gross_mg=10_000, fineness=9_000, created_on=DAY))
        start = f"sale/{store.save(sale('V-9', lot=bare.id)).id}"
        words = "Lot B-16 has no inputs: the chain stops here"
    elif what == "batch":
        [made] = do(store, "processing", [batch(store)], new("L-1", 44_444), reason="")
        start, words = f"lot/{made.id}", "Batch B-1 has no inputs"
    else:
        made = store.save(Lot(code="L-1", gross_mg=10_000, fineness=9_000, created_on=DAY))
        store.save(LotInput(lot=made.id, production=delivery(store, 5_000).partition("/")[2], input_mg=4_500,
                            operation="production"))
        start, words = f"lot/{made.id}", "Of 9.000 g of lot L-1 only 4.500 g are accounted for."
    [broken] = trace.back(store, start).breaks
    assert words in broken.sentence


def test_what_lies_in_the_trash_is_no_part_of_the_way(store: Store) -> None:
    ids = chain(store)
    rows = store.all(LotInput, lot=get(store, ids["bar"]).id)
    store.trash([row for row in rows if row.production])
    found = trace.back(store, ids["sale"])
    assert ids["third"] not in found.nodes
    assert "accounted for" in found.breaks[0].sentence


def test_a_chain_may_be_longer_than_any_stack(store: Store) -> None:
    from armdesk.record import new_ids

    count = 3_000
    lots = new_ids(count)
    with store.operation("long", kind="import") as writer:
        writer.save_many(Lot, [{"id": id_, "code": f"N-{place}", "gross_mg": 10_000, "fineness": 9_000,
                                "created_on": DAY} for place, id_ in enumerate(lots)], checked=True)
        writer.save_many(LotInput, [{"lot": after, "input_lot": before, "input_mg": 9_000, "operation": "melting"}
                                    for before, after in pairwise(lots)], checked=True)
    assert len(trace.back(store, f"lot/{lots[-1]}").nodes) == count
    assert len(trace.forward(store, f"lot/{lots[0]}").edges) == count - 1
    with pytest.raises(InvalidRecord):
        store.save(LotInput(lot=lots[0], input_lot=lots[-1], input_mg=1, operation="melting"))


def bare_lot(store: Store, code: str, days: int, gross: int = 10_000) -> Any:
    return store.save(Lot(code=code, gross_mg=gross, fineness=9_000, created_on=DAY + timedelta(days=days)))


def test_what_a_lot_could_be_made_of_is_proposed_by_dates_and_only_written_when_accepted(store: Store) -> None:
    deliveries = [delivery(store, 10_000, day=DAY + timedelta(days=day)) for day in range(4)]
    known = delivery(store, 10_000, day=DAY)
    do(store, "production", [known], new("L-0", 10_000), days=0)
    store.save(sale("V-1", days=1, gross=5_000))  # a sale that names no lot used up something too
    first, second = bare_lot(store, "L-1", 2, 15_000), bare_lot(store, "L-2", 3, 30_000)
    before = store.head().seq
    [one, two] = propose(store, {first.id, second.id})
    assert store.head().seq == before
    assert [(part[0], part[2]) for part in one.parts] == [(deliveries[0].partition("/")[2], 4_500),
                                                         (deliveries[1].partition("/")[2], 9_000)]
    assert (one.missing, two.missing) == (0, 27_000 - 18_000)
    assert accept(store, [one]) == 2
    assert {row.proposed for row in store.all(LotInput, lot=first.id)} == {True}
    assert all(edge.proposed for edge in trace.back(store, f"lot/{first.id}").edges)
    with pytest.raises(InvalidRecord):
        accept(store, [one])
    [again] = propose(store, {second.id})
    assert ([part[2] for part in again.parts], again.missing) == ([9_000, 9_000], 9_000)
    store.undo()
    assert store.all(LotInput, lot=first.id) == []


def test_a_lot_taken_out_of_a_sale_is_no_longer_on_its_way(store: Store) -> None:
    ids = chain(store)
    store.trash([store.get(Sale, ids["sale"].partition("/")[2])])  # type: ignore[list-item]
    assert trace.forward(store, ids["first"]).of("sale") == []
    one = lot(store, "A")
    assert trace.forward(store, one).edges == []
