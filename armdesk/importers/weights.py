"""Weights of a sheet that stand in several columns, or with their unit beside them, and days without any."""

from __future__ import annotations

from typing import Any

from armdesk.fields import Mass
from armdesk.importers import headings as heads
from armdesk.importers.foot import columns, loose
from armdesk.importers.shape import Seen, alias, fields_of, source_of

_MOST = 0.8


def weights(table: dict[str, Any], seen: Seen) -> None:
    """Say in a table of a recipe where its weights have their unit, and of which columns they are put together."""
    for text, name in seen.matched.items():
        if isinstance(seen.type.field(name), Mass) and (name == "gross_mg"):
            unit = _unit_column(seen)
            if unit:
                source = source_of(fields_of(table)[name])
                source.pop("unit", None)
                fields_of(table)[name] = {**source, "unit_column": alias(table, unit)}
            else:
                _several(table, seen, name, text)
            return


def _unit_column(seen: Seen) -> str:
    """The heading of the column that says the unit of each weight; "" without one."""
    for text in dict.fromkeys(seen.headings):
        if text and text not in seen.matched:
            filled = [cell for cell in seen.cells(text) if cell]
            if filled and sum(map(heads.is_mass, filled)) >= len(filled) * _MOST:
                return text
    return ""


def _several(table: dict[str, Any], seen: Seen, name: str, first: str) -> None:
    """A weight in castellanos and tomines is their sum; grams and ounces beside each other say the same thing."""
    bare = {text: unit for text in dict.fromkeys(seen.headings) if text and (unit := heads.bare_unit(text))
            and not heads.says_fine(text) and (text == first or text not in seen.matched)}
    parts = [text for text, unit in bare.items() if unit in ("castellano", "tomin", "real", "grain")]
    if len(parts) > 1:
        whole = [text for text in (first, *bare) if text not in parts]
        summed = {"sum": [{"column": alias(table, text), "unit": bare[text]} for text in parts]}
        rest = [{"column": alias(table, text), **({"unit": unit} if (unit := heads.mass_unit(text)) else {})}
                for text in dict.fromkeys(whole)]
        fields_of(table)[name] = {"first_of": [summed, *rest]} if rest else summed
    elif len(bare) > 1 and first in bare:
        exact = sorted(dict.fromkeys((first, *bare)), key=lambda text: bare[text] != "g")  # ounces are rounded from it
        fields_of(table)[name] = {"first_of": [{"column": alias(table, text), "unit": bare[text]} for text in exact]}


def idle(table: dict[str, Any], seen: Seen) -> None:
    """Days without work that a book of deliveries notes: nothing was weighed, and a remark or a name says so."""
    fields = fields_of(table)
    weights, said = _leaves(fields.get("gross_mg")), [part for name in ("note", "person")
                                                      for part in columns(fields.get(name))]
    if seen.type.type_name() == "production" and "no_work" not in fields and weights and said:
        words = "|".join(map(loose, heads.words()["no_work"]))
        fields["no_work"] = {"join": [*weights, *said], "only": rf"^\D*\b({words})\b", "as": True}


def _leaves(source: Any) -> list[str]:
    """The columns that a value is made of."""
    if isinstance(source, dict) and (inner := [*source.get("first_of", []), *source.get("sum", [])]):
        return [alias for each in inner for alias in _leaves(each)]
    return columns(source)
