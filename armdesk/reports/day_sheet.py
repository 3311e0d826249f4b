"""A day sheet as it is printed and as a table for Excel: what is seen, and the same columns empty to be written on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from armdesk.fields import Code, LongText, Text, Whole
from armdesk.i18n import _, current
from armdesk.models import Production
from armdesk.numbers import round_half_up
from armdesk.reports.document import CellValue, Column, Table
from armdesk.services.gold.day_units import GOLD_UNITS, in_unit
from armdesk.services.sheets.day_cells import LINKS
from armdesk.services.sheets.day_grid import Grid
from armdesk.services.sheets.day_line import Line
from armdesk.services.sheets.day_list import ListGrid
from armdesk.services.sheets.day_month import MonthGrid
from armdesk.services.sheets.day_sheet import sums

_DOT = "•"
_BLANK_ROWS = 17
"""Rows of an empty list that fill one page with its signatures."""
_SHARES = {"date": 0.7, "crew": 2.0, "person": 2.2, "note": 2.4, "gross_mg": 1.4, "shift": 1.0, "persons": 0.9,
           "hours": 1.0, "fineness": 0.9}


@dataclass(frozen=True)
class PaperColumn:
    """A column on paper.  Shape: share is its width beside the others; right for numbers."""

    title: str
    share: float = 1.0
    right: bool = False


@dataclass(frozen=True)
class PaperSheet:
    """A day sheet as it is printed; all texts in the reader's language.

    Shape: lines stand under the title; the first column is repeated where the others need several pages; totals are
    () for none; signed are the words under the lines for signatures; by_hand says that it will be written on.
    """

    title: str
    lines: tuple[str, ...]
    columns: tuple[PaperColumn, ...]
    rows: Sequence[Sequence[str]]
    totals: Sequence[str] = ()
    signed: tuple[str, ...] = ()
    language: str = "en"
    made_on: date = date(2000, 1, 1)
    by_hand: bool = False


def paper(grid: Grid, lines: tuple[str, ...], made_on: date) -> PaperSheet:
    """The sheet as it stands, to be printed and signed.  Shape: lines are organisation, site and month, totals."""
    rows = [[*_first(grid, row), *(_on_paper(grid, row, column) for column in _columns(grid))]
            for row in range(grid.rows()) if grid.line(row, 0) is not None or isinstance(grid, MonthGrid)]
    totals = [*([""] if isinstance(grid, MonthGrid) else []), *(grid.total(column) for column in _columns(grid))]
    totals[0] = "Σ"
    if any(text.endswith(_DOT) for row in rows for text in row):
        lines = (*lines, _("{dot} fineness or hours are missing").format(dot=_DOT))
    return PaperSheet(_title(grid), lines, _paper_columns(grid), rows, totals, signature_words(), current(), made_on)


def empty(grid: Grid, lines: tuple[str, ...], made_on: date) -> PaperSheet:
    """The same columns without anything in them, for crews who write by hand."""
    columns = _paper_columns(grid)
    days = [[*_first(grid, row), *[""] * (len(columns) - 1)] for row in range(grid.rows())]
    rows = days if isinstance(grid, MonthGrid) else [[""] * len(columns) for _row in range(_BLANK_ROWS)]
    return PaperSheet(_title(grid), lines, columns, rows, (), signature_words(), current(), made_on, by_hand=True)


def signature_words() -> tuple[str, ...]:
    """Who signs a day sheet, in the language in force."""
    return (_("Head of crew: name and signature"), _("Who weighed: name and signature"),
            _("Office: name, signature, date"))


def table(grid: Grid) -> Table:
    """What is seen as exact values: numbers in their units, days as dates."""
    if isinstance(grid, ListGrid):
        columns = tuple(_column(grid, name) for name in grid.names)
        rows = [tuple(_value(grid, line, name) for name in grid.names) for line in grid.lines]
        return Table(columns, rows)
    if isinstance(grid, MonthGrid):
        unit = _(GOLD_UNITS[grid.sheet.cells.unit]) if grid.quantity == "gross_mg" else Production.field(
            grid.quantity).unit_of()
        across = range(grid.columns())
        columns = (Column("date", _("Day"), "date"), *(
            Column(f"c{column}", grid.head(column), "number", unit) for column in across))
        return Table(columns, [(day, *(_sum(grid, row, column) for column in across))
                               for row, day in enumerate(grid.days)])
    raise TypeError(grid)


def _title(grid: Grid) -> str:
    """Name of the sheet; of a month of one quantity, with it and its unit."""
    return f"{_('Day sheet')} · {grid.sheet.cells.title(grid.quantity)}" if isinstance(
        grid, MonthGrid) else _("Day sheet")


def _columns(grid: Grid) -> range:
    return range(grid.columns())


def _first(grid: Grid, row: int) -> Iterator[str]:
    """The day before a row of a month; a list has its day in a column."""
    if isinstance(grid, MonthGrid):
        yield grid.side(row)[0]


def _on_paper(grid: Grid, row: int, column: int) -> str:
    text, _right, tone, dot = grid.cell(row, column)
    return f"{text} {_DOT}" if dot and text else text if tone != "problem" else f"{text} (?)"


def _paper_columns(grid: Grid) -> tuple[PaperColumn, ...]:
    if isinstance(grid, ListGrid):
        last = grid.rows() - 1
        return tuple(PaperColumn(grid.head(place), _SHARES.get(name, 1.1), right=grid.cell(last, place).right)
                     for place, name in enumerate(grid.names))
    across = (PaperColumn(grid.head(column), 1.0, right=True) for column in _columns(grid))
    return PaperColumn(_("Day"), 0.9), *across


def _column(grid: ListGrid, name: str) -> Column:
    field = Production.field(name)
    kinds: tuple[tuple[type, str], ...] = ((Whole, "number"), (Code, "code"), (LongText, "note"), (Text, "text"))
    kind = "date" if name == "date" else next((kind for type_, kind in kinds if isinstance(field, type_)), "text")
    unit = _(GOLD_UNITS[grid.sheet.cells.unit]) if name == "gross_mg" else field.unit_of()
    return Column(field.key, grid.sheet.cells.title(name).partition(" (")[0], kind, unit)


def _value(grid: ListGrid, line: Line, name: str) -> CellValue:
    """A cell as an exact value; what is not understood stays the text it is."""
    if name in line.texts:
        return line.texts[name]
    value = line.values.get(name)
    if name == "gross_mg" and value is not None:
        return Decimal(in_unit(value, grid.sheet.cells.unit, "."))
    if name in LINKS:
        return grid.sheet.cells.exact(line, name) or None
    field = Production.field(name)
    found: CellValue = field.exchange(value) if isinstance(field, Whole) or name == "date" else field.format(value)
    return None if found == "" else found


def _sum(grid: MonthGrid, row: int, column: int) -> CellValue:
    """The quantity of a cell as an exact value; the word for a day without work."""
    lines = grid.lines_at(row, column)
    if not lines:
        return None
    if all(line.values.get("no_work") for line in lines) and column < len(grid.who):
        return grid.cell(row, column).text
    found = sums(lines)
    if grid.quantity == "gross_mg":
        return Decimal(in_unit(found.gross_mg, grid.sheet.cells.unit, ".")) if found.gross_mg else None
    if len(lines) == 1 and column < len(grid.who):
        value = lines[0].values.get(grid.quantity)
        return None if value is None else Decimal(value).scaleb(-getattr(Production.field(grid.quantity), "places", 0))
    total = {"ore_kg": Decimal(found.ore_kg).scaleb(-3), "persons": Decimal(found.person_days),
             "hours": Decimal(found.person_hours).scaleb(-2)}.get(grid.quantity)
    if total is None and found.assayed_mg:
        total = Decimal(round_half_up(Fraction(found.assayed_fine, found.assayed_mg))).scaleb(-1)
    return total or None
