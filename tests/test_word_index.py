"""The index behind searches: it finds what looking at every row finds, whatever was written, undone or left waiting."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import peewee as pw
import pytest
from factories import make

from armdesk import search, word_index
from armdesk import workspace as workspaces
from armdesk.errors import Cancelled
from armdesk.models.people import Person
from armdesk.models.production import Production
from armdesk.query import Filter, Query, ids_sql
from armdesk.store import Store
from armdesk.workspace import Workspace

FIRST = ("Ana", "Benita", "Hipólito", "Ñusta", "Máximo", 'el "Zorro"', "50 % Luz", "guion_bajo", "back\\slash", "Τάσος")
LAST = ("Mamani", "Ñáñez", "Quispe", "Straße", "O'Higgins", "ℂruz", "李")
WORDS = ("mam", "mamani", "nanez", "ÑÁÑEZ", "ana mam", "mam ana", "r-7", "r-77", "an", "a", '"zorro"', "%", "50 %", "_",
         "o_b", "k\\s", "strasse", "o'hig", "cruz", "李", "τασος", "nothing", "vega", "vega mamani", "eulalia r-1", "*",
         "NEAR", "a OR b", "long" * 2000, "mamani -ana", "zor AND", "", "  ")
SOME = ("mamani", "r-1", "zeno nanez", "vega r-10", "an")
DAY = date(2025, 1, 1)


@pytest.fixture
def long(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A register that counts as long, not in the index yet; some of its rows name a site and a person."""
    for name, number in (("LONG", 50), ("_CHUNK", 64)):
        monkeypatch.setattr(word_index, name, number)
    for name, number in (("AMONG", 60), ("SHOWN", 20), ("_QUICK", 30)):
        monkeypatch.setattr(search, name, number)
    site, person = make(store, "site", name="La Vega"), make(store, "person", name="Eulalia Poma")
    with store.operation("many") as writer:
        writer.save_many(Production, rows(240, site=site.id, person=person.id))
    return store


def rows(count: int, *, start: int = 0, **linked: str) -> list[dict[str, Any]]:
    chance = random.Random(start)
    return [{"date": DAY + timedelta(days=chance.randrange(200)), "gross_mg": 1, "receipt_no": f"R-{start + each}",
             "person_as_written": f"{chance.choice(FIRST)} {chance.choice(LAST)}" if each % 7 else None,
             **{name: id_ for name, id_ in linked.items() if chance.random() < 0.3}} for each in range(count)]


def plainly(store: Store, query: Query) -> bytearray:
    return store._packed(ids_sql(query))


def filled(store: Store) -> Store:
    while store.tend_search():
        pass
    return store


def compare(store: Store, words: tuple[str, ...] = SOME) -> None:
    """The words find by the index, in the same order, what they find without; also sorted otherwise and narrowed."""
    for word in words:
        for query in (Query(Production, word), Query(Production, word, order="person" if words is WORDS else "date"),
                      Query(Production, word, trashed=True),
                      Query(Production, word).where(Filter("receipt_no", "contains", "1"))):
            expected = plainly(store, query)
            assert store.ids(query) == expected, query
            assert store.count(query) == len(expected) // 16
            some, whole = store.first_ids(query)
            assert expected.startswith(some), query
            assert not whole or some == expected, query


def test_the_index_finds_what_looking_at_every_row_finds(long: Store) -> None:
    compare(long, WORDS)
    assert not word_index.covers(long.db, Production)
    filled(long)
    assert word_index.registers(long.db) == {"production"}
    assert search.reached(long.db, Query(Production, "ana r-77")).through == "r-77", "the rarer word leads"
    assert search.reached(long.db, Query(Production, "an")).through == "", "two letters are too few"
    compare(long, WORDS)


def test_a_word_behind_a_link_is_rare_only_if_few_rows_are_linked(long: Store) -> None:
    filled(long)
    assert search.reached(long.db, Query(Production, "vega r-77")).through == "r-77"
    assert not search.is_quick(long.db, search.reached(long.db, Query(Production, "vega")))
    assert search.is_quick(long.db, search.reached(long.db, Query(Production, "r-77")))


def test_whatever_is_written_is_found_at_once(long: Store) -> None:
    filled(long)
    store, newest = long, long.find(Query(Production, "r-1"))
    changed = newest[0]
    changed.receipt_no, changed.person_as_written = "Z-900", "Zenobia Ñáñez"
    store.save(changed)
    assert [each.id for each in store.find(Query(Production, "zenobia"))] == [changed.id]
    assert store.find(Query(Production, f"z-900 {newest[1].receipt_no}")) == []
    compare(store)
    made = make(store, "production", receipt_no="NEW-1", person_as_written="Ana Mamani")
    assert [each.id for each in store.find(Query(Production, "new-1"))] == [made.id]
    with store.operation("more") as writer:
        writer.save_many(Production, rows(100, start=1000))
    compare(store)
    store.trash(newest[1:4])
    compare(store)
    for _time in range(4):
        store.undo()
        compare(store)
    for _time in range(4):
        store.redo()
        compare(store)
    store.restore(store.find(Query(Production, trashed=True)))
    compare(filled(store))


