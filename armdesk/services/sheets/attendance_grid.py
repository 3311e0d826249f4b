"""AttendanceGrid: people down, days of a month across, a mark or hours in each cell, with totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from armdesk.fields import Reading
from armdesk.i18n import _, current
from armdesk.i18n_formats import scaled_text
from armdesk.services.basis.cell_grid import Cell, CellGrid, Explained
from armdesk.services.gold.day_figures import days_between
from armdesk.services.sheets.attendance_sheet import (
    PRESENT,
    WORDS,
    AttendanceSheet,
    Mark,
    Place,
    keep,
    read_mark,
    shown,
)
from armdesk.services.sheets.day_month import WEEKDAYS


class AttendanceGrid(CellGrid):
    """The sheet as a spreadsheet shows it; each act is one operation of the register."""

    def __init__(self, sheet: AttendanceSheet, reading: Reading) -> None:
        self.sheet, self._reading = sheet, reading
        self.days = days_between(sheet.period.begins, sheet.period.ends)
        self._sums: dict[str, tuple[int, int]] = {}
        self._totals: dict[int, str] = {}
        self._names = Counter(each.name for each in sheet.people)

    def rows(self) -> int:
        return len(self.sheet.people)

    def columns(self) -> int:
        return len(self.days) + 2

    def head(self, column: int) -> str:
        if column >= len(self.days):
            return _("Days") if column == len(self.days) else _("Hours")
        day = self.days[column]
        return f"{day.day}\n{_(WEEKDAYS[day.weekday()])[:2]}"

    def side(self, row: int) -> tuple[str, str]:
        person = self.sheet.people[row]
        bad = any(mark.problem for day in self.days if (mark := self.sheet.marks.get((person.id, day))))
        name = f"{person.name} · {person.code}" if person.code and self._names[person.name] > 1 else person.name
        return name, "problem" if bad else ""

    def cell(self, row: int, column: int) -> Cell:
        if column >= len(self.days):
            days, hours = self._sum(row)
            text = str(days or "") if column == len(self.days) else scaled_text(hours, 2, current(), least=0)
            return Cell(text if days else "", True, "quiet")
        person, day = self.sheet.people[row], self.days[column]
        mark = self.sheet.marks.get((person.id, day))
        text = shown(mark, self.sheet.hours_of(day))
        if mark is None:
            away = not self.sheet.belongs(person, day) or day > self.sheet.today
            return Cell("", tone="idle" if away or day.weekday() == 6 else "")
        if mark.problem:
            return Cell(text, tone="problem")
        if mark.rows > 1:
            return Cell(f"{text} ×{mark.rows}", tone="several")
        return Cell(text, tone="" if mark.status == PRESENT else "quiet", dot=mark.status == PRESENT and not mark.hours)

    def _sum(self, row: int) -> tuple[int, int]:
        """(days at work, hours in hundredths) of a person."""
        person = self.sheet.people[row].id
        if person not in self._sums:
            there = [mark for day in self.days if (mark := self.sheet.marks.get((person, day))) is not None
                     and mark.id and mark.status == PRESENT]
            self._sums[person] = len(there), sum(mark.hours or 0 for mark in there)
        return self._sums[person]

    def mark(self, row: int, column: int) -> Mark | None:
        """The entry that stands in a cell."""
        if not (0 <= row < self.rows() and 0 <= column < len(self.days)):
            return None
        return self.sheet.marks.get((self.sheet.people[row].id, self.days[column]))

    def line(self, row: int, column: int) -> object | None:
        return None

    def why_not(self, row: int, column: int) -> str:
        if column >= len(self.days):
            return _("This is added up.")
        if self.days[column] > self.sheet.today:
            return _("This day has not come yet.")
        mark = self.mark(row, column)
        if mark is not None and mark.rows > 1:
            return _("This person has several entries on this day. Ctrl+O shows them.")
        return ""

    def total(self, column: int) -> str:
        if column not in self._totals:
            self._totals[column] = self._total(column)
        return self._totals[column]

    def _total(self, column: int) -> str:
        if column >= len(self.days):
            sums = [self._sum(row) for row in range(self.rows())]
            days, hours = sum(each[0] for each in sums), sum(each[1] for each in sums)
            return str(days or "") if column == len(self.days) else scaled_text(hours, 2, current(), least=0)
        day = self.days[column]
        there = [mark for person in self.sheet.people if (mark := self.sheet.marks.get((person.id, day))) is not None
                 and mark.id and mark.status == PRESENT]
        return str(len(there) or "")

    def is_prose(self, column: int) -> bool:
        return False

    def refresh(self) -> None:
        self._sums, self._totals = {}, {}

    def anchor(self, row: int, column: int) -> object:
        return (self.sheet.people[row].id, column) if row < self.rows() else None

    def find(self, anchor: object, row: int, column: int) -> tuple[int, int]:
        if not isinstance(anchor, tuple):
            return row, column
        places = {person.id: place for place, person in enumerate(self.sheet.people)}
        return places.get(anchor[0], row), anchor[1]

    def exact(self, row: int, column: int) -> str:
        if self.why_not(row, column):
            return self.cell(row, column).text
        mark = self.mark(row, column)
        if mark is None or mark.text:
            return mark.text if mark else ""
        return shown(mark, self.sheet.hours_of(self.days[column]))

    def problem(self, row: int, column: int) -> str:
        mark = self.mark(row, column)
        if mark is None:
            return ""
        if mark.problem:
            return mark.problem
        if not self.sheet.belongs(self.sheet.people[row], self.days[column]):
            return _("On this day the person had not joined yet, or had left.")
        return self.why_not(row, column) if mark.rows > 1 else ""

    def typed(self, row: int, column: int) -> str:
        return ""

    def explain(self, row: int, column: int, text: str) -> Explained:
        if why := self.why_not(row, column):
            return Explained(why, "alarm")
        try:
            meant = read_mark(text, self._reading, self.sheet.hours_of(self.days[column]))
        except ValueError as error:
            return Explained(str(error), "alarm")
        if meant is None:
            return Explained(_("no entry"))
        status, hours = meant
        if status != PRESENT or hours is None:
            return Explained(_(WORDS[status]))
        return Explained(_("present, {hours} hours").format(hours=scaled_text(hours, 2, current(), least=0)))

    def write(self, cells: Iterable[tuple[int, int, str]]) -> Sequence[object]:
        """Write marks and hours as one operation; what is not understood stays in its cell with the reason."""
        wanted: dict[Place, str] = {}
        for row, column, text in cells:
            if row < self.rows() and column < self.columns() and not self.why_not(row, column):
                wanted[self.sheet.people[row].id, self.days[column]] = text
        touched = keep(self.sheet, wanted, self._reading) if wanted else []
        self.refresh()
        return touched

    def fill_day(self, column: int) -> Sequence[object]:
        """Everybody of whom nothing is told on a day was there."""
        day: date = self.days[column]
        return self.write([(row, column, "P") for row, person in enumerate(self.sheet.people)
                           if (person.id, day) not in self.sheet.marks and self.sheet.belongs(person, day)])
