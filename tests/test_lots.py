"""What is done with lots: each operation, what it refuses beside which field, and that one undo takes it back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from examples_lots import DAY, batch, delivery, do, get, lot, new, party, sale
from factories import make

from armdesk.errors import InvalidRecord, UndoRefused
from armdesk.models import Assay, BatchInput, CustodyTransfer, Lot, LotInput, Rate, Sale
from armdesk.services.gold import determined, lot_limits
from armdesk.services.gold.lot_plan import Plan, Take, judge, shares
from armdesk.services.gold.lot_stock import sources
from armdesk.services.gold.lots import hold, judge_part, judge_sale, release, sell, sell_part
from armdesk.store import Store


def left(store: Store, reference: str) -> int | None:
    return sources(store, [reference])[reference].left_mg


def refused(store: Store, *args: Any, **more: Any) -> dict[str, list[str]]:
    before = store.head().seq
    with pytest.raises(InvalidRecord) as raised:
        do(store, *args, **more)
    assert store.head().seq == before, "nothing of it was kept"
    return raised.value.problems


def test_a_lot_of_deliveries_and_what_is_left_of_them(store: Store) -> None:
    first, second = delivery(store, 10_000), delivery(store, 20_000)
    [made] = do(store, "production", [first, (second, 6_000)], new("L-1", 16_600), reason="Escoria")
    assert (left(store, first), left(store, second)) == (0, 12_000)
    rows = store.all(LotInput, lot=made.id)
    assert sorted(row.input_mg for row in rows) == [6_000, 9_000]
    assert sum(row.loss_mg or 0 for row in rows) == 15_000 - 14_940
    assert {(row.operation, row.date, row.loss_reason) for row in rows} == {
        ("production", DAY + timedelta(days=5), "Escoria"), ("production", DAY + timedelta(days=5), None)}
    assert made.created_on == DAY + timedelta(days=5)
    assert store.undoable().title == "Lot from deliveries: L-1"  # type: ignore[union-attr]
    store.undo()
    assert (left(store, first), left(store, second)) == (9_000, 18_000)
    assert store.all(Lot) == [] and store.all(LotInput) == []


def test_combine_split_and_melt(store: Store) -> None:
    one, two = lot(store, "L-1", 10_000), lot(store, "L-2", 20_000)
    [both] = do(store, "combination", [one, two], new("L-3", 30_000))
    assert get(store, one).status == get(store, two).status == "used"
    parts = do(store, "split", [(f"lot/{both.id}", 18_000)], new("L-3a", 8_000), new("L-3b", 12_000))
    assert [part.fine_mg for part in parts] == [7_200, 10_800]
    assert left(store, f"lot/{both.id}") == 9_000 and get(store, f"lot/{both.id}").status == "open"
    [bar] = do(store, "melting", [f"lot/{parts[0].id}", f"lot/{parts[1].id}"], new("L-4", 19_000, 9_400),
               reason="Escoria y gases")
    loss = sum(row.loss_mg or 0 for row in store.all(LotInput, lot=bar.id))
    assert loss == 18_000 - bar.fine_mg
    assert [operation.title for operation in store.operations(3)] == [
        "Melted: L-3a, L-3b → L-4", "Lot split: L-3 → L-3a, L-3b", "Lots combined: L-1, L-2 → L-3"]
    for _step in range(3):
        store.undo()
    assert get(store, one).status == "open" and left(store, one) == 9_000


def test_a_batch_and_gold_bought_become_lots(store: Store) -> None:
    do(store, "processing", [batch(store)], new("L-1", 44_000, 9_000), reason="Fundición")
    [bought] = do(store, "purchase", [(party(store), 4_500)], new("C-1", 5_000))
    [row] = store.all(LotInput, lot=bought.id)
    assert (row.input_mg, row.operation, row.loss_mg) == (4_500, "purchase", None)


@pytest.mark.parametrize(("takes", "lots", "more", "where", "words"), [
    ([], [("N", 1_000)], {}, "", "Choose what"),
    (["A"], [("N", 10_000)], {}, "", "cannot be combined"),
    (["A", "A"], [("N", 10_000)], {}, "take.1", "twice"),
    (["A", ("B", 9_001)], [("N", 20_000)], {}, "take.1", "Only 9.000 g of fine gold of B are left."),
    (["A", ("B", 0)], [("N", 10_000)], {}, "take.1", "more than nothing"),
    (["A", "B"], [], {}, "", "Describe the new lot"),
    (["A", "B"], [("A", 20_000)], {}, "lot.0.code", "already used"),
    (["A", "B"], [("N", 10_000), ("N", 10_000)], {}, "lot.1.code", "already used"),
    (["A", "B"], [("N", None)], {}, "lot.0.gross_mg", "needed"),
    (["A", "B"], [("N", -5)], {}, "lot.0.gross_mg", "at least"),
    (["A", "B"], [("N", 20_000, 10_001)], {}, "lot.0.fineness", "at most"),
    (["A", "B"], [("N", 19_900)], {}, "loss_reason", "Say where 0.090 g"),
    (["A", "B"], [("N", 20_100)], {}, "lot.0.gross_mg", "no limit"),
    (["A", "B"], [("N", 20_000)], {"days": 0}, "day", "made on 2025-03-04"),
])
def test_what_cannot_be_is_a_sentence_beside_its_field(store: Store, takes: Any, lots: Any, more: Any, where: str,
                                                       words: str) -> None:
    known = {code: lot(store, code) for code in "AB"}
    chosen = [(known[each[0]], each[1]) if isinstance(each, tuple) else known[each] for each in takes]
    problems = refused(store, "combination", chosen, *[new(*each) for each in lots], **more)
    assert words in " ".join(problems[where]), problems


def test_gold_does_not_grow_beyond_the_limit_of_the_office(store: Store) -> None:
    assert lot_limits.add_missing(store) == 9 and lot_limits.add_missing(store) == 0
    one, two = lot(store, "A", 100_000), lot(store, "B", 100_000)
    assert "at most 0.10 %" in " ".join(refused(store, "combination", [one, two], new("N", 200_300))["lot.0.gross_mg"])
    assert "Say why" in " ".join(refused(store, "combination", [one, two], new("N", 200_100))["loss_reason"])
    [made] = do(store, "combination", [one, two], new("N", 200_100), reason="Otra balanza")
    assert sum(row.loss_mg or 0 for row in store.all(LotInput, lot=made.id)) == -90
    plan = Plan("melting", DAY + timedelta(days=9), [Take(f"lot/{made.id}")], [new("M", 180_000)], "Mucha escoria")
    assert judge(store, plan).warnings and not judge(store, plan).problems
    for rate in store.all(Rate, kind="melt_loss"):
        rate.valid_to = DAY
        store.save(rate)
    assert not judge(store, plan).warnings, "a limit that has ended says nothing"


def test_what_is_on_hold_says_why_and_who_may_release_it(store: Store) -> None:
    one, two = lot(store, "A"), lot(store, "B")
    with pytest.raises(InvalidRecord) as raised:
        hold(store, [get(store, one).id], " ", DAY)
    assert list(raised.value.problems) == ["reason"]
    hold(store, [get(store, one).id], "Ensaye dudoso.", date(2025, 3, 6), "Tesorera")
    problems = refused(store, "combination", [one, two], new("N", 20_000))
    assert problems["take.0"] == [
        "Lot A is on hold since 2025-03-06: Ensaye dudoso. Tesorera may release it, with a reason."]
    assert list(judge_sale(store, sale("V-1"), [get(store, one).id]).problems) == ["lot.0"]
    with pytest.raises(InvalidRecord) as raised:
        store.save(sale("V-1", lot=get(store, one).id))
    assert list(raised.value.problems) == ["lot"]
    with pytest.raises(InvalidRecord) as raised:
        store.save(LotInput(lot=get(store, two).id, input_lot=get(store, one).id, input_mg=5, operation="melting"))
    assert list(raised.value.problems) == ["input_lot"]
    held = get(store, one)
    held.sale = store.save(sale("V-1")).id
    with pytest.raises(InvalidRecord) as raised:
        store.save(held)
    assert list(raised.value.problems) == ["sale"]
    with pytest.raises(InvalidRecord):
        release(store, [held.id], "")
    release(store, [held.id], "El umpire dio 900")
    assert store.undoable().title == "Released: A. El umpire dio 900"  # type: ignore[union-attr]
    assert (get(store, one).status, get(store, one).hold_reason) == ("open", None)
    hold(store, [held.id], "Orden de la autoridad", DAY, freeze=True)
    assert get(store, one).status == "frozen"
    store.undo()
    assert get(store, one).status == "open"


def test_a_part_of_a_lot_is_split_off_and_sold_in_one_operation(store: Store) -> None:
    one = lot(store, "A", gold_class="other")
    id_, before = get(store, one).id, store.operations(1)[0].seq
    for gross, fault in ((10_000, "sell it whole"), (10_001, "more cannot be sold"), (20_000, "more cannot be sold")):
        assert fault in " ".join(judge_part(store, sale("V-1", gross=gross), id_).problems["gross_mg"])
    assert "date" in judge_part(store, sale("V-1", days=0, gross=4_000), id_).problems
    typed = sale("V-1", gross=4_000, fineness=8_950, gold_class="other")
    made = sell_part(store, typed, id_, determined_by="Comprador")
    part = store.get(Lot, made.lot)
    assert part is not None and (part.code, part.gross_mg, part.fineness, part.status) == ("A-1", 4_000, 9_000, "sold")
    assert (part.sale, part.determined_fineness, part.gold_class) == (made.id, 8_950, "other")
    assert left(store, one) == 5_400 and get(store, one).status == "open" and get(store, one).sale is None
    [row] = store.all(LotInput, lot=part.id)
    assert (row.input_lot, row.input_mg, row.loss_mg, row.operation) == (id_, 3_600, None, "split")
    assert store.operations(1)[0].seq == before + 1, "one operation"
    again = sell_part(store, sale("V-2", gross=5_999, gold_class="other"), id_)
    assert store.get(Lot, again.lot).code == "A-2" and left(store, one) == 1
    store.undo()
    store.undo()
    assert left(store, one) == 9_000 and store.all(Sale) == [] and [each.code for each in store.all(Lot)] == ["A"]


def test_nothing_is_sold_of_a_lot_on_hold(store: Store) -> None:
    one = get(store, lot(store, "A"))
    hold(store, [one.id], "dudoso", DAY)
    with pytest.raises(InvalidRecord) as raised:
        sell_part(store, sale("V-1", gross=4_000), one.id)
    assert "dudoso" in raised.value.problems["lot.0"][0] and store.all(Sale) == []


def test_selling_takes_lots_whole_and_once(store: Store) -> None:
    one, two = lot(store, "A"), lot(store, "B", 20_000)
    ids = [get(store, each).id for each in (one, two)]
    assert "buyer" in judge_sale(store, sale("V-1", buyer_as_written=None), ids).problems
    assert "date" in judge_sale(store, sale("V-1", days=0), ids).problems
    assert "gross_mg" in judge_sale(store, sale("V-1", gross=30_100), ids).problems
    made = sell(store, sale("V-1", gross=30_000, fineness=8_990), ids)
    assert made.lot is None and {get(store, each).sale for each in (one, two)} == {made.id}
    assert get(store, one).status == "sold" and left(store, one) == 0
    assert "sold in V-1" in " ".join(refused(store, "combination", [one, two], new("N", 30_000))["take.0"])
    with pytest.raises(InvalidRecord) as raised:
        sell(store, sale("V-2"), ids[:1])
    assert "sold in V-1" in raised.value.problems["lot.0"][0]
    store.undo()
    assert left(store, one) == 9_000 and store.all(Sale) == []
    kept = sell(store, sale("V-3", gross=9_990, fineness=8_980), ids[:1], determined_by="Comprador")
    sold = get(store, one)
    assert (sold.gross_mg, sold.fineness, sold.determined_gross_mg, sold.determined_fineness) == (
        10_000, 9_000, 9_990, 8_980)
    assert (kept.lot, sold.determined_by, sold.determined_on) == (sold.id, "Comprador", kept.date)


def test_a_sale_typed_before_its_lot_is_refused_beside_the_date(store: Store) -> None:
    one = lot(store, "A", days=4)
    with pytest.raises(InvalidRecord) as raised:
        store.save(sale("V-1", days=3, lot=get(store, one).id))
    assert "made on 2025-03-07" in raised.value.problems["date"][0]


@pytest.mark.parametrize(("classes", "result", "allowed"), [
    (("certified", "certified"), "certified", True), (("certified", "certified"), "other", True),
    (("ecological", "ecological"), "certified", True), (("certified", "certified"), "ecological", False),
    (("certified", "ecological"), "certified", False), (("certified", "ecological"), "other", True),
    (("certified", "other"), "certified", False), (("certified", None), "certified", False),
    ((None, None), None, True), ((None, None), "certified", False), ((None, None), "other", True),
    (("certified", "certified"), None, False),
])
def test_classes_of_gold_are_kept_apart(store: Store, classes: Any, result: str | None, allowed: bool) -> None:
    both = [lot(store, code, gold_class=kind) for code, kind in zip("AB", classes, strict=True)]
    if allowed:
        do(store, "combination", both, new("N", 20_000, gold_class=result))
    else:
        assert "lot.0.gold_class" in refused(store, "combination", both, new("N", 20_000, gold_class=result))


def test_a_class_is_not_raised_by_the_form_afterwards(store: Store) -> None:
    one, two = (lot(store, code, gold_class="other") for code in "AB")
    [both] = do(store, "combination", [one, two], new("N", 20_000, gold_class="other"))
    both.gold_class = "certified"
    with pytest.raises(InvalidRecord) as raised:
        store.save(both)
    assert list(raised.value.problems) == ["gold_class"]


def test_no_lot_is_its_own_ancestor_whichever_way_it_is_written(store: Store) -> None:
    one, two = lot(store, "A"), lot(store, "B")
    [third] = do(store, "combination", [(one, 4_000), (two, 4_000)], new("C", 8_889))
    ids = {"lot": get(store, one).id, "input_lot": third.id, "input_mg": 1, "operation": "melting"}
    for write in (lambda: store.save(LotInput(**ids)),
                  lambda: _many(store, [ids]),
                  lambda: _many(store, [ids], kind="import")):
        with pytest.raises(InvalidRecord) as raised:
            write()
        assert "would become its own ancestor" in raised.value.problems["input_lot"][0]


def _many(store: Store, rows: list[dict[str, Any]], kind: str = "edit") -> None:
    with store.operation("rows", kind=kind) as writer:
        writer.save_many(LotInput, rows, checked=True)


def test_a_circle_through_a_batch_or_through_the_trash_is_refused_too(store: Store) -> None:
    pot = batch(store)
    [made] = do(store, "processing", [(pot, 10_000)], new("L-1", 11_111), reason="")
    with pytest.raises(InvalidRecord) as raised:
        store.save(BatchInput(batch=pot.partition("/")[2], lot=made.id, input_mg=100))
    assert list(raised.value.problems) == ["lot"]
    one, two = lot(store, "A"), lot(store, "B")
    there = store.save(LotInput(lot=get(store, two).id, input_lot=get(store, one).id, input_mg=10, operation="melting"))
    store.trash([there])
    store.save(LotInput(lot=get(store, one).id, input_lot=get(store, two).id, input_mg=10, operation="melting"))
    with pytest.raises(InvalidRecord):
        store.restore([there])
    trashing = store.operations(2)[1]
    with pytest.raises(UndoRefused, match="own ancestor"):
        store.undo(trashing)


def test_more_than_there_is_cannot_be_taken_by_the_form_either(store: Store) -> None:
    one, two = lot(store, "A"), lot(store, "B")
    kept = store.save(LotInput(lot=get(store, two).id, input_lot=get(store, one).id, input_mg=9_000,
                               operation="melting"))
    kept.input_mg = 9_001
    with pytest.raises(InvalidRecord) as raised:
        store.save(kept)
    assert raised.value.problems == {"input_mg": [
        "More fine gold was taken of A than there is: 0.001 g too much."]}
    light = get(store, one)
    light.gross_mg = 9_000
    with pytest.raises(InvalidRecord) as raised:
        store.save(light)
    assert list(raised.value.problems) == ["gross_mg"]
    fresh = get(store, one)
    fresh.note = "otra cosa"
    store.save(fresh)
    source = delivery(store)
    twice = {"lot": get(store, two).id, "production": source.partition("/")[2], "input_mg": 5_000,
             "operation": "production"}
    store.save(LotInput(**twice))
    with pytest.raises(InvalidRecord):
        store.save(LotInput(**twice))
    _many(store, [{**twice}], kind="import")  # what an office wrote long ago is taken as it is; the checks find it


def test_gold_already_in_a_batch_is_not_there_for_a_lot(store: Store) -> None:
    source, pot = delivery(store), batch(store)
    store.save(BatchInput(batch=pot.partition("/")[2], production=source.partition("/")[2], input_mg=4_000))
    assert left(store, source) == 9_000 - 3_600
    assert left(store, delivery(store, fineness=None)) is None


def test_what_was_determined_stands_beside_what_was_declared(store: Store) -> None:
    lot_limits.add_missing(store)
    made = get(store, lot(store, "A"))
    for party_, method, fineness in (("own", "touchstone", 9_100), ("own", "xrf", 9_080), ("buyer", "fire", 8_970)):
        store.save(Assay(lot=made.id, party=party_, method=method, fineness=fineness, date=DAY))
    for day, weight in ((6, 9_990), (7, 9_980)):
        store.save(CustodyTransfer(lot=made.id, date=DAY + timedelta(days=day), gross_from_mg=10_000,
                                   gross_to_mg=weight, to_party="Comprador"))
    found = determined.measures(store, made)
    fineness = [each for each in found if each.what == determined.FINENESS]
    assert [each.value for each in fineness] == [8_970, 9_080, 9_100]
    assert [each.apart for each in fineness] == [True, False, False]
    weight = determined.best(found, determined.WEIGHT)
    assert weight is not None and weight.value == 9_980 and weight.apart
    store.save(Assay(lot=made.id, party="umpire", method="xrf", fineness=9_010, date=DAY))
    best = determined.best(determined.measures(store, made), determined.FINENESS)
    assert best is not None and best.value == 9_010
    kept = determined.keep(store, made, weight=weight, fineness=best)
    assert (kept.gross_mg, kept.fineness, kept.determined_gross_mg, kept.determined_fineness) == (
        10_000, 9_000, 9_980, 9_010)
    assert kept.determined_by == "Weight received · Comprador; Umpire · XRF"


def test_weights_are_spread_to_the_milligram() -> None:
    assert shares([10, 11], [1, 1, 1]) == [[3, 3], [3, 4], [4, 4]]


def test_an_operation_wrong_in_the_meantime_is_refused_inside(store: Store) -> None:
    make(store, "lot", code="X", status="open", hold_reason=None, sale=None, determined_by=None)
    with pytest.raises(InvalidRecord):
        do(store, "split", ["lot/" + "0" * 32], new("N", 10))
