"""Proposes how an unknown office's sheet is read: finds its headings, picks the register, notes units.

A proposal is a recipe like any other, so the person sees and corrects it, and it is kept for the next file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import Any

from armdesk.errors import RecipeError
from armdesk.fields import Date, Money, fold
from armdesk.i18n import _
from armdesk.importers import beside, columns, courses, crossed, foot, matching, proved, shape, weights
from armdesk.importers import headings as heads
from armdesk.importers.layout import TOTALS, shown
from armdesk.importers.shape import Sheet
from armdesk.importers.workbook import Book
from armdesk.models import RECORDS, record_type

LOOKED_AT, SAMPLE = 40, 60
ROWS = 3_000
"""Rows of which the cells are looked at, once it is known what the sheet is."""
_LONGEST, _FEW = 80, 2
_TITLES, _CERTAIN = 5, 0.5
_PLACED = ("person", "production")
_FOOT = 0.3  # a row far narrower than those of the sheet is no heading of it: who signs below, a second table
_ALL_REFUSED = 0.6  # every row of such a reading would be refused: only a far better likeness makes up for it


@dataclass(frozen=True)
class Proposal:
    """How one sheet would be read.

    Shape: matched maps a heading to a field name; unmatched are headings left out; score says how much of the sheet
    is understood, 0 to 1 (share of the headings, more for the fields a record needs); header_rows is 2 where a heading
    spans columns that a second row tells apart.
    """

    type: str
    sheet: str
    header_row: int
    matched: Mapping[str, str]
    unmatched: tuple[str, ...]
    score: float
    recipe: dict[str, Any]
    header_rows: int = 1


def propose(book: Book, sheet: str, type_name: str = "", currency: str = "") -> Proposal:
    """The best reading of a sheet, for one register or for whichever fits best; currency is that of the office.

    Errors: RecipeError if no row looks like headings of the register.
    """
    best = _best(_rows(book, sheet), sheet, type_name, currency, book.path.name)
    if best is None:
        raise RecipeError(
            _(
                "No row of the sheet “{sheet}” looks like headings that armdesk knows. Say which register "
                "the rows belong to and which column is which."
            ).format(sheet=sheet)
        )
    return best


def propose_below(book: Book, first: Proposal, starts: Sequence[int], currency: str = "") -> list[Proposal]:
    """Readings of the tables that stand below the first one of a sheet, which then ends where they begin.

    Shape: starts are the rows, from 1, that look like headings.
    """
    rows, last = _rows(book, first.sheet), 0
    found: list[Proposal] = []
    for start in sorted(starts, reverse=True):
        top = next((row for row in range(start - 1, max(start - _TITLES, first.header_row), -1)
                    if sum(map(bool, rows[row - 1])) > 1), max(start - _TITLES, first.header_row)) + 1
        best = _best(rows, first.sheet, "", currency, book.path.name, top, last)
        if best is not None and best.header_row == start and best.score >= _CERTAIN:
            found.insert(0, best)
            last = top - 1
    if found:
        first.recipe["tables"][0]["last_row"] = last
    return found


def _rows(book: Book, sheet: str) -> list[list[str]]:
    return [[" ".join(shown(cell).split()) for cell in row] for row in islice(book.rows(sheet), ROWS)]


def _best(rows: Sequence[Sequence[str]], sheet: str, type_name: str, currency: str, file: str, top: int = 1,
          last: int = 0) -> Proposal | None:
    """The reading that understands most of the rows from `top` to `last`, 0 for the end; None where none does."""
    candidates = [type_name] if type_name else [
        *(type_.type_name() for type_ in RECORDS if not type_.about.details), courses.ATTENDANCE]
    few = rows[: top - 1 + LOOKED_AT + SAMPLE]
    part = Sheet(sheet, few, file, top, last, currency)
    fitting = [found for name in candidates if (found := _fit(name, part, currency))]
    best = max(fitting, key=lambda each: each.score, default=None)
    if best is not None and len(rows) > len(few):  # the words of all its cells
        whole = Sheet(sheet, rows, file, top, last, currency)
        seen = shape.Seen(record_type(best.type), whole, best.header_row, best.header_rows, best.matched)
        return replace(best, recipe=recipe_of(seen, currency))
    return best


def _fit(type_name: str, sheet: Sheet, currency: str = "") -> Proposal | None:
    number, rows = _header(type_name, sheet) if _is_told(type_name, sheet) else 0, sheet.rows
    if not number:
        return None
    spans, row = matching.spanned(rows, number), matching.of_rows(rows, number)
    headings = _headings(row)
    crossing = crossed.columns(type_name, headings)
    matched = match(type_name, [text for text in headings if text not in crossing], matching.tails(rows, number))
    type_ = record_type(type_name)
    seen = shape.Seen(type_, sheet, number, spans, matched)
    matched = columns.by_cells(seen) | _proved(seen)
    matched = {text: name for text, name in matched.items() if not columns.no_days(type_.field(name), seen.cells(text))}
    seen = replace(seen, matched=matched)
    recipe = recipe_of(seen, currency)
    [table] = recipe["tables"]
    if type_name == courses.ATTENDANCE and len(table["records"]) == 1 and "each" not in table["records"][0]:
        return None
    given = {name for record in table["records"] if record["type"] == type_name for name in record["fields"]}
    needed = [field.name for field in type_.declared() if field.required and field.default is None]
    held = sum(name in given or f"{type_name}.{name}" in heads.words()["fixed"] for name in needed)
    core = heads.words()["core"].get(type_name)
    if core:  # a date and a name alone make no delivery
        needed, held = [*needed, core[0]], held + any(name in given for name in core)
    read = {text for text in headings if text in table["columns"].values()}
    told = 0
    if type_name == courses.ATTENDANCE:  # what the sheet tells of courses beside its headings
        told = len(table.get("titles", {})) or len(table["records"]) - 1
    telling = told + sum(matching.telling(heads.plain(text)) if text in matched else 1.0 for text in read)
    # A sheet is of the register whose needed fields it holds, that leaves little
    # of it out and whose own words it speaks.
    foreign = sum(matching.is_foreign(type_name, text) for text in headings if text not in read)
    score = ((telling + told + len(read) - foreign) / max(len(headings), 1) + held / max(len(needed), _FEW)) / 3
    if held < len(needed):
        score *= _ALL_REFUSED
    if len(headings) * 2 < max(sum(map(bool, each)) for each in rows[sheet.top - 1 : sheet.last or None]):
        score *= _FOOT
    if _names_again(table, row, seen.below):
        score *= _ALL_REFUSED
    left = tuple(text for text in headings if text not in read)
    return Proposal(type_name, sheet.name, number, matched, left, score, recipe, spans)


def _proved(seen: shape.Seen) -> dict[str, str]:
    """Heading -> field, for columns that no word tells but the rows below them do."""
    found: dict[str, str] = {}
    if seen.type.type_name() == "sale":
        found = proved.taken_off(seen.headings, seen.below, seen.matched)
    day = next((field.name for field in seen.type.declared() if field.required and isinstance(field, Date)), "")
    if day and day not in seen.matched.values() and (text := proved.day_column(
            seen.headings, seen.below, seen.matched)):
        found[text] = day
    return found


def _header(type_name: str, sheet: Sheet) -> int:
    """The row that holds most headings of a register, counted from 1; 0 where too few are known."""
    number, most, rows = 0, 0, sheet.rows
    for place in range(sheet.top, min(len(rows), sheet.top - 1 + LOOKED_AT) + 1):
        texts = _headings(matching.of_rows(rows, place))
        known = len(matching.exact(type_name, texts, matching.tails(rows, place)))
        known += len(crossed.columns(type_name, texts))
        if known > most:
            number, most = place, known
    return number if most >= (1 if type_name == courses.ATTENDANCE else _FEW) else 0


def _is_told(type_name: str, sheet: Sheet) -> bool:
    """Whether a sheet may be of a register that looks like others, such as a cash book that is one of the premium."""
    needed = heads.words()["told"].get(type_name)
    texts = [sheet.name, sheet.file, *(cell for row in sheet.rows[sheet.top - 1 : sheet.top + _TITLES] for cell in row)]
    return not needed or any(word in fold(text) for word in needed for text in texts)


def _names_again(table: Mapping[str, Any], headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether what would name the records stands again and again: a book of deliveries is no register of people."""
    record = next((each for each in table["records"] if not each.get("merge")), None)
    if record is None or "each" in record:
        return False
    sources = [record["fields"][name] for name in record.get("key", [])]
    aliases = [alias for source in sources for alias in (
        source.get("join") or [source["column"]] if isinstance(source, dict) else [source])]
    places = [headings.index(table["columns"][alias]) for alias in aliases]
    named = [key for row in rows if all(key := tuple(fold(row[place]) if place < len(row) else "" for place in places))]
    return bool(places) and len(named) - len(set(named)) > len(named) * beside.REPEATED


