"""Disks that are full: what the person is told is true, and nobody is sent to restore what is not damaged."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from armdesk import backup, cli, keys, schema, workspace
from armdesk.errors import DamagedWorkspace, DiskFull, WorkspaceInUse
from armdesk.models import Site


def _full(*_given: object, **_named: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_keeps_nobody_from_their_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace.create(tmp_path / "office").close()
    monkeypatch.setattr(Path, "write_text", _full)
    with workspace.open_workspace(tmp_path / "office") as opened:
        assert opened.store.all(Site) == []
        with pytest.raises(WorkspaceInUse, match="another armdesk"):
            workspace.open_workspace(tmp_path / "office")


@pytest.mark.parametrize(("free", "told"), [(0, DiskFull), (10_000_000, DamagedWorkspace)])
def test_no_room_for_the_log_is_not_called_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int,
                                                  told: type[Exception]) -> None:
    workspace.create(tmp_path / "office").close()
    monkeypatch.setattr(workspace.shutil, "disk_usage", lambda _folder: SimpleNamespace(free=free))
    monkeypatch.setattr(workspace, "_prepare", _damaged)
    with pytest.raises(told):
        workspace.open_workspace(tmp_path / "office")


def _damaged(*_given: object, **_named: object) -> None:
    raise DamagedWorkspace("disk I/O error")


def test_half_a_new_workspace_is_not_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(schema, "bring_up", _full)
        with pytest.raises(DiskFull):
            workspace.create(tmp_path / "office")
    assert list((tmp_path / "office").iterdir()) == []
    workspace.create(tmp_path / "office").close()
    assert json.loads((tmp_path / "office" / keys.FILE).read_text(encoding="utf-8"))


def test_the_command_line_tells_of_a_full_disk_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                            capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("armdesk.commands.workspace.exists", _full)
    assert cli.main(["check", str(tmp_path), "--language", "en"]) == cli.WRONG
    assert capsys.readouterr().err.startswith("The disk is full.")


@pytest.mark.parametrize("part", ["injured_person", "lot_search", "entry_record"])
def test_a_check_reads_every_page(tmp_path: Path, capsys: pytest.CaptureFixture[str], part: str) -> None:
    office = tmp_path / "office"
    with workspace.create(office) as opened:
        backup.make(opened, "asked")
        root = opened.db.execute_sql("SELECT rootpage FROM sqlite_master WHERE name = ?", (part,)).fetchone()[0]
        at = int((root - 0.5) * int(opened.db.pragma("page_size")))
    content = bytearray((office / "armdesk.db").read_bytes())
    content[at : at + 8] = bytes(each ^ 0x55 for each in content[at : at + 8])
    (office / "armdesk.db").write_bytes(content)
    assert cli.main(["check", str(office), "--language", "en"]) == cli.WRONG
    said = capsys.readouterr().err
    assert "damaged" in said
    assert backup.listed(office / "backups")[0].name in said
