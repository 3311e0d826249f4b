"""Which of the old encodings a text is written in, told by the letters it gives: Windows, DOS or Macintosh.

All three take every byte for a letter or a sign, so none of them can be excluded; but only one of them makes words.
"""

from __future__ import annotations

import re
from collections import Counter

from armdesk.i18n import N_

ENCODINGS = {"utf-8": N_("Unicode (UTF-8)"), "cp1252": N_("Windows"), "cp850": N_("MS-DOS"),
             "mac_roman": N_("Macintosh"), "utf-16": N_("Unicode (UTF-16)")}  # fmt: skip
"""What a person may choose for a text table."""

UNUSUAL = ("cp850", "mac_roman")
"""Those that nobody expects any more: that they were found is told."""
_OLD = ("cp1252", *UNUSUAL)
_OFTEN = frozenset("áéíóúñçãõêàèôÁÉÍÓÚÑÇÃÕÊÀÈÔ")
_SMALL = frozenset("áéíóúñçãõêàèôüâëîïùûœäöß")
_LARGE = frozenset("ÁÉÍÓÚÑÇÃÕÊÀÈÔÜÂËÎÏÙÛŒÄÖ")
_OPENING, _SIGNS = frozenset("¿¡“«‘"), frozenset("ºª°”»’–—…€·²³½¼")
_FIRM_SPACE = "\u00a0"
_ENGLISH = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_STRANGE = re.compile(rb"(?<=(.))?([\x80-\xff])(?=(.))?", re.DOTALL)
_MOST = 200_000  # bytes with a foreign letter in them that are looked at


def guess(content: bytes) -> str:
    """The most likely encoding of a text that is no Unicode; that of Windows where nothing speaks against it."""
    around = Counter((found[1] or b" ", found[2], found[3] or b" ") for _n, found in
                     zip(range(_MOST), _STRANGE.finditer(content), strict=False))
    merits = {encoding: sum(count * _merit(*each, encoding) for each, count in around.items()) for encoding in _OLD}
    best = max(_OLD, key=lambda encoding: merits[encoding])  # the first of equals
    return best if best != "cp1252" or _decodes(content, best) else "latin-1"


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _merit(before: bytes, letter: bytes, after: bytes, encoding: str) -> int:
    """How well a foreign letter stands where it is: 3 for one that our languages often have, -2 for what none has."""
    left, sign, right = (each.decode(encoding, "replace") for each in (before, letter, after))
    if sign == _FIRM_SPACE:  # French groups thousands with it, and sets it before : and ;
        return 2 if left.isdecimal() and right.isdecimal() else -1 if left.isalpha() and right.isalpha() else 1
    in_word = left.isalpha() or right.isalpha()
    good = 3 if sign in _OFTEN else 2
    if sign in _SMALL:
        return good if in_word and not (left.isupper() and right.isupper()) else -1
    if sign in _LARGE:
        return good if not left.islower() and not (left.isupper() and right.islower()) else -1
    if sign in _OPENING:
        return 2 if right.isalpha() and not left.isalpha() else -2
    if sign in _SIGNS:
        return 1 if not (left.isalpha() and right.isalpha()) or sign == "’" else -2
    return -2
