"""Quotes and exchange rates from a pasted table or a file: a day and one or more numbers in each row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from armdesk import dates, numbers
from armdesk.fields import Reading, fold
from armdesk.i18n import _
from armdesk.models import Rate
from armdesk.store import Store

_STEPS = 6
_HEADINGS = {"am": "lbma_am", "a.m.": "lbma_am", "10:30": "lbma_am", "pm": "lbma_pm", "p.m.": "lbma_pm",
             "15:00": "lbma_pm", "trm": "fx", "fx": "fx", "tasa": "fx", "cambio": "fx", "exchange": "fx"}
"""Words of a heading that name the quote of their column."""
_MOST = 20_000


@dataclass(frozen=True)
class Quote:
    """One number of one day.  Units: value in millionths."""

    day: date
    kind: str
    value: int


@dataclass(frozen=True)
class Unread:
    """A row that was not understood.  Shape: line counts from 1."""

    line: int
    sentence: str


@dataclass(frozen=True)
class Read:
    """What a table holds.  Shape: quotes by day and kind, each once, the last row of a day counts."""

    quotes: tuple[Quote, ...]
    unread: tuple[Unread, ...]


@dataclass(frozen=True)
class Kept:
    """What came of keeping quotes."""

    new: int
    changed: int
    same: int


def rows_of(text: str) -> list[list[str]]:
    """A pasted text as rows of cells: parted by tabs, by semicolons, or by two spaces and more."""
    rows = []
    for line in text.splitlines()[:_MOST]:
        parts = line.split("\t") if "\t" in line else line.split(";") if ";" in line else re.split(r"\s{2,}|\s+", line)
        rows.append([part.strip() for part in parts])
    return rows


def read_quotes(rows: Iterable[Sequence[Any]], kind: str, reading: Reading) -> Read:
    """Understand a table: the first day of a row and the numbers behind it.

    Without a heading that says otherwise, the first number is a quote of `kind` and the others are left out.
    """
    quotes: dict[tuple[date, str], Quote] = {}
    unread: list[Unread] = []
    kinds: dict[int, str] = {}
    for line, row in enumerate(rows, 1):
        cells = [cell for cell in row if cell not in (None, "")]
        if not cells:
            continue
        place, day = _day_of(row, reading)
        if day is None:
            heads = _heads(row)
            if heads and not quotes:
                kinds = heads
            elif quotes or not any(isinstance(cell, str) for cell in cells):
                unread.append(Unread(line, _("There is no date in this row.")))
            continue
        try:
            found = list(_numbers(row, place, kinds, kind, reading))
        except ValueError as error:
            unread.append(Unread(line, str(error)))
            continue
        if not found:
            unread.append(Unread(line, _("There is no number beside the date.")))
        for name, value in found:
            quotes[day, name] = Quote(day, name, value)
    return Read(tuple(sorted(quotes.values(), key=lambda each: (each.day, each.kind))), tuple(unread))


def _day_of(row: Sequence[Any], reading: Reading) -> tuple[int, date | None]:
    for place, cell in enumerate(row):
        if isinstance(cell, datetime):
            return place, cell.date()
        if isinstance(cell, date):
            return place, cell
        if isinstance(cell, str) and re.search(r"[-/. ]", cell) and cell[:1].isdigit():
            try:
                return place, dates.parse_date(cell, order=reading.order, today=reading.today)
            except ValueError:
                continue
    return -1, None


def _heads(row: Sequence[Any]) -> dict[int, str]:
    """Columns whose heading names a quote."""
    found = {}
    for place, cell in enumerate(row):
        words = re.split(r"[\s()/,-]+", fold(str(cell or "")))
        name = next((_HEADINGS[word] for word in words if word in _HEADINGS), "")
        if name:
            found[place] = name
    return found


def _numbers(row: Sequence[Any], day: int, kinds: dict[int, str], kind: str,
             reading: Reading) -> Iterable[tuple[str, int]]:
    for place, cell in enumerate(row):
        if place == day or cell in (None, "") or (kinds and place not in kinds):
            continue
        yield kinds.get(place, kind), _value(cell, reading)
        if not kinds:
            return


def _value(cell: Any, reading: Reading) -> int:
    if isinstance(cell, str):
        bare = re.sub(r"[A-Za-z$€£ ]", "", cell) or cell
        value = numbers.parse_scaled(bare, _STEPS, decimal_mark=reading.decimal_mark, allow_round=True)
    else:
        value = int((Decimal(str(cell)).scaleb(_STEPS)).to_integral_value(rounding="ROUND_HALF_UP"))
    if value <= 0:
        raise ValueError(_("A quote is above zero."))
    return value


def keep_quotes(store: Store, quotes: Sequence[Quote], source: str, currency: str) -> Kept:
    """Keep quotes as dated rows, one operation; a day that is there already is changed only where it differs.

    Shape: currency is that of the office, for exchange rates and quotes of the central bank.
    """
    known = {(rate.valid_from, rate.kind, rate.currency): rate for kind in {each.kind for each in quotes}
             for rate in store.all(Rate, kind=kind)}
    new = changed = same = 0
    with store.operation(_("Quotes noted: {source}").format(source=source)) as writer:
        for each in quotes:
            unit, of = _unit(each.kind, currency)
            rate = known.get((each.day, each.kind, of))
            if rate is None:
                rate = Rate(kind=each.kind, currency=of, unit=unit, valid_from=each.day, valid_to=each.day)
                new += 1
            elif rate.value == each.value:
                same += 1
                continue
            else:
                changed += 1
            rate.value, rate.source_text = each.value, source
            writer.save(rate)
    return Kept(new, changed, same)


def _unit(kind: str, currency: str) -> tuple[str, str]:
    """Unit and currency of a kind of quote."""
    if kind == "fx":
        return f"{currency}/USD", currency
    return (f"{currency}/g", currency) if kind == "central_bank" else ("USD/oz", "USD")
