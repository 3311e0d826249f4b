"""An amount with its currency, as sentences and papers show it."""

from __future__ import annotations

from armdesk.models import Payment

_AMOUNT = Payment.field("amount")


def money(amount: int, currency: str | None) -> str:
    """An amount in the smallest unit as "1.234,50 COP", in the language in force."""
    return f"{_AMOUNT.format(amount, {'currency': currency})} {currency or ''}".strip()
