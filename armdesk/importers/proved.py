"""What the rows of a sheet prove of its columns: which are taken off a sale, which holds the days."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from armdesk.importers.crossed import deduction_kind
from armdesk.numbers import parse_decimal

_BY_NUMBER = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}")
_ISO = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_MOST = 5  # four of five rows prove it


def taken_off(headings: Sequence[str], rows: Sequence[Sequence[str]], matched: Mapping[str, str]) -> dict[str, str]:
    """Columns of a book of sales that its own arithmetic proves to be deductions, or the net value they leave.

    Shape: headings by column; rows below them; matched maps a heading to its field, and so does what is found.
    """
    places = {name: headings.index(text) for text, name in matched.items() if name in ("gross_value", "net_value")}
    alone = "deductions_total" in matched.values() and not any(map(deduction_kind, matched))
    gross, known = places.get("gross_value"), places.get("net_value")
    if gross is None or alone:
        return {}
    free = [place for place in range(gross + 1, len(headings)) if headings[place] and (
        headings[place] not in matched or matched[headings[place]] == "deductions_total")]
    for net in [known] if known is not None else free[1:]:
        between = [place for place in free if place < net]
        if between and _adds_up(rows, gross, net, between):
            return {**dict.fromkeys((headings[place] for place in between), "deductions_total"),
                    headings[net]: "net_value"}
    return {}


def _adds_up(rows: Sequence[Sequence[str]], gross: int, net: int, between: Sequence[int]) -> bool:
    """Whether most rows say gross less what stands between is net."""
    proved = told = 0
    for row in rows:
        cells = [row[place] if place < len(row) else "" for place in (gross, net, *between)]
        amounts = [amount for cell in cells if (amount := _amount(cell)) is not None]
        if not cells[0] or not cells[1] or len(amounts) < len(cells):
            continue
        told += 1
        proved += abs(amounts[0] - amounts[1] - sum(amounts[2:])) <= 1
    return bool(told) and proved * _MOST >= told * (_MOST - 1)


def _amount(cell: str) -> Decimal | None:
    try:
        return parse_decimal(cell) if cell else Decimal(0)
    except ValueError:
        return None


def day_column(headings: Sequence[str], rows: Sequence[Sequence[str]], matched: Mapping[str, str]) -> str:
    """The one heading left out over a column of days, "" where there is none or several: "Wann"."""
    found = []
    for place, text in enumerate(headings):
        cells = [row[place] for row in rows if place < len(row) and row[place]] if text and text not in matched else []
        days = sum(_BY_NUMBER.match(cell) is not None or _ISO.match(cell) is not None for cell in cells)
        if days and days * _MOST >= len(cells) * (_MOST - 1):
            found.append(text)
    return found[0] if len(found) == 1 else ""
