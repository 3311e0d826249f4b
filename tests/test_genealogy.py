"""The drawing of a genealogy: to the right by date, nothing over another, ribbons as wide as their gold."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest
from examples_lots import delivery, do, lot, new
from test_trace import chain

from armdesk.services.gold import genealogy, layers, trace
from armdesk.services.gold.genealogy import BOX, Drawing
from armdesk.services.gold.trace import Trace
from armdesk.services.gold.trace_rows import Edge, Node
from armdesk.store import Store


def made(seed: int, count: int) -> Trace:
    """A large invented genealogy: lots made of one to three earlier ones."""
    draw = random.Random(seed)
    found = Trace([], "both")
    for place in range(count):
        reference = f"lot/{place:032x}"
        day = date(2024, 1, 1) + timedelta(days=place // 3)
        found.nodes[reference] = Node(reference, f"L-{place}", day, 10_000, 9_000, draw.randint(1_000, 90_000))
        for before in draw.sample(range(max(0, place - 40), place), min(place, draw.randint(0, 3))):
            found.edges.append(Edge(f"lot/{before:032x}", reference, draw.randint(500, 20_000), "melting",
                                    draw.choice([0, 0, 300])))
    return found


def apart(drawing: Drawing) -> bool:
    by_column = defaultdict(list)
    for box in drawing.boxes:
        by_column[box.x].append((box.y, box.y + box.height + box.loss))
    return all(before[1] <= after[0] for spans in by_column.values() for before, after in pairwise(sorted(spans)))


def test_a_chain_reads_from_left_to_right(store: Store) -> None:
    ids = chain(store)
    found = trace.back(store, ids["sale"])
    drawing = genealogy.draw(found)
    places = {reference: box for box in drawing.boxes for reference in box.references}
    for edge in found.edges:
        assert places[edge.source].right < places[edge.target].x
    assert apart(drawing) and min(box.y for box in drawing.boxes) == pytest.approx(0)
    assert places[ids["bar"]].loss_mg == 900 and places[ids["bar"]].loss > 0
    widths = {(ribbon.source, ribbon.target): ribbon.width for ribbon in drawing.ribbons}
    assert widths[ids["whole"], ids["left"]] * 2 == pytest.approx(widths[ids["bar"], ids["sale"]], rel=0.01)
    assert genealogy.draw(trace.back(store, ids["sale"])) == drawing


def test_the_path_of_the_chosen_sale(store: Store) -> None:
    ids = chain(store)
    drawing = genealogy.draw(trace.around(store, ids["whole"]))
    keys, pairs = drawing.way_back(ids["sale"])
    assert ids["right"] not in keys and ids["left"] in keys and (ids["bar"], ids["sale"]) in pairs
    assert drawing.way_back("lot/" + "0" * 32) == (set(), set())


def test_many_deliveries_stand_in_one_box(store: Store) -> None:
    sources = [delivery(store, day=date(2025, 3, 1 + place)) for place in range(6)]
    do(store, "production", sources, new("L-1", 60_000), days=9)
    drawing = genealogy.draw(trace.forward(store, sources[0]))
    assert max(box.label for box in drawing.boxes) == "L-1"
    whole = genealogy.draw(trace.back(store, "lot/" + store.find(layers_query())[0].id))
    [box] = [box for box in whole.boxes if box.kind == "production"]
    assert (box.label, len(box.references), box.fine_mg) == ("6 deliveries", 6, 54_000)
    assert genealogy.days_text(box) == "2025-03-01 to 2025-03-06"


def layers_query():
    from armdesk.models import Lot
    from armdesk.query import Query

    return Query(Lot)


def test_columns_follow_the_dates_while_they_are_few() -> None:
    ranks = {"a": (1,), "b": (2,), "c": (3,), "d": (4,)}
    assert layers.columns(ranks, [("a", "c"), ("b", "d")]) == {"a": 0, "b": 0, "c": 1, "d": 1}
    long = {f"{name}{place:02}": (place * 2 + (name == "b"),) for place in range(20) for name in "ab"}
    links = [(f"a{place:02}", f"b{place:02}") for place in range(20)]
    assert set(layers.columns(long, links).values()) == {0, 1}, "twenty columns would not fit"


def test_crossings_are_counted_and_made_fewer() -> None:
    right = {"a": ["y"], "b": ["x"]}
    assert layers.crossings([["a", "b"], ["x", "y"]], right) == 1
    column_of = {"a": 0, "b": 0, "x": 1, "y": 1}
    ranks = {key: (key,) for key in column_of}
    found = layers.rows(column_of, ranks, [("a", "y"), ("b", "x")])
    assert layers.crossings(found, right) == 0


@pytest.mark.parametrize("seed", range(3))
def test_five_hundred_lots_are_laid_out_at_once(seed: int) -> None:
    found = made(seed, 500)
    began = time.process_time()
    drawing = genealogy.draw(found)
    assert time.process_time() - began < 10, "generous: the machine may be slow"
    assert len(drawing.boxes) == 500 and apart(drawing)
    assert all(ribbon.points[0][0] < ribbon.points[-1][0] for ribbon in drawing.ribbons)
    assert drawing == genealogy.draw(made(seed, 500))
    assert all(box.x % 1 == 0 and box.x + BOX <= drawing.width for box in drawing.boxes)


def test_nothing_is_an_empty_drawing(store: Store) -> None:
    assert genealogy.draw(Trace([], "back")) == Drawing((), (), 0.0, 0.0)
    alone = genealogy.draw(trace.forward(store, lot(store, "A")))
    assert len(alone.boxes) == 1 and alone.ribbons == () and alone.width == BOX


def test_a_curve_begins_and_ends_at_its_ports() -> None:
    found = genealogy.curve([(0.0, 0.0), (10.0, 20.0), (30.0, 20.0)])
    assert (found[0], found[-1]) == ((0.0, 0.0), (30.0, 20.0))
    assert all(before[0] < after[0] for before, after in pairwise(found))
