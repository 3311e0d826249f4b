"""Verification finds whatever was done to a pack, and says which file."""

from __future__ import annotations

import io
import random
import shutil
import struct
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from packs import KEY, OTHER_KEY, make_bag, make_zip

from armdesk.errors import Cancelled
from armdesk.exports import bag, zipping
from armdesk.exports.verify import Verdict, verify_pack

CSV = "data/data/production.csv"
PHOTO = "data/evidence/foto.jpg"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    make_bag(folder)
    return folder


def found(verdict: Verdict) -> set[tuple[str, str]]:
    named = [finding for finding in verdict.findings if finding.kind in {"changed", "missing", "extra", "renamed"}]
    assert all(finding.path in finding.sentence for finding in named)
    return {(finding.kind, finding.path) for finding in verdict.findings}


def reseal(folder: Path, key: object = KEY) -> None:
    """What a forger with a key of his own would do."""
    bag.finish_bag(folder, bag.read_labels((folder / bag.LABELS).read_bytes()), key, "forged")


def test_a_whole_pack_says_whose_it_is(pack: Path, tmp_path: Path) -> None:
    for path in (pack, make_zip(pack, tmp_path / "a.zip")):
        verdict = verify_pack(path)
        assert verdict.ok and verdict.root_hash == bag.root_hash(pack)
        assert verdict.signed_by == KEY.fingerprint() and not verdict.key_known
        assert (verdict.made_on, verdict.number, verdict.comment) == ("2026-01-31", 1, "Pack 1")
        assert verdict.history_head == "100 " + "a" * 64
        assert verdict.files == sum(path.is_file() for path in pack.rglob("*"))


@pytest.mark.parametrize("name", [
    KEY.public_key_text(), KEY.public_key_text().splitlines()[1], KEY.fingerprint().lower(),
])
def test_the_expected_key(pack: Path, name: str) -> None:
    verdict = verify_pack(pack, name)
    assert verdict.ok and verdict.key_known
    reseal(pack, OTHER_KEY)
    assert found(verify_pack(pack, name)) == {("unknown-key", bag.PUBLIC_KEY)}


def change(path: Path, content: bytes | None = None) -> None:
    path.write_bytes(path.read_bytes()[:-1] + b"!" if content is None else content)


@pytest.mark.parametrize(("act", "findings"), [
    (lambda pack: change(pack / CSV), {("changed", CSV)}),
    (lambda pack: (pack / CSV).unlink(), {("missing", CSV)}),
    (lambda pack: (pack / CSV).rename(pack / "data" / "x.csv"), {("renamed", CSV)}),
    (lambda pack: change(pack / "data" / "new.txt", b"x"), {("extra", "data/new.txt")}),
    (lambda pack: change(pack / "Thumbs.db", b"x"), {("extra", "Thumbs.db")}),
    (lambda pack: (pack / "data" / "empty").mkdir(), {("extra", "data/empty/")}),
    (lambda pack: change(pack / "VERIFY.txt"), {("changed", "VERIFY.txt")}),
    (lambda pack: change(pack / bag.LABELS), {("changed", bag.LABELS)}),
    (lambda pack: (pack / bag.LABELS).unlink(), {("missing", bag.LABELS)}),
    (lambda pack: (pack / bag.SIGNATURE).unlink(), {("unsigned", bag.SIGNATURE)}),
    (lambda pack: change(pack / bag.SIGNATURE, b""), {("bad-signature", bag.SIGNATURE)}),
    (lambda pack: (pack / bag.TAG_MANIFEST).unlink(), {("not-a-bag", bag.TAG_MANIFEST)}),
    (lambda pack: (pack / bag.DECLARATION).unlink(), {("not-a-bag", bag.TAG_MANIFEST)}),
    (lambda pack: shutil.rmtree(pack / "data" / "evidence" / "1.1 permits"),
     {("missing", "data/evidence/1.1 permits/título.pdf")}),
])
def test_what_was_done_to_a_folder(pack: Path, act: Callable[[Path], object], findings: set[tuple[str, str]]) -> None:
    act(pack)
    assert found(verify_pack(pack)) == findings


