"""Tells whether all kept documents are there, unchanged, and wanted by some record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from armdesk.evidence.files import FileStore
from armdesk.i18n import N_, _
from armdesk.progress import SILENT, Progress

MISSING, CHANGED, UNREADABLE, EXTRA, LEFTOVER = "missing", "changed", "unreadable", "extra", "leftover"
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


def check_files(
    store: FileStore, wanted: Iterable[tuple[str, str]], progress: Progress = SILENT
) -> list[FileFinding]:
    """Read every document and compare it with its SHA-256; then name what lies there unwanted.

    Shape: wanted holds (sha256, name to show); the same content under two names is read once and told for each.
    """
    names: dict[str, list[str]] = {}
    for sha256, name in wanted:
        names.setdefault(sha256, []).append(name)
    found: list[FileFinding] = []
    for done, (sha256, shown) in enumerate(names.items(), 1):
        kind = _state(store.path(sha256), sha256)
        found += [FileFinding(kind, sha256, name) for name in shown if kind]
        progress.step(done, len(names), _("Checking documents"))
    return found + _unwanted(store, names.keys())


def _state(path: Path, sha256: str) -> str:
    """What is wrong with one file, or ""."""
    try:
        with path.open("rb") as stream:
            return "" if hashlib.file_digest(stream, "sha256").hexdigest() == sha256 else CHANGED
    except FileNotFoundError:
        return MISSING
    except OSError:
        return UNREADABLE


def _unwanted(store: FileStore, wanted: Iterable[str]) -> list[FileFinding]:
    kept = {store.path(sha256) for sha256 in wanted}
    found = []
    for path in sorted(store.folder.rglob("*")):
        if path not in kept and (path.is_symlink() or not path.is_dir()):
            name = path.relative_to(store.folder).as_posix()
            kind = LEFTOVER if path.name.startswith(".armdesk-") and path.suffix == ".part" else EXTRA
            found.append(FileFinding(kind, path.name if kind == EXTRA and len(path.name) == 64 else "", name))
    return found
