"""Long work away from the window: threads that write, read lists and look things over; results come by one signal."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from armdesk import memory
from armdesk.errors import Cancelled
from armdesk.i18n import _

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

_log = logging.getLogger(__name__)
_AT_ONCE = 0.06
"""Units: seconds the window waits for a short reading before it shows that it is busy."""
_SHOWN_AFTER = 500
"""Units: milliseconds before a progress bar appears."""
_LONG = 0.3
"""Units: seconds of work after which it pays to give back the memory it has freed."""
_SPOKEN_EVERY = 0.1
"""Units: seconds between two reports of progress; more would only keep the window busy."""


class Job:
    """One piece of work under way.

    It is also the progress the work reports to: step() raises Cancelled once the person has asked to stop.
    """

    def __init__(self, owner: QObject, title: str, relay: _Relay) -> None:
        self.owner, self.title = owner, title
        self.done_steps, self.total_steps, self.text = 0, 0, ""
        self.finished = False
        self._relay, self._stop, self._spoke = relay, threading.Event(), 0.0

    def cancel(self) -> None:
        """Ask the work to stop; it does so at its next step."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether the person asked to stop."""
        return self._stop.is_set()

    def step(self, done: int, total: int, text: str = "") -> None:
        """Called by the work, in its own thread."""
        if self._stop.is_set():
            raise Cancelled(_("Stopped; nothing was changed."))
        self.done_steps, self.total_steps, self.text = done, total, text or self.text
        now = time.monotonic()
        if now - self._spoke >= _SPOKEN_EVERY:
            self._spoke = now
            self._relay.progressed.emit(self)


class _Relay(QObject):
    """The one long-lived object whose signals come back to the window's thread."""

    ended = Signal(object)
    progressed = Signal(object)


class _Ending:
    """What came of a piece of work: its result, or the error that ended it."""

    def __init__(self, job: Job, done: Callable[[Any], object] | None,
                 failed: Callable[[Exception], object] | None) -> None:
        self.job, self.done, self.failed = job, done, failed
        self.result: Any = None
        self.error: Exception | None = None
        self.told = False


def _one_thread(name: str) -> ThreadPoolExecutor:
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)


