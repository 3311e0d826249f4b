"""Reads and checks the catalogue files: those that come with armdesk and those an office adds to its workspace."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from armdesk import paths
from armdesk.catalogues.catalogue import Catalogue
from armdesk.catalogues.parse import parse
from armdesk.errors import CatalogueError
from armdesk.i18n import _

_LARGEST = 20 * 1024 * 1024
_SHOWN_PROBLEMS = 10


def load_catalogue(path: Path) -> Catalogue:
    """The catalogue of one file, read again only when the file has changed.

    Errors: CatalogueError names the file and, for each of the first ten problems, the row and the field.
    """
    try:
        stand = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    if stand.st_size > _LARGEST:
        raise _refusal(_("The file {file} is too large for a catalogue. Choose another file."), file=path.name)
    return _load(path, stand.st_mtime_ns, stand.st_size)


def available(extra_folder: Path | None = None, faults: list[CatalogueError] | None = None) -> list[Catalogue]:
    """All catalogues, by key; a file of the office's own folder takes the place of ours with the same key.

    Shape: with faults given, a broken file of the office's folder is put there and left out; the others still serve.
    Errors: CatalogueError if a file is broken, or if two files of one folder hold the same catalogue.
    """
    found = _in_folder(paths.resources() / "catalogues")
    if extra_folder is not None and extra_folder.is_dir():
        found |= _in_folder(extra_folder, faults)
    return [catalogue for _key, catalogue in sorted(found.items())]


def get(key: str, extra_folder: Path | None = None) -> Catalogue:
    """The catalogue with this key, such as "craft-2.0".

    A broken file of the office stands in the way of its own catalogue only (the one it is named after).
    Errors: CatalogueError if there is none.
    """
    named = extra_folder / f"{key}.json" if extra_folder is not None else None
    if named is not None and named.is_file():
        load_catalogue(named)
    faults: list[CatalogueError] = []
    for catalogue in available(extra_folder, faults):
        if catalogue.key == key:
            return catalogue
    if faults:
        raise faults[0]
    raise _refusal(
        _("The catalogue {key} is not here. Copy its file into the folder “catalogues” of the workspace."), key=key
    )


def sum_of(key: str, extra_folder: Path | None = None) -> str:
    """SHA-256 of the file a catalogue is read from, by which a corrected one is noticed; "" where there is none."""
    folders = [*([extra_folder] if extra_folder is not None and extra_folder.is_dir() else []),
               paths.resources() / "catalogues"]
    for folder in folders:
        for path in [folder / f"{key}.json", *sorted(folder.glob("[!.]*.json"))]:
            with suppress(CatalogueError, OSError):
                if load_catalogue(path).key == key:
                    return hashlib.sha256(path.read_bytes()).hexdigest()
    return ""


def _in_folder(folder: Path, faults: list[CatalogueError] | None = None) -> dict[str, Catalogue]:
    found: dict[str, Catalogue] = {}
    files: dict[str, str] = {}
    for path in sorted(folder.glob("[!.]*.json")):  # a leading dot: leftovers of other systems on sticks
        try:
            key = (catalogue := load_catalogue(path)).key
        except CatalogueError as fault:
            if faults is None:
                raise
            faults.append(fault)
            continue
        if key in found:
            sentence = _("The files {first} and {second} both hold the catalogue {key}. Remove one of them.")
            raise _refusal(sentence, first=files[key], second=path.name, key=key)
        found[key], files[key] = catalogue, path.name
    return found


@lru_cache(maxsize=64)
def _load(path: Path, _mtime: int, _size: int) -> Catalogue:
    problems: list[str] = []
    catalogue = parse(_content(path), problems)
    if catalogue is not None:
        return catalogue
    shown = problems[:_SHOWN_PROBLEMS]
    if len(problems) > len(shown):
        shown.append(_("and {count} more.").format(count=len(problems) - len(shown)))
    opening = _("The catalogue file {file} cannot be used. Correct these places and try again:").format(file=path.name)
    raise CatalogueError("\n".join([opening, *shown]))


def _content(path: Path) -> object:
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"), object_pairs_hook=_without_twins)
    except OSError as error:
        raise _unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise _refusal(_("The file {file} is not written in UTF-8. Save it again as UTF-8."), file=path.name) from error
    except json.JSONDecodeError as error:
        sentence = _("The file {file} is not valid JSON at line {line}, column {column}. Correct it there.")
        raise _refusal(sentence, file=path.name, line=error.lineno, column=error.colno) from error
    except _Twin as error:
        sentence = _("The file {file} names the field “{name}” twice in one object. Remove one of them.")
        raise _refusal(sentence, file=path.name, name=error) from error
    except (RecursionError, ValueError) as error:  # nested thousands deep, or a number of thousands of digits
        raise _refusal(_("The file {file} is not a catalogue. Choose another file."), file=path.name) from error


class _Twin(ValueError):
    """A field stands twice in one object; JSON would keep the last without a word."""


def _without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _value in pairs]
        raise _Twin(next(name for name in names if names.count(name) > 1))
    return fields


def _unreadable(path: Path, error: OSError) -> CatalogueError:
    sentence = _("The file {file} cannot be read ({reason}). Check that it is there and may be opened.")
    return _refusal(sentence, file=path.name, reason=error.strerror or type(error).__name__)


def _refusal(sentence: str, **names: object) -> CatalogueError:
    return CatalogueError(sentence.format(**names))
