"""Reads the data file whole while the window stands, in slices beside the work, and says what came of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from armdesk import health
from armdesk.errors import DamagedWorkspace
from armdesk.i18n import _, current, ngettext
from armdesk.i18n_formats import decimal_text
from ui.messages import Message
from ui.session import Session

_AFTER, _PAUSE = 3_000, 60
"""Units: milliseconds after which the window has what it shows first; and between two slices."""
_PAGES = 128
"""Pages of one slice, half a megabyte: a list waits for one at most."""


class Checkup(QObject):
    """One reading of the data file of a session; the slices are read in the thread of the lists.

    told: there is something new to say; restore_wanted carries the damage for which somebody wants a backup.
    """

    told = Signal()
    restore_wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.words = ""
        self.damage: DamagedWorkspace | None = None
        self._check: health.PageCheck | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        space = session.workspace
        if space.path.stat().st_size <= health.SMALL:
            self.words = _("Data checked: whole")  # when it was opened
        elif space.cut_off or health.is_due(space.folder, space.path, space.now()):
            self._timer.start(_AFTER)
        else:
            self.words = self._words_of_last()

    def _words_of_last(self) -> str:
        last = health.last_read(self.session.workspace.folder, self.session.workspace.path)
        return _("Data checked on {day}: whole").format(day=f"{last:%Y-%m-%d}") if last is not None else ""

    def begin(self) -> None:
        """Read the file now."""
        self._timer.start(0)

    def _go_on(self) -> None:
        """The next slice, unless long work has the disk."""
        space = self.session.workspace
        if not space.still_there():
            self.words = ""
            self.told.emit()
        elif self.session.jobs.busy():
            self._timer.start(10 * _PAUSE)
        else:
            self.session.jobs.read(self, self._slice, self._on_slice, at_once=False)

    def _slice(self) -> bool | DamagedWorkspace:
        """Runs in the thread of the lists: whether there is more to read, or the damage found."""
        space = self.session.workspace
        if self._check is None:
            self._check = health.PageCheck(space.path, space.key)
        if self._check.slice(_PAGES):
            return True
        try:
            health.judge(self._check, space.path, space.key, alone=space.read_only)
        except DamagedWorkspace as error:
            return error
        if not space.read_only:
            health.remember(space.folder, space.path, space.now())
        return False

    def _on_slice(self, answer: bool | DamagedWorkspace) -> None:
        if answer is True and self._check is not None:
            self.words = _("Checking the data: {share} %").format(
                share=100 * self._check.done // max(self._check.total, 1))
            self._timer.start(_PAUSE)
        elif isinstance(answer, DamagedWorkspace):
            self._check, self.damage, self.words = None, answer, _("Data damaged")
            self.alarm()
        else:
            self._check, self.words = None, _("Data checked: whole")
        self.told.emit()

    def alarm(self) -> None:
        """Say what happened, and offer the newest proved backup with what would be lost; nothing without damage."""
        from armdesk import backup

        damage = self.damage
        if damage is None:
            return
        newest = backup.newest_verified(self.session.workspace)
        if newest is None:
            words = _("There is no proved backup in this workspace; look on other disks. Save nothing more here.")
            self.session.said.emit(Message(f"{damage} {words}", "alarm", lasting=True))
            return
        later = max(0, self.session.store.head().seq - newest.head_seq)
        words = _("The newest proved backup is of {when}.").format(when=f"{newest.moment:%Y-%m-%d %H:%M}")
        lost = ngettext("{count} entry of the history made after it would be lost.",
                        "{count} entries of the history made after it would be lost.", later).format(
            count=decimal_text(later, 0, current())) if later else _("Nothing was entered after it.")
        self.session.said.emit(Message(f"{damage} {words} {lost}", "alarm", _("Restore this backup"),
                                       lambda: self.restore_wanted.emit(damage), lasting=True))


def attend(session: Session, window: QWidget) -> Checkup:
    """The one reading of a session; a window made anew in another language goes on with it."""
    found = session.findChild(Checkup)
    if found is None:
        found = Checkup(session)
    else:
        QTimer.singleShot(0, window, found.alarm)
    return found
