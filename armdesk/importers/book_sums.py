"""What a book adds up itself, held against its rows: totals under a table, and its own column of fine weight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal
from typing import Any

from armdesk.fields import Mass, Money, fold
from armdesk.i18n import _, ngettext
from armdesk.importers import headings
from armdesk.importers.cells import Fault
from armdesk.importers.layout import TOTALS, Layout, shown
from armdesk.importers.outcome import ReadRecord
from armdesk.importers.recipe_parts import RecordPlan, Source
from armdesk.importers.understand import Field, Place
from armdesk.models import record_type
from armdesk.numbers import MASS_UNITS

TOTAL, COLUMN = "total", "column"
_HEADS_TOTAL = re.compile(TOTALS)
_FINE = "fine_mg"
_NEAR, _LEAST_MG = 50, 5
"""A book's own fine weight may be off by a fiftieth, and by some milligrams, before it counts as another one."""


@dataclass
class BookSum:
    """One sum of a book that is not what its rows give.

    Shape: kind is TOTAL or COLUMN; row is that of the total, or the first of `rows` rows whose own column disagrees;
    stated and reckoned are plain numbers in the unit of the column.
    """

    kind: str
    sheet: str
    row: int
    column: str
    stated: str
    reckoned: str
    rows: int = 1

    def as_data(self) -> list[Any]:
        """For the note of the import."""
        return [self.kind, self.sheet, self.row, self.column, self.stated, self.reckoned, self.rows]

    def sentence(self) -> str:
        """For a person who looks at the book."""
        if self.kind == TOTAL:
            text = _("“{sheet}”, row {row}: {stated} is written as the total of “{column}”, but the rows above come to "
                     "{reckoned}.")
        else:
            text = ngettext(
                "“{sheet}”, row {row}: the column “{column}” says {stated}; weight and fineness give {reckoned}.",
                "“{sheet}”, from row {row}: in {rows} rows the column “{column}” is not what weight and fineness give, "
                "such as {stated} instead of {reckoned}.", self.rows)
        return text.format(**vars(self))


@dataclass
class _Added:
    """One column of amounts that can be added up.

    Shape: since: from the last total on; whole: of the sheet; rows: how many were added; other says that the amounts
    are read from another column where that one is filled, so that each of the rows may be off by a rounding.
    """

    record: str
    field: Field
    place: int
    heading: str
    other: bool = False
    rows: int = 0
    since: int = 0
    whole: int = 0
    currencies: set[str] = dataclass_field(default_factory=set)


class BookSums:
    """Adds up a sheet while it is read."""

    def __init__(self, plans: Sequence[RecordPlan], place_of: Mapping[str, Place], layout: Layout, sheet: str) -> None:
        self._sheet, self._layout = sheet, layout
        self._added = [each for plan in plans if not plan.each and not plan.each_from
                       for each in _columns(plan, place_of[plan.type], layout)]
        self._own = {plan.type: found for plan in plans if (found := _own_fine(plan, layout)) is not None}
        self._refused = False
        self._apart: dict[str, BookSum] = {}

    def take(self, records: Sequence[ReadRecord], row: Sequence[Any], number: int) -> None:
        """Count the records of one row."""
        for record in records:
            if record.refused:
                self._refused = True
                continue
            for name, value in record.values.items():
                for each in self._added if type(value) is int else ():
                    if each.record == record.type and each.field.name == name:
                        each.rows += 1
                        each.since += value
                        each.whole += value
                        if isinstance(each.field.declared, Money):
                            each.currencies.add(str(record.values.get(each.field.declared.currency)))
            if record.type in self._own:
                self._compare_fine(record, row, number)

    def total(self, row: Sequence[Any]) -> Iterator[tuple[_Added, int]]:
        """The amounts of a row that heads a total.  Shape: (column, amount as the field keeps it)."""
        text = next((shown(cell) for cell in row if cell != ""), "")
        if not _HEADS_TOTAL.search(fold(text)):
            return
        for each in self._added:
            cell = row[each.place]
            if cell == "" or isinstance(cell, Fault) or len(each.currencies) > 1:
                continue
            value = each.field.understand(row).value
            if isinstance(value, int):
                yield each, value

    def disagreeing(self, row: Sequence[Any], number: int) -> list[BookSum]:
        """The totals in a row that are neither what stands since the last one nor what the whole sheet gives.

        Where rows were refused, their amounts are in no sum: then only a total below its rows says something.
        """
        found = []
        seen: set[int] = set()
        for each, stated in self.total(row):
            near = _step(shown(row[each.place]), each)
            if each.place not in seen and all(abs(stated - amount) > near for amount in (each.since, each.whole)) \
                    and (not self._refused or stated < each.since):
                seen.add(each.place)
                reckoned = min((each.since, each.whole), key=lambda amount: abs(stated - amount))
                found.append(BookSum(TOTAL, self._sheet, number, each.heading, _plain(stated, each),
                                     _plain(reckoned, each)))
            each.since = 0
        return found

    def _compare_fine(self, record: ReadRecord, row: Sequence[Any], number: int) -> None:
        place, heading, unit = self._own[record.type]
        cell = row[place]
        gross, fineness = record.values.get("gross_mg"), record.values.get("fineness")
        if not isinstance(cell, int | float | Decimal) or not isinstance(gross, int) or not isinstance(fineness, int):
            return
        reckoned = Decimal(gross * fineness) / 10_000
        stated = Decimal(str(cell)) * _in_mg(unit)
        if abs(stated - reckoned) <= max(abs(reckoned) / _NEAR, Decimal(_LEAST_MG)):
            return
        known = self._apart.get(record.type)
        if known is not None:
            known.rows += 1
            return
        self._apart[record.type] = BookSum(COLUMN, self._sheet, number, heading, shown(cell),
                                           f"{reckoned / _in_mg(unit):.3f}")

    def columns(self) -> list[BookSum]:
        """What was found of the book's own columns, once the sheet is read."""
        return list(self._apart.values())


