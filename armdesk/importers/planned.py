"""An import that was planned but not written: what it would do with each record of the file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from armdesk.importers.caution import Caution
from armdesk.importers.outcome import Problem, ReadRecord, ReadRow
from armdesk.importers.recipe_parts import Recipe
from armdesk.importers.workbook import Book


@dataclass(slots=True)
class Planned:
    """One record the file tells of.

    Shape: values as the store keeps them (links as ids once resolved); differences maps fields to (stored, in file).
    """

    type: str
    id: str
    row: ReadRow
    read: ReadRecord
    values: dict[str, Any]
    place: str
    source_key: str
    differences: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Doubt:
    """A field that was left empty, or a record that was refused, with what the file shows."""

    sheet: str
    row: int
    type: str
    problem: Problem


@dataclass
class ImportPlan:
    """What an import would do.

    Shape: refused holds whole rows with their problems, for the list that goes back; missing are (type, id, row) of
    records that an earlier import of this file made and that are no longer in it; skipped counts rows by reason.
    """

    recipe: Recipe
    book: Book
    sha256: str
    new: list[Planned] = field(default_factory=list)
    changed: list[Planned] = field(default_factory=list)
    unchanged: int = 0
    refused: list[tuple[ReadRow, list[Problem]]] = field(default_factory=list)
    doubtful: list[Doubt] = field(default_factory=list)
    missing: list[tuple[str, str, str]] = field(default_factory=list)
    merged: list[tuple[str, int]] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def cautions(self) -> list[Caution]:
        """What to know about the file itself."""
        return self.book.cautions

    @property
    def empty(self) -> bool:
        """Whether the import would change nothing."""
        return not self.new and not self.changed

    def counts(self) -> dict[str, int]:
        """Numbers for the preview, by what happens."""
        return {
            "new": len(self.new), "changed": len(self.changed), "unchanged": self.unchanged,
            "refused": len(self.refused), "doubtful": len(self.doubtful), "missing": len(self.missing),
        }  # fmt: skip
