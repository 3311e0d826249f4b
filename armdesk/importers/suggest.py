"""Proposes how an unknown office's sheet is read: finds its headings, picks the register, notes units.

A proposal is a recipe like any other, so the person sees and corrects it, and it is kept for the next file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from armdesk import i18n
from armdesk.errors import RecipeError
from armdesk.fields import Choice, Choices, Date, Declared, Fineness, Flag, Link, Mass, Money, fold
from armdesk.i18n import _
from armdesk.importers import habits, matching
from armdesk.importers import headings as heads
from armdesk.importers.layout import TOTALS, shown
from armdesk.importers.workbook import Book
from armdesk.models import RECORDS, record_type
from armdesk.record import Record

LOOKED_AT, SAMPLE = 40, 60
_LONGEST, _FEW = 80, 2
_ALL_REFUSED = 0.6  # every row of such a reading would be refused: only a far better likeness makes up for it
_FOOT = 0.3  # a row far narrower than those of the sheet is no heading of it: who signs below, a second table
_REPEATED = 0.2  # share of rows whose name stood above already: these are no rows of a register of names


@dataclass(frozen=True)
class Headings:
    """Where the headings of a table stand.

    Shape: row counts from 1; rows is how many they take; above are the titles over them and the name of the file.
    """

    sheet: str
    row: int
    rows: int = 1
    above: tuple[str, ...] = ()


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
    rows = [[shown(cell) for cell in row] for row in islice(book.rows(sheet), LOOKED_AT + SAMPLE)]
    candidates = [type_name] if type_name else [type_.type_name() for type_ in RECORDS if not type_.about.details]
    fitting = [found for name in candidates if (found := _fit(name, sheet, rows, currency, book.path.stem))]
    best = max(fitting, key=lambda each: each.score, default=None)
    if best is None:
        raise RecipeError(
            _(
                "No row of the sheet “{sheet}” looks like headings that armdesk knows. Say which register "
                "the rows belong to and which column is which."
            ).format(sheet=sheet)
        )
    return best


def _fit(type_name: str, sheet: str, rows: Sequence[Sequence[str]], currency: str = "",
         file: str = "") -> Proposal | None:
    number, exact = 0, 0
    for place in range(1, min(len(rows), LOOKED_AT) + 1):
        known = len(matching.exact(type_name, _headings(heads.of_rows(rows, place))))
        if known > exact:
            number, exact = place, known
    if exact < 2:
        return None
    spans, row = heads.spanned(rows, number), heads.of_rows(rows, number)
    headings, below = _headings(row), rows[number - 1 + heads.spanned(rows, number) :]
    matched = matching.match(type_name, headings)
    type_ = record_type(type_name)
    if type_name == "sale":
        matched |= habits.taken_off(row, below, matched)
    day = next((field.name for field in type_.declared() if field.required and isinstance(field, Date)), "")
    if day and day not in matched.values() and (heading := habits.day_column(row, below, matched)):
        matched[heading] = day
    above = (file, *(cell for title in rows[: number - 1] for cell in title if cell))
    needed = [field.name for field in type_.declared() if field.required and field.default is None]
    told = {*matched.values(), *habits.named_above(type_, (sheet, *above))}
    told |= {"kind"} if any(habits.flow(type_name, text) for text in matched) else set()
    held = sum(name in told or f"{type_name}.{name}" in heads.words()["fixed"] for name in needed)
    core = heads.words()["core"].get(type_name)
    if core:  # a date and a name alone make no delivery
        needed, held = [*needed, core[0]], held + any(name in matched.values() for name in core)
    telling = sum(matching.telling(heads.plain(text)) for text in matched)
    # A sheet is of the register whose needed fields it holds, that leaves little
    # of it out and whose own words it speaks.
    foreign = sum(matching.is_foreign(type_name, text) for text in headings if text not in matched)
    score = ((telling + len(matched) - foreign) / max(len(headings), 1) + held / max(len(needed), _FEW)) / 3
    if held < len(needed):
        score *= _ALL_REFUSED
    if len(headings) * 2 < max(map(_filled, rows)):
        score *= _FOOT
    recipe = recipe_of(type_, Headings(sheet, number, spans, above), matched, below, currency)
    if _names_again(recipe["tables"][0], row, below):
        score *= _ALL_REFUSED
    return Proposal(
        type_name,
        sheet,
        number,
        matched,
        tuple(text for text in headings if text not in matched),
        score,
        recipe,
        spans,
    )


def _filled(row: Sequence[str]) -> int:
    return sum(map(bool, row))


def _names_again(table: Mapping[str, Any], headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether what would name the records stands again and again: a book of deliveries is no register of people."""
    record = table["records"][0]
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


