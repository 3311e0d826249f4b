"""The window and its data file: read whole beside the work, alarms with a way back, a lost file, a second start."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from factories import make
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QPushButton
from ui_fixtures import answers, config, english  # noqa: F401 - fixtures

from armdesk import backup, health
from armdesk import workspace as workspaces
from armdesk.models import Lot
from ui import app as program
from ui import checkup, tending
from ui.messages import MessageBar
from ui.session import Visit

pytestmark = pytest.mark.usefixtures("answers")


@pytest.fixture
def running(qapp: Any, config: Path, english: None, answers: list[Any],  # noqa: F811
            monkeypatch: pytest.MonkeyPatch) -> Iterator[program.Program]:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setattr(checkup, "_AFTER", 0)
    monkeypatch.setattr(checkup, "_PAUSE", 0)
    made = program.Program(qapp)
    yield made
    made.leave()
    if made.welcome is not None:
        made.welcome.close()
        made.welcome.deleteLater()
    made.deleteLater()


@pytest.fixture
def office(workspace_folder: Path) -> Path:
    """A workspace with one lot in a proved backup, and one more after it."""
    with workspaces.open_workspace(workspace_folder, author="tester") as opened:
        make(opened.store, "lot", code="L-1")
        backup.make(opened, "asked")
        make(opened.store, "lot", code="L-2")
    (workspace_folder / "checked.json").unlink()
    return workspace_folder


@pytest.fixture
def large(office: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, as if it were too large to be read before it opens."""
    monkeypatch.setattr(health, "SMALL", 1000)
    return office


def spoil_payments(folder: Path) -> None:
    """Damage a page that no list of Today reads."""
    with workspaces.open_workspace(folder) as opened:
        root = opened.db.execute_sql("SELECT rootpage FROM sqlite_master WHERE name = 'payment'").fetchone()[0]
    with (folder / "armdesk.db").open("r+b") as file:
        file.seek((root - 1) * 4096 + 2000)
        file.write(b"\xa5" * 8)


def status(running: program.Program) -> str:
    """What the status line says."""
    assert running.shell is not None
    return running.shell.status.words.text()


def bars(running: program.Program) -> str:
    """What the message bars say."""
    assert running.shell is not None
    return "\n".join(running.shell.messages.texts())


def press(running: program.Program, word: str) -> None:
    """Press a button of a message bar."""
    assert running.shell is not None
    bar = next(each for each in running.shell.messages.findChildren(MessageBar) if not each.leaving)
    next(each for each in bar.findChildren(QPushButton) if each.text() == word).click()


def come_to_front(running: program.Program) -> None:
    """Somebody comes back to the window."""
    assert running.shell is not None
    QApplication.sendEvent(running.shell, QEvent(QEvent.Type.WindowActivate))


# read whole


def test_a_small_file_was_read_before_it_opened(running: program.Program, office: Path) -> None:
    running.start(str(office))
    assert "Data checked: whole" in status(running)


def test_a_large_file_is_read_while_the_window_stands_and_then_for_a_week_not_again(
        running: program.Program, large: Path, qtbot: Any) -> None:
    running.start(str(large))
    assert "Data checked" not in status(running)
    qtbot.waitUntil(lambda: "Data checked: whole" in status(running), timeout=20_000)
    assert running.session is not None
    now = running.session.workspace.now()
    assert health.last_read(large, large / "armdesk.db") is not None
    running.leave()
    running.start(str(large))
    assert f"Data checked on {now:%Y-%m-%d}: whole" in status(running)
    assert running.session is not None and running.session.findChild(checkup.Checkup)._check is None
    health.remember(large, large / "armdesk.db", now - timedelta(days=8))
    running.leave()
    running.start(str(large))
    qtbot.waitUntil(lambda: "Data checked: whole" in status(running), timeout=20_000)


def test_what_was_cut_off_is_read_again_although_the_week_is_not_over(running: program.Program, large: Path,
                                                                     tmp_path: Path, qtbot: Any) -> None:
    with workspaces.open_workspace(large, author="tester") as opened:
        make(opened.store, "lot", code="L-3")
        shutil.copytree(large, tmp_path / "cut")
    folder = tmp_path / "cut"
    with workspaces.open_workspace(large) as opened:
        health.remember(folder, folder / "armdesk.db", opened.now())
    running.start(str(folder))
    qtbot.waitUntil(lambda: "Data checked: whole" in status(running), timeout=20_000)


def test_damage_is_told_with_the_backup_and_what_would_be_lost_and_one_click_restores(
        running: program.Program, large: Path, answers: list[Any], qtbot: Any) -> None:  # noqa: F811
    spoil_payments(large)
    running.start(str(large))
    qtbot.waitUntil(lambda: "damaged" in bars(running), timeout=20_000)
    newest = backup.listed(large / "backups")[0]
    told = bars(running)
    assert f"{newest.moment:%Y-%m-%d %H:%M}" in told and "entries of the history made after it would be lost" in told
    assert "Data damaged" in status(running)
    answers[:] = ["back"]
    press(running, "Restore this backup")
    assert running.session is not None and len(running.session.store.all(Lot)) == 2
    running.session.findChild(checkup.Checkup).alarm()
    answers[:] = ["restore"]
    press(running, "Restore this backup")
    assert running.session is not None
    assert [each.code for each in running.session.store.all(Lot)] == ["L-1"]
    assert list((large / "backups").glob("*-replaced.db"))


def test_damage_without_a_backup_is_told_too(running: program.Program, large: Path, qtbot: Any) -> None:
    shutil.rmtree(large / "backups")
    spoil_payments(large)
    running.start(str(large))
    qtbot.waitUntil(lambda: "no proved backup" in bars(running), timeout=20_000)


