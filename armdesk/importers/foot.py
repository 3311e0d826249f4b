"""Rows below a table that are no rows of it: remarks, who prepared it, who signs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from armdesk.fields import Code, Date, Whole, fold
from armdesk.i18n import _
from armdesk.importers import headings as heads
from armdesk.importers.layout import DITTO
from armdesk.record import Record

_COUNTED = frozenset(("production", "sale", "payment", "reagent_movement"))
"""Registers of amounts: a row without any figure is no row of theirs."""
_VARIANTS = {"a": "[aàáâã]", "e": "[eèéêë]", "i": "[iíîï]", "o": "[oóôõ]", "u": "[uúùûü]", "c": "[cç]", "n": "[nñ]"}


def skipped(type_: type[Record], fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rules of a recipe for the rows below its table."""
    aliases = {name: columns(source) for name, source in fields.items()}
    needed = next((name for name in fields if isinstance(type_.field(name), Date) and type_.field(name).required), "")
    first = next((name for name in fields if type_.field(name).required and aliases[name]), "")
    figures = [alias for name, places in aliases.items() if isinstance(type_.field(name), Whole | Code)
               for alias in places]
    rules = []
    if type_.type_name() in _COUNTED:
        rules.append({"reason": _("a remark below the table"), "words_only": True})
    elif needed and aliases[needed]:
        rules.append({"reason": _("a remark below the table"), "column": aliases[needed][0],
                      "pattern": rf"^(?!(?:{_ditto()})$)\D+$",
                      "empty": [alias for alias in figures if alias not in aliases[needed]]})
    elif first:
        own = aliases[first]
        every = [alias for places in aliases.values() for alias in places if alias not in own]
        rules.append({"reason": _("a remark below the table"), "column": own[0], "pattern": _signs(),
                      "empty": [] if type_.type_name() == "person" else list(dict.fromkeys(every))})
    return rules


@lru_cache(maxsize=1)
def _signs() -> str:
    return rf"^\W*(?:{'|'.join(loose(word) for word in heads.words()['sign'])})(?!\w)"


@lru_cache(maxsize=1)
def _ditto() -> str:
    return "|".join(map(re.escape, sorted(DITTO)))


@lru_cache(maxsize=512)
def loose(word: str) -> str:
    """A word as a pattern that minds accents no more than offices do."""
    return "".join(_VARIANTS.get(fold(letter), re.escape(letter)) for letter in word)


def columns(source: Any) -> list[str]:
    """The columns a field is read from."""
    if isinstance(source, str):
        return [source]
    given = source or {}
    return [given["column"]] if "column" in given else list(given.get("join", []))
