"""Makes any text safe for a cell: no control characters, nothing cut without a word, formulas told apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from armdesk.i18n import _

LONGEST = 32_767
"""Units: characters (UTF-16 units) in one cell.  Source: Excel specifications and limits."""

UNREADABLE = "\ufffd"
"""Stands where a character was that no file format can carry, so that the reader sees that something was there."""

_RETURNS = re.compile(r"\r\n?")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# CWE-1236 and ASVS 5.0, 1.2.10; the wide forms are typed on East Asian keyboards and read as the narrow ones.
_FORMULA_SIGNS = frozenset("=+-@\t\r\n＝＋－＠")


def clean(text: str) -> str:
    """The text with line breaks as one sign and each impossible character as a visible mark; tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return _FORBIDDEN.sub(UNREADABLE, _RETURNS.sub("\n", text))


def for_cell(text: str) -> str:
    """Clean text that fits a cell; what is too long ends in a sentence that says so.

    Units: Excel counts UTF-16 units, so a picture sign counts twice.
    """
    text = clean(text)
    if len(text) <= LONGEST // 2 or _units(text) <= LONGEST:
        return text
    notice = " " + _("[cut here: {count} characters in all]").format(count=len(text))
    kept = text.encode("utf-16-le")[: 2 * (LONGEST - _units(notice))].decode("utf-16-le", "ignore")
    return kept + notice


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula or a command."""
    return text[:1] in _FORMULA_SIGNS if text else False


def all_plain(texts: Sequence[str]) -> bool:
    """Whether many texts are all as they may stand: nothing to clean, nothing that looks like a formula."""
    whole = "".join(texts)
    return whole.isascii() and whole.isprintable() and _FORMULA_SIGNS.isdisjoint({text[:1] for text in texts})


def one_line(text: str) -> str:
    """Clean text without line breaks and tabs, for titles and names of sheets."""
    return " ".join(clean(text).split())


def composed(text: str) -> str:
    """Letters with their accents as one character, as fonts have them."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text) + sum(letter > "\uffff" for letter in text)
