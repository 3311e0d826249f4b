"""The library: papers with their files, how long they are kept, where they stand, what they were made of, the trash."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import make
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from armdesk import page_list, page_text
from armdesk.errors import InvalidRecord, RefusedFile, UndoRefused
from armdesk.evidence import inbox, paging, pdfs, texts
from armdesk.evidence.check import check_files
from armdesk.models import Citation, Document, RemovedFile, Revision
from armdesk.record import new_id
from armdesk.reports.binder_index import binder_index
from armdesk.services.basis.limits import Limits
from armdesk.services.evidence import binder, filing_hints, library, page_work, paper_text, paper_trash, retention
from armdesk.services.packs.papers import Paper, noted_papers
from armdesk.store import Store
from armdesk.workspace import Workspace

TODAY = date(2026, 1, 20)
TARGET = "requirement/craft-2.0/M.5/1.3/P.3"


def pdf(path: Path, *pages: str, password: str = "") -> Path:
    """A PDF with one line of text on each page; "" for a page without."""
    from reportlab.lib.pdfencrypt import StandardEncryption

    canvas = Canvas(str(path), encrypt=StandardEncryption(password) if password else None)
    for text in pages:
        canvas.drawString(100, 700, text)
        canvas.showPage()
    canvas.save()
    return path


def photo(path: Path, size: tuple[int, int] = (400, 300)) -> Path:
    content = io.BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x0110] = "SecretCamera"
    Image.new("RGB", size, "peru").save(content, "JPEG", exif=exif)
    path.write_bytes(content.getvalue())
    return path


@pytest.fixture
def filed(workspace: Workspace, tmp_path: Path) -> Callable[..., Document]:
    """Files a paper with its file and returns it."""

    def file(source: Path, **values: Any) -> Document:
        taken = inbox.take_in(workspace.store, workspace.files, [source])
        assert not taken.refused
        document = taken.documents[0]
        for name, value in {"state": "filed", **values}.items():
            setattr(document, name, value)
        return workspace.store.save(document)

    return file


# pages as they are cited


@pytest.mark.parametrize(("text", "found"), [("3", [(3, 3)]), ("3, 5-7", [(3, 3), (5, 7)]), ("2 y 4", [(2, 2), (4, 4)]),
                                             ("1–2; 9", [(1, 2), (9, 9)]), ("", [])])
def test_pages_are_read_as_people_write_them(text: str, found: list[tuple[int, int]]) -> None:
    assert page_list.spans(text) == found


@pytest.mark.parametrize("text", ["0", "7-5", "a", "1-2-3", "-4", "reverso", "999999999"])
def test_what_is_no_list_of_pages_is_said(text: str) -> None:
    assert page_list.problem(text, 10)


def test_pages_beyond_the_file_are_said() -> None:
    assert page_list.problem("3, 5-7", 6) == "The file has only 6 pages."
    assert page_list.problem("3, 5-6", 6) == "" and page_list.tidy("3,5 - 6") == "3, 5-6"
    assert page_list.first_page("p. 12 reverso") == 12 and page_list.first_page(None) == 1


def test_a_citation_of_a_page_that_is_not_there_is_refused(store: Store) -> None:
    file = make(store, "revision", pages=3)
    with pytest.raises(InvalidRecord, match="only 3 pages"):
        store.save(Citation(document=file.document, revision=file.id, target=TARGET, page="2, 5"))
    kept = store.save(Citation(document=file.document, revision=file.id, target=TARGET, page="2-3"))
    with store.operation("import", "import") as writer:
        kept.page = "9"
        writer.save(kept)  # what an import brings is for the checks


def test_a_newer_file_is_told_to_citations_and_they_move(store: Store) -> None:
    file = make(store, "revision", number=1, pages=3)
    old = store.save(Citation(document=file.document, revision=file.id, target=TARGET, page="3"))
    assert [each.older for each in library.cited_at(store, file.document, library.revisions(store, file.document))] \
        == [False] and not library.outdated_ids(store)
    newer = make(store, "revision", number=2, document=file.document, pages=3, sha256="ab" * 32)
    found = library.facts(store, store.get(Document, file.document), TODAY)
    assert [(each.number, each.older) for each in found.cited] == [(1, True)]
    assert library.outdated_ids(store) == {file.document}
    assert library.move_to_newest(store, [old]) == 1
    assert store.get(Citation, old.id).revision == newer.id and not library.outdated_ids(store)
    store.undo()
    assert store.get(Citation, old.id).revision == file.id


# how long papers are kept


def test_a_paper_is_kept_for_what_its_kind_and_country_ask(store: Store) -> None:
    paper = Document(kind="list", issued_on=date(2024, 2, 29), title="Asistencia")
    kept = retention.keep(Limits(store, "CO"), paper, date(2024, 3, 5), TODAY)
    assert kept is not None and kept.until == date(2044, 3, 5) and "1072" in kept.sentence()
    elsewhere = retention.keep(Limits(store, "PE"), paper, None, TODAY)
    assert elsewhere is not None and elsewhere.until == date(2029, 3, 1), "five years, and no 29 February then"
    paper.keep_until = date(2030, 1, 1)
    own = retention.keep(Limits(store, "CO"), paper, None, TODAY)
    assert own is not None and own.until == date(2030, 1, 1) and own.limit is None


# binders


def test_the_next_number_of_a_binder_is_proposed(store: Store) -> None:
    assert binder.next_no(store) == "1-001"
    for number in ("1-009", "2-061", "2-143", "Carpeta roja", "1-010"):
        make(store, "document", binder_no=number, number=None)
    assert [(each.name, each.count, each.next_no()) for each in binder.binders(store)][:2] \
        == [("1", 2, "1-011"), ("2", 2, "2-144")]
    assert binder.next_no(store, "2-005") == "2-144" and binder.next_no(store, "A3-07") == "A3-08"


def test_papers_get_the_numbers_that_follow_and_keep_those_they_have(store: Store) -> None:
    papers = [make(store, "document", binder_no=number, number=None) for number in (None, "2-001", None)]
    assert binder.give(store, [each.id for each in papers], "4-099") == 2
    assert [store.get(Document, each.id).binder_no for each in papers] == ["4-099", "2-001", "4-100"]
    store.undo()
    assert store.get(Document, papers[0].id).binder_no is None


def test_the_index_of_a_binder_names_gaps_and_doubles(store: Store) -> None:
    for number, title in (("7-002", "Acta 12"), ("7-004", "Acta 14"), ("7-004", "Acta 15"), ("8-001", "Otra")):
        make(store, "document", binder_no=number, title=title, number=None)
    of = next(each for each in binder.binders(store) if each.name == "7")
    made = binder_index(store, of, "Cooperativa", "en", TODAY)
    told = repr(made.blocks)
    assert "Acta 12" in told and "Otra" not in told and "No paper has the number: 3." in told
    assert "Given more than once: 7-004." in told


# pages put together anew


def test_pages_are_merged_turned_and_left_out(filed: Any, workspace: Workspace, tmp_path: Path) -> None:
    store, files = workspace.store, workspace.files
    acta, picture = filed(pdf(tmp_path / "acta.pdf", "uno", "dos", "tres")), filed(photo(tmp_path / "foto.jpg"))
    one, two = library.newest(store, acta.id), library.newest(store, picture.id)
    sheets = paging.sheets_of(files.path(one.sha256), one.sha256, one.media_type, one.file_name)
    sheets += paging.sheets_of(files.path(two.sha256), two.sha256, two.media_type, two.file_name)
    wanted = [sheets[2], sheets[3], sheets[0].turned(90)]
    [made] = page_work.new_papers(store, files, [page_work.Piece("Acta con foto", tuple(wanted))], [acta, picture])
    file = library.newest(store, made.id)
    path = files.path(file.sha256)
    assert (file.pages, file.number, made.confidentiality, made.state) == (3, 1, "partners", "filed")
    assert texts.read(path, "application/pdf")[1] == ["tres", "", "uno"]
    assert b"SecretCamera" not in path.read_bytes(), "nothing of the camera goes along"
    with pdfs.opened(path) as document:
        assert document[2].get_rotation() == 90 and document[0].get_rotation() == 0
        wide, high = document[1].get_size()
        assert round(wide) == 842 and wide > high
    assert library.made_of_text(file.made_of) \
        == f"{acta.number}, acta.pdf, pages 3; {picture.number}, foto.jpg, pages 1; {acta.number}, acta.pdf, pages 1"
    assert files.verify(one.sha256), "what was kept stays as it is"
    store.undo()
    assert store.get(Document, made.id).trashed and store.get(Document, acta.id).trashed is False


def test_one_paper_is_split_and_another_gets_a_new_file(filed: Any, workspace: Workspace, tmp_path: Path) -> None:
    store, files = workspace.store, workspace.files
    acta = filed(pdf(tmp_path / "actas.pdf", "uno", "dos", "tres"), kind="minutes", confidentiality="restricted")
    one = library.newest(store, acta.id)
    sheets = paging.sheets_of(files.path(one.sha256), one.sha256, one.media_type, one.file_name)
    pieces = [page_work.Piece("Acta 1", tuple(sheets[:1])), page_work.Piece("Acta 2", tuple(sheets[1:]))]
    made = page_work.new_papers(store, files, pieces, [acta])
    assert [library.newest(store, each.id).pages for each in made] == [1, 2]
    assert {(each.kind, each.confidentiality) for each in made} == {("minutes", "restricted")}
    newer = page_work.new_revision(store, files, acta, [sheets[0], sheets[2]])
    assert (newer.number, newer.pages) == (2, 2) and library.newest(store, acta.id).id == newer.id
    assert len(library.revisions(store, acta.id)) == 2
    store.undo()
    assert library.newest(store, acta.id).id == one.id


def test_what_cannot_be_put_together_is_said_and_leaves_nothing(workspace: Workspace, tmp_path: Path,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out.pdf"
    with pytest.raises(RefusedFile, match="no pages"):
        paging.sheets_of(tmp_path / "a.txt", "0" * 64, "text/plain", "a.txt")
    locked = pdf(tmp_path / "locked.pdf", "secreto", password="x")
    with pytest.raises(pdfs.ProtectedFile, match="password"):
        paging.sheets_of(locked, "0" * 64, "application/pdf", "locked.pdf")
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(pdf(tmp_path / "whole.pdf", "a", "b").read_bytes()[:300])
    with pytest.raises(RefusedFile):
        paging.write_pdf([paging.Sheet(cut, "0" * 64, 1)], target)
    with pytest.raises(RefusedFile, match="at least one"):
        paging.write_pdf([], target)
    monkeypatch.setattr(paging, "MOST_PAGES", 1)
    with pytest.raises(RefusedFile, match="more than 1"):
        paging.write_pdf([paging.Sheet(tmp_path / "whole.pdf", "0" * 64, 1)] * 2, target)
    assert not target.exists() and not list(tmp_path.glob(".armdesk-*"))


# texts


@pytest.mark.parametrize("words", ["retorta", "RETÓRTA", "compra reto", '"compra de retortas"', "asamblea retortas"])
def test_words_in_papers_are_found_with_their_page(filed: Any, workspace: Workspace, tmp_path: Path,
                                                   words: str) -> None:
    paper = filed(pdf(tmp_path / "acta.pdf", "Orden del día", "La asamblea aprobó la compra de retortas"))
    filed(pdf(tmp_path / "otra.pdf", "Nada de eso"))
    assert paper_text.read_all(workspace.store, workspace.files) == 2
    [hit] = paper_text.find(workspace.store, words)
    assert (hit.document, hit.page, hit.pages) == (paper.id, 2, 2)
    assert page_text.OPEN_MARK in hit.snippet and f"retortas{page_text.CLOSE_MARK}" in hit.snippet


@pytest.mark.parametrize("words", ['"retortas de compra"', "mercurio", "", "  ", '"', "*", "a AND", "-x", "NEAR(",
                                   "'; --"])
def test_what_is_not_there_is_not_found_and_nothing_breaks(filed: Any, workspace: Workspace, tmp_path: Path,
                                                           words: str) -> None:
    filed(pdf(tmp_path / "acta.pdf", "compra de retortas"))
    paper_text.read_all(workspace.store, workspace.files)
    assert paper_text.find(workspace.store, words) == []


def test_words_that_stand_everywhere_are_found_without_ranking(filed: Any, workspace: Workspace, tmp_path: Path,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    papers = [filed(pdf(tmp_path / f"{place}.pdf", f"acta {'acta ' * place}")) for place in range(3)]
    paper_text.read_all(workspace.store, workspace.files)
    ranked = [hit.document for hit in paper_text.find(workspace.store, "acta")]
    monkeypatch.setattr(page_text, "_RANKED", 2)
    often = [hit.document for hit in paper_text.find(workspace.store, "acta")]
    assert sorted(ranked) == sorted(often) == sorted(each.id for each in papers)
    assert often == [papers[0].id, papers[1].id, papers[2].id], "the last that was read comes first"


def test_only_the_newest_file_of_papers_in_use_is_searched(filed: Any, workspace: Workspace, tmp_path: Path) -> None:
    store = workspace.store
    paper = filed(pdf(tmp_path / "a.pdf", "pepita"))
    kept = workspace.files.add(pdf(tmp_path / "b.pdf", "otra cosa"))
    paper_text.read_all(store, workspace.files)
    assert len(paper_text.find(store, "pepita")) == 1
    store.save(Revision(id=new_id(), document=paper.id, number=2, file_name="b.pdf", sha256=kept.sha256,
                        media_type=kept.media_type, pages=1))
    paper_text.read_all(store, workspace.files)
    assert paper_text.find(store, "pepita") == [] and len(paper_text.find(store, "otra")) == 1
    paper_trash.put_away(store, [paper.id], "doble")
    assert paper_text.find(store, "otra") == []


def test_what_came_of_reading_is_said(filed: Any, workspace: Workspace, tmp_path: Path,
                                      monkeypatch: pytest.MonkeyPatch) -> None:

    store = workspace.store
    scan, script = filed(photo(tmp_path / "f.jpg")), filed(pdf(tmp_path / "blank.pdf", ""))
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04" + bytes(200))
    monkeypatch.setattr(texts, "MOST_PAGES", 1)
    long = filed(pdf(tmp_path / "long.pdf", "a", "b", "c"))
    before = page_text.counts(store.db)
    assert before == (0, 3)
    said: Callable[[Paper], str] = lambda paper: library.facts(store, paper, TODAY).text  # noqa: E731 - said three times
    assert "still to be read" in said(scan)
    paper_text.read_all(store, workspace.files)
    assert page_text.counts(store.db) == (3, 0)
    assert "No text in it" in said(scan) and "No text in it" in said(script)
    assert paper_text.unreadable(store) == 2 and said(long)


def test_other_files_with_text_are_read_and_hostile_ones_refused(tmp_path: Path) -> None:
    import zipfile

    from openpyxl import Workbook

    book = Workbook()
    book.active["A1"] = "Señalización"
    book.save(tmp_path / "b.xlsx")
    excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert texts.read(tmp_path / "b.xlsx", excel) == ("read", ["Señalización"])
    (tmp_path / "a.txt").write_bytes("Reunión".encode("cp1252"))
    assert texts.read(tmp_path / "a.txt", "text/plain") == ("read", ["Reunión"])
    (tmp_path / "m.eml").write_bytes(b"From: a@b\nTo: c@d\nSubject: =?utf-8?q?Visita_de_la_mina?=\nDate: x\n\nHola\n")
    assert "Visita de la mina" in texts.read(tmp_path / "m.eml", "text/plain")[1][0]
    bomb = ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><w:document xmlns:w="x"><w:p><w:t>&b;</w:t></w:p>'
            "</w:document>")
    plain = '<w:document xmlns:w="x"><w:p><w:t>Hola</w:t></w:p><w:p><w:t>mina</w:t></w:p></w:document>'
    for name, content in (("bomb", bomb), ("plain", plain)):
        with zipfile.ZipFile(tmp_path / f"{name}.docx", "w") as archive:
            archive.writestr("word/document.xml", content)
    assert texts.read(tmp_path / "plain.docx", word) == ("read", ["Hola\nmina"])
    assert texts.read(tmp_path / "bomb.docx", word) == ("unreadable", [])
    with zipfile.ZipFile(tmp_path / "large.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 31_000_000 + b"</a>")
    assert texts.read(tmp_path / "large.docx", word) == ("unreadable", [])
    assert texts.read(pdf(tmp_path / "p.pdf", "x", password="y"), "application/pdf") == ("protected", [])
    (tmp_path / "no.pdf").write_bytes(b"%PDF-1.4 nothing")
    assert texts.read(tmp_path / "no.pdf", "application/pdf") == ("unreadable", [])


# the trash


def test_a_paper_goes_with_its_citations_and_comes_back_with_them(filed: Any, workspace: Workspace,
                                                                  tmp_path: Path) -> None:
    store = workspace.store
    paper = filed(photo(tmp_path / "f.jpg"))
    file = library.newest(store, paper.id)
    cited = store.save(Citation(document=paper.id, revision=file.id, target=TARGET))
    dropped = store.save(Citation(document=paper.id, revision=file.id, target=TARGET, note="otra"))
    store.trash([dropped])
    assert paper_trash.put_away(store, [paper.id], "Llegó dos veces") == 1
    gone = store.get(Document, paper.id)
    assert gone.trashed and store.get(Citation, cited.id).trashed and not store.all(Revision)
    when, _author, why = library.facts(store, gone, TODAY).away
    assert when and why == "Llegó dos veces"
    assert paper_trash.bring_back(store, [paper.id]) == 1
    assert not store.get(Document, paper.id).trashed and not store.get(Citation, cited.id).trashed
    assert store.get(Citation, dropped.id).trashed, "what was taken away before stays away"
    assert library.newest(store, paper.id).id == file.id
    paper_trash.put_away(store, [paper.id], "otra vez")
    store.undo()
    back = store.get(Document, paper.id)
    assert not back.trashed and back.away_why is None and not store.get(Citation, cited.id).trashed


def test_a_paper_is_removed_only_after_its_time_and_its_sum_stays(filed: Any, workspace: Workspace,
                                                                  tmp_path: Path) -> None:
    store, files = workspace.store, workspace.files
    paper = filed(pdf(tmp_path / "a.pdf", "viejo"), keep_until=date(2025, 12, 31))
    young = filed(pdf(tmp_path / "b.pdf", "nuevo"), keep_until=TODAY)
    sha256 = library.newest(store, paper.id).sha256
    paper_text.read_all(store, files)
    paper_trash.put_away(store, [paper.id, young.id], "limpieza")
    held = {each.document.id: each.held for each in paper_trash.in_trash(store, TODAY)}
    assert held[paper.id] == "" and str(TODAY) in held[young.id]
    assert paper_trash.empty(store, files, list(held), "Pasó su tiempo", TODAY) == 1
    assert not files.path(sha256).exists() and len(list(files.hashes())) == 1
    [noted] = store.all(RemovedFile)
    assert (noted.sha256, noted.why, noted.document_no, noted.kept_until) \
        == (sha256, "Pasó su tiempo", paper.number, date(2025, 12, 31))
    assert check_files(files, inbox.wanted(store)) == []
    assert [each.document.id for each in paper_trash.in_trash(store, TODAY)] == [young.id]
    for _once in ("the note in its register", "the note in the trash"):
        with pytest.raises(InvalidRecord, match="removed for good"):
            paper_trash.bring_back(store, [paper.id])
        assert check_files(files, inbox.wanted(store)) == []
        assert [each.document.id for each in paper_trash.in_trash(store, TODAY)] == [young.id]
        if not store.get(RemovedFile, noted.id).trashed:
            store.trash([noted])
    with pytest.raises(UndoRefused):
        store.undo(next(each for each in store.operations() if each.kind == "removal"))
    assert page_text.state(store.db, sha256) == ("", 0)


def test_what_a_pack_carried_or_another_paper_needs_is_not_removed(filed: Any, workspace: Workspace,
                                                                   tmp_path: Path) -> None:
    store, files = workspace.store, workspace.files
    source = pdf(tmp_path / "a.pdf", "doble")
    paper = filed(source, keep_until=date(2020, 1, 1))
    (tmp_path / "b.pdf").write_bytes(source.read_bytes())
    twin = filed(tmp_path / "b.pdf", keep_until=date(2020, 1, 1))
    file = library.newest(store, paper.id)
    assert [each.id for each in library.facts(store, paper, TODAY).twins] == [twin.id]
    paper_trash.put_away(store, [paper.id], "doble")
    assert paper_trash.empty(store, files, [paper.id], "doble", TODAY) == 1
    assert files.verify(file.sha256), "the other paper still has this content"
    other = library.newest(store, twin.id)
    make(store, "pack", papers=f'[{{"number": 3, "revision": "{other.id}"}}]', number=12, made_on=date(2025, 6, 1))
    assert [each.place for each in library.facts(store, twin, TODAY).files[0].packs] == [3]
    paper_trash.put_away(store, [twin.id], "doble")
    [left] = paper_trash.in_trash(store, TODAY)
    assert "pack 12" in left.held and paper_trash.empty(store, files, [twin.id], "x", TODAY) == 0


def test_a_paper_cited_before_packs_noted_their_papers_is_held(filed: Any, workspace: Workspace,
                                                               tmp_path: Path) -> None:
    store = workspace.store
    paper = filed(photo(tmp_path / "f.jpg"), keep_until=date(2020, 1, 1))
    store.save(Citation(document=paper.id, target=TARGET))
    make(store, "pack", papers=None)
    paper_trash.put_away(store, [paper.id], "x")
    [left] = paper_trash.in_trash(store, TODAY)
    assert "did not note" in left.held


# what a name suggests


@pytest.mark.parametrize(("name", "day"), [
    ("img_20250304_101500", date(2025, 3, 4)), ("img-20250221-wa0011", date(2025, 2, 21)),
    ("acta 2025-03-15", date(2025, 3, 15)), ("15-03-2025 acta", date(2025, 3, 15)),
    ("20250212_083015", date(2025, 2, 12)), ("20991231_083015", None), ("scan0007", None),
    ("recibos 1029 a 1036", None), ("31-02-2025", None)])
def test_the_day_in_a_name_is_read(name: str, day: date | None) -> None:
    assert filing_hints.day_of(name, TODAY) == day


def test_a_name_suggests_kind_days_and_the_record(store: Store) -> None:
    sale = make(store, "sale", code="V-0045")
    meeting = make(store, "meeting", number="021", date=date(2025, 3, 15))
    course = make(store, "training", date=date(2025, 5, 6), subject="EPP")

    def hinted(name: str, kind: str = "application/pdf", **more: Any) -> filing_hints.Hints:
        return filing_hints.hints(store, Revision(file_name=name, media_type=kind, **more), TODAY)

    bill = hinted("factura venta 0045.pdf")
    assert bill.kind == "invoice" and [each.reference for each in bill.records] == [f"sale/{sale.id}"]
    assert [each.reference for each in hinted("acta 021.pdf").records] == [f"meeting/{meeting.id}"]
    assert hinted("acta 021.pdf").kind == "minutes"
    list_ = hinted("planilla ARL agosto 2025.pdf")
    assert (list_.kind, list_.first, list_.last) == ("list", date(2025, 8, 1), date(2025, 8, 31))
    shot = hinted("capacitacion EPP mayo.jpg", "image/jpeg", taken_on=date(2025, 5, 6))
    assert shot.kind == "" and shot.records[0].reference == f"training/{course.id}" and shot.day == date(2025, 5, 6)
    assert hinted("cuaderno 3.jpg", "image/jpeg").kind == "book"
    assert hinted("SCAN0007.pdf") == filing_hints.Hints()


def test_a_pack_of_ten_thousand_papers_remembers_each(store: Store) -> None:
    carried = [Paper(place, Document(id=new_id(), title="Acta"), Revision(id=new_id()), "Acta", name=f"{place}.pdf")
               for place in range(1, 10_001)]
    make(store, "pack", papers=noted_papers(carried))
    last = carried[-1].revision
    assert last is not None
    [told] = library.packs_of(store, last.id)
    assert told.place == 10_000
