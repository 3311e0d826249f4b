"""Proposes how an unknown office's sheet is read: finds its headings, matches them with fields, notes units.

A proposal is a recipe like any other, so the person sees and corrects it, and it is kept for the next file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from typing import Any

from armdesk import i18n, numbers, paths
from armdesk.errors import RecipeError
from armdesk.fields import Choice, Declared, Fineness, Link, Mass, fold
from armdesk.i18n import _
from armdesk.importers.layout import shown
from armdesk.importers.workbook import Book
from armdesk.models import RECORDS, record_type
from armdesk.record import Record

LOOKED_AT, SAMPLE = 40, 60
_LIKE, _LONGEST, _SHORTEST, _TELLING, _FEW = 0.86, 80, 4, 5, 2
_ALL_REFUSED = 0.6  # every row of such a reading would be refused: only a far better likeness makes up for it
_BRACKETS = re.compile(r"[\(\[]([^)\]]*)[\)\]]")
_TOTALS = r"^\W*(sub)?\s*(total|totales|totals|suma|sum|somme|totaux|soma)\b"


@dataclass(frozen=True)
class Proposal:
    """How one sheet would be read.

    Shape: matched maps a heading to a field name; unmatched are headings left out; score says how much of the sheet
    is understood, 0 to 1 (share of the headings, more for the fields a record needs).
    """

    type: str
    sheet: str
    header_row: int
    matched: Mapping[str, str]
    unmatched: tuple[str, ...]
    score: float
    recipe: dict[str, Any]


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    text = (paths.resources() / "import" / "words.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@lru_cache(maxsize=64)
def _names(type_name: str) -> dict[str, str]:
    """Folded heading -> field name, from labels in every language, column keys and the list of office words."""
    type_ = record_type(type_name)
    known: dict[str, str] = {}
    for field in type_.declared():
        if field.readonly:
            continue
        for word in (field.name, field.key, *_labels(field)):
            known.setdefault(_plain(word), field.name)
    for name, words in _words()["headings"].get(type_name, {}).items():
        for word in words:
            known[_plain(word)] = name
    return known


@lru_cache(maxsize=4_096)
def is_heading(text: str) -> bool:
    """Whether a text is a heading that some register knows."""
    plain = _plain(text)
    return bool(plain) and any(plain in _names(type_.type_name()) for type_ in RECORDS)


def _labels(field: Declared) -> list[str]:
    found = []
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            found += [field.title(unit=False), field.title()]
    return found


def _plain(heading: str) -> str:
    """A heading without case, accents, units in brackets and signs: "Peso (g):" -> "peso"."""
    return " ".join(re.sub(r"[^0-9a-z]+", " ", fold(_BRACKETS.sub(" ", heading))).split())


def propose(book: Book, sheet: str, type_name: str = "") -> Proposal:
    """The best reading of a sheet, for one register or for whichever fits best.

    Errors: RecipeError if no row looks like headings of the register.
    """
    rows = [[shown(cell) for cell in row] for row in islice(book.rows(sheet), LOOKED_AT + SAMPLE)]
    candidates = [type_name] if type_name else [type_.type_name() for type_ in RECORDS if not type_.about.details]
    best = max(
        (found for name in candidates if (found := _fit(name, sheet, rows))), key=lambda each: each.score, default=None
    )
    if best is None:
        raise RecipeError(
            _(
                "No row of the sheet “{sheet}” looks like headings that armdesk knows. Say which register "
                "the rows belong to and which column is which."
            ).format(sheet=sheet)
        )
    return best


def _fit(type_name: str, sheet: str, rows: Sequence[Sequence[str]]) -> Proposal | None:
    number, exact = 0, 0
    for place, row in enumerate(rows[:LOOKED_AT], 1):
        known = len(_exact(type_name, _headings(row)))
        if known > exact:
            number, exact = place, known
    if exact < 2:
        return None
    headings = _headings(rows[number - 1])
    matched = _match(type_name, headings)
    type_ = record_type(type_name)
    needed = [field.name for field in type_.declared() if field.required and field.default is None]
    held = sum(name in matched.values() or f"{type_name}.{name}" in _words()["fixed"] for name in needed)
    telling = sum(_telling(_plain(text)) for text in matched)
    # A sheet is of the register whose needed fields it holds and whose own words it speaks.
    score = (telling / max(len(headings), 1) + held / max(len(needed), _FEW)) / 2
    if held < len(needed):
        score *= _ALL_REFUSED
    return Proposal(
        type_name,
        sheet,
        number,
        matched,
        tuple(text for text in headings if text not in matched),
        score,
        recipe_of(type_, sheet, number, matched, rows[number:]),
    )


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
    for text in headings:
        name = known.get(_plain(text))
        if name and name not in found.values():
            found[text] = name
    return found


def _match(type_name: str, headings: Sequence[str]) -> dict[str, str]:
    """Heading -> field name: known ones, then those that hold a known word, then those spelt almost like one."""
    known, found = _names(type_name), _exact(type_name, headings)
    for likely in (_held_in, _spelt_like):
        for text in headings:
            plain = _plain(text)
            word = likely(plain, known) if text not in found and len(plain) >= _SHORTEST else ""
            if word and known[word] not in found.values():
                found[text] = known[word]
    return {text: found[text] for text in headings if text in found}


def _held_in(plain: str, known: Mapping[str, str]) -> str:
    """The longest known word whose parts all stand in the heading: "descripcion de los hechos" holds "hechos"."""
    parts = set(plain.split())
    held = [word for word in known if len(word) >= _TELLING and parts.issuperset(word.split())]
    return max(held, key=len, default="")


def _spelt_like(plain: str, known: Mapping[str, str]) -> str:
    return next(iter(get_close_matches(plain, known, n=1, cutoff=_LIKE)), "")


def recipe_of(
    type_: type[Record],
    sheet: str,
    header_row: int,
    matched: Mapping[str, str],
    sample: Sequence[Sequence[str]] = (),
    currency: str = "",
) -> dict[str, Any]:
    """The recipe, as JSON content, that reads these columns of a sheet into one register."""
    aliases = {text: f"c{place}" for place, text in enumerate(matched, 1)}
    fields: dict[str, Any] = {}
    for text, name in matched.items():
        fields[name] = _source(type_, type_.field(name), text, aliases[text], sample)
    for word, value in _words()["fixed"].items():
        owner, _dot, name = word.partition(".")
        if owner == type_.type_name() and name not in fields and (value != "@currency" or currency):
            fields[name] = {"constant": currency if value == "@currency" else value}
    keys = [name for name in _words()["keys"].get(type_.type_name(), []) if name in fields]
    record: dict[str, Any] = {"type": type_.type_name(), "fields": fields}
    if keys:
        record["key"] = keys[:1]
    table = {
        "sheets": [sheet],
        "header": {"row": header_row},
        "columns": {alias: text for text, alias in aliases.items()},
        "skip": [{"reason": _("a total"), "pattern": _TOTALS}],
        "records": [record],
    }
    return {"armdesk_recipe": 1, "title": f"{_(type_.about.many)}: {sheet}", "tables": [table]}


def _source(type_: type[Record], field: Declared, heading: str, alias: str, sample: Sequence[Sequence[str]]) -> Any:
    source: dict[str, Any] = {"column": alias}
    unit = _unit(heading)
    if isinstance(field, Mass) and unit:
        source["unit"] = unit
    if isinstance(field, Choice):
        words = _cell_words(type_, field, sample)
        if words:
            source["words"] = words
    # A cell that cannot be read leaves its field empty and is listed; the row is not lost for it.
    if not field.required and not isinstance(field, Mass | Fineness | Link):
        source["doubtful"] = True
    return source if len(source) > 1 else alias


def _unit(heading: str) -> str:
    """The unit of weight named in the brackets of a heading."""
    for inside in _BRACKETS.findall(heading):
        try:
            return numbers.mass_unit(inside.strip())
        except ValueError:
            continue
    return ""


def _cell_words(type_: type[Record], field: Choice, sample: Sequence[Sequence[str]]) -> dict[str, str]:
    """Cell words of a choice: the office list, and labels in every language."""
    listed: Mapping[str, Sequence[str]] = _words()["cells"].get(f"{type_.type_name()}.{field.name}", {})
    words = {word: code for code, written in listed.items() for word in written}
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            words.update({fold(field.format(code)): code for code in field.options})
    cells = {fold(cell) for row in sample for cell in row}
    # Where H stands for men (hombre, homme), M stands for women (mujer).
    if field.name == "sex" and "h" in cells and "f" not in cells:
        words["m"] = "F"
    return words
