"""Seals a few bytes with a key so that nobody reads or swaps them: ChaCha20-Poly1305, bound to their purpose."""

from __future__ import annotations

import secrets

KEY_BYTES = 32
_VERSION = b"\x01"
_NONCE_BYTES = 12


class Unsealable(ValueError):
    """The key or purpose is another one, or the sealed bytes were changed."""


def seal(key: bytes, content: bytes, purpose: str) -> bytes:
    """Seal a content for one purpose.  Shape: version byte, 12-byte nonce, ciphertext with its 16-byte tag."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _VERSION + nonce + ChaCha20Poly1305(key).encrypt(nonce, content, _bound(purpose))


def unseal(key: bytes, sealed: bytes, purpose: str) -> bytes:
    """Content of sealed bytes.  Errors: Unsealable."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce, ciphertext = sealed[1:1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES:]
    if sealed[:1] != _VERSION or len(nonce) != _NONCE_BYTES:
        raise Unsealable("not sealed by this version")
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, _bound(purpose))
    except InvalidTag as error:
        raise Unsealable("wrong key or changed bytes") from error


def _bound(purpose: str) -> bytes:
    return _VERSION + purpose.encode("utf-8", "surrogatepass")
