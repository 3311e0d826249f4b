"""Matches headings of an office with the fields of a register: known ones, those holding one, those spelt alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from types import MappingProxyType

from armdesk import i18n
from armdesk.fields import Declared, Fineness, Mass
from armdesk.importers import headings as heads
from armdesk.importers.layout import joined
from armdesk.models import RECORDS, record_type

_BARE = "no"
_FIGURES = re.compile(r"[0-9][0-9\s./:,%-]*")
_LIKE, _SHORTEST, _TELLING, _SPANNING = 0.86, 4, 5, 3


@lru_cache(maxsize=64)
def names(type_name: str) -> dict[str, str]:
    """Folded heading -> field name, from labels in every language, column keys and the list of office words."""
    type_ = record_type(type_name)
    known: dict[str, str] = {}
    for field in type_.declared():
        if field.readonly:
            continue
        for word in (field.name, field.key, *_labels(field)):
            known.setdefault(heads.plain(word), field.name)
    listed: dict[str, str] = {}
    for name, words in heads.words()["headings"].get(type_name, {}).items():
        for word in words:
            listed.setdefault(heads.plain(word), name)
    return known | listed


@lru_cache(maxsize=4_096)
def is_heading(text: str) -> bool:
    """Whether a text is a heading that some register knows."""
    plain = heads.plain(text)
    return bool(plain) and any(plain in names(type_.type_name()) for type_ in RECORDS)


def spanned(rows: Sequence[Sequence[str]], number: int) -> int:
    """How many rows the headings in a row, counted from 1, take: 2 where the row below tells columns apart.

    Shape: rows are the first of a sheet as texts.
    """
    if heads.spanned(rows, number) > 1:
        return 2
    if not 0 < number < len(rows):
        return 1
    top, below = [*rows[number - 1], *[""] * len(rows[number])], rows[number]
    filled = [place for place, text in enumerate(below) if text]
    if sum(map(bool, top)) < _SPANNING or not any(not top[place] for place in filled) or any(
            map(str.isdecimal, "".join(below))) or any(map(_FIGURES.fullmatch, top)):
        return 1
    return 2 if _known([*joined(rows[number - 1 : number + 1])]) > _known(top) else 1


def _known(texts: Iterable[str]) -> int:
    return sum(is_heading(text) for text in texts if text)


def of_rows(rows: Sequence[Sequence[str]], number: int) -> list[str]:
    """The headings that begin in a row, counted from 1, one for each column; none where there is no such row."""
    if not 0 < number <= len(rows):
        return []
    return joined(rows[number - 1 : number - 1 + spanned(rows, number)])


def _labels(field: Declared) -> list[str]:
    found = []
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            found += [field.title(unit=False), field.title()]
    return found


@lru_cache(maxsize=4096)
def telling(plain: str) -> float:
    """How much a heading says about the register: "date" stands in all of them, "fineness" in few."""
    owners = sum(plain in names(type_.type_name()) for type_ in RECORDS)
    return 1.0 if owners <= 2 else 0.5 if owners <= 6 else 0.25


def is_foreign(type_name: str, heading: str) -> bool:
    """Whether a heading is a word of other registers alone: a sheet with a buyer is no book of deliveries."""
    words = heads.shorter(heading)
    return not any(word in names(type_name) for word in words) and any(
        is_heading(word) and telling(word) == 1.0 for word in words)


def tails(rows: Sequence[Sequence[str]], number: int) -> dict[str, str]:
    """Heading of two rows -> what its second row says alone: "Price US$/oz" -> "US$/oz"; none where they take one."""
    if spanned(rows, number) == 1:
        return {}
    both = zip(of_rows(rows, number), rows[number], strict=False)
    return {text: tail for text, tail in both if text and tail and text != tail}


def exact(type_name: str, headings: Iterable[str], below: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Heading -> field name for headings that are known word for word; each field once.

    Shape: below says what the second row of some headings says alone.
    """
    known = names(type_name)
    found: dict[str, str] = {}
    likely = [(text, (*heads.shorter(text), *heads.shorter(below.get(text, "")))) for text in headings]
    likely.sort(key=lambda each: each[1][:1] == (_BARE,))  # a bare "N°" counts rows where another column says more
    for turn in range(max((len(words) for _text, words in likely), default=0)):
        for text, words in likely:
            if turn >= len(words) or text in found:
                continue
            names_of = (known.get(words[turn]), *_others(type_name).get(words[turn], ()))
            name = next((each for each in names_of if each and each not in found.values()
                         and not _reckoned(type_name, each, text)), None)
            if name:
                found[text] = name
    return found


@lru_cache(maxsize=64)
def _others(type_name: str) -> dict[str, tuple[str, ...]]:
    """Words that stand for several fields of a register, such as "nombre": a name in Spanish, a number in French."""
    fields: dict[str, list[str]] = {}
    for name, words in heads.words()["headings"].get(type_name, {}).items():
        for word in words:
            fields.setdefault(heads.plain(word), []).append(name)
    return {word: tuple(owners) for word, owners in fields.items() if len(set(owners)) > 1}


def _reckoned(type_name: str, name: str, heading: str) -> bool:
    """Whether a heading speaks of fine gold, or is a bare unit of weight, and so is not what this field holds."""
    declared = record_type(type_name).field(name)
    if isinstance(declared, Mass):
        return heads.says_fine(heading)
    return not isinstance(declared, Fineness) and heads.is_unit(heading)


def match(type_name: str, headings: Sequence[str], below: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Heading -> field name: known ones, then those that hold a known word, then those spelt almost like one."""
    known, found = names(type_name), exact(type_name, headings, below)
    for likely in (_held_in, _spelt_like):
        for text in headings:
            plain = heads.plain(text)
            word = likely(plain, known) if text not in found and len(plain) >= _SHORTEST else ""
            if word and known[word] not in found.values() and not _reckoned(type_name, known[word], text):
                found[text] = known[word]
    for text in headings:
        name = _more(type_name, text) if text not in found else ""
        if name and name in found.values():
            found[text] = name
    return {text: found[text] for text in headings if text in found}


def _more(type_name: str, heading: str) -> str:
    """The field of which a heading is one more part: surnames that stand in a column of their own."""
    owners = (owner for owner, words in heads.words()["more"].items() if heads.plain(heading) in words)
    return next((name for type_, _dot, name in (owner.partition(".") for owner in owners) if type_ == type_name), "")


def _held_in(plain: str, known: Mapping[str, str]) -> str:
    """The longest known word whose parts all stand in the heading: "descripcion de los hechos" holds "hechos".

    One that speaks of ore, amalgam or silver beside it is another weight: "peso bruto mineral" is no gold.
    """
    parts = set(plain.split())
    held = [word for word in known if (len(word) >= _TELLING or word in heads.words()["held"])
            and parts.issuperset(word.split()) and not heads.matter(parts.difference(word.split()))]
    return max(held, key=len, default="")


def _spelt_like(plain: str, known: Mapping[str, str]) -> str:
    if is_heading(plain):  # "seal no" is no misspelt "sale no"
        return ""
    return next(iter(get_close_matches(plain, known, n=1, cutoff=_LIKE)), "")
