"""What was mined, sold and used: production, sales, stock and mercury of a period, by exact sums in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from armdesk import gold_months
from armdesk.db_errors import explained
from armdesk.fine_sql import factor
from armdesk.gold_ledger import Ledger
from armdesk.gold_months import Delivered
from armdesk.gold_sql import Days, deliveries
from armdesk.remembered import month_of_deliveries
from armdesk.services.basis.figure import ask, grams, id_of, site_names, steps_as_grams
from armdesk.services.basis.period import Period, each_month
from armdesk.services.basis.period import month as calendar_month
from armdesk.store import Store


@dataclass(frozen=True)
class Produced:
    """Production of one month at one site.

    Units: gross and fine in g, ore in t.  unmeasured: deliveries with a weight but no fineness, not in `fine`.
    """

    month: str
    site: str
    site_name: str
    deliveries: int
    gross: Decimal
    fine: Decimal
    unmeasured: int
    ore: Decimal
    person_days: int


@dataclass(frozen=True)
class Sold:
    """Sales of one month to one buyer in one currency.

    Units: weights in g; amounts in the smallest unit of the currency, None where none was written.
    """

    month: str
    buyer: str
    currency: str
    sales: int
    gross: Decimal
    fine: Decimal
    unmeasured: int
    gross_value: int | None
    deductions: int | None
    net_value: int | None


@dataclass(frozen=True)
class StockMonth:
    """Gold of one month: what there was, came in, went out and should be left.  Units: g of pure gold."""

    month: str
    opening: Decimal
    produced: Decimal
    bought: Decimal
    sold: Decimal
    lost: Decimal

    @property
    def closing(self) -> Decimal:
        """What should be left; below zero more was sold than there was."""
        return self.opening + self.produced + self.bought - self.sold - self.lost


@dataclass(frozen=True)
class Mercury:
    """Mercury of a period.  Units: g.

    Shape: counted is the last count in the period, expected what the book said on that day, both None without a count;
    odd counts entries that are not in g or kg; count is the id of that last count, "" without one.
    """

    opening: Decimal
    received: Decimal
    used: Decimal
    recovered: Decimal
    lost: Decimal
    delivered: Decimal
    counted: Decimal | None
    expected: Decimal | None
    entries: int
    odd: int
    count: str = ""

    @property
    def balance(self) -> Decimal:
        """What the book says is left."""
        return self.opening + self.received + self.recovered - self.used - self.lost - self.delivered

    @property
    def gone(self) -> Decimal:
        """Used and not recovered."""
        return self.used - self.recovered


_WITHOUT_FINENESS = "sum(CASE WHEN gross_mg IS NOT NULL AND fineness IS NULL THEN 1 ELSE 0 END)"


def production(store: Store, period: Period) -> list[Produced]:
    """Production by month and site, in order of months and site names."""
    names = site_names(store)
    found: dict[tuple[str, str], list[int]] = {}
    for each in delivered(store, period):
        kept = found.setdefault((each.month, each.site.hex()), [0] * 6)
        for place, value in enumerate((each.deliveries, each.gross_mg, each.fine, each.unmeasured, each.ore_kg,
                                       each.persons)):
            kept[place] += value
    rows = [Produced(month, site, names.get(site, ""), count, grams(gross), steps_as_grams(fine), without,
                     Decimal(ore).scaleb(-3), persons)
            for (month, site), (count, gross, fine, without, ore, persons) in found.items()]
    return sorted(rows, key=lambda row: (row.month, row.site_name))


def delivered(store: Store, period: Period) -> list[Delivered]:
    """Deliveries of a period by month, site and class: whole months as they are kept, the others counted."""
    first, last = f"{period.begins:%Y-%m}", f"{period.ends:%Y-%m}"
    whole = {name for name in period.months() if _whole_month(period, name)}
    with explained():
        rows = [each for each in gold_months.delivered(store.db, first, last) if each.month in whole]
        for name in sorted({first, last} - whole):
            begins = max(period.begins.isoformat(), f"{name}-01")
            days = Days(begins, min(period.ends.isoformat(), f"{name}-31"))
            rows += [Delivered(*row) for row in deliveries(store.db, days)]
    return rows


def _whole_month(period: Period, name: str) -> bool:
    of_it = calendar_month(int(name[:4]), int(name[5:]))
    return of_it.begins in period and of_it.ends in period


def sales(store: Store, period: Period) -> list[Sold]:
    """Sales by month, buyer and currency."""
    found = ask(store, "SELECT substr(date, 1, 7), buyer, currency, count(*), sum(gross_mg), "
                f"sum(gross_mg * {factor('sale')}), {_WITHOUT_FINENESS}, sum(gross_value), sum(deductions_total), "
                "sum(net_value) FROM sale WHERE trashed = 0 AND date BETWEEN ? AND ? "
                "GROUP BY substr(date, 1, 7), buyer, currency", period.begins, period.ends)
    rows = [Sold(month, id_of(buyer), str(currency or ""), count, grams(gross), steps_as_grams(fine or 0),
                 int(without), *money)
            for month, buyer, currency, count, gross, fine, without, *money in found]
    return sorted(rows, key=lambda row: (row.month, row.buyer, row.currency))


def stock(store: Store, period: Period) -> list[StockMonth]:
    """Gold month by month: opening stock comes from all entries before the period."""
    with explained():
        lines = Ledger(store.db, period.ends, period.begins).lines(period.months())
    return [StockMonth(month, *map(steps_as_grams, (line.opening, line.produced, line.bought, line.went_out,
                                                    line.lost)))
            for month, line in zip(period.months(), lines, strict=True)]


def fine_by_month(store: Store, table: str, period: Period) -> dict[str, int]:
    """Fine gold as it stands in a register, by month.  Units: mg.  Shape: table "production" or "sale"."""
    found: dict[str, int] = {}
    for days in each_month(period):
        month = f"{days.begins:%Y-%m}"
        reads = (month_of_deliveries(month) if table == "production" else table,)
        total = store.remembered.of(("fine", table, days), reads, partial(_fine, store, table, days))
        found |= {month: total} if total is not None else {}
    return found


def _fine(store: Store, table: str, days: Period) -> int | None:
    """Units: mg; None where nothing is written."""
    [(count, total)] = ask(store, f"SELECT count(*), sum(fine_mg) FROM {table} WHERE trashed = 0 "
                           "AND date BETWEEN ? AND ?", days.begins, days.ends)
    return int(total or 0) if count else None


# Quantities are kept in thousandths of their unit.
_QUANTITY = "sum(CASE unit WHEN 'g' THEN quantity WHEN 'kg' THEN quantity * 1000 ELSE 0 END)"
_SIGNS = {"opening": 1, "in": 1, "recovered": 1, "use": -1, "loss": -1, "delivered": -1}


def mercury(store: Store, period: Period) -> Mercury:
    """Mercury of the period by its book; where the book is empty, what the batches say."""
    book = "FROM reagent_movement WHERE trashed = 0 AND item = 'mercury' AND date"
    found = ask(store, f"SELECT kind, {_QUANTITY}, count(*), sum(CASE WHEN unit IN ('g', 'kg') THEN 0 ELSE 1 END) "
                f"{book} BETWEEN ? AND ? GROUP BY kind", period.begins, period.ends)
    sums = {kind: grams(total) for kind, total, _count, _odd in found}
    opening = _book_balance(store, "<", period.begins)
    used, recovered = sums.get("use", Decimal(0)), sums.get("recovered", Decimal(0))
    entries = sum(count for _kind, _total, count, _odd in found)
    if not entries:
        used, recovered, entries = _mercury_of_batches(store, period)
    counted, expected, count = _last_count(store, period)
    return Mercury(opening + sums.get("opening", Decimal(0)), sums.get("in", Decimal(0)), used, recovered,
                   sums.get("loss", Decimal(0)), sums.get("delivered", Decimal(0)), counted, expected,
                   entries, sum(int(odd) for *_rest, odd in found), count)


def _book_balance(store: Store, until: str, day: date) -> Decimal:
    """What the book says is there.  Shape: until "<" leaves the day itself out, "<=" counts it."""
    found = dict(ask(store, f"SELECT kind, {_QUANTITY} FROM reagent_movement WHERE trashed = 0 AND item = 'mercury' "
                     f"AND date {until} ? GROUP BY kind", day))
    return grams(sum(sign * int(found.get(kind) or 0) for kind, sign in _SIGNS.items()))


def _mercury_of_batches(store: Store, period: Period) -> tuple[Decimal, Decimal, int]:
    row = ask(store, "SELECT sum(mercury_in_mg), sum(mercury_recovered_mg), count(*) FROM batch WHERE trashed = 0 "
              "AND mercury_in_mg IS NOT NULL AND date BETWEEN ? AND ?", period.begins, period.ends)[0]
    return grams(row[0]), grams(row[1]), int(row[2])


def _last_count(store: Store, period: Period) -> tuple[Decimal | None, Decimal | None, str]:
    """What was counted last, what the book said at the end of that day, and the id of the count."""
    found = ask(store, "SELECT quantity, unit, date, id FROM reagent_movement WHERE trashed = 0 AND item = 'mercury' "
                "AND kind = 'count' AND unit IN ('g', 'kg') AND date BETWEEN ? AND ? "
                "ORDER BY date DESC, id DESC LIMIT 1",
                period.begins, period.ends)
    if not found:
        return None, None, ""
    [(quantity, unit, day, id_)] = found
    return (grams(quantity) * (1000 if unit == "kg" else 1), _book_balance(store, "<=", date.fromisoformat(day)),
            id_of(id_))


def mercury_by_month(store: Store, period: Period) -> dict[str, tuple[Decimal, Decimal]]:
    """Mercury used and recovered by month.  Units: g.  Shape: month -> (used, recovered)."""
    found = ask(store, f"SELECT substr(date, 1, 7), kind, {_QUANTITY} FROM reagent_movement WHERE trashed = 0 "
                "AND item = 'mercury' AND kind IN ('use', 'recovered') AND date BETWEEN ? AND ? "
                "GROUP BY substr(date, 1, 7), kind", period.begins, period.ends)
    if not found:
        found = [row for month, used, recovered in ask(
            store, "SELECT substr(date, 1, 7), sum(mercury_in_mg), sum(mercury_recovered_mg) FROM batch "
            "WHERE trashed = 0 AND mercury_in_mg IS NOT NULL AND date BETWEEN ? AND ? GROUP BY substr(date, 1, 7)",
            period.begins, period.ends) for row in ((month, "use", used), (month, "recovered", recovered))]
    months: dict[str, tuple[Decimal, Decimal]] = {}
    for month, kind, total in found:
        used, recovered = months.get(month, (Decimal(0), Decimal(0)))
        months[month] = (used + grams(total), recovered) if kind == "use" else (used, recovered + grams(total))
    return dict(sorted(months.items()))


def taxes(store: Store, period: Period) -> list[tuple[str, str, int, int, int]]:
    """Taxes and deductions of the period's sales.  Shape: (kind, currency, entries, with receipt, amount) each."""
    found = ask(store, "SELECT d.kind, d.currency, count(*), "
                "sum(CASE WHEN d.receipt_ref IS NOT NULL AND d.receipt_ref <> '' THEN 1 ELSE 0 END), sum(d.amount) "
                "FROM sale_deduction d JOIN sale s ON s.id = d.sale WHERE d.trashed = 0 AND s.trashed = 0 "
                "AND s.date BETWEEN ? AND ? GROUP BY d.kind, d.currency ORDER BY d.kind, d.currency",
                period.begins, period.ends)
    return [(kind, currency, int(count), int(receipts), int(amount))
            for kind, currency, count, receipts, amount in found]
