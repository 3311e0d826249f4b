"""The mass balance: fine gold by month, stage and class, or on any day, and sales of more than there was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from armdesk.db_errors import explained
from armdesk.gold_ledger import KEPT_APART, STAGES, Ledger, Movement
from armdesk.i18n import N_, _, current
from armdesk.i18n_formats import decimal_text
from armdesk.models import Batch, Lot, Sale
from armdesk.numbers import FINE_STEPS
from armdesk.services.basis.figure import ask, has_any, id_of, steps_as_grams
from armdesk.services.basis.limits import Limits
from armdesk.services.basis.period import Period
from armdesk.services.basis.period import month as calendar_month
from armdesk.store import Store

STAGE_NAMES = {"all": N_("Everything"), "stock": N_("Deliveries"), "processing": N_("Processing"),
               "melting": N_("Lots and melting"), "sale": N_("Sold")}
"""Stage -> its name; the codes are those of pack sheet S15."""

STATUS = {"ok": N_("Balanced"), "warn": N_("To be explained"), "hold": N_("Hold sales")}
"""What the unexplained gold of a month means, gravest last."""


@dataclass(frozen=True)
class BalanceMonth:
    """One month of one stage.

    Units: g of pure gold; percent of what there was, None where there was nothing; tolerance in percent.
    Shape: status is a key of STATUS; unexplained is what is missing, below zero what is too much, and what went out
    beyond everything that was there.
    Source: opening + in - out - declared losses - unexplained = closing.
    """

    month: str
    stage: str
    opening: Decimal
    produced: Decimal
    bought: Decimal
    came_in: Decimal
    went_out: Decimal
    lost: Decimal
    closing: Decimal
    unexplained: Decimal
    percent: Decimal | None
    tolerance: Decimal
    status: str

    @property
    def empty(self) -> bool:
        """Whether nothing moved and nothing was there."""
        return not (self.opening or self.came_in or self.went_out or self.lost or self.unexplained)


@dataclass(frozen=True)
class OverSale:
    """A sale of more gold than there was on its day.  Units: g.  Shape: gold_class "" speaks of all gold together."""

    id: str
    code: str
    day: date
    gold_class: str
    sold: Decimal
    there: Decimal

    @property
    def excess(self) -> Decimal:
        """What was sold and not there."""
        return self.sold - self.there


def months(store: Store, period: Period, stage: str = "all", gold_class: str = "") -> list[BalanceMonth]:
    """The balance month by month; the opening stock comes from everything before the period."""
    with explained():
        ledger = Ledger(store.db, period.ends, period.begins)
    limits = Limits(store)
    names = period.months()
    classes = (gold_class,) if gold_class else ()
    by_stage = {each: ledger.lines(names, each, classes) for each in STAGES if stage in ("all", each)}
    found = []
    for place, name in enumerate(names):
        line = by_stage[stage][place]
        unexplained = line.difference + line.short
        if stage == "all":
            unexplained += sum(lines[place].difference for each, lines in by_stage.items() if each != "all")
        found.append(_month(name, stage, line, unexplained, limits))
    return found


def _month(name: str, stage: str, line: Movement, unexplained: int, limits: Limits) -> BalanceMonth:
    there = max(line.opening, 0) + max(line.came_in, 0)
    percent = Decimal(100 * abs(unexplained)) / there if there else Decimal(100) if unexplained else None
    last = calendar_month(int(name[:4]), int(name[5:])).ends
    fine, hold = (limits.value(kind, last) or Decimal(0) for kind in ("mass_balance_ok", "mass_balance_tolerance"))
    status = "hold" if (percent or 0) > max(fine, hold) else "warn" if (percent or 0) > fine else "ok"
    return BalanceMonth(
        name, stage, steps_as_grams(line.opening), steps_as_grams(line.produced), steps_as_grams(line.bought),
        steps_as_grams(line.came_in), steps_as_grams(line.went_out), steps_as_grams(line.lost),
        steps_as_grams(line.closing), steps_as_grams(unexplained), percent, max(fine, hold), status)


def on_day(store: Store, day: date, gold_class: str = "") -> dict[str, Decimal]:
    """Fine gold at the end of a day.  Units: g.  Shape: stage -> what is there; "all" is what should be."""
    with explained():
        ledger = Ledger(store.db, day)
    classes = (gold_class,) if gold_class else ()
    return {stage: steps_as_grams(ledger.closing(stage, classes)) for stage in STAGES if stage != "sale"}


def can_compare(store: Store) -> bool:
    """Whether the books say of any fine gold that it came in: whoever notes sales alone has nothing to compare."""
    if any(has_any(store, type_) for type_ in (Batch, Lot)):
        return True
    return bool(ask(store, "SELECT 1 FROM production WHERE trashed = 0 AND fine_mg IS NOT NULL LIMIT 1"))


def over_sales(store: Store, period: Period) -> Iterator[OverSale]:
    """Sales of the period that took more than there was: of all gold, and of each class that is kept apart.

    What is delivered on the day of a sale counts as there; sales of one day stand in the order of their numbers.
    """
    with explained():
        ledger = Ledger(store.db, period.ends)
    for gold_class in ("", *(each for each in KEPT_APART if each in ledger.classes)):
        classes = (gold_class,) if gold_class else ()
        names, told = [name for name in period.months() if name in ledger.months], 0
        for name in names:
            line, opening = ledger.lines([name], "all", classes)[0], ledger.closing("all", classes, before=name)
            if opening < line.went_out + line.lost + max(line.produced + line.bought - line.came_in, 0):
                for each, lacking in _over(store, ledger, name, period, gold_class, told):
                    told += lacking
                    yield each


def _over(store: Store, ledger: Ledger, name: str, period: Period, gold_class: str,
          told: int) -> Iterator[tuple[OverSale, int]]:
    """One month that may have sold too much, sale by sale; each of its days is counted once.

    Shape: told is what lacked after earlier sales, which is said once and not again of each sale after it; each comes
    with what lacks after it alone.  Units: of both as of the ledger.
    """
    rows = ask(store, "SELECT id, code, date, fine_mg FROM sale WHERE trashed = 0 AND date BETWEEN ? AND ? "
               "AND fine_mg IS NOT NULL AND (? = '' OR gold_class = ?) ORDER BY date, code, id", f"{name}-01",
               f"{name}-31", gold_class, gold_class)
    classes = (gold_class,) if gold_class else ()
    there, counted = ledger.closing("all", classes, before=name), date.fromisoformat(f"{name}-01")
    for text, group in groupby(rows, itemgetter(2)):
        day, of_day = date.fromisoformat(text), list(group)
        with explained():
            there += ledger.net(store.db, counted, day, classes)
        counted = day + timedelta(days=1)
        before = there + told + sum(row[3] for row in of_day) * FINE_STEPS
        for id_, code, _day, fine_mg in of_day:
            taken = fine_mg * FINE_STEPS
            if taken > max(before, 0) and day in period:
                lacking = taken - before
                told += lacking
                yield OverSale(id_of(id_), code, day, gold_class, steps_as_grams(taken),
                               steps_as_grams(max(before, 0))), lacking
                before += lacking
            before -= taken


def caution(store: Store, typed: Sale) -> dict[str, str]:
    """A sale that is being typed and takes more than there is of all gold: field -> sentence; it can be kept."""
    if typed.fine_mg is None or typed.fine_mg <= 0 or typed.date is None:
        return {}
    with explained():
        there = Ledger(store.db, typed.date).closing()
    kept = store.get(Sale, typed.id)
    if kept is not None and not kept.trashed and kept.fine_mg is not None and kept.date <= typed.date:
        there += kept.fine_mg * FINE_STEPS
    if typed.fine_mg * FINE_STEPS <= there:
        return {}
    text = _("On {day} there were {there} g of fine gold by the books; this sale takes {taken} g.")
    return {"gross_mg": text.format(
        day=typed.date, there=decimal_text(steps_as_grams(max(there, 0)), 3, current()),
        taken=decimal_text(steps_as_grams(typed.fine_mg * FINE_STEPS), 3, current()))}
