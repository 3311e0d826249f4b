"""Blocks of the history: many new records in one entry are told, found, undone and checked as if each had its own."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from factories import make
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from armdesk import history, replay, schema, sqlite
from armdesk import workspace as workspaces
from armdesk.errors import DamagedWorkspace, InvalidRecord, UndoRefused
from armdesk.history import Entry
from armdesk.history_blocks import MANY, MOST, Block, repeated
from armdesk.models import Lot, Production, Site
from armdesk.query import Query
from armdesk.record import new_id, new_ids
from armdesk.store import Store

DAY = date(2025, 1, 1)


def bring(store: Store, count: int, title: str = "many") -> list[str]:
    """Lots in bulk, as one operation; their ids in order."""
    ids = new_ids(count)
    with store.operation(title, "import") as writer:
        writer.save_many(Lot, ({"id": id_, "code": f"{title} {place}", "gross_mg": 1_000 + place, "form": "dore",
                                "created_on": DAY + timedelta(days=place // 40), "note": "Ñandú" if place % 3 else None}
                               for place, id_ in enumerate(ids)), checked=True)
    return ids


def told(store: Store, id_: str) -> list[Entry]:
    return history.entries_of_record(store.db, id_)


def entries(store: Store) -> list[Entry]:
    return list(history.entries_of(store.db, store.operations(limit=1)[0]))


def lift_guards(store: Store) -> None:
    for trigger in ("entry_stays", "entry_remains"):
        store.db.execute_sql(f"DROP TRIGGER {trigger}")


def verbs(store: Store) -> list[tuple[str, int]]:
    return store.db.execute_sql("SELECT verb, count(*) FROM entry GROUP BY verb ORDER BY verb").fetchall()


def test_a_bulk_is_one_entry_a_thousand_rows(store: Store) -> None:
    ids = bring(store, 2 * MOST + 1)
    assert verbs(store) == [("create", 1), (MANY, 2), ("import", 1)], "a row that is left alone has its own entry"
    assert store.head().seq == 4 and history.verify(store.db) == store.head()
    assert [entry.record for entry in entries(store)] == ids
    assert {(entry.type, entry.verb) for entry in entries(store)} == {("lot", "create")}
    assert [entry.seq for entry in entries(store)] == [2] * MOST + [3] * MOST + [4]
    assert list(replay.deviations(store.db)) == []


def test_the_block_is_the_documented_one(store: Store) -> None:
    """Read as an auditor would who knows no more than the description."""
    import hashlib

    ids = bring(store, 3)
    before, seq, operation, type_, record, body, hash_ = store.db.execute_sql(
        "SELECT (SELECT hash FROM entry WHERE seq = 1), seq, operation, type, record, body, hash FROM entry "
        "WHERE verb = 'create_many'").fetchone()
    kept = json.loads(body)
    assert kept["ids"] == ids and bytes(record).hex() == ids[0]
    assert kept["values"] == {"code": ["many 0", "many 1", "many 2"], "gross_mg": [1000, 1001, 1002],
                              "note": [None, "Ñandú", "Ñandú"]} | kept["values"]
    assert kept["repeated"]["form"] == [["dore"], [0, 0, 0]]
    text = "\n".join([bytes(before).hex(), str(seq), str(operation), type_, ids[0], "create_many", body])
    assert hashlib.sha256(text.encode()).digest() == bytes(hash_)


def test_the_history_of_one_record_reads_its_block_alone(store: Store) -> None:
    first, second = bring(store, 3 * MOST, "A"), bring(store, 2 * MOST, "B")
    single = make(store, "lot", code="single")
    for ids, title, place in ((first, "A", 0), (first, "A", MOST - 1), (first, "A", MOST), (second, "B", 2 * MOST - 1)):
        [(operation, entry)] = store.history_of(Lot(id=ids[place]))
        assert (operation.title, entry.record, entry.verb) == (title, ids[place], "create")
        assert entry.body["code"] == f"{title} {place}" and entry.body["gross_mg"] == 1_000 + place
        assert ("note" in entry.body) == bool(place % 3), "what is empty is not told"
    assert [entry.verb for entry in told(store, single.id)] == ["create"]
    assert told(store, "00" * 16) == told(store, "ff" * 16) == []
    asked = "SELECT seq FROM entry WHERE last_record >= ? AND record <= ? AND verb = 'create_many'"
    plan = store.db.execute_sql(f"EXPLAIN QUERY PLAN {asked}", (b"", b"")).fetchall()
    assert "entry_block" in str(plan), "found by its index, not by reading every body"
    assert len(store.db.execute_sql(asked, 2 * [bytes.fromhex(first[MOST])]).fetchall()) == 1


def test_a_record_of_a_block_goes_on_like_any_other(store: Store) -> None:
    ids = bring(store, 30)
    lot = store.get(Lot, ids[7])
    assert lot is not None and lot.version == 1
    lot.note = "cambiada"
    store.save(lot)
    store.trash([lot])
    assert [entry.verb for entry in told(store, ids[7])] == ["create", "change", "trash"]
    assert [title for title, *_rest in ((operation.title, entry) for operation, entry in store.history_of(lot))][-1] \
        == "many"
    assert list(replay.deviations(store.db)) == []
    with pytest.raises(UndoRefused, match="many 7"):
        store.undo(next(each for each in store.operations() if each.title == "many"))


FORGERIES = {
    "one value": "UPDATE entry SET body = replace(body, 'many 17', 'many 71') WHERE verb = 'create_many'",
    "one place": "UPDATE entry SET body = replace(body, '[\"dore\"],[0,', '[\"dore\"],[null,') "
                 "WHERE verb = 'create_many'",
    "first id": "UPDATE entry SET record = CAST(x'00' || substr(record, 2) AS BLOB) WHERE verb = 'create_many'",
    "last id": "UPDATE entry SET last_record = CAST(x'00' || substr(last_record, 2) AS BLOB) "
               "WHERE verb = 'create_many'",
    "no last id": "UPDATE entry SET last_record = NULL WHERE verb = 'create_many'",
    "verb": "UPDATE entry SET verb = 'create' WHERE verb = 'create_many'",
    "gone": "DELETE FROM entry WHERE verb = 'create_many'",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_block_is_found(store: Store, name: str) -> None:
    bring(store, 50)
    lift_guards(store)
    store.db.execute_sql(FORGERIES[name])
    with pytest.raises(DamagedWorkspace):
        history.verify(store.db)


@pytest.mark.parametrize("body", ["", "[]", "{}", "null", '{"ids": [], "repeated": {}, "values": {}}',
                                  '{"ids": ["ab"], "repeated": {}, "values": {}}', '{"ids": 5, "values": {}}',
                                  '{"ids": ["ONE"], "repeated": {}, "values": {"code": []}}',
                                  '{"ids": ["ONE"], "repeated": {"a": [[], [3]]}, "values": {}}',
                                  '{"ids": ["TWO", "ONE"], "repeated": {}, "values": {}}'])
def test_a_block_that_is_none_is_said_to_be_damaged(store: Store, body: str) -> None:
    ids = bring(store, 5)
    lift_guards(store)
    forged = body.replace("ONE", "0" * 32).replace("TWO", "1" * 32)
    store.db.execute_sql("UPDATE entry SET body = ? WHERE verb = 'create_many'", (forged,))
    for read in (lambda: told(store, ids[2]), lambda: entries(store), lambda: list(replay.deviations(store.db))):
        with pytest.raises(DamagedWorkspace, match="from entry 2 on"):
            read()


def test_one_row_of_a_block_changed_added_or_removed_outside_is_named(store: Store) -> None:
    ids = bring(store, 1_500)
    raw = [bytes.fromhex(each) for each in ids]
    store.db.execute_sql("UPDATE lot SET gross_mg = 7 WHERE id = ?", (raw[3],))
    store.db.execute_sql("DELETE FROM lot WHERE id = ?", (raw[1_200],))
    store.db.execute_sql("INSERT INTO lot (id, version, code) VALUES (?, 1, 'X')", (raw[4][:15] + b"\0",))
    found = {each.record: (each.kind, each.name, each.fields) for each in replay.deviations(store.db)}
    assert found == {ids[3]: (replay.CHANGED, "many 3", ("gross_mg",)), ids[1_200]: (replay.GONE, "many 1200", ()),
                     (raw[4][:15] + b"\0").hex(): (replay.ADDED, "X", ())}
    assert history.verify(store.db) == store.head()


def test_an_import_of_twenty_thousand_rows_is_undone_and_done_again_as_one(store: Store) -> None:
    make(store, "lot", code="KEEP")
    ids = bring(store, 20_000)
    undone = store.undo()
    assert undone is not None and undone.title == "many"
    assert (store.count(Query(Lot)), store.count(Query(Lot, trashed=True))) == (1, 20_000)
    store.redo()
    assert (store.count(Query(Lot)), store.count(Query(Lot, trashed=True))) == (20_001, 0)
    assert [entry.verb for entry in told(store, ids[12_345])] == ["create", "trash", "restore"]
    assert history.verify(store.db) == store.head()
    assert list(replay.deviations(store.db)) == []


def test_one_operation_may_bring_many_and_single_records(store: Store) -> None:
    old = make(store, "lot", code="OLD", note="0")
    with store.operation("mixed", "import") as writer:
        site = writer.save(Site(name="La Cumbre"))
        ids = new_ids(1_100)
        writer.save_many(Lot, ({"id": id_, "code": f"M-{place}", "site": site.id} for place, id_ in enumerate(ids)))
        old.note = "1"
        writer.save(old)
        lot = store.get(Lot, ids[5])
        lot.note = "changed in the operation that made it"
        writer.save(lot)
        writer.trash([store.get(Lot, ids[6])])
    assert [(entry.type, entry.verb) for entry in entries(store)] == [
        ("site", "create"), *[("lot", "create")] * 1_100, ("lot", "change"), ("lot", "change"), ("lot", "trash")]
    assert [entry.verb for entry in history.corrections_of(store.db, store.operations(limit=1)[0])] == [
        "change", "change", "trash"]
    store.undo()
    assert store.count(Query(Lot)) == 1 and store.one(Site, name="La Cumbre") is None
    assert store.all(Lot)[0].note == "0"
    store.redo()
    assert store.count(Query(Lot)) == 1_100 and store.get(Lot, ids[6]).trashed
    assert history.verify(store.db) == store.head() and list(replay.deviations(store.db)) == []


def test_ids_that_do_not_ascend_are_told_one_by_one(store: Store) -> None:
    ids = new_ids(20)[::-1]
    with store.operation("backwards") as writer:
        writer.save_many(Lot, ({"id": id_, "code": id_[-6:], "note": None} for id_ in ids))
    assert verbs(store) == [("create", 20), ("edit", 1)]
    assert [entry.record for entry in entries(store)] == ids
    assert told(store, ids[3])[0].body["code"] == ids[3][-6:]
    assert list(replay.deviations(store.db)) == []


def test_blocks_whose_ids_lie_between_each_other_are_told_apart(store: Store) -> None:
    """As when two computers fill one register in the same moment."""
    ids = new_ids(3_000)
    for title in ("0", "1", "2"):
        with store.operation(title) as writer:
            writer.save_many(Lot, ({"id": id_, "code": f"{title} {id_}"} for id_ in ids[int(title)::3]))
    found = [told(store, ids[place])[0].body["code"][0] for place in (0, 1, 2, 1_000, 2_999)]
    assert found == ["0", "1", "2", "1", "2"]
    assert all(len(told(store, each)) == 1 for each in ids[:30])
    assert list(replay.deviations(store.db)) == []


ROWS = st.lists(st.fixed_dictionaries({"date": st.dates(date(2020, 1, 1), date(2020, 1, 9))}, optional={
    "gross_mg": st.one_of(st.none(), st.integers(1, 5)), "fineness": st.integers(8_000, 8_003),
    "note": st.one_of(st.none(), st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4)),
    "no_work": st.booleans(), "receipt_no": st.sampled_from(["R 1", " R  2", "ÑÚ", "", "0"]),
    "source_row": st.text("ab!", max_size=2), "persons": st.integers(0, 2**40)}), min_size=2, max_size=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(ROWS)
def test_read_through_blocks_the_history_is_that_of_single_entries(store: Store, rows: list[dict[str, Any]]) -> None:
    many, single = new_ids(len(rows)), new_ids(len(rows))
    with store.operation("many") as writer:
        writer.save_many(Production, ({**row, "id": id_} for row, id_ in zip(rows, many, strict=True)), checked=True)
    blocks = entries(store)
    backwards = list(history.entries_backwards(store.db, store.operations(limit=1)[0]))
    assert backwards == blocks[::-1]
    records = [Production(id=id_, **row) for row, id_ in zip(rows, single, strict=True)]
    with store.operation("single") as writer:
        for record in records:
            record.fill()
            record.search = record.search_text()
            writer._create(record)
    alone = entries(store)
    assert [(entry.verb, list(entry.body.items())) for entry in blocks] == [
        (entry.verb, list(entry.body.items())) for entry in alone]
    for ours, theirs in zip(many, single, strict=True):
        [one], [other] = told(store, ours), told(store, theirs)
        assert (one.verb, one.body) == (other.verb, other.body)
        kept, again = store.get(Production, ours), store.get(Production, theirs)
        assert kept is not None and again is not None
        assert {**kept.values(), "id": ""} == {**again.values(), "id": ""}
    assert list(replay.deviations(store.db)) == []


@given(st.lists(st.one_of(st.none(), st.integers(0, 3), st.text(max_size=1)), min_size=1, max_size=130))
def test_a_column_coded_is_the_column_again(values: list[Any]) -> None:
    coded = repeated(values)
    if coded is not None:
        different, places = coded
        assert [different[place] for place in places] == values and len(set(different)) == len(different)
    column = {"repeated": {"a": coded}, "values": {}} if coded else {"repeated": {}, "values": {"a": values}}
    ids = new_ids(len(values))
    block = Block(history.canonical({"ids": ids, **column}))
    assert list(block.rows()) == [(id_, {} if value is None else {"a": value})
                                  for id_, value in zip(ids, values, strict=True)]
    assert block.of(ids[-1]) == list(block.rows())[-1][1]


def test_a_workspace_from_before_blocks_goes_on_with_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps, folder = tmp_path / "steps", tmp_path / "office"
    steps.mkdir()
    shutil.copy(schema.FOLDER / "0001_first.py", steps)
    try:
        with monkeypatch.context() as past:
            past.setattr(schema, "FOLDER", steps)
            schema.newest.cache_clear()
            with workspaces.create(folder, author="tester") as made:
                key = made.key
    finally:
        schema.newest.cache_clear()
    old = sqlite.connect(folder / "armdesk.db", key)
    body = history.canonical({"code": "L-1"})
    header = {"at": "2025-01-01T10:00:00Z", "utc_offset": 0, "author": "a", "title": "New", "kind": "edit",
              "undoes": None}
    operation, lot = new_id(), new_id()
    first = history.entry_hash(history.START, 1, 1, "operation", operation, "edit", history.canonical(header))
    second = history.entry_hash(first, 2, 1, "lot", lot, "create", body)
    for seq, type_, record, verb, text, hash_ in ((1, "operation", operation, "edit", history.canonical(header), first),
                                                  (2, "lot", lot, "create", body, second)):
        old.execute("INSERT INTO entry VALUES (?, 1, ?, ?, ?, ?, ?)", (seq, type_, bytes.fromhex(record), verb, text,
                                                                       hash_))
    old.execute("INSERT INTO operation VALUES (1, ?, ?, 0, 'a', 'New', 'edit', NULL, 1, 2)",
                (bytes.fromhex(operation), header["at"]))
    old.execute("INSERT INTO lot (id, version, code) VALUES (?, 1, 'L-1')", (bytes.fromhex(lot),))
    old.close()
    with workspaces.open_workspace(folder, author="tester") as opened:
        store, head = opened.store, history.Head(2, second.hex())
        assert history.verify(opened.db, head) == head
        [copy] = opened.backups.glob("*-migration.db")
        assert copy.is_file()
        bring(store, 5)
        assert [entry.verb for entry in told(store, lot)] == ["create"]
        assert history.verify(opened.db, head) == store.head() and list(replay.deviations(opened.db)) == []


def indexes(store: Store) -> set[tuple[str, str]]:
    return set(store.db.execute_sql("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'lot'"))


def test_indexes_made_anew_are_those_that_were_there(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_MANY", 2_000)
    before = indexes(store)
    during: list[int] = []

    def rows(count: int) -> Any:
        for place in range(count):
            during.append(len(indexes(store)))
            yield {"code": f"{count} {place}"}

    with store.operation("many") as writer:
        writer.save_many(Lot, rows(5_000), checked=True)
    assert indexes(store) == before and min(during) < len(before), "they were set aside"
    during.clear()
    with store.operation("fewer than there are") as writer:
        writer.save_many(Lot, rows(4_000), checked=True)
    assert set(during) == {len(before)}
    assert sqlite.damage(store.db.connection()) == []
    with pytest.raises(ZeroDivisionError), store.operation("broken off") as writer:
        writer.save_many(Lot, ({"code": f"Z {place}", "gross_mg": 1 // (30_000 - place)} for place in range(40_000)),
                         checked=True)
    assert indexes(store) == before and store.count(Query(Lot)) == 9_000


def test_what_broke_off_half_written_is_not_kept_by_whoever_catches_it(store: Store) -> None:
    before = store.head()

    def caught(writer: Any) -> None:
        with pytest.raises(InvalidRecord):
            writer.save_many(Lot, [{"code": "A"}, {"code": "B", "fineness": 10_001}])

    with pytest.raises(RuntimeError, match="half written"), store.operation("half") as writer:
        caught(writer)
    assert store.head() == before and store.count(Query(Lot)) == 0
