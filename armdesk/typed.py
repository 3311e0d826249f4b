"""What every reader of typed texts shares: the refusal with its sentence, and words compared without accents."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

_SHOWN = 60


class NotUnderstood(ValueError):
    """A typed text that cannot be read as what was asked for; reason is the sentence for the person."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Ambiguous(NotUnderstood):
    """A typed text with two honest readings: the person must say which.

    Shape: readings = (as thousands, as decimals).
    """

    def __init__(self, reason: str, readings: tuple[Decimal, Decimal]) -> None:
        self.readings = readings
        super().__init__(reason)


def shown(text: str) -> str:
    """The typed text as it may stand in a sentence: short, without control characters."""
    clean = "".join(c if c.isprintable() else "?" for c in text)
    return clean if len(clean) <= _SHOWN else clean[:_SHOWN] + "…"


def fold(text: str) -> str:
    """A word without accents, capitals and doubled spaces, for comparing."""
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).casefold().split())
