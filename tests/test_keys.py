"""The key file: who opens a workspace, and who does not."""

from __future__ import annotations

import base64
import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from armdesk import keys
from armdesk.errors import DamagedWorkspace, NewerWorkspace, WorkspaceError, WrongPassword

CHEAP = keys.Cost(memory_kib=64, passes=1, lanes=1)
GOOD = "mina caballo pico sol"


def edit(folder: Path, **changes: Any) -> None:
    """Change members of the key file behind the program's back."""
    path = folder / keys.FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_without_a_password_the_key_is_readable_and_says_so(tmp_path: Path) -> None:
    key = keys.create(tmp_path)
    assert len(key) == 32
    assert not keys.needs_password(tmp_path)
    assert keys.unlock(tmp_path) == key
    assert "No password is set" in (tmp_path / keys.FILE).read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="permission bits are of POSIX")
def test_only_the_owner_of_the_account_reads_the_file(tmp_path: Path) -> None:
    keys.create(tmp_path)
    assert stat.S_IMODE((tmp_path / keys.FILE).stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [tmp_path / keys.FILE]


def test_a_second_key_never_replaces_the_first(tmp_path: Path) -> None:
    key = keys.create(tmp_path)
    with pytest.raises(WorkspaceError, match="already"):
        keys.create(tmp_path)
    assert keys.unlock(tmp_path) == key


def test_the_real_cost_opens_and_refuses(tmp_path: Path) -> None:
    key = keys.create(tmp_path, GOOD)
    assert keys.slots(tmp_path)[0].cost == keys.Cost(65_536, 3, 4)
    assert keys.unlock(tmp_path, GOOD) == key
    for wrong in (None, "", GOOD + " ", GOOD.upper(), "x" * 10_000, "\ud800"):
        with pytest.raises(WrongPassword):
            keys.unlock(tmp_path, wrong)


def test_the_key_stands_nowhere_in_a_protected_file(tmp_path: Path) -> None:
    key = keys.create(tmp_path)
    assert base64.b64encode(key) in (tmp_path / keys.FILE).read_bytes()
    keys.set_password(tmp_path, key, GOOD, cost=CHEAP)
    written = (tmp_path / keys.FILE).read_bytes()
    assert base64.b64encode(key) not in written and key.hex().encode() not in written and key not in written
    assert GOOD.encode() not in written and b"No password" not in written
    assert keys.needs_password(tmp_path)


@pytest.mark.parametrize("typed", ["contraseña segura 12", "contrasen\u0303a segura 12", "contraseña segura １２"])
def test_the_same_password_in_other_unicode_forms(tmp_path: Path, typed: str) -> None:
    key = keys.create(tmp_path, "contraseña segura 12", cost=CHEAP)
    assert keys.unlock(tmp_path, typed) == key


def test_several_people(tmp_path: Path) -> None:
    key = keys.create(tmp_path, GOOD, "Ana", CHEAP)
    keys.set_password(tmp_path, key, "otra llave larga", "Bruno", CHEAP)
    assert keys.unlock(tmp_path, GOOD) == keys.unlock(tmp_path, "otra llave larga") == key
    with pytest.raises(WrongPassword):
        keys.unlock(tmp_path, GOOD, name="Bruno")
    keys.set_password(tmp_path, key, "nueva llave larga", "Ana", CHEAP)
    with pytest.raises(WrongPassword):
        keys.unlock(tmp_path, GOOD)
    keys.remove_password(tmp_path, key, "Bruno")
    with pytest.raises(WrongPassword):
        keys.unlock(tmp_path, "otra llave larga")
    with pytest.raises(WorkspaceError, match="last"):
        keys.remove_password(tmp_path, key, "Ana")
    with pytest.raises(WorkspaceError, match="Carla"):
        keys.remove_password(tmp_path, key, "Carla")
    keys.remove_protection(tmp_path, key)
    assert [slot.kind for slot in keys.slots(tmp_path)] == ["open"]
    assert keys.unlock(tmp_path) == key


def test_a_slot_renamed_to_another_person_does_not_open(tmp_path: Path) -> None:
    keys.create(tmp_path, GOOD, "Ana", CHEAP)
    slots = json.loads((tmp_path / keys.FILE).read_text())["slots"]
    edit(tmp_path, slots=[slots[0] | {"name": "Bruno"}])
    with pytest.raises(WrongPassword):
        keys.unlock(tmp_path, GOOD)


def test_the_recovery_sheet(tmp_path: Path) -> None:
    key = keys.create(tmp_path, GOOD, cost=CHEAP)
    first = keys.make_recovery(tmp_path, key, CHEAP)
    assert [len(group) for group in first.split("-")] == [5] * 6
    assert keys.unlock_with_recovery(tmp_path, first) == key
    sloppy = " " + first.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert keys.unlock_with_recovery(tmp_path, sloppy) == key
    assert keys.unlock(tmp_path, GOOD) == key
    second = keys.make_recovery(tmp_path, key, CHEAP)
    assert keys.unlock_with_recovery(tmp_path, second) == key
    with pytest.raises(WrongPassword, match="newest"):
        keys.unlock_with_recovery(tmp_path, first)


def test_every_mistyped_sign_of_the_recovery_code_is_noticed(tmp_path: Path) -> None:
    code = keys.make_recovery(tmp_path, keys.create(tmp_path), CHEAP)
    for place, sign in enumerate(code):
        if sign != "-":
            wrong = code[:place] + ("7" if sign != "7" else "8") + code[place + 1:]
            with pytest.raises(WrongPassword, match="mistyped"):
                keys.unlock_with_recovery(tmp_path, wrong)
    for wrong in ("", code[:-1], code + "A", "ñ" * 30):
        with pytest.raises(WrongPassword, match="mistyped"):
            keys.unlock_with_recovery(tmp_path, wrong)


@pytest.mark.parametrize("weak", ["", "corta", "1234567890", "Contraseña123", "aaaaaaaaaaaaa", "abababababab"])
def test_weak_passwords_are_refused_and_nothing_is_written(tmp_path: Path, weak: str) -> None:
    with pytest.raises(WorkspaceError):
        keys.create(tmp_path, weak)
    assert not list(tmp_path.iterdir())


def test_another_workspace_s_key_is_never_wrapped(tmp_path: Path) -> None:
    keys.create(tmp_path)
    before = (tmp_path / keys.FILE).read_bytes()
    for act in (lambda: keys.set_password(tmp_path, bytes(32), GOOD), lambda: keys.make_recovery(tmp_path, bytes(32))):
        with pytest.raises(DamagedWorkspace):
            act()
    assert (tmp_path / keys.FILE).read_bytes() == before


_HEAD = b'{"format": "armdesk keys", "version": 1, "check": "", "slots": '


@pytest.mark.parametrize("content", [
    b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"format": "armdesk keys"}', b"[" * 100_000,
    _HEAD + b"[{}]}",
    _HEAD + b"5}",
    _HEAD + b'[{"kind": "open", "name": "", "wrapped": "%%"}]}',
    _HEAD + b'[{"kind": "open", "name": "", "wrapped": "AAAA"}]}',
])
def test_a_damaged_file_is_told_as_such(tmp_path: Path, content: bytes) -> None:
    (tmp_path / keys.FILE).write_bytes(content)
    with pytest.raises(DamagedWorkspace, match="backup"):
        keys.unlock(tmp_path)


def test_a_missing_a_newer_and_a_greedy_file(tmp_path: Path) -> None:
    with pytest.raises(DamagedWorkspace):
        keys.needs_password(tmp_path)
    keys.create(tmp_path, GOOD, cost=CHEAP)
    slot = json.loads((tmp_path / keys.FILE).read_text())["slots"][0]
    edit(tmp_path, slots=[slot | {"cost": {"memory_kib": 2**40, "passes": 1, "lanes": 1}}])
    with pytest.raises(DamagedWorkspace):
        keys.unlock(tmp_path, GOOD)
    edit(tmp_path, version=2)
    with pytest.raises(NewerWorkspace):
        keys.unlock(tmp_path, GOOD)


def test_the_module_loads_no_cryptography_before_it_is_needed() -> None:
    code = "import sys, armdesk.keys, armdesk.signing; sys.exit(bool({'cryptography', 'argon2'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
