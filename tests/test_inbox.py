"""The inbox takes in what a person drops on it, links twins and reads cameras; nothing of the original changes."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from armdesk.errors import Cancelled
from armdesk.evidence import inbox
from armdesk.evidence.check import check_files
from armdesk.models import Document, Revision


def _photo(path: Path, shade: int = 90, taken: str | None = None) -> Path:
    picture = Image.new("RGB", (64, 48), (shade, shade, 60))
    exif = picture.getexif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
        place = exif.get_ifd(0x8825)
        place[1], place[2], place[3], place[4] = "N", (1.0, 14.0, 30.0), "W", (77.0, 20.0, 0.0)
    picture.save(path, exif=exif)
    return path


@pytest.fixture
def shoebox(tmp_path):
    folder = tmp_path / "caja"
    (folder / "Fotos").mkdir(parents=True)
    _photo(folder / "Fotos" / "capacitación.jpg", 90, "2025:03:04 10:20:30")
    _photo(folder / "Fotos" / "mina.jpg", 120)
    (folder / "Fotos" / "otra capacitación.jpg").write_bytes((folder / "Fotos" / "capacitación.jpg").read_bytes())
    (folder / "acta 1.txt").write_text("Acta de la asamblea", encoding="utf-8")
    return folder


def test_everything_is_taken_in_numbered_and_in_the_inbox(workspace, shoebox):
    outcome = inbox.take_in(workspace.store, workspace.files, inbox.files_below([shoebox]))
    documents = workspace.store.all(Document)
    assert len(outcome.documents) == len(documents) == 4
    assert {each.state for each in documents} == {"inbox"}
    assert sorted(each.number for each in documents) == ["D-00001", "D-00002", "D-00003", "D-00004"]
    assert len(workspace.store.operations()) == 1


def test_the_same_content_under_another_name_points_at_the_first(workspace, shoebox):
    outcome = inbox.take_in(workspace.store, workspace.files, inbox.files_below([shoebox]))
    [(copy, first)] = outcome.twins
    assert (first.title, copy.title) == ("capacitación", "otra capacitación")
    assert workspace.store.get(Document, copy.id).same_as == first.id
    assert len(list(workspace.files.hashes())) == 3


def test_the_camera_says_when_and_where(workspace, shoebox):
    inbox.take_in(workspace.store, workspace.files, inbox.files_below([shoebox]))
    photo = workspace.store.one(Revision, file_name="capacitación.jpg")
    assert (photo.taken_on, photo.taken_at) == (date(2025, 3, 4), "10:20")
    assert (photo.latitude, photo.longitude) == (12_416_667, -773_333_333)
    assert (photo.width, photo.height) == (64, 48)


def test_the_same_files_again_change_nothing(workspace, shoebox):
    inbox.take_in(workspace.store, workspace.files, inbox.files_below([shoebox]))
    head = workspace.store.head()
    outcome = inbox.take_in(workspace.store, workspace.files, inbox.files_below([shoebox]))
    assert (outcome.documents, len(outcome.known), workspace.store.head()) == ([], 4, head)


def test_taken_back_as_one_and_numbers_are_not_used_again(workspace, shoebox):
    inbox.take_in(workspace.store, workspace.files, inbox.files_below([shoebox]))
    workspace.store.undo()
    assert workspace.store.all(Document) == workspace.store.all(Revision) == []
    outcome = inbox.take_in(workspace.store, workspace.files, [shoebox / "acta 1.txt"])
    assert [each.number for each in outcome.documents] == ["D-00005"]


def test_a_hostile_picture_is_refused_with_its_sentence_and_the_others_go_on(workspace, shoebox):
    bomb = io.BytesIO()
    Image.new("1", (8, 8)).save(bomb, "PNG")
    content = bytearray(bomb.getvalue())
    content[16:24] = (60_000).to_bytes(4, "big") * 2
    import zlib

    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    (shoebox / "bomba.png").write_bytes(content)
    outcome = inbox.take_in(workspace.store, workspace.files, inbox.files_below([shoebox]))
    [(path, sentence)] = outcome.refused
    assert path.name == "bomba.png" and sentence
    assert len(outcome.documents) == 4
    assert check_files(workspace.files, inbox.wanted(workspace.store)) == []


def test_a_program_is_kept_only_with_a_caution(workspace, tmp_path):
    (tmp_path / "factura.pdf.exe").write_bytes(b"MZ" + bytes(200))
    inbox.take_in(workspace.store, workspace.files, [tmp_path / "factura.pdf.exe"])
    assert workspace.store.all(Revision)[0].risk


def test_cancelling_keeps_no_document(workspace, shoebox):
    class Stop:
        def step(self, done, _total, _text=""):
            if done == 2:
                raise Cancelled("stop")

    with pytest.raises(Cancelled):
        inbox.take_in(workspace.store, workspace.files, inbox.files_below([shoebox]), Stop())
    assert workspace.store.all(Document) == [] and workspace.store.operations() == []


def test_the_originals_are_untouched_and_kept_files_pass_their_check(workspace, shoebox):
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in inbox.files_below([shoebox])}
    inbox.take_in(workspace.store, workspace.files, list(before))
    assert before == {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in before}
    assert check_files(workspace.files, inbox.wanted(workspace.store)) == []


def test_links_and_leftovers_of_other_programs_are_passed_over(shoebox, link):
    (shoebox / "Thumbs.db").write_bytes(b"x")
    (shoebox / "~$libro.xlsx").write_bytes(b"x")
    link(shoebox / "enlace.txt", shoebox / "acta 1.txt")
    names = [path.name for path in inbox.files_below([shoebox])]
    assert names == ["acta 1.txt", "capacitación.jpg", "mina.jpg", "otra capacitación.jpg"]


def test_what_is_not_there_is_told_and_not_passed_over(tmp_path):
    gone = tmp_path / "gone.pdf"
    assert inbox.files_below([gone]) == [gone]
