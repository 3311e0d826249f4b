"""The registers against the history: what was changed, added or removed with another program is named."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

import pytest
from factories import make

from armdesk import history, replay
from armdesk.catalogues import load
from armdesk.demo import build_demo
from armdesk.errors import DamagedWorkspace
from armdesk.i18n import speaking
from armdesk.models import RECORDS, Lot, Sale
from armdesk.replay import ADDED, CHANGED, GONE, Deviation
from armdesk.services.basis.period import Period
from armdesk.services.findings.checks import check
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.rules import RULES
from armdesk.store import Store
from armdesk.workspace import Workspace


def found(store: Store) -> list[Deviation]:
    return list(replay.deviations(store.db))


def outside(store: Store, statement: str, *values: Any) -> None:
    """Change the file as another program with its key could, past links and history."""
    store.db.execute_sql("PRAGMA foreign_keys = 0")
    store.db.execute_sql(statement, values)
    store.db.execute_sql("PRAGMA foreign_keys = 1")


def lots(store: Store) -> list[Lot]:
    return [store.save(Lot(code=f"L-{place}", gross_mg=1_000 * place, created_on=date(2025, 3, place), note="Ñandú"))
            for place in range(1, 4)]


def test_whatever_armdesk_does_is_told(store: Store) -> None:
    """Every register, single and in bulk, changed, trashed, restored, undone and done again."""
    for type_ in RECORDS:
        make(store, type_.type_name())
    first, second, third = lots(store)
    with store.operation("many") as writer:
        writer.save_many(Lot, ({"code": f"M-{place}", "gross_mg": place, "seal_no": "" if place % 2 else None,
                                "created_on": date(2025, 1, 1)} for place in range(10)))
    first.code, first.note, first.created_on = "L-9", None, None
    store.save(first)
    store.trash([second, third])
    store.restore([third])
    store.undo()
    store.redo()
    store.undo(next(each for each in store.operations() if each.title == "many"))
    assert len(found(store)) == 0
    assert history.verify(store.db) == store.head()


def test_the_demonstration_is_as_its_history_tells(workspace: Workspace) -> None:
    build_demo(workspace)
    assert found(workspace.store) == []


@pytest.mark.parametrize(("column", "value"), [
    ("gross_mg", 999), ("note", None), ("created_on", "2025-03-09"), ("created_on", "one day"), ("seal_no", "7"),
    ("sale", bytes(16)), ("sale", "no id"), ("trashed", 1), ("version", 2), ("code", "L-7"), ("typed", "{}"),
])
def test_a_row_changed_outside_is_named(store: Store, column: str, value: Any) -> None:
    _first, second, _third = lots(store)
    outside(store, f'UPDATE lot SET "{column}" = ? WHERE id = ?', value, bytes.fromhex(second.id))  # noqa: S608
    assert found(store) == [Deviation(Lot, second.id, CHANGED, "L-2", (column,))]
    assert history.verify(store.db) == store.head(), "the chain alone does not show it"


def test_a_row_added_outside_is_named(store: Store) -> None:
    lots(store)
    fresh = secrets.token_bytes(16)
    outside(store, "INSERT INTO lot (id, version, code, gross_mg, created_on) VALUES (?, 1, 'X-1', 'much', 'once')",
            fresh)
    assert found(store) == [Deviation(Lot, fresh.hex(), ADDED, "X-1")]


def test_a_row_removed_outside_is_named(store: Store) -> None:
    first, *_others = lots(store)
    outside(store, "DELETE FROM lot WHERE id = ?", bytes.fromhex(first.id))
    assert found(store) == [Deviation(Lot, first.id, GONE, "L-1")]


def test_a_row_moved_to_another_register_is_missed_and_found(store: Store) -> None:
    first, *_others = lots(store)
    own = bytes.fromhex(first.id)
    outside(store, "INSERT INTO sale (id, version, code) VALUES (?, 1, 'S-1')", own)
    assert found(store) == [Deviation(Sale, first.id, ADDED, "S-1")]
    outside(store, "DELETE FROM lot WHERE id = ?", own)
    assert set(found(store)) == {Deviation(Lot, first.id, GONE, "L-1"), Deviation(Sale, first.id, ADDED, "S-1")}


def test_a_change_outside_shows_even_after_the_field_was_saved_again(store: Store) -> None:
    first, *_others = lots(store)
    outside(store, "UPDATE lot SET gross_mg = 50 WHERE id = ?", bytes.fromhex(first.id))
    fresh = store.get(Lot, first.id)
    assert fresh is not None
    fresh.gross_mg = 60
    store.save(fresh)
    assert found(store) == [Deviation(Lot, first.id, CHANGED, "L-1", ("gross_mg",))]


def test_a_forged_history_is_said_to_be_one(store: Store) -> None:
    lots(store)
    for body in ("[1]", "no text of ours", '{"code": 1}'):
        store.db.execute_sql("DROP TRIGGER IF EXISTS entry_stays")
        store.db.execute_sql("UPDATE entry SET body = ?, verb = 'change' WHERE seq = 4", (body,))
        with pytest.raises(DamagedWorkspace, match="from entry 4 on"):
            found(store)


def _findings(workspace: Workspace) -> list[Finding]:
    look = Look(workspace.store, load.get("craft-2.0"), Period.of_year(2025), date(2026, 1, 31))
    return check(look, {name: RULES[name] for name in ("history", "rows")})


def test_the_check_names_each_with_what_to_do(workspace: Workspace) -> None:
    first, second, third = lots(workspace.store)
    assert _findings(workspace) == []
    outside(workspace.store, "UPDATE lot SET gross_mg = 5, seal_no = 'A' WHERE id = ?", bytes.fromhex(first.id))
    outside(workspace.store, "UPDATE lot SET id = ? WHERE id = ?", bytes(16), bytes.fromhex(second.id))
    seen = {each.where[0]: each.sentence for each in _findings(workspace)}
    assert seen == {
        f"lot/{first.id}":
            "Changed outside armdesk: Gross weight, Seal no. of “L-1” (lot). Compare it with its history.",
        f"lot/{second.id}": "“L-2” (lot) was removed outside armdesk. Restore a backup made before.",
        f"lot/{bytes(16).hex()}": "“L-2” (lot) was added outside armdesk: the history does not know it.",
    }
    assert third.id not in str(seen)


def test_many_rows_changed_outside_are_counted(workspace: Workspace) -> None:
    with workspace.store.operation("many") as writer:
        writer.save_many(Lot, ({"code": f"M-{place}"} for place in range(60)))
    outside(workspace.store, "UPDATE lot SET note = 'x'")
    seen = _findings(workspace)
    assert len(seen) == 51 and seen[-1].sentence == "10 more records are not as the history left them."


def test_a_damaged_history_is_one_finding(workspace: Workspace) -> None:
    lots(workspace.store)
    workspace.store.db.execute_sql("DROP TRIGGER entry_stays")
    workspace.store.db.execute_sql("UPDATE entry SET body = '[1]' WHERE seq = 2")
    with speaking("en"):
        assert [(each.rule, each.severity) for each in _findings(workspace)] == [("history", "alarm")]
