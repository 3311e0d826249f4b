"""Proofs from a mark and as a whole: what was changed past the program is found, when the manual says it is."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import make

from armdesk import backup, cli, hands, history, left_as, marks, restore, since
from armdesk import workspace as workspaces
from armdesk.catalogues import load
from armdesk.evidence import inbox
from armdesk.history import entry_hash
from armdesk.models import Lot, Production, Revision
from armdesk.progress import SILENT
from armdesk.proofs import Proofs
from armdesk.services.basis.period import Period
from armdesk.services.findings import proved, watch
from armdesk.services.findings.checks import check
from armdesk.services.findings.finding import Finding, Look
from armdesk.services.findings.rules import RULES
from armdesk.store import Store
from armdesk.workspace import Workspace

HEAVY = {name: rule for name, rule in RULES.items() if rule.heavy}
DAY = date(2025, 3, 3)


def prove(space: Workspace, *, whole: bool = False) -> tuple[list[Finding], bool]:
    """What the four proofs find, and whether all records were looked at."""
    look = Look(space.store, load.get("craft-2.0"), Period.of_year(2025), date(2026, 1, 31), space.files, whole=whole)
    return check(look, HEAVY), look.proofs.records.whole


def rules_of(space: Workspace, *, whole: bool = False) -> list[str]:
    return [finding.rule for finding in prove(space, whole=whole)[0]]


def fill(store: Store, count: int = 30) -> None:
    with store.operation("deliveries", kind="import") as writer:
        writer.save_many(Production, ({"date": date(2025, 1 + place % 12, 3), "gross_mg": 1_000 + place,
                                       "fineness": 9_000, "no_work": None if place % 2 else False,
                                       "note": "Ñandú \n\"x\"\\"}
                                      for place in range(count)))


@pytest.fixture
def marked(workspace: Workspace) -> Workspace:
    """A workspace with records that was proved as a whole."""
    fill(workspace.store)
    for each in ("sale", "lot", "person", "document"):
        make(workspace.store, each)
    inbox.take_in(workspace.store, workspace.files, [_paper(workspace, "a"), _paper(workspace, "b")], SILENT)
    assert prove(workspace) == ([], True)
    return workspace


def _paper(space: Workspace, text: str) -> Path:
    path = space.folder.parent / f"{text}.txt"
    path.write_text(text, encoding="utf-8")
    return path


def outside(space: Workspace, statement: str, *values: Any) -> None:
    """Change the file as another program with its key could."""
    db = space.db
    for name in ("entry_stays", "entry_remains", "operation_stays", "operation_remains"):
        db.execute_sql(f"DROP TRIGGER IF EXISTS {name}")
    db.execute_sql("PRAGMA foreign_keys = 0")
    db.execute_sql(statement, values)
    db.execute_sql("PRAGMA foreign_keys = 1")


def test_after_a_whole_proof_only_what_changed_is_proved(marked: Workspace) -> None:
    assert prove(marked) == ([], False)
    lot = marked.store.one(Lot)
    assert lot is not None
    lot.note = "changed"
    marked.store.save(lot)
    marked.store.trash([lot])
    marked.store.undo()
    fill(marked.store, 40)
    assert prove(marked) == ([], False)
    mark = marks.read(marked.db, marks.RECORDS)
    assert mark is not None
    assert (mark.head, mark.whole < mark.seq) == (marked.store.head(), True)
    assert mark.told == since.rows_by_table(marked.db)


EVERYWHERE: dict[str, tuple[str, str]] = {
    "a row changed": ("UPDATE production SET gross_mg = 7 WHERE id = (SELECT max(id) FROM production)", "rows"),
    "a row removed": ("DELETE FROM production WHERE id = (SELECT min(id) FROM production)", "rows"),
    "a row added": ("INSERT INTO production (id, version, date) VALUES (zeroblob(16), 1, '2025-03-03')", "rows"),
    "an old block": ("UPDATE entry SET body = replace(body, '1005', '1006') WHERE verb = 'create_many'", "history"),
    "an entry gone": ("DELETE FROM entry WHERE seq = 5", "history"),
    "who did it": ("UPDATE operation SET author = 'X' WHERE seq = 2", "history"),
    "a kept sum": ("UPDATE production_month SET fine = fine + 1", "sums"),
}


@pytest.mark.parametrize("name", EVERYWHERE)
def test_what_another_program_changed_is_found_by_the_whole(marked: Workspace, name: str) -> None:
    statement, rule = EVERYWHERE[name]
    outside(marked, statement)
    assert rule in rules_of(marked, whole=True)
    if rule != "sums":  # those are counted again at once
        assert rule in rules_of(marked), "a finding stays until it is proved gone"
        assert rule in rules_of(marked)


@pytest.mark.parametrize("name", ["a row removed", "a row added", "an entry gone", "a kept sum"])
def test_some_of_it_is_found_at_once(marked: Workspace, name: str) -> None:
    statement, rule = EVERYWHERE[name]
    outside(marked, statement)
    assert rule in rules_of(marked)


@pytest.mark.parametrize("name", EVERYWHERE)
def test_all_of_it_is_found_after_it_was_changed_while_closed(marked: Workspace, name: str) -> None:
    statement, rule = EVERYWHERE[name]
    folder, key = marked.folder, marked.key
    marked.close()
    with workspaces.open_workspace(folder, key=key, now=marked.now) as again:
        assert again.untouched
        assert prove(again) == ([], False)
    with workspaces.open_workspace(folder, key=key, now=marked.now) as other:
        other.store.marks_hold = False  # as another program, that leaves no note of ours
        outside(other, statement)
    with workspaces.open_workspace(folder, key=key, now=marked.now) as again:
        assert not again.untouched
        assert rule in rules_of(again)
    with workspaces.open_workspace(folder, key=key, now=marked.now) as again:
        assert not again.untouched or rule == "sums", "closing does not make it right"


def test_a_row_changed_under_an_edit_is_found(marked: Workspace) -> None:
    store = marked.store
    row = store.one(Production)
    assert row is not None
    outside(marked, "UPDATE production SET note = 'other' WHERE id = ?", bytes.fromhex(row.id))
    fresh = store.get(Production, row.id)
    assert fresh is not None
    fresh.gross_mg = 5
    store.save(fresh)
    assert rules_of(marked) == ["rows"]


def test_sums_that_an_edit_did_not_follow_are_found(marked: Workspace) -> None:
    row = marked.store.one(Production)
    assert row is not None
    row.gross_mg = 50_000
    marked.store.save(row)
    outside(marked, "DELETE FROM stale_month")
    assert rules_of(marked) == ["sums"]


def test_a_row_moved_to_another_month_is_counted_in_both(marked: Workspace) -> None:
    row = marked.store.all(Production, date=date(2025, 1, 3))[0]
    row.date = date(2025, 12, 24)
    marked.store.save(row)
    outside(marked, "DELETE FROM stale_month WHERE month < '2025-12'")
    assert rules_of(marked) == ["sums"]


@pytest.mark.parametrize("restored", [False, True])
def test_a_kept_file_changed_is_found(marked: Workspace, restored: bool) -> None:
    revision = marked.store.one(Revision)
    assert revision is not None
    path = marked.files.path(str(revision.sha256))
    before = path.stat()
    path.chmod(0o600)
    path.write_bytes(b"z" * before.st_size)
    if restored:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    if not restored or os.name != "nt":
        assert rules_of(marked) == ["files"]
    assert rules_of(marked, whole=True) == ["files"]
    path.unlink()
    assert rules_of(marked) == ["files"]


def test_files_that_are_as_they_were_are_not_read_again(marked: Workspace) -> None:
    wanted = [(str(each.sha256), str(each.file_name)) for each in marked.store.all(Revision)]
    for whole, read in ((False, 0), (True, 2), (False, 0)):
        proofs = Proofs(marked.store, marked.files, whole=whole)
        assert proofs.kept_files(wanted) == []
        assert proofs.read == read


def test_a_mark_of_another_history_is_none(marked: Workspace, tmp_path: Path) -> None:
    kept = backup.make(marked, "asked", target=tmp_path / "stick")
    folder, key = marked.folder, marked.key
    fill(marked.store, 3)
    assert prove(marked) == ([], False)
    mark = marks.read(marked.db, marks.RECORDS)
    assert mark is not None
    marked.close()
    restore.restore(kept, folder, now=marked.now())
    with workspaces.open_workspace(folder, key=key, now=marked.now) as again:
        assert not again.untouched
        assert prove(again) == ([], True)
        again.store.keep_beside(lambda db: marks.keep(db, marks.RECORDS, mark))
        assert marks.read(again.db, marks.RECORDS) is None, "it speaks of entries that are not there"
        assert prove(again) == ([], True)


@pytest.mark.parametrize("body", ["", "[]", "{}", "null", '{"seq": 1}',
                                  '{"at": "", "hash": "00", "seq": 1, "told": {}, "whole": 1}'])
def test_a_damaged_mark_is_none(marked: Workspace, body: str) -> None:
    outside(marked, "UPDATE proof SET body = ?", body)
    assert marks.read(marked.db, marks.RECORDS) is None
    assert prove(marked) == ([], True)


def test_a_read_only_workspace_keeps_no_mark(marked: Workspace) -> None:
    folder, key = marked.folder, marked.key
    outside(marked, "DELETE FROM proof")
    marked.close()
    before = (folder / "armdesk.db").read_bytes()
    with workspaces.open_workspace(folder, key=key, now=marked.now, read_only=True) as shown:
        assert prove(shown) == ([], True)
        assert marks.read(shown.db, marks.RECORDS) is None
    assert (folder / "armdesk.db").read_bytes() == before


def test_cut_off_while_a_mark_is_kept_nothing_false_stays(marked: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(marked.store, 5)
    before = marks.read(marked.db, marks.RECORDS)
    keep = marks.keep

    def cut_off(db: Any, name: str, mark: Any) -> None:
        keep(db, name, mark)
        raise KeyboardInterrupt

    monkeypatch.setattr(marks, "keep", cut_off)
    with pytest.raises(KeyboardInterrupt):
        prove(marked)
    monkeypatch.undo()
    assert marks.read(marked.db, marks.RECORDS) == before
    assert prove(marked) == ([], False)


def test_a_log_that_waits_is_not_as_it_was_left(marked: Workspace) -> None:
    folder, path = marked.folder, marked.path
    marked.close()
    assert left_as.is_so(folder, path)
    path.with_name("armdesk.db-wal").write_bytes(b"x")
    assert not left_as.is_so(folder, path)


def test_two_hands_find_what_one_finds(marked: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(marked.store, 9_000)
    monkeypatch.setattr(hands, "LARGE", 0)
    assert prove(marked, whole=True) == ([], True)
    outside(marked, "UPDATE production SET gross_mg = gross_mg + 1 WHERE id IN (SELECT id FROM production ORDER BY id "
                    "LIMIT 3 OFFSET 5000)")
    assert rules_of(marked, whole=True).count("rows") == 3


def test_a_forged_block_that_is_chained_is_found(marked: Workspace) -> None:
    """A body that is none of ours, with all hashes made anew."""
    db = marked.db
    [(seq,)] = db.execute_sql("SELECT seq FROM entry WHERE verb = 'create_many'").fetchall()
    outside(marked, "UPDATE entry SET body = replace(body, '\"repeated\":{', '\"repeated\":{\"x\":[[1],[0]],') "
                    "WHERE seq = ?", seq)
    before = history.START
    for number, operation, type_, record, verb, body in db.execute_sql(
            "SELECT seq, operation, type, record, verb, body FROM entry ORDER BY seq").fetchall():
        before = entry_hash(before, number, operation, type_, bytes(record).hex(), verb, body)
        db.execute_sql("UPDATE entry SET hash = ? WHERE seq = ?", (before, number))
    assert "history" in rules_of(marked, whole=True)


CHANGES: dict[str, Callable[[Workspace, random.Random], object]] = {
    "many": lambda space, draw: fill(space.store, draw.randint(1, 60)),
    "one": lambda space, draw: space.store.save(Production(date=date(2025, draw.randint(1, 12), 1), gross_mg=9)),
    "undo": lambda space, _draw: space.store.undo(),
    "redo": lambda space, _draw: space.store.redo(),
    "edit": lambda space, draw: _edit(space.store, draw),
    "trash": lambda space, draw: space.store.trash([draw.choice(space.store.all(Production))]),
    "outside": lambda space, draw: outside(
        space, "UPDATE production SET note = ? WHERE id IN (SELECT record FROM entry WHERE seq > ? "
        "AND type = 'production')", str(draw.random()), _seen(space)),
    "added": lambda space, _draw: outside(space, "INSERT INTO site (id, version) VALUES (randomblob(16), 1)"),
}


def _seen(space: Workspace) -> int:
    mark = marks.read(space.db, marks.RECORDS)
    return mark.seq if mark is not None else 0


def _edit(store: Store, draw: random.Random) -> None:
    row = draw.choice(store.all(Production))
    row.gross_mg, row.date = draw.randint(1, 9_999), date(2025, draw.randint(1, 12), 2)
    store.save(row)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_the_proof_from_a_mark_finds_what_the_whole_finds(marked: Workspace, seed: int) -> None:
    draw = random.Random(seed)
    for _turn in range(12):
        for _each in range(draw.randint(0, 3)):
            names = list(CHANGES) if draw.random() < 0.2 else [name for name in CHANGES
                                                               if name not in ("outside", "added")]
            CHANGES[draw.choice(names)](marked, draw)
        assert rules_of(marked) == rules_of(marked, whole=True)


def test_what_was_proved_is_told_in_plain_words(marked: Workspace) -> None:
    told = proved.look_over(marked, DAY, "en").sentence
    assert told == "History and registers proved as a whole on 2026-01-31; nothing was written since."
    fill(marked.store, 3)
    told = proved.look_over(marked, DAY, "en").sentence
    assert told == "History and registers proved as a whole on 2026-01-31, and 2 entries since."
    outside(marked, "DELETE FROM production WHERE id = (SELECT min(id) FROM production)")
    outcome = proved.look_over(marked, DAY, "en")
    assert outcome.sentence == ""
    assert [finding.rule for finding in outcome.findings["rows"]] == ["rows"]
    seen = watch.Watch(marked)
    seen.proved = outcome
    assert "rows" in {finding.rule for finding in seen.look((), DAY, "en").findings}


def test_all_is_proved_again_after_some_days(marked: Workspace) -> None:
    store = marked.store
    assert not proved.is_due(store)
    mark = marks.read(marked.db, marks.RECORDS)
    assert mark is not None
    for at, due in (("2026-01-25T09:00:00-05:00", False), ("2026-01-24T08:00:00-05:00", True),
                    ("2026-02-01T09:00:00-05:00", True), ("2026-01-30T09:00:00", True), ("once", True)):
        store.keep_beside(lambda db, at=at: marks.keep(db, marks.RECORDS, replace(mark, at=at)))
        assert proved.is_due(store) is due, at
    store.keep_beside(lambda db: marks.keep(db, marks.RECORDS, None))
    assert proved.is_due(store)
    make(store, "rate", kind="proof_days", value=1_000_000, unit="days", valid_from=date(2000, 1, 1), valid_to=None,
         applies_to=None, country=None, site=None)
    store.keep_beside(lambda db: marks.keep(db, marks.RECORDS, replace(mark, at="2026-01-30T08:00:00-05:00")))
    assert proved.is_due(store), "the office's own days"


def test_the_command_line_proves_all_or_what_changed_and_says_which(
        marked: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(marked.folder)
    marked.close()
    cli.main(["check", folder, "--language", "en"])
    assert "proved as a whole: " in capsys.readouterr().out
    cli.main(["check", folder, "--quick", "--language", "en"])
    assert "proved as a whole on 2026-01-31; nothing was written since." in capsys.readouterr().out
