"""How a kept value is written into a field so that reading it back gives exactly the same value."""

from __future__ import annotations

from datetime import date
from typing import Any

from armdesk import currencies
from armdesk.fields import Choice, Date, Declared, Flag, Money, Reading, Scaled, Whole
from armdesk.i18n import current
from armdesk.i18n_formats import MARKS, decimal_text, long_date, scaled_text


def editable(field: Declared, value: Any, reading: Reading) -> str:
    """Text of a value for a field that is typed into; field.parse(text, reading) gives the value back."""
    if value is None:
        return ""
    if isinstance(field, Date):
        return value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(field, Flag | Choice):
        return field.format(value)
    if not isinstance(field, Whole):
        return str(value)
    places = currencies.digits(reading.currency) if isinstance(field, Money) else getattr(field, "places", 0)
    language = _language_of(reading.decimal_mark)
    mark = MARKS[language][0]
    if isinstance(field, Money) or not places:
        text = _ungrouped(scaled_text(value, places, language), mark)
    else:
        text = _ungrouped(scaled_text(value, places, language, least=0), mark)
    # "1,234" would be asked about: is it a thousand, or one and a bit?  One more zero settles it.
    decimals = text.rpartition(mark)[2] if mark in text else ""
    doubtful = len(decimals) == 3 and reading.decimal_mark is None
    return f"{text}0" if doubtful else text


def _language_of(mark: str | None) -> str:
    if mark is None:
        return current()
    return "es" if mark == "," else "en"


def _ungrouped(text: str, mark: str) -> str:
    return "".join(sign for sign in text if sign.isdigit() or sign in ("-", mark))


def spoken(field: Declared, value: Any, reading: Reading) -> str:
    """What was understood, in words that leave no doubt: "12.500 g", "4 March 2025"; "" where there is none."""
    if value is None:
        return ""
    if isinstance(field, Date) and isinstance(value, date):
        return long_date(value, current())
    if isinstance(field, Money):
        amount = decimal_text(field.exchange(value, {field.currency: reading.currency}),
                              currencies.digits(reading.currency), current())
        return f"{amount} {reading.currency or ''}".strip()
    if isinstance(field, Scaled):
        return f"{field.format(value)} {field.unit_of()}".strip()
    return ""


