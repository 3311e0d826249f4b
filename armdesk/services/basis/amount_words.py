"""Amounts in words, as a receipt needs them so that no figure can be added: in Spanish and in English."""

from __future__ import annotations

from collections.abc import Callable

from armdesk import currencies
from armdesk.i18n import _, current, ngettext


def _list(words: str) -> list[str]:
    return words.split()


_ES_SMALL = _list("cero un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
                  "diecisiete dieciocho diecinueve veinte veintiún veintidós veintitrés veinticuatro veinticinco "
                  "veintiséis veintisiete veintiocho veintinueve")
_ES_TENS = _list("treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_ES_HUNDREDS = _list("ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos "
                     "novecientos")
_ES_GREAT = (("millón", "millones"), ("billón", "billones"), ("trillón", "trillones"))
_EN_SMALL = _list("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
                  "sixteen seventeen eighteen nineteen")
_EN_TENS = _list("twenty thirty forty fifty sixty seventy eighty ninety")
_EN_GREAT = ("thousand", "million", "billion", "trillion", "quadrillion", "quintillion")


def amount_in_words(amount: int, currency: str) -> str:
    """An amount in words with its currency, in the language in force; others than Spanish are written in English.

    Units: amount in the smallest unit.  Shape: "mil doscientos pesos colombianos con 50/100".
    """
    places = currencies.digits(currency)
    whole, rest = divmod(abs(amount), 10**places)
    spanish = current() == "es"
    words = (spanish_number if spanish else english_number)(whole)
    if spanish and whole >= 1_000_000 and whole % 1_000_000 == 0:
        words += " de"
    text = f"{words} {_currency(currency, whole)}"
    if places:
        text = _("{amount} and {cents}").format(amount=text, cents=f"{rest:0{places}d}/{10**places}")
    return _("minus {amount}").format(amount=text) if amount < 0 else text


def spanish_number(number: int) -> str:
    """A number before a masculine noun: 21 -> "veintiún", 1.101.000 -> "un millón ciento un mil"."""
    if number < 1_000_000:
        return _below_million(number)
    parts: list[str] = []
    groups = []
    while number:
        number, low = divmod(number, 1_000_000)
        groups.append(low)
    for place in range(len(groups) - 1, -1, -1):
        if not groups[place]:
            continue
        words = _below_million(groups[place])
        if place:
            one, many = _ES_GREAT[place - 1]
            words += f" {one if groups[place] == 1 else many}"
        parts.append(words)
    return " ".join(parts)


def _below_million(number: int) -> str:
    thousands, rest = divmod(number, 1000)
    parts = []
    if thousands:
        parts.append("mil" if thousands == 1 else f"{_below_thousand(thousands)} mil")
    if rest or not thousands:
        parts.append(_below_thousand(rest))
    return " ".join(parts)


def _below_thousand(number: int) -> str:
    if number == 100:
        return "cien"
    hundreds, rest = divmod(number, 100)
    parts = [_ES_HUNDREDS[hundreds - 1]] if hundreds else []
    if rest or not hundreds:
        parts.append(_below_hundred(rest))
    return " ".join(parts)


def _below_hundred(number: int) -> str:
    if number < len(_ES_SMALL):
        return _ES_SMALL[number]
    tens, ones = divmod(number, 10)
    word = _ES_TENS[tens - 3]
    return f"{word} y {_ES_SMALL[ones]}" if ones else word


def english_number(number: int) -> str:
    """A number in English: 1,121 -> "one thousand one hundred twenty-one"."""
    if number < 1000:
        return _en_below_thousand(number)
    groups = []
    while number:
        number, low = divmod(number, 1000)
        groups.append(low)
    parts = [_en_below_thousand(group) + (f" {_EN_GREAT[place - 1]}" if place else "")
             for place, group in reversed(list(enumerate(groups))) if group]
    return " ".join(parts)


def _en_below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [f"{_EN_SMALL[hundreds]} hundred"] if hundreds else []
    if rest or not hundreds:
        parts.append(_EN_SMALL[rest] if rest < len(_EN_SMALL) else "-".join(
            filter(None, (_EN_TENS[rest // 10 - 2], _EN_SMALL[rest % 10] if rest % 10 else ""))))
    return " ".join(parts)


_NAMES: dict[str, Callable[[int], str]] = {
    "COP": lambda n: ngettext("Colombian peso", "Colombian pesos", n),
    "USD": lambda n: ngettext("US dollar", "US dollars", n),
    "EUR": lambda n: ngettext("euro", "euros", n),
    "PEN": lambda n: ngettext("sol", "soles", n),
    "BOB": lambda n: ngettext("boliviano", "bolivianos", n),
    "HNL": lambda n: ngettext("lempira", "lempiras", n),
    "XOF": lambda n: ngettext("CFA franc", "CFA francs", n),
    "MNT": lambda n: ngettext("tögrög", "tögrögs", n),
}


def _currency(code: str, count: int) -> str:
    """Name of a currency after a number, its code where the name is not known here."""
    return _NAMES[code](count) if code in _NAMES else code
