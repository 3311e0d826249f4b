"""How alike two names, identity numbers or birth dates are: accents, order, spaces and slips of the pen forgiven."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from armdesk.fields import fold

_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset({"de", "del", "la", "las", "los", "da", "do", "dos", "das", "du", "le", "y", "e", "van", "el",
                    "hijo", "hija", "padre", "jr", "sr", "sra", "don", "dona", "fils", "pere"})
"""Words that a book leaves out or writes together with the next, or that say who is meant but are no name."""
_SOUNDS = (("qu", "k"), ("ll", "y"), ("ph", "f"), ("ch", "x"), ("gu", "g"), ("h", ""), ("z", "s"), ("c", "s"),
           ("k", "s"), ("v", "b"), ("w", "b"), ("j", "g"), ("y", "i"))
_FROM_ONE = "([a-z])\\1"
_CLOSE = 0.72
"""Likeness of two words from which they may be one word with a slip: one wrong letter in four."""
_INITIAL, _TOGETHER = 0.86, 0.9
_LEFT_OUT = 0.05


@lru_cache(maxsize=200_000)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name that tell people apart, folded: "De la Cruz, José" -> ("cruz", "jose")."""
    found = _WORD.findall(fold(name))
    told = tuple(word for word in found if word not in _SMALL)
    return told or tuple(found)


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """A word as it sounds to somebody who writes by ear: "Vallejos" and "Bayejo" begin alike."""
    for letters, alike in _SOUNDS:
        word = word.replace(letters, alike)
    return re.sub(_FROM_ONE, r"\1", word)


@lru_cache(maxsize=400_000)
def steps(one: str, other: str) -> int:
    """Slips between two words: letters left out, put in, wrong, or two neighbours swapped.

    The table of slips between all beginnings of both, a column at a time: each bit of a number is one row.
    Source: H. Hyyrö, A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances (2003).
    """
    if not one or not other:
        return len(one) + len(other)
    rows, last = (1 << len(one)) - 1, 1 << (len(one) - 1)
    places: dict[str, int] = {}
    for place, letter in enumerate(one):
        places[letter] = places.get(letter, 0) | 1 << place
    # Where the table grows and falls by one from row to row, and where a step aslant costs nothing.
    grows, falls, aslant, before, slips = rows, 0, 0, 0, len(one)
    for letter in other:
        here = places.get(letter, 0)
        swapped = (~aslant & here) << 1 & before
        aslant = (((here & grows) + grows) ^ grows | here | falls | swapped) & rows
        more, less = falls | ~(aslant | grows) & rows, aslant & grows
        slips += bool(more & last) - bool(less & last)
        more, less = more << 1 & rows | 1, less << 1 & rows
        grows, falls, before = less | ~(aslant | more) & rows, more & aslant, here
    return slips


@lru_cache(maxsize=400_000)
def word_likeness(one: str, other: str) -> float:
    """From 0 to 1; an initial is like every word that begins so."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) == 1:
        return _INITIAL if one[0] == other[0] else 0.0
    longest = max(len(one), len(other))
    if abs(len(one) - len(other)) > longest // 3 + 1:
        return 0.0
    return max(1 - steps(one, other) / longest, 0.95 if sound(one) == sound(other) else 0.0)


def name_likeness(one: str, other: str) -> float:
    """From 0 to 1: how likely two texts are one name, in any order, with words left out or run together.

    A single word that fits nothing keeps two names apart, however alike the others: twins share both surnames.
    """
    return likeness_of_words(words_of(one), words_of(other))


@lru_cache(maxsize=200_000)
def likeness_of_words(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The same of names in words."""
    if not one or not other:
        return 0.0
    if sorted(one) == sorted(other):
        return 1.0
    if "".join(one) == "".join(other):
        return 0.98
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    found = _paired(few, many)
    least = min(found)
    mean = sum(found) / len(found)
    left_out = _LEFT_OUT * (len(many) - len(few))
    if len(few) == 1 and len(many) > 1:
        return 0.3 * mean  # one word alone names half a village
    if least >= _CLOSE:
        return max(mean - left_out, 0.0)
    return max(0.5 * mean - left_out, _run_together(one, other), 0.0)


def _run_together(one: Sequence[str], other: Sequence[str]) -> float:
    """Likeness of names of which words are run together or torn apart, 0 where that is not it."""
    if len(one) == len(other):
        return 0.0
    first, second = sorted("".join(one)), sorted("".join(other))
    if abs(len(first) - len(second)) > 1 or sum((Counter(first) - Counter(second)).values()) > 1:
        return 0.0
    likeness = word_likeness("".join(sorted(one)), "".join(sorted(other)))
    return likeness - 0.1 if likeness >= _TOGETHER else 0.0


def _paired(few: Sequence[str], many: Sequence[str]) -> list[float]:
    """The best likeness for each word of the shorter name, each word of the other used once."""
    pairs = sorted(((word_likeness(word, twin), place, beside) for place, word in enumerate(few)
                    for beside, twin in enumerate(many)), key=lambda pair: -pair[0])
    done: dict[int, float] = {}
    used: set[int] = set()
    for likeness, place, beside in pairs:
        if place not in done and beside not in used:
            done[place] = likeness
            used.add(beside)
    return [done.get(place, 0.0) for place in range(len(few))]


def holds_all(short: Sequence[str], name: Sequence[str]) -> bool:
    """Whether every word of a short name stands in the full one, an initial for a word that begins so."""
    left = list(name)
    for word in short:
        fitting = next((each for each in left if each == word), None) or next(
            (each for each in left if len(word) == 1 and each.startswith(word)), None)
        if fitting is None:
            return False
        left.remove(fitting)
    return True


def bare_number(number: str | None) -> str:
    """An identity number as it is compared: letters and digits, no punctuation, no leading zeros."""
    if not number:
        return ""
    return (number if number.isascii() and number.isdigit() else "".join(_WORD.findall(fold(number)))).lstrip("0")


def number_likeness(one: str, other: str) -> str:
    """Two bare numbers: "same", "slip" (a digit wrong, left out, or two swapped), "apart", "" where one is unknown."""
    if not one or not other:
        return ""
    if one == other:
        return "same"
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < _SHORTEST:
        return "apart"
    if len(one) != len(other):
        short, long_ = sorted((one, other), key=len)
        return "slip" if any(long_[:place] + long_[place + 1:] == short for place in range(len(long_))) else "apart"
    wrong = sum(a != b for a, b in zip(one, other, strict=True))
    return "slip" if wrong == 1 or (wrong == _SWAPPED and sorted(one) == sorted(other)) else "apart"


_SHORTEST, _SWAPPED = 5, 2


def date_likeness(one: str, other: str) -> str:
    """Two dates as "1987-09-14" or years as "1987": "same", "slip" (one figure, day and month), "apart", ""."""
    if not one or not other:
        return ""
    if one == other:
        return "same"
    if len(one) != len(other):
        return "same" if one[:4] == other[:4] else "apart"
    if one[:4] != other[:4] and one[4:] != other[4:]:
        return "apart"
    swapped = len(one) > 4 and (one[:4], one[5:7], one[8:]) == (other[:4], other[8:], other[5:7])
    wrong = sum(a != b for a, b in zip(one, other, strict=True))
    return "slip" if swapped or (wrong == 1 and len(one) > 4) else "apart"
