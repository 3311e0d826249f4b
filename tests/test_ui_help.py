"""The manual in the window: chapters, links, pictures, searching; nothing outside its folder is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QTextDocument
from ui_fixtures import answers, config, english, session  # noqa: F401 - fixtures

from armdesk import i18n
from ui.pages.help import HelpPage, ManualView, anchor, manual_file
from ui.session import Session
from ui.shell import Shell

IMAGE = QTextDocument.ResourceType.ImageResource.value


@pytest.fixture
def page(session: Session, qtbot: Any) -> HelpPage:  # noqa: F811
    made = HelpPage(session)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    return made


@pytest.fixture(params=sorted(i18n.LANGUAGES))
def view(request: pytest.FixtureRequest, qtbot: Any) -> ManualView:
    made = ManualView(manual_file(request.param))
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


def links(view: ManualView) -> list[str]:
    found, block = [], view.document().begin()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            if name := pieces.fragment().charFormat().anchorHref():
                found.append(name)
            pieces += 1
        block = block.next()
    return found


def test_f1_opens_the_manual(session: Session, qtbot: Any) -> None:  # noqa: F811
    window = Shell(session)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.page == "help" and isinstance(window.stack.currentWidget(), HelpPage)


def test_it_begins_at_the_beginning_and_a_chapter_comes_to_the_top(page: HelpPage) -> None:
    assert page.view.verticalScrollBar().value() == 0
    page.chapters.setCurrentRow(4)
    heading = page.view.textCursor().block()
    assert heading.text() == page.chapters.item(4).text()
    assert 0 <= page.view.cursorRect().top() < 40 < page.view.verticalScrollBar().value()


def test_every_link_of_the_manual_leads_to_a_heading(view: ManualView) -> None:
    named = {anchor(block.text()) for block in view.headings()}
    assert links(view) and {name.removeprefix("#") for name in links(view)} <= named


def test_a_link_moves_the_text(view: ManualView) -> None:
    view.follow(QUrl(links(view)[0]))
    assert view.verticalScrollBar().value() > 0


@pytest.mark.parametrize("link", ["https://example.org/#x", "file:///etc/passwd", "en.md", "#nothing-of-that-name"])
def test_other_links_lead_nowhere(view: ManualView, link: str) -> None:
    before = view.document().toPlainText()
    view.follow(QUrl(link))
    assert (view.verticalScrollBar().value(), view.document().toPlainText()) == (0, before)


def test_pictures_fit_and_come_from_the_folder_alone(view: ManualView, tmp_path: Path) -> None:
    picture = view.loadResource(IMAGE, QUrl("pictures/today.png"))
    assert 200 < picture.width() <= view.viewport().width()
    outside = tmp_path / "outside.png"
    assert picture.save(str(outside))
    for name in (QUrl.fromLocalFile(str(outside)), QUrl("../icons/add.svg"), QUrl("https://example.org/x.png"),
                 QUrl(str(outside))):
        assert view.loadResource(IMAGE, name) is None


def test_another_width_keeps_the_place(view: ManualView, qtbot: Any) -> None:
    view.follow(QUrl(links(view)[0]))
    heading = view.textCursor().block().text()
    view.resize(560, 600)
    assert view.cursorForPosition(QPoint(48, 24)).block().text() == heading


def test_searching_goes_on_and_begins_again(page: HelpPage, qtbot: Any) -> None:
    qtbot.keyClicks(page.line, "castellano")
    places = []
    for _ in range(40):
        qtbot.keyClick(page.line, Qt.Key.Key_Return)
        places.append(page.view.textCursor().position())
        if places[-1] in places[:-1]:
            break
    assert len(set(places)) > 1 and places[-1] == places[0]
    assert not page.view.search("nowhere in the manual")


def test_a_language_without_manual_gets_the_english_one() -> None:
    assert manual_file("qu") == manual_file("en") and manual_file("es").name == "es.md"