def test_a_link_instead_of_a_file(pack: Path, tmp_path: Path, link: Callable[[Path, Path], None]) -> None:
    shutil.copy(pack / CSV, tmp_path / "same.csv")
    (pack / CSV).unlink()
    link(pack / CSV, tmp_path / "same.csv")
    assert found(verify_pack(pack)) == {("missing", CSV), ("extra", CSV)}


def test_two_files_swapped(pack: Path) -> None:
    first, second = (pack / CSV).read_bytes(), (pack / PHOTO).read_bytes()
    change(pack / CSV, second)
    change(pack / PHOTO, first)
    assert found(verify_pack(pack)) == {("changed", CSV), ("changed", PHOTO)}


def test_lists_swapped_cut_or_written_anew(pack: Path, tmp_path: Path) -> None:
    make_bag(tmp_path / "other", number=2)
    shutil.copy(tmp_path / "other" / PHOTO, pack / PHOTO)
    assert found(verify_pack(pack)) == {("changed", PHOTO)}
    shutil.copy(tmp_path / "other" / bag.MANIFEST, pack)
    assert ("changed", bag.MANIFEST) in found(verify_pack(pack))
    shutil.copy(tmp_path / "other" / bag.TAG_MANIFEST, pack)
    assert ("bad-signature", bag.SIGNATURE) in found(verify_pack(pack))
    shutil.copy(tmp_path / "other" / bag.SIGNATURE, pack)
    left = found(verify_pack(pack))
    assert ("changed", bag.LABELS) in left and ("changed", "data/evidence/1.1 permits/título.pdf") in left


def test_a_list_cut_together_with_its_file(pack: Path) -> None:
    lines = (pack / bag.MANIFEST).read_bytes().splitlines(keepends=True)
    (pack / bag.MANIFEST).write_bytes(b"".join(line for line in lines if PHOTO.encode() not in line))
    assert found(verify_pack(pack)) == {("changed", bag.MANIFEST), ("extra", PHOTO)}
    (pack / PHOTO).unlink()
    assert found(verify_pack(pack)) == {("changed", bag.MANIFEST)}


def test_a_forger_s_key_in_the_pack_does_not_help(pack: Path) -> None:
    (pack / bag.PUBLIC_KEY).write_text(OTHER_KEY.public_key_text())
    assert found(verify_pack(pack)) == {("changed", bag.PUBLIC_KEY), ("bad-signature", bag.SIGNATURE)}
    change(pack / bag.PUBLIC_KEY, b"nonsense")
    assert ("changed", bag.PUBLIC_KEY) in found(verify_pack(pack, KEY.public_key_text()))


def test_a_tag_list_that_leaves_out_the_list_of_the_payload(pack: Path) -> None:
    tags = bag.read_list((pack / bag.TAG_MANIFEST).read_bytes())
    del tags[bag.MANIFEST]
    (pack / bag.TAG_MANIFEST).write_text(bag.list_text(tags), encoding="utf-8", newline="\n")
    (pack / bag.SIGNATURE).write_bytes(KEY.sign(pack / bag.TAG_MANIFEST, "x").encode())
    assert {("bad-list", bag.TAG_MANIFEST), ("extra", bag.MANIFEST)} <= found(verify_pack(pack))


def test_compared_with_an_earlier_pack(pack: Path, tmp_path: Path) -> None:
    root = bag.root_hash(pack)
    newer, head = tmp_path / "newer", bag.HISTORY_HEAD.replace("-", "_")

    def compared(**labels: str) -> set[str]:
        shutil.rmtree(newer, ignore_errors=True)
        make_bag(newer, number=2, **labels)
        return {finding.kind for finding in verify_pack(newer, previous=pack).findings}

    assert compared(Armdesk_Previous_Root=root) == set()
    assert compared(Armdesk_Previous_Root="b" * 64) == {"other-history"}
    assert compared(Armdesk_Previous_Root=root, **{head: "99 " + "c" * 64}) == {"history-cut"}
    assert compared(Armdesk_Previous_Root=root, **{head: "100 " + "c" * 64}) == {"history-changed"}
    assert compared(Armdesk_Previous_Root=root, **{head: ""}) == {"history-cut"}
    assert compared(Armdesk_Previous_Root="b" * 64, Armdesk_Pack_Number="7") == set()
    assert {finding.kind for finding in verify_pack(pack, previous=newer).findings} == {"older"}
    assert verify_pack(pack, previous=pack).ok
    reseal(newer, OTHER_KEY)
    assert "other-key" in {finding.kind for finding in verify_pack(newer, previous=pack).findings}
    change(pack / CSV)
    assert "previous-bad" in {finding.kind for finding in verify_pack(newer, previous=pack).findings}


