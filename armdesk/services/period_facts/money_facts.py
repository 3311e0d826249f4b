"""Facts of money: taxes with their receipts, how payments are made and signed, the premium, months closed."""

from __future__ import annotations

from armdesk.i18n import N_, _
from armdesk.models import Advance, MonthClose, Payment, PremiumEntry, Sale, SaleDeduction
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import Figure, has_any
from armdesk.services.gold import gold_figures
from armdesk.services.period_facts.books import Books
from armdesk.services.period_facts.shares import ids_of, named, percent, share, share_without

TAXES = ("royalty", "income_withholding", "vat", "export_duty", "municipal")
"""Deductions that go to an authority."""
_OWN = Filter("corrects", "empty")


def taxes_receipted(of: Books) -> Figure:
    """Taxes of the period's sales with the number of a receipt."""
    rows = Query(SaleDeduction, filters=(
        Filter("sale", "among", of.dated(Sale)), Filter("kind", "in", TAXES), _OWN))
    return share(of, "taxes_receipted", N_("Taxes with a receipt"), rows, rows.where(Filter("receipt_ref", "empty")))


def _paid(of: Books) -> Query:
    return of.dated(Payment).where(Filter("direction", "is_not", "in"), _OWN)


def payments_in_cash(of: Books) -> Figure:
    """Share of the payments made in cash, by number."""
    every = _paid(of)
    rows = every.where(Filter("method", "is", "cash"))
    all_, cash = of.store.count(every), of.store.count(rows)
    share_of_cash = percent(cash, all_)
    return Figure("payments_in_cash", N_("Payments in cash"), share_of_cash, rows, cash, "%",
                  0 if share_of_cash is None or share_of_cash == int(share_of_cash) else 1, part=cash, whole=all_)


def payments_signed(of: Books) -> Figure:
    """Payments to persons that carry a signature or went through a bank."""
    rows = _paid(of).where(Filter("person", "filled"))
    return share(of, "payments_signed", N_("Payments to people that are signed or in the bank"), rows,
                 rows.where(Filter("signed", "is_not", True), Filter("bank_ref", "empty")))


def sales_paid(of: Books) -> Figure:
    """Sales of the period for which money was received."""
    lacking = ids_of(of.store, "SELECT id FROM sale WHERE trashed = 0 AND corrects IS NULL AND date BETWEEN ? AND ? "
                     "AND id NOT IN (SELECT sale FROM payment WHERE trashed = 0 AND direction = 'in' "
                     "AND sale IS NOT NULL)", of.period.begins, of.period.ends)
    return share_without(of, "sales_paid", N_("Sales with their payment received"), of.dated(Sale).where(_OWN),
                         lacking)


def _spent(of: Books) -> Query:
    return of.dated(PremiumEntry).where(Filter("kind", "is", "spent"), _OWN)


def premium_planned(of: Books) -> Figure:
    """Uses of the premium that name a line of the plan the assembly voted."""
    rows = _spent(of)
    return share(of, "premium_planned", N_("Uses of the premium that are in the plan"), rows,
                 rows.where(Filter("plan_line", "empty")))


def premium_receipted(of: Books) -> Figure:
    """Uses of the premium with a receipt or a paper."""
    rows = _spent(of)
    return share(of, "premium_receipted", N_("Uses of the premium with a receipt"), rows,
                 rows.where(Filter("receipt_ref", "empty"), Filter("document", "empty")))


def premium_accrued(of: Books) -> Figure:
    """Sales of the period for which the premium was written down."""
    certified = of.dated(Sale).where(_OWN, Filter("gold_class", "in", ("certified", "ecological")))
    lacking = ids_of(of.store, "SELECT id FROM sale WHERE trashed = 0 AND corrects IS NULL AND gold_class IN "
                     "('certified', 'ecological') AND date BETWEEN ? AND ? AND id NOT IN (SELECT sale FROM "
                     "premium_entry WHERE trashed = 0 AND kind IN ('accrued', 'received') AND sale IS NOT NULL)",
                     of.period.begins, of.period.ends)
    return share_without(of, "premium_accrued", N_("Sales under the standard with their premium"), certified, lacking)


def advances_open(of: Books) -> Figure:
    """Advances given up to the last day that are not wholly paid back."""
    given = Query(Advance, filters=(Filter("date", "to", of.period.ends), _OWN))
    open_ = ids_of(of.store, "SELECT id FROM advance WHERE trashed = 0 AND corrects IS NULL AND date <= ? "
                   "AND coalesce(repaid, 0) < amount", of.period.ends)
    return Figure("advances_open", N_("Advances not paid back"), len(open_) if of.store.count(given) else None,
                  named(given, open_), len(open_), people=True)


def months_closed(of: Books) -> Figure:
    """Months of the period that were closed and not opened again; its rows are the closings."""
    months = of.period.months()
    rows = Query(MonthClose, filters=(Filter("month", "in", tuple(months)), Filter("reopened_on", "empty")))
    if not has_any(of.store, MonthClose):
        return Figure("months_closed", N_("Months closed"), None, rows, 0, "%")
    closed = of.store.count(rows)
    share_closed = percent(closed, len(months))
    return Figure("months_closed", N_("Months closed"), share_closed, rows, closed, "%",
                  0 if share_closed is None or share_closed == int(share_closed) else 1, part=closed,
                  whole=len(months))


def _taxes(of: Books) -> Figure:
    found = gold_figures.taxes(of.store, of.period)
    count, receipts = sum(row[2] for row in found), sum(row[3] for row in found)
    rows = Query(SaleDeduction, filters=(Filter("sale", "among", of.dated(Sale)),))
    return Figure("taxes", N_("Taxes and deductions recorded"), count if found else None, rows, count,
                  note=_("{count} with a receipt number").format(count=receipts))


def _payments(of: Books) -> Figure:
    rows = of.dated(Payment).where(Filter("direction", "is_not", "in"))
    count = of.store.count(rows)
    cash = of.store.count(rows.where(Filter("method", "is", "cash")))
    return Figure("payments", N_("Payments recorded"), count or None, rows, count,
                  note=_("{count} of them in cash").format(count=cash))


MONEY_SUMS = {"taxes": _taxes, "payments": _payments}
"""What was paid in the period, by name."""
MONEY_FACTS = {
    "taxes_receipted": taxes_receipted, "payments_in_cash": payments_in_cash, "payments_signed": payments_signed,
    "sales_paid": sales_paid, "premium_planned": premium_planned, "premium_receipted": premium_receipted,
    "premium_accrued": premium_accrued, "advances_open": advances_open, "months_closed": months_closed,
}
"""Facts of money by name."""
