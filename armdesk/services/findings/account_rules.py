"""Rules on members' accounts: debts that may bind a person, settlements that no longer agree with their lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from armdesk.i18n import N_, _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models import Advance, Payment
from armdesk.query import Filter, Query
from armdesk.services.basis import rate_book
from armdesk.services.basis.figure import ask, id_of
from armdesk.services.basis.period import months_after
from armdesk.services.basis.shown_money import money
from armdesk.services.findings.finding import Finding, Look, Rule, rule
from armdesk.services.money.accounts import open_advances

OPEN_DAYS, OPEN_SHARE = "advance_days", "advance_share"
"""Kinds of rates: for how many days an advance may stay open, and how many percent of a usual month it may be."""
_MONTHS_LOOKED_AT = 12


@rule(N_("Debts of members"), "advance", "payment", "rate", "person", "organisation")
def debts(look: Look) -> Iterator[Finding]:
    """Advances past their day, open too long, or larger than a share of what the person usually earns in a month.

    Source: ILO indicators of forced labour, debt bondage; the figures are dated rows, none stands in the code.
    """
    book = rate_book.read(look.store)
    days, share = book.one(OPEN_DAYS, look.today), book.one(OPEN_SHARE, look.today)
    open_: dict[tuple[str, str], list[tuple[Advance, int]]] = defaultdict(list)
    for advance, left in open_advances(look.store, look.today):
        open_[advance.person, advance.currency].append((advance, left))
    names = look.store.labels("person", {person for person, _currency in open_})
    for (person, currency), advances in sorted(open_.items(), key=lambda item: names.get(item[0][0], "")):
        for advance, left in advances:
            yield from _too_old(look, advance, left, names[person], int(days.value) if days else None)
        if share is not None:
            yield from _too_large(look, advances, names[person], share.value, currency)


def _too_old(look: Look, advance: Advance, owed: int, name: str, most: int | None) -> Iterator[Finding]:
    left, where = money(owed, advance.currency), (f"advance/{advance.id}",)
    open_for = (look.today - advance.date).days
    if most is not None and open_for > most:
        yield Finding("advance_open_long", "warn", _(
            "{name} still owes {amount} of the advance of {day}, open for {days} days; the limit is {most}.").format(
            name=name, amount=left, day=advance.date, days=decimal_text(open_for, 0, current()), most=most), where)
    elif advance.repay_by and advance.repay_by < look.today:
        yield Finding("advance_overdue", "note", _(
            "{name} still owes {amount} of the advance of {day}, to be repaid by {until}.").format(
            name=name, amount=left, day=advance.date, until=advance.repay_by), where)


def _too_large(look: Look, advances: list[tuple[Advance, int]], name: str, share: Fraction,
               currency: str) -> Iterator[Finding]:
    usual = usual_month(look, advances[0][0].person, currency)
    owed = sum(left for _advance, left in advances)
    if usual and owed > usual * share / 100:
        yield Finding("advance_large", "alarm", _(
            "{name} owes {amount} in advances, more than {share} % of a usual month of {month}. A debt that cannot be "
            "repaid binds a person.").format(
            name=name, amount=money(owed, currency), share=decimal_text(int(share), 0, current()),
            month=money(int(usual), currency)), tuple(f"advance/{each.id}" for each, _left in advances))


def usual_month(look: Look, person: str, currency: str) -> Fraction | None:
    """What a person was paid in a usual month: the mean of those of the last twelve with a payment, None if none."""
    since = months_after(look.today, -_MONTHS_LOOKED_AT)
    months: dict[str, int] = defaultdict(int)
    for payment in look.store.find(Query(Payment, filters=(
            Filter("person", "is", person), Filter("date", "from", since), Filter("date", "to", look.today),
            Filter("currency", "is", currency)))):
        if payment.direction != "in":
            months[f"{payment.date:%Y-%m}"] += payment.amount
    return Fraction(sum(months.values()), len(months)) if months else None


@rule(N_("Settlements that no longer agree"), "settlement", "account_entry", "production", "payment")
def settled_lines(look: Look) -> Iterator[Finding]:
    """Settlements whose lines or deliveries were changed afterwards, and those paid more than they say."""
    for id_, number, credits_, debits, gained, kept in ask(
            look.store, "SELECT s.id, s.number, s.credits, s.debits, "
            "coalesce(sum(CASE WHEN e.kind IN ('delivery', 'share', 'credit') THEN e.amount END), 0), "
            "coalesce(sum(CASE WHEN e.kind IN ('delivery', 'share', 'credit') THEN 0 ELSE e.amount END), 0) "
            "FROM settlement s LEFT JOIN account_entry e ON e.settlement = s.id AND e.trashed = 0 WHERE s.trashed = 0 "
            "AND s.period_to >= ? AND s.period_from <= ? GROUP BY s.id, s.number, s.credits, s.debits "
            "ORDER BY s.number", look.period.begins, look.period.ends):
        if (credits_, debits) != (gained, kept):
            yield Finding("settled_changed", "alarm", _(
                "Settlement {number} no longer agrees with its lines: they were changed afterwards.").format(
                number=number), (f"settlement/{id_of(id_)}",))
    for id_, number, receipt, day in ask(
            look.store, "SELECT e.id, s.number, p.receipt_no, p.date FROM account_entry e "
            "JOIN settlement s ON s.id = e.settlement JOIN production p ON p.id = e.production "
            "WHERE e.trashed = 0 AND s.trashed = 0 AND p.date BETWEEN ? AND ? "
            "AND (coalesce(p.fine_mg, -1) <> coalesce(e.fine_mg, -1) OR p.person <> e.person) ORDER BY p.date",
            look.period.begins - timedelta(days=1), look.period.ends):
        yield Finding("settled_changed", "warn", _(
            "The delivery {receipt} of {day} was changed after settlement {number}.").format(
            receipt=receipt or "–", day=day, number=number), (f"account_entry/{id_of(id_)}",))
    for id_, number, net, paid, currency in ask(
            look.store, "SELECT s.id, s.number, s.net, sum(y.amount), s.currency FROM settlement s "
            "JOIN payment y ON y.settlement = s.id WHERE s.trashed = 0 AND y.trashed = 0 AND y.currency = s.currency "
            "AND coalesce(y.direction, 'out') = 'out' GROUP BY s.id, s.number, s.net, s.currency "
            "HAVING sum(y.amount) > s.net ORDER BY s.number"):
        yield Finding("settlement_overpaid", "warn", _(
            "Settlement {number} says {net}, but {paid} was paid.").format(
            number=number, net=money(net, currency), paid=money(int(paid), currency)), (f"settlement/{id_of(id_)}",))


@rule(N_("Sales not finally settled"), "sale", "rate", "organisation")
def provisional_sales(look: Look) -> Iterator[Finding]:
    """Sales settled provisionally and not finally since long, by a dated number of days."""
    days = rate_book.read(look.store).one("provisional_days", look.today)
    if days is None:
        return
    before = date.fromordinal(look.today.toordinal() - int(days.value))
    for id_, code, day in ask(
            look.store, "SELECT id, code, date FROM sale WHERE trashed = 0 AND stage = 'provisional' "
            "AND settled_on IS NULL AND date < ? ORDER BY date, code", before):
        yield Finding("provisional_open", "note", _(
            "Sale {code} of {day} is settled provisionally only; the final assay is missing.").format(
            code=code, day=day), (f"sale/{id_of(id_)}",))


ACCOUNT_RULES: dict[str, Rule] = {"debts": debts, "settled": settled_lines, "provisional": provisional_sales}
"""Rules on members' accounts and open settlements by name."""
