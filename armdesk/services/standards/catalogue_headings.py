"""Headings of sheets of requirements in four languages, as the templates write them and as people do."""

from __future__ import annotations

import json
import re
from functools import cache

from armdesk import paths
from armdesk.fields import fold
from armdesk.models.own_rows import LANGUAGES, TEXTS

_LETTERS = re.compile(r"[^a-z0-9]+")


def plain(heading: str) -> str:
    """A heading as it is compared: "Título (español)" -> "titulo espanol"."""
    return _LETTERS.sub(" ", fold(heading)).strip()


def column_of(heading: str) -> str:
    """The column a heading means, with the language of a text: "Titre en français" -> "title_fr"; "" for others.

    Shape: a text without its language is taken for the first language whose word it is.
    """
    columns, spoken = _known()
    words = plain(heading).split()
    language = next((spoken[word] for word in words if word in spoken), "")
    rest = " ".join(word for word in words if word not in spoken and word not in ("en", "in", "em"))
    name, usual = columns.get(rest, ("", ""))
    if name in TEXTS:
        return f"{name}_{language or usual}"
    return "" if language else name


@cache
def _known() -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """Words of columns with column and language, and words of languages, both plain."""
    told = json.loads((paths.resources() / "own_catalogue" / "headings.json").read_text(encoding="utf-8"))
    columns: dict[str, tuple[str, str]] = {}
    for name, words in told["columns"].items():
        for language in LANGUAGES:
            columns.setdefault(plain(words[language]), (name, language))
    spoken = {plain(word): name.removeprefix("in_") for name, words in told["languages"].items()
              for word in words.values()}
    return columns, spoken | {language: language for language in LANGUAGES if language not in ("en", "es")}
