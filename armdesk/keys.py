"""Opens a workspace: makes its key, and gives it to who knows a password or holds the recovery sheet."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import replace
from pathlib import Path

from armdesk.errors import WorkspaceError, WrongPassword
from armdesk.i18n import _
from armdesk.keyslots import (
    FILE,
    OPEN,
    PASSWORD,
    RECOVERY,
    Cost,
    Slot,
    SlotFile,
    check_of,
    checked,
    open_slot,
    owned,
    read,
    unwrap,
    wrap,
    write,
)
from armdesk.sealing import KEY_BYTES

__all__ = [
    "FILE", "OPEN", "PASSWORD", "RECOVERY", "SHORTEST_PASSWORD", "Cost", "Slot", "create", "make_recovery",
    "needs_password", "password_problem", "remove_password", "remove_protection", "set_password", "slots", "unlock",
    "unlock_with_recovery",
]

SHORTEST_PASSWORD = 10
# Without letters that are read for one another (Crockford's base 32): 5 bits each, 25 of them = 125 bits.
_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
_SECRET_SYMBOLS, _GROUP = 25, 5
_COMMON = {
    "1234567890", "0123456789", "0987654321", "12345678910", "123456789a", "abcdefghij", "abcd123456", "qwertyuiop",
    "qwerty1234", "password12", "password123", "contraseña", "contrasena", "contraseña1", "contraseña123",
    "contrasena1", "contrasena123", "cooperativa", "cooperativa1", "administrador", "administrator",
}


def create(folder: Path, password: str | None = None, name: str = "owner", cost: Cost | None = None) -> bytes:
    """Make the key of a new workspace and its key file; without a password the key stands readable in it.

    Errors: WorkspaceError when a key file is already there (its key may be the only one) or the password is weak.
    """
    if (folder / FILE).exists():
        sentence = _("The folder {folder} already holds a key file. Choose an empty folder.")
        raise WorkspaceError(sentence.format(folder=folder))
    key = secrets.token_bytes(KEY_BYTES)
    slot = open_slot(key) if password is None else _password_slot(key, password, name, cost)
    write(folder, SlotFile(check_of(key), (slot,)))
    return key


def needs_password(folder: Path) -> bool:
    """Whether a password must be asked before the workspace opens."""
    return not any(slot.kind == OPEN for slot in slots(folder))


def slots(folder: Path) -> tuple[Slot, ...]:
    """The ways to the key, in the order they were made."""
    return read(folder).slots


def unlock(folder: Path, password: str | None = None, name: str | None = None) -> bytes:
    """Key of a workspace; the name narrows the search to one person's password.

    A workspace without a password opens with any.  Errors: WrongPassword, DamagedWorkspace, NewerWorkspace.
    """
    keys = read(folder)
    for slot in keys.slots:
        if slot.kind == OPEN:
            return checked(keys, unwrap(slot))
    if not password:
        raise WrongPassword(_("This workspace is protected. Type its password."))
    for slot in keys.slots:
        if slot.kind == PASSWORD and name in (None, slot.name):
            key = unwrap(slot, _normal(password))
            if key is not None:
                return checked(keys, key)
    raise WrongPassword(_("This password does not open the workspace. Try again, or use the recovery sheet."))


def set_password(folder: Path, key: bytes, password: str, name: str = "owner", cost: Cost | None = None) -> None:
    """Give a person a password, or a new one; from then on the workspace no longer opens without.

    Errors: WorkspaceError for a weak password.
    """
    keys = owned(folder, key)
    slot = _password_slot(key, password, name, cost)
    kept = [other for other in keys.slots if other.kind != OPEN and (other.kind, other.name) != (PASSWORD, slot.name)]
    write(folder, replace(keys, slots=(*kept, slot)))


def remove_password(folder: Path, key: bytes, name: str) -> None:
    """Take one person's password away.  Who kept a copy of the old key file still opens old copies of the database.

    Errors: WorkspaceError when there is none of that name, or when it is the last.
    """
    keys = owned(folder, key)
    name = _named(name)
    left = tuple(slot for slot in keys.slots if (slot.kind, slot.name) != (PASSWORD, name))
    if len(left) == len(keys.slots):
        raise WorkspaceError(_("Nobody called {name} has a password here.").format(name=name))
    if not any(slot.kind == PASSWORD for slot in left):
        raise WorkspaceError(_("This is the last password. Give another person one first, or remove the protection."))
    write(folder, replace(keys, slots=left))


def remove_protection(folder: Path, key: bytes) -> None:
    """Let the workspace open without a password again: every password goes, the key stands readable in the file."""
    keys = owned(folder, key)
    write(folder, replace(keys, slots=(open_slot(key), *(slot for slot in keys.slots if slot.kind == RECOVERY))))


def make_recovery(folder: Path, key: bytes, cost: Cost | None = None) -> str:
    """Code to print and lock away: opens the workspace when every password is forgotten; an older code stops working.

    Shape: six groups of five letters and digits, the last one a check on the others.
    """
    keys = owned(folder, key)
    secret = "".join(secrets.choice(_SYMBOLS) for _place in range(_SECRET_SYMBOLS))
    slot = wrap(RECOVERY, "", key, secret.encode(), cost)
    write(folder, replace(keys, slots=(*(other for other in keys.slots if other.kind != RECOVERY), slot)))
    code = secret + _code_check(secret)
    return "-".join(code[start:start + _GROUP] for start in range(0, len(code), _GROUP))


def unlock_with_recovery(folder: Path, code: str) -> bytes:
    """Key of a workspace by its printed recovery code; spaces, dashes and small letters do not matter.

    Errors: WrongPassword, saying whether the code was mistyped or belongs to another workspace.
    """
    keys = read(folder)
    typed = "".join(unicodedata.normalize("NFKC", code).upper().split()).replace("-", "").translate(_MISREAD)
    secret, check = typed[:_SECRET_SYMBOLS], typed[_SECRET_SYMBOLS:]
    if len(secret) != _SECRET_SYMBOLS or check != _code_check(secret):
        raise WrongPassword(_("The recovery code is mistyped. Compare it with the sheet, group by group."))
    for slot in keys.slots:
        if slot.kind == RECOVERY:
            key = unwrap(slot, secret.encode())
            if key is not None:
                return checked(keys, key)
    raise WrongPassword(_("This recovery code is not the newest of this workspace. Look for a later sheet."))


def password_problem(password: str) -> str | None:
    """What is wrong with a new password, as a sentence, or None."""
    plain = unicodedata.normalize("NFKC", password)
    if len(plain) < SHORTEST_PASSWORD:
        return _("A password needs at least {count} characters; four words are easy to remember.").format(
            count=SHORTEST_PASSWORD)
    if plain.casefold() in _COMMON or len(set(plain.casefold())) < 4:
        return _("Everybody tries this password first. Choose another; four words are easy to remember.")
    return None


def _password_slot(key: bytes, password: str, name: str, cost: Cost | None) -> Slot:
    problem = password_problem(password)
    if problem:
        raise WorkspaceError(problem)
    return wrap(PASSWORD, _named(name), key, _normal(password), cost)


def _normal(password: str) -> bytes:
    """The same bytes for the same password on every keyboard: ñ typed as one sign or two, narrow or wide digits."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _named(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split()))


def _code_check(secret: str) -> str:
    number = int.from_bytes(hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()[:4], "big")
    return "".join(_SYMBOLS[number >> shift & 31] for shift in range(0, 5 * _GROUP, 5))
