"""Facts of the gold on its way: deliveries, lots, hand-overs and sales, and what each of them carries with it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from armdesk.i18n import N_, _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models import CustodyTransfer, Lot, Party, Production, Sale
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import Figure, ask, grams
from armdesk.services.basis.limits import Limits
from armdesk.services.gold.balance import can_compare
from armdesk.services.money import kyc
from armdesk.services.period_facts.books import Books
from armdesk.services.period_facts.shares import ids_of, share, share_without

_OWN = Filter("corrects", "empty")
"""Counter-entries correct another entry; they carry no papers of their own."""
_LIMIT, _TOLERANCE = "productivity_limit", "mass_balance_tolerance"
_HELD = ("hold", "frozen")


def _weighed(of: Books) -> Query:
    return of.dated(Production).where(Filter("gross_mg", "filled"), _OWN)


def fineness_known(of: Books) -> Figure:
    """Deliveries with a weight that have a fineness too."""
    rows = _weighed(of)
    return share(of, "fineness_known", N_("Deliveries with fineness"), rows, rows.where(Filter("fineness", "empty")))


def delivered_by_known(of: Books) -> Figure:
    """Deliveries of which a person or a crew of the registers is named."""
    rows = _weighed(of)
    lacking = rows.where(Filter("person", "empty"), Filter("crew", "empty"))
    return share(of, "delivered_by_known", N_("Deliveries by a known person or crew"), rows, lacking)


def delivered_from_known(of: Books) -> Figure:
    """Deliveries of which the site is named."""
    rows = _weighed(of)
    return share(of, "delivered_from_known", N_("Deliveries from a known site"), rows,
                 rows.where(Filter("site", "empty")))


def grams_per_day(of: Books) -> Figure:
    """Fine gold per person and day, of the deliveries that say how many people worked."""
    rows = of.dated(Production).where(Filter("persons", "from", 1), Filter("fine_mg", "filled"))
    [(fine, persons, count)] = ask(
        of.store, "SELECT sum(fine_mg), sum(persons), count(*) FROM production WHERE trashed = 0 AND persons >= 1 "
        "AND fine_mg IS NOT NULL AND date BETWEEN ? AND ?", of.period.begins, of.period.ends)
    value = (grams(fine) / int(persons)).quantize(Decimal("0.001"), ROUND_HALF_UP) if count else None
    limit = Limits(of.store).value(_LIMIT, of.period.ends)
    note = "" if limit is None else _("at most {limit} g").format(
        limit=decimal_text(limit.normalize(), None, current()))
    return Figure("grams_per_day", N_("Fine gold per person and day"), value, rows, int(count), "g", 3, note)


def months_short(of: Books) -> Figure:
    """Months at whose end more was sold than there was, beyond what the balance may be off."""
    rows = of.dated(Sale)
    count = of.store.count(rows)
    if not count or not can_compare(of.store):
        return Figure("months_short", N_("Months with more sold than there was"), None, rows, count)
    tolerance = Limits(of.store).value(_TOLERANCE, of.period.ends) or Decimal(0)
    short = [row for row in of.stock if row.sold and row.closing < -(
        max(row.opening + row.produced + row.bought, Decimal(0)) * tolerance / 100)]
    return Figure("months_short", N_("Months with more sold than there was"), len(short), rows, count)


def _sales(of: Books) -> Query:
    return of.dated(Sale).where(_OWN)


def sales_with_lot(of: Books) -> Figure:
    """Sales of which the lot is known."""
    lacking = ids_of(of.store, "SELECT id FROM sale WHERE trashed = 0 AND corrects IS NULL AND lot IS NULL "
                     "AND date BETWEEN ? AND ? AND id NOT IN (SELECT sale FROM lot WHERE trashed = 0 "
                     "AND sale IS NOT NULL)", of.period.begins, of.period.ends)
    return share_without(of, "sales_with_lot", N_("Sales with their lot"), _sales(of), lacking)


def sales_with_invoice(of: Books) -> Figure:
    """Sales with the number of an invoice."""
    rows = _sales(of)
    return share(of, "sales_with_invoice", N_("Sales with an invoice"), rows, rows.where(Filter("invoice_no", "empty")))


def sales_with_origin(of: Books) -> Figure:
    """Sales with the number of a paper of origin."""
    rows = _sales(of)
    return share(of, "sales_with_origin", N_("Sales with a paper of origin"), rows,
                 rows.where(Filter("origin_document_no", "empty")))


def price_paid(of: Books) -> Figure:
    """What buyers paid net of the reference price, weighed by fine gold."""
    rows = of.dated(Sale).where(Filter("pct_of_reference", "filled"), Filter("fine_mg", "from", 1), _OWN)
    [(weighed, fine, count)] = ask(
        of.store, "SELECT sum(pct_of_reference * fine_mg), sum(fine_mg), count(*) FROM sale WHERE trashed = 0 "
        "AND corrects IS NULL AND pct_of_reference IS NOT NULL AND fine_mg >= 1 AND date BETWEEN ? AND ?",
        of.period.begins, of.period.ends)
    value = (Decimal(int(weighed)) / int(fine) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP) if count else None
    return Figure("price_paid", N_("Net price of the reference price"), value, rows, int(count), "%", 2)


def buyers_checked(of: Books) -> Figure:
    """Buyers of the period whose needed checks all held on its last day."""
    sold_to = {row.buyer for row in of.sold if row.buyer}
    rows = Query(Party, filters=(Filter("id", "in", tuple(sorted(sold_to))),))
    lacking = [each.party.id for each in kyc.known(of.store, of.period.ends)
               if each.party.id in sold_to and each.lacking] if sold_to else []
    return share_without(of, "buyers_checked", N_("Buyers whose checks hold"), rows, lacking)


def lots_traced(of: Books) -> Figure:
    """Lots made in the period that say what they were made of."""
    lacking = ids_of(of.store, "SELECT id FROM lot WHERE trashed = 0 AND created_on BETWEEN ? AND ? "
                     "AND id NOT IN (SELECT lot FROM lot_input WHERE trashed = 0 AND lot IS NOT NULL)",
                     of.period.begins, of.period.ends)
    return share_without(of, "lots_traced", N_("Lots traced to what they were made of"), of.dated(Lot, "created_on"),
                         lacking)


def lots_sealed(of: Books) -> Figure:
    """Lots made in the period that have the number of a seal."""
    rows = of.dated(Lot, "created_on")
    return share(of, "lots_sealed", N_("Lots with a seal"), rows, rows.where(Filter("seal_no", "empty")))


def lots_assayed(of: Books) -> Figure:
    """Lots made in the period that somebody assayed."""
    lacking = ids_of(of.store, "SELECT id FROM lot WHERE trashed = 0 AND created_on BETWEEN ? AND ? "
                     "AND determined_fineness IS NULL AND id NOT IN (SELECT lot FROM assay WHERE trashed = 0 "
                     "AND lot IS NOT NULL)", of.period.begins, of.period.ends)
    return share_without(of, "lots_assayed", N_("Lots with an assay"), of.dated(Lot, "created_on"), lacking)


def lots_on_hold(of: Books) -> Figure:
    """Lots made up to the last day that are on hold or frozen."""
    until = Query(Lot, filters=(Filter("created_on", "to", of.period.ends),))
    rows = until.where(Filter("status", "in", _HELD))
    count = of.store.count(rows)
    return Figure("lots_on_hold", N_("Lots on hold"), count if count or of.store.count(until) else None, rows, count)


def transfers_signed(of: Books) -> Figure:
    """Hand-overs of the period that both sides signed."""
    rows = of.dated(CustodyTransfer)
    return share(of, "transfers_signed", N_("Hand-overs signed by both"), rows,
                 rows.where(Filter("signed_by_both", "is_not", True)))


def seals_intact(of: Books) -> Figure:
    """Hand-overs of the period at which the seal was whole."""
    rows = of.dated(CustodyTransfer)
    return share(of, "seals_intact", N_("Hand-overs with the seal whole"), rows,
                 rows.where(Filter("seal_intact", "is_not", True)))


GOLD_FACTS = {
    "fineness_known": fineness_known, "delivered_by_known": delivered_by_known,
    "delivered_from_known": delivered_from_known, "grams_per_day": grams_per_day, "months_short": months_short,
    "sales_with_lot": sales_with_lot, "sales_with_invoice": sales_with_invoice, "sales_with_origin": sales_with_origin,
    "price_paid": price_paid, "buyers_checked": buyers_checked, "lots_traced": lots_traced, "lots_sealed": lots_sealed,
    "lots_assayed": lots_assayed, "lots_on_hold": lots_on_hold, "transfers_signed": transfers_signed,
    "seals_intact": seals_intact,
}
"""Facts of gold by name."""
