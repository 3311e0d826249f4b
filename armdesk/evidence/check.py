"""Tells whether all kept documents are there, unchanged, and wanted by some record."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from armdesk.evidence.files import FileStore
from armdesk.i18n import N_, _
from armdesk.progress import SILENT, Progress

MISSING, CHANGED, UNREADABLE, EXTRA, LEFTOVER = "missing", "changed", "unreadable", "extra", "leftover"
_NOTHING: Mapping[str, str] = MappingProxyType({})
_SENTENCES = {
    MISSING: N_("The file of {name} is missing. Restore it from a backup, or add it again."),
    CHANGED: N_("The file of {name} was changed since it was kept. Restore it from a backup, or add it again."),
    UNREADABLE: N_("The file of {name} cannot be read. The disk may be failing: restore from a backup."),
    EXTRA: N_("The file {name} belongs to no document. It may stay; nothing depends on it."),
    LEFTOVER: N_("The file {name} was left by work that was cut off. It can be deleted."),
}


@dataclass(frozen=True)
class FileFinding:
    """One thing that is not as it should be.  Shape: sha256 is "" for a file that is no document."""

    kind: str
    sha256: str
    name: str

    def sentence(self) -> str:
        """What is wrong and what to do, in the language in force."""
        return _(_SENTENCES[self.kind]).format(name=self.name)


def check_files(store: FileStore, wanted: Iterable[tuple[str, str]], progress: Progress = SILENT, *,
                known: Mapping[str, str] = _NOTHING, proved: dict[str, str] | None = None,
                unwanted: bool = True) -> list[FileFinding]:
    """Read every document and compare it with its SHA-256; then, if asked, name what lies there unwanted.

    Shape: wanted holds (sha256, name to show); the same content under two names is read once and told for each.  A file
    whose stamp is that of `known` is not read again; proved takes the stamps of those that are right.
    """
    names: dict[str, list[str]] = {}
    for sha256, name in wanted:
        names.setdefault(sha256, []).append(name)
    found: list[FileFinding] = []
    for done, (sha256, shown) in enumerate(names.items(), 1):
        kind, stamp = _state(store.path(sha256), sha256, known.get(sha256, ""))
        if proved is not None and not kind:
            proved[sha256] = stamp
        found += [FileFinding(kind, sha256, name) for name in shown if kind]
        progress.step(done, len(names), _("Checking documents"))
    return found + (_unwanted(store, names.keys()) if unwanted else [])


def _state(path: Path, sha256: str, known: str) -> tuple[str, str]:
    """What is wrong with one file, or "", and its stamp."""
    try:
        if known and known == _stamp(path.stat()):
            return "", known
        with path.open("rb") as stream:
            stamp = _stamp(os.fstat(stream.fileno()))  # before reading: what is written meanwhile is read again
            return "" if hashlib.file_digest(stream, "sha256").hexdigest() == sha256 else CHANGED, stamp
    except FileNotFoundError:
        return MISSING, ""
    except OSError:
        return UNREADABLE, ""


def _stamp(stat: os.stat_result) -> str:
    """What changes with a file.  On Linux and macOS the last time cannot be set back without setting the clock."""
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_dev} {stat.st_ino}"


def _unwanted(store: FileStore, wanted: Iterable[str]) -> list[FileFinding]:
    kept = {store.path(sha256) for sha256 in wanted}
    found = []
    for path in sorted(store.folder.rglob("*")):
        if path not in kept and (path.is_symlink() or not path.is_dir()):
            name = path.relative_to(store.folder).as_posix()
            kind = LEFTOVER if path.name.startswith(".armdesk-") and path.suffix == ".part" else EXTRA
            found.append(FileFinding(kind, path.name if kind == EXTRA and len(path.name) == 64 else "", name))
    return found
