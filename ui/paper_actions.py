"""What can be done with a kept file: looked at large, printed, saved as a copy; and how a reason is asked for."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from armdesk import atomic
from armdesk.errors import ExportError, RefusedFile
from armdesk.evidence import pdfs, pictures
from armdesk.evidence.names import clean_name, split
from armdesk.i18n import _
from armdesk.progress import Progress
from ui import files, problems, texts
from ui.blocks import button
from ui.drawer import Drawer
from ui.preview import Preview, Shown
from ui.session import Session

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_DPI = 150
"""Units: dots per inch of printed pages: as sharp as a scan, and a page of A4 takes 6 MB while it is drawn."""
_MOST_PRINTED = 300


class Viewer(QDialog):
    """A file as large as the screen, page by page; nothing is written for it and no other program is started."""

    def __init__(self, session: Session, file: Shown, page: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(texts.escaped(file.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        self.preview = Preview(session.theme, Drawer(self))
        column.addWidget(self.preview)
        self.preview.show_file(file, page)
        self.preview.area.setFocus()
        for keys, way in (("PgUp", -1), ("PgDown", 1), ("Left", -1), ("Right", 1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda way=way: self.preview.turn(way))


def open_large(session: Session, file: Shown, page: int, parent: QWidget) -> Viewer:
    """Look at a file in a window of its own."""
    viewer = Viewer(session, file, page, parent)
    room = parent.window().size()
    viewer.resize(max(room.width() - 40, 600), max(room.height() - 40, 400))
    viewer.open()
    return viewer


def save_copy(session: Session, file: Shown, parent: QWidget) -> None:
    """Ask where, and write a copy of a kept file there under its name."""
    name = clean_name(file.name)
    ending = split(name)[1]
    path = files.ask_target(parent, _("Save a copy"), name, f"(*{ending})" if ending else "(*)")
    if path is None:
        return

    def done(_nothing: object) -> None:
        from ui.exporting import open_folder

        session.say(_("A copy is in {file}.").format(file=path.name), "good", _("Open folder"),
                    lambda: open_folder(path.parent))

    session.jobs.run(parent, lambda progress: copy_out(file, path), done=done,
                     failed=lambda error: problems.show(error, parent), title=_("Save a copy"))


def copy_out(file: Shown, target: Path) -> None:
    """Copy a kept file byte for byte; a target that was not finished is not left.  Errors: ExportError, DiskFull."""
    try:
        with atomic.replacing(target) as scratch:
            shutil.copyfile(file.path, scratch)
    except FileNotFoundError as error:
        raise ExportError(_("The file of a document is missing or cannot be read. Restore it from a backup, or add it "
                            "again.")) from error
    except OSError as error:
        if atomic.is_disk_full(error):
            raise atomic.disk_full(target.parent) from error
        raise ExportError(_("{name} could not be written there. Choose another folder, or close the program that has "
                            "it open.").format(name=target.name)) from error


def printable(file: Shown) -> bool:
    """Whether a file has pages that can be drawn."""
    return file.is_picture or file.is_pdf


def ask_printer(parent: QWidget, name: str) -> QPrinter | None:
    """Which printer; None if the person gave up.  Tests replace this function."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    dialog = QPrintDialog(printer, parent)
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def print_file(session: Session, file: Shown, parent: QWidget) -> None:
    """Print the pages of a file, away from the window, each as large as the paper allows."""
    printer = ask_printer(parent, file.name)
    if printer is None:
        return

    def done(count: Any) -> None:
        session.say(_("Sent to the printer: {name}.").format(name=file.name), "good")

    session.jobs.run(parent, lambda progress: print_pages(file, printer, progress), done=done,
                     failed=lambda error: problems.show(error, parent), title=_("Printing"))


def print_pages(file: Shown, printer: QPrinter, progress: Progress) -> int:
    """Draw the pages one after the other; how many.  Errors: RefusedFile, Cancelled."""
    first, last = printer.fromPage() or 1, printer.toPage() or max(file.pages, 1)
    last = min(last, max(file.pages, 1), first + _MOST_PRINTED - 1)
    painter = QPainter()
    if not painter.begin(printer):
        raise RefusedFile(_("The printer does not answer. Look whether it is on and has paper."))
    try:
        room = QRectF(painter.viewport())
        wide = int(room.width() * _DPI / max(printer.resolution(), 1))
        for place, page in enumerate(range(first, last + 1)):
            progress.step(place, last - first + 1)
            if place:
                printer.newPage()
            drawn = pdfs.render_page(file.path, page, wide) if file.is_pdf else pictures.thumbnail(file.path, 2 * wide)
            image = QImage.fromData(drawn)
            size = image.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRectF(0, 0, size.width(), size.height()), image)
    finally:
        painter.end()
    return last - first + 1


class WhyDialog(QDialog):
    """Asks for a reason in a line, with those that are usual to choose from."""

    def __init__(self, title: str, words: str, offers: Sequence[str], go: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(texts.label(words, wrap=True))
        self.box = QComboBox()
        self.box.setEditable(True)
        self.box.setAccessibleName(_("Reason"))
        self.box.addItems(["", *offers])
        column.addWidget(self.box)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(_("Cancel"), self.reject))
        self.go = button(go, self.submit, look="primary")
        self.go.setDefault(True)
        foot.addWidget(self.go)
        column.addLayout(foot)
        self.box.setFocus()

    def submit(self) -> None:
        """Go on once a reason is there."""
        if self.reason():
            self.accept()
        else:
            self.box.setFocus()

    def reason(self) -> str:
        """What was chosen or written."""
        return " ".join(self.box.currentText().split())[:300]


def ask_why(parent: QWidget, title: str, words: str, offers: Sequence[str], go: str) -> str:
    """A reason, "" if the person gave up.  Tests replace this function."""
    dialog = WhyDialog(title, words, offers, go, parent)
    return dialog.reason() if dialog.exec() == QDialog.DialogCode.Accepted else ""
