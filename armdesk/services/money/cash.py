"""Payments in cash: the dated limit of country and currency from which a reason and an approver are asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from armdesk.i18n import _
from armdesk.models import Payment
from armdesk.models.gold_value import minor
from armdesk.services.basis.rate_book import Found, RateBook
from armdesk.services.basis.shown_money import money

LIMIT = "cash_limit"


@dataclass(frozen=True)
class Limit:
    """From which amount on cash must be explained.  Units: smallest unit of the currency."""

    amount: int
    found: Found


def limit_of(book: RateBook, day: date, currency: str) -> Limit | None:
    """The limit of a currency on a day; the lowest where several hold, None where none does."""
    rows = map(book.of_row, book.valid(LIMIT, day, currency))
    limits = [Limit(minor(found.value, currency), found) for found in rows]
    return min(limits, key=lambda each: each.amount, default=None)


def doubts(payment: Payment, book: RateBook) -> dict[str, str]:
    """What a payment in cash lacks, by field; never in the way of saving."""
    if payment.method != "cash" or payment.amount is None or not payment.currency or payment.date is None:
        return {}
    limit = limit_of(book, payment.date, payment.currency)
    if limit is None or payment.amount < limit.amount:
        return {}
    text = _("From {limit} on ({source}) cash needs this.").format(
        limit=money(limit.amount, payment.currency), source=limit.found.said())
    return {name: text for name in ("cash_reason", "approved_by") if not getattr(payment, name)}
