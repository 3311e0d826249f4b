"""The ways into armdesk: a protected workspace, a damaged one, one in use, a backup, the demonstration."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from ui_fixtures import answers, config, english  # noqa: F401 - fixtures

from armdesk import backup, currencies, keys, workspace
from armdesk.errors import Cancelled
from armdesk.models import Organisation
from armdesk.settings import PersonSettings, WorkspaceSettings
from ui import founding, opening, theme
from ui.founding import Founding, folder_name, free_folder
from ui.pages import welcome
from ui.pages.welcome import WelcomePage
from ui.recovery_sheet import write_sheet

PASSWORD = "cuatro palabras cortas"


@pytest.fixture
def page(qapp: QApplication, qtbot: Any, config: Path, english: None) -> WelcomePage:  # noqa: F811
    """The first page of somebody who has chosen his language."""
    made = WelcomePage(theme.chosen("light", "comfortable"), PersonSettings(language="en", author="Marta"))
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(("code", "currency", "mark"), [
    ("CO", "COP", ","), ("PE", "PEN", "."), ("BO", "BOB", ","), ("HN", "HNL", "."), ("BF", "XOF", ","),
    ("MN", "MNT", ".")])
def test_a_country_brings_its_currency_and_decimal_mark(code: str, currency: str, mark: str) -> None:
    assert currencies.customs(code) == (currency, mark)


def test_a_folder_gets_a_name_every_system_takes(tmp_path: Path) -> None:
    assert folder_name('Coop. "La/Mina": <1>') == "Coop La Mina 1"
    assert folder_name("///") == "armdesk"
    (tmp_path / "Mina").mkdir()
    assert free_folder(tmp_path, "Mina") == tmp_path / "Mina"
    (tmp_path / "Mina" / "x").touch()
    assert free_folder(tmp_path, "Mina") == tmp_path / "Mina 2"


def test_enter_presses_the_card_that_has_the_keyboard(page: WelcomePage, qtbot: Any) -> None:
    card = page.card_buttons["create"]
    qtbot.waitUntil(card.isVisible)
    card.setFocus()
    qtbot.waitUntil(card.hasFocus)
    qtbot.keyClick(card, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.stack.currentWidget() is page.cards, "with Ctrl it belongs to others"
    qtbot.keyClick(card, Qt.Key.Key_Return)
    qtbot.waitUntil(page.create_form.isVisible)


def test_faults_of_the_form_are_said_one_by_one(page: WelcomePage, tmp_path: Path) -> None:
    page.show_create()
    form, wanted = page.create_form, []
    form.wanted.disconnect()
    form.wanted.connect(wanted.append)
    form.submit()
    assert "name" in form.problem.text()
    form.name.setText("Mina")
    form.folder.setText("not a whole path")
    form.submit()
    assert "whole path" in form.problem.text()
    form.folder.setText(str(tmp_path / "mina"))
    form.protect.setChecked(True)
    form.password.setText("short")
    form.submit()
    assert "at least" in form.problem.text()
    form.password.setText(PASSWORD)
    form.submit()
    assert "not the same" in form.problem.text() and not wanted
    form.again.setText(PASSWORD)
    form.submit()
    assert len(wanted) == 1 and wanted[0].password == PASSWORD


def test_a_protected_workspace_shows_its_recovery_code_once_and_opens_by_it(
    page: WelcomePage, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(welcome, "show_recovery", lambda _parent, _name, code: shown.append(code))
    wish = Founding(tmp_path / "mina", WorkspaceSettings(name="Mina", country="PE"), "Marta", PASSWORD)
    with qtbot.waitSignal(page.entered, timeout=30_000) as entered:
        page.create_cooperative(wish)
    opened = entered.args[0]
    assert [each.legal_name for each in opened.store.all(Organisation)] == ["Mina"]
    opened.close()
    assert len(shown) == 1 and keys.needs_password(tmp_path / "mina")
    given = [("password", "wrong password"), ("recovery", shown[0])]
    told: list[str] = []
    monkeypatch.setattr(opening, "ask_secret", lambda *_what: given.pop(0))
    monkeypatch.setattr(opening.problems, "show", lambda error, _parent: told.append(type(error).__name__))
    again = opening.unlock(None, tmp_path / "mina", "Marta")
    assert again is not None and told == ["WrongPassword"]
    again.close()


def test_giving_up_the_password_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, english: None) -> None:  # noqa: F811
    founding.found(Founding(tmp_path / "mina", WorkspaceSettings(name="Mina"), password=PASSWORD))
    monkeypatch.setattr(opening, "ask_secret", lambda *_what: None)
    assert opening.unlock(None, tmp_path / "mina", "") is None


def test_the_recovery_sheet_is_a_pdf_with_the_code(qapp: QApplication, tmp_path: Path, english: None) -> None:  # noqa: F811
    from armdesk.evidence.pdfs import page_count, text_of

    write_sheet(tmp_path / "sheet.pdf", "Mina", "ABCDE-12345")
    assert page_count(tmp_path / "sheet.pdf") == 1
    assert "ABCDE-12345" in text_of(tmp_path / "sheet.pdf")


def test_a_workspace_in_use_may_be_opened_for_reading(workspace_folder: Path, answers: list[Any],  # noqa: F811
                                                     english: None) -> None:  # noqa: F811
    with workspace.open_workspace(workspace_folder):
        assert opening.unlock(None, workspace_folder, "") is None
        answers[:] = ["read"]
        second = opening.unlock(None, workspace_folder, "")
        assert second is not None and second.read_only
        second.close()


def test_a_damaged_workspace_offers_its_newest_backup(workspace_folder: Path, answers: list[Any],  # noqa: F811
                                                     english: None) -> None:  # noqa: F811
    with workspace.open_workspace(workspace_folder) as opened:
        opened.store.save(Organisation(legal_name="Mina"))
        backup.make(opened, "asked")
    path = workspace_folder / "armdesk.db"
    content = bytearray(path.read_bytes())
    content[:4096] = bytes(4096)
    path.write_bytes(bytes(content))
    for suffix in ("-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    answers[:] = ["restore"]
    mended = opening.unlock(None, workspace_folder, "")
    assert mended is not None and [each.legal_name for each in mended.store.all(Organisation)] == ["Mina"]
    assert mended.settings.frozen_backups
    mended.close()


def test_a_backup_of_a_stick_is_restored_into_a_new_folder(page: WelcomePage, workspace_folder: Path, tmp_path: Path,
                                                          qtbot: Any) -> None:
    with workspace.open_workspace(workspace_folder) as opened:
        opened.store.save(Organisation(legal_name="Mina"))
        backup.make(opened, "asked", target=tmp_path / "stick")
    shutil.rmtree(workspace_folder)
    step = page.restore_step
    page.show_restore()
    assert not step.go.isEnabled()
    step._add(tmp_path / "stick", None)
    step._after_listing()
    assert step.list.count() == 1 and "proved" in step.list.item(0).text()
    step.target.setText(str(tmp_path / "again"))
    with qtbot.waitSignal(step.restored, timeout=30_000):
        step.submit()
    with workspace.open_workspace(tmp_path / "again") as found:
        assert [each.legal_name for each in found.store.all(Organisation)] == ["Mina"]


def test_a_stopped_demonstration_leaves_nothing(tmp_path: Path) -> None:
    class Stop:
        """Asked to stop at once."""

        def step(self, done: int, total: int, text: str = "") -> None:
            raise Cancelled("stop")

    with pytest.raises(Cancelled):
        founding.found_demo(tmp_path / "demo", "x", "en", Stop())
    assert not (tmp_path / "demo").exists()


def test_the_newest_backup_is_told_by_its_moment() -> None:
    made = backup.Backup("2026-01-31T09:05:00-05:00", "asked", "x", "", 0, 1, 0, "", 0, verified=True)
    assert opening.moment_text(made) == f"{datetime.fromisoformat(made.made_at):%Y-%m-%d %H:%M}"
