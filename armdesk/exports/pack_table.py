"""One table of a pack, in its workbook and as a data file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from armdesk.reports.document import CellValue, Column

Row = tuple[CellValue, ...]


@dataclass(frozen=True)
class PackTable:
    """One table of a pack, in the workbook and as a data file.

    Shape: code is that of the sheet library; name is the file's name; make(coded) gives the rows, choices as codes for
    data files or as words for readers; choices explains the codes of a column; totals as in the workbook.
    """

    code: str
    name: str
    title: str
    purpose: str
    columns: tuple[Column, ...]
    make: Callable[[bool], Iterable[Row]]
    place: str = "other"
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    totals: Row | None = None

    @property
    def file(self) -> str:
        """Name of its data file."""
        return f"{self.code}_{self.name}.csv"
