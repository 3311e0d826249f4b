"""Opens a workspace with the person's help: password or recovery sheet, reading only, or the newest backup."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from armdesk import keys, workspace
from armdesk.errors import ArmdeskError, BackupError, DamagedWorkspace, LostLog, WorkspaceInUse, WrongPassword
from armdesk.i18n import _
from armdesk.workspace import Workspace
from ui import problems

if TYPE_CHECKING:
    from armdesk.backup import Backup


@contextmanager
def _waiting() -> Iterator[None]:
    """The pointer says that something is under way."""
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QApplication.restoreOverrideCursor()


def ask_secret(parent: QWidget | None, name: str) -> tuple[str, str] | None:
    """Ask for the password or recovery code; None if the person gave up.  Tests replace this function."""
    from ui.password import PasswordDialog

    dialog = PasswordDialog(parent, name)
    return dialog.answer() if dialog.exec() else None


def unlock(parent: QWidget | None, folder: Path, author: str) -> Workspace | None:
    """Open a workspace, asking what has to be asked; None if the person gave up.

    Errors: WorkspaceError, NewerWorkspace, DamagedWorkspace where nothing can be done here.
    """
    if workspace.exists(folder):
        try:
            if keys.needs_password(folder):
                return _with_secret(parent, folder, author)
        except DamagedWorkspace as error:
            return _from_backup(parent, folder, author, error)
    return _opened(parent, folder, author, None)


def _with_secret(parent: QWidget | None, folder: Path, author: str) -> Workspace | None:
    while (given := ask_secret(parent, folder.name)) is not None:
        way, text = given
        try:
            with _waiting():
                key = keys.unlock(folder, text) if way == "password" else keys.unlock_with_recovery(folder, text)
        except WrongPassword as error:
            problems.show(error, parent)
            continue
        return _opened(parent, folder, author, key)
    return None


def _opened(parent: QWidget | None, folder: Path, author: str, key: bytes | None) -> Workspace | None:
    try:
        return workspace.open_workspace(folder, author=author, key=key)
    except WorkspaceInUse as error:
        answer = problems.ask(parent, str(error), [("read", _("Open for reading")), ("back", _("Not now"))],
                              safe="back")
        if answer != "read":
            return None
        return workspace.open_workspace(folder, author=author, key=key, read_only=True)
    except DamagedWorkspace as error:
        return _from_backup(parent, folder, author, error, key)


def ask_way_back(parent: QWidget | None, folder: Path, error: DamagedWorkspace) -> tuple[str, Path | None]:
    """Offer the newest proved backup of a damaged workspace, and what is there where only its log is gone.

    Shape: "restore" and the backup, "open", or "back".  Errors: the damage itself where there is nothing to offer.
    """
    from armdesk import backup

    newest = backup.newest_in(folder / "backups")
    choices = [("restore", _("Restore this backup"))] if newest is not None else []
    if isinstance(error, LostLog):
        choices.append(("open", _("Open without these entries")))
    if not choices:
        raise error
    detail = (_("The newest proved backup is of {when}. What was entered after it would be lost. The damaged data are "
                "kept beside it.").format(when=moment_text(newest)) if newest is not None
              else _("There is no proved backup in this workspace; look on other disks."))
    answer = problems.ask(parent, str(error), [*choices, ("back", _("Not now"))], safe="back", detail=detail)
    return answer, folder / "backups" / f"{newest.name}.db" if newest is not None else None


def _from_backup(parent: QWidget | None, folder: Path, author: str, error: DamagedWorkspace,
                 key: bytes | None = None) -> Workspace | None:
    answer, path = ask_way_back(parent, folder, error)
    if answer == "open":
        return workspace.open_workspace(folder, author=author, key=key, without_log=True)
    if answer != "restore" or path is None or not restore_into(parent, path, folder):
        return None
    return unlock(parent, folder, author)


def restore_into(parent: QWidget | None, path: Path, folder: Path) -> bool:
    """Put a backup into a folder, asking for its password where it has one; False if the person gave up."""
    from armdesk import backup, restore

    password = None
    try:
        while True:
            if backup.needs_password(path):
                given = ask_secret(parent, path.name)
                if given is None:
                    return False
                password = given[1]
            try:
                with _waiting():
                    restore.restore(path, folder, now=datetime.now().astimezone(), password=password)
            except WrongPassword as error:
                problems.show(error, parent)
                continue
            return True
    except (BackupError, ArmdeskError) as error:
        problems.show(error, parent)
        return False


def moment_text(made: Backup) -> str:
    """When a backup was made, as a person reads it."""
    return f"{made.moment:%Y-%m-%d %H:%M}"
