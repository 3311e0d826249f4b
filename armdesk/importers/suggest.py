"""Proposes how an unknown office's sheet is read: finds its headings, matches them with fields, notes units.

A proposal is a recipe like any other, so the person sees and corrects it, and it is kept for the next file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from typing import Any

from armdesk import i18n
from armdesk.errors import RecipeError
from armdesk.fields import Choice, Declared, Fineness, Link, Mass, Money, fold
from armdesk.i18n import _
from armdesk.importers import headings as heads
from armdesk.importers.layout import shown
from armdesk.importers.workbook import Book
from armdesk.models import RECORDS, record_type
from armdesk.record import Record

LOOKED_AT, SAMPLE = 40, 60
_LIKE, _LONGEST, _SHORTEST, _TELLING, _FEW = 0.86, 80, 4, 5, 2
_ALL_REFUSED = 0.6  # every row of such a reading would be refused: only a far better likeness makes up for it
_REPEATED = 0.2  # share of rows whose name stood above already: these are no rows of a register of names
# "Suma" and "Sum" are names of people and districts too: alone they head a total only with nothing or "of" behind them.
_TOTALS = (r"^\W*((sub|sous|gran|grand)[\s-]*)?(total(es|s)?|totaux)\b"
           r"|^\W*(suma|sum|somme|soma)\s*([:=]|$|(total|de|del|of|des|du|do)\b)")


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


@lru_cache(maxsize=64)
def _names(type_name: str) -> dict[str, str]:
    """Folded heading -> field name, from labels in every language, column keys and the list of office words."""
    type_ = record_type(type_name)
    known: dict[str, str] = {}
    for field in type_.declared():
        if field.readonly:
            continue
        for word in (field.name, field.key, *_labels(field)):
            known.setdefault(heads.plain(word), field.name)
    for name, words in heads.words()["headings"].get(type_name, {}).items():
        for word in words:
            known[heads.plain(word)] = name
    return known


@lru_cache(maxsize=4_096)
def is_heading(text: str) -> bool:
    """Whether a text is a heading that some register knows."""
    plain = heads.plain(text)
    return bool(plain) and any(plain in _names(type_.type_name()) for type_ in RECORDS)


def _labels(field: Declared) -> list[str]:
    found = []
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            found += [field.title(unit=False), field.title()]
    return found


def propose(book: Book, sheet: str, type_name: str = "", currency: str = "") -> Proposal:
    """The best reading of a sheet, for one register or for whichever fits best; currency is that of the office.

    Errors: RecipeError if no row looks like headings of the register.
    """
    rows = [[shown(cell) for cell in row] for row in islice(book.rows(sheet), LOOKED_AT + SAMPLE)]
    candidates = [type_name] if type_name else [type_.type_name() for type_ in RECORDS if not type_.about.details]
    fitting = [found for name in candidates if (found := _fit(name, sheet, rows, currency))]
    best = max(fitting, key=lambda each: each.score, default=None)
    if best is None:
        raise RecipeError(
            _(
                "No row of the sheet “{sheet}” looks like headings that armdesk knows. Say which register "
                "the rows belong to and which column is which."
            ).format(sheet=sheet)
        )
    return best


def _fit(type_name: str, sheet: str, rows: Sequence[Sequence[str]], currency: str = "") -> Proposal | None:
    number, exact = 0, 0
    for place in range(1, min(len(rows), LOOKED_AT) + 1):
        known = len(_exact(type_name, _headings(heads.of_rows(rows, place))))
        if known > exact:
            number, exact = place, known
    if exact < 2:
        return None
    spans, row = heads.spanned(rows, number), heads.of_rows(rows, number)
    headings, below = _headings(row), rows[number - 1 + heads.spanned(rows, number) :]
    matched = _match(type_name, headings)
    type_ = record_type(type_name)
    needed = [field.name for field in type_.declared() if field.required and field.default is None]
    held = sum(name in matched.values() or f"{type_name}.{name}" in heads.words()["fixed"] for name in needed)
    telling = sum(_telling(heads.plain(text)) for text in matched)
    # A sheet is of the register whose needed fields it holds, that leaves little
    # of it out and whose own words it speaks.
    score = ((telling + len(matched)) / max(len(headings), 1) + held / max(len(needed), _FEW)) / 3
    if held < len(needed):
        score *= _ALL_REFUSED
    recipe = recipe_of(type_, sheet, number, matched, below, currency, spans)
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


def _names_again(table: Mapping[str, Any], headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether what would name the records stands again and again: a book of deliveries is no register of people."""
    [record] = table["records"]
    sources = [record["fields"][name] for name in record.get("key", [])]
    aliases = [source["column"] if isinstance(source, dict) else source for source in sources]
    places = [headings.index(table["columns"][alias]) for alias in aliases]
    named = [key for row in rows if all(key := tuple(fold(row[place]) if place < len(row) else "" for place in places))]
    return bool(places) and len(named) - len(set(named)) > len(named) * _REPEATED


def match(type_name: str, headings: Iterable[str]) -> dict[str, str]:
    """Heading -> field name for the headings of a row that a person chose; headings not understood are left out."""
    return _match(type_name, _headings(headings))


