"""Proposes how an unknown office's sheet is read: finds its headings, picks the register, notes units.

A proposal is a recipe like any other, so the person sees and corrects it, and it is kept for the next file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from armdesk import i18n
from armdesk.errors import RecipeError
from armdesk.fields import (
    Choice,
    Choices,
    CurrencyCode,
    Date,
    Declared,
    Fineness,
    Flag,
    Link,
    Mass,
    Money,
    Scaled,
    Whole,
    fold,
)
from armdesk.i18n import _
from armdesk.importers import crossed, matching, shape
from armdesk.importers import headings as heads
from armdesk.importers.layout import TOTALS, shown
from armdesk.importers.shape import Sheet
from armdesk.importers.workbook import Book
from armdesk.models import RECORDS, record_type
from armdesk.record import Record

LOOKED_AT, SAMPLE = 40, 60
ROWS = 3_000
"""Rows of which the cells are looked at, once it is known what the sheet is."""
_LONGEST, _FEW = 80, 2
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_TITLES, _CERTAIN = 5, 0.5
_PLACED, _OFTEN, _SELDOM = ("person", "production"), 3, 0.02
_ALL_REFUSED = 0.6  # every row of such a reading would be refused: only a far better likeness makes up for it
_REPEATED = 0.2  # share of rows whose name stood above already: these are no rows of a register of names


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
        *(type_.type_name() for type_ in RECORDS if not type_.about.details), crossed.ATTENDANCE]
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
    number, exact, rows = 0, 0, sheet.rows
    if not _is_told(type_name, sheet):
        return None
    for place in range(sheet.top, min(len(rows), sheet.top - 1 + LOOKED_AT) + 1):
        texts = _headings(matching.of_rows(rows, place))
        known = len(matching.exact(type_name, texts)) + len(crossed.columns(type_name, texts))
        if known > exact:
            number, exact = place, known
    if exact < (1 if type_name == crossed.ATTENDANCE else _FEW):
        return None
    spans, row = matching.spanned(rows, number), matching.of_rows(rows, number)
    headings = _headings(row)
    crossing = crossed.columns(type_name, headings)
    matched = matching.match(type_name, [text for text in headings if text not in crossing])
    type_ = record_type(type_name)
    seen = shape.Seen(type_, sheet, number, spans, matched)
    matched = _by_cells(seen)
    matched = {text: name for text, name in matched.items() if not _no_days(type_.field(name), seen.cells(text))}
    seen = replace(seen, matched=matched)
    recipe = recipe_of(seen, currency)
    [table] = recipe["tables"]
    if type_name == crossed.ATTENDANCE and "each" not in table["records"][-1]:
        return None
    given = {name for record in table["records"] if record["type"] == type_name for name in record["fields"]}
    needed = [field.name for field in type_.declared() if field.required and field.default is None]
    held = sum(name in given or f"{type_name}.{name}" in heads.words()["fixed"] for name in needed)
    core = heads.words()["core"].get(type_name)
    if core:  # a date and a name alone make no delivery
        needed, held = [*needed, core[0]], held + any(name in given for name in core)
    read = {text for text in headings if text in table["columns"].values()}
    telling = sum(matching.telling(heads.plain(text)) if text in matched else 1.0 for text in read)
    # A sheet is of the register whose needed fields it holds, that leaves little
    # of it out and whose own words it speaks.
    foreign = sum(matching.is_foreign(type_name, text) for text in headings if text not in read)
    score = ((telling + len(read) - foreign) / max(len(headings), 1) + held / max(len(needed), _FEW)) / 3
    if held < len(needed):
        score *= _ALL_REFUSED
    if _names_again(table, row, seen.below):
        score *= _ALL_REFUSED
    left = tuple(text for text in headings if text not in read)
    return Proposal(type_name, sheet.name, number, matched, left, score, recipe, spans)


def _is_told(type_name: str, sheet: Sheet) -> bool:
    """Whether a sheet may be of a register that looks like others, such as a cash book that is one of the premium."""
    needed = heads.words()["told"].get(type_name)
    texts = [sheet.name, sheet.file, *(cell for row in sheet.rows[sheet.top - 1 : sheet.top + _TITLES] for cell in row)]
    return not needed or any(word in fold(text) for word in needed for text in texts)


def _by_cells(seen: shape.Seen) -> dict[str, str]:
    """Heading -> field, where the cells decide between two choices: "Condition" of "active" and "left" is a status."""
    type_, matched = seen.type, dict(seen.matched)
    figures = [field.name for field in type_.declared()
               if isinstance(field, Scaled | Whole | Date) and not field.required]
    choices = [field.name for field in type_.declared() if isinstance(field, Choice) and not field.readonly]
    for text, name in seen.matched.items():
        cells = [cell for cell in dict.fromkeys(map(fold, seen.cells(text))) if cell and cell not in heads.nothing()]
        worded = name in figures and not any(letter.isdecimal() for cell in cells for letter in cell)
        if (name not in choices and not worded) or heads.plain(text) == name:
            continue
        fit = {other: sum(bool(crossed.option_of(type_.type_name(), other, cell)) for cell in cells)
               for other in choices if other == name or other not in matched.values()}
        best = max(fit, key=lambda other: (fit[other], other == name), default=name)
        if cells and not fit.get(name) and fit[best] * 2 > len(cells):
            matched[text] = best
    return matched


def _no_days(field: Declared, cells: Iterable[str]) -> bool:
    """Whether a column that would hold days, but need not be there, holds answers such as yes and no."""
    filled = [cell for cell in cells if cell and fold(cell) not in heads.nothing()]
    return isinstance(field, Date) and not field.required and len(filled) > _FEW and not any(
        letter.isdecimal() for cell in filled for letter in cell)


def _names_again(table: Mapping[str, Any], headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether what would name the records stands again and again: a book of deliveries is no register of people."""
    record = table["records"][-1]
    if record.get("merge") or "each" in record:
        return False
    sources = [record["fields"][name] for name in record.get("key", [])]
    aliases = [alias for source in sources for alias in (
        source.get("join") or [source["column"]] if isinstance(source, dict) else [source])]
    places = [headings.index(table["columns"][alias]) for alias in aliases]
    named = [key for row in rows if all(key := tuple(fold(row[place]) if place < len(row) else "" for place in places))]
    return bool(places) and len(named) - len(set(named)) > len(named) * _REPEATED


