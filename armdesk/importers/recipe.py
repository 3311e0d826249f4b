"""A recipe: how one office's book is read, as data (JSON) that another person can write and check.

docs/recipes.md describes every word of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from armdesk.errors import RecipeError
from armdesk.fields import Declared, Link, fold
from armdesk.i18n import _
from armdesk.importers.caution import column_number
from armdesk.importers.recipe_parts import Column, Decision, Recipe, RecordPlan, Rule, Source, Table, Words
from armdesk.importers.text_rows import TextShape
from armdesk.models import record_type
from armdesk.numbers import FINENESS_UNITS, MASS_UNITS

__all__ = ["FORMAT", "Recipe", "load_recipe", "read_recipe"]
FORMAT = 1


def load_recipe(path: Path) -> Recipe:
    """Read a recipe file.  Errors: RecipeError saying what is wrong where."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise RecipeError(_("The recipe “{file}” cannot be read.").format(file=path.name)) from None
    return read_recipe(text, path.stem)


def read_recipe(text: str, name: str) -> Recipe:
    """Understand a recipe's JSON text.  Errors: RecipeError saying what is wrong where."""
    try:
        content = json.loads(text)
    except ValueError as error:
        sentence = _("The recipe “{name}” is not valid JSON: {problem}")
        raise RecipeError(sentence.format(name=name, problem=str(error))) from None
    return _Reader(name).recipe(content)


