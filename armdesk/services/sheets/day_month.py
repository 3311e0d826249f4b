"""A month as a calendar: days down, crews or people across, one quantity in the cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from armdesk.fields import fold
from armdesk.i18n import N_, _
from armdesk.services.gold.day_figures import days_between
from armdesk.services.sheets.day_cells import LINKS
from armdesk.services.sheets.day_grid import Cell, Grid
from armdesk.services.sheets.day_line import Line
from armdesk.services.sheets.day_names import in_order
from armdesk.services.sheets.day_sheet import DaySheet, sums

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))

Who = tuple[str, str]
"""(id, "") of a known crew or person, ("", its name folded) of one kept as written, ("", "") for none."""


class MonthGrid(Grid):
    """One row for each day, one column for each crew or person, and the total of the day."""

    opens = True

    def __init__(self, sheet: DaySheet, by: str = "crew", quantity: str = "gross_mg", *, shift: str = "",
                 watched: Sequence[str] = ()) -> None:
        super().__init__(sheet, watched)
        self.by, self.quantity, self._shift = by, quantity, shift
        self.days = days_between(sheet.period.begins, sheet.period.ends)
        self.who: list[Who] = []
        self.refresh()

    def refresh(self) -> None:
        """Know anew which lines stand where; crews that came up stay where they are."""
        self._at: dict[tuple[date, Who], list[Line]] = defaultdict(list)
        self._of_day: dict[date, list[Line]] = defaultdict(list)
        self._of_who: dict[Who, list[Line]] = defaultdict(list)
        self._known: dict[Line, tuple[date, Who]] = {}
        for line in self.sheet.lines:
            self._place_line(line)
        self._gaps = set(self.sheet.gaps())
        self._totals: dict[int, str] = {}
        self._of_days: dict[int, str] = {}
        names = self.sheet.cells.names[self.by]
        wanted = {(each.id, "") for each in names.of_site()} | set(self._of_who)
        if not wanted - {("", "")}:
            wanted |= {(each.id, "") for each in names.offers_all()}
        self.who = sorted(wanted, key=lambda each: (
            not each[0], not each[1], in_order(names.label(each[0]) or each[1])))

    def renew(self, lines: Sequence[Line]) -> None:
        """Only these lines changed: the others stay where they are."""
        if any(self._who_of(line) not in self._of_who and self._who_of(line) not in self.who for line in lines):
            self.refresh()
            return
        for line in lines:
            if line in self._known:
                day, key = self._known.pop(line)
                for bucket in (self._at[day, key], self._of_day[day], self._of_who[key]):
                    bucket.remove(line)
            self._place_line(line)
        self._gaps -= {line.values["date"] for line in lines if "date" in line.values}
        self._totals, self._of_days = {}, {}

    def _place_line(self, line: Line) -> None:
        if (self._shift and line.values.get("shift") != self._shift) or "date" not in line.values:
            return
        day, key = line.values["date"], self._who_of(line)
        self._known[line] = day, key
        self._at[day, key].append(line)
        self._of_day[day].append(line)
        self._of_who[key].append(line)

    def _who_of(self, line: Line) -> Who:
        """Whose column a line stands in."""
        known = str(line.values.get(self.by) or "")
        return known, "" if known else fold(str(line.values.get(LINKS[self.by]) or ""))

    def rows(self) -> int:
        return len(self.days)

    def columns(self) -> int:
        return len(self.who) + 1

    def head(self, column: int) -> str:
        if column >= len(self.who):
            return _("Total")
        id_, written = self.who[column]
        if id_:
            return self.sheet.cells.names[self.by].label(id_)
        lines = self._of_who[id_, written]
        return str(lines[0].values.get(LINKS[self.by])) if written and lines else _("Without a name")

    def side(self, row: int) -> tuple[str, str]:
        day = self.days[row]
        lines = self._of_day.get(day, [])
        tone = "gap" if day in self._gaps else "told" if not lines and day in self.sheet.shift_days else (
            "problem" if any(line.problems for line in lines) else "unsaved" if any(
                line.changed for line in lines) else "")
        return f"{day.day} {_(WEEKDAYS[day.weekday()])}", tone

    def cell(self, row: int, column: int) -> Cell:
        day = self.days[row]
        if column >= len(self.who):
            if row not in self._of_days:
                self._of_days[row] = self.sum_text(self.quantity, sums(self._of_day[day]))
            return Cell(self._of_days[row], True, "quiet")
        lines = self._at.get((day, self.who[column]), [])
        if not lines:
            return Cell("", True, "gap" if day in self._gaps else "")
        if len(lines) > 1:
            bad = any(line.problems for line in lines)
            text = f"{self.sum_text(self.quantity, sums(lines))} ×{len(lines)}".strip()
            return Cell(text, True, "problem" if bad else "several", any(map(self._dotted, lines)))
        line = lines[0]
        text = self.shown(line, self.quantity)
        if line.problems:
            return Cell(text, True, "problem")
        if line.values.get("no_work"):
            return Cell(str(line.values.get("note") or _("no work")), True, "idle")
        return Cell(text, True, "", self._dotted(line))

    def line(self, row: int, column: int) -> Line | None:
        if column >= len(self.who):
            return None
        lines = self._at.get((self.days[row], self.who[column]), [])
        return lines[0] if len(lines) == 1 else None

    def anchor(self, row: int, column: int) -> object:
        return self.who[column] if column < len(self.who) else None

    def find(self, anchor: object, row: int, column: int) -> tuple[int, int]:
        return row, next((place for place, who in enumerate(self.who) if who == anchor), min(column, len(self.who)))

    def lines_at(self, row: int, column: int) -> list[Line]:
        """All lines that stand in a cell; of the total, those of the day."""
        if column >= len(self.who):
            return list(self._of_day.get(self.days[row], []))
        return list(self._at.get((self.days[row], self.who[column]), []))

    def place(self, row: int, column: int) -> tuple[Line, str]:
        line = self.line(row, column)
        if line is not None:
            return line, self.quantity
        id_, written = self.who[column]
        values: dict[str, str | None] = {self.by: id_ or None, LINKS[self.by]: self.head(column) if written else None}
        if id_ and self.by == "person":
            values["crew"] = self.sheet.cells.names["person"].crew_of(id_)
        fresh = self.sheet.new_line(date=self.days[row], **values)
        fresh.placed = True
        return fresh, self.quantity

    def why_not(self, row: int, column: int) -> str:
        if column >= len(self.who):
            return _("This is the total of the day.")
        count = len(self._at.get((self.days[row], self.who[column]), []))
        if count > 1:
            return _("{count} deliveries of this day are added up here. Enter opens them in the list.").format(
                count=count)
        return _("This day has not come yet.") if self.days[row] > self.sheet.today else ""

    def total(self, column: int) -> str:
        lines = self._of_who.get(self.who[column], []) if column < len(self.who) else [
            line for lines in self._of_day.values() for line in lines]
        if column not in self._totals:
            self._totals[column] = self.sum_text(self.quantity, sums(lines))
        return self._totals[column]

    def is_prose(self, column: int) -> bool:
        return False

    def _seen(self) -> Sequence[str]:
        return (self.quantity,)

    def idle_lines(self, cells: Sequence[tuple[int, int]]) -> list[Line]:
        """Lines by which days are marked as without work: those there, and new ones where nothing stands."""
        free = [(row, column) for row, column in cells if column < len(self.who) and self.days[row] <= self.sheet.today
                and len(self._at.get((self.days[row], self.who[column]), [])) < 2]
        return [self.place(row, column)[0] for row, column in free]

    def idle_site(self, rows: Sequence[int]) -> list[Line]:
        """New lines by which days are marked as without work for the whole site, where nothing is told of them."""
        found = []
        for row in rows:
            if self.days[row] <= self.sheet.today and not self._of_day.get(self.days[row]):
                line = self.sheet.new_line(date=self.days[row])
                line.placed = True
                found.append(line)
        return found
