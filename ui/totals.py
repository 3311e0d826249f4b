"""The line under a list: how many rows are shown and what their weights, amounts and hours come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from armdesk.fields import Declared, Mass, Money, Scaled
from armdesk.i18n import _, current, ngettext
from armdesk.i18n_formats import decimal_text
from armdesk.query import Filter, Query
from armdesk.store import Store

_SUMMED_UNITS = ("t", "h", "kg", "g")
_CURRENCIES_SHOWN = 3


@dataclass(frozen=True)
class Total:
    """One sum as it is shown: what it is of, and its text with unit."""

    name: str
    text: str


def summed(field: Declared) -> bool:
    """Whether adding up this field makes sense: weights and amounts do, grades and prices do not."""
    return isinstance(field, Mass | Money) or (isinstance(field, Scaled) and field.unit in _SUMMED_UNITS)


def count_text(count: int) -> str:
    """How many rows, as "2,914 rows"."""
    return ngettext("{count} row", "{count} rows", count).format(count=decimal_text(count, 0, current()))


def outside_text(count: int) -> str:
    """How many rows the period leaves out, as "2,914 more outside the period"."""
    return _("{count} more outside the period").format(count=decimal_text(count, 0, current()))


def totals(store: Store, query: Query, fields: list[Declared]) -> list[Total]:
    """Sums of what is shown; amounts by currency, never mixed."""
    found: list[Total] = []
    for field in fields:
        if not summed(field):
            continue
        if isinstance(field, Money):
            found += _amounts(store, query, field)
            continue
        raw = store.total(query, field.name)
        if raw:
            found.append(Total(_(field.label), f"{field.format(raw)} {field.unit_of()}".strip()))
    return found


def people_counted(store: Store, query: Query, day: date) -> list[Total]:
    """Who is named in what is shown, by sex and age; nothing for lists that are not about people."""
    from armdesk.services.people import breakdown

    if query.type.type_name() not in breakdown.LISTED or query.trashed:
        return []
    line = breakdown.of_list(store, query, day).line()
    return [Total("", line)] if line else []


def _amounts(store: Store, query: Query, field: Money) -> list[Total]:
    found: list[Total] = []
    rest = query.where(Filter(field.name, "filled"))
    for _place in range(_CURRENCIES_SHOWN):
        first = store.find(rest, limit=1)
        if not first:
            return found
        currency = getattr(first[0], field.currency)
        same = Filter(field.currency, "is", currency) if currency else Filter(field.currency, "empty")
        raw = store.total(rest.where(same), field.name)
        found.append(Total(_(field.label), f"{field.format(raw, {field.currency: currency})} {currency or ''}".strip()))
        rest = rest.where(Filter(field.currency, "is_not", currency) if currency
                          else Filter(field.currency, "filled"))
    return found
