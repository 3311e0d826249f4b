"""One signal that says which record types changed, in the window's thread, whoever wrote them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from armdesk.store import Store


class Changes(QObject):
    """Listens to the store; records_changed carries a frozenset of names of record types."""

    records_changed = Signal(object)
    _written = Signal(object)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._waiting: set[str] = set()
        # The store speaks in the thread that wrote; a queued signal brings it here.
        self._written.connect(self._on_written, Qt.ConnectionType.QueuedConnection)
        store.listeners.append(self._hear)

    def stop(self) -> None:
        """Listen no more; before the workspace is closed."""
        if self._hear in self._store.listeners:
            self._store.listeners.remove(self._hear)

    def _hear(self, types: frozenset[str]) -> None:
        self._written.emit(types)

    def _on_written(self, types: frozenset[str]) -> None:
        self.records_changed.emit(types)
