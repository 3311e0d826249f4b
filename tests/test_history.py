"""The history: undone and redone step by step, and nobody changes it unseen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from factories import make

from armdesk import history
from armdesk.errors import DamagedWorkspace, UndoRefused
from armdesk.history import Head
from armdesk.models.lots import Lot
from armdesk.query import Query
from armdesk.store import Store
from armdesk.workspace import Workspace


def three_lots(store: Store) -> list[Any]:
    return [store.save(Lot(code=f"L-{place}", note="primera")) for place in range(3)]


def reloaded(store: Store, lot: Any) -> Any:
    found = store.get(Lot, lot.id)
    assert found is not None
    return found


def changed(store: Store, lot: Any, **values: Any) -> Any:
    fresh = reloaded(store, lot)
    for name, value in values.items():
        setattr(fresh, name, value)
    return store.save(fresh)


def test_each_entry_is_chained_to_the_one_before(store: Store) -> None:
    assert store.head() == Head(0, "00" * 32)
    three_lots(store)
    head = store.head()
    assert head.seq == 6
    assert history.verify(store.db) == head
    assert head.short() == f"{head.hash[:4]}-{head.hash[4:8]}"
    row = store.db.execute_sql("SELECT operation, type, record, verb, body, hash FROM entry WHERE seq = 6").fetchone()
    before = store.db.execute_sql("SELECT hash FROM entry WHERE seq = 5").fetchone()[0]
    again = history.entry_hash(bytes(before), 6, row[0], row[1], bytes(row[2]).hex(), row[3], row[4])
    assert again == bytes(row[5])


def test_the_hash_is_the_documented_one() -> None:
    import hashlib

    text = "\n".join(["00" * 32, "1", "1", "lot", "ab", "create", '{"note":"ñ"}'])
    assert history.entry_hash(bytes(32), 1, 1, "lot", "ab", "create", '{"note":"ñ"}') == hashlib.sha256(
        text.encode()).digest()


FORGERIES: dict[str, list[str]] = {
    "edited row": ["UPDATE entry SET body = replace(body, 'primera', 'segunda') WHERE seq = 4"],
    "deleted row": ["DELETE FROM entry WHERE seq = 3"],
    "deleted and renumbered": ["DELETE FROM entry WHERE seq = 4", "UPDATE entry SET seq = seq - 1 WHERE seq > 4"],
    "swapped record": ["UPDATE entry SET record = (SELECT record FROM entry WHERE seq = 4) WHERE seq = 2"],
    "verb": ["UPDATE entry SET verb = 'trash' WHERE seq = 6"],
    "moved to another operation": ["UPDATE entry SET operation = 1 WHERE seq = 6"],
    "renamed title": ["UPDATE operation SET title = 'Nothing to see' WHERE seq = 2"],
    "other author": ["UPDATE operation SET author = 'Somebody' WHERE seq = 1"],
    "other time": ["UPDATE operation SET at = '2020-01-01T00:00:00Z' WHERE seq = 3"],
    "operation gone": ["DELETE FROM operation WHERE seq = 3"],
    "first operation gone": ["DELETE FROM operation WHERE seq = 1"],
    "shorter operation": ["UPDATE operation SET last_entry = last_entry - 1 WHERE seq = 2"],
    "longer operation": ["UPDATE operation SET last_entry = last_entry + 5 WHERE seq = 3"],
    "operation added": ["""INSERT INTO operation SELECT 4, id || 'x', at, utc_offset, author, title, kind, undoes,
                           7, 7 FROM operation WHERE seq = 3"""],
    "other header": ["UPDATE entry SET body = replace(body, 'tester', 'Somebody') WHERE seq = 1",
                     "UPDATE operation SET author = 'Somebody' WHERE seq = 1"],
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_found(store: Store, name: str) -> None:
    three_lots(store)
    for trigger in ("entry_stays", "entry_remains", "operation_stays", "operation_remains"):
        store.db.execute_sql(f"DROP TRIGGER {trigger}")
    for statement in FORGERIES[name]:
        store.db.execute_sql(statement)
    with pytest.raises(DamagedWorkspace):
        history.verify(store.db)


@pytest.mark.parametrize("name", [name for name, (first, *_more) in FORGERIES.items() if "INSERT" not in first])
def test_the_file_itself_refuses_the_forgery(store: Store, name: str) -> None:
    three_lots(store)
    before = store.head()
    with pytest.raises(Exception, match="never changed"):
        store.db.execute_sql(FORGERIES[name][0])
    assert history.verify(store.db) == before


def test_a_tail_cut_off_is_found_by_the_code_in_the_minutes(store: Store) -> None:
    three_lots(store)
    anchor = store.head()
    for trigger in ("entry_remains", "operation_remains"):
        store.db.execute_sql(f"DROP TRIGGER {trigger}")
    store.db.execute_sql("DELETE FROM entry WHERE seq > 4")
    store.db.execute_sql("DELETE FROM operation WHERE seq > 2")
    assert history.verify(store.db).seq == 4, "a shorter chain is whole in itself"
    with pytest.raises(DamagedWorkspace, match="6"):
        history.verify(store.db, anchor)


def test_an_anchor_holds_while_the_history_grows(store: Store) -> None:
    three_lots(store)
    anchor = store.head()
    make(store, "lot")
    assert history.verify(store.db, anchor) == store.head()
    with pytest.raises(DamagedWorkspace):
        history.verify(store.db, Head(anchor.seq, "ab" * 32))


def test_an_import_is_undone_as_one(store: Store) -> None:
    keep = make(store, "lot", code="KEEP")
    with store.operation("Import of lots", kind="import") as writer:
        writer.save_many(Lot, ({"code": f"M-{place}"} for place in range(1_234)))
        keep.note = "cambiada por la importación"
        writer.save(keep)
    operations = len(store.operations())
    undone = store.undo()
    assert undone is not None and undone.kind == "import"
    assert [lot.code for lot in store.all(Lot)] == [lot.code for lot in store.all(Lot) if not lot.code.startswith("M-")]
    assert store.count(Query(Lot, trashed=True)) == 1_234
    assert reloaded(store, keep).note != "cambiada por la importación"
    assert len(store.operations()) == operations + 1
    store.redo()
    assert store.count(Query(Lot, search="m-")) == 1_234
    assert reloaded(store, keep).note == "cambiada por la importación"
    assert history.verify(store.db) == store.head()


def test_undo_goes_back_step_by_step_and_redo_forward(store: Store) -> None:
    lot = store.save(Lot(code="L-1", note="0"))
    for step in "123":
        changed(store, lot, note=step)
    for expected in "210":
        store.undo()
        assert reloaded(store, lot).note == expected
    store.undo()
    assert reloaded(store, lot).trashed
    assert store.undoable() is None and store.undo() is None
    for expected in "0123":
        store.redo()
        assert reloaded(store, lot).note == expected
    assert not reloaded(store, lot).trashed
    assert store.redoable() is None and store.redo() is None
    store.undo()
    assert reloaded(store, lot).note == "2"
    assert history.verify(store.db) == store.head()


def test_new_work_ends_what_could_be_redone(store: Store) -> None:
    lot = store.save(Lot(code="L-1", note="0"))
    changed(store, lot, note="1")
    store.undo()
    changed(store, lot, package="Bolsa")
    assert store.redoable() is None


def test_an_older_operation_is_undone_alone_if_nothing_built_on_it(store: Store) -> None:
    first, second, _third = three_lots(store)
    changed(store, first, note="x")
    target = store.operations(limit=1)[0]
    changed(store, second, note="y")
    store.undo(target)
    assert (reloaded(store, first).note, reloaded(store, second).note) == ("primera", "y")
    with pytest.raises(UndoRefused):
        store.undo(target)


REASONS: dict[str, Callable[[Store, Any], None]] = {
    "changed since": lambda store, lot: changed(store, lot, note="newer"),
    "an empty field filled since": lambda store, lot: changed(store, lot, package="Bolsa"),
    "trashed since": lambda store, lot: store.trash([reloaded(store, lot)]),
    "needed by something newer": lambda store, lot: make(store, "assay", lot=lot.id),
}


@pytest.mark.parametrize("reason", REASONS)
def test_what_others_built_on_is_not_undone(store: Store, reason: str) -> None:
    lot = store.save(Lot(code="L-1", note="0"))
    made = store.operations(limit=1)[0]
    REASONS[reason](store, lot)
    before, kept = store.head(), reloaded(store, lot).values()
    with pytest.raises(UndoRefused):
        store.undo(made)
    assert store.head() == before
    assert reloaded(store, lot).values() == kept


def test_a_number_taken_meanwhile_keeps_a_change_from_being_undone(store: Store) -> None:
    lot = store.save(Lot(code="L-1"))
    changed(store, lot, code="L-2")
    renamed = store.operations(limit=1)[0]
    store.save(Lot(code="L-1"))
    with pytest.raises(UndoRefused):
        store.undo(renamed)
    assert reloaded(store, lot).code == "L-2"


def test_the_history_of_a_record_is_told_newest_first(store: Store) -> None:
    lot = store.save(Lot(code="L-1", note="0"))
    changed(store, lot, note="1")
    store.trash([reloaded(store, lot)])
    told = [(operation.title, entry.verb, entry.body) for operation, entry in store.history_of(lot)]
    assert [verb for _title, verb, _body in told] == ["trash", "change", "create"]
    assert told[1][2] == {"note": ["0", "1"]}
    assert "L-1" in told[2][0]


def test_operations_come_newest_first_in_pages(store: Store) -> None:
    three_lots(store)
    assert [each.seq for each in store.operations()] == [3, 2, 1]
    assert [each.seq for each in store.operations(limit=1, before=3)] == [2]


def test_a_recount_says_how_far_it_is(workspace: Workspace) -> None:
    told: list[tuple[int, int]] = []

    class Listening:
        def step(self, done: int, total: int, text: str = "") -> None:
            told.append((done, total))

    with workspace.store.operation("many") as writer:
        writer.save_many(Lot, ({"code": f"M-{place}"} for place in range(40_000)), checked=True)
    history.verify(workspace.db, progress=Listening())
    assert 1 < told[0][0] < told[-1][0] <= told[0][1] == workspace.store.head().seq == 41


def test_a_record_named_before_and_now_in_the_trash_keeps_a_change_from_being_undone(store: Store) -> None:
    old, new = make(store, "site", code="A"), make(store, "site", code="B")
    lot = make(store, "lot", site=old.id)
    changed(store, lot, site=new.id)
    moving = store.undoable()
    store.trash([old])
    with pytest.raises(UndoRefused, match="in the trash"):
        store.undo(moving)
    assert reloaded(store, lot).site == new.id
    store.restore([old])
    store.undo(moving)
    assert reloaded(store, lot).site == old.id


def test_what_lies_in_the_trash_is_not_thrown_there_again(store: Store) -> None:
    """Else taking back the second time would bring it out, though the first still holds."""
    lot = make(store, "lot")
    store.trash([lot])
    before = store.head()
    store.trash([lot])
    assert store.head() == before
    store.restore([lot])
    store.restore([lot])
    assert [entry.verb for _operation, entry in store.history_of(lot)] == ["restore", "trash", "create"]
