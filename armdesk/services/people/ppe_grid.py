"""PpeGrid: people down, items across, how many each gets; typed like a spreadsheet and kept as one operation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from armdesk.fields import fold
from armdesk.i18n import _
from armdesk.models import choices
from armdesk.services.basis.cell_grid import Cell, CellGrid, Explained
from armdesk.services.people import ppe
from armdesk.services.people.ppe import Given, Receiver
from armdesk.store import Store

_YES = frozenset(["x", "si", "s", "yes", "y", "oui", "o", "sim", "✓"])
_CELL = re.compile(r"(\d{1,3})(?:\s*[/( ]\s*([^()]{1,20}?)\s*\)?)?")
_MOST = 100


def read_cell(text: str) -> tuple[int, str]:
    """How many and of which size: "1", "x", "1 / 40", "2 (M)"; nothing is (0, "").  Errors: ValueError."""
    plain = text.strip()
    if not plain or plain in ("0", "-"):
        return 0, ""
    if fold(plain) in _YES:
        return 1, ""
    found = _CELL.fullmatch(plain)
    if not found or not 0 < int(found[1]) <= _MOST:
        raise ValueError(_("Write how many, such as 1, or 1 / 40 with the size."))
    return int(found[1]), (found[2] or "").strip()


class PpeGrid(CellGrid):
    """What will be handed out; nothing is kept before save()."""

    def __init__(self, people: Sequence[Receiver]) -> None:
        self.people = list(people)
        self.items = list(choices.PPE)
        self.given: dict[tuple[int, int], tuple[int, str]] = {}

    def rows(self) -> int:
        return len(self.people)

    def columns(self) -> int:
        return len(self.items)

    def head(self, column: int) -> str:
        return _(choices.PPE[self.items[column]])

    def side(self, row: int) -> tuple[str, str]:
        return (f"{self.people[row].name}  {self.people[row].code}".rstrip(), "")

    def _due(self, row: int, column: int) -> bool:
        return self.items[column] in self.people[row].due

    def cell(self, row: int, column: int) -> Cell:
        count, size = self.given.get((row, column), (0, ""))
        if not count:
            return Cell(_("due"), tone="soon") if self._due(row, column) else Cell("")
        return Cell(f"{count} / {size}" if size else str(count), tone="good")

    def line(self, row: int, column: int) -> object | None:
        return None

    def why_not(self, row: int, column: int) -> str:
        return ""

    def total(self, column: int) -> str:
        return str(sum(count for (_row, at), (count, _size) in self.given.items() if at == column) or "")

    def is_prose(self, column: int) -> bool:
        return False

    def refresh(self) -> None:
        """Nothing else changes what stands here."""

    def anchor(self, row: int, column: int) -> object:
        return self.people[row].id if row < self.rows() else None

    def find(self, anchor: object, row: int, column: int) -> tuple[int, int]:
        return next((place for place, each in enumerate(self.people) if each.id == anchor), row), column

    def exact(self, row: int, column: int) -> str:
        return self.cell(row, column).text if (row, column) in self.given else ""

    def write(self, cells: Iterable[tuple[int, int, str]]) -> Sequence[object]:
        touched = []
        for row, column, text in cells:
            if row >= self.rows() or column >= self.columns():
                continue
            try:
                count, size = read_cell(text)
            except ValueError:
                continue
            known = self.people[row].sizes.get(self.items[column], "")
            if count:
                self.given[row, column] = count, size or known
            else:
                self.given.pop((row, column), None)
            touched.append((row, column))
        return touched

    def give_due(self) -> int:
        """One of everything that is due, for everybody; returns how many cells were filled."""
        due = [(row, column, "1") for row in range(self.rows()) for column in range(self.columns())
               if self._due(row, column) and (row, column) not in self.given]
        return len(self.write(due))

    def problem(self, row: int, column: int) -> str:
        return ""

    def typed(self, row: int, column: int) -> str:
        return ""

    def explain(self, row: int, column: int, text: str) -> Explained:
        try:
            count, size = read_cell(text)
        except ValueError as error:
            return Explained(str(error), "alarm")
        size = size or self.people[row].sizes.get(self.items[column], "")
        return Explained(_("{count} pieces, size {size}").format(count=count, size=size) if size and count
                         else str(count))

    def to_give(self) -> list[Given]:
        """What will be handed out, person by person."""
        return [Given(self.people[row].id, self.items[column], count, size)
                for (row, column), (count, size) in sorted(self.given.items())]

    def save(self, store: Store, day: date, note: str = "") -> int:
        """Keep the deliveries as one operation; returns their number."""
        return ppe.deliver(store, day, self.to_give(), note)
