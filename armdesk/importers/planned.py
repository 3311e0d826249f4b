"""An import that was planned but not written: what it would do with each record of the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from struct import Struct
from types import MappingProxyType
from typing import Any, NamedTuple

from armdesk.importers.book_sums import BookSum
from armdesk.importers.caution import Caution
from armdesk.importers.outcome import Problem, ReadRecord, ReadRow
from armdesk.importers.recipe_parts import Recipe
from armdesk.importers.workbook import Book


class Planned:
    """One record the file tells of, kept small: an import holds one of these for each row.

    Shape: sheet and number are its row, part the column it comes from, table the number of its table in the recipe;
    values as the store keeps them (links as ids once resolved) and typed, what the file shows where a value does not,
    are handed out as copies, to be set again; differences maps fields to (stored, in file).
    """

    __slots__ = ("_kind", "_mark", "_typed", "_values", "differences")

    def __init__(self, row: ReadRow, record: ReadRecord, mark: SourceKey) -> None:
        self._mark = _MARK.pack(b"", row.number, *mark)
        self._kind = _kind(record.type, row.sheet, record.part, row.table, record.merge, tuple(record.values),
                           tuple(record.typed))
        self._values, self._typed = tuple(record.values.values()), tuple(record.typed.values())
        self.differences: Mapping[str, tuple[Any, Any]] = NO_DIFFERENCES

    def _told_id(self) -> str:
        return "" if self._mark.startswith(_NO_ID) else self._mark[:16].hex()

    def _settle_id(self, value: str) -> None:
        self._mark = bytes.fromhex(value) + self._mark[16:]

    id = property(_told_id, _settle_id, doc="Identity of the record, empty until it is settled.")

    @property
    def values(self) -> dict[str, Any]:
        """Value by field name."""
        return dict(zip(self._kind.names, self._values, strict=True))

    @values.setter
    def values(self, told: Mapping[str, Any]) -> None:
        if (names := tuple(told)) != self._kind.names:
            self._kind = _kind(*self._kind[:-2], names, self._kind.typed)
        self._values = tuple(told.values())

    @property
    def typed(self) -> dict[str, str]:
        """Text as in the file by field name."""
        return dict(zip(self._kind.typed, self._typed, strict=True))

    @typed.setter
    def typed(self, told: Mapping[str, str]) -> None:
        if (names := tuple(told)) != self._kind.typed:
            self._kind = _kind(*self._kind[:-1], names)
        self._typed = tuple(told.values())

    @property
    def type(self) -> str:
        """Name of the record type."""
        return self._kind.type

    @property
    def sheet(self) -> str:
        """Sheet of the row."""
        return self._kind.sheet

    @property
    def number(self) -> int:
        """Number of the row as a spreadsheet shows it."""
        return int(_MARK.unpack(self._mark)[1])

    @property
    def table(self) -> int:
        """Number of the table in the recipe."""
        return self._kind.table

    @property
    def merge(self) -> bool:
        """Whether the row only adds to a record that others make."""
        return self._kind.merge

    @property
    def source_key(self) -> str:
        """How the record is known again in a later file: the key it has there, what its row says, how often before."""
        _id, _number, key, digest, times = _MARK.unpack(self._mark)
        return f"{key.hex()}.{digest.hex()}" if key != _NO_KEY else f".{digest.hex()}.{times}"

    @property
    def place(self) -> str:
        """Where the record stands in its file, as it remembers it: "Enero!12", with its column if it has its own."""
        return "!".join(part for part in (self.sheet, str(self.number), self._kind.part) if part)


SourceKey = tuple[bytes, bytes, int]
"""Short hash of the key a row has in its file (8 zeros: none), of what it says, and how often that came so far."""
NO_DIFFERENCES: Mapping[str, tuple[Any, Any]] = MappingProxyType({})
_MARK = Struct("=16sI8s8sI")
_NO_ID, _NO_KEY = bytes(16), bytes(8)


class _Kind(NamedTuple):
    """What many records of a file have in common."""

    type: str
    sheet: str
    part: str
    table: int
    merge: bool
    names: tuple[str, ...]
    typed: tuple[str, ...]


_kind = lru_cache(maxsize=4_096)(_Kind)


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
    records that an earlier import of this file made and that are no longer in it; skipped counts rows by reason; sums
    are those of the book that its rows contradict.
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
    sums: list[BookSum] = field(default_factory=list)

    @property
    def cautions(self) -> list[Caution]:
        """What to know about the file itself."""
        return [*self.book.cautions, *(Caution(each.sheet, each.sentence()) for each in self.sums)]

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