def damage(content: bytes, draw: random.Random) -> bytes:
    """One bit flipped, a piece cut off or out, or a byte put in."""
    place = draw.randrange(len(content)) if content else 0
    act = draw.randrange(4)
    if act == 0 or not content:
        return content[:place] + draw.randbytes(1) + content[place:]
    if act == 1:
        return content[:place]
    if act == 2:
        return content[:place] + content[place + draw.randrange(1, 9):]
    changed = bytearray(content)
    changed[place] ^= 1 << draw.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize("seed", range(10))
def test_random_damage_to_a_folder_is_named(pack: Path, seed: int) -> None:
    draw = random.Random(seed)
    files = sorted(path for path in pack.rglob("*") if path.is_file())
    for _trial in range(20):
        path = draw.choice(files)
        before = path.read_bytes()
        after = damage(before, draw)
        path.write_bytes(after)
        verdict = verify_pack(pack)
        assert verdict.ok == (before == after), path
        if before != after and path.name not in {bag.TAG_MANIFEST, bag.SIGNATURE}:
            assert path.relative_to(pack).as_posix() in {finding.path for finding in verdict.findings}
        path.write_bytes(before)
    assert verify_pack(pack).ok


@pytest.mark.parametrize("seed", range(10))
def test_random_damage_to_a_zip_is_found(pack: Path, tmp_path: Path, seed: int) -> None:
    draw, target = random.Random(seed), make_zip(pack, tmp_path / "a.zip")
    whole = target.read_bytes()
    for _trial in range(40):
        target.write_bytes(damage(whole, draw))
        assert not verify_pack(target).ok
    target.write_bytes(whole)
    assert verify_pack(target).ok


def test_each_bit_around_the_files_of_a_zip_counts(pack: Path, tmp_path: Path) -> None:
    target = make_zip(pack, tmp_path / "a.zip")
    whole = target.read_bytes()
    directory = struct.unpack_from("<L", whole, len(whole) - 105 + 16)[0]
    for place in [*range(60), *range(directory, directory + 120), *range(len(whole) - 105, len(whole))]:
        changed = bytearray(whole)
        changed[place] ^= 1 << place % 8
        target.write_bytes(changed)
        assert not verify_pack(target).ok, place


def test_only_the_changed_file_of_a_zip_is_named(pack: Path, tmp_path: Path) -> None:
    target = make_zip(pack, tmp_path / "a.zip")
    content = target.read_bytes()
    inside = (pack / PHOTO).read_bytes()
    place = content.index(inside) + 99
    target.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1:])
    assert found(verify_pack(target)) == {("broken", PHOTO)}


def test_a_zip_made_anew_by_another_program(pack: Path, tmp_path: Path) -> None:
    shutil.make_archive(str(tmp_path / "anew"), "zip", pack.parent, pack.name)
    assert verify_pack(tmp_path / "anew.zip").ok
    shutil.make_archive(str(tmp_path / "flat"), "zip", pack)
    assert verify_pack(tmp_path / "flat.zip").ok
    change(pack / CSV)
    shutil.make_archive(str(tmp_path / "anew"), "zip", pack.parent, pack.name)
    assert found(verify_pack(tmp_path / "anew.zip")) == {("changed", CSV)}


