"""Asking for files and folders of this computer, and what was dropped onto the window; tests replace the questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QSize
from PySide6.QtWidgets import QFileDialog, QHeaderView, QTreeView, QWidget

from armdesk import paths
from armdesk.i18n import _

_ROOM, _KIND = QSize(760, 480), 2
"""Units: pixels; the column of Qt's list of files that says what kind each is, which the ending does better."""


def ask_folder(parent: QWidget | None, title: str, start: Path | None = None) -> Path | None:
    """Let the person choose a folder; None if he gave up."""
    dialog = _dialog(parent, title, start or paths.documents_folder())
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return next(iter(_chosen(dialog)), None)


def ask_files(parent: QWidget | None, title: str, kinds: str = "") -> list[Path]:
    """Let the person choose files.  Shape: kinds as Qt writes them: "Excel (*.xlsx)"."""
    dialog = _dialog(parent, title, paths.documents_folder(), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return _chosen(dialog)


def ask_file(parent: QWidget | None, title: str, kinds: str = "", start: Path | None = None) -> Path | None:
    """Let the person choose one file."""
    dialog = _dialog(parent, title, start or paths.documents_folder(), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return next(iter(_chosen(dialog)), None)


def ask_target(parent: QWidget | None, title: str, name: str, kinds: str) -> Path | None:
    """Where a new file should go; None if the person gave up."""
    dialog = _dialog(parent, title, paths.documents_folder(), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))  # so that "replace?" asks about the file that is meant
    dialog.selectFile(name)
    path = next(iter(_chosen(dialog)), None)
    if path is None:
        return None
    return path if path.suffix.lower() == Path(name).suffix else path.with_name(f"{path.name}{Path(name).suffix}")


def _dialog(parent: QWidget | None, title: str, start: Path, kinds: str = "") -> QFileDialog:
    """The question of the desktop, or that of Qt where it has none, in words that Qt leaves in English."""
    dialog = QFileDialog(parent, title, str(start), kinds)
    for label, words in ((QFileDialog.DialogLabel.LookIn, _("Folder:")), (QFileDialog.DialogLabel.FileName, _("Name:")),
                         (QFileDialog.DialogLabel.FileType, _("Kind:"))):
        dialog.setLabelText(label, words)
    return dialog


def _chosen(dialog: QFileDialog) -> list[Path]:
    for table in dialog.findChildren(QTreeView):  # only Qt's own question has one
        table.hideColumn(_KIND)
        table.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        dialog.resize(dialog.sizeHint().expandedTo(_ROOM))
    try:
        return [Path(each) for each in dialog.selectedFiles()] if dialog.exec() else []
    finally:
        dialog.deleteLater()


def dropped(mime: QMimeData) -> Sequence[Path]:
    """Files and folders of this computer among what was dropped or pasted."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile() and url.toLocalFile()]
