"""Backups: verified copies of the database with its key slots and settings, kept in turn."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from armdesk import atomic, belongings, health, history, keys, rotation, schema, sqlite
from armdesk.db_errors import explained
from armdesk.errors import BackupError, WorkspaceError
from armdesk.i18n import _
from armdesk.progress import SILENT, Part, Progress
from armdesk.workspace import Workspace

REASONS = ("closing", "changes", "import", "migration", "restore", "asked", "pack")
FILES = "files"


@dataclass(frozen=True)
class Backup:
    """One backup: a .db file with a .json beside it.

    Shape: made_at local time with zone, ISO 8601; head_seq and head_hash the end of the history inside; rows the
    number of rows of every table; files the number of kept documents it refers to; verified False = listed as failed.
    """

    made_at: str
    reason: str
    name: str
    sha256: str
    size: int
    schema: int
    head_seq: int
    head_hash: str
    rows: int
    verified: bool
    workspace: str = ""

    @property
    def moment(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made_at)


def make(workspace: Workspace, reason: str, progress: Progress = SILENT, target: Path | None = None) -> Path:
    """Make a backup and prove that it opens; returns its .db file.

    Shape: target None = the workspace's own folder of backups; else a folder, such as one on a USB stick, where the
    kept documents are copied too.  Nothing bad stands under a good name: the copy gets it only after its proof.
    Errors: BackupError, DiskFull, LostDataFile.
    """
    workspace.guard.before_use()
    folder = target or workspace.backups
    moment = workspace.now()
    name = f"{moment:%Y%m%d-%H%M%S}-{reason}"
    with explained():
        folder.mkdir(parents=True, exist_ok=True)
        path = _free_name(folder, name)
        with atomic.replacing(path, private=True) as scratch:
            scratch.unlink(missing_ok=True)
            _copy(workspace, scratch, Part(progress, 0, 50))
            proof = prove(scratch, workspace.key, Part(progress, 50, 90))
            made = Backup(made_at=moment.isoformat(timespec="seconds"), reason=reason, name=path.stem,
                          sha256=_sha256(scratch), size=scratch.stat().st_size, verified=True,
                          workspace=workspace.settings.name, **proof._asdict())
        note = {**asdict(made), "keys": json.loads((workspace.folder / keys.FILE).read_text(encoding="utf-8")),
                "belongings": belongings.collected(workspace.folder)}
        atomic.write_bytes(path.with_suffix(".json"), json.dumps(note, indent=1).encode("utf-8"), private=True)
        if target is not None:
            copy_files(workspace.folder / FILES, target / FILES, Part(progress, 90, 100))
        health.remember(workspace.folder, workspace.path, moment)  # whoever copies all pages has read them all
    if target is None and not workspace.settings.frozen_backups:
        _rotate(folder, moment)
    return path


def listed(folder: Path) -> list[Backup]:
    """Backups in a folder, newest first; a note without a readable copy is left out."""
    found = []
    for note in folder.glob("*.json"):
        try:
            kept: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
            # Its own name, not what is written in it: old ones are removed by it.
            backup = replace(_told(kept), name=note.stem)
            found.append((backup.moment.timestamp(), backup))
        except (OSError, ValueError, TypeError):
            continue
    found.sort(key=itemgetter(0), reverse=True)
    return [backup for _moment, backup in found if (folder / f"{backup.name}.db").is_file()]


class Proof(NamedTuple):
    """What reading the whole of a copy showed; the fields are those of Backup."""

    schema: int
    rows: int
    head_seq: int
    head_hash: str


def prove(path: Path, key: bytes, progress: Progress = SILENT) -> Proof:
    """Open a copy and read all of it: pages, structure, history.

    Errors: BackupError naming what is wrong; NewerWorkspace; DamagedWorkspace for a broken history.
    """
    progress.step(0, 3, _("Checking the copy"))
    connection = sqlite.connect(path, key)
    try:
        if not sqlite.key_opens(connection):
            raise BackupError(_("The copy “{name}” cannot be opened with its key. Choose an older backup.").format(
                name=path.name))
        number = schema.refuse_foreign(connection, path)
        damage = sqlite.damage(connection)
        if damage:
            raise BackupError(_("The copy “{name}” is damaged ({what}). Choose an older backup.").format(
                name=path.name, what=damage[0]))
        tables = sqlite.tables(connection)
        rows = sum(int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]) for table in tables)
        progress.step(1, 3, _("Checking the history"))
        head = history.verify(_Bare(connection))
        progress.step(3, 3)
    finally:
        connection.close()
    return Proof(number, rows, head.seq, head.hash)


def verify(path: Path, key: bytes | None = None, password: str | None = None, progress: Progress = SILENT) -> Backup:
    """Check a backup file against its note and by reading all of it.  Errors: BackupError, WrongPassword."""
    note = note_of(path)
    with explained():
        if _sha256(path) != note["sha256"]:
            raise BackupError(_("The backup “{name}” is not as it was made: it is damaged or was changed. "
                                "Choose another one.").format(name=path.name))
        key = key or keys_of(path, password)
        proof = prove(path, key, progress)
    backup = _told(note)
    if (backup.head_seq, backup.head_hash) != (proof.head_seq, proof.head_hash):
        raise BackupError(_("The backup “{name}” does not belong to its note.").format(name=path.name))
    return backup


def needs_password(path: Path) -> bool:
    """Whether the key of a backup is behind a password.  Errors: BackupError."""
    with _slots_of(path) as folder:
        return keys.needs_password(folder)


def keys_of(path: Path, password: str | None = None) -> bytes:
    """The key of a backup from the slots in its note.  Errors: BackupError, WrongPassword."""
    with _slots_of(path) as folder:
        return keys.unlock(folder, password)


@contextmanager
def _slots_of(path: Path) -> Iterator[Path]:
    """A folder with the key file that lies in the note of a backup."""
    slots = note_of(path).get("keys")
    if not slots:
        raise BackupError(_("The note beside “{name}” holds no key slots.").format(name=path.name))
    with tempfile.TemporaryDirectory() as folder:
        atomic.write_bytes(Path(folder) / keys.FILE, json.dumps(slots).encode("utf-8"), private=True)
        yield Path(folder)


def _copy(workspace: Workspace, target: Path, progress: Progress) -> None:
    source, other = sqlite.connect(workspace.path, workspace.key), sqlite.connect(target, workspace.key)
    try:
        sqlite.copy_online(source, other, lambda left, total: progress.step(total - left, total, _("Copying the data")))
        other.execute("PRAGMA journal_mode = delete")
    finally:
        other.close()
        source.close()
    atomic.flush(target)


def copy_files(source: Path, target: Path, progress: Progress) -> None:
    """Copy the kept documents that the target lacks; they never change, so a name is a content."""
    waiting = [path for path in source.rglob("*") if path.is_file()] if source.is_dir() else []
    for number, path in enumerate(waiting):
        progress.step(number, len(waiting), _("Copying the documents"))
        other = target / path.relative_to(source)
        if other.exists() and other.stat().st_size == path.stat().st_size and _sha256(other) == path.name:
            continue
        other.parent.mkdir(parents=True, exist_ok=True)
        with atomic.replacing(other) as scratch:
            shutil.copyfile(path, scratch)
            # A document whose content is not its name any more would replace a good copy by a bad one.
            if re.fullmatch("[0-9a-f]{64}", path.name) and _sha256(scratch) != path.name:
                raise BackupError(_("The document {name} in “{folder}” is damaged. Restore it from an older backup "
                                    "before you make a new one.").format(name=path.name[:12], folder=source))


def _rotate(folder: Path, now: datetime) -> None:
    kept = [(each.moment, each) for each in listed(folder)]
    for backup in rotation.surplus(kept, now):
        # The note goes first: a copy without a note is never offered, a note without a copy is skipped.
        (folder / f"{backup.name}.json").unlink(missing_ok=True)
        (folder / f"{backup.name}.db").unlink(missing_ok=True)


def note_of(path: Path) -> dict[str, Any]:
    """What the .json beside a backup says.  Errors: BackupError if it is missing or damaged."""
    try:
        note: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        _told(note)
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(_("The note beside “{name}” (.json) is missing or damaged, so this backup cannot be checked."
                            ).format(name=path.name)) from error
    return note


def _told(note: dict[str, Any]) -> Backup:
    """What a note tells of its backup itself, without what is kept along with it."""
    return Backup(**{name: value for name, value in note.items() if name not in ("keys", "belongings")})


def _free_name(folder: Path, stem: str) -> Path:
    numbered: Iterable[str] = (stem if not number else f"{stem}-{number}" for number in range(1000))
    for name in numbered:
        if not (folder / f"{name}.db").exists():
            return folder / f"{name}.db"
    raise WorkspaceError(_("There are too many backups of the same second in “{folder}”.").format(folder=folder))


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


class _Bare:
    """A bare connection that answers like the database of a workspace."""

    param = "?"

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def execute_sql(self, sql: str, values: Iterable[Any] = ()) -> Any:
        """Run one statement."""
        return self._connection.execute(sql, tuple(values))


def newest_verified(workspace: Workspace) -> Backup | None:
    """The newest backup that passed its proof."""
    return newest_in(workspace.backups)


def newest_in(folder: Path) -> Backup | None:
    """The newest backup of a folder that passed its proof."""
    return next((each for each in listed(folder) if each.verified), None)
