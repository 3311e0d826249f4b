"""What a file really is, told by its bytes, and whether it is safe to open at all."""

from __future__ import annotations

import posixpath
import stat
import zipfile
import zlib
from collections.abc import Callable
from enum import Enum
from pathlib import Path

from armdesk.errors import RefusedFile
from armdesk.i18n import N_, _
from armdesk.importers.parts import read_part

LARGEST_INSIDE = 100 * 1024 * 1024  # bytes when unpacked: 200 MB took 447 MB of memory
LARGEST_RATIO = 100
MOST_PARTS = 2_000
LARGEST_TEXT = 200 * 1024 * 1024
_HEAD = 64 * 1024


class Kind(Enum):
    """The kinds of table files that can be read."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    TEXT = "csv"


_FOREIGN = (
    (b"%PDF", N_("“{file}” is a PDF, not a table; put it into the evidence inbox.")),
    (b"\xff\xd8\xff", N_("“{file}” is a picture, not a table; put it into the evidence inbox.")),
    (b"\x89PNG", N_("“{file}” is a picture, not a table; put it into the evidence inbox.")),
    (b"{\\rtf", N_("“{file}” is a text document, not a table; open it and save its table as a workbook.")),
    (b"Rar!", N_("“{file}” is an archive; unpack it first and choose the workbook inside.")),
    (b"7z\xbc\xaf", N_("“{file}” is an archive; unpack it first and choose the workbook inside.")),
    (b"\x1f\x8b", N_("“{file}” is an archive; unpack it first and choose the workbook inside.")),
    (b"SQLite format 3", N_("“{file}” is a database, not a table; choose a workbook or a CSV file.")),
)
_WORKBOOK_ENDINGS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".xltx"}
_ARCHIVE_ENDINGS = (".zip", ".7z", ".rar", ".gz", ".xlsx", ".xlsm", ".xlsb", ".ods", ".docx", ".tar")
_PASSWORD = N_("“{file}” is protected by a password; remove the password in the spreadsheet program and save it.")
_TOO_LARGE = N_(
    "“{file}” would unpack to more than {limit} MB; it is refused unopened.  Split it and import the parts."
)
_DAMAGED = N_("“{file}” is damaged or cut short; get it again from where it came from.")


def sniff(path: Path) -> Kind:
    """The kind of a table file.  Errors: RefusedFile with what it is instead, or why it is not safe to open."""

    def refused(sentence: str) -> RefusedFile:
        return RefusedFile(_(sentence).format(file=path.name, limit=LARGEST_INSIDE // 1024 // 1024))

    head, size = _head(path, refused)
    for mark, sentence in _FOREIGN:
        if head.startswith(mark):
            raise refused(sentence)
    if head.startswith(b"PK"):
        return _sniff_zip(path, size, refused)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _sniff_compound(path, refused)
    return _sniff_text(path, head, size, refused)


def _head(path: Path, refused: Callable[[str], RefusedFile]) -> tuple[bytes, int]:
    """First bytes and size of a file that can be read at all."""
    try:
        about = path.stat()
        if not (stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode)):
            raise refused(N_("“{file}” is not a file; choose a file."))  # a pipe would keep us waiting for ever
        size = about.st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except IsADirectoryError:
        raise refused(N_("“{file}” is a folder; choose a file.")) from None
    except FileNotFoundError:
        raise refused(N_("“{file}” is not there any more; choose it again.")) from None
    except OSError:
        raise refused(N_("“{file}” cannot be read; close it in other programs and try again.")) from None
    if not size:
        raise refused(N_("“{file}” is empty; nothing to import."))
    return head, size


def _sniff_text(path: Path, head: bytes, size: int, refused: Callable[[str], RefusedFile]) -> Kind:
    """A text table, unless it is a web page, an XML file or a workbook's name on a plain text."""
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if plain.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<style")):
        raise refused(N_("“{file}” is a web page, not a workbook; save it as .xlsx in the spreadsheet program."))
    if plain.startswith(b"<?xml"):
        raise refused(N_("“{file}” is an XML file; open it in the spreadsheet program and save it as .xlsx."))
    strange = sum(byte < 9 or 13 < byte < 32 for byte in plain[:4096] if byte != 26)
    if strange > len(plain[:4096]) // 50:
        raise refused(N_("“{file}” is not a table that armdesk can read; choose a workbook or a CSV file."))
    if path.suffix.lower() in _WORKBOOK_ENDINGS:
        raise refused(N_("“{file}” is a text table (CSV) with a workbook's name; rename it to end in .csv."))
    if size > LARGEST_TEXT:
        raise refused(N_("“{file}” is too large for one import; split it and import the parts."))
    return Kind.TEXT


