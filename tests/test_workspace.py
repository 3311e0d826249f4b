"""Opening and closing: one program at a time, nothing foreign or newer touched, every damaged byte noticed."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from factories import make

from armdesk import atomic, gold_months, history, keys, schema, sqlite
from armdesk import workspace as workspaces
from armdesk.errors import (
    ArmdeskError,
    DamagedWorkspace,
    NewerWorkspace,
    ReadOnlyWorkspace,
    WorkspaceError,
    WorkspaceInUse,
    WrongPassword,
)
from armdesk.models import RECORDS
from armdesk.models.lots import Lot
from armdesk.services.basis.period import Period
from armdesk.services.gold import gold_figures
from armdesk.settings import WorkspaceSettings
from armdesk.workspace import Workspace

PASSWORD = "cuatro palabras de prueba"
NOW = datetime(2026, 1, 31, 9, 0, tzinfo=timezone(timedelta(hours=-5)))
HOLDER = """
import sys
from pathlib import Path
from armdesk import workspace
opened = workspace.open_workspace(Path(sys.argv[1]))
print("READY", flush=True)
sys.stdin.read()
opened.close()
print("CLOSED", flush=True)
"""


def fingerprint(folder: Path) -> dict[str, str]:
    """Content of every file of a folder but the lock and what SQLite needs for reading: an empty log and its index."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(found.items())
            if not name.startswith("armdesk.lock") and not name.endswith("-shm") and (content or "-wal" not in name)}


def raw(folder: Path, *statements: str) -> None:
    """Change a data file as a program that has its key could."""
    connection = sqlite.connect(folder / "armdesk.db", keys.unlock(folder))
    for statement in statements:
        connection.execute(statement)
    connection.close()


def hold(folder: Path) -> subprocess.Popen[str]:
    """Another program that has the workspace open."""
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "READY\n"
    return holder


# making and opening


def test_a_new_workspace_is_made_and_found_again(tmp_path: Path) -> None:
    folder = tmp_path / "Cooperativa Ñandú"
    chosen = WorkspaceSettings(name="Ñandú", country="CO", currency="COP")
    assert not workspaces.exists(folder)
    with workspaces.create(folder, chosen, author="Ana") as made:
        make(made.store, "lot", code="L-1")
        assert made.notices == []
    assert workspaces.exists(folder)
    with workspaces.open_workspace(folder) as opened:
        assert opened.settings == chosen
        assert opened.store.one(Lot, code="L-1") is not None
        assert opened.store.operations(limit=1)[0].author == "Ana"
        assert opened.still_there()


def test_a_full_folder_is_not_made_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "carta.txt").write_text("hola")
    before = fingerprint(tmp_path)
    with pytest.raises(WorkspaceError):
        workspaces.create(tmp_path)
    assert fingerprint(tmp_path) == before


