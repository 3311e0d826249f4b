"""Makes new workspaces away from the window: a cooperative's own, or the demonstration."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from armdesk import keys, workspace
from armdesk.models.organisation import Organisation
from armdesk.progress import SILENT, Progress
from armdesk.services.basis import starter_rates
from armdesk.settings import WorkspaceSettings


@dataclass(frozen=True)
class Founding:
    """What a new cooperative's workspace is made of.  Shape: password "" for none; rates: the starter rates."""

    folder: Path
    settings: WorkspaceSettings
    author: str = ""
    password: str = ""
    rates: bool = True


class Founded(NamedTuple):
    """A new workspace, closed again.  Shape: recovery is the code of its sheet, "" without a password."""

    folder: Path
    key: bytes
    recovery: str = ""


def found(wish: Founding, progress: Progress = SILENT) -> Founded:
    """Make the workspace of a cooperative with its first record.  Errors: WorkspaceError, DiskFull."""
    progress.step(0, 3)
    with workspace.create(wish.folder, wish.settings, password=wish.password or None, author=wish.author) as made:
        progress.step(1, 3)
        kept = wish.settings
        made.store.save(Organisation(legal_name=kept.name, country=kept.country or None))
        if wish.rates:
            starter_rates.take_over(made.store, kept.country)
        recovery = keys.make_recovery(wish.folder, made.key) if wish.password else ""
        progress.step(3, 3)
        return Founded(wish.folder, made.key, recovery)


def found_demo(folder: Path, author: str, language: str, progress: Progress = SILENT) -> Founded:
    """Make the demonstration; stopped, nothing of it is left.  Errors: WorkspaceError, DiskFull, Cancelled."""
    from armdesk.demo import build_demo

    made = workspace.create(folder, WorkspaceSettings(language=language), author=author)
    try:
        with made:
            build_demo(made, progress)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Founded(folder, made.key)


def folder_name(name: str) -> str:
    """A name that every file system takes."""
    kept = "".join(sign if sign.isalnum() or sign in " -_" else " " for sign in name)
    return " ".join(kept.split())[:60].strip(" .") or "armdesk"


def free_folder(parent: Path, name: str) -> Path:
    """A folder of this name that is not there yet, or is empty."""
    stem, number = folder_name(name), 1
    while True:
        folder = parent / (stem if number == 1 else f"{stem} {number}")
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            return folder
        number += 1