def recipe_of(type_: type[Record], place: Headings, matched: Mapping[str, str],
              sample: Sequence[Sequence[str]] = (), currency: str = "") -> dict[str, Any]:
    """The recipe, as JSON content, that reads these columns of a sheet into one register.

    Shape: sample holds rows below the headings; currency is that of the office, where headings of amounts name none.
    """
    sheet, above = place.sheet, place.above
    amounts = [text for text, name in matched.items() if isinstance(type_.field(name), Money)]
    named = heads.currency(amounts, heads.currency_above(above, currency))
    aliases = {text: f"c{place}" for place, text in enumerate(matched, 1)}
    several = list(matched.values()).count("deductions_total") > 1
    apart = {text: aliases[text] for text, name in matched.items()
             if name == "deductions_total" and (several or habits.deduction(text))}
    flows = {text: aliases[text] for text, name in matched.items()
             if name == "quantity" and habits.flow(type_.type_name(), text)}
    fields = _fields(type_, {text: name for text, name in matched.items() if text not in apart}, aliases, sample)
    titled = habits.named_above(type_, (sheet, *above))
    fields.update((name, {"constant": code}) for name, code in titled.items() if name not in fields)
    for word, value in heads.words()["fixed"].items():
        owner, _dot, name = word.partition(".")
        if owner == type_.type_name() and name not in fields and (value != "@currency" or named):
            fields[name] = {"constant": named if value == "@currency" else value}
    if type_.type_name() == "production" and (idle := habits.without_work(fields)):
        fields["no_work"] = fields.get("no_work", idle)
    keys = [name for name in heads.words()["keys"].get(type_.type_name(), []) if name in fields]
    record: dict[str, Any] = {"type": type_.type_name(), "fields": fields}
    if keys:
        record["key"] = keys[:1]
    table = {
        "sheets": [sheet],
        "header": {"row": place.row, **({"rows": place.rows} if place.rows > 1 else {})},
        "columns": {alias: text for text, alias in aliases.items()},
        "skip": [{"reason": _("a total"), "pattern": TOTALS}, *habits.skipped(type_, fields)],
        "records": [record],
    }
    if apart and {"code", "currency"} <= fields.keys():
        table["records"] = [record, habits.deductions(apart, fields)]
    if flows:
        table["records"] = habits.by_flow(record, flows)
    return {"armdesk_recipe": 1, "title": f"{_(type_.about.many)}: {sheet}", "tables": [table]}


def _fields(type_: type[Record], matched: Mapping[str, str], aliases: Mapping[str, str],
            sample: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Sources of the fields that columns hold, and of those that follow from what their headings say."""
    fields: dict[str, Any] = {}
    for text, name in matched.items():
        fields[name] = _joined(fields[name], aliases[text]) if name in fields else _source(
            type_, type_.field(name), text, aliases[text], sample)
        if name == "quantity" and "unit" not in matched.values() and (unit := habits.unit_of(type_, text)):
            fields["unit"] = {"constant": unit}
        if name == "birth_date":
            habits.birth(fields, text)
    return fields


def _joined(source: Any, alias: str) -> dict[str, Any]:
    """A source with one more column behind those it has: name and surname."""
    given = dict(source) if isinstance(source, dict) else {"column": source}
    first = given.pop("column", None)
    return {**given, "join": [*([first] if first else given.get("join", [])), alias]}


def _source(type_: type[Record], field: Declared, heading: str, alias: str, sample: Sequence[Sequence[str]]) -> Any:
    source: dict[str, Any] = {"column": alias}
    unit = heads.mass_unit(heading) if isinstance(field, Mass) else ""
    if isinstance(field, Fineness):
        unit = heads.fineness_unit(heading)
    if unit:
        source["unit"] = unit
    words: Mapping[str, Any] = _cell_words(type_, field, sample) if isinstance(field, Choice | Choices) else (
        habits.flags() if isinstance(field, Flag) else {})
    if words:
        source["words"] = words
    if empty := habits.nothing(field, words):
        source["empty"] = empty
    if isinstance(field, Date) and (order := habits.date_order(sample)):
        source["order"] = order
    # A cell that cannot be read leaves its field empty and is listed; the row is not lost for it.
    usual = heads.words()["fixed"].get(f"{type_.type_name()}.{field.name}") if isinstance(field, Choice) else None
    if usual:
        source["default"] = usual
    if usual or (not field.required and not isinstance(field, Mass | Link)):
        source["doubtful"] = True
    if field.name == "social_cover":
        return habits.cover(source)
    return source if len(source) > 1 else alias


def _cell_words(type_: type[Record], field: Choice | Choices, sample: Sequence[Sequence[str]]) -> dict[str, str]:
    """Cell words of a choice: the office list, and labels in every language."""
    listed: Mapping[str, Sequence[str]] = heads.words()["cells"].get(f"{type_.type_name()}.{field.name}", {})
    words = {word: code for code, written in listed.items() for word in written}
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            words.update({fold(field.format(code)): code for code in field.options})
    cells = {fold(cell) for row in sample for cell in row}
    # Where H stands for men (hombre, homme), M stands for women (mujer).
    if field.name == "sex" and "h" in cells and "f" not in cells:
        words["m"] = "F"
    shown_cells = (cell for row in sample for cell in row)
    return {**words, **habits.contained(f"{type_.type_name()}.{field.name}", words, shown_cells)}
