"""What the tests of the screens share: a session over a workspace on disk, and ways to wait without sleeping."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from armdesk import i18n
from armdesk.settings import PersonSettings
from armdesk.workspace import Workspace
from ui import problems, theme
from ui.jobs import Jobs
from ui.lists import RecordList
from ui.session import Session


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings of a person that no other test sees."""
    folder = tmp_path / "config"
    monkeypatch.setenv("ARMDESK_CONFIG", str(folder))
    return folder


@pytest.fixture
def english() -> Iterator[None]:
    """The screens speak English."""
    before = i18n.current()
    i18n.choose("en")
    yield
    i18n.choose(before)


def _hold_up(wait: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the window's work wait before it begins and before its end is told."""
    work = Jobs._work

    def held_up(self: Jobs, ending: Any, function: Callable[[], Any], relay: Any) -> None:
        def late() -> Any:
            time.sleep(wait)
            result = function()
            time.sleep(wait)
            return result

        work(self, ending, late, relay)

    monkeypatch.setattr(Jobs, "_work", held_up)


@pytest.fixture
def session(qapp: Any, config: Path, english: None, answers: list[Any], workspace: Workspace,
            request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """Somebody at work in an empty workspace."""
    late = request.config.getoption("--late")
    if late:
        _hold_up(late / 1000, monkeypatch)
    made = Session(workspace, PersonSettings(language="en", theme="light", author="tester"))
    if not qapp.styleSheet():
        theme.apply(made.theme)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the person answers to boxes that must be answered; each question asked replaces its answer by its text."""
    given: list[Any] = []

    def ask(_parent: object, text: str, choices: Any, **more: Any) -> str:
        answer = given.pop(0) if given else more.get("safe", choices[0][0])
        given.append(text)
        return str(answer)

    monkeypatch.setattr(problems, "ask", ask)
    return given


def settled(qtbot: Any, run: Callable[[], object], signal: Any) -> None:
    """Do something and wait until its signal has come, also if it comes at once."""
    with qtbot.waitSignal(signal, timeout=5000):
        run()


def refreshed(qtbot: Any, records: RecordList) -> RecordList:
    """A list after it has been read anew, and not once more for what was written before."""
    qtbot.waitUntil(lambda: not records.session.changes._waiting)
    settled(qtbot, records.refresh, records.shown)
    return records
