"""A workspace: one folder with the database, the files, the backups and the settings of a cooperative."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from armdesk import atomic, keys, schema, settings, sqlite, swap
from armdesk.db_errors import explained
from armdesk.errors import DamagedWorkspace, WorkspaceError
from armdesk.evidence.files import FileStore
from armdesk.i18n import _
from armdesk.lock import WorkspaceLock
from armdesk.settings import WorkspaceSettings
from armdesk.store import Store
from armdesk.swap import DATABASE_NAME

_LEAST_FREE = 1_000_000
_SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "nextcloud", "icloud")


def _now() -> datetime:
    return datetime.now().astimezone()


class Workspace:
    """An open workspace.

    notices are sentences the window shows as banners (read only, clock, space); closing writes nothing by itself.
    """

    def __init__(self, folder: Path, db: Any, key: bytes, lock: WorkspaceLock | None, *, author: str,
                 now: Callable[[], datetime]) -> None:
        self.folder, self.db, self.key, self.now = folder, db, key, now
        self._lock = lock
        self.read_only = lock is None
        self.settings = settings.read(folder / "settings.json", WorkspaceSettings)
        self.store = Store(db, author=author, now=now, read_only=self.read_only)
        self.files = FileStore(folder / "files")
        self.notices: list[str] = []

    @property
    def path(self) -> Path:
        """The database file."""
        return self.folder / DATABASE_NAME

    @property
    def backups(self) -> Path:
        """Folder of the backups kept beside the data."""
        return self.folder / "backups"

    def keep_settings(self) -> None:
        """Write the workspace's settings."""
        settings.write(self.folder / "settings.json", self.settings)

    def still_there(self) -> bool:
        """Whether the file we write to still lies at its place; False when it was moved or replaced while open."""
        try:
            return self.path.stat().st_ino == self._inode
        except OSError:
            return False

    def close(self) -> None:
        """Close the database and give the lock back; safe to call twice."""
        if not self.db.is_closed():
            if not self.read_only:
                sqlite.tidy(self.db)
            self.db.close()
        if self._lock is not None:
            self._lock.free()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def begin(self) -> None:
        """Connect; called once by open_workspace."""
        self.db.connect(reuse_if_open=True)
        self._inode = self.path.stat().st_ino


def exists(folder: Path) -> bool:
    """Whether there is a workspace in this folder."""
    return (folder / DATABASE_NAME).is_file() and (folder / keys.FILE).is_file()


