"""Sorts what an office hands in: which file is a book and which recipe reads it, which is a paper for the inbox."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

from armdesk import belongings
from armdesk.errors import RecipeError, RefusedFile
from armdesk.field import clean_text
from armdesk.fields import Link, fold
from armdesk.i18n import _
from armdesk.importers import habits, suggest
from armdesk.importers.caution import Caution
from armdesk.importers.recipe import Recipe, load_recipe, read_recipe
from armdesk.importers.recipe_parts import Table
from armdesk.importers.second_look import oddities, tables_below
from armdesk.importers.sniff import sniff
from armdesk.importers.workbook import Book, open_book
from armdesk.models import RECORDS, record_type

RECIPES = belongings.RECIPES
"""Folder of a workspace with the recipes it knows."""

GOOD = 0.45
"""A proposal that scores less is not used without a person's eye."""
_BOOKS = frozenset((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv"))


@dataclass(frozen=True)
class Handed:
    """One file and what is to be done with it.

    Shape: recipe is None for a paper of the inbox; proposed says that the recipe is a guess, and cautions what it would
    read wrong; remark is a sentence why a book is treated as a paper, or "".
    """

    path: Path
    recipe: Recipe | None = None
    proposed: bool = False
    remark: str = ""
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True)
class Usual:
    """How an office writes where its books do not say.

    Shape: currency settles amounts whose headings name none; decimal_mark "," or "." what has two readings, "" takes
    the one that a book itself uses or asks; today settles years of two digits; has names
    the registers of places that hold something already, so that spellings of deliveries make no more; mark is what the
    other books tell where one has no decimals.
    """

    currency: str = ""
    decimal_mark: str = ""
    date_order: str = "dmy"
    today: date | None = None
    has: frozenset[str] = frozenset()
    mark: str = ""


_ASKS = Usual()


def recipes_in(places: Iterable[Path]) -> list[Recipe]:
    """Recipes from files and folders; a folder may be empty.  Errors: RecipeError."""
    found = []
    for place in places:
        files = sorted(place.glob("*.json")) if place.is_dir() else [place]
        found += [load_recipe(file) for file in files]
    return found


def sort_out(files: Sequence[Path], recipes: Sequence[Recipe], register: str = "", *,
             propose: bool = True, usual: Usual = _ASKS) -> list[Handed]:
    """What to do with each file: books first, those that others refer to before the others, then papers.

    A book without a recipe is read by a proposal, for `register` if one is named; without propose it stays a paper.
    """
    written = [path for path in files if path.suffix.lower() in _BOOKS] if propose else []
    usual = replace(usual, currency=usual.currency or habits.currency(written),
                    mark=usual.decimal_mark or habits.usual_mark(written))
    handed = [_one(path, recipes, register, usual, propose=propose) for path in files]
    books = _without_places([each for each in handed if each.recipe is not None], usual.has)
    return _in_order(books) + [each for each in handed if each.recipe is None]


def _without_places(books: list[Handed], known: frozenset[str]) -> list[Handed]:
    """The same books; sites and crews are made of deliveries only where neither the office nor its people name any."""
    told = known | {record.type for each in books if each.recipe is not None and "person" in _written(each)
                    for table in each.recipe.tables for record in table.records if record.merge}
    found = []
    for each in books:
        if each.proposed and each.recipe is not None:
            tables = tuple(replace(table, records=tuple(
                record for record in table.records if not (record.merge and record.type in told and _delivers(table))))
                for table in each.recipe.tables)
            found.append(replace(each, recipe=replace(each.recipe, tables=tables)))
        else:
            found.append(each)
    return found


def _delivers(table: Table) -> bool:
    """Whether a table holds deliveries."""
    return any(record.type == "production" for record in table.records)


def _one(path: Path, recipes: Sequence[Recipe], register: str, usual: Usual, *, propose: bool) -> Handed:
    fitting = next((recipe for recipe in recipes if recipe.fits(path.name)), None)
    if fitting is not None:
        return Handed(path, fitting)
    if path.suffix.lower() not in _BOOKS:
        return Handed(path)
    try:
        sniff(path)
        if not propose:
            return Handed(path, remark=_("There is no recipe for this book; it goes to the inbox."))
        recipe, cautions = proposed_recipe(path, register, usual)
        return Handed(path, recipe, proposed=True, cautions=cautions)
    except (RecipeError, RefusedFile) as error:
        return Handed(path, remark=str(error))


def proposed_recipe(path: Path, register: str = "", usual: Usual = _ASKS) -> tuple[Recipe, tuple[Caution, ...]]:
    """A recipe for all sheets of a book that can be understood, and what it would read wrong.

    Errors: RefusedFile, RecipeError.
    """
    book = open_book(path)
    proposals = []
    unread: list[Caution] = []
    for sheet in book.sheets:
        try:
            proposals.append(suggest.propose(book, sheet, register, usual.currency))
        except RecipeError:
            unread += _unread(book, sheet)
    order = [type_.type_name() for type_ in RECORDS]
    good = sorted((each for each in proposals if register or each.score >= GOOD),
                  key=lambda each: order.index(each.type))
    if not good:
        raise RecipeError(
            _(
                "armdesk does not know how to read “{name}”. It stays in the inbox; write a recipe for it "
                "or say which register it is."
            ).format(name=path.name)
        )
    unread += [caution for each in proposals if each not in good for caution in _unread(book, each.sheet)]
    below = {each.sheet: suggest.propose_below(book, each, starts, usual.currency) for each in good if (
        starts := tables_below(book, each.sheet, each.header_row, each.header_rows))}
    stem = clean_text(path.stem)  # a name may hold bytes that are no letters
    content = {
        **good[0].recipe,
        "files": [path.name],
        "title": stem,
        "tables": [table for each in good for proposal in (each, *below.get(each.sheet, ()))
                   for table in proposal.recipe["tables"]],
        "date_order": usual.date_order,
        **({"decimal_mark": mark} if (mark := usual.decimal_mark or habits.decimal_mark(book) or usual.mark) else {}),
        "units": habits.units(book),
        **({"two_digit_years_until": usual.today.isoformat()} if usual.today else {}),
    }
    cautions = (*unread, *(caution for each in good for caution in (*_left_out(each), *_month_first(each), *oddities(
        book, each.sheet, each.header_row, each.header_rows,
        read=[second.header_row for second in below.get(each.sheet, ())]))))
    return read_recipe(json.dumps(content, ensure_ascii=False), f"auto {stem}"), cautions


def _unread(book: Book, sheet: str) -> list[Caution]:
    """What is said of a sheet that nobody knows how to read; nothing where it is empty."""
    if not any(any(cell != "" for cell in row) for row in islice(book.rows(sheet), suggest.LOOKED_AT)):
        return []
    return [Caution(sheet, _("This sheet is not read: say which register it is, or write a recipe for it."))]


def _left_out(proposal: suggest.Proposal) -> list[Caution]:
    """What a proposal says of columns that it does not read."""
    read = {fold(text) for text in proposal.matched}  # one that stands twice is told by the second look
    left = [text for text in proposal.unmatched if fold(text) not in read]
    if not left:
        return []
    names = ", ".join(f"“{text}”" for text in left)
    return [Caution(proposal.sheet, _("These columns are not read: {names}.").format(names=names))]


def _month_first(proposal: suggest.Proposal) -> list[Caution]:
    """What a proposal says where it reads dates otherwise than the office usually writes them."""
    fields = [source for record in proposal.recipe["tables"][0]["records"] for source in record["fields"].values()]
    if not any(isinstance(source, dict) and source.get("order") == "mdy" for source in fields):
        return []
    return [Caution(proposal.sheet, _("Dates are read with the month first: some can be read no other way."))]


def _in_order(books: list[Handed]) -> list[Handed]:
    """Books so that the rows of each find those of other books they name, such as a sale its buyer.

    Of books that name each other the one whose register is declared first comes first.
    """
    place = {type_.type_name(): place for place, type_ in enumerate(RECORDS)}
    left = sorted(books, key=lambda each: min((place[name] for name in _written(each)), default=len(place)))
    ordered = []
    while left:
        free = next((each for each in left if not any(
            _written(other) & _named(each) for other in left if other is not each)), left[0])
        left.remove(free)
        ordered.append(free)
    return ordered


def _written(handed: Handed) -> set[str]:
    """Registers that a book writes."""
    return {record.type for table in handed.recipe.tables for record in table.records} if handed.recipe else set()


def _named(handed: Handed) -> set[str]:
    """Registers that rows of a book name, but that it does not write itself."""
    own = _written(handed)
    return {field.target for name in own for field in record_type(name).declared() if isinstance(field, Link)} - own
