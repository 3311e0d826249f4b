"""How typed numbers, weights, fineness and dates are understood: exactly, in every language, and never guessed.

Source: a mark followed by three digits ("1.234") is 1234 in one country and 1.234 in its neighbour, so it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from armdesk.dates import parse_date
from armdesk.i18n import _
from armdesk.typed import Ambiguous, NotUnderstood, fold, shown

__all__ = [
    "CARATS", "FINENESS_UNITS", "FINE_STEPS", "MASS_UNITS", "Ambiguous", "NotUnderstood", "fine_steps", "fold",
    "mass_unit", "parse_date", "parse_decimal", "parse_fineness", "parse_mass", "parse_scaled", "round_half_up",
]  # fmt: skip

_DIGITS_KEPT = 28  # Decimal's own exact range; 18 are promised
_SPACES = re.compile("[ \t\u00a0\u2007\u2009\u202f'\u2019]")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+")
_ALLOWED = re.compile(r"[0-9.,]+(?:_[0-9.,]+)*")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,_])[0-9]{3})(?:\1[0-9]{3})*")
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


def parse_decimal(text: str, *, decimal_mark: str | None = None) -> Decimal:
    """The number that was typed, exactly.

    With both marks the last one is decimal; a repeated mark groups thousands; one mark before exactly three digits is
    refused unless decimal_mark says which mark is decimal here.
    Errors: NotUnderstood; Ambiguous with both readings.
    """
    typed = text.strip()
    negative = typed[:1] in ("-", "\u2212")
    body = typed[1:].lstrip() if negative or typed[:1] == "+" else typed
    if not body:
        raise NotUnderstood(_("Nothing was typed; write a number."))
    if len(body) > 2 * _DIGITS_KEPT:
        raise NotUnderstood(_("“{text}” is too long for a number.").format(text=shown(typed)))
    if not _PLAIN.fullmatch(body):
        if "_" in body:
            raise NotUnderstood(_("“{text}” is not a number; write it like 1234,5.").format(text=shown(typed)))
        body = _ungroup(_SPACES.sub("_", body), typed)
    elif _AMBIGUOUS.fullmatch(body):
        body = _settle(body, typed, decimal_mark, negative)
    if sum(c != "." for c in body) > _DIGITS_KEPT:
        raise NotUnderstood(_("“{text}” is too long for a number.").format(text=shown(typed)))
    number = Decimal(body.replace(",", "."))
    return -number if negative else number


def _settle(body: str, typed: str, decimal_mark: str | None, negative: bool) -> str:
    """One mark before exactly three digits, read as the office's decimal mark tells; asked when it does not."""
    if decimal_mark is not None:
        return body if decimal_mark in body else re.sub("[.,]", "", body)
    whole, parts = (Decimal(("-" if negative else "") + re.sub("[.,]", by, body)) for by in ("", "."))
    sentence = _("“{text}” can mean {whole} or {parts}; write {whole}, or {parts}0 with one more decimal.")
    raise Ambiguous(sentence.format(text=shown(typed), whole=whole, parts=parts), (whole, parts))


def _ungroup(body: str, typed: str) -> str:
    """A number with thousands marks (spaces stand as "_") -> digits with at most one decimal point."""
    refused = NotUnderstood(_("“{text}” is not a number; write it like 1234,5.").format(text=shown(typed)))
    if not _ALLOWED.fullmatch(body) or not any("0" <= c <= "9" for c in body):
        raise refused
    marks = [mark for mark in "_.," if mark in body]
    last = max(marks, key=body.rfind)
    if len(marks) == 1:
        whole, parts = body, ""
    elif len(marks) == 2 and last != "_" and body.count(last) == 1:
        whole, parts = body.split(last)
        if not parts:
            raise refused
    else:
        raise refused
    if not _GROUPED.fullmatch(whole) or whole.startswith("0"):
        raise refused
    digits = re.sub("[_.,]", "", whole)
    return f"{digits}.{parts}" if parts else digits


def parse_scaled(text: str, places: int, *, decimal_mark: str | None = None, allow_round: bool = False) -> int:
    """The number that was typed, as a whole number of its smallest step.

    Units: places=2 makes cents of 12,5 -> 1250.
    Errors: NotUnderstood, also when there are more decimals than places, unless allow_round (half up, away from zero).
    """
    number = parse_decimal(text, decimal_mark=decimal_mark)
    scaled = Fraction(number) * 10**places
    if scaled.denominator != 1 and not allow_round:
        sentence = _("“{text}” has more than {places} decimals; round it yourself.")
        raise NotUnderstood(sentence.format(text=shown(text.strip()), places=places))
    return round_half_up(scaled)


def round_half_up(value: Fraction) -> int:
    """The nearest whole number; a half goes away from zero, as at school."""
    return -round_half_up(-value) if value < 0 else (2 * value.numerator + value.denominator) // (2 * value.denominator)


