"""What a requirement asks, apart from how it is written: the sum by which editions are compared.

Spaces, letters large or small and accents do not change what is asked; neither do help, evidence and translations.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from armdesk.catalogues.catalogue import FALLBACK, Catalogue, Requirement, pick

SAME, LOOK, NEW, ENDED = "same", "look", "new", "ended"
"""What becomes of a row from one edition to another: as it was, to be looked at, new, gone."""
TEXT, CODE, MERGED, SPLIT, TERMS = "text", "code", "merged", "split", "terms"
"""Why a row has to be looked at."""


@dataclass(frozen=True)
class Change:
    """One row of a new edition, or an old one that is gone.

    Shape: before are the old rows it took the place of, none for NEW; after None for ENDED; why: some of TEXT, CODE,
    MERGED, SPLIT, TERMS.
    """

    state: str
    before: tuple[Requirement, ...]
    after: Requirement | None
    why: tuple[str, ...] = ()


def shared_language(old: Catalogue, new: Catalogue) -> str:
    """The language two editions are compared in: English where both have it, "" where they share none."""
    both = [each for each in old.languages if each in new.languages]
    return FALLBACK if FALLBACK in both else next(iter(both), "")


def meaning(requirement: Requirement, language: str) -> str:
    """Sum over what is asked: title and text in one language.  Shape: 64 hexadecimal digits."""
    words = (pick(requirement.title, language), pick(requirement.text, language))
    plain = [" ".join(_plain(each).split()) for each in words]
    return hashlib.sha256("\n".join(plain).encode()).hexdigest()


def terms(requirement: Requirement) -> tuple[object, ...]:
    """What decides beside the words: level, year, what follows, whom it holds for."""
    return requirement.level, requirement.due_year, requirement.action, requirement.applies_if


def compare(old: Catalogue, new: Catalogue) -> list[Change]:
    """What became of each row, in the order of the new edition; those that ended last.

    A row names what it was in `was`; without that, the row of the same code is the one before.
    """
    language = shared_language(old, new)
    origins = {each.code: _origins(each, old) for each in new}
    times: dict[str, int] = {}
    for each in new:
        for before in origins[each.code]:
            times[before.code] = times.get(before.code, 0) + 1
    found = [_change(each, origins[each.code], times, language) for each in new]
    gone = [Change(ENDED, (each,), None) for each in old if each.code not in times and not each.own]
    return found + gone


def _origins(row: Requirement, old: Catalogue) -> tuple[Requirement, ...]:
    codes: Iterable[str] = row.was or ((row.code,) if row.code in old else ())
    return tuple(old.requirement(code) for code in dict.fromkeys(codes) if code in old)


def _change(row: Requirement, before: tuple[Requirement, ...], times: dict[str, int], language: str) -> Change:
    if not before:
        return Change(NEW, (), row)
    why = []
    if len(before) > 1:
        why.append(MERGED)
    if any(times[each.code] > 1 for each in before):
        why.append(SPLIT)
    if len(before) == 1 and before[0].code != row.code:
        why.append(CODE)
    if len(before) == 1 and (not language or meaning(before[0], language) != meaning(row, language)):
        why.append(TEXT)
    if len(before) == 1 and terms(before[0]) != terms(row):
        why.append(TERMS)
    return Change(LOOK if why else SAME, before, row, tuple(why))


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()
