"""Fine weight as questions to the database reckon it: the same as models.production.fine_mg does row by row."""

from __future__ import annotations

from armdesk.numbers import CARATS, FINE_STEPS


def factor(alias: str) -> str:
    """SQL for steps of fine weight (numbers.FINE_STEPS) per mg of a row's gross weight."""
    return _factor(f"{alias}.fineness")


def _factor(fineness: str) -> str:
    carats = " ".join(f"WHEN {rounded} THEN {10_000 * carat}" for rounded, carat in sorted(CARATS.items()))
    return f"CASE {fineness} {carats} ELSE {fineness} * 24 END"


def fine_mg(weight: str, fineness: str) -> str:
    """SQL for the fine weight of some mg, rounded half up to 1 mg.

    Shape: weight and fineness are SQL for mg, not below zero, and for tenths of a per-mille.
    """
    return f"(({weight}) * {_factor(fineness)} + {FINE_STEPS // 2}) / {FINE_STEPS}"
