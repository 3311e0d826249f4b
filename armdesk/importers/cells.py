"""Raw cells made exact: numbers without binary dust, days of a month, weights as numbers, shares as percent."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from armdesk.fields import Declared, Reading, Scaled
from armdesk.i18n import _
from armdesk.importers.layout import shown
from armdesk.importers.recipe_parts import Source
from armdesk.numbers import MASS_UNITS, NotUnderstood, parse_decimal, parse_mass

Make = Callable[[Sequence[Any]], Any]
"""What makes a value of the cells of a row; None when they are empty."""
_DAY_AND_MONTH = re.compile(r"[0-9]{1,2}([-/. ]| de )(?:[0-9]{1,2}|[^\W\d_]{3,12}\.?)", re.IGNORECASE)
_SHORTENED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE)


class Fault:
    """A cell that holds no usable value: an error, or a formula without result."""

    __slots__ = ("shows",)

    def __init__(self, shows: str) -> None:
        self.shows = shows

    def __str__(self) -> str:
        return self.shows


def exact(raw: Any) -> Any:
    """A cell's number without binary dust: the 15 digits a spreadsheet shows."""
    if isinstance(raw, float):
        return Decimal(format(raw, ".15g"))
    return Decimal(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw


def refuse_shortened(raw: Any) -> None:
    """Refuse a number that is a name when a spreadsheet has thrown digits of it away."""
    cut = isinstance(raw, str) and _SHORTENED.fullmatch(raw.strip())
    if cut or (isinstance(raw, Decimal) and abs(raw) >= 10**15):
        sentence = _("“{text}” was shortened by a spreadsheet program; digits are lost, look them up on the paper.")
        raise NotUnderstood(sentence.format(text=raw))


def day_of_month(day: Any, month: Any) -> Any:
    """A day of the sheet's month; what is no day stays as written and is refused later.

    Shape: month is the first day of it, or a year alone as text; days with a month of their own take only its year.
    """
    text = shown(day)
    if not text or isinstance(day, Fault | date):
        return day
    year = str(month.year) if isinstance(month, date) else shown(month)
    both = _DAY_AND_MONTH.fullmatch(text)
    if both is not None and year.isdigit():
        return f"{text.rstrip('.')}{both[1]}{year}"
    if not isinstance(month, date):
        return day
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 31):
        raise NotUnderstood(_("“{text}” is not a day of the month.").format(text=text))
    try:
        return month.replace(day=int(text))
    except ValueError:
        raise NotUnderstood(_("“{text}” is a day that this month does not have.").format(text=text)) from None


def first_of(makers: Sequence[Make]) -> Make:
    """The function that gives the first value of several."""

    def make(row: Sequence[Any]) -> Any:
        return next((value for each in makers if (value := each(row)) is not None), None)

    return make


def sum_of(makers: Sequence[Make]) -> Make:
    """The function that adds up the values of several."""

    def make(row: Sequence[Any]) -> Any:
        values = [value for each in makers if (value := each(row)) is not None]
        return sum(values) if values else None

    return make


def measured(raw: str, source: Source, reading: Reading) -> Decimal:
    """A weight typed with its unit, as a number of the unit the field is kept in."""
    mg = parse_mass(raw, unit=source.measure, decimal_mark=reading.decimal_mark, units=reading.units)
    exact = Fraction(mg) / MASS_UNITS[source.measure]
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def rescaled(raw: Any, source: Source, reading: Reading, declared: Declared) -> Any:
    """A number times ten or a hundred, a share made a percentage, or rounded to the field's places."""
    number = raw if isinstance(raw, Decimal) else parse_decimal(str(raw), decimal_mark=reading.decimal_mark)
    number *= source.times
    if source.share_up_to and number <= Decimal(source.share_up_to):
        number *= 100
    if source.allow_round and isinstance(declared, Scaled):
        number = number.quantize(Decimal(1).scaleb(-declared.places), ROUND_HALF_UP)
    return number
