"""Makes a folder a sealed bag: BagIt 1.0 lists of SHA-256 over every file, signed in minisign form.

Source: RFC 8493.  Layout: `data/` holds the content; beside it lie the lists, `armdesk.pub` and what explains them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from armdesk.evidence.names import folded
from armdesk.i18n import _
from armdesk.progress import SILENT, Progress
from armdesk.signing import SigningKey

PAYLOAD = "data"
DECLARATION, LABELS = "bagit.txt", "bag-info.txt"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
SIGNATURE, PUBLIC_KEY = "tagmanifest-sha256.txt.minisig", "armdesk.pub"
DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

MADE_ON, OXUM = "Bagging-Date", "Payload-Oxum"
PACK_NUMBER, PREVIOUS_ROOT, HISTORY_HEAD = "Armdesk-Pack-Number", "Armdesk-Previous-Root", "Armdesk-History-Head"

_CHUNK = 1 << 20
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_ESCAPES = {"%": "%25", "\n": "%0A", "\r": "%0D"}

Hashed = tuple[str, int]


class NotAList(ValueError):
    """The text is not a BagIt list as we write it."""


def copy_hashed(source: Path, target: Path) -> Hashed:
    """Copy a file and hash it in the same reading.  Shape: (SHA-256, bytes), for finish_bag."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as original, target.open("wb") as copy:
        while chunk := original.read(_CHUNK):
            copy.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def finish_bag(
    folder: Path,
    labels: Mapping[str, str],
    signing_key: SigningKey,
    trusted_comment: str,
    hashed: Mapping[str, Hashed] | None = None,
    progress: Progress = SILENT,
) -> str:
    """Write all lists of a bag and sign them; afterwards no file in it may change.  Answers the root hash.

    Shape: labels go to bag-info.txt in their order (Payload-Oxum is added), see MADE_ON, PACK_NUMBER, PREVIOUS_ROOT
    (root hash of the pack before) and HISTORY_HEAD ("number hash").  hashed spares a second reading of files that were
    copied with copy_hashed: name in the bag, from "data/", to its answer.  Files beside data/ are already there.
    Errors: ValueError where two names cannot lie in one folder, or a link lies in the bag.
    """
    _remove_empty_folders(folder)
    payload, total = _hash_payload(folder, hashed or {}, progress)
    (folder / DECLARATION).write_bytes(DECLARED)
    (folder / LABELS).write_bytes(labels_text({**labels, OXUM: f"{total}.{len(payload)}"}).encode())
    (folder / MANIFEST).write_bytes(list_text(payload).encode())
    (folder / PUBLIC_KEY).write_bytes(signing_key.public_key_text().encode())
    for old in (TAG_MANIFEST, SIGNATURE):
        (folder / old).unlink(missing_ok=True)
    tags = {name: _hash(path)[0] for name, path in files_in(folder) if not name.startswith(PAYLOAD + "/")}
    (folder / TAG_MANIFEST).write_bytes(list_text(tags).encode())
    (folder / SIGNATURE).write_bytes(signing_key.sign(folder / TAG_MANIFEST, trusted_comment).encode())
    return root_hash(folder)


def root_hash(folder: Path) -> str:
    """One hash that stands for every byte of a finished bag: SHA-256 of its tag manifest."""
    return _hash(folder / TAG_MANIFEST)[0]


def list_text(hashes: Mapping[str, str]) -> str:
    """A BagIt list, sorted by name: what sha256sum -c reads."""
    return "".join(f"{hashes[name]}  {_escaped(name)}\n" for name in sorted(hashes, key=str.encode))


def read_list(content: bytes) -> dict[str, str]:
    """Name to SHA-256 of a list.  Errors: NotAList where it is not, byte for byte, as list_text writes it."""
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise NotAList(str(error)) from error
    hashes: dict[str, str] = {}
    for line in text.split("\n")[:-1]:
        found = _LINE.fullmatch(line)
        if found is None:
            raise NotAList(line)
        hashes[_unescaped(found[2])] = found[1]
    if list_text(hashes) != text:
        raise NotAList("not sorted, doubled or differently escaped")
    return hashes


def labels_text(labels: Mapping[str, str]) -> str:
    """The text of bag-info.txt; a value is one line."""
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in labels.items() if value.strip())


def read_labels(content: bytes) -> dict[str, str]:
    """Label to value of a bag-info.txt, as far as it can be read."""
    pairs = (line.partition(": ") for line in content.decode("utf-8", "replace").split("\n"))
    return {label: value for label, colon, value in pairs if colon}


def files_in(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file below a folder with its name in the bag, sorted."""
    found = [(path.relative_to(folder).as_posix(), path) for path in folder.rglob("*")
             if path.is_symlink() or not path.is_dir()]
    yield from sorted(found, key=lambda pair: pair[0].encode("utf-8", "surrogateescape"))


def _remove_empty_folders(folder: Path) -> None:
    """A bag lists files only: an empty folder would be in the folder but never in the zip."""
    for path in sorted((path for path in folder.rglob("*") if path.is_dir() and not path.is_symlink()), reverse=True):
        if not any(path.iterdir()):
            path.rmdir()


def _hash_payload(folder: Path, hashed: Mapping[str, Hashed], progress: Progress) -> tuple[dict[str, str], int]:
    files = [(name, path) for name, path in files_in(folder)]
    _refuse_twins(name for name, _path in files)
    payload, total = {}, 0
    for done, (name, path) in enumerate(files, 1):
        if path.is_symlink():
            raise ValueError(f"a link in the bag: {name}")
        if name.startswith(PAYLOAD + "/"):
            known = hashed.get(name)
            if known is None or known[1] != path.stat().st_size:
                known = _hash(path)
            payload[name] = known[0]
            total += known[1]
        progress.step(done, len(files), _("Sealing the pack"))
    return payload, total


def _refuse_twins(names: Iterable[str]) -> None:
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(folded(name), name)
        if other != name:
            raise ValueError(f"one folder cannot hold both on every system: {other!r}, {name!r}")


def _hash(path: Path) -> Hashed:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest(), stream.tell()


def _escaped(name: str) -> str:
    return "".join(_ESCAPES.get(sign, sign) for sign in name)


def _unescaped(name: str) -> str:
    for sign, escape in (("\n", "%0A"), ("\r", "%0D"), ("%", "%25")):
        name = name.replace(escape, sign)
    return name
