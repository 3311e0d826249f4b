"""The parts of a recipe: plain data that says how one office's book is read; docs/recipes.md describes each word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from armdesk.fields import fold
from armdesk.importers.text_rows import TextShape


@dataclass(frozen=True)
class Column:
    """Where a column stands: by its heading (the nth of that name), or by its letter."""

    headings: tuple[str, ...]
    at: int = 0
    nth: int = 1
    optional: bool = False


@dataclass(frozen=True)
class Rule:
    """A question to a row: does a column (or any cell) match, are columns empty?  All parts must hold.

    Shape: fewer asks whether less than so many columns of the table are filled, 0 does not ask; words_only asks that no
    cell of the row has a figure.
    """

    reason: str = ""
    column: str = ""
    pattern: re.Pattern[str] | None = None
    empty: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    fewer: int = 0
    words_only: bool = False


@dataclass(frozen=True)
class Words:
    """Something read from a title or a block heading: the named group "text", or "month" and "year".

    Shape: year is told where the title itself names none.
    """

    name: str
    pattern: re.Pattern[str]
    row: int = 0  # 0 = the sheet's name
    year: int = 0


@dataclass(frozen=True)
class Source:
    """Where a field's value comes from and how it is understood.  Exactly one of the first group is set."""

    column: str = ""
    join: tuple[str, ...] = ()
    first_of: tuple[Source, ...] = ()
    sum: tuple[Source, ...] = ()
    constant: Any = None
    title: str = ""
    heading: str = ""
    each: str = ""
    decided: str = ""
    day_of: str = ""
    between: str = " "
    words: Mapping[str, Any] = field(default_factory=dict)
    pattern: re.Pattern[str] | None = None
    only: re.Pattern[str] | None = None
    empty: frozenset[str] = frozenset()
    strip: str = ""
    stands_for: Any = None
    pad: int = 0
    unit: str | None = None
    unit_column: str = ""
    measure: str = ""
    times: int = 1
    share_up_to: str = ""
    decimal_mark: str | None = None
    order: str = ""
    allow_round: bool = False
    default: Any = None
    doubtful: bool = False
    required: bool = False
    same_month: str = ""
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordPlan:
    """One record made of each row (or, with each, of each of several columns of the row)."""

    type: str
    fields: Mapping[str, Source]
    key: tuple[str, ...] = ()
    merge: bool = False
    when: tuple[Rule, ...] = ()
    unless: tuple[Rule, ...] = ()
    each: tuple[str, ...] = ()
    each_from: str = ""
    each_to: str = ""
    each_empty: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Table:
    """One table of a book; the same sheet may hold several, the same table may stand on several sheets."""

    sheets: tuple[str, ...]
    columns: Mapping[str, Column]
    records: tuple[RecordPlan, ...]
    header_row: int = 0
    header_words: tuple[str, ...] = ()
    header_after: re.Pattern[str] | None = None
    first_row: int = 0
    stop: tuple[Rule, ...] = ()
    skip: tuple[Rule, ...] = ()
    fill_down: tuple[str, ...] = ()
    headings: tuple[Words, ...] = ()
    titles: tuple[Words, ...] = ()
    header_rows: int = 1
    last_row: int = 0


@dataclass(frozen=True)
class Decision:
    """What a person decided about one row: skip it, read a cell otherwise, or take it for the record of another row."""

    sheet: str
    row: int
    skip: bool = False
    column: str = ""
    means: str = ""
    same_as: tuple[str, int] | None = None
    type: str = ""
    why: str = ""


@dataclass(frozen=True)
class Recipe:
    """How one kind of book is read.

    Shape: aliases map a record type to folded written name -> proper name; decisions by (sheet, row); standards as
    in Reading.
    """

    name: str
    title: str
    files: tuple[str, ...]
    tables: tuple[Table, ...]
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    decisions: Mapping[tuple[str, int], tuple[Decision, ...]] = field(default_factory=dict)
    decimal_mark: str | None = None
    order: str = "dmy"
    today: date | None = None
    currency: str | None = None
    units: Mapping[str, str | None] | None = None
    shape: TextShape | None = None
    standards: Mapping[str, str] | None = None

    def fits(self, file_name: str) -> bool:
        """Whether this recipe is meant for a file of this name."""
        return any(fnmatchcase(fold(file_name), fold(pattern)) for pattern in self.files)
