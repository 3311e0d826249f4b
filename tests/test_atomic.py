"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import stat
import sys
from pathlib import Path

import pytest

from armdesk import atomic
from armdesk.errors import DiskFull, ExportError


def test_writes_and_leaves_no_scratch_file(tmp_path: Path) -> None:
    target = tmp_path / "informe ñ.pdf"
    atomic.write_bytes(target, b"one")
    atomic.write_bytes(target, b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["informe ñ.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="permission bits are of POSIX")
def test_private_files_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    atomic.write_bytes(tmp_path / "keys.json", b"{}", private=True)
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600


def test_a_failed_body_keeps_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), atomic.replacing(target) as scratch:  # noqa: PT012
        scratch.write_bytes(b"half")
        scratch.with_name(f"{scratch.name}-journal").touch()
        raise KeyboardInterrupt
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_full_disk_is_named_even_when_a_library_hides_it(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")
    with pytest.raises(DiskFull, match="disk") as caught, atomic.replacing(target):  # noqa: PT012
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError as error:
            raise ValueError("cannot rollback") from error
    assert str(tmp_path) in str(caught.value)
    assert target.read_bytes() == b"old"


def test_a_really_full_disk(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with pytest.raises(DiskFull), atomic.replacing(tmp_path / "a"), Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")


def test_other_errors_pass_unchanged(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="ours"), atomic.replacing(tmp_path / "a"):
        raise ValueError("ours")


def test_a_missing_folder_and_a_folder_at_the_target_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="gone"):
        atomic.write_bytes(tmp_path / "gone" / "a", b"")
    (tmp_path / "folder").mkdir()
    with pytest.raises(ExportError, match="folder"):
        atomic.write_bytes(tmp_path / "folder", b"")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_a_file_held_for_a_moment_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace, waits = Path.replace, []

    def held(source: Path, target: Path) -> None:
        if len(waits) < 3:
            raise PermissionError("held by the antivirus")
        replace(source, target)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(atomic, "_WINDOWS", True)
    monkeypatch.setattr(atomic.time, "sleep", waits.append)
    atomic.write_bytes(tmp_path / "a", b"x")
    assert (tmp_path / "a").read_bytes() == b"x"
    assert waits == [0.05, 0.1, 0.2]


def test_a_file_held_for_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(source: Path, target: Path) -> None:
        raise PermissionError("open in a spreadsheet")

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(atomic, "_WINDOWS", True)
    monkeypatch.setattr(atomic.time, "sleep", lambda seconds: None)
    with pytest.raises(ExportError, match="Close it"):
        atomic.write_bytes(tmp_path / "a", b"x")
    assert not list(tmp_path.iterdir())


def test_a_name_as_long_as_names_can_be(tmp_path: Path) -> None:
    # A Windows as it is installed ends a whole path at 259 signs.
    longest = min(255, 258 - len(str(tmp_path))) if sys.platform == "win32" else 255
    target = tmp_path / ("x" * (longest - 4) + ".pdf")
    atomic.write_bytes(target, b"x")
    assert target.read_bytes() == b"x"


def test_the_database_says_full_in_words_of_its_own() -> None:
    assert atomic.is_disk_full(RuntimeError("database or disk is full"))
    assert not atomic.is_disk_full(RuntimeError("database is locked"))


def test_what_a_virus_scanner_holds_for_a_moment_is_moved_on_windows(tmp_path: Path,
                                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    held, put = [3], Path.replace

    def replace(self: Path, target: Path) -> Path:
        if held[0]:
            held[0] -= 1
            raise PermissionError(13, "held", str(self))
        return put(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(atomic, "_WAITS", (0, 0, 0, 0))
    monkeypatch.setattr(atomic, "_WINDOWS", False)
    (tmp_path / "pack").mkdir()
    with pytest.raises(PermissionError):
        atomic.move(tmp_path / "pack", tmp_path / "made")
    monkeypatch.setattr(atomic, "_WINDOWS", True)
    atomic.move(tmp_path / "pack", tmp_path / "made")
    assert (tmp_path / "made").is_dir() and not held[0]
    held[0] = 9
    with pytest.raises(PermissionError):
        atomic.move(tmp_path / "made", tmp_path / "again")
