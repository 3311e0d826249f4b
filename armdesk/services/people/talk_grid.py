"""TalkGrid: toolbox talks as a spreadsheet to read, crews down and months across."""

from __future__ import annotations

from armdesk.i18n import _, current
from armdesk.i18n_formats import month_name
from armdesk.services.basis.cell_grid import Cell, ReadGrid
from armdesk.services.people.talks import CrewMonth, TalkCoverage


class TalkGrid(ReadGrid):
    """Crews down, months across: how many talks, and which share of the crew came to one at least."""

    opens = True

    def __init__(self, found: TalkCoverage) -> None:
        self.found = found

    def rows(self) -> int:
        return len(self.found.crews)

    def columns(self) -> int:
        return len(self.found.months)

    def head(self, column: int) -> str:
        month = self.found.months[column]
        return f"{month_name(int(month[5:]), current())} {month[:4]}"

    def side(self, row: int) -> tuple[str, str]:
        return (self.found.crews[row][1], "")

    def at(self, row: int, column: int) -> CrewMonth:
        """What stands behind a cell."""
        return self.found.of(self.found.crews[row][0], self.found.months[column])

    def cell(self, row: int, column: int) -> Cell:
        each = self.at(row, column)
        tone = "good" if each.talks >= max(self.found.least, 1) else "problem" if self.found.least else "quiet"
        share = f" · {100 * each.came // each.crew_size} %" if each.talks and each.crew_size else ""
        return Cell(f"{each.talks}{share}" if each.talks else "✗ 0" if self.found.least else "0", tone=tone)

    def line(self, row: int, column: int) -> object | None:
        return None

    def why_not(self, row: int, column: int) -> str:
        return _("This follows from the talks; Enter opens those of the crew.")

    def total(self, column: int) -> str:
        return str(sum(self.at(row, column).talks for row in range(self.rows())))

    def is_prose(self, column: int) -> bool:
        return False

    def refresh(self) -> None:
        """Nothing here changes by itself."""

    def anchor(self, row: int, column: int) -> object:
        return self.found.crews[row][0] if row < self.rows() else None

    def find(self, anchor: object, row: int, column: int) -> tuple[int, int]:
        return next((place for place, (id_, _name) in enumerate(self.found.crews) if id_ == anchor), row), column

    def exact(self, row: int, column: int) -> str:
        return self.cell(row, column).text
