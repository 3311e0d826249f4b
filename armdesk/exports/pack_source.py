"""Reads the files of a pack, folder or zip, without unpacking anything and without trusting what it says of itself."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from armdesk.errors import PackError
from armdesk.evidence.names import printable
from armdesk.exports.bag import DECLARATION, files_in
from armdesk.exports.zipping import END_RECORD, SEAL, SEAL_BYTES, hash_start
from armdesk.i18n import _

_MOST_FILES = 100_000
_MOST_RATIO, _RATIO_FROM = 200, 100_000_000
_LARGEST_DIRECTORY = 100_000_000
_CHUNK = 1 << 20
_TAIL = END_RECORD + SEAL_BYTES + 20 + 56  # with the locator and end record of zips over 4 GiB
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError, OverflowError)


class BrokenFile(Exception):
    """One file of a pack cannot be read to its end, or is longer or shorter than the zip says."""


class PackSource(Protocol):
    """The files of a pack by their names in the bag, and what else lies there.

    Shape: sizes maps name to bytes; oddities holds names of links, devices and empty folders;
    container_problem is a sentence on the zip itself, or "".
    """

    sizes: dict[str, int]
    oddities: list[str]
    container_problem: str

    def chunks(self, name: str) -> Iterator[bytes]:
        """Content of a file in pieces.  Errors: BrokenFile."""


@contextmanager
def open_pack(path: Path) -> Iterator[PackSource]:
    """A pack, for reading.  Errors: PackError, saying why it is refused."""
    if path.is_dir():
        yield _Folder(path)
        return
    name = printable(path.name)
    try:
        stream = path.open("rb")
    except OSError as error:
        raise PackError(_("{name} cannot be read. Look whether it is still there.").format(name=name)) from error
    with stream:
        problem = _refusal_by_end(path, stream)
        if problem:
            raise PackError(problem)
        try:
            archive = zipfile.ZipFile(stream)
        except _BROKEN as error:
            raise PackError(_("{name} is damaged or no zip file. Ask for it again.").format(name=name)) from error
        with archive:
            yield _Zip(path, archive)


class _Folder:
    container_problem = ""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.sizes: dict[str, int] = {}
        self.oddities = [
            found.relative_to(folder).as_posix() + "/" for found in folder.rglob("*")
            if found.is_dir() and not found.is_symlink() and not any(found.iterdir())
        ]
        for name, path in files_in(folder):
            if path.is_symlink() or not path.is_file():
                self.oddities.append(name)
            else:
                self.sizes[name] = path.stat().st_size

    def chunks(self, name: str) -> Iterator[bytes]:
        """Content of a file in pieces."""
        try:
            with (self._folder / name).open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        except OSError as error:
            raise BrokenFile(name) from error


class _Zip:
    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.container_problem = _container_problem(path)
        entries = archive.infolist()
        _refuse_entries(entries)
        self._prefix = _prefix(entries)
        self._entries = {entry.filename.removeprefix(self._prefix): entry for entry in entries if not entry.is_dir()}
        self.sizes = {name: entry.file_size for name, entry in self._entries.items()}
        parents = {parent for entry in entries if not entry.is_dir() for parent in _parents(entry.filename)}
        self.oddities = [
            entry.filename for entry in entries if entry.is_dir() and (entry.file_size or entry.filename not in parents)
        ]

    def chunks(self, name: str) -> Iterator[bytes]:
        """Content of a file in pieces, never more than the zip declared."""
        entry, left = self._entries[name], self._entries[name].file_size
        try:
            with self._archive.open(entry) as member:
                while chunk := member.read(_CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        break
                    yield chunk
        except _BROKEN as error:
            raise BrokenFile(name) from error
        if left:
            raise BrokenFile(name)


def _refusal_by_end(path: Path, stream: BinaryIO) -> str:
    """Why a file is refused by its last bytes alone, before a hostile list of names is read into memory; or ""."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _TAIL))
    tail = stream.read()
    for end in (len(tail) - END_RECORD, len(tail) - END_RECORD - SEAL_BYTES):
        if end >= 0 and tail[end:end + 4] == b"PK\x05\x06":
            return _too_many() if _directory_bytes(tail, end) > _LARGEST_DIRECTORY else ""
    return _("{name} is damaged or no zip file. Ask for it again.").format(name=printable(path.name))


def _directory_bytes(tail: bytes, end: int) -> int:
    """Size of the list of names, as the end record says or, for very large zips, the record before it."""
    if tail[max(0, end - 20):end].startswith(b"PK\x06\x07"):
        return int.from_bytes(tail[end - 36:end - 28], "little")
    return int.from_bytes(tail[end + 12:end + 16], "little")


def _container_problem(path: Path) -> str:
    """What is wrong with the zip around the files; a zip that another program made anew has no seal and no problem."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - _TAIL))
        tail = stream.read()
    if tail[-END_RECORD:].startswith(b"PK\x05\x06") and tail.endswith(b"\0\0"):
        return ""
    seal = SEAL.fullmatch(tail[-SEAL_BYTES:])
    length = tail[-SEAL_BYTES - 2:-SEAL_BYTES]
    if (
        seal and length == SEAL_BYTES.to_bytes(2, "little")
        and hash_start(path, size - SEAL_BYTES - 2).hexdigest().encode() == seal[1]
    ):
        return ""
    return _("The zip file itself was changed after it was made. Ask for it again.")


def _refuse_entries(entries: list[zipfile.ZipInfo]) -> None:
    """Errors: PackError for what no honest zip holds: doubled or escaping names, locked or overlapping files, bombs."""
    if len(entries) > _MOST_FILES:
        raise PackError(_too_many())
    seen: set[str] = set()
    for entry in entries:
        name = printable(entry.orig_filename)
        if not _is_safe(entry.orig_filename):
            raise PackError(_("The pack holds a file with the forbidden name {name}. Do not use it.").format(name=name))
        if entry.orig_filename in seen:
            raise PackError(_("The pack holds {name} twice. Do not use it.").format(name=name))
        seen.add(entry.orig_filename)
        if entry.flag_bits & 1 or entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise PackError(_("The pack is locked with a password or zipped in an unusual way. Ask for a plain zip."))
        if entry.file_size > max(_RATIO_FROM, entry.compress_size * _MOST_RATIO):
            raise PackError(_("The pack holds {name}, which swells when unpacked. Do not use it.").format(name=name))
    free = min((entry.header_offset for entry in entries), default=0)
    if free:
        raise PackError(_("Something else stands in the zip file before the pack. Do not use it."))
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < free:
            raise PackError(_("The files of the pack lie over one another. Do not use it."))
        free = entry.header_offset + 30 + len(entry.orig_filename) + entry.compress_size


def _is_safe(name: str) -> bool:
    parts = name.removesuffix("/").split("/")
    return (
        0 < len(name) < 1000 and "\\" not in name and ":" not in parts[0]
        and all(part not in {"", ".", ".."} for part in parts) and all(sign >= " " for sign in name)
    )


def _prefix(entries: list[zipfile.ZipInfo]) -> str:
    """The one folder in the zip that is the bag, or "" where the bag lies at the top."""
    names = {entry.filename for entry in entries}
    tops = {name.split("/")[0] for name in names}
    if DECLARATION in names or len(tops) != 1:
        return ""
    return f"{tops.pop()}/"


def _parents(name: str) -> Iterator[str]:
    for place, sign in enumerate(name):
        if sign == "/":
            yield name[:place + 1]


def _too_many() -> str:
    return _("The pack holds more files than any pack does. Do not use it.")
