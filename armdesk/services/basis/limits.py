"""Limits: which cap, band or threshold holds on a day; the office's own rows, else the starter rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from armdesk.fields import fold
from armdesk.i18n import N_, _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models import Organisation, Rate
from armdesk.services.basis import starter_rates
from armdesk.store import Store


@dataclass(frozen=True)
class Limit:
    """One value with where it comes from.  Shape: value in `unit`; own says that the office wrote it."""

    value: Decimal
    unit: str
    source: str
    valid_from: date
    own: bool


def tolerance_text(limit: Limit | None) -> str:
    """By how many percent something may be off, and where that stands; a sentence for a finding."""
    if limit is None:
        return _("No tolerance is noted, so none is allowed.")
    text = N_("Tolerance: {percent} %, by the office's own rate since {day} ({source}).") if limit.own else \
        N_("Tolerance: {percent} %, by the starter rate since {day}.")
    return _(text).format(percent=decimal_text(limit.value.normalize(), None, current()), day=limit.valid_from,
                          source=limit.source)


class Limits:
    """The rates of one workspace, read once; asked by kind and day."""

    def __init__(self, store: Store, country: str | None = None) -> None:
        organisation = store.one(Organisation)
        self.country = country or (organisation.country if organisation else None) or ""
        self._own: dict[str, list[Rate]] = {}
        for rate in store.all(Rate):
            self._own.setdefault(rate.kind, []).append(rate)

    def find(self, kind: str, day: date, *, applies_to: str = "", site: str = "") -> Limit | None:
        """The value that holds, the most particular first: of the site, of the way of working, of the country.

        None where neither the office nor the starter rates know one.
        """
        own = [rate for rate in self._own.get(kind, ()) if rate.valid_from <= day
               and (rate.valid_to is None or day <= rate.valid_to)
               and (rate.site or "") in ("", site) and (rate.applies_to or "") in ("", applies_to)
               and (not rate.country or not self.country or rate.country == self.country)]
        if own:
            best = max(own, key=lambda rate: (bool(rate.site), bool(rate.applies_to), bool(rate.country),
                                              rate.valid_from))
            return Limit(Decimal(best.value).scaleb(-6), best.unit or "", best.source_text, best.valid_from, own=True)
        shipped = [each for each in starter_rates.for_country(self.country) if each.kind == kind
                   and each.holds_on(day) and each.applies_to in ("", applies_to)]
        if not shipped:
            return None
        first = max(shipped, key=lambda each: (bool(each.applies_to), bool(each.country), each.valid_from))
        return Limit(first.value, first.unit, first.source_text(), first.valid_from, own=False)

    def matching(self, kind: str, day: date, text: str) -> Decimal | None:
        """The value whose word stands in a text, such as the name of a register; else the one that holds for all."""
        folded = fold(text)
        words = {rate.applies_to for rate in self._own.get(kind, ()) if rate.applies_to}
        words |= {each.applies_to for each in starter_rates.for_country(self.country)
                  if each.kind == kind and each.applies_to}
        fitting = sorted(word for word in words if fold(word) in folded)
        return self.value(kind, day, applies_to=fitting[0] if fitting else "")

    def value(self, kind: str, day: date, *, applies_to: str = "", site: str = "") -> Decimal | None:
        """The value alone."""
        found = self.find(kind, day, applies_to=applies_to, site=site)
        return found.value if found else None
