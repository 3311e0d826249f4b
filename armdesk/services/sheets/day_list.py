"""The list of a day sheet: one row for each delivery, and one more to type the next into."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from armdesk.fields import Code, Link, Text
from armdesk.i18n import _
from armdesk.models import Production
from armdesk.services.sheets.day_cells import LINKS
from armdesk.services.sheets.day_grid import Cell, Grid
from armdesk.services.sheets.day_line import Line
from armdesk.services.sheets.day_sheet import DaySheet, Sums, lacks, sums

COLUMNS = ("date", "crew", "person", "shift", "ore_kg", "hours", "persons", "gross_mg", "fineness", "fine_mg",
           "quality", "receipt_no", "note")
"""Columns of the list, from left to right."""
ALWAYS = ("date", "gross_mg")
_IDLE_SHOWN = "gross_mg"


class ListGrid(Grid):
    """One row for each delivery, and one more to type the next into."""

    grows = True

    def __init__(self, sheet: DaySheet, columns: Sequence[str] = COLUMNS, *, by: str = "crew", shift: str = "") -> None:
        super().__init__(sheet, columns)
        order = COLUMNS if by == "crew" else (COLUMNS[0], COLUMNS[2], COLUMNS[1], *COLUMNS[3:])
        self.names = [name for name in order if name in columns or name in ALWAYS]
        self._shift = shift
        self.lines: list[Line] = []
        self._next: Line | None = None
        self.refresh()

    def refresh(self) -> None:
        """Take the lines anew; what was typed last stays at the end until the sheet is opened again."""
        self.lines = [line for line in self.sheet.lines if not self._shift or line.values.get("shift") == self._shift]
        self._sums: Sums | None = None
        if self._next is not None and self._next in self.sheet.lines:
            self._next = None

    def rows(self) -> int:
        return len(self.lines) + 1

    def columns(self) -> int:
        return len(self.names)

    def head(self, column: int) -> str:
        return self.sheet.cells.title(self.names[column])

    def side(self, row: int) -> tuple[str, str]:
        if row >= len(self.lines):
            return "+", "quiet"
        line = self.lines[row]
        return str(row + 1), "problem" if line.problems else "unsaved" if line.changed else ""

    def cell(self, row: int, column: int) -> Cell:
        name = self.names[column]
        right = Production.field(name).align_right or name == "date"
        if row >= len(self.lines):
            text = self.sheet.cells.exact(self._fresh(), "date") if name == "date" else ""
            return Cell(text, right, "quiet")
        line = self.lines[row]
        text = self.shown(line, name)
        if name in line.problems:
            return Cell(text, right, "problem")
        if line.values.get("no_work"):
            return Cell(_("no work") if name == _IDLE_SHOWN and not text else text, right, "idle")
        if name == "fine_mg":
            return Cell(text, right, "quiet")
        unknown = name in LINKS and text and not line.values.get(name)
        return Cell(text, right, "unknown" if unknown else "", name in self._watched and lacks(line, name))

    def line(self, row: int, column: int) -> Line | None:
        return self.lines[row] if row < len(self.lines) else None

    def anchor(self, row: int, column: int) -> object:
        return self.line(row, column)

    def find(self, anchor: object, row: int, column: int) -> tuple[int, int]:
        if anchor is None:
            return len(self.lines), column
        return next((place for place, line in enumerate(self.lines) if line is anchor), row), column

    def place(self, row: int, column: int) -> tuple[Line, str]:
        name = self.names[column]
        if row < len(self.lines):
            return self.lines[row], name
        return (self._fresh() if row == len(self.lines) else self._new()), name

    def why_not(self, row: int, column: int) -> str:
        return _("This is computed from weight and fineness.") if self.names[column] == "fine_mg" else ""

    def total(self, column: int) -> str:
        if self._sums is None:
            self._sums = sums(self.lines)
        return self.sum_text(self.names[column], self._sums)

    def is_prose(self, column: int) -> bool:
        field = Production.field(self.names[column])
        return isinstance(field, Text | Link) and not isinstance(field, Code)

    def fresh(self, day: date | None = None) -> Line:
        """The line that will be typed next, on another day if wished."""
        line = self._fresh()
        if day is not None:
            line.put({"date": day})
        return line

    def _key(self, row: int, column: int) -> tuple[int, int]:
        return row, 0

    def _seen(self) -> Sequence[str]:
        return self.names

    def _fresh(self) -> Line:
        if self._next is None or self._next in self.sheet.lines:
            self._next = self._new()
        return self._next

    def _new(self) -> Line:
        """Empty but for the day, which is that of the line above."""
        days = (line.values["date"] for line in reversed(self.lines) if "date" in line.values)
        begins = self.sheet.period.begins
        return self.sheet.new_line(date=next(days, begins if begins <= self.sheet.today else None))
