"""Which requirement a text of an auditor speaks of: by a code in it, else by its words; a person confirms."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from armdesk.catalogues.catalogue import Catalogue
from armdesk.fields import fold

_WORD = re.compile(r"[a-z0-9]+")
_LETTERS, _SHORTEST = 6, 4
"""Words count by their first letters, so that plurals and endings meet; shorter words say little."""
_LEAST = 0.34
"""Share of the weight of a text's words that a requirement must hold to be proposed."""
_TITLE, _EVIDENCE, _TEXT = 3, 2, 1


@dataclass(frozen=True)
class Proposed:
    """A requirement that is meant perhaps.  Shape: sure says that its code stands in the text; score from 0 to 1."""

    reference: str
    sure: bool
    score: float


@dataclass(frozen=True)
class _Index:
    """Words of one catalogue.  Shape: word -> {code: weight}; rare words weigh more."""

    words: dict[str, dict[str, float]]
    codes: dict[str, str]


def propose(text: str, catalogues: Sequence[Catalogue], written: str = "") -> Proposed | None:
    """The requirement a text is about most likely, None where nothing speaks for one.

    Shape: written is what stands in a column for the requirement.
    """
    for catalogue in catalogues:
        for source in (written, text):
            code = _code_in(source, catalogue)
            if code:
                return Proposed(f"requirement/{catalogue.key}/{code}", sure=True, score=1.0)
    best: tuple[float, str] = (0.0, "")
    for catalogue in catalogues:
        for code, score in _scores(f"{text} {written}", catalogue).items():
            best = max(best, (score, f"requirement/{catalogue.key}/{code}"))
    return Proposed(best[1], sure=False, score=best[0]) if best[0] >= _LEAST else None


def stems(text: str) -> list[str]:
    """Words of a text as they are compared."""
    return [word[:_LETTERS] for word in _WORD.findall(fold(text)) if len(word) >= _SHORTEST and not word.isdigit()]


def _code_in(text: str, catalogue: Catalogue) -> str:
    """The longest code of the catalogue that stands in a text, "" without one."""
    packed = f" {re.sub(r'[^a-z0-9./-]+', ' ', fold(text))} "
    index = _index(catalogue)
    hits = [code for plain, code in index.codes.items() if f" {plain} " in packed or f" {plain}. " in packed]
    return max(hits, key=len, default="")


def _scores(text: str, catalogue: Catalogue) -> dict[str, float]:
    index, words = _index(catalogue), Counter(stems(text))
    weights = {word: max(index.words[word].values()) if word in index.words else 1.0 for word in words}
    total = sum(weights.values())
    found: dict[str, float] = defaultdict(float)
    for word in words:
        for code, weight in index.words.get(word, {}).items():
            found[code] += weight
    return {code: score / total for code, score in found.items()} if total else {}


@lru_cache(maxsize=8)
def _index(catalogue: Catalogue) -> _Index:
    weights: dict[str, dict[str, int]] = defaultdict(dict)
    for requirement in catalogue:
        for texts, weight in ((requirement.title, _TITLE), (requirement.evidence, _EVIDENCE),
                              (requirement.text, _TEXT)):
            for word in _all_words(texts.values()):
                weights[word][requirement.code] = max(weights[word].get(requirement.code, 0), weight)
    count = max(len(catalogue.requirements), 1)
    words = {word: {code: math.log(1 + count / len(codes)) * weight / _TITLE for code, weight in codes.items()}
             for word, codes in weights.items()}
    return _Index(words, {fold(each.code): each.code for each in catalogue})


def _all_words(texts: Iterable[object]) -> set[str]:
    return {word for text in texts for word in stems(str(text))}