def match(type_name: str, headings: Iterable[str], below: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Heading -> field name for the headings of a row that a person chose; headings not understood are left out.

    Shape: below says what the second row of some headings says alone.
    """
    texts = _headings(headings)
    if type_name != "sale":
        return matching.match(type_name, texts, below)
    parts = {text for text, tail in below.items() if crossed.deduction_kind(tail)}  # "Deductions" over "Royalty"
    found = matching.match(type_name, [text for text in texts if text not in parts], below)
    more = {text for text in texts if text not in found and (text in parts or crossed.deduction_kind(text))}
    return {text: found.get(text, "deductions_total") for text in texts if text in found or text in more}


def _headings(row: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(row) if text and len(text) <= _LONGEST]


def recipe_of(seen: shape.Seen, currency: str = "") -> dict[str, Any]:
    """The recipe, as JSON content, that reads the matched columns of a sheet into one register.

    Shape: currency is that of the office, where headings of amounts name none.
    """
    type_, matched = seen.type, seen.matched
    amounts = [text for text, name in matched.items() if isinstance(type_.field(name), Money)]
    named = heads.currency(amounts, heads.currency_above([text for _row, text in seen.titles()], currency))
    aliases = {text: f"c{place}" for place, text in enumerate(matched, 1)}
    fields: dict[str, Any] = {}
    apart = crossed.apart(seen) if type_.type_name() == "sale" else {}
    for text, name in matched.items():
        if text in apart:
            continue
        source = columns.source_of(seen, type_.field(name), text, aliases[text])
        fields[name] = columns.joined(fields[name], source) if name in fields else source
        if name == "quantity" and "unit" not in matched.values() and (unit := columns.unit_of(type_, text)):
            fields["unit"] = {"constant": unit}
        if name == "birth_date":
            columns.birth(fields, text)
    beside.fixed(fields, seen, named)
    record: dict[str, Any] = {"type": type_.type_name(), "fields": fields}
    if key := beside.key(seen, fields):
        record["key"] = key
    table: dict[str, Any] = {
        "sheets": [seen.sheet.name],
        "header": {"row": seen.number, **({"rows": seen.spans} if seen.spans > 1 else {})},
        "columns": {alias: text for text, alias in aliases.items()},
        "skip": [{"reason": _("a total"), "pattern": TOTALS}],
        "records": [record],
    }
    if seen.sheet.last:
        table["last_row"] = seen.sheet.last
    weights.weights(table, seen)
    shape.complete(table, seen)
    weights.idle(table, seen)
    table["skip"] += foot.skipped(type_, shape.fields_of(table))
    crossed.deductions(table, seen, apart)
    _cross(table, seen)
    crossed.ticked(table, seen)
    if type_.type_name() in _PLACED:
        beside.places(table, seen)
    return {"armdesk_recipe": 1, "title": f"{_(type_.about.many)}: {seen.sheet.name}", "tables": [table]}


def _cross(table: dict[str, Any], seen: shape.Seen) -> None:
    """What the headings themselves say: kinds of things, deductions, courses."""
    name = seen.type.type_name()
    if name == courses.ATTENDANCE:
        if found := courses.marks(seen):
            courses.matrix(table, seen, found)
        else:
            courses.titled(table, seen)
    elif name == "training":
        courses.listed(table, seen)
    elif crossing := crossed.columns(name, _headings(text for text in seen.headings if text not in seen.matched)):
        crossed.cross(table, seen, crossing)
