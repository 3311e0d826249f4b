"""A data file moved, renamed, deleted or replaced while it is open: nothing is written, nothing typed is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from factories import make

from armdesk import backup
from armdesk import workspace as workspaces
from armdesk.errors import DamagedWorkspace, LostDataFile
from armdesk.models import Lot, Person
from armdesk.workspace import Workspace


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings of a person that no other test sees."""
    monkeypatch.setenv("ARMDESK_CONFIG", str(tmp_path / "config"))
    return tmp_path / "config"


def _renamed(opened: Workspace) -> None:
    opened.path.rename(opened.path.with_name("old.db"))


def _deleted(opened: Workspace) -> None:
    opened.path.unlink()


def _replaced(opened: Workspace) -> None:
    shutil.copy(opened.path, opened.path.with_name("copy.db"))
    opened.path.with_name("copy.db").replace(opened.path)


def _folder_moved(opened: Workspace) -> None:
    opened.folder.rename(opened.folder.with_name("elsewhere"))


LOSSES: list[Callable[[Workspace], None]] = [_renamed, _deleted, _replaced, _folder_moved]


@pytest.mark.parametrize("lose", LOSSES)
def test_nothing_is_written_into_a_lost_file(workspace: Workspace, lose: Callable[[Workspace], None]) -> None:
    make(workspace.store, "lot", code="L-1")
    head = workspace.store.head()
    lose(workspace)
    before = workspace.path.read_bytes() if workspace.path.exists() else None
    for act in (lambda: workspace.store.save(Lot(code="L-2")), workspace.store.undo, workspace.keep_settings,
                lambda: workspace.store.keep_secret("x", b"y"), lambda: backup.make(workspace, "asked")):
        with pytest.raises(LostDataFile, match=r"armdesk\.db"):
            act()
    assert workspace.store.head() == head
    assert (workspace.path.read_bytes() if workspace.path.exists() else None) == before


@pytest.mark.parametrize("lose", LOSSES)
def test_a_lost_file_is_not_made_anew_by_a_new_connection(workspace: Workspace,
                                                         lose: Callable[[Workspace], None]) -> None:
    workspace.db.close()
    lose(workspace)
    there = workspace.path.exists()
    with pytest.raises(LostDataFile):
        workspace.db.connect()
    assert workspace.path.exists() == there


def test_a_file_that_is_put_back_is_written_again(workspace: Workspace) -> None:
    _renamed(workspace)
    with pytest.raises(LostDataFile):
        workspace.store.save(Lot(code="L-2"))
    workspace.path.with_name("old.db").rename(workspace.path)
    make(workspace.store, "lot", code="L-3")
    workspace.close()
    with workspaces.open_workspace(workspace.folder) as opened:
        assert [each.code for each in opened.store.all(Lot)] == ["L-3"]


def test_an_unfinished_form_of_a_lost_file_is_a_draft_again_where_it_is_found(workspace: Workspace,
                                                                             config: Path) -> None:
    store = workspace.store
    _folder_moved(workspace)
    store.keep_draft("a", "person", None, {"name": "Ana Ñandú"})
    store.keep_draft("b", "lot", None, {"code": "L"})
    store.keep_draft("a", "person", None, {"name": "Ana Ñandú Peña"})
    store.drop_draft("b")  # not written either: it stays
    workspace.close()
    [kept] = config.rglob("*.sealed")
    assert b"Ana" not in kept.read_bytes()
    elsewhere = workspace.folder.with_name("elsewhere")
    with workspaces.open_workspace(elsewhere, read_only=True) as opened:
        assert opened.store.drafts() == []
    with workspaces.open_workspace(elsewhere, author="tester") as opened:
        assert [(draft[0], draft[4]) for draft in opened.store.drafts()] == [
            ("b", {"code": "L"}), ("a", {"name": "Ana Ñandú Peña"})]
        assert opened.store.all(Person) == []
    assert not kept.exists()


def test_drafts_of_another_workspace_or_damaged_ones_are_left_alone(workspace: Workspace, config: Path,
                                                                    tmp_path: Path) -> None:
    store = workspace.store
    _renamed(workspace)
    store.keep_draft("a", "lot", None, {"code": "L"})
    [kept] = config.rglob("*.sealed")
    with workspaces.create(tmp_path / "other") as other:
        assert other.store.drafts() == []
    kept.write_bytes(b"\x01 nonsense")
    workspace.path.with_name("old.db").rename(workspace.path)
    workspace.close()
    with workspaces.open_workspace(workspace.folder) as opened:
        assert opened.store.drafts() == []
    assert kept.exists()


def test_a_workspace_whose_data_file_is_gone_is_told_from_an_empty_folder(workspace: Workspace) -> None:
    workspace.close()
    workspace.path.unlink()
    assert workspaces.known(workspace.folder) and not workspaces.exists(workspace.folder)
    with pytest.raises(DamagedWorkspace, match="is missing"):
        workspaces.open_workspace(workspace.folder)


def test_entries_in_the_log_are_not_lost_with_the_last_thread_that_wrote(workspace_folder: Path) -> None:
    """The window itself may never have connected: a thread that imports comes, writes and leaves."""
    import threading

    opened = workspaces.open_workspace(workspace_folder, author="tester")

    def work() -> None:
        make(opened.store, "lot", code="L-1")
        opened.db.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert opened.path.with_name("armdesk.db-wal").exists(), "a kill now must not be taken for a lost log"
    opened.close()
    assert not (workspace_folder / "armdesk.lock.json").exists()
    workspaces.open_workspace(workspace_folder).close()
