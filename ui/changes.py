"""One signal that says which record types changed, in the window's thread, whoever wrote them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class Changes(QObject):
    """Stands among the listeners of a store; records_changed carries a frozenset of names of record types."""

    records_changed = Signal(object)
    _written = Signal(object)

    def __init__(self, listeners: list[Callable[[frozenset[str]], None]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listeners = listeners
        self._waiting: set[str] = set()
        # The store speaks in the thread that wrote; a queued signal brings it here.
        self._written.connect(self._on_written, Qt.ConnectionType.QueuedConnection)
        listeners.append(self._hear)

    def stop(self) -> None:
        """Listen no more; before the workspace is closed."""
        if self._hear in self._listeners:
            self._listeners.remove(self._hear)

    def _hear(self, types: frozenset[str]) -> None:
        self._written.emit(types)

    def _on_written(self, types: frozenset[str]) -> None:
        self.records_changed.emit(types)
