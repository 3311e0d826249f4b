"""Trade: buyers and partners, sales with their deductions, payments, advances, the premium."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from armdesk.fields import (
    Choice,
    Code,
    CurrencyCode,
    Date,
    Fineness,
    Flag,
    Link,
    LongText,
    Mass,
    Money,
    Scaled,
    Text,
    Whole,
)
from armdesk.i18n import N_, _
from armdesk.models import choices, counter, gold_value, lineage
from armdesk.models.production import FINE_WEIGHT
from armdesk.record import About, Ask, Follows, Record, Written


class Party(Record):
    """A buyer, carrier, lender or other business partner.  Source: pack sheet S17."""

    code = Code(N_("Code"), key="party_code")
    name = Text(N_("Name"), required=True)
    role = Choice(N_("Role"), choices.PARTY_ROLE, required=True, default="buyer")
    country = Code(N_("Country"), longest=2)
    registry_no = Code(N_("Registry no."))
    tax_id = Code(N_("Tax no."))
    licence_no = Code(N_("Licence no."))
    licence_valid_to = Date(N_("Licence valid until"))
    address = Text(N_("Address"))
    contact = Text(N_("Contact"), personal="identity")
    phone = Text(N_("Telephone"), personal="identity")
    email = Text(N_("E-mail"), personal="identity")
    fairmined = Flag(N_("Buys under Fairmined"))
    programme = Code(N_("Premium programme"), help=N_("Where the buyer pays a premium of its own: the word that stands "
                                                      "under “Holds for” of the premium rate, such as BGI."))
    beneficial_owner = Text(N_("Beneficial owner"), group=N_("Due diligence"))
    pep = Flag(N_("Politically exposed person"), group=N_("Due diligence"))
    screened_on = Date(N_("Screened on"), group=N_("Due diligence"))
    screening_source = Text(N_("Where it was checked"), group=N_("Due diligence"))
    screening_result = Choice(N_("Result"), choices.SCREENING, group=N_("Due diligence"))
    red_flag_sourcing = Flag(N_("Bought from red-flag places in 12 months"), group=N_("Due diligence"),
                             key="last_12m_redflag_sourcing")
    agreement_ref = Text(N_("Agreement"), group=N_("Due diligence"))
    note = LongText(N_("Note"))

    about = About(N_("party"), N_("Buyers and other parties"), "production", key=("name",),
                  table=("code", "name", "role", "country", "licence_no", "licence_valid_to", "screened_on"),
                  order="name", search=("code", "name", "tax_id", "licence_no"), sheet="S17",
                  purpose=N_("Who the cooperative buys from and sells to, and what is known of them."))


class PartyCheck(Record):
    """One thing looked up about a party before trading with it.  Source: OECD Guidance, step 1; pack sheet S17."""

    party = Link("party", N_("Party"), required=True, index=True, key="party_code")
    subject = Choice(N_("What was checked"), choices.CHECKED, required=True)
    result = Choice(N_("Result"), choices.CHECK_RESULT, required=True, default="pending")
    number = Code(N_("Number"))
    checked_on = Date(N_("Checked on"), index=True)
    checked_where = Text(N_("Where it was checked"))
    checked_by = Text(N_("Checked by"))
    expires_on = Date(N_("Valid until"))
    risk = Choice(N_("Risk"), choices.LEVEL)
    document = Link("document", N_("Paper"), on_trash="keep", key="file_ref")
    note = LongText(N_("Note"))

    about = About(N_("check of a party"), N_("Checks of parties"), "production", key=("subject", "checked_on"),
                  table=("party", "subject", "result", "number", "checked_on", "checked_where", "expires_on", "risk"),
                  order="-checked_on", search=("number", "checked_where", "note"), details=True,
                  purpose=N_("What was looked up about each buyer and partner, when and where."))

    def problems(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        if self.result in ("good", "doubt", "bad"):
            if not self.checked_on:
                found["checked_on"] = _("Say on which day it was checked.")
            if not self.checked_where:
                found["checked_where"] = _("Say where it was checked: a register, a web page, a paper seen.")
        if self.result in ("doubt", "bad") and not self.note:
            found["note"] = _("Say what is not in order.")
        if self.checked_on and self.expires_on and self.expires_on < self.checked_on and self.result == "good":
            found["expires_on"] = _("It had ended before it was checked, so it was not in order.")
        return found


class Sale(Record):
    """Gold sold to a buyer, from price reference to net amount.  Source: pack sheet S12."""

    code = Code(N_("Sale no."), required=True, unique=True, key="sale_code")
    date = Date(N_("Date"), required=True, index=True)
    buyer = Link("party", N_("Buyer"), index=True, key="buyer_code")
    buyer_as_written = Text(N_("Buyer as written"))
    contract_no = Code(N_("Contract no."))
    terms = Text(N_("Terms of delivery"), help=N_("Such as FOB or FCA with its place."))
    lot = Link("lot", N_("Lot"), key="lot_code", on_trash="keep", index=True)
    gold_class = Choice(N_("Class"), choices.GOLD_CLASS)
    gross_mg = Mass(N_("Gross weight"), signed=True, required=True)
    fineness = Fineness(N_("Fineness"))
    fine_mg = Mass(N_("Fine weight"), signed=True, readonly=True)
    stage = Choice(N_("Stage"), choices.SALE_STAGE)
    reference_kind = Choice(N_("Quote"), choices.QUOTE, group=N_("Price"))
    price_reference = Text(N_("Price reference"), group=N_("Price"))
    reference_date = Date(N_("Date of the reference"), group=N_("Price"))
    reference_usd_oz = Scaled(N_("Reference"), unit="USD/oz", places=4, group=N_("Price"))
    reference_per_g = Scaled(N_("Reference per fine gram"), unit="", places=4, group=N_("Price"),
                             help=N_("In the currency of the sale, where the quote is no London quote."))
    fx = Scaled(N_("Exchange rate"), unit="", places=6, group=N_("Price"),
                help=N_("Units of the sale's currency for one US dollar."))
    fx_source = Text(N_("Source of the exchange rate"), group=N_("Price"))
    percent_paid = Scaled(N_("Percent paid"), unit="%", places=2, most=20_000, group=N_("Price"))
    currency = CurrencyCode(N_("Currency"), group=N_("Price"))
    reference_value = Money(N_("Reference value"), signed=True, readonly=True, group=N_("Price"))
    gross_value = Money(N_("Gross value"), signed=True, group=N_("Price"))
    deductions_total = Money(N_("Deductions"), signed=True, group=N_("Price"))
    own_debts = Money(N_("Of which own debts"), group=N_("Price"), help=N_("Advances of the buyer that are paid back."))
    net_value = Money(N_("Net value"), signed=True, group=N_("Price"))
    pct_of_reference = Scaled(N_("Net of the reference"), unit="%", places=2, most=10**6, readonly=True,
                              group=N_("Price"), help=N_("Net value before own debts, of the reference value."))
    provisional_on = Date(N_("Provisionally settled on"), group=N_("Provisional and final"))
    provisional_gross_mg = Mass(N_("Provisional gross weight"), group=N_("Provisional and final"))
    provisional_fineness = Fineness(N_("Provisional fineness"), group=N_("Provisional and final"))
    provisional_usd_oz = Scaled(N_("Provisional reference"), unit="USD/oz", places=4, group=N_("Provisional and final"))
    provisional_net = Money(N_("Provisional net value"), group=N_("Provisional and final"))
    settled_on = Date(N_("Finally settled on"), group=N_("Provisional and final"))
    difference = Money(N_("Still to be paid"), signed=True, readonly=True, group=N_("Provisional and final"),
                       help=N_("Final less provisional net value; below zero it is owed to the buyer."))
    invoice_no = Code(N_("Invoice no."), group=N_("Papers"))
    origin_document_no = Code(N_("Certificate of origin no."), group=N_("Papers"))
    connect_ref = Code(N_("Fairmined Connect no."), group=N_("Papers"))
    connect_on = Date(N_("Validated there on"), group=N_("Papers"))
    supply_model = Choice(N_("Supply model"), choices.SUPPLY_MODEL, group=N_("Papers"))
    buyer_checked_on = Date(N_("Buyer's authorisation checked on"), group=N_("Papers"))
    note = LongText(N_("Note"))
    corrects = Link("sale", counter.CORRECTS, on_trash="hold", group=counter.GROUP)
    correction_reason = Text(counter.REASON, group=counter.GROUP)

    about = About(N_("sale"), N_("Sales"), "production", key=("code", "date"),
                  table=("code", "date", "buyer", "gross_mg", "fineness", "fine_mg", "percent_paid", "net_value",
                         "currency"),
                  order="-date",
                  search=("code", "buyer_as_written", "contract_no", "invoice_no", "origin_document_no", "note"),
                  sheet="S12", purpose=N_("What was sold, to whom and at which price."), closes="date",
                  stays_open=("invoice_no", "origin_document_no", "note", "connect_ref", "connect_on",
                              "buyer_checked_on", "supply_model", "stage", "settled_on", "difference", "provisional_on",
                              "provisional_gross_mg", "provisional_fineness", "provisional_usd_oz", "provisional_net"))

    follows: ClassVar[Follows] = {
        **FINE_WEIGHT,
        "reference_value": (gold_value.reference_value,
                            ("fine_mg", "reference_usd_oz", "fx", "currency", "reference_per_g")),
        "pct_of_reference": (gold_value.net_share, ("reference_value", "net_value", "own_debts")),
        "difference": (gold_value.final_difference, ("net_value", "provisional_net", "settled_on")),
    }

    def problems(self) -> Mapping[str, str]:
        has_money = any(value is not None for value in (self.gross_value, self.deductions_total, self.net_value))
        found = {"currency": _("Say in which currency the amounts are.")} if has_money and not self.currency else {}
        if self.settled_on and self.date and self.settled_on < self.date:
            found["settled_on"] = _("This is before the sale.")
        return found | counter.counter_problems(self, ("gross_mg", "gross_value", "deductions_total", "net_value"))

    @classmethod
    def conflicts(cls, written: Written, ask: Ask) -> Mapping[str, Sequence[str]]:
        return lineage.sale_conflicts(written, ask)


class SaleDeduction(Record):
    """A tax, royalty or cost taken off a sale.  Source: pack sheet S14."""

    sale = Link("sale", N_("Sale"), required=True, index=True, key="sale_code")
    kind = Choice(N_("Kind"), choices.DEDUCTION, required=True)
    base = Money(N_("Base"), signed=True)
    rate = Scaled(N_("Rate"), unit="%", places=4, most=10_000_000)
    amount = Money(N_("Amount"), signed=True, required=True)
    currency = CurrencyCode(N_("Currency"), required=True)
    authority = Text(N_("Authority"))
    period = Text(N_("Period"))
    receipt_ref = Code(N_("Receipt no."))
    paid_on = Date(N_("Paid on"))
    withheld_by = Text(N_("Withheld by"))
    rule = Link("rate", N_("By the rate"), on_trash="keep")
    note = Text(N_("Note"))
    corrects = Link("sale_deduction", counter.CORRECTS, on_trash="hold", group=counter.GROUP)
    correction_reason = Text(counter.REASON, group=counter.GROUP)

    about = About(N_("deduction"), N_("Taxes and deductions"), "production", key=("kind", "receipt_ref"),
                  table=("sale", "kind", "base", "rate", "amount", "currency", "authority", "receipt_ref", "paid_on"),
                  order="-paid_on", search=("authority", "receipt_ref"), sheet="S14",
                  purpose=N_("Royalties, taxes and costs of each sale, with their receipts."),
                  closes="sale.date", stays_open=("receipt_ref", "paid_on", "withheld_by"))

    def problems(self) -> Mapping[str, str]:
        return counter.counter_problems(self, ("base", "amount"))


class Payment(Record):
    """Money paid to a person or partner.  Source: pack sheet S13."""

    code = Code(N_("Receipt no."), key="receipt_no", index=True,
                help=N_("Left empty, the next number is given when the receipt is printed."))
    date = Date(N_("Date"), required=True, index=True)
    direction = Choice(N_("Direction"), choices.DIRECTION, default="out")
    sale = Link("sale", N_("Sale"), key="sale_code", index=True)
    person = Link("person", N_("Paid to"), index=True, key="payee")
    person_as_written = Text(N_("Name as written"), personal="identity")
    party = Link("party", N_("Paid to (partner)"))
    reason = Text(N_("Purpose"))
    gold_mg = Mass(N_("Gold paid for"), signed=True, key="gold_g")
    amount = Money(N_("Amount"), signed=True, required=True)
    currency = CurrencyCode(N_("Currency"), required=True)
    method = Choice(N_("Method"), choices.PAYMENT_METHOD)
    bank_ref = Code(N_("Bank reference"))
    cash_reason = Text(N_("Why in cash"))
    approved_by = Text(N_("Approved by"))
    signed = Flag(N_("Signed"))
    settlement = Link("settlement", N_("Settlement"), index=True)
    note = Text(N_("Note"))
    corrects = Link("payment", counter.CORRECTS, on_trash="hold", group=counter.GROUP)
    correction_reason = Text(counter.REASON, group=counter.GROUP)

    about = About(N_("payment"), N_("Payments"), "production", key=("code", "date"),
                  table=("code", "date", "person", "reason", "gold_mg", "amount", "currency", "method"),
                  order="-date", search=("code", "person_as_written", "bank_ref", "reason"), sheet="S13",
                  purpose=N_("What members and partners were paid, with receipt numbers."), closes="date",
                  stays_open=("bank_ref", "signed", "note"), filled_once=("code",))

    def problems(self) -> Mapping[str, str]:
        return counter.counter_problems(self, ("amount", "gold_mg"))


class Advance(Record):
    """Money or goods given to a member before gold is delivered."""

    date = Date(N_("Date"), required=True, index=True)
    person = Link("person", N_("Person"), required=True, index=True, key="member_code")
    amount = Money(N_("Amount"), signed=True, required=True)
    currency = CurrencyCode(N_("Currency"), required=True)
    reason = Text(N_("Purpose"))
    repaid = Money(N_("Repaid"))
    repay_by = Date(N_("To be repaid by"))
    receipt_no = Code(N_("Receipt no."))
    note = Text(N_("Note"))
    corrects = Link("advance", counter.CORRECTS, on_trash="hold", group=counter.GROUP)
    correction_reason = Text(counter.REASON, group=counter.GROUP)

    about = About(N_("advance"), N_("Advances"), "production", key=("date", "receipt_no"),
                  table=("date", "person", "reason", "amount", "repaid", "currency", "repay_by"), order="-date",
                  search=("reason", "receipt_no"), purpose=N_("What members owe, so that no debt goes unseen."),
                  closes="date", stays_open=("repaid", "repay_by", "note"))

    def problems(self) -> Mapping[str, str]:
        return counter.counter_problems(self, ("amount",))


class PremiumEntry(Record):
    """Premium accrued, received, budgeted or spent.  Source: pack sheet S31."""

    date = Date(N_("Date"), required=True, index=True, key="decided_on")
    kind = Choice(N_("Kind"), choices.PREMIUM_KIND, required=True)
    sale = Link("sale", N_("Sale"), key="sale_code")
    resolution = Link("resolution", N_("Resolution"))
    programme = Text(N_("Source of the premium"), key="source")
    basis = Text(N_("Basis"))
    fine_mg = Mass(N_("Fine weight"), signed=True)
    amount = Money(N_("Amount"), signed=True, required=True)
    currency = CurrencyCode(N_("Currency"), required=True)
    use = LongText(N_("Use"))
    beneficiaries = Text(N_("Beneficiaries"))
    plan_line = Link("premium_plan_line", N_("Line of the plan"), index=True)
    women = Whole(N_("Women who benefit"), most=1_000_000)
    men = Whole(N_("Men who benefit"), most=1_000_000)
    paid_on = Date(N_("Paid on"))
    receipt_ref = Code(N_("Receipt no."))
    document = Link("document", N_("Paper"), on_trash="keep")
    corrects = Link("premium_entry", counter.CORRECTS, on_trash="hold", group=counter.GROUP)
    correction_reason = Text(counter.REASON, group=counter.GROUP)

    asked_now: ClassVar[frozenset[str]] = frozenset(("resolution",))

    about = About(N_("premium entry"), N_("Premium"), "production", key=("date", "kind"),
                  table=("date", "kind", "sale", "amount", "currency", "use", "receipt_ref"), order="-date",
                  search=("use", "beneficiaries", "receipt_ref"), sheet="S31",
                  purpose=N_("The premium from sale to assembly vote to purchase."), closes="date",
                  stays_open=("receipt_ref", "document", "beneficiaries", "paid_on", "plan_line", "women", "men"))

    def problems(self) -> Mapping[str, str]:
        found = counter.counter_problems(self, ("amount", "fine_mg"))
        if self.kind in ("budgeted", "spent") and not self.resolution:
            found["resolution"] = _("Name the resolution that decided it; nothing of the premium is spent without one.")
        if self.kind == "spent" and not self.use:
            found["use"] = _("Say what it was spent on.")
        return found
