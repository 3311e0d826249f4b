"""The settlement of a sale on paper: weight, price, deductions, net and payments, each with its rate, date, source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from armdesk import currencies
from armdesk.i18n import _, current
from armdesk.i18n_formats import decimal_text, scaled_text
from armdesk.models import Organisation, Party, Payment, PremiumEntry, Sale, SaleDeduction
from armdesk.models.choices import DEDUCTION, GOLD_CLASS, PAYMENT_METHOD
from armdesk.models.production import fine_mg
from armdesk.reports.document import Block, Column, Document, Heading, Paragraph, Signatures, Table
from armdesk.reports.receipt import letterhead
from armdesk.services.basis import rate_book
from armdesk.services.basis.amount_words import amount_in_words
from armdesk.services.basis.shown_money import money
from armdesk.services.money.sale_price import Priced, priced
from armdesk.store import Store


@dataclass(frozen=True)
class SaleFacts:
    """A sale with everything its settlement shows.  Units: received in the smallest unit of the sale's currency."""

    sale: Sale
    buyer: Party | None
    deductions: list[SaleDeduction]
    payments: list[Payment]
    premiums: list[PremiumEntry]
    priced: Priced

    @property
    def received(self) -> int:
        """What the buyer has paid of it."""
        return sum(each.amount for each in self.payments if each.currency == self.sale.currency)

    @property
    def premium_received(self) -> int:
        """What came of its premium, in the premium's currency."""
        return sum(each.amount for each in self.premiums
                   if each.kind == "received" and each.currency == self.priced.premium_currency)

    @property
    def premium_noted(self) -> int:
        """What was noted as due."""
        return sum(each.amount for each in self.premiums
                   if each.kind == "accrued" and each.currency == self.priced.premium_currency)


def facts_of(store: Store, sale: Sale, deductions: list[SaleDeduction] | None = None,
             book: rate_book.RateBook | None = None) -> SaleFacts:
    """Gather what belongs to a sale; deductions replaces the kept ones while they are being typed."""
    rows = deductions if deductions is not None else deductions_of(store, sale)
    buyer = store.get(Party, sale.buyer)
    payments = [each for each in store.all(Payment, sale=sale.id) if each.direction == "in"] if sale.id else []
    premiums = store.all(PremiumEntry, sale=sale.id) if sale.id else []
    return SaleFacts(sale, buyer, rows, payments, premiums, priced(sale, rows, book or rate_book.read(store), buyer))


def deductions_of(store: Store, sale: Sale) -> list[SaleDeduction]:
    """Kept deductions of a sale in the order in which they were noted."""
    return sorted(store.all(SaleDeduction, sale=sale.id), key=lambda each: each.id) if sale.id else []


def sale_settlement(store: Store, sale: Sale, copy: int, code: str, made_on: date) -> Document:
    """The settlement of a sale in the language in force.  Shape: code is that of the history."""
    found = facts_of(store, sale)
    title = _("Settlement of sale {code}").format(code=sale.code)
    document = Document(title, current(), short_title=title, made_on=made_on, contents=False,
                        foot_code=_("History {code}").format(code=code), author=letterhead(store.one(Organisation))[0])
    document.add(*_head(store, found, title, copy, made_on), *_gold(found), *_price(found), *_deductions(found),
                 *_result(found), *_payments(found), *_premium(found))
    document.add(Signatures(((_("For the seller"), letterhead(store.one(Organisation))[0]),
                             (_("For the buyer"), found.buyer.name if found.buyer else sale.buyer_as_written or ""))))
    return document


