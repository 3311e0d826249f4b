"""What every test stands on: no screen, no network, no unexpected warning or log line."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt
if "WINDIR" in os.environ:  # the screen that is none looks for fonts beside Qt, which brings none
    os.environ.setdefault("QT_QPA_FONTDIR", os.path.join(os.environ["WINDIR"], "Fonts"))  # noqa: PTH118 - before imports

import logging
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import costs
import pytest
import second_try
from hypothesis import HealthCheck, settings

from armdesk import health, i18n
from armdesk import workspace as workspaces
from armdesk.store import Store
from armdesk.workspace import Workspace

# A busy computer is no fault of the program; on CI the same cases are drawn each time.
settings.register_profile("armdesk", deadline=None, derandomize="CI" in os.environ,
                          suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("armdesk")

_SENDING = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"}
_LOOKING_UP = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_attempts: list[str] = []
_begun: list[bool] = []
"""Empty while the processes of a run find one another on this computer, so that they count second tries together."""
NOW = datetime(2026, 1, 31, 9, 0, tzinfo=timezone(timedelta(hours=-5)))
"""When every test takes place."""


class NetworkUsed(OSError):
    """armdesk works without Internet, so a test that reaches for it has found a fault."""


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    local = event in _SENDING and (arguments[0].family == getattr(socket, "AF_UNIX", None)
                                   or (not _begun and arguments[1][0] == "127.0.0.1"))
    if event in _LOOKING_UP or (event in _SENDING and not local):
        _attempts.append(f"{event} {arguments[-1] if event in _SENDING else arguments[0]!r}")
        raise NetworkUsed(_attempts[-1])


sys.addaudithook(_refuse_network)


@pytest.fixture
def network_attempts() -> list[str]:
    """What the test tried on the network; a test of the guard itself empties the list."""
    return _attempts


@pytest.fixture(autouse=True)
def _stays_local() -> Iterator[None]:
    """Fail a test that tried the network, even where the program swallowed the refusal."""
    _attempts.clear()
    yield
    assert not _attempts, f"reached for the network: {_attempts}"


@pytest.fixture(autouse=True)
def _leaves_no_window() -> Iterator[None]:
    """Let Qt delete the windows of the test, with their timers: it does so only when an event loop is left."""
    yield
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def _speaks_english() -> Iterator[None]:
    """Begin each test in the language of the source, whatever the one before chose."""
    i18n.choose("en")
    yield
    i18n.choose("en")


@pytest.fixture(autouse=True)
def _stays_silent(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test that logged a warning or worse; one that expects it asserts on caplog and then clears it."""
    yield
    loud = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert not loud, f"logged without being expected: {loud}"


def _now() -> datetime:
    return NOW


@pytest.fixture
def link() -> Callable[[Path, Path], None]:
    """Make a link, or skip the test: Windows lets only administrators and developers."""
    def make(place: Path, target: Path) -> None:
        try:
            place.symlink_to(target)
        except OSError as error:
            pytest.skip(f"this account may make no links: {error}")

    return make


@pytest.fixture(scope="session")
def _empty_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty workspace, made once and copied for each test: making its tables takes longer than most tests."""
    folder = tmp_path_factory.mktemp("empty") / "workspace"
    workspaces.create(folder, author="tester", now=_now).close()
    return folder


@pytest.fixture
def workspace_folder(_empty_workspace: Path, tmp_path: Path) -> Path:
    """Folder of an empty workspace that nobody has open."""
    folder = tmp_path / "workspace"
    shutil.copytree(_empty_workspace, folder)
    return folder


@pytest.fixture
def workspace(workspace_folder: Path) -> Iterator[Workspace]:
    """An empty workspace on disk, open for writing."""
    with pytest.MonkeyPatch.context() as unread:
        unread.setattr(health, "SMALL", 0)  # a copy just made is whole; reading it takes as long as a test
        opened = workspaces.open_workspace(workspace_folder, author="tester", now=_now)
    with opened:
        yield opened


@pytest.fixture
def store(workspace: Workspace) -> Store:
    """The store of the empty workspace."""
    return workspace.store


@pytest.fixture
def qtbot(qapp: Any, request: pytest.FixtureRequest) -> Any:
    """What a test does with its windows; pytest-qt's own, but with more patience and with --early."""
    from waiting import EarlyBot, PatientBot

    return (EarlyBot if request.config.getoption("--early") else PatientBot)(request)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """From here on, before the first test is read, nothing speaks to the network, not even to this computer."""
    if config.getoption("--costs"):
        config.pluginmanager.register(costs.Costs())
    _begun.append(True)


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_handlecrashitem(sched: Any) -> None:
    """Allow no second try to a test in which the program died."""
    second_try.forbid(sched.config)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Allow the tests of the screens a second try."""
    second_try.allow(config, items)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say which ones needed it."""
    second_try.name(terminalreporter)


def pytest_addoption(parser: pytest.Parser) -> None:
    """--kills, --cuts and --damages: how hard test_kill.py, test_power_cut.py and test_health.py try.

    --late: every piece of the window's work waits before it begins and before its end is told, as on a busy computer;
    a test that looks before it has waited for what it looks at then fails each time instead of now and then.
    --early: a wait of a test ends at the first moment it may, between two rounds of the event loop; a test that looks
    at a consequence of what it waited for then fails each time.
    --costs: which files the processor works longest for; seconds on the wall tell little on a busy computer.
    """
    parser.addoption("--costs", action="store_true", help="say at the end what each file of tests cost the processor")
    parser.addoption("--early", action="store_true", help="waits of the tests of the screens end as soon as they may")
    parser.addoption("--late", type=int, default=0, metavar="MS", help="milliseconds the window's work is held up")
    parser.addoption("--kills", type=int, default=30, help="how many times test_kill.py kills the program")
    parser.addoption("--cuts", type=int, default=110, help="how many power cuts test_power_cut.py tries")
    parser.addoption("--damages", type=int, default=30, help="how many places of a data file test_health.py damages")
