"""How an office lays out a sheet beside its headings: days under the title of a month, blocks, what is written once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from armdesk.dates import MONTHS
from armdesk.fields import Date, Link, fold
from armdesk.i18n import _
from armdesk.importers import headings as heads
from armdesk.importers import matching
from armdesk.importers.layout import DITTO, TOTALS
from armdesk.record import Record

_TOTAL = re.compile(TOTALS)
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_IN_WORDS = rf"\b(?P<month>{_MONTH})\b\.?(?:[\W_]|de\b|del\b|of\b|ano\b|año\b)*(?P<year>(?:19|20)?[0-9]{{2}})\b"
_IN_FIGURES = r"\b(?P<month>0?[1-9]|1[0-2])\s*[-/.]\s*(?P<year>(?:19|20)[0-9]{2})\b"
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_DAY = re.compile(r"[0-9]{1,2}")
_DAY_AND_MONTH = re.compile(rf"[0-9]{{1,2}}(?:[-/. ]| de )(?:[0-9]{{1,2}}|(?:{_MONTH})\.?)")
_BLOCK = re.compile(r"^\W*([^\W\d_][^:]{1,30}?)\s*[:\-\u2013\u2014]\s*(\S.*)$")
_MOST, _SOME, _RARE = 0.8, 0.15, 0.15
MONTH, _PARTS = "month", 2


@dataclass(frozen=True)
class Sheet:
    """A sheet, or the part of it that holds one table.

    Shape: rows are all its first ones as texts; file is the name of the book; top and last are the rows, counted from
    1, between which the table stands, last 0 for the end; currency is that of the office.
    """

    name: str
    rows: Sequence[Sequence[str]]
    file: str = ""
    top: int = 1
    last: int = 0
    currency: str = ""


@dataclass(frozen=True)
class Seen:
    """What was looked at of a table.

    Shape: number is the row of the headings, counted from 1, which take `spans` rows; matched maps a heading to its
    field.
    """

    type: type[Record]
    sheet: Sheet
    number: int
    spans: int
    matched: Mapping[str, str]

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        """The rows of the sheet."""
        return self.sheet.rows

    @cached_property
    def headings(self) -> list[str]:
        """The headings, one for each column."""
        return matching.of_rows(self.rows, self.number)

    @property
    def first_row(self) -> int:
        """The row under the headings, counted from 1."""
        return self.number + self.spans

    @property
    def below(self) -> Sequence[Sequence[str]]:
        """All rows under the headings."""
        return self.rows[self.first_row - 1 : self.sheet.last or None]

    @cached_property
    def data(self) -> list[Sequence[str]]:
        """The rows under the headings that are no totals and hold more than one word."""
        return [row for row in self.below if sum(map(bool, row)) > 1 and not any(_TOTAL.search(fold(c)) for c in row)]

    def cells(self, heading: str) -> list[str]:
        """The cells under a heading, of rows of data."""
        place = self.headings.index(heading)
        return [row[place] if place < len(row) else "" for row in self.data]

    def titles(self) -> Iterator[tuple[int, str]]:
        """What stands above the headings, and the name of the sheet.  Shape: (row, or 0 for the name; text)."""
        for number in range(self.sheet.top, self.number):
            if text := " ".join(cell for cell in self.rows[number - 1] if cell):
                yield number, text
        yield 0, self.sheet.name

    def named(self, *names: str) -> list[str]:
        """The headings that became one of some fields."""
        return [text for text, name in self.matched.items() if name in names]


def complete(table: dict[str, Any], seen: Seen) -> None:
    """Say in a table of a recipe what the rows of the sheet show beside their headings."""
    _blocks(table, seen)
    _days(table, seen)
    _once(table, seen)
    _remarks(table, seen)


def alias(table: dict[str, Any], heading: str) -> str:
    """The short name of a column, given to it where it has none."""
    for short, text in table["columns"].items():
        if text == heading:
            return str(short)
    short = f"c{len(table['columns']) + 1}"
    table["columns"][short] = heading
    return short


def fields_of(table: dict[str, Any]) -> dict[str, Any]:
    """The fields of the first record of a table."""
    fields: dict[str, Any] = table["records"][0]["fields"]
    return fields


def source_of(given: Any) -> dict[str, Any]:
    """A source of a recipe in its long form."""
    return dict(given) if isinstance(given, dict) else {"column": given}


def _share(cells: Sequence[str], pattern: re.Pattern[str]) -> float:
    filled = [cell for cell in cells if cell and fold(cell) not in DITTO]
    return sum(pattern.fullmatch(fold(cell)) is not None for cell in filled) / len(filled) if filled else 0.0


# blocks


def _blocks(table: dict[str, Any], seen: Seen) -> None:
    """Rows such as "MINE: Santa Rosa" that head the rows below them."""
    found: dict[str, list[str]] = {}
    for row in seen.below:
        cells = [cell for cell in row if cell]
        told = _BLOCK.match(cells[0]) if len(cells) == 1 else None
        if told is None and len(cells) == 2 and cells[0].rstrip().endswith(":"):
            told = _BLOCK.match(" ".join(cells))
        name = _block_field(seen, told[1]) if told else ""
        if told and name:
            found.setdefault(name, []).append(told[1].strip())
    for name, words in found.items():
        pattern = "|".join(re.escape(word) for word in dict.fromkeys(words))
        table.setdefault("headings", {})[name] = {"pattern": rf"^\W*(?:{pattern})\s*[:\-\u2013\u2014]\s*(?P<text>.+)$"}
        fields_of(table)[name] = {"heading": name}


def _block_field(seen: Seen, word: str) -> str:
    """The field of which a row of one cell speaks, where no column holds it."""
    name = matching.names(seen.type.type_name()).get(heads.plain(word), "")
    kind = seen.type.field(name) if name else None
    return name if name not in seen.matched.values() and (
        (isinstance(kind, Date) and kind.required) or isinstance(kind, Link)) else ""


# days


def _days(table: dict[str, Any], seen: Seen) -> None:
    """A column of mere days takes its month from a title, and one of days and months its year."""
    for text, name in seen.matched.items():
        kind = seen.type.field(name)
        if not isinstance(kind, Date):
            continue
        cells, source = seen.cells(text), source_of(fields_of(table)[name])
        if "join" in source:
            continue
        apart = _apart(seen) if _share(cells, _DAY) >= _MOST else []
        if order := heads.date_order(text):
            source["order"] = order
        elif len(apart) == _PARTS or (apart and (year := _year(seen))):
            del source["column"]
            source["join"] = [alias(table, part) for part in (text, *apart)]
            if len(apart) < _PARTS:
                source["day_of"] = "year"
                table.setdefault("titles", {})["year"] = {"pattern": "^", "year": year}
        elif _share(cells, _DAY) >= _MOST and (title := month_title(seen)) is not None:
            source["day_of"] = MONTH
            table.setdefault("titles", {})[MONTH] = title
        elif _share(cells, _DAY) >= _MOST and (pattern := _month_blocks(seen)):
            source["day_of"] = MONTH
            table.setdefault("headings", {})[MONTH] = {"pattern": pattern}
        elif _share(cells, _DAY_AND_MONTH) >= _MOST and (year := _year(seen)):
            source["day_of"] = "year"
            table.setdefault("titles", {})["year"] = {"pattern": "^", "year": year}
        fields_of(table)[name] = source if len(source) > 1 or "join" in source else source["column"]


def _apart(seen: Seen) -> list[str]:
    """The headings of the month, and of the year behind it, that stand in columns of their own."""
    words = heads.words()["date_parts"]
    found = [next((text for text in seen.headings if heads.plain(text) in words[part]), "")
             for part in ("month", "year")]
    return [text for text in found if text] if found[0] else []


def month_title(seen: Seen) -> dict[str, Any] | None:
    """Where the month of a sheet is told, as a recipe says it."""
    titles = list(seen.titles())
    for pattern in (_IN_WORDS, _IN_FIGURES):
        for row, text in titles:
            if re.search(pattern, text, re.IGNORECASE):
                return {"pattern": pattern, **({"row": row} if row else {})}
    year = _year(seen)
    for row, text in reversed(titles):
        if year and re.search(rf"\b(?:{_MONTH})\b", text, re.IGNORECASE):
            return {"pattern": rf"\b(?P<month>{_MONTH})\b", "year": year, **({"row": row} if row else {})}
    return None


def _month_blocks(seen: Seen) -> str:
    """How rows of one cell tell the month of those below them; "" where none does."""
    alone = [cells[0] for row in seen.below if len(cells := [cell for cell in row if cell]) == 1]
    return next((rf"^\W*(?:mes\W+(?:de\W+)?|month\W+)?{pattern}" for pattern in (_IN_WORDS,)
                 if any(re.match(rf"\W*(?:mes\W+(?:de\W+)?)?{pattern}", text, re.IGNORECASE) for text in alone)), "")


def _year(seen: Seen) -> int:
    """The one year that titles, the sheet or the file name; 0 where none or several are."""
    for texts in ([text for _row, text in seen.titles()], [seen.sheet.file]):
        years = {int(year) for text in texts for year in _YEAR.findall(text)}
        if len(years) == 1:
            return years.pop()
    return 0


# what is written once


def _once(table: dict[str, Any], seen: Seen) -> None:
    """Columns written once for several rows, or with a mark for "the same as above"."""
    down = []
    for text, name in seen.matched.items():
        kind, cells = seen.type.field(name), seen.cells(text)
        if any(fold(cell) in DITTO for cell in cells) or _is_once(kind, name, cells):
            down.append(alias(table, text))
    if down:
        table["fill_down"] = down


def _is_once(kind: Any, name: str, cells: Sequence[str]) -> bool:
    """Whether a column is empty as long as it says the same: one that repeats itself is not."""
    if not ((isinstance(kind, Date) and kind.required) or (isinstance(kind, Link) and name in ("site", "crew", "lot"))
            or name == "subject"):
        return False
    filled = [fold(cell) for cell in cells if cell]
    again = sum(one == other for one, other in pairwise(filled))
    empty = len(cells) - len(filled)
    return bool(cells) and bool(cells[0]) and empty > len(cells) * _SOME and again <= len(filled) * _RARE


def _remarks(table: dict[str, Any], seen: Seen) -> None:
    """Rows with one filled cell are remarks where a record needs more than a name."""
    needed = [field for field in seen.type.declared() if field.required and field.default is None]
    if len(seen.matched) > 2 and (len(needed) > 1 or any(isinstance(field, Date) for field in needed)):
        table["skip"].append({"reason": _("a remark"), "fewer": 2})

