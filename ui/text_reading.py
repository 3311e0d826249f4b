"""Reads the text of new files in the background, one file at a time, so that searches find it; nobody waits for it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from armdesk.errors import ArmdeskError
from ui.session import Session

_QUIET = 3_000
"""Units: milliseconds since the last change after which files are read."""
_BREATH = 60
"""Units: milliseconds between two files."""


class TextReading(QObject):
    """Goes through the files that wait, and begins again when new ones come in."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        session.changes.records_changed.connect(self._on_changed)
        self._timer.start(_QUIET)

    def _on_changed(self, types: frozenset[str]) -> None:
        if not types or "revision" in types:
            self._timer.start(_QUIET)

    def _go_on(self) -> None:
        if self._busy:
            return
        from armdesk.services.evidence import paper_text

        store, files = self._session.store, self._session.workspace.files
        self._busy = True
        self._session.jobs.aside(self, lambda job: paper_text.read_next(store, files, job), self._on_read,
                                 self._on_failed)

    def _on_read(self, more: bool) -> None:
        self._busy = False
        if more:
            self._timer.start(_BREATH)

    def _on_failed(self, error: Exception) -> None:
        """A full disk or a closing workspace: the texts wait for the next change."""
        self._busy = False
        if not isinstance(error, ArmdeskError):
            from ui import problems

            problems.show(error)


def attend(session: Session, window: QObject) -> None:
    """Read texts as long as a window is open.  Called once for each window."""
    if not session.read_only:
        TextReading(session, window)