def match(type_name: str, headings: Iterable[str]) -> dict[str, str]:
    """Heading -> field name for the headings of a row that a person chose; headings not understood are left out."""
    return matching.match(type_name, _headings(headings))


def _headings(row: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(row) if text and len(text) <= _LONGEST]


def recipe_of(seen: shape.Seen, currency: str = "") -> dict[str, Any]:
    """The recipe, as JSON content, that reads the matched columns of a sheet into one register.

    Shape: currency is that of the office, where headings of amounts name none.
    """
    type_, matched = seen.type, seen.matched
    amounts = [text for text, name in matched.items() if isinstance(type_.field(name), Money)]
    named = heads.currency(amounts, currency)
    aliases = {text: f"c{place}" for place, text in enumerate(matched, 1)}
    fields: dict[str, Any] = {}
    for text, name in matched.items():
        source = _source(seen, type_.field(name), text, aliases[text])
        fields[name] = _joined(fields[name], source) if name in fields else source
    _fixed(fields, seen, named)
    record: dict[str, Any] = {"type": type_.type_name(), "fields": fields}
    if key := _key(seen, fields):
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
    shape.complete(table, seen)
    _cross(table, seen)
    crossed.ticked(table, seen)
    if type_.type_name() in _PLACED:
        _places(table, seen)
    return {"armdesk_recipe": 1, "title": f"{_(type_.about.many)}: {seen.sheet.name}", "tables": [table]}


