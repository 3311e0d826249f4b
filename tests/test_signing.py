"""Signatures: ours and those of the public minisign program agree, and no changed bit passes."""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
from pathlib import Path

import pytest

from armdesk import signing

KEY = signing.SigningKey(bytes(range(32)))
minisign = pytest.mark.skipif(shutil.which("minisign") is None, reason="the minisign program is not installed")


def test_key_and_signature_are_the_same_every_time() -> None:
    """Two packs made from the same state are the same bytes."""
    assert KEY.fingerprint() == signing.SigningKey(bytes(range(32))).fingerprint()
    assert KEY.sign(b"pack", "2026") == KEY.sign(io.BytesIO(b"pack"), "2026")
    groups = KEY.fingerprint().split(" ")
    assert [len(group) for group in groups] == [4] * 8


def test_known_answer_of_the_standard() -> None:
    """Public key of RFC 8032, section 7.1, test 1."""
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert signing.SigningKey(seed).public().raw.hex() == public


def test_new_keys_differ_and_do_not_show_their_seed() -> None:
    one, other = signing.generate(), signing.generate()
    assert one.seed != other.seed and len(one.seed) == 32
    assert repr(one.seed) not in repr(one)


def test_what_was_signed_verifies(tmp_path: Path) -> None:
    path = tmp_path / "manifest"
    path.write_bytes(b"x" * 3_000_000)
    text = KEY.sign(path, "Cooperativa Ñandú 2026-01-31")
    assert signing.verify(path, text, KEY.public()) == "Cooperativa Ñandú 2026-01-31"


def test_another_content_comment_or_key_is_refused() -> None:
    text = KEY.sign(b"pack", "of January")
    with pytest.raises(signing.BadSignature):
        signing.verify(b"Pack", text, KEY.public())
    with pytest.raises(signing.BadSignature):
        signing.verify(b"pack", text.replace("January", "June"), KEY.public())
    with pytest.raises(signing.OtherKey):
        signing.verify(b"pack", text, signing.generate().public())
    with pytest.raises(signing.BadSignature):
        signing.verify(b"pack", text, signing.PublicKey(signing.generate().public().raw, KEY.public().key_id))


def test_every_single_bit_of_a_signature_counts() -> None:
    text = KEY.sign(b"pack", "of January").encode()
    for bit in range(len(text) * 8):
        changed = bytearray(text)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(signing.BadSignature):
            signing.verify(b"pack", changed.decode("utf-8", "replace"), KEY.public())


@pytest.mark.parametrize("text", ["", "\n" * 4, "x\n" * 4, "trusted comment: \n" * 4, "ñ" * 5000])
def test_what_is_no_signature_and_no_key_is_refused(text: str) -> None:
    with pytest.raises(signing.BadSignature):
        signing.verify(b"pack", text, KEY.public())
    with pytest.raises(signing.BadSignature):
        signing.read_public_key(text)


def test_public_keys_are_read_back_and_named() -> None:
    public = KEY.public()
    assert signing.read_public_key(KEY.public_key_text()) == public
    last_line = KEY.public_key_text().splitlines()[1]
    fingerprint = public.fingerprint()
    for name in (KEY.public_key_text(), last_line, fingerprint, fingerprint.lower().replace(" ", "-")):
        assert public.is_named_by(name)
    for name in ("", fingerprint[:-1], signing.generate().public_key_text(), "1234"):
        assert not public.is_named_by(name)


def test_a_comment_is_one_clean_line() -> None:
    dirty = "pack\nof\tJanuary\u202e\x00 trusted comment: forged\r\n" + "x" * 5000
    text = KEY.sign(b"pack", dirty)
    assert len(text.split("\n")) == 5
    comment = signing.verify(b"pack", text, KEY.public())
    assert comment.startswith("pack of January trusted comment: forgedx"[:38])
    assert len(comment) == 1000 and comment.isprintable()


@minisign
@pytest.mark.parametrize("content", [b"", b"manifest\n", b"\x00" * 2_000_000])
def test_the_minisign_program_accepts_ours(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "pub").write_text(KEY.public_key_text())
    (tmp_path / "file").write_bytes(content)
    (tmp_path / "file.minisig").write_text(KEY.sign(content, "Cooperativa Ñandú, 31 de enero"), encoding="utf-8")
    command = ["minisign", "-Vm", tmp_path / "file", "-p", tmp_path / "pub"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert "verified" in done.stdout and "Cooperativa Ñandú, 31 de enero" in done.stdout
    (tmp_path / "file").write_bytes(content + b"!")
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0


@minisign
def test_we_accept_keys_and_signatures_of_the_minisign_program(tmp_path: Path) -> None:
    run = {"cwd": tmp_path, "capture_output": True}
    subprocess.run(["minisign", "-G", "-W", "-p", "pub", "-s", "secret"], check=True, **run)
    (tmp_path / "file").write_bytes(b"pack")
    public = signing.read_public_key((tmp_path / "pub").read_text())
    comment = f"signature from armdesk key {int.from_bytes(public.key_id, 'little'):016X}"
    command = ["minisign", "-S", "-s", "secret", "-m", "file", "-t", "of January", "-c", comment]
    subprocess.run(command, check=True, **run)
    text = (tmp_path / "file.minisig").read_text()
    assert signing.verify(tmp_path / "file", text, public) == "of January"
    written = (tmp_path / "pub").read_text()
    assert public.text().splitlines()[1] == written.splitlines()[1]
    # The program leaves out the zeros with which a number of a key may begin.
    assert int(public.text().splitlines()[0].split()[-1], 16) == int(written.splitlines()[0].split()[-1], 16)


def test_a_key_text_with_loose_bits_is_refused() -> None:
    raw = base64.b64encode(b"Ed" + bytes(41)).decode()
    with pytest.raises(signing.BadSignature):
        signing.read_public_key(raw)
