"""What a list shows: words found with and without accents, filters, and one order for everybody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import make

from armdesk.models.lots import Lot
from armdesk.models.people import Person
from armdesk.models.production import Production
from armdesk.models.trade import Sale
from armdesk.query import OPERATORS, Filter, Query
from armdesk.store import Store

DAY = date(2025, 3, 1)


def codes(store: Store, query: Query) -> list[str]:
    return [lot.code for lot in store.find(query)]


@pytest.fixture
def lots(store: Store) -> Store:
    for code, note, gross, created in (("L-1", "Ñandú veloz", 100, date(2025, 1, 5)), ("L-2", "50 % pagado", 300, DAY),
                                       ("L-3", None, 200, DAY), ("L-10", "guion_bajo", None, None)):
        sold = {"L-1": date(2025, 3, 31), "L-2": date(2025, 4, 1)}.get(code)
        sale = store.save(Sale(code=f"V-{code}", date=sold, gross_mg=100)) if sold else None
        store.save(Lot(code=code, note=note, gross_mg=gross, created_on=created, sale=sale.id if sale else None))
    return store


@pytest.mark.parametrize(("words", "found"), [
    ("nandu", ["L-1"]), ("ÑANDÚ", ["L-1"]), ("veloz ñan", ["L-1"]), ("l-1", ["L-1", "L-10"]), ("%", ["L-2"]),
    ("50 %", ["L-2"]), ("_", ["L-10"]), ("nandu pagado", []), ("", ["L-1", "L-10", "L-2", "L-3"]),
    ("   ", ["L-1", "L-10", "L-2", "L-3"]), ("'; DROP TABLE lot; --", []), ("\\", []),
])
def test_words_are_found(lots: Store, words: str, found: list[str]) -> None:
    assert codes(lots, Query(Lot, search=words, order="code")) == found
    assert lots.count(Query(Lot, search=words)) == len(found)


FILTERS: list[tuple[str, str, Any, list[str]]] = [
    ("code", "is", "L-2", ["L-2"]),
    ("code", "is_not", "L-2", ["L-1", "L-10", "L-3"]),
    ("gross_mg", "is_not", 200, ["L-1", "L-10", "L-2"]),
    ("code", "in", ("L-1", "L-3"), ["L-1", "L-3"]),
    ("code", "in", (), []),
    ("gross_mg", "from", 200, ["L-2", "L-3"]),
    ("gross_mg", "to", 200, ["L-1", "L-3"]),
    ("created_on", "from", DAY, ["L-2", "L-3"]),
    ("created_on", "to", date(2025, 2, 28), ["L-1"]),
    ("note", "contains", "veloz", ["L-1"]),
    ("note", "contains", "%", ["L-2"]),
    ("note", "contains", "_", ["L-10"]),
    ("note", "empty", None, ["L-3"]),
    ("note", "filled", None, ["L-1", "L-10", "L-2"]),
    ("sale", "among", Query(Sale, filters=(Filter("date", "from", date(2025, 4, 1)),)), ["L-2"]),
    ("sale", "among", Query(Sale), ["L-1", "L-2"]),
    ("sale", "among", Query(Sale, trashed=True), []),
]


@pytest.mark.parametrize(("field", "operator", "value", "found"), FILTERS)
def test_filters_keep_what_fits(lots: Store, field: str, operator: str, value: Any, found: list[str]) -> None:
    assert codes(lots, Query(Lot, filters=(Filter(field, operator, value),), order="code")) == found


def test_every_operator_is_tried() -> None:
    assert {operator for _field, operator, _value, _found in FILTERS} == set(OPERATORS)


def test_conditions_add_up(lots: Store) -> None:
    query = Query(Lot, search="l-").where(Filter("gross_mg", "from", 200)).where(Filter("note", "empty"))
    assert codes(lots, query) == ["L-3"]
    assert lots.total(query, "gross_mg") == 200
    assert lots.total(Query(Lot), "gross_mg") == 600
    assert lots.total(Query(Lot, search="nothing like this"), "gross_mg") == 0


def test_the_order_is_one_and_the_same(lots: Store) -> None:
    assert codes(lots, Query(Lot, order="gross_mg"))[1:] == ["L-1", "L-3", "L-2"]
    assert codes(lots, Query(Lot, order="-gross_mg"))[:3] == ["L-2", "L-3", "L-1"]
    forwards, backwards = codes(lots, Query(Lot, order="created_on")), codes(lots, Query(Lot, order="-created_on"))
    assert forwards == backwards[::-1], "equal dates are told apart by the row itself"
    with pytest.raises(KeyError):
        lots.find(Query(Lot, order="no_such_field"))


def test_a_list_is_sorted_by_the_name_behind_a_link(store: Store) -> None:
    for name in ("Zoila", "Ana", "Mirta"):
        person = make(store, "person", name=name)
        make(store, "production", person=person.id, receipt_no=name)
    query = Query(Production, filters=(Filter("receipt_no", "in", ("Ana", "Mirta", "Zoila")),), order="person")
    assert [each.receipt_no for each in store.find(query)] == ["Ana", "Mirta", "Zoila"]
    backwards = Query(Production, filters=query.filters, order="-person")
    assert [each.receipt_no for each in store.find(backwards)] == ["Zoila", "Mirta", "Ana"]
    packed = store.ids(backwards)
    assert [packed[place : place + 16].hex() for place in range(0, len(packed), 16)] == [
        each.id for each in store.find(backwards)]


def test_a_record_is_found_by_the_name_of_its_person(store: Store) -> None:
    person = make(store, "person", name="Eulalia Ñáñez")
    mine = make(store, "production", person=person.id, receipt_no="X-1", person_as_written=None, note=None)
    assert [each.id for each in store.find(Query(Production, search="eulalia"))] == [mine.id]
    assert [each.id for each in store.find(Query(Production, search="nanez x-1"))] == [mine.id]


def test_the_trash_is_a_list_of_its_own(lots: Store) -> None:
    lot = lots.one(Lot, code="L-2")
    assert lot is not None
    lots.trash([lot])
    assert codes(lots, Query(Lot, search="pagado")) == []
    assert codes(lots, Query(Lot, search="pagado", trashed=True)) == ["L-2"]
    assert lots.one(Lot, code="L-2") is None
    assert lots.get(Lot, lot.id) is not None


def test_pages_of_a_list_follow_one_another(store: Store) -> None:
    with store.operation("many") as writer:
        writer.save_many(Person, ({"name": f"P{place:03d}", "role": "member"} for place in range(25)))
    pages = [[each.name for each in store.find(Query(Person), limit=10, offset=offset)] for offset in (0, 10, 20, 30)]
    assert [name for page in pages for name in page] == [f"P{place:03d}" for place in range(25)]
    assert len(store.ids(Query(Person))) == 25 * 16
