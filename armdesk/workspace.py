"""A workspace: one folder with the database, the files, the backups and the settings of a cooperative."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from armdesk import atomic, health, keys, left_as, schema, settings, sqlite, swap
from armdesk.db_errors import explained
from armdesk.errors import DamagedWorkspace, LostLog, WorkspaceError
from armdesk.guard import Guard
from armdesk.i18n import _
from armdesk.lock import WorkspaceLock, promises_log
from armdesk.settings import WorkspaceSettings
from armdesk.swap import DATABASE_NAME

if TYPE_CHECKING:
    from armdesk.evidence.files import FileStore
    from armdesk.evidence.twins import TwinFinder
    from armdesk.store import Store

_SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "nextcloud", "icloud")


def _now() -> datetime:
    return datetime.now().astimezone()


class Workspace:
    """An open workspace.

    notices are sentences the window shows as banners (read only, clock, space); closing writes nothing by itself.
    listeners are told what the store wrote; cut_off says that whoever had it open last did not close it,
    untouched that the data file lies as armdesk left it.
    Database and store are made when first asked for: they bring along the declarations of all registers, for which a
    window need not wait.  shown is a copy that is read in place of an older file that must stay as it is; it goes when
    the workspace is closed.
    """

    def __init__(self, folder: Path, key: bytes, lock: WorkspaceLock | None, *, author: str,
                 now: Callable[[], datetime], shown: Path | None = None) -> None:
        self.folder, self.key, self.author, self.now = folder, key, author, now
        self._lock, self.shown = lock, shown
        self.read_only = lock is None
        self.settings = settings.read(folder / "settings.json", WorkspaceSettings)
        self.guard = Guard(folder / DATABASE_NAME, key, lock)
        self.notices: list[str] = []
        self.cut_off = self.untouched = False
        self.listeners: list[Callable[[frozenset[str]], None]] = []
        self._making = threading.RLock()
        self._db: Any = None
        self._held: Any = None
        self._store: Store | None = None
        self._files: FileStore | None = None
        self._twins: TwinFinder | None = None

    @property
    def db(self) -> Any:
        """The database; each thread connects to it by itself."""
        with self._making:
            if self._db is None:
                self.guard.before_use()
                self._db = sqlite.database(self.shown or self.path, self.key, read_only=self.read_only,
                                           before=self.guard.before_use)
                if not self.read_only:
                    with explained():
                        self._held = sqlite.hold(self.path, self.key)
            return self._db

    @property
    def store(self) -> Store:
        """The one door to the records."""
        with self._making:
            if self._store is None:
                from armdesk.store import Store

                self._store = Store(self.db, self.guard, author=self.author, now=self.now, read_only=self.read_only,
                                    listeners=self.listeners)
                self._store.marks_hold = self.untouched
                self._take_back_drafts(self._store)
            return self._store

    @property
    def twins(self) -> TwinFinder:
        """Finds photos that stand here twice, beside all other work."""
        with self._making:
            if self._twins is None:
                from armdesk.evidence.twins import TwinFinder

                self._twins = TwinFinder(self.db, self.files)
            return self._twins

    @property
    def files(self) -> FileStore:
        """The kept documents."""
        if self._files is None:
            from armdesk.evidence.files import FileStore

            self._files = FileStore(self.folder / "files")
        return self._files

    @property
    def path(self) -> Path:
        """The database file."""
        return self.folder / DATABASE_NAME

    @property
    def backups(self) -> Path:
        """Folder of the backups kept beside the data."""
        return self.folder / "backups"

    def keep_settings(self) -> None:
        """Write the workspace's settings.  Errors: LostDataFile."""
        self.guard.before_use()
        settings.write(self.folder / "settings.json", self.settings)

    def still_there(self) -> bool:
        """Whether the file we write to still lies at its place; False when it was moved or replaced while open."""
        return self.guard.still_there()

    def close(self) -> None:
        """Close the database and give the lock back; safe to call twice."""
        connected = self._db is not None and not self._db.is_closed()
        if connected and not self.read_only and self.still_there():
            sqlite.tidy(self._db)
        if self._lock is not None:
            self._lock.tell_log(lies_there=False)  # closing the last connection carries the log over
        if connected:
            self._db.close()
        if self._held is not None:
            self._held.close()
            self._held = None
        if self._lock is not None:
            if self._store is not None and self._store.marks_hold:
                left_as.remember(self.folder, self.path)
            self._lock.free()
        if self.shown is not None:
            shutil.rmtree(self.shown.parent, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _take_back_drafts(self, store: Store) -> None:
        """Forms that were open when the data file was lost are drafts again."""
        kept = [] if self.read_only else self.guard.kept_aside()
        for key, type_name, record, _at, body in kept:
            store.keep_draft(key, type_name, record, body)
        if kept:
            self.guard.forget_kept()


def exists(folder: Path) -> bool:
    """Whether there is a workspace in this folder."""
    return (folder / DATABASE_NAME).is_file() and (folder / keys.FILE).is_file()


def known(folder: Path) -> bool:
    """Whether there is or was a workspace in this folder: its keys are there, the data file may be lost."""
    return (folder / keys.FILE).is_file()


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
        db = sqlite.database(folder / DATABASE_NAME, key, new=True)
        db.connect()
        try:
            schema.bring_up(db)
        finally:
            db.close()


def open_workspace(folder: Path, *, password: str | None = None, read_only: bool = False, author: str = "",
                   now: Callable[[], datetime] = _now, key: bytes | None = None,
                   without_log: bool = False) -> Workspace:
    """Open a workspace.  A folder that cannot be written is opened for reading only, with a notice.

    Shape: without_log takes what is there although the log with the newest entries is gone.
    Errors: WorkspaceError (none there, not ours), WorkspaceInUse, NewerWorkspace, WrongPassword, DamagedWorkspace;
    LostLog.
    """
    if not exists(folder):
        raise _missing(folder)
    notices: list[str] = []
    if not read_only and not _writable(folder):
        read_only = True
        notices.append(_("This folder cannot be written, so the workspace is open for reading only."))
    lock = None
    if not read_only:
        lock = WorkspaceLock(folder)
        lock.take(now())
    try:
        if swap.waits(folder) and lock is not None:
            swap.finish(folder)
            lock.tell_log(lies_there=False)
        if not without_log:
            _refuse_lost_log(folder)
        key = key or keys.unlock(folder, password)
        untouched = left_as.is_so(folder, folder / DATABASE_NAME)  # before anything is written
        newest, shown = _prepare(folder, key, read_only=read_only, now=now)
        opened = Workspace(folder, key, lock, author=author, now=now, shown=shown)
        opened.notices = notices + _cautions(opened, newest)
        opened.cut_off, opened.untouched = promises_log(folder), untouched
        if lock is not None and without_log:
            lock.tell_log(lies_there=False)
    except BaseException as error:
        if lock is not None:
            lock.free()
        # SQLite reports a disk error where it finds no room for its index of the log: nobody shall restore for that.
        if isinstance(error, DamagedWorkspace) and shutil.disk_usage(folder).free < sqlite.LEAST_FREE:
            raise atomic.disk_full(folder) from error
        raise
    return opened


def _missing(folder: Path) -> WorkspaceError:
    """Why there is nothing to open: where the keys lie, the data file itself was moved or deleted."""
    if (folder / keys.FILE).is_file():
        return DamagedWorkspace(_("The data file “{name}” is missing from “{folder}”. Look for it and put it back; if "
                                  "it is gone, restore the newest backup.").format(name=DATABASE_NAME, folder=folder))
    return WorkspaceError(_("There is no workspace in “{name}”.").format(name=folder))


def _refuse_lost_log(folder: Path) -> None:
    """The newest entries lie in the log until it is carried over; without it they would be missing silently."""
    if promises_log(folder) and not (folder / f"{DATABASE_NAME}-wal").exists():
        raise LostLog(_("The file “{name}” is missing. armdesk was cut off here the last time, and that file held the "
                        "newest entries. Look for it and put it beside “{data}”.").format(
            name=f"{DATABASE_NAME}-wal", data=DATABASE_NAME))


def _writable(folder: Path) -> bool:
    probe = folder / ".armdesk-write-test"
    try:
        probe.write_bytes(b"")
        probe.unlink()
        with (folder / DATABASE_NAME).open("r+b"):
            return True
    except OSError:
        return False


def _prepare(folder: Path, key: bytes, *, read_only: bool, now: Callable[[], datetime]) -> tuple[str, Path | None]:
    """Refuse what is not ours, newer or damaged, leaving it as it is; bring an older file up after copying it.

    Shape: returns when the newest entry was made (ISO 8601), "" without any, and the copy that is read in place of an
    older file that must not be written.
    """
    path = folder / DATABASE_NAME
    with explained():
        try:
            size = path.stat().st_size
            if not size:
                raise DamagedWorkspace(_("The data file “{name}” is empty. Restore the newest backup.").format(
                    name=path.name))
            _refuse_held(path)
            number, newest = _look_into(path, key, alone=not read_only)
            older = number < schema.newest()
            if older or size <= health.SMALL:
                health.refuse_damaged(path, key)
            shown = None
            if older and read_only:
                shown = _copy_to_read(path, key)
            elif older:
                _bring_up(folder, key, now())
        except sqlite.DatabaseError as error:
            raise DamagedWorkspace(_("The data file “{name}” is damaged. Restore the newest backup.").format(
                name=path.name)) from error
    return newest, shown


def _refuse_held(path: Path) -> None:
    """A data file that another program lends nobody, as on Windows, is whole: nobody shall restore for that."""
    try:
        atomic.patiently(lambda: path.open("rb").close())
    except OSError as error:
        raise WorkspaceError(_("The data file “{name}” cannot be read now: another program has it open, or your "
                               "account may not read it. Nothing is damaged. Close what copies or checks files, wait "
                               "a moment and try again.").format(name=path.name)) from error


def _copy_to_read(path: Path, key: bytes) -> Path:
    """A copy of an older file, brought up in a folder of this computer's own; as encrypted as the file."""
    folder = Path(tempfile.mkdtemp(prefix="armdesk-"))
    try:
        if shutil.disk_usage(folder).free < 2 * path.stat().st_size + sqlite.LEAST_FREE:
            raise atomic.disk_full(folder)  # else the full disk would be told as a damaged file
        source, other = sqlite.reading(path, key, alone=False), sqlite.connect(folder / path.name, key)
        try:
            sqlite.copy_online(source, other, lambda _left, _total: None)
        finally:
            source.close()
            other.close()
        db = sqlite.database(folder / path.name, key)
        db.connect()
        try:
            schema.bring_up(db)
        finally:
            db.close()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder / path.name


def _look_into(path: Path, key: bytes, *, alone: bool) -> tuple[int, str]:
    """Number of the file's schema and time of its newest entry, read without changing a byte.

    A foreign file keeps its way of keeping a journal.
    """
    connection = sqlite.reading(path, key, alone=alone)
    try:
        if not sqlite.key_opens(connection):
            raise DamagedWorkspace(_("The data file “{name}” cannot be read: it is damaged or does not belong to "
                                     "this key. Restore the newest backup.").format(name=path.name))
        number = schema.refuse_foreign(connection, path)
        return number, sqlite.newest_entry(connection)
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


def _cautions(opened: Workspace, newest: str) -> list[str]:
    """Sentences about clock, space and place of the folder.  Shape: newest is when the last entry was made."""
    found = []
    if opened.shown is not None:
        found.append(_("This file was made by an older armdesk. A copy of it is shown; the file stays as it is "
                       "until you open it where it can be written."))
    if newest:
        last = datetime.fromisoformat(newest)
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
