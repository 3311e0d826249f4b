"""The gold of a workspace by stage and class, by month or on any day: what came in, went on, was lost, is left."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from armdesk import gold_months, sql
from armdesk.gold_sql import OTHER, Days, deliveries
from armdesk.i18n import _, current
from armdesk.i18n_formats import decimal_text
from armdesk.numbers import FINE_STEPS

KEPT_APART = ("certified", "ecological")
"""Classes of which nothing may be sold that was not there.  Source: Fairmined, traceability."""
STAGES = ("all", "stock", "processing", "melting", "sale")
_UNKNOWN = ("from_stock", "lot_unknown", "batch_unknown")


@dataclass(frozen=True)
class Movement:
    """One month of one stage.

    Units: steps of fine weight (numbers.FINE_STEPS).  difference: gold that should have come out and did not, below
    zero where more came out; produced and bought are the parts of came_in that came from outside.
    """

    opening: int
    produced: int
    bought: int
    came_in: int
    went_out: int
    lost: int
    difference: int

    @property
    def closing(self) -> int:
        """What is left; of the whole, what should be left by what was written."""
        return self.opening + self.came_in - self.went_out - self.lost - self.difference

    @property
    def short(self) -> int:
        """What went out beyond everything that was there."""
        return max(-self.closing, 0)


class Ledger:
    """All movements up to a day, or up to the last that was written.

    Shape: months are "2025-03", "" for what has no day; that of `until` ends on that day, that of `since` begins with
    it: what came before in the same month belongs to the opening stock.
    """

    def __init__(self, db: Any, until: date | None = None, since: date | None = None) -> None:
        last = f"{until:%Y-%m}" if until else "9999-99"
        self._sums: dict[str, dict[tuple[str, str], int]] = {}
        for month, flow, class_, amount in gold_months.of_all_sites(db, last):
            self._add(month, flow, class_, amount)
        if until and (until + timedelta(days=1)).day > 1:
            self._count(db, last, Days(f"{last}-01", until.isoformat()))
        if since and since.day > 1:
            first = f"{since:%Y-%m}"
            end = until.isoformat() if until and last == first else f"{first}-31"
            self._count(db, _before(since), Days(f"{first}-01", (since - timedelta(days=1)).isoformat()))
            self._count(db, first, Days(since.isoformat(), end))
        self.classes = sorted({class_ for sums in self._sums.values() for _flow, class_ in sums} | {OTHER})
        self._mined = {class_ for sums in self._sums.values() for flow, class_ in sums
                       if flow in ("produced", "first_weighed")}

    def _count(self, db: Any, month: str, days: Days) -> None:
        """Count a part of a month from the registers in place of the whole."""
        self._sums[month] = {}
        for row in deliveries(db, days):
            self._add(month, "produced", row[2], row[6])
        for went in gold_months.counted(db, days):
            self._add(month, went.flow, went.gold_class, went.amount)

    def _add(self, month: str, flow: str, class_: str, amount: int) -> None:
        sums = self._sums.setdefault(month, {})
        sums[flow, class_] = sums.get((flow, class_), 0) + amount

    @property
    def months(self) -> list[str]:
        """Months in which something moved, in order."""
        return sorted(month for month in self._sums if len(month) <= 7)

    def closing(self, stage: str = "all", classes: Collection[str] = (), before: str = "9999-99") -> int:
        """What is left at the end, or at the beginning of a month."""
        return sum(self._movement(month, stage, classes, 0).closing for month in self._sums if month < before)

    def net(self, db: Any, first: date, last: date, classes: Collection[str] = ()) -> int:
        """By how much some days changed the whole, counted from the registers."""
        part = "part"
        self._count(db, part, Days(first.isoformat(), last.isoformat()))
        change = self._movement(part, "all", classes, 0).closing
        del self._sums[part]
        return change

    def lines(self, months: Iterable[str], stage: str = "all", classes: Collection[str] = ()) -> list[Movement]:
        """Some months that follow each other, the opening stock carried on.  Shape: no classes: all together."""
        found: list[Movement] = []
        for month in months:
            opening = found[-1].closing if found else self.closing(stage, classes, before=month)
            found.append(self._movement(month, stage, classes, opening))
        return found

    def _movement(self, month: str, stage: str, classes: Collection[str], opening: int) -> Movement:
        sums = self._sums.get(month, {})
        chosen = classes or self.classes

        def flow(*names: str) -> int:
            return sum(sums.get((name, class_), 0) for name in names for class_ in chosen)

        # Gold of which nobody wrote what it was made of came out of the deliveries of its class, where the office
        # gives deliveries a class at all.
        untold = sum(amount for (name, class_), amount in sums.items() if name in _UNKNOWN
                     and (class_ if class_ in self._mined else OTHER) in chosen)
        out_of_stock = flow("delivery_to_batch", "delivery_to_lot") + untold
        into_batch = flow("batch_from_delivery", "batch_from_lot", "batch_unknown")
        into_lot = flow("from_delivery", "from_batch", "from_lot", "from_stock", "lot_unknown")
        produced, first, bought = flow("produced"), flow("first_weighed"), flow("bought")
        if stage == "stock":
            return Movement(opening, produced, 0, produced, out_of_stock + flow("loose"), 0, 0)
        if stage == "processing":
            made = flow("batch_made", "batch_unknown")
            return Movement(opening, first, 0, into_batch + first, flow("batch_to_lot"), 0, into_batch - made)
        if stage == "melting":
            made = flow("lot_made", "lot_unknown")
            return Movement(opening, 0, bought, into_lot + bought - flow("lot_used"), flow("lot_sold", "lot_to_batch"),
                            flow("lost"), into_lot + bought - flow("lost") - made)
        if stage == "sale":
            came = flow("lot_sold", "loose")
            sold = flow("sold", "loose")
            return Movement(opening, 0, 0, came, sold, 0, came - sold)
        taken = out_of_stock + flow("lot_to_batch", "batch_to_lot", "lot_used")
        # Of one class: what other classes gave or took.  Of all together this is nothing.
        became = into_batch + into_lot - taken
        return Movement(opening, produced + first, bought, produced + first + bought + became, flow("sold", "loose"),
                        flow("lost"), 0)


def _before(day: date) -> str:
    """Name of the first days of a month: it comes after the month before, and before its own."""
    last = day.replace(day=1) - timedelta(days=1)
    return f"{last:%Y-%m}-99"


def refusal(db: Any, values: Any, besides_mg: int = 0) -> dict[str, str]:
    """Why a sale cannot be kept: more gold of a class kept apart than there was on its day.

    One that takes no more than it does already may be kept, so that what was imported can be corrected; a
    counter-entry takes nothing.
    Shape: values have the attributes of a sale; field -> sentence, empty where it may be kept.
    Units: besides_mg is fine gold that other sales of the class take, which are not kept yet.
    """
    if values.gold_class not in KEPT_APART or values.fine_mg is None or values.date is None:
        return {}
    own = _own(db, values)
    if values.fine_mg * FINE_STEPS <= own:
        return {}
    there = Ledger(db, values.date).closing("all", (values.gold_class,)) + own - besides_mg * FINE_STEPS
    if values.fine_mg * FINE_STEPS <= there:
        return {}
    word = _(type(values).field("gold_class").options[values.gold_class])
    return {"gross_mg": _("On {day} there were {there} g of fine gold of the class “{name}”; this sale takes {taken} "
                          "g. Correct the weight, the day or the class.").format(
        day=values.date, there=_grams(max(there, 0)), name=word, taken=_grams(values.fine_mg * FINE_STEPS))}


def tells_apart(db: Any) -> bool:
    """Whether the books say of any gold but that sold that it is of a class kept apart.

    Where they never do, the sales of years before are taken in nevertheless, and the checks speak.
    """
    marks = ", ".join("?" * len(KEPT_APART))
    return any(sql.run(db, f"SELECT 1 FROM {table} WHERE trashed = 0 AND gold_class IN ({marks}) LIMIT 1",  # noqa: S608 - ours
                       KEPT_APART).fetchone() for table in ("production", "batch", "lot"))


def _own(db: Any, values: Any) -> int:
    """What the same sale takes already as it is kept: it does not stand in its own way."""
    if not values.id:
        return 0
    row = sql.run(db, "SELECT fine_mg FROM sale WHERE id = ? AND trashed = 0 AND gold_class = ? AND date <= ?",
                  (bytes.fromhex(values.id), values.gold_class, values.date.isoformat())).fetchone()
    return int(row[0] or 0) * FINE_STEPS if row else 0


def _grams(steps: int) -> str:
    return decimal_text(Decimal(steps) / FINE_STEPS / 1000, 3, current())
