"""How the cells under one heading are read: units, words of choices, what counts as empty, signs of money."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from armdesk import i18n
from armdesk.fields import (
    Choice,
    Choices,
    CurrencyCode,
    Date,
    Declared,
    Fineness,
    Flag,
    Link,
    LongText,
    Mass,
    Scaled,
    Whole,
    fold,
)
from armdesk.importers import headings as heads
from armdesk.importers.crossed import option_of
from armdesk.importers.shape import Seen
from armdesk.record import Record

_FEW = 2
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_BORN = r"\D*(?:19|20)\d\d\D*$"
_DAY_IN_TEXT = r"(\d{1,2}(?:er|º)?[-/. ]+(?:de )?(?:\d{1,2}|[^\W\d_]+)[-/. ]+(?:de )?\d{4})"
_PLACES = frozenset(("lieu", "lugar", "local", "place"))
_BY_NUMBER = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.][0-9]{4}")


def by_cells(seen: Seen) -> dict[str, str]:
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
        fit = {other: sum(bool(option_of(type_.type_name(), other, cell)) for cell in cells)
               for other in choices if other == name or other not in matched.values()}
        best = max(fit, key=lambda other: (fit[other], other == name), default=name)
        if cells and not fit.get(name) and fit[best] * 2 > len(cells):
            matched[text] = best
    return matched


def no_days(field: Declared, cells: Iterable[str]) -> bool:
    """Whether a column that would hold days, but need not be there, holds answers such as yes and no."""
    filled = [cell for cell in cells if cell and fold(cell) not in heads.nothing()]
    return isinstance(field, Date) and not field.required and len(filled) > _FEW and not any(
        letter.isdecimal() for cell in filled for letter in cell)


def joined(source: Any, more: Any) -> dict[str, Any]:
    """A source with one more column behind those it has: name and surname."""
    given, other = (dict(each) if isinstance(each, dict) else {"column": each} for each in (source, more))
    first = given.pop("column", None)
    if empty := [*given.get("empty", []), *other.get("empty", [])]:
        given["empty"] = list(dict.fromkeys(empty))
    return {**given, "join": [*([first] if first else given.get("join", [])), other["column"]]}


def source_of(seen: Seen, field: Declared, heading: str, alias: str) -> Any:
    """How a recipe reads the cells under a heading into a field."""
    source: dict[str, Any] = {"column": alias}
    cells = list(dict.fromkeys(fold(cell) for cell in seen.cells(heading) if cell))
    if isinstance(field, Mass) and (unit := heads.mass_unit(heading)):
        source["unit"] = unit
    if isinstance(field, Fineness) and (unit := heads.fineness_unit(heading)):
        source["unit"] = unit
    words: Mapping[str, Any] = {}
    if isinstance(field, Choice | Choices | Flag | CurrencyCode):
        words = _currencies(seen, cells) if isinstance(field, CurrencyCode) else _cell_words(seen.type, field, cells)
    if words:
        source["words"] = words
    source.update(_written(seen, field, cells))
    if empty := nothing(field, words, cells):
        source["empty"] = empty
    # A cell that cannot be read leaves its field empty and is listed; the row is not lost for it.
    usual = heads.words()["fixed"].get(f"{seen.type.type_name()}.{field.name}") if isinstance(field, Choice) else None
    if usual:
        source["default"] = usual
    if usual or (not field.required and not isinstance(field, Mass | Link)):
        source["doubtful"] = True
    if field.name == "social_cover":  # a number of the insurance says that there is one, without saying which
        return {"first_of": [{"column": alias, "only": r"\d{4}", "as": "other"}, source], "doubtful": True}
    return source if len(source) > 1 else alias


def _written(seen: Seen, field: Declared, cells: Sequence[str]) -> dict[str, Any]:
    """How the cells of a column are written: words for nothing, shares, years for dates, months first."""
    how: dict[str, Any] = {}
    if isinstance(field, Scaled) and field.name in heads.words()["shares"]:
        how.update(strip="%", share_up_to="1.5")
    if isinstance(field, Date) and any(map(_YEAR.fullmatch, cells)):
        how["only"] = "[^0-9]"
    if isinstance(field, Date) and (order := date_order(seen.below)):
        how["order"] = order
    return how


def nothing(field: Declared, words: Mapping[str, Any], cells: Sequence[str] = ()) -> list[str]:
    """Cells of a field that stand for nothing: "-", "néant", "N/A"; a remark stays.

    Shape: words are those that stand for a choice, which count as said; cells are folded and tell which of the words
    a field that is needed has.
    """
    if isinstance(field, LongText) or field.name == "note":
        return []
    listed = [cell for cell in cells if cell in heads.nothing()] if field.required else heads.words()["nothing"]
    return [word for word in dict.fromkeys(listed) if fold(word) not in words]


def date_order(rows: Iterable[Sequence[str]]) -> str:
    """Order "mdy" where the dates of some rows can be read no other way, else "" for the usual one."""
    days = [found for row in rows for cell in row if (found := _BY_NUMBER.match(cell))]
    first, second = (max((int(found[place]) for found in days), default=0) for place in (1, 2))
    return "mdy" if first <= 12 < second else ""


def birth(fields: dict[str, Any], heading: str) -> None:
    """Read "about 1974" in a column of birth dates as the year alone, and the day out of "12/3/1974 at Kaya"."""
    source = fields["birth_date"]
    given = dict(source) if isinstance(source, dict) else {"column": source}
    if "column" not in given or "birth_year" in fields:
        return
    fields["birth_date"] = {**given, "only": f"^(?!{_BORN})", **(
        {"pattern": _DAY_IN_TEXT} if _PLACES.intersection(fold(heading).split()) else {})}
    fields["birth_year"] = {"column": given["column"], "only": f"^{_BORN}", "pattern": r"((?:19|20)\d\d)",
                            "doubtful": True}


def unit_of(type_: type[Record], heading: str) -> str:
    """The unit that the heading of a quantity names, where the register keeps it in a field of its own."""
    units = type_.field("unit") if "unit" in type_._meta.fields else None
    unit = heads.mass_unit(heading)
    return unit if isinstance(units, Choice) and unit in units.options else ""


def _currencies(seen: Seen, cells: Sequence[str]) -> dict[str, str]:
    """What the cells of a column of currencies mean: "pesos" are those of the office's country."""
    return {cell: code for cell in cells if heads.currencies_in(cell)
            and (code := heads.currency([cell], seen.sheet.currency))}


def _cell_words(type_: type[Record], field: Choice | Choices | Flag, cells: Sequence[str]) -> dict[str, Any]:
    """Cell words of a choice: the office list, labels in every language, and cells that hold one of them."""
    listed: Mapping[str, Sequence[str]] = heads.words()["cells"].get(f"{type_.type_name()}.{field.name}", {})
    words: dict[str, Any] = _flags() if isinstance(field, Flag) else {}
    words.update({word: code for code, written in listed.items() for word in written})
    if isinstance(field, Choice | Choices):
        for language in i18n.LANGUAGES:
            with i18n.speaking(language):
                words.update({fold(field.format(code)): code for code in field.options})
    if isinstance(field, Choice):
        words.update({cell: code for cell in cells if cell not in words
                      and (code := option_of(type_.type_name(), field.name, cell))})
    # Where H stands for men (hombre, homme) or V (varon), M stands for women (mujer).
    if field.name == "sex" and not {"h", "v"}.isdisjoint(cells) and "f" not in cells:
        words["m"] = "F"
    return words


def _flags() -> dict[str, Any]:
    """What offices write for yes and no beside the words themselves: "signed", "firmó"."""
    return {word: said == "yes" for said, words in heads.words()["flags"].items() for word in words}
