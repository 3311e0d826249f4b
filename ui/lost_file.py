"""What the window does when the data file is moved, renamed, deleted or replaced while it is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from armdesk.errors import LostDataFile
from armdesk.i18n import _
from ui import problems
from ui.messages import Message, Messages
from ui.session import Session


class LostFile(QObject):
    """Looks for the file whenever its window comes to the front, and when a reading could not find it.

    reopen is called when somebody wants the workspace opened again.
    """

    def __init__(self, session: Session, window: QWidget, bars: Messages, reopen: Callable[[], object]) -> None:
        super().__init__(window)
        self.session, self._window, self._bars, self._reopen = session, window, bars, reopen
        window.installEventFilter(self)
        session.jobs.failed_silently.connect(self._on_failed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window comes to the front."""
        if event.type() == QEvent.Type.WindowActivate and watched is self._window:
            self.look()
        return super().eventFilter(watched, event)

    def look(self) -> bool:
        """Whether the file is at its place; a bar says where it was if not."""
        if self.session.workspace.still_there():
            return True
        self._keep_forms()
        words = _("The data file was moved, renamed, deleted or replaced while it was open. It was here: “{path}”. "
                  "Nothing more is written into it. Put it back there, or open the workspace again. What you typed is "
                  "kept.").format(path=self.session.workspace.path)
        # A bar is not replaced by the same: whoever presses its button brings the window to the front first.
        if words not in self._bars.texts():
            self._bars.say(Message(words, "alarm", _("It is back: look again"), self._look_again, lasting=True,
                                   other=_("Open the workspace again"), run_other=self._reopen))
        return False

    def _look_again(self) -> None:
        if self.look():
            self._bars.say(Message(_("The data file is at its place again. Go on."), "good"))
            self.session.changes.records_changed.emit(frozenset())

    def _keep_forms(self) -> None:
        """What stands unfinished in the forms goes to a safe place at once."""
        from ui.forms import Form

        for form in self._window.findChildren(Form):
            form.keep_draft()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, LostDataFile):
            self.look()
        else:
            problems.show(error, self._window)
