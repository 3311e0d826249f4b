"""How a book is read, as a person sees and corrects it: sheets, heading rows, columns and their fields; no Qt in here.

What a person settles becomes a recipe like any other and can be kept for the next file of that name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from armdesk import atomic
from armdesk.errors import RecipeError
from armdesk.evidence.names import clean_name
from armdesk.fields import Mass
from armdesk.importers import matching, office, suggest
from armdesk.importers.caution import Caution
from armdesk.importers.layout import shown
from armdesk.importers.recipe import Recipe, read_recipe
from armdesk.importers.second_look import oddities, tables_below
from armdesk.importers.shape import Seen, Sheet
from armdesk.importers.text_rows import TextShape
from armdesk.importers.workbook import Book, open_book
from armdesk.models import RECORDS, record_type

ROWS = suggest.ROWS
_SAMPLES = 3
_PARTS = frozenset(("sheets", "header", "columns", "skip", "records"))


@dataclass
class Column:
    """One column of a sheet.  Shape: field "" leaves it out; unit "" takes what the cells say."""

    heading: str
    samples: tuple[str, ...]
    field: str = ""
    unit: str = ""


@dataclass
class SheetReading:
    """How one sheet is read.

    Shape: rows are its first ones as texts; header_row counts from 1; file is the name of the book; currency is that of
    the office, where headings of amounts name none; below are recipe tables that stand under the first one, which then
    ends with last_row.
    """

    sheet: str
    rows: list[list[str]]
    included: bool = False
    register: str = ""
    header_row: int = 1
    columns: list[Column] = field(default_factory=list)
    file: str = ""
    currency: str = ""
    below: list[dict[str, Any]] = field(default_factory=list)
    last_row: int = 0

    def choose(self, register: str, header_row: int, proposed: Mapping[str, str] | None = None) -> None:
        """Read the sheet into another register, or take another row for its headings.

        Shape: proposed maps headings to fields; without it they are matched by their words alone.
        """
        self.register, self.header_row = register, header_row
        self.below, self.last_row = [], 0
        texts = self._headings()
        tails = matching.tails(self.rows, header_row)
        matched = proposed or (suggest.match(register, texts, tails) if register else {})
        self.columns = [Column(text, self._samples(text), matched.get(text, "")) for text in texts]
        for column in self.columns:
            column.unit = self.unit_of(column)

    def _headings(self) -> list[str]:
        row = matching.of_rows(self.rows, self.header_row)
        return [text for text in dict.fromkeys(row) if text and len(text) <= 80]

    @property
    def header_rows(self) -> int:
        """How many rows the headings take."""
        return matching.spanned(self.rows, self.header_row)

    def _below(self) -> list[list[str]]:
        return self.rows[self.header_row - 1 + self.header_rows :]

    def _samples(self, heading: str) -> tuple[str, ...]:
        place = matching.of_rows(self.rows, self.header_row).index(heading)
        cells = (row[place] for row in self._below() if place < len(row) and row[place])
        return tuple(islice(dict.fromkeys(cells), _SAMPLES))

    def unit_of(self, column: Column) -> str:
        """The unit of weight that the sheet itself tells for a column."""
        if not column.field or not isinstance(record_type(self.register).field(column.field), Mass):
            return ""
        source = self._table({column.heading: column.field})["records"][0]["fields"].get(column.field)
        return str(source.get("unit", "")) if isinstance(source, dict) else ""

    def _table(self, matched: dict[str, str]) -> dict[str, Any]:
        sheet = Sheet(self.sheet, self.rows, self.file, last=self.last_row, currency=self.currency)
        seen = Seen(record_type(self.register), sheet, self.header_row, self.header_rows, matched)
        made = suggest.recipe_of(seen, self.currency)
        table: dict[str, Any] = made["tables"][0]
        if self.register == "production":  # the window offers to add the places that deliveries name
            table["records"] = [each for each in table["records"] if not each.get("merge")]
        return table

    def table(self) -> dict[str, Any] | None:
        """The table of the recipe, None where the sheet is left out."""
        matched = {column.heading: column.field for column in self.columns if column.field}
        if not self.included or not self.register or not matched:
            return None
        table = self._table(matched)
        fields = table["records"][0]["fields"]
        for column in self.columns:
            if column.field in fields and isinstance(record_type(self.register).field(column.field), Mass):
                source = fields[column.field]
                given = dict(source) if isinstance(source, dict) else {"column": source}
                if "column" not in given or "unit_column" in given:
                    continue  # several columns, each with its unit
                given.pop("unit", None)
                fields[column.field] = {**given, "unit": column.unit} if column.unit else given
        if self.last_row:
            table["last_row"] = self.last_row
        return table


@dataclass
class BookReading:
    """How one book is read.

    Shape: kept is a recipe made elsewhere that is too rich to be corrected here, None otherwise; recipe_name is the
    name of the recipe this becomes; known says that it was kept before; decimal_mark "" asks; encoding is that of a
    text table, "" for a workbook, and letters_chosen says that a person chose it.
    """

    path: Path
    sheets: list[SheetReading] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)
    kept: Recipe | None = None
    recipe_name: str = ""
    pattern: str = ""
    known: bool = False
    decimal_mark: str = ""
    order: str = "dmy"
    currency: str = ""
    encoding: str = ""
    letters_chosen: bool = False

    def content(self) -> dict[str, Any]:
        """The recipe as JSON content.  Errors: RecipeError where nothing is to be read."""
        tables = [each for sheet in self.sheets if (table := sheet.table()) is not None
                  for each in (table, *sheet.below)]
        made: dict[str, Any] = {"armdesk_recipe": 1, "title": self.path.stem, "files": [self.pattern or self.path.name],
                                "tables": tables, "date_order": self.order}
        if self.decimal_mark:
            made["decimal_mark"] = self.decimal_mark
        if self.currency:
            made["currency"] = self.currency
        if self.letters_chosen:
            made["text"] = {"encoding": self.encoding}
        return made

    def recipe(self) -> Recipe:
        """The recipe to read with.  Errors: RecipeError."""
        if self.kept is not None:
            return self.kept
        return read_recipe(json.dumps(self.content(), ensure_ascii=False), self.recipe_name)

    def rank(self) -> int:
        """Place among the books to import: registers that others refer to first, unknown books last."""
        order = [each.type_name() for each in RECORDS]
        if self.kept is not None:
            names = [record.type for table in self.kept.tables for record in table.records]
        else:
            names = [sheet.register for sheet in self.sheets if sheet.included]
        return min((order.index(name) for name in names), default=len(order))

    def keep(self, folder: Path) -> Path:
        """Keep this way of reading for the next file.  Errors: DiskFull."""
        folder.mkdir(exist_ok=True)
        path = folder / f"{self.recipe_name}.json"
        atomic.write_bytes(path, json.dumps(self.content(), indent=1, ensure_ascii=False).encode("utf-8"))
        self.known = True
        return path


def look(path: Path, recipes: Path, register: str = "", *, decimal_mark: str = "", order: str = "dmy",
         currency: str = "", encoding: str = "") -> BookReading:
    """How a book would be read: by the recipe kept for it, else as armdesk proposes.

    Shape: recipes is the folder of the workspace's recipes; encoding is one that a person chose.
    Errors: RefusedFile, RecipeError.
    """
    fitting = None
    for file in sorted(recipes.glob("*.json")) if recipes.is_dir() else []:
        recipe = office.recipes_in([file])[0]
        if recipe.fits(path.name):
            fitting = (file, recipe)
            break
    kept_shape = fitting[1].shape if fitting else None
    book = open_book(path, TextShape(encoding) if encoding else kept_shape)
    made = BookReading(path, cautions=list(book.cautions), recipe_name=recipe_name(path), pattern=pattern_of(path.name),
                       decimal_mark=decimal_mark, order=order, currency=currency,
                       encoding=book.shape.encoding if book.shape else "",
                       letters_chosen=bool(encoding or (kept_shape and kept_shape.encoding)))
    if fitting is not None:
        made.recipe_name, made.known = fitting[0].stem, True
        if not _take_up(made, book, json.loads(fitting[0].read_text(encoding="utf-8"))):
            made.kept = fitting[1]
            return made
    else:
        made.sheets = [_proposed(book, sheet, register, currency) for sheet in book.sheets]
        if register and made.sheets and not any(sheet.included for sheet in made.sheets):
            made.sheets[0].included = True
    made.cautions += [caution for sheet in made.sheets if sheet.included or not made.known
                      for caution in oddities(book, sheet.sheet, sheet.header_row, sheet.header_rows, read=[
                          table["header"]["row"] for table in sheet.below])]
    return made


def _first_rows(book: Book, sheet: str) -> list[list[str]]:
    return [[" ".join(shown(cell).split()) for cell in row] for row in islice(book.rows(sheet), ROWS)]


def _proposed(book: Book, sheet: str, register: str, currency: str) -> SheetReading:
    made = SheetReading(sheet, _first_rows(book, sheet), file=book.path.name, currency=currency)
    try:
        proposal = suggest.propose(book, sheet, register, currency)
    except RecipeError:
        made.choose(register, _likely_header(made.rows))
        return made
    made.choose(proposal.type, proposal.header_row, proposal.matched)
    made.included = bool(register) or proposal.score >= office.GOOD
    starts = tables_below(book, sheet, proposal.header_row, proposal.header_rows)
    if starts and made.included and not register:
        second = suggest.propose_below(book, proposal, starts, currency)
        made.below = [table for each in second for table in each.recipe["tables"]]
        made.last_row = proposal.recipe["tables"][0].get("last_row", 0)
    return made


def _likely_header(rows: Sequence[Sequence[str]]) -> int:
    """The row with most texts among the first: where nothing is known, headings fill the widest row."""
    filled = [sum(bool(cell) for cell in row) for row in rows[: suggest.LOOKED_AT]]
    return filled.index(max(filled)) + 1 if filled else 1


def _take_up(made: BookReading, book: Book, content: dict[str, Any]) -> bool:
    """Take a kept recipe apart again; False where it says more than these screens can show."""
    if set(content) - {"armdesk_recipe", "title", "files", "tables", "date_order", "decimal_mark", "currency", "text"}:
        return False
    if set(content.get("text") or {}) - {"encoding"}:
        return False
    currency = content.get("currency", made.currency)
    sheets = {sheet: SheetReading(sheet, _first_rows(book, sheet), file=book.path.name, currency=currency)
              for sheet in book.sheets}
    for table in content["tables"]:
        name = next(iter(table["sheets"]), "")
        if name in sheets and table in sheets[name].below:
            continue
        if not _take_up_table(sheets, table) and not _as_proposed(sheets, table, content["tables"], book):
            return False
    files = content.get("files", "")
    made.pattern = files if isinstance(files, str) else next(iter(files), "")
    made.sheets = list(sheets.values())
    made.decimal_mark = content.get("decimal_mark") or made.decimal_mark
    made.order = content.get("date_order", made.order)
    made.currency = currency
    return True


def _as_proposed(sheets: dict[str, SheetReading], table: dict[str, Any], tables: list[dict[str, Any]],
                 book: Book) -> bool:
    """Whether a rich table is what armdesk proposes for its sheet; then that proposal takes its place."""
    names = table.get("sheets")
    if not isinstance(names, list) or len(names) != 1 or names[0] not in sheets:
        return False
    same = [each for each in tables if each.get("sheets") == names]
    fresh = _proposed(book, names[0], "", sheets[names[0]].currency)
    if [fresh.table(), *fresh.below] != same:
        return False
    sheets[names[0]] = fresh
    return True


def _take_up_table(sheets: dict[str, SheetReading], table: dict[str, Any]) -> bool:
    """Put a table of a kept recipe back into its sheet; False where its columns alone would not make it again."""
    if set(table) - {*_PARTS, "titles", "headings", "fill_down"}:
        return False
    record, names = _main(table), table["sheets"]
    if len(names) != 1 or set(table["header"]) - {"rows"} != {"row"}:
        return False
    sheet = sheets.get(names[0])
    fields = _chosen(table)
    if sheet is None or fields is None:
        return False
    sheet.choose(record["type"], table["header"]["row"])
    sheet.included = True
    for column in sheet.columns:
        column.field, column.unit = fields.pop(column.heading, ("", ""))
    return not fields and (_of_any_sample(sheet.table()) == _of_any_sample(table) or _simple(table))


def _main(table: dict[str, Any]) -> dict[str, Any]:
    """The record of the register that a table is read into, behind those of the places it names."""
    found: dict[str, Any] = next((each for each in table["records"] if not each.get("merge")), table["records"][0])
    return found


def _of_any_sample(part: Any) -> Any:
    """A table without what depends on the rows that were seen when it was proposed."""
    if isinstance(part, dict):
        return {key: _of_any_sample(value) for key, value in part.items() if key not in ("words", "order", "empty")}
    return [_of_any_sample(each) for each in part] if isinstance(part, list) else part


def _chosen(table: dict[str, Any]) -> dict[str, tuple[str, str]] | None:
    """Field and unit of each heading that a kept table reads; None where one is no plain heading."""
    read: list[tuple[str, dict[str, Any]]] = []
    for name, source in _main(table)["fields"].items():
        given: dict[str, Any] = {"column": source} if isinstance(source, str) else source
        read.append((name, given["first_of"][-1] if "first_of" in given else given))
    read += [("deductions_total", {"join": record["each"]["columns"]}) for record in table["records"]
             if record["type"] == "sale_deduction" and "each" in record]
    fields: dict[str, tuple[str, str]] = {}
    for name, given in read:
        for alias in given.get("join") or ([given["column"]] if "column" in given else []):
            heading = table["columns"].get(alias, "")
            if not isinstance(heading, str):
                return None
            fields.setdefault(heading, (name, str(given.get("unit", ""))))
    return fields


def _simple(table: dict[str, Any]) -> bool:
    """Whether a table holds only what was proposed before there was more to propose."""
    record = table["records"][0]
    if set(table) - _PARTS or set(record) - {"type", "fields", "key"} or len(table["records"]) != 1:
        return False
    return all(isinstance(source, str) or not set(source) - {"column", "join", "unit", "words", "doubtful", "constant"}
               for source in record["fields"].values())


def recipe_name(path: Path) -> str:
    """Name under which the way of reading a book is kept; never the name of a device or of a hidden file."""
    plain = re.sub(r"[^\w-]+", "-", path.stem).strip("-_")[:60]
    return clean_name(plain) if plain else "recipe"


def pattern_of(name: str) -> str:
    """Which files the same recipe is likely to read: the year in the name may change."""
    safe = re.sub(r"[\[\]]", "?", name)
    return re.sub(r"(19|20)\d\d", "*", safe)


def registers() -> list[tuple[str, str]]:
    """(name, label) of every register rows can be read into."""
    from armdesk.i18n import _

    return sorted(((each.type_name(), _(each.about.many)) for each in RECORDS if not each.about.details),
                  key=lambda pair: pair[1].casefold())
