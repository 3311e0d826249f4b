"""Keeps sums of gold, the index of words, prints of pictures and proofs, a moment at a time while nobody works."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from armdesk.i18n import current
from ui.session import Session

if TYPE_CHECKING:
    from armdesk.services.findings.proved import Proved
    from armdesk.workspace import Workspace
    from ui.jobs import Job

_QUIET = 4_000
"""Units: milliseconds since the last change after which waiting rows are taken in."""
_BREATH = 40
"""Units: milliseconds between two steps, so that whoever wants to save comes first."""


class Tending(QObject):
    """Adds up gold and fills the index of words in steps of a moment each; a change puts it off."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._proved = self._compared = False
        self._asked: date | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        session.changes.records_changed.connect(lambda _types: self._timer.start(_QUIET))
        self._timer.start(_QUIET)

    def _go_on(self) -> None:
        if self._session.jobs.stopped:
            return
        if not self._session.workspace.still_there():
            self._timer.start(_QUIET)  # whoever works is told of it; the file may be put back
            return
        store, space = self._session.store, self._session.workspace
        today, language = self._session.today(), current()
        if self._asked != today:  # when it is opened, and each day that it stays open
            self._asked = today
            # After the first findings, and then beside those of later changes.
            self._session.jobs.aside(self, lambda _job: None, lambda _nothing: self._session.jobs.aside(
                self, lambda job: _prove(space, today, language, job), self._on_proved, patient=True))
        self._session.jobs.tend(self, lambda: store.tend_sums() or store.tend_search() or self._pictures(space),
                                self._on_done)

    def _pictures(self, space: Workspace) -> bool:
        """Runs in the thread of the writer: hold some new pictures against the others."""
        more = space.twins.turn()
        self._compared = self._compared or space.twins.found
        return more

    def _on_proved(self, outcome: Proved) -> None:
        self._proved = True
        self._session.checks.proved(outcome)
        self._timer.start(_BREATH)

    def _on_done(self, more: bool) -> None:
        if more:
            self._timer.start(_BREATH)
        elif self._compared:
            self._compared = self._session.workspace.twins.found = False
            self._session.checks.pictures_compared()


def _prove(space: Workspace, today: date, language: str, job: Job) -> Proved:
    """Look whether index, sums, records and files are as they were left, from the last mark on or as a whole."""
    from armdesk.services.findings import proved

    space.store.prove_search()
    outcome = proved.look_over(space, today, language, job)
    space.twins.get_ready()
    return outcome


def attend(session: Session, window: QObject) -> None:
    """Tend the index as long as a window is open.  Called once for each window."""
    if not session.read_only:
        Tending(session, window)
