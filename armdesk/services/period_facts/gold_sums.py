"""Facts of the gold and mercury of a period: what was produced, sold and should be left, and what it took."""

from __future__ import annotations

from decimal import Decimal

from armdesk.i18n import N_, _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models import Lot, Party, Production, ReagentMovement, Sale
from armdesk.query import Filter, Query
from armdesk.services.basis.figure import Figure
from armdesk.services.period_facts.books import Books


def _produced(of: Books) -> Figure:
    rows = of.dated(Production)
    count = sum(row.deliveries for row in of.produced)
    unsure = sum(row.unmeasured for row in of.produced)
    value = sum((row.fine for row in of.produced), Decimal(0)) if count else None
    without = rows.where(Filter("fineness", "empty"), Filter("gross_mg", "filled"))
    return Figure("fine_produced", N_("Fine gold produced"), value, rows, count, "g", 2,
                  _("{count} deliveries").format(count=count), unsure, without)


def _gross(of: Books) -> Figure:
    count = sum(row.deliveries for row in of.produced)
    value = sum((row.gross for row in of.produced), Decimal(0)) if count else None
    return Figure("gross_produced", N_("Gold handed in, gross"), value, of.dated(Production), count, "g", 2)


def _sold(of: Books) -> Figure:
    rows = of.dated(Sale)
    count = sum(row.sales for row in of.sold)
    unsure = sum(row.unmeasured for row in of.sold)
    value = sum((row.fine for row in of.sold), Decimal(0)) if count else None
    return Figure("fine_sold", N_("Fine gold sold"), value, rows, count, "g", 2,
                  _("{count} sales").format(count=count), unsure, rows.where(Filter("fineness", "empty")))


def _stock(of: Books) -> Figure:
    known = any(row.opening or row.produced or row.sold or row.bought for row in of.stock)
    value = of.stock[-1].closing if known else None
    rows = of.dated(Lot, "created_on")
    return Figure("stock_left", N_("Fine gold that should be left"), value, rows, of.store.count(rows), "g", 2)


def _buyers(of: Books) -> Figure:
    buyers = {row.buyer for row in of.sold if row.buyer}
    rows = Query(Party, filters=(Filter("id", "in", tuple(sorted(buyers))),))
    return Figure("buyers", N_("Buyers sold to"), len(buyers) if of.sold else None, rows, len(buyers))


def _mercury_used(of: Books) -> Figure:
    rows = of.dated(ReagentMovement).where(Filter("item", "is", "mercury"))
    book = of.mercury
    recovered = decimal_text(book.recovered.normalize(), None, current())
    note = _("{recovered} g recovered").format(recovered=recovered) if book.entries else ""
    return Figure("mercury_used", N_("Mercury used"), book.used if book.entries else None, rows, book.entries, "g", 1,
                  note, book.odd)


def _mercury_per_gold(of: Books) -> Figure:
    gold = sum((row.fine for row in of.produced), Decimal(0))
    value = of.mercury.gone / gold if gold and of.mercury.entries else None
    rows = of.dated(ReagentMovement).where(Filter("item", "is", "mercury"))
    return Figure("mercury_per_gold", N_("Mercury not recovered per gram of fine gold"), value, rows,
                  of.mercury.entries, "g/g", 3)


GOLD_SUMS = {
    "fine_produced": _produced, "gross_produced": _gross, "fine_sold": _sold, "stock_left": _stock, "buyers": _buyers,
}
"""Sums of gold by name."""
MERCURY_SUMS = {"mercury_used": _mercury_used, "mercury_per_gold": _mercury_per_gold}
"""Sums of mercury by name."""
