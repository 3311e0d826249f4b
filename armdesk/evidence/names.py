"""Cleans the names of files from outside: for showing, for saving on any system, and for reading in a pack."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import count

_LONGEST_BYTES = 200   # file systems allow 255 bytes; the rest is for what is put before or behind
_LONGEST_IN_PACK = 80  # Windows Explorer stops at 260 signs for the whole path
_LONGEST_SUFFIX = 12
_UNSHOWN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)
_UNREADABLE = re.compile(r"[^\w.()-]+|_{2,}")


def clean_name(name: str, fallback: str = "document") -> str:
    """The name to show for a file: without folders, invisible signs and what no Windows can save; NFC; ending kept."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(" " if sign.isspace() else sign for sign in unicodedata.normalize("NFC", last)
                    if sign.isspace() or unicodedata.category(sign) not in _UNSHOWN)
    plain = " ".join(_FORBIDDEN.sub("_", shown).split()).strip(". ")
    if not plain:
        return fallback
    return _unreserved(_cut(plain, _LONGEST_BYTES))


def pack_name(name: str, taken: Container[str] = ()) -> str:
    """A readable name for a file in a pack: letters of any language, digits and `-_.()` only, no spaces.

    Shape: taken holds the result of folded() of every name already used in that folder of the pack.
    """
    stem, suffix = split(clean_name(name))
    suffix = _UNREADABLE.sub("", suffix)
    stem = _UNREADABLE.sub("_", stem).strip("._-") or "document"
    plain = _unreserved(_cut(stem + suffix, _LONGEST_IN_PACK))
    stem, suffix = split(plain)
    for number in count(2):
        if folded(plain) not in taken:
            break
        plain = f"{stem}_{number}{suffix}"
    return plain


def folded(name: str) -> str:
    """What two names have in common that one folder cannot hold both of: capitals and ways to write an accent."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", name).casefold())


def printable(text: str) -> str:
    """A name from outside as it may be printed in a message: nothing invisible, nothing that steers a terminal."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def split(name: str) -> tuple[str, str]:
    """Name and ending (with its dot); a long or missing ending counts as part of the name."""
    stem, dot, suffix = name.rpartition(".")
    if stem and 0 < len(suffix) < _LONGEST_SUFFIX and " " not in suffix:
        return stem, dot + suffix
    return name, ""


def _cut(name: str, longest: int) -> str:
    """Shorten the part before the ending, in whole signs with their accents."""
    stem, suffix = split(name)
    if len(name.encode()) <= longest:
        return name
    kept = stem.encode()[:longest - len(suffix.encode())].decode("utf-8", "ignore")
    while kept and unicodedata.combining(stem[len(kept)]):
        kept = kept[:-1]
    return kept.rstrip(". _") + suffix


def _unreserved(name: str) -> str:
    """Names of Windows devices get a sign more: CON.txt becomes CON_.txt."""
    device = _RESERVED.match(name)
    return name[:device.end()] + "_" + name[device.end():] if device else name