def _fixed(fields: dict[str, Any], seen: shape.Seen, named: str) -> None:
    """What no column says but holds for all rows: the currency, what a title calls the people of the sheet."""
    type_ = seen.type
    for word, value in heads.words()["fixed"].items():
        owner, _dot, name = word.partition(".")
        if owner == type_.type_name() and name not in fields and (value != "@currency" or named):
            fields[name] = {"constant": named if value == "@currency" else _told(seen, name) or value}
        elif value == "@currency" and name in fields and owner == type_.type_name() and named:
            fields[name] = {**(fields[name] if isinstance(fields[name], dict) else {"column": fields[name]}),
                            "default": named}
    if "birth_date" in fields and isinstance(fields["birth_date"], dict) and "only" in fields["birth_date"]:
        fields["birth_year"] = {"column": fields["birth_date"]["column"], "only": "^[0-9]{4}$", "doubtful": True}
    if type_.type_name() == "sale" and "code" not in fields:  # many offices do not number their sales
        shorts = [text for text in (fields.get("date"), fields.get("buyer")) if isinstance(text, str)]
        if "invoice_no" in fields or len(shorts) == _FEW:
            fields["code"] = fields["invoice_no"] if "invoice_no" in fields else {"join": shorts}
    for name in ("status",) if type_.type_name() == "person" else ():
        if name not in fields and (value := _told(seen, name)):
            fields[name] = {"constant": value}


def _key(seen: shape.Seen, fields: Mapping[str, Any]) -> list[str]:
    """The fields that name the rows of a sheet; none where two rows have the same: both are wanted then.

    Numbers begin again each year and with each plan, so a number alone names nothing of that kind.
    """
    listed = heads.words()
    name = next((name for name in listed["keys"].get(seen.type.type_name(), []) if name in fields), "")
    beside = listed["key_beside"].get(seen.type.type_name(), "")
    names = [name, beside] if beside in fields and name and name != beside else [name] if name else []
    texts = [text for text, field in seen.matched.items() if field in names]
    columns = [list(map(fold, seen.cells(text))) for text in texts]
    rows = [row for row in zip(*columns, strict=True) if row[0]]
    return [] if len(set(rows)) < len(rows) and not _same_name_twice(rows) else names


