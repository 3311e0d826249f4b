"""Shares as statutes write them ("1/2", "66 %"), and whether a count reaches one: whole numbers and exact fractions."""

from __future__ import annotations

import re
from fractions import Fraction

from armdesk.i18n import _

_PARTS = re.compile(r"(\d{1,6})\s*/\s*(\d{1,6})")
_DECIMAL = re.compile(r"(0[.,]\d{1,6}|1)")
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,6}))?\s*%")
_WORDS = {"half": Fraction(1, 2), "la mitad": Fraction(1, 2), "mitad": Fraction(1, 2),
          "dos tercios": Fraction(2, 3), "two thirds": Fraction(2, 3)}


def share_of(text: str) -> Fraction:
    """A share of a whole: "2/3", "50 %", "51,5%", "0.5", "la mitad".  Errors: ValueError with a sentence."""
    plain = " ".join(text.lower().split())
    if plain in _WORDS:
        return _WORDS[plain]
    if (found := _PARTS.fullmatch(plain)) and int(found[2]):
        share = Fraction(int(found[1]), int(found[2]))
    elif found := _PERCENT.fullmatch(plain):
        share = Fraction(f"{found[1]}.{found[2] or 0}") / 100
    elif found := _DECIMAL.fullmatch(plain):
        share = Fraction(found[1].replace(",", "."))
    else:
        raise ValueError(_("“{text}” is no share such as 1/2, 2/3 or 50 %.").format(text=text))
    if not 0 < share <= 1:
        raise ValueError(_("“{text}” is no part of a whole.").format(text=text))
    return share


def share_problem(text: str | None) -> str:
    """What is wrong with a share as typed, "" if nothing."""
    if not text:
        return ""
    try:
        share_of(text)
    except ValueError as error:
        return str(error)
    return ""


def reaches(count: int, whole: int, share: Fraction, *, more: bool = False) -> bool:
    """Whether so many of a whole are at least a share of it; more: it has to be more than just the share.

    Of nobody nothing is ever reached.
    """
    if whole <= 0:
        return False
    return count > share * whole if more else count >= share * whole


def needed(whole: int, share: Fraction, *, more: bool = False) -> int:
    """The least count that reaches a share of a whole."""
    exact = share * whole
    least = -(-exact.numerator // exact.denominator)
    return least + 1 if more and least == exact else least
