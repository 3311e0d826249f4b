"""The receipt of a payment: what is printed on both of its halves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from armdesk.i18n import _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models import Organisation, Party, Payment, Person, Sale, Settlement
from armdesk.models.choices import PAYMENT_METHOD
from armdesk.services.basis.amount_words import amount_in_words
from armdesk.services.basis.shown_money import money
from armdesk.store import Store


@dataclass(frozen=True)
class Receipt:
    """One receipt, in the language it is printed in.

    Shape: lines are (label, text) pairs; halves are the words under which each half is kept; copy is 0 for the first
    print; payer and payee stand under the lines to sign on.
    """

    title: str
    number: str
    day: date
    organisation: tuple[str, ...]
    amount: str
    words: str
    lines: tuple[tuple[str, str], ...]
    payer: str
    payee: str
    halves: tuple[str, str]
    code: str
    copy: int = 0


def letterhead(organisation: Organisation | None) -> tuple[str, ...]:
    """Name, tax number and place of the organisation."""
    if organisation is None:
        return ("",)
    tax = _("Tax no. {number}").format(number=organisation.tax_id) if organisation.tax_id else ""
    place = ", ".join(filter(None, (organisation.municipality, organisation.region)))
    return (organisation.legal_name or "", " · ".join(filter(None, (tax, place))))


def receipt_of(store: Store, payment: Payment, copy: int, code: str) -> Receipt:
    """The receipt of a payment in the language in force.  Shape: code is that of the history."""
    person, party = store.get(Person, payment.person), store.get(Party, payment.party)
    incoming = payment.direction == "in"
    name = person.name if person else party.name if party else payment.person_as_written or ""
    number = person.id_number if person else party.tax_id if party else None
    lines = [(_("Received from") if incoming else _("Paid to"), " · ".join(filter(None, (name, number)))),
             (_("For"), payment.reason or "")]
    if payment.gold_mg:
        grams = decimal_text(Decimal(payment.gold_mg).scaleb(-3), 3, current())
        lines.append((_("Gold"), f"{grams} g"))
    lines += [(_("Sale"), _code(store.get(Sale, payment.sale), "code")),
              (_("Settlement"), _code(store.get(Settlement, payment.settlement), "number"))]
    method = " · ".join(filter(None, (_(PAYMENT_METHOD[payment.method]) if payment.method else "",
                                      payment.bank_ref or "")))
    lines += [(_("Paid by"), method), (_("Why in cash"), payment.cash_reason or "" if payment.method == "cash" else ""),
              (_("Approved by"), payment.approved_by or "")]
    return Receipt(
        _("Receipt"), payment.code or "", payment.date, letterhead(store.one(Organisation)),
        money(payment.amount, payment.currency), amount_in_words(payment.amount, payment.currency),
        tuple((label, text) for label, text in lines if text),
        payer=name if incoming else "", payee="" if incoming else name,
        halves=(_("For the office"), _("For the payer") if incoming else _("For who was paid")), code=code, copy=copy)


def _code(record: Sale | Settlement | None, field: str) -> str:
    return str(getattr(record, field)) if record is not None else ""
