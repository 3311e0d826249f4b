"""Texts in the person's language: gettext for the screens and, in another language if wished, for exports."""

from __future__ import annotations

import contextvars
import gettext as _gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from armdesk import paths
from armdesk.mo_file import Catalogue

DOMAIN = "armdesk"
LANGUAGES = {"es": "Español", "en": "English"}
_borrowed: contextvars.ContextVar[str] = contextvars.ContextVar("borrowed_language", default="")
_chosen = "en"


@lru_cache(maxsize=8)
def _catalogue(language: str) -> _gettext.NullTranslations:
    try:
        with (paths.resources() / "translations" / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
            return Catalogue(file)
    except FileNotFoundError:
        return _gettext.NullTranslations()


def choose(language: str) -> None:
    """Make a language the one of the whole program, for every thread."""
    global _chosen
    _chosen = language if language in LANGUAGES else "en"


def current() -> str:
    """Language in force: that of the export being written here, else the program's."""
    return _borrowed.get() or _chosen


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Write in another language inside the block: a pack for a buyer in an office of another tongue."""
    token = _borrowed.set(language)
    try:
        yield
    finally:
        _borrowed.reset(token)


def system_language() -> str:
    """Language of the computer where armdesk speaks it, else Spanish, the language of most offices."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "")[:2].lower()
        if code in LANGUAGES:
            return code
    return "es"


def _(text: str) -> str:
    """The text in the language in force."""
    return _catalogue(current()).gettext(text) if text else ""


def N_(text: str) -> str:
    """Mark a declared text for translation; it is translated when shown, with _()."""
    return text


def ngettext(one: str, many: str, count: int) -> str:
    """The text for this number of things, in the language in force."""
    return _catalogue(current()).ngettext(one, many, count)
