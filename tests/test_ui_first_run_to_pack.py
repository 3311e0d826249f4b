"""From the first start to a verified pack, with the keyboard alone, as somebody without a mouse would do it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from ui_fixtures import config, english  # noqa: F401 - fixtures

from armdesk import i18n
from armdesk.models import Answer, Citation, Document, Pack, Person, Production
from armdesk.query import Query
from ui import files
from ui.app import Program
from ui.importing import ImportDialog
from ui.pages.inbox import InboxPage
from ui.pages.packs import PacksPage
from ui.pages.records import RecordsPage
from ui.pages.requirements import RequirementsPage
from ui.shell import Shell

Key, Ctrl, Alt = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def program(qapp: QApplication, config: Path, english: None) -> Iterator[Program]:  # noqa: F811
    """The program as it starts for the first time."""
    made = Program(qapp)
    made.person.language = "en"
    made.speak()
    made.start()
    yield made
    made.leave()
    if made.welcome is not None:
        made.welcome.close()


class Hands:
    """Only keys, sent to whatever has the keyboard."""

    def __init__(self, qtbot: Any) -> None:
        self._qtbot = qtbot

    @property
    def on(self) -> QWidget:
        """What has the keyboard now."""
        self.until(self._awake)
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def _awake(self) -> bool:
        """A window manager brings the window back to life when a popup closes; the screen that is none does not."""
        if QApplication.activeWindow() is None:
            for each in QApplication.topLevelWidgets():
                if each.isVisible():
                    each.activateWindow()
        return QApplication.focusWidget() is not None

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key."""
        self._qtbot.keyClick(self.on, key, modifier)

    def type(self, text: str) -> None:
        """Letters."""
        self._qtbot.keyClicks(self.on, text)

    def tab_to(self, name: str, most: int = 80) -> None:
        """Tab until the thing of this accessible name or text has the keyboard."""
        for _step in range(most):
            if name in (self.on.accessibleName(), _text(self.on)):
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"the keyboard does not reach {name!r}; it is on {self.on.accessibleName()!r}")

    def until(self, holds: Callable[[], object]) -> None:
        """Wait until something is so."""
        self._qtbot.waitUntil(lambda: bool(holds()), timeout=30_000)

    def command(self, words: str) -> None:
        """Ctrl+K, some letters, Enter."""
        self.press(Key.Key_K, Ctrl)
        self.until(lambda: isinstance(QApplication.activePopupWidget(), QWidget))
        box: Any = QApplication.activePopupWidget()
        self._qtbot.keyClicks(box.line, words)
        self._qtbot.keyClick(box.line, Key.Key_Return)


