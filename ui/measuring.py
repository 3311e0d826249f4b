"""Measures readiness once a day, when the checks have looked things over and nobody waits for anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ui.session import Session

if TYPE_CHECKING:
    from datetime import date

    from armdesk.services.findings.watch import Seen
    from armdesk.workspace import Workspace

_QUIET = 30_000
"""Units: milliseconds after the checks have spoken before it is measured."""


class Measuring(QObject):
    """Keeps one measure a day, and after midnight that of the new day."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._done: date | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.measure)
        session.checks.changed.connect(self._on_checked)

    def _on_checked(self) -> None:
        if self._done != self._session.today() and not self._timer.isActive():
            self._timer.start(_QUIET)

    def measure(self) -> None:
        """Measure today, where that was not done; away from the window."""
        session, seen, today = self._session, self._session.checks.seen, self._session.today()
        if seen is None or self._done == today:
            return
        self._done = today
        session.jobs.tend(self, lambda: measured(session.workspace, seen, today), lambda _count: None)


def measured(space: Workspace, seen: Seen, today: date) -> int:
    """Measure a day and keep it, where it was not measured; gives the rows kept."""
    from armdesk.services.audit import readiness
    from armdesk.services.findings.checks import in_use, period_of

    standards = in_use(space)
    if all(each.key in readiness.measured_on(space.store, today) for each in standards):
        return 0
    period = seen.period or period_of(space, today)
    return readiness.keep(space.store, readiness.measure(space.store, standards, period, seen.findings, today))


def attend(session: Session, window: QObject) -> None:
    """Measure as long as a window is open.  Called once for each window."""
    if not session.read_only:
        Measuring(session, window)
