"""Printing from a screen: which language, away from the window, then opened at once in the computer's own viewer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QWidget

from armdesk import paths
from armdesk.i18n import LANGUAGES, _, current
from ui import problems
from ui.exporting import open_folder
from ui.session import Session

OFFERED = ("es", "en")


def folder_of(session: Session) -> Path:
    """Where printed papers of this workspace are put.  Tests replace this function."""
    return paths.documents_folder() / (session.workspace.settings.name or session.workspace.folder.name)


def show(path: Path) -> None:
    """Open a paper.  Tests replace this function."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def language_box(session: Session) -> QComboBox:
    """In which language a paper is printed; at first that of the screen."""
    box = QComboBox()
    box.setAccessibleName(_("Language of the paper"))
    box.setToolTip(_("Language of the paper"))
    for code in OFFERED:
        box.addItem(LANGUAGES[code], code)
    box.setCurrentIndex(max(box.findData(current()), 0))
    return box


def run(session: Session, owner: QWidget, make: Callable[..., Path], done: Callable[[], object] | None = None) -> None:
    """Print away from the window, open the paper, and say where it lies.  Shape: make takes progress."""

    def finished(path: Any) -> None:
        show(path)
        session.say(_("Printed to {file}.").format(file=path.name), "good", _("Open folder"),
                    lambda: open_folder(path.parent))
        if done is not None:
            done()

    session.jobs.run(owner, make, done=finished, failed=lambda error: problems.show(error, owner), title=_("Printing"))
