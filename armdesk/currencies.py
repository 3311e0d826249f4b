"""Currencies and their smallest unit (ISO 4217), and how amounts are written in a country, from lists in resources."""

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


@lru_cache(maxsize=1)
def _countries() -> dict[str, tuple[str, str]]:
    with (paths.resources() / "countries.csv").open(encoding="utf-8", newline="") as lines:
        return {row["country"]: (row["currency"], row["decimal_mark"]) for row in csv.DictReader(lines)}


def customs(country: str) -> tuple[str, str]:
    """(currency, decimal mark) of a country, "" where they are not known.

    Source: ISO 3166 and 4217; marks of CLDR for the language in which offices of the country write.
    """
    return _countries().get(country, ("", ""))
