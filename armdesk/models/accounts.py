"""What each member is owed and owes: entries of the account, settlements, and the papers printed of them."""

from __future__ import annotations

from collections.abc import Mapping

from armdesk.fields import (
    Choice,
    Code,
    CurrencyCode,
    Date,
    Link,
    LongText,
    Mass,
    Money,
    Reference,
    Scaled,
    Text,
    TimeOfDay,
    Whole,
)
from armdesk.i18n import N_, _
from armdesk.models import choices
from armdesk.record import About, Record

_LOWEST = -(10**17)


class Settlement(Record):
    """What one person is paid for one period; its lines are entries of the account that are settled only once."""

    number = Code(N_("Settlement no."), required=True, unique=True, key="settlement_no")
    person = Link("person", N_("Person"), required=True, index=True, key="member_code")
    period_from = Date(N_("Period from"), required=True)
    period_to = Date(N_("Period until"), required=True)
    made_on = Date(N_("Made on"), required=True, index=True)
    fine_mg = Mass(N_("Fine weight"))
    price = Scaled(N_("Price per fine gram"), unit="", places=4, most=10**17)
    price_source = Text(N_("Where the price comes from"))
    currency = CurrencyCode(N_("Currency"), required=True)
    credits = Money(N_("Credits"), required=True)
    debits = Money(N_("Deductions and repayments"), required=True)
    net = Money(N_("Net"), required=True, least=_LOWEST)
    note = LongText(N_("Note"))

    about = About(N_("settlement"), N_("Settlements"), "production", key=("number", "made_on"),
                  table=("number", "made_on", "person", "period_from", "period_to", "fine_mg", "credits", "debits",
                         "net", "currency"),
                  order="-made_on", search=("number", "note"), details=True, closes="made_on", stays_open=("note",),
                  purpose=N_("What each member was paid for a period; what was settled is not settled twice."))

    def problems(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        if self.period_from and self.period_to and self.period_to < self.period_from:
            found["period_to"] = _("The period would end before it begins.")
        if None not in (self.credits, self.debits, self.net) and self.credits - self.debits != self.net:
            found["net"] = _("Credits less deductions do not make this amount.")
        return found


class AccountEntry(Record):
    """One line in the account of a person: gold credited, a share, dues, a deduction, a repayment."""

    date = Date(N_("Date"), required=True, index=True)
    person = Link("person", N_("Person"), required=True, index=True, key="member_code")
    kind = Choice(N_("Kind"), choices.ACCOUNT_ENTRY, required=True)
    text = Text(N_("What for"))
    fine_mg = Mass(N_("Fine weight"))
    price = Scaled(N_("Price per fine gram"), unit="", places=4, most=10**17)
    amount = Money(N_("Amount"), required=True)
    currency = CurrencyCode(N_("Currency"), required=True)
    receipt_no = Code(N_("Receipt no."))
    settlement = Link("settlement", N_("Settlement"), index=True)
    production = Link("production", N_("Delivery"), index=True)
    advance = Link("advance", N_("Advance"), index=True)
    payment = Link("payment", N_("Paid with"), index=True)
    note = Text(N_("Note"))

    about = About(N_("account entry"), N_("Account entries"), "production", key=("date", "text"),
                  table=("date", "person", "kind", "text", "fine_mg", "amount", "currency", "settlement"),
                  order="-date", search=("text", "receipt_no"), details=True, closes="date",
                  stays_open=("settlement", "receipt_no", "payment", "note"),
                  purpose=N_("Shares, dues, deductions and repayments of each member, and the lines of settlements."))


class Printout(Record):
    """A paper that was printed for somebody's hands: which one, when, and the how-manieth copy."""

    date = Date(N_("Date"), required=True, index=True)
    time = TimeOfDay(N_("Time"))
    kind = Choice(N_("Kind"), choices.PRINTOUT, required=True)
    target = Reference(N_("About"), required=True, index=True)
    number = Code(N_("Number"), index=True)
    copy = Whole(N_("Copy no."), most=10_000, default=0, help=N_("0 is the first print, 1 the first copy."))
    language = Code(N_("Language"), longest=2)
    printed_by = Text(N_("Printed by"), personal="identity")

    about = About(N_("printout"), N_("Printed papers"), "production", key=("number", "date"),
                  table=("date", "time", "kind", "number", "copy", "target", "printed_by"), order="-date",
                  search=("number",), details=True,
                  purpose=N_("Receipts and settlements that were printed; a second print is marked as a copy."))
