"""How the tests of the screens wait: patiently, and with --early not a moment longer than they asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.exceptions import TimeoutError as WaitedTooLong
from pytestqt.qtbot import QtBot

PATIENCE = 30_000
"""Units: milliseconds a test waits at least before it says that nothing came; a computer may be busy."""
_NOW_AND_THEN = 10
"""Units: milliseconds after which a condition is looked at again though no event came."""

Condition = Callable[[], bool | None]


class PatientBot(QtBot):
    """What a test does with its windows; it gives up late, since a slow computer is no fault of the program."""

    def waitUntil(self, callback: Condition, *, timeout: int = PATIENCE) -> None:
        """Wait until the condition holds, or asserts nothing false."""
        super().waitUntil(callback, timeout=max(timeout, PATIENCE))

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **more: Any) -> Any:
        """Wait until the signal comes."""
        return super().waitSignal(signal, timeout=max(timeout, PATIENCE), **more)

    def waitActive(self, widget: QWidget, *, timeout: int = PATIENCE) -> AbstractContextManager[Any]:
        """Wait until the keyboard works in the window."""
        return super().waitActive(widget, timeout=max(timeout, PATIENCE))

    wait_until, wait_signal, wait_active = waitUntil, waitSignal, waitActive


class EarlyBot(PatientBot):
    """Looks at the condition between single rounds of the event loop.

    A round delivers what was posted before it began, and nothing that this causes in its turn. A test that looks at
    a consequence of what it waited for, such as the widgets of a layout just filled, so looks too early each time.
    """

    def waitUntil(self, callback: Condition, *, timeout: int = PATIENCE) -> None:
        """Wait until the condition holds, and for not one event more."""
        __tracebackhide__ = True
        timeout = max(timeout, PATIENCE)
        ends, rounds = time.monotonic() + timeout / 1000, QEventLoop()
        flags = QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        awake = QTimer()
        awake.start(_NOW_AND_THEN)
        try:
            while not self._holds(callback, ends, timeout):
                rounds.processEvents(flags)
                # What the test itself had deleted goes only when an event loop is left, and there is none here.
                QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        finally:
            awake.stop()  # Python may throw it away in another thread, where no timer can be stopped

    @staticmethod
    def _holds(callback: Condition, ends: float, timeout: int) -> bool:
        __tracebackhide__ = True
        late = time.monotonic() > ends
        try:
            answer = callback()
        except AssertionError as error:
            if late:
                raise WaitedTooLong(f"waitUntil timed out in {timeout} milliseconds") from error
            return False
        if answer not in (None, True, False):
            raise ValueError(f"waitUntil() callback must return None, True or False, returned {answer!r}")
        if answer is False and late:
            raise WaitedTooLong(f"waitUntil timed out in {timeout} milliseconds")
        return answer is not False

    wait_until = waitUntil
