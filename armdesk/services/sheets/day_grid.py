"""Grid: what stands where on a day sheet and what can be written there; the same for its list and its month."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from fractions import Fraction

from armdesk.i18n import _, current
from armdesk.i18n_formats import scaled_text
from armdesk.numbers import round_half_up
from armdesk.services.basis.cell_grid import Cell, CellGrid, Explained
from armdesk.services.gold.day_units import shown_in
from armdesk.services.sheets.day_line import Line
from armdesk.services.sheets.day_sheet import DaySheet, Sums, lacks

__all__ = ["Cell", "Explained", "Grid"]


class Grid(CellGrid):
    """What lists and months of a day sheet have in common."""

    def __init__(self, sheet: DaySheet, watched: Sequence[str]) -> None:
        self.sheet, self._watched = sheet, [name for name in ("fineness", "hours") if name in watched]
        self.as_typed = False

    # what each kind of grid says for itself

    @abstractmethod
    def line(self, row: int, column: int) -> Line | None:
        """The one line that stands in a cell, None for none or several."""

    @abstractmethod
    def place(self, row: int, column: int) -> tuple[Line, str]:
        """(line, field) that is written to in a cell that can be; a line not yet on the sheet where there was none."""

    def renew(self, lines: Sequence[Line]) -> None:
        """Only these lines changed."""
        self.refresh()

    # the same for all

    def exact(self, row: int, column: int) -> str:
        """What is typed on, or copied."""
        line = self.line(row, column)
        if line is None or self.why_not(row, column):
            return self.cell(row, column).text
        return self.sheet.cells.exact(line, self.place(row, column)[1])

    def write(self, cells: Iterable[tuple[int, int, str]], *, decimal_mark: str | None = None) -> list[Line]:
        """Write texts as one act; cells that cannot be written are left out.  Answers the lines touched."""
        places: dict[tuple[int, int], Line] = {}
        found = []
        for row, column, text in cells:
            if self.why_not(row, column):
                continue
            known = self.line(row, column)
            if known is None and not text.strip():
                continue
            line, name = self.place(row, column)
            line = known or places.setdefault(self._key(row, column), line)
            found.append((line, name, text))
        touched = self.sheet.write(found, decimal_mark=decimal_mark)
        self.renew(touched)
        return touched

    def _key(self, row: int, column: int) -> tuple[int, int]:
        """Cells with the same key are of the same new line."""
        return row, column

    def problem(self, row: int, column: int) -> str:
        """What is wrong with a cell, and with what cannot be seen of its line."""
        line = self.line(row, column)
        if line is None or not line.problems:
            return ""
        own = self.place(row, column)[1] if not self.why_not(row, column) else ""
        hidden = [_("{field}: {sentence}").format(field=self.sheet.cells.title(name), sentence=" ".join(sentences))
                  for name, sentences in line.problems.items() if name and name != own and name not in self._seen()]
        return " ".join([*line.problems.get(own, []), *hidden, *(line.problems.get("", []) if own else [])])

    def _seen(self) -> Sequence[str]:
        """Fields that stand in cells of their own."""
        return ()

    def explain(self, row: int, column: int, text: str) -> Explained:
        """What a text would be understood as in a cell."""
        cells = self.sheet.cells
        if self.why_not(row, column):
            return Explained(self.why_not(row, column), "alarm")
        name = self.place(row, column)[1]
        try:
            sentence = cells.understood(name, text)
        except ValueError as error:
            return Explained(str(error), "alarm")
        known = cells.names.get(name)
        meant = [] if known is None or known.found(text) else [known.label(each.id) for each in known.offers(text)]
        told = f"{text.strip()} = {sentence}" if sentence and name in ("gross_mg", "fineness") else sentence
        return Explained(told, "warn" if known is not None else "good", tuple(meant))

    def typed(self, row: int, column: int) -> str:
        """What was typed for a cell, where it says more than the value."""
        line = self.line(row, column)
        if line is None or self.why_not(row, column):
            return ""
        return line.typed_texts().get(self.place(row, column)[1], "")

    def shown(self, line: Line, name: str) -> str:
        """What a cell shows: the value, or what was typed for it where that is wished and says more."""
        told = line.typed_texts().get(name) if self.as_typed and "typed" in line.values else None
        return told or self.sheet.cells.shown(line, name)

    def _dotted(self, line: Line) -> bool:
        return any(lacks(line, name) for name in self._watched)

    def sum_text(self, name: str, found: Sums) -> str:
        """A sum as it stands below or beside a quantity; the fineness is that of all gold together."""
        value, places = {
            "fine_mg": (found.fine_mg, 3), "ore_kg": (found.ore_kg, 3), "persons": (found.person_days, 0),
            "hours": (found.person_hours, 2), "gross_mg": (found.gross_mg, 0),
            "fineness": (round_half_up(Fraction(found.assayed_fine, found.assayed_mg or 1)), 1),
        }.get(name, (0, 0))
        if not value:
            return ""
        return shown_in(value, self.sheet.cells.unit) if name == "gross_mg" else scaled_text(
            value, places, current(), least=0 if name in ("hours", "fineness") else None)