class _Reader:
    """Turns JSON into a recipe, keeping the place for the sentence when something is wrong."""

    def __init__(self, name: str) -> None:
        self._place: list[str] = [name]

    def wrong(self, problem: str) -> RecipeError:
        """The error for the place reached."""
        sentence = _("Recipe, at {place}: {problem}")
        return RecipeError(sentence.format(place=" > ".join(self._place), problem=problem))

    @contextmanager
    def at(self, place: str) -> Iterator[None]:
        """Remember the place while a part of it is understood."""
        self._place.append(place)
        yield
        self._place.pop()

    def only(self, content: Any, known: str) -> dict[str, Any]:
        """A JSON object that has only known words; words that start with an underscore are remarks."""
        if not isinstance(content, dict):
            raise self.wrong(_("this must be an object in curly braces."))
        kept = {key: value for key, value in content.items() if not key.startswith("_")}
        for key in kept:
            if key not in known.split():
                raise self.wrong(_("“{word}” is not known; known are: {known}").format(word=key, known=known))
        return kept

    def names(self, content: Any) -> tuple[str, ...]:
        """One text or a list of texts."""
        listed = [content] if isinstance(content, str) else content
        if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
            raise self.wrong(_("this must be a text or a list of texts."))
        return tuple(listed)

    def pattern(self, content: Any) -> re.Pattern[str] | None:
        """A search pattern; capitals do not matter."""
        if content is None:
            return None
        try:
            return re.compile(content, re.IGNORECASE)
        except (re.error, TypeError) as error:
            raise self.wrong(_("the pattern is not valid: {problem}").format(problem=error)) from None

    def recipe(self, content: Any) -> Recipe:
        """The whole recipe."""
        known = "armdesk_recipe title files tables aliases decisions decimal_mark date_order two_digit_years_until"
        given = self.only(content, known + " currency units text")
        if given.get("armdesk_recipe") != FORMAT:
            raise self.wrong(_("“armdesk_recipe” must be {number}.").format(number=FORMAT))
        if given.get("decimal_mark") not in (None, ",", "."):
            raise self.wrong(_("“decimal_mark” must be a comma or a point."))
        if given.get("date_order", "dmy") not in ("dmy", "mdy", "ymd"):
            raise self.wrong(_("“date_order” must be dmy, mdy or ymd."))
        tables = []
        for number, each in enumerate(given.get("tables") or [], 1):
            with self.at(f"tables {number}"):
                tables.append(self.table(each))
        if not tables:
            raise self.wrong(_("it has no tables."))
        limit = given.get("two_digit_years_until")
        aliases = {
            type_: {fold(name): proper for proper, written in names.items() for name in [proper, *written]}
            for type_, names in (given.get("aliases") or {}).items()
        }
        return Recipe(
            self._place[0], given.get("title", self._place[0]), self.names(given.get("files", "*")), tuple(tables),
            aliases, self.decisions(given.get("decisions") or []), given.get("decimal_mark"),
            given.get("date_order", "dmy"), self.day(limit) if limit else None, given.get("currency"),
            self.units(given.get("units")), self.shape(given.get("text")),
        )  # fmt: skip

    def day(self, text: str) -> date:
        """A date written YYYY-MM-DD."""
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self.wrong(_("“{text}” is not a date like 2025-12-31.").format(text=text)) from None

    def units(self, content: Any) -> Mapping[str, str | None] | None:
        """The office's own words for units of weight."""
        units = {re.sub(r"[\s.()]", "", fold(word)): unit for word, unit in (content or {}).items()}
        for unit in units.values():
            if unit is not None and unit not in MASS_UNITS:
                known = ", ".join(MASS_UNITS)
                raise self.wrong(_("“{word}” is not known; known are: {known}").format(word=unit, known=known))
        return units or None

    def shape(self, content: Any) -> TextShape | None:
        """How a text table is written."""
        return TextShape(**self.only(content, "encoding delimiter quoted")) if content else None

    def decisions(self, content: Sequence[Any]) -> dict[tuple[str, int], tuple[Decision, ...]]:
        """What was decided about single rows."""
        found: dict[tuple[str, int], tuple[Decision, ...]] = {}
        for number, each in enumerate(content, 1):
            with self.at(f"decisions {number}"):
                decision = self.decision(each)
            place = (decision.sheet, decision.row)
            found[place] = (*found.get(place, ()), decision)
        return found

    def decision(self, content: Any) -> Decision:
        """One decision."""
        given = self.only(content, "sheet row skip column means same_as type why")
        other = given.pop("same_as", None)
        same_as = (other.get("sheet", given.get("sheet", "")), other["row"]) if other else None
        if not isinstance(given.get("row"), int):
            raise self.wrong(_("a decision needs the number of its row."))
        return Decision(**{"sheet": "", **given}, same_as=same_as)

    def table(self, content: Any) -> Table:
        """One table."""
        known = "sheets header columns records first_row last_row stop skip fill_down headings titles"
        given = self.only(content, known)
        header = self.only(given.get("header", {"row": 1}), "row words after rows")
        columns, records = {}, []
        for alias, each in (given.get("columns") or {}).items():
            with self.at(f"columns {alias}"):
                columns[alias] = self.column(each)
        for number, each in enumerate(given.get("records") or [], 1):
            with self.at(f"records {number}"):
                records.append(self.record(each, columns))
        return Table(
            self.names(given.get("sheets", "*")), columns, tuple(records), header.get("row", 0),
            self.names(header.get("words", [])), self.pattern(header.get("after")), given.get("first_row", 0),
            self.rules(given.get("stop")), self.rules(given.get("skip")), self.names(given.get("fill_down", [])),
            self.titles(given.get("headings")), self.titles(given.get("titles")), header.get("rows", 1),
            given.get("last_row", 0),
        )  # fmt: skip

    def column(self, content: Any) -> Column:
        """Where one column stands."""
        if not isinstance(content, dict):
            return Column(self.names(content))
        given = self.only(content, "heading at nth optional")
        at = column_number(str(given.get("at", "")).upper())
        return Column(self.names(given.get("heading", [])), at, given.get("nth", 1), given.get("optional", False))

    def rules(self, content: Any) -> tuple[Rule, ...]:
        """One rule or a list of them."""
        rules = []
        for each in [content] if isinstance(content, dict) else content or []:
            given = self.only(each, "reason column pattern empty filled fewer words_only")
            names = {key: self.names(given.get(key, [])) for key in ("empty", "filled")}
            pattern = self.pattern(given.get("pattern"))
            rules.append(Rule(given.get("reason", ""), given.get("column", ""), pattern, **names,
                              fewer=given.get("fewer", 0), words_only=given.get("words_only", False)))
        return tuple(rules)

    def titles(self, content: Any) -> tuple[Words, ...]:
        """What titles and block headings tell."""
        words = []
        for name, each in (content or {}).items():
            given = self.only(each, "row pattern year")
            pattern = self.pattern(given.get("pattern", "(?P<text>.+)"))
            if pattern is not None:
                words.append(Words(name, pattern, given.get("row", 0), given.get("year", 0)))
        return tuple(words)

    def record(self, content: Any, columns: Mapping[str, Column]) -> RecordPlan:
        """How one record is made of a row; every field must be declared by its type."""
        given = self.only(content, "type fields key merge when unless each")
        try:
            type_ = record_type(given.get("type", ""))
        except KeyError:
            raise self.wrong(_("“{word}” is no record type.").format(word=given.get("type", ""))) from None
        fields = {}
        for name, each in (given.get("fields") or {}).items():
            with self.at(name):
                if name not in {declared.name for declared in type_.declared()}:
                    raise self.wrong(_("“{word}” is no field of {type}.").format(word=name, type=given["type"]))
                fields[name] = self.source(each, type_.field(name), columns)
        each = given.get("each", [])
        span = self.only(each if isinstance(each, dict) else {"columns": each}, "columns from to empty")
        return RecordPlan(
            given["type"], fields, self.names(given.get("key", [])), given.get("merge", False),
            self.rules(given.get("when")), self.rules(given.get("unless")), self.names(span.get("columns", [])),
            span.get("from", ""), span.get("to", ""), frozenset(map(fold, self.names(span.get("empty", [])))),
        )  # fmt: skip

    def source(self, content: Any, declared: Declared | None, columns: Mapping[str, Column]) -> Source:
        """Where one field comes from; a bare text is the alias of a column."""
        if isinstance(content, str):
            content = {"column": content}
        known = (
            "column join first_of sum constant title heading each decided day_of between words pattern only empty strip"
            " as pad"
            " unit unit_column measure times share_up_to decimal_mark order allow_round default doubtful required"
            " same_month by"
        )
        given = self.only(content, known)
        for name in [*self.names(given.get("join", [])), given.get("column", ""), given.get("unit_column", "")]:
            if name and name not in columns:
                raise self.wrong(_("there is no column “{name}” in this table.").format(name=name))
        unit = given.get("unit")
        if unit is not None and unit not in MASS_UNITS and unit not in FINENESS_UNITS:
            raise self.wrong(_("“{unit}” is not a unit known here.").format(unit=unit))
        given["stands_for"] = given.pop("as", None)
        given["words"] = {fold(word): value for word, value in given.get("words", {}).items()}
        given["pattern"], given["only"] = self.pattern(given.get("pattern")), self.pattern(given.get("only"))
        given["empty"] = frozenset(fold(word) for word in self.names(given.get("empty", [])))
        for key in ("join", "by"):
            given[key] = self.names(given.get(key, []))
        for key in ("first_of", "sum"):
            given[key] = tuple(self.source(each, declared, columns) for each in given.get(key, []))
        if isinstance(declared, Link) and not given["by"]:
            given["by"] = record_type(declared.target).about.key
        return Source(**given)
