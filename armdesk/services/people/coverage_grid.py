"""CoverageGrid: the coverage as a spreadsheet to read, each cell with a word beside its colour."""

from __future__ import annotations

from armdesk.i18n import N_, _
from armdesk.services.basis.cell_grid import Cell, ReadGrid
from armdesk.services.people.coverage import LAPSED, NEVER, SOON, VALID
from armdesk.services.people.coverage_sheet import CoverageSheet

STATE_WORDS = {VALID: N_("valid"), SOON: N_("ends soon"), LAPSED: N_("lapsed"), NEVER: N_("never")}
_SIGNS = {VALID: "✓", SOON: "!", LAPSED: "✗", NEVER: "✗"}
_TONES = {VALID: "good", SOON: "soon", LAPSED: "problem", NEVER: "problem", "": ""}


class CoverageGrid(ReadGrid):
    """People down, courses or items across."""

    opens = True

    def __init__(self, sheet: CoverageSheet) -> None:
        self.sheet = sheet
        self._totals: dict[int, str] = {}

    def rows(self) -> int:
        return len(self.sheet.people)

    def columns(self) -> int:
        return len(self.sheet.kinds)

    def head(self, column: int) -> str:
        return self.sheet.kinds[column][1]

    def side(self, row: int) -> tuple[str, str]:
        return (self.sheet.people[row].name, "")

    def cell(self, row: int, column: int) -> Cell:
        return Cell(self.words(row, column), tone=_TONES[self.sheet.state(row, column)])

    def words(self, row: int, column: int) -> str:
        """State of a cell in signs and words, with the day it ends."""
        state, end = self.sheet.state(row, column), self.sheet.end(row, column)
        if not state:
            return ""
        word = "" if state in (VALID, SOON) and end is not None else _(STATE_WORDS[state])
        return " ".join(part for part in (_SIGNS[state], word, end.isoformat() if end else "") if part)

    def line(self, row: int, column: int) -> object | None:
        return None

    def why_not(self, row: int, column: int) -> str:
        return _("This follows from courses and deliveries; Enter opens the person.")

    def total(self, column: int) -> str:
        if column not in self._totals:
            needed, held = self.sheet.count(column)
            self._totals[column] = f"{held}/{needed}"
        return self._totals[column]

    def is_prose(self, column: int) -> bool:
        return False

    def refresh(self) -> None:
        self._totals = {}

    def anchor(self, row: int, column: int) -> object:
        return self.sheet.people[row].id if row < self.rows() else None

    def find(self, anchor: object, row: int, column: int) -> tuple[int, int]:
        return next((place for place, each in enumerate(self.sheet.people) if each.id == anchor), row), column

    def exact(self, row: int, column: int) -> str:
        return self.words(row, column)
