"""Keeps documents beside the database under their SHA-256: each content once, never changed."""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from armdesk import atomic
from armdesk.errors import DamagedWorkspace, RefusedFile
from armdesk.evidence.kinds import media_type, risk_of
from armdesk.evidence.names import clean_name
from armdesk.i18n import _
from armdesk.progress import SILENT, Progress

_CHUNK = 1 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Kept:
    """What is known of a document after it was kept.

    Units: size in bytes.  Shape: name is cleaned for showing; risk is a sentence to translate, or "".
    """

    sha256: str
    size: int
    already_there: bool
    name: str
    media_type: str
    risk: str


class FileStore:
    """The folder of a workspace that holds its documents.  Shape: ab/abcdef... , two letters and the whole SHA-256."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, source: Path | BinaryIO, name: str = "", progress: Progress = SILENT) -> Kept:
        """Keep a copy of a document; the original is only read.  The same content is kept once.

        Errors: RefusedFile where the source cannot be read; DiskFull; Cancelled leaves nothing.
        """
        if isinstance(source, Path):
            name = clean_name(name or source.name)
            with _opened(source) as stream:
                return self._keep(stream, name, source.stat().st_size, progress)
        return self._keep(source, clean_name(name), 0, progress)

    def path(self, sha256: str) -> Path:
        """Where a document lies, or would lie."""
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return self.folder / sha256[:2] / sha256

    def open(self, sha256: str) -> BufferedReader:
        """A document's bytes.  Errors: DamagedWorkspace where it is missing."""
        try:
            return self.path(sha256).open("rb")
        except OSError as error:
            raise DamagedWorkspace(
                _("The file of a document is missing or cannot be read. Restore it from a backup, or add it again.")
            ) from error

    def verify(self, sha256: str) -> bool:
        """Whether a document is there with every byte as it was kept."""
        try:
            with self.path(sha256).open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest() == sha256
        except OSError:
            return False

    def remove(self, sha256: str) -> None:
        """Remove a document's bytes for good; the caller wrote down why.  One that is gone already is passed over.

        Errors: OSError where the file is held by another program.
        """
        path = self.path(sha256)
        if path.exists():
            path.chmod(stat.S_IRUSR | stat.S_IWUSR)  # Windows removes no read-only file
            path.unlink()
            atomic.flush_folder(path.parent)

    def hashes(self) -> Iterator[str]:
        """SHA-256 of every document in the folder, by its name, sorted; other files are passed over."""
        for path in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            if _SHA256.fullmatch(path.name) and path.name.startswith(path.parent.name):
                yield path.name

    def _keep(self, stream: BinaryIO, name: str, expected: int, progress: Progress) -> Kept:
        with suppress(FileExistsError):
            self.folder.mkdir(parents=True)
        with atomic.scratch_in(self.folder, private=True) as scratch:
            sha256, size = _copied(stream, scratch, expected, progress)
            kind = media_type(scratch)
            kept = Kept(sha256, size, self.verify(sha256), name, kind, risk_of(scratch, name, kind))
            if not kept.already_there:
                self._put(scratch, self.path(sha256))
        return kept

    def _put(self, scratch: Path, target: Path) -> None:
        """Put a copy in its place; a damaged one of the same name is mended by it."""
        if not target.parent.is_dir():
            target.parent.mkdir(exist_ok=True)
            atomic.flush_folder(self.folder)
        if target.exists():
            target.chmod(stat.S_IRUSR | stat.S_IWUSR)  # Windows replaces no read-only file
        atomic.put(scratch, target)
        target.chmod(stat.S_IRUSR)


def _copied(stream: BinaryIO, target: Path, expected: int, progress: Progress) -> tuple[str, int]:
    """Copy and hash in one reading."""
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as copy:
        while chunk := stream.read(_CHUNK):
            copy.write(chunk)
            digest.update(chunk)
            size += len(chunk)
            progress.step(size, max(size, expected))
    return digest.hexdigest(), size


def _opened(source: Path) -> BufferedReader:
    """A file from outside, open for reading.  A pipe or device would keep us waiting for ever, so they are refused."""
    try:
        if stat.S_ISREG(source.stat().st_mode):
            return source.open("rb")
    except (OSError, ValueError) as error:
        raise RefusedFile(
            _("{name} cannot be read. Look whether it is still there and not open in another program.")
            .format(name=clean_name(source.name))
        ) from error
    raise RefusedFile(_("{name} is not a file. Choose the files inside it.").format(name=clean_name(source.name)))