def _headings(row: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(row) if text and len(text) <= _LONGEST]


@lru_cache(maxsize=4096)
def _telling(plain: str) -> float:
    """How much a heading says about the register: "date" stands in all of them, "fineness" in few."""
    owners = sum(plain in _names(type_.type_name()) for type_ in RECORDS)
    return 1.0 if owners <= 2 else 0.5 if owners <= 6 else 0.25


def _exact(type_name: str, headings: Iterable[str]) -> dict[str, str]:
    """Heading -> field name for headings that are known word for word; each field once."""
    known = _names(type_name)
    found: dict[str, str] = {}
    likely = [(text, heads.shorter(text)) for text in headings]
    for turn in range(max((len(words) for _text, words in likely), default=0)):
        for text, words in likely:
            name = known.get(words[turn]) if turn < len(words) and text not in found else None
            if name and name not in found.values() and not _reckoned(type_name, name, text):
                found[text] = name
    return found


def _reckoned(type_name: str, name: str, heading: str) -> bool:
    """Whether a heading speaks of fine gold, or is a bare unit of weight, and so is not what this field holds."""
    declared = record_type(type_name).field(name)
    if isinstance(declared, Mass):
        return heads.says_fine(heading)
    return not isinstance(declared, Fineness) and heads.is_unit(heading)


def _match(type_name: str, headings: Sequence[str]) -> dict[str, str]:
    """Heading -> field name: known ones, then those that hold a known word, then those spelt almost like one."""
    known, found = _names(type_name), _exact(type_name, headings)
    for likely in (_held_in, _spelt_like):
        for text in headings:
            plain = heads.plain(text)
            word = likely(plain, known) if text not in found and len(plain) >= _SHORTEST else ""
            if word and known[word] not in found.values() and not _reckoned(type_name, known[word], text):
                found[text] = known[word]
    return {text: found[text] for text in headings if text in found}


def _held_in(plain: str, known: Mapping[str, str]) -> str:
    """The longest known word whose parts all stand in the heading: "descripcion de los hechos" holds "hechos".

    One that speaks of ore, amalgam or silver beside it is another weight: "peso bruto mineral" is no gold.
    """
    parts = set(plain.split())
    held = [word for word in known if len(word) >= _TELLING and parts.issuperset(word.split())
            and not heads.matter(parts.difference(word.split()))]
    return max(held, key=len, default="")


def _spelt_like(plain: str, known: Mapping[str, str]) -> str:
    if is_heading(plain):  # "seal no" is no misspelt "sale no"
        return ""
    return next(iter(get_close_matches(plain, known, n=1, cutoff=_LIKE)), "")


def recipe_of(
    type_: type[Record],
    sheet: str,
    header_row: int,
    matched: Mapping[str, str],
    sample: Sequence[Sequence[str]] = (),
    currency: str = "",
    header_rows: int = 1,
) -> dict[str, Any]:
    """The recipe, as JSON content, that reads these columns of a sheet into one register.

    Shape: sample holds rows below the headings; currency is that of the office, where headings of amounts name none.
    """
    amounts = [text for text, name in matched.items() if isinstance(type_.field(name), Money)]
    named = heads.currency(amounts, currency)
    aliases = {text: f"c{place}" for place, text in enumerate(matched, 1)}
    fields: dict[str, Any] = {}
    for text, name in matched.items():
        fields[name] = _source(type_, type_.field(name), text, aliases[text], sample)
    for word, value in heads.words()["fixed"].items():
        owner, _dot, name = word.partition(".")
        if owner == type_.type_name() and name not in fields and (value != "@currency" or named):
            fields[name] = {"constant": named if value == "@currency" else value}
    keys = [name for name in heads.words()["keys"].get(type_.type_name(), []) if name in fields]
    record: dict[str, Any] = {"type": type_.type_name(), "fields": fields}
    if keys:
        record["key"] = keys[:1]
    table = {
        "sheets": [sheet],
        "header": {"row": header_row, **({"rows": header_rows} if header_rows > 1 else {})},
        "columns": {alias: text for text, alias in aliases.items()},
        "skip": [{"reason": _("a total"), "pattern": _TOTALS}],
        "records": [record],
    }
    return {"armdesk_recipe": 1, "title": f"{_(type_.about.many)}: {sheet}", "tables": [table]}


def _source(type_: type[Record], field: Declared, heading: str, alias: str, sample: Sequence[Sequence[str]]) -> Any:
    source: dict[str, Any] = {"column": alias}
    unit = heads.mass_unit(heading) if isinstance(field, Mass) else ""
    if isinstance(field, Fineness):
        unit = heads.fineness_unit(heading)
    if unit:
        source["unit"] = unit
    if isinstance(field, Choice):
        words = _cell_words(type_, field, sample)
        if words:
            source["words"] = words
    # A cell that cannot be read leaves its field empty and is listed; the row is not lost for it.
    if not field.required and not isinstance(field, Mass | Fineness | Link):
        source["doubtful"] = True
    return source if len(source) > 1 else alias


def _cell_words(type_: type[Record], field: Choice, sample: Sequence[Sequence[str]]) -> dict[str, str]:
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
    return words