class Jobs(QObject):
    """Runs work for the window.

    began, moved and ended carry the Job and serve the progress bar; failed_silently carries errors nobody asked for.
    """

    began = Signal(object)
    moved = Signal(object)
    ended = Signal(object)
    failed_silently = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database: Callable[[], Any] | None = None
        self._under_way: set[Job] = set()
        self._reads: list[_Ending] = []
        self._relay = _Relay(self)
        self._relay.ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        self._relay.progressed.connect(self._on_progressed, Qt.ConnectionType.QueuedConnection)
        self.running: list[Job] = []
        self._stopped = False

    @cached_property
    def _writer(self) -> ThreadPoolExecutor:
        return _one_thread("work")

    @cached_property
    def _quiet(self) -> ThreadPoolExecutor:
        """What nobody waits for, such as the checks, has a third thread, so that no list waits for it either."""
        return _one_thread("checks")

    @cached_property
    def _patient(self) -> ThreadPoolExecutor:
        """What goes through the whole file has a fourth, so that the checks after a change do not wait for it."""
        return _one_thread("proofs")

    @cached_property
    def _reader(self) -> ThreadPoolExecutor:
        """Lists have their own thread: nobody waits for a pack to be built before he can search a register."""
        return _one_thread("lists")

    def serve(self, database: Callable[[], Any]) -> None:
        """Work on this database from now on; it may be made when first asked for."""
        self._database = database

    @property
    def stopped(self) -> bool:
        """Whether the workspace is being closed."""
        return self._stopped

    def busy(self) -> bool:
        """Whether work is under way that closing the window would break off."""
        return bool(self.running)

    def run(self, owner: QObject, function: Callable[..., Any], *args: Any,
            done: Callable[[Any], object] | None = None, failed: Callable[[Exception], object] | None = None,
            title: str = "") -> Job:
        """Start long work: function(*args, progress=job).

        done(result) and failed(error) are called in the window's thread, unless the owner is gone by then.
        """
        job = Job(owner, title, self._relay)
        if self._stopped:  # the workspace is closing; a page's last timer may still ask for work
            job.cancel()
            job.finished = True
            return job
        ending = _Ending(job, done, failed)
        self.running.append(job)
        QTimer.singleShot(_SHOWN_AFTER, self, lambda: None if job.finished else self.began.emit(job))
        self._writer.submit(self._work, ending, lambda: function(*args, progress=job), self._relay)
        return job

    def read(self, owner: QObject, function: Callable[[], Any], done: Callable[[Any], object], *,
             at_once: bool = True) -> None:
        """Read something for a screen; what is quick is there before this returns, so that nothing flickers.

        at_once False: nobody waits for it, as at the start of the program: it begins once the window has been drawn.
        """
        if self._stopped:
            return  # the workspace is closing; a last change may still ask for its list
        ending = _Ending(Job(owner, "", self._relay), done, None)
        if not at_once:
            self._after_drawing(lambda: self._submit_late(ending, function))
            return
        future = self._submit(ending, function)
        from concurrent.futures import wait

        if not wait([future], _AT_ONCE).done:
            return
        # What the same screen asked for before has been read before, but its telling may still wait its turn: told
        # after this, the older answer would be what is shown.
        for each in [each for each in self._reads if each.job.owner is owner]:
            self._on_ended(each)

    def aside(self, owner: QObject, function: Callable[[Job], Any], done: Callable[[Any], object],
              failed: Callable[[Exception], object] | None = None, *, patient: bool = False) -> None:
        """Read something that nobody waits for: function(job), told to stop at its next step when the window closes.

        It begins once what is to be drawn has been drawn; what is patient lets all the rest go past.
        """
        if self._stopped:
            return
        job = Job(owner, "", self._relay)
        self._under_way.add(job)
        ending = _Ending(job, done, failed)
        self._after_drawing(lambda: self._submit_aside(ending, lambda: function(job), patient=patient))

    def _submit_aside(self, ending: _Ending, function: Callable[[], Any], *, patient: bool) -> None:
        if not self._stopped:
            (self._patient if patient else self._quiet).submit(self._work, ending, function, self._relay)

    def _after_drawing(self, run: Callable[[], object]) -> None:
        """Once round the event loop for the first drawing of a window, once more to be after it."""
        QTimer.singleShot(0, self, lambda: QTimer.singleShot(0, self, run))

    def _submit(self, ending: _Ending, function: Callable[[], Any]) -> Future[None]:
        self._reads.append(ending)
        return self._reader.submit(self._work, ending, function, self._relay)

    def _submit_late(self, ending: _Ending, function: Callable[[], Any]) -> None:
        if not self._stopped:
            self._submit(ending, function)

    def tend(self, owner: QObject, function: Callable[[], Any], done: Callable[[Any], object]) -> None:
        """Do a moment's upkeep that nobody waits for, after the work under way."""
        if not self._stopped:
            self._writer.submit(self._work, _Ending(Job(owner, "", self._relay), done, None), function, self._relay)

    def stop(self) -> None:
        """Break off all work and wait for it; before the workspace is closed."""
        self._stopped = True
        for job in (*self.running, *self._under_way):
            job.cancel()
        for name in ("_quiet", "_patient", "_writer", "_reader"):
            if name in self.__dict__:  # made when first needed
                getattr(self, name).shutdown(wait=True, cancel_futures=True)

    def _work(self, ending: _Ending, function: Callable[[], Any], relay: _Relay) -> None:
        """Runs in the thread: its own connection, opened and closed here."""
        database, began = None, time.monotonic()
        try:
            if self._database is not None:
                database = self._database()
                database.connect(reuse_if_open=True)
            ending.result = function()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is shown in the window's thread
            ending.error = error
        finally:
            if database is not None and not database.is_closed():
                database.close()
        if time.monotonic() - began >= _LONG:
            memory.give_back()
        relay.ended.emit(ending)

    def _on_progressed(self, job: Job) -> None:
        if not job.finished:
            self.moved.emit(job)

    def _on_ended(self, ending: _Ending) -> None:
        if ending.told:
            return
        ending.told, ending.job.finished = True, True
        if ending in self._reads:
            self._reads.remove(ending)
        self._under_way.discard(ending.job)
        if ending.job in self.running:
            self.running.remove(ending.job)
        self.ended.emit(ending.job)
        if not shiboken6.isValid(ending.job.owner):
            return
        if ending.error is None:
            if ending.done is not None:
                ending.done(ending.result)
        elif ending.failed is not None:
            ending.failed(ending.error)
        elif not isinstance(ending.error, Cancelled):
            self.failed_silently.emit(ending.error)


