"""The one place where an error becomes something a person sees: a bar, a box that must be answered, a crash report."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Sequence
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

import armdesk
from armdesk.errors import ArmdeskError, Cancelled
from armdesk.i18n import _
from ui import texts

_log = logging.getLogger("armdesk")


def ask(parent: QWidget | None, text: str, choices: Sequence[tuple[str, str]], *, detail: str = "",
        safe: str = "") -> str:
    """Ask something that must be decided now; answers the key of the chosen button, the safe one if put away.

    Shape: choices are (key, word on the button).  Tests replace this function.
    """
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle("armdesk")
    box.setText(text)
    if detail:
        box.setInformativeText(detail)
    keys = {}
    for key, word in choices:
        button = box.addButton(texts.escaped(word), QMessageBox.ButtonRole.ActionRole)
        keys[button] = key
        if key == safe:
            box.setDefaultButton(button)
            box.setEscapeButton(button)
    box.exec()
    clicked = box.clickedButton()
    return next((key for button, key in keys.items() if button is clicked), safe)


def show(error: BaseException, parent: QWidget | None = None) -> None:
    """Show an error: ours with its sentence, anything else as a fault of the program."""
    if isinstance(error, Cancelled):
        return
    if isinstance(error, ArmdeskError):
        ask(parent, str(error), [("ok", _("Close"))], safe="ok")
        return
    report_fault(type(error), error, error.__traceback__)


def anonymous(kind: type[BaseException], trace: TracebackType | None, error: BaseException | None = None) -> str:
    """A fault as kind and places in the program; what it was about may be personal and is left out."""
    lines = [f"  {frame.filename.rpartition('armdesk')[2] or frame.filename}:{frame.lineno} {frame.name}"
             for frame in traceback.extract_tb(trace)]
    cause = error.__cause__ or error.__context__ if error is not None else None
    before = [f"after {type(cause).__module__}.{type(cause).__qualname__}"] if cause is not None else []
    return "\n".join([f"{kind.__module__}.{kind.__qualname__}", *lines, *before])


def report_text(fault: str) -> str:
    """What "Copy report" copies."""
    import platform

    return (f"armdesk {armdesk.__version__} · Python {platform.python_version()} · {platform.platform()}\n\n{fault}\n")


class _Faults(QObject):
    """Brings faults of any thread to the window's thread; repeats are folded into one."""

    raised = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.seen: dict[str, int] = {}
        self._showing = False
        self.raised.connect(self._on_raised, Qt.ConnectionType.QueuedConnection)

    def _on_raised(self, fault: str) -> None:
        self.seen[fault] = self.seen.get(fault, 0) + 1
        if self._showing or self.seen[fault] > 1:
            return
        self._showing = True
        try:
            chosen = ask(QApplication.activeWindow(), _("Something went wrong in armdesk. What was saved is safe."),
                         [("copy", _("Copy report")), ("close", _("Go on working"))], safe="close",
                         detail=_("The report names places in the program, never your records. Send it to whoever "
                                  "helps you with armdesk."))
            if chosen == "copy":
                QGuiApplication.clipboard().setText(report_text("\n\n".join(self.seen)))
        finally:
            self._showing = False


_faults: list[_Faults] = []


def report_fault(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """Write a fault of the program to the log and show the crash dialog; may be called in any thread."""
    fault = anonymous(kind, trace, error)
    _log.error("fault: %s", fault)
    if _faults:
        _faults[0].raised.emit(fault)


def install() -> None:
    """Catch what nobody caught, in every thread.  Called once, by ui.app."""
    _faults[:] = [_Faults()]

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        elif isinstance(error, ArmdeskError):
            show(error, QApplication.activeWindow())
        else:
            report_fault(kind, error, trace)

    def thread_hook(happened: threading.ExceptHookArgs) -> None:
        report_fault(happened.exc_type, happened.exc_value, happened.exc_traceback)

    sys.excepthook = hook
    threading.excepthook = thread_hook