def create(folder: Path, chosen: WorkspaceSettings | None = None, *, password: str | None = None, author: str = "",
           now: Callable[[], datetime] = _now) -> Workspace:
    """Make a new workspace in an empty or new folder and open it.

    Errors: WorkspaceError if something is there already or the folder cannot be written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise WorkspaceError(_("The folder “{name}” is not empty. Choose a new one.").format(name=folder.name))
    try:
        _make(folder, chosen, password)
    except BaseException:
        # Half a workspace would be in the way of the next attempt; the folder was empty before.
        for each in folder.iterdir() if folder.is_dir() else ():
            shutil.rmtree(each, ignore_errors=True) if each.is_dir() else each.unlink(missing_ok=True)
        raise
    return open_workspace(folder, password=password, author=author, now=now)


def _make(folder: Path, chosen: WorkspaceSettings | None, password: str | None) -> None:
    with explained():
        folder.mkdir(parents=True, exist_ok=True)
        key = keys.create(folder, password)  # first, so that a weak password leaves the folder empty
        for each in ("files", "backups"):
            (folder / each).mkdir()
        settings.write(folder / "settings.json", chosen or WorkspaceSettings())
        db = sqlite.database(folder / DATABASE_NAME, key)
        db.connect()
        try:
            schema.bring_up(db)
        finally:
            db.close()


def open_workspace(folder: Path, *, password: str | None = None, read_only: bool = False, author: str = "",
                   now: Callable[[], datetime] = _now, key: bytes | None = None) -> Workspace:
    """Open a workspace.  A folder that cannot be written is opened for reading only, with a notice.

    Errors: WorkspaceError (none there, not ours), WorkspaceInUse, NewerWorkspace, WrongPassword, DamagedWorkspace.
    """
    if not exists(folder):
        raise WorkspaceError(_("There is no workspace in “{name}”.").format(name=folder))
    notices: list[str] = []
    if not read_only and not _writable(folder):
        read_only = True
        notices.append(_("This folder cannot be written, so the workspace is open for reading only."))
    lock = None
    if not read_only:
        lock = WorkspaceLock(folder)
        lock.take(now())
    try:
        if lock is not None:
            swap.finish(folder)
        key = key or keys.unlock(folder, password)
        _prepare(folder, key, read_only=read_only, now=now)
        opened = Workspace(folder, sqlite.database(folder / DATABASE_NAME, key, read_only=read_only), key, lock,
                           author=author, now=now)
        with explained():
            opened.begin()
        opened.notices = notices + _cautions(opened)
    except BaseException as error:
        if lock is not None:
            lock.free()
        # SQLite reports a disk error where it finds no room for its index of the log: nobody shall restore for that.
        if isinstance(error, DamagedWorkspace) and shutil.disk_usage(folder).free < _LEAST_FREE:
            raise atomic.disk_full(folder) from error
        raise
    return opened


def _writable(folder: Path) -> bool:
    probe = folder / ".armdesk-write-test"
    try:
        probe.write_bytes(b"")
        probe.unlink()
        with (folder / DATABASE_NAME).open("r+b"):
            return True
    except OSError:
        return False


def _prepare(folder: Path, key: bytes, *, read_only: bool, now: Callable[[], datetime]) -> None:
    """Refuse what is not ours, newer or unreadable, leaving it as it is; bring an older file up after copying it."""
    path = folder / DATABASE_NAME
    with explained():
        try:
            number = _schema_of(path, key, alone=not read_only)
            if number < schema.newest() and not read_only:
                _bring_up(folder, key, now())
        except sqlite.DatabaseError as error:
            raise DamagedWorkspace(_("The data file “{name}” is damaged. Restore the newest backup.").format(
                name=path.name)) from error


def _schema_of(path: Path, key: bytes, *, alone: bool) -> int:
    """Number of the file's schema, read without changing a byte: a foreign file keeps its way of keeping a journal."""
    connection = sqlite.reading(path, key, alone=alone)
    try:
        if not sqlite.key_opens(connection):
            raise DamagedWorkspace(_("The data file “{name}” cannot be read: it is damaged or does not belong to "
                                     "this key. Restore the newest backup.").format(name=path.name))
        return schema.refuse_foreign(connection, path)
    finally:
        connection.close()


def _bring_up(folder: Path, key: bytes, moment: datetime) -> None:
    db = sqlite.database(folder / DATABASE_NAME, key)
    db.connect()
    try:
        _copy_before(folder, db.connection(), key, moment)
        schema.bring_up(db)
    finally:
        db.close()


def _copy_before(folder: Path, connection: Any, key: bytes, moment: datetime) -> None:
    target = folder / "backups" / f"{moment:%Y%m%d-%H%M%S}-migration.db"
    target.parent.mkdir(exist_ok=True)
    other = sqlite.connect(target, key)
    try:
        sqlite.copy_online(connection, other, lambda _left, _total: None)
    finally:
        other.close()


def _cautions(opened: Workspace) -> list[str]:
    """Sentences about clock, space and place of the folder."""
    found = []
    newest = opened.store.operations(limit=1)
    if newest:
        last = datetime.fromisoformat(newest[0].at)
        if opened.now() < last - timedelta(hours=1):
            found.append(_("The clock of this computer shows {now}, but the newest entry is of {last}. Set the clock; "
                           "the order of the entries stays right.").format(
                now=f"{opened.now():%Y-%m-%d %H:%M}", last=f"{last:%Y-%m-%d %H:%M}"))
    size = opened.path.stat().st_size
    if shutil.disk_usage(opened.folder).free < max(3 * size, 50_000_000):
        found.append(_("This disk is almost full: less than three times the data is free."))
    if any(part in str(opened.folder).lower() for part in _SYNCED):
        found.append(_("This folder is synchronised with other computers, which can damage open data. "
                       "Move the workspace to a folder of this computer only."))
    return found
