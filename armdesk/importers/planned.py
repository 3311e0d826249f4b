"""An import that was planned but not written: what it would do with each record of the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from armdesk.importers.caution import Caution
from armdesk.importers.outcome import Problem, ReadRecord, ReadRow
from armdesk.importers.recipe_parts import Recipe
from armdesk.importers.workbook import Book


class Planned:
    """One record the file tells of, kept small: an import holds one of these for each row.

    Shape: sheet and number are its row, part the column it comes from, table the number of its table in the recipe;
    values as the store keeps them (links as ids once resolved) and typed are handed out as copies, to be set again;
    differences maps fields to (stored, in file).
    """

    __slots__ = ("_id", "_names", "_typed", "_values", "differences", "merge", "number", "part", "sheet",
                 "source_key", "table", "type")  # fmt: skip

    def __init__(self, row: ReadRow, record: ReadRecord, source_key: str) -> None:
        self.type, self.part, self.merge = record.type, record.part, record.merge
        self.sheet, self.number, self.table = row.sheet, row.number, row.table
        self.source_key = source_key
        self.differences: Mapping[str, tuple[Any, Any]] = NO_DIFFERENCES
        self._id = b""
        self.values = record.values
        self.typed = record.typed

    @property
    def id(self) -> str:
        """Identity of the record, "" until it is settled."""
        return self._id.hex()

    @id.setter
    def id(self, value: str) -> None:
        self._id = bytes.fromhex(value)

    @property
    def values(self) -> dict[str, Any]:
        """Value by field name."""
        return dict(zip(self._names, self._values, strict=True))

    @values.setter
    def values(self, told: Mapping[str, Any]) -> None:
        names = tuple(told)
        self._names = _SHAPES.setdefault(names, names)
        self._values = tuple(told.values())

    @property
    def typed(self) -> dict[str, str]:
        """Text as in the file by field name, where the value does not show it."""
        return dict(self._typed)

    @typed.setter
    def typed(self, told: Mapping[str, str]) -> None:
        self._typed = tuple(told.items())

    @property
    def place(self) -> str:
        """Where the record stands in its file, as it remembers it: "Enero!12", with its column if it has its own."""
        return "!".join(part for part in (self.sheet, str(self.number), self.part) if part)


NO_DIFFERENCES: Mapping[str, tuple[Any, Any]] = MappingProxyType({})
_SHAPES: dict[tuple[str, ...], tuple[str, ...]] = {}
"""Each combination of field names once: rows of a book fill the same few."""


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
