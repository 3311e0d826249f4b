"""The table of payments: whom, how much and how, with codes for people; what other buyers paid stays in the office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from armdesk.exports.pack_table import PackTable, Row
from armdesk.exports.sheets_registers import register
from armdesk.i18n import _
from armdesk.models import Payment
from armdesk.query import Filter
from armdesk.reports.document import Column
from armdesk.services.basis import rate_book
from armdesk.services.money import cash
from armdesk.services.packs.scope import Scope

_ASKED = ("amount", "currency", "date")


def payments(scope: Scope) -> PackTable:
    """S13: payments to people and partners in the period."""
    rows = replace(scope.figures.dated(Payment), order="date")
    kept = rows.where(Filter("direction", "is_not", "in"))
    table = register(scope, "S13", kept, drop=("note",))
    book = rate_book.read(scope.store)
    fields = [Payment.field(name) for name in _ASKED]

    def make(coded: bool) -> Iterator[Row]:
        for row, values in zip(table.make(coded), scope.store.values(kept, fields), strict=True):
            yield (*row, _is_above(book, values))

    above = Column("above_threshold", _("Above the limit of cash"), "yesno",
                   help=_("By the dated limit of country and currency; empty where there is none."))
    return replace(table, columns=(*table.columns, above), make=make)


def _is_above(book: rate_book.RateBook, values: dict[str, Any]) -> bool | None:
    limit = cash.limit_of(book, values["date"], values["currency"])
    return None if limit is None else values["amount"] >= limit.amount
