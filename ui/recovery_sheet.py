"""The recovery sheet: the code that opens a workspace when every password is forgotten, shown once and as a PDF."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from armdesk import atomic
from armdesk.errors import ArmdeskError, ExportError
from armdesk.i18n import _
from ui import files, problems, texts
from ui.blocks import button
from ui.theme import FONTS


def ask_path(parent: QWidget, name: str) -> Path | None:
    """Where the sheet should go; None if the person gave up.  Tests replace this function."""
    return files.ask_target(parent, _("Save the recovery sheet"), f"{name}.pdf", "PDF (*.pdf)")


def write_sheet(path: Path, name: str, code: str) -> None:
    """Write the sheet as a PDF of one page.  Errors: ExportError, DiskFull; the previous file stays."""
    try:
        with atomic.replacing(path, private=True) as scratch:
            writer = QPdfWriter(str(scratch))
            writer.setTitle(_("Recovery sheet"))
            writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
            writer.setPageMargins(QMarginsF(25, 25, 25, 25), QPageLayout.Unit.Millimeter)
            painter = QPainter()
            if not painter.begin(writer):
                raise OSError(str(path))
            _draw(painter, writer.width(), name, code)
            painter.end()
    except OSError as error:
        raise ExportError(_("The sheet cannot be written to {file}. Choose another folder.").format(
            file=path.name)) from error


def _draw(painter: QPainter, width: int, name: str, code: str) -> None:
    down = 0.0
    for text, points, gap in (
        (_("Recovery sheet"), 20, 10), (name, 14, 30),
        (_("This code opens the workspace when every password is forgotten:"), 11, 12), (code, 17, 30),
        (_("Print this sheet and lock it away, not beside the computer. Whoever holds it and the data can read "
           "everything. Without password and without this sheet nobody can open the workspace, not even those who "
           "made armdesk. A newer sheet makes this one invalid."), 11, 0),
    ):
        font = QFont(FONTS)
        font.setPointSize(points)
        painter.setFont(font)
        flags = int(Qt.TextFlag.TextWordWrap)
        box = painter.boundingRect(QRectF(0, down, width, 1e6), flags, text)
        painter.drawText(box, flags, text)
        down += box.height() + gap * painter.fontMetrics().height() / 12


class RecoveryDialog(QDialog):
    """Shows the code once; goes on only when the person says that it is kept."""

    def __init__(self, parent: QWidget | None, name: str, code: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Recovery sheet"))
        self._name, self._code = name, code
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        self.setFixedWidth(520)
        column.addWidget(texts.label(_("Recovery sheet"), role="heading"))
        column.addWidget(texts.label(_("If every password is forgotten, only this code opens the workspace. It is "
                                       "shown once. Save it, print it and lock it away."), wrap=True))
        shown = texts.label(code, role="subheading", wrap=True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse
                                      | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        shown.setAccessibleName(_("Recovery code {code}").format(code=code))
        column.addWidget(shown)
        row = QHBoxLayout()
        self.save_button = button(_("Save as PDF"), self.save)
        row.addWidget(self.save_button)
        row.addWidget(button(_("Copy"), lambda: QGuiApplication.clipboard().setText(code)))
        row.addStretch(1)
        column.addLayout(row)
        self.kept = QCheckBox(_("I have kept the code."))
        self.go = button(_("Go on"), self.accept, look="primary")
        self.go.setEnabled(False)
        self.kept.toggled.connect(self.go.setEnabled)
        column.addWidget(self.kept)
        column.addWidget(self.go, 0, Qt.AlignmentFlag.AlignRight)

    def save(self) -> None:
        """Write the sheet where the person wants it."""
        path = ask_path(self, _("Recovery sheet {name}").format(name=self._name))
        if path is None:
            return
        try:
            write_sheet(path, self._name, self._code)
        except ArmdeskError as error:
            problems.show(error, self)
            return
        self.kept.setChecked(True)
