"""How typed dates are understood: day and month never swapped, no year guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from armdesk.i18n import _
from armdesk.typed import NotUnderstood, fold, shown

_MONTH_WORDS = (
    "ene enero jan january janv janvier janeiro", "feb febrero february fev fevr fevrier fevereiro",
    "mar marzo march mars marco", "abr abril apr april avr avril", "may mayo mai maio", "jun junio june juin junho",
    "jul julio july juil juillet julho", "ago agosto aug august aout",
    "sep set sept septiembre setiembre september septembre setembro",
    "oct octubre october octobre out outubro", "nov noviembre november novembre novembro",
    "dic diciembre dec december decembre dez dezembro",
)  # fmt: skip
MONTHS: Mapping[str, int] = {word: n for n, words in enumerate(_MONTH_WORDS, 1) for word in words.split()}
_WEEKDAYS = re.compile(
    r"^(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|(?:lun|mie|jue|vie|sab|dom|mon|tue|wed|thu|fri|sat|sun)\b)[ .,]+"
)
_TIME = re.compile(r"[ t]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[ap]\.? ?m\.?|z)?$")
_BY_NUMBER = re.compile(r"([0-9]{1,4})([-/. ])([0-9]{1,2})\2([0-9]{1,4})")
_DAY_FIRST = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th|er|º|o)?[-/. ]+(?:de |of )?([a-z]+)[-/., ]+(?:de |del )?([0-9]{2,4})"
)
_MONTH_FIRST = re.compile(r"([a-z]+)[. ]+([0-9]{1,2})(?:st|nd|rd|th)?,? +(?:de |del )?([0-9]{2,4})")
_YEARS = range(1900, 2101)


def parse_date(text: str, *, order: str = "dmy", today: date | None = None) -> date:
    """The date that was typed: 2025-03-04, 4/3/2025, 4-3-2025, "4 mar 2025", "4 de marzo de 2025", "March 4, 2025".

    Shape: order "dmy", "mdy" or "ymd" is how numbers are read; a year written first is always year-month-day; day and
    month are never swapped.  A two-digit year needs today and becomes the nearest year not after it.
    Errors: NotUnderstood.
    """
    typed = shown(text.strip())
    plain = _TIME.sub("", fold(text))
    parts = _date_by_number(plain, order) or _date_by_month_name(_WEEKDAYS.sub("", plain))
    if parts is None:
        raise NotUnderstood(_("“{text}” is not a date; write it like 4/3/2025.").format(text=typed))
    year, month, day, digits = parts
    if digits == 2:
        if today is None:
            raise NotUnderstood(_("“{text}” has a year of two digits; write all four.").format(text=typed))
        year = _nearest_past(year, month, day, today)
    if digits not in (2, 4) or year not in _YEARS:
        raise NotUnderstood(_("“{text}” has a year outside 1900 to 2100.").format(text=typed))
    try:
        return date(year, month, day)
    except ValueError:
        raise NotUnderstood(_("“{text}” is a day that does not exist.").format(text=typed)) from None


def _date_by_number(plain: str, order: str) -> tuple[int, int, int, int] | None:
    """(year, month, day, digits of the year) of a date written in numbers."""
    found = _BY_NUMBER.fullmatch(plain)
    if found is None:
        return None
    first, _mark, second, third = found.groups()
    shape = "ymd" if len(first) > 2 else order
    if shape == "ymd":
        return (int(first), int(second), int(third), len(first)) if len(third) <= 2 else None
    day, month = (second, first) if shape == "mdy" else (first, second)
    return int(third), int(month), int(day), len(third)


def _date_by_month_name(plain: str) -> tuple[int, int, int, int] | None:
    """(year, month, day, digits of the year) of a date with its month in words."""
    found = _DAY_FIRST.fullmatch(plain)
    if found is not None:
        day, word, year = found.groups()
    else:
        found = _MONTH_FIRST.fullmatch(plain)
        if found is None:
            return None
        word, day, year = found.groups()
    month = MONTHS.get(word)
    return (int(year), month, int(day), len(year)) if month else None


def _nearest_past(year: int, month: int, day: int, today: date) -> int:
    """The full year of a two-digit one: the nearest that does not lie after today."""
    full = today.year // 100 * 100 + year
    return full - 100 if (full, month, day) > (today.year, today.month, today.day) else full


_MONTH_BY_NUMBER = re.compile(r"([0-9]{1,2})(?:[-/. ]+([0-9]{2,4}))?")
_MONTH_BY_NAME = re.compile(r"([a-z]+)(?:[-/., ]+(?:de |del )?([0-9]{2,4}))?")
_YEAR_AND_MONTH = re.compile(r"([0-9]{4})[-/. ]+([0-9]{1,2})")


def parse_month(text: str, *, today: date) -> date:
    """The first day of the month that was typed: 3, 3/2025, 2025-03, "mar", "marzo de 2025".

    Without a year it is the nearest one that does not lie after today.  Errors: NotUnderstood.
    """
    plain = fold(text)
    year, number = 0, 0
    if found := _YEAR_AND_MONTH.fullmatch(plain):
        year, number = int(found[1]), int(found[2])
    elif found := _MONTH_BY_NUMBER.fullmatch(plain) or _MONTH_BY_NAME.fullmatch(plain):
        number = int(found[1]) if found[1].isdigit() else MONTHS.get(found[1], 0)
        digits = len(found[2] or "")
        year = int(found[2] or 0) + (today.year // 100 * 100 if digits == 2 else 0) if digits != 3 else 0
        if not digits and 1 <= number <= 12:
            year = today.year - ((today.year, number) > (today.year, today.month))
    if not 1 <= number <= 12 or year not in _YEARS:
        raise NotUnderstood(_("“{text}” is not a month; write it like 3/2025.").format(text=shown(text.strip())))
    return date(year, number, 1)