def _head(store: Store, found: SaleFacts, title: str, copy: int, made_on: date) -> Iterator[Block]:
    sale, buyer = found.sale, found.buyer
    yield Paragraph(_joined(*letterhead(store.one(Organisation))), "quiet")
    yield Heading(title)
    if copy:
        yield Heading(_("COPY {number} of a paper printed before").format(number=copy), 3)
    rows = [
        (_("Date of the sale"), str(sale.date)), (_("Printed on"), str(made_on)),
        (_("Buyer"), _joined(buyer.name, buyer.tax_id) if buyer else sale.buyer_as_written),
        (_("Licence"), _joined(buyer.licence_no, str(buyer.licence_valid_to or "")) if buyer else ""),
        (_("Contract no."), sale.contract_no), (_("Terms of delivery"), sale.terms),
        (_("Lot"), store.label("lot", sale.lot)),
        (_("Class"), _(GOLD_CLASS[sale.gold_class]) if sale.gold_class else ""),
        (_("Invoice no."), sale.invoice_no), (_("Certificate of origin no."), sale.origin_document_no),
        (_("Fairmined Connect no."), sale.connect_ref),
    ]
    yield Table((Column("what", _("What"), width=1.0), Column("value", _("Value"), width=2.5)),
                [(what, value) for what, value in rows if value])


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _gold(found: SaleFacts) -> Iterator[Block]:
    sale = found.sale
    yield Heading(_("Gold"), 2)
    columns = (Column("what", _("What")), Column("gross", _("Gross weight"), "number", "g", 3),
               Column("fineness", _("Fineness"), "number", "‰", 1),
               Column("fine", _("Fine weight"), "number", "g", 3))
    rows: list[tuple[str, Decimal | None, Decimal | None, Decimal | None]] = []
    if sale.provisional_fineness is not None:
        gross = sale.provisional_gross_mg if sale.provisional_gross_mg is not None else sale.gross_mg
        rows.append((_("Provisional"), _grams(gross), Decimal(sale.provisional_fineness) / 10,
                     _grams(fine_mg(gross, sale.provisional_fineness))))
    name = _("Final") if sale.stage == "final" or rows else _("Determined")
    rows.append((name, _grams(sale.gross_mg), None if sale.fineness is None else Decimal(sale.fineness) / 10,
                 _grams(sale.fine_mg)))
    yield Table(columns, rows)


def _grams(milligrams: int | None) -> Decimal | None:
    return None if milligrams is None else Decimal(milligrams).scaleb(-3)


def price_rows(found: SaleFacts) -> list[tuple[str, str, int | None]]:
    """From the quote to the gross value: what, with which rate, date and source, and the amount."""
    sale = found.sale
    rows: list[tuple[str, str, int | None]] = []
    quote = found.priced.quote
    if sale.reference_per_g is not None:
        rate = f"{scaled_text(sale.reference_per_g, 4, current(), least=2)} {sale.currency or ''}/g"
    else:
        rate = "" if sale.reference_usd_oz is None else \
            f"{scaled_text(sale.reference_usd_oz, 4, current(), least=2)} USD/oz"
    named = sale.price_reference or (rate_book.name_of(sale.reference_kind) if sale.reference_kind else "")
    source, day = "", str(sale.reference_date or "")
    if quote is not None and quote.value * 10_000 in (sale.reference_usd_oz, sale.reference_per_g):
        source, day = quote.rate.source_text, day if quote.of_day else str(quote.rate.valid_from)
    rows.append((_("Reference"), _joined(rate, named, day, source), None))
    if sale.fx is not None and sale.currency != "USD":
        text = f"{scaled_text(sale.fx, 6, current(), least=2)} {sale.currency}/USD"
        fx_source = sale.fx_source or (found.priced.fx.said() if found.priced.fx else "")
        rows.append((_("Exchange rate"), _joined(text, fx_source), None))
    rows.append((_("Reference value"), _("fine weight at the reference"), sale.reference_value))
    if sale.percent_paid is not None:
        rows.append((_("Percent paid"), f"{scaled_text(sale.percent_paid, 2, current(), least=0)} %", None))
    rows.append((_("Gross value"), "", sale.gross_value))
    return rows


def _price(found: SaleFacts) -> Iterator[Block]:
    currency = found.sale.currency or ""
    yield Heading(_("Price"), 2)
    columns = (Column("what", _("What"), width=1.2), Column("how", _("Rate, date and source"), "note", width=2.5),
               _amount_column("amount", _("Amount"), currency))
    yield Table(columns, [(what, how, _unit(amount, currency)) for what, how, amount in price_rows(found)])