def _columns(plan: RecordPlan, place: Place, layout: Layout) -> Iterator[_Added]:
    declared = record_type(plan.type)
    for name, source in plan.fields.items():
        kind = declared.field(name)
        if not isinstance(kind, Mass | Money):
            continue
        for number, leaf in enumerate(_leaves(source)):
            at = layout.columns.get(leaf.column)
            if at is not None and at < len(layout.headings):
                yield _Added(plan.type, Field(name, leaf, place), at, layout.headings[at],
                             bool(source.first_of) and number > 0)


def _leaves(source: Source) -> Iterator[Source]:
    """The single columns a value is made of."""
    inner = (*source.first_of, *source.sum)
    if inner:
        for each in inner:
            yield from _leaves(each)
    elif source.column:
        yield source


def _own_fine(plan: RecordPlan, layout: Layout) -> tuple[int, str, str] | None:
    """Place, heading and unit of the one column in which the book itself works out fine weight; None without one."""
    names = plan.fields
    if _FINE not in record_type(plan.type).follows or not {"gross_mg", "fineness"} <= names.keys():
        return None
    used = set(layout.columns.values())
    found = [(place, heading, unit or "g") for place, heading in enumerate(layout.headings)
             if place not in used and headings.says_fine(heading) and not headings.fineness_unit(heading)
             and not headings.matter(set(headings.plain(heading).split()))
             for unit in [headings.mass_unit(heading)]]
    return found[0] if len(found) == 1 else None


def _in_mg(unit: str) -> Decimal:
    return Decimal(MASS_UNITS[unit].numerator) / MASS_UNITS[unit].denominator


def _step(text: str, each: _Added) -> int:
    """Half of the last figure of a total as written, in what the field keeps; rows of other units were rounded, too."""
    _whole, _mark, digits = text.replace(",", ".").rpartition(".")
    places = len(digits) if _mark and digits.isdigit() else 0
    unit = each.field.source.unit or "g"
    one = int(_in_mg(unit)) if isinstance(each.field.declared, Mass) else 100
    near = max(one // (2 * int(10 ** min(places, 9))), 1)
    rounded = 0 if unit == "g" else each.rows // 2 + 1
    return near * (max(each.rows, 1) if each.other else 1) + rounded


def _plain(value: int, each: _Added) -> str:
    kept = each.field.declared
    if isinstance(kept, Mass):
        in_unit = Decimal(value) / _in_mg(each.field.source.unit or "g")
        return f"{in_unit.quantize(Decimal('0.001')).normalize():f}"
    return f"{Decimal(value).scaleb(-2).normalize():f}"
