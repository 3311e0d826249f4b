"""Bags: the public tools agree with us, the lists cover every file, the zip is the same bytes twice."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from packs import DAY, KEY, make_bag, make_zip

from armdesk.errors import Cancelled, ExportError
from armdesk.exports import bag
from armdesk.exports.zipping import zip_bag

sha256sum = pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "pack 2026"
    make_bag(folder)
    return folder


def test_every_file_is_listed_once(pack: Path) -> None:
    payload = bag.read_list((pack / bag.MANIFEST).read_bytes())
    tags = bag.read_list((pack / bag.TAG_MANIFEST).read_bytes())
    files = {path.relative_to(pack).as_posix() for path in pack.rglob("*") if path.is_file()}
    assert payload.keys() | tags.keys() == files - {bag.TAG_MANIFEST, bag.SIGNATURE}
    for name, sha256 in (payload | tags).items():
        assert hashlib.sha256((pack / name).read_bytes()).hexdigest() == sha256
    assert all(name.startswith("data/") for name in payload)


def test_lists_are_sorted_escaped_and_end_lines_with_lf(pack: Path) -> None:
    text = (pack / bag.MANIFEST).read_bytes()
    names = [line[66:] for line in text.split(b"\n")[:-1]]
    assert names == sorted(names)
    assert b"\r" not in text and text.endswith(b"\n")
    assert "data/evidence/100%25 & más.txt".encode() in names


def test_odd_names_go_into_a_list_and_back() -> None:
    names = ("data/a\nb", "data/a\rb", "data/%0A", "data/%25", "data/ñ", "data/x  y")
    hashes = dict.fromkeys(names, "a" * 64)
    text = bag.list_text(hashes)
    assert text.count("\n") == len(hashes) and "\r" not in text
    assert bag.read_list(text.encode()) == hashes


@pytest.mark.parametrize("text", [
    b"x", b"\n", b"\xff\n", b"a" * 64 + b"  data/b", b"a" * 64 + b" data/b\n", b"A" * 64 + b"  data/b\n",
    (b"a" * 64 + b"  data/b\n") * 2, b"a" * 64 + b"  data/b\n" + b"a" * 64 + b"  data/a\n", b"a" * 64 + b"  data/%0a\n",
    b"a" * 64 + b"  data/b\r\n",
])
def test_lists_of_another_form_are_refused(text: bytes) -> None:
    with pytest.raises(bag.NotAList):
        bag.read_list(text)


def test_labels_stay_one_line_each_and_count_the_payload(tmp_path: Path) -> None:
    make_bag(tmp_path / "b", External_Description="two\nlines: Payload-Oxum: 0.0", Empty="  ")
    labels = bag.read_labels((tmp_path / "b" / bag.LABELS).read_bytes())
    assert labels["External-Description"] == "two lines: Payload-Oxum: 0.0"
    files = [path for path in (tmp_path / "b" / "data").rglob("*") if path.is_file()]
    assert labels[bag.OXUM] == f"{sum(path.stat().st_size for path in files)}.{len(files)}"
    assert "Empty" not in labels


def test_copying_hashes_on_the_way_and_spares_the_second_reading(tmp_path: Path) -> None:
    source, folder = tmp_path / "big", tmp_path / "bag"
    source.write_bytes(b"mina" * 1_000_000)
    (folder / "data").mkdir(parents=True)
    hashed = bag.copy_hashed(source, folder / "data" / "big")
    assert hashed == (hashlib.sha256(source.read_bytes()).hexdigest(), 4_000_000)
    assert (folder / "data" / "big").read_bytes() == source.read_bytes()
    invented = ("b" * 64, 4_000_000)
    bag.finish_bag(folder, {}, KEY, "", {"data/big": invented})
    assert bag.read_list((folder / bag.MANIFEST).read_bytes()) == {"data/big": "b" * 64}
    bag.finish_bag(folder, {}, KEY, "", {"data/big": ("b" * 64, 1)})
    assert bag.read_list((folder / bag.MANIFEST).read_bytes()) == {"data/big": hashed[0]}


def test_sealing_twice_changes_nothing_and_empty_folders_go(pack: Path) -> None:
    before = {path: path.read_bytes() for path in pack.rglob("*") if path.is_file()}
    root = bag.root_hash(pack)
    (pack / "data" / "empty" / "deeper").mkdir(parents=True)
    assert make_bag(pack) == root
    assert {path: path.read_bytes() for path in pack.rglob("*") if path.is_file()} == before
    assert not (pack / "data" / "empty").exists()


def test_twins_are_refused(pack: Path) -> None:
    if (pack / "data" / "INDEX.HTML").exists():
        pytest.skip("this disk keeps no two names that differ in capitals alone")
    (pack / "data" / "INDEX.html").write_bytes(b"")
    with pytest.raises(ValueError, match="both"):
        make_bag(pack)


def test_links_are_refused(pack: Path, tmp_path: Path, link: Callable[[Path, Path], None]) -> None:
    link(pack / "data" / "link", tmp_path)
    with pytest.raises(ValueError, match="link"):
        make_bag(pack)


@sha256sum
def test_sha256sum_agrees(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    make_bag(folder)
    (folder / "data" / "evidence" / "100% & más.txt").unlink()  # sha256sum does not know the %25 of RFC 8493
    bag.finish_bag(folder, {}, KEY, "")
    command = ["sha256sum", "--strict", "-c", bag.TAG_MANIFEST, bag.MANIFEST]
    speaking = {**os.environ, "LC_ALL": "C"}  # it says OK in the language of the computer
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, env=speaking)
    listed = (folder / bag.MANIFEST).read_text("utf-8") + (folder / bag.TAG_MANIFEST).read_text("utf-8")
    assert done.stdout.count(": OK") == listed.count("\n")
    (folder / "data" / "index.html").write_bytes(b"x")
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode != 0


def test_the_bagit_tool_agrees(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    bagit = pytest.importorskip("bagit")
    folder = tmp_path / "b"
    make_bag(folder)
    (folder / "data" / "evidence" / "100% & más.txt").unlink()  # bagit 1.9 does not know the %25 of RFC 8493
    bag.finish_bag(folder, {"Source-Organization": "Mina"}, KEY, "")
    with caplog.at_level(logging.ERROR):
        checked = bagit.Bag(str(folder))
        assert checked.validate() and checked.info["Source-Organization"] == "Mina"
        (folder / "data" / "index.html").write_bytes(b"x")
        assert not bagit.Bag(str(folder)).is_valid()


@pytest.mark.skipif(shutil.which("minisign") is None, reason="the minisign program is not installed")
def test_minisign_agrees_with_the_commands_we_print(pack: Path) -> None:
    printed = [line.split() for line in (pack / "VERIFY.txt").read_text("utf-8").splitlines() if "minisign -V" in line]
    assert len(printed) == 2
    for command in printed:
        assert subprocess.run(command, cwd=pack, capture_output=True, check=False).returncode == 0
    (pack / bag.TAG_MANIFEST).write_bytes((pack / bag.TAG_MANIFEST).read_bytes() + b"\n")
    for command in printed:
        assert subprocess.run(command, cwd=pack, capture_output=True, check=False).returncode != 0


def test_the_start_page_shows_markup_as_text(pack: Path) -> None:
    page = (pack / "START.html").read_text("utf-8")
    assert "Cooperativa &lt;La&gt; &amp; Mina" in page and 'href="data/index.html"' in page and "<script" not in page


def test_the_same_zip_twice_and_all_of_it_inside(pack: Path, tmp_path: Path) -> None:
    one = make_zip(pack, tmp_path / "one.zip")
    elsewhere = tmp_path / "elsewhere" / pack.name
    make_bag(elsewhere)
    other = make_zip(elsewhere, tmp_path / "other.zip")
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names == sorted(names) and all(name.startswith("pack 2026/") for name in names)
        for path in pack.rglob("*"):
            if path.is_file():
                assert archive.read(f"pack 2026/{path.relative_to(pack).as_posix()}") == path.read_bytes()
        kinds = {entry.filename.rsplit(".")[-1]: entry.compress_type for entry in archive.infolist()}
        assert kinds["jpg"] == kinds["pdf"] == zipfile.ZIP_STORED and kinds["csv"] == zipfile.ZIP_DEFLATED
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 1, 31, 0, 0, 0)}


def test_the_answer_is_the_hash_of_the_zip(pack: Path, tmp_path: Path) -> None:
    answer = zip_bag(pack, tmp_path / "a.zip", date(1900, 1, 1))
    assert answer == hashlib.sha256((tmp_path / "a.zip").read_bytes()).hexdigest()


@pytest.mark.skipif(shutil.which("unzip") is None, reason="unzip is not installed")
def test_the_public_unzip_program_opens_it(pack: Path, tmp_path: Path) -> None:
    make_zip(pack, tmp_path / "a.zip")
    subprocess.run(["unzip", "-q", "a.zip", "-d", "out"], cwd=tmp_path, check=True, capture_output=True)
    assert {path.read_bytes() for path in (tmp_path / "out" / pack.name).rglob("*") if path.is_file()} == {
        path.read_bytes() for path in pack.rglob("*") if path.is_file()}


def test_a_cancelled_or_impossible_zip_keeps_the_old_one(pack: Path, tmp_path: Path) -> None:
    class Stop:
        def step(self, done: int, total: int, text: str = "") -> None:
            if done > 3:
                raise Cancelled("stopped")

    (tmp_path / "out").mkdir()
    target = tmp_path / "out" / "a.zip"
    target.write_bytes(b"old")
    with pytest.raises(Cancelled):
        zip_bag(pack, target, DAY, Stop())
    assert target.read_bytes() == b"old" and len(list(target.parent.iterdir())) == 1
    with pytest.raises(ExportError):
        zip_bag(pack, tmp_path / "gone" / "a.zip", DAY)
