"""Whether a place or firm, as a book writes it, is one that the office knows: cut short, misspelt, partly left out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from armdesk.fields import fold

ALIKE = frozenset(("site", "crew", "party"))
"""Registers in which a name may be written in other ways; people are never guessed."""
_WORD = re.compile(r"[^\W_]+\.?")
_SMALL = frozenset((
    "de", "del", "la", "las", "los", "el", "the", "of", "du", "des", "le", "les", "da", "do", "dos", "das",
    "y", "e", "and", "et", "a", "en", "mina", "mine", "site", "frente", "sa", "sas", "srl", "ltda", "sac",
    "eirl", "rl", "sarl", "gmbh", "ltd", "inc", "ci", "s", "c", "r", "l", "i", "n", "cia",
))
"""Words that names of places and firms have or leave out."""
_SOUNDS = (("qu", "k"), ("ll", "y"), ("ph", "f"), ("h", ""), ("z", "s"), ("ce", "se"), ("ci", "si"), ("c", "k"),
           ("v", "b"), ("w", "b"), ("x", "s"))
_SHORT, _ENOUGH = 2, 4


def the_one(text: str, known: Iterable[str]) -> str:
    """The one known name that a text means; "" where none or several can be meant."""
    words = _words(text)
    if sum(len(word.rstrip(".")) for word in words) < _ENOUGH:
        return ""
    names = [name for name in known if _means(words, _words(name))]
    return names[0] if len(names) == 1 else ""


def _words(text: str) -> list[str]:
    """The words that tell a name from others; figures stay: "Nivel 1" is not "Nivel 2"."""
    joined = re.sub(r"\b([a-z])\.(?=[a-z]\b)", r"\1", fold(text))
    found = _WORD.findall(joined)
    told = [word for word in found if word.rstrip(".") not in _SMALL or word.rstrip(".").isdigit()]
    return told or found


def _means(written: list[str], name: list[str]) -> bool:
    """Whether one name holds all words of the other, in their order and shortened or as they sound."""
    less, more = (written, name) if len(written) <= len(name) else (name, written)
    place = 0
    for word in less:
        place = next((at + 1 for at in range(place, len(more)) if _same(word, more[at])), 0)
        if not place:
            return False
    figures = [{word for word in words if word[0].isdigit()} for words in (less, more)]
    return figures[0] == figures[1]


def _same(one: str, other: str) -> bool:
    plain, whole = sorted((one.rstrip("."), other.rstrip(".")), key=len)
    if plain == whole or _sound(plain) == _sound(whole):
        return True
    return _is_short(plain, whole, dotted=one.endswith(".") or other.endswith("."))


def _is_short(short: str, whole: str, *, dotted: bool) -> bool:
    """Whether a word is cut off or left without its vowels: "Com.", "Qda", "Sn"."""
    if short[0] != whole[0] or short[0].isdigit():
        return False
    if dotted:
        return whole.startswith(short) or _in_order(short, whole)
    return _SHORT <= len(short) < _ENOUGH and not set(short[1:]) & set("eiou") and _in_order(short, whole)


def _in_order(letters: str, word: str) -> bool:
    left = iter(word)
    return all(letter in left for letter in letters)


def _sound(word: str) -> str:
    for letters, alike in _SOUNDS:
        word = word.replace(letters, alike)
    return re.sub(r"(.)\1", r"\1", word)
