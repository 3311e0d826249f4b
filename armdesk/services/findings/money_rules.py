"""Rules on sales and payments: sums that do not add up, odd prices, buyers, cash."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from armdesk.field import fold
from armdesk.i18n import N_, _, current, ngettext
from armdesk.i18n_formats import decimal_text
from armdesk.models import Party, Sale
from armdesk.query import Filter
from armdesk.services.basis import rate_book
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.shown_money import money
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.services.money import cash, premium
from armdesk.services.money.sale_price import priced

_ROUNDING, _FENCE, _LEAST_SALES = 1, 3, 8


@rule(N_("Sums of sales that do not add up"), "sale", "sale_deduction")
def net_disagrees(look: Look) -> Iterator[Finding]:
    """Sales whose net value is not their gross value less what was deducted."""
    for id_, code, currency, gross, total, rows, net in ask(
            look.store, "SELECT s.id, s.code, s.currency, s.gross_value, s.deductions_total, (SELECT sum(d.amount) "
            "FROM sale_deduction d WHERE d.sale = s.id AND d.trashed = 0), s.net_value FROM sale s "
            "WHERE s.trashed = 0 AND s.date BETWEEN ? AND ? AND s.gross_value IS NOT NULL ORDER BY s.date, s.code",
            look.period.begins, look.period.ends):
        where = (f"sale/{id_of(id_)}",)
        if total is not None and rows is not None and abs(total - rows) > _ROUNDING:
            yield Finding("deductions_disagree", "warn", _(
                "Sale {code}: the deductions listed come to {listed}, but {total} is written.").format(
                code=code, listed=money(rows, currency), total=money(total, currency)), where)
        taken = total if total is not None else rows
        if net is not None and taken is not None and abs(gross - taken - net) > _ROUNDING:
            yield Finding("net_disagrees", "alarm", _(
                "Sale {code}: gross value less deductions is {expected}, but {net} is written as net value.").format(
                code=code, expected=money(gross - taken, currency), net=money(net, currency)), where)


@rule(N_("Prices far below the others"), "sale")
def price_low(look: Look) -> Iterator[Finding]:
    """Sales paid far below what the others of the period were paid.

    Source: three quartile distances below the lower quartile (Tukey, "far out"), so that no figure stands in the code.
    """
    rows = ask(look.store, "SELECT id, code, percent_paid, gross_value, reference_value FROM sale WHERE trashed = 0 "
               "AND date BETWEEN ? AND ? ORDER BY date, code", look.period.begins, look.period.ends)
    paid = [(id_of(id_), code, share) for id_, code, percent, gross, reference in rows
            if (share := _share(percent, gross, reference)) is not None]
    if len(paid) < _LEAST_SALES:
        return
    shares = sorted(share for _id, _code, share in paid)
    low, middle, high = (_quantile(shares, Fraction(place, 4)) for place in (1, 2, 3))
    fence = low - _FENCE * max(high - low, Fraction(1))
    for id_, code, share in paid:
        if share < fence:
            yield Finding("price_low", "warn", _(
                "Sale {code} was paid {percent} % of the reference; half of the sales of the period got {usual} % or "
                "more.").format(code=code, percent=_percent(share), usual=_percent(middle)), (f"sale/{id_}",))


def _share(percent: int | None, gross: int | None, reference: int | None) -> Fraction | None:
    """Percent paid, as written or from the amounts."""
    if percent is not None:
        return Fraction(percent, 100)
    return Fraction(gross * 100, reference) if gross is not None and reference else None


def _quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _percent(share: Fraction) -> str:
    return decimal_text(Decimal(share.numerator) / Decimal(share.denominator), 1, current())


@rule(N_("Buyers unknown or without licence"), "sale", "party")
def buyers(look: Look) -> Iterator[Finding]:
    """Sales to buyers nobody knows, and to buyers whose licence had ended."""
    unknown: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for id_, code, as_written, name, ended in ask(
            look.store, "SELECT s.id, s.code, s.buyer_as_written, p.name, p.licence_valid_to FROM sale s "
            "LEFT JOIN party p ON p.id = s.buyer WHERE s.trashed = 0 AND s.date BETWEEN ? AND ? "
            "AND (s.buyer IS NULL OR p.licence_valid_to < s.date) ORDER BY s.date, s.code",
            look.period.begins, look.period.ends):
        where = (f"sale/{id_of(id_)}",)
        if name is None and as_written:
            unknown[fold(str(as_written))].append((str(as_written), str(code or ""), *where))
            continue
        if name is not None:
            yield Finding("buyer_licence", "alarm", _(
                "Sale {code} went to “{name}”, whose licence had ended on {day}.").format(
                code=code, name=name, day=ended), where)
        else:
            yield Finding("buyer_unknown", "warn", _("Sale {code} does not say who bought.").format(code=code), where)
    for sales in unknown.values():
        name, code, _where = sales[0]
        text = _("Sale {code} went to “{name}”, who is not among the buyers.") if len(sales) == 1 else ngettext(
            "{count} sale went to “{name}”, who is not among the buyers.",
            "{count} sales went to “{name}”, who is not among the buyers.", len(sales))
        yield Finding("buyer_unknown", "warn", text.format(code=code, name=name, count=len(sales)),
                      tuple(where for _name, _code, where in sales))


@rule(N_("Fairmined price and premium"), "sale", "party", "rate", "premium_entry", "organisation")
def fairmined(look: Look) -> Iterator[Finding]:
    """Sales to Fairmined buyers below the lowest price, and premiums that were due and not noted."""
    parties = {party.id: party for party in look.store.all(Party, fairmined=True)}
    book = rate_book.read(look.store)
    sales: list[Sale] = look.store.find(
        look.figures.dated(Sale).where(Filter("buyer", "in", tuple(parties)))) if parties else []
    for sale in sorted(sales, key=lambda each: (each.date, each.code)):
        found = priced(sale, [], book, parties[sale.buyer])
        if found.floor is not None and sale.gross_value is not None and sale.gross_value < found.floor:
            yield Finding("price_below_floor", "alarm", _(
                "Sale {code} was paid {gross}, less than the lowest price of {floor}.").format(
                code=sale.code, gross=money(sale.gross_value, sale.currency), floor=money(found.floor, sale.currency)),
                (f"sale/{sale.id}",))
    for due in premium.dues(look.store, look.period):
        if abs(due.missing) > _ROUNDING:
            yield Finding("premium_due", "warn", _(
                "Sale {code}: a premium of {due} is due, {noted} is noted.").format(
                code=due.sale.code, due=money(due.amount, due.currency), noted=money(due.noted, due.currency)),
                (f"sale/{due.sale.id}",))


@rule(N_("Taxes without receipt"), "sale", "sale_deduction")
def taxes_without_receipt(look: Look) -> Iterator[Finding]:
    """Taxes and royalties of the period without the number of a receipt."""
    rows = ask(look.store, "SELECT d.id FROM sale_deduction d JOIN sale s ON s.id = d.sale WHERE d.trashed = 0 "
               "AND s.trashed = 0 AND s.date BETWEEN ? AND ? AND d.amount > 0 AND coalesce(d.receipt_ref, '') = '' "
               "AND d.kind IN ('royalty', 'income_withholding', 'vat', 'export_duty', 'municipal') "
               "ORDER BY s.date, d.id", look.period.begins, look.period.ends)
    if rows:
        text = ngettext("{count} tax or royalty of the period has no receipt.",
                        "{count} taxes and royalties of the period have no receipt.", len(rows))
        yield Finding("tax_receipt", "note", text.format(count=len(rows)),
                      tuple(f"sale_deduction/{id_of(id_)}" for (id_,) in rows))


@rule(N_("Paid before joining"), "payment", "person")
def paid_before_joining(look: Look) -> Iterator[Finding]:
    """Payments to people who had not joined yet."""
    for id_, code, day, name, joined in ask(
            look.store, "SELECT y.id, y.code, y.date, p.name, p.joined_on FROM payment y "
            "JOIN person p ON p.id = y.person WHERE y.trashed = 0 AND y.date BETWEEN ? AND ? "
            "AND y.date < p.joined_on ORDER BY y.date, y.id",
            look.period.begins, look.period.ends):
        yield Finding("paid_before_joining", "alarm", _(
            "{name} was paid on {day} (receipt {code}), before joining on {joined}.").format(
            name=name, day=day, code=code or "–", joined=joined), (f"payment/{id_of(id_)}",))


@rule(N_("Payments in cash"), "payment", "rate", "organisation")
def cash_payments(look: Look) -> Iterator[Finding]:
    """Payments in cash above the limit of their day that say neither why nor who approved."""
    book = rate_book.read(look.store)
    if cash.LIMIT not in book.kinds():
        return
    for id_, code, day, amount, currency, reason, approved in ask(
            look.store, "SELECT id, code, date, amount, currency, cash_reason, approved_by FROM payment "
            "WHERE trashed = 0 AND method = 'cash' AND date BETWEEN ? AND ? "
            "AND (coalesce(cash_reason, '') = '' OR coalesce(approved_by, '') = '') ORDER BY date, id",
            look.period.begins, look.period.ends):
        limit = cash.limit_of(book, date.fromisoformat(day), currency)
        if limit is None or amount < limit.amount:
            continue
        missing = [word for word, given in ((_("the reason"), reason), (_("who approved it"), approved)) if not given]
        yield Finding("cash_over_limit", "warn", _(
            "{amount} was paid in cash (receipt {code}, {day}); from {limit} on, it must say {missing}.").format(
            amount=money(amount, currency), code=code or "–", day=day, limit=money(limit.amount, currency),
            missing=", ".join(missing)), (f"payment/{id_of(id_)}",))


MONEY_RULES: dict[str, Rule] = {
    "net": net_disagrees, "price_low": price_low, "sale_buyers": buyers, "fairmined": fairmined,
    "paid_before_joining": paid_before_joining, "cash": cash_payments,
    "tax_receipts": taxes_without_receipt,
}
"""Rules on sales and payments by name."""
