"""Currencies and their smallest unit, read from the list in resources (ISO 4217)."""

from __future__ import annotations

import csv
from functools import lru_cache

from armdesk import paths


@lru_cache(maxsize=1)
def _digits() -> dict[str, int]:
    with (paths.resources() / "currencies.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: int(row["digits"]) for row in csv.DictReader(lines)}


def codes() -> tuple[str, ...]:
    """All known codes, in order of the alphabet."""
    return tuple(_digits())


def digits(code: str | None) -> int:
    """Decimals of a currency; 2 where it is not stated.  Source: ISO 4217, minor units."""
    return _digits().get(code or "", 2)
