"""Asking for files and folders of this computer, and what was dropped onto the window; tests replace the questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QFileDialog, QWidget

from armdesk import paths


def ask_folder(parent: QWidget | None, title: str, start: Path | None = None) -> Path | None:
    """Let the person choose a folder; None if he gave up."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(start or paths.documents_folder()))
    return Path(chosen) if chosen else None


def ask_files(parent: QWidget | None, title: str, kinds: str = "") -> list[Path]:
    """Let the person choose files.  Shape: kinds as Qt writes them: "Excel (*.xlsx)"."""
    chosen, _kind = QFileDialog.getOpenFileNames(parent, title, str(paths.documents_folder()), kinds)
    return [Path(each) for each in chosen]


def ask_file(parent: QWidget | None, title: str, kinds: str = "", start: Path | None = None) -> Path | None:
    """Let the person choose one file."""
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, str(start or paths.documents_folder()), kinds)
    return Path(chosen) if chosen else None


def ask_target(parent: QWidget | None, title: str, name: str, kinds: str) -> Path | None:
    """Where a new file should go; None if the person gave up."""
    start = paths.documents_folder() / name
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, str(start), kinds)
    if not chosen:
        return None
    path, suffix = Path(chosen), Path(name).suffix
    return path if path.suffix.lower() == suffix else path.with_name(f"{path.name}{suffix}")


def dropped(mime: QMimeData) -> Sequence[Path]:
    """Files and folders of this computer among what was dropped or pasted."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile() and url.toLocalFile()]
