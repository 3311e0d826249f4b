"""The tests of the screens wait for not one event more with --early, and a second try of one is told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import waiting
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.exceptions import TimeoutError as WaitedTooLong
from waiting import EarlyBot

TESTS = Path(__file__).parent
UNSURE = """
tries = []

def test_a_window(qtbot):
    tries.append("one")
    assert len(tries) == 2

def test_no_window():
    assert len(tries) > 2
"""
DEADLY = """
import os

def test_a_window(qtbot):
    os._exit(3)

def test_no_window():
    pass
"""


@pytest.fixture
def early(qapp: Any, request: pytest.FixtureRequest) -> EarlyBot:
    return EarlyBot(request)


def test_what_a_layout_shows_next_is_not_waited_for(early: EarlyBot) -> None:
    page = QWidget()
    early.addWidget(page)
    column, placed = QVBoxLayout(page), []

    def place() -> None:
        placed.append(QWidget())
        column.addWidget(placed[0])

    page.show()
    early.waitUntil(page.isVisible)
    QTimer.singleShot(0, page, place)
    early.waitUntil(lambda: bool(placed))
    assert not placed[0].isVisible(), "a test that counts on it looks too early"
    early.waitUntil(placed[0].isVisible)


def test_what_nobody_tells_is_noticed_all_the_same(early: EarlyBot, tmp_path: Path) -> None:
    looked: list[int] = []

    def third_time() -> bool:
        looked.append(1)
        return len(looked) > 2

    early.waitUntil(third_time)


def test_what_a_test_deletes_is_gone(early: EarlyBot) -> None:
    gone: list[int] = []
    thing = QWidget()
    thing.destroyed.connect(lambda: gone.append(1), Qt.ConnectionType.DirectConnection)
    thing.deleteLater()
    early.waitUntil(lambda: bool(gone))


def test_a_wait_that_is_too_long_says_what_was_missing(early: EarlyBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "PATIENCE", 50)

    came = "something else"

    def never() -> None:
        assert came == "missing"

    with pytest.raises(WaitedTooLong, match="timed out in 60 milliseconds") as raised:
        early.waitUntil(never, timeout=60)
    assert "missing" in str(raised.value.__cause__)
    with pytest.raises(WaitedTooLong):
        early.waitUntil(lambda: False, timeout=60)
    with pytest.raises(ValueError, match="must return None, True or False"):
        early.waitUntil(list)


def ended(folder: Path, source: str, *options: str) -> list[str]:
    """What a run of these tests says, as the tests of the program are run."""
    for name in ("conftest.py", "costs.py", "second_try.py", "waiting.py"):
        shutil.copy(TESTS / name, folder)
    (folder / "test_unsure.py").write_text(source, "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nqt_api = pyside6\n", "utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *options, str(folder)], cwd=folder, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(TESTS.parent)}, check=False)
    return run.stdout.splitlines()


@pytest.mark.parametrize(("options", "told"), [
    ((), True), (("-n", "2"), True), (("--reruns", "0"), False), (("--early",), False)])
def test_a_second_try_of_a_screen_is_told(tmp_path: Path, options: tuple[str, ...], told: bool) -> None:
    ends = ended(tmp_path, UNSURE, *options)
    assert ("passed only at the second try: test_unsure.py::test_a_window (call)" in ends) == told, ends
    assert ends[-1].startswith("1 failed, 1 passed, 1 rerun" if told else "2 failed")


def test_what_a_file_of_tests_costs_is_told(tmp_path: Path) -> None:
    ends = ended(tmp_path, DEADLY.replace("os._exit(3)", "pass"), "-n", "2", "--costs")
    assert [line.split()[1:] for line in ends if line.endswith(("test_unsure.py", " all"))] == [
        ["2", "test_unsure.py"], ["2", "all"]], ends


def test_a_test_that_ends_its_process_fails_at_once_and_the_others_are_run(tmp_path: Path) -> None:
    ends = ended(tmp_path, DEADLY, "-n", "1")
    assert ends[-1].startswith("1 failed, 1 passed in"), ends
    assert "crashed while running 'test_unsure.py::test_a_window'" in "".join(ends)
