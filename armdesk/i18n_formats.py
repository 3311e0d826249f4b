"""How exact numbers and dates are written in each language; no floats, no Qt."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

MARKS = {"es": (",", "."), "en": (".", ","), "fr": (",", "\u202f"), "pt": (",", ".")}
"""Shape: language -> (decimal mark, group mark)."""

MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
_LONG_DATE = {"es": "{day} de {month} de {year}", "en": "{day} {month} {year}",
              "fr": "{day} {month} {year}", "pt": "{day} de {month} de {year}"}


def decimal_text(value: Decimal | int, places: int | None, language: str, *, grouped: bool = True) -> str:
    """A number as people of this language write it: 1234.5 -> "1.234,5" (es), "1,234.5" (en).

    Shape: places None keeps the decimals as they come.  Rounds half up; a minus sign stays a plain "-".
    """
    mark, group = MARKS.get(language, MARKS["en"])
    number = Decimal(value)
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
    sign = "-" if number < 0 else ""
    whole, _dot, decimals = format(abs(number), "f").partition(".")
    # Groups begin at 10,000: "1.234" alone would be read as a decimal in the next country.
    if grouped and len(whole) > 4:
        head = len(whole) % 3
        parts = ([whole[:head]] if head else []) + [whole[place : place + 3] for place in range(head, len(whole), 3)]
        whole = group.join(parts)
    return f"{sign}{whole}{mark}{decimals}" if decimals else f"{sign}{whole}"


def scaled_text(raw: int, places: int, language: str, *, least: int | None = None) -> str:
    """A whole number of smallest steps as shown text: 12500 with 3 places -> "12,500".

    Shape: least = the decimals always kept; zeros beyond them are dropped (None keeps all places).
    """
    value = Decimal(raw).scaleb(-places)
    if least is None:
        return decimal_text(value, places, language)
    shown = places
    while shown > least and raw % 10 ** (places - shown + 1) == 0:
        shown -= 1
    return decimal_text(value, shown, language)


def long_date(day: date, language: str) -> str:
    """A date with the month by name: "4 de marzo de 2025"."""
    months = MONTHS.get(language, MONTHS["en"]).split()
    return _LONG_DATE.get(language, _LONG_DATE["en"]).format(day=day.day, month=months[day.month - 1], year=day.year)


def month_name(month: int, language: str) -> str:
    """Name of a month, 1 to 12."""
    return MONTHS.get(language, MONTHS["en"]).split()[month - 1]
