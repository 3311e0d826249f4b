"""Where things stand on one sheet: its heading row, its columns, and what its titles say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from armdesk.dates import MONTHS
from armdesk.errors import RecipeError
from armdesk.fields import fold
from armdesk.i18n import _
from armdesk.importers.recipe_parts import Rule, Table, Words

_SEARCHED = 200  # rows in which a heading row is looked for


def shown(cell: Any) -> str:
    """A cell as a person sees it: 12 for 12.0, dates as 2025-03-04."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float):
        return format(cell, ".15g")
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).strip()


# "Suma" and "Sum" are names of people and districts too: alone they head a total only with nothing or "of" behind them.
TOTALS = (r"^\W*((sub|sous|gran|grand)[\s-]*)?(total(es|s)?|totaux)\b"
           r"|^\W*(suma|sum|somme|soma)\s*([:=]|$|(total|de|del|of|des|du|do)\b)")
"""How a row begins that adds up those above it."""

DITTO = frozenset(('"', "''", "“", "”", "″", "„", "»", "idem", "id.", "ídem", "ditto", "do.", "lo mismo"))
"""What offices write for "the same as above"."""


@dataclass
class Layout:
    """Where the table begins and which cell of a row is which column.

    Shape: columns map the recipe's aliases to places in a row from 0; width is the number of columns under headings;
    above holds the rows down to the first row of data, by row number; rows are those still to be read.
    """

    header_row: int
    first_row: int
    columns: dict[str, int]
    headings: list[str]
    width: int
    above: dict[int, Sequence[Any]]
    rows: Iterator[tuple[int, list[Any]]]
    titles: dict[str, Any] = field(default_factory=dict)


def find_layout(table: Table, sheet: str, rows: Iterator[tuple[int, list[Any]]]) -> Layout:
    """Read down to the first row of data.  Errors: RecipeError naming the sheet and what was not found."""
    above: dict[int, Sequence[Any]] = {}
    header_row = _find_header(table, sheet, rows, above)
    last = header_row + table.header_rows - 1
    for number, row in rows if table.header_rows > 1 else ():
        above[number] = row
        if number >= last:
            break
    headings = joined([above.get(number, ()) for number in range(header_row, last + 1)])
    width = max([len(headings), *(column.at for column in table.columns.values())])
    while headings and not headings[-1]:
        headings.pop()
    columns = _find_columns(table, sheet, headings)
    first_row = table.first_row or last + 1
    for number, row in rows:
        if number >= first_row:
            rows = _chain(number, row, rows)
            break
        above[number] = row
    layout = Layout(header_row, first_row, columns, headings, width, above, rows)
    for words in table.titles:
        layout.titles[words.name] = _read_title(words, sheet, above)
    return layout


def joined(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Headings of one row, or of several where a heading spans columns: "Weight" over "oz" and "g" -> "Weight oz"."""
    texts = [[" ".join(shown(cell).split()) for cell in row] for row in rows]
    width = max(map(len, texts), default=0)
    found = [""] * width
    for number, row in enumerate(texts, 1):
        above = ""
        for place, text in enumerate([*row, *[""] * (width - len(row))]):
            below = any(place < len(later) and later[place] for later in texts[number:])
            above = text or (above if below else "")
            found[place] = f"{found[place]} {above}".strip()
    return found


def _chain(number: int, row: list[Any], rows: Iterator[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[Any]]]:
    yield number, row
    yield from rows


def _find_header(
    table: Table, sheet: str, rows: Iterator[tuple[int, list[Any]]], above: dict[int, Sequence[Any]]
) -> int:
    """Number of the heading row: told, or the first that holds all the words."""
    words = [fold(word) for word in table.header_words]
    waiting = table.header_after
    searched = 0
    for number, row in rows:
        above[number] = row
        if waiting is not None:
            if any(waiting.search(shown(cell)) for cell in row):
                waiting = None
            continue
        if not words and number == table.header_row:
            return number
        searched += 1
        if words and set(words) <= {fold(shown(cell)) for cell in row}:
            return number
        if words and searched > _SEARCHED:
            break
    sentence = _("Sheet “{sheet}”: the row of headings was not found; correct the recipe.")
    raise RecipeError(sentence.format(sheet=sheet))


def _find_columns(table: Table, sheet: str, headings: Sequence[str]) -> dict[str, int]:
    """Place of each column; headings are compared without capitals and accents."""
    plain = [fold(heading) for heading in headings]
    columns: dict[str, int] = {}
    for alias, column in table.columns.items():
        if column.at:
            columns[alias] = column.at - 1
            continue
        wanted = {fold(heading) for heading in column.headings}
        found = [place for place, heading in enumerate(plain) if heading in wanted]
        if len(found) >= column.nth:
            columns[alias] = found[column.nth - 1]
        elif not column.optional:
            sentence = _("Sheet “{sheet}” has no column “{heading}”; correct the recipe.")
            raise RecipeError(sentence.format(sheet=sheet, heading=" / ".join(column.headings)))
    return columns


def _read_title(words: Words, sheet: str, above: dict[int, Sequence[Any]]) -> Any:
    """What a title tells: a text, or the first day of a month."""
    title = " ".join(text for cell in above.get(words.row, ()) if (text := shown(cell)))
    text = title if words.row else sheet
    found = words.pattern.search(text)
    if found is None:
        sentence = _("Sheet “{sheet}”: the title “{title}” does not say what the recipe looks for.")
        raise RecipeError(sentence.format(sheet=sheet, title=text))
    return words_found(found, sheet, words.year)


def words_found(found: re.Match[str], sheet: str, year: int = 0) -> Any:
    """Text or month of a title or block heading that matched, or the year it was given with."""
    groups = found.groupdict()
    if "month" not in groups:
        return str(year) if year else groups.get("text") or (found[1] if found.re.groups else found[0])
    word, year = fold(groups["month"]), int(groups.get("year") or year)
    month = int(word) if word.isdecimal() and word.isascii() else MONTHS.get(word)
    if not month or not 1 <= month <= 12:
        sentence = _("Sheet “{sheet}”: “{text}” is no month.")
        raise RecipeError(sentence.format(sheet=sheet, text=groups["month"]))
    return date(year + 2000 if year < 100 else year, month, 1)


def holds(rule: Rule, row: Sequence[Any], columns: dict[str, int]) -> bool:
    """Does a rule hold for a row?  A column that this sheet does not have counts as empty."""

    def text(alias: str) -> str:
        place = columns.get(alias)
        return shown(row[place]) if place is not None else ""

    if any(text(alias) for alias in rule.empty) or not all(text(alias) for alias in rule.filled):
        return False
    if rule.words_only and any(sign.isdigit() for cell in row for sign in shown(cell)):
        return False
    if rule.fewer and sum(row[place] != "" for place in set(columns.values())) >= rule.fewer:
        return False
    if rule.pattern is None:
        return True
    if rule.column:
        return rule.pattern.search(text(rule.column)) is not None
    return any(rule.pattern.search(shown(cell)) for cell in row if cell != "")