def test_only_changed_texts_wait(long: Store) -> None:
    filled(long)
    record = long.find(Query(Production), limit=1)[0]
    record.gross_mg = 77
    long.save(record)
    make(long, "person", name="In no long register")
    assert long.db.execute_sql("SELECT count(*) FROM search_waiting").fetchone()[0] == 0


def test_many_waiting_rows_are_searched_without_the_index(long: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(long)
    with long.operation("more") as writer:
        writer.save_many(Production, rows(100, start=1000))
    assert word_index.covers(long.db, Production)
    monkeypatch.setattr(word_index, "_MOST_WAITING", 100)
    assert not word_index.covers(long.db, Production)
    compare(long)
    assert word_index.is_due(long.db)
    assert word_index.covers(filled(long).db, Production)


def test_single_changes_are_taken_in_when_they_have_become_many(long: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(long)
    monkeypatch.setattr(word_index, "_FEW", 3)
    for number in range(3):
        assert not word_index.is_due(long.db)
        long.save(Production(date=date(2025, 3, 3), gross_mg=1_000, receipt_no=f"ONE-{number}"))
    assert word_index.is_due(long.db)
    filled(long)
    assert long.db.execute_sql("SELECT count(*) FROM search_waiting").fetchone()[0] == 0
    assert long.count(Query(Production, "one-")) == 3


def test_filling_leaves_no_trace_in_the_history_and_can_stop_anywhere(long: Store) -> None:
    head = long.head()
    while long.tend_search():
        compare(long)
    compare(long)
    assert long.head() == head


def test_short_registers_have_no_index(store: Store) -> None:
    make(store, "person", name="Ana")
    assert not store.tend_search()
    assert word_index.registers(store.db) == frozenset()
    query = Query(Person, "ana")
    assert store.first_ids(query) == (store.ids(query), True)


def test_an_index_that_does_not_agree_is_made_anew(long: Store) -> None:
    assert filled(long).prove_search()
    long.db.execute_sql("DELETE FROM search_row WHERE number % 3 = 0")
    assert not long.prove_search()
    assert word_index.registers(long.db) == frozenset()
    compare(long)
    assert filled(long).prove_search()
    compare(long)


def test_read_only_uses_what_is_there(long: Store, workspace: Workspace) -> None:
    filled(long)
    make(long, "production", receipt_no="LATE-1")
    workspace.close()
    with workspaces.open_workspace(workspace.folder, read_only=True) as opened:
        assert word_index.covers(opened.db, Production)
        compare(opened.store)
        assert opened.store.count(Query(Production, "late-1")) == 1


def test_a_file_without_the_index_is_searched_row_by_row(long: Store) -> None:
    for table in ("search_words", "search_row", "search_register", "search_waiting"):
        long.db.execute_sql(f"DROP TABLE {table}")
    assert not word_index.is_due(long.db) and not word_index.fill(long.db)
    make(long, "production", receipt_no="LATE-1")
    compare(long)


def test_the_words_stay_secret(long: Store, workspace: Workspace) -> None:
    filled(long)
    workspace.close()
    kept = b"".join(path.read_bytes() for path in Path(workspace.folder).glob("armdesk.db*"))
    assert not any(word in kept.lower() for word in (b"mamani", b"quispe", b"search_words"))


def test_the_first_rows_of_a_long_list_come_before_the_others(long: Store) -> None:
    query = Query(Production)
    for indexed in (False, True):
        for order in ("", "date", "-date", "gross_mg", "-gross_mg", "receipt_no"):
            some, whole = long.first_ids(replace(query, order=order))
            assert (len(some) // 16, whole) == (20, False), f"{order}, {indexed}"
            assert long.ids(replace(query, order=order)).startswith(some)
        filled(long)
    period = query.where(Filter("date", "to", DAY + timedelta(days=30)))
    some, whole = long.first_ids(period)
    assert some and not whole and long.ids(period).startswith(some), "a period is no part of the first rows to look at"
    by_name = replace(query, order="person")
    assert long.first_ids(by_name) == (long.ids(by_name), True), "names of links are sorted whole"
    few = replace(query, order="gross_mg", filters=(Filter("date", "to", DAY),))
    some, whole = long.first_ids(few)
    assert whole and 0 < len(some) // 16 < 20 and some == long.ids(few), "fewer than a screen are all there are"


def test_what_nobody_waits_for_is_broken_off(long: Store) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(Cancelled), long.while_wanted(lambda: False):
        long.db.execute_sql(endless)
    with long.while_wanted(lambda: True):
        assert long.count(Query(Production)) == 240
    with pytest.raises(pw.OperationalError, match="no such table"), long.while_wanted(lambda: True):
        long.db.execute_sql("SELECT 1 FROM nowhere")
    assert long.count(Query(Production)) == 240, "the connection works on"