def _same_name_twice(rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether so many rows bear a name that stood above that it names no row at all."""
    return len(rows) - len(set(rows)) > len(rows) * _REPEATED


def _cross(table: dict[str, Any], seen: shape.Seen) -> None:
    """What the headings themselves say: kinds of things, deductions, courses."""
    name = seen.type.type_name()
    if name == crossed.ATTENDANCE:
        if courses := crossed.marks(seen):
            crossed.matrix(table, seen, courses)
    elif name == "training":
        crossed.listed(table, seen)
    elif name == "sale":
        crossed.deductions(table, seen)
    elif found := crossed.columns(name, _headings(text for text in seen.headings if text not in seen.matched)):
        crossed.cross(table, seen, found)


def _places(table: dict[str, Any], seen: shape.Seen) -> None:
    """Make the sites and crews that people and deliveries name; of deliveries those that come again and again."""
    made: list[dict[str, Any]] = []
    often = seen.type.type_name() != "person"
    fields = table["records"][0]["fields"]
    for name in ("site", "crew"):
        text, given = next(iter(seen.named(name)), ""), fields.get(name)
        if isinstance(given, dict) and "heading" in given:  # who heads a block with it means it
            made.append({"type": name, "merge": True, "key": ["name"], "fields": {"name": given}})
        if not text or not isinstance(given, str):
            continue
        cells = Counter(cell for cell in seen.cells(text) if cell and fold(cell) not in heads.nothing())
        usual = [cell for cell, count in cells.items() if count >= max(_OFTEN, len(seen.data) * _SELDOM)]
        if often and not usual:
            continue
        record: dict[str, Any] = {"type": name, "merge": True, "key": ["name"], "fields": {"name": given}}
        if name == "crew" and made and not often:
            record["fields"]["site"] = made[0]["fields"]["name"]
        if often:
            record["when"] = {"column": given, "pattern": f"^(?:{'|'.join(map(re.escape, sorted(usual)))})$"}
        made.append(record)
    table["records"][:0] = made


def _told(seen: shape.Seen, name: str) -> str:
    """What the name of the sheet or a title says of all its rows: "Retirados" -> left; "" where it says nothing."""
    if not isinstance(seen.type.field(name), Choice):
        return ""
    texts = [text for _row, text in seen.titles()]
    own = texts[-1:] + texts[-2::-1]  # the name of the sheet before its titles, the nearest title first
    if seen.sheet.top > 1:
        own = own[1:]
    return next((code for text in own if (code := crossed.option_of(seen.type.type_name(), name, text))), "")


def _joined(source: Any, more: Any) -> dict[str, Any]:
    """A source with one more column behind those it has: name and surname."""
    given, other = (dict(each) if isinstance(each, dict) else {"column": each} for each in (source, more))
    first = given.pop("column", None)
    if empty := [*given.get("empty", []), *other.get("empty", [])]:
        given["empty"] = list(dict.fromkeys(empty))
    return {**given, "join": [*([first] if first else given.get("join", [])), other["column"]]}


def _source(seen: shape.Seen, field: Declared, heading: str, alias: str) -> Any:
    source: dict[str, Any] = {"column": alias}
    cells = list(dict.fromkeys(fold(cell) for cell in seen.cells(heading) if cell))
    if isinstance(field, Mass) and (unit := heads.mass_unit(heading)):
        source["unit"] = unit
    if isinstance(field, Fineness) and (unit := heads.fineness_unit(heading)):
        source["unit"] = unit
    if isinstance(field, Choice | Choices | Flag | CurrencyCode):
        words = _currencies(seen, cells) if isinstance(field, CurrencyCode) else _cell_words(seen.type, field, cells)
        if words:
            source["words"] = words
    else:
        source.update(_written(field, cells))
    # A cell that cannot be read leaves its field empty and is listed; the row is not lost for it.
    if not field.required and not isinstance(field, Mass | Fineness | Link):
        source["doubtful"] = True
    return source if len(source) > 1 else alias


def _written(field: Declared, cells: Sequence[str]) -> dict[str, Any]:
    """How the cells of a column are written: words for nothing, shares, signs of money, years for dates."""
    how: dict[str, Any] = {}
    if empty := [cell for cell in cells if cell in heads.nothing()]:
        how["empty"] = empty
    if isinstance(field, Scaled) and field.name in heads.words()["shares"]:
        how.update(strip="%", share_up_to="1.5")
    if isinstance(field, Money) and (signs := _signs(cells)):
        how["strip"] = signs
    if isinstance(field, Date) and any(map(_YEAR.fullmatch, cells)):
        how["only"] = "[^0-9]"
    return how


def _signs(cells: Sequence[str]) -> str:
    """The letters and signs of currencies that stand in cells beside their figures, such as "S/" and "$"."""
    words = {word for cell in cells for word in re.findall(r"[^\d\s,.'-]+", cell) if any(map(str.isdecimal, cell))}
    known = {word for word in words if word in "$€₡£" or heads.currencies_in(word)}
    return "".join(sorted({letter for word in known for letter in word + word.upper()}))


def _currencies(seen: shape.Seen, cells: Sequence[str]) -> dict[str, str]:
    """What the cells of a column of currencies mean: "pesos" are those of the office's country."""
    return {cell: code for cell in cells if heads.currencies_in(cell)
            and (code := heads.currency([cell], seen.sheet.currency))}


def _cell_words(type_: type[Record], field: Choice | Choices | Flag, cells: Sequence[str]) -> dict[str, str]:
    """Cell words of a choice: the office list, labels in every language, and cells that hold one of them."""
    listed: Mapping[str, Sequence[str]] = heads.words()["cells"].get(f"{type_.type_name()}.{field.name}", {})
    words = {word: code for code, written in listed.items() for word in written}
    if isinstance(field, Choice | Choices):
        for language in i18n.LANGUAGES:
            with i18n.speaking(language):
                words.update({fold(field.format(code)): code for code in field.options})
    if isinstance(field, Choice):
        words.update({cell: code for cell in cells if cell not in words
                      and (code := crossed.option_of(type_.type_name(), field.name, cell))})
    # Where H stands for men (hombre, homme) or V (varon), M stands for women (mujer).
    if field.name == "sex" and not {"h", "v"}.isdisjoint(cells) and "f" not in cells:
        words["m"] = "F"
    return words