def _text(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return str(text()).replace("&&", "&") if callable(text) else ""


def _xlsx(path: Path) -> Path:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Full name", "Sex", "Born on", "Joined on"])
    sheet.append(["Ana Quispe Rojas", "F", "1990-05-01", "2020-01-15"])
    sheet.append(["Luis Mamani", "M", "1985-02-11", "2019-06-01"])
    sheet.append(["", "M", "1985-02-12", "2019-06-01"])
    book.save(path)
    return path


def _photo(path: Path) -> Path:
    content = io.BytesIO()
    exif = Image.Exif()
    exif[0x0132] = "2025:03:04 10:20:30"
    Image.new("RGB", (640, 480), "peru").save(content, "JPEG", exif=exif)
    path.write_bytes(content.getvalue())
    return path


def test_from_first_run_to_a_verified_pack_with_the_keyboard_alone(
    program: Program, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = Hands(qtbot)
    shell = _create(program, hands, tmp_path)
    session, store = program.session, shell.session.store
    assert session is not None and not session.read_only
    _enter_a_person(hands, shell)
    _enter_production(hands, shell)
    _import_people(hands, shell, _xlsx(tmp_path / "people.xlsx"), monkeypatch)
    assert sorted(each.name for each in store.all(Person)) == ["Ana Quispe Rojas", "Luis Mamani", "Rosa Huanca"]
    _file_a_photo(hands, shell, _photo(tmp_path / "talk.jpg"), monkeypatch)
    (document,) = store.all(Document, state="filed", kind="photo")
    assert (document.title, str(document.issued_on)) == ("Safety talk", "2025-03-04")
    _answer(hands, shell)
    (answer,) = store.all(Answer)
    assert (answer.result, answer.statement) == ("met", "We have an elected board.")
    assert [each.target for each in store.all(Citation)] == [f"requirement/craft-2.0/{answer.requirement}"]
    _pack(hands, shell, tmp_path / "packs")
    assert [each.number for each in store.all(Pack)] == [1]
    hands.press(Key.Key_Q, Ctrl)
    hands.until(lambda: program.session is None)
    assert list((tmp_path / "coop" / "backups").glob("*-closing.db"))


def _create(program: Program, hands: Hands, tmp_path: Path) -> Shell:
    """The first page: a new cooperative."""
    assert program.welcome is not None
    hands.tab_to("Create a cooperative")
    hands.press(Key.Key_Space)
    hands.until(lambda: hands.on.accessibleName() == "Name of the cooperative")
    hands.type("Cooperativa Nueva")
    hands.tab_to("Your name")
    hands.type("Marta")
    hands.tab_to("Country")
    hands.type("Peru")
    hands.tab_to("Folder")
    hands.press(Key.Key_A, Ctrl)
    hands.type(str(tmp_path / "coop"))
    hands.press(Key.Key_Return)
    hands.until(lambda: program.shell is not None and program.shell.isActiveWindow())
    assert program.shell is not None
    kept = program.shell.session.workspace.settings
    assert (kept.name, kept.country, kept.currency, kept.decimal_mark) == ("Cooperativa Nueva", "PE", "PEN", ".")
    return program.shell


def _enter_a_person(hands: Hands, shell: Shell) -> None:
    hands.command("New person")
    hands.until(lambda: shell.page == "person")
    page = shell.widget("person")
    assert isinstance(page, RecordsPage)
    hands.tab_to("Full name")
    hands.type("Rosa Huanca")
    hands.tab_to("Role")
    hands.type("Member")
    hands.press(Key.Key_S, Ctrl)
    hands.until(lambda: shell.session.store.all(Person))
    hands.press(Key.Key_Escape)


def _enter_production(hands: Hands, shell: Shell) -> None:
    hands.command("New production")
    hands.until(lambda: shell.page == "production")
    hands.tab_to("Date")
    hands.type("04/03/2025")
    hands.tab_to("Gross weight")
    hands.type("12.5")
    hands.tab_to("Fineness")
    hands.type("880")
    hands.press(Key.Key_S, Ctrl)
    hands.until(lambda: shell.session.store.all(Production))
    (made,) = shell.session.store.all(Production)
    assert (made.gross_mg, made.fineness, made.fine_mg) == (12_500, 8800, 11_000)
    hands.press(Key.Key_Escape)


def _import_people(hands: Hands, shell: Shell, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The register's own import; the row without a name comes back."""
    monkeypatch.setattr(files, "ask_files", lambda *_what: [book])
    hands.command("Members and workers")
    hands.until(lambda: shell.page == "person")
    hands.tab_to("Import")
    hands.press(Key.Key_Space)
    hands.until(lambda: shell.findChildren(ImportDialog))
    dialog = shell.findChildren(ImportDialog)[-1]
    hands.until(dialog.accept_button.isEnabled)
    plan = dialog.files.entries[0].plan
    assert plan is not None
    assert {name: count for name, count in plan.counts().items() if count} == {"new": 2, "refused": 1}
    hands.press(Key.Key_Return, Ctrl)
    hands.until(lambda: dialog.files.entries[0].state == "done")
    assert dialog.trial.preview.kind == "refused" and dialog.trial.preview.table.rows.count == 1
    hands.press(Key.Key_Escape)
    hands.until(lambda: not shell.findChildren(ImportDialog))


def _file_a_photo(hands: Hands, shell: Shell, photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "ask_files", lambda *_what: [photo])
    hands.command("Inbox")
    hands.until(lambda: shell.page == "inbox")
    page = shell.widget("inbox")
    assert isinstance(page, InboxPage)
    hands.tab_to("Add files")
    hands.press(Key.Key_Space)
    hands.until(lambda: page.model.papers and page.form.isEnabled())
    hands.tab_to("Title")
    hands.press(Key.Key_A, Ctrl)
    hands.type("Safety talk")
    hands.tab_to("Proves")
    hands.type("M.1/5.2.3/R.1")
    editor: Any = page.form.rows["target"].editor
    offers = editor._completer.popup()
    hands.until(offers.isVisible)
    qtbot_keys(hands, offers, Key.Key_Down, Key.Key_Return)
    hands.until(editor.glance)
    hands.press(Key.Key_Return, Ctrl)
    hands.until(lambda: not page.model.papers)


def qtbot_keys(hands: Hands, popup: QWidget, *keys: Qt.Key) -> None:
    """Keys for a list that opened under a line: it takes them while the line keeps the keyboard."""
    for key in keys:
        hands._qtbot.keyClick(popup, key)


def _answer(hands: Hands, shell: Shell) -> None:
    hands.command("Requirements")
    hands.until(lambda: shell.page == "requirement")
    page = shell.widget("requirement")
    assert isinstance(page, RequirementsPage)
    hands.until(lambda: page.code)
    hands.tab_to("Result")
    hands.type("Precondition")  # a space would open the list
    hands.tab_to("Statement")
    hands.type("We have an elected board.")
    hands.press(Key.Key_S, Ctrl)
    hands.until(lambda: shell.session.store.all(Answer))


def _pack(hands: Hands, shell: Shell, target: Path) -> None:
    hands.command("Evidence packs")
    hands.until(lambda: shell.page == "pack")
    page = shell.widget("pack")
    assert isinstance(page, PacksPage)
    hands.tab_to("For whom")
    hands.type("Compradora de Oro")
    hands.tab_to("Into the folder")
    hands.press(Key.Key_A, Ctrl)
    hands.type(str(target))
    hands.tab_to("Make the pack")
    hands.press(Key.Key_Space)
    hands.until(lambda: page.made is not None)
    hands.tab_to("Verify now")
    hands.press(Key.Key_Space)
    hands.until(lambda: page.verify_view.verdict is not None)
    verdict = page.verify_view.verdict
    assert verdict is not None and verdict.ok and page.made is not None and verdict.root_hash == page.made.root_hash
    assert page.verify_view.head.text() == "The pack is whole."
    assert shell.session.store.count(Query(Pack)) == 1


def test_the_language_of_the_first_page_changes_at_once(program: Program, qtbot: Any) -> None:
    hands, welcome = Hands(qtbot), program.welcome
    assert welcome is not None
    hands.tab_to("Language: Español")
    hands.press(Key.Key_Space)
    hands.until(lambda: i18n.current() == "es" and welcome.languages["es"].isChecked()
                and welcome.card_buttons["create"].accessibleName() != "Create a cooperative")
    assert program.person.language == "es"
