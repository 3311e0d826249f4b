"""Packs a finished bag into one zip, the same bytes for the same content, with a seal over the zip itself."""

from __future__ import annotations

import hashlib
import re
import zipfile
from datetime import date
from pathlib import Path

from armdesk import atomic
from armdesk.exports.bag import files_in
from armdesk.i18n import _
from armdesk.progress import SILENT, Progress

END_RECORD = 22
SEAL = re.compile(rb"armdesk zip sha256 ([0-9a-f]{64})")
SEAL_BYTES = 83
_CHUNK = 1 << 20
_BIG = 0xF000_0000
_ALREADY_SMALL = {
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".pdf", ".zip", ".xlsx", ".docx", ".pptx", ".ods", ".odt",
    ".mp4", ".mov", ".mp3", ".m4a", ".ogg", ".7z", ".gz", ".rar", ".woff2",
}
_EARLIEST, _LATEST = date(1980, 1, 1), date(2107, 12, 31)


def zip_bag(folder: Path, target: Path, made_on: date = _EARLIEST, progress: Progress = SILENT) -> str:
    """Zip a finished bag under its folder's name; pictures and documents are stored, text is deflated.

    Shape: every file bears the day made_on; the zip's comment holds the SHA-256 of all bytes before it, so that no bit
    of the zip itself changes unseen.  Answers the SHA-256 of the whole zip.
    Errors: DiskFull, ExportError; the old zip stays.
    """
    with atomic.replacing(target) as scratch:
        files = list(files_in(folder))
        with zipfile.ZipFile(scratch, "w") as archive:
            for done, (name, path) in enumerate(files):
                progress.step(done, len(files), _("Zipping the pack"))
                _add(archive, f"{folder.name}/{name}", path, min(max(made_on, _EARLIEST), _LATEST))
        return _seal(scratch)


def _add(archive: zipfile.ZipFile, name: str, path: Path, day: date) -> None:
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.create_system = 3  # the same bytes on Windows and Linux
    entry.external_attr = 0o100644 << 16
    entry.compress_type = zipfile.ZIP_STORED if path.suffix.lower() in _ALREADY_SMALL else zipfile.ZIP_DEFLATED
    size = entry.file_size = path.stat().st_size
    with path.open("rb") as source, archive.open(entry, "w", force_zip64=size >= _BIG) as member:
        while chunk := source.read(_CHUNK):
            member.write(chunk)


def _seal(path: Path) -> str:
    """Append the seal; the end record of a zip without comment is its last 22 bytes, closed by the comment's length."""
    with path.open("rb+") as stream:
        stream.seek(0, 2)
        content = stream.tell() - 2
        whole = hash_start(path, content)
        seal = b"armdesk zip sha256 " + whole.hexdigest().encode()
        ending = len(seal).to_bytes(2, "little") + seal
        stream.seek(content)
        stream.write(ending)
    whole.update(ending)
    return whole.hexdigest()


def hash_start(path: Path, size: int) -> hashlib._Hash:
    """SHA-256, still open, of the first bytes of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while size and (chunk := stream.read(min(_CHUNK, size))):
            digest.update(chunk)
            size -= len(chunk)
    return digest
