"""Signs packs with the cooperative's Ed25519 key, in the form that the public minisign program reads and writes."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

_CHUNK = 1 << 20
_LONGEST_COMMENT = 1000
_PLAIN, _PREHASHED = b"Ed", b"ED"
_UNTRUSTED, _TRUSTED = "untrusted comment: ", "trusted comment: "

Signed = bytes | Path | BinaryIO


class BadSignature(ValueError):
    """The signature does not fit the content, the key, or the form of a signature."""


class OtherKey(BadSignature):
    """The signature was made with another key than the one it is checked with."""


@dataclass(frozen=True)
class PublicKey:
    """What others need to check our signatures.  Shape: 32 bytes of Ed25519 and the 8 bytes minisign tells keys by."""

    raw: bytes
    key_id: bytes

    def text(self) -> str:
        """The key as a minisign public key file."""
        return f"{_UNTRUSTED}minisign public key {_shown(self.key_id)}\n{_encoded(_PLAIN + self.key_id + self.raw)}\n"

    def fingerprint(self) -> str:
        """Eight groups of four signs, printed on reports and compared face to face.  Source: SHA-256 of the raw key."""
        digits = hashlib.sha256(self.raw).hexdigest()[:32].upper()
        return " ".join(digits[start:start + 4] for start in range(0, len(digits), 4))

    def is_named_by(self, text: str) -> bool:
        """Whether a public key file, its second line alone, or a printed fingerprint means this key."""
        plain = "".join(text.split()).replace("-", "").replace(":", "").upper()
        if plain == self.fingerprint().replace(" ", ""):
            return True
        try:
            return hmac.compare_digest(read_public_key(text).raw, self.raw)
        except BadSignature:
            return False


@dataclass(frozen=True)
class SigningKey:
    """The cooperative's own key; its seed is a secret of the store and stands nowhere else."""

    seed: bytes = field(repr=False)

    def public(self) -> PublicKey:
        """The public half, to be given to everybody."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        raw = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return PublicKey(raw, hashlib.blake2b(raw, digest_size=8).digest())

    def public_key_text(self) -> str:
        """The public half as a minisign public key file."""
        return self.public().text()

    def fingerprint(self) -> str:
        """Fingerprint of the public half."""
        return self.public().fingerprint()

    def sign(self, content: Signed, trusted_comment: str) -> str:
        """Text of a minisign signature; the comment is signed too and always one clean line."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        key = Ed25519PrivateKey.from_private_bytes(self.seed)
        comment = one_line(trusted_comment)
        signature = key.sign(_digest(content))
        return _signature_text(self.public().key_id, signature, comment, key.sign(signature + comment.encode()))


def generate() -> SigningKey:
    """A new signing key."""
    return SigningKey(secrets.token_bytes(32))


def read_public_key(text: str) -> PublicKey:
    """Key of a minisign public key file, or of its second line alone.  Errors: BadSignature."""
    lines = [line.strip() for line in text.strip().splitlines()]
    if not lines or len(lines) > 2:
        raise BadSignature("not a public key")
    content = _decoded(lines[-1], 42)
    if content[:2] != _PLAIN:
        raise BadSignature("not a public key")
    return PublicKey(content[10:], content[2:10])


def verify(content: Signed, signature_text: str, key: PublicKey) -> str:
    """The trusted comment of a signature that is right.  Errors: OtherKey, BadSignature.

    The text must be exactly as we write it, up to the last bit: an untrusted comment of somebody else's is refused.
    """
    lines = signature_text.split("\n")
    if len(lines) != 5 or not lines[2].startswith(_TRUSTED):
        raise BadSignature("not a signature")
    signed, whole = _decoded(lines[1], 74), _decoded(lines[3], 64)
    kind, key_id, signature, comment = signed[:2], signed[2:10], signed[10:], lines[2].removeprefix(_TRUSTED)
    if kind != _PREHASHED or _signature_text(key_id, signature, comment, whole) != signature_text:
        raise BadSignature("not a signature as armdesk writes it")
    if key_id != key.key_id:
        raise OtherKey(_shown(key_id))
    _check(key, signature, _digest(content))
    _check(key, whole, signature + comment.encode("utf-8", "surrogatepass"))
    return comment


def one_line(text: str) -> str:
    """A comment without line breaks, control signs and marks that turn the reading direction; at most 1,000 signs."""
    return "".join(
        sign for sign in " ".join(text.split()) if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )[:_LONGEST_COMMENT].rstrip()


def _check(key: PublicKey, signature: bytes, content: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signature, content)
    except (InvalidSignature, ValueError) as error:
        raise BadSignature("the signature does not fit") from error


def _signature_text(key_id: bytes, signature: bytes, comment: str, whole: bytes) -> str:
    return (
        f"{_UNTRUSTED}signature from armdesk key {_shown(key_id)}\n"
        f"{_encoded(_PREHASHED + key_id + signature)}\n"
        f"{_TRUSTED}{comment}\n"
        f"{_encoded(whole)}\n"
    )


def _digest(content: Signed) -> bytes:
    """BLAKE2b of 64 bytes over the content, read in pieces."""
    digest = hashlib.blake2b(digest_size=64)
    if isinstance(content, bytes):
        digest.update(content)
    elif isinstance(content, Path):
        with content.open("rb") as stream:
            return _digest(stream)
    else:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
    return digest.digest()


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _decoded(text: str, size: int) -> bytes:
    """Bytes of a base 64 text.  Errors: BadSignature where it is not exactly as it would be written."""
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadSignature("not base 64") from error
    if len(content) != size or _encoded(content) != text:
        raise BadSignature("not of this form")
    return content


def _shown(key_id: bytes) -> str:
    """The key's number as minisign prints it."""
    return f"{int.from_bytes(key_id, 'little'):016X}"
