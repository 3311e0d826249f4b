"""Gathers the rows of the demonstration by record type, with ids and chances that a seed repeats exactly."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

T = TypeVar("T")
FIRST, LAST, TODAY = date(2024, 1, 1), date(2025, 12, 31), date(2026, 1, 31)
"""The two years that are shown, and the day on which the demonstration looks back at them."""
_FIRST_MOMENT = 1_700_000_000_000  # before anything an office will add, so that its new rows sort behind
_CLOSED = ((date(2024, 1, 1), date(2024, 1, 8)), (date(2024, 3, 25), date(2024, 3, 30)),
           (date(2024, 12, 21), date(2025, 1, 7)), (date(2025, 4, 14), date(2025, 4, 19)),
           (date(2025, 12, 20), date(2025, 12, 31)))
_HOLIDAYS = {(5, 1), (7, 20), (8, 7), (12, 8)}


class Book:
    """What will be written, in the order in which it was noted.

    Shape: rows maps a record type to its rows; a row is found again by its code, number, name or title.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - invented rows that anybody may guess
        self._count = 0
        self._known: dict[tuple[str, str], str] = {}
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def add(self, type_name: str, **values: Any) -> str:
        """Note a row; returns its id."""
        values["id"] = self._next_id()
        self.rows[type_name].append(values)
        for field in ("code", "number", "name", "title"):
            if values.get(field):
                self._known.setdefault((type_name, str(values[field])), values["id"])
        return str(values["id"])

    def id(self, type_name: str, name: str) -> str:
        """Id of a noted row.  Errors: KeyError."""
        return self._known[type_name, name]

    def row(self, type_name: str, name: str) -> dict[str, Any]:
        """A noted row, to be completed.  Errors: KeyError."""
        wanted = self.id(type_name, name)
        return next(row for row in self.rows[type_name] if row["id"] == wanted)

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends possible."""
        return self._random.randint(least, most)

    def pick(self, choices: Sequence[T]) -> T:
        """One of several."""
        return self._random.choice(choices)

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """Several different ones, in the order they were given."""
        places = sorted(self._random.sample(range(len(choices)), min(count, len(choices))))
        return [choices[place] for place in places]

    def chance(self, per_mille: int) -> bool:
        """True so many times in a thousand."""
        return self._random.randrange(1000) < per_mille

    def _next_id(self) -> str:
        self._count += 1
        head = (_FIRST_MOMENT + self._count) << 80 | 0x7 << 76 | self._random.getrandbits(12) << 64
        return f"{head | 0x2 << 62 | self._random.getrandbits(62):032x}"


def workdays(first: date = FIRST, last: date = LAST) -> list[date]:
    """The days on which the mines are open: Monday to Saturday without holidays and closed weeks."""
    days = (first + timedelta(days=place) for place in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 6 and (day.month, day.day) not in _HOLIDAYS
            and not any(begin <= day <= end for begin, end in _CLOSED)]


def month_of(day: date) -> str:
    """Month of a day: 2025-03."""
    return f"{day:%Y-%m}"
