"""The library on the screen: looked at, searched, put together anew, cited, put away and brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from factories import make
from PySide6.QtCore import Qt
from test_library import pdf, photo
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk.evidence import inbox, pdfs
from armdesk.models import Citation, Document, RemovedFile, Revision
from armdesk.services.evidence import binder, library, paper_text
from ui import files, paper_actions, printing
from ui.citing import CiteDialog
from ui.page_desk import PageDesk
from ui.pages.library import LibraryPage
from ui.paper_panel import FACTS, MORE, PAGE
from ui.session import Session, Visit

WAIT = 20_000
TARGET = "requirement/craft-2.0/M.5/1.3/P.3"


@pytest.fixture
def filed(session: Session) -> Callable[..., Document]:  # noqa: F811
    """Files a paper with its file."""

    def file(source: Path, **values: Any) -> Document:
        store = session.store
        document = inbox.take_in(store, session.workspace.files, [source]).documents[0]
        for name, value in {"state": "filed", **values}.items():
            setattr(document, name, value)
        return store.save(document)

    return file


@pytest.fixture
def page(session: Session, qtbot: Any, filed: Any, tmp_path: Path) -> Iterator[LibraryPage]:  # noqa: F811
    """A library with two papers: minutes of three pages, and a photo."""
    filed(pdf(tmp_path / "acta.pdf", "Orden del día", "compra de retortas", "Firmas"), kind="minutes",
          valid_to=session.today() - timedelta(days=1))
    filed(photo(tmp_path / "foto.jpg"), kind="photo", valid_to=session.today() + timedelta(days=20),
          confidentiality="restricted")
    paper_text.read_all(session.store, session.workspace.files)
    made = LibraryPage(session)
    qtbot.addWidget(made)
    made.resize(1160, 560)
    made.show()
    qtbot.waitUntil(lambda: len(made.list.model.rows) == 2, timeout=WAIT)
    yield made
    qtbot.waitUntil(made.panel.drawer.idle, timeout=WAIT)


def named(page: LibraryPage, title: str) -> Document:
    return next(each for each in page.session.store.all(Document) if each.title == title)


def shown(page: LibraryPage, qtbot: Any, title: str, at: int = 1) -> Document:
    """Show a paper and wait for its facts."""
    paper = named(page, title)
    page.show_paper(paper.id, at)
    qtbot.waitUntil(lambda: page.panel.found is not None and page.panel.found.document.id == paper.id
                    and page.panel.file is not None and page.panel.file.document == paper.id, timeout=WAIT)
    return paper


def facts(page: LibraryPage) -> str:
    """All that the tab of facts says."""
    from PySide6.QtWidgets import QLabel, QPushButton

    inside = page.panel.facts.area.widget()
    return " | ".join(each.text() for kind in (QLabel, QPushButton) for each in inside.findChildren(kind))


def listed(page: LibraryPage) -> list[str]:
    store = page.session.store
    ids = [page.list.model.rows.id(row) for row in range(len(page.list.model.rows))]
    return sorted(paper.title or "" for id_ in ids if (paper := store.get(Document, id_)) is not None)


def choose(page: LibraryPage, box: Any, code: str) -> None:
    box.setCurrentIndex(box.findData(code))
    box.activated.emit(box.currentIndex())


def test_a_paper_is_shown_page_by_page(page: LibraryPage, qtbot: Any) -> None:
    shown(page, qtbot, "acta")
    preview = page.panel.preview
    qtbot.waitUntil(lambda: preview._picture is not None, timeout=WAIT)
    preview.turn(1)
    assert preview.pages.text() == "Page 2 of 3"
    shown(page, qtbot, "foto")
    assert not preview.pages.isVisibleTo(preview) and page.panel.pages_button.isEnabled()
    assert page.panel.title.whole().startswith("D-00002")


def test_the_boxes_narrow_the_list(page: LibraryPage, qtbot: Any) -> None:
    store = page.session.store
    boxes = page.filters
    for box, code, titles in ((boxes.ends, "expired", ["acta"]), (boxes.ends, "30", ["foto"]), (boxes.ends, "none", []),
                              (boxes.ends, "", ["acta", "foto"]), (boxes.level, "restricted", ["foto"]),
                              (boxes.level, "", ["acta", "foto"]), (boxes.cited, "bare", ["acta", "foto"]),
                              (boxes.cited, "cited", [])):
        choose(page, box, code)
        qtbot.waitUntil(lambda titles=titles: listed(page) == titles, timeout=WAIT)
    store.save(Citation(document=named(page, "foto").id, target=TARGET))
    qtbot.waitUntil(lambda: listed(page) == ["foto"], timeout=WAIT)
    page.list.empty.started.emit()
    qtbot.waitUntil(lambda: listed(page) == ["acta", "foto"], timeout=WAIT)
    assert page.filters.cited.currentData() == ""


def test_the_search_looks_into_the_text_and_opens_the_page(page: LibraryPage, qtbot: Any) -> None:
    page.list.search.setFocus()
    qtbot.keyClicks(page.list.search, "retort")
    qtbot.waitUntil(lambda: len(page.hits.hits) == 1 and page.hits.isVisibleTo(page), timeout=WAIT)
    assert "In the text of 1 paper" in page.hits.head.text() and "1 file has no text" in page.hits.head.text()
    qtbot.waitUntil(lambda: page.hits.list.count() == 1, timeout=WAIT)
    page.hits.list.setCurrentRow(0)
    page.hits.list.setFocus()
    qtbot.keyClick(page.hits.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.panel.file is not None and page.panel.preview.page == 2, timeout=WAIT)
    page.list.search.clear()
    qtbot.waitUntil(lambda: not page.hits.isVisibleTo(page), timeout=WAIT)


def test_of_a_chosen_confidentiality_only_such_papers_are_searched(page: LibraryPage, qtbot: Any) -> None:
    page.list.search.setText("retort")
    qtbot.waitUntil(lambda: len(page.hits.hits) > 0, timeout=WAIT)
    store = page.session.store
    papers = {hit.document for hit in page.hits.hits}
    for id_ in papers:
        paper = store.get(Document, id_)
        paper.confidentiality = "restricted"
        store.save(paper)
    choose(page, page.filters.level, "public")
    qtbot.waitUntil(lambda: page.hits.hits == [], timeout=WAIT)
    choose(page, page.filters.level, "restricted")
    qtbot.waitUntil(lambda: {hit.document for hit in page.hits.hits} == papers, timeout=WAIT)


def test_facts_tell_days_retention_binder_and_text(page: LibraryPage, qtbot: Any) -> None:
    paper = shown(page, qtbot, "acta")
    page.panel.views.choose(FACTS)
    told = facts(page)
    assert "expired" in told and "Keep until" in told and "Its text can be searched." in told
    assert "Give it the next number: 1-001" in told and "SHA-256" in told
    page.panel.facts.binder_wanted.emit()
    qtbot.waitUntil(lambda: "Give it the next number" not in facts(page) and "1-001" in facts(page), timeout=WAIT)
    page.panel.facts.keep_wanted.emit()
    qtbot.waitUntil(lambda: "as the office set it" in facts(page), timeout=WAIT)
    kept = page.session.store.get(Document, paper.id)
    assert kept is not None and kept.binder_no == "1-001" and kept.keep_until is not None
    page.panel.views.choose(MORE)
    qtbot.waitUntil(lambda: page.panel.more._record is not None and page.panel.more._record.id == paper.id,
                    timeout=WAIT)


def test_a_paper_is_cited_with_pages_that_are_checked_at_once(page: LibraryPage, qtbot: Any) -> None:
    paper = shown(page, qtbot, "acta")
    dialog = CiteDialog(page.session, TARGET, page, document=paper.id, page=2)
    qtbot.addWidget(dialog)
    pages = dialog.rows["page"]
    assert pages.editor.take() == "2" and dialog.preview.page == 2
    pages.editor.put("2, 5")
    pages.editor.touched.emit()
    assert pages.problems() == ["The file has only 3 pages."]
    dialog.submit()
    assert not page.session.store.all(Citation) and pages.problems()
    pages.editor.put("3,1 - 2")
    pages.editor.touched.emit()
    assert dialog.preview.page == 3 and not pages.problems()
    dialog.rows["note"].editor.put("El voto")
    dialog.submit()
    [cited] = page.session.store.all(Citation)
    assert (cited.page, cited.note, cited.target) == ("3, 1-2", "El voto", TARGET)
    assert cited.revision == library.newest(page.session.store, paper.id).id
    qtbot.waitUntil(lambda: "p. 3, 1-2" in facts(page) and "El voto" in facts(page), timeout=WAIT)


def test_the_target_is_asked_for_where_the_paper_is_given(page: LibraryPage, qtbot: Any) -> None:
    paper = shown(page, qtbot, "foto")
    dialog = CiteDialog(page.session, "", page, document=paper.id)
    qtbot.addWidget(dialog)
    dialog.submit()
    assert not page.session.store.all(Citation)
    dialog.rows["target"].editor.put(TARGET)
    dialog.submit()
    assert [each.target for each in page.session.store.all(Citation)] == [TARGET]


def test_a_newer_file_is_told_and_the_citation_moved(page: LibraryPage, qtbot: Any, tmp_path: Path) -> None:
    store, paper = page.session.store, shown(page, qtbot, "acta")
    store.save(Citation(document=paper.id, revision=page.panel.file.id, target=TARGET, page="2"))
    page.work.take_file(paper, pdf(tmp_path / "acta firmada.pdf", "uno", "dos firmado"))
    qtbot.waitUntil(lambda: "1 citation names an older file; the newest is file 2." in facts(page), timeout=WAIT)
    assert page.panel.file.number == 2
    choose(page, page.filters.cited, "older")
    qtbot.waitUntil(lambda: listed(page) == ["acta"], timeout=WAIT)
    page.panel.facts.move_wanted.emit([each.citation for each in page.panel.found.cited])
    qtbot.waitUntil(lambda: store.all(Citation)[0].revision == library.newest(store, paper.id).id, timeout=WAIT)
    qtbot.waitUntil(lambda: listed(page) == [], timeout=WAIT)


def test_the_very_same_file_is_no_newer_one(page: LibraryPage, qtbot: Any, tmp_path: Path) -> None:
    paper = shown(page, qtbot, "acta")
    kept = page.session.workspace.files.path(page.panel.file.sha256)
    (tmp_path / "otra vez.pdf").write_bytes(kept.read_bytes())
    page.work.take_file(paper, tmp_path / "otra vez.pdf")
    qtbot.waitUntil(lambda: "This is the very file it has already." in page.messages.texts(), timeout=WAIT)
    assert len(library.revisions(page.session.store, paper.id)) == 1


# the desk


@pytest.fixture
def desk(page: LibraryPage, qtbot: Any) -> Iterator[PageDesk]:
    """The pages of both papers on the desk: three and one."""
    made = PageDesk(page.session, [named(page, "acta"), named(page, "foto")], page)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: len(made.grid.pages.tiles) == 4, timeout=WAIT)
    yield made
    qtbot.waitUntil(made.drawer.idle, timeout=WAIT)


def test_pages_are_arranged_by_keyboard(desk: PageDesk, qtbot: Any) -> None:
    grid = desk.grid
    grid.setFocus()
    qtbot.waitUntil(lambda: desk.focusWidget() is grid, timeout=WAIT)
    grid.mark([3])
    qtbot.keyClick(grid, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(grid, Qt.Key.Key_R)
    assert [each.sheet.page for each in grid.pages.tiles] == [1, 2, 0, 3] and grid.pages.tiles[2].sheet.turn == 90
    assert grid.rows() == [2]
    grid.mark([1])
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert grid.pages.tiles[1].out and desk.count.text() == "3 of 4 pages"
    grid.mark([2])
    qtbot.keyClick(grid, Qt.Key.Key_K)
    assert desk.count.text() == "3 of 4 pages  ·  2 papers" and desk.as_paper.text() == "Keep as 2 new papers"
    qtbot.keyClick(desk, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(grid, Qt.Key.Key_Home)  # without Ctrl: what is chosen in later tests would add to what was
    assert desk.as_paper.text() == "Keep as new paper"
    assert not desk.as_file.isVisibleTo(desk), "two papers have no one file"


def test_what_is_dragged_lands_where_it_is_dropped(desk: PageDesk) -> None:
    pages = desk.grid.pages
    mime = pages.mimeData([pages.index(0), pages.index(3)])
    pages.dropMimeData(mime, Qt.DropAction.MoveAction, 2, 0, pages.index(-1))
    assert [each.sheet.page for each in pages.tiles] == [2, 1, 0, 3]


def test_papers_are_merged_as_a_new_one(desk: PageDesk, page: LibraryPage, qtbot: Any) -> None:
    store = page.session.store
    desk.title.setText("Acta con foto")
    desk.keep_as_papers()
    qtbot.waitUntil(lambda: not desk.isVisible(), timeout=WAIT)
    made = named(page, "Acta con foto")
    assert made.confidentiality == "restricted" and library.newest(store, made.id).pages == 4
    qtbot.waitUntil(lambda: len(page.list.model.rows) == 3, timeout=WAIT)
    store.undo()
    qtbot.waitUntil(lambda: len(page.list.model.rows) == 2, timeout=WAIT)


def test_a_paper_is_split_at_the_marks(desk: PageDesk, page: LibraryPage, qtbot: Any) -> None:
    desk.grid.mark([1, 3])
    desk.cut_here()
    desk.keep_as_papers()
    qtbot.waitUntil(lambda: not desk.isVisible(), timeout=WAIT)
    titles = sorted(each.title for each in page.session.store.all(Document))
    assert titles == ["acta", "acta (1)", "acta (2)", "acta (3)", "foto"]


def test_one_paper_gets_a_newer_file(page: LibraryPage, qtbot: Any) -> None:
    paper = shown(page, qtbot, "acta")
    made = PageDesk(page.session, [paper], page)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: len(made.grid.pages.tiles) == 3, timeout=WAIT)
    made.grid.mark([0])
    made.turn(90)
    made.keep_as_file()
    qtbot.waitUntil(lambda: not made.isVisible(), timeout=WAIT)
    newest = library.newest(page.session.store, paper.id)
    assert newest.number == 2
    with pdfs.opened(page.session.workspace.files.path(newest.sha256)) as document:
        assert document[0].get_rotation() == 90
    page.panel.views.choose(FACTS)
    qtbot.waitUntil(lambda: "Made of D-00001, acta.pdf, pages 1; " in facts(page), timeout=WAIT)
    qtbot.waitUntil(made.drawer.idle, timeout=WAIT)


def test_what_has_no_pages_is_said_on_the_desk(page: LibraryPage, qtbot: Any, tmp_path: Path, filed: Any) -> None:
    locked = tmp_path / "nota.txt"
    locked.write_text("hola")
    made = PageDesk(page.session, [filed(locked)], page)
    qtbot.addWidget(made)
    qtbot.waitUntil(lambda: any("has no pages" in text for text in made.messages.texts()), timeout=WAIT)
    assert not made.as_paper.isEnabled()


# copies and paper


def test_a_copy_is_saved_and_a_file_in_the_way_kept_on_failure(page: LibraryPage, qtbot: Any, tmp_path: Path,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    shown(page, qtbot, "acta")
    target = tmp_path / "copia.pdf"
    monkeypatch.setattr(files, "ask_target", lambda *_what: target)
    page.panel.save_copy()
    qtbot.waitUntil(target.exists, timeout=WAIT)
    assert target.read_bytes() == page.panel.shown().path.read_bytes()
    viewer = paper_actions.open_large(page.session, page.panel.shown(), 2, page)
    assert viewer.preview.page == 2
    qtbot.waitUntil(lambda: viewer.preview._picture is not None, timeout=WAIT)
    viewer.close()


def test_pages_are_printed(page: LibraryPage, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtPrintSupport import QPrinter

    def printer(_parent: object, _name: str) -> QPrinter:
        made = QPrinter()
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(tmp_path / "impreso.pdf"))
        return made

    monkeypatch.setattr(paper_actions, "ask_printer", printer)
    shown(page, qtbot, "acta")
    with qtbot.waitSignal(page.session.said, timeout=WAIT):
        page.panel.print_file()
    assert pdfs.page_count(tmp_path / "impreso.pdf") == 3


def test_the_index_of_a_binder_is_printed(page: LibraryPage, qtbot: Any, tmp_path: Path,
                                          monkeypatch: pytest.MonkeyPatch) -> None:
    binder.give(page.session.store, [named(page, "acta").id], "3-004")
    target = tmp_path / "indice.pdf"
    monkeypatch.setattr(files, "ask_target", lambda *_what: target)
    monkeypatch.setattr(printing, "show", lambda _path: None)
    qtbot.waitUntil(lambda: page.filters.binders.findData("3-") > 0, timeout=WAIT)
    choose(page, page.filters.binders, "3-")
    qtbot.waitUntil(lambda: listed(page) == ["acta"], timeout=WAIT)
    page.print_index()
    qtbot.waitUntil(target.exists, timeout=WAIT)
    assert "3-004" in pdfs.text_of(target)


# the trash


def test_a_paper_is_put_away_with_a_reason_and_brought_back(page: LibraryPage, qtbot: Any,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    paper, asked = shown(page, qtbot, "acta"), []
    page.session.store.save(Citation(document=paper.id, target=TARGET))

    def why(_parent: object, _title: str, words: str, *_more: object) -> str:
        asked.append(words)
        return "It came twice" if len(asked) > 1 else ""

    monkeypatch.setattr(paper_actions, "ask_why", why)
    page.trash_chosen()
    assert "1 of them is cited" in asked[0] and not page.session.store.get(Document, paper.id).trashed
    page.trash_chosen()
    qtbot.waitUntil(lambda: listed(page) == ["foto"], timeout=WAIT)
    page.toggle_trash()
    qtbot.waitUntil(lambda: listed(page) == ["acta"], timeout=WAIT)
    page.list.go_to(paper.id)
    qtbot.waitUntil(lambda: page.panel.found is not None and page.panel.found.away is not None, timeout=WAIT)
    page.panel.views.choose(FACTS)
    assert "It came twice" in facts(page) and "In the trash since" in facts(page)
    assert page.back_button.isVisibleTo(page) and not page.new_button.isVisibleTo(page)
    page.back_button.click()
    qtbot.waitUntil(lambda: listed(page) == [], timeout=WAIT)
    page.toggle_trash()
    qtbot.waitUntil(lambda: listed(page) == ["acta", "foto"], timeout=WAIT)
    assert len(page.session.store.all(Citation)) == 1 and page.new_button.isVisibleTo(page)


def test_the_trash_is_emptied_of_what_may_go(page: LibraryPage, qtbot: Any, monkeypatch: pytest.MonkeyPatch,
                                             answers: list[Any]) -> None:  # noqa: F811
    from armdesk.services.evidence import paper_trash

    store = page.session.store
    acta, foto = named(page, "acta"), named(page, "foto")
    acta.keep_until = date(2020, 1, 1)
    store.save(acta)
    paper_trash.put_away(store, [foto.id], "x")
    page.trash_work.empty()
    qtbot.waitUntil(lambda: bool(answers), timeout=WAIT)
    assert "Nothing in the trash may be removed" in answers[0]
    paper_trash.put_away(store, [acta.id], "x")
    sha256 = library.newest(store, acta.id).sha256
    monkeypatch.setattr(paper_actions, "ask_why", lambda *_what: "Pasó su tiempo")
    page.trash_work.empty()
    qtbot.waitUntil(lambda: any("1 file was removed for good" in text for text in page.messages.texts()), timeout=WAIT)
    assert not page.session.workspace.files.path(sha256).exists() and len(store.all(RemovedFile)) == 1


def test_another_page_opens_a_paper_at_a_page(page: LibraryPage, qtbot: Any) -> None:
    paper = named(page, "acta")
    page.visit(Visit("document", record=paper.id, values={"page": 3}))
    qtbot.waitUntil(lambda: page.panel.file is not None and page.panel.file.document == paper.id
                    and page.panel.preview.page == 3 and page.panel.views.place() == PAGE, timeout=WAIT)


def test_reading_in_the_background_finds_new_papers(session: Session, qtbot: Any, filed: Any,  # noqa: F811
                                                    tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui import text_reading

    monkeypatch.setattr(text_reading, "_QUIET", 0)
    reading = text_reading.TextReading(session)
    for name in ("uno", "dos"):
        filed(pdf(tmp_path / f"{name}.pdf", f"palabra {name}"))
    qtbot.waitUntil(lambda: len(paper_text.find(session.store, "palabra")) == 2, timeout=WAIT)
    qtbot.waitUntil(lambda: not reading._busy, timeout=WAIT)
    assert make(session.store, "revision") and session.store.all(Revision)
