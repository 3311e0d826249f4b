"""The questions that add gold up month by month: deliveries, and every way gold moves on from them.

Amounts are in steps of fine weight (numbers.FINE_STEPS to the mg), so that no row is rounded but those that were
weighed and written down as one: batches, lots and sales count with the fine weight their paper shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from armdesk import sql
from armdesk.fine_sql import factor
from armdesk.numbers import FINE_STEPS

OTHER = "other"
"""Class of gold that was given none."""
NOWHERE = b""
"""Site of a row that names none."""

Sums = dict[tuple[str, str, bytes, str], list[int]]


@dataclass(frozen=True)
class Days:
    """Days from one to another, both included.  Shape: ISO dates; undated counts rows without a day too."""

    first: str
    last: str
    undated: bool = False


def class_of(alias: str) -> str:
    """SQL for the class of a row's gold."""
    return f"coalesce({alias}.gold_class, '{OTHER}')"


DELIVERIES = (
    f"SELECT substr(p.date, 1, 7), p.site, {class_of('p')}, count(*), count(DISTINCT p.date), "
    f"coalesce(sum(p.gross_mg), 0), coalesce(sum(p.gross_mg * {factor('p')}), 0), "
    "sum(CASE WHEN p.gross_mg IS NOT NULL AND p.fineness IS NULL THEN 1 ELSE 0 END), coalesce(sum(p.ore_kg), 0), "
    "coalesce(sum(CASE WHEN p.corrects IS NULL THEN p.persons END), 0) FROM production p "
    "WHERE p.trashed = 0 AND p.date BETWEEN ? AND ? GROUP BY 1, 2, 3")
"""Shape: month, site, class, deliveries, days, gross mg, fine steps, without fineness, ore kg, persons.

Nobody worked for a counter-entry: its persons are those of the delivery it corrects.
"""

_WHOLE = "EXISTS (SELECT 1 FROM lot w WHERE w.trashed = 0 AND w.sale = s.id)"
_PART = ("EXISTS (SELECT 1 FROM lot w WHERE w.id = s.lot AND w.trashed = 0 AND w.sale IS NULL)")
SALES = (
    f"SELECT substr(s.date, 1, 7), {class_of('s')}, CASE WHEN {_WHOLE} THEN 'sold' WHEN {_PART} THEN 'sold' "
    "ELSE 'loose' END, NULL, sum(s.fine_mg), count(*) FROM sale s WHERE s.trashed = 0 AND s.date BETWEEN ? AND ? "
    "GROUP BY 1, 2, 3")
_SOLD_WHOLE = (
    f"SELECT substr(s.date, 1, 7), {class_of('l')}, 'lot_sold', l.site, sum(l.fine_mg), count(*) FROM sale s "
    "JOIN lot l ON l.sale = s.id AND l.trashed = 0 WHERE s.trashed = 0 AND s.date BETWEEN ? AND ? GROUP BY 1, 2, 4")
_SOLD_PART = (
    f"SELECT substr(s.date, 1, 7), {class_of('l')}, 'lot_sold', l.site, sum(s.fine_mg), count(*) FROM sale s "
    "JOIN lot l ON l.id = s.lot AND l.trashed = 0 AND l.sale IS NULL WHERE s.trashed = 0 AND s.date BETWEEN ? AND ? "
    f"AND NOT {_WHOLE} GROUP BY 1, 2, 4")
_LOTS = (
    f"SELECT coalesce(substr(l.created_on, 1, 7), ''), {class_of('l')}, CASE WHEN EXISTS (SELECT 1 FROM lot_input i "
    f"WHERE i.lot = l.id AND i.trashed = 0) THEN 'lot_made' ELSE 'lot_unknown' END, l.site, sum(l.fine_mg), "
    "count(*) FROM lot l WHERE l.trashed = 0 AND {when} GROUP BY 1, 2, 3, 4")
_BATCHES = (
    f"SELECT substr(b.date, 1, 7), {class_of('b')}, CASE WHEN NOT EXISTS (SELECT 1 FROM batch_input i "
    "WHERE i.batch = b.id AND i.trashed = 0) THEN 'batch_unknown' WHEN EXISTS (SELECT 1 FROM batch_input i "
    "LEFT JOIN production p ON p.id = i.production WHERE i.batch = b.id AND i.trashed = 0 AND (p.gross_mg IS NOT NULL "
    f"OR i.lot IS NOT NULL)) THEN 'batch_made' ELSE 'first_weighed' END, b.site, sum(b.fine_mg), count(*) "
    "FROM batch b WHERE b.trashed = 0 AND b.date BETWEEN ? AND ? GROUP BY 1, 2, 3, 4")

# What went into batches and lots: month, class and site of what was made, from where, class of what was taken,
# steps taken, mg lost, entries.
_BATCH_INPUTS = (
    f"SELECT substr(b.date, 1, 7), {class_of('b')}, b.site, CASE WHEN i.lot IS NOT NULL THEN 'lot' "
    f"ELSE 'delivery' END, CASE WHEN i.lot IS NOT NULL THEN {class_of('l')} ELSE {class_of('p')} END, "
    f"sum(CASE WHEN i.lot IS NOT NULL THEN coalesce(i.input_mg * {factor('l')}, l.fine_mg * {FINE_STEPS}) "
    f"ELSE coalesce(i.input_mg, p.gross_mg) * {factor('p')} END), 0, count(*) FROM batch b "
    "JOIN batch_input i ON i.batch = b.id AND i.trashed = 0 LEFT JOIN production p ON p.id = i.production "
    "LEFT JOIN lot l ON l.id = i.lot WHERE b.trashed = 0 AND b.date BETWEEN ? AND ? GROUP BY 1, 2, 3, 4, 5")
