"""Grids over a day sheet: what stands where, what can be written there; the list has one row for each delivery."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from armdesk.fields import Code, Link, Text
from armdesk.i18n import _, current
from armdesk.i18n_formats import scaled_text
from armdesk.models import Production
from armdesk.numbers import round_half_up
from armdesk.services.day_cells import LINKS
from armdesk.services.day_line import Line
from armdesk.services.day_sheet import DaySheet, Sums, lacks, sums
from armdesk.services.day_units import shown_in

COLUMNS = ("date", "crew", "person", "shift", "ore_kg", "hours", "persons", "gross_mg", "fineness", "fine_mg",
           "quality", "receipt_no", "note")
"""Columns of the list, from left to right."""
ALWAYS = ("date", "gross_mg")
_IDLE_SHOWN = "gross_mg"


class Cell(NamedTuple):
    """What is painted.

    Shape: tone "" for plain, "quiet" for what was not typed, "problem", "idle" for a day without work, "gap" for a day
    of which nothing is told, "unknown" for a name kept as written, "several" for more deliveries than one; dot says
    that hours or fineness are missing.
    """

    text: str
    right: bool = False
    tone: str = ""
    dot: bool = False


class Explained(NamedTuple):
    """What is said of a text while it is typed.

    Shape: tone "good" where it is understood, "warn" where a name is not known, "alarm" where it is refused; offers
    are names that may be meant.
    """

    sentence: str
    tone: str = "good"
    offers: tuple[str, ...] = ()


class Grid:
    """What lists and months have in common: places by row and column, written as one act.

    grows says that a block may be longer than what is there; opens, that a cell may stand for several lines.
    """

    grows = opens = False

    def __init__(self, sheet: DaySheet, watched: Sequence[str]) -> None:
        self.sheet, self._watched = sheet, [name for name in ("fineness", "hours") if name in watched]
        self.as_typed = False

    # what each kind of grid says for itself

    def rows(self) -> int:
        """How many rows."""
        raise NotImplementedError

    def columns(self) -> int:
        """How many columns."""
        raise NotImplementedError

    def head(self, column: int) -> str:
        """Heading of a column."""
        raise NotImplementedError

    def side(self, row: int) -> tuple[str, str]:
        """(text, tone) before a row."""
        raise NotImplementedError

    def cell(self, row: int, column: int) -> Cell:
        """What a cell shows."""
        raise NotImplementedError

    def line(self, row: int, column: int) -> Line | None:
        """The one line that stands in a cell, None for none or several."""
        raise NotImplementedError

    def place(self, row: int, column: int) -> tuple[Line, str]:
        """(line, field) that is written to in a cell that can be; a line not yet on the sheet where there was none."""
        raise NotImplementedError

    def why_not(self, row: int, column: int) -> str:
        """Why a cell cannot be written, "" if it can."""
        raise NotImplementedError

    def total(self, column: int) -> str:
        """What stands below a column."""
        raise NotImplementedError

    def is_prose(self, column: int) -> bool:
        """Whether a column holds names or sentences, which use what room there is."""
        raise NotImplementedError

    def refresh(self) -> None:
        """The sheet changed: know anew what stands where."""
        raise NotImplementedError

    def anchor(self, row: int, column: int) -> object:
        """What stands in a cell, to be found again after others changed the sheet."""
        raise NotImplementedError

    def find(self, anchor: object, row: int, column: int) -> tuple[int, int]:
        """Where an anchor stands now; the place it had where it is gone."""
        raise NotImplementedError

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
