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
from armdesk.progress import Progress
from armdesk.reports.document import Document
from ui import files, problems
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


def told(session: Session, path: Path) -> None:
    """Open a paper that was printed, and say where it lies."""
    show(path)
    session.say(_("Printed to {file}.").format(file=path.name), "good", _("Open folder"),
                lambda: open_folder(path.parent))


def run(session: Session, owner: QWidget, make: Callable[..., Path], done: Callable[[], object] | None = None) -> None:
    """Print away from the window, open the paper, and say where it lies.  Shape: make takes progress."""

    def finished(path: Any) -> None:
        told(session, path)
        if done is not None:
            done()

    session.jobs.run(owner, make, done=finished, failed=lambda error: problems.show(error, owner), title=_("Printing"))


def to_file(session: Session, owner: QWidget, title: str, name: str, report: Callable[[], Document]) -> None:
    """Ask where, write a report there as a PDF away from the window, and say where it lies.

    Shape: report is made away from the window too, by what it was given: it asks nothing of the screen.
    """
    path = files.ask_target(owner, title, name, "PDF (*.pdf)")
    if path is None:
        return

    def work(progress: Progress) -> None:
        from armdesk.exports.pdf import write_pdf

        write_pdf(report(), path, progress)

    def done(_nothing: object) -> None:
        session.say(_("Exported to {file}.").format(file=path.name), "good", _("Open folder"),
                    lambda: open_folder(path.parent))

    session.jobs.run(owner, work, done=done, failed=lambda error: problems.show(error, owner), title=title)
