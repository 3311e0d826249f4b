"""Drafts of statements: what the facts of a requirement say, in a language, for a person to change and confirm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from armdesk.i18n import speaking
from armdesk.services.facts import sentence
from armdesk.services.figures import Figures
from armdesk.services.period import Period
from armdesk.store import Store


@dataclass(frozen=True)
class Draft:
    """Sentences from facts.  Shape: sentences by the name of their fact; language is the one they are in."""

    sentences: dict[str, str]
    language: str

    def text(self) -> str:
        """All of it, a sentence a line."""
        return "\n".join(self.sentences.values())

    def cited_in(self, statement: str) -> list[str]:
        """Facts whose sentence a person left as it was."""
        return [name for name, said in self.sentences.items() if said in statement]


def draft(store: Store, period: Period, names: Iterable[str], language: str) -> Draft:
    """What some facts say of a period, also those of which nothing is recorded.

    It may leave the office in a pack, so groups of fewer than five persons are not told.
    """
    with speaking(language):
        figures = Figures(store, period)  # their notes are in the language in which they were made
        return Draft({name: sentence(figures.of(name), period, outside=True) for name in names}, language)
