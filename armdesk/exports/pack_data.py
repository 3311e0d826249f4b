"""The tables of a pack as data files: CSV with documented columns, and one file that says what all columns mean."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from armdesk.exports.csv_files import row_file, write_rows
from armdesk.exports.pack_table import OneReading, PackTable, Row
from armdesk.progress import SILENT, Progress

MEANINGS = "columns.csv"
"""The file that says what every column of every table means."""
_BLOCK = 500


class DataFiles:
    """The data files of a pack under way.  Shape: counts leads from the name of a file to its number of rows."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self.counts: dict[str, int] = {}

    def write(self, made: Sequence[PackTable], progress: Progress = SILENT) -> None:
        """Write the tables but those that go along with the workbook, and what the columns of all mean."""
        for done, table in enumerate(made):
            progress.step(done, len(made), table.title)
            if not isinstance(table.make, OneReading):
                for _row in self._copied(table, ((row, row) for row in table.make(True))):
                    pass
        meanings = chain.from_iterable(map(_described, made))
        write_rows(("file", "column", "title", "unit", "kind", "meaning", "codes"), meanings, self._folder / MEANINGS)

    def along(self, table: PackTable) -> Generator[Row, None, None] | None:
        """The rows of a register for its sheet, each written here before it is given; None for other tables.

        Shape: the data file is in its place when they were read to the end.
        """
        return self._copied(table, table.make.both()) if isinstance(table.make, OneReading) else None

    def _copied(self, table: PackTable, pairs: Iterator[tuple[Row, Row]]) -> Generator[Row, None, None]:
        count = 0
        with row_file([column.key for column in table.columns], self._folder / table.file) as write:
            while block := list(islice(pairs, _BLOCK)):
                write([coded for coded, _shown in block])
                count += len(block)
                yield from (shown for _coded, shown in block)
        self.counts[table.file] = count


def _described(table: PackTable) -> Iterator[Row]:
    for column in table.columns:
        codes = "; ".join(f"{code} = {label}" for code, label in table.choices.get(column.key, {}).items())
        yield table.file, column.key, column.title, column.unit, column.kind, column.help, codes
