"""Reads a compiled catalogue of texts one text at a time: a start needs a hundred of them, the file holds thousands."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import cached_property
from struct import unpack_from
from typing import Any

_LITTLE = 0x950412DE
_HEADER = 20
"""Source: gettext manual, "The Format of GNU MO Files"; our own files are written low byte first."""


class Texts:
    """The texts of one file, looked up as gettext does.

    Shape: a key is the English text, or (English text, number of the plural form); the file holds them sorted.
    """

    def __init__(self, content: bytes) -> None:
        magic, _revision, self._count, self._ours, self._theirs = unpack_from("<5I", content)
        if magic != _LITTLE:
            raise OSError(0, "Bad magic number")
        self._content = content
        self._known: dict[str | tuple[str, int], str | None] = {}

    def get(self, key: str | tuple[str, int], default: Any = None) -> Any:
        """A translation, or the default where there is none."""
        if key not in self._known:
            self._known[key] = self._found(*((key, None) if isinstance(key, str) else key))
        found = self._known[key]
        return default if found is None else found

    def __getitem__(self, key: tuple[str, int]) -> str:
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return str(found)

    def _found(self, text: str, form: int | None) -> str | None:
        wanted = text.encode("utf-8", "surrogatepass")
        if form is not None:
            wanted += b"\0"  # behind it the English plural
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            if self._at(self._ours, middle) < wanted:
                low = middle + 1
            else:
                high = middle
        original = self._at(self._ours, low) if low < self._count else b""
        if form is None:
            return self._at(self._theirs, low).decode("utf-8") if original == wanted and low < self._count else None
        forms = self._at(self._theirs, low).split(b"\0") if original.startswith(wanted) else []
        return forms[form].decode("utf-8") if form < len(forms) else None

    def _at(self, table: int, place: int) -> bytes:
        length, start = unpack_from("<2I", self._content, table + 8 * place)
        return self._content[start : start + length]


class Catalogue(gettext.GNUTranslations):
    """The texts of one language."""

    def _parse(self, fp: Any) -> None:
        """Keep the file as it is; gettext lets a subclass do so for formats of its own."""
        self._catalog = Texts(fp.read())
        self._charset = "utf-8"
        head = str(self._catalog.get("", ""))
        lines = (line.partition(":") for line in head.splitlines() if ":" in line)
        self._info = {name.strip().lower(): value.strip() for name, _colon, value in lines}

    def plural(self, n: int) -> int:
        """Which form stands with a number of things."""
        return self._rule(n)

    @cached_property
    def _rule(self) -> Callable[[int], int]:
        rule = self._info.get("plural-forms", "nplurals=2; plural=n != 1;").split("plural=")[1]
        made: Callable[[int], int] = gettext.c2py(rule.rstrip(";"))
        return made
