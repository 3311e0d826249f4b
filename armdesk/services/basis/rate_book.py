"""The dated rows of the office in hand: which quote, exchange, rate or limit holds on a day, and where it is from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from armdesk.fields import fold
from armdesk.i18n import _, current, ngettext
from armdesk.i18n_formats import decimal_text
from armdesk.models import Organisation, Rate
from armdesk.models.choices import QUOTE
from armdesk.store import Store

FX = "fx"
IN_DOLLARS = ("lbma_am", "lbma_pm", "official")
"""Quotes in US dollars a troy ounce."""


@dataclass(frozen=True)
class Found:
    """A dated row that was chosen.

    Shape: rate is the row; value its exact value; of_day says that it is valid on the day asked for, else it is the
    last before; inverse that the row gives the pair the other way round.
    """

    rate: Rate
    value: Fraction
    of_day: bool = True
    inverse: bool = False

    def said(self) -> str:
        """Date and source for a reader: "2025-07-21, Banco de la República"."""
        return f"{self.rate.valid_from}, {self.rate.source_text}"


@dataclass(frozen=True)
class Mean:
    """A mean of quotes.  Shape: rates are the rows it was made of; first and last bound the days asked for."""

    value: Fraction
    rates: tuple[Rate, ...]
    first: date
    last: date

    def said(self) -> str:
        """What it was made of."""
        text = ngettext("{count} quote, {first} to {last}", "mean of {count} quotes, {first} to {last}",
                        len(self.rates))
        return text.format(count=decimal_text(len(self.rates), 0, current()), first=self.first, last=self.last)


class RateBook:
    """All dated rows, looked up by kind and day; country is that of the organisation, "" where none is written."""

    def __init__(self, rates: Iterable[Rate], country: str = "") -> None:
        self.country = country
        self._by_kind: dict[str, list[Rate]] = defaultdict(list)
        for rate in rates:
            if rate.kind and rate.valid_from and rate.value is not None:
                self._by_kind[rate.kind].append(rate)
        for rows in self._by_kind.values():
            rows.sort(key=lambda rate: (rate.valid_from, rate.id or ""))

    def kinds(self) -> list[str]:
        """Kinds that have rows."""
        return sorted(self._by_kind)

    def valid(self, kind: str, day: date, currency: str = "") -> list[Rate]:
        """Rows of a kind that hold on a day, here or everywhere, the newest first; of one currency if one is given."""
        return [rate for rate in reversed(self._by_kind.get(kind, ()))
                if rate.valid_from <= day and (rate.valid_to is None or day <= rate.valid_to)
                and (not rate.country or not self.country or rate.country == self.country)
                and (not currency or rate.currency == currency)]

    def one(self, kind: str, day: date, currency: str = "", applies_to: str | None = None) -> Found | None:
        """The row of a kind that holds on a day: the country's own before those for everywhere, then the newest.

        Shape: applies_to asks for rows that hold for this word alone, "" for those that hold for all.
        """
        rows = sorted((rate for rate in self.valid(kind, day, currency)
                       if applies_to is None or fold(rate.applies_to or "") == fold(applies_to)),
                      key=lambda rate: not rate.country)
        return Found(rows[0], _exact(rows[0])) if rows else None

    def of_row(self, rate: Rate) -> Found:
        """One row as it was chosen."""
        return Found(rate, _exact(rate))

    def quote(self, kind: str, day: date, currency: str = "USD") -> Found | None:
        """The quote of a day, else the last one before it; of_day tells which of both it is."""
        for rate in reversed(self._by_kind.get(kind, ())):
            if rate.valid_from <= day and (rate.currency or "USD") == currency:
                return Found(rate, _exact(rate), rate.valid_from == day or bool(rate.valid_to and day <= rate.valid_to))
        return None

    def exchange(self, wanted: str, given: str, day: date) -> Found | None:
        """How many units of `wanted` one unit of `given` is, by the row of the day or the last before it."""
        best: Found | None = None
        for rate in reversed(self._by_kind.get(FX, ())):
            if rate.valid_from > day or (best is not None and rate.valid_from < best.rate.valid_from):
                continue
            pair = pair_of(rate)
            if pair not in ((wanted, given), (given, wanted)) or not rate.value:
                continue
            if best is None or (best.inverse and pair == (wanted, given)):
                inverse = pair != (wanted, given)
                of_day = rate.valid_from == day or bool(rate.valid_to and day <= rate.valid_to)
                best = Found(rate, 1 / _exact(rate) if inverse else _exact(rate), of_day, inverse)
        return best

    def mean(self, kind: str, first: date, last: date) -> Mean | None:
        """Mean of a quote over some days; a row that holds for a span counts once if the span meets those days."""
        rows = [rate for rate in self._by_kind.get(kind, ())
                if rate.valid_from <= last and (rate.valid_to or rate.valid_from) >= first]
        if not rows:
            return None
        return Mean(sum(map(_exact, rows), Fraction(0)) / len(rows), tuple(rows), first, last)


def read(store: Store) -> RateBook:
    """The rows of a workspace."""
    organisation = store.one(Organisation)
    return RateBook(store.all(Rate), (organisation.country or "") if organisation else "")


def pair_of(rate: Rate) -> tuple[str, str]:
    """Currencies of an exchange row, from its unit "COP/USD": how many of the first one of the second is."""
    first, _slash, second = (rate.unit or "").upper().replace(" ", "").partition("/")
    return first or str(rate.currency or ""), second or "USD"


def month_before(day: date) -> tuple[date, date]:
    """First and last day of the month before that of a day."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def fortnight_before(day: date) -> tuple[date, date]:
    """First and last day of the half month before that of a day."""
    if day.day > 15:
        return day.replace(day=1), day.replace(day=15)
    first, last = month_before(day)
    return first.replace(day=16), last


def name_of(kind: str) -> str:
    """A kind of quote for a reader."""
    return _(QUOTE.get(kind, kind))


def _exact(rate: Rate) -> Fraction:
    return Fraction(rate.value, 1_000_000)
