"""One table of a pack, in its workbook and as a data file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from armdesk.reports.document import CellValue, Column

Row = tuple[CellValue, ...]


class OneReading:
    """Rows that are read once for both: with choices as codes, and as readers read them.

    Shape: read gives each row in both ways; called as PackTable.make it gives one of them.
    """

    def __init__(self, read: Callable[[], Iterator[tuple[Row, Row]]]) -> None:
        self.both = read

    def __call__(self, coded: bool) -> Iterator[Row]:
        """Rows in one of both ways."""
        place = 0 if coded else 1
        return (pair[place] for pair in self.both())


@dataclass(frozen=True)
class PackTable:
    """One table of a pack, in the workbook and as a data file.

    Shape: code is that of the sheet library; name is the file's name; make(coded) gives the rows, choices as codes for
    data files or as words for readers, and is a OneReading where they may be many; choices explains the codes of a
    column; totals as in the workbook.
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
