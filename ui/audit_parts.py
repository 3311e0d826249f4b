"""What the steps of the audit room share: the audit they are shown, and its papers as PDF and Excel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from armdesk.i18n import _, current
from armdesk.models import Audit
from armdesk.progress import Progress
from armdesk.reports.document import Document
from armdesk.services.audit.audit_changes import Changes
from armdesk.services.audit.audit_room import Room
from ui import files, printing, problems
from ui.exporting import open_folder
from ui.session import Session


@dataclass(frozen=True)
class Seen:
    """One audit as the steps show it."""

    room: Room
    changes: Changes

    @property
    def audit(self) -> Audit:
        """The audit itself."""
        return self.room.audit


class Step(QWidget):
    """One step of the room.  Every step is shown the audit again after each change; what is being typed stays."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.seen: Seen | None = None

    @property
    def audit(self) -> Audit | None:
        """The audit in view."""
        return self.seen.audit if self.seen is not None else None

    @property
    def known(self) -> Seen:
        """The audit in view, for what is only reached while one is."""
        if self.seen is None:
            raise RuntimeError("no audit is in view")
        return self.seen

    def show_seen(self, seen: Seen) -> None:
        """Show an audit."""
        self.seen = seen

    def keep(self) -> bool:
        """Save what is typed; False if something has to be mended first."""
        return True

    def begin_work(self) -> None:
        """Put the keyboard where work begins."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)


def print_paper(step: Step, title: str, make: Callable[[Any, Seen, str], Document]) -> None:
    """Write a paper of the audit as a PDF.  Shape: make is given store, what is seen, and the language."""
    seen = step.seen
    if seen is None or not step.keep():
        return
    store, language = step.session.store, current()
    name = f"{title} {seen.audit.code or seen.audit.title}.pdf"
    printing.to_file(step.session, step, title, name, lambda: make(store, seen, language))


def write_excel(step: Step, title: str, make: Callable[[Any, Seen, str, Path, Progress], object]) -> None:
    """Write an Excel file of the audit.  Shape: make is given store, what is seen, language, target and progress."""
    seen = step.seen
    if seen is None or not step.keep():
        return
    path = files.ask_target(step, title, f"{title} {seen.audit.code or seen.audit.title}.xlsx", "Excel (*.xlsx)")
    if path is None:
        return
    store, language, session = step.session.store, current(), step.session

    def done(_nothing: object) -> None:
        session.say(_("Exported to {file}.").format(file=path.name), "good", _("Open folder"),
                    lambda: open_folder(path.parent))

    session.jobs.run(step, lambda progress: make(store, seen, language, path, progress), done=done,
                     failed=lambda error: problems.show(error, step), title=title)