# Units of weight in mg.  Sources: international troy ounce 31.1034768 g, grain 64.79891 mg, avoirdupois pound
# 453.59237 g, tola 11.6638038 g; castellano 4.6 g = 8 tomines = 16 reales as traded on Andean and Pacific gold
# counters.  The Spanish "grano" is left out: it has several sizes.
MASS_UNITS: Mapping[str, Fraction] = {
    "mg": Fraction(1),
    "g": Fraction(1000),
    "kg": Fraction(1_000_000),
    "t": Fraction(1_000_000_000),
    "lb": Fraction("453592.37"),
    "oz": Fraction("31103.4768"),
    "dwt": Fraction("1555.17384"),
    "grain": Fraction("64.79891"),
    "castellano": Fraction(4600),
    "tomin": Fraction(575),
    "real": Fraction("287.5"),
    "tola": Fraction("11663.8038"),
}
_UNIT_WORDS = {
    "mg": "mg miligramo miligramos milligram milligrams milligramme milligrammes",
    "g": "g gr grs gm gms gramo gramos gram grams gramme grammes grama gramas",
    "kg": "kg kgs kilo kilos kilogramo kilogramos kilogram kilograms kilogramme kilogrammes quilo quilos",
    "t": "t tm ton tons tonne tonnes tonelada toneladas",
    "lb": "lb lbs libra libras pound pounds",
    "oz": "oz ozt ozs oztroy onza onzas onzatroy onzastroy ounce ounces troyounce troyounces once onces",
    "dwt": "dwt pennyweight pennyweights",
    "grain": "grain grains",
    "castellano": "castellano castellanos cast cst",
    "tomin": "tomin tomines tom toms",
    "real": "real reales rl rls",
    "tola": "tola tolas",
}
_UNIT_OF = {word: unit for unit, words in _UNIT_WORDS.items() for word in words.split()}
_AMOUNT = re.compile("([0-9.,][0-9., \t\u00a0\u2007\u2009\u202f'\u2019]*(?:/ ?[0-9]{1,2})?)([^0-9]*)")
_BROKEN = re.compile(r"(?:([0-9]{1,6})\s+)?([0-9]{1,2})\s*/\s*([1-9][0-9]?)")
_JOINED = re.compile(r"^(?:y|and|e|et|\+)\s|(?:\s(?:y|and|e|et)|[\s+,;])+$")


def mass_unit(word: str, own: Mapping[str, str | None] | None = None) -> str:
    """The name in MASS_UNITS of a unit as people write it: "Gramos", "oz. troy", "cast".

    own are the office's words, which go before the known ones; None forbids a word.  Errors: NotUnderstood.
    """
    plain = re.sub(r"[\s.()]", "", fold(word))
    unit = own[plain] if own and plain in own else _UNIT_OF.get(plain)
    if unit is None:
        sentence = _("“{unit}” is not a unit of weight known here; write g, kg, oz, castellano or tomin.")
        raise NotUnderstood(sentence.format(unit=shown(word.strip())))
    return unit


def parse_mass(
    text: str,
    *,
    unit: str = "g",
    decimal_mark: str | None = None,
    units: Mapping[str, str | None] | None = None,
) -> int:
    """The weight that was typed, in mg; the unit is used where none was written.

    Several amounts are added before rounding ("2 cast 3 tom"); "1 1/2" is understood.  units are the office's own
    words, folded, that go before the known ones; None forbids a word ("t" may be a tomin, "real" unknown here).
    Rounding: half up to 1 mg: 1 oz = 31103.4768 -> 31103, 1 real = 287.5 -> 288, 3 reales = 862.5 -> 863,
    2 cast 3 tom = 9200 + 1725 = 10925.
    Errors: NotUnderstood, Ambiguous (readings in the unit written).
    """
    typed = text.strip()
    negative = typed[:1] in ("-", "\u2212")
    body = typed[1:].lstrip() if negative or typed[:1] == "+" else typed
    pairs = _AMOUNT.findall(body)
    if not pairs or "".join(number + word for number, word in pairs) != body:
        raise NotUnderstood(_("“{text}” is not a weight; write it like 12,5 or 12,5 g.").format(text=shown(typed)))
    total = Fraction(0)
    for number, written in pairs:
        word = _JOINED.sub("", written.strip()).strip()
        if not word and len(pairs) > 1:
            sentence = _("“{text}” has an amount without its unit; write the unit after each amount.")
            raise NotUnderstood(sentence.format(text=shown(typed)))
        total += _amount(number.strip(), decimal_mark) * MASS_UNITS[mass_unit(word or unit, units)]
    return round_half_up(-total if negative else total)


