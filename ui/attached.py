"""What works beside the pages of a window: imports, citing evidence, and backups that make themselves."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.session import Session


def attach(session: Session, window: QWidget) -> None:
    """Let a window answer what its pages ask for.  Called once, by ui.shell."""
    from ui import backing_up

    backing_up.attend(session, window)

    def open_import(register: str) -> None:
        from ui import importing

        importing.start(session, window, register)

    def open_citing(target: str) -> None:
        from ui import citing

        citing.start(session, target, window)

    session.import_requested.connect(open_import)
    session.cite_requested.connect(open_citing)
