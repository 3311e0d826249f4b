"""Backups that make themselves: on closing, and when there were changes for thirty minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from armdesk.errors import ArmdeskError, Cancelled
from armdesk.i18n import _
from armdesk.workspace import Workspace
from ui import problems
from ui.session import Session

EVERY = timedelta(minutes=30)
_LOOKED_EVERY = 60_000


def behind(workspace: Workspace) -> bool:
    """Whether something was entered since the newest proved backup."""
    from armdesk import backup

    newest = backup.newest_verified(workspace)
    return workspace.store.head().seq > (newest.head_seq if newest is not None else 0)


def is_due(workspace: Workspace, since: datetime) -> bool:
    """Whether changes have waited for thirty minutes.  Shape: since is when the work began."""
    from armdesk import backup

    newest = backup.newest_verified(workspace)
    last = max(since, newest.moment) if newest is not None else since
    return workspace.now() - last >= EVERY and behind(workspace)


class BackingUp(QObject):
    """Watches one session; a window that closes waits until its backup is proved."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self._since = session.workspace.now()
        self._window: QWidget | None = None
        self._done = False
        self._working = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOKED_EVERY)
        self._timer.timeout.connect(self.look)
        if not session.read_only:
            self._timer.start()

    def watch(self, window: QWidget) -> None:
        """Watch this window; one that was watched before is left alone."""
        if self._window is not None:
            self._window.removeEventFilter(self)
        self._window = window
        window.installEventFilter(self)
        window.destroyed.connect(self._forget)

    def _forget(self, gone: QObject) -> None:
        if gone is self._window:
            self._window = None

    def look(self) -> None:
        """Make a backup if one is due; called every minute."""
        if not self._working and is_due(self.session.workspace, self._since):
            self._make("changes", lambda: None, lambda _error: None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold the closing of the window back until the backup is made."""
        if event.type() == QEvent.Type.Close and watched is self._window and self._wanted():
            event.ignore()
            if not self._working:
                self._make("closing", self._close, self._on_failed)
            return True
        return super().eventFilter(watched, event)

    def _wanted(self) -> bool:
        """Work under way is asked about first, by the window itself."""
        return (not self._done and not self.session.read_only and not self.session.jobs.busy()
                and self.session.workspace.still_there() and behind(self.session.workspace))

    def _make(self, reason: str, done: object, failed: object) -> None:
        from armdesk import backup

        self._working = True
        space = self.session.workspace

        def finished(_path: object) -> None:
            self._working = False
            done()  # type: ignore[operator]

        def broken(error: Exception) -> None:
            self._working = False
            failed(error)  # type: ignore[operator]
            if reason == "changes" and isinstance(error, ArmdeskError) and not isinstance(error, Cancelled):
                self.session.say(_("The backup failed: {reason}").format(reason=error), "alarm")

        self.session.jobs.run(self, lambda progress: backup.make(space, reason, progress), done=finished, failed=broken,
                              title=_("Making a backup"))

    def _close(self) -> None:
        self._done = True
        if self._window is not None:
            self._window.close()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, ArmdeskError):
            problems.show(error, self._window)
        answer = problems.ask(self._window, _("The backup on closing failed: {reason}").format(reason=error),
                              [("stay", _("Stay here")), ("close", _("Close without backup"))], safe="stay")
        if answer == "close":
            self._close()


def attend(session: Session, window: QWidget) -> BackingUp:
    """Let a window's session be backed up; one watcher for each session."""
    found = session.findChild(BackingUp) or BackingUp(session)
    found.watch(window)
    return found
