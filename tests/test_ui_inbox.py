"""The inbox on the screen: files come in, are drawn, filed one by one or together, and never opened."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QPushButton
from reportlab.pdfgen.canvas import Canvas
from ui_fixtures import answers, config, english, session, settled  # noqa: F401 - fixtures

from armdesk.models import Citation, Document
from ui import files
from ui.filing import Filing, file_papers
from ui.pages.inbox import InboxPage
from ui.preview import Shown, thumbnail
from ui.session import Session


def _photo(path: Path, colour: str = "peru", size: tuple[int, int] = (640, 480)) -> Path:
    content = io.BytesIO()
    exif = Image.Exif()
    exif[0x0132] = "2025:03:04 10:20:30"
    Image.new("RGB", size, colour).save(content, "JPEG", exif=exif)
    path.write_bytes(content.getvalue())
    return path


def _pdf(path: Path, pages: int) -> Path:
    canvas = Canvas(str(path))
    for number in range(pages):
        canvas.drawString(100, 700, f"page {number + 1}")
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def page(session: Session, qtbot: Any) -> InboxPage:  # noqa: F811
    """The inbox of an empty workspace."""
    made = InboxPage(session)
    # Before the page is closed: a picture that comes when it is gone is never told.
    qtbot.addWidget(made, before_close_func=lambda _page: qtbot.waitUntil(made.drawer.idle))
    made.resize(1180, 600)
    made.show()
    qtbot.waitUntil(lambda: made.stack.currentWidget() is made.empty)
    return made


def _take_in(page: InboxPage, qtbot: Any, *paths: Path) -> None:
    before = len(page.model.papers)
    page.add(paths)
    # The list may be there before the message, and is read once more after it.
    qtbot.waitUntil(lambda: len(page.model.papers) > before and bool(page.messages.texts()), timeout=20_000)


def test_an_empty_inbox_says_what_to_do(page: InboxPage) -> None:
    assert page.empty.button.text() == "Add files"


def test_a_photo_is_drawn_and_its_day_offered(page: InboxPage, qtbot: Any, tmp_path: Path) -> None:
    _take_in(page, qtbot, _photo(tmp_path / "charla.jpg"))
    assert "2025-03-04" in page.facts.text() and "640 × 480" in page.facts.text()
    assert str(page.form.rows["issued_on"].editor.take()) == "2025-03-04"
    qtbot.waitUntil(lambda: page.preview._picture is not None, timeout=20_000)
    assert page.preview._picture is not None and page.preview._picture.width() == 640
    file = page.preview.file
    assert file is not None
    qtbot.waitUntil(lambda: isinstance(thumbnail(page.drawer, file), QPixmap), timeout=20_000)
    assert not list(page.session.workspace.folder.rglob("*.png"))


def test_a_pdf_is_turned_page_by_page(page: InboxPage, qtbot: Any, tmp_path: Path) -> None:
    _take_in(page, qtbot, _pdf(tmp_path / "acta.pdf", 3))
    qtbot.waitUntil(lambda: page.preview._picture is not None, timeout=20_000)
    assert page.preview.pages.text() == "Page 1 of 3" and not page.preview.before.isEnabled()
    page.preview.turn(1)
    page.preview.turn(1)
    page.preview.turn(1)
    assert page.preview.pages.text() == "Page 3 of 3" and not page.preview.after.isEnabled()
    qtbot.waitUntil(lambda: page.preview._picture is not None, timeout=20_000)
    page.preview.zoom(1)
    larger = page.preview.scale.text()
    page.preview.zoom(0)
    assert larger != page.preview.scale.text()
    wide = page.preview.picture.pixmap().size()
    page.preview.turn_around()
    assert page.preview.picture.pixmap().height() < wide.height()


def test_files_are_refused_warned_of_and_told_as_twins(page: InboxPage, qtbot: Any, tmp_path: Path) -> None:
    photo = _photo(tmp_path / "a.jpg")
    twin = tmp_path / "b.jpg"
    twin.write_bytes(photo.read_bytes())
    (tmp_path / "factura.pdf.exe").write_bytes(b"MZ" + bytes(64))
    (tmp_path / "roto.jpg").write_bytes(photo.read_bytes()[:200])
    _take_in(page, qtbot, photo, twin, tmp_path / "factura.pdf.exe", tmp_path / "roto.jpg")
    said = page.messages.texts()
    assert "2 new" in said[0] or "3 new" in said[0]
    rows = {document.title: row for row, (document, _revision) in enumerate(page.model.papers)}
    page.list.setCurrentIndex(page.model.index(rows["b"]))
    assert any("same content" in text for text in page.cautions.texts())
    page.list.setCurrentIndex(page.model.index(rows["factura.pdf"]))
    assert any("program" in text for text in page.cautions.texts())
    assert "never opened" in page.preview.picture.text()


def test_filing_goes_to_the_next_and_is_undone(page: InboxPage, qtbot: Any, tmp_path: Path) -> None:
    _take_in(page, qtbot, _photo(tmp_path / "a.jpg", "red"), _photo(tmp_path / "b.jpg", "blue"))
    store = page.session.store
    page.list.setCurrentIndex(page.model.index(0))
    first = page.model.papers[0][0].id
    page.form.rows["title"].editor.put("Charla de seguridad")
    page.form.rows["binder_no"].editor.put("B2-143")
    page.form.submit()
    qtbot.waitUntil(lambda: len(page.model.papers) == 1, timeout=20_000)
    kept = store.get(Document, first)
    assert kept is not None and (kept.state, kept.title, kept.binder_no) == ("filed", "Charla de seguridad", "B2-143")
    assert [document.title for document, _revision in page.chosen()] == ["b"]

    def undo() -> list[QPushButton]:
        return [each for each in page.messages.findChildren(QPushButton) if each.text() == "Undo"]

    # The list may be there before the message that tells of the filing.
    qtbot.waitUntil(lambda: len(undo()) == 1, timeout=20_000)
    undo()[0].click()
    qtbot.waitUntil(lambda: len(page.model.papers) == 2, timeout=20_000)
    page.list.selectAll()
    page.form.submit()
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.empty)
    qtbot.waitUntil(lambda: page.messages.texts()[0] == "2 papers filed.")
    assert page.focusWidget() is page.add_button, "not the list, which is not to be seen"


def test_what_is_being_typed_stays_when_other_papers_come_in(page: InboxPage, qtbot: Any, tmp_path: Path) -> None:
    _take_in(page, qtbot, *(_photo(tmp_path / f"{name}.jpg", name) for name in ("red", "blue")))
    page.form.rows["title"].editor.put("Charla de seg")
    _take_in(page, qtbot, _photo(tmp_path / "c.jpg", "green"))
    qtbot.waitUntil(lambda: len(page.messages.texts()) == 2)
    assert page.form.rows["title"].editor.take() == "Charla de seg"
    page.list.selectAll()
    page.form.rows["binder_no"].editor.put("B2")
    settled(qtbot, page.refresh, page.model.modelReset)
    assert len(page.chosen()) == 3 and page.form.several and page.form.rows["binder_no"].editor.take() == "B2"


def test_a_paper_without_title_is_not_filed(page: InboxPage, qtbot: Any, tmp_path: Path) -> None:
    _take_in(page, qtbot, _photo(tmp_path / "a.jpg"))
    page.form.rows["title"].editor.put("")
    page.form.submit()
    assert page.form.rows["title"].problems() == ["Write what this is."] and len(page.model.papers) == 1


def test_several_papers_are_filed_as_one(page: InboxPage, qtbot: Any, tmp_path: Path) -> None:
    _take_in(page, qtbot, *(_photo(tmp_path / f"{name}.jpg", name) for name in ("red", "blue", "green")))
    page.list.selectAll()
    assert page.form.several and not page.form.rows["title"].isVisibleTo(page.form)
    store = page.session.store
    before = store.head().seq
    target = "requirement/craft-2.0/M.1/5.2.3/R.1"
    page.form.rows["kind"].editor.put("certificate")
    page.form.rows["target"].editor.put(target)
    page.form.submit()
    qtbot.waitUntil(lambda: not page.model.papers, timeout=20_000)
    papers = store.all(Document, state="filed")
    assert {each.kind for each in papers} == {"certificate"} and len({each.title for each in papers}) == 3
    assert [each.target for each in store.all(Citation)] == [target] * 3
    assert all(each.revision for each in store.all(Citation)) and store.head().seq > before
    store.undo()
    assert not store.all(Citation) and len(store.all(Document, state="inbox")) == 3


def test_what_proves_nothing_is_put_aside(session: Session, tmp_path: Path) -> None:  # noqa: F811
    from armdesk.evidence.inbox import take_in

    taken = take_in(session.store, session.workspace.files, [_photo(tmp_path / "a.jpg")])
    assert file_papers(session.store, [taken.documents[0].id], Filing({}, "lot/x"), "rejected") == 1
    kept = session.store.get(Document, taken.documents[0].id)
    assert kept is not None and kept.state == "rejected" and not session.store.all(Citation)


def test_only_files_of_this_computer_are_taken_from_a_drop(tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.jpg")), QUrl("https://example.org/b.jpg")])
    assert files.dropped(mime) == [tmp_path / "a.jpg"]


def test_a_missing_file_is_said_not_crashed(page: InboxPage, qtbot: Any, tmp_path: Path) -> None:
    gone = Shown(tmp_path / "gone.jpg", "0" * 64, "image/jpeg", "gone.jpg")
    page.preview.show_file(gone)
    qtbot.waitUntil(lambda: page.preview.picture.text() not in ("", "Drawing …"), timeout=20_000)
