"""One signal that says which record types changed, in the window's thread, whoever wrote them."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class Changes(QObject):
    """Stands among the listeners of a store; records_changed carries a frozenset of names of record types.

    What is written before the window comes round to it is told as one: screens read again once, not once an operation.
    """

    records_changed = Signal(object)
    _written = Signal()

    def __init__(self, listeners: list[Callable[[frozenset[str]], None]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listeners = listeners
        self._waiting: list[frozenset[str]] = []
        self._guard = threading.Lock()  # between the thread that wrote and the window's
        # The store speaks in the thread that wrote; a queued signal brings it here.
        self._written.connect(self._on_written, Qt.ConnectionType.QueuedConnection)
        listeners.append(self._hear)

    def stop(self) -> None:
        """Listen no more; before the workspace is closed."""
        if self._hear in self._listeners:
            self._listeners.remove(self._hear)

    def _hear(self, types: frozenset[str]) -> None:
        with self._guard:
            self._waiting.append(types)
            first = len(self._waiting) == 1
        if first:
            self._written.emit()

    def _on_written(self) -> None:
        with self._guard:
            told, self._waiting = self._waiting, []
        self.records_changed.emit(frozenset().union(*told))
