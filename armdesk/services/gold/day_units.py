"""Units in which gold is weighed at a counter, and a weight written in one of them so that it reads back exactly."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from armdesk.i18n import N_, current
from armdesk.i18n_formats import MARKS, decimal_text, scaled_text
from armdesk.numbers import MASS_UNITS, round_half_up

GOLD_UNITS: Mapping[str, str] = {
    "g": N_("g"), "kg": N_("kg"), "castellano": N_("castellano"), "tomin": N_("tomin"), "real": N_("real"),
    "oz": N_("troy oz"), "tola": N_("tola"),
}
"""What a day sheet offers.  Shape: name in numbers.MASS_UNITS -> word on the screen."""

NO_TONNES: Mapping[str, None] = dict.fromkeys(["t", "tm", "ton", "tons", "tonne", "tonnes", "tonelada", "toneladas"])
"""Words that mean no weight of gold here: in some offices "4 t" is four tomines, in none four tonnes of gold."""

_MOST_PLACES = 9


def in_unit(mg: int, unit: str, decimal_mark: str | None = None) -> str:
    """A weight in a unit with as few decimals as give exactly these mg again, ready to be typed on.

    A number that could be a thousand or one and a bit ("1,234") gets one more zero where no mark is settled.
    """
    mark = decimal_mark or MARKS.get(current(), MARKS["en"])[0]
    per_unit, value = MASS_UNITS[unit], Fraction(mg) / MASS_UNITS[unit]
    for places in range(_MOST_PLACES + 1):
        scaled = round_half_up(value * 10**places)
        if round_half_up(Fraction(scaled, 10**places) * per_unit) == mg:
            break
    text = format(Decimal(scaled).scaleb(-places), "f").replace(".", mark)
    return f"{text}0" if places == 3 and decimal_mark is None else text


def shown_in(mg: int, unit: str) -> str:
    """A weight in a unit as a table shows it, with three decimals (six for kg and troy ounces)."""
    if unit == "g":
        return scaled_text(mg, 3, current())
    places = 6 if unit in ("kg", "oz") else 3
    exact = round_half_up(Fraction(mg) / MASS_UNITS[unit] * 10**places)
    return decimal_text(Decimal(exact).scaleb(-places), places, current())
