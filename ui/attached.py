"""What works beside the pages of a window: imports, citing evidence, and backups that make themselves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from ui.session import Session


class _Drops(QObject):
    """Files dropped anywhere on a window are imported; pages that take files themselves come first."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        window.setAcceptDrops(not session.read_only)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let files in."""
        if isinstance(event, QDropEvent) and watched is self._window:
            from ui import files

            paths = files.dropped(event.mimeData())
            if paths:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    from ui import importing

                    importing.start(self._session, self._window, paths=paths)
                return True
        return super().eventFilter(watched, event)


def attach(session: Session, window: QWidget) -> None:
    """Let a window answer what its pages ask for.  Called once, by ui.shell."""
    from ui import backing_up, measuring, tending, text_reading

    backing_up.attend(session, window)
    tending.attend(session, window)
    text_reading.attend(session, window)
    measuring.attend(session, window)
    _Drops(session, window)

    def open_import(register: str) -> None:
        from ui import importing

        importing.start(session, window, register)

    def open_citing(target: str) -> None:
        from ui import citing

        citing.start(session, target, window)

    session.import_requested.connect(open_import)
    session.cite_requested.connect(open_citing)
