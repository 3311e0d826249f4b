"""Settlements of members on paper: a sheet for each person to sign, and the list of all with its totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from armdesk import currencies
from armdesk.i18n import _, current
from armdesk.i18n_formats import scaled_text
from armdesk.models import AccountEntry, Organisation, Payment, Person, Settlement
from armdesk.models.choices import ACCOUNT_ENTRY
from armdesk.progress import SILENT, Progress
from armdesk.reports.document import Block, Column, Document, Heading, PageBreak, Paragraph, Signatures, Table
from armdesk.reports.receipt import letterhead
from armdesk.services.basis.amount_words import amount_in_words
from armdesk.services.basis.shown_money import money
from armdesk.services.money.accounts import CREDITS, account
from armdesk.store import Store

_ROOM_TO_SIGN = "\u2003" * 14
"""An empty cell as wide as a short signature."""


def settlement_sheets(store: Store, settlements: Sequence[Settlement], copies: Mapping[str, int], code: str,
                      made_on: date, progress: Progress = SILENT, *, with_list: bool = True) -> Document:
    """One page for each settlement, then, where there are several, the list of all.

    Shape: copies maps the id of a settlement to 0 for its first print; code is that of the history.
    """
    organisation = store.one(Organisation)
    title = _("Settlements of members") if len(settlements) != 1 else _("Settlement {number}").format(
        number=settlements[0].number)
    document = Document(title, current(), short_title=title, made_on=made_on, contents=False,
                        foot_code=_("History {code}").format(code=code), author=letterhead(organisation)[0])
    for done, settlement in enumerate(settlements):
        progress.step(done, len(settlements), settlement.number)
        if done:
            document.add(PageBreak())
        document.add(*_sheet(store, settlement, copies.get(settlement.id, 0), letterhead(organisation)))
    if with_list and len(settlements) > 1:
        document.add(PageBreak(), *_list(store, settlements, letterhead(organisation)))
    return document


def _sheet(store: Store, settlement: Settlement, copy: int, head: tuple[str, ...]) -> Iterator[Block]:
    person = store.get(Person, settlement.person)
    name, currency = person.name if person else "", settlement.currency
    yield Paragraph(" · ".join(filter(None, head)), "quiet")
    yield Heading(_("Settlement {number} · {name}").format(number=settlement.number, name=name))
    if copy:
        yield Heading(_("COPY {number} of a paper printed before").format(number=copy), 3)
    known = (_("Code {code}").format(code=person.code) if person and person.code else "",
             _("Identity no. {number}").format(number=person.id_number) if person and person.id_number else "",
             _("Period {first} to {last}").format(first=settlement.period_from, last=settlement.period_to),
             _("Made on {day}").format(day=settlement.made_on))
    price = "" if settlement.price is None else _("Price of a fine gram: {price} {currency} ({source}).").format(
        price=scaled_text(settlement.price, 4, current(), least=currencies.digits(currency)), currency=currency,
        source=settlement.price_source or _("typed"))
    yield Paragraph(" · ".join(filter(None, (*known, price))))
    yield _lines(store, settlement)
    yield Heading(_("To be paid: {amount}").format(amount=money(settlement.net, currency)), 2)
    yield Paragraph(amount_in_words(settlement.net, currency))
    yield from _afterwards(store, settlement)
    yield Signatures(((_("For the organisation"), ""),
                      (_("I have read it and agree"), f"{name}\n{person.id_number or '' if person else ''}".strip())))


def _lines(store: Store, settlement: Settlement) -> Table:
    currency = settlement.currency
    entries = sorted(store.all(AccountEntry, settlement=settlement.id), key=lambda each: (each.date, each.id))
    entries.sort(key=lambda each: (each.kind not in CREDITS, each.date))
    columns = (Column("date", _("Date"), "date"), Column("kind", _("Kind"), width=1.2),
               Column("text", _("What for"), "note", width=2.0), Column("fine", _("Fine weight"), "number", "g", 3),
               _amounts("credit", _("Credit"), currency), _amounts("debit", _("Kept back"), currency))
    rows = [(each.date, _(ACCOUNT_ENTRY[each.kind]), each.text,
             Decimal(each.fine_mg).scaleb(-3) if each.fine_mg is not None else None,
             _unit(each.amount, currency) if each.kind in CREDITS else None,
             _unit(each.amount, currency) if each.kind not in CREDITS else None) for each in entries]
    fine = Decimal(settlement.fine_mg).scaleb(-3) if settlement.fine_mg is not None else None
    return Table(columns, rows, totals=(_("Total"), None, None, fine, _unit(settlement.credits, currency),
                                        _unit(settlement.debits, currency)))


def _afterwards(store: Store, settlement: Settlement) -> Iterator[Block]:
    """What was paid of it, and how the account stands."""
    paid = [each for each in store.all(Payment, settlement=settlement.id) if each.direction != "in"]
    for payment in sorted(paid, key=lambda each: (each.date, each.id)):
        yield Paragraph(_("Paid on {day}: {amount}, receipt {receipt}.").format(
            day=payment.date, amount=money(payment.amount, payment.currency), receipt=payment.code or "–"))
    for each in account(store, settlement.person):
        if each.currency == settlement.currency:
            yield Paragraph(_("Balance of the account: {balance}. Advances still open: {advances}.").format(
                balance=money(each.balance, each.currency), advances=money(each.advances_open, each.currency)), "quiet")


def _list(store: Store, settlements: Sequence[Settlement], head: tuple[str, ...]) -> Iterator[Block]:
    yield Paragraph(" · ".join(filter(None, head)), "quiet")
    yield Heading(_("List of settlements"))
    people = {person.id: person for person in store.all(Person)}
    for currency in sorted({each.currency for each in settlements}):
        chosen = [each for each in settlements if each.currency == currency]
        columns = (Column("number", _("Settlement no."), "code"), Column("code", _("Code"), "code"),
                   Column("name", _("Full name"), width=2.0), Column("fine", _("Fine weight"), "number", "g", 3),
                   _amounts("credit", _("Credit"), currency), _amounts("debit", _("Kept back"), currency),
                   _amounts("net", _("Net"), currency), Column("signature", _("Signature"), width=2.0))
        rows = [(each.number, people[each.person].code, people[each.person].name,
                 Decimal(each.fine_mg or 0).scaleb(-3), _unit(each.credits, currency), _unit(each.debits, currency),
                 _unit(each.net, currency), _ROOM_TO_SIGN) for each in chosen if each.person in people]
        sums = [_unit(sum(getattr(each, name) for each in chosen), currency) for name in ("credits", "debits", "net")]
        fine = Decimal(sum(each.fine_mg or 0 for each in chosen)).scaleb(-3)
        totals = (_("Total"), None, None, fine, *sums, None)
        yield Table(columns, rows, totals=totals)
        yield Paragraph(amount_in_words(sum(each.net for each in chosen), currency))


def _amounts(key: str, title: str, currency: str) -> Column:
    return Column(key, title, "number", currency, currencies.digits(currency))


def _unit(amount: int, currency: str) -> Decimal:
    return Decimal(amount).scaleb(-currencies.digits(currency))