def rezip(target: Path, *entries: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(target, "w", method) as archive:
            for name, content in entries:
                entry = zipfile.ZipInfo(name)
                entry.filename = name  # Python on Windows writes / for a backslash
                archive.writestr(entry, content, method)
    return target


@pytest.mark.parametrize("name", [
    "../x", "pack/../../x", "/abs", "C:/x", "pack\\x", "pack//x", "pack/./x", "pack/\x01", "x" * 1000, "..", "",
])
def test_names_that_lead_out_of_the_folder_are_refused(tmp_path: Path, name: str) -> None:
    verdict = verify_pack(rezip(tmp_path / "a.zip", ("pack/bagit.txt", bag.DECLARED), (name, b"x")))
    assert [finding.kind for finding in verdict.findings] == ["refused"]


def test_hostile_zips_are_refused(tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    for entries, word in (
        ([("a", b"1"), ("a", b"2")], "twice"),
        ([("a", bytes(150_000_000))], "swells"),
    ):
        verdict = verify_pack(rezip(target, *entries, method=zipfile.ZIP_DEFLATED))
        assert word in verdict.findings[0].sentence
    assert "unusual" in verify_pack(rezip(target, ("a", b"1"), method=zipfile.ZIP_LZMA)).findings[0].sentence
    content = bytearray(rezip(target, ("a", b"1"), ("b", b"2")).read_bytes())
    target.write_bytes(b"<html>" + content)
    assert "before" in verify_pack(target).findings[0].sentence
    second = content.rindex(b"PK\x01\x02")
    content[second + 42:second + 46] = bytes(4)
    target.write_bytes(content)
    assert "over one another" in verify_pack(target).findings[0].sentence
    for garbage in (b"", b"PK", b"x" * 999, b"PK\x05\x06" + bytes(18), b"PK\x05\x06" + b"\xff" * 18):
        target.write_bytes(garbage)
        assert not verify_pack(target).ok
    assert not verify_pack(tmp_path / "gone.zip").ok


@pytest.mark.parametrize("lie", [0, 5, 500])
def test_a_lying_size_is_found(pack: Path, tmp_path: Path, lie: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(pack.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(pack).as_posix())
    content = bytearray(packed.getvalue())
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(b"data/index.html"))
    content[entry + 24:entry + 28] = lie.to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(content)
    assert found(verify_pack(tmp_path / "a.zip")) == {("broken", "data/index.html")}


def test_a_zip_in_the_form_for_more_than_4_gib(pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = make_zip(pack, tmp_path / "plain.zip").stat().st_size
    monkeypatch.setattr(zipping, "_BIG", 0)
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 3)
    target = make_zip(pack, tmp_path / "a.zip")
    assert b"PK\x06\x06" in target.read_bytes() and target.stat().st_size > plain
    assert verify_pack(target).ok
    content = bytearray(target.read_bytes())
    content[content.rindex(b"PK\x06\x06") + 45] = 1  # the list of names would have a terabyte
    target.write_bytes(content)
    assert "more files" in verify_pack(target).findings[0].sentence


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets no file have such a name")
def test_names_cannot_steer_the_terminal(pack: Path) -> None:
    change(pack / "data" / "\x1b[2J\u202efdp.exe\n", b"x")
    (finding,) = verify_pack(pack).findings
    assert finding.kind == "extra" and finding.sentence.isprintable()


def test_what_is_no_pack(tmp_path: Path) -> None:
    assert found(verify_pack(tmp_path)) == {("not-a-bag", bag.TAG_MANIFEST)}
    assert found(verify_pack(rezip(tmp_path / "a.zip", ("x/y", b"")))) == {("not-a-bag", bag.TAG_MANIFEST)}


def test_a_check_can_be_stopped_and_counts_to_the_end(pack: Path) -> None:
    steps = []

    class Count:
        def step(self, done: int, total: int, text: str = "") -> None:
            steps.append((done, total))
            if len(steps) > 20:
                raise Cancelled("stopped")

    verify_pack(pack, progress=Count())
    assert all(done <= total for done, total in steps)
    with pytest.raises(Cancelled):
        verify_pack(pack, progress=Count())
