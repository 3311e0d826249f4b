"""Rates, limits and thresholds that come with armdesk as data: offered to an office, never put over its own."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from armdesk import paths
from armdesk.errors import WorkspaceError
from armdesk.fields import Reading
from armdesk.i18n import N_, _, current
from armdesk.models import Rate
from armdesk.store import Store

COLUMNS = ("kind", "name", "country", "applies_to", "value", "unit", "currency", "valid_from", "valid_to", "source",
           "confidence")
"""Columns every file has; a column such as name_es holds the name in another language, others further fields."""

CONFIDENCE = {"sure": "", "likely": N_("Not read again in the source: check it before you rely on it."),
              "default": N_("Project default, check.")}
"""How sure a row is -> what is written behind its source."""
_FURTHER = frozenset(field.name for field in Rate.declared()) - {*COLUMNS, "site", "source_text"}
_WRITTEN = Reading(decimal_mark=".")


@dataclass(frozen=True)
class StarterRate:
    """One row of a file.

    Shape: value in `unit`, exact; names maps a language to the name ("" to the English one); confidence is a key of
    CONFIDENCE; more are further fields of a rate, as written, such as what a tax is taken from.
    """

    kind: str
    names: tuple[tuple[str, str], ...]
    country: str
    applies_to: str
    value: Decimal
    unit: str
    currency: str
    valid_from: date
    valid_to: date | None
    source: str
    confidence: str
    more: tuple[tuple[str, str], ...] = ()

    def name(self, language: str) -> str:
        """The name in a language, else in English."""
        known = dict(self.names)
        return known.get(language) or known[""]

    def source_text(self) -> str:
        """Source and, where it is doubtful, that it is; in the language in force."""
        doubt = CONFIDENCE[self.confidence]
        return f"{self.source}. {_(doubt)}" if doubt else self.source

    def as_rate(self) -> Rate:
        """The row as a rate of an office, named in the language in force."""
        more = {name: Rate.field(name).parse(text, _WRITTEN) for name, text in self.more}
        return Rate(kind=self.kind, name=self.name(current()), country=self.country or None,
                    applies_to=self.applies_to or None, value=int(self.value.scaleb(6)), unit=self.unit or None,
                    currency=self.currency or None, valid_from=self.valid_from, valid_to=self.valid_to,
                    source_text=self.source_text(), **more)

    def holds_on(self, day: date) -> bool:
        """Whether it is valid on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@lru_cache(maxsize=4)
def shipped(folder: Path | None = None) -> tuple[StarterRate, ...]:
    """All rows of all files.  Errors: WorkspaceError naming file and line of a row that cannot be read."""
    found: list[StarterRate] = []
    for path in sorted((folder or paths.resources() / "rates").glob("*.csv")):
        found += _rows(path)
    return tuple(found)


def for_country(country: str | None, folder: Path | None = None) -> list[StarterRate]:
    """The rows that hold everywhere and those of one country."""
    return [each for each in shipped(folder) if not each.country or each.country == (country or "")]


def missing(store: Store, country: str | None) -> list[StarterRate]:
    """Rows that an office of this country could take over: where it has no rate of its own for any of their days."""
    own: dict[tuple[str, str, str, str], list[Rate]] = {}
    for rate in store.all(Rate):
        if not rate.site:
            own.setdefault(_what(rate), []).append(rate)
    return [each for each in for_country(country) if not any(
        (each.valid_to is None or rate.valid_from <= each.valid_to)
        and (rate.valid_to is None or each.valid_from <= rate.valid_to) for rate in own.get(_what(each), ()))]


def take_over(store: Store, country: str | None) -> int:
    """Keep the missing rows as rates of the office, as one operation; returns their number."""
    rows = missing(store, country)
    if rows:
        with store.operation(_("Starter rates taken over")) as writer:
            for each in rows:
                writer.save(each.as_rate())
    return len(rows)


def _what(each: Rate | StarterRate) -> tuple[str, str, str, str]:
    """What a rate speaks of; two that speak of the same are never valid on the same day."""
    return each.kind, each.country or "", each.applies_to or "", each.currency or ""


def _rows(path: Path) -> Iterator[StarterRate]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if missing_columns := set(COLUMNS) - set(reader.fieldnames or ()):
            raise _unreadable(path, 1, ", ".join(sorted(missing_columns)))
        for line, row in enumerate(reader, start=2):
            try:
                yield _rate(row)
            except (ValueError, ArithmeticError, KeyError, TypeError, AttributeError) as error:
                raise _unreadable(path, line, str(error)) from error


def _rate(row: dict[str, str]) -> StarterRate:
    value = Decimal(row["value"])
    if value != value.quantize(Decimal("0.000001")):
        raise ValueError(row["value"])
    if not (row["kind"] and row["name"] and row["source"]) or row["confidence"] not in CONFIDENCE:
        raise ValueError(row["confidence"])
    more = tuple((key, text) for key, text in row.items() if key in _FURTHER and text)
    for key, text in more:
        Rate.field(key).parse(text, _WRITTEN)
    names = (("", row["name"]), *((key[5:], text) for key, text in row.items() if key.startswith("name_") and text))
    return StarterRate(row["kind"], names, row["country"], row["applies_to"], value, row["unit"], row["currency"],
                       date.fromisoformat(row["valid_from"]),
                       date.fromisoformat(row["valid_to"]) if row["valid_to"] else None, row["source"],
                       row["confidence"], more)


def _unreadable(path: Path, line: int, what: str) -> WorkspaceError:
    return WorkspaceError(_("The file of starter rates “{name}” cannot be read in line {line}: {what}").format(
        name=path.name, line=line, what=what))