def _deductions(found: SaleFacts) -> Iterator[Block]:
    currency = found.sale.currency or ""
    yield Heading(_("Deductions"), 2)
    columns = (Column("kind", _("Kind"), width=1.3), _amount_column("base", _("Base"), currency),
               Column("rate", _("Rate"), "number", "%"), _amount_column("amount", _("Amount"), currency),
               Column("authority", _("Authority"), width=1.2), Column("receipt", _("Receipt no."), "code"))
    rows = [(_(DEDUCTION[each.kind]), _unit(each.base, each.currency),
             None if each.rate is None else Decimal(each.rate).scaleb(-4).normalize(),
             _unit(each.amount, each.currency), each.authority, each.receipt_ref) for each in found.deductions]
    total = (_("Total"), None, None, _unit(found.priced.deductions, currency), None, None) if rows else None
    yield Table(columns, rows, totals=total, empty_text=_("No deduction was noted."))


def _result(found: SaleFacts) -> Iterator[Block]:
    sale, currency = found.sale, found.sale.currency or ""
    if sale.net_value is None:
        yield Paragraph(_("The net value is not known yet."), "warn")
        return
    yield Heading(_("Net value: {amount}").format(amount=money(sale.net_value, currency)), 2)
    yield Paragraph(amount_in_words(sale.net_value, currency))
    if sale.pct_of_reference is not None:
        yield Paragraph(_("Net value before own debts: {percent} % of the reference value.").format(
            percent=decimal_text(Decimal(sale.pct_of_reference).scaleb(-2), 2, current())), "quiet")
    if sale.provisional_net is not None:
        yield Paragraph(_("Provisionally settled on {day}: {amount}.").format(
            day=sale.provisional_on or "–", amount=money(sale.provisional_net, currency)))
    if sale.difference is not None:
        text = _("Still to be paid by the buyer: {amount}.") if sale.difference >= 0 else _(
            "To be returned to the buyer: {amount}.")
        yield Paragraph(text.format(amount=money(abs(sale.difference), currency)), "note")


def _payments(found: SaleFacts) -> Iterator[Block]:
    sale, currency = found.sale, found.sale.currency or ""
    yield Heading(_("Payments received"), 2)
    columns = (Column("date", _("Date"), "date"), Column("receipt", _("Receipt no."), "code"),
               Column("method", _("Method")), Column("reference", _("Bank reference"), "code"),
               _amount_column("amount", _("Amount"), currency))
    rows = [(each.date, each.code, _(PAYMENT_METHOD[each.method]) if each.method else None, each.bank_ref,
             _unit(each.amount, each.currency)) for each in found.payments if each.currency == currency]
    total = (_("Total"), None, None, None, _unit(found.received, currency)) if rows else None
    yield Table(columns, rows, totals=total, empty_text=_("No payment of the buyer was noted."))
    if sale.net_value is not None and rows:
        yield Paragraph(_("Open: {amount}.").format(amount=money(sale.net_value - found.received, currency)))


def _premium(found: SaleFacts) -> Iterator[Block]:
    due = found.priced
    if due.premium is None or due.premium_rate is None:
        return
    value = decimal_text(Decimal(due.premium_rate.rate.value).scaleb(-6).normalize(), None, current())
    rate = f"{value} {due.premium_rate.rate.unit or ''}".strip()
    yield Heading(_("Premium"), 2)
    yield Paragraph(_("Due on top of the price: {amount} ({rate}, {source}). Received: {received}.").format(
        amount=money(due.premium, due.premium_currency), rate=rate, source=due.premium_rate.said(),
        received=money(found.premium_received, due.premium_currency)))


def _amount_column(key: str, title: str, currency: str) -> Column:
    return Column(key, title, "number", currency, currencies.digits(currency))


def _unit(amount: int | None, currency: str | None) -> Decimal | None:
    return None if amount is None else Decimal(amount).scaleb(-currencies.digits(currency))