_FROM = ("CASE WHEN i.operation = 'purchase' THEN 'purchase' WHEN i.input_lot IS NOT NULL THEN 'lot' "
         "WHEN i.batch IS NOT NULL THEN 'batch' WHEN i.production IS NOT NULL THEN 'delivery' ELSE 'stock' END")
_LOT_INPUTS = (
    f"SELECT coalesce(substr(coalesce(i.date, l.created_on), 1, 7), ''), {class_of('l')}, l.site, {_FROM}, "
    f"CASE {_FROM} WHEN 'lot' THEN {class_of('m')} WHEN 'batch' THEN {class_of('b')} WHEN 'delivery' "
    f"THEN {class_of('p')} ELSE '' END, sum(CASE WHEN i.input_mg IS NOT NULL THEN i.input_mg * {FINE_STEPS} "
    f"ELSE CASE {_FROM} WHEN 'lot' THEN m.fine_mg * {FINE_STEPS} WHEN 'batch' THEN b.fine_mg * {FINE_STEPS} "
    f"WHEN 'delivery' THEN p.gross_mg * {factor('p')} ELSE l.fine_mg * {FINE_STEPS} END END), "
    "sum(coalesce(i.loss_mg, 0)), count(*) FROM lot_input i JOIN lot l ON l.id = i.lot AND l.trashed = 0 "
    "LEFT JOIN lot m ON m.id = i.input_lot LEFT JOIN batch b ON b.id = i.batch "
    "LEFT JOIN production p ON p.id = i.production WHERE i.trashed = 0 AND {when} GROUP BY 1, 2, 3, 4, 5")


def deliveries(db: Any, days: Days) -> Iterator[tuple[Any, ...]]:
    """Rows of DELIVERIES for some days."""
    for row in sql.run(db, DELIVERIES, (days.first, days.last)).fetchall():
        yield (row[0], bytes(row[1] or NOWHERE), *row[2:])


def flows(db: Any, days: Days) -> Sums:
    """All other movements.  Shape: (month, flow, site, class) -> [steps, entries].

    Flows: sold, loose (sold without a lot), lot_sold, lot_made, lot_unknown (made of nobody knows what), bought, lost,
    from_stock (into a lot, what was taken is not written), from_delivery, from_batch, from_lot (into lots, by the
    class of the lot), delivery_to_lot, batch_to_lot, lot_used (the same by the class it had before), batch_made,
    batch_unknown, first_weighed (gold of ore that nobody had weighed before), batch_from_delivery, batch_from_lot,
    delivery_to_batch, lot_to_batch.
    """
    sums: Sums = {}
    for month, flow, site, class_, amount, entries in (*_made(db, days), *_into_batches(db, days),
                                                       *_into_lots(db, days)):
        kept = sums.setdefault((month, flow, bytes(site or NOWHERE), class_), [0, 0])
        kept[0] += amount
        kept[1] += entries
    return sums


_Moved = tuple[str, str, Any, str, int, int]


def _made(db: Any, days: Days) -> Iterator[_Moved]:
    for question in (SALES, _SOLD_WHOLE, _SOLD_PART, *_when(_LOTS, "l.created_on", days), _BATCHES):
        for month, class_, flow, site, amount, entries in _rows(db, question, days):
            yield month, flow, site, class_, (amount or 0) * FINE_STEPS, entries


_TAKEN = {"lot": ("lot_to_batch", "batch_from_lot"), "delivery": ("delivery_to_batch", "batch_from_delivery")}
_INTO_LOT = {"lot": ("lot_used", "from_lot"), "batch": ("batch_to_lot", "from_batch"),
             "delivery": ("delivery_to_lot", "from_delivery"), "purchase": (None, "bought"),
             "stock": (None, "from_stock")}


def _into_batches(db: Any, days: Days) -> Iterator[_Moved]:
    for month, class_, site, source, taken_class, amount, _lost, entries in _rows(db, _BATCH_INPUTS, days):
        taken, made = _TAKEN[source]
        yield month, taken, site, taken_class, amount or 0, entries
        yield month, made, site, class_, amount or 0, entries


def _into_lots(db: Any, days: Days) -> Iterator[_Moved]:
    for question in (*_when(_LOT_INPUTS, "i.date", days),
                     *_when(_LOT_INPUTS, "l.created_on", days, more="i.date IS NULL AND ")):
        for month, class_, site, source, taken_class, amount, lost, entries in _rows(db, question, days):
            taken, made = _INTO_LOT[source]
            if taken:
                yield month, taken, site, taken_class, amount or 0, entries
            yield month, made, site, class_, amount or 0, entries
            if lost:
                yield month, "lost", site, class_, lost * FINE_STEPS, entries


def _when(question: str, column: str, days: Days, more: str = "") -> list[str]:
    """A question for dated rows, and one for those without a day where they are wanted."""
    asked = [question.replace("{when}", f"{more}{column} BETWEEN ? AND ?")]
    if days.undated and (more or not column.startswith("i.")):
        asked.append(question.replace("{when}", f"{more}{column} IS NULL"))
    return asked


def _rows(db: Any, question: str, days: Days) -> list[Any]:
    values = (days.first, days.last) if "?" in question else ()
    found: list[Any] = sql.run(db, question, values).fetchall()
    return found