def _sniff_compound(path: Path, refused: Callable[[str], RefusedFile]) -> Kind:
    """An old binary workbook, unless it is an encrypted new one or another old document."""
    content = path.read_bytes() if path.stat().st_size <= LARGEST_INSIDE else b""
    if not content:
        raise refused(_TOO_LARGE)

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") + b"\0\0" in content

    if has("EncryptedPackage"):
        raise refused(_PASSWORD)
    if has("Workbook") or has("Book"):
        return Kind.XLS
    if has("WordDocument"):
        raise refused(N_("“{file}” is a Word document, not a workbook; save its table as a workbook."))
    raise refused(N_("“{file}” is an old Office file, but not a workbook; choose a workbook or a CSV file."))


def _sniff_zip(path: Path, size: int, refused: Callable[[str], RefusedFile]) -> Kind:
    """A new workbook, after its declared sizes were counted; nothing is unpacked here but two small lists."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_parts(parts, size, refused)
            names = {part.filename for part in parts}
            if "mimetype" in names:
                return _sniff_open_document(archive, names, refused)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, NotImplementedError, ValueError):
        raise refused(_DAMAGED) from None
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "xl/workbook.bin" in names:
        return Kind.XLSB
    if "word/document.xml" in names:
        raise refused(N_("“{file}” is a Word document, not a workbook; save its table as a workbook."))
    raise refused(N_("“{file}” is an archive; unpack it first and choose the workbook inside."))


def _check_parts(parts: list[zipfile.ZipInfo], size: int, refused: Callable[[str], RefusedFile]) -> None:
    """Refuse archives made to hurt; sizes are checked again while reading.  Source: limits measured on such files."""
    inside = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS:
        raise refused(N_("“{file}” has too many parts or sheets; it is refused unopened."))
    if inside > LARGEST_INSIDE:
        raise refused(_TOO_LARGE)
    if any(part.file_size > LARGEST_RATIO * max(part.compress_size, 1000) for part in parts):
        raise refused(N_("“{file}” is packed more tightly than any honest workbook; it is refused unopened."))
    # The fast reader finds parts without regard to capitals and to the slant of the stroke.
    plain = {posixpath.normpath(part.filename.lower().replace("\\", "/")) for part in parts}
    if len(plain) < len(parts) or packed > size:
        raise refused(N_("“{file}” holds the same part twice; it is refused."))
    if any(part.flag_bits & 1 for part in parts):
        raise refused(_PASSWORD)
    if any(part.filename.lower().endswith(_ARCHIVE_ENDINGS) for part in parts):
        raise refused(N_("“{file}” contains another archive; save the table alone as a new workbook."))


def _sniff_open_document(archive: zipfile.ZipFile, names: set[str], refused: Callable[[str], RefusedFile]) -> Kind:
    """A LibreOffice workbook, unless it is another document of that family or has a password."""
    kind = read_part(archive, "mimetype").strip()
    if "META-INF/manifest.xml" in names and b"encryption-data" in read_part(archive, "META-INF/manifest.xml"):
        raise refused(_PASSWORD)
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet") and "content.xml" in names:
        return Kind.ODS
    raise refused(N_("“{file}” is a document, not a workbook; save its table as a workbook."))
