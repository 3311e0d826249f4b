"""Reads and writes the key-slot file of a workspace: the same random key, wrapped once per way of opening it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from armdesk import atomic
from armdesk.errors import DamagedWorkspace, NewerWorkspace, WorkspaceError
from armdesk.i18n import _
from armdesk.sealing import KEY_BYTES, Unsealable, seal, unseal

FILE = "keys.json"
OPEN, PASSWORD, RECOVERY = "open", "password", "recovery"
_FORMAT = "armdesk keys"
_VERSION = 1
_LARGEST_FILE = 1_000_000


@dataclass(frozen=True)
class Cost:
    """How hard a password is to try.  Source: RFC 9106; about a sixth of a second on an office PC."""

    memory_kib: int = 65_536
    passes: int = 3
    lanes: int = 4

    def is_sane(self) -> bool:
        """Whether a foreign key file may make us pay it: at most 1 GiB of memory."""
        return 8 * self.lanes <= self.memory_kib <= 1_048_576 and 1 <= self.passes <= 20 and 1 <= self.lanes <= 16


@dataclass(frozen=True)
class Slot:
    """One way to the key.  Shape: wrapped is the key itself in an open slot, else sealed bytes; both in base 64."""

    kind: str
    name: str
    wrapped: str
    salt: str = ""
    cost: Cost | None = None


@dataclass(frozen=True)
class SlotFile:
    """All that stands in the file.  Shape: check tells the key from any other without telling the key."""

    check: str
    slots: tuple[Slot, ...]


def read(folder: Path) -> SlotFile:
    """The key file of a workspace.  Errors: DamagedWorkspace when missing or unreadable; NewerWorkspace."""
    path = folder / FILE
    try:
        with path.open("rb") as stream:
            found = json.loads(stream.read(_LARGEST_FILE))
    except (OSError, ValueError, RecursionError) as error:
        raise _damaged() from error
    if not isinstance(found, dict) or found.get("format") != _FORMAT or not isinstance(found.get("version"), int):
        raise _damaged()
    if found["version"] > _VERSION:
        raise NewerWorkspace(_("The key file was written by a newer armdesk. Install the newest version to open it."))
    try:
        return SlotFile(_text(found["check"]), tuple(_slot(each) for each in found["slots"]))
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged() from error


def write(folder: Path, keys: SlotFile) -> None:
    """Replace the key file; only this account can read it."""
    rows = []
    for slot in keys.slots:
        row: dict[str, Any] = {"kind": slot.kind, "name": slot.name, "wrapped": slot.wrapped}
        if slot.cost is not None:
            row |= {"kdf": "argon2id", "salt": slot.salt, "cost": asdict(slot.cost), "cipher": "chacha20-poly1305"}
        rows.append(row)
    content = {"format": _FORMAT, "version": _VERSION, "check": keys.check, "slots": rows}
    if any(slot.kind == OPEN for slot in keys.slots):
        content["note"] = "No password is set: whoever can read this file can open the workspace."
    atomic.write_bytes(folder / FILE, json.dumps(content, indent=1, ensure_ascii=True).encode(), private=True)


def owned(folder: Path, key: bytes) -> SlotFile:
    """The key file, after making sure that this is its key: wrapping another would lock everybody out.

    Errors: DamagedWorkspace.
    """
    keys = read(folder)
    checked(keys, key)
    return keys


def checked(keys: SlotFile, key: bytes | None) -> bytes:
    """The key, after making sure that it is this workspace's.  Errors: DamagedWorkspace."""
    if key is None or len(key) != KEY_BYTES or not hmac.compare_digest(check_of(key), keys.check):
        raise _damaged()
    return key


def check_of(key: bytes) -> str:
    """What tells a key from another without telling the key, which is random: its hash cannot be guessed backwards."""
    return hashlib.blake2b(key, digest_size=16, person=b"armdesk keys").hexdigest()


def open_slot(key: bytes) -> Slot:
    """A slot that gives the key to everybody who can read the file."""
    return Slot(OPEN, "", base64.b64encode(key).decode())


def wrap(kind: str, name: str, key: bytes, secret: bytes, cost: Cost | None) -> Slot:
    """A slot that gives the key to who knows the secret."""
    cost = cost or Cost()
    salt = secrets.token_bytes(16)
    sealed = seal(_derive(secret, salt, cost), key, _purpose(kind, name))
    return Slot(kind, name, base64.b64encode(sealed).decode(), base64.b64encode(salt).decode(), cost)


def unwrap(slot: Slot, secret: bytes = b"") -> bytes | None:
    """Key of a slot, or None where the secret is a wrong one; an open slot asks for none."""
    if slot.cost is None:
        return _bytes(slot.wrapped)
    wrapping_key = _derive(secret, _bytes(slot.salt), slot.cost)
    try:
        return unseal(wrapping_key, _bytes(slot.wrapped), _purpose(slot.kind, slot.name))
    except Unsealable:
        return None


def _derive(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

    try:
        return hash_secret_raw(secret, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID)
    except HashingError as error:
        raise WorkspaceError(_("Too little free memory to open the workspace. Close other programs.")) from error


def _purpose(kind: str, name: str) -> str:
    """What a wrapped key is bound to, so that a slot renamed to another person no longer opens."""
    return f"{_FORMAT}\0{kind}\0{name}"


def _slot(found: dict[str, Any]) -> Slot:
    slot = Slot(_text(found["kind"]), _text(found["name"]), _text(found["wrapped"]))
    if slot.kind == OPEN:
        return slot
    if slot.kind not in (PASSWORD, RECOVERY) or found["kdf"] != "argon2id":
        raise ValueError(slot.kind)
    cost = Cost(*(int(found["cost"][part]) for part in ("memory_kib", "passes", "lanes")))
    if not cost.is_sane():
        raise ValueError("cost")
    return replace(slot, salt=_text(found["salt"]), cost=cost)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _damaged() from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _damaged() -> DamagedWorkspace:
    return DamagedWorkspace(
        _("The key file {name} of the workspace is missing or damaged. Copy it back from the newest backup.")
        .format(name=FILE)
    )