def _amount(number: str, decimal_mark: str | None) -> Fraction:
    """One amount, "1 1/2" too."""
    broken = _BROKEN.fullmatch(number)
    if broken is None:
        return Fraction(parse_decimal(number, decimal_mark=decimal_mark))
    return int(broken[1] or 0) + Fraction(int(broken[2]), int(broken[3]))


_FINENESS = re.compile(r"([0-9.,\s\u00a0]+)(.*)", re.DOTALL)
_PERCENT, _PER_MILLE, _KARAT, _SHARE = Fraction(100), Fraction(10), Fraction(10000, 24), Fraction(10000)
FINENESS_UNITS: Mapping[str, Fraction] = {"%": _PERCENT, "per mille": _PER_MILLE, "karat": _KARAT, "share": _SHARE}
_FINENESS_WORDS = {
    **dict.fromkeys(("%", "pct", "por ciento", "percent", "pour cent"), _PERCENT),
    **dict.fromkeys(("‰", "milesimas", "milesimos", "por mil", "per mille", "per mil", "/1000", "ppt"), _PER_MILLE),
    **dict.fromkeys(("k", "kt", "kts", "ct", "quilates", "kilates", "karat", "karats", "carats", "quilate"), _KARAT),
}


FINE_STEPS = 240_000
"""Steps of fine weight in a mg: fine enough that tenths of a per-mille and whole carats both give whole numbers."""

CARATS = {(10_000 * carat + 12) // 24: carat for carat in range(1, 24) if 10_000 * carat % 24}
"""Finenesses that are a rounded number of carats: 9167 (916.7 per-mille) is 22 of 24 parts."""


def fine_steps(gross_mg: int, fineness: int) -> int:
    """Pure gold, exactly; whole carats are counted as twenty-fourths, as the scales of a refiner do.

    Units: gross in mg, fineness in tenths of a per-mille, result in steps (FINE_STEPS to the mg).
    Source: fine = gross x fineness / 1000 = gross x carat / 24.
    """
    carat = CARATS.get(fineness)
    return gross_mg * (10_000 * carat if carat else 24 * fineness)


def parse_fineness(value: str | Decimal | int, *, unit: str | None = None, decimal_mark: str | None = None) -> int:
    """The fineness that was typed, rounded half up to 0.1 per mille: "880", "0,88", "88 %", "22k" (9167).

    Units: result in tenths of per mille, 1..10000; unit (a name in FINENESS_UNITS) is used where none was written.
    Without any unit, below 1 is a share and above 100 is per mille; 1 to 100 could be %, per mille or karats: refused.
    The same holds of a number that the unit of its column cannot mean: 0,91 or 910 under a heading that says %.
    Errors: NotUnderstood.
    """
    typed = str(value).strip()
    found = _FINENESS.fullmatch(typed)
    if found is None:
        raise NotUnderstood(_("“{text}” is not a fineness; write it like 880 or 88 %.").format(text=shown(typed)))
    word = fold(found[2]).strip(" .")
    factor = _FINENESS_WORDS.get(word) if word else FINENESS_UNITS[unit] if unit else None
    if word and factor is None:
        raise NotUnderstood(_("“{text}” is not a fineness; write it like 880 or 88 %.").format(text=shown(typed)))
    readings = [value] if isinstance(value, Decimal) else _readings(found[1].strip(), decimal_mark)
    factors = [(number, factor if word or factor is None else _of_column(number, factor)) for number in readings]
    possible = [r for r in (_tenths(number, meant, typed) for number, meant in factors) if r is not None]
    if len(possible) != 1:
        sentence = _("“{text}” is more than pure gold or not above zero; write a fineness like 880.")
        raise NotUnderstood(sentence.format(text=shown(typed)))
    return possible[0]


def _readings(number: str, decimal_mark: str | None) -> list[Decimal]:
    """Both readings of an ambiguous number: the one beyond pure gold falls away by itself."""
    try:
        return [parse_decimal(number, decimal_mark=decimal_mark)]
    except Ambiguous as both:
        return list(both.readings)


def _of_column(number: Decimal, factor: Fraction) -> Fraction:
    """The unit of a number under a heading that names one, unless gold cannot have so much or so little of it."""
    if 0 < number < 1:
        return _SHARE
    return _PER_MILLE if number > 100 and factor in (_PERCENT, _KARAT) else factor


def _tenths(number: Decimal, factor: Fraction | None, typed: str) -> int | None:
    """A number as tenths of per mille; None when it is no possible fineness."""
    if factor is None:
        if 1 <= number <= 100:
            sentence = _("“{text}” could be %, per mille or karats; write 880, 88 % or 21 k.")
            raise NotUnderstood(sentence.format(text=shown(typed)))
        factor = _SHARE if number < 1 else _PER_MILLE
    tenths = round_half_up(Fraction(number) * factor)
    return tenths if 0 < tenths <= 10000 and Fraction(number) * factor <= 10000 else None
