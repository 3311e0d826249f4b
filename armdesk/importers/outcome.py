"""What became of each row of a file: its records, the doubts about them, or why it is no record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell.

    Shape: column is its heading; doubtful means that the record is kept with this field empty, else it is refused.
    """

    field: str
    column: str
    shows: str
    sentence: str
    doubtful: bool = False


@dataclass(slots=True)
class ReadRecord:
    """One record as a row tells it.

    Shape: values by field name, links not yet found as LinkText; typed by field name as in the file; key is what
    names the record inside the file, empty when nothing but its content does; part names the column it comes from.
    """

    type: str
    values: dict[str, Any]
    typed: dict[str, str]
    problems: list[Problem]
    key: tuple[str, ...] = ()
    merge: bool = False
    part: str = ""

    @property
    def refused(self) -> bool:
        """Whether this record cannot be kept at all."""
        return any(not problem.doubtful for problem in self.problems)


@dataclass(slots=True)
class ReadRow:
    """One row of a file and what became of it.

    Shape: number as a spreadsheet shows it; cells as read; skipped is the reason when the row is no record;
    same_as is the (sheet, row) whose record this row is about, by decision; sums are those of the book that its rows
    contradict, known at this row.
    """

    sheet: str
    number: int
    cells: Sequence[Any]
    records: list[ReadRecord] = field(default_factory=list)
    skipped: str = ""
    same_as: tuple[str, int] | None = None
    table: int = 0
    sums: Sequence[Any] = ()
