"""Tells by its bytes what a file is, and warns of those that can do harm when opened."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

from armdesk.evidence.names import split
from armdesk.i18n import N_

EXECUTABLE = N_("This is a program. It is kept, but armdesk never starts it; a mailed program is often a trap.")
SCRIPT = N_("This file contains commands that a computer may run when it is opened.")
SHORTCUT = N_("This is a shortcut: it opens something else than it shows.")
MACROS = N_("This document contains macros, small programs that may run when it is opened.")
DISGUISED = N_("This file is a program that is named like a document. Do not open it; ask the sender.")
EMPTY = N_("This file is empty: it was probably not copied to the end.")

_HEAD = 4096
_PROGRAMS = {
    ".exe", ".com", ".scr", ".pif", ".msi", ".msp", ".msix", ".appx", ".cpl", ".dll", ".sys", ".drv", ".ocx",
    ".jar", ".apk", ".deb", ".rpm", ".dmg", ".pkg", ".app", ".appimage", ".run", ".bin", ".gadget", ".xll",
}
_SCRIPTS = {
    ".bat", ".cmd", ".ps1", ".psm1", ".vbs", ".vbe", ".js", ".jse", ".mjs", ".wsf", ".wsh", ".wsc", ".sct",
    ".hta", ".sh", ".bash", ".zsh", ".py", ".pyw", ".pl", ".rb", ".php", ".reg", ".inf", ".ade", ".adp",
    ".chm", ".hlp", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".svg", ".svgz", ".swf", ".iso", ".img",
    ".vhd",
}
_SHORTCUTS = {
    ".lnk", ".url", ".desktop", ".webloc", ".scf", ".library-ms", ".search-ms", ".settingcontent-ms",
    ".appref-ms", ".website",
}
_MACRO_ENDINGS = {
    ".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".xlsb", ".pptm", ".potm", ".ppam", ".ppsm", ".sldm", ".mde",
    ".accde",
}
_DOCUMENTS = {
    ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".csv", ".txt", ".rtf", ".jpg",
    ".jpeg", ".png", ".gif", ".tif", ".tiff", ".heic", ".webp", ".mp3", ".mp4", ".zip",
}
_STARTS = (
    (b"%PDF-", "application/pdf"), (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"), (b"GIF89a", "image/gif"), (b"II*\x00", "image/tiff"), (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"), (b"{\\rtf", "application/rtf"), (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"MZ", "application/x-dosexec"), (b"\x7fELF", "application/x-elf"), (b"\xcf\xfa\xed\xfe", "application/x-mach-o"),
    (b"\xce\xfa\xed\xfe", "application/x-mach-o"), (b"\xca\xfe\xba\xbe", "application/x-mach-o"),
    (b"#!", "text/x-script"), (b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut"),
    (b"Rar!\x1a\x07", "application/vnd.rar"), (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"), (b"OggS", "audio/ogg"), (b"ID3", "audio/mpeg"), (b"fLaC", "audio/flac"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)
_INSIDE_ZIP = (
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("AndroidManifest.xml", "application/vnd.android.package-archive"),
    ("META-INF/MANIFEST.MF", "application/java-archive"),
)
_BRANDS = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heif", b"avif": "image/avif",
           b"qt  ": "video/quicktime", b"M4A ": "audio/mp4"}
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_MOST_NAMES = 20_000


def media_type(path: Path) -> str:
    """What the bytes of a file are, whatever its name says; "application/octet-stream" where nothing is known."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head:
        return "application/x-empty"
    for start, kind in _STARTS:
        if head.startswith(start):
            return _inside(path) if kind == "application/zip" else kind
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "application/octet-stream")
    return _text_kind(head)


def risk_of(path: Path, name: str, kind: str) -> str:
    """Why a file can do harm when opened, as a sentence to translate, or "".  Shape: kind is its media_type()."""
    stem, ending = split(name.lower())
    program = kind in {"application/x-dosexec", "application/x-elf", "application/x-mach-o",
                       "application/java-archive", "application/vnd.android.package-archive"}
    harmful = ending in _PROGRAMS | _SCRIPTS | _SHORTCUTS
    if (program and ending in _DOCUMENTS) or (harmful and split(stem)[1] in _DOCUMENTS):
        return DISGUISED
    if program or ending in _PROGRAMS:
        return EXECUTABLE
    if kind == "application/x-ms-shortcut" or ending in _SHORTCUTS:
        return SHORTCUT
    if kind in {"text/x-script", "text/html", "image/svg+xml"} or ending in _SCRIPTS:
        return SCRIPT
    if ending in _MACRO_ENDINGS or _has_macros(path, kind):
        return MACROS
    return EMPTY if kind == "application/x-empty" else ""


def _text_kind(head: bytes) -> str:
    """Kind of a file without a known start: a web page, a drawing, plain text or something unknown."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text/plain"
    if any(sign < 9 or (13 < sign < 32 and sign != 27) for sign in head):
        return "application/octet-stream"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start and start.startswith((b"<svg", b"<?xml", b"<!")):
        return "image/svg+xml"
    if start.startswith((b"<!doctype html", b"<html", b"<script", b"<head", b"<body")) or b"<html" in start[:1024]:
        return "text/html"
    return "text/xml" if start.startswith(b"<?xml") else "text/plain"


def _inside(path: Path) -> str:
    """Kind of a file that is a zip by its start: by the names inside."""
    names = _names(path)
    if "mimetype" in names:
        with zipfile.ZipFile(path) as archive, archive.open("mimetype") as member:
            found = member.read(100).decode("ascii", "replace").strip()
        return found if found.startswith("application/") and found.isprintable() else "application/zip"
    for start, kind in _INSIDE_ZIP:
        if any(name.startswith(start) for name in names):
            return kind
    return "application/zip"


def _names(path: Path) -> list[str]:
    """Names inside a zip; none where it is broken or has more than any document has."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 66_000))
        tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or end + 12 > len(tail) or struct.unpack_from("<H", tail, end + 10)[0] > _MOST_NAMES:
        return []
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
        return []


def _has_macros(path: Path, kind: str) -> bool:
    if kind == "application/x-ole-storage":
        return _contains(path, "_VBA_PROJECT".encode("utf-16-le"))
    if kind.startswith(("application/vnd.openxmlformats", "application/vnd.oasis", "application/zip")):
        return any(name.endswith("vbaProject.bin") or name.startswith(("Basic/", "Scripts/")) for name in _names(path))
    return False


def _contains(path: Path, wanted: bytes) -> bool:
    kept = b""
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            if wanted in kept + chunk:
                return True
            kept = chunk[-len(wanted):]
    return False
