"""What gold is worth: exact values from weight, quote and exchange, rounded once at the end."""

from __future__ import annotations

from fractions import Fraction

from armdesk import currencies
from armdesk.numbers import MASS_UNITS, round_half_up

LARGEST_SHARE = 10**6
"""Units: 0.01 %."""


def exact_value(fine_mg: int, usd_oz: Fraction, fx: Fraction) -> Fraction:
    """Value of pure gold in whole units of a currency, unrounded.

    Units: fine_mg in mg, usd_oz in US dollars a troy ounce, fx in units of the currency a dollar.
    Source: value = fine g x USD/oz / 31.1034768 x exchange.
    """
    return Fraction(fine_mg) / MASS_UNITS["oz"] * usd_oz * fx


def minor(value: Fraction, currency: str | None) -> int:
    """An exact amount in the smallest unit of its currency, rounded half up."""
    return round_half_up(value * 10 ** currencies.digits(currency))


def reference_value(fine_mg: int | None, usd_oz: int | None, fx: int | None, currency: str | None,
                    per_g: int | None = None) -> int | None:
    """Full value of the gold at the reference, in the smallest unit of the currency; None where it is not known.

    Units: usd_oz and per_g in ten-thousandths, fx in millionths.  A price per gram in the sale's own currency goes
    before the London quote; sales in US dollars need no exchange.
    """
    exact = exact_reference(fine_mg, usd_oz, fx, currency, per_g)
    return None if exact is None else minor(exact, currency)


def exact_reference(fine_mg: int | None, usd_oz: int | None, fx: int | None, currency: str | None,
                    per_g: int | None = None) -> Fraction | None:
    """The same in whole units of the currency, unrounded."""
    if fine_mg is None or not currency:
        return None
    if per_g is not None:
        return Fraction(fine_mg * per_g, 10_000_000)
    exchange = Fraction(1) if currency == "USD" else Fraction(fx, 1_000_000) if fx else None
    if usd_oz is None or exchange is None:
        return None
    return exact_value(fine_mg, Fraction(usd_oz, 10_000), exchange)


def net_share(reference: int | None, net: int | None, own_debts: int | None) -> int | None:
    """Net value before own debts as a share of the reference; None where no share can be meant.

    Units: amounts in one unit, result in 0.01 %.
    """
    if not reference or net is None:
        return None
    share = round_half_up(Fraction((net + (own_debts or 0)) * 10_000, reference))
    return share if 0 <= share <= LARGEST_SHARE else None  # a slip of the pen is told elsewhere and keeps nobody


def final_difference(net: int | None, provisional: int | None, settled_on: object) -> int | None:
    """What is still to be paid once a sale is finally settled; None before, or where a sum is missing."""
    return net - provisional if net is not None and provisional is not None and settled_on is not None else None