def test_no_workspace_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError):
        workspaces.open_workspace(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_file_cannot_be_read_without_its_key(workspace: Workspace) -> None:
    make(workspace.store, "person", name="Íngrid Peña Muñoz")
    workspace.close()
    content = workspace.path.read_bytes()
    assert "Peña".encode() not in content
    assert not content.startswith(b"SQLite format 3")
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(workspace.path).execute("SELECT count(*) FROM sqlite_master")


def test_closing_twice_is_harmless_and_leaves_one_file(workspace: Workspace) -> None:
    make(workspace.store, "lot")
    workspace.close()
    workspace.close()
    assert [path.name for path in workspace.folder.glob("armdesk.db*")] == ["armdesk.db"]


def test_a_workspace_moved_away_while_open_is_noticed(workspace: Workspace) -> None:
    assert workspace.still_there()
    moved = workspace.path.with_name("moved.db")
    workspace.path.rename(moved)
    assert not workspace.still_there()
    shutil.copy(moved, workspace.path)
    assert not workspace.still_there(), "a copy at the same place is another file"


# the lock


def test_only_one_program_writes(workspace: Workspace, workspace_folder: Path) -> None:
    with pytest.raises(WorkspaceInUse, match="2026-01-31 09:00"):
        workspaces.open_workspace(workspace_folder)
    with workspaces.open_workspace(workspace_folder, read_only=True) as reader:
        assert reader.read_only
    workspace.close()
    workspaces.open_workspace(workspace_folder).close()


def test_another_program_holds_it_until_it_closes(workspace_folder: Path) -> None:
    holder = hold(workspace_folder)
    with pytest.raises(WorkspaceInUse):
        workspaces.open_workspace(workspace_folder)
    told, _errors = holder.communicate("")
    assert told == "CLOSED\n" and holder.returncode == 0
    workspaces.open_workspace(workspace_folder).close()


def test_a_program_killed_hard_holds_nothing(workspace_folder: Path) -> None:
    holder = hold(workspace_folder)
    holder.kill()
    holder.communicate()
    with workspaces.open_workspace(workspace_folder, author="tester") as opened:
        make(opened.store, "lot")
        assert sqlite.damage(opened.db.connection()) == []


def test_a_workspace_that_would_not_open_is_not_held(workspace_folder: Path) -> None:
    raw(workspace_folder, "PRAGMA user_version = 9999")
    for _time in range(2):
        with pytest.raises(NewerWorkspace):
            workspaces.open_workspace(workspace_folder)


def test_a_lock_whose_holder_cannot_be_read_still_locks(workspace: Workspace, workspace_folder: Path) -> None:
    for content in ("{", "[]", '{"person": 1}'):
        (workspace_folder / "armdesk.lock.json").write_text(content)
        with pytest.raises(WorkspaceInUse):
            workspaces.open_workspace(workspace_folder)
    assert not workspace.read_only


# what is not ours


def _newer(folder: Path) -> None:
    raw(folder, f"PRAGMA user_version = {schema.newest() + 1}")


def _other_program(folder: Path) -> None:
    raw(folder, "PRAGMA application_id = 1196444487")


def _trigger(folder: Path) -> None:
    raw(folder, "CREATE TRIGGER sneak AFTER INSERT ON payment BEGIN DELETE FROM incident; END")


def _view(folder: Path) -> None:
    raw(folder, "CREATE VIEW sneak AS SELECT * FROM payment")


def _rollback_journal(folder: Path) -> None:
    raw(folder, "PRAGMA journal_mode = delete", "PRAGMA application_id = 1")


def _plain_sqlite(folder: Path) -> None:
    (folder / "armdesk.db").unlink()
    connection = sqlite3.connect(folder / "armdesk.db")
    connection.execute("CREATE TABLE lot (id TEXT)")
    connection.commit()
    connection.close()


def _text_file(folder: Path) -> None:
    (folder / "armdesk.db").write_text("fecha;mina;gramos\n" * 1000)


def _empty_file(folder: Path) -> None:
    (folder / "armdesk.db").write_bytes(b"")


def _other_key(folder: Path) -> None:
    other = folder.with_name("other")
    workspaces.create(other).close()
    shutil.copy(other / "armdesk.db", folder / "armdesk.db")


def _no_key_file(folder: Path) -> None:
    (folder / keys.FILE).write_text("{}")


REFUSED: dict[Callable[[Path], None], type[WorkspaceError]] = {
    _newer: NewerWorkspace, _other_program: WorkspaceError, _trigger: WorkspaceError, _view: WorkspaceError,
    _rollback_journal: WorkspaceError, _plain_sqlite: DamagedWorkspace, _text_file: DamagedWorkspace,
    _empty_file: WorkspaceError, _other_key: DamagedWorkspace, _no_key_file: DamagedWorkspace}


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("spoil", REFUSED, ids=lambda spoil: spoil.__name__.lstrip("_"))
def test_what_is_not_ours_is_refused_and_left_untouched(workspace_folder: Path, spoil: Callable[[Path], None],
                                                        read_only: bool) -> None:
    spoil(workspace_folder)
    before = fingerprint(workspace_folder)
    with pytest.raises(REFUSED[spoil]) as raised:
        workspaces.open_workspace(workspace_folder, read_only=read_only)
    assert str(raised.value).endswith(".")
    assert fingerprint(workspace_folder) == before


def test_an_installation_without_its_steps_is_refused(workspace_folder: Path, tmp_path: Path,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "FOLDER", tmp_path / "nothing")
    schema.newest.cache_clear()
    try:
        with pytest.raises(WorkspaceError, match="Install it again"):
            workspaces.open_workspace(workspace_folder)
    finally:
        schema.newest.cache_clear()


# passwords


def test_a_password_opens_and_a_wrong_one_does_not(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    workspaces.create(folder, password=PASSWORD).close()
    before = fingerprint(folder)
    for wrong in (None, "", "otra palabra de prueba", PASSWORD.upper()):
        with pytest.raises(WrongPassword):
            workspaces.open_workspace(folder, password=wrong)
    assert fingerprint(folder) == before
    workspaces.open_workspace(folder, password=PASSWORD).close()


def test_a_weak_password_makes_no_half_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError):
        workspaces.create(tmp_path / "weak", password="123")
    assert not workspaces.exists(tmp_path / "weak")
    workspaces.create(tmp_path / "weak", password=PASSWORD).close()


# reading only


def test_a_folder_that_cannot_be_written_is_opened_for_reading(workspace: Workspace, workspace_folder: Path,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    make(workspace.store, "lot", code="L-1")
    workspace.close()
    before = fingerprint(workspace_folder)

    def refuse(path: Path, *_arguments: object) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    # The superuser may write everywhere, so the refusal is played rather than asked of the file system.
    monkeypatch.setattr(Path, "write_bytes", refuse)
    with workspaces.open_workspace(workspace_folder) as opened:
        assert opened.read_only and len(opened.notices) == 1
        assert opened.store.one(Lot, code="L-1") is not None
        with pytest.raises(ReadOnlyWorkspace):
            opened.store.save(Lot(code="L-2"))
        with pytest.raises(sqlite.DatabaseError, match="readonly"):
            opened.db.connection().execute("DELETE FROM lot")
    assert fingerprint(workspace_folder) == before


@pytest.mark.parametrize("held", [9, 2])
def test_a_data_file_another_program_holds_is_not_told_as_damaged(workspace_folder: Path, held: int,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    """So Windows answers while a program that copies or checks files lends it to nobody: for long, or for a moment."""
    read, left = Path.open, [held]

    def refuse(path: Path, mode: str = "r", *given: Any, **named: Any) -> Any:
        if path.name == "armdesk.db" and mode == "rb" and left[0]:
            left[0] -= 1
            raise PermissionError(13, "Permission denied", str(path))
        return read(path, mode, *given, **named)

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(atomic, "_WINDOWS", True)
    monkeypatch.setattr(atomic, "_WAITS", (0, 0, 0, 0))
    if held == 2:
        workspaces.open_workspace(workspace_folder).close()
        return
    with pytest.raises(WorkspaceError, match="another program has it open") as told:
        workspaces.open_workspace(workspace_folder)
    assert not isinstance(told.value, DamagedWorkspace)


# damage


def _offsets(size: int) -> list[int]:
    """Places in a file: its beginning, its end and the middle of thirty pages in between."""
    return [0, 8, 16, 100, 4_096, size - 4_096, size - 8, *(size * part // 31 // 8 * 8 for part in range(1, 31))]


def test_eight_damaged_bytes_are_noticed_wherever_they_are(workspace: Workspace, tmp_path: Path) -> None:
    with workspace.store.operation("many") as writer:
        writer.save_many(Lot, ({"code": f"M-{place}", "note": "x" * 50} for place in range(500)), checked=True)
    key = workspace.key
    assert sqlite.damage(workspace.db.connection()) == []
    workspace.close()
    whole = workspace.path.read_bytes()
    unnoticed = []
    for offset in _offsets(len(whole)):
        spoilt = bytearray(whole)
        spoilt[offset : offset + 8] = bytes(byte ^ 0xFF for byte in spoilt[offset : offset + 8])
        copy = tmp_path / "spoilt.db"
        copy.write_bytes(spoilt)
        connection = sqlite.connect(copy, key)
        if sqlite.damage(connection) == []:
            unnoticed.append(offset)
        connection.close()
    assert unnoticed == []


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_file_cut_short_is_noticed(workspace: Workspace, share: float) -> None:
    with workspace.store.operation("many") as writer:
        writer.save_many(Lot, ({"code": f"M-{place}"} for place in range(500)), checked=True)
    workspace.close()
    whole = workspace.path.read_bytes()
    workspace.path.write_bytes(whole[: int(len(whole) * share)])
    connection = sqlite.connect(workspace.path, workspace.key)
    assert sqlite.damage(connection) != []
    connection.close()


def test_a_link_to_nothing_is_noticed(workspace: Workspace) -> None:
    lot = make(workspace.store, "assay").lot
    workspace.db.execute_sql("PRAGMA foreign_keys = 0")
    workspace.db.execute_sql("DELETE FROM lot WHERE id = ?", (bytes.fromhex(lot),))
    assert "assay -> lot" in sqlite.damage(workspace.db.connection())


def test_the_program_says_that_the_file_is_damaged(workspace: Workspace) -> None:
    workspace.close()
    content = bytearray(workspace.path.read_bytes())
    content[200:208] = b"\0" * 8
    workspace.path.write_bytes(content)
    with pytest.raises(DamagedWorkspace):
        workspaces.open_workspace(workspace.folder)


# older files and cautions


def test_an_older_file_is_copied_before_it_is_brought_up(workspace: Workspace, workspace_folder: Path,
                                                         monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    make(workspace.store, "lot", code="L-1")
    head = workspace.store.head()
    workspace.close()
    steps, known = tmp_path / "steps", schema.newest()
    shutil.copytree(schema.FOLDER, steps)
    more = "def up(migrator, db):\n    db.execute_sql('CREATE TABLE more (id TEXT)')\n"
    (steps / f"{known + 1:04d}_more.py").write_text(more)
    monkeypatch.setattr(schema, "FOLDER", steps)
    schema.newest.cache_clear()
    try:
        before = fingerprint(workspace_folder)
        with workspaces.open_workspace(workspace_folder, read_only=True) as opened:
            assert sqlite.schema_number(opened.db.connection()) == known + 1, "a copy is shown"
            assert opened.store.one(Lot, code="L-1") is not None and history.verify(opened.db) == head
            assert any("copy of it is shown" in each for each in opened.notices)
            shown = Path(opened.db.connection().execute("PRAGMA database_list").fetchone()[2])
            assert shown.is_file() and shown.parent != workspace_folder
        assert not shown.parent.exists(), "the copy goes with the workspace"
        assert fingerprint(workspace_folder) == before, "reading only changes nothing"
        with workspaces.open_workspace(workspace_folder, now=lambda: NOW) as opened:
            assert sqlite.schema_number(opened.db.connection()) == known + 1
            assert opened.store.one(Lot, code="L-1") is not None
            assert history.verify(opened.db) == head
    finally:
        schema.newest.cache_clear()
    copy = workspace_folder / "backups" / "20260131-090000-migration.db"
    connection = sqlite.connect(copy, workspace.key)
    assert sqlite.schema_number(connection) == known
    assert connection.execute("SELECT code FROM lot").fetchall() == [("L-1",)]
    connection.close()


def test_a_disk_without_room_for_the_copy_is_told_and_the_file_is_not_called_damaged(
        workspace: Workspace, workspace_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    workspace.close()
    known, scratch = schema.newest(), tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setattr(schema, "newest", lambda: known + 1)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda where: usage._replace(
        free=1_000 if scratch in (where, *Path(where).parents) else 10**12))
    with pytest.raises(ArmdeskError) as refused:
        workspaces.open_workspace(workspace_folder, read_only=True)
    assert not isinstance(refused.value, DamagedWorkspace) and "full" in str(refused.value)
    assert list(scratch.iterdir()) == [], "nothing of it stays"


def test_a_clock_set_back_is_told(workspace: Workspace, workspace_folder: Path) -> None:
    make(workspace.store, "lot")
    workspace.close()
    with workspaces.open_workspace(workspace_folder, now=lambda: NOW - timedelta(days=400)) as opened:
        assert len(opened.notices) == 1 and "2024-12-27" in opened.notices[0]
        assert not opened.read_only
    with workspaces.open_workspace(workspace_folder, now=lambda: NOW - timedelta(minutes=30)) as opened:
        assert opened.notices == []


def test_little_room_and_a_synchronised_folder_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "OneDrive" / "office"
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(10**9, 10**9 - 10, 10))
    with workspaces.create(folder) as opened:
        assert len(opened.notices) == 2


def test_damaged_settings_are_replaced_by_defaults(workspace_folder: Path) -> None:
    path = workspace_folder / "settings.json"
    for content, name in (('{"name": "A", "frozen_backups": "perhaps", "new_one": 1}', "A"), ("{", ""), ("[]", "")):
        path.write_text(content, encoding="utf-8")
        with workspaces.open_workspace(workspace_folder) as opened:
            assert opened.settings == WorkspaceSettings(name=name)
            opened.settings.name = "B"
            opened.keep_settings()
        assert json.loads(path.read_text(encoding="utf-8"))["name"] == "B"


@pytest.fixture(scope="module")
def ages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty workspace as each version of the program left it, every one grown from the one before; to be copied."""
    root, known = tmp_path_factory.mktemp("ages"), schema.FOLDER
    (root / "steps").mkdir()
    try:
        with pytest.MonkeyPatch.context() as past:
            past.setattr(schema, "FOLDER", root / "steps")
            for number in range(1, int(max(known.glob("[0-9]*.py")).name[:4])):
                for step in known.glob(f"{number:04d}_*.py"):
                    shutil.copy(step, root / "steps")
                schema.newest.cache_clear()
                _grown(root / str(number - 1), root / str(number))
    finally:
        schema.newest.cache_clear()
    return root


def _grown(before: Path, folder: Path) -> None:
    if not before.exists():
        workspaces.create(folder).close()
        return
    shutil.copytree(before, folder)
    db = sqlite.database(folder / "armdesk.db", keys.unlock(folder, None))
    db.connect()
    schema.bring_up(db)
    db.close()


@pytest.mark.parametrize("last", range(1, schema.newest()))
def test_a_workspace_of_any_age_is_brought_up_with_its_gold_or_read_as_a_copy(
        ages: Path, tmp_path: Path, last: int) -> None:
    folder = Path(shutil.copytree(ages / str(last), tmp_path / "office"))
    key = keys.unlock(folder, None)
    old = sqlite.connect(folder / "armdesk.db", key)
    old.execute("INSERT INTO production (id, version, date, gross_mg, fineness, fine_mg) VALUES "
                "(?, 1, '2025-03-03', 10000, 9000, 9000)", (b"\x01" * 16,))
    old.execute("INSERT INTO lot (id, version, code, gross_mg, fineness, fine_mg) VALUES (?, 1, 'L-1', 9000, 9000, "
                "8100)", (b"\x02" * 16,))
    old.execute("INSERT INTO sale (id, version, code, date, lot, gross_mg, fineness, fine_mg) VALUES "
                "(?, 1, 'V-1', '2025-04-03', ?, 9000, 9000, 8100)", (b"\x03" * 16, b"\x02" * 16))
    if last >= 6:
        old.execute("INSERT INTO stale_month VALUES ('production', '2025-03'), ('gold', ''), ('gold', '2025-04')")
    old.close()
    before = (folder / "armdesk.db").read_bytes()
    with workspaces.open_workspace(folder, read_only=True, now=lambda: NOW) as seen:
        _gold_and_all_registers(seen)
        copy = seen.shown
        assert copy is not None and copy.exists()
    assert not copy.exists() and (folder / "armdesk.db").read_bytes() == before
    with workspaces.open_workspace(folder, now=lambda: NOW) as opened:
        [copy] = opened.backups.glob("*-migration.db")
        _gold_and_all_registers(opened)
        connection = sqlite.connect(copy, key)
        assert sqlite.schema_number(connection) == last
        connection.close()
    with workspaces.open_workspace(folder, read_only=True, now=lambda: NOW) as again:
        assert again.read_only and again.store.one(Lot) is not None


def _gold_and_all_registers(opened: Workspace) -> None:
    months = gold_figures.stock(opened.store, Period(date(2025, 3, 1), date(2025, 4, 30)))
    assert [(10 * each.produced, 10 * each.sold) for each in months] == [(90, 0), (0, 81)]
    assert gold_months.differing(opened.db) == []
    for type_ in RECORDS:
        opened.store.all(type_)