def test_a_reading_waits_while_long_work_is_under_way(running: program.Program, large: Path, qtbot: Any) -> None:
    import threading

    go_on = threading.Event()
    running.start(str(large))
    assert running.session is not None
    jobs, reading = running.session.jobs, running.session.findChild(checkup.Checkup)
    job = jobs.run(QObject(), lambda progress: go_on.wait(60), title="A pack")
    for _round in range(20):
        QApplication.processEvents()
    done = reading._check.done if reading._check is not None else 0
    assert done <= checkup._PAGES
    go_on.set()
    qtbot.waitUntil(lambda: job.finished, timeout=5000)
    qtbot.waitUntil(lambda: "Data checked: whole" in status(running), timeout=20_000)


def test_a_lost_log_leaves_the_choice(running: program.Program, office: Path, tmp_path: Path,
                                      answers: list[Any]) -> None:  # noqa: F811
    with workspaces.open_workspace(office, author="tester") as opened:
        make(opened.store, "lot", code="L-3")
        shutil.copytree(office, tmp_path / "cut")
    folder = tmp_path / "cut"
    for suffix in ("-wal", "-shm"):
        (folder / f"armdesk.db{suffix}").unlink()
    answers[:] = ["back"]
    running.start(str(folder))
    assert running.session is None and "armdesk.db-wal" in answers[0]
    answers[:] = ["open"]
    assert running.open(str(folder))
    assert running.session is not None and len(running.session.store.all(Lot)) == 2


# lost while it is open


def test_a_moved_file_is_noticed_when_somebody_comes_back_and_goes_on_when_it_is_back(
        running: program.Program, office: Path) -> None:
    running.start(str(office))
    assert running.session is not None and running.shell is not None
    come_to_front(running)
    assert bars(running) == ""
    path = running.session.workspace.path
    path.rename(path.with_name("old.db"))
    come_to_front(running)
    assert str(path) in bars(running) and bars(running).count("was moved") == 1
    come_to_front(running)
    assert bars(running).count("was moved") == 1
    press(running, "It is back: look again")
    assert "was moved" in bars(running)
    path.with_name("old.db").rename(path)
    press(running, "It is back: look again")
    assert "at its place again" in bars(running) and "was moved" not in bars(running)
    make(running.session.store, "lot", code="L-9")


def test_a_reading_that_finds_no_file_says_so_once_and_makes_none(running: program.Program, office: Path,
                                                                  qtbot: Any, answers: list[Any]) -> None:  # noqa: F811
    running.start(str(office))
    assert running.session is not None and running.shell is not None
    path = running.session.workspace.path
    path.rename(path.with_name("old.db"))
    running.shell.go(Visit("lot"))
    qtbot.waitUntil(lambda: "was moved" in bars(running), timeout=5000)
    assert not path.exists()
    assert answers == []


def test_upkeep_waits_until_the_file_is_back(running: program.Program, office: Path,
                                             monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> None:
    monkeypatch.setattr(tending, "_QUIET", 0)
    running.start(str(office))
    assert running.session is not None and running.shell is not None
    path = running.session.workspace.path
    path.rename(path.with_name("old.db"))
    upkeep = running.shell.findChild(tending.Tending)
    upkeep._go_on()
    assert upkeep._timer.isActive() and not upkeep._asked and not path.exists()
    path.with_name("old.db").rename(path)
    qtbot.waitUntil(lambda: upkeep._proved)


def test_what_is_typed_stays_and_is_a_draft_again_in_the_workspace_opened_again(
        running: program.Program, office: Path, answers: list[Any]) -> None:  # noqa: F811
    running.start(str(office))
    assert running.session is not None and running.shell is not None
    typed = {"code": "R", "name": "Refinería Ñandú", "role": "buyer"}
    running.shell.go(Visit("party", new=True, values=typed))
    form = running.shell.widget("party").view.form  # type: ignore[attr-defined]
    form._on_touched(form.rows["name"])
    path = running.session.workspace.path
    path.rename(path.with_name("old.db"))
    assert not form.save()
    assert "Nothing was written" in answers[0]
    assert form.rows["name"].editor.line.text() == "Refinería Ñandú"
    come_to_front(running)
    answers[:] = ["back"]
    press(running, "Open the workspace again")
    assert running.session is None and running.welcome is not None and running.welcome.isVisible()
    path.with_name("old.db").rename(path)
    assert running.open(str(office))
    assert running.session is not None
    assert [draft[4]["name"] for draft in running.session.store.drafts()] == ["Refinería Ñandú"]


def test_closing_the_window_of_a_lost_file_makes_no_backup_and_no_fuss(running: program.Program, office: Path,
                                                                      answers: list[Any]) -> None:  # noqa: F811
    running.start(str(office))
    assert running.session is not None and running.shell is not None
    make(running.session.store, "lot", code="L-3")
    path = running.session.workspace.path
    path.rename(path.with_name("old.db"))
    assert running.shell.close()
    assert running.session is None and answers == []
    assert len(backup.listed(office / "backups")) == 1 and not path.exists()


# the second start


def test_a_second_start_names_who_where_and_since_when(running: program.Program, office: Path,
                                                       answers: list[Any]) -> None:  # noqa: F811
    import getpass
    import platform

    with workspaces.open_workspace(office) as first:
        since = first.now()
        running.start(str(office))
        assert running.session is None and running.welcome is not None
        for word in (getpass.getuser(), platform.node(), f"{since:%Y-%m-%d %H:%M}"):
            assert word in answers[0]
