"""What a person should know about a workbook before trusting what was read from it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from armdesk.i18n import _

MOST_CELLS = 14_000_000  # a million rows of 12 columns; the reader needs 32 bytes for each, empty ones too


@dataclass(frozen=True)
class Caution:
    """One oddity of a sheet, as a sentence; sheet "" is the whole file."""

    sheet: str
    sentence: str


@dataclass
class SheetScan:
    """What the plain reading of a sheet does not tell.

    Shape: faults maps (row, column), both from 1, to what a cell shows that holds no usable value.
    """

    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)

    def list_cells(self, sentence: str, cells: list[str]) -> None:
        """Add a sentence with {cells} in it, naming the first few."""
        if cells:
            shown = ", ".join(cells[:8]) + ("…" if len(cells) > 8 else "")
            self.sentences.append(sentence.format(count=len(cells), cells=shown))

    def conclude(self) -> None:
        """Put the cells without usable value into sentences."""
        missing = [name(*cell) for cell, shown in self.faults.items() if shown == no_result()]
        wrong = [f"{name(*cell)} {shown}" for cell, shown in self.faults.items() if shown != no_result()]
        self.list_cells(_("{count} formulas have no stored result: {cells}"), missing)
        self.list_cells(_("{count} cells show an error: {cells}"), wrong)


def no_result() -> str:
    """What is shown for a formula whose result was never computed."""
    return _("(formula without result)")


def column_number(letters: str) -> int:
    """1 for A, 27 for AA, as spreadsheets count; names longer than any sheet has all stand equally far out."""
    number = 0
    for letter in letters[:7]:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def name(row: int, column: int) -> str:
    """Name of a cell as a spreadsheet shows it: B7."""
    return f"{column_letters(column)}{row}"


def position(cell: str) -> tuple[int, int]:
    """(row, column) of a cell named like B7.  Errors: ValueError."""
    found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", cell)
    if found is None:
        raise ValueError(cell)
    return int(found[2]), column_number(found[1])
