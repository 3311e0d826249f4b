"""What a text taken from a model says of itself, in the four languages in which models are written."""

from __future__ import annotations

import json
from functools import cache

from armdesk import paths
from armdesk.catalogues.catalogue import Texts, pick

LANGUAGES = {"es": "Español", "en": "English", "fr": "Français", "pt": "Português"}
"""Languages of the models by code, each by its own name; the window itself speaks fewer."""


def mark(name: str, language: str) -> str:
    """The mark of a kind of model: "model", "measures", "policy" or "round".  Errors: KeyError for another name."""
    return pick(_marks()[name], language)


@cache
def _marks() -> dict[str, Texts]:
    told: dict[str, Texts] = json.loads((paths.resources() / "starter" / "marks.json").read_text(encoding="utf-8"))
    return told
