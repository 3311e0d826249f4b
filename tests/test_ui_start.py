"""The start of the program: what is loaded, the log, the welcome page, language and colours changed while it runs."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ui_fixtures import answers, config, english  # noqa: F401 - fixtures

from armdesk import i18n, look, settings, workspace
from armdesk.settings import PersonSettings, WorkspaceSettings
from ui import app as program
from ui import problems
from ui.style_sheet import grounds, sheet
from ui.theme import chosen

CHECKOUT = Path(__file__).resolve().parent.parent
HEAVY = ("openpyxl", "reportlab", "PIL", "lxml", "numpy", "pypdfium2", "python_calamine", "cryptography", "argon2")
LATER = ("peewee", "armdesk.models", "armdesk.store", "armdesk.backup", "ui.commands", "ui.forms", "ui.today",
         "concurrent.futures", "logging.handlers", "socket")
"""What nobody waits for: read while the window stands already."""


@pytest.fixture
def running(qapp: Any, config: Path, english: None, answers: list[Any],  # noqa: F811
            monkeypatch: pytest.MonkeyPatch) -> Iterator[program.Program]:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    made = program.Program(qapp)
    yield made
    made.leave()
    if made.welcome is not None:
        made.welcome.close()
        made.welcome.deleteLater()
    made.deleteLater()


def test_the_window_is_drawn_before_libraries_and_registers_are_loaded(workspace_folder: Path, tmp_path: Path) -> None:
    code = ("import sys\nfrom ui.app import prepare\n"
            "running = prepare()\nrunning.start(sys.argv[1])\n"
            "assert running.shell is not None and running.shell.isVisible()\n"
            "running.app.processEvents()\nrunning.shell.grab()\n"
            "assert running.shell.page == 'today'\n"
            f"print([name for name in {HEAVY + LATER!r} if name in sys.modules])\n"
            "while running.shell.widget('today').area.widget() is None:\n    running.app.processEvents()\n"
            f"print([name for name in {HEAVY!r} if name in sys.modules])\nrunning.leave()\n")
    import os

    setting = {**os.environ, "PYTHONPATH": str(CHECKOUT), "ARMDESK_CONFIG": str(tmp_path / "config")}
    done = subprocess.run([sys.executable, "-c", code, str(workspace_folder)], env=setting, capture_output=True,
                          text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["[]", "[]"]


def test_the_start_of_the_program_looks_the_same_on_every_system(workspace_folder: Path, tmp_path: Path) -> None:
    code = "from ui.app import prepare\nprint(prepare().app.style().objectName())\n"
    import os

    setting = {**os.environ, "PYTHONPATH": str(CHECKOUT), "ARMDESK_CONFIG": str(tmp_path / "config"),
               "QT_STYLE_OVERRIDE": ""}
    done = subprocess.run([sys.executable, "-c", code], env=setting, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "fusion", done.stderr


def test_a_new_person_sees_the_welcome_page(running: program.Program) -> None:
    running.start()
    assert running.welcome is not None and running.welcome.isVisible()
    assert running.shell is None


def test_the_workspace_used_last_opens_by_itself(running: program.Program, workspace_folder: Path) -> None:
    running.person.last_workspace = str(workspace_folder)
    running.start()
    assert running.shell is not None and running.shell.isVisible()
    kept = settings.read(running.shell.session.workspace.folder.parent / "config" / "settings.json", PersonSettings)
    assert kept.recent == [str(workspace_folder)]


def test_a_workspace_that_is_gone_leads_to_the_welcome_page(running: program.Program, tmp_path: Path) -> None:
    running.person.last_workspace = str(tmp_path / "gone")
    running.start()
    assert running.welcome is not None and running.welcome.isVisible()


def test_a_password_is_asked_and_giving_up_is_no_error(running: program.Program, tmp_path: Path, config: Path,  # noqa: F811
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "locked"
    workspace.create(folder, WorkspaceSettings(name="L"), password="four words are easy").close()
    from ui import opening

    monkeypatch.setattr(opening, "ask_secret", lambda *_about: None)
    running.start(str(folder))
    assert running.shell is None
    assert running.welcome is not None and running.welcome.isVisible()


def test_language_and_colours_change_while_the_program_runs(running: program.Program, workspace_folder: Path) -> None:
    running.start(str(workspace_folder))
    assert running.shell is not None and running.session is not None
    running.session.open("person")
    first = running.shell
    running.person.language, running.person.theme = "es", "dark"
    running.session.dress()
    assert i18n.current() == "es"
    assert running.shell is not first and running.shell.page == "person"
    assert running.session.theme.dark
    assert running.session.store.head().seq == 0  # the same workspace, still open


def test_the_log_never_holds_what_an_error_was_about(config: Path) -> None:  # noqa: F811
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    program.start_log(config)
    try:
        secret = "Ana Nandu 12345678"
        try:
            raise ValueError(secret)
        except ValueError:
            logging.getLogger("armdesk").info("something failed", exc_info=True)
        for handler in root.handlers:
            handler.flush()
        text = (config / "armdesk.log").read_text(encoding="utf-8")
        assert "builtins.ValueError" in text and "test_ui_start" in text
        assert secret not in text
    finally:
        for handler in [each for each in root.handlers if each not in before]:
            root.removeHandler(handler)
            handler.close()
        root.setLevel(level)
        from PySide6.QtCore import qInstallMessageHandler

        qInstallMessageHandler(None)


def test_a_fault_is_shown_once_however_often_it_happens(answers: list[Any], qapp: Any, qtbot: Any,  # noqa: F811
                                                        caplog: pytest.LogCaptureFixture,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    import threading

    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    problems.install()
    try:
        for _time in range(5):
            try:
                raise KeyError("Ana Nandu")
            except KeyError as error:
                problems.report_fault(type(error), error, error.__traceback__)
        qtbot.waitUntil(lambda: bool(answers), timeout=5000)
        qapp.processEvents()
        assert len(answers) == 1
        report = problems.report_text(next(iter(problems._faults[0].seen)))
        assert "KeyError" in report and "Ana" not in report
    finally:
        problems._faults.clear()
        caplog.clear()


def test_a_long_log_is_put_aside_and_a_few_are_kept(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    from ui import log

    monkeypatch.setattr(log, "_SIZE", 100)
    config.mkdir(parents=True)
    handler = log._Turning(config / "armdesk.log", encoding="utf-8")
    for number in range(12):
        handler.emit(logging.LogRecord("armdesk", logging.INFO, "", 0, f"line {number} " + "x" * 60, None, None))
    handler.close()
    texts = {path.name: path.read_text(encoding="utf-8").count("line") for path in config.iterdir()}
    assert {name: count for name, count in texts.items() if count} == {
        "armdesk.log.1": 2, "armdesk.log.2": 2, "armdesk.log.3": 2}
    assert "line 11 " in (config / "armdesk.log.1").read_text(encoding="utf-8")


def test_settings_that_did_not_change_are_not_written_again(config: Path) -> None:  # noqa: F811
    path = config / "settings.json"
    settings.write(path, PersonSettings(author="Ana"))
    before = path.stat().st_ino
    settings.write(path, PersonSettings(author="Ana"))
    assert path.stat().st_ino == before
    settings.write(path, PersonSettings(author="Rosa"))
    assert settings.read(path, PersonSettings).author == "Rosa" and path.stat().st_ino != before


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_keeps_its_contrast(qapp: Any, theme: str) -> None:
    made = chosen(theme, "comfortable")
    colours = made.colours
    pairs = [(colours.ink, ground) for ground in (colours.paper, colours.surface, made.tint, made.hover)]
    pairs += [(colours.quiet, ground) for ground in (colours.paper, colours.surface)]
    pairs += [(text, ground) for text in (colours.gold, colours.good, colours.note, colours.warn, colours.alarm)
              for ground in (colours.paper, colours.surface)]
    pairs += [(colours.gold, made.tint), (made.on_gold, colours.gold)]
    pairs += [(colours.ink, ground) for ground in grounds(colours).values()]
    assert [pair for pair in pairs if look.contrast(*pair) < 4.5] == []
    assert look.contrast(made.line_of_field, colours.surface) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_style_sheet_is_whole(qapp: Any, theme: str) -> None:
    made = chosen(theme, "compact")
    text = sheet(made.colours, tint=made.tint, hover=made.hover, on_gold=made.on_gold, border=made.line_of_field,
                 dark=made.dark)
    assert "@" not in text
    assert text.count("{") == text.count("}") > 50


def test_rows_are_lower_when_compact(qapp: Any) -> None:
    assert chosen("light", "compact").row_height == 24
    assert chosen("light", "comfortable").row_height == 30
