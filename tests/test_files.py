"""Documents are kept once, unchanged, and named so that no name from outside can do harm."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import sys
import unicodedata
import zipfile
from pathlib import Path

import pytest

from armdesk.errors import Cancelled, DamagedWorkspace, DiskFull, RefusedFile
from armdesk.evidence import kinds
from armdesk.evidence.check import check_files
from armdesk.evidence.files import FileStore
from armdesk.evidence.names import clean_name, folded, pack_name

PDF = b"%PDF-1.4\n%fake"


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "workspace" / "files")


def everything(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_document_is_kept_under_its_hash(store: FileStore, tmp_path: Path) -> None:
    source = tmp_path / "acta 019.pdf"
    source.write_bytes(PDF)
    before = source.stat()
    kept = store.add(source)
    assert kept.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (kept.size, kept.already_there, kept.name) == (len(PDF), False, "acta 019.pdf")
    assert (kept.media_type, kept.risk) == ("application/pdf", "")
    assert everything(store.folder) == [f"{kept.sha256[:2]}/{kept.sha256}"]
    with store.open(kept.sha256) as stream:
        assert stream.read() == PDF
    assert source.read_bytes() == PDF and source.stat().st_mtime_ns == before.st_mtime_ns
    if sys.platform != "win32":
        assert stat.S_IMODE(store.path(kept.sha256).stat().st_mode) == 0o400


def test_the_same_content_is_kept_once(store: FileStore) -> None:
    first = store.add(io.BytesIO(PDF), "one.pdf")
    again = store.add(io.BytesIO(PDF), "other.pdf")
    assert (first.already_there, again.already_there) == (False, True)
    assert first.sha256 == again.sha256 and len(everything(store.folder)) == 1


def test_adding_a_damaged_document_again_mends_it(store: FileStore) -> None:
    kept = store.add(io.BytesIO(PDF), "a.pdf")
    store.path(kept.sha256).chmod(0o600)
    store.path(kept.sha256).write_bytes(PDF[::-1])
    assert not store.verify(kept.sha256)
    assert not store.add(io.BytesIO(PDF), "a.pdf").already_there
    assert store.verify(kept.sha256)


def test_cancel_and_full_disk_leave_nothing(store: FileStore, tmp_path: Path) -> None:
    class Stop:
        def step(self, done: int, total: int, text: str = "") -> None:
            raise Cancelled("stopped")

    class Full(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(28, "No space left on device")

    with pytest.raises(Cancelled):
        store.add(io.BytesIO(PDF), "a.pdf", Stop())
    with pytest.raises(DiskFull):
        store.add(Full(), "a.pdf")
    assert everything(store.folder) == []


def test_what_is_no_file_is_refused(store: FileStore, tmp_path: Path) -> None:
    for source in (tmp_path, tmp_path / "gone.pdf", tmp_path / ("x" * 300)):
        with pytest.raises(RefusedFile):
            store.add(source)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(RefusedFile):
            store.add(tmp_path / "pipe")


@pytest.mark.parametrize("sha256", ["", "..", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_only_hashes_name_documents(store: FileStore, sha256: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        store.path(sha256)


def test_a_missing_document_is_told(store: FileStore) -> None:
    with pytest.raises(DamagedWorkspace, match="backup"):
        store.open("a" * 64)
    assert not store.verify("a" * 64)


def test_check_names_missing_changed_extra_and_left_over(store: FileStore) -> None:
    good, bad, gone, unwanted = (store.add(io.BytesIO(bytes([n]) * 100), f"{n}.bin").sha256 for n in range(4))
    wanted = [(good, "good"), (bad, "bad"), (bad, "bad too"), (gone, "gone")]
    assert [finding.kind for finding in check_files(store, [*wanted, (unwanted, "x")])] == []
    store.path(bad).chmod(0o600)
    content = bytearray(store.path(bad).read_bytes())
    content[50] ^= 1
    store.path(bad).write_bytes(content)
    store.path(gone).chmod(0o600)
    store.path(gone).unlink()
    (store.folder / ".armdesk-00ff.part").write_bytes(b"half")
    (store.folder / "Thumbs.db").write_bytes(b"x")
    found = {(finding.kind, finding.name) for finding in check_files(store, wanted)}
    assert found == {
        ("changed", "bad"), ("changed", "bad too"), ("missing", "gone"), ("extra", f"{unwanted[:2]}/{unwanted}"),
        ("extra", "Thumbs.db"), ("leftover", ".armdesk-00ff.part"),
    }
    assert all(finding.name in finding.sentence() for finding in check_files(store, wanted))
    assert list(store.hashes()) == sorted([good, bad, unwanted])


@pytest.mark.parametrize(("name", "shown"), [
    ("../../etc/passwd", "passwd"), ("/abs/acta.pdf", "acta.pdf"), ("C:\\Users\\x\\acta.pdf", "acta.pdf"),
    ("\\\\server\\share\\a.pdf", "a.pdf"), ("a:b.pdf", "a_b.pdf"), ("CON", "CON_"), ("con.txt", "con_.txt"),
    ("LPT1.tar.gz", "LPT1_.tar.gz"), ("console.txt", "console.txt"), ("", "document"), ("...", "document"),
    ("..", "document"), ("x. ", "x"), ("factura\u202efdp.exe", "facturafdp.exe"), ("a\x00b\nc.pdf", "ab c.pdf"),
    ("zero\u200bwidth.pdf", "zerowidth.pdf"), ("sen\u0303al.pdf", "señal.pdf"), ("\ud800.pdf", "pdf"),
    ("汉字 表.xlsx", "汉字 表.xlsx"), ("⛏ mina.jpg", "⛏ mina.jpg"), ("a\u2028b", "a b"),
])
def test_names_to_show(name: str, shown: str) -> None:
    assert clean_name(name) == shown
    assert clean_name(shown) == shown


@pytest.mark.parametrize("name", [
    "x" * 300 + ".pdf", "ñ" * 300 + ".pdf", "⛏" * 300 + ".jpeg", "e\u0323" * 300, "." * 9 + "x" * 999,
])
def test_long_names_are_cut_and_keep_their_ending(name: str) -> None:
    shown = clean_name(name)
    assert 0 < len(shown.encode()) <= 200
    assert shown == unicodedata.normalize("NFC", shown)
    if "." in name[-6:]:
        assert shown.endswith(name[name.rindex("."):])


@pytest.mark.parametrize(("name", "readable"), [
    ("acta 019.pdf", "acta_019.pdf"), ("Señal & más 100%.JPG", "Señal_más_100.JPG"), ("-rf", "rf"),
    ("<b>x</b>.pdf", "b.pdf"), ("=1+1.csv", "1_1.csv"), ("'; DROP.txt", "DROP.txt"), ("😀.pdf", "document.pdf"),
    (".htaccess", "htaccess"), ("aux.pdf", "aux_.pdf"), ("x.p d f", "x.p_d_f"), ("x.%41", "x.41"),
])
def test_names_in_a_pack_are_readable_everywhere(name: str, readable: str) -> None:
    assert pack_name(name) == readable


def test_names_in_a_pack_are_unique_for_every_file_system() -> None:
    taken: set[str] = set()
    names = []
    for name in ("Acta.pdf", "acta.PDF", "ACTA.pdf", "se\u00f1al.pdf", "sen\u0303al.pdf", "acta.pdf"):
        names.append(pack_name(name, taken))
        taken.add(folded(names[-1]))
    assert names == ["Acta.pdf", "acta_2.PDF", "ACTA_3.pdf", "señal.pdf", "señal_2.pdf", "acta_4.pdf"]


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, b"application/vnd.oasis.opendocument.text" if name == "mimetype" else b"x")
    return packed.getvalue()


@pytest.mark.parametrize(("name", "content", "kind", "risk"), [
    ("a.pdf", PDF, "application/pdf", ""),
    ("a.txt", "peso: 12,5 g ñ".encode(), "text/plain", ""),
    ("a.csv", b"\xef\xbb\xbfa;b\r\n", "text/plain", ""),
    ("a.xlsx", zipped("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ""),
    ("a.odt", zipped("mimetype"), "application/vnd.oasis.opendocument.text", ""),
    ("a.zip", zipped("a", "b"), "application/zip", ""),
    ("a.zip", b"PK\x03\x04 broken", "application/zip", ""),
    ("a.mp4", b"\x00\x00\x00\x18ftypisom", "video/mp4", ""),
    ("a.bin", b"\x00\x01\x02", "application/octet-stream", kinds.EXECUTABLE),
    ("a.pdf", b"", "application/x-empty", kinds.EMPTY),
    ("setup.exe", b"MZ\x90\x00", "application/x-dosexec", kinds.EXECUTABLE),
    ("setup", b"\x7fELF\x02", "application/x-elf", kinds.EXECUTABLE),
    ("factura.pdf", b"MZ\x90\x00", "application/x-dosexec", kinds.DISGUISED),
    ("factura.pdf.exe", b"MZ\x90\x00", "application/x-dosexec", kinds.DISGUISED),
    ("factura.PDF.lnk", b"x", "text/plain", kinds.DISGUISED),
    ("foto.jpg.js", b"var x", "text/plain", kinds.DISGUISED),
    ("run.bat", b"del *", "text/plain", kinds.SCRIPT),
    ("run", b"#!/bin/sh\n", "text/x-script", kinds.SCRIPT),
    ("a.svg", b"<svg onload='x'/>", "image/svg+xml", kinds.SCRIPT),
    ("a.xls", b"<html><table>", "text/html", kinds.SCRIPT),
    ("a.lnk", b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut", kinds.SHORTCUT),
    ("a.desktop", b"[Desktop Entry]", "text/plain", kinds.SHORTCUT),
    ("a.xlsm", zipped("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
     kinds.MACROS),
    ("a.docx", zipped("word/document.xml", "word/vbaProject.bin"),
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document", kinds.MACROS),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1 << 20) + "_VBA_PROJECT".encode("utf-16-le"),
     "application/x-ole-storage", kinds.MACROS),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "application/x-ole-storage", ""),
    ("a.jpg", zipped("META-INF/MANIFEST.MF"), "application/java-archive", kinds.DISGUISED),
])
def test_kinds_and_risks_are_told_by_the_bytes(
    store: FileStore, name: str, content: bytes, kind: str, risk: str
) -> None:
    kept = store.add(io.BytesIO(content), name)
    assert (kept.media_type, kept.risk) == (kind, risk)


def test_a_zip_with_countless_names_is_not_looked_into(store: FileStore) -> None:
    archive = bytearray(zipped("word/a"))
    end = archive.rindex(b"PK\x05\x06")
    archive[end + 10:end + 12] = b"\xff\xff"
    assert store.add(io.BytesIO(bytes(archive)), "a.docx").media_type == "application/zip"
